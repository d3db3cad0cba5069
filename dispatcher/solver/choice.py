"""What recombining is given, a pool of routes; what it gives back, the routes chosen; and how these become orders.

Routes are chosen to *cover* the jobs: two of them may hold the same job, which then leaves the route where that saves
more. That finds far more than a choice of routes that fit exactly (docs/decisions/).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays
from dispatcher.charges import new_table
from dispatcher.schedule import new_timing, time_route
from dispatcher.solver.task import Orders

Integers = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Recombine:
    """One choice among r routes for n jobs; numbers from n on are depots, which any route may visit at any time.

    Parameters
    ----------
    shift, cost
        (r,) of each route; cost in units, above 0, with CONFLICT_PRICE for each lock not kept, never IMPOSSIBLE.
    first, jobs
        (r + 1,) and flat: the stops of route k are jobs[first[k]:first[k + 1]], in their order, no job twice.
    left_out
        (n,) units for leaving each job out, CONFLICT_PRICE included where that breaks a lock.
    order
        (k, 2) order locks: both jobs on one route, or not both planned.
    incumbent
        Routes of the best plan so far, one a shift at most, no job on two.
    deadline
        An instant of `time.monotonic`.
    seed
        0 to 2**31 - 1.
    cores
        Threads of CP-SAT.
    """

    shift: Integers
    cost: Integers
    first: Integers
    jobs: Integers
    left_out: Integers
    order: Integers
    incumbent: list[int]
    deadline: float
    seed: int
    cores: int = 1

    def stops(self, route: int) -> list[int]:
        """The jobs and depots of a route, in order."""
        return [int(stop) for stop in self.jobs[self.first[route] : self.first[route + 1]]]

    def held(self, route: int) -> list[int]:
        """The jobs of a route, in order."""
        return [stop for stop in self.stops(route) if stop < len(self.left_out)]


class Chosen(NamedTuple):
    """Routes that keep the order locks, one a shift at most; a job may be on two of them."""

    objective: int
    """Units: their costs, and the prices of the jobs on none. Without the repeated jobs the plan costs less."""
    routes: list[int]

    def written(self) -> bytes:
        """For the pipe."""
        return json.dumps(self.routes).encode()


def chosen(said: bytes, task: Recombine) -> Chosen | None:
    """What a process said; None when that is no answer to the task. The objective is counted anew."""
    try:
        routes = json.loads(said)
    except (ValueError, RecursionError):
        return None
    known = isinstance(routes, list) and all(type(k) is int and 0 <= k < len(task.shift) for k in routes)
    if not known or len({int(task.shift[k]) for k in routes}) < len(routes):
        return None
    return Chosen(objective(task, routes), routes) if _keep_order_locks(task, routes) else None


def objective(task: Recombine, routes: Sequence[int]) -> int:
    """Units: the costs of these routes and the prices of all jobs on none of them."""
    left_out = np.ones(len(task.left_out), dtype=np.bool_)
    for k in routes:
        left_out[task.held(k)] = False
    # CONFLICT_PRICE on many jobs would overflow int64.
    return sum(int(task.cost[k]) for k in routes) + sum(map(int, task.left_out[left_out]))


def _keep_order_locks(task: Recombine, routes: Sequence[int]) -> bool:
    held = [set(task.held(k)) for k in routes]
    return all(sum(first in jobs or then in jobs for jobs in held) <= 1 for first, then in task.order.tolist())


def chosen_orders(a: Arrays, task: Recombine, routes: Sequence[int]) -> Orders:
    """For each shift the order of its chosen route; a job on several stays where leaving would save least.

    Returns
    -------
    list of list of int
        Where a route is not feasible without a job that it shares (roads on which a detour is the shorter way), it is
        the other that loses it; where neither is, the order is one that the clock refuses.
    """
    orders: Orders = [[] for _ in a.shifts]
    for k in routes:
        orders[int(task.shift[k])] = task.stops(k)
    counts = Counter(job for k in routes for job in task.held(k))
    for job in sorted(job for job, count in counts.items() if count > 1):
        holders = [s for s, order in enumerate(orders) if job in order]
        for s in sorted(holders, key=lambda s: _saving(a, s, orders[s], job))[1:]:
            orders[s] = _without(a, orders[s], job)
    return orders


def _without(a: Arrays, order: list[int], job: int) -> list[int]:
    """The rest of the route; nobody visits a depot for no job."""
    rest = [stop for stop in order if stop != job]
    return rest if any(stop < a.count for stop in rest) else []


def _saving(a: Arrays, s: int, order: list[int], job: int) -> int:
    """Units saved when the job leaves the route; far below 0 when the rest is not feasible."""
    out, table = new_timing(len(order), int(a.shifts["after_breaks"][s])), new_table(len(order))
    orders = (np.array(stops, dtype=np.int64) for stops in (order, _without(a, order, job)))
    before, after = (time_route(a, s, stops, len(stops), out, table)[0] for stops in orders)
    return int(before - after)
