"""A day computed by hand, and the small world in which such days take place.

Everybody lives and works along one road. Place ``m20`` lies at minute 20 of it: a minute is a kilometre, 60 km/h.
So a leg of 10 minutes costs 5.00 for the time (30 an hour) and 3.00 for the way (0.30 a km). Working time costs 0.10 a
minute, overtime 0.75, a waiting customer 0.01, unless a day says otherwise. The day is Monday, 23 November 2026, in
Zurich; shifts run from 08:00 to 17:00.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dispatcher.costs import Term
from dispatcher.fields import UNITS
from dispatcher.plan import StopKind
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix
from tests.brute_force import Decisions
from tests.slow_clock import RouteDecision
from tests.slow_facts import at

Document = dict[str, Any]


@dataclass(frozen=True)
class Day:
    """A problem, a plan's decisions, and what follows from them by hand."""

    problem: Problem
    decisions: Decisions
    times: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a stop: arrival, start, finish. Of a technician: departure, arrival home. Every stop of a valid day."""
    bill: Mapping[str, str] = field(default_factory=dict)
    """Cost by term in currency units, terms that cost nothing left out; a fraction where it is not a thousandth."""
    valid: bool = True
    conflicts: int = 0
    best: bool = False
    """Nothing is cheaper: the decisions are an optimum."""

    @property
    def travel(self) -> TravelMatrix:
        """Minutes and kilometres along the road."""
        spots = [place.index or 0 for place in self.problem.places]
        away = np.abs(np.subtract.outer(spots, spots))
        return TravelMatrix(tuple(place.id for place in self.problem.places), away * 60, away * 1000, "the road")

    @property
    def units(self) -> dict[Term, int]:
        """The bill in units of money."""
        exact = {Term(term): Fraction(amount) * UNITS for term, amount in self.bill.items()}
        assert all(amount.denominator == 1 for amount in exact.values())
        return {term: int(amount) for term, amount in exact.items()}

    @property
    def seconds(self) -> dict[str, tuple[int, ...]]:
        """The times in epoch seconds."""
        return {name: tuple(at(clock(text)) for text in texts) for name, texts in self.times.items()}


def clock(text: str) -> datetime:
    """``08:00`` on the day, ``24 08:00`` on another day of that month, or any instant with its offset."""
    if "T" in text:
        return datetime.fromisoformat(text)
    day, _, time = text.rpartition(" ")
    return datetime.fromisoformat(f"2026-11-{day or 23}T{time}").replace(tzinfo=ZoneInfo("Europe/Zurich"))


def place(minute: int) -> Document:
    """A place by its minute along the road."""
    return {"id": f"m{minute}", "index": minute}


def shift(start: str = "08:00", end: str = "17:00", name: str = "day", **more: Any) -> Document:
    """A working period."""
    return {"id": name, "start": clock(start), "end": clock(end)} | more


def pause(name: str, earliest: str, latest: str, minutes: int) -> Document:
    """A break."""
    return {"id": name, "earliest": clock(earliest), "latest": clock(latest), "duration": 60 * minutes}


def technician(name: str = "tina", *shifts: Document, home: int = 0, **more: Any) -> Document:
    """A technician who lives at minute 0 and works one ordinary shift, unless told otherwise."""
    return {"id": name, "home": place(home), "shifts": list(shifts) or [shift()]} | more


def skill(name: str, level: int = 1, **dates: str) -> Document:
    """A certificate."""
    return {"name": name, "level": level} | dates


def window(earliest: str, latest: str) -> Document:
    """A time window."""
    return {"earliest_start": clock(earliest), "latest_start": clock(latest)}


def promise(start: str, until: str, *, told: bool = False) -> Document:
    """What the customer may expect, and whether they were told the day before."""
    return {"from": clock(start), "until": clock(until), "told_at": clock("22 12:00") if told else None}


def job(name: str, minute: int, minutes: float, **more: Any) -> Document:
    """A paid job of priority 3 (200 if left out) at a minute of the road, so many minutes long."""
    return {"id": name, "place": place(minute), "duration": round(60 * minutes)} | more


def problem(jobs: list[Document], technicians: list[Document] | None = None, **more: Any) -> Problem:
    """A problem in this world; `costs` are those of the world, changed where given."""
    costs = {"working_per_hour": 6, "waiting_customer": ["0.60"] * 5} | more.pop("costs", {})
    world = {"time_zone": "Europe/Zurich", "technicians": technicians or [technician()], "jobs": jobs, "costs": costs}
    return Problem.model_validate(world | more)


def route(technician: str, departure: str, *stops: str, shift: str = "day") -> RouteDecision:
    """Stops by name: ``a`` is a job, ``break lunch`` a break, ``depot main`` a depot stop."""
    return RouteDecision(technician, shift, at(clock(departure)), tuple(map(_step, stops)))


def _step(text: str) -> tuple[StopKind, str]:
    kind, _, name = text.rpartition(" ")
    return StopKind(kind or "job"), name


def plan(*routes: RouteDecision, left_out: tuple[str, ...] = ()) -> Decisions:
    """The decisions of a plan."""
    return Decisions(routes, left_out)
