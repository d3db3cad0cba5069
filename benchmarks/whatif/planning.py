"""One search of a study, from a day and a scenario to figures; a room of `dispatcher.solver.cage`, and Ray's task."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import dispatcher
from benchmarks.whatif.measuring import measured
from benchmarks.whatif.outcome import Outcome
from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.errors import DispatchError, SolverFailed
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.scenario import Scenario
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages, Say, StopSignal
from dispatcher.solver.orders import orders_of, to_plan
from dispatcher.solver.search import solver_processes
from dispatcher.travel import Geodesic, TravelMatrix

PARTS = ("technician-dispatcher", "ortools", "numpy", "numba", "tzdata")

ASIDE = ("cli", "formats")
"""Rooms of the core that no figure depends on."""


@dataclass(frozen=True)
class Task:
    """A cell as a worker gets it.

    Parameters
    ----------
    day, arm
        Names, for the outcome.
    problem
        The day as it is without the scenario.
    version
        Of the program that asks, see `program_version`: another one must not answer.
    """

    day: str
    arm: str
    problem: Problem
    scenario: Scenario
    travel: Geodesic
    settings: Settings
    version: str


@cache
def program_version() -> str:
    """Names the code that figures come from: releases of this program and its parts, and a digest of its sources."""
    root = Path(dispatcher.__file__).parent
    sources = sorted(path for path in root.rglob("*.py") if path.relative_to(root).parts[0] not in ASIDE)
    files = [*sources, Path(__file__), Path(__file__).with_name("measuring.py"), Path(__file__).with_name("outcome.py")]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    return " ".join([*(f"{part} {version(part)}" for part in PARTS), f"sources {digest[:12]}"])


def planned(task: Task) -> Outcome:
    """Plan the day after the scenario and read off its figures; a failure is an outcome too."""
    if program_version() != task.version:
        return _failed(task, f"this worker runs {program_version()}, the study {task.version}")
    try:
        problem = task.scenario.applied(task.problem)
        travel = task.scenario.travelled(task.travel.matrix(problem.places))
        warm_up()
        begun = time.monotonic()
        plan = _dispatched(problem, travel, task.settings)
        seconds = time.monotonic() - begun
        problem, plan = _at_old_prices(task, problem, travel, plan)
    except DispatchError as error:
        return _failed(task, f"{type(error).__name__}: {error}")
    return measured(problem, plan, day=task.day, scenario=task.arm, seed=task.settings.seed, seconds=seconds)


def _failed(task: Task, failure: str) -> Outcome:
    return Outcome(task.day, task.arm, task.settings.seed, failure=failure)


def _dispatched(problem: Problem, travel: TravelMatrix, settings: Settings) -> Plan:
    result = dispatch(problem, travel, settings, cages=_cages(settings.iterations is None))
    if settings.iterations is not None and result.search.stopped_by != "finished":
        raise SolverFailed(f"{settings.iterations} iterations did not end within {settings.time_limit:g} s")
    return result.plan


@cache
def _cages(recombining: bool) -> Cages:
    """The worker's own solver process, kept loaded; none where iterations are counted, which do without."""
    return solver_processes(int(recombining), Settings().memory_limit)


def _at_old_prices(task: Task, problem: Problem, travel: TravelMatrix, plan: Plan) -> tuple[Problem, Plan]:
    """Costs of different prices cannot be compared: a plan made under new ones is billed in the day's own."""
    scenario = task.scenario.at_old_prices()
    if scenario == task.scenario:
        return problem, plan
    old = scenario.applied(task.problem)
    numbered = number(old, travel)
    rebilled = to_plan(numbered, orders_of(numbered, plan))
    violations = check(old, travel, rebilled).violations
    if violations:
        raise SolverFailed("; ".join(map(str, violations)))
    return old, rebilled


def load(_memory_limit: int) -> None:
    """Load the compiled code."""
    warm_up()


def work(task: Task, say: Say, _stop: StopSignal) -> str:
    """Say the outcome as JSON."""
    say(json.dumps(planned(task).document()).encode())
    return "planned"
