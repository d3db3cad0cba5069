"""Sheets for people to fill: empty ones with examples, and ones filled from a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from dispatcher.costs import Costs
from dispatcher.errors import DispatchError, InvalidProblem, UnreadableFile
from dispatcher.formats.column_table import DAY, JOBS, PLACES, SHEETS, TECHNICIANS
from dispatcher.formats.columns import Sheet
from dispatcher.formats.instants import Cell, Clock
from dispatcher.formats.reader import read_problem
from dispatcher.formats.words import Language
from dispatcher.formats.workbook import write_sheets
from dispatcher.problem import Problem

_EXAMPLE_CLOCK = Clock(ZoneInfo("Europe/Zurich"), date(2026, 11, 23))


class Inexpressible(DispatchError):
    """A problem says something for which the sheets have no cell. `lost` names every such thing."""

    def __init__(self, lost: Sequence[str]) -> None:
        self.lost = tuple(lost)
        super().__init__("the sheets cannot express this; use JSON:\n" + "\n".join(self.lost))


def write_template(path: str | PathLike[str], language: Language = "en") -> None:
    """Write all sheets with a few example rows, which can be planned as they are.

    Parameters
    ----------
    path
        A .xlsx file, with help and lists to choose from; or a folder, for CSV files.
    language
        Of headers, help and choices; the reader takes either.

    Raises
    ------
    DispatchError
        When the path ends in something else.
    """
    write_sheets(Path(path), {sheet.key: list(_examples(sheet, language)) for sheet in SHEETS}, language)


def _examples(sheet: Sheet, language: Language) -> Iterator[list[Cell]]:
    for texts in zip_longest(*(column.examples for column in sheet.columns), fillvalue=""):
        clock, cells = _EXAMPLE_CLOCK, zip(sheet.columns, texts, strict=True)
        yield [column.kind.cell(text and column.kind.read(text, clock), clock, language) for column, text in cells]


def write_problem_table(problem: Problem, path: str | PathLike[str], language: Language = "en") -> None:
    """Write a problem as sheets from which the identical problem is read back.

    Parameters
    ----------
    problem
        Times are written on the clocks of its zone, the day of its start is that of the sheet 'day'.
    path, language
        As in `write_template`.

    Raises
    ------
    Inexpressible
        When reading it back would give another problem: labels, locks, depots, and whatever else has no column.
        Nothing is written then.
    DispatchError
        When the path ends in something else.
    """
    filled = _filled(problem, language)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / Path(path).name
        write_sheets(draft, filled, language)
        lost = _lost(problem, draft)
    if lost:
        raise Inexpressible(lost)
    write_sheets(Path(path), filled, language)


def _lost(problem: Problem, draft: Path) -> list[str]:
    try:
        return list(_differences(problem.model_dump(), read_problem(draft).model_dump()))
    except (UnreadableFile, InvalidProblem) as refusal:
        return [str(finding) for finding in refusal.findings]


def _differences(wanted: Any, got: Any, pointer: str = "") -> Iterator[str]:
    """JSON pointers to what differs, each with both values."""
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        for key in {**wanted, **got}:
            yield from _differences(wanted.get(key), got.get(key), f"{pointer}/{key}")
    elif isinstance(wanted, list | tuple) and isinstance(got, list | tuple) and len(wanted) == len(got):
        for k, (one, other) in enumerate(zip(wanted, got, strict=True)):
            yield from _differences(one, other, f"{pointer}/{k}")
    elif wanted != got:
        yield f"{pointer}: {str(wanted)[:80]} (would become {str(got)[:80]})"


def _filled(problem: Problem, language: Language) -> Mapping[str, Sequence[Sequence[Cell]]]:
    document = problem.model_dump(mode="json")
    clock = Clock(problem.zone, problem.start.astimezone(problem.zone).date())
    items = {
        DAY.key: [document | {"date": clock.day, "costs": _unusual(document["costs"])}],
        TECHNICIANS.key: [row for person in document["technicians"] for row in _shift_rows(person, clock.zone)],
        JOBS.key: document["jobs"],
        PLACES.key: [{"place": place} for place in _ends_of_shifts(document["technicians"])],
    }
    return {sheet.key: [_row(sheet, item, clock, language) for item in items.get(sheet.key, ())] for sheet in SHEETS}


def _unusual(costs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The prices that are not the usual ones; the cells of the others stay blank."""
    usual = Costs().model_dump(mode="json")
    return {name: price for name, price in costs.items() if price != usual[name]}


def _shift_rows(technician: Mapping[str, Any], zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """One item for each shift, or one for a technician without any."""
    for shift in technician["shifts"] or [{}]:
        start = shift.get("start")
        day = datetime.fromisoformat(start).astimezone(zone).date() if start else None
        ends = {end: shift[end]["id"] for end in ("start_place", "end_place") if shift.get(end)}
        yield {**technician, "date": day, "shift": shift | ends}


def _ends_of_shifts(technicians: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    shifts = [shift for technician in technicians for shift in technician["shifts"]]
    places = [shift[end] for shift in shifts for end in ("start_place", "end_place") if shift[end]]
    return list({place["id"]: place for place in places}.values())


def _row(sheet: Sheet, item: Mapping[str, Any], clock: Clock, language: Language) -> list[Cell]:
    own = Clock(clock.zone, item.get("date") or clock.day)
    return [column.kind.cell(_at(item, column.path), own, language) for column in sheet.columns]


def _at(item: Any, path: str) -> Any:
    """The value at a path with dots; None when there is none."""
    for part in path.split("."):
        if isinstance(item, Mapping):
            item = item.get(part)
        elif isinstance(item, Sequence):
            item = item[int(part)] if int(part) < len(item) else None
    return item
