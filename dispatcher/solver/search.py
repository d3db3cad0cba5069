"""Budget, cores, progress and stop: races the solver processes and always holds the best checked plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from dispatcher.arrays import Arrays, Numbered, number
from dispatcher.charges import new_table
from dispatcher.check import check
from dispatcher.errors import SolverFailed
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Plan, Violation, total
from dispatcher.problem import Problem
from dispatcher.result import EndedBy, Improvement, SearchLog
from dispatcher.schedule import CONFLICT_PRICE, cheapest_shift, new_timing
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cage, Cages, Ended, Message, Ready, Said, StopSignal, hear
from dispatcher.solver.decompose import Region, region
from dispatcher.solver.insertion import construct, fill_free_places
from dispatcher.solver.orders import orders_cost, to_plan
from dispatcher.solver.task import Better, Method, Orders, Task, better
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

OnBetter = Callable[[Plan, SearchLog], None]
"""Takes a better checked plan and how the search has gone so far."""

ROOM = "dispatcher.solver.routing"
"""What the solver processes run."""

LONGEST_SILENCE = 0.05
"""Seconds without a look at the stop signal."""

CHECK_SHARE = 5
"""Between two checks at least this many times the seconds that a check takes."""

EXPLAINING = 0.02
"""Seconds to say why one job is left out."""

LONGEST_EXPLAINING = 0.2
"""Share of the time limit that is kept for that at most."""

REGION_SECONDS = 1.2
"""How long a process works on one region."""

SHORTEST_TASK = 0.3
"""Seconds before the deadline at which no new task is begun."""

REGION_TACTICS: tuple[tuple[Method, bool], ...] = (("guided", True), ("guided", False), ("iterated", False))
"""(method, whether to start from the orders as they are): each does best somewhere, so they take turns by chance."""

SMALL_WITH_BREAKS = 130
"""Jobs up to which the whole day is searched at once."""

SMALL = 400
"""The same for a day without breaks."""


@dataclass
class Incumbent:
    """The best orders so far, and the best checked plan: the same but for a moment."""

    numbered: Numbered
    started: float
    on_better: Callable[[Plan], None] | None = None
    orders: Orders = field(default_factory=list)
    cost: int = 2**62
    """Of `orders`, in units, with the price of locks that are not kept."""
    plan: Plan | None = None
    plan_cost: int = 2**62
    checked_at: float = 0.0
    checking_took: float = 0.05
    """Seconds of the slowest check so far: what must be left before the deadline for one more."""
    deadline: float = float("inf")
    stop: StopSignal | None = None
    improvements: list[Improvement] = field(default_factory=list)
    refused: list[Violation] = field(default_factory=list)

    def go_on(self) -> bool:
        """Whether there is time for more than checking what there is, and nobody has asked to stop."""
        return self.seconds_left() > 0 and not (self.stop is not None and self.stop.is_set())

    def seconds_left(self) -> float:
        """Until only the last check, the reasons and the result have to be made."""
        return self.deadline - 2 * self.checking_took - self._explaining() - time.monotonic()

    def _explaining(self) -> float:
        left_out = len(self.numbered.data.jobs) - sum(map(len, self.orders)) if self.orders else 0
        return min(EXPLAINING * left_out, LONGEST_EXPLAINING * (self.deadline - self.started))

    def offer(self, orders: Orders) -> None:
        """Fill the free places of these orders; keep them when they are better."""
        cost = orders_cost(self.numbered.data, orders)
        if cost is None or cost - self._most_to_gain(orders) >= self.cost:
            return
        filled = fill_free_places(self.numbered.data, orders, go_on=self.go_on)
        cost = orders_cost(self.numbered.data, filled)
        if cost is not None and cost < self.cost:
            self.orders, self.cost = filled, cost

    def confirm_now_and_then(self) -> None:
        """`confirm`, but leave most of the time to the search."""
        if self.plan is None or time.monotonic() - self.checked_at > CHECK_SHARE * self.checking_took:
            self.confirm()

    def confirm(self) -> None:
        """Time and check the best orders, when that is not done yet; a plan that breaks a rule is never kept."""
        if self.cost >= self.plan_cost:
            return
        begun = time.monotonic()
        plan = to_plan(self.numbered, self.orders)
        violations = check(self.numbered.problem, self.numbered.travel, plan).violations
        self.checked_at = time.monotonic()
        self.checking_took = max(self.checking_took, self.checked_at - begun)
        if violations:
            self.refused += violations
            self.cost = self.plan_cost
            return
        self.plan, self.plan_cost = plan, self.cost
        self.improvements.append(Improvement(seconds=self.checked_at - self.started, cost=total(plan.cost)))
        if self.on_better:
            self.on_better(plan)

    def _most_to_gain(self, orders: Orders) -> int:
        """What filling free places could save at most: the prices of all jobs left out."""
        planned = [job for order in orders for job in order]
        jobs = self.numbered.data.jobs
        prices = jobs["left_out"] + CONFLICT_PRICE * jobs["locked"]
        return int(prices.sum() - prices[planned].sum())


def search(
    numbered: Numbered,
    settings: Settings,
    on_better: OnBetter | None = None,
    stop: StopSignal | None = None,
    cages: Cages | None = None,
) -> tuple[Plan, SearchLog]:
    """The best checked plan that the engine finds within the budget.

    Parameters
    ----------
    cages
        Solver processes (`solver_processes`) to use and to leave loaded; None = some of its own.

    Raises
    ------
    SolverFailed
        When not one checked plan was found; says what the solver processes said.
    """
    warm_up()
    started = time.monotonic()
    best = Incumbent(numbered, started, deadline=started + settings.time_limit, stop=stop)
    race = _Race(numbered, settings, best)
    if on_better:
        best.on_better = lambda plan: on_better(plan, race.log("interrupted"))
    if len(numbered.problem.jobs) and len(numbered.shifts):
        if cages:
            race.run(cages)
        else:
            with solver_processes(settings.cores, settings.memory_limit) as own:
                race.run(own)
    else:
        best.offer([[] for _ in numbered.shifts])
    best.confirm()
    if best.plan is None:
        raise SolverFailed("; ".join([*race.statuses, *map(str, best.refused)]) or "no plan keeps every rule")
    return best.plan, race.log(race.ended_by())


def solver_processes(count: int, memory_limit: int) -> Cages:
    """Processes with OR-Tools loaded, for any number of searches one after the other; see `Cages`."""
    return Cages(ROOM, count, memory_limit)


class _Race:
    """The solver processes of one search: first each on the whole day, when it is small; then each on a region."""

    def __init__(self, numbered: Numbered, settings: Settings, best: Incumbent) -> None:
        self.numbered, self.settings, self.best = numbered, settings, best
        self.started, self.deadline = best.started, best.deadline
        self.whole_until = best.started + settings.time_limit * share_of_whole_day(numbered.data)
        self.rng = np.random.default_rng(settings.seed)
        self.visits = np.zeros(len(numbered.shifts))
        self.ready_after: float | None = None
        self.statuses: list[str] = []
        self.idle: list[Cage] = []
        self.work: dict[Cage, Region | None] = {}
        """What each busy process works on; None = the whole day."""

    def run(self, cages: Cages) -> None:
        """Plan at once by insertion, then improve until the deadline, the stop, or the end of every process."""
        self.idle = cages.idle()
        self.best.offer(construct(self.numbered.data, self.best.go_on))
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
            work = region(self.numbered.data, self.best.orders, busy, self.visits + chance)
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

    def _judge(self, cage: Cage, orders: Orders) -> None:
        work = self.work[cage]
        self.best.offer(work.splice(self.best.orders, orders) if work else orders)

    def ended_by(self) -> EndedBy:
        """What ended the search."""
        if self.best.stop is not None and self.best.stop.is_set():
            return "stop"
        early = time.monotonic() - self.started < self.settings.time_limit - 1
        return "finished" if early and not self.work else "deadline"

    def log(self, ended_by: EndedBy) -> SearchLog:
        """The story of the search."""
        seconds = time.monotonic() - self.started
        improvements = self.best.improvements
        return SearchLog(
            ready_after=self.ready_after or 0.0,
            first_plan_after=improvements[0].seconds if improvements else seconds,
            seconds=seconds,
            stopped_by=ended_by,
            statuses=tuple(self.statuses),
            improvements=tuple(improvements),
        )


def share_of_whole_day(a: Arrays) -> float:
    """The share of the budget in which the day is searched as one: breaks make OR-Tools many times slower."""
    if len(a.breaks):
        return 0.5 if len(a.jobs) <= SMALL_WITH_BREAKS else 0.0
    return 1.0 if len(a.jobs) <= SMALL else 0.0


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
    orders, one = np.zeros((1, 2), dtype=np.int64), np.ones(1, dtype=np.int64)
    cheapest_shift(numbered.data, orders, one, one, 1, orders[0].copy(), new_timing(2), new_table(2))
