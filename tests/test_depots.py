"""Routes that visit depots: timed, priced and equipped as the slow reference and the checker read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import numpy as np
import pytest

from dispatcher.arrays import Numbered, number
from dispatcher.charges import new_table
from dispatcher.check import check
from dispatcher.lock import TechnicianLock
from dispatcher.place import Depot
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, new_timing, time_route
from dispatcher.solver.insertion import fill_free_places
from dispatcher.solver.orders import orders_cost, to_plan
from tests.brute_force import best_timing
from tests.builders import (
    a_break,
    a_depot,
    a_job,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    at,
    line_travel,
)
from tests.random_problems import random_problem
from tests.slow_facts import Facts


def random_orders(numbered: Numbered, seed: int, how_many: int = 12) -> Iterator[tuple[int, list[int]]]:
    """Some jobs and one or two depot stops in any order on any shift."""
    rng, a = Random(seed), numbered.data
    for _ in range(how_many):
        order = rng.sample(range(a.count), rng.randint(0, min(3, a.count)))
        for _ in range(rng.randint(1, 2)):
            order.insert(rng.randint(0, len(order)), rng.randrange(a.count, len(a.jobs)))
        yield rng.randrange(len(a.shifts)), order


def disagreements(seed: int) -> Iterator[str]:
    """Where the clock, the slow reference and the checker differ on random routes with depot stops."""
    problem, travel = random_problem(seed)
    numbered, facts = number(problem, travel), Facts(problem, travel)
    a = numbered.data
    names = [(StopKind.JOB, job.id) for job in problem.jobs] + [(StopKind.DEPOT, x.id) for x in problem.depots]
    for s, order in random_orders(numbered, seed) if problem.depots else ():
        technician, shift = numbered.shifts[s]
        best = best_timing(facts, (technician.id, shift.id), [names[stop] for stop in order])
        room = len(order)
        cost, _ = time_route(a, s, np.array(order, dtype=np.int64), room, new_timing(room), new_table(room))
        found = None if cost >= IMPOSSIBLE else divmod(cost, CONFLICT_PRICE)
        # The clock counts a missed start as one conflict, whatever it misses, so only plans without any are compared.
        kept, should_keep = (found or (1,))[0] == 0, (best or (1,))[0] == 0
        if (found is None) != (best is None) or kept != should_keep or (kept and found != best):
            yield f"seed {seed}, shift {s}, {order}: {found} against {best}"
        elif found:
            orders = [order if k == s else [] for k in range(len(numbered.shifts))]
            plan = to_plan(numbered, orders)
            report = check(problem, travel, plan)
            if report.violations or plan.cost != report.plan.cost or plan.routes[0].cost != report.plan.routes[0].cost:
                yield f"seed {seed}, shift {s}, {order}: {report.violations}"


@pytest.mark.parametrize("seed", range(80))
def test_routes_with_depot_stops_are_timed_and_priced_as_the_reference_does(seed: int) -> None:
    """A plan with a depot visit would be refused by the checker, or a good one never be found."""
    assert not list(disagreements(seed))


def the_store(*jobs: str, depot: Depot | None = None, **technician: object) -> Problem:
    """Anna at minute 0 without a ladder; a store at minute 5 that has everything; jobs at 10 that need a ladder."""
    work = [a_job(name, tools=("ladder",) if name.startswith("high") else ()) for name in jobs]
    return a_problem([a_technician(**technician)], work, depots=(depot or a_depot("store"),))


def planned(problem: Problem, order: list[int]) -> Plan:
    """The plan with this order, which the checker accepts."""
    plan = to_plan(number(problem, line_travel(problem)), [order])
    assert not check(problem, line_travel(problem), plan).violations
    return plan


def test_a_tool_is_there_after_the_depot_and_not_before() -> None:
    """A technician would stand at the customer without the ladder: 0 is the job, 1 the store."""
    problem = the_store("high")
    a = number(problem, line_travel(problem)).data
    assert orders_cost(a, [[0]]) is None
    assert orders_cost(a, [[0, 1]]) is None
    assert a.can_do[0, 0]
    # 5 minutes to the store at 08:05, 10 there, 5 to the job, 30 there, 10 home.
    (route,) = planned(problem, [1, 0]).routes
    assert [(stop.kind.value, stop.id) for stop in route.stops] == [("depot", "store"), ("job", "high")]
    assert [stop.finish for stop in route.stops] == [at("08:15"), at("08:50")]
    assert route.arrival_home == at("09:00")


def test_a_tool_that_no_depot_hands_out_stays_missing() -> None:
    """The search would send people to a store in vain."""
    problem = the_store("high", depot=a_depot("store", tools=("scope",)))
    a = number(problem, line_travel(problem)).data
    assert not a.can_do[0, 0]
    assert orders_cost(a, [[1, 0]]) is None


def test_a_job_locked_to_the_shift_needs_no_tool_but_its_parts() -> None:
    """A lock would be broken for want of a ladder, or kept without the pump."""
    jobs = [a_job("high", tools=("ladder",)), a_job("wet", parts={"pump": 1})]
    locks = tuple(TechnicianLock(job=job.id, technician="anna", shift="day") for job in jobs)
    problem = a_problem([a_technician()], jobs, depots=(a_depot(),), locks=locks)
    a = number(problem, line_travel(problem)).data
    assert orders_cost(a, [[0]]) is not None
    assert orders_cost(a, [[1]]) is None
    assert orders_cost(a, [[2, 1, 0]]) is not None


def test_parts_are_used_up_and_refilled_along_the_way() -> None:
    """One pump in the van, one more at each visit: two jobs in a row would find none for the second."""
    jobs = [a_job(f"wet{k}", parts={"pump": 1}) for k in range(3)]
    depot = a_depot(stock={"pump": 1})
    problem = a_problem([a_technician(van_stock={"pump": 1})], jobs, depots=(depot,))
    a = number(problem, line_travel(problem)).data
    possible = {(0, 1): False, (0, 3, 1): True, (3, 0, 1): True, (3, 0, 1, 2): False, (0, 3, 1, 3, 2): True}
    assert {order: orders_cost(a, [list(order)]) is not None for order in possible} == possible


def test_a_depot_stop_is_no_job() -> None:
    """max_jobs would count it, it would be a plan by itself, or two technicians could not visit the same store."""
    one = a_shift(max_jobs=1)
    problem = a_problem([a_technician("anna", shifts=(one,)), a_technician("ben")], [a_job()], depots=(a_depot(),))
    a = number(problem, line_travel(problem)).data
    assert orders_cost(a, [[1, 0, 1], []]) is not None
    assert orders_cost(a, [[0], [1]]) is None
    two = problem.model_copy(update={"jobs": (a_job("J1"), a_job("J2"))})
    assert orders_cost(number(two, line_travel(two)).data, [[2, 0], [1, 2]]) is not None


def test_setup_is_saved_where_the_depot_stands_at_the_customer() -> None:
    """Parking twice at one place: store and job at minute 10, setup 5; 08:10, 10 at the store, 30 at the job."""
    problem = a_problem([a_technician()], [a_job(setup=300)], depots=(a_depot(minute=10),))
    assert planned(problem, [1, 0]).routes[0].arrival_home == at("09:00")
    # Alone: 08:10, 5 of setup, 30 of work, 10 home.
    assert planned(problem, [0]).routes[0].arrival_home == at("08:55")


@pytest.mark.parametrize("departure", ["first_stop", "compact"])
def test_a_visit_before_the_first_job_does_not_send_the_technician_out_too_early(departure: str) -> None:
    """Two hours would be waited at the store: the job opens at 11:00, so 5 + 10 + 5 minutes before is soon enough."""
    problem = a_problem(
        [a_technician()], [a_job(promise=a_promise("11:00", "12:00"))], depots=(a_depot(),), departure=departure
    )
    (route,) = planned(problem, [1, 0]).routes
    assert route.departure == at("10:40")
    assert all(stop.wait == 0 for stop in route.stops)


def test_a_break_may_be_taken_on_the_way_to_the_depot() -> None:
    """Lunch 12:00 to 13:00 between two promises with the store between them would be misplaced."""
    jobs = [a_job("one", promise=a_promise("11:00", "11:00")), a_job("two", promise=a_promise("13:00", "13:10"))]
    technician = a_technician(shifts=(a_shift(breaks=(a_break(),)),))
    problem = a_problem([technician], jobs, depots=(a_depot(duration=3000),))
    # one ends 11:30; the store 11:35 to 12:25; the break 12:25 to 12:55; two at 13:00 on the second.
    (route,) = planned(problem, [0, 2, 1]).routes
    assert [(stop.id, stop.start) for stop in route.stops] == [
        ("one", at("11:00")),
        ("depot", at("11:35")),
        ("break", at("12:25")),
        ("two", at("13:00")),
    ]
    assert route.stops[3].arrival - route.stops[2].finish == timedelta(minutes=5)


def test_free_places_are_found_before_and_after_a_depot_stop() -> None:
    """A job would be left out though the van passes the store: "high" fits only after it, and no visit is added."""
    problem = the_store("low", "high")
    a = number(problem, line_travel(problem)).data
    assert fill_free_places(a, [[2, 0]]) in ([[2, 0, 1]], [[2, 1, 0]])
    assert fill_free_places(a, [[]]) == [[0]]
