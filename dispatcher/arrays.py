"""Problem and travel matrix as integer arrays: the one place where names become positions and instants seconds.

Jobs are numbered 0..n-1, depots n..n+d-1 and shifts 0..s-1 in document order. Times are seconds since
`Numbered.origin`; money is in units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.errors import NotPlanned
from dispatcher.fields import UNITS_PER_THOUSANDTH, instant_at, thousandths, units
from dispatcher.job import Job
from dispatcher.matching import matching, pace
from dispatcher.plan import Plan, Stop, StopKind
from dispatcher.precedence import locked_shifts, order_locks, time_locks
from dispatcher.problem import Problem
from dispatcher.supply import supply
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Records = NDArray[Any]

FOREVER = 2**40
"""Seconds; later than any instant of a problem."""

NEVER = -FOREVER
"""Seconds; earlier than any instant of a problem."""

PER_HOUR = 5
"""Units a second for each thousandth an hour."""

PER_MINUTE = 300
"""Units a second for each thousandth a minute."""

PER_KM = UNITS_PER_THOUSANDTH // 1000
"""Units a metre for each thousandth a kilometre."""


def _record(*names: str) -> np.dtype[np.void]:
    return np.dtype([(name, np.int64) for name in names])


JOB = _record(
    "place",
    "setup",  # seconds, paid once per site
    "first_window",  # its windows are those from here ...
    "after_windows",  # ... to before here
    "latest_finish",  # FOREVER when there is none
    "promise_until",  # FOREVER when there is none; so for the next two clocks
    "promise_step",  # units paid as soon as the clock is missed
    "promise_rate",  # units per second past it
    "respond_by",
    "respond_step",
    "respond_rate",
    "resolve_by",
    "resolve_step",
    "resolve_rate",
    "wait_from",  # when the customer begins to wait
    "wait_rate",  # units per second from then to the start
    "told_start",  # start in the starting plan where the customer was told, else NEVER
    "told_kept",  # 1 when that start kept the promise
    "left_out",  # units for leaving the job unassigned
    "locked",  # 1 when a lock names the technician or the time: left out, the job is a conflict
    "locked_shift",  # the shift a technician lock names; -1 without
)
"""A job as the clock sees it; a depot is one that is always open, never late and free."""

SHIFT = _record(
    "pace",  # row of `Arrays.service`
    "start_place",
    "end_place",
    "first",  # earliest departure
    "end",  # being home later is overtime
    "latest_home",  # end + max_overtime
    "max_jobs",
    "travel_rate",  # units per second of travel
    "metre_rate",  # units per metre
    "working_rate",  # units per second from departure to arrival home
    "overtime_rate",  # units per second
    "first_break",  # its breaks are those from here ...
    "after_breaks",  # ... to before here
)
"""A shift as the clock sees it."""

WINDOW = _record("opens", "closes")
"""Instants at which service may start; promise.from and time locks already taken into account."""

BREAK = _record("earliest", "latest", "duration")
"""A break of a shift."""


class Arrays(NamedTuple):
    """Everything the clock and the search need; all read-only.

    n jobs, d depots, s shifts, p places, q parts, k tools, c pace classes. Where an order of jobs is asked for, it may
    hold depots too: the numbers from `count` on.
    """

    jobs: Records
    """(n + d,) of JOB: the jobs, then the depots."""
    count: int  # type: ignore[assignment]  # hides the method of tuples, which nobody wants here
    """n, the number of jobs."""
    shifts: Records
    """(s,) of SHIFT."""
    windows: Records
    """WINDOW after WINDOW, ascending within each job."""
    breaks: Records
    """BREAK after BREAK, in the order of each shift."""
    seconds: Integers
    """(p, p) travel time."""
    metres: Integers
    """(p, p) distance."""
    site: Integers
    """(p,) equal for places that count as the same."""
    service: Integers
    """(c, n + d) seconds on site for each pace class."""
    parts: Integers
    """(n + d, q) quantity of each part used up; 0 at depots."""
    stock: Integers
    """(s, q) parts on the van."""
    refill: Integers
    """(d, q) parts that a visit adds; ENDLESS where there is no limit."""
    tools: Flags
    """(n + d, k) whether the job needs, or the depot hands out, each tool that both do."""
    van_tools: Flags
    """(s, k) whether the technician has it."""
    can_do: Flags
    """(n + d, s) whether the shift may take the job: skills, tools no depot has, choice of technician, locks to one."""
    preferred_missed: Integers
    """(n + d, s) units."""
    overqualified: Integers
    """(n + d, s) units."""
    swapped: Integers
    """(n + d, s) units for another technician than in the starting plan."""
    order: Integers
    """(k, 2) order locks: first, then."""
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
    depot_position: Mapping[str, int]
    shift_position: Mapping[tuple[str, str], int]

    def moment(self, seconds: int) -> datetime:
        """The instant `seconds` after the origin, on the clocks of the problem's time zone."""
        return instant_at(self.origin + seconds, self.problem.zone)


def number(problem: Problem, travel: TravelMatrix) -> Numbered:
    """Turn names into positions.

    Raises
    ------
    TravelError
        When a place of the problem is not in `travel`.
    NotPlanned
        When the starting plan has an appointment, which the search cannot plan yet.
    """
    shifts = tuple(problem.shifts())
    origin = min((_first(shift) for _, shift in shifts), default=_epoch(problem.start))
    seconds, metres = travel.among([place.id for place in problem.places])
    place_position = {place.id: k for k, place in enumerate(problem.places)}
    job_position = {job.id: j for j, job in enumerate(problem.jobs)}
    shift_position = {(technician.id, shift.id): s for s, (technician, shift) in enumerate(shifts)}
    locked = locked_shifts(problem, job_position, shift_position)
    told = _told_stops(problem)
    locked_in_time = time_locks(problem, origin)
    windows, spans = _windows(problem, origin, locked_in_time)
    jobs = _table(JOB, {**_jobs(problem, origin, place_position), **spans, **_told(problem, told, origin)})
    jobs["locked_shift"] = locked
    jobs["locked"] = [job.id in locked_in_time or locked[j] >= 0 for j, job in enumerate(problem.jobs)]
    fields: dict[str, Any] = {
        "jobs": np.concatenate([jobs, _depots(problem, place_position, len(windows) - 1)]),
        "count": len(jobs),
        "shifts": _table(SHIFT, _shifts(problem, shifts, origin, place_position)),
        "windows": windows,
        "breaks": _breaks(shifts, origin),
        "seconds": seconds,
        "metres": metres,
        "site": _sites(problem),
        "order": order_locks(problem, job_position, locked),
        **supply(problem, shifts),
        **matching(problem, shifts, locked, told),
        "imbalance_target": problem.costs.imbalance.target,
        "imbalance_rate": PER_HOUR * thousandths(problem.costs.imbalance.per_hour),
        "broken_price": units(problem.costs.change.promise_broken),
        "moved_price": units(problem.costs.change.start_moved),
        "moved_tolerance": problem.costs.change.tolerance,
        "compact": problem.departure == "compact",
    }
    fields["shifts"]["pace"], fields["service"] = pace(problem, shifts)
    data = Arrays(**{name: _sealed(value) for name, value in fields.items()})
    depot_position = {depot.id: len(jobs) + k for k, depot in enumerate(problem.depots)}
    return Numbered(problem, travel, data, origin, shifts, job_position, depot_position, shift_position)


def _table(kind: np.dtype[np.void], columns: Mapping[str, Any]) -> Records:
    rows = np.zeros(max(len(column) for column in columns.values()), dtype=kind)
    for name, column in columns.items():
        rows[name] = column
    return rows


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


def _jobs(problem: Problem, origin: int, place_position: Mapping[str, int]) -> dict[str, Any]:
    jobs, costs = problem.jobs, problem.costs
    start = _epoch(problem.start) - origin
    clocks = {
        "promise": ([job.promise.until if job.promise else None for job in jobs], costs.promise_missed),
        "respond": ([job.respond_by for job in jobs], costs.respond_missed),
        "resolve": ([job.resolve_by for job in jobs], costs.resolve_missed),
    }
    columns: dict[str, Any] = {
        "place": [place_position[job.place.id] for job in jobs],
        "setup": [job.setup for job in jobs],
        "latest_finish": [_since(job.latest_finish, origin) for job in jobs],
        "wait_from": [max(start, _since(job.released_at, origin) if job.released_at else start) for job in jobs],
        "wait_rate": [PER_HOUR * thousandths(costs.waiting_customer[job.priority - 1]) for job in jobs],
        "left_out": _left_out(problem),
    }
    for name, (moments, prices) in clocks.items():
        late = [prices[job.service_class] for job in jobs]
        columns["promise_until" if name == "promise" else f"{name}_by"] = [_since(due, origin) for due in moments]
        columns[f"{name}_step"] = [units(price.step) for price in late]
        columns[f"{name}_rate"] = [PER_MINUTE * thousandths(price.per_minute) for price in late]
    return columns


def _depots(problem: Problem, place_position: Mapping[str, int], always: int) -> Records:
    """Depots as rows that follow the jobs; `always` is the window that never closes."""
    rows = np.zeros(len(problem.depots), dtype=JOB)
    rows["place"] = [place_position[depot.place.id] for depot in problem.depots]
    rows["first_window"], rows["after_windows"] = always, always + 1
    for clock in ("latest_finish", "promise_until", "respond_by", "resolve_by"):
        rows[clock] = FOREVER
    rows["told_start"], rows["locked_shift"] = NEVER, -1
    return rows


def _left_out(problem: Problem) -> list[int]:
    def price(job: Job) -> int:
        table = problem.costs.unassigned_price(job.service_class, job.priority)
        return units(table if job.unassigned_price is None else job.unassigned_price)

    others = sum(price(job) for job in problem.jobs if not job.must_plan)
    must = units(problem.costs.must_plan) + others
    return [must if job.must_plan else price(job) for job in problem.jobs]


def _windows(
    problem: Problem, origin: int, locked_to: Mapping[str, Sequence[tuple[int, int]]]
) -> tuple[Records, dict[str, Integers]]:
    """All windows, the last of them always open, and for each job where its own lie among them."""
    at, found = [0], []
    for job in problem.jobs:
        spans = [(_epoch(w.earliest_start) - origin, _epoch(w.latest_start) - origin) for w in job.time_windows]
        limits = list(locked_to.get(job.id, ()))
        if job.promise:
            limits.append((_epoch(job.promise.from_) - origin, FOREVER))
        for first, last in _merged(spans or [(NEVER, FOREVER)]):
            a = max([first, *(limit[0] for limit in limits)])
            b = min([last, *(limit[1] for limit in limits)])
            if a <= b:
                found.append((a, b))
        at.append(len(found))
    bounds = _integers(at)
    return np.array([*found, (NEVER, FOREVER)], dtype=WINDOW), {
        "first_window": bounds[:-1],
        "after_windows": bounds[1:],
    }


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same instants as ascending intervals that neither overlap nor touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def _told_stops(problem: Problem) -> dict[str, tuple[str, Stop]]:
    """Job to (technician, stop) of the starting plan, for jobs whose customers were told a promise."""
    plan: Plan | None = problem.starting_plan
    if plan is None:
        return {}
    stops = [(route.technician, stop) for route in plan.routes for stop in route.stops]
    for _, stop in stops:
        if stop.kind is StopKind.APPOINTMENT:
            raise NotPlanned(f"the starting plan has an appointment '{stop.id}': the search cannot plan it yet")
    told = {job.id for job in problem.jobs if job.promise and job.promise.told_at}
    return {stop.id: (who, stop) for who, stop in stops if stop.kind is StopKind.JOB and stop.id in told}


def _told(problem: Problem, told: Mapping[str, tuple[str, Stop]], origin: int) -> dict[str, list[int]]:
    starts = [_epoch(told[job.id][1].start) - origin if job.id in told else NEVER for job in problem.jobs]
    kept = [
        job.id in told and job.promise is not None and told[job.id][1].start <= job.promise.until
        for job in problem.jobs
    ]
    return {"told_start": starts, "told_kept": [int(flag) for flag in kept]}


def _shifts(
    problem: Problem,
    shifts: Sequence[tuple[Technician, Shift]],
    origin: int,
    place_position: Mapping[str, int],
) -> dict[str, Any]:
    starts = [
        shift.available_from.place if shift.available_from else shift.start_place or technician.home
        for technician, shift in shifts
    ]
    ends = [shift.end_place or technician.home for technician, shift in shifts]
    breaks = np.concatenate([[0], np.cumsum([len(shift.breaks) for _, shift in shifts])]).astype(np.int64)
    end = _integers([_epoch(shift.end) - origin for _, shift in shifts])

    def rate(name: str, factor: int) -> Integers:
        default = getattr(problem.costs, name)
        own = [getattr(technician.rates, name) for technician, _ in shifts]
        return factor * _integers([thousandths(default if price is None else price) for price in own])

    return {
        "start_place": [place_position[place.id] for place in starts],
        "end_place": [place_position[place.id] for place in ends],
        "first": [_first(shift) - origin for _, shift in shifts],
        "end": end,
        "latest_home": end + _integers([shift.max_overtime for _, shift in shifts]),
        "max_jobs": [FOREVER if shift.max_jobs is None else shift.max_jobs for _, shift in shifts],
        "travel_rate": rate("travel_per_hour", PER_HOUR),
        "metre_rate": rate("travel_per_km", PER_KM),
        "working_rate": rate("working_per_hour", PER_HOUR),
        "overtime_rate": rate("overtime_per_hour", PER_HOUR),
        "first_break": breaks[:-1],
        "after_breaks": breaks[1:],
    }


def _breaks(shifts: Sequence[tuple[Technician, Shift]], origin: int) -> Records:
    breaks = [pause for _, shift in shifts for pause in shift.breaks]
    rows = [(_epoch(pause.earliest) - origin, _epoch(pause.latest) - origin, pause.duration) for pause in breaks]
    return np.array(rows, dtype=BREAK)
