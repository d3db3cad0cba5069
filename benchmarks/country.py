"""Days larger than one city: whole days of one city side by side, so that the density stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from benchmarks.loads import day
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.technician import Technician

APART = 0.8
"""Degrees of longitude from one city to the next: some sixty kilometres, so that their outskirts overlap."""


def cities(seeds: Iterable[int], jobs: int, technicians: int) -> list[Problem]:
    """One normal day with every rule for each seed.

    Parameters
    ----------
    jobs, technicians
        Of each.
    """
    return [day(seed, jobs, technicians) for seed in seeds]


def country(days: Sequence[Problem]) -> Problem:
    """All these days as one, each moved east of the one before.

    Parameters
    ----------
    days
        Of `cities`. Legs within each stay as they are, so that their plans together are a plan of the whole at the
        sum of their costs.
    """
    if any(one.costs != other.costs or one.time_zone != other.time_zone for one, other in pairwise(days)):
        raise ValueError("only days with the same prices and the same clock lie side by side")
    return Problem(
        name=f"{len(days)} x {days[0].name}",
        time_zone=days[0].time_zone,
        technicians=tuple(_technician(one, k) for k, each in enumerate(days) for one in each.technicians),
        jobs=tuple(_job(one, k) for k, each in enumerate(days) for one in each.jobs),
        costs=days[0].costs,
    )


def _place(place: Place, k: int) -> Place:
    east = None if place.lon is None else round(place.lon + k * APART, 5)
    return place.model_copy(update={"id": f"{k}/{place.id}", "lon": east})


def _technician(technician: Technician, k: int) -> Technician:
    return technician.model_copy(update={"id": f"{k}/{technician.id}", "home": _place(technician.home, k)})


def _job(job: Job, k: int) -> Job:
    fields = type(job.technicians).model_fields
    named = {name: tuple(f"{k}/{one}" for one in getattr(job.technicians, name)) for name in fields}
    choice = job.technicians.model_copy(update=named)
    return job.model_copy(update={"id": f"{k}/{job.id}", "place": _place(job.place, k), "technicians": choice})
