"""Free places, by hand on the line of tests.builders: one minute and one kilometre from each position to the next."""

from __future__ import annotations

import pytest

from benchmarks.free_places import FreePlace, free_places
from dispatcher.job import SkillNeeds
from dispatcher.lock import TimeLock
from tests.builders import (
    a_break,
    a_job,
    a_plan,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)

EUR = 18_000_000
"""Units of money in one currency unit."""


def test_an_empty_shift_is_a_free_place() -> None:
    """Left out: 200. Planned: 20 min of travel 10.00, 20 km 6.00, 50 min of work 0.8333, 10 min of waiting 0.0333."""
    problem = a_problem([a_technician()], [a_job()])
    travel = line_travel(problem)
    (place,) = free_places(problem, travel, a_plan(problem, travel, {}))
    assert place == FreePlace("J1", "anna", "day", 0, 200 * EUR - 16 * EUR - (50 + 2) * EUR // 60)


def test_a_technician_who_leaves_later_works_shorter() -> None:
    """Nobody is home before 10:00, so anna leaves at 9:50: again 50 min of work; leaving at 8:00 would be 160 min."""
    problem = a_problem([a_technician()], [a_job(promise=a_promise("10:00", "11:00"))])
    travel = line_travel(problem)
    (place,) = free_places(problem, travel, a_plan(problem, travel, {}))
    assert place.gain == 200 * EUR - 16 * EUR - 50 * EUR // 60 - 2 * EUR // 5


def test_a_place_that_needs_the_break_moved_is_found() -> None:
    """J1 at 12:00 and J2 at 12:30 in one house; lunch stands between them, yet fits behind, at 13:00 at the latest."""
    technician = a_technician(shifts=(a_shift(breaks=(a_break(),)),))
    first = a_job("J1", time_windows=(a_window("12:00", "12:00"),))
    second = a_job("J2", time_windows=(a_window("12:30", "12:30"),))
    problem = a_problem([technician], [first, second])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1", "break"]}, {("anna", "day"): at("11:50")})
    (place,) = free_places(problem, travel, plan)
    assert (place.job, place.position) == ("J2", 1)


def test_a_place_that_costs_more_than_leaving_out_does_not_count() -> None:
    """500 km there and back cost 300 for the way alone; the job left out costs 200."""
    problem = a_problem([a_technician(shifts=(a_shift(end=at("23:00")),))], [a_job(minute=300)])
    travel = line_travel(problem)
    assert list(free_places(problem, travel, a_plan(problem, travel, {}))) == []


def test_a_shift_without_the_skill_or_the_time_is_no_place() -> None:
    """anna cannot do gas, and her day ends before the window of J2 opens; a place there would be a false alarm."""
    gas = a_job("J1", skills=SkillNeeds(all={"gas": 1}))
    evening = a_job("J2", time_windows=(a_window("16:50", "18:00"),))
    problem = a_problem([a_technician()], [gas, evening])
    travel = line_travel(problem)
    assert list(free_places(problem, travel, a_plan(problem, travel, {}))) == []


def test_the_jobs_already_there_pay_for_the_delay() -> None:
    """J2 fits only before J1, which then is 15 min past its promise: 20.00 + 15.00. The bill must hold that."""
    held = a_job("J1", promise=a_promise("08:00", "08:25"))
    extra = a_job("J2", time_windows=(a_window("08:00", "08:10"),))
    problem = a_problem([a_technician()], [held, extra])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1"]})
    (place,) = free_places(problem, travel, plan)
    working_and_waiting = 30 * EUR // 60 + (30 + 10) * EUR // 300
    assert place == FreePlace("J2", "anna", "day", 0, 200 * EUR - 35 * EUR - working_and_waiting)


def test_others_whom_a_job_prefers_need_not_be_on_this_shift() -> None:
    """The shift is judged alone; a preference for ben must neither fail there nor come free of charge."""
    wanted = a_job("J1").model_copy(
        update={"technicians": a_job().technicians.model_copy(update={"preferred": ("ben",)})}
    )
    problem = a_problem([a_technician(), a_technician("ben", minute=10)], [wanted])
    travel = line_travel(problem)
    by_technician = {
        place.technician: place.gain for place in free_places(problem, travel, a_plan(problem, travel, {}))
    }
    assert by_technician["anna"] == (200 - 16 - 5) * EUR - (50 + 2) * EUR // 60
    assert by_technician["ben"] == 200 * EUR - 30 * EUR // 60


def test_locks_are_refused() -> None:
    """A lock can bind jobs of several shifts, which this test of one shift after the other would not see."""
    problem = a_problem([a_technician()], [a_job()], locks=(TimeLock(job="J1", start=at("09:00")),))
    travel = line_travel(problem)
    with pytest.raises(ValueError, match="no locks"):
        list(free_places(problem, travel, a_plan(problem, travel, {})))
