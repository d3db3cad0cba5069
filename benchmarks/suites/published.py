"""Published tables, and published routes as plans of ours: the test of every reader, and of the checker."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.suites.contract import Orders
from dispatcher.check import replay
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.technician import Shift
from dispatcher.travel import TravelMatrix


def rows(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a table, by the names in its first line."""
    with path.open(newline="") as lines:
        yield from csv.DictReader(lines)


def plan_of(problem: Problem, travel: TravelMatrix, orders: Orders) -> Plan:
    """The plan of these routes, everybody leaving as late as does not delay the arrival home.

    Parameters
    ----------
    problem
        One shift per technician.
    orders
        Technician to the ids of jobs and depots in their order; technicians without any may be missing.

    Returns
    -------
    Plan
        All its numbers true; no rule is looked at.
    """
    shifts = {technician.id: shift for technician, shift in problem.shifts()}
    departures = {name: shifts[name].start for name, stops in orders.items() if stops}
    early = _replayed(problem, travel, orders, shifts, departures)
    later = {route.technician: route.departure + _slack(problem, route) for route in early.routes}
    return _replayed(problem, travel, orders, shifts, later)


def _replayed(
    problem: Problem,
    travel: TravelMatrix,
    orders: Orders,
    shifts: Mapping[str, Shift],
    departures: Mapping[str, datetime],
) -> Plan:
    depots = {depot.id for depot in problem.depots}
    routes = tuple(
        _route(name, shifts[name], orders[name], departure, depots) for name, departure in departures.items()
    )
    planned = {stop.id for route in routes for stop in route.stops}
    left_out = tuple(UnassignedJob(job=job.id, cost=0) for job in problem.jobs if job.id not in planned)
    return replay(problem, travel, Plan(routes=routes, unassigned=left_out, cost={}))


def _route(technician: str, shift: Shift, order: Sequence[str], departure: datetime, depots: set[str]) -> Route:
    stops = tuple(
        Stop(
            kind=StopKind.DEPOT if name in depots else StopKind.JOB,
            id=name,
            arrival=departure,
            start=departure,
            finish=departure,
        )
        for name in order
    )
    return Route(
        technician=technician,
        shift=shift.id,
        departure=departure,
        stops=stops,
        arrival_home=departure,
        working_time=0,
        cost={},
    )


def _slack(problem: Problem, route: Route) -> timedelta:
    """Leaving later eats the waits before a stop and then its window; all waits at the most."""
    closes = {job.id: job.time_windows[-1].latest_start for job in problem.jobs if job.time_windows}
    waited, slack = timedelta(), timedelta.max
    for stop in route.stops:
        waited += timedelta(seconds=stop.wait)
        if stop.id in closes:
            slack = min(slack, waited + closes[stop.id] - stop.start)
    return max(timedelta(), min(slack, waited))
