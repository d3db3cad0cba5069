"""The jobs of a synthetic day: what broke, where, since when, and what was promised on the phone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.catalogue import JOB_TYPES, JobType
from benchmarks.city import City, Mix
from benchmarks.crew import Clock, can_do
from dispatcher.job import Job, Promise, ServiceClass, SkillNeeds, TechnicianChoice, TimeWindow
from dispatcher.place import Place
from dispatcher.technician import Technician

CALLS: Mapping[int, float] = dict(
    zip(range(7, 20), (0.08, 0.17, 0.15, 0.11, 0.08, 0.05, 0.09, 0.08, 0.06, 0.05, 0.04, 0.03, 0.01), strict=True)
)
"""Hour in which the customer called to share: mornings, and again after lunch."""

PROMISE_STARTS: Mapping[float, float] = {
    8: 0.22,
    9: 0.13,
    9.5: 0.07,
    10: 0.13,
    11: 0.07,
    12: 0.06,
    13: 0.14,
    14: 0.10,
    15: 0.05,
    16: 0.03,
}
"""Hour at which a promised window opens to share: mornings and the early afternoon."""

PROMISE_HOURS: Mapping[float, float] = {1: 0.12, 2: 0.45, 3: 0.18, 4: 0.25}
"""Width of a promise to share."""

PROMISED = 0.70
"""Share of private customers who were told a window; the others are at home all day."""

SHARED_PLACES = 0.04
"""Share of jobs in the same house as the job before."""

OPENING = ((8, 11.5), (13, 16))
"""Hours between which work may start at shops and offices: closed over noon."""

LAST_HOUR = 18
"""No promise reaches past it."""

SETUP_MINUTES = 3
"""Parking and ringing the bell."""

Key = TypeVar("Key")


@dataclass(frozen=True)
class Ticket:
    """What the customer reported, before anything is said about when somebody comes.

    Parameters
    ----------
    minutes
        Expected time on site.
    """

    kind: JobType
    fault: str
    place: Place
    minutes: int
    service_class: ServiceClass
    priority: int
    parts: Mapping[str, int]


def demand(
    rng: np.random.Generator, count: int, city: City, technicians: Sequence[Technician], clock: Clock, seconds: float
) -> tuple[Job, ...]:
    """Jobs that this crew has the skills and parts for.

    Parameters
    ----------
    count
        How many, at least 1.
    seconds
        Time on site of all jobs together, setup included; reached up to rounding to five minutes each.
    """
    kinds = _kinds(rng, count, technicians)
    minutes = _minutes(rng, kinds, seconds / 60 - count * SETUP_MINUTES)
    places = _places(rng, city, count)
    parts = _parts(rng, kinds, technicians)
    tickets = [_ticket(rng, *row) for row in zip(kinds, places, (int(value) for value in minutes), parts, strict=True)]
    urgent = _must_plan(tickets)
    starts, widths = _draw(rng, PROMISE_STARTS, count), _draw(rng, PROMISE_HOURS, count)
    called = _draw(rng, CALLS, count)
    digits = len(str(count))
    return tuple(
        Job(
            id=f"J{n + 1:0{digits}d}",
            ticket=f"{clock.day:%y%m}-{n + 1:0{digits}d}",
            must_plan=n in urgent,
            technicians=_preferred(rng, ticket, technicians),
            **_what(ticket),
            **_when(rng, ticket, clock, starts[n], widths[n], called[n]),
        )
        for n, ticket in enumerate(tickets)
    )


def _draw(rng: np.random.Generator, shares: Mapping[Key, float], count: int) -> list[Key]:
    """`count` keys in their shares, which need not sum to 1."""
    keys, weights = list(shares), np.array(list(shares.values()))
    return [keys[k] for k in rng.choice(len(keys), size=count, p=weights / weights.sum())]


def _levels(technician: Technician) -> dict[str, int]:
    return {skill.name: skill.level for skill in technician.skills}


def _kinds(rng: np.random.Generator, count: int, technicians: Sequence[Technician]) -> list[JobType]:
    """The desk takes only jobs that somebody has learnt."""
    levels = [_levels(technician) for technician in technicians]
    offered = [k for k, kind in enumerate(JOB_TYPES) if any(can_do(held, kind) for held in levels)]
    return [JOB_TYPES[k] for k in _draw(rng, {k: JOB_TYPES[k].share for k in offered}, count)]


def _minutes(rng: np.random.Generator, kinds: Sequence[JobType], wanted: float) -> NDArray[np.int64]:
    """Lognormal around the type's median, scaled to the wanted sum, in steps of five minutes from ten on."""
    drawn = np.array([kind.minutes for kind in kinds]) * rng.lognormal(0.0, 0.25, size=len(kinds))
    minutes: NDArray[np.int64] = np.maximum(10, 5 * np.rint(drawn * (wanted / drawn.sum()) / 5)).astype(np.int64)
    return minutes


def _places(rng: np.random.Generator, city: City, count: int) -> list[Place]:
    """Addresses; the larger the day, the more of it lies in the towns, and the wider the districts reach."""
    towns = float(np.clip(0.05 + 0.04 * np.log2(count / 50), 0.05, 0.30))
    mix: Mix = (0.55 * (1 - towns), 0.45 * (1 - towns), towns)
    widen = float(np.clip((count / 300) ** 0.15, 0.8, 1.7))
    ids = [f"place {n + 1:0{len(str(count))}d}" for n in range(count)]
    places = city.scatter(rng, ids, mix, widen)
    shared = rng.random(count) < SHARED_PLACES
    return [places[n - 1] if n and shared[n] else place for n, place in enumerate(places)]


def _parts(
    rng: np.random.Generator, kinds: Sequence[JobType], technicians: Sequence[Technician]
) -> list[dict[str, int]]:
    """One part for some jobs, as long as two thirds of what able technicians carry for the type last."""
    carried = {kind: _carried(kind, technicians) for kind in set(kinds)}
    used: Counter[str] = Counter()
    needs = []
    for kind, wanted in zip(kinds, rng.random(len(kinds)), strict=True):
        choice = [part for part in kind.parts if 3 * (used[part] + 1) <= 2 * carried[kind][part]]
        part = choice[int(rng.integers(len(choice)))] if choice and wanted < kind.part_share else None
        used.update([part] if part else [])
        needs.append({part: 1} if part else {})
    return needs


def _carried(kind: JobType, technicians: Sequence[Technician]) -> Counter[str]:
    stock: Counter[str] = Counter()
    for technician in technicians:
        if can_do(_levels(technician), kind):
            stock.update(technician.van_stock)
    return stock


def _ticket(rng: np.random.Generator, kind: JobType, place: Place, minutes: int, parts: Mapping[str, int]) -> Ticket:
    (service_class,) = _draw(rng, kind.classes, 1)
    priority = int(np.clip(kind.priority + rng.choice((-1, 0, 0, 0, 1)), 1, 5))
    fault = kind.faults[int(rng.integers(len(kind.faults)))]
    return Ticket(kind, fault, place, minutes, ServiceClass(service_class), priority, parts)


def _must_plan(tickets: Sequence[Ticket]) -> set[int]:
    """The most urgent three in a hundred, contracts first; at least one."""
    order = sorted(range(len(tickets)), key=lambda n: (tickets[n].priority, tickets[n].service_class != "contract"))
    return set(order[: max(1, round(0.03 * len(tickets)))])


def _preferred(rng: np.random.Generator, ticket: Ticket, technicians: Sequence[Technician]) -> TechnicianChoice:
    """A third of the contract customers of yearly services want the one who came last year."""
    if ticket.service_class is not ServiceClass.CONTRACT or ticket.kind.business or rng.random() > 1 / 3:
        return TechnicianChoice()
    someone = technicians[int(rng.integers(len(technicians)))]
    able = can_do(_levels(someone), ticket.kind)
    return TechnicianChoice(preferred=(someone.id,) if able else ())


def _what(ticket: Ticket) -> dict[str, Any]:
    return {
        "type": ticket.kind.name,
        "description": ticket.fault,
        "place": ticket.place,
        "duration": 60 * ticket.minutes,
        "duration_spread": 60 * round(ticket.minutes / 4),
        "setup": 60 * SETUP_MINUTES,
        "service_class": ticket.service_class,
        "priority": ticket.priority,
        "skills": SkillNeeds(all=ticket.kind.needs),
        "parts": ticket.parts,
    }


def _when(
    rng: np.random.Generator, ticket: Ticket, clock: Clock, opens: float, width: float, called: int
) -> dict[str, Any]:
    """Release, and then either opening hours, a promise, or nothing; urgent contract jobs get their clocks."""
    days = 1 if ticket.priority <= 2 else int(rng.geometric(0.4))
    released = clock.before(days).at(called, int(rng.integers(60)))
    times: dict[str, Any] = {"released_at": released}
    response = float(rng.integers(10, 17))
    if ticket.kind.business:
        windows = (TimeWindow(earliest_start=clock.at(first), latest_start=clock.at(last)) for first, last in OPENING)
        times["time_windows"] = tuple(windows)
    elif rng.random() < PROMISED:
        until = min(opens + width, LAST_HOUR)
        response = min(until + 1, LAST_HOUR)
        times["promise"] = Promise(from_=clock.at(opens), until=clock.at(until), told_at=released)
    if ticket.service_class is ServiceClass.CONTRACT and ticket.priority <= 2:
        times |= {"respond_by": clock.at(response), "resolve_by": clock.at(response + 4)}
    return times
