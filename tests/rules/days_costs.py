"""Money to the unit: rates that divide into no thousandth, classes and priorities."""

from __future__ import annotations

from tests.rules.day import Day, clock, job, plan, problem, promise, route


def counts_money_more_finely_than_it_prints() -> Day:
    """1.00 an hour for 100 min = 5/3; 0.333 a km for 40 km = 13.32; 29.999 an hour for 40 min = 19 2,998/3,000.

    29.999 x 2 / 3 = 59.998 / 3 = 29,999 / 1,500. Waiting at 0.20 an hour for 20 min = 1/15.
    """
    costs = {"working_per_hour": 1, "travel_per_km": "0.333", "travel_per_hour": "29.999"}
    return Day(
        problem([job("a", 20, 60)], costs=costs | {"waiting_customer": ["0.20"] * 5}),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "29999/1500",
            "travel_distance": "13.32",
            "working_time": "5/3",
            "waiting_customer": "1/15",
        },
        best=True,
    )


def lets_customers_wait_from_their_release_or_the_start_of_the_plan() -> Day:
    """Nobody waits before the ticket, nor before the plan begins.

    a (priority 1, 1.20 an hour) released at 08:10 and served at 08:20: 10 min = 0.20. b (priority 5, 0.30 an hour)
    released yesterday, served at 08:40: 40 min = 0.20. c released at 10:00, served at 09:00: none. Home 09:40. Travel
    40 min = 20.00 + 12.00; working 08:00-09:40 = 100 min = 10.00.
    """
    jobs = [
        job("a", 20, 20, priority=1, released_at=clock("08:10")),
        job("b", 20, 20, priority=5, released_at=clock("22 08:00")),
        job("c", 20, 20, released_at=clock("10:00")),
    ]
    return Day(
        problem(jobs, costs={"waiting_customer": ["1.20", "0", "0.60", "0", "0.30"]}),
        plan(route("tina", "08:00", "a", "b", "c")),
        {
            "tina": ("08:00", "09:40"),
            "a": ("08:20", "08:20", "08:40"),
            "b": ("08:40", "08:40", "09:00"),
            "c": ("09:00", "09:00", "09:20"),
        },
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.40"},
        best=True,
    )


def weighs_lateness_by_service_class() -> Day:
    """Three promises until 08:10, each 10 min late at m20, one after the other without duration.

    contract 30 + 10 x 1.25 = 42.50; courtesy 10 + 10 x 0.50 = 15.00; internal 10 x 0.20 = 2.00; together 59.50.
    Travel 40 min = 20.00 + 12.00; working 40 min = 4.00; waiting 3 x 20 min = 0.60.
    """
    names = ("contract", "courtesy", "internal")
    jobs = [job(name, 20, 0, service_class=name, promise=promise("08:00", "08:10")) for name in names]
    return Day(
        problem(jobs),
        plan(route("tina", "08:00", *names)),
        {"tina": ("08:00", "08:40")} | dict.fromkeys(names, ("08:20", "08:20", "08:20")),
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "4",
            "waiting_customer": "0.60",
            "promise_missed": "59.50",
        },
    )


DAYS = (
    counts_money_more_finely_than_it_prints,
    lets_customers_wait_from_their_release_or_the_start_of_the_plan,
    weighs_lateness_by_service_class,
)
