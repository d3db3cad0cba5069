"""The compiled clock as a reader of given decisions: it is told where breaks are taken instead of choosing it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from dispatcher.admissible import allowed, broken_orders
from dispatcher.arrays import Numbered, number
from dispatcher.costs import Term
from dispatcher.plan import Plan, Route, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.schedule import BEFORE, new_timing, run_clock
from dispatcher.solver.orders import to_route
from dispatcher.travel import TravelMatrix
from tests.brute_force import Decisions, bare_plan
from tests.slow_clock import RouteDecision


def read_plan(problem: Problem, travel: TravelMatrix, decisions: Decisions) -> tuple[Plan, bool]:
    """(the plan with every number, whether it is valid) by `dispatcher.schedule`."""
    numbered = number(problem, travel)
    a = numbered.data
    routes = []
    for decision in decisions.routes:
        route = _read_route(numbered, decision)
        if route is None:
            return bare_plan(decisions), False
        routes.append(route)
    prices = {job: int(a.jobs[numbered.job_position[job]]["left_out"]) for job in decisions.unassigned}
    left_out = [UnassignedJob(job=job, cost=price) for job, price in prices.items()]
    bill = sum((Counter(route.cost) for route in routes), Counter({Term.UNASSIGNED: sum(prices.values())}))
    plan = Plan(routes=tuple(routes), unassigned=tuple(left_out), cost=+bill)
    return plan, _keeps_orders(numbered, routes)


def _read_route(numbered: Numbered, decision: RouteDecision) -> Route | None:
    a, s = numbered.data, numbered.shift_position[decision.technician, decision.shift]
    positions = {StopKind.JOB: numbered.job_position, StopKind.DEPOT: numbered.depot_position}
    sites = [(kind, name) for kind, name in decision.stops if kind is not StopKind.BREAK]
    order = np.array([positions[kind][name] for kind, name in sites], dtype=np.int64)
    departure = decision.departure - numbered.origin
    timing = new_timing(len(order))
    slots = _slots(numbered, s, decision, departure)
    timing.slots[: len(slots)] = slots
    taken = [slot for slot in slots if slot in range(len(order) + 1)]
    if departure < a.shifts[s]["first"] or not len(order) or not allowed(a, s, order, len(order)):
        return None
    if broken_orders(a, order, len(order)) < 0 or taken != sorted(taken):
        return None
    missed = run_clock(
        a, s, order, len(order), timing.slots, departure, timing.start, timing.arrival, timing.break_start
    )
    return None if missed < 0 else to_route(numbered, s, order, departure, timing)


def _slots(numbered: Numbered, s: int, decision: RouteDecision, departure: int) -> list[int]:
    """Where each break of the shift stands; one that is not taken is waived by the departure or by the arrival home."""
    _, shift = numbered.shifts[s]
    sites, taken = 0, {}
    for kind, name in decision.stops:
        if kind is StopKind.BREAK:
            taken[name] = sites
        else:
            sites += 1
    early = [int(pause.earliest.timestamp()) + pause.duration - numbered.origin <= departure for pause in shift.breaks]
    return [
        taken.get(pause.id, BEFORE if waived else sites + 1) for pause, waived in zip(shift.breaks, early, strict=True)
    ]


def _keeps_orders(numbered: Numbered, routes: list[Route]) -> bool:
    """Order locks across routes; those within one are the clock's own business."""
    route_of = {stop.id: r for r, route in enumerate(routes) for stop in route.stops if stop.kind is StopKind.JOB}
    jobs = numbered.problem.jobs
    pairs = [(jobs[first].id, jobs[then].id) for first, then in numbered.data.order]
    return all(route_of[x] == route_of[y] for x, y in pairs if x in route_of and y in route_of)
