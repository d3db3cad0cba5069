"""Reasons against reality: lifted they hold, none is superfluous, and no other place needs less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from random import Random

import pytest

from dispatcher.check import check
from dispatcher.explain import effort, explain
from dispatcher.plan import Option, StopKind, Violation
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix
from tests.brute_force import Decisions, decisions_of, fill
from tests.random_plans import random_decisions
from tests.random_problems import EVERY_RULE, random_problem
from tests.reason_claims import claims
from tests.slow_clock import RouteDecision
from tests.slow_facts import Facts

TIMES = frozenset({"time_window", "latest_finish", "break_late", "break_missed", "overtime_cap"})


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_lifting_exactly_what_an_option_names_makes_it_fit_and_nothing_less_does(first: int) -> None:
    """The coordinator would relax what is named, and the job would still not fit; or would relax too much."""
    found = list(claims(range(first, first + 30)))
    assert [claim["failed"] for claim in found] == [[], [], []]
    assert all(claim["tried"] for claim in found)


@pytest.mark.parametrize("seed", range(60))
def test_no_other_place_and_no_other_way_to_take_the_breaks_needs_less(seed: int) -> None:
    """An easier way out would not be named: all are tried, and judged by the checker."""
    rules = EVERY_RULE - {"locks", "pace", "multi_shift", "starting_plan"}
    rules -= {"depots"} if seed % 2 else {"tools", "parts"}
    problem, travel = random_problem(seed, jobs=4, rules=rules)
    decisions = random_decisions(problem, travel, Random(seed), careless=0)
    plan = fill(problem, travel, decisions)
    if check(problem, travel, plan).violations:
        return
    for left_out in plan.unassigned:
        for option in explain(problem, travel, plan, left_out.job).options:
            least = min(_efforts(problem, travel, decisions_of(plan), left_out.job, option))
            assert sum(effort(one) for one in option.reasons if one.code in TIMES) == least


def _efforts(problem: Problem, travel: TravelMatrix, decisions: Decisions, job: str, option: Option) -> Iterator[int]:
    """Minutes by which every placing of the job and the breaks on the option's shift misses its times."""
    key = option.technician, option.shift
    others = tuple(route for route in decisions.routes if route.key != key)
    stops = [stop for route in decisions.routes if route.key == key for stop in route.stops]
    sites = [(kind, name) for kind, name in stops if kind is not StopKind.BREAK]
    left_out = tuple(name for name in decisions.unassigned if name != job)
    for place in range(len(sites) + 1):
        for route in _placings(Facts(problem, travel), key, [*sites[:place], (StopKind.JOB, job), *sites[place:]]):
            report = check(problem, travel, fill(problem, travel, Decisions((*others, route), left_out)))
            yield sum(_minutes(one) for one in report.violations if one.code in TIMES)


def _placings(facts: Facts, key: tuple[str, str], sites: Sequence[tuple[StopKind, str]]) -> Iterator[RouteDecision]:
    """Every way to take or leave the breaks in their order; those left out may lie before the departure."""
    shift = facts.shifts[key]
    for gaps in product((None, *range(len(sites) + 1)), repeat=len(shift.pauses)):
        taken = [gap for gap in gaps if gap is not None]
        if taken != sorted(taken):
            continue
        stops: list[tuple[StopKind, str]] = []
        for place in range(len(sites) + 1):
            stops += [(StopKind.BREAK, x.id) for x, gap in zip(shift.pauses, gaps, strict=True) if gap == place]
            stops += sites[place : place + 1]
        ends = [x.earliest + x.duration for x, gap in zip(shift.pauses, gaps, strict=True) if gap is None]
        for departure in {shift.first, *(end for end in ends if end > shift.first)}:
            yield RouteDecision(*key, departure, tuple(stops))


def _minutes(violation: Violation) -> int:
    """Begun minutes by which a time is missed."""
    seconds = violation.facts.get("seconds")
    if seconds is None:
        home, latest = (datetime.fromisoformat(str(violation.facts[name])) for name in ("arrival_home", "latest"))
        seconds = int((home - latest).total_seconds())
    return -(-int(seconds) // 60)
