"""Now and then the routes of all chains are recombined by CP-SAT, in a process of its own, while the chains go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from dispatcher.arrays import Arrays
from dispatcher.solver.cage import Cage, Cages, Ended, Said, hear
from dispatcher.solver.choice import Recombine, chosen, chosen_orders
from dispatcher.solver.incumbent import Incumbent
from dispatcher.solver.kernel.annealing import Annealing
from dispatcher.solver.orders import left_out_prices, route_cost
from dispatcher.solver.task import Orders

AT = (0.55, 0.8)
"""Shares of the search after which the routes so far are recombined."""

SHARE = 0.08
"""Of the search: how long one recombination may take."""


class Table(Protocol):
    """Where a better plan is left for a chain to go on from."""

    gift: Orders | None

    @property
    def share(self) -> Callable[[], float]:
        """Of the search that has passed."""
        ...


class Recombining:
    """The recombinations of one search.

    Parameters
    ----------
    a
        The problem.
    chains
        Whose routes are taken.
    best
        The best plan so far; gets to know better ones.
    cages
        Solver processes; one is used.
    """

    def __init__(self, a: Arrays, chains: Sequence[Annealing], best: Incumbent, cages: Cages) -> None:
        self.a, self.chains, self.best, self.cages = a, chains, best, cages
        self.left = list(AT)
        self.cage: Cage | None = None
        self.task: Recombine | None = None

    def look(self, board: Table, span: float) -> None:
        """Begin one when it is time, take what came of the last; `span` = seconds of the whole search."""
        if self.cage is not None:
            self._listen(self.cage, board)
        elif self.left and board.share() >= self.left[0]:
            self.left.pop(0)
            self._begin(time.monotonic() + SHARE * span)

    def _begin(self, deadline: float) -> None:
        idle = self.cages.idle()
        if idle and deadline - time.monotonic() > 0.1:
            self.task = pooled(self.a, self.chains, self.best.orders, deadline)
            self.cage = idle[0]
            self.cage.start(self.task)

    def _listen(self, cage: Cage, board: Table) -> None:
        for _, message in hear([cage], 0):
            match message:
                case Said(body=body):
                    self._take(body, board)
                case Ended():
                    self.cage = None

    def _take(self, said: bytes, board: Table) -> None:
        if self.task is None or (found := chosen(said, self.task)) is None:
            return
        orders = chosen_orders(self.a, self.task, found.routes)
        before = self.best.cost
        self.best.take(orders)
        if self.best.cost < before:
            board.gift = orders


def pooled(a: Arrays, chains: Sequence[Annealing], best: Orders, deadline: float) -> Recombine:
    """The choice among the routes of all chains and of the best plan."""
    pools = [chain.routes() for chain in chains]
    own = [(s, order) for s, order in enumerate(best) if order]
    prices = left_out_prices(a)[: a.count]
    lengths = np.concatenate([*(np.diff(pool.first) for pool in pools), [len(order) for _, order in own]])
    routes = len(lengths) - len(own)
    costs = [route_cost(a, s, order) for s, order in own]
    return Recombine(
        shift=np.concatenate([*(pool.shift for pool in pools), [s for s, _ in own]]).astype(np.int32),
        cost=np.concatenate([*(pool.cost for pool in pools), costs]).astype(np.int64),
        first=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        jobs=np.concatenate([*(pool.jobs for pool in pools), *(order for _, order in own)]).astype(np.int32),
        left_out=prices,
        order=a.order,
        incumbent=list(range(routes, routes + len(own))),
        deadline=deadline,
        seed=1,
    )
