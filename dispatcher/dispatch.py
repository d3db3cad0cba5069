"""The recipe: from a problem and its travel times to a checked plan."""

from __future__ import annotations

from importlib.metadata import version

from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.errors import SolverFailed
from dispatcher.explain import with_reasons
from dispatcher.kpis import kpis
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Result
from dispatcher.settings import Settings
from dispatcher.solver.search import Progress, StopSignal, search
from dispatcher.travel.matrix import TravelMatrix


def dispatch(
    problem: Problem,
    travel: TravelMatrix,
    settings: Settings | None = None,
    *,
    on_progress: Progress | None = None,
    stop: StopSignal | None = None,
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
        Called in this thread with each better checked plan's cost.
    stop
        Once set, the best plan so far is returned within about 0.1 s.

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
    numbered = number(problem, travel)
    plan, log = search(numbered, settings, on_progress, stop)
    plan = with_reasons(numbered, plan)
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
