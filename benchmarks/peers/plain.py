"""A plain day as bare numbers: all that a solver can be told which knows neither promises nor parts nor breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.fields import thousandths, units
from dispatcher.job import Job
from dispatcher.problem import Problem
from dispatcher.solver.task import Orders
from dispatcher.technician import Shift, Technician
from dispatcher.travel import TravelMatrix

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNITS_A_SECOND = 5
"""Units of money that a second of travel costs, for each thousandth an hour."""


class PlainJob(NamedTuple):
    """A job: seconds since the first shift starts, rows of the matrix, the price in seconds of travel."""

    place: int
    duration: int
    opens: int
    closes: int
    price: int
    needs: frozenset[int]


class PlainShift(NamedTuple):
    """A shift, in the same numbers."""

    start_place: int
    end_place: int
    start: int
    end: int
    holds: frozenset[int]


class Plain(NamedTuple):
    """The whole day. Jobs and shifts stand in the order of the problem, which is that of `Orders`."""

    jobs: tuple[PlainJob, ...]
    shifts: tuple[PlainShift, ...]
    seconds: Integers

    @property
    def horizon(self) -> int:
        """When the last shift ends."""
        return max((shift.end for shift in self.shifts), default=0)

    @property
    def able(self) -> Flags:
        """(jobs, shifts): whether the shift holds the skills that the job needs."""
        rows = {needs: [needs <= shift.holds for shift in self.shifts] for needs in {job.needs for job in self.jobs}}
        return np.array([rows[job.needs] for job in self.jobs], np.bool_).reshape(len(self.jobs), len(self.shifts))

    def cost(self, orders: Orders) -> int:
        """Seconds of travel, and the prices of the jobs in no order; whether the orders can be kept is not asked."""
        planned = {j for order in orders for j in order}
        left_out = sum(job.price for j, job in enumerate(self.jobs) if j not in planned)
        return left_out + sum(self._travel(s, order) for s, order in enumerate(orders))

    def _travel(self, s: int, order: Sequence[int]) -> int:
        if not order:
            return 0
        rows = [self.shifts[s].start_place, *(self.jobs[j].place for j in order), self.shifts[s].end_place]
        return int(self.seconds[rows[:-1], rows[1:]].sum())


def plain(problem: Problem, travel: TravelMatrix) -> Plain:
    """Read a day that `benchmarks.loads.plainly` has made.

    Raises
    ------
    ValueError
        When a job has several windows, which this view would lose.
    """
    names = sorted({name for job in problem.jobs for name in job.skills.all})
    number = {name: k for k, name in enumerate(names)}
    origin = problem.start
    shifts = tuple(_shift(who, shift, number, origin, travel) for who, shift in problem.shifts())
    second = UNITS_A_SECOND * thousandths(problem.costs.travel_per_hour)
    horizon = max((shift.end for shift in shifts), default=0)
    jobs = tuple(_job(job, number, origin, travel, second, horizon) for job in problem.jobs)
    return Plain(jobs, shifts, travel.seconds)


def _job(
    job: Job, number: dict[str, int], origin: datetime, travel: TravelMatrix, second: int, horizon: int
) -> PlainJob:
    if len(job.time_windows) > 1:
        raise ValueError(f"job '{job.id}' has {len(job.time_windows)} time windows; a plain day has one at most")
    spans = [
        (_since(origin, window.earliest_start), _since(origin, window.latest_start)) for window in job.time_windows
    ]
    opens, closes = spans[0] if spans else (0, horizon)
    return PlainJob(
        place=travel.row(job.place.id),
        duration=job.duration,
        opens=max(0, opens),
        closes=min(horizon, closes),
        price=units(job.unassigned_price or Decimal(0)) // second,
        needs=frozenset(number[name] for name in job.skills.all),
    )


def _shift(who: Technician, shift: Shift, number: dict[str, int], origin: datetime, travel: TravelMatrix) -> PlainShift:
    return PlainShift(
        start_place=travel.row((shift.start_place or who.home).id),
        end_place=travel.row((shift.end_place or who.home).id),
        start=_since(origin, shift.start),
        end=_since(origin, shift.end),
        holds=frozenset(number[skill.name] for skill in who.skills if skill.name in number),
    )


def _since(origin: datetime, moment: datetime) -> int:
    return int((moment - origin).total_seconds())
