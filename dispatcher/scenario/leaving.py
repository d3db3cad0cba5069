"""A day without some of its technicians or jobs, and without whatever names them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from dispatcher.job import Job
from dispatcher.lock import BothLock, Lock, OrderLock, TimeLock
from dispatcher.plan import Plan, Route, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, rebuilt


def without_technicians(problem: Problem, gone: Collection[str]) -> Problem:
    """The day without these technicians.

    Locks on them fall away but for their times, and so do their routes in the starting plan. A job that only they may
    do can then be done by nobody.
    """
    staying = tuple(one for one in problem.technicians if one.id not in gone)
    names = tuple(one.id for one in staying)
    told = problem.starting_plan
    return rebuilt(
        problem,
        technicians=staying,
        jobs=tuple(_without_names(job, gone, names) for job in problem.jobs),
        locks=tuple(kept for lock in problem.locks for kept in _unlocked_from(lock, gone)),
        starting_plan=told and _with_routes(told, lambda route: () if route.technician in gone else route.stops),
    )


def without_jobs(problem: Problem, gone: Collection[str]) -> Problem:
    """The day without these jobs, the locks on them and their stops in the starting plan."""
    told = problem.starting_plan
    return rebuilt(
        problem,
        jobs=tuple(job for job in problem.jobs if job.id not in gone),
        locks=tuple(lock for lock in problem.locks if not _jobs_of(lock) & set(gone)),
        starting_plan=told and _without_stops(told, gone),
    )


def _without_names(job: Job, gone: Collection[str], staying: tuple[str, ...]) -> Job:
    choice = job.technicians
    if not {*choice.only, *choice.preferred, *choice.excluded} & set(gone):
        return job
    fields: dict[str, Any] = {
        name: tuple(one for one in getattr(choice, name) if one not in gone) for name in type(choice).model_fields
    }
    if choice.only and not fields["only"]:
        fields["excluded"] = staying
    return changed(job, technicians=changed(choice, **fields))


def _unlocked_from(lock: Lock, gone: Collection[str]) -> Iterator[Lock]:
    if isinstance(lock, OrderLock | TimeLock) or lock.technician not in gone:
        yield lock
    elif isinstance(lock, BothLock):
        yield TimeLock(job=lock.job, start=lock.start, tolerance=lock.tolerance)


def _jobs_of(lock: Lock) -> set[str]:
    return {lock.first, lock.then} if isinstance(lock, OrderLock) else {lock.job}


def _without_stops(plan: Plan, gone: Collection[str]) -> Plan:
    def rest(route: Route) -> tuple[Stop, ...]:
        return tuple(stop for stop in route.stops if stop.kind is not StopKind.JOB or stop.id not in gone)

    kept = tuple(left_out for left_out in plan.unassigned if left_out.job not in gone)
    return changed(_with_routes(plan, rest), unassigned=kept)


def _with_routes(plan: Plan, stops: Callable[[Route], tuple[Stop, ...]]) -> Plan:
    routes = ((route, stops(route)) for route in plan.routes)
    return changed(plan, routes=tuple(changed(route, stops=kept) for route, kept in routes if kept))
