"""The judge of reasons: it sees what it is there to see."""

from __future__ import annotations

from benchmarks.lifted import Verdict, judged
from benchmarks.shows_reasons import overloaded_day
from dispatcher.explain import explain
from dispatcher.plan import Option, Reason
from tests.builders import a_job, a_plan, a_problem, a_technician, a_window, line_travel

PROBLEM = a_problem([a_technician()], [a_job(tools=("scope",), time_windows=(a_window("07:00", "08:05"),))])


def verdict(**changes: object) -> tuple[Option, Verdict]:
    """Of the one option, with some of its fields replaced: it lacks a scope, and starts at 08:10."""
    travel = line_travel(PROBLEM)
    plan = a_plan(PROBLEM, travel, {})
    option = explain(PROBLEM, travel, plan, "J1").options[0].model_copy(update=changes)
    return option, judged(PROBLEM, travel, plan, "J1", [option])


def test_the_truth_is_accepted() -> None:
    """A judge that condemns everything would be as useless as one that condemns nothing."""
    assert verdict()[1] == Verdict(1, 2, (), (), ())


def test_a_reason_that_is_missing_is_seen() -> None:
    """An explanation that forgets a rule would pass for whole."""
    tool, window = verdict()[0].reasons
    for kept, missing in ((tool, "cannot do"), (window, "cannot do")):
        assert missing in verdict(reasons=(kept,))[1].invalid[0]


def test_a_reason_that_says_too_much_is_seen() -> None:
    """The coordinator would hand out a ladder for nothing."""
    tool, window = verdict()[0].reasons
    ladder = Reason(code="tool", facts={"tool": "ladder"})
    assert verdict(reasons=(tool, window, ladder))[1].superfluous == ("J1 with anna: tool",)


def test_a_price_that_is_not_the_plans_is_seen() -> None:
    """A cheap option would turn out dear."""
    option, _ = verdict()
    assert len(verdict(extra=option.extra + 1)[1].mispriced) == 1


def test_the_days_are_overloaded() -> None:
    """Reasons of days without a job left out prove nothing."""
    for seed in (1, 2, 3):
        problem = overloaded_day(seed)
        assert len(problem.jobs) / len(problem.technicians) >= 10
