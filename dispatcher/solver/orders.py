"""From bare orders of jobs and depot stops to a plan: the decisions of a solver, timed by the one clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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


def left_out_prices(a: Arrays) -> Integers:
    """(n + d,) units for leaving each job out, with CONFLICT_PRICE for a lock that is then not kept; 0 for depots."""
    prices: Integers = a.jobs["left_out"] + CONFLICT_PRICE * a.jobs["locked"]
    return prices


def route_cost(a: Arrays, s: int, order: Sequence[int]) -> int:
    """Exact cost in units of one route, CONFLICT_PRICE for each lock not kept; IMPOSSIBLE when it breaks a rule."""
    stops = np.array(order, dtype=np.int64)
    return int(time_route(a, s, stops, len(stops), new_timing(len(stops)), new_table(len(stops)))[0])


def orders_cost(a: Arrays, orders: Orders) -> int | None:
    """Exact cost in units of the plan with these orders, CONFLICT_PRICE for each lock not kept; None when invalid."""
    room = max((len(order) for order in orders), default=0)
    out, table = new_timing(room), new_table(room)
    planned: set[int] = set()
    total = 0
    for s, order in enumerate(orders):
        cost, _ = time_route(a, s, np.array(order, dtype=np.int64), len(order), out, table)
        jobs = [job for job in order if job < a.count]
        if cost >= IMPOSSIBLE or not planned.isdisjoint(jobs):
            return None
        planned.update(jobs)
        total += cost
    prices = left_out_prices(a)
    return total + sum(int(prices[j]) for j in set(range(a.count)) - planned)


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
        stops = np.array(order, dtype=np.int64)
        cost, departure = time_route(numbered.data, s, stops, len(order), out, table)
        if cost >= IMPOSSIBLE:
            raise ValueError(f"shift {s} cannot serve {order}")
        if order:
            routes.append(to_route(numbered, s, stops, departure, out))
    planned = {job for order in orders for job in order}
    left_out = [
        UnassignedJob(job=job.id, cost=int(numbered.data.jobs[j]["left_out"]))
        for j, job in enumerate(numbered.problem.jobs)
        if j not in planned
    ]
    bill = sum((Counter(route.cost) for route in routes), Counter())
    bill[Term.UNASSIGNED] = sum(unassigned.cost for unassigned in left_out)
    return Plan(routes=tuple(routes), unassigned=tuple(left_out), cost=+bill)


def to_route(numbered: Numbered, s: int, order: Integers, departure: int, timing: Timing) -> Route:
    """A timed order in the words of a plan.

    Parameters
    ----------
    order
        Positions of at least one job, and of depots, in order.
    departure
        Seconds since the origin.
    timing
        Starts, arrivals and breaks of this order, as `schedule.time_route` or `run_clock` leave them.
    """
    a, length = numbered.data, len(order)
    table = new_table(length)
    price_route(a, s, order, length, departure, timing.start, table)
    technician, shift = numbered.shifts[s]
    stops: list[Stop] = []
    for i in range(length):
        stops += _breaks(numbered, s, i, timing)
        stop = _site(numbered, s, order, i, departure, timing)
        stops.append(stop if order[i] >= a.count else _priced(numbered, int(order[i]), stop, table[i]))
    stops += _breaks(numbered, s, length, timing)
    travel, distance, _ = leg(a, s, order, length, length)
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


def _site(numbered: Numbered, s: int, order: Integers, i: int, departure: int, timing: Timing) -> Stop:
    """The times of the i-th job or depot stop."""
    a, j, (_, shift) = numbered.data, int(order[i]), numbered.shifts[s]
    service = a.service[a.shifts[s]["pace"]]
    travel, distance, setup = leg(a, s, order, len(order), i)
    start = int(timing.start[i])
    left = departure if i == 0 else int(timing.start[i - 1] + service[order[i - 1]])
    paused = sum(pause.duration for k, pause in enumerate(shift.breaks) if timing.slots[k] == i)
    is_depot = j >= a.count
    return Stop(
        kind=StopKind.DEPOT if is_depot else StopKind.JOB,
        id=(numbered.problem.depots[j - a.count] if is_depot else numbered.problem.jobs[j]).id,
        travel=travel,
        distance=distance,
        arrival=numbered.moment(int(timing.arrival[i])),
        wait=start - left - travel - setup - paused,
        start=numbered.moment(start),
        finish=numbered.moment(start + int(service[j])),
    )


def _priced(numbered: Numbered, j: int, stop: Stop, costs: Integers) -> Stop:
    """The stop with what only a job has: lateness, parts, its own costs."""
    late = int(stop.start.timestamp()) - numbered.origin - int(numbered.data.jobs[j]["promise_until"])
    parts = numbered.problem.jobs[j].parts
    return stop.model_copy(update={"lateness": max(0, late), "parts": parts, "cost": _bill(costs)})


def orders_of(numbered: Numbered, plan: Plan) -> Orders:
    """The orders of a plan, in the numbers of a problem; what it does not know or allow, or repeats, is left out."""
    orders: Orders = [[] for _ in numbered.shifts]
    for route in plan.routes:
        s = numbered.shift_position.get((route.technician, route.shift))
        if s is not None:
            stops = [stop for one in route.stops if (stop := _position(numbered, one)) is not None]
            orders[s] = _possible(numbered.data, s, stops, orders)
    return orders


def _possible(a: Arrays, s: int, stops: list[int], others: Orders) -> list[int]:
    """These stops but for jobs on two routes and tied to jobs on others; where that cannot be done, what can of it."""
    taken = {stop for order in others for stop in order if stop < a.count}
    apart = {int(pair[1 - side]) for pair in a.order for side in (0, 1) if int(pair[side]) in taken}
    free: list[int] = []
    for stop in stops:
        if stop >= a.count or stop not in taken | apart | set(free):
            free.append(stop)
    return free if _can_be_done(a, s, free) else _one_by_one(a, s, free)


def _one_by_one(a: Arrays, s: int, stops: list[int]) -> list[int]:
    """Each job with which the route can still be done, and the depots on the way to it."""
    kept: list[int] = []
    visits: list[int] = []
    for stop in stops:
        visits.append(stop)
        if stop < a.count:
            if _can_be_done(a, s, kept + visits):
                kept, visits = kept + visits, []
            else:
                visits.pop()
    return kept


def _can_be_done(a: Arrays, s: int, order: list[int]) -> bool:
    room = len(order)
    cost, _ = time_route(a, s, np.array(order, dtype=np.int64), room, new_timing(room), new_table(room))
    return bool(cost < IMPOSSIBLE)


def _position(numbered: Numbered, stop: Stop) -> int | None:
    if stop.kind is StopKind.JOB:
        return numbered.job_position.get(stop.id)
    return numbered.depot_position.get(stop.id) if stop.kind is StopKind.DEPOT else None
