"""One chain of ruin and recreate, as the rest of the solver sees it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays
from dispatcher.schedule import CONFLICT_PRICE
from dispatcher.solver.kernel.chain import new_chain
from dispatcher.solver.kernel.ground import ground
from dispatcher.solver.kernel.memory import Owner
from dispatcher.solver.kernel.pool import pool_tables
from dispatcher.solver.kernel.recreate import BY_PRICE
from dispatcher.solver.kernel.turns import fill, fill_everywhere, load, run_turns
from dispatcher.solver.task import Orders

HOTTEST, COLDEST = 3.0, 0.03
"""Temperature at the begin and at the end, as a share of what a planned job costs on average."""

RUINS = np.array([6.0, 0.5, 0.5, 1.0, 2.0, 1.5, 0.5])
"""Weights of the kinds of ruin: strings, scattered, routes, band, for an absent job, far out, for a scarce skill."""

INSERTION_ORDERS = np.array([4.0, 4.0, 1.0, 0.5, 0.5, 0.2, 0.2, 0.5])
"""Weights of the orders of insertion: by chance, price, far, near, scarce, worth, absences, regret."""

MEAN_REMOVED = 10
"""Jobs taken off in a turn, about; from SISR (Christiaens & Vanden Berghe 2020)."""

GOOD = 2.0
"""How much dearer than the best a plan may be, in planned jobs, for its routes to be kept for recombining."""

POOLING_FROM = 0.3
"""Share of the search from which on routes are kept."""


class Pool(NamedTuple):
    """r routes."""

    shift: NDArray[np.int64]
    """(r,)"""
    cost: NDArray[np.int64]
    """(r,) units."""
    first: NDArray[np.int64]
    """(r + 1,) the jobs of route k are jobs[first[k]:first[k + 1]]."""
    jobs: NDArray[np.int64]


SPARE = 12
"""Columns beyond the longest route."""


class Annealing:
    """A plan that simulated annealing improves.

    Parameters
    ----------
    a
        The problem.
    orders
        To begin with; routes that the kernel takes for impossible are given up.
    seed
        The same seed and the same calls give the same plan.
    ground
        What `kernel.ground.ground` made of `a`, to be shared between chains.
    """

    def __init__(self, a: Arrays, orders: Orders, seed: int, ground_of_a: Owner | None = None) -> None:
        self.count = a.count
        self.ground = ground_of_a or ground(a)
        self.pool = pool_tables()
        self._begin(orders, seed)
        self.typical = self._typical()

    def _begin(self, orders: Orders, seed: int, longest: int = 0) -> None:
        columns = max(longest, *map(len, orders)) + SPARE
        self.chain = new_chain(self.ground, columns, seed)
        self.chain.lend(self.pool)
        self.figures = self.chain.record[0]
        flat = np.array([job for order in orders for job in order], dtype=np.int64)
        ends = np.cumsum([len(order) for order in orders], dtype=np.int64)
        load(self.ground.record, self.chain.record, flat, ends)

    def _typical(self) -> float:
        """Units that a planned job costs on average, without the working time on site, which nothing can change."""
        jobs = np.flatnonzero(self.chain.tables["seats"]["shift"][: self.count] >= 0)
        shifts = self.ground.tables["shifts"][self.chain.tables["seats"]["shift"][jobs]]
        on_site = self.ground.tables["service"][shifts["pace"], jobs] * shifts["working_rate"]
        costs = self.chain.tables["routes"]["cost"] % CONFLICT_PRICE
        return float(costs.sum() - on_site.sum()) / max(1, len(jobs))

    @property
    def best(self) -> int:
        """Units of the best plan so far, as the kernel counts."""
        return int(self.figures["best"])

    def fill(self) -> None:
        """Insert whatever finds a place: the first plan."""
        fill(self.ground.record, self.chain.record, BY_PRICE)
        while self._outgrown():
            fill(self.ground.record, self.chain.record, BY_PRICE)
        self.typical = self._typical()

    def run(self, turns: int, share: float) -> None:
        """So many turns of ruin and recreate.

        Parameters
        ----------
        share
            Of the search that has passed, 0 to 1: says how hot it is.
        """
        hot = self.typical * HOTTEST * (COLDEST / HOTTEST) ** share
        good = int(GOOD * self.typical) if share > POOLING_FROM else -1
        run_turns(
            self.ground.record, self.chain.record, turns, hot, good, RUINS, INSERTION_ORDERS, MEAN_REMOVED,
        )  # fmt: skip
        self._outgrown()

    def finish(self) -> None:
        """Try every absent job at every place of the best plan."""
        self._begin(self.orders(best=True), 1)
        fill_everywhere(self.ground.record, self.chain.record)
        while self._outgrown():
            fill_everywhere(self.ground.record, self.chain.record)

    def _outgrown(self) -> bool:
        """Make room when a route was full; whether that was so."""
        if not self.figures["crowded"]:
            return False
        best, cost = self.orders(best=True), self.best
        self.adopt(self.orders(best=False), max(map(len, best)))
        if cost < self.best:
            self._remember(best, cost)
        return True

    def adopt(self, orders: Orders, longest: int = 0) -> None:
        """Go on from this plan, with room for routes of `longest` stops at least."""
        kept = {name: self.figures[name] for name in ("turns", "chance", "pooled_count", "pooled_job_count")}
        self._begin(orders, 1, longest)
        for name, value in kept.items():
            self.figures[name] = value

    def _remember(self, orders: Orders, cost: int) -> None:
        for s, order in enumerate(orders):
            self.chain.tables["best_orders"][s, : len(order)] = order
            self.chain.tables["best_lengths"][s] = len(order)
        self.chain.tables["routes"]["stale"] = 1
        self.figures["best"] = cost

    def orders(self, *, best: bool) -> Orders:
        """The best plan so far, or the one that the chain stands at."""
        tables = self.chain.tables
        jobs = tables["best_orders"] if best else tables["stops"]["job"]
        lengths = tables["best_lengths"] if best else tables["routes"]["length"]
        return [jobs[s, :length].tolist() for s, length in enumerate(lengths.tolist())]

    def routes(self) -> Pool:
        """The good routes that it has come across."""
        count = int(self.figures["pooled_count"])
        rows = self.pool["pooled"][:count]
        lengths = rows["length"]
        first = np.concatenate([[0], np.cumsum(lengths)])
        jobs = self.pool["pooled_jobs"][: int(first[-1])].copy()
        return Pool(rows["shift"].copy(), rows["cost"].copy(), first, jobs)
