"""The compiled clock against the slow reference, and its own choices worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dispatcher.arrays import number
from dispatcher.charges import new_table
from dispatcher.problem import Problem
from dispatcher.schedule import IMPOSSIBLE, cheapest_place, new_timing, time_route
from dispatcher.solver.orders import orders_cost, to_plan
from tests.brute_force import best_plan
from tests.builders import a_break, a_job, a_problem, a_promise, a_shift, a_technician, at, line_travel
from tests.every_order import best_cost
from tests.random_problems import random_problem
from tests.slow_facts import Facts


@pytest.mark.parametrize("seed", range(45))
def test_the_clock_finds_the_same_optimum_as_trying_everything_slowly(seed: int) -> None:
    """The clock would place a break or a departure badly, misprice a term or misjudge a rule."""
    problem, travel = random_problem(seed)
    kept, cost = best_cost(problem, travel)
    best = best_plan(problem, travel)
    assert kept == (best.conflicts == len(Facts(problem, travel).contradictions))
    if kept:
        assert cost == best.cost


def the_line(*jobs: str, **shift: object) -> tuple[Problem, list[int]]:
    """Anna with jobs at the named minutes."""
    work = [a_job(f"J{k}", int(minute)) for k, minute in enumerate(jobs)]
    return a_problem([a_technician(shifts=(a_shift(**shift),))], work), list(range(len(work)))


def test_the_departure_is_as_late_as_keeps_the_first_start() -> None:
    """The technician would wait at the door instead of at home: window 10:00, 10 minutes away, so leave at 09:50."""
    job = a_job(promise=a_promise("10:00", "11:00"))
    problem = a_problem([a_technician()], [job])
    plan = to_plan(number(problem, line_travel(problem)), [[0]])
    assert plan.routes[0].departure == at("09:50")
    assert plan.routes[0].stops[0].start == at("10:00")


def test_a_break_is_waived_when_the_technician_is_home_in_time() -> None:
    """Half an hour would be lost: 10 out, 30 of work, 10 back, home at 08:50, lunch until 13:00 at the latest."""
    problem, order = the_line("10", breaks=(a_break(),))
    plan = to_plan(number(problem, line_travel(problem)), [order])
    assert [stop.id for stop in plan.routes[0].stops] == ["J0"]
    assert plan.routes[0].arrival_home == at("08:50")


def test_a_break_is_taken_where_it_costs_least() -> None:
    """The promise would be missed: lunch 11:30 to 13:00 goes before the drive to the job at 12:00, not after it."""
    jobs = [
        a_job("early", 10, promise=a_promise("10:00", "11:00")),
        a_job("late", 10, promise=a_promise("12:00", "12:00")),
    ]
    technician = a_technician(shifts=(a_shift(breaks=(a_break(first="11:30", last="13:00"),)),))
    problem = a_problem([technician], jobs)
    stops = to_plan(number(problem, line_travel(problem)), [[0, 1]]).routes[0].stops
    # early ends 10:30; lunch 11:30-12:00; late starts 12:00 on the second.
    assert [(stop.id, stop.start) for stop in stops] == [
        ("early", at("10:00")),
        ("break", at("11:30")),
        ("late", at("12:00")),
    ]


def test_an_order_that_breaks_a_rule_has_no_cost() -> None:
    """A plan would be built that the checker refuses: the shift ends at 17:00, when the second job may first start."""
    jobs = [a_job("one"), a_job("two", promise=a_promise("17:00", "18:00"))]
    problem = a_problem([a_technician()], jobs)
    numbered = number(problem, line_travel(problem))
    assert orders_cost(numbered.data, [[0, 1]]) is None
    with pytest.raises(ValueError, match="cannot serve"):
        to_plan(numbered, [[0, 1]])


@pytest.mark.parametrize("pruned", [False, True])
def test_the_cheapest_place_for_a_job_is_between_its_neighbours(pruned: bool) -> None:
    """An inserted job would be driven to twice: minute 20 belongs between 10 and 30."""
    problem, _ = the_line("10", "30", "20")
    a = number(problem, line_travel(problem)).data
    out, table, trial = new_timing(3), new_table(3), np.zeros(3, dtype=np.int64)
    order = np.array([0, 1], dtype=np.int64)
    cost, _ = time_route(a, 0, order, 2, out, table)
    longer, place = cheapest_place(a, 0, order, 2, 2, cost, pruned, trial, out, table)
    assert place == 1
    assert cost < longer < IMPOSSIBLE


def test_bills_of_routes_and_unassigned_jobs_add_up_to_the_cost_of_the_orders() -> None:
    """The search would compare other numbers than the plan states."""
    for seed in range(20):
        problem, travel = random_problem(seed)
        numbered = number(problem, travel)
        if not numbered.data.jobs["locked"].any():
            empty = [[] for _ in numbered.shifts]
            assert sum(to_plan(numbered, empty).cost.values()) == orders_cost(numbered.data, empty)
