"""The kinds of value that every part of a problem is made of: instants, seconds, ids, prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from types import MappingProxyType
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
)

UNITS_PER_THOUSANDTH = 18_000
"""Money is counted inside in 1/18,000 of a thousandth, so that rates per hour, minute and km divide evenly."""

UNITS = 1000 * UNITS_PER_THOUSANDTH
"""Units of money in one whole currency unit."""

WIRE: Mapping[str, bool] = MappingProxyType({"wire": True})
"""Validation context of documents from outside, in which a whole number of money counts currency units too."""

MOST_MONEY = 10**12
"""Currency units: more than any plan can cost (`dispatcher.validation.MONEY_LIMIT`)."""


class Value(BaseModel):
    """Base of all values: immutable, and refusing fields it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_default=True,
    )


def _text_or_datetime(value: Any) -> Any:
    if not isinstance(value, str | datetime):
        raise ValueError("an instant is ISO 8601 text with an offset, such as 2026-11-23T08:00:00+01:00")
    return value


def _whole_second(value: datetime) -> datetime:
    if value.microsecond:
        raise ValueError("an instant is a whole second")
    return value


def _fixed_offset(value: datetime) -> datetime:
    """Two datetimes in one ZoneInfo are compared and subtracted by the wall clock, wrong when the clocks change."""
    try:
        return value.astimezone(timezone(value.utcoffset() or timedelta()))
    except OverflowError:
        raise ValueError("an instant lies in the years 1 to 9999, in UTC too") from None


def _number_not_flag(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number, not true or false")
    return str(value) if isinstance(value, float) else value


FIRST_INSTANT, LAST_INSTANT = -62_135_510_400, 253_402_128_000
"""0001-01-02 and 9999-12-30 in seconds since 1970: what a datetime can hold in every time zone."""


def instant_at(seconds: int, zone: ZoneInfo) -> datetime:
    """The local time at so many seconds since 1970; the first and the last day of the calendar are the ends of time."""
    return datetime.fromtimestamp(min(max(seconds, FIRST_INSTANT), LAST_INSTANT), zone)


Instant = Annotated[
    AwareDatetime, BeforeValidator(_text_or_datetime), AfterValidator(_whole_second), AfterValidator(_fixed_offset)
]
"""A moment, to the whole second, always with its offset, which is fixed: comparing and subtracting go by real time."""

Seconds = Annotated[int, Field(strict=True, ge=0, le=31 * 86_400)]
"""A length of time, 0 to 31 days."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
"""How many."""

Amount = Annotated[int, Field(strict=True, ge=0)]
"""Seconds or metres in an answer: sums, and how late somebody is, have no upper limit."""

Level = Annotated[int, Field(strict=True, ge=1, le=99)]
"""A skill level: a higher one satisfies a lower one."""

Priority = Annotated[int, Field(strict=True, ge=1, le=5)]
"""1 (most urgent) to 5."""

Identifier = Annotated[str, Field(min_length=1, max_length=200)]
"""A name that programs refer to; unique among its kind."""

Price = Annotated[
    Decimal, BeforeValidator(_number_not_flag), Field(ge=0, le=1_000_000_000, decimal_places=3, max_digits=13)
]
"""An amount of money in currency units, 0 to 10^9, at most three decimals."""

Pace = Annotated[
    Decimal, BeforeValidator(_number_not_flag), Field(ge=Decimal("0.1"), le=10, decimal_places=3, max_digits=5)
]
"""A factor on durations, 0.1 to 10, at most three decimals; 2 means twice as long."""


def thousandths(amount: Decimal) -> int:
    """A decimal with at most three decimals as a whole number of thousandths."""
    return int(amount * 1000)


def units(amount: Decimal) -> int:
    """Currency units as the integer units in which all money is summed."""
    return thousandths(amount) * UNITS_PER_THOUSANDTH


_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def _money_from_wire(value: Any, info: ValidationInfo) -> Any:
    counts_units = not (info.context and info.context.get("wire"))
    if counts_units and isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        amount = Decimal(str(value)) if _AMOUNT.fullmatch(str(value)) else Decimal("NaN")
        if abs(amount) <= MOST_MONEY:
            return int((amount * UNITS).to_integral_value(ROUND_HALF_EVEN))
    except InvalidOperation:
        pass
    raise ValueError(f"an amount of money is a decimal number up to {MOST_MONEY}")


def printed(money: int) -> Decimal:
    """Units as currency units, rounded half to even to thousandths: the only place where money is rounded."""
    whole, rest = divmod(money, UNITS_PER_THOUSANDTH)
    twice = 2 * rest
    up = twice > UNITS_PER_THOUSANDTH or (twice == UNITS_PER_THOUSANDTH and whole % 2 == 1)
    return Decimal(whole + up).scaleb(-3)


_MoneyOnTheWire = (
    Annotated[str, Field(pattern=f"^{_AMOUNT.pattern}$")] | Annotated[float, Field(ge=-MOST_MONEY, le=MOST_MONEY)]
)

Money = Annotated[
    int,
    BeforeValidator(_money_from_wire, json_schema_input_type=_MoneyOnTheWire),
    PlainSerializer(lambda money: str(printed(money)), return_type=str, when_used="json"),
]
"""An exact amount: integer units inside, currency units as decimal text on the wire (rounded to thousandths)."""
