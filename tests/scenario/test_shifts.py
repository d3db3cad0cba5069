"""Shifts at other hours, and capacity kept for emergencies."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.loads import day
from dispatcher.check import check
from dispatcher.errors import NotApplicable
from dispatcher.lock import TechnicianLock
from dispatcher.problem import Problem
from tests.builders import a_break, a_job, a_plan, a_problem, a_shift, a_technician, a_window, at, line_travel
from tests.scenario.trying import after

DAY = day(1, 30, 6)
LUNCHING = a_problem([a_technician(shifts=(a_shift(breaks=(a_break("lunch"),)),))], [a_job()])


def test_moved_shifts_take_their_breaks_along() -> None:
    """Who starts an hour earlier would have lunch an hour too late."""
    (moved,) = after(LUNCHING, "shift_hours", seconds=-3600).technicians[0].shifts
    assert moved == a_shift(start=at("07:00"), end=at("16:00"), breaks=(a_break("lunch", "11:00", "12:00"),))


def test_shifts_that_start_at_seven_are_as_long_as_before() -> None:
    """An earlier start would be a longer day in disguise: from eight to five becomes from seven to four."""
    (moved,) = after(LUNCHING, "start_shifts_at", clock="07:00").technicians[0].shifts
    assert (moved.start, moved.end, moved.breaks[0].earliest) == (at("07:00"), at("16:00"), at("11:00"))


def test_half_of_six_are_three_who_are_among_the_four_of_two_thirds() -> None:
    """The share that starts early would change its people with its size."""
    half, more = (early_at_five(after(DAY, "start_shifts_at", clock="05:00", share=share)) for share in (0.5, 0.67))
    assert (len(half), len(more)) == (3, 4)
    assert half < more


def early_at_five(problem: Problem) -> set[str]:
    """Ids of those whose shift begins at five."""
    return {one.id for one, shift in problem.shifts() if shift.start.hour == 5}


def test_a_longer_shift_contains_the_shorter() -> None:
    """More hours would take some away."""
    for at_end in ("end", "start"):
        longer = after(DAY, "lengthen_shifts", seconds=900, at=at_end)
        for (_, old), (_, new) in zip(DAY.shifts(), longer.shifts(), strict=True):
            assert new.start <= old.start < old.end <= new.end
            assert (new.end - new.start).total_seconds() == (old.end - old.start).total_seconds() + 900


def test_waiting_is_counted_from_the_old_start_when_shifts_begin_earlier() -> None:
    """Half an hour's earlier start would cost every customer half an hour of waiting more."""
    assert after(LUNCHING, "shift_hours", seconds=-1800).start == at("08:00")


def test_no_overtime_is_a_cap_of_zero() -> None:
    """Overtime would be dear instead of forbidden."""
    assert {shift.max_overtime for _, shift in after(DAY, "overtime", seconds=0).shifts()} == {0}


def codes_of(problem: Problem, stops: Sequence[str]) -> list[str]:
    """Violations of a plan in which anna does these in this order, leaving as soon as she may."""
    plan = a_plan(problem, line_travel(problem), {("anna", "day"): stops})
    return [violation.code for violation in check(problem, line_travel(problem), plan).violations]


def test_a_reserve_is_kept_by_being_home_early_or_by_an_hour_free() -> None:
    """Held back would be something that every full day satisfies.

    Nine hours, a ninth held back: one hour, to begin by 16:00. Each job takes 7 h 20 min of work and 10 min of travel
    either way: home at 15:40, an hour is left. With 8 h: 16:20, so the hour must be taken, and home is at 17:20.
    """
    short, long = (a_problem([a_technician()], [a_job(duration=seconds)]) for seconds in (26_400, 28_800))
    assert codes_of(after(short, "hold_back", reserve=1 / 9), ["J1"]) == []
    assert codes_of(after(long, "hold_back", reserve=1 / 9), ["J1"]) == ["break_missed"]
    allowed = after(after(long, "hold_back", reserve=1 / 9), "overtime", seconds=1200)
    assert codes_of(allowed, ["reserve 1", "J1"]) == []


def test_a_reserve_comes_after_lunch_and_leaves_the_evening_to_be_planned() -> None:
    """Nobody could come at four any more, had the day simply been cut short."""
    held = after(LUNCHING, "hold_back", reserve=1 / 9)
    (shift,) = held.technicians[0].shifts
    lunch, reserve = shift.breaks
    assert (lunch.id, reserve.earliest, reserve.latest, reserve.duration) == ("lunch", at("12:30"), at("16:00"), 3600)
    late = held.model_copy(update={"jobs": (a_job(duration=1200, time_windows=(a_window("16:10", "16:10"),)),)})
    assert codes_of(late, ["lunch", "reserve 1", "J1"]) == []


def test_five_breaks_are_refused() -> None:
    """A shift may have four: the reserve would be dropped in silence."""
    breaks = tuple(a_break(f"b{hour}", f"{hour}:00", f"{hour}:10", duration=60) for hour in (10, 11, 12, 13))
    problem = a_problem([a_technician(shifts=(a_shift(breaks=breaks),))], [a_job()])
    with pytest.raises(NotApplicable, match="change_impossible"):
        after(problem, "hold_back", reserve=0.1)


def test_whoever_stands_by_has_no_planned_work_and_is_nobody_to_whom_a_job_is_locked() -> None:
    """A locked job would have nobody left to do it."""
    people = [a_technician("anna"), a_technician("ben")]
    lock = TechnicianLock(job="J1", technician="anna", shift="day")
    problem = after(a_problem(people, [a_job()], locks=(lock,)), "stand_by", count=1)
    assert [shift.max_jobs for _, shift in problem.shifts()] == [None, 0]
