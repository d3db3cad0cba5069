"""Spreadsheets filled by hand, on the real command line: `python -m tests.file_claims` prints a JSON line per claim.

`make show-road-5` runs it, with a Nominatim on this machine that counts what it is asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from dispatcher.cli.console import ExitCode
from dispatcher.formats.reader import read_problem
from dispatcher.formats.words import Language
from dispatcher.result import Result
from tests.formats.books import Book, column_of, opened, saved, saved_as_csv
from tests.nominatim import Desk, house, nominatim_desk

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


class Claim(NamedTuple):
    """What was tried how often, and which of it failed."""

    what: str
    tried: int
    failed: tuple[str, ...]


class Speech(NamedTuple):
    """The words of one language: a sheet, some of its headers, a street, and a duration that is no number."""

    jobs: str
    address: str
    minutes: str
    only: str
    promised: str
    until: str
    street: str
    half_an_hour: str


SPEECHES: dict[Language, Speech] = {
    "en": Speech(
        jobs="jobs",
        address="Address",
        minutes="Duration (min)",
        only="Only technicians",
        promised="Promise from",
        until="Promise until",
        street="Dufourstrasse {}, Zürich",
        half_an_hour="thirty",
    ),
    "zh": Speech(
        jobs="工单",
        address="地址",
        minutes="时长（分钟）",
        only="仅限技师",
        promised="约定自",
        until="约定至",
        street="苏黎世杜福尔街{}号",
        half_an_hour="三十",
    ),
}


class Mistake(NamedTuple):
    """One wrong cell, what it should be, and the code of the finding. `row` is that of the sheet."""

    row: int
    title: str
    wrong: Any
    right: Any
    code: str


class Call(NamedTuple):
    """One run of the command line, and how often it asked the geocoder."""

    command: str
    code: int
    stdout: str
    questions: int


@dataclass
class Office:
    """A coordinator with a template of one language, ten customers' addresses and a geocoder."""

    language: Language
    folder: Path
    desk: Desk
    calls: list[Call] = field(default_factory=list)

    @property
    def speech(self) -> Speech:
        """The words of the language."""
        return SPEECHES[self.language]

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """A word instead of a number, a technician that does not exist, a promise that ends before it begins."""
        return (
            Mistake(3, self.speech.minutes, self.speech.half_an_hour, 30, "bad_cell"),
            Mistake(5, self.speech.only, "T9", "T2", "unknown_technician"),
            Mistake(8, self.speech.until, "12:00", "16:00", "interval_reversed"),
        )

    def call(self, *arguments: str) -> Call:
        """Run the installed script in the folder."""
        before = len(self.desk.asked)
        settings = {
            "DISPATCHER_GEOCODE_CACHE": str(self.folder / "geocode.sqlite"),
            "DISPATCHER_GEOCODER_URL": f"http://{self.desk.domain}",
        }
        ran = subprocess.run(
            [str(Path(sys.executable).with_name("dispatcher")), *arguments],
            cwd=self.folder,
            env=os.environ | settings,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        questions = len(self.desk.asked) - before
        self.calls.append(Call(" ".join(arguments), ran.returncode, ran.stdout, questions))
        return self.calls[-1]

    def geocoded(self, *arguments: str) -> Call:
        """The same, looking up addresses without a pause between them."""
        return self.call(*arguments, "--geocode", "--geocoder-pause", "0")

    def filled(self, *, correct: bool) -> Book:
        """The template with ten jobs in place of its examples: name, address, minutes; the seventh has a promise."""
        book = opened(self.folder / "template.xlsx")
        header = book[self.speech.jobs][0]
        rows: list[list[Any]] = [header, *([""] * len(header) for _ in range(10))]
        for number, row in enumerate(rows[1:], start=1):
            row[0] = f"G{number}"
            row[column_of(rows, self.speech.address)] = self.speech.street.format(number)
            row[column_of(rows, self.speech.minutes)] = 30
        rows[7][column_of(rows, self.speech.promised)] = "14:00"
        for mistake in self.mistakes:
            rows[mistake.row - 1][column_of(rows, mistake.title)] = mistake.right if correct else mistake.wrong
        return book | {self.speech.jobs: rows}


def an_office(language: Language, stack: ExitStack) -> Office:
    """An office that closes with the stack; its addresses lie 111 m apart."""
    street = SPEECHES[language].street
    known = {street.format(n): [house(47.37 + 0.001 * n, 8.54, street.format(n))] for n in range(1, 11)}
    folder = Path(stack.enter_context(TemporaryDirectory()))
    return Office(language, folder, stack.enter_context(nominatim_desk(known)))


def named(office: Office) -> Iterator[str]:
    """Each mistake is one finding that names sheet, row and column, and no plan is made."""
    office.call("template", "template.xlsx", "--lang", office.language)
    book, sheet = office.filled(correct=False), office.speech.jobs
    saved(office.folder / "day.xlsx", book)
    told = json.loads(office.geocoded("validate", "day.xlsx", "--json").stdout)["findings"]
    found = [(finding["where"], finding["code"], finding["cause"].partition(":")[0]) for finding in told]
    cells = [xl_rowcol_to_cell(one.row - 1, column_of(book[sheet], one.title)) for one in office.mistakes]
    wanted = [
        (f"{sheet}!{cell}", one.code, f"row {one.row}, column '{one.title}'")
        for cell, one in zip(cells, office.mistakes, strict=True)
    ]
    if sorted(found) != sorted(wanted):
        yield f"{found} instead of {wanted}"
    refused = office.geocoded("plan", "day.xlsx", "--out", "plan.json")
    if refused.code != ExitCode.BAD_INPUT or (office.folder / "plan.json").exists():
        yield f"the day with mistakes was planned: {refused}"


def planned(office: Office) -> Iterator[str]:
    """The corrected workbook is planned, all of it, and the plan is valid."""
    saved(office.folder / "day.xlsx", office.filled(correct=True))
    made = office.geocoded("plan", "day.xlsx", "--time-limit", "2", "--out", "plan.json", "--lang", office.language)
    checked = office.geocoded("check", "day.xlsx", "plan.json")
    if made.code or checked.code:
        yield f"{made}, {checked}"
    elif _result(office).kpis.planned != 10:
        yield f"{_result(office).kpis.planned} of 10 jobs planned"


def read_alike(office: Office) -> Iterator[str]:
    """The corrected day as CSV is the problem that was planned."""
    hashed = _result(office).problem_hash
    for encoding in ENCODINGS:
        saved_as_csv(office.folder / encoding, office.filled(correct=True), encoding)
        office.geocoded("convert", encoding, f"{encoding}.json")
        problem = read_problem(office.folder / f"{encoding}.json")
        if problem.fingerprint() != hashed:
            yield f"{office.language}, {encoding}: {problem.fingerprint()} against {hashed}"


def _result(office: Office) -> Result:
    return Result.model_validate_json((office.folder / "plan.json").read_bytes())


def asked_twice(office: Office) -> Iterator[str]:
    """Every address was looked up by the first run, once."""
    for number in range(1, 11):
        address = office.speech.street.format(number)
        if office.desk.asked.count(address) != 1:
            yield f"{address} was asked for {office.desk.asked.count(address)} times"


def later(office: Office) -> list[Call]:
    """The runs after the first that looked up addresses."""
    return [call for call in office.calls if "--geocode" in call.command][1:]


def claims() -> Iterator[Claim]:
    """Everything, in the order in which a coordinator would come to it."""
    with ExitStack() as stack:
        offices = [an_office(language, stack) for language in SPEECHES]
        for what, tried, test in (
            ("mistakes in two languages, each a finding with its sheet, row and column", 3, named),
            ("corrected workbooks planned, the plan valid", 1, planned),
            ("CSV folders in UTF-8, UTF-8 with a mark and GB18030 that give the identical problem", 3, read_alike),
            ("addresses looked up once", 10, asked_twice),
        ):
            yield Claim(what, tried * len(offices), tuple(failure for office in offices for failure in test(office)))
        runs = [call for office in offices for call in later(office)]
        curious = tuple(f"{call.command}: {call.questions} questions" for call in runs if call.questions)
        yield Claim("later runs that ask the geocoder nothing", len(runs), curious)


if __name__ == "__main__":
    for claim in claims():
        sys.stdout.write(json.dumps(claim._asdict(), ensure_ascii=False) + "\n")
        sys.stdout.flush()
