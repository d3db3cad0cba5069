"""Whether kernel, clock and checker count alike; run by itself it prints one JSON line for each claim.

A route of the kernel is held against `dispatcher.schedule` with the decisions of the kernel: its order, its departure,
and one of the placings of the breaks at which that order can be done. Its price must be the kernel's to the unit. With
decisions of its own `time_route` may find the route cheaper, never dearer: the kernel leaves out placings that seldom
pay, lets a depot stop before the first job be no later, and under `compact` no stop whose price depends on time. Where
there is no such thing, break, depot or stop, both are equal.

OR-Tools' model takes over the plans of the kernel: at their cost where it can express the problem, and where it leaves
out some of the prices at no more. What it cannot express: depot stops, two breaks of a shift that overlap or change
places, and a `resolve_by` that depends on who comes. Without breaks the kernel takes over those of OR-Tools.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from dispatcher.arrays import FOREVER, NEVER, Arrays, Numbered, number
from dispatcher.charges import new_table, price_route
from dispatcher.check import check
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.plan import total
from dispatcher.schedule import BEFORE, CONFLICT_PRICE, advance, new_timing, run_clock, time_route
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages
from dispatcher.solver.kernel.annealing import Annealing
from dispatcher.solver.orders import orders_cost, to_plan
from dispatcher.solver.routing import Model, search_parameters
from dispatcher.solver.search import solver_processes
from dispatcher.solver.task import Orders
from tests.random_problems import EVERY_RULE, random_problem
from tests.solver.test_routing import EXPRESSED, is_expressed, solutions

SEEDS = range(500)

TURNS = 300
"""Of ruin and recreate on each problem."""

SECONDS = 0.6
"""For OR-Tools on each problem."""


class Counted(NamedTuple):
    """How one problem was counted; the messages say what is wrong."""

    routes: int
    failures: tuple[str, ...]
    dearer: tuple[int, ...]
    """Units that the kernel counts more than `time_route`, for each route where it does."""


def searched(numbered: Numbered, seed: int, turns: int = TURNS) -> Annealing:
    """A chain at the end of a short search; it stands at its best plan."""
    chain = Annealing(numbered.data, [[] for _ in numbered.shifts], seed)
    chain.fill()
    for share in (0.0, 0.5, 1.0):
        chain.run(turns // 3, share)
    chain.finish()
    return chain


def counted(seed: int, jobs: int = 7, technicians: int = 3) -> Counted:
    """Search a nasty problem; count its plan three times."""
    problem, travel = random_problem(seed, jobs=jobs, technicians=technicians)
    numbered = number(problem, travel)
    chain = searched(numbered, seed)
    orders = chain.orders(best=True)
    known = chain.chain.tables["routes"]
    failures, dearer = [], []
    for s, order in enumerate(orders):
        if not order:
            continue
        cost, departure = int(known["cost"][s]), int(known["departure"][s])
        exact = exact_cost(numbered.data, s, order)
        if cost not in costs_at(numbered.data, s, order, departure):
            failures.append(f"seed {seed}: shift {s} {order} leaving at {departure} does not cost {cost}")
        if cost < exact or (cost > exact and must_agree(numbered.data, s, order)):
            failures.append(f"seed {seed}: shift {s} {order} costs {exact}, not {cost}")
        elif cost > exact:
            dearer.append(cost - exact)
    failures += [f"seed {seed}: {one}" for one in _sums(numbered, chain, sum(dearer))]
    return Counted(sum(map(bool, orders)), tuple(failures), tuple(dearer))


def _sums(numbered: Numbered, chain: Annealing, dearer: int) -> Iterator[str]:
    """Kernel, clock and checker on the whole plan."""
    orders = chain.orders(best=True)
    cost = orders_cost(numbered.data, orders)
    if cost is None:
        yield "the clock refuses the plan"
        return
    if chain.best != cost + dearer:
        yield f"the kernel counts {chain.best}, the clock {cost} and {dearer}"
    plan = to_plan(numbered, orders)
    report = check(numbered.problem, numbered.travel, plan)
    yield from map(str, report.violations)
    if not total(plan.cost) == total(report.plan.cost) == cost % CONFLICT_PRICE:
        yield f"the clock counts {cost % CONFLICT_PRICE}, the checker {total(report.plan.cost)}"


def exact_cost(a: Arrays, s: int, order: list[int]) -> int:
    """Units, with the best placing of breaks and the departure of the rule."""
    room = len(order)
    return int(time_route(a, s, np.array(order, dtype=np.int64), room, new_timing(room), new_table(room))[0])


def must_agree(a: Arrays, s: int, order: list[int]) -> bool:
    """Whether kernel and clock have no choice."""
    shift = a.shifts[s]
    if shift["first_break"] < shift["after_breaks"] or order[0] >= a.count:
        return False
    rows = a.jobs[order]
    timed = (rows["wait_rate"] > 0) | (rows["told_start"] != NEVER)
    for clock in ("promise_until", "respond_by", "resolve_by"):
        timed |= rows[clock] != FOREVER
    return not (a.compact and timed.any())


def costs_at(a: Arrays, s: int, order: list[int], departure: int) -> set[int]:
    """Units for each placing of the breaks with which the order can be done when it departs then."""
    stops, length = np.array(order, dtype=np.int64), len(order)
    out, table = new_timing(length), new_table(length)
    shift, slots = a.shifts[s], out.trial_slots
    breaks = int(shift["after_breaks"] - shift["first_break"])
    slots[:breaks] = BEFORE
    found, more = set(), True
    while more:
        clock = (out.start, out.arrival, out.break_start)
        conflicts = run_clock(a, s, stops, length, slots, departure, *clock)
        if conflicts >= 0:
            price = price_route(a, s, stops, length, departure, out.start, table)
            found.add(int(price) + conflicts * CONFLICT_PRICE)
        more = bool(advance(slots, breaks, length + 1))
    return found


def taken_over(seed: int) -> list[str]:
    """What is wrong with how OR-Tools' model takes over the kernel's plans of two nasty problems, and the reverse."""
    return [f"seed {seed}: {one}" for one in (*_priced_alike(seed), *_priced_in_part(seed), *_given_back(seed))]


def _priced_alike(seed: int) -> Iterator[str]:
    """A problem whose prices the model has, all of them."""
    problem, travel = random_problem(seed, jobs=6, technicians=3, plain=True, rules=EXPRESSED)
    numbered = number(problem, travel)
    orders = searched(numbered, seed).orders(best=True)
    cost, objective = orders_cost(numbered.data, orders), objective_of(numbered.data, orders)
    if objective is None and has_one_break_at_most(numbered.data):
        yield f"OR-Tools refuses {orders}"
    if is_expressed(problem) and objective != cost:
        yield f"OR-Tools prices {orders} at {objective}, not {cost}"


def _priced_in_part(seed: int) -> Iterator[str]:
    """A problem with all rules that the model has, but not all of their prices."""
    problem, travel = random_problem(seed, jobs=6, technicians=3, rules=EVERY_RULE - {"depots", "pace"})
    numbered = number(problem, travel)
    orders = searched(numbered, seed).orders(best=True)
    cost, objective = orders_cost(numbered.data, orders), objective_of(numbered.data, orders)
    if objective is None and has_one_break_at_most(numbered.data):
        yield f"with every rule OR-Tools refuses {orders}"
    if objective is not None and cost is not None and objective > cost:
        yield f"with every rule OR-Tools prices {orders} at {objective}, above {cost}"


def _given_back(seed: int) -> Iterator[str]:
    """The kernel begins with each plan that OR-Tools comes to."""
    problem, travel = random_problem(seed, jobs=6, technicians=3, plain=True, rules=EXPRESSED - {"breaks"})
    numbered = number(problem, travel)
    for _, orders in solutions(numbered, seed, limit=5):
        kept = Annealing(numbered.data, orders, seed).orders(best=False)
        if kept != orders:
            yield f"the kernel keeps {kept} of {orders}"


def objective_of(a: Arrays, orders: Orders) -> int | None:
    """What OR-Tools' model says that a plan costs; None when it refuses it."""
    model = Model(a, 0)
    model.routing.CloseModelWithParameters(search_parameters(1.0, "guided"))
    assignment = model.assignment(orders)
    return None if assignment is None else int(assignment.ObjectiveValue()) + model.left_out_anyway


def has_one_break_at_most(a: Arrays) -> bool:
    """Whether no shift has several."""
    return bool((a.shifts["after_breaks"] - a.shifts["first_break"]).max() <= 1)


class Judged(NamedTuple):
    """How both engines planned one problem. Costs in units, a lock not kept counted dear."""

    failures: tuple[str, ...]
    search: int
    routing: int


def both(seed: int, processes: Cages, jobs: int = 6) -> Judged:
    """Plan a nasty problem with each engine; the checker is the judge."""
    problem, travel = random_problem(seed, jobs=jobs)
    choices = (
        Settings(engine="search", iterations=TURNS, cores=1, seed=seed),
        Settings(engine="routing", time_limit=SECONDS, cores=1, seed=seed),
    )
    failures, costs = [], []
    for settings in choices:
        result = dispatch(problem, travel, settings, cages=processes)
        report = check(problem, travel, result.plan)
        failures += [f"seed {seed}, {settings.engine}: {one}" for one in report.violations]
        if total(report.plan.cost) != total(result.plan.cost):
            failures.append(f"seed {seed}, {settings.engine}: a bill")
        costs.append(total(result.plan.cost) + CONFLICT_PRICE * len(result.conflicts))
    return Judged(tuple(failures), costs[0], costs[1])


def claims(seeds: Iterable[int] = SEEDS) -> Iterator[dict[str, object]]:
    """The lines that are printed."""
    seeds = tuple(seeds)
    found = [counted(seed) for seed in seeds]
    dearer = sorted(units / 18_000_000 for one in found for units in one.dearer)
    routes = sum(one.routes for one in found)
    yield {
        "what": "random problems whose cost agrees to the unit between kernel, schedule.py and check",
        "tried": len(found),
        "failed": [failure for one in found for failure in one.failures],
    }
    worst = (
        f"the median of these by {dearer[len(dearer) // 2]:.2f}, the worst by {dearer[-1]:.2f}" if dearer else "none"
    )
    yield {
        "what": f"routes, of which {len(dearer)} cost less by the clock's own choice of breaks and departure ({worst})",
        "tried": routes,
        "failed": [],
    }
    yield {
        "what": "random problems whose plans OR-Tools' model takes over from the kernel at their cost, and the reverse",
        "tried": len(seeds),
        "failed": [failure for seed in seeds for failure in taken_over(seed)],
    }
    with solver_processes(1, Settings().memory_limit) as processes:
        judged = [both(seed, processes) for seed in seeds]
    cheaper, dear = (sum(sign * (one.routing - one.search) > 0 for one in judged) for sign in (1, -1))
    yield {
        "what": f"random problems planned by both engines, no plan refused (search cheaper on {cheaper}, OR-Tools on"
        f" {dear})",
        "tried": len(judged),
        "failed": [failure for one in judged for failure in one.failures],
    }


if __name__ == "__main__":
    warm_up()
    for claim in claims(range(int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS):
        sys.stdout.write(json.dumps(claim) + "\n")
        sys.stdout.flush()
