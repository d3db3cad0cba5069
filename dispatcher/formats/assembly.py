"""Sheets put together into one document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from dispatcher.errors import Finding
from dispatcher.formats.column_table import DAY, JOB_TYPES, JOBS, PLACES, SHEETS, TECHNICIANS
from dispatcher.formats.columns import Sheet
from dispatcher.formats.grids import Grid
from dispatcher.formats.instants import Clock
from dispatcher.formats.job_rows import job_types, jobs
from dispatcher.formats.locations import AddressBook, Locations
from dispatcher.formats.rows import Row, Spot, Table, read_grid
from dispatcher.formats.source import Source, Tree, settle, tree_of
from dispatcher.formats.technician_rows import technicians

_NO_CLOCK = Clock(ZoneInfo("UTC"), date(2000, 1, 1))
"""Stands in where the zone or the date of the day cannot be read; what is read by it never leaves the reader."""


def assemble(grids: Sequence[Grid], geocoder: AddressBook | None = None, zone: ZoneInfo | None = None) -> Source:
    """The document in some sheets.

    Parameters
    ----------
    grids
        The sheets that the file has.
    geocoder
        Who is asked for addresses without coordinates; None = nobody, each is a finding.
    zone
        In which times are read when the sheet 'day' names none.

    Raises
    ------
    TravelError
        When the geocoder cannot be reached.
    """
    known = {grid.sheet.key: grid for grid in reversed(grids)}
    clock = _clock(known.get(DAY.key), zone)
    tables = {sheet.key: _read(known.get(sheet.key), sheet, clock) for sheet in SHEETS}
    _demand_settings(tables[DAY.key], known.get(DAY.key), zone)
    locations = Locations(geocoder)
    locations.learn(tables[PLACES.key].rows)
    types = job_types(tables[JOB_TYPES.key].rows)
    tree = _settings(tables[DAY.key].rows)
    tree["technicians"] = technicians(tables[TECHNICIANS.key].rows, locations)
    tree["jobs"] = jobs(tables[JOBS.key].rows, types, locations)
    cells: dict[str, Spot] = {}
    document = settle({key: part for key, part in tree.items() if part}, cells)
    findings = (*_doubles(grids, known.values()), *(finding for table in tables.values() for finding in table.findings))
    return Source({"time_zone": clock.zone.key, "technicians": [], "jobs": []} | document, findings, cells)


def _read(grid: Grid | None, sheet: Sheet, clock: Clock) -> Table:
    if grid:
        return read_grid(grid, clock)
    missing = Finding("missing_sheet", sheet.en, f"no sheet '{sheet.en}' ('{sheet.zh}')")
    return Table([], [missing] if sheet.required else [])


def _doubles(grids: Iterable[Grid], used: Iterable[Grid]) -> Iterable[Finding]:
    names = {grid.sheet.key: grid.name for grid in used}
    for grid in grids:
        if names[grid.sheet.key] != grid.name:
            yield Finding("bad_cell", grid.name, f"sheet '{names[grid.sheet.key]}' holds the {grid.sheet.en} already")


def _clock(grid: Grid | None, zone: ZoneInfo | None) -> Clock:
    """How the rest of the file is read: a first glance at the sheet 'day'."""
    rows = read_grid(grid, _NO_CLOCK).rows if grid else []
    if not rows:
        return Clock(zone) if zone and not grid else _NO_CLOCK
    name, day = rows[0].value("time_zone"), rows[0].value("date")
    return Clock(ZoneInfo(name) if name else zone or _NO_CLOCK.zone, _NO_CLOCK.day if "date" in rows[0].bad else day)


def _demand_settings(table: Table, grid: Grid | None, zone: ZoneInfo | None) -> None:
    """One row of settings, no more; and a time zone from it or from the caller."""
    for row in table.rows[1:]:
        row.refuse("name", "the settings of the day are one row; this is another")
    if zone or table.header_findings:
        return
    if grid is None:
        table.header_findings.append(Finding("missing_sheet", DAY.en, f"no sheet '{DAY.en}' ('{DAY.zh}')"))
    elif not table.rows:
        table.header_findings.append(Finding("bad_cell", grid.name, "the row with the settings is missing"))
    elif "time_zone" not in table.rows[0].given and "time_zone" not in table.rows[0].bad:
        table.rows[0].refuse("time_zone", "'Time zone' must be filled")


def _settings(rows: Sequence[Row]) -> Tree:
    return tree_of({path: given for path, given in rows[0].given.items() if path != "date"}) if rows else {}
