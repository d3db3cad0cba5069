"""The problem with exactly those rules relaxed that reasons name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dispatcher.explain.day import ShiftKey
from dispatcher.job import Job
from dispatcher.lock import BothLock, Lock, OrderLock, TechnicianLock, TimeLock
from dispatcher.lookup import local_day
from dispatcher.plan import Fact, Reason
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Skill, Technician, van_stock

Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Spot:
    """Which job on which shift the rules are relaxed for, and by what facts."""

    job: str
    technician: str
    shift: str
    facts: Facts

    @property
    def stop(self) -> str:
        """The job whose own rule it is."""
        return str(self.facts.get("stop", self.job))


def relaxed(problem: Problem, job: str, key: ShiftKey, reasons: Iterable[Reason]) -> Problem:
    """The problem with the rules relaxed that `reasons` name, by exactly what they name; a price stays as it is.

    Parameters
    ----------
    job, key
        Whom the reasons are about: a job, and the technician and shift that would do it.
    """
    for reason in reasons:
        facts = reason.facts
        technician = str(facts.get("technician", key[0]))
        shift = str(facts.get("shift", key[1]))
        if lift := _LIFTS.get(reason.code):
            problem = lift(problem, Spot(job, technician, shift, facts))
    return problem


def focus(problem: Problem, shifts: Collection[ShiftKey], jobs: Iterable[str]) -> Problem:
    """The same problem with these shifts and jobs alone, every rule and price of theirs as it was."""
    technicians = [
        technician.model_copy(update={"shifts": tuple(x for x in technician.shifts if (technician.id, x.id) in shifts)})
        for technician in problem.technicians
        if any(technician.id == key[0] for key in shifts)
    ]
    wanted = set(jobs)
    locks = [kept for lock in problem.locks for kept in _within(lock, shifts, wanted)]
    changes: dict[str, Any] = {
        "technicians": tuple(technicians),
        "jobs": tuple(job for job in problem.jobs if job.id in wanted),
    }
    return problem.model_copy(update={**changes, "locks": tuple(locks), "plan_start": problem.start})


def _within(lock: Lock, shifts: Collection[ShiftKey], jobs: set[str]) -> Iterable[Lock]:
    """The lock, or what still binds of it when its shift is not among these."""
    if isinstance(lock, OrderLock):
        return [lock] if {lock.first, lock.then} <= jobs else []
    if lock.job not in jobs:
        return []
    if isinstance(lock, TimeLock) or (lock.technician, lock.shift) in shifts:
        return [lock]
    return [_time_part(lock)] if isinstance(lock, BothLock) else []


def _time_part(lock: BothLock) -> TimeLock:
    return TimeLock(job=lock.job, start=lock.start, tolerance=lock.tolerance)


def _later(instant: datetime, seconds: Fact) -> datetime:
    return instant + timedelta(seconds=int(seconds))


def _with_job(problem: Problem, name: str, change: Callable[[Job], Mapping[str, Any]]) -> Problem:
    jobs = (job.model_copy(update=dict(change(job))) if job.id == name else job for job in problem.jobs)
    return problem.model_copy(update={"jobs": tuple(jobs)})


def _with_technician(problem: Problem, name: str, change: Callable[[Technician], Mapping[str, Any]]) -> Problem:
    people = (one.model_copy(update=dict(change(one))) if one.id == name else one for one in problem.technicians)
    return problem.model_copy(update={"technicians": tuple(people)})


def _with_shift(problem: Problem, spot: Spot, change: Callable[[Technician, Shift], Mapping[str, Any]]) -> Problem:
    def changed(technician: Technician) -> Mapping[str, Any]:
        shifts = (
            shift.model_copy(update=dict(change(technician, shift))) if shift.id == spot.shift else shift
            for shift in technician.shifts
        )
        return {"shifts": tuple(shifts)}

    return _with_technician(problem, spot.technician, changed)


def _grant_skill(problem: Problem, spot: Spot) -> Problem:
    """On the day of the shift only."""

    def granted(technician: Technician) -> Mapping[str, Any]:
        day = _day(problem, technician, spot.shift)
        skill = Skill(name=str(spot.facts["skill"]), level=int(spot.facts["level"]), valid_from=day, valid_until=day)
        return {"skills": (*technician.skills, skill)}

    return _with_technician(problem, spot.technician, granted)


def _day(problem: Problem, technician: Technician, shift: str) -> date:
    return next(local_day(one, problem.zone) for one in technician.shifts if one.id == shift)


def _allow_skill(problem: Problem, spot: Spot) -> Problem:
    def allowed(job: Job) -> Mapping[str, Any]:
        none = {name: level for name, level in job.skills.none.items() if name != spot.facts["skill"]}
        return {"skills": job.skills.model_copy(update={"none": none})}

    return _with_job(problem, spot.stop, allowed)


def _name_technician(problem: Problem, spot: Spot) -> Problem:
    def named(job: Job) -> Mapping[str, Any]:
        only = (*job.technicians.only, spot.technician)
        return {"technicians": job.technicians.model_copy(update={"only": only})}

    return _with_job(problem, spot.job, named)


def _admit_technician(problem: Problem, spot: Spot) -> Problem:
    def admitted(job: Job) -> Mapping[str, Any]:
        excluded = tuple(name for name in job.technicians.excluded if name != spot.technician)
        return {"technicians": job.technicians.model_copy(update={"excluded": excluded})}

    return _with_job(problem, spot.job, admitted)


def _give_tool(problem: Problem, spot: Spot) -> Problem:
    return _with_technician(problem, spot.technician, lambda one: {"tools": (*one.tools, str(spot.facts["tool"]))})


def _load_part(problem: Problem, spot: Spot) -> Problem:
    part, missing = str(spot.facts["part"]), int(spot.facts["missing"])

    def loaded(technician: Technician, shift: Shift) -> Mapping[str, Any]:
        stock = dict(van_stock(technician, shift))
        return {"van_stock": stock | {part: stock.get(part, 0) + missing}}

    return _with_shift(problem, spot, loaded)


def _allow_jobs(problem: Problem, spot: Spot) -> Problem:
    return _with_shift(problem, spot, lambda *_: {"max_jobs": int(spot.facts["jobs"])})


def _allow_overtime(problem: Problem, spot: Spot) -> Problem:
    by = int(spot.facts["by"])
    return _with_shift(problem, spot, lambda _, shift: {"max_overtime": shift.max_overtime + by})


def _begin_break_later(problem: Problem, spot: Spot) -> Problem:
    def later(_: Technician, shift: Shift) -> Mapping[str, Any]:
        breaks = (
            pause.model_copy(update={"latest": _later(pause.latest, spot.facts["by"])})
            if pause.id == spot.facts["break"]
            else pause
            for pause in shift.breaks
        )
        return {"breaks": tuple(breaks)}

    return _with_shift(problem, spot, later)


def _extend_window(problem: Problem, spot: Spot) -> Problem:
    """The one that closes last."""

    def extended(job: Job) -> Mapping[str, Any]:
        *others, last = sorted(job.time_windows, key=lambda window: window.latest_start)
        longer = last.model_copy(update={"latest_start": _later(last.latest_start, spot.facts["by"])})
        return {"time_windows": (*others, longer)}

    return _with_job(problem, spot.stop, extended)


def _finish_later(problem: Problem, spot: Spot) -> Problem:
    def later(job: Job) -> Mapping[str, Any]:
        return {"latest_finish": job.latest_finish and _later(job.latest_finish, spot.facts["by"])}

    return _with_job(problem, spot.stop, later)


def _unlock_technician(problem: Problem, spot: Spot) -> Problem:
    def unlocked(lock: Lock) -> Iterable[Lock]:
        if isinstance(lock, TechnicianLock | BothLock) and lock.job == spot.job:
            return [_time_part(lock)] if isinstance(lock, BothLock) else []
        return [lock]

    return _with_locks(problem, unlocked)


def _unlock_time(problem: Problem, spot: Spot) -> Problem:
    def unlocked(lock: Lock) -> Iterable[Lock]:
        if isinstance(lock, BothLock) and lock.job == spot.stop:
            return [TechnicianLock(job=lock.job, technician=lock.technician, shift=lock.shift)]
        return [] if isinstance(lock, TimeLock) and lock.job == spot.stop else [lock]

    return _with_locks(problem, unlocked)


def _unlock_order(problem: Problem, spot: Spot) -> Problem:
    """In both directions: without the one that counted, a contrary one would count."""
    pair = {spot.facts["first"], spot.facts["then"]}

    def unlocked(lock: Lock) -> Iterable[Lock]:
        return [] if isinstance(lock, OrderLock) and {lock.first, lock.then} == pair else [lock]

    return _with_locks(problem, unlocked)


def _with_locks(problem: Problem, change: Callable[[Lock], Iterable[Lock]]) -> Problem:
    return problem.model_copy(update={"locks": tuple(kept for lock in problem.locks for kept in change(lock))})


_LIFTS: Mapping[str, Callable[[Problem, Spot], Problem]] = {
    "lock_technician": _unlock_technician,
    "skill": _grant_skill,
    "skill_any": _grant_skill,
    "skill_none": _allow_skill,
    "technician_only": _name_technician,
    "technician_excluded": _admit_technician,
    "tool": _give_tool,
    "part": _load_part,
    "max_jobs": _allow_jobs,
    "lock_order": _unlock_order,
    "time_window": _extend_window,
    "lock_time": _unlock_time,
    "latest_finish": _finish_later,
    "break_late": _begin_break_later,
    "break_missed": _begin_break_later,
    "overtime_cap": _allow_overtime,
}
