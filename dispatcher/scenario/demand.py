"""More work or less of it, and work that takes longer or shorter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count as numbers
from math import cos, radians
from typing import Annotated

import numpy as np
from pydantic import Field

from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, rebuilt, share_of, with_jobs
from dispatcher.scenario.choice import JobChange
from dispatcher.scenario.draws import job_chance, jobs_drawn
from dispatcher.scenario.leaving import without_jobs
from dispatcher.travel.geodesic import great_circle

METRES_PER_DEGREE = 111_195
"""North to south."""


class Demand(JobChange):
    """So many times the jobs: more are like drawn ones but next door, fewer are without drawn ones.

    The jobs of a larger factor contain those of a smaller one. A job more is the drawn one, promise and parts and all,
    half to one and a half times as far from it as its nearest neighbour on the day, in a drawn direction: the day
    becomes denser where it is dense. Where places have no coordinates, it is at the same place.
    """

    factor: Annotated[float, Field(ge=0, le=10)]
    """On the number of these jobs, 0 to 10; rounded to whole jobs."""

    def applied(self, problem: Problem) -> Problem:
        """The day with jobs more, after those that are there, or fewer."""
        drawn = jobs_drawn("demand", self.concerned(problem))
        wanted = share_of(self.factor, len(drawn))
        if wanted <= len(drawn):
            return without_jobs(problem, {job.id for job in drawn[wanted:]})
        return rebuilt(problem, jobs=(*problem.jobs, *_copies(problem, drawn, wanted - len(drawn))))


def _copies(problem: Problem, drawn: Sequence[Job], count: int) -> Iterator[Job]:
    taken = {job.id for job in problem.jobs}
    nearby = _neighbourhood(problem)
    for n in range(count):
        job, turn = drawn[n % len(drawn)], n // len(drawn) + 1
        name = next(name for k in numbers(turn) if (name := f"{job.id} +{k}") not in taken)
        taken.add(name)
        yield changed(job, id=name, ticket=job.ticket and f"{job.ticket} +{turn}", place=nearby(job, name))


def _neighbourhood(problem: Problem) -> Callable[[Job, str], Place]:
    """Gives a place for a job like this one, by the name of the new job."""
    spots = np.array(sorted({job.place.coordinates for job in problem.jobs if job.place.coordinates})).reshape(-1, 2)

    def nearby(job: Job, name: str) -> Place:
        spot = job.place.coordinates
        if spot is None or job.place.index is not None or len(spots) < 2:
            return job.place
        legs = np.sort(great_circle(np.array([spot]), spots)[0])
        rng = job_chance(f"demand {name}", job)
        metres, angle = legs[1] * rng.uniform(0.5, 1.5), rng.uniform(0, 2 * np.pi)
        north, east = (metres * part / METRES_PER_DEGREE for part in (np.sin(angle), np.cos(angle)))
        lat = min(max(spot[0] + north, -90.0), 90.0)
        lon = (spot[1] + east / max(cos(radians(spot[0])), 0.01) + 180) % 360 - 180
        return Place(id=f"place of {name}", lat=round(float(lat), 5), lon=round(float(lon), 5))

    return nearby


class Durations(JobChange):
    """Work on site takes longer or shorter, and varies as much more or less; setup stays as it is."""

    factor: Annotated[float, Field(gt=0, le=10)]
    """On seconds of work, up to 10; rounded to whole seconds, at least one."""

    def applied(self, problem: Problem) -> Problem:
        """The day with those durations."""
        chosen = {job.id for job in self.concerned(problem)}
        return with_jobs(
            problem,
            chosen,
            lambda job: {"duration": self._scaled(job.duration), "duration_spread": self._scaled(job.duration_spread)},
        )

    def _scaled(self, seconds: int) -> int:
        return seconds and max(1, share_of(self.factor, seconds))
