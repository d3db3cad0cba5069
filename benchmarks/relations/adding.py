"""Problems with a technician, a job, a lock or a whole region more or less: what a plan costs there is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np

from benchmarks.relations.case import Case, side_by_side, with_jobs, with_parts
from benchmarks.relations.rewriting import mirrored, renamed
from dispatcher.check import check
from dispatcher.fields import UNITS
from dispatcher.job import Job
from dispatcher.lock import BothLock, OrderLock
from dispatcher.place import Place
from dispatcher.plan import Plan, Route, Stop, StopKind, total
from dispatcher.problem import Problem
from dispatcher.technician import Technician
from dispatcher.travel import TravelMatrix
from dispatcher.travel.matrix import FARTHEST_LEG, LONGEST_LEG

NOTHING_TO_DO = "nothing to do"
"""Id of the job that takes no time."""


def unreachable_technician(case: Case) -> Case:
    """One technician more, who lives a month away from everything."""
    first, home = case.problem.technicians[0], Place(id="the other end", lat=-47.0, lon=-172.0)
    elsewhere = {"start_place": None, "end_place": None, "available_from": None}
    shifts = tuple(shift.model_copy(update=elsewhere) for shift in first.shifts)
    hermit = first.model_copy(update={"id": "hermit", "home": home, "shifts": shifts})
    nowhere = np.zeros((1, 1), dtype=np.int64)
    return case._replace(
        problem=_with_one_more(case.problem, hermit),
        travel=side_by_side(case.travel, TravelMatrix((home.id,), nowhere, nowhere), LONGEST_LEG, FARTHEST_LEG),
    )


def twin_technician(case: Case) -> Case:
    """One technician more, who is the first but for the id."""
    first = case.problem.technicians[0]
    return case._replace(problem=_with_one_more(case.problem, first.model_copy(update={"id": f"{first.id}, twin"})))


def _with_one_more(problem: Problem, technician: Technician) -> Problem:
    return with_parts(problem, technicians=(*problem.technicians, technician))


def technician_removed(case: Case) -> Case | None:
    """One technician less: the last one named by no lock, starting plan, `only` or `preferred`; None without such."""
    problem = case.problem
    named = {name for job in problem.jobs for name in (*job.technicians.only, *job.technicians.preferred)}
    named |= {getattr(lock, "technician", "") for lock in problem.locks}
    named |= {route.technician for route in problem.starting_plan.routes} if problem.starting_plan else set()
    free = [technician.id for technician in problem.technicians if technician.id not in named]
    if not free or len(problem.technicians) < 2:
        return None
    people = tuple(technician for technician in problem.technicians if technician.id != free[-1])

    def choice(job: Job) -> Mapping[str, Any]:
        excluded = tuple(name for name in job.technicians.excluded if name != free[-1])
        return {"technicians": job.technicians.model_copy(update={"excluded": excluded})}

    return with_jobs(case, choice, technicians=people, plan_start=problem.start)


def idle_job_added(case: Case) -> Case | None:
    """One job more that takes no time and waits for nobody, done where somebody just was; None when nobody goes out.

    No price for leaving it out: that would also raise the price of jobs that must be planned. Every shift that limits
    its jobs may do one more.
    """
    first = next((stop for route in case.plan.routes for stop in route.stops if stop.kind is StopKind.JOB), None)
    if first is None:
        return None
    place = next(job.place for job in case.problem.jobs if job.id == first.id)
    idle = Job(
        id=NOTHING_TO_DO, place=place, duration=0, released_at=first.finish, unassigned_price=Decimal(0), priority=5
    )
    return case._replace(
        problem=with_parts(_with_room_for_one_more(case.problem), jobs=(*case.problem.jobs, idle)),
        plan=case.plan.model_copy(update={"routes": tuple(_with_idle(route, first) for route in case.plan.routes)}),
    )


def _with_idle(route: Route, after: Stop) -> Route:
    idle = Stop(kind=StopKind.JOB, id=NOTHING_TO_DO, arrival=after.finish, start=after.finish, finish=after.finish)
    stops = [one for stop in route.stops for one in ((stop, idle) if stop is after else (stop,))]
    return route.model_copy(update={"stops": tuple(stops)})


def _with_room_for_one_more(problem: Problem) -> Problem:
    people = []
    for technician in problem.technicians:
        shifts = (
            shift.model_copy(update={"max_jobs": None if shift.max_jobs is None else shift.max_jobs + 1})
            for shift in technician.shifts
        )
        people.append(technician.model_copy(update={"shifts": tuple(shifts)}))
    return with_parts(problem, technicians=tuple(people))


def twin_region_added(case: Case) -> Case | None:
    """The whole problem a second time, under other names, a month away: the two plans side by side cost their sum.

    None with a job that must be planned: its price depends on all others.
    """
    one = case.problem
    if any(job.must_plan for job in one.jobs):
        return None
    twin = renamed(case, partial("twin of {}".format))
    other = mirrored(twin.problem)
    told, told_there = one.starting_plan, other.starting_plan
    problem = with_parts(
        one,
        plan_start=one.start,
        **{name: getattr(one, name) + getattr(other, name) for name in ("technicians", "jobs", "depots", "locks")},
        starting_plan=_side_by_side(told, told_there) if told and told_there else None,
    )
    return Case(
        problem=problem,
        travel=side_by_side(case.travel, twin.travel, LONGEST_LEG, FARTHEST_LEG),
        plan=_side_by_side(case.plan, twin.plan),
        cost=2 * case.cost,
        unkept=2 * case.unkept,
    )


def _side_by_side(one: Plan, other: Plan) -> Plan:
    return Plan(
        routes=(*one.routes, *other.routes),
        unassigned=(*one.unassigned, *other.unassigned),
        cost=Counter(one.cost) + Counter(other.cost),
    )


def left_out_jobs_removed(case: Case) -> Case | None:
    """Without the jobs that the plan leaves out: it costs less by their prices; None when it leaves out none."""
    gone = {left_out.job for left_out in case.plan.unassigned}
    if not gone:
        return None
    problem = case.problem
    changed = with_parts(
        problem,
        jobs=tuple(job for job in problem.jobs if job.id not in gone),
        locks=tuple(lock for lock in problem.locks if not gone & _jobs_of(lock)),
        starting_plan=_without(problem.starting_plan, gone) if problem.starting_plan else None,
        plan_start=problem.start,
    )
    price = sum(left_out.cost for left_out in case.plan.unassigned)
    return case._replace(problem=changed, plan=_without(case.plan, gone), cost=case.cost - price)


def _jobs_of(lock: Any) -> set[str]:
    return {lock.first, lock.then} if isinstance(lock, OrderLock) else {lock.job}


def _without(plan: Plan, gone: set[str]) -> Plan:
    def rest(route: Route) -> Route:
        stops = (stop for stop in route.stops if stop.kind is not StopKind.JOB or stop.id not in gone)
        return route.model_copy(update={"stops": tuple(stops)})

    kept = tuple(left_out for left_out in plan.unassigned if left_out.job not in gone)
    return plan.model_copy(update={"routes": tuple(map(rest, plan.routes)), "unassigned": kept})


def frozen(case: Case) -> Case | None:
    """Every planned job locked to its shift and its start; None when a lock is not kept."""
    if check(case.problem, case.travel, case.plan).conflicts:
        return None
    locks = (
        BothLock(job=stop.id, technician=route.technician, shift=route.shift, start=stop.start)
        for route in case.plan.routes
        for stop in route.stops
        if stop.kind is StopKind.JOB
    )
    return case._replace(problem=with_parts(case.problem, locks=(*case.problem.locks, *locks)))


def planned_job_dearer(case: Case) -> Case | None:
    """Leaving out the first planned job costs more than the whole plan, so that a plan no dearer holds it still.

    The price, not the priority: that prices the customer's waiting too. None when no job is planned that could be left
    out, a job that must be planned is left out, since its price would rise as well, or a lock is not kept, since plans
    with fewer such locks are better at any price.
    """
    left_out = {one.job for one in case.plan.unassigned}
    jobs = case.problem.jobs
    first = next((job.id for job in jobs if job.id not in left_out and not job.must_plan), None)
    musts = any(job.must_plan and job.id in left_out for job in jobs)
    if first is None or musts or check(case.problem, case.travel, case.plan).conflicts:
        return None
    price = Decimal(total(case.plan.cost) // UNITS + 1)
    return with_jobs(case, lambda job: {"unassigned_price": price} if job.id == first else {})


def unchanged(case: Case) -> Case:
    """The same problem: to be searched once more."""
    return case
