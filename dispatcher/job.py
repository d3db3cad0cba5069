"""What is to be done: jobs, the times they may start, and what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import ConfigDict, Field

from dispatcher.fields import Count, Identifier, Instant, Level, Price, Priority, Seconds, Value
from dispatcher.place import Place


class ServiceClass(StrEnum):
    """Who pays, and so how much a promise weighs."""

    PAID = "paid"
    CONTRACT = "contract"
    WARRANTY = "warranty"
    COURTESY = "courtesy"
    INTERNAL = "internal"


class TimeWindow(Value):
    """When service may START; both ends inclusive; hard."""

    earliest_start: Instant
    latest_start: Instant


class Promise(Value):
    """The arrival window last told to the customer.

    `from_` (``from`` on the wire) is a hard earliest start: nobody is at home before. `until` is soft and priced.
    """

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    from_: Instant = Field(alias="from")
    until: Instant
    told_at: Instant | None = None
    """When the customer was told; None = not told yet, so changing it is free."""


class SkillNeeds(Value):
    """Which skills at which minimum levels a job asks for."""

    all: Mapping[Identifier, Level] = {}
    """Every one of these."""
    any: Mapping[Identifier, Level] = {}
    """At least one of these, when there are any."""
    none: Mapping[Identifier, Level] = {}
    """Nobody who holds one of these at this level or above."""


class TechnicianChoice(Value):
    """Who may, who should, and who must not do a job."""

    only: tuple[Identifier, ...] = ()
    """Nobody but these, when there are any."""
    preferred: tuple[Identifier, ...] = ()
    """Anybody else costs `Costs.preferred_missed`, when there are any."""
    excluded: tuple[Identifier, ...] = ()


class Job(Value):
    """One piece of work at one place."""

    id: Identifier
    ticket: str = ""
    """What the customer reported; one ticket leads to one or more jobs."""
    type: str = ""
    """The key of default durations, of learning and of figures."""
    description: str = ""
    """The fault as reported; printed on the day sheet."""
    region: str = ""
    labels: Mapping[str, str] = {}
    """Opaque to us, returned as given."""
    place: Place
    duration: Seconds
    """Work on site, for a pace of 1."""
    duration_spread: Seconds = 0
    """Standard deviation of the duration; 0 = not known."""
    setup: Seconds = 0
    """Parking, signing in, unloading: paid once per place."""
    time_windows: tuple[TimeWindow, ...] = ()
    """None given = any time."""
    latest_finish: Instant | None = None
    """Hard: done before closing."""
    promise: Promise | None = None
    released_at: Instant | None = None
    """When the customer began to wait."""
    respond_by: Instant | None = None
    """Service-level clock on the start; soft, priced."""
    resolve_by: Instant | None = None
    """Service-level clock on the finish; soft, priced."""
    service_class: ServiceClass = ServiceClass.PAID
    priority: Priority = 3
    must_plan: bool = False
    """Priced above all others together; left out, the result is `incomplete`."""
    unassigned_price: Price | None = None
    """Price of leaving this job out; None = the table in `Costs`."""
    skills: SkillNeeds = SkillNeeds()
    tools: tuple[Identifier, ...] = ()
    parts: Mapping[Identifier, Count] = {}
    """Part to quantity, taken from the van and consumed along the route."""
    technicians: TechnicianChoice = TechnicianChoice()
