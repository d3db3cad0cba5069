"""Free places: inserting unassigned jobs wherever that costs less than leaving them out.

Routes may visit depots; no depot stop is added or taken away.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays
from dispatcher.charges import new_table
from dispatcher.compiled import NONE, START, compiled
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, Timing, cheapest_place, new_timing, time_route
from dispatcher.solver.task import Orders

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

DONE, PAUSED, FULL = 0, 1, 2
"""How `insert_some` ends."""

MOST_AT_ONCE = 20
"""Insertions between two questions whether to go on: a tenth of a second at 1,000 jobs."""


@compiled
def partner_elsewhere(a: Arrays, job: int, shift: int, shift_of: Integers) -> bool:
    """Whether an order lock ties `job` to a job that is planned on another shift."""
    for pair in range(len(a.order)):
        for side in range(2):
            other = a.order[pair, 1 - side]
            if a.order[pair, side] == job and shift_of[other] >= 0 and shift_of[other] != shift:
                return True
    return False


@compiled
def insert_some(
    a: Arrays, orders: Integers, lengths: Integers, costs: Integers, shift_of: Integers, waiting: Integers,
    gain: Integers, place: Integers, stale: Flags, most: int, pruned: bool, out: Timing, table: Integers,
) -> int:  # fmt: skip
    """Insert jobs of `waiting` one by one, the greatest gain first; changes its arguments, and goes on from there.

    Returns
    -------
    int
        DONE when no insertion pays any more, PAUSED after `most` insertions, FULL when a route has no room left
        (columns of `orders`).
    """
    trial = np.zeros(orders.shape[1], dtype=np.int64)
    for _ in range(most):
        best_gain, best_job, best_shift = START, NONE, NONE
        for u in range(len(waiting)):
            job = waiting[u]
            if shift_of[job] >= 0:
                continue
            for s in range(len(lengths)):
                if stale[s]:
                    gain[u, s] = -1
                    if lengths[s] + 1 > orders.shape[1]:
                        return FULL
                    cost, place[u, s] = cheapest_place(
                        a, s, orders[s], lengths[s], job, costs[s], pruned, trial, out, table
                    )
                    if cost < IMPOSSIBLE:
                        gain[u, s] = a.jobs[job].left_out + CONFLICT_PRICE * a.jobs[job].locked - (cost - costs[s])
                if gain[u, s] > best_gain and not partner_elsewhere(a, job, s, shift_of):
                    best_gain, best_job, best_shift = gain[u, s], u, s
        stale[:] = False
        if best_job < 0:
            return DONE
        job, s, at = waiting[best_job], best_shift, place[best_job, best_shift]
        for i in range(lengths[s], at, -1):
            orders[s, i] = orders[s, i - 1]
        orders[s, at] = job
        lengths[s] += 1
        shift_of[job] = s
        costs[s], _ = time_route(a, s, orders[s], lengths[s], out, table)
        stale[s] = True
    return PAUSED


def construct(a: Arrays, go_on: Callable[[], bool] = lambda: True) -> Orders:
    """A first plan: the job with the greatest gain first, each at its cheapest place; see `fill_free_places`."""
    rough = fill_free_places(a, [[] for _ in a.shifts], pruned=True, go_on=go_on)
    return fill_free_places(a, rough, go_on=go_on)


def fill_free_places(
    a: Arrays, orders: Orders, *, pruned: bool = False, go_on: Callable[[], bool] = lambda: True
) -> Orders:
    """Insert every unassigned job that has a free feasible place which costs less than leaving it out.

    Parameters
    ----------
    a
        The problem.
    orders
        For each shift the stops of its route, in order; each order feasible.
    pruned
        Skip places that are very likely dearer; then a free place that pays may be left.
    go_on
        Asked now and then; when it says no, the orders are returned as they are by then.

    Returns
    -------
    list of list of int
        The same orders with jobs inserted; afterwards no free place pays for itself.
    """
    shift_of = np.full(len(a.jobs), -1, dtype=np.int64)
    for s, order in enumerate(orders):
        shift_of[order] = s
    waiting = np.flatnonzero(shift_of[: a.count] < 0).astype(np.int64)
    lengths = np.array([len(order) for order in orders], dtype=np.int64)
    gain, place = (np.full((len(waiting), len(orders)), -1, dtype=np.int64) for _ in range(2))
    costs, stale = np.zeros(len(orders), dtype=np.int64), np.ones(len(orders), dtype=np.bool_)
    room = int(lengths.max(initial=0)) + 8
    outcome = FULL
    while outcome == FULL:
        out, table = new_timing(room), new_table(room)
        padded = np.zeros((len(orders), room), dtype=np.int64)
        for s, order in enumerate(orders):
            padded[s, : len(order)] = order
            costs[s], _ = time_route(a, s, padded[s], lengths[s], out, table)
        outcome = PAUSED
        while outcome == PAUSED and go_on():
            outcome = insert_some(
                a, padded, lengths, costs, shift_of, waiting, gain, place, stale, MOST_AT_ONCE, pruned, out, table
            )
        orders = [[int(job) for job in padded[s, : lengths[s]]] for s in range(len(orders))]
        room *= 2
    return orders
