"""Who does the work: technicians, their skills, and their shifts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from dispatcher.fields import Count, Identifier, Instant, Level, Pace, Price, Seconds, Value
from dispatcher.place import Place


class Skill(Value):
    """Something a technician is able, and where needed certified, to do."""

    name: Identifier
    level: Level = 1
    valid_from: date | None = None
    """First local day on which it may be used; None = always was."""
    valid_until: date | None = None
    """Last local day on which it may be used; None = always will be."""

    def valid_on(self, day: date) -> bool:
        """Whether the skill may be used on that local day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class Break(Value):
    """A pause that interrupts travel, setup or waiting, never service."""

    id: Identifier = "break"
    """Unique within the shift."""
    earliest: Instant
    """Earliest start, inclusive."""
    latest: Instant
    """Latest start, inclusive."""
    duration: Seconds
    paid: bool = False
    """Changes the figures only: working time always contains its breaks."""


class AvailableFrom(Value):
    """Where and when a re-plan takes over from what has already happened."""

    place: Place
    time: Instant


class Shift(Value):
    """One working period of one technician. Nothing crosses shifts: stock, overtime and max_jobs are per shift."""

    id: Identifier
    """Unique among the technician's shifts."""
    start: Instant
    end: Instant
    """Being home later than this is overtime."""
    start_place: Place | None = None
    """None = the technician's home."""
    end_place: Place | None = None
    """None = the technician's home."""
    breaks: Annotated[tuple[Break, ...], Field(max_length=4)] = ()
    """In the order in which they are taken."""
    max_overtime: Seconds = 0
    """Hard cap on the seconds after `end`."""
    max_jobs: Count | None = None
    van_stock: Mapping[Identifier, Count] | None = None
    """Part to quantity; None = the technician's van stock, restocked overnight."""
    available_from: AvailableFrom | None = None
    """In a re-plan: where and when the rest of this shift begins."""


class TechnicianRates(Value):
    """This technician's own rates; None = the rate in `Costs`."""

    travel_per_hour: Price | None = None
    travel_per_km: Price | None = None
    working_per_hour: Price | None = None
    overtime_per_hour: Price | None = None


class Technician(Value):
    """A person who does jobs."""

    id: Identifier
    name: str = ""
    region: str = ""
    labels: Mapping[str, str] = {}
    """Opaque to us, returned as given."""
    home: Place
    skills: tuple[Skill, ...] = ()
    tools: tuple[Identifier, ...] = ()
    van_stock: Mapping[Identifier, Count] = {}
    """Part to quantity in the van at the start of each shift."""
    pace: Mapping[Identifier, Pace] = {}
    """Skill to factor on durations; 0.8 means a fifth faster. The slowest of the skills that a job uses counts."""
    shifts: tuple[Shift, ...] = ()
    rates: TechnicianRates = TechnicianRates()

    def level(self, skill: str, day: date) -> int:
        """The highest level of `skill` valid on the local `day`; 0 when there is none."""
        return max((s.level for s in self.skills if s.name == skill and s.valid_on(day)), default=0)


def van_stock(technician: Technician, shift: Shift) -> Mapping[str, int]:
    """Part to quantity in the van at the start of the shift."""
    return technician.van_stock if shift.van_stock is None else shift.van_stock
