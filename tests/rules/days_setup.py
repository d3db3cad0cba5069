"""Setup: paid once per place."""

from __future__ import annotations

from tests.rules.day import Day, job, pause, plan, problem, route, shift, technician


def pays_setup_once_at_one_place() -> Day:
    """Two jobs at m20, 5 min of parking each: the second time the van already stands there.

    a 08:25-08:55, b 08:55-09:25, home 09:45. Travel 40 min = 20.00 + 12.00; working 105 min = 10.50; waiting 25 + 55
    = 80 min = 0.80.
    """
    return Day(
        problem([job("a", 20, 30, setup=300), job("b", 20, 30, setup=300)]),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "09:45"), "a": ("08:20", "08:25", "08:55"), "b": ("08:55", "08:55", "09:25")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10.50", "waiting_customer": "0.80"},
        best=True,
    )


def knows_one_place_under_two_names() -> Day:
    """m20 and m21 agree to five decimals: the same place, though the matrix has a minute between them.

    a 08:25-08:55, 1 min, b 08:56-09:26 without setup, 21 min home: 09:47. Travel 42 min = 21.00 + 12.60; working 107
    min = 10.70; waiting 25 + 56 = 81 min = 0.81.
    """
    a, b = job("a", 20, 30, setup=300), job("b", 21, 30, setup=300)
    a["place"] |= {"lat": 47.000001, "lon": 8.5}
    b["place"] |= {"lat": 47.000004, "lon": 8.5}
    return Day(
        problem([a, b]),
        plan(route("tina", "08:00", "a", "b")),
        {"tina": ("08:00", "09:47"), "a": ("08:20", "08:25", "08:55"), "b": ("08:56", "08:56", "09:26")},
        {"travel_time": "21", "travel_distance": "12.60", "working_time": "10.70", "waiting_customer": "0.81"},
        best=True,
    )


def pays_setup_next_door_but_not_again_after_coffee() -> Day:
    """Jobs in tina's own house: the first pays its setup all the same, the second does not, coffee or not.

    a 08:05-08:35, coffee 08:35-08:50, b 08:50-09:20, home at once. Working 80 min = 8.00; waiting 5 + 50 = 55 min =
    0.55.
    """
    tina = technician("tina", shift(breaks=[pause("coffee", "08:30", "09:00", 15)]))
    return Day(
        problem([job("a", 0, 30, setup=300), job("b", 0, 30, setup=300)], [tina]),
        plan(route("tina", "08:00", "a", "break coffee", "b")),
        {
            "tina": ("08:00", "09:20"),
            "a": ("08:00", "08:05", "08:35"),
            "coffee": ("08:35", "08:35", "08:50"),
            "b": ("08:35", "08:50", "09:20"),
        },
        {"working_time": "8", "waiting_customer": "0.55"},
    )


DAYS = (
    pays_setup_once_at_one_place,
    knows_one_place_under_two_names,
    pays_setup_next_door_but_not_again_after_coffee,
)
