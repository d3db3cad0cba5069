"""The plan as tables: stops, routes, unassigned jobs and figures, in one workbook or as CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from dispatcher.fields import printed
from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries, technician_name
from dispatcher.formats.reasons import Reasons
from dispatcher.formats.words import Words
from dispatcher.plan import Reason, total
from dispatcher.problem import Problem
from dispatcher.result import Result

Cell = str | int | float | Decimal | datetime | None
"""A datetime is a wall time in the problem's zone, without an offset."""

LONGEST_TEXT = 32_767
"""Characters that a cell of a workbook can hold."""

WALL_TIME = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True)
class Table:
    """One sheet."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_plan_table(problem: Problem, result: Result, path: Path | str) -> list[Path]:
    """Write the tables stops, routes, unassigned and figures.

    Times are wall times in the problem's zone, lengths of time seconds, distances metres, money currency units. Text
    is always text: none is taken for a formula, wherever it came from.

    Parameters
    ----------
    path
        ``plan.xlsx``: one workbook with four sheets. ``plan.csv``: the stops there, and ``plan-routes.csv`` and so on
        beside it. Anything else: a folder, made when it does not exist, with ``stops.csv`` and so on. CSV is UTF-8
        with a byte order mark.

    Returns
    -------
    list of Path
        The files written.
    """
    path, tables = Path(path), plan_tables(problem, result)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, tables)
        return [path]
    if path.suffix.lower() == ".csv":
        files = [path, *(path.with_stem(f"{path.stem}-{table.name}") for table in tables[1:])]
    else:
        path.mkdir(parents=True, exist_ok=True)
        files = [path / f"{table.name}.csv" for table in tables]
    for file, table in zip(files, tables, strict=True):
        write_csv(file, table)
    return files


def plan_tables(problem: Problem, result: Result) -> tuple[Table, ...]:
    """Stops, routes, unassigned jobs and figures, in that order."""
    routes, words = itineraries(problem, result.plan), Words("en", problem.zone)
    return (
        Table("stops", STOP_COLUMNS, tuple(_stop(stop, route, words) for route in routes for stop in route.stops)),
        Table("routes", ROUTE_COLUMNS, tuple(_route(route, words) for route in routes)),
        Table("unassigned", UNASSIGNED_COLUMNS, tuple(_unassigned(problem, result, words))),
        Table("figures", ("figure", "value", "unit"), tuple(_figures(problem, result))),
    )


STOP_COLUMNS = (
    *(
        "day",
        "technician",
        "technician_name",
        "shift",
        "number",
        "kind",
        "id",
        "ticket",
        "customer",
        "place",
        "address",
    ),
    *("lat", "lon", "travel_s", "distance_m", "arrival", "wait_s", "start", "finish", "promise_from", "promise_until"),
    *("lateness_s", "service_class", "priority", "parts", "description", "cost"),
)


def _stop(stop: PlannedStop, route: Itinerary, words: Words) -> tuple[Cell, ...]:
    at, job, place = stop.stop, stop.job, stop.place
    promise = job.promise if job else None
    return (
        *(route.day.isoformat(), route.technician.id, technician_name(route.technician), route.shift.id),
        *(stop.number or None, at.kind.value, at.id),
        *((job.ticket, job.labels.get("customer", "")) if job else (None, None)),
        *((place.id, place.address, place.lat, place.lon) if place else (None, None, None, None)),
        *(at.travel, at.distance, _wall(at.arrival, words), at.wait, _wall(at.start, words), _wall(at.finish, words)),
        *((_wall(promise.from_, words), _wall(promise.until, words)) if promise else (None, None)),
        at.lateness,
        *((job.service_class.value, job.priority) if job else (None, None)),
        ", ".join(f"{count} x {part}" for part, count in at.parts.items()),
        job.description if job else None,
        printed(total(at.cost)),
    )


ROUTE_COLUMNS = (
    *("day", "technician", "technician_name", "shift", "shift_start", "shift_end", "departure", "arrival_home"),
    *("jobs", "working_time_s", "overtime_s", "travel_s", "distance_m", "wait_s", "cost"),
)


def _route(route: Itinerary, words: Words) -> tuple[Cell, ...]:
    shift, at = route.shift, route.route
    return (
        *(route.day.isoformat(), route.technician.id, technician_name(route.technician), shift.id),
        *(_wall(instant, words) for instant in (shift.start, shift.end, at.departure, at.arrival_home)),
        *(len(route.jobs), at.working_time, at.overtime),
        sum(stop.stop.travel for stop in route.stops) + at.travel_home,
        route.distance,
        sum(stop.stop.wait for stop in route.stops),
        printed(total(at.cost)),
    )


UNASSIGNED_COLUMNS = (
    *("job", "ticket", "customer", "address", "service_class", "priority", "must_plan", "price"),
    *("code", "technician", "shift", "after", "reason", "effort_min", "extra"),
)


def _unassigned(problem: Problem, result: Result, words: Words) -> Iterator[tuple[Cell, ...]]:
    """For each job a row with what keeps it out, and one for each place that it could have."""
    jobs, reasons = {job.id: job for job in problem.jobs}, Reasons(problem, words)
    for item in result.plan.unassigned:
        job = jobs[item.job]
        about = (job.id, job.ticket, job.labels.get("customer", ""), job.place.address, job.service_class.value)
        price = (job.priority, "yes" if job.must_plan else "no", printed(item.cost))
        yield (*about, *price, _codes(item.reasons), *(None,) * 3, "; ".join(reasons.headlines(item)), None, None)
        for one in item.options:
            where = (_codes(one.reasons), one.technician, one.shift, one.after)
            yield (*about, *price, *where, "; ".join(reasons.blocks(one)), one.effort, printed(one.extra))


def _codes(reasons: Sequence[Reason]) -> str:
    return "; ".join(dict.fromkeys(reason.code for reason in reasons))


def _figures(problem: Problem, result: Result) -> Iterator[tuple[Cell, ...]]:
    kpis, plan, currency = result.kpis, result.plan, problem.costs.currency
    yield "status", result.status, None
    for name in (
        "jobs",
        "planned",
        "shifts",
        "shifts_used",
        "promises",
        "promises_kept",
        "responses",
        "responses_kept",
    ):
        yield name, getattr(kpis, name), "count"
    for service_class, count in kpis.by_class.items():
        yield f"planned_{service_class}", count.planned, "count"
        yield f"unassigned_{service_class}", count.unassigned, "count"
    for name in ("late_p50", "late_p90", "late_max", "service", "idle", "breaks", "working_time", "overtime"):
        yield name, getattr(kpis, name), "s"
    yield "travel", kpis.travel.total, "s"
    yield "distance", kpis.distance.total, "m"
    yield "utilisation", kpis.utilisation, "share"
    for term, cost in plan.cost.items():
        yield f"cost_{term}", printed(cost), currency
    yield "cost_total", printed(total(plan.cost)), currency
    settings = result.settings
    yield from (("engine", settings.engine, None), ("seed", settings.seed, None), ("cores", settings.cores, "count"))
    yield from (("time_limit", settings.time_limit, "s"), ("search", round(result.search.seconds, 3), "s"))
    yield from (("travel_source", result.travel_source, None), ("problem", result.problem_hash, None))
    yield from ((f"version_{name}", version, None) for name, version in result.versions.items())


def _wall(instant: datetime, words: Words) -> datetime:
    return words.local(instant).replace(tzinfo=None)


def _write_workbook(path: Path, tables: Sequence[Table]) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        head = workbook.add_format({"bold": True, "bottom": 1})
        time = workbook.add_format({"num_format": WALL_TIME, "align": "left"})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, name, head)
                sheet.set_column(column, column, _width(table, column))
            for row, cells in enumerate(table.rows, 1):
                for column, cell in enumerate(cells):
                    _write_cell(sheet, row, column, cell, time)
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, time: xlsxwriter.format.Format
) -> None:
    """Each type by its own method: the general `write` would turn some texts into formulas or links."""
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:LONGEST_TEXT])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, time)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _width(table: Table, column: int) -> int:
    """Characters, wide enough for most cells."""
    lengths = (len(str(row[column])) for row in table.rows if row[column] is not None)
    return min(50, max(len(table.columns[column]), *lengths, 6) + 2)


def write_csv(path: Path, table: Table) -> None:
    """Write one table in UTF-8 with a byte order mark; a spreadsheet takes no text in it for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)


def _csv_cell(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
