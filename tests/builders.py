"""Tiny real instances for all tests: one line of road, one minute and one kilometre from each position to the next.

The day is Monday, 23 November 2026 in Zurich. A technician lives at position 0 and works 08:00 to 17:00; a job takes
half an hour at position 10, whenever somebody comes. Prices are the defaults of `Costs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dispatcher.job import Job, Promise, TimeWindow
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.technician import Break, Shift, Technician
from dispatcher.travel import TravelMatrix

ZURICH = ZoneInfo("Europe/Zurich")
MONDAY = "2026-11-23"


def at(clock: str, day: str = MONDAY) -> datetime:
    """The local time in Zurich: at("09:30") or at("09:30:01")."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZURICH)


def a_place(minute: int = 10, **fields: Any) -> Place:
    """The place at a position on the line, called x10 at 10."""
    return Place(**{"id": f"x{minute}", "index": minute} | fields)


def a_window(first: str, last: str) -> TimeWindow:
    """A time window on Monday: a_window("09:00", "10:00")."""
    return TimeWindow(earliest_start=at(first), latest_start=at(last))


def a_promise(first: str, until: str, told: str | None = None) -> Promise:
    """A promise on Monday, told at a time on Monday or not told yet."""
    return Promise(from_=at(first), until=at(until), told_at=at(told) if told else None)


def a_job(name: str = "J1", minute: int = 10, **fields: Any) -> Job:
    """A job of 30 minutes at a position."""
    return Job(**{"id": name, "place": a_place(minute), "duration": 1800} | fields)


def a_break(name: str = "break", first: str = "12:00", last: str = "13:00", **fields: Any) -> Break:
    """Half an hour for lunch, to begin between noon and one."""
    return Break(**{"id": name, "earliest": at(first), "latest": at(last), "duration": 1800} | fields)


def a_shift(name: str = "day", **fields: Any) -> Shift:
    """Monday from eight to five."""
    return Shift(**{"id": name, "start": at("08:00"), "end": at("17:00")} | fields)


def a_technician(name: str = "anna", minute: int = 0, **fields: Any) -> Technician:
    """Somebody who lives at a position and works the shift "day"."""
    return Technician(**{"id": name, "home": a_place(minute), "shifts": (a_shift(),)} | fields)


def a_depot(name: str = "depot", minute: int = 5, **fields: Any) -> Depot:
    """A depot at a position where refilling takes ten minutes."""
    return Depot(**{"id": name, "place": a_place(minute), "duration": 600} | fields)


def a_problem(technicians: Iterable[Technician], jobs: Iterable[Job], **rest: Any) -> Problem:
    """These technicians and jobs, in Zurich."""
    return Problem(**{"time_zone": "Europe/Zurich", "technicians": tuple(technicians), "jobs": tuple(jobs)} | rest)


def line_travel(problem: Problem) -> TravelMatrix:
    """60 seconds and 1,000 metres for each step between the positions (`Place.index`) of two places."""
    position = np.array([place.index for place in problem.places], dtype=np.int64)
    steps = np.abs(position[:, None] - position[None, :])
    return TravelMatrix(tuple(place.id for place in problem.places), 60 * steps, 1000 * steps, "line")


def a_plan(
    problem: Problem,
    travel: TravelMatrix,
    routes: Mapping[tuple[str, str], Sequence[str]],
    departures: Mapping[tuple[str, str], datetime] | None = None,
    unassigned: Sequence[str] | None = None,
) -> Plan:
    """A plan from its decisions, every number recomputed by `replay`.

    Parameters
    ----------
    routes
        (technician, shift) to the ids of jobs, of breaks of that shift and of depots, in order.
    departures
        Default: as soon as the shift allows.
    unassigned
        Default: every job that no route names.
    """
    departures = departures or {}
    planned = {name for names in routes.values() for name in names}
    left_out = [job.id for job in problem.jobs if job.id not in planned] if unassigned is None else unassigned
    plan = Plan(
        routes=tuple(_route(problem, shift, names, departures.get(shift)) for shift, names in routes.items()),
        unassigned=tuple(UnassignedJob(job=job, cost=0) for job in left_out),
        cost={},
    )
    return replay(problem, travel, plan)


def _route(problem: Problem, key: tuple[str, str], names: Sequence[str], departure: datetime | None) -> Route:
    shift = next((shift for technician, shift in problem.shifts() if (technician.id, shift.id) == key), a_shift())
    soonest = max(shift.start, shift.available_from.time) if shift.available_from else shift.start
    leaves = departure or soonest
    kinds = {depot.id: StopKind.DEPOT for depot in problem.depots} | {x.id: StopKind.BREAK for x in shift.breaks}
    stops = (
        Stop(kind=kinds.get(name, StopKind.JOB), id=name, arrival=leaves, start=leaves, finish=leaves) for name in names
    )
    return Route(
        technician=key[0],
        shift=key[1],
        departure=leaves,
        stops=tuple(stops),
        arrival_home=leaves,
        working_time=0,
        cost={},
    )
