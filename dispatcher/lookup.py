"""What the checker knows of a problem: its parts by their ids, what its locks come to, its instants as seconds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatcher.fields import units
from dispatcher.job import Job
from dispatcher.lock import BothLock, Lock, OrderLock, TechnicianLock, TimeLock
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan, Route, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Break, Shift, Technician

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = -62_135_510_400, 253_402_128_000
"""0001-01-02 and 9999-12-30: what a datetime can hold in every time zone."""


def epoch(moment: datetime) -> int:
    """Seconds since 1970. Python compares two times of one zone by their clock faces, which lie when clocks change."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def instant(seconds: int, zone: ZoneInfo) -> datetime:
    """The local time at so many seconds since 1970; the years 1 to 9999 are the ends of time."""
    seconds = min(max(seconds, _FIRST), _LAST)
    return (_EPOCH + timedelta(seconds=seconds)).astimezone(zone)


def local_day(shift: Shift, zone: ZoneInfo) -> date:
    """The day of a shift: the date on which it starts."""
    return instant(epoch(shift.start), zone).date()


def leaving(technician: Technician, shift: Shift) -> tuple[Place, int]:
    """From where, and from when on, the route of a shift may leave."""
    if shift.available_from:
        return shift.available_from.place, max(epoch(shift.start), epoch(shift.available_from.time))
    return shift.start_place or technician.home, epoch(shift.start)


def span(lock: TimeLock | BothLock) -> tuple[int, int]:
    """The first and the last start that a time lock allows."""
    return epoch(lock.start) - lock.tolerance, epoch(lock.start) + lock.tolerance


class Lookup:
    """The parts of a problem by their ids, and what its locks come to."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.zone = problem.zone
        self.start = epoch(problem.start)
        self.jobs = {job.id: job for job in problem.jobs}
        self.depots = {depot.id: depot for depot in problem.depots}
        self.shifts = {(technician.id, shift.id): (technician, shift) for technician, shift in problem.shifts()}
        self.shift_locks: dict[str, tuple[str, str]] = {}
        """Job to (technician, shift): the first lock in the document counts."""
        self.time_locks: dict[str, tuple[int, int]] = {}
        """Job to its first and last start: what the first lock shares with all that do not contradict it."""
        self.order_locks: list[OrderLock] = []
        """Those that contradict no earlier one."""
        for lock in problem.locks:
            self._read(lock)
        self.before = _starting_stops(problem.starting_plan)
        """Job to (technician, stop) in the starting plan."""
        self._others = sum(self._price(job) for job in problem.jobs if not job.must_plan)

    def _read(self, lock: Lock) -> None:
        if isinstance(lock, OrderLock):
            if not self._is_before(lock.then, lock.first):
                self.order_locks.append(lock)
            return
        if not isinstance(lock, TimeLock):
            self.shift_locks.setdefault(lock.job, (lock.technician, lock.shift))
        if not isinstance(lock, TechnicianLock):
            first, last = span(lock)
            counted, until = self.time_locks.get(lock.job, (first, last))
            shared = max(first, counted), min(last, until)
            self.time_locks[lock.job] = shared if shared[0] <= shared[1] else (counted, until)

    def _is_before(self, first: str, then: str) -> bool:
        """Whether the order locks so far put one job before another, directly or through others."""
        behind, latest = {first}, {first}
        while latest:
            latest = {lock.then for lock in self.order_locks if lock.first in latest} - behind
            behind |= latest
        return then in behind

    def target(self, route: Route, stop: Stop) -> Job | Break | Depot | None:
        """What a stop on the route of a known shift stands for; None when there is no such thing."""
        match stop.kind:
            case StopKind.JOB:
                return self.jobs.get(stop.id)
            case StopKind.BREAK:
                _, shift = self.shifts[route.technician, route.shift]
                return next((pause for pause in shift.breaks if pause.id == stop.id), None)
            case StopKind.DEPOT:
                return self.depots.get(stop.id)
            case _:
                return None

    def knows(self, route: Route, stop: Stop) -> bool:
        """Whether there is what the stop names; who knows which breaks an unknown shift has."""
        unknown_shift = (route.technician, route.shift) not in self.shifts
        return (unknown_shift and stop.kind is StopKind.BREAK) or self.target(route, stop) is not None

    def knows_all(self, route: Route) -> bool:
        """Whether a route can be replayed to its end."""
        known_shift = (route.technician, route.shift) in self.shifts
        return known_shift and all(self.knows(route, stop) for stop in route.stops)

    def left_out(self, job: Job) -> int:
        """The price of leaving a job out, in units; must_plan costs its own price and that of all other jobs."""
        return units(self.problem.costs.must_plan) + self._others if job.must_plan else self._price(job)

    def _price(self, job: Job) -> int:
        table = self.problem.costs.unassigned_price(job.service_class, job.priority)
        return units(table if job.unassigned_price is None else job.unassigned_price)


def _starting_stops(plan: Plan | None) -> dict[str, tuple[str, Stop]]:
    stops: dict[str, tuple[str, Stop]] = {}
    for route in plan.routes if plan else ():
        for stop in route.stops:
            if stop.kind is StopKind.JOB:
                stops.setdefault(stop.id, (route.technician, stop))
    return stops
