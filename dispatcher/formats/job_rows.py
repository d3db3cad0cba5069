"""Rows of the sheets 'jobs' and 'job types': a type fills what its jobs do not say, and overrides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dispatcher.formats.locations import Locations
from dispatcher.formats.rows import Given, Row
from dispatcher.formats.source import Tree, numbered, tree_of


def job_types(rows: Sequence[Row]) -> Mapping[str, Row]:
    """The rows of the sheet 'job types' by type; a type that stands twice is refused."""
    types: dict[str, Row] = {}
    for row in rows:
        name = row.value("type")
        if name is not None and types.setdefault(name, row) is not row:
            row.refuse("type", f"'{name}' stands twice", "duplicate_id")
    return types


def jobs(rows: Sequence[Row], types: Mapping[str, Row], locations: Locations) -> Tree:
    """All jobs.

    Parameters
    ----------
    rows
        Of the sheet 'jobs'.
    types
        By name; when there are none, the type of a job is a mere label.
    locations
        Finds their places.
    """
    return numbered(_job(row, types, locations) for row in rows)


def _job(row: Row, types: Mapping[str, Row], locations: Locations) -> Tree:
    locations.locate(row, "place")
    _fill_silence(row, types)
    if "duration" not in row.given and "duration" not in row.bad:
        row.refuse("duration", "no duration stands here, nor with the job type")
    row.given.setdefault("duration", Given(60, row.spot("duration")))
    row.given.setdefault("id", Given(str(row.spot("id")), row.spot("id")))
    return tree_of({path: given for path, given in row.given.items() if path != "date"})


def _fill_silence(row: Row, types: Mapping[str, Row]) -> None:
    name = row.value("type")
    if name is None or not types:
        return
    if name not in types:
        row.refuse("type", f"the sheet of job types has no '{name}'", "unknown_job_type")
        row.bad.add("duration")
        return
    for path, given in types[name].given.items():
        if path not in row.bad:
            row.given.setdefault(path, given)
    row.bad |= types[name].bad
