"""The long form of what the tests show: `python -m tests.evidence` prints one JSON line for each claim.

`make show-road-4` runs it; the fast suite runs the same checks on fewer seeds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from random import Random
from typing import NamedTuple

from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.dispatch import dispatch
from dispatcher.replay import replay
from dispatcher.settings import Settings
from dispatcher.solver.orders import orders_cost
from dispatcher.solver.search import warm_up
from tests.brute_force import best_plan, fill, judge
from tests.every_order import best_cost
from tests.plans_to_check import LIES, RULES
from tests.random_plans import random_decisions, random_mutation
from tests.random_problems import random_problem
from tests.rules.test_days import DAYS, READERS, test_the_day_is_read_as_computed_by_hand
from tests.slow_facts import Facts
from tests.solver.test_routing import EXPRESSED, is_expressed, solutions
from tests.test_check import test_a_broken_rule_or_a_false_number_is_named_by_its_code_alone as is_caught

CORES = 2


class Claim(NamedTuple):
    """What was tried how often, and which of it failed."""

    what: str
    tried: int
    failed: tuple[str, ...]


def broken_plans() -> Claim:
    """Every kind of broken plan is caught by its code."""
    cases = [*RULES, *LIES]
    return Claim("kinds of broken plan, each caught", len(cases), _failures(is_caught, [(case,) for case in cases]))


def hand_computed_days() -> Claim:
    """Every day computed by hand is read alike by reference, checker and clock."""
    readings = [(make, reader) for make in DAYS for reader in READERS]
    failed = _failures(test_the_day_is_read_as_computed_by_hand, readings)
    return Claim(f"readings of {len(DAYS)} hand-computed days", len(readings), failed)


def _failures(test: Callable[..., None], arguments: list[tuple[object, ...]]) -> tuple[str, ...]:
    failed = []
    for values in arguments:
        try:
            test(*values)
        except Exception as error:
            failed.append(f"{values}: {error}"[:200])
    return tuple(failed)


def planned(seed: int) -> str | None:
    """Plan one random problem; what is wrong with the plan, if anything."""
    problem, travel = random_problem(seed, jobs=6)
    plan = dispatch(problem, travel, Settings(time_limit=0.9, cores=1)).plan
    true = replay(problem, travel, plan)
    if check(problem, travel, plan).violations or plan.cost != true.cost:
        return f"seed {seed}"
    bills = zip(plan.routes, true.routes, strict=True)
    return None if all(stated.cost == exact.cost for stated, exact in bills) else f"seed {seed}: a bill"


def priced(seed: int) -> str | None:
    """OR-Tools' objective against the replayed cost, on what OR-Tools can express."""
    problem, travel = random_problem(seed, jobs=6, plain=True, rules=EXPRESSED)
    numbered = number(problem, travel)
    found = solutions(numbered, seed)
    for objective, orders in found:
        cost = orders_cost(numbered.data, orders)
        if cost is None or objective != cost:
            return f"seed {seed}: {objective} against {cost}"
    return None if found else f"seed {seed}: no solution"


def optimal(seed: int) -> str | None:
    """The optimum by the compiled clock against the one by brute force; one problem in five has five jobs."""
    problem, travel = random_problem(seed, jobs=_jobs(seed))
    kept, cost = best_cost(problem, travel)
    best = best_plan(problem, travel)
    same = kept == (best.conflicts == len(Facts(problem, travel).contradictions))
    return None if same and (not kept or cost == best.cost) else f"seed {seed}: {cost} against {best.cost}"


def _jobs(seed: int) -> int:
    return 5 if seed % 5 == 0 else 4


def mutated(seed: int) -> str | None:
    """Fifty mutations of one valid plan, judged by the checker and by the reference."""
    problem, travel = random_problem(seed)
    rng = Random(seed)
    plan = fill(problem, travel, best_plan(problem, travel).decisions)
    if seed % 2:
        plan = fill(problem, travel, random_decisions(problem, travel, rng, depots=True, careless=0.0))
    for _ in range(50):
        changed = random_mutation(problem, plan, rng)
        ours, theirs = check(problem, travel, changed), judge(problem, travel, changed)
        if ours.valid != theirs.valid or (ours.valid and len(ours.conflicts) != theirs.conflicts):
            return f"seed {seed}: {theirs.broken[:3]} against {[str(breach) for breach in ours.violations[:3]]}"
    return None


def _is_expressed(seed: int) -> bool:
    """Whether the model can say all of it; about one in a hundred OR-Tools fails on, and is searched without prices."""
    problem, travel = random_problem(seed, jobs=6, plain=True, rules=EXPRESSED)
    return is_expressed(problem) and bool(solutions(number(problem, travel), seed, limit=1))


def _first(how_many: int, wanted: Callable[[int], bool]) -> list[int]:
    """The first seeds of which that is true."""
    return list(islice(filter(wanted, count()), how_many))


def _many(what: str, one: Callable[[int], str | None], seeds: Sequence[int], each: int = 1) -> Claim:
    with ProcessPoolExecutor(CORES) as workers:
        found = list(workers.map(one, seeds, chunksize=5))
    return Claim(what, len(seeds) * each, tuple(failure for failure in found if failure))


def claims() -> Iterator[Claim]:
    """Everything, the quick ones first."""
    yield broken_plans()
    yield hand_computed_days()
    judged = "random mutations of valid plans judged alike by check and by brute-force replay"
    yield _many(judged, mutated, range(200), 50)
    yield _many("optima of the clock equal to brute force over all orders and breaks", optimal, range(250))
    expressed = _first(500, _is_expressed)
    yield _many("problems on which OR-Tools' objective equals the replayed cost", priced, expressed)
    agreed = "random problems planned without violation, every cost term agreed to the unit"
    yield _many(agreed, planned, range(500))


if __name__ == "__main__":
    warm_up()
    for claim in claims():
        sys.stdout.write(json.dumps(claim._asdict()) + "\n")
        sys.stdout.flush()
