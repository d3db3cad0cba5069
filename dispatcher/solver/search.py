"""Budget, cores, progress and stop: races the solver processes and always holds the best checked plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal, Protocol

import numpy as np

from dispatcher.arrays import Numbered, number
from dispatcher.check import check
from dispatcher.errors import SolverFailed
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Plan, Violation
from dispatcher.problem import Problem
from dispatcher.result import Improvement, SearchLog
from dispatcher.settings import Settings
from dispatcher.solver.cage import Better, Cage, Message, Ready, hear
from dispatcher.solver.insertion import fill_free_places
from dispatcher.solver.orders import orders_cost, to_plan
from dispatcher.solver.task import Orders, Task
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

Progress = Callable[[Improvement], None]


LONGEST_SILENCE = 0.05
"""Seconds without a look at the stop signal."""


class StopSignal(Protocol):
    """Anything that can ask a search to stop, such as `threading.Event`."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


@dataclass
class Incumbent:
    """The best checked plan so far."""

    numbered: Numbered
    started: float
    on_progress: Progress | None
    plan: Plan | None = None
    cost: int = 2**62
    improvements: list[Improvement] = field(default_factory=list)
    refused: list[Violation] = field(default_factory=list)
    longest_offer: float = 0.05
    """Seconds that the slowest offer took: what must be left before the deadline to judge one more."""

    def offer(self, orders: Orders) -> None:
        """Fill the free places of these orders, time, price and check the plan; keep it when it is better."""
        begun = time.monotonic()
        cost = orders_cost(self.numbered.data, orders)
        if cost is None or (self.plan and cost - self._most_to_gain(orders) >= self.cost):
            return
        orders = fill_free_places(self.numbered.data, orders)
        cost = orders_cost(self.numbered.data, orders)
        if cost is not None and cost < self.cost:
            self._keep(to_plan(self.numbered, orders), cost)
        self.longest_offer = max(self.longest_offer, time.monotonic() - begun)

    def _most_to_gain(self, orders: Orders) -> int:
        """What filling free places could save at most: the prices of all jobs left out."""
        planned = [job for order in orders for job in order]
        prices = self.numbered.data.left_out
        return int(prices.sum() - prices[planned].sum())

    def _keep(self, plan: Plan, cost: int) -> None:
        violations = check(self.numbered.problem, self.numbered.travel, plan).violations
        if violations:
            self.refused += violations
            return
        self.plan, self.cost = plan, cost
        self.improvements.append(Improvement(seconds=time.monotonic() - self.started, cost=sum(plan.cost.values())))
        if self.on_progress:
            self.on_progress(self.improvements[-1])


def search(
    numbered: Numbered, settings: Settings, on_progress: Progress | None, stop: StopSignal | None
) -> tuple[Plan, SearchLog]:
    """The best checked plan that the engine finds within the budget.

    Raises
    ------
    SolverFailed
        When not one checked plan was found; says what the solver processes said.
    """
    warm_up()
    started = time.monotonic()
    best = Incumbent(numbered, started, on_progress)
    race = _Race(numbered, settings, started, best)
    if len(numbered.problem.jobs) and len(numbered.shifts):
        race.run(stop)
    if best.plan is None:
        best.offer([[] for _ in numbered.shifts])
    if best.plan is None:
        raise SolverFailed("; ".join([*race.statuses(), *map(str, best.refused)]) or "no plan keeps every rule")
    return best.plan, race.log(stop)


class _Race:
    """The solver processes of one search, each with a seed of its own."""

    def __init__(self, numbered: Numbered, settings: Settings, started: float, best: Incumbent) -> None:
        self.numbered, self.settings, self.started, self.best = numbered, settings, started, best
        self.deadline = started + settings.time_limit
        self.ready_after: float | None = None
        self.cages: Sequence[Cage] = ()

    def run(self, stop: StopSignal | None) -> None:
        """Listen until the deadline, the stop, or the end of every process."""
        with ExitStack() as stack:
            self.cages = [stack.enter_context(Cage(self.settings.memory_limit)) for _ in range(self.settings.cores)]
            for k, cage in enumerate(self.cages):
                seed = self.settings.seed * self.settings.cores + k
                cage.start(Task(self.numbered.data, seed, self.deadline))
            self._listen(stop)

    def _listen(self, stop: StopSignal | None) -> None:
        waiting: dict[Cage, Orders] = {}
        while waiting or not all(cage.ended for cage in self.cages):
            left = self.deadline - 2 * self.best.longest_offer - time.monotonic()
            if left <= 0 or (stop is not None and stop.is_set()):
                return
            heard = hear(self.cages, 0 if waiting else min(left, LONGEST_SILENCE))
            for cage, message in heard:
                self._take(cage, message, waiting)
            if waiting and not heard:
                self.best.offer(waiting.pop(next(iter(waiting))))

    def _take(self, cage: Cage, message: Message, waiting: dict[Cage, Orders]) -> None:
        """Only the last word of each process waits to be judged: a better order makes its former ones idle."""
        match message:
            case Better(orders=orders):
                waiting[cage] = orders
            case Ready():
                self.ready_after = self.ready_after or time.monotonic() - self.started

    def statuses(self) -> tuple[str, ...]:
        """How each process ended."""
        return tuple(cage.ended.status if cage.ended else "stopped by us" for cage in self.cages)

    def log(self, stop: StopSignal | None) -> SearchLog:
        """The story of the search."""
        seconds = time.monotonic() - self.started
        ready = self.ready_after or 0.0
        first = self.best.improvements[0].seconds if self.best.improvements else seconds
        reason: Literal["deadline", "stop", "finished"] = "deadline"
        if stop is not None and stop.is_set():
            reason = "stop"
        elif all(cage.ended for cage in self.cages) and seconds < self.settings.time_limit - 1:
            reason = "finished"
        return SearchLog(
            ready_after=ready,
            first_plan_after=max(0.0, first - ready),
            seconds=seconds,
            stopped_by=reason,
            statuses=self.statuses(),
            improvements=tuple(self.best.improvements),
        )


@cache
def warm_up() -> None:
    """Load the compiled code; the first time on a machine this compiles it, which takes some twenty seconds."""
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    home = Place(id="home", index=0)
    shift = Shift(id="day", start=start, end=start + timedelta(hours=8))
    problem = Problem(
        time_zone="UTC",
        technicians=(Technician(id="anna", home=home, shifts=(shift,)),),
        jobs=(Job(id="one", place=home, duration=60), Job(id="two", place=home, duration=60)),
    )
    nowhere = np.zeros((1, 1), dtype=np.int64)
    numbered = number(problem, TravelMatrix(("home",), nowhere, nowhere))
    to_plan(numbered, fill_free_places(numbered.data, [[0]]))
