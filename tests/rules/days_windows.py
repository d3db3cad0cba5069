"""Time windows and closing times: when service may start, and by when it must be done."""

from __future__ import annotations

from tests.rules.day import Day, clock, job, plan, problem, route, window


def waits_for_the_first_open_window() -> Day:
    """Leaving at 08:00 would reach m20 at 08:20 and start at 10:00; leaving at 09:40 starts at 10:00 as well.

    Travel 40 min = 20.00 + 12.00; working 09:40-11:20 = 100 min = 10.00; waiting 08:00-10:00 = 120 min = 1.20.
    """
    windows = [window("13:00", "13:30"), window("10:00", "10:30")]
    return Day(
        problem([job("a", 20, 60, time_windows=windows)]),
        plan(route("tina", "09:40", "a")),
        {"tina": ("09:40", "11:20"), "a": ("10:00", "10:00", "11:00")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "1.20"},
        best=True,
    )


def waits_out_the_hole_between_two_windows() -> Day:
    """At b at 09:30 its first window has closed: 150 min of waiting until 12:00.

    a 08:20-09:20, 10 min on to b, 12:00-12:30, 30 min home: 13:00. Travel 20 + 10 + 30 = 60 min = 30.00 + 18.00;
    working 08:00-13:00 = 300 min = 30.00; waiting 20 + 240 = 260 min = 2.60. The other order comes to a at 09:10:
    closed.
    """
    a = job("a", 20, 60, time_windows=[window("08:00", "09:00")])
    b = job("b", 30, 30, time_windows=[window("08:00", "09:00"), window("12:00", "13:00")])
    return Day(
        problem([a, b]),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "13:00"), "a": ("08:20", "08:20", "09:20"), "b": ("09:30", "12:00", "12:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "30", "waiting_customer": "2.60"},
        best=True,
    )


def holds_both_ends_of_a_window_and_the_closing_time() -> Day:
    """Starting in the last second of the window and finishing in the last second before closing is in time.

    Travel 40 min = 20.00 + 12.00; working 08:00-09:40 = 100 min = 10.00; waiting 20 min = 0.20.
    """
    return Day(
        problem([job("a", 20, 60, time_windows=[window("08:00", "08:20")], latest_finish=clock("09:20"))]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.20"},
        best=True,
    )


def refuses_a_start_one_second_after_the_window() -> Day:
    """08:00:01 + 20 min = 08:20:01, and the window has closed at 08:20:00."""
    return Day(
        problem([job("a", 20, 60, time_windows=[window("08:00", "08:20")])]),
        plan(route("tina", "08:00:01", "a")),
        valid=False,
    )


def refuses_a_finish_one_second_after_closing() -> Day:
    """08:20 + 60 min = 09:20:00, and the customer has closed at 09:19:59."""
    return Day(
        problem([job("a", 20, 60, latest_finish=clock("09:19:59"))]),
        plan(route("tina", "08:00", "a")),
        valid=False,
    )


DAYS = (
    waits_for_the_first_open_window,
    waits_out_the_hole_between_two_windows,
    holds_both_ends_of_a_window_and_the_closing_time,
    refuses_a_start_one_second_after_the_window,
    refuses_a_finish_one_second_after_closing,
)
