"""Every day computed by hand, through every reader of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from dispatcher.check import check, replay
from dispatcher.costs import Term
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix
from tests.brute_force import Decisions, bare_plan, best_plan, decisions_of, fill, judge
from tests.clock_reader import read_plan
from tests.rules import (
    days_breaks,
    days_changes,
    days_costs,
    days_departure,
    days_locks,
    days_overtime,
    days_parts,
    days_promise,
    days_setup,
    days_shifts,
    days_skills,
    days_windows,
)
from tests.rules.day import Day
from tests.slow_facts import at

DAYS: tuple[Callable[[], Day], ...] = (
    *days_windows.DAYS,
    *days_promise.DAYS,
    *days_breaks.DAYS,
    *days_departure.DAYS,
    *days_overtime.DAYS,
    *days_skills.DAYS,
    *days_parts.DAYS,
    *days_setup.DAYS,
    *days_locks.DAYS,
    *days_changes.DAYS,
    *days_shifts.DAYS,
    *days_costs.DAYS,
)


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a day: the plan with every number filled in, whether it is valid, how many conflicts.

    The clock names no conflicts (the checker does), it only prefers plans without them.
    """

    plan: Plan
    valid: bool
    conflicts: int | None


def read_slowly(problem: Problem, travel: TravelMatrix, decisions: Decisions) -> Reading:
    """The reference of tests/brute_force.py."""
    plan = fill(problem, travel, decisions)
    verdict = judge(problem, travel, plan)
    return Reading(plan, verdict.valid, verdict.conflicts)


def read_with_the_checker(problem: Problem, travel: TravelMatrix, decisions: Decisions) -> Reading:
    """`dispatcher.check`, which is told the decisions and not one number."""
    plan = replay(problem, travel, bare_plan(decisions))
    report = check(problem, travel, plan)
    return Reading(plan, not report.violations, len(report.conflicts))


def read_with_the_clock(problem: Problem, travel: TravelMatrix, decisions: Decisions) -> Reading:
    """`dispatcher.schedule`, told where each break is taken."""
    plan, valid = read_plan(problem, travel, decisions)
    return Reading(plan, valid, None)


Reader = Callable[[Problem, TravelMatrix, Decisions], Reading]

READERS: tuple[Reader, ...] = (read_slowly, read_with_the_checker, read_with_the_clock)
"""To attach another reader of the rules, add a function here."""


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("make", DAYS, ids=lambda make: make.__name__)
def test_the_day_is_read_as_computed_by_hand(make: Callable[[], Day], reader: Reader) -> None:
    """A reader would misread a rule: another time, another price, a rule broken unseen, a lock reported wrongly."""
    day = make()
    reading = reader(day.problem, day.travel, day.decisions)
    assert reading.valid == day.valid
    if day.valid:
        if reading.conflicts is not None:
            assert reading.conflicts == day.conflicts
        assert _times(reading.plan, day) == day.seconds
        assert {term: cost for term, cost in reading.plan.cost.items() if cost} == day.units
        _agrees_with_itself(reading.plan)


def _times(plan: Plan, day: Day) -> dict[str, tuple[int, ...]]:
    """Every time of the plan, of stops and (where the day speaks of them) of technicians."""
    times = {stop.id: (stop.arrival, stop.start, stop.finish) for route in plan.routes for stop in route.stops}
    homes = {route.technician: (route.departure, route.arrival_home) for route in plan.routes}
    told = times | {name: home for name, home in homes.items() if name in day.times}
    return {name: tuple(map(at, instants)) for name, instants in told.items()}


def _agrees_with_itself(plan: Plan) -> None:
    """Waiting is what is left of the time between two stops; the parts of a bill add up to the whole."""
    for route in plan.routes:
        free = at(route.departure)
        rest = 0
        for stop in route.stops:
            if stop.kind is StopKind.BREAK:
                rest += at(stop.finish) - at(stop.start)
                continue
            idle = at(stop.start) - free - stop.travel - rest
            assert 0 <= stop.wait <= idle  # the remainder is setup
            free, rest = at(stop.finish), 0
        assert route.working_time == at(route.arrival_home) - at(route.departure)
        for stop in route.stops:
            assert all(route.cost[term] >= cost for term, cost in stop.cost.items())
    for term in set(Term) - {Term.UNASSIGNED}:
        assert plan.cost.get(term, 0) == sum(route.cost.get(term, 0) for route in plan.routes)
    assert plan.cost.get(Term.UNASSIGNED, 0) == sum(left.cost for left in plan.unassigned)


@pytest.mark.parametrize("make", [make for make in DAYS if make().best], ids=lambda make: make.__name__)
def test_the_best_plan_is_the_one_found_by_hand(make: Callable[[], Day]) -> None:
    """The exhaustive search would miss the optimum, or call something cheaper that is not allowed."""
    day = make()
    best = best_plan(day.problem, day.travel)
    assert (best.conflicts, best.cost) == (day.conflicts, sum(day.units.values()))
    assert fill(day.problem, day.travel, best.decisions).cost == day.units


def test_a_plan_states_the_same_decisions_after_a_round_trip() -> None:
    """The readers would be told other decisions than the day's."""
    day = days_breaks.takes_two_breaks_one_after_the_other()
    assert decisions_of(bare_plan(day.decisions)) == day.decisions
