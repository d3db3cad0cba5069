"""What a plan may not change. When two locks clash: on site > technician > time > order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dispatcher.fields import Identifier, Instant, Seconds, Value


class TechnicianLock(Value):
    """The job stays on this shift, overriding skills, tools and choice of technician; never stock or overlap."""

    kind: Literal["technician"] = "technician"
    job: Identifier
    technician: Identifier
    shift: Identifier


class TimeLock(Value):
    """The job starts at `start`, give or take `tolerance`, whoever does it."""

    kind: Literal["time"] = "time"
    job: Identifier
    start: Instant
    tolerance: Seconds = 0


class BothLock(Value):
    """A technician lock and a time lock in one."""

    kind: Literal["both"] = "both"
    job: Identifier
    technician: Identifier
    shift: Identifier
    start: Instant
    tolerance: Seconds = 0


class OrderLock(Value):
    """When both jobs are planned, they are on one route, `first` before `then`; others may stand between."""

    kind: Literal["order"] = "order"
    first: Identifier
    then: Identifier


Lock = Annotated[TechnicianLock | TimeLock | BothLock | OrderLock, Field(discriminator="kind")]
