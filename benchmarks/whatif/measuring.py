"""The figures of one plan, as a study compares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from benchmarks.whatif.outcome import LeftOut, Outcome
from dispatcher.fields import printed
from dispatcher.job import Job
from dispatcher.kpis import kpis
from dispatcher.lookup import local_day
from dispatcher.plan import Plan, Route, StopKind, total
from dispatcher.problem import Problem

Span = tuple[datetime, datetime]

DIGITS = 6
"""Decimals of shares."""


def measured(problem: Problem, plan: Plan, *, day: str, scenario: str, seed: int, seconds: float) -> Outcome:
    """Read the figures off a checked plan.

    Parameters
    ----------
    problem
        What was planned: the day after the scenario.
    day, scenario, seed, seconds
        As in `Outcome`.
    """
    figures = kpis(problem, plan)
    return Outcome(
        day=day,
        scenario=scenario,
        seed=seed,
        cost=float(printed(total(plan.cost))),
        terms={term.value: float(printed(money)) for term, money in plan.cost.items()},
        jobs=figures.jobs,
        planned=figures.planned,
        unassigned=len(plan.unassigned),
        promises=sum(job.promise is not None for job in problem.jobs),
        promises_kept=figures.promises_kept,
        responses=sum(job.respond_by is not None for job in problem.jobs),
        responses_kept=figures.responses_kept,
        travel=figures.travel.total,
        overtime=figures.overtime,
        working_time=figures.working_time,
        wait=figures.idle,
        shifts=figures.shifts,
        shifts_used=figures.shifts_used,
        utilisation=figures.utilisation,
        by_skill=work_by_skill(problem, plan),
        by_hour=busy_by_hour(problem, plan),
        left_out=left_out(problem, plan),
        seconds=round(seconds, 3),
        digest=sha256(plan.model_dump_json().encode()).hexdigest(),
    )


def work_by_skill(problem: Problem, plan: Plan) -> dict[str, tuple[float, float]]:
    """Skill to seconds of planned work that asks for it, and seconds of shifts of technicians who have it that day.

    A job that asks for any of several skills counts for each of them.
    """
    jobs = {job.id: job for job in problem.jobs}
    work, offered = defaultdict[str, float](float), defaultdict[str, float](float)
    for stop in (stop for route in plan.routes for stop in route.stops if stop.kind is StopKind.JOB):
        for skill in skills_of(jobs[stop.id]):
            work[skill] += (stop.finish - stop.start).total_seconds()
    for technician, shift in problem.shifts():
        today = local_day(shift, problem.zone)
        for skill in {skill.name for skill in technician.skills if skill.valid_on(today)}:
            offered[skill] += (shift.end - shift.start).total_seconds()
    return {skill: (work[skill], offered[skill]) for skill in sorted({*work, *offered})}


def skills_of(job: Job) -> tuple[str, ...]:
    """The skills that a job asks for, in order."""
    return tuple(sorted({*job.skills.all, *job.skills.any}))


def left_out(problem: Problem, plan: Plan) -> tuple[LeftOut, ...]:
    """The unassigned jobs: what they are, where, and how much work."""
    jobs = {job.id: job for job in problem.jobs}
    missing = (jobs[one.job] for one in plan.unassigned)
    return tuple((job.id, job.place.lat, job.place.lon, job.duration, skills_of(job)) for job in missing)


def busy_by_hour(problem: Problem, plan: Plan) -> tuple[float | None, ...]:
    """For each local hour of the day the share of all shifts' seconds that is spent on site or driving.

    Overtime lies outside the shifts and does not count; an hour in which nobody is on shift has no share: None.
    """
    shifts = {(who.id, shift.id): (shift.start, shift.end) for who, shift in problem.shifts()}
    on_shift, busy = [0.0] * 24, [0.0] * 24
    for span in shifts.values():
        _spread(span, problem.zone, on_shift)
    for route in plan.routes:
        start, end = shifts[route.technician, route.shift]
        for first, last in _at_work(route):
            _spread((max(first, start), min(last, end)), problem.zone, busy)
    return tuple(round(worked / there, DIGITS) if there else None for worked, there in zip(busy, on_shift, strict=True))


def _at_work(route: Route) -> Iterator[Span]:
    """From departure to the arrival home, what is neither a break nor waiting."""
    begin = route.departure
    for first, last in sorted(_free(route)):
        yield begin, first
        begin = last
    yield begin, route.arrival_home


def _free(route: Route) -> Iterator[Span]:
    """Breaks, and waiting as late as the breaks between two stops let it be: whoever waits has arrived."""
    breaks: list[Span] = []
    for stop in route.stops:
        if stop.kind is StopKind.BREAK:
            breaks.append((stop.start, stop.finish))
            continue
        wait, until = timedelta(seconds=stop.wait), stop.start
        for first, last in [*reversed(breaks), (route.departure, route.departure)]:
            since = max(last, until - wait)
            yield since, until
            wait, until = wait - (until - since), first
        yield from breaks
        breaks = []
    yield from breaks


def _spread(span: Span, zone: ZoneInfo, hours: list[float]) -> None:
    """Add the seconds of the span to the local hours in which they lie."""
    here, end = span
    while here < end:
        local = here.astimezone(zone)
        following = here + timedelta(seconds=3600 - 60 * local.minute - local.second)
        hours[local.hour] += (min(following, end) - here).total_seconds()
        here = following
