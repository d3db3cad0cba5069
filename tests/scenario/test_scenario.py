"""Changes made one after the other, under one name."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from benchmarks.loads import day
from dispatcher.errors import NotApplicable
from dispatcher.scenario import Scenario
from tests.scenario.trying import after, scenario

DAY = day(2, 20, 3)


def test_the_base_is_the_day_itself() -> None:
    """Every difference would be measured against something else."""
    assert Scenario().applied(DAY) is DAY
    assert Scenario().name == "base"


def test_changes_are_made_in_their_order() -> None:
    """Three technicians and two, then two of five off: not the same as two off of three, then two more."""
    add, remove = ("add_technicians", {"count": 2}), ("remove_technicians", {"count": 2})
    both = scenario(add, remove).applied(DAY)
    assert both == after(after(DAY, "add_technicians", count=2), "remove_technicians", count=2)
    assert both != scenario(remove, add).applied(DAY)


def test_the_name_does_not_change_the_fingerprint_and_the_changes_do() -> None:
    """Renaming a scenario would throw its cells away; or two scenarios would share them."""
    one = scenario(("overtime", {"seconds": 0}))
    assert one.model_copy(update={"name": "none after five"}).fingerprint() == one.fingerprint()
    assert len({one.fingerprint(), Scenario().fingerprint(), scenario(("travel", {"factor": 2})).fingerprint()}) == 3


def test_a_refusal_names_the_change_by_its_place() -> None:
    """In a scenario of five changes, which one?"""
    one = scenario(("overtime", {"seconds": 0}), ("overtime", {"seconds": 0, "technicians": ["T1", "zoe"]}))
    with pytest.raises(NotApplicable) as refused:
        one.applied(DAY)
    assert [finding.where for finding in refused.value.findings] == ["/changes/1/overtime/technicians/1"]


def test_what_is_wrong_in_a_written_scenario_is_found_at_its_place() -> None:
    """A study file could not say in which line it is."""
    changes = [{"overtime": {}}, {"overtme": {}}, {"travel": {"factor": 1}, "overtime": {}}, {"travel": {"by": 2}}]
    with pytest.raises(ValidationError) as refused:
        Scenario.model_validate({"changes": changes})
    assert [error["loc"] for error in refused.value.errors()] == [
        ("changes", 0, "overtime", "seconds"),
        ("changes", 1),
        ("changes", 2),
        ("changes", 3, "travel", "factor"),
        ("changes", 3, "travel", "by"),
    ]


def test_prices_that_cannot_be_counted_are_refused_as_a_change() -> None:
    """A study would end with an error about a document that nobody wrote."""
    with pytest.raises(NotApplicable, match=r"/changes/0/costs: /costs/promise_missed.* \[change_impossible\]"):
        after(DAY, "costs", promise_missed=0.0)
