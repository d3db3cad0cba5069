"""What `make show-door-1` proves on small, nasty problems; run by itself it prints one JSON line for each claim."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from benchmarks.lifted import Verdict, judged
from dispatcher.check import check
from dispatcher.explain import explain, warm_up
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix
from tests.brute_force import fill
from tests.random_plans import random_decisions
from tests.random_problems import random_problem

SEEDS = range(1600)


def nasty_plan(seed: int, jobs: int = 5, technicians: int = 3) -> tuple[Problem, TravelMatrix, Plan] | None:
    """A random problem and a valid random plan for it; None when the plan is not valid."""
    problem, travel = random_problem(seed, jobs=jobs, technicians=technicians)
    plan = fill(problem, travel, random_decisions(problem, travel, Random(seed), careless=0))
    return None if check(problem, travel, plan).violations else (problem, travel, plan)


def verdicts(seed: int) -> Iterator[Verdict]:
    """On every job of a nasty plan, planned or not."""
    found = nasty_plan(seed)
    if found:
        problem, travel, plan = found
        for job in problem.jobs:
            told = explain(problem, travel, plan, job.id)
            yield judged(problem, travel, plan, job.id, told.options)


def claims(seeds: Iterable[int] = SEEDS) -> Iterator[dict[str, Any]]:
    """The lines that are printed."""
    found = [(seed, verdict) for seed in seeds for verdict in verdicts(seed)]

    def failed(kind: str) -> list[str]:
        return [f"seed {seed}: {message}" for seed, verdict in found for message in getattr(verdict, kind)]

    options = sum(verdict.options for _, verdict in found)
    reasons = sum(verdict.reasons for _, verdict in found)
    yield {"what": "options on nasty problems lifted and accepted", "tried": options, "failed": failed("invalid")}
    yield {"what": "prices of these equal to the plan's", "tried": options, "failed": failed("mispriced")}
    yield {"what": "reasons of these left out and refused", "tried": reasons, "failed": failed("superfluous")}


if __name__ == "__main__":
    warm_up()
    for claim in claims():
        sys.stdout.write(json.dumps(claim) + "\n")
        sys.stdout.flush()
