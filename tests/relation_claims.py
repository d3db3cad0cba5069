"""What `make show-search-6` proves on small, nasty problems; run by itself it prints a JSON line for each relation."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.relations import RELATIONS, Case, Relation
from benchmarks.relations.judging import Planner, case_of, faults, reproducible
from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.solver.orders import orders_of, to_plan
from dispatcher.travel import TravelMatrix
from tests.brute_force import fill
from tests.random_plans import random_decisions
from tests.random_problems import random_problem

PROBLEMS = 200
"""For each relation."""

MOST_SEEDS = 2000
"""Some relations say nothing of most problems."""


def nasty_case(seed: int, planner: Planner) -> Case:
    """A random problem of four to seven jobs for two or three technicians, with a plan found for it or, for odd seeds
    where there is one, with a plan made by chance."""
    problem, travel = random_problem(seed, jobs=4 + seed % 4, technicians=2 + seed // 2 % 2)
    plan = chance_plan(problem, travel, seed) if seed % 2 else None
    return case_of(problem, travel, plan or planner(problem, travel, None, 1))


def chance_plan(problem: Problem, travel: TravelMatrix, seed: int) -> Plan | None:
    """Jobs dealt out to shifts by chance, timed by the solver's clock; None when that breaks a rule."""
    numbered = number(problem, travel)
    dealt = fill(problem, travel, random_decisions(problem, travel, Random(seed), careless=0))
    try:
        plan = to_plan(numbered, orders_of(numbered, dealt))
    except ValueError:
        return None
    return None if check(problem, travel, plan).violations else plan


def claims(planner: Planner, problems: int = PROBLEMS) -> Iterator[dict[str, Any]]:
    """The lines that are printed; every relation is tried on the first problems of which it says something."""
    tried = dict.fromkeys(RELATIONS, 0)
    failed: dict[Relation, list[str]] = {relation: [] for relation in RELATIONS}
    for seed in range(MOST_SEEDS):
        wanted = [relation for relation in RELATIONS if tried[relation] < problems]
        if not wanted:
            break
        case = nasty_case(seed, planner)
        for relation in wanted:
            found = faults(relation, case, planner)
            if found is not None:
                tried[relation] += 1
                failed[relation] += [f"seed {seed}: {fault}" for fault in found]
    for relation in RELATIONS:
        yield {"what": f"problems with {relation.name}", "tried": tried[relation], "failed": failed[relation]}


if __name__ == "__main__":
    with reproducible() as its_planner:
        for claim in claims(its_planner):
            sys.stdout.write(json.dumps(claim) + "\n")
            sys.stdout.flush()
