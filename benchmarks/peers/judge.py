"""The judge of all solvers: our clock times orders, the same pass fills free places, `check` has the last word."""

from __future__ import annotations

from typing import NamedTuple

from dispatcher.arrays import Numbered
from dispatcher.check import check
from dispatcher.costs import Term
from dispatcher.fields import UNITS_PER_THOUSANDTH, thousandths
from dispatcher.plan import total
from dispatcher.problem import Problem
from dispatcher.solver.insertion import fill_free_places
from dispatcher.solver.orders import orders_cost, to_plan
from dispatcher.solver.task import Orders


class Judgement(NamedTuple):
    """What a plan of a plain day is worth. Costs in seconds of travel."""

    cost: float
    unserved: int
    unserved_cost: float
    travel: float


def judge(numbered: Numbered, orders: Orders) -> Judgement:
    """Time the orders, fill their free places, check the plan.

    Raises
    ------
    ValueError
        When a route breaks a rule, or the checker finds anything; the message says what.
    """
    broken = _broken(numbered, orders)
    if broken:
        raise ValueError(broken)
    problem = numbered.problem
    plan = to_plan(numbered, fill_free_places(numbered.data, orders))
    if violations := check(problem, numbered.travel, plan).violations:
        raise ValueError("; ".join(map(str, violations[:3])))
    return Judgement(
        cost=in_seconds(problem, total(plan.cost)),
        unserved=len(plan.unassigned),
        unserved_cost=in_seconds(problem, plan.cost.get(Term.UNASSIGNED, 0)),
        travel=in_seconds(problem, plan.cost.get(Term.TRAVEL_TIME, 0)),
    )


def _broken(numbered: Numbered, orders: Orders) -> str:
    """What is wrong with the orders as such; empty when they can be timed."""
    if len(orders) != len(numbered.shifts):
        return f"{len(orders)} orders for {len(numbered.shifts)} shifts"
    if orders_cost(numbered.data, orders) is None:
        return "an order breaks a rule, or a job stands twice"
    return ""


def in_seconds(problem: Problem, money: int) -> float:
    """Units of money as the seconds of travel that cost as much."""
    return money * 3600 / (thousandths(problem.costs.travel_per_hour) * UNITS_PER_THOUSANDTH)
