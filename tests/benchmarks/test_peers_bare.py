"""The engine without its rules: it differs in one line, plans plain days only, and is what ours is held against."""

from __future__ import annotations

import filecmp
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.data import PROJECT
from benchmarks.loads import day
from benchmarks.peers.bare import OFF, ON, SWITCH, Planned, has_rules, planned, ratios, without_rules
from benchmarks.peers.days import plain_day
from benchmarks.shows_peers import judged_on_rules
from dispatcher.arrays import number
from dispatcher.costs import Costs, Imbalance
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.lock import BothLock, OrderLock, TimeLock
from dispatcher.problem import Problem
from dispatcher.technician import Skill
from dispatcher.travel import Geodesic
from tests.builders import (
    a_break,
    a_depot,
    a_job,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)

TRAVEL_ONLY = Costs(travel_per_km=Decimal(0), working_per_hour=Decimal(0), waiting_customer=(Decimal(0),) * 5)

COSTS = TRAVEL_ONLY.model_dump()


def a_day(job: dict[str, Any] | None = None, shift: dict[str, Any] | None = None, **rest: Any) -> Problem:
    """Two jobs for Anna or Ben; the first, her shift or the day has something more."""
    who = a_technician(skills=(Skill(name="gas", level=2),), shifts=(a_shift(**(shift or {})),))
    return a_problem(
        [who, a_technician("ben")], [a_job(**(job or {})), a_job("J2", 20)], **{"costs": TRAVEL_ONLY} | rest
    )


RULES = {
    "break": a_day(shift={"breaks": (a_break(),)}),
    "overtime": a_day(shift={"max_overtime": 600}),
    "most jobs": a_day(shift={"max_jobs": 1}),
    "setup": a_day({"setup": 60}),
    "two windows": a_day({"time_windows": (a_window("09:00", "10:00"), a_window("11:00", "12:00"))}),
    "promise": a_day({"promise": a_promise("09:00", "10:00")}),
    "respond by": a_day({"respond_by": at("10:00")}),
    "resolve by": a_day({"resolve_by": at("10:00")}),
    "latest finish": a_day({"latest_finish": at("10:00")}),
    "parts": a_day({"parts": {"pump": 1}}),
    "preferred": a_day({"technicians": TechnicianChoice(preferred=("ben",))}),
    "level": a_day({"skills": SkillNeeds(all={"gas": 1})}),
    "depot": a_day(depots=(a_depot(),)),
    "order": a_day(locks=(OrderLock(first="J1", then="J2"),)),
    "time": a_day(locks=(TimeLock(job="J1", start=at("09:00")),)),
    "technician": a_day(locks=(BothLock(job="J1", technician="anna", shift="day", start=at("09:00")),)),
    "compact": a_day(departure="compact"),
    "kilometres": a_day(costs=Costs(**COSTS | {"travel_per_km": Decimal(1)})),
    "hours": a_day(costs=Costs(**COSTS | {"working_per_hour": Decimal(1)})),
    "waiting": a_day(costs=Costs(**COSTS | {"waiting_customer": (Decimal(1),) * 5})),
    "imbalance": a_day(costs=Costs(**COSTS | {"imbalance": Imbalance(target=3600, per_hour=Decimal(1))})),
}
"""A day for each rule that is compiled out."""


@pytest.mark.parametrize("rule", RULES)
def test_a_day_with_a_rule_is_known_as_one(rule: str) -> None:
    """It would be planned by an engine that does not know the rule."""
    problem = RULES[rule]
    assert has_rules(number(problem, line_travel(problem)).data)


@pytest.mark.parametrize("seed", [100, 101, 102])
def test_a_day_of_the_comparison_has_none(seed: int) -> None:
    """Nothing could be measured."""
    problem = plain_day(seed, 30)
    assert not has_rules(number(problem, Geodesic().matrix(problem.places)).data)
    simple = a_day()
    assert not has_rules(number(simple, line_travel(simple)).data)


def test_the_copy_differs_in_one_line_and_refuses_a_day_with_rules() -> None:
    """Something else would be measured than the rules, or a plan be priced that breaks them."""
    with without_rules() as folder:
        files = [path.relative_to(PROJECT) for path in (PROJECT / "dispatcher").rglob("*.py")]
        _, different, missing = filecmp.cmpfiles(PROJECT, folder, map(str, files), shallow=False)
        assert (different, missing) == ([str(SWITCH)], [])
        original, copy = ((home / SWITCH).read_text(encoding="utf-8") for home in (PROJECT, folder))
        assert copy == original.replace(ON, OFF)
        with pytest.raises(RuntimeError, match="the problem has rules"):
            planned(day(1, 6, 1), 0.1, folder)


PLANNED = Planned(100, 100, "slack", 10.0, rules=True, cost=1020.0, unserved=0, seconds=10.0)


def pair(jobs: int, seed: int, cost: float) -> list[Planned]:
    """A day that costs 1,000 without the rules."""
    one = replace(PLANNED, jobs=jobs, seed=seed, cost=cost)
    return [one, replace(one, rules=False, cost=1000.0)]


def test_at_every_size_the_median_counts() -> None:
    """One size at which the rules are dear would be hidden by the others, or one unlucky day fail all."""
    small = [*pair(100, 100, 1020.0), *pair(100, 101, 1100.0), *pair(100, 102, 990.0)]
    assert ratios(small) == {100: [1.02, 1.1, 0.99]}
    assert judged_on_rules(small).passed
    assert judged_on_rules([*small, *pair(300, 100, 1020.0)]).passed
    assert not judged_on_rules([*small, *pair(300, 100, 1021.0)]).passed
    assert not judged_on_rules([]).passed
