"""The recipe: from a problem and its travel times to a checked plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import NamedTuple

from dispatcher.arrays import Numbered, number
from dispatcher.check import check
from dispatcher.errors import SolverFailed
from dispatcher.explain import warm_up as warm_up_reasons
from dispatcher.explain import with_reasons
from dispatcher.kpis import kpis
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Improvement, Result, SearchLog
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages, StopSignal
from dispatcher.solver.search import search
from dispatcher.solver.search import warm_up as warm_up_search
from dispatcher.travel.matrix import TravelMatrix

CHECKING = 0.0004
"""Seconds that checking a plan takes for each job, and making the result of it."""

ON_THE_WAY = 0.3
"""Seconds that explaining a plan on the way may take."""


class Progress(NamedTuple):
    """A better plan, found on the way."""

    improvement: Improvement
    result: Callable[[], Result]
    """Makes the whole answer of it, should one be wanted before the end."""


def dispatch(
    problem: Problem,
    travel: TravelMatrix,
    settings: Settings | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    stop: StopSignal | None = None,
    cages: Cages | None = None,
    start: Plan | None = None,
) -> Result:
    """Plan: who does which job, when, and why some are left out.

    Parameters
    ----------
    problem
        What is asked.
    travel
        Travel between all places of the problem.
    settings
        Engine, budget, seed, cores; None = the defaults.
    on_progress
        Called in this thread with each better checked plan.
    stop
        Once set, the best plan so far is returned within about 0.1 s.
    cages
        Solver processes to use and leave loaded, from `dispatcher.solver.search.solver_processes`: who plans many
        days saves a second each. None = start `settings.cores` of them and end them.

    Returns
    -------
    Result
        The best plan found, accepted by `dispatcher.check`, with its figures and origin.

    Raises
    ------
    TravelError
        When a place of the problem has no row in `travel`.
    NotPlanned
        When the problem asks for something that the search cannot plan yet.
    SolverFailed
        When not one checked plan was found.
    """
    settings = settings or Settings()
    warm_up()
    deadline = time.monotonic() + settings.time_limit
    numbered = number(problem, travel)
    answer = partial(_answer, numbered, settings)

    def tell(plan: Plan, log: SearchLog) -> None:
        if on_progress:
            on_progress(Progress(log.improvements[-1], lambda: answer(plan, log, time.monotonic() + ON_THE_WAY)))

    left = settings.model_copy(update={"time_limit": max(0.0, deadline - time.monotonic())})
    found = search(numbered, left, tell, stop, cages, start)
    return answer(*found, deadline - CHECKING * len(problem.jobs))


def warm_up() -> None:
    """Load the compiled code; the first time on a machine this compiles it, which takes some thirty seconds."""
    warm_up_search()
    warm_up_reasons()


def _answer(numbered: Numbered, settings: Settings, plan: Plan, log: SearchLog, until: float) -> Result:
    """Explain the plan until then, check it once more, and say where it comes from."""
    problem, travel = numbered.problem, numbered.travel
    plan = with_reasons(numbered, plan, until=until)
    report = check(problem, travel, plan)
    if report.violations:
        raise SolverFailed("\n".join(map(str, report.violations)))
    return Result(
        status="incomplete" if _leaves_out_a_must(problem, plan) else "complete",
        plan=plan,
        kpis=kpis(problem, plan),
        conflicts=report.conflicts,
        overridden=report.overridden,
        search=log,
        settings=settings,
        travel_source=travel.source,
        versions={name: version(name) for name in ("technician-dispatcher", "ortools", "numpy", "numba", "tzdata")},
        problem_hash=problem.fingerprint(),
    )


def _leaves_out_a_must(problem: Problem, plan: Plan) -> bool:
    musts = {job.id for job in problem.jobs if job.must_plan}
    return any(left_out.job in musts for left_out in plan.unassigned)
