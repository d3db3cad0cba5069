"""Scenarios that leave the days as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benchmarks.loads import day
from benchmarks.whatif import report
from benchmarks.whatif.study import Arm, Day
from benchmarks.whatif.unchanged import unchanged
from dispatcher.scenario import Scenario
from tests.whatif.hand_made import results


def an_arm(name: str, **change: Any) -> Arm:
    """An arm of one change."""
    return Arm(name, Scenario.model_validate({"name": name, "changes": [change]}), name)


BASE = Arm("base", Scenario(), "base")


def test_a_change_without_effect_is_named_and_shuffling_is_not() -> None:
    """A planner would read solver noise as the worth of what was never tried."""
    arms = (
        BASE,
        an_arm("as it is", overtime={"seconds": 3600}),
        an_arm("same roads", travel={"factor": 1.0}),
        an_arm("slower roads", travel={"factor": 1.1}),
        an_arm("shuffled", shuffle={"seed": 2}),
        an_arm("impossible", remove_technicians={"technicians": ["nobody"]}),
    )
    study = replace(results({"base": [[1.0], [1.0]]}).study, arms=arms)
    # Every synthetic shift may end up to an hour late already.
    assert unchanged(study) == {"as it is", "same roads"}


def test_one_changed_day_is_enough() -> None:
    """Parts that one day lacks would be called no change at all."""
    study = results({"base": [[1.0], [1.0]]}).study
    less = an_arm("less", overtime={"seconds": 0})
    without = less.scenario.applied(day(1, 3, 1))
    first = Day("day 1", without)
    assert unchanged(replace(study, arms=(BASE, less), days=(first, study.days[1]))) == frozenset()
    assert unchanged(replace(study, arms=(BASE, less), days=(first,))) == {"less"}


def test_the_page_says_so_beside_the_figure() -> None:
    """Whoever reads only the page would not know."""
    study = results({"base": [[1.0], [1.0]], "less": [[1.0], [1.0]]})
    assert "leaves every one of these days as it is" in report.page(study)
