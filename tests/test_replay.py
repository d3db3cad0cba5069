"""The checker's clock and bills, each against arithmetic done by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from dispatcher.costs import Costs, Imbalance, Term
from dispatcher.fields import UNITS, printed
from dispatcher.job import Job, ServiceClass, SkillNeeds, TechnicianChoice
from dispatcher.lock import BothLock, TechnicianLock, TimeLock
from dispatcher.plan import Plan, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.technician import AvailableFrom, Skill, Technician, TechnicianRates
from tests.builders import (
    a_break,
    a_depot,
    a_job,
    a_place,
    a_plan,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)

DAY = ("anna", "day")


def _planned(problem: Problem, *names: str, leave: str = "08:00") -> Plan:
    return a_plan(problem, line_travel(problem), {DAY: names}, {DAY: at(leave)})


def _one_route(*names: str, jobs: tuple[Job, ...] = (a_job(),), leave: str = "08:00", **anna: Any) -> Plan:
    return _planned(a_problem([a_technician(**anna)], jobs), *names, leave=leave)


def _stop(plan: Plan, name: str) -> Stop:
    return next(stop for route in plan.routes for stop in route.stops if stop.id == name)


def _clock(*moments: datetime) -> tuple[str, ...]:
    return tuple(f"{moment:%H:%M:%S}" for moment in moments)


def _times(stop: Stop) -> tuple[str, ...]:
    return _clock(stop.arrival, stop.start, stop.finish)


# The clock.


def test_a_route_drives_works_and_comes_home() -> None:
    """Otherwise no number of any plan can be trusted."""
    plan = _one_route("J1", "J2", jobs=(a_job("J1", 10), a_job("J2", 25)))
    # 08:00 +10 min = 08:10, +30 = 08:40, +15 = 08:55, +30 = 09:25, +25 home = 09:50.
    (route,) = plan.routes
    assert _times(route.stops[0]) == ("08:10:00", "08:10:00", "08:40:00")
    assert _times(route.stops[1]) == ("08:55:00", "08:55:00", "09:25:00")
    assert [(stop.travel, stop.distance) for stop in route.stops] == [(600, 10_000), (900, 15_000)]
    assert (route.travel_home, route.distance_home, route.working_time, route.overtime) == (1500, 25_000, 6600, 0)
    assert _clock(route.arrival_home) == ("09:50:00",)


def test_a_shift_may_start_and_end_elsewhere() -> None:
    """Otherwise technicians who take the van from a depot, or are already on the road, are sent home first."""
    shift = a_shift(start_place=a_place(50), end_place=a_place(40))
    assert _one_route("J1", shifts=(shift,)).routes[0].travel_home == 30 * 60
    assert _stop(_one_route("J1", shifts=(shift,)), "J1").travel == 40 * 60
    on_the_road = a_shift(start_place=a_place(50), available_from=AvailableFrom(place=a_place(12), time=at("09:00")))
    assert _stop(_one_route("J1", shifts=(on_the_road,)), "J1").travel == 2 * 60


@pytest.mark.parametrize(
    ("job", "start", "wait"),
    [
        (a_job(time_windows=(a_window("08:30", "09:00"),)), "08:30:00", 1200),
        (a_job(time_windows=(a_window("10:00", "11:00"), a_window("08:11", "08:12"))), "08:11:00", 60),
        (a_job(time_windows=(a_window("08:00", "08:10"),)), "08:10:00", 0),
        (a_job(promise=a_promise("09:00", "10:00")), "09:00:00", 3000),
        (a_job(promise=a_promise("09:00", "10:00"), time_windows=(a_window("08:00", "09:30"),)), "09:00:00", 3000),
        (
            a_job(
                promise=a_promise("09:00", "10:00"),
                time_windows=(a_window("08:00", "08:59"), a_window("09:20", "10:00")),
            ),
            "09:20:00",
            4200,
        ),
        (a_job(time_windows=(a_window("07:00", "08:09:59"),)), "08:10:00", 0),
    ],
    ids=[
        "opens later",
        "unsorted windows",
        "last second",
        "promise.from",
        "both",
        "window after promise.from",
        "closed",
    ],
)
def test_a_stop_starts_at_the_first_allowed_instant(job: Job, start: str, wait: int) -> None:
    """Otherwise somebody waits at a closed door, or longer than needed. At the door at 08:10; too late: at once."""
    stop = _stop(_one_route("J1", jobs=(job,)), "J1")
    assert (_clock(stop.start), stop.wait) == ((start,), wait)


def test_a_stop_waits_for_its_time_locks() -> None:
    """Otherwise a locked start moves. 09:00 and 09:05 +- 10 min share 08:55..09:10; 10:00 contradicts them."""
    locks = (
        TimeLock(job="J1", start=at("09:00"), tolerance=600),
        BothLock(job="J1", technician="anna", shift="day", start=at("09:05"), tolerance=600),
        TimeLock(job="J1", start=at("10:00")),
    )
    problem = a_problem([a_technician()], [a_job()], locks=locks)
    assert _times(_stop(_planned(problem, "J1"), "J1")) == ("08:10:00", "08:55:00", "09:25:00")


def test_setup_is_paid_once_per_place() -> None:
    """Otherwise parking is paid for each job in one house, or not again after having been elsewhere."""
    jobs = tuple(a_job(name, minute, setup=300) for name, minute in (("J1", 10), ("J2", 10), ("J3", 20), ("J4", 10)))
    plan = _one_route("J1", "break", "J2", "J3", "J4", jobs=jobs, shifts=(a_shift(breaks=(a_break(first="08:00"),)),))
    ready = [stop.start - stop.arrival for stop in plan.routes[0].stops if stop.kind is StopKind.JOB]
    # J2 stands at J1's place: only the 30 min of the break between them, which starts once at the door, delays it.
    assert [gap.total_seconds() for gap in ready] == [300, 1800, 300, 300]


def test_places_are_the_same_when_their_coordinates_agree_to_five_decimals() -> None:
    """Otherwise two tickets in one house, geocoded twice, pay for parking twice."""
    door, gate, yard = (
        a_place(10, id=name, lat=lat, lon=8.5)
        for name, lat in (("door", 47.1), ("gate", 47.1000049), ("yard", 47.10001))
    )
    jobs = tuple(a_job(place.id, place=place, setup=300) for place in (door, gate, yard))
    starts = [stop.start for stop in _one_route("door", "gate", "yard", jobs=jobs).routes[0].stops]
    # 08:10 + 5 min; the same place: 08:45; another metre: 09:15 + 5 min.
    assert _clock(*starts) == ("08:15:00", "08:45:00", "09:20:00")


def test_a_job_at_the_start_place_pays_setup_and_one_at_the_depot_just_left_does_not() -> None:
    """Otherwise clock and checker disagree on the first stop and on jobs beside a depot."""
    problem = a_problem([a_technician()], [a_job("J1", 0, setup=300), a_job("J2", 5, setup=300)], depots=[a_depot()])
    plan = _planned(problem, "J1", "depot", "J2")
    # Home +5 min setup 08:05..08:35, +5 min to the depot 08:40..08:50, no setup: 08:50..09:20.
    assert _times(_stop(plan, "J1")) == ("08:00:00", "08:05:00", "08:35:00")
    assert _times(_stop(plan, "depot")) == ("08:40:00", "08:40:00", "08:50:00")
    assert _times(_stop(plan, "J2")) == ("08:50:00", "08:50:00", "09:20:00")


@pytest.mark.parametrize(
    ("duration", "pace", "skills", "seconds"),
    [
        (1001, {"gas": "0.5"}, SkillNeeds(all={"gas": 1}), 501),  # 500.5 rounds up
        (999, {"gas": "0.5"}, SkillNeeds(all={"gas": 1}), 500),  # 499.5 rounds up
        (1000, {"gas": "0.5", "water": "1.2"}, SkillNeeds(all={"gas": 1}, any={"water": 1}), 1200),  # the slowest
        (1000, {"gas": "0.5"}, SkillNeeds(all={"gas": 1, "water": 1}), 1000),  # water has no pace: 1
        (1000, {"gas": "0.5", "oil": "9"}, SkillNeeds(any={"gas": 1, "oil": 1}), 500),  # oil is not held
        (1000, {"gas": "0.5", "old": "9"}, SkillNeeds(any={"gas": 1, "old": 1}), 500),  # old has expired
        (1000, {"gas": "0.5", "water": "9"}, SkillNeeds(any={"gas": 1, "water": 2}), 500),  # water is held at level 1
        (1000, {"gas": "0.5"}, SkillNeeds(none={"gas": 5}), 1000),  # forbidden skills are not used
    ],
)
def test_the_slowest_skill_in_use_sets_the_pace(
    duration: int, pace: dict[str, str], skills: SkillNeeds, seconds: int
) -> None:
    """Otherwise beginners are planned at an expert's speed, or seconds are lost to rounding."""
    held = (Skill(name="gas"), Skill(name="water"), Skill(name="old", valid_until="2026-11-22"))
    stop = _stop(_one_route("J1", jobs=(a_job(duration=duration, skills=skills),), skills=held, pace=pace), "J1")
    assert (stop.finish - stop.start).total_seconds() == seconds


@pytest.mark.parametrize(
    ("earliest", "arrival", "start", "wait"),
    [
        ("07:00", "08:20:00", "08:25:00", 0),  # taken at 08:00, before leaving: both are ten minutes later
        ("08:05", "08:20:00", "08:25:00", 0),  # on the way
        ("08:10", "08:10:00", "08:25:00", 0),  # at the door: setup is later, the arrival is not
        ("08:30", "08:10:00", "08:40:00", 900),  # ready at 08:15, waits for the break, rests 08:30..08:40
    ],
)
def test_a_break_delays_the_arrival_only_when_it_starts_on_the_way(
    earliest: str, arrival: str, start: str, wait: int
) -> None:
    """Otherwise customers are told an arrival that is not. 10 min of travel, 5 of setup, 10 of rest."""
    shift = a_shift(breaks=(a_break(first=earliest, last="09:00", duration=600),))
    stop = _stop(_one_route("break", "J1", jobs=(a_job(setup=300),), shifts=(shift,)), "J1")
    assert (_clock(stop.arrival, stop.start), stop.wait) == ((arrival, start), wait)


def test_breaks_follow_each_other() -> None:
    """Otherwise two breaks in one gap overlap, and a technician rests once for two."""
    breaks = (a_break("tea", "08:05", "09:00", duration=600), a_break("nap", "08:00", "09:00", duration=600))
    plan = _one_route("tea", "nap", "J1", jobs=(a_job(setup=300),), shifts=(a_shift(breaks=breaks),))
    # Tea 08:05..08:15, nap 08:15..08:25; arrival 08:10 + 10 + 10; ready 08:15 -> 08:25 -> 08:35.
    assert _times(_stop(plan, "nap")) == ("08:15:00", "08:15:00", "08:25:00")
    assert _times(_stop(plan, "J1")) == ("08:30:00", "08:35:00", "09:05:00")
    assert _stop(plan, "J1").wait == 0


def test_a_break_on_the_way_home_delays_coming_home() -> None:
    """Otherwise overtime is missed. J1 is done at 08:40; home at max(08:50, 09:00) + 10 min."""
    shift = a_shift(breaks=(a_break(first="09:00", last="09:00", duration=600),))
    plan = _one_route("J1", "break", shifts=(shift,))
    assert _clock(plan.routes[0].arrival_home) == ("09:10:00",)
    assert plan.routes[0].working_time == 4200


def test_seconds_are_counted_across_the_change_of_clocks() -> None:
    """Otherwise the night of 25 October 2026, when 03:00 becomes 02:00, loses an hour of work."""
    shift = a_shift(start=at("00:00", "2026-10-25"), end=at("03:49", "2026-10-25"))
    problem = a_problem([a_technician(shifts=(shift,))], [a_job(duration=4 * 3600)])
    plan = a_plan(problem, line_travel(problem), {DAY: ["J1"]}, {DAY: at("00:30", "2026-10-25")})
    # 00:40 + 4 h = 04:40 summer time = 03:40 winter time; home 03:50: 00:30 to 03:50 are 4 h 20 min.
    (route,) = plan.routes
    assert route.stops[0].finish.isoformat() == "2026-10-25T03:40:00+01:00"
    assert (route.working_time, route.overtime) == (4 * 3600 + 1200, 60)


# The bills.


def _bill(plan: Plan, name: str = "J1") -> dict[Term, Decimal]:
    return {term: printed(money) for term, money in _stop(plan, name).cost.items()}


def test_a_route_pays_travel_and_hours() -> None:
    """Otherwise the objective is not what the planner set."""
    plan = _one_route("J1", "J2", jobs=(a_job("J1", 10), a_job("J2", 20)))
    # 40 min x 30 per hour, 40 km x 0.30, 100 min x 1 per hour; waiting (600 + 3000) s x 0.20 per hour.
    assert plan.routes[0].cost == {
        Term.TRAVEL_TIME: 20 * UNITS,
        Term.TRAVEL_DISTANCE: 12 * UNITS,
        Term.WORKING_TIME: 6000 * UNITS // 3600,
        Term.WAITING_CUSTOMER: UNITS // 5,
    }
    assert plan.cost == plan.routes[0].cost


def test_a_technicians_own_rates_count_first() -> None:
    """Otherwise a subcontractor is charged like an employee; a rate of 0 is a rate."""
    rates = TechnicianRates(travel_per_hour=0, travel_per_km=1, working_per_hour=6, overtime_per_hour=60)
    plan = _one_route("J1", rates=rates, shifts=(a_shift(end=at("08:40")),))
    # 20 km, 50 min of work, home 08:50: 10 min of overtime.
    bill = {term: printed(money) for term, money in plan.routes[0].cost.items()}
    del bill[Term.WAITING_CUSTOMER]
    assert bill == {Term.TRAVEL_DISTANCE: 20, Term.WORKING_TIME: 5, Term.OVERTIME: 10}


def test_hours_above_the_target_are_imbalance() -> None:
    """Otherwise long days are not evened out. 50 min of work, 40 allowed: 10 min x 36 per hour."""
    costs = Costs(imbalance=Imbalance(target=2400, per_hour=36))
    plan = _planned(a_problem([a_technician()], [a_job()], costs=costs), "J1")
    assert printed(plan.routes[0].cost[Term.IMBALANCE]) == 6


@pytest.mark.parametrize(
    ("clock", "term", "price"),
    [
        ({"promise": a_promise("07:00", "08:10")}, Term.PROMISE_MISSED, 0),
        (
            {"promise": a_promise("07:00", "08:08:59")},
            Term.PROMISE_MISSED,
            360_000_000 + 61 * 300_000,
        ),  # 20 + 1 per min
        ({"respond_by": at("08:10")}, Term.RESPOND_MISSED, 0),
        ({"respond_by": at("08:09:59")}, Term.RESPOND_MISSED, 180_000_000 + 150_000),  # 10 + 0.50 per minute
        ({"resolve_by": at("08:40")}, Term.RESOLVE_MISSED, 0),
        ({"resolve_by": at("08:39:59")}, Term.RESOLVE_MISSED, 180_000_000 + 150_000),  # of the finish at 08:40
        (
            {"service_class": ServiceClass.CONTRACT, "resolve_by": at("08:38")},
            Term.RESOLVE_MISSED,
            62 * UNITS,
        ),  # 60 + 2
    ],
)
def test_a_missed_clock_costs_a_step_and_each_second(clock: dict[str, Any], term: Term, price: int) -> None:
    """Otherwise lateness is priced wrongly, above all at the very second. Start 08:10, finish 08:40."""
    assert _stop(_one_route("J1", jobs=(a_job(**clock),)), "J1").cost.get(term, 0) == price


def test_lateness_is_measured_against_the_promise() -> None:
    """Otherwise the call list misses people."""
    assert _stop(_one_route("J1", jobs=(a_job(promise=a_promise("07:00", "08:00")),)), "J1").lateness == 600


@pytest.mark.parametrize(
    ("released", "priority", "price"),
    [(None, 3, "0.033"), ("07:00", 3, "0.033"), ("08:05", 3, "0.017"), ("09:00", 3, "0"), (None, 1, "0.133")],
)
def test_waiting_counts_from_release_or_from_the_plans_start(released: str | None, priority: int, price: str) -> None:
    """Otherwise old tickets outweigh all. Start 08:10: 600 s (300 from 08:05) at 0.20, priority 1 at 0.80 per hour."""
    job = a_job(released_at=released and at(released), priority=priority)
    assert _bill(_one_route("J1", jobs=(job,))).get(Term.WAITING_CUSTOMER, 0) == Decimal(price)


def test_the_wrong_technician_costs() -> None:
    """Otherwise preferences are ignored, and experts sent to simple jobs: level 3 + 2 above 1 + 2 makes 2."""
    needs = SkillNeeds(all={"gas": 1, "water": 2}, any={"oil": 1})
    held = tuple(Skill(name=name, level=level) for name, level in (("gas", 3), ("water", 2), ("oil", 9)))
    job = a_job(skills=needs, technicians=TechnicianChoice(preferred=("ben",)))
    problem = a_problem([a_technician(skills=held), a_technician("ben")], [job])
    bill = _bill(_planned(problem, "J1"))
    assert (bill[Term.PREFERRED_MISSED], bill[Term.OVERQUALIFIED]) == (Decimal(5), Decimal(2))


def test_a_locked_technician_without_the_skill_is_not_overqualified() -> None:
    """Otherwise missing levels would earn money."""
    lock = TechnicianLock(job="J1", technician="anna", shift="day")
    problem = a_problem([a_technician()], [a_job(skills=SkillNeeds(all={"gas": 3}))], locks=(lock,))
    assert Term.OVERQUALIFIED not in _bill(_planned(problem, "J1"))


def _replanned(told: str | None, minute: int, then: str, leave: str, until: str = "09:00") -> dict[Term, Decimal]:
    """J1 was planned with `then` at home position 0, leaving at 08:00; now anna leaves later."""
    technicians: list[Technician] = [a_technician(), a_technician("ben")]
    job = a_job(minute=minute, promise=a_promise("07:00", until, told))
    first = a_problem(technicians, [job])
    before = a_plan(first, line_travel(first), {(then, "day"): ["J1"]})
    return _bill(_planned(a_problem(technicians, [job], starting_plan=before), "J1", leave=leave))


def test_changes_against_the_starting_plan_cost() -> None:
    """Otherwise customers are called for nothing. The start was 08:10; tolerance 900 s; promised until 09:00."""
    change = (Term.TECHNICIAN_SWAPPED, Term.START_MOVED, Term.PROMISE_BROKEN)

    def bill(*given: Any, **more: Any) -> list[Decimal | int]:
        made = _replanned(*given, **more)
        return [made.get(term, 0) for term in change]

    assert bill("07:00", 10, "anna", "08:00") == [0, 0, 0]
    assert bill("07:00", 10, "anna", "08:15") == [0, 0, 0]  # moved by exactly 900 s
    assert bill("07:00", 10, "anna", "08:15:01") == [0, 15, 0]
    assert bill("07:00", 10, "ben", "08:00") == [10, 0, 0]
    assert bill("07:00", 10, "ben", "08:50") == [10, 15, 0]  # 09:00 keeps the promise
    assert bill("07:00", 10, "anna", "08:50:01") == [0, 15, 50]
    assert bill("07:00", 10, "anna", "08:00:01", until="08:10") == [0, 0, 50]  # was kept to the second
    assert bill("07:00", 10, "anna", "08:50:01", until="08:05") == [0, 15, 0]  # was broken before
    assert bill(None, 10, "ben", "08:50:01") == [0, 0, 0]  # nobody was told


def test_a_job_left_out_costs_its_price() -> None:
    """Otherwise the search leaves out the wrong jobs."""
    jobs = (
        a_job("table", priority=1, service_class=ServiceClass.CONTRACT),  # 750
        a_job("own", unassigned_price=7),
        a_job("must", must_plan=True, unassigned_price=1),  # 10,000 + 750 + 7
        a_job("must too", must_plan=True),
    )
    problem = a_problem([a_technician()], jobs)
    plan = a_plan(problem, line_travel(problem), {})
    prices = [printed(left_out.cost) for left_out in plan.unassigned]
    assert prices == [750, 7, 10_757, 10_757]
    assert plan.cost == {Term.UNASSIGNED: (750 + 7 + 2 * 10_757) * UNITS}


# The plan as a whole.


def test_replaying_a_replayed_plan_changes_nothing() -> None:
    """Otherwise the checker contradicts itself."""
    problem = a_problem([a_technician()], [a_job("J1", parts={"belt": 1}), a_job("J2")])
    plan = _planned(problem, "J1")
    assert replay(problem, line_travel(problem), plan) == plan


def test_an_unknown_stop_is_passed_over() -> None:
    """Otherwise one deleted job hides what else is wrong on the route. J2 as from J1: 08:40 + 10 min."""
    plan = _one_route("J1", "ghost", "J2", jobs=(a_job(), a_job("J2", 20)))
    assert _times(_stop(plan, "ghost")) == ("08:40:00", "08:40:00", "08:40:00")
    assert _times(_stop(plan, "J2")) == ("08:50:00", "08:50:00", "09:20:00")
