"""A plan looked up from all sides: who does what, where the vans are refilled, what each route costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Numbered
from dispatcher.job import Job
from dispatcher.lookup import Lookup, epoch, local_day
from dispatcher.place import Depot
from dispatcher.plan import Bill, Plan, Reason, Stop, StopKind

Integers = NDArray[np.int64]

ShiftKey = tuple[str, str]
"""Technician and shift."""

Call = str | Depot
"""Where a route calls on its way: a job, by its id, or a depot."""


def jobs_in(calls: Iterable[Call]) -> list[str]:
    """Only the jobs."""
    return [call for call in calls if isinstance(call, str)]


def last_job(calls: Sequence[Call]) -> str | None:
    """The last of the jobs; None without any."""
    return next(reversed(jobs_in(calls)), None)


def positions(numbered: Numbered, calls: Sequence[Call]) -> Integers:
    """The order of a route as the clock reads it."""
    jobs, depots = numbered.job_position, numbered.depot_position
    found = [jobs[call] if isinstance(call, str) else depots[call.id] for call in calls]
    return np.array(found, dtype=np.int64)


@dataclass(frozen=True)
class Stand:
    """Where a planned job stands."""

    key: ShiftKey
    place: int
    """How many jobs and depot stops come before it."""
    after: str | None
    """The job before it; None = it comes first."""


class Day:
    """A problem and a plan for it, as if one job were not planned."""

    def __init__(self, numbered: Numbered, plan: Plan, without: str | None = None) -> None:
        self.numbered, self.plan, self.problem = numbered, plan, numbered.problem
        self.lookup = Lookup(self.problem)
        self.stand: Stand | None = None
        """Where the job that is taken out stands in the plan."""
        self.calls: dict[ShiftKey, list[Call]] = {}
        """The jobs and depots of each route, in order, the job taken out apart."""
        self.bills: dict[ShiftKey, Bill] = {}
        self.missed: dict[str, tuple[bool, bool]] = {}
        """Of each job on the shift it is locked to: whether its start, and whether its finish, is a conflict."""
        for route in plan.routes:
            key = route.technician, route.shift
            stops = [stop for stop in route.stops if stop.kind is StopKind.JOB]
            locked = [stop for stop in stops if self.lookup.shift_locks.get(stop.id) == key]
            self.missed |= {stop.id: self._conflicts(stop) for stop in locked}
            calls = [self._call(stop) for stop in route.stops if stop.kind is not StopKind.BREAK]
            if without is not None and without in calls:
                place = calls.index(without)
                self.stand = Stand(key, place, last_job(calls[:place]))
                calls.remove(without)
            self.calls[key], self.bills[key] = calls, route.cost
        self.shift_of = {name: key for key, calls in self.calls.items() for name in jobs_in(calls)}
        self.dates = {key: local_day(shift, self.problem.zone) for key, (_, shift) in self.lookup.shifts.items()}
        self._choosy: dict[str, list[tuple[Job, ShiftKey]]] = {}
        for name, key in self.shift_of.items():
            if self.lookup.jobs[name].skills.none and self.lookup.shift_locks.get(name) != key:
                self._choosy.setdefault(key[0], []).append((self.lookup.jobs[name], key))

    def _call(self, stop: Stop) -> Call:
        return stop.id if stop.kind is StopKind.JOB else self.lookup.depots[stop.id]

    def after_depots(self, key: ShiftKey) -> list[int]:
        """The first place of a route, and the first after each of its depot stops: where what the van holds changes."""
        return [0, *(k + 1 for k, call in enumerate(self.calls.get(key, ())) if isinstance(call, Depot))]

    def choosy_jobs(self, technician: str) -> list[tuple[Job, ShiftKey]]:
        """The technician's jobs that rule a skill out, none of them locked to its shift."""
        return self._choosy.get(technician, [])

    def touched(self, key: ShiftKey, reasons: Iterable[Reason]) -> Iterator[ShiftKey]:
        """The shifts whose routes change when the job goes to a shift: also that which it leaves, and all that the
        technician has on the same date, where a new skill may change the pace."""
        yield key
        if self.stand and self.stand.key != key:
            yield self.stand.key
        if any(reason.code in ("skill", "skill_any") for reason in reasons):
            for other in self.calls:
                if other[0] == key[0] and other != key and self.dates[other] == self.dates[key]:
                    yield other

    def _conflicts(self, stop: Stop) -> tuple[bool, bool]:
        job, start = self.lookup.jobs[stop.id], epoch(stop.start)
        windows = [(epoch(window.earliest_start), epoch(window.latest_start)) for window in job.time_windows]
        first, last = self.lookup.time_locks.get(job.id, (start, start))
        first = max(first, epoch(job.promise.from_)) if job.promise else first
        kept = first <= start <= last and (not windows or any(opens <= start <= closes for opens, closes in windows))
        return not kept, job.latest_finish is not None and epoch(stop.finish) > epoch(job.latest_finish)
