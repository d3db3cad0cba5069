"""The engine `search`: compiled ruin and recreate on every core, and now and then a recombination of its routes.

Small days are searched whole, by one chain for each core. On large ones each core works on a region of neighbouring
routes, and regions overlap from one round to the next, so that the work grows with the number of jobs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays, Numbered
from dispatcher.schedule import IMPOSSIBLE
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages
from dispatcher.solver.decompose import Region, region
from dispatcher.solver.incumbent import Incumbent
from dispatcher.solver.kernel.annealing import Annealing
from dispatcher.solver.kernel.ground import ground
from dispatcher.solver.kernel.memory import Owner
from dispatcher.solver.orders import left_out_prices, orders_cost, route_cost
from dispatcher.solver.recombining import Recombining
from dispatcher.solver.task import Orders

WHOLE = 400
"""Jobs up to which each chain searches the whole day."""

REGION_JOBS = 250
"""Jobs in a region; fewer where many chains would not find one each."""

REGION_SECONDS = 1.0
"""How long a chain works on one region."""

MEETING = 0.6
"""Share of the search after which chains that lag behind go on from the best plan of all."""

PATIENCE = 0.02
"""Seconds between two looks at the clock and the stop signal."""

STEP = 100
"""Turns between two looks where their number, not the clock, ends the search."""


@dataclass
class Board:
    """What the chains of one search share."""

    share: Callable[[], float]
    """Of the search that has passed; from 1 on chains end."""
    lock: Lock = field(default_factory=Lock)
    orders: Orders | None = None
    """The best plan that any chain has told of."""
    cost: int = 2**62
    """Its units, as the kernel counts."""
    unread: bool = False
    """Whether nobody has looked at it yet."""
    failed: BaseException | None = None
    gift: Orders | None = None
    """A plan from elsewhere that is better than any chain's: the first chain to see it goes on from there."""

    def tell(self, cost: int, orders: Callable[[], Orders]) -> None:
        """Pin up a plan when it is the best."""
        with self.lock:
            if cost < self.cost:
                self.cost, self.orders, self.unread = cost, orders(), True

    def unwrap(self) -> Orders | None:
        """Take the gift, if there is one."""
        with self.lock:
            found, self.gift = self.gift, None
        return found

    def news(self) -> Orders | None:
        """Take down what is new."""
        with self.lock:
            unread, self.unread = self.unread, False
            return self.orders if unread else None

    def overtaking(self, cost: int) -> Orders | None:
        """The best plan, when it costs less than this."""
        with self.lock:
            return self.orders if self.cost < cost else None


class Chains:
    """The engine `search`."""

    processes = 1

    def __init__(self, numbered: Numbered, settings: Settings, best: Incumbent) -> None:
        self.numbered, self.settings, self.best = numbered, settings, best
        self.ready_after: float | None = None
        self.statuses: list[str] = []
        self.turns = 0

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be tried."""
        return self.settings.iterations is not None

    def run(self, cages: Cages, start: Orders | None) -> None:
        """Plan at once by insertion, from `start` on if given; then improve until the deadline or the stop."""
        a = self.numbered.data
        whole = ground(a)
        first = Annealing(a, start or [[] for _ in a.shifts], self.settings.seed, whole)
        first.fill()
        self.best.take([[] for _ in a.shifts])
        if start:
            self.best.take(start)
        self.best.take(first.orders(best=True))
        self.best.confirm()
        if self.settings.iterations is not None:
            self._count(first, self.settings.iterations)
        else:
            self._race(whole, first, cages)
        self._finish(whole)

    def _count(self, chain: Annealing, iterations: int) -> None:
        """One chain, whose steps do not depend on any clock."""
        done = 0
        while done < iterations and self.best.go_on():
            step = min(STEP, iterations - done)
            chain.run(step, done / iterations)
            done += step
        self.best.take(chain.orders(best=True))

    def _race(self, whole: Owner, first: Annealing, cages: Cages) -> None:
        a, begun = self.numbered.data, time.monotonic()
        span = max(PATIENCE, self.best.seconds_left())

        def share() -> float:
            return (time.monotonic() - begun) / span if self.best.go_on() else 1.0

        board = Board(share)
        seeds = np.random.SeedSequence(self.settings.seed).generate_state(self.settings.cores)
        chains: list[Annealing] = []
        if a.count <= WHOLE:
            chains = [first, *(Annealing(a, self.best.orders, int(seed), whole) for seed in seeds[1:])]
            work: list[Callable[[], None]] = [partial(_climb, chain, board) for chain in chains]
        else:
            regions = Regions(a, self.best.orders, board, first.typical, len(seeds))
            work = [regions.worker(int(seed)) for seed in seeds]
        threads = [Thread(target=_guarded(board, one), daemon=True) for one in work]
        for thread in threads:
            thread.start()
        recombining = Recombining(a, chains, self.best, cages) if chains else None
        while any(thread.is_alive() for thread in threads):
            time.sleep(PATIENCE)
            self._look(board)
            if recombining:
                recombining.look(board, span)
        self._look(board)
        if board.failed:
            raise board.failed

    def _look(self, board: Board) -> None:
        if found := board.news():
            self.best.take(found)
        self.best.confirm_now_and_then()

    def _finish(self, whole: Owner) -> None:
        """Fill the places that are still free: the kernel first, then whatever it does not see."""
        last = Annealing(self.numbered.data, self.best.orders, 1, whole)
        last.finish()
        self.best.take(last.orders(best=True))
        self.best.offer(self.best.orders)


def _climb(chain: Annealing, board: Board) -> None:
    """One chain on the whole day."""

    def tell() -> None:
        board.tell(chain.best, lambda: chain.orders(best=True))

    met = False

    def other() -> Orders | None:
        nonlocal met
        if not met and board.share() >= MEETING:
            met = True
            return board.overtaking(chain.best)
        return board.unwrap()

    _anneal(chain, board.share, tell, other)


def _anneal(
    chain: Annealing,
    share: Callable[[], float],
    tell: Callable[[], None] = lambda: None,
    other: Callable[[], Orders | None] = lambda: None,
) -> None:
    """Turn after turn until the time is up, as many at once as fit between two looks at the clock.

    Parameters
    ----------
    share
        Of the search that has passed.
    tell
        Called after a better plan was found.
    other
        A plan of somebody else to go on from, if there is one.
    """
    step, best = 16, chain.best
    while (passed := share()) < 1:
        begun = time.perf_counter()
        chain.run(step, passed)
        took = time.perf_counter() - begun
        step = max(1, min(4 * step, int(step * PATIENCE / max(took, 1e-6))))
        if plan := other():
            chain.adopt(plan)
        if chain.best < best:
            best = chain.best
            tell()


def _guarded(board: Board, work: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            work()
        except BaseException as error:
            board.failed = error

    return run


class Regions:
    """A day on which several chains work at once, each on some of its routes."""

    def __init__(self, a: Arrays, orders: Orders, board: Board, typical: float, workers: int) -> None:
        self.a, self.orders, self.board, self.typical = a, orders, board, typical
        self.size = min(REGION_JOBS, a.count // (workers + 1))
        self.cost = orders_cost(a, orders) or 0
        self.prices = left_out_prices(a)
        self.visits = np.zeros(len(a.shifts))
        self.busy: set[int] = set()
        self.lock = Lock()

    def worker(self, seed: int) -> Callable[[], None]:
        """Region after region, by one core."""
        rng = np.random.default_rng(seed)

        def work() -> None:
            while self.board.share() < 1:
                if part := self._take(rng):
                    self._improve(part, rng)
                else:
                    time.sleep(PATIENCE)

        return work

    def _take(self, rng: np.random.Generator) -> Region | None:
        """A region that nobody works on."""
        with self.lock:
            chance = rng.random(len(self.visits))
            part = region(self.a, self.orders, self.busy, self.visits + chance, self.size)
            if part:
                self.visits[part.shifts] += 1
                self.busy.update(map(int, part.shifts))
            return part

    def _improve(self, part: Region, rng: np.random.Generator) -> None:
        until = time.monotonic() + REGION_SECONDS

        def share() -> float:
            return self.board.share() if time.monotonic() < until else 1.0

        chain = Annealing(part.arrays, part.start, int(rng.integers(2**31)))
        chain.typical = self.typical
        _anneal(chain, share)
        orders = chain.orders(best=self.board.share() > 0.9)
        with self.lock:
            self.busy.difference_update(map(int, part.shifts))
            now = part.splice(self.orders, orders)
            gain = self._worth(now, part.shifts) - self._worth(self.orders, part.shifts)
            if gain > -IMPOSSIBLE // 2:
                self.orders, self.cost = now, self.cost - gain
                self.board.tell(self.cost, lambda: now)

    def _worth(self, orders: Orders, shifts: NDArray[np.int64]) -> int:
        """Units that these routes save: what leaving their jobs out would cost, less what they cost."""
        saved = sum(int(self.prices[orders[s]].sum()) for s in shifts)
        return saved - sum(route_cost(self.a, int(s), orders[s]) for s in shifts)
