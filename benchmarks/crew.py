"""The technicians of a synthetic day: homes, skills, van stock, shifts, lunch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.catalogue import JOB_TYPES, PROFILES, JobType, Profile
from benchmarks.city import City
from dispatcher.place import Place
from dispatcher.technician import Break, Shift, Skill, Technician

SHIFT_STARTS: Mapping[float, float] = {7: 0.25, 7.5: 0.30, 8: 0.25, 8.5: 0.10, 9.5: 0.10}
"""Hour to share: early starters, and one in ten who covers the evening."""

SHIFT_HOURS = 8.5
"""Lunch included."""

LUNCH = 1800
"""Seconds."""

HOMES = (0.15, 0.60, 0.25)
"""Technicians live in the suburbs and towns rather than in the centre."""


@dataclass(frozen=True)
class Clock:
    """Local time on one day."""

    day: date
    zone: ZoneInfo

    def at(self, hour: float, minute: int = 0) -> datetime:
        """That time of the day by the clock on the wall, to the minute."""
        midnight = datetime.combine(self.day, time(), self.zone)
        return midnight + timedelta(minutes=round(60 * hour) + minute)

    def before(self, workdays: int) -> Clock:
        """So many days earlier, Saturdays and Sundays not counted."""
        day = self.day
        while workdays:
            day -= timedelta(days=1)
            workdays -= day.weekday() < 5
        return Clock(day, self.zone)


def crew(rng: np.random.Generator, count: int, city: City, clock: Clock, lunch: bool) -> tuple[Technician, ...]:
    """Technicians with one shift each.

    Parameters
    ----------
    count
        How many, at least 1.
    lunch
        Whether everybody takes a break of half an hour around noon.
    """
    ids = [f"T{number:0{len(str(count))}d}" for number in range(1, count + 1)]
    homes = city.scatter(rng, [f"home {name}" for name in ids], HOMES)
    names = city.people(rng, count)
    starts = rng.choice(list(SHIFT_STARTS), size=count, p=list(SHIFT_STARTS.values()))
    return tuple(
        _technician(rng, name_id, name, home, profile, expert, _shift(clock, float(start), lunch))
        for name_id, name, home, (profile, expert), start in zip(
            ids, names, homes, _profiles(rng, count), starts, strict=True
        )
    )


def can_do(levels: Mapping[str, int], kind: JobType) -> bool:
    """Whether somebody with these skill levels may do this kind of job."""
    return all(levels.get(skill, 0) >= level for skill, level in kind.needs.items())


def working_seconds(technicians: Sequence[Technician]) -> int:
    """Seconds of all shifts together, breaks left out."""
    shifts = [shift for technician in technicians for shift in technician.shifts]
    pauses = sum(pause.duration for shift in shifts for pause in shift.breaks)
    return round(sum((shift.end - shift.start).total_seconds() for shift in shifts)) - pauses


def _profiles(rng: np.random.Generator, count: int) -> Iterator[tuple[Profile, bool]]:
    """Profiles in their shares, the commonest first, so that a small crew can do most; whether each is an expert."""
    given = dict.fromkeys(range(len(PROFILES)), 0)
    for number in range(1, count + 1):
        behind = max(given, key=lambda p: PROFILES[p].share * number - given[p])
        given[behind] += 1
        yield PROFILES[behind], given[behind] == 1 or bool(rng.random() < 0.6)


def _technician(
    rng: np.random.Generator, name_id: str, name: str, home: Place, profile: Profile, expert: bool, shift: Shift
) -> Technician:
    """An expert has the profile's full levels; others are one level below in what has more than one."""
    levels = {skill: level if expert else max(1, level - 1) for skill, level in profile.skills.items()}
    return Technician(
        id=name_id,
        name=name,
        home=home,
        skills=tuple(Skill(name=skill, level=level) for skill, level in levels.items()),
        van_stock=_van_stock(rng, levels, expert),
        shifts=(shift,),
    )


def _van_stock(rng: np.random.Generator, levels: Mapping[str, int], expert: bool) -> dict[str, int]:
    """One to three of each part for what the technician can do; others than experts lack a fifth of them."""
    parts = sorted({part for kind in JOB_TYPES if can_do(levels, kind) for part in kind.parts})
    carried = [part for part in parts if expert or rng.random() < 0.8]
    return {part: int(rng.integers(1, 4)) for part in carried}


def _shift(clock: Clock, start: float, lunch: bool) -> Shift:
    """Lunch begins within an hour and a half: from 11:30 for those who start at 7:00, later for later starters."""
    noon = 11.5 + (start - 7) / 2
    pause = Break(id="lunch", earliest=clock.at(noon), latest=clock.at(noon + 1.5), duration=LUNCH)
    return Shift(
        id=clock.day.isoformat(),
        start=clock.at(start),
        end=clock.at(start + SHIFT_HOURS),
        breaks=(pause,) if lunch else (),
        max_overtime=3600,
    )
