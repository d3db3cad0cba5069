"""Random plans for random problems, and single random changes to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from dispatcher.costs import Term
from dispatcher.fields import printed, units
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.travel.matrix import TravelMatrix
from tests.brute_force import Decisions, latest_departure
from tests.slow_clock import RouteDecision, replay_route
from tests.slow_facts import Facts, ShiftKey

_Step = tuple[StopKind, str]


def random_decisions(
    problem: Problem, travel: TravelMatrix, rng: Random, *, depots: bool = True, careless: float = 0.1
) -> Decisions:
    """Jobs dealt out to shifts in some order, breaks anywhere in their order, departures by the problem's rule.

    Parameters
    ----------
    depots
        Whether depot stops are thrown in, when the problem has depots.
    careless
        Share of jobs given to any shift, able or not, and of departures and breaks that follow no rule; 0 to 1.
    """
    facts = Facts(problem, travel)
    routes: dict[ShiftKey, list[_Step]] = {}
    unassigned = []
    for job in rng.sample(list(facts.jobs), len(facts.jobs)):
        able = [key for key in facts.shifts if facts.fit(job, key).allowed or rng.random() < careless]
        if able and rng.random() < 0.85:
            routes.setdefault(rng.choice(able), []).append((StopKind.JOB, job))
        else:
            unassigned.append(job)
    if depots and facts.depots and routes and rng.random() < 0.5:
        stops = rng.choice(list(routes.values()))
        stops.insert(rng.randint(0, len(stops)), (StopKind.DEPOT, rng.choice(list(facts.depots))))
    decided = []
    for key, stops in routes.items():
        route = _route(facts, key, stops, rng, careless)
        while replay_route(facts, route).broken and len(route.jobs) > 1 and rng.random() >= careless:
            unassigned.append(rng.choice(route.jobs))
            stops.remove((StopKind.JOB, unassigned[-1]))
            route = _route(facts, key, stops, rng, careless)
        decided.append(route)
    return Decisions(tuple(decided), tuple(unassigned))


def _route(facts: Facts, key: ShiftKey, stops: list[_Step], rng: Random, careless: float) -> RouteDecision:
    """The first of a few tries at breaks and departure that breaks no rule, or the last."""
    for _ in range(10):
        route = _with_breaks(facts, key, list(stops), rng, careless)
        if not replay_route(facts, route).broken:
            break
    if rng.random() < careless:
        return replace(route, departure=route.departure + rng.choice([-1, 1, 600]))
    return replace(route, departure=latest_departure(facts, route))


def _with_breaks(facts: Facts, key: ShiftKey, stops: list[_Step], rng: Random, careless: float) -> RouteDecision:
    """Breaks thrown in anywhere in their order; those left out may lie before the departure."""
    shift = facts.shifts[key]
    taken = [pause for pause in shift.pauses if rng.random() < 0.6]
    if rng.random() < careless:
        rng.shuffle(taken)
    places = sorted(rng.randint(0, len(stops)) for _ in taken)
    for place, pause in reversed(list(zip(places, taken, strict=True))):
        stops.insert(place, (StopKind.BREAK, pause.id))
    over = [pause.earliest + pause.duration for pause in shift.pauses if pause not in taken]
    departure = max(shift.first, *over) if over and rng.random() < 0.5 else shift.first
    return RouteDecision(*key, departure, tuple(stops))


def random_mutation(problem: Problem, plan: Plan, rng: Random) -> Plan:
    """The plan with one thing changed: a stop, an instant, a number, a price, a name. Few mutated plans are valid."""
    document = plan.model_dump()
    document["routes"], document["unassigned"] = list(document["routes"]), list(document["unassigned"])
    for route in document["routes"]:
        route["stops"] = list(route["stops"])
    for mutation in rng.sample(_MUTATIONS, len(_MUTATIONS)):
        if mutation(_Draft(problem, document, rng)):
            return Plan.model_validate(document)
    raise ValueError("a plan without jobs cannot be mutated")


class _Draft:
    """A plan's document that is being changed."""

    def __init__(self, problem: Problem, document: dict[str, Any], rng: Random) -> None:
        self.problem, self.rng = problem, rng
        self.document = document
        self.routes: list[dict[str, Any]] = document["routes"]
        self.unassigned: list[dict[str, Any]] = document["unassigned"]
        self.stops = [(route, place) for route in self.routes for place in range(len(route["stops"]))]

    def pop(self) -> dict[str, Any]:
        """Take any one stop out of its route."""
        route, place = self.rng.choice(self.stops)
        stop: dict[str, Any] = route["stops"].pop(place)
        return stop

    def put(self, stop: dict[str, Any]) -> bool:
        """Put a stop anywhere."""
        stops = self.rng.choice(self.routes)["stops"]
        stops.insert(self.rng.randint(0, len(stops)), stop)
        return True


def _move_stop(draft: _Draft) -> bool:
    return bool(draft.stops) and draft.put(draft.pop())


def _swap_stops(draft: _Draft) -> bool:
    if len(draft.stops) < 2:
        return False
    (one, i), (other, k) = draft.rng.sample(draft.stops, 2)
    one["stops"][i], other["stops"][k] = other["stops"][k], one["stops"][i]
    return True


def _remove_stop(draft: _Draft) -> bool:
    return bool(draft.stops) and bool(draft.pop())


def _drop_break(draft: _Draft) -> bool:
    draft.stops = [(r, k) for r, k in draft.stops if r["stops"][k]["kind"] is StopKind.BREAK]
    return _remove_stop(draft)


def _duplicate_stop(draft: _Draft) -> bool:
    if not draft.stops:
        return False
    route, place = draft.rng.choice(draft.stops)
    return draft.put(dict(route["stops"][place]))


def _unassign(draft: _Draft) -> bool:
    draft.stops = [(r, k) for r, k in draft.stops if r["stops"][k]["kind"] is StopKind.JOB]
    if not draft.stops:
        return False
    draft.unassigned.append({"job": draft.pop()["id"], "cost": 0})
    return True


def _drop_unassigned(draft: _Draft) -> bool:
    if not draft.unassigned:
        return False
    draft.unassigned.remove(draft.rng.choice(draft.unassigned))
    return True


def _duplicate_unassigned(draft: _Draft) -> bool:
    draft.unassigned += draft.unassigned[:1]
    return bool(draft.unassigned)


def _shift_instant(draft: _Draft) -> bool:
    owners = [(route, name) for route in draft.routes for name in ("departure", "arrival_home")]
    owners += [(r["stops"][k], name) for r, k in draft.stops for name in ("arrival", "start", "finish")]
    if not owners:
        return False
    owner, name = draft.rng.choice(owners)
    owner[name] += timedelta(seconds=draft.rng.choice([-600, -1, 1, 600]))
    return True


def _change_number(draft: _Draft) -> bool:
    names = ("travel_home", "distance_home", "working_time", "overtime")
    owners = [(route, name) for route in draft.routes for name in names]
    owners += [(r["stops"][k], n) for r, k in draft.stops for n in ("travel", "distance", "wait", "lateness")]
    if not owners:
        return False
    owner, name = draft.rng.choice(owners)
    owner[name] += draft.rng.choice([1, 60, -1] if owner[name] else [1, 60])
    return True


def _bills(draft: _Draft) -> list[dict[Any, int]]:
    bills = [draft.document["cost"], *(route["cost"] for route in draft.routes)]
    return bills + [route["stops"][place]["cost"] for route, place in draft.stops]


def _change_cost(draft: _Draft) -> bool:
    bill = draft.rng.choice(_bills(draft))
    term = draft.rng.choice(list(bill) or list(Term))
    bill[term] = bill.get(term, 0) + draft.rng.choice([1, -1, 18_000])
    return True


def _drop_cost(draft: _Draft) -> bool:
    bill = draft.rng.choice(_bills(draft))
    return bool(bill) and bool(bill.pop(draft.rng.choice(list(bill))))


def _round_costs(draft: _Draft) -> bool:
    """Rounded to thousandths, as a file would hold them: stays true."""
    for bill in _bills(draft):
        bill |= {term: units(printed(price)) for term, price in bill.items()}
    return True


def _change_unassigned_cost(draft: _Draft) -> bool:
    if not draft.unassigned:
        return False
    draft.rng.choice(draft.unassigned)["cost"] += draft.rng.choice([1, -1, 18_000])
    return True


def _change_parts(draft: _Draft) -> bool:
    if not draft.stops:
        return False
    route, place = draft.rng.choice(draft.stops)
    parts = dict(route["stops"][place]["parts"])
    route["stops"][place]["parts"] = parts | {"pump": parts.get("pump", 0) + draft.rng.choice([0, 1])}
    return True


def _move_route(draft: _Draft) -> bool:
    if not draft.routes:
        return False
    keys = [(technician.id, shift.id) for technician, shift in draft.problem.shifts()]
    route = draft.rng.choice(draft.routes)
    route["technician"], route["shift"] = draft.rng.choice([*keys, ("nobody", "day0")])
    return True


def _rename_stop(draft: _Draft) -> bool:
    if not draft.stops:
        return False
    route, place = draft.rng.choice(draft.stops)
    known = [job.id for job in draft.problem.jobs]
    route["stops"][place]["id"] = draft.rng.choice([*known, "nothing"])
    return True


def _change_kind(draft: _Draft) -> bool:
    if not draft.stops:
        return False
    route, place = draft.rng.choice(draft.stops)
    route["stops"][place]["kind"] = draft.rng.choice(list(StopKind))
    return True


def _drop_route(draft: _Draft) -> bool:
    return bool(draft.routes) and bool(draft.routes.pop(draft.rng.randrange(len(draft.routes))))


def _empty_route(draft: _Draft) -> bool:
    if not draft.routes:
        return False
    draft.rng.choice(draft.routes)["stops"].clear()
    return True


def _duplicate_route(draft: _Draft) -> bool:
    draft.routes += draft.routes[:1]
    return bool(draft.routes)


def _reverse_routes(draft: _Draft) -> bool:
    """The order of routes means nothing: stays true."""
    draft.routes.reverse()
    return len(draft.routes) > 1


_MUTATIONS: tuple[Callable[[_Draft], bool], ...] = (
    _move_stop,
    _swap_stops,
    _remove_stop,
    _drop_break,
    _duplicate_stop,
    _unassign,
    _drop_unassigned,
    _duplicate_unassigned,
    _shift_instant,
    _change_number,
    _change_cost,
    _drop_cost,
    _round_costs,
    _change_unassigned_cost,
    _change_parts,
    _move_route,
    _rename_stop,
    _change_kind,
    _drop_route,
    _empty_route,
    _duplicate_route,
    _reverse_routes,
)
