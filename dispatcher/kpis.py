"""The figures of a plan: promises kept, lateness, travel, utilisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dispatcher.job import Job, ServiceClass
from dispatcher.plan import Plan, Route, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.result import ClassCount, Kpis, Legs


def kpis(problem: Problem, plan: Plan) -> Kpis:
    """Measure a checked plan; every number is read off the plan's own times."""
    jobs = {job.id: job for job in problem.jobs}
    stops = [(stop, jobs[stop.id]) for route in plan.routes for stop in route.stops if stop.kind is StopKind.JOB]
    breaks = [stop for route in plan.routes for stop in route.stops if stop.kind is StopKind.BREAK]
    promised = [stop for stop, job in stops if job.promise]
    late = sorted(stop.lateness for stop in promised if stop.lateness)
    clocked = [(stop, job.respond_by) for stop, job in stops if job.respond_by]
    service = sum(_seconds(stop) for stop, _ in stops)
    return Kpis(
        jobs=len(problem.jobs),
        planned=len(stops),
        by_class=_by_class([job for _, job in stops], [jobs[left_out.job] for left_out in plan.unassigned]),
        shifts=sum(1 for _ in problem.shifts()),
        shifts_used=len(plan.routes),
        promises=len(promised),
        promises_kept=len(promised) - len(late),
        late_p50=_nearest_rank(late, 50),
        late_p90=_nearest_rank(late, 90),
        late_max=_nearest_rank(late, 100),
        responses=len(clocked),
        responses_kept=sum(stop.start <= due for stop, due in clocked),
        travel=_legs(plan.routes, "travel"),
        distance=_legs(plan.routes, "distance"),
        service=service,
        idle=sum(stop.wait for stop, _ in stops),
        breaks=sum(_seconds(stop) for stop in breaks),
        working_time=sum(route.working_time for route in plan.routes),
        overtime=sum(route.overtime for route in plan.routes),
        utilisation=_utilisation(problem, plan, service),
    )


def _seconds(stop: Stop) -> int:
    return int((stop.finish - stop.start).total_seconds())


def _by_class(planned: Sequence[Job], left_out: Sequence[Job]) -> dict[ServiceClass, ClassCount]:
    done, missed = (Counter(job.service_class for job in jobs) for jobs in (planned, left_out))
    return {kind: ClassCount(planned=done[kind], unassigned=missed[kind]) for kind in ServiceClass}


def _nearest_rank(ascending: Sequence[int], percent: int) -> int:
    return ascending[max(0, -(-len(ascending) * percent // 100) - 1)] if ascending else 0


def _legs(routes: Sequence[Route], measure: str) -> Legs:
    driven = [[getattr(stop, measure) for stop in route.stops if stop.kind is not StopKind.BREAK] for route in routes]
    return Legs(
        first=sum(legs[0] for legs in driven if legs),
        between=sum(sum(legs[1:]) for legs in driven),
        last=sum(getattr(route, f"{measure}_home") for route in routes),
    )


def _utilisation(problem: Problem, plan: Plan, service: int) -> float | None:
    lengths = {(who.id, shift.id): (shift.end - shift.start).total_seconds() for who, shift in problem.shifts()}
    used = sum(lengths[route.technician, route.shift] for route in plan.routes)
    return round(service / used, 4) if used else None
