"""Free places: what is inserted, and that nothing worth inserting is left."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from dispatcher.arrays import number
from dispatcher.lock import OrderLock, TechnicianLock
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE
from dispatcher.solver.insertion import construct, fill_free_places
from dispatcher.solver.orders import orders_cost, to_plan
from tests.builders import a_job, a_problem, a_technician, line_travel
from tests.random_problems import random_problem


def test_a_job_is_inserted_when_that_costs_less_than_leaving_it_out() -> None:
    """A customer would be left alone for nothing, or visited at any price.

    Minute 10 and back: 20 minutes and 20 km = 10 + 6, working 50 minutes 0.83, waiting 0.03: 16.87 in all.
    """
    for price, expected in ((Decimal(16), [[]]), (Decimal(18), [[0]])):
        problem = a_problem([a_technician()], [a_job(unassigned_price=price)])
        assert fill_free_places(number(problem, line_travel(problem)).data, [[]]) == expected


def test_a_locked_job_is_inserted_whatever_it_costs() -> None:
    """A lock would be dropped because leaving the job out is cheaper."""
    lock = TechnicianLock(job="J1", technician="anna", shift="day")
    problem = a_problem([a_technician()], [a_job(unassigned_price=Decimal(0))], locks=(lock,))
    assert fill_free_places(number(problem, line_travel(problem)).data, [[]]) == [[0]]


def test_jobs_tied_by_an_order_lock_come_onto_one_route_in_order() -> None:
    """The second job would be planned apart from the first, or before it."""
    jobs = [a_job("first", 20), a_job("then", 10)]
    lock = OrderLock(first="first", then="then")
    problem = a_problem([a_technician("anna"), a_technician("bert", 5)], jobs, locks=(lock,))
    orders = construct(number(problem, line_travel(problem)).data)
    assert [order for order in orders if order] == [[0, 1]]


def test_a_route_may_grow_far_beyond_its_first_length() -> None:
    """Inserting would stop when the room for a route is used up: thirty jobs of a minute at one place."""
    problem = a_problem([a_technician()], [a_job(f"J{k}", duration=60) for k in range(30)])
    assert len(construct(number(problem, line_travel(problem)).data)[0]) == 30


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_no_free_place_that_pays_is_left(seed: int) -> None:
    """An unassigned job could be inserted at a gain; here every job is tried at every place once more."""
    problem, travel = random_problem(seed, jobs=6, plain=True)
    numbered = number(problem, travel)
    a = numbered.data
    orders = construct(a)
    cost = orders_cost(a, orders)
    assert cost is not None
    planned = {job for order in orders for job in order}
    for job in set(range(len(a.jobs))) - planned:
        for s, order in enumerate(orders):
            for place in range(len(order) + 1):
                longer = [*orders[:s], [*order[:place], job, *order[place:]], *orders[s + 1 :]]
                assert (orders_cost(a, longer) or IMPOSSIBLE) >= cost


@pytest.mark.parametrize("seed", range(1, 40, 3))
def test_with_every_rule_what_is_constructed_is_a_plan(seed: int) -> None:
    """The first plan would break a rule that the search keeps."""
    problem, travel = random_problem(seed, jobs=6, rules=frozenset({"locks", "breaks", "parts", "windows", "pace"}))
    numbered = number(problem, travel)
    orders = construct(numbered.data)
    cost = orders_cost(numbered.data, orders)
    assert cost is not None
    assert sum(to_plan(numbered, orders).cost.values()) == cost % CONFLICT_PRICE
    assert not np.any([len(order) > 6 for order in orders])
