"""Every rule broken once, by as little as possible, and caught by exactly its own code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatcher.check import CODES, Report, check
from dispatcher.costs import Term
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.lock import OrderLock
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob, Violation
from tests.builders import (
    a_depot,
    a_job,
    a_plan,
    a_problem,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)
from tests.plans_to_check import (
    ANNAS,
    BELT,
    BENS,
    CONFLICTS,
    GAS_2,
    LIES,
    RULES,
    VALID,
    Case,
    breaks,
    gas,
    locked_at,
    route_with,
    stop_with,
)


def _by_name(case: Case) -> str:
    return case.name


def _lies(report: Report) -> list[Violation]:
    return [violation for violation in report.violations if violation.code.startswith("false_")]


@pytest.mark.parametrize("case", RULES + LIES, ids=_by_name)
def test_a_broken_rule_or_a_false_number_is_named_by_its_code_alone(case: Case) -> None:
    """Otherwise a bad plan passes, or a wrong cause is reported for it."""
    report = case.report()
    (violation,) = report.violations
    assert violation.code == case.code
    assert case.facts.items() <= violation.facts.items()
    assert not report.valid
    assert report.conflicts == ()


@pytest.mark.parametrize("case", CONFLICTS, ids=_by_name)
def test_a_lock_that_cannot_be_kept_is_a_conflict(case: Case) -> None:
    """Otherwise a re-plan around a locked job is refused, or nobody hears of the clash."""
    report = case.report()
    (conflict,) = report.conflicts
    assert conflict.code == case.code
    assert case.facts.items() <= conflict.facts.items()
    assert report.violations == ()


@pytest.mark.parametrize("case", VALID, ids=_by_name)
def test_a_plan_that_keeps_every_rule_is_valid(case: Case) -> None:
    """Otherwise good plans are refused, above all at the very limit of a rule."""
    report = case.report()
    assert (report.violations, report.conflicts, report.overridden) == ((), (), ())
    assert report.valid


def test_every_code_has_its_meaning_and_its_case() -> None:
    """Otherwise programs meet a code that nobody has described, or a rule that nobody has tried."""
    assert {case.code for case in RULES + LIES + CONFLICTS} == CODES.keys()


def test_a_technician_lock_overrides_ability_and_says_so() -> None:
    """Otherwise a locked job is refused for a skill, or a dangerous override goes unseen."""
    job = {
        "skills": SkillNeeds(all={"gas": 1}, any={"oil": 1}),
        "tools": ("ladder",),
        "technicians": TechnicianChoice(only=("ben",), excluded=("anna",)),
    }
    report = Case("", "", job=job, locks=(ANNAS,)).report()
    assert report.valid
    assert report.conflicts == ()
    overridden = ["skill", "skill_any", "technician_only", "technician_excluded", "tool"]
    assert [violation.code for violation in report.overridden] == overridden


def test_a_lock_elsewhere_overrides_nothing() -> None:
    """Otherwise a job that has left its shift escapes all other rules too."""
    report = Case("", "", job=GAS_2, locks=(BENS, locked_at("08:00"))).report()
    assert [violation.code for violation in report.violations] == ["lock_technician", "lock_time", "skill"]


def test_a_violation_says_who_when_and_where() -> None:
    """Otherwise a coordinator cannot find it."""
    (violation,) = Case("", "", shift=breaks(("tea", "08:20", "08:49:59"))).report().violations
    assert (violation.technician, violation.shift, violation.stop) == ("anna", "day", "tea")
    assert violation.facts == {
        "earliest": "2026-11-23T08:20:00+01:00",
        "latest": "2026-11-23T08:49:59+01:00",
        "duration": 600,
        "departure": "2026-11-23T08:00:00+01:00",
        "arrival_home": "2026-11-23T08:50:00+01:00",
    }


def test_every_violation_is_named() -> None:
    """Otherwise a plan must be checked again after each repair."""
    job = {**GAS_2, **BELT, "time_windows": (a_window("07:00", "07:30"),), "latest_finish": at("08:00")}
    case = Case("", "", leave="07:00", route="J1 J1", job=job, shift={"end": at("08:10"), "max_jobs": 1})
    # Leaves at 07:00, J1 07:10..07:40, J1 07:40..08:10, home 08:20.
    at_jobs = ["part", "part", "max_jobs", "departure_early", "overtime_cap", "time_window", "latest_finish"]
    codes = ["job_twice", *at_jobs, "skill", "skill"]
    assert [violation.code for violation in case.report().violations] == codes


def test_a_lie_of_one_unit_is_found_in_every_bill() -> None:
    """Otherwise a solver may earn what no plan costs. J2 is left out: 200; the way of 20 min costs 10."""

    def one_off(bill: Mapping[Term, int], term: Term) -> dict[Term, int]:
        return {**bill, term: bill[term] + 1}

    def edit(plan: Plan) -> Plan:
        dearer = plan.unassigned[0].model_copy(update={"cost": plan.unassigned[0].cost + 1})
        billed = route_with(cost=one_off(plan.routes[0].cost, Term.TRAVEL_TIME))(plan)
        return billed.model_copy(update={"unassigned": (dearer,), "cost": one_off(plan.cost, Term.UNASSIGNED)})

    lies = Case("", "", edit=edit).report().violations
    assert [(lie.code, lie.technician, lie.stop, lie.facts["true"]) for lie in lies] == [
        ("false_cost", "anna", None, 180_000_000),
        ("false_cost", None, "J2", 3_600_000_000),
        ("false_cost", None, None, 3_600_000_000),
    ]


def test_the_second_half_past_two_is_not_the_first() -> None:
    """Otherwise an hour is lost in the night when clocks go back: Python calls the two times equal."""
    shift = a_shift(start=at("00:00", "2026-10-25"), end=at("08:00", "2026-10-25"))
    problem = a_problem([a_technician(shifts=(shift,))], [a_job("J1", 210)])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1"]})
    first = at("02:30", "2026-10-25")  # in summer time; the true start is 00:00 + 3 h 30 min = 02:30 winter time
    (lie,) = check(problem, travel, stop_with(start=first)(plan)).violations
    assert lie.facts == {"stated": "2026-10-25T02:30:00+02:00", "true": "2026-10-25T02:30:00+01:00"}


def test_after_an_unknown_stop_no_number_is_called_false() -> None:
    """Otherwise one deleted job makes every honest number behind it a lie; those before it are still judged."""
    ghost = Stop(kind=StopKind.JOB, id="ghost", arrival=at("08:45"), start=at("08:45"), finish=at("09:00"))

    def edit(plan: Plan) -> Plan:
        first, second = plan.routes[0].stops
        return route_with(stops=(first.model_copy(update={"wait": 1}), ghost, second.model_copy(update={"travel": 1})))(
            plan
        )

    report = Case("", "", route="J1 J2", edit=edit).report()
    assert [(one.code, one.stop) for one in report.violations] == [("job_unknown", "ghost"), ("false_wait", "J1")]


def test_each_shift_has_the_whole_van_stock() -> None:
    """Otherwise Tuesday's parts are missing because Monday used them: vans are restocked overnight."""
    tuesday = a_shift("next", start=at("08:00", "2026-11-24"), end=at("17:00", "2026-11-24"))
    anna = a_technician(shifts=(a_shift(), tuesday), van_stock={"belt": 1})
    problem = a_problem([anna], [a_job("J1", **BELT), a_job("J2", **BELT)])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1"], ("anna", "next"): ["J2"]})
    assert check(problem, travel, plan).violations == ()


def test_a_skill_is_judged_on_the_local_day_of_the_shift() -> None:
    """Otherwise a night shift is judged by the date in Greenwich: 00:30 on the 24th in Zurich is the 23rd there."""
    night = a_shift(start=at("00:30", "2026-11-24").astimezone(UTC), end=at("08:00", "2026-11-24"))
    problem = a_problem([a_technician(shifts=(night,), **gas(level=2, valid_from="2026-11-24"))], [a_job(**GAS_2)])
    travel = line_travel(problem)
    assert check(problem, travel, a_plan(problem, travel, {("anna", "day"): ["J1"]})).violations == ()


EVERYTHING = Case(
    "",
    "",
    job={"parts": {"belt": 1}, "tools": ("ladder",), "time_windows": (a_window("08:00", "09:00"),)},
    shift=breaks(("tea", "09:00", "10:00"), ("nap", "12:00", "13:00")),
    locks=(ANNAS, locked_at("08:30"), OrderLock(first="J1", then="J2")),
    depots=(a_depot(),),
).problem

_moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
_numbers = st.integers(0, 10**7)
_bills = st.dictionaries(st.sampled_from(Term), st.integers(-(10**12), 10**12))
_stops = st.builds(
    Stop,
    kind=st.sampled_from(StopKind),
    id=st.sampled_from(["J1", "J2", "ghost", "tea", "nap", "depot"]),
    travel=_numbers,
    arrival=_moments,
    start=_moments,
    finish=_moments,
    parts=st.dictionaries(st.sampled_from(["belt", "fan"]), st.integers(0, 9)),
    cost=_bills,
)
_routes = st.builds(
    Route,
    technician=st.sampled_from(["anna", "ben", "zoe"]),
    shift=st.sampled_from(["day", "night"]),
    departure=_moments,
    stops=st.lists(_stops, max_size=6).map(tuple),
    arrival_home=_moments,
    working_time=_numbers,
    overtime=_numbers,
    cost=_bills,
)
_left_out = st.builds(UnassignedJob, job=st.sampled_from(["J1", "J2", "ghost"]), cost=_numbers, reasons=st.just(()))
_plans = st.builds(
    Plan,
    routes=st.lists(_routes, max_size=3).map(tuple),
    unassigned=st.lists(_left_out, max_size=3).map(tuple),
    cost=_bills,
)


@settings(max_examples=150, deadline=None)
@given(_plans)
def test_any_plan_at_all_can_be_checked_and_its_replay_tells_the_truth(plan: Plan) -> None:
    """Otherwise a hand-made plan crashes the checker, or the checker contradicts itself."""
    travel = line_travel(EVERYTHING)
    report = check(EVERYTHING, travel, plan)
    assert {one.code for one in (*report.violations, *report.conflicts)} <= CODES.keys()
    assert _lies(check(EVERYTHING, travel, report.plan)) == []


@pytest.mark.parametrize("departure", [datetime.min, datetime.max.replace(microsecond=0)])
def test_the_ends_of_time_can_be_checked(departure: datetime) -> None:
    """Otherwise a plan that leaves in the year 9999 crashes the checker, as nobody can come home from there."""
    report = Case("", "", route="J1 J2", edit=route_with(departure=departure.replace(tzinfo=UTC))).report()
    assert "false_arrival" in {violation.code for violation in report.violations}
