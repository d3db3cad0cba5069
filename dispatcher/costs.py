"""What a plan costs: prices a person sets, and the exchange rates that make them comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, field_validator

from dispatcher.fields import Price, Priority, Seconds, Value
from dispatcher.job import ServiceClass


class Term(StrEnum):
    """The named terms whose sum is the cost of a plan."""

    TRAVEL_TIME = "travel_time"
    TRAVEL_DISTANCE = "travel_distance"
    WORKING_TIME = "working_time"
    OVERTIME = "overtime"
    IMBALANCE = "imbalance"
    PROMISE_MISSED = "promise_missed"
    RESPOND_MISSED = "respond_missed"
    RESOLVE_MISSED = "resolve_missed"
    PREFERRED_MISSED = "preferred_missed"
    OVERQUALIFIED = "overqualified"
    WAITING_CUSTOMER = "waiting_customer"
    PROMISE_BROKEN = "promise_broken"
    TECHNICIAN_SWAPPED = "technician_swapped"
    START_MOVED = "start_moved"
    UNASSIGNED = "unassigned"


class LatePrice(Value):
    """A step as soon as it is late at all, then so much per minute."""

    step: Price
    per_minute: Price


class ChangePrices(Value):
    """What a re-plan pays for changing what a customer was told; charged only against a starting plan."""

    promise_broken: Price = Decimal(50)
    """A told promise was kept in the starting plan and is missed now."""
    technician_swapped: Price = Decimal(10)
    """Another technician comes than the one in the starting plan; per told job."""
    start_moved: Price = Decimal(15)
    """The start moved by more than `tolerance`; per told job."""
    tolerance: Seconds = 900


class Imbalance(Value):
    """A price on long shifts: so much for each hour of working time above the target. Off by default."""

    target: Seconds = 8 * 3600
    per_hour: Price = Decimal(0)


def _late(step: str, per_minute: str) -> LatePrice:
    return LatePrice(step=Decimal(step), per_minute=Decimal(per_minute))


FivePrices = Annotated[tuple[Price, ...], Field(min_length=5, max_length=5)]
"""One price for each priority, from 1 (most urgent) to 5."""


def _five(*prices: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(price) for price in prices)


class Costs(Value):
    """Every weight of the objective, in currency units. Tables by service class must name every class."""

    currency: str = "EUR"
    """A label for print; amounts are never converted."""
    travel_per_hour: Price = Decimal(30)
    travel_per_km: Price = Decimal("0.30")
    working_per_hour: Price = Decimal(1)
    """From leaving home to coming home: travel, service, waiting, breaks."""
    overtime_per_hour: Price = Decimal(45)
    """Past the shift's end."""
    promise_missed: Mapping[ServiceClass, LatePrice] = {
        ServiceClass.PAID: _late("20", "1"),
        ServiceClass.CONTRACT: _late("30", "1.25"),
        ServiceClass.WARRANTY: _late("20", "1"),
        ServiceClass.COURTESY: _late("10", "0.50"),
        ServiceClass.INTERNAL: _late("0", "0.20"),
    }
    """Start later than promise.until."""
    respond_missed: Mapping[ServiceClass, LatePrice] = {
        ServiceClass.PAID: _late("10", "0.50"),
        ServiceClass.CONTRACT: _late("40", "1"),
        ServiceClass.WARRANTY: _late("10", "0.50"),
        ServiceClass.COURTESY: _late("5", "0.25"),
        ServiceClass.INTERNAL: _late("0", "0.20"),
    }
    """Start later than respond_by."""
    resolve_missed: Mapping[ServiceClass, LatePrice] = {
        ServiceClass.PAID: _late("10", "0.50"),
        ServiceClass.CONTRACT: _late("60", "1"),
        ServiceClass.WARRANTY: _late("10", "0.50"),
        ServiceClass.COURTESY: _late("5", "0.25"),
        ServiceClass.INTERNAL: _late("0", "0.20"),
    }
    """Finish later than resolve_by."""
    unassigned: Mapping[ServiceClass, FivePrices] = {
        ServiceClass.PAID: _five("500", "320", "200", "140", "100"),
        ServiceClass.CONTRACT: _five("750", "480", "300", "210", "150"),
        ServiceClass.WARRANTY: _five("500", "320", "200", "140", "100"),
        ServiceClass.COURTESY: _five("300", "190", "120", "85", "60"),
        ServiceClass.INTERNAL: _five("200", "130", "80", "55", "40"),
    }
    """Leaving a job out, by priority 1 to 5."""
    must_plan: Price = Decimal(10_000)
    """Leaving out a must_plan job costs this plus the prices of all other jobs together."""
    preferred_missed: Price = Decimal(5)
    """Somebody else than a preferred technician; per job."""
    overqualified: Price = Decimal(1)
    """Per job and level above the levels asked for in skills.all."""
    change: ChangePrices = ChangePrices()
    waiting_customer: FivePrices = _five("0.80", "0.40", "0.20", "0.10", "0.05")
    """Per hour from release (or the plan's start, if later) to the start of service, by priority 1 to 5."""
    imbalance: Imbalance = Imbalance()

    @field_validator("promise_missed", "respond_missed", "resolve_missed", "unassigned")
    @classmethod
    def _names_every_class(cls, table: Mapping[ServiceClass, Any]) -> Mapping[ServiceClass, Any]:
        absent = [kind.value for kind in ServiceClass if kind not in table]
        if absent:
            raise ValueError(f"a table by service class names every class; here no {', no '.join(absent)}")
        return table

    def unassigned_price(self, service_class: ServiceClass, priority: Priority) -> Decimal:
        """The table's price of leaving out a job that is not must_plan."""
        return self.unassigned[service_class][priority - 1]

    def exchange_rates(self) -> Iterator[str]:
        """What one thing is worth in another, as sentences a planner can argue with."""
        minute = self.promise_missed[ServiceClass.PAID].per_minute
        pairs = {
            "one hour of travel": self.travel_per_hour,
            "one hour of overtime": self.overtime_per_hour,
            "ten kilometres": 10 * self.travel_per_km,
            "one unassigned paid job of priority 3": self.unassigned_price(ServiceClass.PAID, 3),
            "one unassigned contract job of priority 1": self.unassigned_price(ServiceClass.CONTRACT, 1),
            "another technician than preferred": self.preferred_missed,
            "one told promise broken by a re-plan": self.change.promise_broken,
        }
        for name, price in pairs.items():
            late = f" = {price / minute:.0f} late minutes of a paid job" if minute else ""
            yield f"{name} = {price:.2f} {self.currency}{late}"
