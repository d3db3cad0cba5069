"""What every change of a day is, and how it builds the new day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, TypeVar

from dispatcher.errors import Finding, NotApplicable
from dispatcher.fields import Value
from dispatcher.job import Job
from dispatcher.problem import Problem
from dispatcher.technician import Technician
from dispatcher.travel.matrix import TravelMatrix

V = TypeVar("V", bound=Value)


class Change(Value):
    """One change of a day: its fields are the parameters, `applied` and `travelled` are pure functions of the day."""

    reprices: ClassVar[bool] = False
    """Whether it changes prices only, so that the costs of before and after are not in the same money."""

    def applied(self, problem: Problem) -> Problem:
        """The day after the change; the same object when the change leaves it as it is.

        Raises
        ------
        NotApplicable
            When the change speaks of something that is not there; `where` points into this change.
        InvalidProblem
            When the day would no longer be valid.
        """
        return problem

    def travelled(self, travel: TravelMatrix) -> TravelMatrix:
        """Travel after the change; the same object when the change leaves it as it is."""
        return travel


def refusal(code: str, where: str, cause: str) -> NotApplicable:
    """The one finding for which a change cannot be made; `where` is a pointer into the change."""
    return NotApplicable([Finding(code, where, cause)])


def changed(value: V, **fields: Any) -> V:
    """The value with other fields, validated like the first."""
    return type(value)(**{name: getattr(value, name) for name in type(value).model_fields} | fields)


def rebuilt(problem: Problem, **parts: Any) -> Problem:
    """The day with other parts; the same object when they are equal.

    Waiting is counted from the same instant as before: a shift more or less must not change what the others cost.
    """
    if all(getattr(problem, name) == part for name, part in parts.items()):
        return problem
    day = changed(problem, **parts)
    return day if day.start == problem.start else day.model_copy(update={"plan_start": problem.start})


def with_technicians(
    problem: Problem, chosen: Collection[str], fields: Callable[[Technician], Mapping[str, Any]]
) -> Problem:
    """The day with other fields of the technicians whose ids are `chosen`."""
    people = (changed(one, **fields(one)) if one.id in chosen else one for one in problem.technicians)
    return rebuilt(problem, technicians=tuple(people))


def with_jobs(problem: Problem, chosen: Collection[str], fields: Callable[[Job], Mapping[str, Any]]) -> Problem:
    """The day with other fields of the jobs whose ids are `chosen`."""
    return rebuilt(
        problem, jobs=tuple(changed(job, **fields(job)) if job.id in chosen else job for job in problem.jobs)
    )


def share_of(share: float, count: int) -> int:
    """The nearest whole number to a share of `count`, halves upwards; never falls when the share grows."""
    return int(share * count + 0.5)
