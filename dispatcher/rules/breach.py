"""How a rule tells that it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from dispatcher.lookup import Lookup, epoch, instant
from dispatcher.plan import Conflict, Fact, Route, Violation

Facts = Mapping[str, Fact | datetime]
Breaches = Iterator[Violation]


def breach(
    lookup: Lookup, code: str, route: Route | None = None, stop: str | None = None, facts: Facts | None = None
) -> Violation:
    """A violation, its instants written in the problem's time zone.

    Parameters
    ----------
    code
        A key of `dispatcher.check.CODES`.
    route
        Whose technician and shift it names; None = no route's.
    stop
        Id of the job, break or depot.
    """
    return Violation(
        code=code,
        technician=route.technician if route else None,
        shift=route.shift if route else None,
        stop=stop,
        facts={
            name: instant(epoch(value), lookup.zone).isoformat() if isinstance(value, datetime) else value
            for name, value in (facts or {}).items()
        },
    )


def as_conflict(found: Violation) -> Conflict:
    """The same breach as something that cannot be helped."""
    return Conflict(**dict(found))
