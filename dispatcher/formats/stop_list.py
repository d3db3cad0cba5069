"""The plan as one flat list for programs: a row per stop, and one per unassigned job.

`dispatcher.formats.plan_table` is for people: wall times, and routes, reasons and figures apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path

from dispatcher.fields import printed
from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries, technician_name
from dispatcher.formats.plan_table import Table, write_csv
from dispatcher.formats.replacement import replacing
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Plan, UnassignedJob, total
from dispatcher.problem import Problem

Cell = str | int | float | Decimal | None
"""An instant is ISO 8601 text with its offset: the wall time in the problem's zone."""

Row = Mapping[str, Cell]
"""Column to cell; a column that does not apply is left out."""

COLUMNS = (
    *("day", "technician", "technician_name", "shift", "sequence", "kind", "id", "ticket", "customer"),
    *("place", "address", "lat", "lon", "travel_s", "distance_m"),
    *("arrival", "setup_s", "wait_s", "start", "finish"),
    *("promise_from", "promise_until", "lateness_s", "respond_by", "resolve_by", "overtime_s"),
    *("service_class", "priority", "parts", "tools", "description", "reasons", "cost"),
)
"""The columns of the file, in order. New ones may come at the end, none is renamed."""


def write_stop_list(problem: Problem, plan: Plan, path: Path | str) -> None:
    """Write the rows of `stop_rows` as CSV (RFC 4180).

    UTF-8 with a byte order mark: without it Excel takes the file for the code page of its machine, and ``Zürich`` or
    ``北京`` is garbled. Python reads it as ``utf-8-sig``. Text that a spreadsheet would run as a formula begins with an
    apostrophe.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    rows = tuple(tuple(row.get(column) for column in COLUMNS) for row in stop_rows(problem, plan))
    with replacing(path) as fresh:
        write_csv(fresh, Table("stops", COLUMNS, rows))


def stop_rows(problem: Problem, plan: Plan) -> Iterator[Row]:
    """One row for each departure, stop and arrival home, and for each unassigned job.

    The column `kind` says which: ``departure``, ``job``, ``break``, ``depot``, ``arrival_home`` or ``unassigned``.
    `sequence` counts along a route from its departure, 0. Lengths of time are seconds, distances metres, money is
    currency units.

    The columns `travel_s`, `distance_m`, `wait_s`, `lateness_s`, `overtime_s` and `cost` add up to the plan's. What a
    route costs beyond its jobs (travel, working time, overtime, imbalance) stands where it arrives home. Each cost is
    rounded to thousandths.
    """
    for route in itineraries(problem, plan):
        yield from route_rows(route, problem.zone)
    jobs = {job.id: job for job in problem.jobs}
    for left_out in plan.unassigned:
        yield unassigned_row(jobs[left_out.job], left_out, problem.zone)


def route_rows(route: Itinerary, zone: tzinfo) -> Iterator[Row]:
    """The rows of one route, from its departure to its arrival home."""
    whose, at = route_columns(route), route.route
    own = total(at.cost) - sum(total(stop.stop.cost) for stop in route.stops)
    yield {
        **whose,
        "sequence": 0,
        "kind": "departure",
        **_where(route.start_place),
        "finish": iso(at.departure, zone),
    }
    for number, stop in enumerate(route.stops, 1):
        yield {**whose, "sequence": number, "kind": stop.stop.kind.value, **_stop(stop, zone)}
    yield {
        **whose,
        "sequence": len(route.stops) + 1,
        "kind": "arrival_home",
        **_where(route.end_place),
        "travel_s": at.travel_home,
        "distance_m": at.distance_home,
        "arrival": iso(at.arrival_home, zone),
        "overtime_s": at.overtime,
        "cost": printed(own),
    }


def unassigned_row(job: Job, left_out: UnassignedJob, zone: tzinfo) -> Row:
    """The row of a job in no route; `cost` is the price of leaving it out."""
    codes = dict.fromkeys(reason.code for reason in left_out.reasons)
    return {
        "kind": "unassigned",
        **_where(job.place),
        **_asked(job, zone),
        "reasons": ", ".join(codes),
        "cost": printed(left_out.cost),
    }


def route_columns(route: Itinerary) -> Row:
    """Day, technician and shift."""
    return {
        "day": route.day.isoformat(),
        "technician": route.technician.id,
        "technician_name": technician_name(route.technician),
        "shift": route.shift.id,
    }


def iso(instant: datetime, zone: tzinfo) -> str:
    """The instant as ISO 8601 text on the clocks of a zone."""
    return instant.astimezone(zone).isoformat()


def _where(place: Place) -> Row:
    return {"place": place.id, "address": place.address, "lat": place.lat, "lon": place.lon}


def _asked(job: Job, zone: tzinfo) -> Row:
    """What was asked and told, whether it is planned or not."""
    instants = {
        "promise_from": job.promise and job.promise.from_,
        "promise_until": job.promise and job.promise.until,
        "respond_by": job.respond_by,
        "resolve_by": job.resolve_by,
    }
    return {
        "id": job.id,
        "ticket": job.ticket,
        "customer": job.labels.get("customer", ""),
        **{name: iso(instant, zone) for name, instant in instants.items() if instant},
        "service_class": job.service_class.value,
        "priority": job.priority,
        "parts": ", ".join(f"{count} x {part}" for part, count in job.parts.items()),
        "tools": ", ".join(job.tools),
        "description": job.description,
    }


def _stop(stop: PlannedStop, zone: tzinfo) -> Row:
    at = stop.stop
    return {
        **(_where(stop.place) if stop.place else {}),
        **({**_asked(stop.job, zone), "setup_s": stop.setup, "lateness_s": at.lateness} if stop.job else {}),
        "id": at.id,
        "travel_s": at.travel,
        "distance_m": at.distance,
        "arrival": iso(at.arrival, zone),
        "wait_s": at.wait,
        "start": iso(at.start, zone),
        "finish": iso(at.finish, zone),
        "cost": printed(total(at.cost)),
    }
