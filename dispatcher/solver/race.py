"""OR-Tools alone: solver processes race on the whole day or work through its regions."""

from __future__ import annotations

import time

import numpy as np

from dispatcher.arrays import Arrays, Numbered
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cage, Cages, Ended, Message, Ready, Said, hear
from dispatcher.solver.decompose import Region, region
from dispatcher.solver.incumbent import Incumbent
from dispatcher.solver.insertion import construct
from dispatcher.solver.task import Better, Method, Orders, Task, better

LONGEST_SILENCE = 0.05
"""Seconds without a look at the stop signal."""

REGION_SECONDS = 1.2
"""How long a process works on one region."""

SHORTEST_TASK = 0.3
"""Seconds before the deadline at which no new task is begun."""

REGION_JOBS = 70
"""Jobs in a region: OR-Tools with breaks comes to rest within seconds on about as many (docs/decisions/0002)."""

REGION_TACTICS: tuple[tuple[Method, bool], ...] = (("guided", True), ("guided", False), ("iterated", False))
"""(method, whether to start from the orders as they are): each does best somewhere, so they take turns by chance."""

SMALL_WITH_BREAKS = 130
"""Jobs up to which the whole day is searched at once."""

SMALL = 400
"""The same for a day without breaks."""


class Race:
    """The engine `routing`: each solver process on the whole day, when it is small; then each on a region."""

    def __init__(self, numbered: Numbered, settings: Settings, best: Incumbent) -> None:
        self.numbered, self.settings, self.best = numbered, settings, best
        self.processes = settings.cores
        self.started, self.deadline = best.started, best.deadline
        self.whole_until = best.started + settings.time_limit * share_of_whole_day(numbered.data)
        self.rng = np.random.default_rng(settings.seed)
        self.visits = np.zeros(len(numbered.shifts))
        self.ready_after: float | None = None
        """Seconds until a solver process was up; None when none was asked."""
        self.statuses: list[str] = []
        self.idle: list[Cage] = []
        self.work: dict[Cage, Region | None] = {}
        """What each busy process works on; None = the whole day."""

    def run(self, cages: Cages, start: Orders | None) -> None:
        """Plan at once by insertion, or from `start` on; then improve until deadline, stop, or the end of all."""
        self.idle = cages.idle()
        self.best.offer(start if start else construct(self.numbered.data, self.best.go_on))
        self.best.confirm()
        if time.monotonic() < self.whole_until:
            for k, cage in enumerate(self.idle):
                self._search_whole_day(cage, ("iterated", "guided")[k % 2])
            self.idle.clear()
        self._listen()

    def _search_whole_day(self, cage: Cage, method: Method) -> None:
        has_breaks = len(self.numbered.data.breaks) > 0
        self.work[cage] = None
        method = method if has_breaks else "iterated"
        cage.start(Task(self.numbered.data, int(self.rng.integers(2**31)), self.whole_until, method))

    def _search_regions(self) -> None:
        """Give every idle process a region that no other works on."""
        for cage in list(self.idle):
            busy = {int(s) for work in self.work.values() if work for s in work.shifts}
            if None in self.work.values() or time.monotonic() > self.deadline - SHORTEST_TASK:
                return
            chance = self.rng.random(len(self.visits))
            work = region(self.numbered.data, self.best.orders, busy, self.visits + chance, REGION_JOBS)
            if work is None:
                return
            self.visits[work.shifts] += 1
            until = min(self.deadline, time.monotonic() + REGION_SECONDS)
            method, start = REGION_TACTICS[self.rng.integers(len(REGION_TACTICS))]
            seed = int(self.rng.integers(2**31))
            cage.start(Task(work.arrays, seed, until, method, work.start if start else None))
            self.work[cage] = work
            self.idle.remove(cage)

    def _listen(self) -> None:
        waiting: dict[Cage, Orders] = {}
        while self.best.go_on():
            self._search_regions()
            if not (waiting or self.work):
                return
            heard = hear(list(self.work), 0 if waiting else min(self.best.seconds_left(), LONGEST_SILENCE))
            for cage, message in heard:
                self._take(cage, message, waiting)
            if waiting and not heard:
                cage = next(iter(waiting))
                self._judge(cage, waiting.pop(cage))
            self.best.confirm_now_and_then()

    def _take(self, cage: Cage, message: Message, waiting: dict[Cage, Orders]) -> None:
        """Only the last word of each process waits to be judged: a better order makes its former ones idle."""
        match message:
            case Said(body=body):
                self._hear_out(cage, better(body, cage.task), waiting)
            case Ready():
                self.ready_after = self.ready_after or time.monotonic() - self.started
            case Ended(status=status, failed=failed):
                self.statuses.append(status)
                if cage in waiting:
                    self._judge(cage, waiting.pop(cage))
                self.work.pop(cage)
                if not failed:
                    self.idle.append(cage)

    def _hear_out(self, cage: Cage, found: Better | None, waiting: dict[Cage, Orders]) -> None:
        if found:
            waiting[cage] = found.orders
            return
        cage.kill()
        waiting.pop(cage, None)
        self._take(cage, Ended("said nonsense", failed=True), waiting)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be tried."""
        return not self.work

    def _judge(self, cage: Cage, orders: Orders) -> None:
        work = self.work[cage]
        self.best.offer(work.splice(self.best.orders, orders) if work else orders)


def share_of_whole_day(a: Arrays) -> float:
    """The share of the budget in which the day is searched as one: breaks make OR-Tools many times slower."""
    if len(a.breaks):
        return 0.5 if a.count <= SMALL_WITH_BREAKS else 0.0
    return 1.0 if a.count <= SMALL else 0.0
