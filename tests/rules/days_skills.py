"""Who is able and allowed, how fast, and what it costs to send the wrong one."""

from __future__ import annotations

from tests.rules.day import Day, job, plan, problem, route, skill, technician


def sends_the_abler_technician_at_a_small_price() -> Day:
    """Level 2 is asked for: tina has 1, tom has 3, one level more than needed.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20; overqualified 1 x 1.00.
    """
    team = [technician("tina", skills=[skill("boiler")]), technician("tom", skills=[skill("boiler", 3)])]
    return Day(
        problem([job("a", 20, 60, skills={"all": {"boiler": 2}})], team),
        plan(route("tom", "08:00", "a")),
        {"tom": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "overqualified": "1",
        },
        best=True,
    )


def refuses_a_certificate_that_ran_out_yesterday() -> Day:
    """Valid until Sunday, needed on Monday."""
    tina = technician("tina", skills=[skill("boiler", valid_until="2026-11-22")])
    return Day(
        problem([job("a", 20, 60, skills={"all": {"boiler": 1}})], [tina]),
        plan(route("tina", "08:00", "a")),
        valid=False,
    )


def accepts_a_certificate_on_its_first_and_last_day() -> Day:
    """Level 2 from today, level 1 until today: the level is 2, none above the need.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20.
    """
    today = "2026-11-23"
    tina = technician("tina", skills=[skill("boiler", 2, valid_from=today), skill("boiler", valid_until=today)])
    return Day(
        problem([job("a", 20, 60, skills={"all": {"boiler": 2}})], [tina]),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "10", "waiting_customer": "0.20"},
        best=True,
    )


def works_at_the_pace_of_the_slowest_skill() -> Day:
    """boiler 0.3, gas 0.5, lift 2 but not held: 1801 s x 0.5 = 900.5 s, half a second up: 901 s.

    a 08:20:00-08:35:01, home 08:55:01. Working 3301 s at 3.60 an hour, a thousandth a second = 3.301. Travel 40 min =
    20.00 + 12.00; waiting 20 min = 0.20.
    """
    pace = {"boiler": "0.3", "gas": "0.5", "lift": 2}
    tina = technician("tina", skills=[skill("boiler"), skill("gas")], pace=pace)
    a = job("a", 20, 0, skills={"all": {"boiler": 1}, "any": {"gas": 1, "lift": 1}}) | {"duration": 1801}
    return Day(
        problem([a], [tina], costs={"working_per_hour": "3.60"}),
        plan(route("tina", "08:00", "a")),
        {"tina": ("08:00", "08:55:01"), "a": ("08:20", "08:20", "08:35:01")},
        {"travel_time": "20", "travel_distance": "12", "working_time": "3.301", "waiting_customer": "0.20"},
        best=True,
    )


def keeps_away_whoever_must_not_come() -> Day:
    """gas or lift will do, but no trainee: tina holds gas and is a trainee; tom holds lift, but tina is preferred.

    Travel 40 min = 20.00 + 12.00; working 100 min = 10.00; waiting 20 min = 0.20; preferred missed 5.00.
    """
    team = [
        technician("tina", skills=[skill("gas"), skill("trainee")]),
        technician("tom", skills=[skill("lift")]),
    ]
    needs = {"any": {"gas": 1, "lift": 1}, "none": {"trainee": 1}}
    return Day(
        problem([job("a", 20, 60, skills=needs, technicians={"preferred": ["tina"]})], team),
        plan(route("tom", "08:00", "a")),
        {"tom": ("08:00", "09:40"), "a": ("08:20", "08:20", "09:20")},
        {
            "travel_time": "20",
            "travel_distance": "12",
            "working_time": "10",
            "waiting_customer": "0.20",
            "preferred_missed": "5",
        },
        best=True,
    )


def refuses_an_excluded_technician() -> Day:
    """The customer does not want tina again."""
    return Day(
        problem([job("a", 20, 60, technicians={"excluded": ["tina"]})]),
        plan(route("tina", "08:00", "a")),
        valid=False,
    )


DAYS = (
    sends_the_abler_technician_at_a_small_price,
    refuses_a_certificate_that_ran_out_yesterday,
    accepts_a_certificate_on_its_first_and_last_day,
    works_at_the_pace_of_the_slowest_skill,
    keeps_away_whoever_must_not_come,
    refuses_an_excluded_technician,
)
