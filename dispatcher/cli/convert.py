"""The commands `convert` and `template`: files into other files, addresses into coordinates, plans into pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError
from rich.text import Text

from dispatcher.cli.check import read_plan
from dispatcher.cli.console import messages, results
from dispatcher.cli.inputs import Inquiry, Reading, read
from dispatcher.cli.outputs import Outputs, refuse_overwriting, refuse_unusable, writing
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.errors import DispatchError
from dispatcher.fields import WIRE
from dispatcher.formats.document import read_json, write_json
from dispatcher.formats.plan_table import Table, write_csv
from dispatcher.formats.template import write_problem_table, write_template
from dispatcher.formats.words import Language
from dispatcher.lookup import Lookup
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Result
from dispatcher.rules import once

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


def refuse_nothing_to_do(out: Path | None, plan: Path | None, outputs: Outputs) -> None:
    """Make sure that something is to be written, and can be made of what is given.

    Raises
    ------
    typer.BadParameter
        When not.
    """
    if plan and not outputs.wanted:
        raise typer.BadParameter("--plan: say what to make of it, as in --page plan.html or --calendars calendars")
    if outputs.wanted and not plan:
        raise typer.BadParameter(f"{next(iter(outputs.wanted))} shows a plan: give it with --plan plan.json")
    if not (out or plan):
        raise typer.BadParameter("OUT is missing: where to write the problem")


def convert_plan(reading: Reading, file: Path, outputs: Outputs, language: Language, *, force: bool) -> None:
    """Show the plan in a file as everything that is wanted. Its numbers are taken as they stand: see `check`."""
    for source in (reading.file, file):
        outputs.refuse_unusable(source)
    for path in outputs.wanted.values():
        if path != outputs.calendars:
            refuse_overwriting(path, force=force)
    with answered(file):
        answer = read_answer(file)
        if isinstance(answer, Plan) and outputs.of_result:
            option = next(iter(outputs.of_result))
            raise typer.BadParameter(
                f"{option} shows a whole result, as `plan --out` writes it; '{file}' is a plan alone"
            )
    plan = answer if isinstance(answer, Plan) else answer.plan
    with answered(reading.file):
        problem = read(reading).problem()
        _refuse_stranger(problem, plan, file)
    words = ConsoleWords(language, problem.zone)
    if isinstance(answer, Plan):
        lines = outputs.write_plan(problem, answer, words)
    else:
        if answer.problem_hash != problem.fingerprint():
            messages().print(Text(words.say("other_problem")), soft_wrap=True)
        lines = outputs.write(problem, answer, words)
    for line in lines:
        results().print(Text(f"{words.say('written')} {line}"), soft_wrap=True)


def read_answer(path: Path) -> Result | Plan:
    """The result in a file, or the plan in it when it is no whole result.

    Raises
    ------
    UnreadableFile, InvalidProblem
        When there is no plan in it.
    """
    try:
        return Result.model_validate(read_json(path), context=WIRE)
    except ValidationError:
        return read_plan(path).plan


def _refuse_stranger(problem: Problem, plan: Plan, file: Path) -> None:
    """A plan of another problem names what nobody here knows."""
    lookup = Lookup(problem)
    found = [breach for rule in once.RULES for breach in rule(lookup, plan)]
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise DispatchError(f"the plan '{file}' does not fit this problem: {found[0]}{more}; `check` names everything")


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
