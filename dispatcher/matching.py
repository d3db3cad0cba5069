"""Which shift may take which job, how long it would work there, and what it costs that it is this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dispatcher.fields import instant_at, thousandths, units
from dispatcher.plan import Stop
from dispatcher.problem import Problem
from dispatcher.supply import from_depots
from dispatcher.technician import Shift, Technician

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


def _local_day(problem: Problem, shift: Shift) -> date:
    return instant_at(int(shift.start.timestamp()), problem.zone).date()


def pace(problem: Problem, shifts: Sequence[tuple[Technician, Shift]]) -> tuple[Integers, Integers]:
    """The pace class of each shift, and the seconds on site for each class and job, then depot.

    Shifts that work at the same pace at everything share a class.
    """
    durations = np.array([job.duration for job in problem.jobs], dtype=np.int64)
    kinds = [tuple(sorted({*job.skills.all.items(), *job.skills.any.items()})) for job in problem.jobs]
    kind_of = {kind: k for k, kind in enumerate(dict.fromkeys(kinds))}
    rows: dict[tuple[int, ...], int] = {}
    classes = []
    for technician, shift in shifts:
        day = _local_day(problem, shift)
        paces = tuple(_pace_at(technician, day, needs) for needs in kind_of)
        classes.append(rows.setdefault(paces, len(rows)))
    table = np.array([[paces[kind_of[kind]] for kind in kinds] for paces in rows], dtype=np.int64)
    table = table.reshape(len(rows), len(kinds))
    refilling = np.tile(np.array([depot.duration for depot in problem.depots], dtype=np.int64), (len(rows), 1))
    return np.array(classes, dtype=np.int64), np.hstack([(durations * table + 500) // 1000, refilling])


def _pace_at(technician: Technician, day: date, needs: Iterable[tuple[str, int]]) -> int:
    """Thousandths: the slowest pace over those named skills that the technician holds; 1000 without any."""
    held = [name for name, level in needs if technician.level(name, day) >= level]
    return max((thousandths(technician.pace[name]) if name in technician.pace else 1000 for name in held), default=1000)


def matching(
    problem: Problem,
    shifts: Sequence[tuple[Technician, Shift]],
    locked: Integers,
    told: Mapping[str, tuple[str, Stop]],
) -> dict[str, Integers | Flags]:
    """`can_do` and the prices of every pairing; see `dispatcher.arrays.Arrays`."""
    costs, jobs = problem.costs, problem.jobs
    who = np.array([technician.id for technician, _ in shifts], dtype=object)
    levels = _levels(problem, shifts)
    later, has_tool = from_depots(problem), _tools(problem, shifts)
    zero = np.zeros(len(shifts), dtype=np.int64)
    can_do = np.ones((len(jobs) + len(problem.depots), len(shifts)), dtype=np.bool_)
    prices = np.zeros((3, *can_do.shape), dtype=np.int64)
    for j, job in enumerate(jobs):
        able = np.ones(len(shifts), dtype=np.bool_)
        for tool in job.tools:
            if tool not in later:
                able &= has_tool[tool]
        for name, level in job.skills.all.items():
            held = levels.get(name, zero)
            able &= held >= level
            prices[1, j] += np.maximum(held - level, 0)
        if job.skills.any:
            able &= np.any([levels.get(name, zero) >= level for name, level in job.skills.any.items()], axis=0)
        for name, level in job.skills.none.items():
            able &= levels.get(name, zero) < level
        choice = job.technicians
        if choice.only:
            able &= np.isin(who, choice.only)
        if choice.excluded:
            able &= ~np.isin(who, choice.excluded)
        if choice.preferred:
            prices[0, j] = ~np.isin(who, choice.preferred)
        if job.id in told:
            prices[2, j] = who != told[job.id][0]
        can_do[j] = np.arange(len(shifts)) == locked[j] if locked[j] >= 0 else able
    flat = (costs.preferred_missed, costs.overqualified, costs.change.technician_swapped)
    names = ("preferred_missed", "overqualified", "swapped")
    return {"can_do": can_do, **{name: prices[k] * units(flat[k]) for k, name in enumerate(names)}}


def _levels(problem: Problem, shifts: Sequence[tuple[Technician, Shift]]) -> dict[str, Integers]:
    """Skill to (s,) level on the day of each shift; 0 = not held."""
    names = {skill.name for technician, _ in shifts for skill in technician.skills}
    days = [_local_day(problem, shift) for _, shift in shifts]
    return {
        name: np.array([who.level(name, day) for (who, _), day in zip(shifts, days, strict=True)], dtype=np.int64)
        for name in names
    }


def _tools(problem: Problem, shifts: Sequence[tuple[Technician, Shift]]) -> dict[str, Flags]:
    """Tool that some job needs to (s,) whether the technician of the shift has it."""
    needed = {tool for job in problem.jobs for tool in job.tools}
    return {tool: np.array([tool in who.tools for who, _ in shifts], dtype=np.bool_) for tool in needed}
