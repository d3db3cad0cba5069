"""Shifts: nothing crosses them, and they begin and end where they say."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.rules.day import Day, clock, job, pause, place, plan, problem, route, shift, skill, technician, window

TUESDAY = shift("24 08:00", "24 17:00", "tuesday")


def restocks_the_van_overnight() -> Day:
    """One pump a day: a on Monday, b on Tuesday.

    Each day 08:00-08:20, 60 min, home 09:40: travel 40 min = 20.00 + 12.00, working 100 min = 10.00, twice: 84.00.
    Waiting a 20 min, b 24 h 20 min = 1460 min, together 1480 min = 14.80.
    """
    monday, tuesday = [window("08:00", "17:00")], [window("24 08:00", "24 17:00")]
    jobs = [
        job("a", 20, 60, parts={"pump": 1}, time_windows=monday),
        job("b", 20, 60, parts={"pump": 1}, time_windows=tuesday),
    ]
    return Day(
        problem(jobs, [technician("tina", shift(), TUESDAY, van_stock={"pump": 1})]),
        plan(route("tina", "08:00", "a"), route("tina", "24 08:00", "b", shift="tuesday")),
        {"a": ("08:20", "08:20", "09:20"), "b": ("24 08:20", "24 08:20", "24 09:20")},
        {"travel_time": "40", "travel_distance": "24", "working_time": "20", "waiting_customer": "14.80"},
        best=True,
    )


def _two_jobs_one_allowed(**a: Any) -> Any:
    """max_jobs 1: only one of a and b can be done."""
    return problem([job("a", 20, 60, **a), job("b", 20, 60)], [technician("tina", shift(max_jobs=1))])


def refuses_more_jobs_than_the_shift_may_have() -> Day:
    """Two jobs where one is allowed."""
    return Day(_two_jobs_one_allowed(), plan(route("tina", "08:00", "a", "b")), valid=False)


def prefers_the_job_that_must_be_planned() -> Day:
    """b is left out for 200.00, for leaving out a would cost 10,000.00 + b's 200.00.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    return Day(
        _two_jobs_one_allowed(must_plan=True, unassigned_price=1),
        plan(route("tina", "08:00", "a"), left_out=("b",)),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "unassigned": "200",
        },
        best=True,
    )


def prices_every_job_left_out() -> Day:
    """must_plan 10,000.00 + the other four; contract of priority 1; courtesy of priority 5; a price of its own; a zero.

    750.00 + 60.00 + 12.345 + 0.00 = 822.345; must_plan twice 10,822.345, for neither counts in the other's sum.
    Together 822.345 + 21,644.69 = 22,467.035.
    """
    jobs = [
        job("must", 20, 60, must_plan=True),
        job("must too", 20, 60, must_plan=True, unassigned_price=1),
        job("contract", 20, 60, service_class="contract", priority=1),
        job("courtesy", 20, 60, service_class="courtesy", priority=5),
        job("own", 20, 60, unassigned_price="12.345"),
        job("nothing", 20, 60, unassigned_price=0),
    ]
    names = ("must", "must too", "contract", "courtesy", "own", "nothing")
    return Day(problem(jobs), plan(left_out=names), bill={"unassigned": "22467.035"})


def begins_and_ends_where_the_shift_says() -> Day:
    """From the hotel at m50 to a at m20, then to the office at m10: home at m0 is not on the way.

    08:30-09:30, 09:40. Travel 30 + 10 = 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 30 min = 0.30.
    """
    tina = technician("tina", shift(start_place=place(50), end_place=place(10)))
    return Day(
        problem([job("a", 20, 60)], [tina]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:30", "08:30", "09:30")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.30"},
        best=True,
    )


def works_through_the_night_the_clocks_go_back() -> Day:
    """25 October 2026 in Zurich: 02:30 comes twice, and the 3 h from 01:30 to 03:30 by the clock are 3 + 1.

    Leaving at 01:30+02:00, 30 min to m30: 02:00+02:00; 60 min of work end at 02:00+01:00; 30 min home: 02:30+01:00.
    Travel 60 min = 30.00 + 18.00; working 120 min = 12.00; waiting 30 min = 0.30.
    """
    night = {"id": "day", "start": clock("2026-10-25T01:30+02:00"), "end": clock("2026-10-25T03:30+01:00")}
    return Day(
        problem([job("a", 30, 60)], [technician("tina", night)]),
        plan(route("tina", "2026-10-25T01:30+02:00", "a")),
        {
            "tina": ("2026-10-25T01:30+02:00", "2026-10-25T02:30+01:00"),
            "a": ("2026-10-25T02:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "12", "waiting_customer": "0.30"},
        best=True,
    )


def keeps_a_window_over_the_hour_that_comes_twice() -> Day:
    """Told by the clock on the wall: from 02:40 (the first) to 02:10 (the second), which is 30 min later.

    Leaving at 02:15 (the first), 30 min to m30: 02:45; 15 min of work end at 02:00 (the second); 30 min home: 02:30.
    Travel 60 min = 30.00 + 18.00; working 75 min = 7.50; waiting 30 min = 0.30.
    """
    zurich = ZoneInfo("Europe/Zurich")
    opens, closes = (datetime(2026, 10, 25, 2, minute, tzinfo=zurich, fold=k) for k, minute in enumerate((40, 10)))
    night = {"id": "day", "start": clock("2026-10-25T02:15+02:00"), "end": clock("2026-10-25T03:30+01:00")}
    windows = [{"earliest_start": opens, "latest_start": closes}]
    return Day(
        problem([job("a", 30, 15, time_windows=windows)], [technician("tina", night)]),
        plan(route("tina", "2026-10-25T02:15+02:00", "a")),
        {
            "tina": ("2026-10-25T02:15+02:00", "2026-10-25T02:30+01:00"),
            "a": ("2026-10-25T02:45+02:00", "2026-10-25T02:45+02:00", "2026-10-25T02:00+01:00"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "7.50", "waiting_customer": "0.30"},
        best=True,
    )


def judges_certificates_by_the_day_in_the_problems_own_zone() -> Day:
    """The shift begins on the 23rd at 23:30 in UTC, which is the 24th in Zurich: a certificate from the 24th counts.

    00:30 there: a 00:50-01:50, home 02:10. Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min =
    0.20.
    """
    late = {"start": clock("2026-11-23T23:30+00:00"), "end": clock("2026-11-24T08:00+00:00")}
    tina = technician("tina", shift() | late, skills=[skill("boiler", valid_from="2026-11-24")])
    return Day(
        problem([job("a", 20, 60, skills={"all": {"boiler": 1}})], [tina]),
        plan(route("tina", "24 00:30", "a")),
        {"tina": ("24 00:30", "24 02:10"), "a": ("24 00:50", "24 00:50", "24 01:50")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.20"},
        best=True,
    )


def refuses_a_route_without_a_job() -> Day:
    """A break alone is no reason to leave home."""
    lunch = pause("lunch", "12:00", "12:30", 30)
    return Day(
        problem([job("a", 20, 60)], [technician("tina", shift(breaks=[lunch]))]),
        plan(route("tina", "12:00", "break lunch"), left_out=("a",)),
        valid=False,
    )


DAYS = (
    restocks_the_van_overnight,
    refuses_more_jobs_than_the_shift_may_have,
    prefers_the_job_that_must_be_planned,
    prices_every_job_left_out,
    begins_and_ends_where_the_shift_says,
    works_through_the_night_the_clocks_go_back,
    keeps_a_window_over_the_hour_that_comes_twice,
    judges_certificates_by_the_day_in_the_problems_own_zone,
    refuses_a_route_without_a_job,
)
