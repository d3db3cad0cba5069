"""The loop: ruin, recreate, and keep what comes out by simulated annealing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Records
from dispatcher.compiled import START, compiled
from dispatcher.solver.kernel.chain import absent_of, routes_of, seats_of, stops_of, touched_of, trial_of, used_of
from dispatcher.solver.kernel.chance import uniform
from dispatcher.solver.kernel.ground import has_depots, jobs_of, parts_of
from dispatcher.solver.kernel.moves import begin_turn, keep_turn, retime, undo_turn, write_down
from dispatcher.solver.kernel.pool import remember
from dispatcher.solver.kernel.recreate import BLINK, insert_anywhere, recreate
from dispatcher.solver.kernel.ruin import ruin
from dispatcher.solver.kernel.supply import supplied

Integers = NDArray[np.int64]
Weights = NDArray[np.float64]


@compiled
def pick(c: Any, weights: Weights) -> int:
    """A position by chance, as likely as its weight."""
    left = uniform(c) * weights.sum()
    for k in range(len(weights)):
        left -= weights[k]
        if left < 0:
            return k
    return len(weights) - 1


@compiled
def run_turns(
    ground: Records, chain: Records, turns: int, hot: float, good: int, ruins: Weights, orders: Weights,
    mean: int,
) -> None:  # fmt: skip
    """So many turns at one temperature.

    Parameters
    ----------
    hot
        Units.
    good
        Units above the best plan up to which a plan's routes go into the pool.
    ruins, orders
        Weights of the kinds of ruin and of the orders of insertion.
    mean
        Jobs taken off in a turn, about.
    """
    g, c = ground[0], chain[0]
    touched = touched_of(c)
    for _ in range(turns):
        begin_turn(c)
        absent, now = c.absent_count, c.now
        ruin(g, c, pick(c, ruins), mean)
        recreate(g, c, absent, pick(c, orders), BLINK)
        if c.now < now - hot * np.log(uniform(c) + 1e-300):
            if c.now <= c.best + good:
                for row in range(c.touched_count):
                    remember(c, touched[row])
            keep_turn(c)
        else:
            undo_turn(c, absent, now)
        c.turns += 1


@compiled
def fill(ground: Records, chain: Records, kind: int) -> None:
    """Insert all absent jobs that find a place: the first plan."""
    g, c = ground[0], chain[0]
    begin_turn(c)
    recreate(g, c, START, kind, 0.0)
    keep_turn(c)


@compiled
def fill_everywhere(ground: Records, chain: Records) -> None:
    """Insert absent jobs wherever that pays, each tried at every place."""
    g, c = ground[0], chain[0]
    begin_turn(c)
    absent = absent_of(c)
    left = 0
    for k in range(c.absent_count):
        if not insert_anywhere(g, c, absent[k]):
            absent[left] = absent[k]
            left += 1
    c.absent_count = left
    keep_turn(c)


@compiled
def load(ground: Records, chain: Records, jobs: Integers, ends: Integers) -> None:
    """Take over orders, given one after the other; a route that is impossible stays empty."""
    g, c = ground[0], chain[0]
    stops, routes, seats, absent, used, parts = (
        stops_of(c), routes_of(c), seats_of(c), absent_of(c), used_of(c), parts_of(g)
    )  # fmt: skip
    trial = trial_of(c)
    first = 0
    for s in range(c.shift_count):
        for k in range(first, ends[s]):
            j = jobs[k]
            stops[s, k - first].job = j
            trial[k - first] = j
            seats[j].shift, seats[j].at = s, k - first
            c.now -= jobs_of(g)[j].absent
            for part in range(c.part_count):
                used[s, part] += parts[j, part]
        routes[s].length = ends[s] - first
        if (has_depots(g) and not supplied(g, c, s, routes[s].length)) or not retime(g, c, s, START):
            for k in range(first, ends[s]):
                j = jobs[k]
                seats[j].shift = -1
                c.now += jobs_of(g)[j].absent
                for part in range(c.part_count):
                    used[s, part] -= parts[j, part]
            routes[s].length = 0
        first = ends[s]
        routes[s].stale = 1
    c.absent_count = 0
    for j in range(c.count):
        if seats[j].shift < 0:
            absent[c.absent_count] = j
            c.absent_count += 1
    c.best = c.now
    write_down(c)
