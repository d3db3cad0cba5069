"""Chance that is the same in every arm of a study (common random numbers).

Each technician and each job has a draw of its own, seeded by what names it and no change alters, and by what the draw
is for. So the same one comes up first whatever else was changed before, and the first two contain the first one.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import numpy as np

from dispatcher.job import Job
from dispatcher.technician import Technician


def chance(*words: object) -> np.random.Generator:
    """A generator that the same words seed alike, on every machine."""
    digest = sha256("\x1f".join(map(str, words)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))


def technicians_drawn(purpose: str, technicians: Iterable[Technician]) -> list[Technician]:
    """All of them in drawn order; the same person has the same draw on every day."""
    return sorted(technicians, key=lambda one: (chance(purpose, one.id, one.name).random(), one.id))


def job_chance(purpose: str, job: Job) -> np.random.Generator:
    """The job's own generator, by its id, ticket and place."""
    return chance(purpose, job.id, job.ticket, job.place.id, job.place.coordinates)


def jobs_drawn(purpose: str, jobs: Iterable[Job]) -> list[Job]:
    """All of them in drawn order."""
    return sorted(jobs, key=lambda job: (job_chance(purpose, job).random(), job.id))
