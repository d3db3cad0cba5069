"""What every suite of public instances gives, so that one command plans and compares them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix


class Outcome(NamedTuple):
    """What counts, in its order: of two outcomes the smaller one is better."""

    unserved: int
    value: float
    """In the suite's own unit."""


Orders = Mapping[str, Sequence[str]]
"""Technician to the ids of jobs and depots in their order."""


@dataclass(frozen=True)
class Judge:
    """A second opinion on a plan, beside `dispatcher.check`.

    Parameters
    ----------
    name
        Of the independent checker, or of the rule that our checker does not know.
    accepts
        Takes the suite's folder, the instance, its problem and the plan.
    """

    name: str
    accepts: Callable[[Path, str, Problem, Plan], bool]


@dataclass(frozen=True)
class Suite:
    """A set of public instances with one objective and one rounding convention.

    Parameters
    ----------
    name
        As the command line calls it.
    folder
        Its folder among the public instances.
    instances
        Those that are planned when nobody names others.
    objective
        What the instances minimise, in a few words.
    unit
        Of the outcome's value.
    decimals
        Of the value in print.
    read
        Takes the suite's folder and the name of an instance.
    value
        Of a plan whose numbers are true.
    best_known
        Takes the suite's folder; the best outcomes known, as far as there are any.
    best_orders
        Takes the suite's folder; the routes of best known outcomes, as far as they are at hand.
    judge
        None when there is no second opinion.
    rounding
        How far a published value may lie from that of the same routes here.
    priced
        Whether jobs left out are paid for in the value; if not, fewer unserved jobs come before everything else.
    """

    name: str
    folder: str
    instances: tuple[str, ...]
    objective: str
    unit: str
    decimals: int
    read: Callable[[Path, str], tuple[Problem, TravelMatrix]]
    value: Callable[[Problem, Plan], float]
    best_known: Callable[[Path], Mapping[str, Outcome]]
    best_orders: Callable[[Path], Mapping[str, Orders]] = field(default=lambda _: {})
    judge: Judge | None = None
    rounding: float = 0.0
    priced: bool = False


def unserved(problem: Problem, plan: Plan) -> int:
    """How many jobs of the problem stand in no route."""
    return len(problem.jobs) - sum(stop.kind is StopKind.JOB for route in plan.routes for stop in route.stops)


def metres_driven(plan: Plan) -> int:
    """All legs of a plan whose numbers are true, the ways home included."""
    return sum(route.distance_home + sum(stop.distance for stop in route.stops) for route in plan.routes)
