"""A problem with a plan, and the few ways in which documents are changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.job import Job
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

Integers = NDArray[np.int64]


class Case(NamedTuple):
    """A problem with a plan that keeps its rules."""

    problem: Problem
    travel: TravelMatrix
    plan: Plan
    """Its decisions count; times and prices may be those of another problem."""
    cost: int
    """Units that the plan costs, or in an easier problem costs at most."""
    unkept: int = 0
    """Locks that the plan does not keep, at most; fewer are better at any cost."""


Change = Callable[[Case], Case | None]
"""Gives the changed problem with the same plan, and what that costs there; None where the relation says nothing."""


def with_parts(problem: Problem, **parts: Any) -> Problem:
    """The problem with some of its parts replaced, validated as a whole."""
    return Problem(**(dict(problem) | parts))


def with_jobs(case: Case, change: Callable[[Job], Mapping[str, Any]], **parts: Any) -> Case:
    """The case with some fields of every job replaced, and some parts of the problem."""
    jobs = tuple(job.model_copy(update=dict(change(job))) for job in case.problem.jobs)
    return case._replace(problem=with_parts(case.problem, jobs=jobs, **parts))


def walked(value: Any, leaf: Callable[[Any, str], Any], field: str = "") -> Any:
    """A document with every leaf replaced; `leaf` takes it and the field it stands in."""
    if isinstance(value, Mapping):
        return {key: walked(item, leaf, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(walked(item, leaf, field) for item in value)
    return leaf(value, field)


def side_by_side(one: TravelMatrix, other: TravelMatrix, seconds: int, metres: int) -> TravelMatrix:
    """The places of two matrices, with so much travel from any place of one to any of the other."""
    return TravelMatrix(
        (*one.places, *other.places),
        _on_one_diagonal(one.seconds, other.seconds, seconds),
        _on_one_diagonal(one.metres, other.metres, metres),
        one.source,
    )


def _on_one_diagonal(one: Integers, other: Integers, between: int) -> Integers:
    size = len(one) + len(other)
    whole = np.full((size, size), between, dtype=np.int64)
    whole[: len(one), : len(one)], whole[len(one) :, len(one) :] = one, other
    return whole
