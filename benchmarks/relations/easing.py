"""Problems that allow more than before, or less: a plan of the tighter one holds in the easier, and costs no more.

Earlier is not always cheaper where customers were told a start. Where a change makes a plan run earlier, moved starts
get no price in the easier problem; where the tighter problem is the changed one, there must be no starting plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from benchmarks.relations.case import Case, Integers, with_jobs, with_parts
from dispatcher.costs import Costs
from dispatcher.job import Job, TimeWindow
from dispatcher.lock import OrderLock
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Skill, Technician
from dispatcher.travel import TravelMatrix

QUARTER = 900
"""Seconds by which windows are widened or narrowed on each side."""

HALF_AN_HOUR = 1800
"""Seconds by which shifts are lengthened."""

FASTEST = Decimal("0.1")
"""The least pace there is."""

PERMIT = "permit of the relations"


def windows_widened(case: Case) -> Case | None:
    """Every window a quarter of an hour wider on both sides; None when there are no windows.

    Not those of locked jobs: such a job may start outside its windows when they cannot be met, and a wider one would
    make it wait.
    """
    changed = _with_windows(case, QUARTER)
    return changed and changed._replace(problem=_with_free_moves(changed.problem))


def windows_narrowed(case: Case) -> Case | None:
    """Every window of a job without lock narrower by a quarter of an hour on both sides, or closed but for an instant.

    Windows stay as they are where the promise could not be met any more. None when there are no windows, or a starting
    plan.
    """
    return None if case.problem.starting_plan else _with_windows(case, -QUARTER)


def _with_windows(case: Case, wider: int) -> Case | None:
    locked = {lock.job for lock in case.problem.locks if not isinstance(lock, OrderLock)}

    def windows(job: Job) -> Mapping[str, Any]:
        moved = tuple(_window(one, wider) for one in job.time_windows)
        reaches = not job.promise or any(one.latest_start >= job.promise.from_ for one in moved)
        return {"time_windows": moved} if reaches and job.id not in locked else {}

    changed = with_jobs(case, windows)
    return None if changed.problem.jobs == case.problem.jobs else changed


def _window(one: TimeWindow, wider: int) -> TimeWindow:
    most = (one.latest_start - one.earliest_start) // 2
    by = max(timedelta(seconds=wider), -timedelta(seconds=int(most.total_seconds())))
    return TimeWindow(earliest_start=one.earliest_start - by, latest_start=one.latest_start + by)


def _with_free_moves(problem: Problem) -> Problem:
    """Where moving a start that was told costs nothing."""
    change = problem.costs.change.model_copy(update={"start_moved": Decimal(0)})
    return with_parts(problem, costs=_with_prices(problem.costs, change=change))


def _with_prices(costs: Costs, **prices: Any) -> Costs:
    return costs.model_copy(update=prices)


def skill_learned(case: Case) -> Case | None:
    """Somebody learns, to the lowest level, a skill that a job asks for and no job forbids; None when nobody can.

    At the greatest pace: the slowest of the skills that a job uses counts, so that one more may make it slower.
    """
    asked = {name for job in case.problem.jobs for name in (*job.skills.all, *job.skills.any)}
    asked -= {name for job in case.problem.jobs for name in job.skills.none}
    for technician in case.problem.technicians:
        for name in sorted(asked - {skill.name for skill in technician.skills}):
            fields = {"skills": (*technician.skills, Skill(name=name)), "pace": {**technician.pace, name: FASTEST}}
            problem = _with_technician(case.problem, technician, fields)
            return case._replace(problem=_with_free_moves(problem))
    return None


def _with_technician(problem: Problem, technician: Technician, fields: Mapping[str, Any]) -> Problem:
    people = (one.model_copy(update=dict(fields)) if one is technician else one for one in problem.technicians)
    return with_parts(problem, technicians=tuple(people))


def permit_required(case: Case) -> Case | None:
    """Every second job asks for one more skill, which only the first technician has; None with a starting plan."""
    first = case.problem.technicians[0]
    if case.problem.starting_plan:
        return None
    asking = {job.id for job in case.problem.jobs[::2]}
    problem = _with_technician(case.problem, first, {"skills": (*first.skills, Skill(name=PERMIT))})

    def needs(job: Job) -> Mapping[str, Any]:
        skills = job.skills.model_copy(update={"all": {**job.skills.all, PERMIT: 1}})
        return {"skills": skills} if job.id in asking else {}

    return with_jobs(case._replace(problem=problem), needs)


def shifts_lengthened(case: Case) -> Case:
    """Every shift ends half an hour later, or as late as the technician's next one allows."""
    return case._replace(problem=_with_shifts(case.problem, _longer))


def _longer(technician: Technician, shift: Shift) -> Mapping[str, Any]:
    following = [other.start for other in technician.shifts if other.start >= shift.end and other is not shift]
    return {"end": min([shift.end + timedelta(seconds=HALF_AN_HOUR), *following])}


def _with_shifts(problem: Problem, change: Callable[[Technician, Shift], Mapping[str, Any]]) -> Problem:
    people = []
    for technician in problem.technicians:
        shifts = tuple(shift.model_copy(update=dict(change(technician, shift))) for shift in technician.shifts)
        people.append(technician.model_copy(update={"shifts": shifts}))
    return with_parts(problem, technicians=tuple(people))


def services_shortened(case: Case) -> Case:
    """Every job takes a quarter less."""
    changed = with_jobs(case, lambda job: {"duration": job.duration * 3 // 4})
    return changed._replace(problem=_with_free_moves(changed.problem))


def capacity_raised(case: Case) -> Case:
    """One more of every part on every van, one more job in every shift that limits them."""
    parts = {part for job in case.problem.jobs for part in job.parts}

    def more(stock: Mapping[str, int]) -> dict[str, int]:
        return {part: stock.get(part, 0) + 1 for part in {*stock, *parts}}

    def roomier(_: Technician, shift: Shift) -> Mapping[str, Any]:
        return {
            "max_jobs": None if shift.max_jobs is None else shift.max_jobs + 1,
            "van_stock": None if shift.van_stock is None else more(shift.van_stock),
        }

    problem = _with_shifts(case.problem, roomier)
    people = (one.model_copy(update={"van_stock": more(one.van_stock)}) for one in problem.technicians)
    return case._replace(problem=with_parts(problem, technicians=tuple(people)))


def triangles_closed(case: Case) -> Case:
    """No detour is shorter than the direct way, neither in seconds nor in metres."""
    travel = case.travel
    closed = TravelMatrix(travel.places, _closed(travel.seconds), _closed(travel.metres), travel.source)
    return case._replace(problem=_with_free_moves(case.problem), travel=closed)


def _closed(legs: Integers) -> Integers:
    """Shortest ways (Floyd 1962, doi:10.1145/367766.368168)."""
    shortest = legs.copy()
    for via in range(len(legs)):
        shortest = (shortest[:, via, None] + shortest[None, via, :]).clip(max=shortest)
    return shortest
