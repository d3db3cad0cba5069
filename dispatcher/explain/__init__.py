"""Why a job is not planned, what it would take, and what it would cost elsewhere: facts, verified by lifting them.

For each technician the place in a route is found that needs the least relaxation, and all rules that block there are
named, each with the amount. `lift` relaxes exactly these; `dispatcher.check` then accepts the plan with the job there.
docs/decisions/0005 says how efforts are compared and what relaxing a rule means.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from dispatcher.arrays import Numbered, number
from dispatcher.check import check
from dispatcher.costs import Term
from dispatcher.errors import NotExplained
from dispatcher.explain.day import Day
from dispatcher.explain.efforts import CODES, EFFORT, effort
from dispatcher.explain.headline import headline
from dispatcher.explain.lifting import relaxed
from dispatcher.explain.moving import with_job
from dispatcher.explain.places import Places
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Explanation, Option, Plan, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

__all__ = ["CODES", "EFFORT", "effort", "explain", "explained", "lift", "warm_up", "with_reasons"]

FEW = 3
"""Technicians that a plan names for each unassigned job."""


def with_reasons(numbered: Numbered, plan: Plan, technicians: int | None = FEW, until: float = float("inf")) -> Plan:
    """The same plan, each unassigned job with what keeps it out and the places that need the least relaxation.

    Parameters
    ----------
    plan
        One that `dispatcher.check` accepts, its bills exact.
    technicians
        For how many technicians a place is named, for each job; None = for all.
    until
        An instant of `time.monotonic`. The dearest jobs are explained first; for those that remain then no places are
        looked for, and `not_examined` says so where that matters.
    """
    places = Places(numbered, plan)
    dearest_first = sorted(plan.unassigned, key=lambda left_out: -left_out.cost)
    told = {left_out.job: _explained(places, left_out, technicians, until) for left_out in dearest_first}
    return plan.model_copy(update={"unassigned": tuple(told[left_out.job] for left_out in plan.unassigned)})


def explain(
    problem: Problem, travel: TravelMatrix, plan: Plan, job_id: str, technicians: int | None = None
) -> Explanation:
    """Why a job is where it is, and what it would take and cost to have it with each technician.

    Parameters
    ----------
    job_id
        An unassigned job: options say what would have to be relaxed. A planned one: options say what the plan would
        cost more with the job elsewhere, at the best other place of each technician, and what blocks it there.
    technicians
        How many options at most; None = one for each technician who has a shift.

    Raises
    ------
    NotExplained
        When the problem has no such job, or the plan breaks a rule.
    NotPlanned
        When the starting plan has an appointment.
    TravelError
        When a place of the problem is not in `travel`.
    """
    _known(problem, job_id)
    numbered, plan = _accepted(problem, travel, plan)
    job = problem.jobs[numbered.job_position[job_id]]
    left_out = [one for one in plan.unassigned if one.job == job_id]
    if left_out:
        told = _explained(Places(numbered, plan), left_out[0], technicians)
        cost = {Term.UNASSIGNED: told.cost} if told.cost else {}
        return Explanation(job=job_id, cost=cost, reasons=told.reasons, options=told.options)
    places = Places(numbered, plan, without=job_id)
    stand = places.day.stand
    assert stand is not None  # the plan is accepted, so the job is planned
    return Explanation(
        job=job_id,
        technician=stand.key[0],
        shift=stand.key[1],
        after=stand.after,
        cost={term: -amount for term, amount in places.leaving.items()},
        options=places.options(job, places.blocks(job), technicians),
    )


def lift(problem: Problem, travel: TravelMatrix, plan: Plan, job_id: str, option: Option) -> tuple[Problem, Plan]:
    """The problem with exactly the rules relaxed that an option names, and the plan with the job there.

    A skill is granted on the day of the shift, a tool given, a van loaded with what is missing, a time or `max_jobs`
    raised by what is missing, a technician allowed, a lock removed. A price is no rule: it stays.

    Parameters
    ----------
    option
        As `explain` or `with_reasons` gives it for this job and plan.

    Returns
    -------
    tuple
        `dispatcher.check` accepts the plan for the problem. Of the other unassigned jobs it states no reasons.

    Raises
    ------
    NotExplained
        As `explain`; also when the option does not fit the plan.
    NotPlanned
        As `explain`.
    """
    _known(problem, job_id)
    numbered, plan = _accepted(problem, travel, plan)
    wider = relaxed(problem, job_id, (option.technician, option.shift), option.reasons)
    return wider, with_job(wider, travel, Day(numbered, plan, job_id), job_id, option)


def explained(problem: Problem, travel: TravelMatrix, plan: Plan, technicians: int | None = None) -> Plan:
    """As `with_reasons`, of a plan that is checked first; its numbers are recomputed.

    Raises
    ------
    NotExplained, NotPlanned, TravelError
        As `explain`.
    """
    return with_reasons(*_accepted(problem, travel, plan), technicians)


@cache
def warm_up() -> None:
    """Load the compiled code; the first time on a machine this compiles it."""
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    home = Place(id="home", index=0)
    shift = Shift(id="day", start=start, end=start + timedelta(hours=8))
    problem = Problem(
        time_zone="UTC",
        technicians=(Technician(id="anna", home=home, shifts=(shift,)),),
        jobs=(Job(id="one", place=home, duration=10 * 3600),),
    )
    nowhere = np.zeros((1, 1), dtype=np.int64)
    numbered = number(problem, TravelMatrix(("home",), nowhere, nowhere))
    with_reasons(numbered, Plan(routes=(), unassigned=(UnassignedJob(job="one", cost=0),), cost={}))


def _known(problem: Problem, job_id: str) -> None:
    if job_id not in {job.id for job in problem.jobs}:
        raise NotExplained(f"the problem has no job '{job_id}'")


def _accepted(problem: Problem, travel: TravelMatrix, plan: Plan) -> tuple[Numbered, Plan]:
    """The problem in numbers, and the plan with exact bills."""
    report = check(problem, travel, plan)
    broken = [one for one in report.violations if not one.code.startswith("false_")]
    if broken:
        raise NotExplained(f"the plan breaks a rule, so its places mean nothing: {broken[0]}")
    return number(problem, travel), report.plan


def _explained(
    places: Places, left_out: UnassignedJob, technicians: int | None, until: float = float("inf")
) -> UnassignedJob:
    job = places.day.lookup.jobs[left_out.job]
    blocks = places.blocks(job)
    options = places.options(job, blocks, technicians) if time.monotonic() < until else ()
    reasons = headline(places, job, blocks, options)
    return left_out.model_copy(update={"reasons": reasons, "options": options})
