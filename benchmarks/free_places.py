"""Whether an unassigned job has a place that pays for itself, told by the checker alone.

The insertion of the solver is not trusted here: every position on every route, and every shift still empty, is tried
with every placement of the breaks, and judged by `dispatcher.check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import NamedTuple

from dispatcher.check import check
from dispatcher.job import Job
from dispatcher.plan import Plan, Route, Stop, StopKind, total
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.technician import Shift, Technician
from dispatcher.travel import TravelMatrix

TIMELESS = {"skill", "skill_any", "skill_none", "tool", "part", "technician_only", "technician_excluded", "max_jobs"}
"""Violations that no other place on the same route would mend."""


class FreePlace(NamedTuple):
    """A job that would cost less on this shift than left out."""

    job: str
    technician: str
    shift: str
    position: int
    """How many jobs come before it."""
    gain: int
    """Units of money."""


def free_places(problem: Problem, travel: TravelMatrix, plan: Plan) -> Iterator[FreePlace]:
    """The best free place of each unassigned job on each shift, where there is one.

    The jobs that are planned stay on their shift and in their order.

    Parameters
    ----------
    problem
        Without locks, depots and starting plan.
    plan
        Accepted by `dispatcher.check`, so that its prices are true.

    Raises
    ------
    ValueError
        When the problem has any of these.
    """
    if problem.locks or problem.depots or problem.starting_plan:
        raise ValueError("free places are judged shift by shift: no locks, no depots, no starting plan")
    jobs = {job.id: job for job in problem.jobs}
    routes = {(route.technician, route.shift): route for route in plan.routes}
    for left_out in plan.unassigned:
        for technician, shift in problem.shifts():
            route = routes.get((technician.id, shift.id))
            on_shift = _OneShift(problem, travel, technician, shift, [jobs[name] for name in _jobs(route)])
            worth = left_out.cost + (total(route.cost) if route else 0)
            if found := on_shift.cheapest_with(jobs[left_out.job], worth):
                yield FreePlace(left_out.job, technician.id, shift.id, found[1], worth - found[0])


def _jobs(route: Route | None) -> list[str]:
    return [stop.id for stop in route.stops if stop.kind is StopKind.JOB] if route else []


class _OneShift:
    """One shift with the jobs it has, as a problem of its own."""

    def __init__(
        self, problem: Problem, travel: TravelMatrix, technician: Technician, shift: Shift, jobs: Sequence[Job]
    ) -> None:
        self.whole, self.travel, self.shift, self.jobs = problem, travel, shift, list(jobs)
        self.technician = technician.model_copy(update={"shifts": (shift,)})

    def cheapest_with(self, job: Job, worth: int) -> tuple[int, int] | None:
        """Cost of the route, and position of the job, at its best place; None when none costs less than `worth`."""
        self.problem = Problem(
            time_zone=self.whole.time_zone,
            plan_start=self.whole.start,
            departure=self.whole.departure,
            technicians=(self.technician, *self._others(job)),
            jobs=(*self.jobs, job),
            costs=self.whole.costs,
        )
        if self._judged([job, *self.jobs], ())[0] & TIMELESS:
            return None
        orders = ((k, [*self.jobs[:k], job, *self.jobs[k:]]) for k in range(len(self.jobs) + 1))
        return min(((cost, k) for k, order in orders for cost in self._costs(order, worth)), default=None)

    def _others(self, job: Job) -> Iterator[Technician]:
        """Those whom the jobs name, off duty."""
        choices = [one.technicians for one in (*self.jobs, job)]
        named = {name for choice in choices for name in (*choice.only, *choice.preferred, *choice.excluded)}
        for technician in self.whole.technicians:
            if technician.id in named - {self.technician.id}:
                yield technician.model_copy(update={"shifts": ()})

    def _costs(self, order: Sequence[Job], worth: int) -> Iterator[int]:
        """Costs below `worth` of the valid ways to take the breaks: all of them between some stops, or none.

        Breaks only ever delay: an order that fails or costs too much without them does so with them.
        """
        codes, cost = self._judged(order, ())
        if codes - {"break_missed"} or cost >= worth:
            return
        gaps = range(len(order) + 1)
        placements = combinations_with_replacement(gaps, len(self.shift.breaks)) if self.shift.breaks else ()
        judged = [(codes, cost), *(self._judged(order, placement) for placement in placements)]
        yield from (cost for codes, cost in judged if not codes and cost < worth)

    def _judged(self, order: Sequence[Job], placement: Sequence[int]) -> tuple[set[str], int]:
        """The rules broken when leaving as the shift begins; the cost when leaving as late as the first stop allows."""
        report = check(self.problem, self.travel, self._plan(order, placement))
        codes = {breach.code for breach in report.violations if not breach.code.startswith("false_")}
        return codes, total(replay(self.problem, self.travel, self._later(report.plan)).cost)

    def _plan(self, order: Sequence[Job], placement: Sequence[int]) -> Plan:
        """Only the decisions are meant: leaving when the shift begins, the order, where each break is taken."""
        stops = [self._stop(StopKind.JOB, job.id) for job in order]
        for gap, pause in reversed(list(zip(placement, self.shift.breaks, strict=False))):
            stops.insert(gap, self._stop(StopKind.BREAK, pause.id))
        start = self.shift.start
        if self.shift.available_from:
            start = max(start, self.shift.available_from.time)
        route = Route(
            technician=self.technician.id,
            shift=self.shift.id,
            departure=start,
            stops=tuple(stops),
            arrival_home=start,
            working_time=0,
            cost={},
        )
        return Plan(routes=(route,), cost={})

    def _stop(self, kind: StopKind, name: str) -> Stop:
        return Stop(kind=kind, id=name, arrival=self.shift.start, start=self.shift.start, finish=self.shift.start)

    def _later(self, plan: Plan) -> Plan:
        """Leave so much later as the technician would wait before the first stop."""
        (route,) = plan.routes
        idle = timedelta(seconds=route.stops[0].wait)
        return plan.model_copy(update={"routes": (route.model_copy(update={"departure": route.departure + idle}),)})
