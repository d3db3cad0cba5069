"""The best of all plans by the compiled clock: every assignment and order; it places breaks and departures itself."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np

from dispatcher.arrays import Arrays, number
from dispatcher.charges import new_table
from dispatcher.problem import Problem
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, new_timing, time_route
from dispatcher.solver.orders import orders_cost
from dispatcher.solver.task import Orders
from dispatcher.travel import TravelMatrix


def best_cost(problem: Problem, travel: TravelMatrix) -> tuple[bool, int]:
    """(whether every lock is kept, cost in units) of the cheapest plan; up to about five jobs."""
    a = number(problem, travel).data
    routes = [_best_routes(a, s) for s in range(len(a.shifts))]
    best = min(
        cost
        for where in product(range(-1, len(a.shifts)), repeat=a.count)
        if (cost := _cost(a, routes, where)) is not None
    )
    return best < CONFLICT_PRICE // 2, best


def _best_routes(a: Arrays, s: int) -> dict[frozenset[int], list[int]]:
    """For every set of jobs that the shift can do the order that costs least, without depot stops."""
    out, table = new_timing(a.count), new_table(a.count)
    able = [int(job) for job in np.flatnonzero(a.can_do[: a.count, s])]
    best: dict[frozenset[int], tuple[int, list[int]]] = {frozenset(): (0, [])}
    for size in range(1, len(able) + 1):
        for order in permutations(able, size):
            cost, _ = time_route(a, s, np.array(order, dtype=np.int64), size, out, table)
            if cost < best.get(frozenset(order), (IMPOSSIBLE, []))[0]:
                best[frozenset(order)] = (cost, list(order))
    return {jobs: order for jobs, (_, order) in best.items()}


def _cost(a: Arrays, routes: list[dict[frozenset[int], list[int]]], where: tuple[int, ...]) -> int | None:
    orders: Orders = []
    for s, known in enumerate(routes):
        jobs = frozenset(job for job, shift in enumerate(where) if shift == s)
        if jobs not in known:
            return None
        orders.append(known[jobs])
    locked = a.jobs["locked_shift"]
    apart = [pair for pair in a.order.tolist() if len({where[job] for job in pair} - {-1}) == 2]
    if any(locked[job] < 0 for pair in apart for job in pair):
        return None
    return orders_cost(a, orders)
