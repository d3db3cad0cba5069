"""Parts and tools: what is in the van, and what a depot stop puts there."""

from __future__ import annotations

from typing import Any

from dispatcher.problem import Problem
from tests.rules.day import Day, job, place, plan, problem, route, shift, technician

PUMP = {"pump": 1}


def uses_up_the_van_along_the_route() -> Day:
    """Two pumps in the van, three jobs that need one: c, the cheapest to leave out, waits.

    a 08:20-08:50, b 09:00-09:30, home 10:00. Travel 20 + 10 + 30 = 60 min = 30.00 + 18.00; working 120 min = 12.00;
    waiting 20 + 60 = 80 min = 0.80; c 50.00.
    """
    jobs = [job("a", 20, 30, parts=PUMP), job("b", 30, 30, parts=PUMP)]
    return Day(
        problem([*jobs, job("c", 40, 30, parts=PUMP, unassigned_price=50)], [technician(van_stock={"pump": 2})]),
        plan(route("tina", "08:00", "a", "b"), left_out=("c",)),
        {"tina": ("08:00", "10:00"), "a": ("08:20", "08:20", "08:50"), "b": ("09:00", "09:00", "09:30")},
        {
            "travel_time": "30",
            "travel_distance": "18",
            "working_time": "12",
            "waiting_customer": "0.80",
            "unassigned": "50",
        },
        best=True,
    )


def refuses_a_part_that_is_not_in_the_van_today() -> Day:
    """tina usually has a pump, but this shift's van is empty."""
    tina = technician("tina", shift(van_stock={}), van_stock=PUMP)
    return Day(problem([job("a", 20, 30, parts=PUMP)], [tina]), plan(route("tina", "08:00", "a")), valid=False)


def _with_depot(**more: Any) -> Problem:
    depot = {"id": "main", "place": place(25), "duration": 600} | more
    b = job("b", 30, 30, parts=PUMP, tools=["ladder"])
    return problem([job("a", 20, 30, parts=PUMP), b], [technician(van_stock=PUMP)], depots=[depot])


def refills_parts_and_tools_at_a_depot() -> Day:
    """One pump in the van; the depot at m25 has another, and a ladder, for 10 min.

    a 08:20-08:50, depot 08:55-09:05, b 09:10-09:40, home 10:10. Travel 20 + 5 + 5 + 30 = 60 min = 30.00 + 18.00;
    working 130 min = 13.00; waiting 20 + 70 = 90 min = 0.90.
    """
    return Day(
        _with_depot(stock=PUMP, tools=["ladder"]),
        plan(route("tina", "08:00", "a", "depot main", "b")),
        {
            "tina": ("08:00", "10:10"),
            "a": ("08:20", "08:20", "08:50"),
            "main": ("08:55", "08:55", "09:05"),
            "b": ("09:10", "09:10", "09:40"),
        },
        {"travel_time": "30", "travel_distance": "18", "working_time": "13", "waiting_customer": "0.90"},
    )


def refuses_what_the_depot_hands_out_only_later() -> Day:
    """The depot has everything without limit, but comes after b."""
    return Day(_with_depot(), plan(route("tina", "08:00", "a", "b", "depot main")), valid=False)


DAYS = (
    uses_up_the_van_along_the_route,
    refuses_a_part_that_is_not_in_the_van_today,
    refills_parts_and_tools_at_a_depot,
    refuses_what_the_depot_hands_out_only_later,
)
