"""From bare orders of jobs to a plan: the decisions of a solver, timed by the one clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays, Numbered
from dispatcher.costs import Term
from dispatcher.plan import Bill, Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.schedule import (
    CONFLICT_PRICE,
    IMPOSSIBLE,
    TERMS,
    Timing,
    leg,
    new_table,
    new_timing,
    price_route,
    time_route,
)
from dispatcher.solver.task import Orders

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
        total += int(a.jobs[j]["left_out"]) + (CONFLICT_PRICE if a.jobs[j]["locked_shift"] >= 0 else 0)
    return total


def to_plan(numbered: Numbered, orders: Orders) -> Plan:
    """The plan with these orders: times, breaks and departures by `dispatcher.schedule`; no reasons yet."""
    a = numbered.data
    room = max((len(order) for order in orders), default=0)
    clock = _Clock(numbered, new_timing(room), new_table(room))
    routes = [clock.route(s, order) for s, order in enumerate(orders) if order]
    planned = {job for order in orders for job in order}
    left_out = [
        UnassignedJob(job=job.id, cost=int(a.jobs[j]["left_out"]))
        for j, job in enumerate(numbered.problem.jobs)
        if j not in planned
    ]
    cost: dict[Term, int] = {}
    for bill in [route.cost for route in routes]:
        for term, amount in bill.items():
            cost[term] = cost.get(term, 0) + amount
    if any(unassigned.cost for unassigned in left_out):
        cost[Term.UNASSIGNED] = sum(unassigned.cost for unassigned in left_out)
    return Plan(routes=tuple(routes), unassigned=tuple(left_out), cost=cost)


def _bill(row: Integers) -> Bill:
    return {term: int(amount) for term, amount in zip(TERMS, row, strict=True) if amount}


@dataclass
class _Clock:
    """`schedule.time_route`'s answer for one shift after the other, in the words of a plan."""

    numbered: Numbered
    out: Timing
    table: Integers

    def route(self, s: int, order: list[int]) -> Route:
        a, out, length = self.numbered.data, self.out, len(order)
        jobs = np.array(order, dtype=np.int64)
        cost, departure = time_route(a, s, jobs, length, out, self.table)
        if cost >= IMPOSSIBLE:
            raise ValueError(f"shift {s} cannot serve {order}")
        self._price(s, jobs, departure)
        technician, shift = self.numbered.shifts[s]
        stops = [stop for i in range(length) for stop in (*self._breaks(s, i), self._job(s, jobs, i, departure))]
        stops += self._breaks(s, length)
        travel, distance, _ = leg(a, s, jobs, length, length)
        home = int(out.start[length])
        return Route(
            technician=technician.id,
            shift=shift.id,
            departure=self.numbered.moment(departure),
            stops=tuple(stops),
            travel_home=int(travel),
            distance_home=int(distance),
            arrival_home=self.numbered.moment(home),
            working_time=home - departure,
            overtime=max(0, home - int(a.shifts[s]["end"])),
            cost=_bill(self.table[: length + 1].sum(axis=0)),
        )

    def _price(self, s: int, jobs: Integers, departure: int) -> None:
        price_route(self.numbered.data, s, jobs, len(jobs), departure, self.out.start, self.table)

    def _breaks(self, s: int, gap: int) -> list[Stop]:
        _, shift = self.numbered.shifts[s]
        taken = [k for k in range(len(shift.breaks)) if self.out.slots[k] == gap]
        moments = [(k, int(self.out.break_start[k])) for k in taken]
        return [
            Stop(
                kind=StopKind.BREAK,
                id=shift.breaks[k].id,
                arrival=self.numbered.moment(start),
                start=self.numbered.moment(start),
                finish=self.numbered.moment(start + shift.breaks[k].duration),
            )
            for k, start in moments
        ]

    def _job(self, s: int, jobs: Integers, i: int, departure: int) -> Stop:
        a, out = self.numbered.data, self.out
        j = int(jobs[i])
        job = self.numbered.problem.jobs[j]
        _, shift = self.numbered.shifts[s]
        travel, distance, setup = leg(a, s, jobs, len(jobs), i)
        pace = a.shifts[s]["pace"]
        start = int(out.start[i])
        left = departure if i == 0 else int(out.start[i - 1] + a.service[pace, jobs[i - 1]])
        paused = sum(pause.duration for k, pause in enumerate(shift.breaks) if out.slots[k] == i)
        return Stop(
            kind=StopKind.JOB,
            id=job.id,
            travel=int(travel),
            distance=int(distance),
            arrival=self.numbered.moment(int(out.arrival[i])),
            wait=start - left - int(travel) - int(setup) - paused,
            start=self.numbered.moment(start),
            finish=self.numbered.moment(start + int(a.service[pace, j])),
            lateness=max(0, start - int(a.jobs[j]["promise_until"])),
            parts=job.parts,
            cost=_bill(self.table[i]),
        )
