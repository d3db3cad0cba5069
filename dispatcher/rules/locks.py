"""Locks against each other and against the plan. The times that a locked job misses stand in `clock`."""

from __future__ import annotations

from collections.abc import Iterator

from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.lookup import Lookup, instant, span
from dispatcher.plan import Conflict, Plan, StopKind
from dispatcher.rules.breach import Breaches, Facts, as_conflict, breach
from dispatcher.rules.once import job_stops


def _lock_technician(lookup: Lookup, plan: Plan) -> Breaches:
    for route, stop in job_stops(plan):
        technician, shift = lookup.shift_locks.get(stop.id, (route.technician, route.shift))
        if (technician, shift) != (route.technician, route.shift):
            facts = {"locked_technician": technician, "locked_shift": shift}
            yield breach(lookup, "lock_technician", route, stop.id, facts)


def _lock_order(lookup: Lookup, plan: Plan) -> Breaches:
    """In no route of the plan is `first` before `then`, though both are planned."""
    planned = {stop.id: route for route, stop in job_stops(plan)}
    for lock in lookup.order_locks:
        if {lock.first, lock.then} <= planned.keys() and not any(
            _in_order(lock, [stop.id for stop in route.stops if stop.kind is StopKind.JOB]) for route in plan.routes
        ):
            route = planned[lock.first]
            facts = {"first": lock.first, "first_technician": route.technician, "first_shift": route.shift}
            found = breach(lookup, "lock_order", planned[lock.then], lock.then, facts)
            both_locked = {lock.first, lock.then} <= lookup.shift_locks.keys()
            yield as_conflict(found) if both_locked else found


def _in_order(lock: OrderLock, jobs: list[str]) -> bool:
    return {lock.first, lock.then} <= set(jobs) and jobs.index(lock.first) < jobs.index(lock.then)


def _lock_left_out(lookup: Lookup, plan: Plan) -> Breaches:
    planned = {stop.id for _, stop in job_stops(plan)}
    for job, (technician, shift) in lookup.shift_locks.items():
        if job not in planned:
            yield Conflict(code="lock_left_out", technician=technician, shift=shift, stop=job)
    for job in lookup.time_locks:
        if job not in planned and job not in lookup.shift_locks:
            yield as_conflict(breach(lookup, "lock_left_out", stop=job, facts=_locked_start(lookup, job)))


def _locked_start(lookup: Lookup, job: str) -> Facts:
    first, last = lookup.time_locks[job]
    return {"earliest_start": instant(first, lookup.zone), "latest_start": instant(last, lookup.zone)}


def _lock_clash(lookup: Lookup, _: Plan) -> Breaches:
    for lock in lookup.problem.locks:
        if isinstance(lock, OrderLock):
            yield from _order_clash(lookup, lock)
            continue
        if not isinstance(lock, TimeLock):
            yield from _shift_clash(lookup, lock)
        if not isinstance(lock, TechnicianLock):
            yield from _time_clash(lookup, lock)


def _order_clash(lookup: Lookup, lock: OrderLock) -> Iterator[Conflict]:
    if lock not in lookup.order_locks:
        yield Conflict(code="lock_clash", stop=lock.then, facts={"kind": "order", "first": lock.first})


def _shift_clash(lookup: Lookup, lock: TechnicianLock | BothLock) -> Iterator[Conflict]:
    technician, shift = lookup.shift_locks[lock.job]
    if (technician, shift) != (lock.technician, lock.shift):
        facts = {"kind": "technician", "other_technician": lock.technician, "other_shift": lock.shift}
        yield Conflict(code="lock_clash", technician=technician, shift=shift, stop=lock.job, facts=facts)


def _time_clash(lookup: Lookup, lock: TimeLock | BothLock) -> Iterator[Conflict]:
    (first, last), (other_first, other_last) = lookup.time_locks[lock.job], span(lock)
    if other_last < first or last < other_first:
        other: Facts = {"kind": "time", "other_start": lock.start, "other_tolerance": lock.tolerance}
        found = breach(lookup, "lock_clash", stop=lock.job, facts={**_locked_start(lookup, lock.job), **other})
        yield as_conflict(found)


RULES = (_lock_technician, _lock_order, _lock_left_out, _lock_clash)
