"""The plan with everything a person or program wants to know about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from dispatcher.fields import Amount, Count, Money, Value
from dispatcher.job import ServiceClass
from dispatcher.plan import Conflict, Plan, Violation
from dispatcher.settings import Settings


class Legs(Value):
    """Travel split by where it happens."""

    first: int = 0
    """From the start places to the first stops."""
    between: int = 0
    last: int = 0
    """From the last stops to the end places."""

    @property
    def total(self) -> int:
        """All legs together."""
        return self.first + self.between + self.last


class ClassCount(Value):
    """Jobs of one service class."""

    planned: Count = 0
    unassigned: Count = 0


class Kpis(Value):
    """The figures of a plan. Times in seconds, distances in metres."""

    jobs: Count
    planned: Count
    by_class: Mapping[ServiceClass, ClassCount]
    shifts: Count
    shifts_used: Count
    promises: Count
    """Planned jobs that carry a promise."""
    promises_kept: Count
    late_p50: Amount
    """Median lateness of the late jobs (nearest rank); 0 when none is late."""
    late_p90: Amount
    late_max: Amount
    responses: Count
    """Planned jobs that carry a respond_by."""
    responses_kept: Count
    travel: Legs
    distance: Legs
    service: Amount
    idle: Amount
    """Waiting, breaks not counted."""
    breaks: Amount
    working_time: Amount
    overtime: Amount
    utilisation: float | None
    """Service time as a share of the length of the shifts used, 0 to 1; None when no shift is used."""


EndedBy = Literal["deadline", "stop", "finished", "interrupted"]
"""interrupted: this is the best plan of a search that could not end properly, such as one whose process died."""


class Improvement(Value):
    """A better checked plan, and when it was found."""

    seconds: float
    """Since the call."""
    cost: Money


class SearchLog(Value):
    """How the search went."""

    ready_after: float
    """Seconds from the call until a solver process was up; 0 when one was up before."""
    first_plan_after: float
    """Seconds from the call to the first checked plan."""
    seconds: float
    """Seconds from the call to the answer."""
    stopped_by: EndedBy
    statuses: tuple[str, ...]
    """What each solver process said of its own end, by OR-Tools' name."""
    improvements: tuple[Improvement, ...] = ()


class Result(Value):
    """A checked plan with its figures and its origin."""

    status: Literal["complete", "incomplete"]
    """incomplete: a must_plan job is left out; the plan is valid all the same."""
    plan: Plan
    kpis: Kpis
    conflicts: tuple[Conflict, ...] = ()
    overridden: tuple[Violation, ...] = ()
    """Rules that a technician lock overrides: skills, tools, choice of technician."""
    search: SearchLog
    settings: Settings
    travel_source: str
    versions: Mapping[str, str]
    problem_hash: str
    """SHA-256 of the problem's document."""
