"""Whether a relation holds, by `dispatcher.check` alone: for a plan as it stands, and for a search that begins with it.

Two searches are never compared: both might end anywhere. What a search may not do is end with a worse plan than the
one it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.lifted import unkept
from benchmarks.relations import Relation
from benchmarks.relations.case import Case
from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.plan import Plan, StopKind, total
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages
from dispatcher.solver.orders import orders_of, to_plan
from dispatcher.solver.search import search, solver_processes, warm_up
from dispatcher.travel import TravelMatrix

TURNS = 300
"""Of ruin and recreate, for one search."""

Planner = Callable[[Problem, TravelMatrix, Plan | None, int], Plan]
"""Searches from a plan on, if one is given, with a factor on its turns."""


@dataclass(frozen=True)
class Reproducible:
    """A planner whose plan depends on nothing but what it is asked."""

    processes: Cages
    turns: int = TURNS
    seed: int = 1

    def __call__(self, problem: Problem, travel: TravelMatrix, start: Plan | None = None, effort: int = 1) -> Plan:
        """Search, with so much time that the turns end it and not the clock."""
        settings = Settings(iterations=effort * self.turns, cores=1, seed=self.seed, time_limit=300)
        plan, _ = search(number(problem, travel), settings, cages=self.processes, start=start)
        return plan


@contextmanager
def reproducible(turns: int = TURNS) -> Iterator[Reproducible]:
    """A planner for the length of a with block."""
    warm_up()
    with solver_processes(1, Settings().memory_limit) as processes:
        yield Reproducible(processes, turns)


def case_of(problem: Problem, travel: TravelMatrix, plan: Plan) -> Case:
    """The problem with a plan of it, at what the plan costs."""
    return Case(problem, travel, plan, total(plan.cost), len(unkept(check(problem, travel, plan))))


def faults(relation: Relation, case: Case, planner: Planner) -> list[str] | None:
    """What is wrong; None when the relation says nothing of this case."""
    changed = relation.change(case)
    if changed is None:
        return None
    if relation.backwards:
        found = planner(changed.problem, changed.travel, changed.plan, 1)
        tighter = case_of(changed.problem, changed.travel, found)
        changed = case._replace(plan=found, cost=tighter.cost, unkept=tighter.unkept)
    return [*_as_it_stands(relation, changed), *_searched(relation, changed, planner)]


def _as_it_stands(relation: Relation, changed: Case) -> Iterator[str]:
    """The plan's decisions in the changed problem, replayed."""
    plan = replay(changed.problem, changed.travel, changed.plan)
    yield from _invalid("as it stands", changed, plan)
    now = case_of(changed.problem, changed.travel, plan)
    if now.unkept > changed.unkept:
        yield f"as it stands: {now.unkept} locks not kept, not {changed.unkept}"
    if now.cost > changed.cost or (relation.exact and now.cost != changed.cost):
        yield f"as it stands: {now.cost} units, not {changed.cost}"


def _searched(relation: Relation, changed: Case, planner: Planner) -> Iterator[str]:
    """What a search makes of it, against its orders timed by the clock of the solver."""
    numbered = number(changed.problem, changed.travel)
    timed = to_plan(numbered, orders_of(numbered, changed.plan))
    yield from _invalid("timed", changed, timed)
    if lost := _planned(changed.plan) - _planned(timed):
        yield f"timed: the clock refuses {', '.join(sorted(lost))}"
    begun = case_of(changed.problem, changed.travel, timed)
    if relation.exact and begun.cost != changed.cost:
        yield f"timed: {begun.cost} units, not {changed.cost}"
    found = planner(changed.problem, changed.travel, changed.plan, relation.effort)
    yield from _invalid("searched", changed, found)
    ended = case_of(changed.problem, changed.travel, found)
    if (ended.unkept, ended.cost) > (begun.unkept, begun.cost):
        yield f"searched: {ended.cost} units, {ended.unkept} locks not kept; begun with {begun.cost}, {begun.unkept}"


def _planned(plan: Plan) -> set[str]:
    return {stop.id for route in plan.routes for stop in route.stops if stop.kind is StopKind.JOB}


def _invalid(when: str, case: Case, plan: Plan) -> Iterator[str]:
    for violation in check(case.problem, case.travel, plan).violations:
        yield f"{when}: {violation}"
