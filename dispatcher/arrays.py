"""Problem and travel matrix as integer arrays: the one place where names become positions and instants seconds.

Jobs are numbered 0..n-1 and shifts 0..s-1 in document order. Times are seconds since `Numbered.origin`; money is in
units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.costs import LatePrice
from dispatcher.errors import NotPlanned
from dispatcher.fields import UNITS_PER_THOUSANDTH, thousandths, units
from dispatcher.job import Job
from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.matching import matching, pace
from dispatcher.plan import Plan, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

FOREVER = 2**40
"""Seconds; later than any instant of a problem."""

PER_HOUR = 5
"""Units a second for each thousandth an hour."""

PER_MINUTE = 300
"""Units a second for each thousandth a minute."""

PER_KM = UNITS_PER_THOUSANDTH // 1000
"""Units a metre for each thousandth a kilometre."""


class Arrays(NamedTuple):
    """Everything the clock and the search need. n jobs, s shifts, p places, q parts, c pace classes; all read-only."""

    seconds: Integers
    """(p, p) travel time."""
    metres: Integers
    """(p, p) distance."""
    site: Integers
    """(p,) equal for places that count as the same."""
    place: Integers
    """(n,) place of each job."""
    setup: Integers
    """(n,) seconds, paid once per site."""
    service: Integers
    """(c, n) seconds on site for each pace class."""
    window_at: Integers
    """(n + 1,) the windows of job j are those from window_at[j] to before window_at[j + 1]."""
    window_open: Integers
    """(w,) first instant at which service may start; promise.from and time locks already taken into account."""
    window_close: Integers
    """(w,) last such instant."""
    latest_finish: Integers
    """(n,) FOREVER when there is none."""
    clock: Integers
    """(3, n) promise.until, respond_by, resolve_by; FOREVER when there is none."""
    late_step: Integers
    """(3, n) units paid as soon as the clock is missed."""
    late_rate: Integers
    """(3, n) units per second past the clock."""
    wait_from: Integers
    """(n,) when the customer begins to wait."""
    wait_rate: Integers
    """(n,) units per second from then to the start."""
    told_start: Integers
    """(n,) the start in the starting plan, where the customer was told; -FOREVER otherwise."""
    told_kept: Flags
    """(n,) whether that start kept the promise."""
    left_out: Integers
    """(n,) units for leaving the job unassigned."""
    parts: Integers
    """(n, q) quantity of each part used up."""
    can_do: Flags
    """(n, s) whether the shift may take the job: skills, tools, choice of technician, technician locks."""
    preferred_missed: Integers
    """(n, s) units."""
    overqualified: Integers
    """(n, s) units."""
    swapped: Integers
    """(n, s) units for another technician than in the starting plan."""
    locked_shift: Integers
    """(n,) the shift a technician lock names; -1 without."""
    order: Integers
    """(k, 2) order locks: first, then."""
    pace_class: Integers
    """(s,) row of `service`."""
    start_place: Integers
    """(s,)"""
    end_place: Integers
    """(s,)"""
    first: Integers
    """(s,) earliest departure."""
    shift_end: Integers
    """(s,) later is overtime."""
    latest_home: Integers
    """(s,) shift_end + max_overtime."""
    max_jobs: Integers
    """(s,)"""
    stock: Integers
    """(s, q) parts on the van."""
    travel_rate: Integers
    """(s,) units per second of travel."""
    metre_rate: Integers
    """(s,) units per metre."""
    working_rate: Integers
    """(s,) units per second from departure to arrival home."""
    overtime_rate: Integers
    """(s,) units per second."""
    break_at: Integers
    """(s + 1,) the breaks of shift k are those from break_at[k] to before break_at[k + 1]."""
    break_earliest: Integers
    """(b,) earliest start."""
    break_latest: Integers
    """(b,) latest start."""
    break_duration: Integers
    """(b,)"""
    imbalance_target: int
    """Seconds of working time."""
    imbalance_rate: int
    """Units per second above the target."""
    broken_price: int
    moved_price: int
    moved_tolerance: int
    compact: bool
    """Whether departures follow `departure="compact"`."""


@dataclass(frozen=True, eq=False)
class Numbered:
    """The arrays of a problem, and the names behind the positions."""

    problem: Problem
    travel: TravelMatrix
    data: Arrays
    origin: int
    """Epoch seconds of time 0: the earliest departure of any shift."""
    shifts: tuple[tuple[Technician, Shift], ...]
    job_position: Mapping[str, int]
    shift_position: Mapping[tuple[str, str], int]

    def moment(self, seconds: int) -> datetime:
        """The instant `seconds` after the origin, on the clocks of the problem's time zone."""
        return datetime.fromtimestamp(self.origin + seconds, self.problem.zone)


def number(problem: Problem, travel: TravelMatrix) -> Numbered:
    """Turn names into positions.

    Raises
    ------
    TravelError
        When a place of the problem is not in `travel`.
    NotPlanned
        When the starting plan has a kind of stop that the search cannot plan yet.
    """
    shifts = tuple(problem.shifts())
    origin = min((_first(shift) for _, shift in shifts), default=_epoch(problem.start))
    rows = np.array([travel.row(place.id) for place in problem.places], dtype=np.int64)
    place_position = {place.id: k for k, place in enumerate(problem.places)}
    job_position = {job.id: j for j, job in enumerate(problem.jobs)}
    shift_position = {(technician.id, shift.id): s for s, (technician, shift) in enumerate(shifts)}
    locked = _locked_shifts(problem, job_position, shift_position)
    told = _told_stops(problem)
    part_names = sorted({part for job in problem.jobs for part in job.parts})
    picked = np.ix_(rows, rows)
    fields: dict[str, Any] = {
        "seconds": travel.seconds[picked],
        "metres": travel.metres[picked],
        "site": _sites(problem),
        "locked_shift": locked,
        "order": _order_locks(problem, job_position, locked),
        **_windows(problem, origin),
        **_jobs(problem, origin, place_position, part_names),
        **_told(problem, told, origin),
        **_shifts(shifts, origin, place_position, part_names, problem),
        **pace(problem, shifts),
        **matching(problem, shifts, locked, told),
        "imbalance_target": problem.costs.imbalance.target,
        "imbalance_rate": PER_HOUR * thousandths(problem.costs.imbalance.per_hour),
        "broken_price": units(problem.costs.change.promise_broken),
        "moved_price": units(problem.costs.change.start_moved),
        "moved_tolerance": problem.costs.change.tolerance,
        "compact": problem.departure == "compact",
    }
    data = Arrays(**{name: _sealed(value) for name, value in fields.items()})
    return Numbered(problem, travel, data, origin, shifts, job_position, shift_position)


def _sealed(value: Any) -> Any:
    """Contiguous and read-only, so that numba meets one type for each field."""
    if isinstance(value, np.ndarray):
        value = np.ascontiguousarray(value)
        value.setflags(write=False)
    return value


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())


def _first(shift: Shift) -> int:
    return max(_epoch(shift.start), _epoch(shift.available_from.time) if shift.available_from else 0)


def _integers(values: Sequence[int]) -> Integers:
    return np.array(values, dtype=np.int64)


def _since(moment: datetime | None, origin: int) -> int:
    return FOREVER if moment is None else _epoch(moment) - origin


def _sites(problem: Problem) -> Integers:
    keys: dict[object, int] = {}
    return _integers([keys.setdefault(place.coordinates or place.id, len(keys)) for place in problem.places])


def _jobs(
    problem: Problem, origin: int, place_position: Mapping[str, int], part_names: Sequence[str]
) -> dict[str, Integers]:
    jobs, costs = problem.jobs, problem.costs
    start = _epoch(problem.start) - origin
    clocks = [[job.promise.until if job.promise else None for job in jobs]]
    clocks += [[job.respond_by for job in jobs], [job.resolve_by for job in jobs]]
    tables = (costs.promise_missed, costs.respond_missed, costs.resolve_missed)
    prices: list[list[LatePrice]] = [[table[job.service_class] for job in jobs] for table in tables]
    released = [_since(job.released_at, origin) if job.released_at else start for job in jobs]
    return {
        "place": _integers([place_position[job.place.id] for job in jobs]),
        "setup": _integers([job.setup for job in jobs]),
        "latest_finish": _integers([_since(job.latest_finish, origin) for job in jobs]),
        "clock": _integers([[_since(moment, origin) for moment in row] for row in clocks]),  # type: ignore[misc]
        "late_step": _integers([[units(price.step) for price in row] for row in prices]),  # type: ignore[misc]
        "late_rate": PER_MINUTE * _integers([[thousandths(price.per_minute) for price in row] for row in prices]),  # type: ignore[misc]
        "wait_from": np.maximum(_integers(released), start),
        "wait_rate": _integers([PER_HOUR * thousandths(costs.waiting_customer[job.priority - 1]) for job in jobs]),
        "left_out": _left_out(problem),
        "parts": _integers([job.parts.get(part, 0) for job in jobs for part in part_names]).reshape(len(jobs), -1)
        if part_names
        else np.zeros((len(jobs), 0), dtype=np.int64),
    }


def _left_out(problem: Problem) -> Integers:
    def price(job: Job) -> int:
        table = problem.costs.unassigned_price(job.service_class, job.priority)
        return units(table if job.unassigned_price is None else job.unassigned_price)

    others = sum(price(job) for job in problem.jobs if not job.must_plan)
    must = units(problem.costs.must_plan) + others
    return _integers([must if job.must_plan else price(job) for job in problem.jobs])


def _windows(problem: Problem, origin: int) -> dict[str, Integers]:
    locked_to = _time_locks(problem, origin)
    at, opens, closes = [0], [], []
    for job in problem.jobs:
        spans = [(_epoch(w.earliest_start) - origin, _epoch(w.latest_start) - origin) for w in job.time_windows]
        limits = list(locked_to.get(job.id, ()))
        if job.promise:
            limits.append((_epoch(job.promise.from_) - origin, FOREVER))
        for first, last in _merged(spans or [(-FOREVER, FOREVER)]):
            a = max([first, *(limit[0] for limit in limits)])
            b = min([last, *(limit[1] for limit in limits)])
            if a <= b:
                opens.append(a)
                closes.append(b)
        at.append(len(opens))
    return {"window_at": _integers(at), "window_open": _integers(opens), "window_close": _integers(closes)}


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same instants as ascending intervals that neither overlap nor touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _time_locks(problem: Problem, origin: int) -> dict[str, list[tuple[int, int]]]:
    """For each job the interval of its first time lock; contradicting ones are conflicts, which `check` names."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for lock in problem.locks:
        if isinstance(lock, TimeLock | BothLock):
            start = _epoch(lock.start) - origin
            spans.setdefault(lock.job, []).append((start - lock.tolerance, start + lock.tolerance))
    return {job: _agreeing(found) for job, found in spans.items()}


def _agreeing(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if max([span[0], *(a for a, _ in kept)]) <= min([span[1], *(b for _, b in kept)]):
            kept.append(span)
    return kept


def _locked_shifts(
    problem: Problem, job_position: Mapping[str, int], shift_position: Mapping[tuple[str, str], int]
) -> Integers:
    locked = np.full(len(problem.jobs), -1, dtype=np.int64)
    for lock in problem.locks:
        if isinstance(lock, TechnicianLock | BothLock) and locked[job_position[lock.job]] < 0:
            locked[job_position[lock.job]] = shift_position[lock.technician, lock.shift]
    return locked


def _order_locks(problem: Problem, job_position: Mapping[str, int], locked: Integers) -> Integers:
    """The order locks that can be kept: a lesser lock gives way to technician locks, a later one to an earlier."""
    kept: list[tuple[int, int]] = []
    for lock in problem.locks:
        if not isinstance(lock, OrderLock):
            continue
        first, then = job_position[lock.first], job_position[lock.then]
        apart = locked[first] >= 0 and locked[then] >= 0 and locked[first] != locked[then]
        if not apart and not _reaches(kept, then, first):
            kept.append((first, then))
    return _integers(kept).reshape(-1, 2)  # type: ignore[arg-type]


def _reaches(pairs: Sequence[tuple[int, int]], start: int, goal: int) -> bool:
    seen, stack = set(), [start]
    while stack:
        here = stack.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            stack += [then for first, then in pairs if first == here]
    return False


def _told_stops(problem: Problem) -> dict[str, tuple[str, Stop]]:
    """Job to (technician, stop) of the starting plan, for jobs whose customers were told a promise."""
    plan: Plan | None = problem.starting_plan
    if plan is None:
        return {}
    stops = [(route.technician, stop) for route in plan.routes for stop in route.stops]
    for _, stop in stops:
        if stop.kind in (StopKind.DEPOT, StopKind.APPOINTMENT):
            raise NotPlanned(
                f"the starting plan has a {stop.kind.value} stop '{stop.id}': the search cannot plan it yet"
            )
    told = {job.id for job in problem.jobs if job.promise and job.promise.told_at}
    return {stop.id: (who, stop) for who, stop in stops if stop.kind is StopKind.JOB and stop.id in told}


def _told(problem: Problem, told: Mapping[str, tuple[str, Stop]], origin: int) -> dict[str, Integers | Flags]:
    starts = [_epoch(told[job.id][1].start) - origin if job.id in told else -FOREVER for job in problem.jobs]
    kept = [
        job.id in told and job.promise is not None and told[job.id][1].start <= job.promise.until
        for job in problem.jobs
    ]
    return {"told_start": _integers(starts), "told_kept": np.array(kept, dtype=np.bool_)}


def _shifts(
    shifts: Sequence[tuple[Technician, Shift]],
    origin: int,
    place_position: Mapping[str, int],
    part_names: Sequence[str],
    problem: Problem,
) -> dict[str, Integers]:
    costs = problem.costs
    starts = [
        shift.available_from.place if shift.available_from else shift.start_place or technician.home
        for technician, shift in shifts
    ]
    ends = [shift.end_place or technician.home for technician, shift in shifts]
    stocks = [technician.van_stock if shift.van_stock is None else shift.van_stock for technician, shift in shifts]
    breaks = [pause for _, shift in shifts for pause in shift.breaks]

    def rate(name: str, factor: int) -> Integers:
        own = [getattr(technician.rates, name) for technician, _ in shifts]
        return _integers([factor * thousandths(getattr(costs, name) if price is None else price) for price in own])

    shift_end = _integers([_epoch(shift.end) - origin for _, shift in shifts])
    return {
        "start_place": _integers([place_position[place.id] for place in starts]),
        "end_place": _integers([place_position[place.id] for place in ends]),
        "first": _integers([_first(shift) - origin for _, shift in shifts]),
        "shift_end": shift_end,
        "latest_home": shift_end + _integers([shift.max_overtime for _, shift in shifts]),
        "max_jobs": _integers([FOREVER if shift.max_jobs is None else shift.max_jobs for _, shift in shifts]),
        "stock": _integers([stock.get(part, 0) for stock in stocks for part in part_names]).reshape(
            len(shifts), len(part_names)
        ),
        "travel_rate": rate("travel_per_hour", PER_HOUR),
        "metre_rate": rate("travel_per_km", PER_KM),
        "working_rate": rate("working_per_hour", PER_HOUR),
        "overtime_rate": rate("overtime_per_hour", PER_HOUR),
        "break_at": np.concatenate([[0], np.cumsum([len(shift.breaks) for _, shift in shifts])]).astype(np.int64),
        "break_earliest": _integers([_epoch(pause.earliest) - origin for pause in breaks]),
        "break_latest": _integers([_epoch(pause.latest) - origin for pause in breaks]),
        "break_duration": _integers([pause.duration for pause in breaks]),
    }
