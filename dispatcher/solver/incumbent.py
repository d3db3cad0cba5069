"""The best plan found so far, checked before anybody sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dispatcher.arrays import Numbered
from dispatcher.check import check
from dispatcher.plan import Plan, Violation, total
from dispatcher.result import EndedBy, Improvement, SearchLog
from dispatcher.solver.cage import StopSignal
from dispatcher.solver.insertion import fill_free_places
from dispatcher.solver.orders import left_out_prices, orders_cost, to_plan
from dispatcher.solver.task import Orders

CHECK_SHARE = 10
"""Between two checks at least this many times the seconds that a check takes."""

EXPLAINING, ON_EACH_SHIFT = 0.01, 0.0001
"""Seconds to say why one job is left out, and of these for each shift."""

LONGEST_EXPLAINING = 0.2
"""Share of the time limit that is kept for that at most."""


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
        left_out = self.numbered.data.count - self._planned() if self.orders else 0
        each = EXPLAINING + ON_EACH_SHIFT * len(self.numbered.shifts)
        return min(each * left_out, LONGEST_EXPLAINING * (self.deadline - self.started))

    def _planned(self) -> int:
        return sum(job < self.numbered.data.count for order in self.orders for job in order)

    def take(self, orders: Orders) -> None:
        """Keep these orders when they are better."""
        cost = orders_cost(self.numbered.data, orders)
        if cost is not None and cost < self.cost:
            self.orders, self.cost = orders, cost

    def offer(self, orders: Orders) -> None:
        """Fill the free places of these orders; keep them when they are better."""
        cost = orders_cost(self.numbered.data, orders)
        if cost is None or cost - self._most_to_gain(orders) >= self.cost:
            return
        self.take(fill_free_places(self.numbered.data, orders, go_on=self.go_on))

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

    def log(self, ended_by: EndedBy, ready_after: float | None, statuses: Sequence[str]) -> SearchLog:
        """The story of the search.

        Parameters
        ----------
        ready_after
            Seconds until a solver process was up; None when none was asked.
        statuses
            What solver processes said of their ends.
        """
        seconds = time.monotonic() - self.started
        return SearchLog(
            ready_after=ready_after or 0.0,
            first_plan_after=self.improvements[0].seconds if self.improvements else seconds,
            seconds=seconds,
            stopped_by=ended_by,
            statuses=tuple(statuses),
            improvements=tuple(self.improvements),
        )

    def _most_to_gain(self, orders: Orders) -> int:
        """What filling free places could save at most: the prices of all jobs left out."""
        planned = [job for order in orders for job in order]
        prices = left_out_prices(self.numbered.data)
        return int(prices.sum() - prices[planned].sum())
