"""From bare orders of jobs to a plan: the decisions of a solver, timed by the one clock."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays, Numbered
from dispatcher.charges import TERMS, new_table, price_route
from dispatcher.costs import Term
from dispatcher.plan import Bill, Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, Timing, leg, new_timing, time_route
from dispatcher.solver.task import Orders
from dispatcher.technician import Break

Integers = NDArray[np.int64]


def orders_cost(a: Arrays, orders: Orders) -> int | None:
    """Exact cost in units of the plan with these orders, CONFLICT_PRICE for each lock not kept; None when invalid."""
    room = max((len(order) for order in orders), default=0)
    out, table = new_timing(room), new_table(room)
    planned: set[int] = set()
    total = 0
    for s, order in enumerate(orders):
        cost, _ = time_route(a, s, np.array(order, dtype=np.int64), len(order), out, table)
        if cost >= IMPOSSIBLE or not planned.isdisjoint(order):
            return None
        planned.update(order)
        total += cost
    for j in set(range(len(a.jobs))) - planned:
        total += int(a.jobs[j]["left_out"]) + CONFLICT_PRICE * int(a.jobs[j]["locked"])
    return total


def to_plan(numbered: Numbered, orders: Orders) -> Plan:
    """The plan with these orders: times, breaks and departures by `dispatcher.schedule`; no reasons yet.

    Raises
    ------
    ValueError
        When an order breaks a rule.
    """
    room = max((len(order) for order in orders), default=0)
    out, table = new_timing(room), new_table(room)
    routes = []
    for s, order in enumerate(orders):
        jobs = np.array(order, dtype=np.int64)
        cost, departure = time_route(numbered.data, s, jobs, len(order), out, table)
        if cost >= IMPOSSIBLE:
            raise ValueError(f"shift {s} cannot serve {order}")
        if order:
            routes.append(to_route(numbered, s, jobs, departure, out))
    planned = {job for order in orders for job in order}
    left_out = [
        UnassignedJob(job=job.id, cost=int(numbered.data.jobs[j]["left_out"]))
        for j, job in enumerate(numbered.problem.jobs)
        if j not in planned
    ]
    bill = sum((Counter(route.cost) for route in routes), Counter())
    bill[Term.UNASSIGNED] = sum(unassigned.cost for unassigned in left_out)
    return Plan(routes=tuple(routes), unassigned=tuple(left_out), cost=+bill)


def to_route(numbered: Numbered, s: int, jobs: Integers, departure: int, timing: Timing) -> Route:
    """A timed order in the words of a plan.

    Parameters
    ----------
    jobs
        Positions of at least one job, in order.
    departure
        Seconds since the origin.
    timing
        Starts, arrivals and breaks of this order, as `schedule.time_route` or `run_clock` leave them.
    """
    a, length = numbered.data, len(jobs)
    table = new_table(length)
    price_route(a, s, jobs, length, departure, timing.start, table)
    technician, shift = numbered.shifts[s]
    stops: list[Stop] = []
    for i in range(length):
        stops += _breaks(numbered, s, i, timing)
        stops.append(_job(numbered, s, jobs, i, departure, timing, table[i]))
    stops += _breaks(numbered, s, length, timing)
    travel, distance, _ = leg(a, s, jobs, length, length)
    home = int(timing.start[length])
    return Route(
        technician=technician.id,
        shift=shift.id,
        departure=numbered.moment(departure),
        stops=tuple(stops),
        travel_home=travel,
        distance_home=distance,
        arrival_home=numbered.moment(home),
        working_time=home - departure,
        overtime=max(0, home - int(a.shifts[s]["end"])),
        cost=_bill(table.sum(axis=0)),
    )


def _bill(row: Integers) -> Bill:
    return {term: int(amount) for term, amount in zip(TERMS, row, strict=True) if amount}


def _breaks(numbered: Numbered, s: int, gap: int, timing: Timing) -> list[Stop]:
    _, shift = numbered.shifts[s]
    taken = [(pause, k) for k, pause in enumerate(shift.breaks) if timing.slots[k] == gap]
    return [_break(numbered, pause, int(timing.break_start[k])) for pause, k in taken]


def _break(numbered: Numbered, pause: Break, start: int) -> Stop:
    begin, end = numbered.moment(start), numbered.moment(start + pause.duration)
    return Stop(kind=StopKind.BREAK, id=pause.id, arrival=begin, start=begin, finish=end)


def _job(numbered: Numbered, s: int, jobs: Integers, i: int, departure: int, timing: Timing, costs: Integers) -> Stop:
    a, j = numbered.data, int(jobs[i])
    job, (_, shift) = numbered.problem.jobs[j], numbered.shifts[s]
    service = a.service[a.shifts[s]["pace"]]
    travel, distance, setup = leg(a, s, jobs, len(jobs), i)
    start = int(timing.start[i])
    left = departure if i == 0 else int(timing.start[i - 1] + service[jobs[i - 1]])
    paused = sum(pause.duration for k, pause in enumerate(shift.breaks) if timing.slots[k] == i)
    return Stop(
        kind=StopKind.JOB,
        id=job.id,
        travel=travel,
        distance=distance,
        arrival=numbered.moment(int(timing.arrival[i])),
        wait=start - left - travel - setup - paused,
        start=numbered.moment(start),
        finish=numbered.moment(start + int(service[j])),
        lateness=max(0, start - int(a.jobs[j]["promise_until"])),
        parts=job.parts,
        cost=_bill(costs),
    )
