"""Reasons and options on routes that visit depots: what the van holds depends on the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from benchmarks.lifted import judged
from dispatcher.check import check
from dispatcher.explain import explain, lift
from dispatcher.plan import Explanation, Fact, Plan, Reason, StopKind, total
from dispatcher.problem import Problem
from tests.brute_force import fill
from tests.builders import a_depot, a_job, a_plan, a_problem, a_technician, a_window, line_travel
from tests.random_plans import random_decisions
from tests.random_problems import random_problem

KEY = ("anna", "day")
STORE = a_depot("store", 30)
"""At minute 30, ten minutes, everything."""

LOW, HIGH = a_job("low", 10), a_job("high", 10, tools=("ladder",))


def told(problem: Problem, job: str, route: Sequence[str]) -> tuple[Explanation, Plan]:
    """Of a job in the plan in which Anna has this route."""
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {KEY: route} if route else {})
    return explain(problem, travel, plan, job), plan


def facts(reasons: Sequence[Reason]) -> list[tuple[str, Mapping[str, Fact]]]:
    """Codes and facts."""
    return [(reason.code, reason.facts) for reason in reasons]


def calls(problem: Problem, job: str, route: Sequence[str]) -> list[str]:
    """The stops of Anna's route once the best option is lifted, which the checker accepts."""
    explanation, plan = told(problem, job, route)
    wider, moved = lift(problem, line_travel(problem), plan, job, explanation.options[0])
    assert not check(wider, line_travel(problem), moved).violations
    return [stop.id for stop in moved.routes[0].stops]


def test_behind_a_depot_nothing_is_missing() -> None:
    """The coordinator would look for a ladder that the van has picked up."""
    problem = a_problem([a_technician()], [LOW, HIGH], depots=(STORE,))
    explanation, _ = told(problem, "high", ["store", "low"])
    assert [reason.code for reason in explanation.reasons] == ["free_place"]
    assert explanation.options[0].reasons == ()
    assert calls(problem, "high", ["store", "low"]) in (["store", "high", "low"], ["store", "low", "high"])


def test_a_depot_that_the_route_does_not_visit_helps_nobody() -> None:
    """A place would be offered at which the technician stands without the ladder."""
    problem = a_problem([a_technician()], [LOW, HIGH], depots=(STORE,))
    explanation, _ = told(problem, "high", ["low"])
    assert facts(explanation.reasons) == [("tool", {"tool": "ladder"})]
    assert facts(explanation.options[0].reasons) == [("tool", {"tool": "ladder"})]


@pytest.mark.parametrize(
    ("minute", "code", "minutes"),
    [
        # low 08:10-08:40, store 08:50-09:00, back at 09:10: 25 minutes late, less than the 60 of a tool.
        (20, "time_window", 25),
        # store 09:10-09:20, back at 09:50: 65 minutes late.
        (40, "tool", 60),
    ],
)
def test_the_place_before_or_behind_the_depot_is_named_whichever_takes_less(
    minute: int, code: str, minutes: int
) -> None:
    """The harder way out would be named; both places follow "low", and lifting takes the one that is meant."""
    high = HIGH.model_copy(update={"time_windows": (a_window("08:00", "08:45"),)})
    end = a_job("end", minute)
    problem = a_problem([a_technician()], [LOW, high, end], depots=(a_depot("store", minute),))
    route = ["low", "store", "end"]
    (option,) = told(problem, "high", route)[0].options
    assert ([reason.code for reason in option.reasons], option.effort) == ([code], minutes)
    moved = calls(problem, "high", route)
    assert (moved.index("high") > moved.index("store")) == (code == "time_window")


@pytest.mark.parametrize(("refill", "left"), [(1, 0), (2, 1)])
def test_what_is_left_counts_the_jobs_behind_and_the_refill_before(refill: int, left: int) -> None:
    """A job behind would find the van empty: one pump to begin with, one used before the store and one behind it."""
    jobs = [a_job(name, parts={"pump": 1}) for name in ("first", "second", "third")]
    store = a_depot("store", 10, stock={"pump": refill})
    problem = a_problem([a_technician(van_stock={"pump": 1})], jobs, depots=(store,))
    route = ["first", "store", "second"]
    (option,) = told(problem, "third", route)[0].options
    short = ("part", {"part": "pump", "needed": 1, "left": 0, "missing": 1})
    assert facts(option.reasons) == ([] if left else [short])
    moved = calls(problem, "third", route)
    assert not left or moved.index("third") > moved.index("store")


def test_who_fetches_the_tool_on_the_way_counts_as_suitable() -> None:
    """It would be said that nobody has a ladder, or that there was no time even on an empty day.

    From the store at minute 30 Anna is at minute 10 at 09:00, where both jobs have to start then: the other is half an
    hour late.
    """
    by_nine = {"time_windows": (a_window("08:00", "09:00"),)}
    low, high = (job.model_copy(update=by_nine) for job in (LOW, HIGH))
    problem = a_problem([a_technician()], [low, high], depots=(STORE,))
    explanation, _ = told(problem, "high", ["store", "low"])
    assert facts(explanation.reasons) == [("no_room", {"suitable": 1, "minutes": 30})]
    long = a_problem([a_technician()], [LOW, HIGH.model_copy(update={"duration": 10 * 3600})], depots=(STORE,))
    assert [one.code for one in told(long, "high", ["store", "low"])[0].reasons] == ["no_time"]


def test_without_its_only_job_a_route_visits_no_depot_either() -> None:
    """The trip to the store would be paid for nobody, or the plan left with a route that does nothing."""
    problem = a_problem([a_technician(), a_technician("ben", 5, tools=("ladder",))], [HIGH], depots=(STORE,))
    travel = line_travel(problem)
    explanation, plan = told(problem, "high", ["store", "high"])
    assert total(explanation.cost) == total(plan.cost)
    ben = next(option for option in explanation.options if option.technician == "ben")
    wider, moved = lift(problem, travel, plan, "high", ben)
    assert [route.technician for route in moved.routes] == ["ben"]
    assert not check(wider, travel, moved).violations
    assert total(moved.cost) - total(plan.cost) == ben.extra


def test_reasons_on_random_routes_with_depot_stops_hold_and_none_is_superfluous() -> None:
    """The coordinator would relax what is named, and the job would still not fit; or would relax too much."""
    tried = 0
    for seed in range(150):
        problem, travel = random_problem(seed, jobs=5)
        plan = fill(problem, travel, random_decisions(problem, travel, Random(seed), careless=0))
        depots = any(stop.kind is StopKind.DEPOT for route in plan.routes for stop in route.stops)
        if not depots or check(problem, travel, plan).violations:
            continue
        for job in problem.jobs:
            options = explain(problem, travel, plan, job.id).options
            verdict = judged(problem, travel, plan, job.id, options)
            assert (verdict.invalid, verdict.superfluous, verdict.mispriced) == ((), (), ()), f"seed {seed}"
            tried += verdict.options
    assert tried > 50
