"""Recombining: of many routes those that together cost least; by hand, by brute force, in a real cage."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from functools import partial
from itertools import product

import numpy as np
import pytest

from dispatcher.arrays import number
from dispatcher.schedule import CONFLICT_PRICE
from dispatcher.solver.cage import Cage, Ended, Message, Said, hear
from dispatcher.solver.choice import Chosen, Recombine, chosen, chosen_orders, objective
from dispatcher.solver.recombine import prices, reduced_costs, work
from tests.builders import a_depot, a_job, a_problem, a_technician, line_travel

UNIT = 18_000
"""A thousandth of the currency."""

Pool = Sequence[tuple[int, float, Sequence[int]]]
"""Shift, thousandths, jobs of each route."""

POOL: Pool = [
    (0, 10, [0, 1]),
    (1, 10, [2, 3]),
    (0, 7, [0, 2]),
    (1, 8, [1, 3]),
    (0, 30, [0, 1, 2, 3]),
    (1, 3, [3]),
]
"""The incumbent is the first two routes: 20. The next two do the same jobs for 15."""


def a_task(
    pool: Pool = POOL,
    left_out: Sequence[float] = (100, 100, 100, 100),
    order: Sequence[tuple[int, int]] = (),
    incumbent: Sequence[int] = (0, 1),
    seconds: float = 10.0,
) -> Recombine:
    """A choice to be made within so many seconds."""
    return Recombine(
        shift=np.array([shift for shift, _, _ in pool], dtype=np.int32),
        cost=np.array([round(UNIT * cost) for _, cost, _ in pool], dtype=np.int64),
        first=np.cumsum([0, *(len(jobs) for _, _, jobs in pool)]),
        jobs=np.array([job for _, _, jobs in pool for job in jobs], dtype=np.int32),
        left_out=np.array([round(UNIT * price) for price in left_out], dtype=np.int64),
        order=np.array(order, dtype=np.int64).reshape(-1, 2),
        incumbent=list(incumbent),
        deadline=time.monotonic() + seconds,
        seed=1,
    )


def told(task: Recombine, stop: threading.Event | None = None) -> tuple[str, list[Chosen]]:
    """How the work on a task ends, and what it says on the way, read as its parent reads it."""
    said: list[bytes] = []
    status = work(task, said.append, stop or threading.Event())
    read = [chosen(body, task) for body in said]
    assert all(read)
    return status, [found for found in read if found]


def test_the_cheapest_routes_that_do_every_job_are_chosen() -> None:
    """Good routes of different plans would never meet: 7 + 8 = 15 is less than 20."""
    status, found = told(a_task())
    assert status == "OPTIMAL"
    assert (found[-1].objective, sorted(found[-1].routes)) == (15 * UNIT, [2, 3])


def test_a_job_is_left_out_where_that_costs_less() -> None:
    """Jobs would be done at any price: 7 + 3 + 4 for leaving out job 1 = 14 is less than 15."""
    _, found = told(a_task(left_out=(100, 4, 100, 100)))
    assert (found[-1].objective, sorted(found[-1].routes)) == (14 * UNIT, [2, 5])


def test_jobs_of_an_order_lock_are_not_torn_apart() -> None:
    """The lock would be broken by routes that keep it each for itself: without 7 + 8 the incumbent's 20 is best."""
    _, found = told(a_task(order=[(0, 1)]))
    assert found == [Chosen(20 * UNIT, [0, 1])]


def test_of_jobs_in_an_order_lock_both_may_be_left_out() -> None:
    """A lock between two jobs would force them into the plan: 3 for route 5, 1 each for the jobs 0, 1 and 2."""
    _, found = told(a_task(left_out=(1, 1, 1, 100), order=[(0, 1)]))
    assert (found[-1].objective, found[-1].routes) == (6 * UNIT, [5])


def test_two_routes_may_do_the_same_job() -> None:
    """Routes that fit but for one job would never meet: 5 + 6 = 11 with job 1 on both, where 20 is the best that fits.

    With the job in an order lock they must not: it could end on either route.
    """
    pool = [*POOL[:2], (0, 5, [0, 1]), (1, 6, [1, 2, 3])]
    assert told(a_task(pool))[1][-1] == Chosen(11 * UNIT, [2, 3])
    # 5 + 10: then job 1 is on the first route only, together with job 0.
    assert sorted(told(a_task(pool, order=[(0, 1)]))[1][-1].routes) == [1, 2]


def test_a_job_on_two_routes_stays_where_it_costs_less() -> None:
    """The plan would do it twice: anna at 0 goes to 10 anyway, bert at 40 would go there for this job alone."""
    problem = a_problem(
        [a_technician("anna"), a_technician("bert", 40)], [a_job("far", 12), a_job("near", 10), a_job("bert's", 38)]
    )
    a = number(problem, line_travel(problem)).data
    task = a_task([(1, 9, [2, 1]), (0, 9, [1, 0])], left_out=(100, 100, 100), incumbent=())
    assert chosen_orders(a, task, [0, 1]) == [[1, 0], [2]]


def test_a_route_that_loses_its_only_job_visits_no_depot() -> None:
    """The checker refuses routes without a job: anna would go to the depot at 5 and home again."""
    problem = a_problem([a_technician("anna"), a_technician("bert")], [a_job("J0"), a_job("J1")], depots=(a_depot(),))
    a = number(problem, line_travel(problem)).data
    task = a_task([(0, 9, [2, 1]), (1, 9, [1, 0])], left_out=(100, 100), incumbent=())
    assert chosen_orders(a, task, [0, 1]) == [[], [1, 0]]


def test_a_kept_lock_is_worth_any_money() -> None:
    """A plan that breaks a lock would come out cheaper: 1 thousandth with a conflict against 20 without."""
    task = a_task([*POOL[:2], (0, 1, [0, 1, 2, 3])])
    task.cost[2] += CONFLICT_PRICE
    assert told(task)[1][-1].routes == [0, 1]


def test_a_locked_job_is_planned_at_any_price() -> None:
    """Left out it is a conflict: job 1 for 9,999 comes before job 0, which costs 1 and leaves 5,000 unpaid."""
    task = a_task([(0, 1, [0]), (0, 9999, [1])], left_out=(5000, 1), incumbent=(0,))
    task.left_out[1] += CONFLICT_PRICE
    assert told(task)[1][-1].routes == [1]


def test_any_prices_fit_the_solver() -> None:
    """Beyond 2**53 its linear program would add up nonsense: 2**51 for each of 100 jobs, and a lock on each."""
    task = a_task([(0, 1, [job]) for job in range(100)], left_out=[1] * 100, incumbent=())
    task.left_out[:] = 2**51 + CONFLICT_PRICE
    priced = prices(task)
    assert int(priced.route.max()) + int(priced.left_out.sum()) < 2**53


def test_depot_stops_are_no_jobs() -> None:
    """A depot could be visited by one route only: number 4 stands on both of those that cost 7 + 8."""
    pool = [(shift, cost, [4, *jobs, 4]) for shift, cost, jobs in POOL]
    assert told(a_task(pool))[1][-1] == Chosen(15 * UNIT, [2, 3])


def random_task(seed: int, routes: int, jobs: int, shifts: int, seconds: float = 10.0) -> Recombine:
    """Routes of a few jobs by chance; leaving a job out costs a little more than doing it. The incumbent does none."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 2 + jobs // shifts, routes)
    pool = [
        (int(rng.integers(shifts)), float(rng.integers(5, 15) * size), rng.permutation(jobs)[:size].tolist())
        for size in sizes
    ]
    order = [(0, 1)] if seed % 2 else []
    return a_task(pool, rng.integers(8, 20, jobs).tolist(), order, incumbent=(), seconds=seconds)


def best_by_hand(task: Recombine) -> int:
    """The least objective of all choices that keep the order locks."""
    by_shift = [[None, *np.flatnonzero(task.shift == s).tolist()] for s in range(int(task.shift.max()) + 1)]
    choices = ([k for k in picked if k is not None] for picked in product(*by_shift))
    return min(objective(task, routes) for routes in choices if chosen(Chosen(0, routes).written(), task))


@pytest.mark.parametrize("seed", range(40))
def test_no_choice_at_all_is_better(seed: int) -> None:
    """Routes would be thrown out, or a rule too many obeyed: against all choices among 14 routes of 3 shifts."""
    task = random_task(seed, routes=14, jobs=6, shifts=3)
    assert told(task)[1][-1].objective == best_by_hand(task)


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_lies_below_every_choice_also_when_it_is_cut_short(seed: int) -> None:
    """Routes of the best plan would be dropped as too dear: a bound above the best choice proves nothing."""
    task = random_task(seed, routes=14, jobs=6, shifts=3)
    for go_on in (True, False):
        bound, _ = reduced_costs(task, prices(task), partial(bool, go_on))
        assert bound > -np.inf
        assert bound <= best_by_hand(task) / UNIT + 0.001


def test_each_choice_told_is_better_than_all_before() -> None:
    """The parent would go back to a worse plan; the incumbent, nothing done at all, is the worst of them."""
    task = random_task(3, routes=300, jobs=24, shifts=5, seconds=30.0)
    _, found = told(task)
    objectives = [one.objective for one in found]
    assert objectives[0] < objective(task, [])
    assert objectives[-2:] == [min(objectives)] * 2
    assert objectives[:-1] == sorted(set(objectives), reverse=True)


@pytest.mark.parametrize(("routes", "jobs", "shifts"), [(3000, 60, 8), (8000, 600, 60)])
def test_an_order_to_stop_is_obeyed_within_a_fifth_of_a_second(routes: int, jobs: int, shifts: int) -> None:
    """Everybody would wait for a proof that nobody wants, with a minute to go: amid CP-SAT, amid the linear program."""
    stop = threading.Event()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        stop.set()

    task = random_task(5, routes, jobs, shifts, seconds=60.0)
    threading.Timer(0.5, ask).start()
    status, found = told(task, stop)
    assert time.monotonic() - asked[0] < 0.2
    assert status == "FEASIBLE"
    assert found


def test_a_deadline_in_the_past_leaves_the_incumbent() -> None:
    """A late task would hold up the end of the search, or lose the plan."""
    assert told(a_task(seconds=-1.0)) == ("FEASIBLE", [Chosen(20 * UNIT, [0, 1])])


def test_an_empty_pool_leaves_everything_out() -> None:
    """A search that has seen no route yet would crash its process."""
    assert told(a_task([], incumbent=())) == ("OPTIMAL", [Chosen(400 * UNIT, [])])


SYNTAX = (b"", b"{", b"\xff", b"7", b"null", b'{"routes": [0]}', b"[true]", b'["0"]', b"[0.0]", b"[" * 99999)
MEANING = (b"[6]", b"[-1]", b"[0, 0]", b"[0, 2]", b"[2, 3]")


@pytest.mark.parametrize("said", [*SYNTAX, *MEANING])
def test_nonsense_is_not_believed(said: bytes) -> None:
    """It would crash the parent, or become a plan; the last tears the locked jobs 0 and 1 apart."""
    assert chosen(said, a_task(order=[(0, 1)])) is None


def test_in_a_cage_the_same_comes_out() -> None:
    """The task would not survive the way into the process, or the answer not the way back."""
    task = a_task(seconds=30.0)
    with Cage("dispatcher.solver.recombine", memory_limit=2000) as cage:
        cage.start(task)
        heard: list[Message] = []
        while not heard or not isinstance(heard[-1], Ended):
            heard += [message for _, message in hear([cage], 10.0)]
    assert heard[-1] == Ended("OPTIMAL", failed=False)
    last = [message.body for message in heard if isinstance(message, Said)][-1]
    assert chosen(last, task) == Chosen(15 * UNIT, [2, 3])
