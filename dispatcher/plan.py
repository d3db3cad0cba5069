"""What is answered: stops with their times, routes, and the jobs left out with their reasons.

A plan's decisions are, per shift: the departure, the order of stops, and where each break is taken. Every other field
follows from them and is recomputed by `dispatcher.check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from dispatcher.costs import Term
from dispatcher.fields import Amount, Count, Identifier, Instant, Money, Value

Bill = Mapping[Term, Money]
"""Cost by named term; a term that costs nothing is left out."""

Fact = Annotated[int, Field(strict=True)] | str
"""A number, an id or an instant (ISO 8601 text) that shows why."""


def total(bill: Bill) -> int:
    """The exact sum of a bill, in units."""
    return sum(bill.values())


class StopKind(StrEnum):
    """What happens at a stop."""

    JOB = "job"
    BREAK = "break"
    DEPOT = "depot"
    """Refills tools and parts."""
    APPOINTMENT = "appointment"
    """A private engagement of the technician. Not yet supported anywhere but in the format."""


class Stop(Value):
    """A job placed on a route, or a break or depot visit between jobs, with its times."""

    kind: StopKind
    id: Identifier
    """Id of the job, of the shift's break, or of the depot."""
    travel: Amount = 0
    """Seconds of travel from the previous place; 0 for a break."""
    distance: Amount = 0
    """Metres from the previous place; 0 for a break."""
    arrival: Instant
    """At the door. A break's arrival is its start."""
    wait: Amount = 0
    """Seconds idle before the start, travel, setup and breaks not counted."""
    start: Instant
    finish: Instant
    lateness: Amount = 0
    """Seconds that the start lies past promise.until; 0 without a promise."""
    parts: Mapping[Identifier, Count] = {}
    """Parts used up here."""
    cost: Bill = Field(default={})
    """What this job costs where it stands, the route's own terms (travel, working time, overtime, imbalance) apart."""


class Route(Value):
    """The stops of one shift. A shift without stops has no route."""

    technician: Identifier
    shift: Identifier
    departure: Instant
    """Leaving the start place: one of the plan's decisions."""
    stops: tuple[Stop, ...]
    travel_home: Amount = 0
    """Seconds of the last leg."""
    distance_home: Amount = 0
    """Metres of the last leg."""
    arrival_home: Instant
    working_time: Amount
    """Seconds from departure to arrival home: travel, setup, service, waiting and breaks."""
    overtime: Amount = 0
    """Seconds past the shift's end."""
    cost: Bill
    """All terms of the route, those of its jobs included."""


class Reason(Value):
    """One rule that blocks a job, and by how much."""

    code: str
    """A key of `dispatcher.explain.CODES`."""
    facts: Mapping[str, Fact] = {}
    """The numbers, ids and instants that show it; seconds as `by`."""


class Option(Value):
    """One place for a job on one shift: all rules that block it there, and what the plan would cost more with it."""

    technician: Identifier
    shift: Identifier
    after: Identifier | None = None
    """The job of the route that it would follow; None = it would come first."""
    reasons: tuple[Reason, ...] = ()
    """Every rule that would have to be relaxed; without any, the job could stand there now."""
    effort: Amount = 0
    """How much that is, in minutes: see `dispatcher.explain.EFFORT`."""
    extra: Money
    """What the plan's routes would cost more with the job there, the rules relaxed; below zero: less."""
    cost: Bill = Field(default={})
    """The same by term; a term that stays as it is is left out."""


class UnassignedJob(Value):
    """A job in no route."""

    job: Identifier
    reasons: tuple[Reason, ...] = ()
    """What keeps it out, of all technicians together."""
    options: tuple[Option, ...] = ()
    """The places that need the least relaxation, one for each technician; least effort first, then least extra."""
    cost: Money
    """The price of leaving it out."""


class Explanation(Value):
    """Why a job is where it is, and what it would take and cost to have it elsewhere."""

    job: Identifier
    technician: Identifier | None = None
    """Who does it; None = unassigned."""
    shift: Identifier | None = None
    after: Identifier | None = None
    """The job of its route that it follows; None = it comes first, or is unassigned."""
    cost: Bill
    """What the plan costs more with the job where it is than without it; unassigned: the price of leaving it out."""
    reasons: tuple[Reason, ...] = ()
    """Of an unassigned job: what keeps it out, of all technicians together."""
    options: tuple[Option, ...] = ()
    """As in `UnassignedJob`; of a planned job, against where it stands: other places, other technicians."""


class Plan(Value):
    """All routes and the unassigned jobs: every job of the problem exactly once."""

    routes: tuple[Route, ...]
    unassigned: tuple[UnassignedJob, ...] = ()
    cost: Bill
    """Cost by term: the sum of the routes' costs and of the unassigned jobs' prices."""


class Violation(Value):
    """A physical or contractual rule that a plan breaks, or a number in it that is not true."""

    code: str
    technician: Identifier | None = None
    shift: Identifier | None = None
    stop: Identifier | None = None
    """Id of the job, break or depot."""
    facts: Mapping[str, Fact] = {}
    """The numbers that show it."""

    def __str__(self) -> str:
        where = " ".join(part for part in (self.technician, self.shift, self.stop) if part)
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return f"{self.code} at {where or 'plan'}" + (f": {facts}" if facts else "")


class Conflict(Violation):
    """A lock that cannot be kept, against another lock or against reality; the job stays where it is locked."""
