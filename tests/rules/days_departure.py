"""When to leave: as late as keeps every start, or as late as keeps the arrival home and every price."""

from __future__ import annotations

from typing import Any

from tests.rules.day import Day, job, plan, problem, promise, route, window

NO_WAITING_PRICE = {"waiting_customer": ["0"] * 5}


def _free_then_fixed(a: dict[str, Any], **more: Any) -> Any:
    """a any time, b at 14:00 sharp."""
    b = job("b", 30, 30, time_windows=[window("14:00", "14:00")])
    return problem([job("a", 20, 60, **a), b], **more)


def leaves_at_once_for_the_first_start() -> Day:
    """first_stop: leaving at 08:00 a starts at 08:20, and must go on doing so, though b is only at 14:00.

    a 08:20-09:20, b at the door 09:30, idle 270 min, 14:00-14:30, home 15:00. Travel 20 + 10 + 30 = 60 min = 30.00 +
    18.00; working 420 min = 42.00; waiting 20 + 360 = 380 min = 3.80; in all 93.80. Better is b first, leaving at
    13:30: 70.60.
    """
    return Day(
        _free_then_fixed({}),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "15:00"), "a": ("08:20", "08:20", "09:20"), "b": ("09:30", "14:00", "14:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "42", "waiting_customer": "3.80"},
    )


def leaves_late_when_nothing_but_working_time_counts() -> Day:
    """compact, waiting customers free: b at 14:00 needs a done at 13:50, begun at 12:50, home left at 12:30.

    Travel 60 min = 30.00 + 18.00; working 12:30-15:00 = 150 min = 15.00.
    """
    return Day(
        _free_then_fixed({}, departure="compact", costs=NO_WAITING_PRICE),
        plan(route("tina", "12:30", "a", "b")),
        {"tina": ("12:30", "15:00"), "a": ("12:50", "12:50", "13:50"), "b": ("14:00", "14:00", "14:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "15"},
        best=True,
    )


def leaves_late_but_in_time_for_the_promise() -> Day:
    """compact, a promised until 10:00: leaving after 09:40 would make it late.

    a 10:00-11:00, b at the door 11:10, idle 170 min. Travel 60 min = 30.00 + 18.00; working 09:40-15:00 = 320 min =
    32.00.
    """
    return Day(
        _free_then_fixed({"promise": promise("08:00", "10:00")}, departure="compact", costs=NO_WAITING_PRICE),
        plan(route("tina", "09:40", "a", "b")),
        {"tina": ("09:40", "15:00"), "a": ("10:00", "10:00", "11:00"), "b": ("11:10", "14:00", "14:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "32"},
        best=True,
    )


def leaves_at_once_when_waiting_customers_have_a_price() -> Day:
    """compact: each minute later raises the price of waiting customers, however dear working time is.

    The same times and the same bill as with first_stop: 30.00 + 18.00 + 42.00 + 3.80.
    """
    return Day(
        _free_then_fixed({}, departure="compact"),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "15:00"), "a": ("08:20", "08:20", "09:20"), "b": ("09:30", "14:00", "14:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "42", "waiting_customer": "3.80"},
    )


def refuses_to_leave_before_the_shift() -> Day:
    """Leaving at 07:59:59, when the shift begins at 08:00."""
    return Day(problem([job("a", 20, 60)]), plan(route("tina", "07:59:59", "a")), valid=False)


DAYS = (
    leaves_at_once_for_the_first_start,
    leaves_late_when_nothing_but_working_time_counts,
    leaves_late_but_in_time_for_the_promise,
    leaves_at_once_when_waiting_customers_have_a_price,
    refuses_to_leave_before_the_shift,
)
