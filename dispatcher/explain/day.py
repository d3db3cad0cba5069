"""A plan looked up from all sides: who does what, what is left in each van, what each route costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dispatcher.arrays import Numbered
from dispatcher.job import Job
from dispatcher.lookup import Lookup, epoch, local_day
from dispatcher.plan import Bill, Plan, Reason, Stop, StopKind
from dispatcher.technician import van_stock

ShiftKey = tuple[str, str]
"""Technician and shift."""


@dataclass(frozen=True)
class Stand:
    """Where a planned job stands."""

    key: ShiftKey
    place: int
    """How many jobs come before it."""
    after: str | None
    """The job before it; None = it comes first."""


class Day:
    """A problem and a plan for it, as if one job were not planned."""

    def __init__(self, numbered: Numbered, plan: Plan, without: str | None = None) -> None:
        self.numbered, self.plan, self.problem = numbered, plan, numbered.problem
        self.lookup = Lookup(self.problem)
        self.stand: Stand | None = None
        """Where the job that is taken out stands in the plan."""
        self.jobs: dict[ShiftKey, list[str]] = {}
        """The jobs of each route, in order, the one taken out apart."""
        self.bills: dict[ShiftKey, Bill] = {}
        self.missed: dict[str, tuple[bool, bool]] = {}
        """Of each job on the shift it is locked to: whether its start, and whether its finish, is a conflict."""
        for route in plan.routes:
            key = route.technician, route.shift
            stops = [stop for stop in route.stops if stop.kind is StopKind.JOB]
            names = [stop.id for stop in stops]
            locked = [stop for stop in stops if self.lookup.shift_locks.get(stop.id) == key]
            self.missed |= {stop.id: self._conflicts(stop) for stop in locked}
            if without in names:
                place = names.index(without)
                self.stand = Stand(key, place, names[place - 1] if place else None)
                names.remove(without)
            self.jobs[key], self.bills[key] = names, route.cost
        self.shift_of = {name: key for key, names in self.jobs.items() for name in names}
        self.dates = {key: local_day(shift, self.problem.zone) for key, (_, shift) in self.lookup.shifts.items()}
        self._left: dict[ShiftKey, Counter[str]] = {}
        self._choosy: dict[str, list[tuple[Job, ShiftKey]]] = {}
        for name, key in self.shift_of.items():
            if self.lookup.jobs[name].skills.none and self.lookup.shift_locks.get(name) != key:
                self._choosy.setdefault(key[0], []).append((self.lookup.jobs[name], key))

    def left(self, key: ShiftKey) -> Counter[str]:
        """Part to quantity that the route leaves in the van."""
        if key not in self._left:
            stock = Counter(dict(van_stock(*self.lookup.shifts[key])))
            for name in self.jobs.get(key, ()):
                stock.subtract(dict(self.lookup.jobs[name].parts))
            self._left[key] = stock
        return self._left[key]

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
            for other in self.jobs:
                if other[0] == key[0] and other != key and self.dates[other] == self.dates[key]:
                    yield other

    def _conflicts(self, stop: Stop) -> tuple[bool, bool]:
        job, start = self.lookup.jobs[stop.id], epoch(stop.start)
        windows = [(epoch(window.earliest_start), epoch(window.latest_start)) for window in job.time_windows]
        first, last = self.lookup.time_locks.get(job.id, (start, start))
        first = max(first, epoch(job.promise.from_)) if job.promise else first
        kept = first <= start <= last and (not windows or any(opens <= start <= closes for opens, closes in windows))
        return not kept, job.latest_finish is not None and epoch(stop.finish) > epoch(job.latest_finish)
