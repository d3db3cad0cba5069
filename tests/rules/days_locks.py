"""Locks: what they override, what they cannot, and when they only conflict."""

from __future__ import annotations

from typing import Any

from dispatcher.problem import Problem
from tests.rules.day import Day, Document, clock, job, plan, problem, promise, route, skill, technician


def _technician_lock(name: str, who: str = "tina", **more: Any) -> Document:
    return {"kind": "technician", "job": name, "technician": who, "shift": "day"} | more


def _time_lock(name: str, start: str, tolerance: int = 0) -> Document:
    return {"kind": "time", "job": name, "start": clock(start), "tolerance": tolerance}


def sends_the_locked_technician_whatever_the_skills() -> Day:
    """Unskilled, excluded, without a ladder, tom preferred: the lock overrides all but the price of 5.00.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    choice = {"preferred": ["tom"], "excluded": ["tina"]}
    a = job("a", 20, 60, skills={"all": {"boiler": 2}}, tools=["ladder"], technicians=choice)
    team = [technician(), technician("tom", skills=[skill("boiler", 2)], tools=["ladder"])]
    return Day(
        problem([a], team, locks=[_technician_lock("a")]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "preferred_missed": "5",
        },
        best=True,
    )


def refuses_a_locked_job_on_another_route() -> Day:
    """a is locked to tina, and stands in tom's route."""
    return Day(
        problem([job("a", 20, 60)], [technician(), technician("tom")], locks=[_technician_lock("a")]),
        plan(route("tom", "08:00", "a")),
        valid=False,
    )


def comes_as_soon_as_possible_when_a_locked_start_is_out_of_reach() -> Day:
    """a is locked to tina at 08:10, but m20 is 20 min away: 08:20, one conflict, and 10 min late for the promise.

    Late 20.00 + 10 x 1.00 = 30.00. Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    lock = _technician_lock("a", kind="both", start=clock("08:10"))
    return Day(
        problem([job("a", 20, 60, promise=promise("08:00", "08:10"))], locks=[lock]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "promise_missed": "30",
        },
        conflicts=1,
        best=True,
    )


def keeps_a_time_lock_within_its_tolerance() -> Day:
    """10:00 +- 15 min, whoever comes: at the door by 09:45.

    Travel 40 min = 20.00 + 12.00; working 09:25-11:05 = 100 min = 10.00; waiting 105 min = 1.05.
    """
    return Day(
        problem([job("a", 20, 60)], locks=[_time_lock("a", "10:00", 900)]),
        plan(route("tina", "09:25", "a")),
        {"tina": ("09:25", "11:05"), "a": ("09:45", "09:45", "10:45")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "1.05"},
        best=True,
    )


def refuses_a_time_lock_missed_by_a_job_that_could_move() -> Day:
    """08:19:59 sharp, whoever comes: nobody can be there, and nothing ties the job to tina."""
    return Day(
        problem([job("a", 20, 60)], locks=[_time_lock("a", "08:19:59")]),
        plan(route("tina", "08:00", "a")),
        valid=False,
    )


def reports_a_locked_job_that_is_left_out() -> Day:
    """Left out for 200.00: allowed, and a conflict."""
    return Day(
        problem([job("a", 20, 60)], locks=[_technician_lock("a")]),
        plan(left_out=("a",)),
        bill={"unassigned": "200"},
        conflicts=1,
    )


def reports_two_locks_on_one_job_that_contradict_each_other() -> Day:
    """Locked to tina, then to tom: the first in the document counts.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    locks = [_technician_lock("a"), _technician_lock("a", "tom")]
    return Day(
        problem([job("a", 20, 60)], [technician(), technician("tom")], locks=locks),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.20"},
        conflicts=1,
        best=True,
    )


def _three_in_a_row(*locks: Document) -> Problem:
    """a at m40, b at m30, c at m20, 10 min each; b before a."""
    jobs = [job("a", 40, 10), job("b", 30, 10), job("c", 20, 10)]
    return problem(jobs, locks=[{"kind": "order", "first": "b", "then": "a"}, *locks])


def lets_others_stand_between_two_ordered_jobs() -> Day:
    """b, then c, then a: b is before a, that is all that is asked.

    b 08:30-08:40, c 08:50-09:00, a 09:20-09:30, home 10:10. Travel 30 + 10 + 20 + 40 = 100 min = 50.00 + 30.00;
    working 130 min = 13.00; waiting 30 + 50 + 80 = 160 min = 1.60.
    """
    return Day(
        _three_in_a_row(),
        plan(route("tina", "08:00", "b", "c", "a")),
        {
            "tina": ("08:00", "10:10"),
            "b": ("08:30", "08:30", "08:40"),
            "c": ("08:50", "08:50", "09:00"),
            "a": ("09:20", "09:20", "09:30"),
        },
        {"travel_time": "50", "travel_distance": "30", "working_time": "13", "waiting_customer": "1.60"},
    )


def refuses_a_broken_order() -> Day:
    """a before b, and nothing ties them to tina."""
    return Day(_three_in_a_row(), plan(route("tina", "08:00", "c", "a", "b")), valid=False)


def reports_a_broken_order_between_two_locked_jobs() -> Day:
    """Both are locked to tina: their order bends, as a conflict.

    c 08:20-08:30, a 08:50-09:00, b 09:10-09:20, home 09:50. Travel 20 + 20 + 10 + 30 = 80 min = 40.00 + 24.00;
    working 110 min = 11.00; waiting 20 + 50 + 70 = 140 min = 1.40.
    """
    return Day(
        _three_in_a_row(_technician_lock("a"), _technician_lock("b")),
        plan(route("tina", "08:00", "c", "a", "b")),
        {
            "tina": ("08:00", "09:50"),
            "c": ("08:20", "08:20", "08:30"),
            "a": ("08:50", "08:50", "09:00"),
            "b": ("09:10", "09:10", "09:20"),
        },
        {"travel_time": "40", "travel_distance": "24", "working_time": "11", "waiting_customer": "1.40"},
        conflicts=1,
    )


DAYS = (
    sends_the_locked_technician_whatever_the_skills,
    refuses_a_locked_job_on_another_route,
    comes_as_soon_as_possible_when_a_locked_start_is_out_of_reach,
    keeps_a_time_lock_within_its_tolerance,
    refuses_a_time_lock_missed_by_a_job_that_could_move,
    reports_a_locked_job_that_is_left_out,
    reports_two_locks_on_one_job_that_contradict_each_other,
    lets_others_stand_between_two_ordered_jobs,
    refuses_a_broken_order,
    reports_a_broken_order_between_two_locked_jobs,
)
