"""The reference itself: is it as plain and as right as everything that is held against it believes?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from dispatcher.check import check, replay
from dispatcher.costs import Term
from dispatcher.errors import errors_in
from dispatcher.fields import printed, units
from dispatcher.job import Job
from dispatcher.plan import Plan, StopKind, total
from dispatcher.problem import Problem, validate
from dispatcher.technician import Shift, Technician
from dispatcher.travel import TravelMatrix
from tests.brute_force import Decisions, Verdict, bare_plan, best_plan, decisions_of, fill, judge, latest_departure
from tests.random_plans import random_decisions, random_mutation
from tests.random_problems import EVERY_RULE, random_problem
from tests.slow_clock import RouteDecision, TimedRoute, replay_route
from tests.slow_facts import Facts


def changed(problem: Problem, **fields: Any) -> Problem:
    """The problem with some fields replaced, validated anew."""
    return Problem.model_validate({name: getattr(problem, name) for name in Problem.model_fields} | fields)


def random_routes(seed: int, mode: str, longest: int) -> list[tuple[Facts, RouteDecision, TimedRoute]]:
    """Valid routes of a random problem at their earliest departure that could leave at most `longest` seconds later."""
    problem, travel = random_problem(seed, rules=EVERY_RULE - {"compact"})
    facts = Facts(changed(problem, departure=mode), travel)
    routes = []
    for route in random_decisions(problem, travel, Random(seed), careless=0).routes:
        early = replace(route, departure=facts.shifts[route.key].first)
        timed = replay_route(facts, early)
        if not timed.broken and timed.starts[0] - early.departure <= longest:
            routes.append((facts, early, timed))
    return routes


@pytest.mark.parametrize("seed", range(40))
def test_no_random_plan_beats_the_best_plan(seed: int) -> None:
    """The exhaustive search would overlook plans: 40 x 50 valid or invalid random plans are held against it."""
    problem, travel = random_problem(seed, plain=seed % 4 == 0)
    best, rng = best_plan(problem, travel), Random(seed)
    plan = fill(problem, travel, best.decisions)
    assert judge(problem, travel, plan)[:3] == (True, best.conflicts, best.cost)
    assert total(plan.cost) == best.cost
    for _ in range(50):
        decisions = random_decisions(problem, travel, rng, depots=False, careless=0)
        other = judge(problem, travel, fill(problem, travel, decisions))
        if other.valid:
            assert (other.conflicts, other.cost) >= (best.conflicts, best.cost)


def _each_job(change: Callable[[Job], Mapping[str, Any]]) -> Callable[[Problem], Mapping[str, Any]]:
    return lambda problem: {"jobs": tuple(job.model_copy(update=dict(change(job))) for job in problem.jobs)}


def _each_shift(change: Callable[[Technician, Shift], Mapping[str, Any]]) -> Callable[[Problem], Mapping[str, Any]]:
    def with_shifts(technician: Technician) -> Technician:
        shifts = tuple(shift.model_copy(update=dict(change(technician, shift))) for shift in technician.shifts)
        return technician.model_copy(update={"shifts": shifts})

    return lambda problem: {"technicians": tuple(map(with_shifts, problem.technicians))}


def _last_window_longer(job: Job) -> Mapping[str, Any]:
    """Only the last: a longer earlier window would make service start sooner, which may well cost more."""
    windows = sorted(job.time_windows, key=lambda window: window.latest_start)
    longer = [w.model_copy(update={"latest_start": _later(w.latest_start)}) for w in windows[-1:]]
    return {"time_windows": (*windows[:-1], *longer)}


def _later(instant: datetime | None) -> datetime | None:
    return instant and instant + timedelta(hours=1)


def _more_stock(technician: Technician, shift: Shift) -> Mapping[str, Any]:
    stock = technician.van_stock if shift.van_stock is None else shift.van_stock
    return {"van_stock": {part: stock.get(part, 0) + 2 for part in ("board", "pump")}}


def _longer_breaks(technician: Technician, shift: Shift) -> Mapping[str, Any]:
    return {"breaks": tuple(x.model_copy(update={"latest": _later(x.latest)}) for x in shift.breaks)}


def _cheaper_travel(problem: Problem) -> Mapping[str, Any]:
    return {"costs": problem.costs.model_copy(update={"travel_per_hour": Decimal(1), "travel_per_km": Decimal(0)})}


def _one_technician_more(problem: Problem) -> Mapping[str, Any]:
    return {"technicians": (*problem.technicians, problem.technicians[0].model_copy(update={"id": "one more"}))}


RELAXATIONS: dict[str, Callable[[Problem], Mapping[str, Any]]] = {
    "a longer last window": _each_job(_last_window_longer),
    "a later closing time": _each_job(lambda job: {"latest_finish": _later(job.latest_finish)}),
    "no tools needed": _each_job(lambda job: {"tools": ()}),
    "more overtime": _each_shift(lambda _, shift: {"max_overtime": shift.max_overtime + 1800}),
    "any number of jobs": _each_shift(lambda *_: {"max_jobs": None}),
    "more stock": _each_shift(_more_stock),
    "later breaks": _each_shift(_longer_breaks),
    "cheaper travel": _cheaper_travel,
    "one technician more": _one_technician_more,
}


@pytest.mark.parametrize("seed", range(100, 106))
def test_relaxing_a_rule_never_makes_the_best_plan_dearer(seed: int) -> None:
    """The reference would apply a rule the wrong way round, or price what it should allow."""
    problem, travel = random_problem(seed, jobs=3, rules=EVERY_RULE - {"locks"})
    best = best_plan(problem, travel)[:2]
    for relaxation, change in RELAXATIONS.items():
        assert best_plan(changed(problem, **change(problem)), travel)[:2] <= best, relaxation


def test_departures_at_the_first_stop_are_the_last_that_keep_every_start() -> None:
    """Bisection would stop short of the departure that a scan of every second finds."""
    for seed in range(200, 210):
        for facts, route, early in random_routes(seed, "first_stop", 7200):
            last = route.departure
            while replay_route(facts, replace(route, departure=last + 1)).starts == early.starts:
                last += 1
            assert latest_departure(facts, route) == last


def test_compact_departures_are_the_last_that_raise_no_price() -> None:
    """The few instants tried would miss the departure that a scan of every second finds."""
    for seed in range(300, 312):
        for facts, route, early in random_routes(seed, "compact", 7200):
            last = second = route.departure
            while (timed := replay_route(facts, replace(route, departure=second))).arrival_home == early.arrival_home:
                last = second if _no_worse(timed, early) else last
                second += 1
            assert latest_departure(facts, route) == last


def _no_worse(timed: TimedRoute, early: TimedRoute) -> bool:
    terms = set(Term) - {Term.WORKING_TIME}
    dearer = any(timed.cost.get(term, 0) > early.cost.get(term, 0) for term in terms)
    return not dearer and not timed.broken and len(timed.conflicts) <= len(early.conflicts)


def _some_plan(seed: int) -> tuple[Problem, TravelMatrix, Plan]:
    problem, travel = random_problem(seed)
    return problem, travel, fill(problem, travel, best_plan(problem, travel).decisions)


@pytest.mark.parametrize("seed", range(400, 410))
def test_no_number_of_a_plan_can_be_changed_unseen(seed: int) -> None:
    """The reference would not look at some number, and nothing held against it need have it right."""
    problem, travel, plan = _some_plan(seed)
    document = plan.model_dump()
    owners = [*document["routes"], *(stop for route in document["routes"] for stop in route["stops"])]
    bills = [document["cost"], *(owner["cost"] for owner in owners)]
    for owner in [*owners, *bills, *document["unassigned"]]:
        for name, value in owner.items():
            more: Any = timedelta(seconds=1) if isinstance(value, datetime) else 1
            if isinstance(value, int | datetime):
                owner[name] = value + more
                assert not judge(problem, travel, Plan.model_validate(document)).valid, name
                owner[name] = value
    assert judge(problem, travel, Plan.model_validate(document)).valid


def test_money_may_be_stated_as_a_file_can_hold_it() -> None:
    """A plan read back from a file would be called untrue."""
    problem, travel, plan = _some_plan(2)
    rounded = Plan.model_validate_json(plan.model_dump_json())
    assert rounded.cost == {term: units(printed(cost)) for term, cost in plan.cost.items()} != plan.cost
    assert judge(problem, travel, rounded).valid


def test_every_random_problem_is_accepted_and_every_term_occurs() -> None:
    """The generator would make documents that are refused, or never exercise some price."""
    terms: set[Term] = set()
    for seed in range(60):
        problem, travel = random_problem(seed)
        assert not errors_in(validate(problem.model_dump(mode="json")))
        terms |= set(fill(problem, travel, random_decisions(problem, travel, Random(seed))).cost)
    assert terms == set(Term)


def test_plain_problems_hold_only_what_the_routing_model_prices() -> None:
    """The differential test against OR-Tools would blame it for prices that it cannot know."""
    for seed in range(60):
        problem, _ = random_problem(seed, plain=True)
        costs = problem.costs
        assert (costs.working_per_hour > 0) == (problem.departure == "compact")
        assert not any((*costs.waiting_customer, costs.imbalance.per_hour, problem.locks, problem.starting_plan))
        assert not any(price.step for price in costs.promise_missed.values())
        assert all(sum(map(bool, (job.promise, job.respond_by, job.resolve_by))) <= 1 for job in problem.jobs)


@pytest.mark.parametrize("seed", range(500, 540))
def test_the_checker_and_the_reference_agree(seed: int) -> None:
    """Two readings of the rules would differ: on validity, on conflicts or on a unit of money."""
    problem, travel = random_problem(seed, jobs=3 + seed % 3, technicians=1 + seed % 3)
    rng = Random(seed)
    for careless in (0, 0, 0.2):
        decisions = random_decisions(problem, travel, rng, careless=careless)
        _agree(problem, travel, replay(problem, travel, bare_plan(decisions)))
        plan = fill(problem, travel, decisions)
        _agree(problem, travel, plan)
        mutated = random_mutation(problem, plan, rng) if plan.routes else plan
        verdict = _agree(problem, travel, mutated)
        if verdict.cost is not None:
            _agree(problem, travel, fill(problem, travel, decisions_of(mutated)))


def _agree(problem: Problem, travel: TravelMatrix, plan: Plan) -> Verdict:
    verdict, report = judge(problem, travel, plan), check(problem, travel, plan)
    assert verdict.valid == (not report.violations), (verdict.broken, report.violations)
    if verdict.valid:
        assert bool(verdict.conflicts) == bool(report.conflicts), report.conflicts
        assert verdict.cost == total(report.plan.cost)
    return verdict


def test_a_plan_of_unknown_things_is_not_replayed() -> None:
    """The reference would fall over on a plan for another problem."""
    problem, travel = random_problem(1)
    nobody = RouteDecision("nobody", "day", 0, ((StopKind.JOB, "j1"),))
    assert judge(problem, travel, bare_plan(Decisions((nobody,))))[:3] == (False, 0, None)
    with pytest.raises(KeyError):
        fill(problem, travel, Decisions((nobody,)))
