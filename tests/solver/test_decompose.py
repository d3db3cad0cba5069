"""Regions: a part of a day that can be planned alone and put back."""

from __future__ import annotations

import numpy as np

from benchmarks.loads import day
from dispatcher.arrays import Numbered, number
from dispatcher.lock import OrderLock
from dispatcher.solver.decompose import Region, region
from dispatcher.solver.insertion import construct
from dispatcher.solver.orders import orders_cost
from dispatcher.solver.task import Orders
from dispatcher.travel import Geodesic
from tests.builders import a_depot, a_job, a_problem, a_technician, line_travel


def a_day() -> tuple[Numbered, Orders]:
    """A day of 200 jobs with a first plan."""
    problem = day(3, 200, 22)
    numbered = number(problem, Geodesic().matrix(problem.places))
    return numbered, construct(numbered.data)


def cost_of(region: Region, orders: Orders) -> int:
    """Cost of a region alone, its unassigned jobs included."""
    cost = orders_cost(region.arrays, orders)
    assert cost is not None
    return cost


def test_a_region_costs_what_its_routes_cost_in_the_whole() -> None:
    """The part would be priced or timed unlike the whole, and improving it could make the plan worse."""
    numbered, orders = a_day()
    chance = np.random.default_rng(1)
    for _ in range(5):
        part = region(numbered.data, orders, (), chance.random(22), 70)
        assert part is not None
        assert len(part.jobs) <= 70 + 14
        without = list(part.start)
        shortened = part.splice(orders, [order[:-1] for order in without])
        whole_before, whole_after = orders_cost(numbered.data, orders), orders_cost(numbered.data, shortened)
        assert whole_before is not None
        assert whole_after is not None
        assert whole_after - whole_before == cost_of(part, [order[:-1] for order in without]) - cost_of(part, without)


def test_splicing_a_region_back_unchanged_changes_nothing() -> None:
    """Jobs would be lost or doubled on the way through a region."""
    numbered, orders = a_day()
    part = region(numbered.data, orders, (), np.arange(22.0), 70)
    assert part is not None
    assert part.splice(orders, part.start) == orders


def test_a_job_planned_elsewhere_meanwhile_is_not_planned_twice() -> None:
    """Two regions that both try the same unassigned job would both plan it."""
    numbered, orders = a_day()
    part = region(numbered.data, orders, (), np.arange(22.0), 70)
    assert part is not None
    moved = part.start[0][0]
    elsewhere = next(s for s in range(len(orders)) if s not in part.shifts)
    changed = [list(order) for order in orders]
    changed[int(part.shifts[0])].remove(int(part.jobs[moved]))
    changed[elsewhere].append(int(part.jobs[moved]))
    spliced = part.splice(changed, part.start)
    assert sorted(job for order in spliced for job in order) == sorted(job for order in orders for job in order)


def test_busy_shifts_stay_out_of_a_region() -> None:
    """Two processes would change one route at the same time."""
    numbered, orders = a_day()
    busy = set(range(0, 22, 2))
    part = region(numbered.data, orders, busy, np.arange(22.0), 70)
    assert part is not None
    assert busy.isdisjoint(part.shifts.tolist())
    assert region(numbered.data, orders, range(22), np.arange(22.0), 70) is None


def test_a_job_ordered_against_one_outside_stays_on_its_route() -> None:
    """An order lock that crosses the border of a region would be broken inside it."""
    technicians = [a_technician(f"t{k}", 10 * k) for k in range(6)]
    jobs = [a_job(f"J{k}", 10 * (k // 2)) for k in range(12)]
    problem = a_problem(
        technicians, jobs, locks=tuple(OrderLock(first=f"J{k}", then=f"J{k + 1}") for k in range(0, 12, 2))
    )
    a = number(problem, line_travel(problem)).data
    orders: Orders = [[2 * k, 2 * k + 1] for k in range(6)]
    chance = np.random.default_rng(1)
    for _ in range(10):
        part = region(a, orders, (), chance.random(6), 70)
        assert part is not None
        inside = set(part.jobs.tolist())
        pairs = [(part.jobs[x], part.jobs[y]) for x, y in part.arrays.order]
        assert pairs == [(k, k + 1) for k in range(0, 12, 2) if {k, k + 1} <= inside]


def test_a_region_holds_the_depots_that_its_routes_visit() -> None:
    """A visit would become a job of another number, or be taken from a route outside that visits the same store."""
    technicians = [a_technician(f"t{k}", 10 * k) for k in range(4)]
    jobs = [a_job(f"J{k}", 10 * k, parts={"pump": 1}) for k in range(4)]
    problem = a_problem(technicians, jobs, depots=(a_depot("one", 5), a_depot("two", 25, duration=60)))
    a = number(problem, line_travel(problem)).data
    orders: Orders = [[5, 0], [5, 1], [4, 2], [5, 3]]
    for seed in range(6):
        part = region(a, orders, (), np.random.default_rng(seed).random(4), 70)
        assert part is not None
        assert part.splice(orders, part.start) == orders
        whole, without = orders_cost(a, orders), orders_cost(a, part.splice(orders, [[] for _ in part.start]))
        assert whole is not None
        assert without is not None
        assert whole - without == cost_of(part, part.start) - cost_of(part, [[] for _ in part.start])
