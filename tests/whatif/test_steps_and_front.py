"""Marginal values along a grid, and the front of cost against promises kept."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.whatif.marginal import ladders
from benchmarks.whatif.pareto import points
from tests.whatif.hand_made import arm, results

FAMILY = "{count} more"
RUNS = {
    "base": [[100.0], [200.0]],
    "3 more": [[65.0], [165.0]],
    "1 more": [[80.0], [180.0]],
    "2 more": [[70.0], [170.0]],
}
ARMS = [arm("base"), *(arm(f"{k} more", FAMILY, count=k) for k in (3, 1, 2))]


def test_each_step_is_compared_with_the_one_before() -> None:
    """The third technician would be credited with what the first two save."""
    (ladder,) = ladders(results(RUNS, arms=ARMS))
    assert ladder.parameter == "count"
    assert [(step.before, step.after) for step in ladder.steps] == [(None, 1), (1, 2), (2, 3)]
    assert [step.comparison.difference for step in ladder.steps] == [-20, -10, -5]
    assert [one.difference for one in ladder.from_base] == [-20, -30, -35]


def test_a_step_goes_over_values_without_a_plan() -> None:
    """A grid whose middle failed would be reported as if nothing were missing, or not at all."""
    failed = [("2 more", "day 1", 1), ("2 more", "day 2", 1)]
    (ladder,) = ladders(results(RUNS, arms=ARMS, failed=failed))
    assert [(step.before, step.after) for step in ladder.steps] == [(None, 1), (1, 3)]


def test_a_grid_of_two_parameters_is_walked_along_each() -> None:
    """Two technicians at level 1 would be compared with one at level 2."""
    arms = [arm("base")] + [
        arm(f"{n} at {level}", "{n} at {level}", n=n, level=level) for n in (1, 2) for level in (1, 2)
    ]
    runs = {one.name: [[100.0 - k]] for k, one in enumerate(arms)}
    found = [(one.parameter, one.fixed) for one in ladders(results(runs, arms=arms))]
    assert found == [
        ("n", (("level", 1),)),
        ("level", (("n", 1),)),
        ("n", (("level", 2),)),
        ("level", (("n", 2),)),
    ]


def test_words_in_a_grid_have_no_order() -> None:
    """Gas would be a step above electrics."""
    arms = [arm("base"), arm("gas", "{skill}", skill="gas"), arm("cooling", "{skill}", skill="cooling")]
    assert ladders(results({one.name: [[1.0]] for one in arms}, arms=arms)) == []


def test_the_front_holds_those_that_nobody_beats_on_both() -> None:
    """A scenario dearer and worse than another would be recommended."""
    cost = {"base": 100.0, "dear and good": 120.0, "dear and bad": 120.0, "cheap": 90.0, "the same": 90.0}
    kept = {"base": 8, "dear and good": 9, "dear and bad": 7, "cheap": 6, "the same": 6}
    study = results({name: [[amount]] for name, amount in cost.items()})
    outcomes = tuple(replace(one, promises_kept=kept[one.scenario]) for one in study.outcomes)
    found = points(replace(study, outcomes=outcomes))
    assert [(one.arm, one.cost, one.kept) for one in found if one.front] == [
        ("base", 100, 8),
        ("dear and good", 120, 9),
        ("cheap", 90, 6),
        ("the same", 90, 6),
    ]


def test_the_front_compares_the_same_days_only() -> None:
    """An arm that failed on the dearest day would look cheap."""
    study = results({"base": [[100.0], [900.0]], "arm": [[110.0], [910.0]]}, failed=[("arm", "day 2", 1)])
    assert [(one.arm, one.cost) for one in points(study)] == [("base", 100), ("arm", 110)]
