"""The kernel: days by hand and nasty random ones; what it undoes, repeats, takes over and hands on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.loads import day as synthetic_day
from dispatcher.arrays import Numbered, number
from dispatcher.check import check
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.plan import total
from dispatcher.schedule import CONFLICT_PRICE
from dispatcher.settings import Settings
from dispatcher.solver.kernel.annealing import INSERTION_ORDERS, MEAN_REMOVED, RUINS, Annealing
from dispatcher.solver.kernel.turns import load, run_turns
from dispatcher.solver.orders import orders_cost, orders_of, to_plan
from dispatcher.solver.task import Orders
from dispatcher.travel import Geodesic
from tests.brute_force import bare_plan
from tests.builders import (
    a_depot,
    a_job,
    a_plan,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)
from tests.every_order import best_cost
from tests.random_problems import EVERY_RULE, random_problem
from tests.rules.day import Day
from tests.rules.test_days import DAYS
from tests.solver.kernel_claims import counted, exact_cost, must_agree, searched, taken_over

REJECTING = -1e18
"""Temperature at which no turn is kept."""


def chain_at(numbered: Numbered, orders: Orders, seed: int = 1) -> Annealing:
    """A chain that begins with these orders."""
    return Annealing(numbered.data, orders, seed)


@pytest.mark.parametrize("make", DAYS, ids=lambda make: make.__name__)
def test_a_day_computed_by_hand_costs_in_the_kernel_what_the_clock_says(make: Callable[[], Day]) -> None:
    """The search would take a rule for another one than the plan is judged by: dearer, cheaper, or not at all."""
    day = make()
    numbered = number(day.problem, day.travel)
    orders: Orders = [[] for _ in numbered.shifts]
    positions = {**numbered.depot_position, **numbered.job_position}
    for route in bare_plan(day.decisions).routes:
        s = numbered.shift_position[route.technician, route.shift]
        orders[s] = [positions[stop.id] for stop in route.stops if stop.kind != "break"]
    kernel, exact = chain_at(numbered, orders).best, orders_cost(numbered.data, orders)
    if exact is None:
        assert not day.valid
    elif any(_is_broken(order, pair) for order in orders for pair in numbered.data.order.tolist()):
        assert kernel == exact - CONFLICT_PRICE  # taken over as it is; the kernel itself never breaks an order lock
    elif all(must_agree(numbered.data, s, order) for s, order in enumerate(orders) if order):
        assert kernel == exact
    else:
        assert kernel >= exact


def _is_broken(order: list[int], pair: list[int]) -> bool:
    return set(pair) <= set(order) and order.index(pair[0]) > order.index(pair[1])


@pytest.mark.parametrize("make", [make for make in DAYS if make().best], ids=lambda make: make.__name__)
def test_the_search_finds_the_best_plan_that_was_found_by_hand(make: Callable[[], Day]) -> None:
    """A rule that the kernel reads too strictly would hide the optimum from it."""
    day = make()
    numbered = number(day.problem, day.travel)
    plan = to_plan(numbered, searched(numbered, seed=1).orders(best=True))
    assert total(plan.cost) == sum(day.units.values())
    assert len(check(day.problem, day.travel, plan).conflicts) == day.conflicts


@pytest.mark.parametrize("seed", range(60))
def test_kernel_clock_and_checker_count_alike(seed: int) -> None:
    """The search would run after savings that nobody gets; see tests/solver/kernel_claims.py."""
    assert counted(seed).failures == ()


@pytest.mark.parametrize("block", range(6))
def test_ortools_takes_over_the_plans_of_the_kernel(block: int) -> None:
    """One of the two would break a rule, or hide plans from us; see tests/solver/kernel_claims.py."""
    assert [wrong for seed in range(10 * block, 10 * block + 10) for wrong in taken_over(seed)] == []


def test_nothing_is_cheaper_than_the_optimum_and_nearly_all_is_as_cheap() -> None:
    """Below the optimum a rule would be broken; above it the kernel would not see places that pay.

    Three of these forty are above, by less than 5 %: the kernel settles breaks one after the other, and so does not
    waive the first by coming home soon and the second by leaving late (seed 3); and with breaks or promises it takes
    compact departures for dearer than they are (32 and 38). Brute force tries no depot stops, so there are none.
    """
    above = []
    for seed in range(40):
        problem, travel = random_problem(seed, jobs=4, rules=EVERY_RULE - {"depots"})
        numbered = number(problem, travel)
        found = orders_cost(numbered.data, searched(numbered, seed).orders(best=True))
        _, best = best_cost(problem, travel)
        assert found is not None
        assert found >= best
        if found > best:
            above.append(seed)
    assert len(above) <= 4


def figures(chain: Annealing) -> dict[str, Any]:
    """Everything that a turn changes, in a form that can be compared."""
    tables = {name: table.copy() for name, table in chain.chain.tables.items()}
    routes, stops, seats = tables["routes"], tables["stops"], tables["seats"][: chain.count]
    planned = seats["shift"] >= 0
    fields = ["job", "leave", "settled", "price"]
    return {
        "routes": routes[["length", "cost", "travel", "home", "departure", "saved_as"]].tolist(),
        "stops": [
            stops[s, : route["length"] + 1][fields].tolist() for s, route in enumerate(routes) if route["length"]
        ],
        "seats": [(j, *seats[["shift", "at"]][j].tolist()) for j in np.flatnonzero(planned)],
        "used": tables["used"].tolist(),
        "absent": sorted(tables["absent"][: int(chain.figures["absent_count"])].tolist()),
        "best": chain.orders(best=True),
        "sums": [int(chain.figures[name]) for name in ("now", "best", "absent_count")],
    }


@pytest.mark.parametrize("seed", range(0, 90, 3))
def test_a_turn_that_is_not_kept_leaves_no_trace(seed: int) -> None:
    """A figure that is not brought back would be wrong for the rest of the search."""
    problem, travel = random_problem(seed, jobs=8, technicians=3)
    chain = chain_at(number(problem, travel), [[] for _ in problem.shifts()], seed)
    chain.fill()
    chain.run(20, 0.0)
    before = figures(chain)
    weights = (RUINS, INSERTION_ORDERS, MEAN_REMOVED)
    for _ in range(40):
        run_turns(chain.ground.record, chain.chain.record, 1, REJECTING, -1, *weights)
        assert figures(chain) == before


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_figures_kept_over_many_turns_are_those_counted_anew(seed: int) -> None:
    """A route is timed from where it changed; what stands before would go stale unseen."""
    problem, travel = random_problem(seed, jobs=8, technicians=3)
    numbered = number(problem, travel)
    chain = chain_at(numbered, [[] for _ in problem.shifts()], seed)
    chain.fill()
    for _ in range(20):
        chain.run(5, 0.3)
        orders = chain.orders(best=False)
        anew = chain_at(numbered, orders)
        for s, order in enumerate(orders):
            costs = (int(one.chain.tables["routes"]["cost"][s]) for one in (chain, anew))
            kept, counted_anew = costs
            # The places of earlier breaks stay when a later stop changes; from the start there may be a better one.
            assert kept == counted_anew if not order or must_agree(numbered.data, s, order) else kept >= counted_anew
        planned = {job for order in orders for job in order}
        absent = sum(chain.ground.tables["jobs"]["absent"][j] for j in set(range(chain.count)) - planned)
        assert chain.figures["now"] == sum(chain.chain.tables["routes"]["cost"]) + absent


def test_the_same_seed_gives_the_same_plan_and_another_seed_another_way() -> None:
    """A plan that nobody can make again cannot be looked into."""
    problem = synthetic_day(100, 40, 5)
    numbered = number(problem, Geodesic().matrix(problem.places))
    told = []
    for seed in (1, 1, 2):
        chain = chain_at(numbered, [[] for _ in numbered.shifts], seed)
        chain.fill()
        for step in range(10):
            chain.run(100, step / 10)
        told.append((chain.best, chain.orders(best=True), chain.orders(best=False)))
    assert told[0] == told[1]
    assert told[0][2] != told[2][2]


def test_the_number_of_turns_at_once_does_not_matter() -> None:
    """The same count of iterations gives the same plan, however often somebody looks at the clock."""
    problem = synthetic_day(100, 40, 5)
    numbered = number(problem, Geodesic().matrix(problem.places))
    at_once, in_steps = (chain_at(numbered, [[] for _ in numbered.shifts], 7) for _ in range(2))
    at_once.run(300, 0.2)
    for _ in range(30):
        in_steps.run(10, 0.2)
    assert at_once.orders(best=False) == in_steps.orders(best=False)


def test_a_stop_is_obeyed_within_a_tenth_of_a_second() -> None:
    """The coordinator waits; a quarter of a second is granted here, since machines that test are busy."""
    warm_up()
    problem = synthetic_day(100, 60, 8)
    travel, stop, asked = Geodesic().matrix(problem.places), threading.Event(), []

    def ask() -> None:
        asked.append(time.monotonic())
        stop.set()

    timer = threading.Timer(0.7, ask)
    timer.start()
    result = dispatch(problem, travel, Settings(time_limit=30, cores=1), stop=stop)
    taken = time.monotonic() - asked[0]
    assert result.search.stopped_by == "stop"
    assert taken < 0.1 + 0.25


@pytest.mark.parametrize("seed", range(25))
def test_a_warm_start_is_never_worse_than_what_it_starts_from(seed: int) -> None:
    """A plan that somebody improved by hand would be thrown away."""
    problem, travel = random_problem(seed, jobs=6)
    numbered = number(problem, travel)
    start = to_plan(numbered, searched(numbered, seed).orders(best=True))
    before = orders_cost(numbered.data, orders_of(numbered, start))
    plan = dispatch(problem, travel, Settings(iterations=1, cores=1), start=start).plan
    assert total(plan.cost) <= total(start.cost)
    after = orders_cost(numbered.data, orders_of(numbered, plan))
    assert before is not None
    assert after is not None
    assert after <= before


def test_a_start_that_names_unknown_repeated_and_forbidden_jobs_is_survived() -> None:
    """Yesterday's plan for today's problem: one job gone, one moved by hand to a second route, one beyond anna.

    anna at 0 does near (position 10) and far (20, only ben may); ben at 30 does near too, and one that is gone.
    """
    near, far = a_job("near", 10), a_job("far", 20, technicians={"only": ("ben",)})
    crew = [a_technician("anna", 0), a_technician("ben", 30)]
    told = a_problem([a_technician("anna", 0), a_technician("ben", 30)], [near, a_job("far", 20), a_job("gone", 25)])
    routes = {("anna", "day"): ["near", "far"], ("ben", "day"): ["gone", "near"]}
    start = a_plan(told, line_travel(told), routes)
    problem = a_problem(crew, [near, far])
    travel = line_travel(problem)
    numbered = number(problem, travel)
    assert orders_of(numbered, start) == [[numbered.job_position["near"]], []]
    plan = dispatch(problem, travel, Settings(iterations=50, cores=1), start=start).plan
    assert {stop.id for route in plan.routes for stop in route.stops} == {"near", "far"}


def test_a_start_keeps_what_can_still_be_done_of_a_route() -> None:
    """One window that has changed would cost the whole route, depot stops and all: 10 minutes at depot 5, pump at 10.

    Both jobs need a pump and the van has none; "late" now closes at 08:05, before anybody is there.
    """
    tina = a_technician("tina")
    jobs = [a_job("pump", 10, parts={"pump": 1}), a_job("late", 20, parts={"pump": 1})]
    told = a_problem([tina], jobs, depots=(a_depot("main", 5),))
    start = a_plan(told, line_travel(told), {("tina", "day"): ["main", "pump", "main", "late"]})
    closed = jobs[1].model_copy(update={"time_windows": (a_window("08:00", "08:05"),)})
    problem = a_problem([tina], [jobs[0], closed], depots=(a_depot("main", 5),))
    numbered = number(problem, line_travel(problem))
    assert orders_of(numbered, start) == [[numbered.depot_position["main"], numbered.job_position["pump"]]]


def test_the_pool_holds_routes_at_the_price_of_the_clock() -> None:
    """Recombining would choose routes for prices that they do not have."""
    problem = synthetic_day(101, 40, 5, lunch=False)
    numbered = number(problem, Geodesic().matrix(problem.places))
    chain = chain_at(numbered, [[] for _ in numbered.shifts], 3)
    chain.fill()
    chain.run(2000, 0.6)
    pool = chain.routes()
    assert len(pool.shift) > 50
    for k, (s, cost) in enumerate(zip(pool.shift, pool.cost, strict=True)):
        order = pool.jobs[pool.first[k] : pool.first[k + 1]].tolist()
        assert exact_cost(numbered.data, int(s), order) == cost
    named = [(int(s), frozenset(pool.jobs[pool.first[k] : pool.first[k + 1]])) for k, s in enumerate(pool.shift)]
    assert len(set(named)) == len(named)


def test_a_late_job_pays_the_step_and_then_by_the_minute() -> None:
    """Two jobs promised for 08:10, one technician: whoever is second starts at 08:40, half an hour late: 20 + 30.

    Both at position 10, so no travel between them: 2 x 10 minutes and kilometres cost 10.00 + 6.00; working time
    80 minutes at 1.00 an hour 4/3; waiting 10 + 40 minutes at 0.20 an hour 1/6.
    """
    jobs = [a_job(name, 10, promise=a_promise("08:00", "08:10")) for name in ("a", "b")]
    problem = a_problem([a_technician()], jobs)
    chain = searched(number(problem, line_travel(problem)), seed=1)
    assert chain.best == 18_000_000 * (20 + 30 + 10 + 6) + 18_000_000 * 80 // 60 + 18_000_000 // 6


def test_the_second_shift_of_a_technician_takes_what_the_first_has_no_time_for() -> None:
    """Each shift is 60 minutes: 10 there, 40 of work, 10 home; both customers are free all day."""
    shifts = (a_shift("early", end=at("09:00")), a_shift("later", start=at("13:00"), end=at("14:00")))
    jobs = [a_job("a", 10, duration=2400), a_job("b", 10, duration=2400)]
    problem = a_problem([a_technician(shifts=shifts)], jobs)
    orders = searched(number(problem, line_travel(problem)), seed=1).orders(best=True)
    assert sorted(map(len, orders)) == [1, 1]


def test_a_chain_that_runs_out_of_room_keeps_its_best_plan_though_that_has_longer_routes() -> None:
    """The search ended with an error on long routes: room was made for the plan where it stood, not for its best."""
    jobs = [a_job(f"j{k}", 10, duration=60) for k in range(40)]
    problem = a_problem([a_technician("anna"), a_technician("bert")], jobs)
    chain = chain_at(number(problem, line_travel(problem)), [list(range(40)), []])
    load(chain.ground.record, chain.chain.record, np.arange(40), np.array([20, 40]))
    tables = chain.chain.tables
    tables["best_orders"][0, :40], tables["best_lengths"][:] = np.arange(40), (40, 0)
    chain.figures["best"] -= 1
    chain.figures["crowded"] = 1
    chain.run(0, share=1.0)
    assert chain.orders(best=True) == [list(range(40)), []]
    assert list(map(len, chain.orders(best=False))) == [20, 20]
