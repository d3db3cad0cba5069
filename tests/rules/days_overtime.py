"""Overtime and the price of long shifts."""

from __future__ import annotations

from tests.rules.day import Day, job, plan, problem, route, shift, technician


def pays_overtime_up_to_its_cap() -> Day:
    """a 08:20-10:20, home 10:40: 40 min past the end of the shift, exactly the cap.

    Travel 40 min = 20.00 + 12.00; working 160 min = 16.00; overtime 40 x 0.75 = 30.00; waiting 20 min = 0.20.
    """
    return Day(
        problem([job("a", 20, 120)], [technician("tina", shift(end="10:00", max_overtime=2400))]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "10:40"), "a": ("08:20", "08:20", "10:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "16",
            "overtime": "30",
            "waiting_customer": "0.20",
        },
        best=True,
    )


def refuses_one_second_over_the_cap() -> Day:
    """The same day with a cap of 39 min 59 s."""
    return Day(
        problem([job("a", 20, 120)], [technician("tina", shift(end="10:00", max_overtime=2399))]),
        plan(route("tina", "08:00", "a")),
        valid=False,
    )


def pays_each_technician_by_their_own_rates() -> Day:
    """The same day, tina's own rates: travel by the hour 0, working time 3 an hour, overtime 60 an hour.

    Travel 0.00 + 40 km = 12.00; working 160 x 0.05 = 8.00; overtime 40 x 1.00 = 40.00; waiting 20 min = 0.20.
    """
    rates = {"travel_per_hour": 0, "working_per_hour": 3, "overtime_per_hour": 60}
    return Day(
        problem([job("a", 20, 120)], [technician("tina", shift(end="10:00", max_overtime=3600), rates=rates)]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "10:40"), "a": ("08:20", "08:20", "10:20")},
        {"travel_distance": "12", "working_time": "8", "overtime": "40", "waiting_customer": "0.20"},
        best=True,
    )


def pays_for_the_part_of_a_shift_above_the_target() -> Day:
    """Working 160 min against a target of 100 min: 60 min at 30 an hour.

    Travel 20.00 + 12.00; working 16.00; imbalance 30.00; waiting 0.20.
    """
    return Day(
        problem([job("a", 20, 120)], costs={"imbalance": {"target": 6000, "per_hour": 30}}),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "10:40"), "a": ("08:20", "08:20", "10:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "16",
            "imbalance": "30",
            "waiting_customer": "0.20",
        },
        best=True,
    )


DAYS = (
    pays_overtime_up_to_its_cap,
    refuses_one_second_over_the_cap,
    pays_each_technician_by_their_own_rates,
    pays_for_the_part_of_a_shift_above_the_target,
)
