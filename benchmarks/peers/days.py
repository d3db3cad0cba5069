"""The days on which solvers are compared, fixed by their hashes before anybody tuned anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from benchmarks.loads import day
from dispatcher.problem import Problem

TECHNICIANS: Mapping[int, int] = {100: 12, 300: 34, 1000: 110, 3000: 330, 10_000: 1000}
"""Jobs to technicians; another size gets one technician for every nine jobs."""

REPORTED = range(100, 105)
"""Seeds that are reported. Settings, ours and the peers', are tuned on seeds 1 to 20 only."""

LOADS = ("slack", "normal", "overloaded")
"""In rotation over the seeds, so that each counts alike."""

HASHES = Path(__file__).with_name("days.json")
"""``{jobs: {seed: hash}}``: `Problem.fingerprint` of every day on which the claim is made."""


def load(seed: int) -> str:
    """A key of `benchmarks.loads.TIGHTNESS`: seed 100 is slack, 101 normal, 102 overloaded, 103 slack again."""
    return LOADS[(seed - REPORTED.start) % len(LOADS)]


def plain_day(seed: int, jobs: int) -> Problem:
    """A day in the words that all solvers share (`benchmarks.loads.plainly`), loaded as its seed says."""
    return day(seed, jobs, TECHNICIANS.get(jobs), tightness=load(seed), plain=True)


def repriced(problem: Problem, factor: Decimal) -> Problem:
    """The same day with every price of leaving a job out multiplied.

    Parameters
    ----------
    factor
        Above 0, such that the prices keep at most three decimals.
    """
    jobs = (
        job.model_copy(update={"unassigned_price": (job.unassigned_price or Decimal(0)) * factor})
        for job in problem.jobs
    )
    return Problem.model_validate({**dict(problem), "jobs": tuple(jobs)})


def committed_hashes() -> dict[int, dict[int, str]]:
    """Jobs to seed to hash, as they were committed."""
    document = json.loads(HASHES.read_text(encoding="utf-8"))
    return {int(jobs): {int(seed): told for seed, told in row.items()} for jobs, row in document.items()}
