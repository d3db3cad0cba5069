"""Weights of the objective: so many times what a term costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import Field

from dispatcher.fields import Value
from dispatcher.problem import Problem
from dispatcher.scenario.change import Change, changed, rebuilt

Weight = Annotated[float, Field(ge=0, le=1000)]

PRICES: Mapping[str, tuple[str, ...]] = {
    "travel": ("travel_per_hour", "travel_per_km"),
    "working_time": ("working_per_hour",),
    "overtime": ("overtime_per_hour",),
    "promise_missed": ("promise_missed",),
    "respond_missed": ("respond_missed",),
    "resolve_missed": ("resolve_missed",),
    "unassigned": ("unassigned", "must_plan"),
    "preferred_missed": ("preferred_missed",),
    "overqualified": ("overqualified",),
    "waiting_customer": ("waiting_customer",),
    "change": ("change",),
    "imbalance": ("imbalance",),
}
"""Weight to the fields of `Costs` that it scales."""


class CostWeights(Change):
    """Terms of the objective cost so many times as much, technicians' own rates and jobs' own prices included.

    The total is then in other money than before: compare promises or hours, or bill the plan at old prices.
    """

    reprices: ClassVar[bool] = True

    travel: Weight = 1.0
    """On travel, per hour and per km."""
    working_time: Weight = 1.0
    """On an hour of working time."""
    overtime: Weight = 1.0
    """On an hour of overtime."""
    promise_missed: Weight = 1.0
    """On coming later than promised, step and minutes."""
    respond_missed: Weight = 1.0
    """On coming later than respond_by."""
    resolve_missed: Weight = 1.0
    """On finishing later than resolve_by."""
    unassigned: Weight = 1.0
    """On leaving a job out, must_plan included."""
    preferred_missed: Weight = 1.0
    """On sending somebody else than preferred."""
    overqualified: Weight = 1.0
    """On each level above those asked for."""
    waiting_customer: Weight = 1.0
    """On each hour a customer waits."""
    change: Weight = 1.0
    """On what a re-plan changes of what was told."""
    imbalance: Weight = 1.0
    """On long shifts."""

    def applied(self, problem: Problem) -> Problem:
        """The day at those prices, rounded to thousandths."""
        factors = {field: Decimal(str(getattr(self, weight))) for weight, fields in PRICES.items() for field in fields}
        own = factors["unassigned"]
        return rebuilt(
            problem,
            costs=_with_prices(problem.costs, factors),
            technicians=tuple(changed(one, rates=_with_prices(one.rates, factors)) for one in problem.technicians),
            jobs=tuple(changed(job, unassigned_price=_times(job.unassigned_price, own)) for job in problem.jobs),
        )


def _with_prices(value: Any, factors: Mapping[str, Decimal]) -> Any:
    scaled = {name: _times(getattr(value, name), factor) for name, factor in factors.items() if hasattr(value, name)}
    return changed(value, **scaled)


def _times(price: Any, factor: Decimal) -> Any:
    """Every amount of money in a price, a table or a tuple of them, times the factor."""
    if isinstance(price, Decimal):
        return (price * factor).quantize(Decimal("0.001"))
    if isinstance(price, Value):
        return changed(price, **{name: _times(getattr(price, name), factor) for name in type(price).model_fields})
    if isinstance(price, Mapping):
        return {name: _times(amount, factor) for name, amount in price.items()}
    return tuple(_times(amount, factor) for amount in price) if isinstance(price, tuple) else price
