"""The rules once more, as slowly and plainly as possible: the reference that every faster reading is held against.

`judge` says whether a plan keeps every rule and states only what is true; `best_plan` tries everything. Plain integers,
no search, no cleverness; the third reading of docs/decisions/0001 beside `dispatcher.check` and `dispatcher.schedule`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import permutations, product
from typing import NamedTuple

from dispatcher.costs import Term
from dispatcher.fields import printed, units
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.travel.matrix import TravelMatrix
from tests.slow_clock import RouteDecision, TimedRoute, replay_route
from tests.slow_facts import Facts, ShiftKey, at


@dataclass(frozen=True)
class Decisions:
    """All that a plan decides; everything else follows."""

    routes: tuple[RouteDecision, ...]
    unassigned: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """What the reference says of a plan."""

    valid: bool
    conflicts: int
    cost: int | None
    """Units; None when the plan names something that the problem does not have."""
    broken: tuple[str, ...] = ()
    """Every broken rule and false number, for people."""


class Best(NamedTuple):
    """A best plan: fewest conflicts first, then cheapest."""

    conflicts: int
    cost: int
    decisions: Decisions


def decisions_of(plan: Plan) -> Decisions:
    """What a plan decides, its numbers left behind."""
    routes = (
        RouteDecision(r.technician, r.shift, at(r.departure), tuple((s.kind, s.id) for s in r.stops))
        for r in plan.routes
    )
    return Decisions(tuple(routes), tuple(left.job for left in plan.unassigned))


def bare_plan(decisions: Decisions) -> Plan:
    """A plan that states its decisions and nothing true besides: every other number is zero, every time 1970."""
    zero = _moment(0)
    routes = (
        Route(
            technician=route.technician,
            shift=route.shift,
            departure=_moment(route.departure),
            stops=tuple(Stop(kind=k, id=name, arrival=zero, start=zero, finish=zero) for k, name in route.stops),
            arrival_home=zero,
            working_time=0,
            cost={},
        )
        for route in decisions.routes
    )
    left_out = (UnassignedJob(job=job, cost=0) for job in decisions.unassigned)
    return Plan(routes=tuple(routes), unassigned=tuple(left_out), cost={})


def fill(problem: Problem, travel: TravelMatrix, decisions: Decisions) -> Plan:
    """The plan of these decisions with every number true, be it valid or not.

    Raises
    ------
    KeyError
        When a decision names something that the problem does not have.
    """
    facts = Facts(problem, travel)
    routes = [replay_route(facts, route) for route in decisions.routes]
    cost = _cost(facts, routes, decisions.unassigned)
    return Plan(
        routes=tuple(_filled(route) for route in routes),
        unassigned=tuple(UnassignedJob(job=job, cost=facts.jobs[job].left_out) for job in decisions.unassigned),
        cost=cost,
    )


def _cost(facts: Facts, routes: Iterable[TimedRoute], unassigned: Iterable[str]) -> dict[Term, int]:
    bill: Counter[Term] = Counter()
    for route in routes:
        bill.update(route.cost)
    bill[Term.UNASSIGNED] = sum(facts.jobs[job].left_out for job in unassigned)
    return {term: price for term, price in bill.items() if price}


def _filled(route: TimedRoute) -> Route:
    stops = (
        Stop(**vars(stop) | {name: _moment(getattr(stop, name)) for name in ("arrival", "start", "finish")})
        for stop in route.stops
    )
    numbers = {name: value for name, value in vars(route).items() if name in Route.model_fields}
    times = {"departure": _moment(route.decision.departure), "arrival_home": _moment(route.arrival_home)}
    key = {"technician": route.decision.technician, "shift": route.decision.shift}
    return Route(**numbers | times | key | {"stops": tuple(stops)})


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def judge(problem: Problem, travel: TravelMatrix, plan: Plan) -> Verdict:
    """Whether the plan keeps every rule and states no false number; how many locks conflict; its exact cost."""
    facts, decisions = Facts(problem, travel), decisions_of(plan)
    unknown = tuple(_unknown(facts, decisions))
    if unknown:
        return Verdict(False, 0, None, unknown)
    routes = [replay_route(facts, route) for route in decisions.routes]
    broken = [rule for route in routes for rule in route.broken]
    conflicts = [lock for route in routes for lock in route.conflicts] + facts.contradictions
    conflicts += [f"{job} is locked, and left out" for job in decisions.unassigned if _locked(facts, job)]
    for cause, conflict in _broken_orders(facts, [route.jobs for route in decisions.routes]):
        (conflicts if conflict else broken).append(cause)
    broken += _miscounted(facts, decisions)
    broken += _false_numbers(plan, fill(problem, travel, decisions))
    cost = sum(_cost(facts, routes, decisions.unassigned).values())
    return Verdict(not broken, len(conflicts), cost, tuple(broken))


def _locked(facts: Facts, job: str) -> bool:
    return job in facts.shift_lock or job in facts.time_lock


def _unknown(facts: Facts, decisions: Decisions) -> Iterator[str]:
    for route in decisions.routes:
        if route.key not in facts.shifts:
            yield f"no shift {route.key}"
            continue
        breaks = {pause.id for pause in facts.shifts[route.key].pauses}
        known = {StopKind.JOB: facts.jobs.keys(), StopKind.BREAK: breaks, StopKind.DEPOT: facts.depots.keys()}
        yield from (f"no {kind} {name}" for kind, name in route.stops if name not in known.get(kind, ()))
    yield from (f"no job {job}" for job in decisions.unassigned if job not in facts.jobs)


def _miscounted(facts: Facts, decisions: Decisions) -> Iterator[str]:
    """Every job exactly once, and no shift twice."""
    times = Counter([job for route in decisions.routes for job in route.jobs] + list(decisions.unassigned))
    yield from (f"{job} stands {times[job]} times in the plan" for job in facts.jobs if times[job] != 1)
    shifts = Counter(route.key for route in decisions.routes)
    yield from (f"shift {key} has {number} routes" for key, number in shifts.items() if number > 1)


def _broken_orders(facts: Facts, routes: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, bool]]:
    """(cause, whether it is a conflict rather than a violation) of every order lock that is not kept."""
    spot = {job: (number, position) for number, jobs in enumerate(routes) for position, job in enumerate(jobs)}
    for first, then in facts.orders:
        if first in spot and then in spot and not (spot[first][0] == spot[then][0] and spot[first] < spot[then]):
            yield f"{first} not before {then}", first in facts.shift_lock and then in facts.shift_lock


def _false_numbers(plan: Plan, truth: Plan) -> Iterator[str]:
    """Every number that the plan states and that is not so."""
    yield from _false_bill("plan", plan.cost, truth.cost)
    for left, true_left in zip(plan.unassigned, truth.unassigned, strict=True):
        if not _same_money(left.cost, true_left.cost):
            yield f"cost of leaving out {left.job}"
    for route, true_route in zip(plan.routes, truth.routes, strict=True):
        yield from _false_fields(route, true_route, ("arrival_home",), _ROUTE_NUMBERS)
        yield from _false_bill(f"route of {route.technician}", route.cost, true_route.cost)
        for stop, true_stop in zip(route.stops, true_route.stops, strict=True):
            yield from _false_fields(stop, true_stop, ("arrival", "start", "finish"), _STOP_NUMBERS)
            yield from _false_bill(stop.id, stop.cost, true_stop.cost)
            if {part: n for part, n in stop.parts.items() if n} != true_stop.parts:
                yield f"parts of {stop.id}"


_ROUTE_NUMBERS = ("travel_home", "distance_home", "working_time", "overtime")
_STOP_NUMBERS = ("travel", "distance", "wait", "lateness")


def _false_fields(
    stated: Route | Stop, truth: Route | Stop, instants: tuple[str, ...], numbers: tuple[str, ...]
) -> Iterator[str]:
    name = stated.id if isinstance(stated, Stop) else stated.technician
    yield from (f"{f} of {name}" for f in instants if at(getattr(stated, f)) != at(getattr(truth, f)))
    yield from (f"{f} of {name}" for f in numbers if getattr(stated, f) != getattr(truth, f))


def _false_bill(name: str, stated: Mapping[Term, int], truth: Mapping[Term, int]) -> Iterator[str]:
    for term in Term:
        if not _same_money(stated.get(term, 0), truth.get(term, 0)):
            yield f"{term} of {name}"


def _same_money(stated: int, exact: int) -> bool:
    """Exact to the unit, or rounded half to even to thousandths."""
    return stated in (exact, units(printed(exact)))


def latest_departure(facts: Facts, route: RouteDecision) -> int:
    """When to leave, by the problem's departure rule, if leaving at `route.departure` is the earliest considered."""
    base = replay_route(facts, route)
    if facts.problem.departure == "first_stop":
        return _last(route, base.job_starts[0], partial(_keeps_starts, base), facts)

    def no_worse(timed: TimedRoute, terms: Iterable[Term]) -> bool:
        return (
            timed.arrival_home == base.arrival_home
            and len(timed.broken) <= len(base.broken)
            and len(timed.conflicts) <= len(base.conflicts)
            and all(timed.cost.get(term, 0) <= base.cost.get(term, 0) for term in terms)
        )

    priced = set(Term) - {Term.WORKING_TIME}
    # All but start_moved only grow with a later departure; that one may fall and rise again, so each instant at which
    # it could begin to rise is tried, latest first.
    grow = priced - {Term.START_MOVED}
    bound = _last(route, base.arrival_home, lambda timed: no_worse(timed, grow), facts)
    turning = {bound, route.departure}
    for place, (kind, name) in enumerate(route.stops):
        if kind is StopKind.JOB and name in facts.before:
            close = facts.before[name][1] + facts.problem.costs.change.tolerance
            turning.add(_last(route, bound, partial(_starts_by, place, close), facts))
    return max(d for d in turning if no_worse(replay_route(facts, replace(route, departure=d)), priced))


def _keeps_starts(base: TimedRoute, timed: TimedRoute) -> bool:
    """Whether every job starts as before; breaks and depot stops before the first may move, as long as they may."""
    return timed.job_starts == base.job_starts and len(timed.broken) <= len(base.broken)


def _starts_by(place: int, instant: int, timed: TimedRoute) -> bool:
    return timed.starts[place] <= instant


def _last(route: RouteDecision, bound: int, holds: Callable[[TimedRoute], bool], facts: Facts) -> int:
    """The last departure up to `bound` for which `holds`, which once false stays false; route.departure at least."""
    low, high = route.departure, max(bound, route.departure)
    while low < high:
        middle = (low + high + 1) // 2
        if holds(replay_route(facts, replace(route, departure=middle))):
            low = middle
        else:
            high = middle - 1
    return low


def best_plan(problem: Problem, travel: TravelMatrix) -> Best:
    """The best of all plans without depot stops: every assignment, every order, every place of every break.

    Fewest conflicts come first, then the lowest cost; departures as the problem's departure rule has them. Grows with
    the factorial of the jobs: five jobs and two shifts take a second or so.
    """
    facts = Facts(problem, travel)
    routes = {key: _best_routes(facts, key) for key in facts.shifts}
    best: tuple[int, int, tuple[ShiftKey | None, ...]] | None = None
    for keys in product((None, *facts.shifts), repeat=len(facts.jobs)):
        priced = _price(facts, routes, dict(zip(facts.jobs, keys, strict=True)))
        if priced and (best is None or priced < best[:2]):
            best = (*priced, keys)
    assert best is not None  # leaving every job out is always allowed
    assignment = dict(zip(facts.jobs, best[2], strict=True))
    used = {key: _jobs_of(assignment, key) for key in facts.shifts}
    decisions = tuple(routes[key][jobs].decision for key, jobs in used.items() if jobs)
    return Best(best[0], best[1], Decisions(decisions, tuple(job for job, key in assignment.items() if key is None)))


class _BestRoute(NamedTuple):
    conflicts: int
    cost: int
    decision: RouteDecision


def _jobs_of(assignment: Mapping[str, ShiftKey | None], key: ShiftKey | None) -> frozenset[str]:
    return frozenset(job for job, where in assignment.items() if where == key)


def _price(
    facts: Facts,
    routes: Mapping[ShiftKey, Mapping[frozenset[str], _BestRoute]],
    assignment: Mapping[str, ShiftKey | None],
) -> tuple[int, int] | None:
    """(conflicts, cost) of the best plan with this assignment; None when it has no valid plan."""
    left_out = _jobs_of(assignment, None)
    conflicts = len(facts.contradictions) + sum(_locked(facts, job) for job in left_out)
    cost = sum(facts.jobs[job].left_out for job in left_out)
    for key in facts.shifts:
        jobs = _jobs_of(assignment, key)
        if jobs and jobs not in routes[key]:
            return None
        if jobs:
            conflicts += routes[key][jobs].conflicts
            cost += routes[key][jobs].cost
    apart = [pair for pair in facts.orders if len({assignment[job] for job in pair} - {None}) == 2]
    if not all(job in facts.shift_lock for pair in apart for job in pair):
        return None
    return conflicts + len(apart), cost


def _best_routes(facts: Facts, key: ShiftKey) -> dict[frozenset[str], _BestRoute]:
    """The best route of one shift for every set of jobs that it can do."""
    able = [job for job in facts.jobs if facts.fit(job, key).allowed]
    best: dict[frozenset[str], _BestRoute] = {}
    for size in range(1, len(able) + 1):
        for jobs in permutations(able, size):
            orders = [conflict for _, conflict in _broken_orders(facts, [jobs])]
            if not all(orders):
                continue
            for decision in _timings(facts, key, tuple((StopKind.JOB, job) for job in jobs)):
                timed = replay_route(facts, decision)
                found = _BestRoute(len(timed.conflicts) + len(orders), sum(timed.cost.values()), decision)
                known = best.setdefault(frozenset(jobs), found)
                if found[:2] < known[:2]:
                    best[frozenset(jobs)] = found
    return best


def best_timing(facts: Facts, key: ShiftKey, sites: Sequence[tuple[StopKind, str]]) -> tuple[int, int] | None:
    """(conflicts, cost) of a route with these jobs and depot stops in this order; None when that breaks a rule."""
    orders = [conflict for _, conflict in _broken_orders(facts, [tuple(x for kind, x in sites if kind == "job")])]
    routes = [replay_route(facts, decision) for decision in _timings(facts, key, sites)] if all(orders) else []
    found = ((len(timed.conflicts) + len(orders), sum(timed.cost.values())) for timed in routes)
    return min(found, default=None)


def _timings(facts: Facts, key: ShiftKey, sites: Sequence[tuple[StopKind, str]]) -> Iterator[RouteDecision]:
    """Every valid way to take the breaks of a shift around these stops in this order, each with its departure.

    A break left out may lie before departure, so the ends of those left out are tried as earliest departures too.
    """
    shift = facts.shifts[key]
    # A break stands in gap 0 (before the first stop) .. len(sites) (before home), or is left out: None.
    for gaps in product((None, *range(len(sites) + 1)), repeat=len(shift.pauses)):
        taken = [gap for gap in gaps if gap is not None]
        if taken != sorted(taken):
            continue
        stops: list[tuple[StopKind, str]] = []
        for place in range(len(sites) + 1):
            stops += [(StopKind.BREAK, x.id) for x, gap in zip(shift.pauses, gaps, strict=True) if gap == place]
            stops += sites[place : place + 1]
        over = {x.earliest + x.duration for x, gap in zip(shift.pauses, gaps, strict=True) if gap is None}
        for base in {shift.first} | {end for end in over if end > shift.first}:
            decision = RouteDecision(*key, base, tuple(stops))
            if not replay_route(facts, decision).broken:
                yield replace(decision, departure=latest_departure(facts, decision))
