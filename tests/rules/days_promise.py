"""Promises and the clocks of the service level: soft, and priced by a step and by the minute."""

from __future__ import annotations

from tests.rules.day import Day, clock, job, plan, problem, promise, route


def comes_no_sooner_than_promised() -> Day:
    """Nobody is at home before 09:00.

    Travel 40 min = 20.00 + 12.00; working 08:40-10:20 = 100 min = 10.00; waiting 60 min = 0.60.
    """
    return Day(
        problem([job("a", 20, 60, promise=promise("09:00", "10:00"))]),
        plan(route("tina", "08:40", "a")),
        {"tina": ("08:40", "10:20"), "a": ("09:00", "09:00", "10:00")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.60"},
        best=True,
    )


def is_late_where_it_costs_least() -> Day:
    """Only one of two customers can be served in time: a first makes b 30 min late, b first makes a 70 min late.

    a 08:20-09:20, b 09:30-10:30, home 11:00. Late 30 min = 20.00 + 30 x 1.00 = 50.00. Travel 60 min = 30.00 + 18.00;
    working 180 min = 18.00; waiting 20 + 90 = 110 min = 1.10. In all 117.10; b first 157.30; one left out 200 and
    more.
    """
    a = job("a", 20, 60, promise=promise("08:00", "08:30"))
    b = job("b", 30, 60, promise=promise("08:00", "09:00"))
    return Day(
        problem([a, b]),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "11:00"), "a": ("08:20", "08:20", "09:20"), "b": ("09:30", "09:30", "10:30")},
        {
            "travel_time": "30",
            "travel_distance": "18",
            "working_time": "18",
            "waiting_customer": "1.10",
            "promise_missed": "50",
        },
        best=True,
    )


def counts_each_service_clock_by_itself() -> Day:
    """Arriving 5 min after respond_by and finishing 20 min after resolve_by.

    respond 10.00 + 5 x 0.50 = 12.50; resolve 10.00 + 20 x 0.50 = 20.00. Travel 40 min = 20.00 + 12.00; working 100
    min = 10.00; waiting 20 min = 0.20.
    """
    return Day(
        problem([job("a", 20, 60, respond_by=clock("08:15"), resolve_by=clock("09:00"))]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "respond_missed": "12.50",
            "resolve_missed": "20",
        },
        best=True,
    )


def is_in_time_in_the_last_second() -> Day:
    """Start = promise.until = respond_by, finish = resolve_by: nothing is missed.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    clocks = {"respond_by": clock("08:20"), "resolve_by": clock("09:20")}
    return Day(
        problem([job("a", 20, 60, promise=promise("08:00", "08:20"), **clocks)]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.20"},
        best=True,
    )


DAYS = (
    comes_no_sooner_than_promised,
    is_late_where_it_costs_least,
    counts_each_service_clock_by_itself,
    is_in_time_in_the_last_second,
)
