"""Synthetic days that a planner would believe: the same seed gives the same day, with the same numpy.

The work on site is scaled to the shifts: `TIGHTNESS` names the ratio of both. Travel comes on top, so that a day at
0.70 fills most shifts and one at 0.95 cannot be done by this crew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.cities import CITIES
from benchmarks.crew import Clock, crew, working_seconds
from benchmarks.demand import demand
from dispatcher.costs import Costs
from dispatcher.job import Job, SkillNeeds, TimeWindow
from dispatcher.problem import Problem
from dispatcher.technician import Skill, Technician

TIGHTNESS: Mapping[str, float] = {"slack": 0.50, "normal": 0.70, "overloaded": 0.95}
"""Seconds of work on site, setup included, to seconds of all shifts without their breaks."""

JOBS_PER_TECHNICIAN = 9
"""When the number of technicians is not given."""

EXAMPLE_DAY = date(2026, 11, 23)


def day(
    seed: int,
    jobs: int,
    technicians: int | None = None,
    *,
    city: str = "lyon",
    tightness: str | float = "normal",
    on: date = EXAMPLE_DAY,
    lunch: bool = True,
    plain: bool = False,
) -> Problem:
    """A day of after-sales service in a real city.

    Parameters
    ----------
    seed
        Of numpy's generator; the same arguments give the same problem.
    jobs
        1 to 10,000 and beyond.
    technicians
        None = one for every nine jobs.
    city
        A key of `benchmarks.cities.CITIES`.
    tightness
        A key of `TIGHTNESS`, or the ratio itself, above 0.
    on
        The local day.
    lunch
        Whether every technician takes half an hour off around noon.
    plain
        Only what every solver can say; see `plainly`.

    Returns
    -------
    Problem
        Without findings.
    """
    place = CITIES[city]
    clock = Clock(on, ZoneInfo(place.time_zone))
    people, work = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    team = crew(people, technicians or max(1, round(jobs / JOBS_PER_TECHNICIAN)), place, clock, lunch)
    ratio = TIGHTNESS[tightness] if isinstance(tightness, str) else tightness
    problem = Problem(
        name=f"{place.name} {on.isoformat()}, {jobs} jobs, {len(team)} technicians, {tightness}, seed {seed}",
        time_zone=place.time_zone,
        technicians=team,
        jobs=demand(work, jobs, place, team, clock, ratio * working_seconds(team)),
        costs=Costs(currency=place.currency),
    )
    return plainly(problem) if plain else problem


def example_day() -> Problem:
    """The day that `make run` plans and examples/day.xlsx holds: 60 jobs, 8 technicians, Lyon, tight but workable."""
    return day(7, 60, 8, tightness=0.74).model_copy(update={"name": "Lyon, household technology"})


def plainly(problem: Problem) -> Problem:
    """The same day in the words all solvers share: skills, one hard window a job, shifts, homes, optional jobs.

    Promises become hard windows, levels become skills of their own, setup becomes work. Only two things cost
    anything: a second of travel one thousandth, a job left out ten, which is 10,000 seconds of travel.

    Parameters
    ----------
    problem
        As `day` makes it.
    """
    return Problem(
        name=f"{problem.name}, plain",
        time_zone=problem.time_zone,
        technicians=tuple(map(_plain_technician, problem.technicians)),
        jobs=tuple(map(_plain_job, problem.jobs)),
        costs=Costs(
            currency=problem.costs.currency,
            travel_per_hour=Decimal("3.6"),
            travel_per_km=Decimal(0),
            working_per_hour=Decimal(0),
            waiting_customer=(Decimal(0),) * 5,
        ),
    )


def _plain_technician(technician: Technician) -> Technician:
    skills = (Skill(name=f"{skill.name} {level}") for skill in technician.skills for level in range(1, skill.level + 1))
    shifts = (shift.model_copy(update={"breaks": (), "max_overtime": 0}) for shift in technician.shifts)
    return Technician(
        id=technician.id, name=technician.name, home=technician.home, skills=tuple(skills), shifts=tuple(shifts)
    )


def _plain_job(job: Job) -> Job:
    windows = job.time_windows
    if job.promise:
        windows = (TimeWindow(earliest_start=job.promise.from_, latest_start=job.promise.until),)
    elif windows:
        windows = (TimeWindow(earliest_start=windows[0].earliest_start, latest_start=windows[-1].latest_start),)
    return Job(
        id=job.id,
        type=job.type,
        description=job.description,
        place=job.place,
        duration=job.setup + job.duration,
        time_windows=windows,
        skills=SkillNeeds(all={f"{skill} {level}": 1 for skill, level in job.skills.all.items()}),
        unassigned_price=Decimal(10),
    )
