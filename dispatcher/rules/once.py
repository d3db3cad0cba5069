"""Every shift has at most one route, every job is planned or unassigned exactly once, every stop is something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dispatcher.lookup import Lookup
from dispatcher.plan import Plan, Route, Stop, StopKind
from dispatcher.rules.breach import Breaches, breach


def job_stops(plan: Plan) -> Iterator[tuple[Route, Stop]]:
    """Every job stop with its route."""
    for route in plan.routes:
        yield from ((route, stop) for stop in route.stops if stop.kind is StopKind.JOB)


def _shift_unknown(lookup: Lookup, plan: Plan) -> Breaches:
    technicians = {technician.id for technician in lookup.problem.technicians}
    for route in plan.routes:
        if (route.technician, route.shift) not in lookup.shifts:
            unknown = "shift" if route.technician in technicians else "technician"
            yield breach(lookup, "shift_unknown", route, facts={"unknown": unknown})


def _shift_twice(lookup: Lookup, plan: Plan) -> Breaches:
    listed = Counter[tuple[str, str]]()
    for route in plan.routes:
        listed[route.technician, route.shift] += 1
        if listed[route.technician, route.shift] > 1:
            yield breach(lookup, "shift_twice", route, facts={"routes": listed[route.technician, route.shift]})


def _route_without_job(lookup: Lookup, plan: Plan) -> Breaches:
    for route in plan.routes:
        if all(stop.kind is not StopKind.JOB for stop in route.stops):
            yield breach(lookup, "route_without_job", route, facts={"stops": len(route.stops)})


def _stop_unknown(lookup: Lookup, plan: Plan) -> Breaches:
    for route in plan.routes:
        for stop in route.stops:
            if not lookup.knows(route, stop):
                code = "appointment" if stop.kind is StopKind.APPOINTMENT else f"{stop.kind.value}_unknown"
                yield breach(lookup, code, route, stop.id)
    for left_out in plan.unassigned:
        if left_out.job not in lookup.jobs:
            yield breach(lookup, "job_unknown", stop=left_out.job)


def _job_twice(lookup: Lookup, plan: Plan) -> Breaches:
    planned = Counter[str]()
    for route, stop in job_stops(plan):
        planned[stop.id] += 1
        if planned[stop.id] > 1:
            yield breach(lookup, "job_twice", route, stop.id, {"planned": planned[stop.id]})
    for job, times in Counter(left_out.job for left_out in plan.unassigned).items():
        if times > 1:
            yield breach(lookup, "job_twice", stop=job, facts={"unassigned": times})


def _job_both(lookup: Lookup, plan: Plan) -> Breaches:
    left_out = {left_out.job for left_out in plan.unassigned}
    for route, stop in job_stops(plan):
        if stop.id in left_out:
            yield breach(lookup, "job_both", route, stop.id)


def _job_lost(lookup: Lookup, plan: Plan) -> Breaches:
    named = {stop.id for _, stop in job_stops(plan)} | {left_out.job for left_out in plan.unassigned}
    yield from (breach(lookup, "job_lost", stop=job) for job in lookup.jobs if job not in named)


RULES = (_shift_unknown, _shift_twice, _route_without_job, _stop_unknown, _job_twice, _job_both, _job_lost)
