"""The commands `convert` and `template`: files into other files, addresses into coordinates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from dispatcher.cli.console import results
from dispatcher.cli.inputs import Inquiry, Reading, read
from dispatcher.cli.outputs import refuse_overwriting, refuse_unusable, writing
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.formats.document import write_json
from dispatcher.formats.plan_table import Table, write_csv
from dispatcher.formats.template import write_problem_table, write_template
from dispatcher.formats.words import Language

if TYPE_CHECKING:
    from dispatcher.travel.geocode import Match

VERDICTS = ("doubtful", "missing", "found")
"""In the order in which somebody should look at them."""


def convert(reading: Reading, out: Path, review: Path | None, language: Language, *, force: bool) -> None:
    """Write the problem in a file as JSON or as sheets; nothing is written while an address is in doubt."""
    if out.suffix.lower() not in (".json", ".xlsx", "") and not out.is_dir():
        raise typer.BadParameter(f"OUT '{out}' ends neither in .json nor in .xlsx, nor is it a folder")
    refuse_unusable(out, reading.file, "OUT")
    refuse_overwriting(out, force=force)
    list_for_review = review or out.with_name(f"{out.stem}-review.csv")
    with answered(reading.file):
        book = reading.geocoding.book()
        source = read(reading, book)
        if book and book.answers:
            _review(book, list_for_review)
        problem = source.problem()
        with writing(out):
            if out.suffix.lower() == ".json":
                write_json(problem, out)
            else:
                write_problem_table(problem, out, language)
    words = ConsoleWords()
    people, work = words.count(len(problem.technicians), "technician"), words.count(len(problem.jobs), "job")
    results().print(Text(f"Written {out}: {people}, {work}."), soft_wrap=True)


def _review(book: Inquiry, file: Path) -> None:
    """Write every address that was looked up, those to be settled by hand first."""
    rows = sorted(map(_verdict, book.answers.items()), key=lambda row: VERDICTS.index(row[1]))
    with writing(file):
        write_csv(file, Table("review", ("address", "verdict", "lat", "lon", "geocoder says"), tuple(rows)))
    counts = ", ".join(f"{sum(row[1] == verdict for row in rows)} {verdict}" for verdict in VERDICTS[::-1])
    results().print(Text(f"Addresses: {counts}; listed for review in {file}."), soft_wrap=True)


def _verdict(answer: tuple[str, Match]) -> tuple[str, str, float | None, float | None, str]:
    address, match = answer
    if match.coordinates:
        return address, "found", *match.coordinates, str(match.candidates[0])
    return address, "doubtful" if match.known else "missing", None, None, match.doubt


def template(path: Path, language: Language, *, force: bool) -> None:
    """Write sheets for people to fill, with examples that can be planned as they are."""
    refuse_unusable(path, None, "FILE")
    refuse_overwriting(path, force=force)
    with answered(path), writing(path):
        write_template(path, language)
    results().print(Text(f"Written {path}. It has examples: try  dispatcher plan {path}"), soft_wrap=True)
