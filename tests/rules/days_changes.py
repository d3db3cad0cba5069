"""A re-plan: what it costs to change what customers were told, and where a shift under way begins again."""

from __future__ import annotations

from dispatcher.plan import Plan
from tests.rules.day import Day, clock, job, place, plan, problem, promise, route, shift, technician, window


def _told(technician: str, **starts: str) -> Plan:
    """A starting plan; only its technician and starts matter."""
    stops = [
        {"kind": "job", "id": name, "arrival": clock(start), "start": clock(start), "finish": clock(start)}
        for name, start in starts.items()
    ]
    route = {"technician": technician, "shift": "day", "stops": stops, "working_time": 0, "cost": {}}
    times = {"departure": clock("08:00"), "arrival_home": clock("17:00")}
    return Plan.model_validate({"routes": [route | times], "cost": {}})


def pays_for_every_broken_word() -> Day:
    """Told: tom at 09:30, in the last second of the promise. Now tina comes at 09:50.

    Late 20.00 + 20 x 1.00 = 40.00; promise broken 50.00; technician swapped 10.00; start moved by 20 min 15.00. Travel
    40 min = 20.00 + 12.00; working 09:30-11:10 = 100 min = 10.00; waiting 110 min = 1.10.
    """
    windows = [window("09:50", "12:00")]
    a = job("a", 20, 60, time_windows=windows, promise=promise("09:00", "09:30", told=True))
    tom = technician("tom", shift("18:00", "19:00"))
    return Day(
        problem([a], [technician(), tom], starting_plan=_told("tom", a="09:30")),
        plan(route("tina", "09:30", "a")),
        {"tina": ("09:30", "11:10"), "a": ("09:50", "09:50", "10:50")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "1.10",
            "promise_missed": "40",
            "promise_broken": "50",
            "technician_swapped": "10",
            "start_moved": "15",
        },
        best=True,
    )


def forgives_a_quarter_of_an_hour_and_what_nobody_was_told() -> Day:
    """a moves by exactly 15 min, b by 85 min without having been told: neither costs anything.

    a told 08:35, now 08:20-08:50; b then 10:25, now 09:00-09:30; home 10:00. Travel 20 + 10 + 30 = 60 min = 30.00 +
    18.00; working 120 min = 12.00; waiting 20 + 60 = 80 min = 0.80.
    """
    a = job("a", 20, 30, promise=promise("08:00", "09:00", told=True))
    b = job("b", 30, 30, promise=promise("08:00", "09:00"))
    return Day(
        problem([a, b], starting_plan=_told("tina", a="08:35", b="10:25")),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "10:00"), "a": ("08:20", "08:20", "08:50"), "b": ("09:00", "09:00", "09:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "12", "waiting_customer": "0.80"},
        best=True,
    )


def does_not_charge_twice_for_a_promise_that_was_late_already() -> Day:
    """Told 09:40 against a promise until 09:30; now 09:50: late, but no promise is broken that had stood.

    Late 20.00 + 20 x 1.00 = 40.00. Travel 40 min = 20.00 + 12.00; working 09:30-11:10 = 100 min = 10.00; waiting 110
    min = 1.10.
    """
    windows = [window("09:50", "12:00")]
    a = job("a", 20, 60, time_windows=windows, promise=promise("09:00", "09:30", told=True))
    return Day(
        problem([a], starting_plan=_told("tina", a="09:40")),
        plan(route("tina", "09:30", "a")),
        {"tina": ("09:30", "11:10"), "a": ("09:50", "09:50", "10:50")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "1.10",
            "promise_missed": "40",
        },
        best=True,
    )


def leaves_as_late_as_raises_no_price_even_past_a_cheaper_departure() -> Day:
    """compact: coming too late may cost no more than coming too early.

    Told 09:45. Leaving at 08:00, a starts at 08:20, 85 min before that: start moved, 15.00. Starting from 09:30 to
    10:00 would be free, later costs 15.00 again, which raises nothing. So the limit is b at 14:00: a 12:50-13:50,
    home left at 12:30. Travel 20 + 10 + 30 = 60 min = 30.00 + 18.00; working 12:30-15:00 = 150 min = 15.00.
    """
    a = job("a", 20, 60, promise=promise("08:00", "16:00", told=True))
    b = job("b", 30, 30, time_windows=[window("14:00", "14:00")])
    costs = {"waiting_customer": ["0"] * 5}
    return Day(
        problem([a, b], starting_plan=_told("tina", a="09:45"), departure="compact", costs=costs),
        plan(route("tina", "12:30", "a", "b")),
        {"tina": ("12:30", "15:00"), "a": ("12:50", "12:50", "13:50"), "b": ("14:00", "14:00", "14:30")},
        {"travel_time": "30", "travel_distance": "18", "working_time": "15", "start_moved": "15"},
        best=True,
    )


def goes_on_from_where_the_technician_is() -> Day:
    """At 10:05 tina is at m30; the plan starts at 10:00, so waiting counts from then.

    10 min back to a: 10:15-10:45, home 11:05. Travel 10 + 20 = 30 min = 15.00 + 9.00; working 60 min = 6.00; waiting
    15 min = 0.15.
    """
    tina = technician("tina", shift(available_from={"place": place(30), "time": clock("10:05")}))
    return Day(
        problem([job("a", 20, 30)], [tina], plan_start=clock("10:00")),
        plan(route("tina", "10:05", "a")),
        {"tina": ("10:05", "11:05"), "a": ("10:15", "10:15", "10:45")},
        {"travel_time": "15", "travel_distance": "9", "working_time": "6", "waiting_customer": "0.15"},
        best=True,
    )


def refuses_to_go_on_before_the_technician_is_free() -> Day:
    """tina is free at 10:05, not at 10:04:59."""
    tina = technician("tina", shift(available_from={"place": place(30), "time": clock("10:05")}))
    return Day(problem([job("a", 20, 30)], [tina]), plan(route("tina", "10:04:59", "a")), valid=False)


DAYS = (
    pays_for_every_broken_word,
    forgives_a_quarter_of_an_hour_and_what_nobody_was_told,
    does_not_charge_twice_for_a_promise_that_was_late_already,
    leaves_as_late_as_raises_no_price_even_past_a_cheaper_departure,
    goes_on_from_where_the_technician_is,
    refuses_to_go_on_before_the_technician_is_free,
)
