"""Rows of the sheet 'technicians': one for each shift; what is said of the technician once need not be repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from dispatcher.formats.locations import Locations
from dispatcher.formats.rows import Given, Row
from dispatcher.formats.source import Tree, numbered, tree_of


def technicians(rows: Sequence[Row], locations: Locations) -> Tree:
    """All technicians with their shifts, in the order in which they first appear.

    Parameters
    ----------
    rows
        Of the sheet 'technicians'.
    locations
        Finds their homes, and the places where shifts start and end.
    """
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        row.given.setdefault("id", Given(str(row.spot("id")), row.spot("id")))
        by_name.setdefault(row.value("id"), []).append(row)
    return numbered(_technician(own, locations) for own in by_name.values())


def _technician(rows: Sequence[Row], locations: Locations) -> Tree:
    first, *others = rows
    for row in others:
        _merge(first, row)
    locations.locate(first, "home")
    tree = tree_of(_personal(first))
    shifts = [row for row in rows if "shift.start" in row.given]
    for row in shifts:
        _complete_shift(row, locations)
    _name_shifts(shifts)
    return tree | ({"shifts": numbered(map(_shift, shifts))} if shifts else {})


def _personal(row: Row) -> Mapping[str, Given]:
    """What the row says of the technician rather than of the shift."""
    return {path: given for path, given in row.given.items() if path != "date" and not path.startswith("shift.")}


def _merge(first: Row, later: Row) -> None:
    """Take from a later row what the first is silent about; refuse what contradicts it."""
    first.bad |= {path for path in later.bad if not path.startswith("shift.")}
    for path, given in _personal(later).items():
        known = first.given.get(path)
        if known is None and path not in first.bad:
            first.given[path] = given
        elif known and known.value != given.value:
            later.refuse(path, f"{given.value} contradicts {known.value} at {known.spot}")


def _complete_shift(row: Row, locations: Locations) -> None:
    for end in ("shift.start_place", "shift.end_place"):
        if end in row.given:
            locations.refer(row, end, end)
    second = row.given.get("shift.breaks.1.earliest")
    if second:
        row.given.setdefault("shift.breaks.1.id", Given("break-2", second.spot))


def _name_shifts(rows: Sequence[Row]) -> None:
    """A shift without a name is called by its date, the second on that date ``<date>-2``, and so on."""
    taken = {row.value("shift.id") for row in rows}
    for row in rows:
        if "shift.id" not in row.given:
            start = row.given["shift.start"]
            day = datetime.fromisoformat(start.value).date().isoformat()
            names = (day, *(f"{day}-{number}" for number in range(2, len(rows) + 2)))
            name = next(name for name in names if name not in taken)
            taken.add(name)
            row.given["shift.id"] = Given(name, start.spot)


def _shift(row: Row) -> Tree:
    return tree_of({path.removeprefix("shift."): x for path, x in row.given.items() if path.startswith("shift.")})
