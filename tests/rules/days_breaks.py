"""Breaks: taken on the road, at the door or on the way home, or waived."""

from __future__ import annotations

from tests.rules.day import Day, clock, job, pause, place, plan, problem, route, shift, technician, window

LUNCH = pause("lunch", "12:00", "12:30", 30)


def takes_lunch_between_two_customers() -> Day:
    """a ends at 12:00, lunch 12:00-12:30, then 10 min on the road: b 12:40-13:40, home 14:10.

    Travel 20 + 10 + 30 = 60 min = 30.00 + 18.00; working 10:40-14:10 = 210 min = 21.00; waiting 180 + 280 = 460 min =
    4.60; in all 73.60. b in the morning (08:30) needs no lunch, being home at 12:20, but works 260 min: 76.10.
    """
    tina = technician("tina", shift(breaks=[LUNCH]))
    return Day(
        problem([job("a", 20, 60, time_windows=[window("11:00", "11:00")]), job("b", 30, 60)], [tina]),
        plan(route("tina", "10:40", "a", "break lunch", "b")),
        {
            "tina": ("10:40", "14:10"),
            "a": ("11:00", "11:00", "12:00"),
            "lunch": ("12:00", "12:00", "12:30"),
            "b": ("12:40", "12:40", "13:40"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "21", "waiting_customer": "4.60"},
        best=True,
    )


def eats_at_the_door_while_the_customer_is_out() -> Day:
    """Arriving at b at 11:10, before lunch begins: lunch delays neither arrival nor start, 80 min are idle.

    wait = 11:00-13:00 - 10 min travel - 30 min lunch = 80 min. Travel 60 min = 30.00 + 18.00; working 09:40-14:30 =
    290 min = 29.00; waiting 120 + 300 = 420 min = 4.20.
    """
    a = job("a", 20, 60, time_windows=[window("10:00", "10:00")])
    b = job("b", 30, 60, time_windows=[window("13:00", "14:00")])
    return Day(
        problem([a, b], [technician("tina", shift(breaks=[LUNCH]))]),
        plan(route("tina", "09:40", "a", "break lunch", "b")),
        {
            "tina": ("09:40", "14:30"),
            "a": ("10:00", "10:00", "11:00"),
            "lunch": ("12:00", "12:00", "12:30"),
            "b": ("11:10", "13:00", "14:00"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "29", "waiting_customer": "4.20"},
        best=True,
    )


def takes_two_breaks_one_after_the_other() -> Day:
    """Coffee 10:00-10:15 on the road delays the arrival at b to 10:25; lunch 12:00-12:30 at the door does not.

    ready = max(max(10:10, 10:00) + 15 min = 10:25, 12:00) + 30 min = 12:30. wait = 180 - 10 - 45 = 125 min. Travel 60
    min = 30.00 + 18.00; working 08:40-14:30 = 350 min = 35.00; waiting 60 + 300 = 360 min = 3.60.
    """
    a = job("a", 20, 60, time_windows=[window("09:00", "09:00")])
    b = job("b", 30, 60, time_windows=[window("13:00", "13:00")])
    coffee = pause("coffee", "10:00", "10:30", 15)
    return Day(
        problem([a, b], [technician("tina", shift(breaks=[coffee, LUNCH]))]),
        plan(route("tina", "08:40", "a", "break coffee", "break lunch", "b")),
        {
            "tina": ("08:40", "14:30"),
            "a": ("09:00", "09:00", "10:00"),
            "coffee": ("10:00", "10:00", "10:15"),
            "lunch": ("12:00", "12:00", "12:30"),
            "b": ("10:25", "13:00", "14:00"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "35", "waiting_customer": "3.60"},
        best=True,
    )


def takes_lunch_on_the_way_home() -> Day:
    """a ends at 12:30, the last moment for lunch; home 20 + 30 min later.

    Travel 40 min = 20.00 + 12.00; working 11:10-13:20 = 130 min = 13.00; waiting 210 min = 2.10.
    """
    a = job("a", 20, 60, time_windows=[window("11:30", "11:30")])
    return Day(
        problem([a], [technician("tina", shift(breaks=[LUNCH]))]),
        plan(route("tina", "11:10", "a", "break lunch")),
        {
            "tina": ("11:10", "13:20"),
            "a": ("11:30", "11:30", "12:30"),
            "lunch": ("12:30", "12:30", "13:00"),
        },
        {"travel_time": "20", "travel_distance": "12", "working_time": "13", "waiting_customer": "2.10"},
        best=True,
    )


def waives_lunch_when_leaving_after_it() -> Day:
    """Leaving at 12:40 for 13:00: lunch from 12:00 to 12:30 was private time.

    Travel 40 min = 20.00 + 12.00; working 12:40-14:20 = 100 min = 10.00; waiting 300 min = 3.00.
    """
    a = job("a", 20, 60, time_windows=[window("13:00", "14:00")])
    return Day(
        problem([a], [technician("tina", shift(breaks=[LUNCH]))]),
        plan(route("tina", "12:40", "a")),
        {"tina": ("12:40", "14:20"), "a": ("13:00", "13:00", "14:00")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "3"},
        best=True,
    )


def waives_lunch_when_home_by_its_latest_start() -> Day:
    """a 11:10-12:10, home at 12:30 sharp: lunch may still begin there.

    Travel 40 min = 20.00 + 12.00; working 10:50-12:30 = 100 min = 10.00; waiting 190 min = 1.90.
    """
    a = job("a", 20, 60, time_windows=[window("11:10", "11:10")])
    return Day(
        problem([a], [technician("tina", shift(breaks=[LUNCH]))]),
        plan(route("tina", "10:50", "a")),
        {"tina": ("10:50", "12:30"), "a": ("11:10", "11:10", "12:10")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "1.90"},
        best=True,
    )


def refuses_to_skip_lunch_by_one_second() -> Day:
    """One second more of work, home at 12:30:01: lunch was due."""
    a = job("a", 20, 60 + 1 / 60, time_windows=[window("11:10", "11:10")])
    return Day(
        problem([a], [technician("tina", shift(breaks=[LUNCH]))]), plan(route("tina", "10:50", "a")), valid=False
    )


def refuses_lunch_that_begins_too_late() -> Day:
    """a ends at 12:31, one minute after the latest start of lunch."""
    a = job("a", 20, 61, time_windows=[window("11:30", "11:30")])
    return Day(
        problem([a], [technician("tina", shift(breaks=[LUNCH]))]),
        plan(route("tina", "11:10", "a", "break lunch")),
        valid=False,
    )


def waives_a_lunch_that_cannot_be_taken_any_more() -> Day:
    """Free from 12:40 on, too late to begin lunch (12:00-12:30, 45 min): gone at 12:45, it was private time.

    At a 13:05-14:05, home at 14:25. Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 305 min = 3.05.
    """
    long = pause("lunch", "12:00", "12:30", 45)
    free = {"place": place(0), "time": clock("12:40")}
    return Day(
        problem([job("a", 20, 60)], [technician("tina", shift(breaks=[long], available_from=free))]),
        plan(route("tina", "12:45", "a")),
        {"tina": ("12:45", "14:25"), "a": ("13:05", "13:05", "14:05")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "3.05"},
        best=True,
    )


DAYS = (
    takes_lunch_between_two_customers,
    eats_at_the_door_while_the_customer_is_out,
    takes_two_breaks_one_after_the_other,
    takes_lunch_on_the_way_home,
    waives_lunch_when_leaving_after_it,
    waives_a_lunch_that_cannot_be_taken_any_more,
    waives_lunch_when_home_by_its_latest_start,
    refuses_to_skip_lunch_by_one_second,
    refuses_lunch_that_begins_too_late,
)
