"""Why a job is left out, and what it would take: each code worked out by hand on the line of minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from dispatcher.arrays import number
from dispatcher.check import check
from dispatcher.costs import Term
from dispatcher.errors import NotExplained
from dispatcher.explain import effort, explain, lift, with_reasons
from dispatcher.fields import units
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.plan import Explanation, Fact, Option, Plan, Reason, total
from dispatcher.problem import Problem
from dispatcher.technician import Skill
from tests.builders import (
    MONDAY,
    a_break,
    a_job,
    a_plan,
    a_problem,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)

ANNA = a_technician(skills=(Skill(name="gas", level=1),), tools=("ladder",), van_stock={"pump": 1})
BEN = a_technician("ben")

Routes = Mapping[tuple[str, str], Sequence[str]]


def explained(problem: Problem, job: str, routes: Routes | None = None) -> Explanation:
    """Of a job in a plan with these routes."""
    travel = line_travel(problem)
    return explain(problem, travel, a_plan(problem, travel, routes or {}), job)


def clock(text: str) -> str:
    """The time of a fact on Monday."""
    return at(text).isoformat()


def blocked(problem: Problem, routes: Routes | None = None) -> tuple[str, Mapping[str, Fact]]:
    """The one reason of Anna's option for the last job."""
    told = explained(problem, problem.jobs[-1].id, routes)
    (reason,) = next(option.reasons for option in told.options if option.technician == "anna")
    return reason.code, dict(reason.facts)


@pytest.mark.parametrize(
    ("job", "code", "facts"),
    [
        ({"technicians": TechnicianChoice(only=("ben",))}, "technician_only", {"only": "ben"}),
        ({"technicians": TechnicianChoice(excluded=("anna",))}, "technician_excluded", {}),
        ({"skills": SkillNeeds(all={"gas": 3})}, "skill", {"skill": "gas", "level": 3, "held": 1}),
        (
            {"skills": SkillNeeds(any={"oil": 1, "gas": 3})},
            "skill_any",
            {"skill": "oil", "level": 1, "held": 0, "skills": "oil 1, gas 3"},
        ),
        ({"skills": SkillNeeds(none={"gas": 1})}, "skill_none", {"skill": "gas", "level": 1, "held": 1}),
        ({"tools": ("ladder", "scope")}, "tool", {"tool": "scope"}),
        ({"parts": {"pump": 3}}, "part", {"part": "pump", "needed": 3, "left": 1, "missing": 2}),
    ],
)
def test_a_rule_about_the_pairing_blocks_with_what_is_missing(
    job: dict[str, Any], code: str, facts: Mapping[str, Fact]
) -> None:
    """The coordinator would not know what to hand out, or whom to ask."""
    assert blocked(a_problem([ANNA, BEN], [a_job(**job)])) == (code, facts)


def test_parts_that_other_jobs_take_are_not_left() -> None:
    """A van with one pump would look good enough for two jobs."""
    jobs = [a_job("one", parts={"pump": 1}), a_job("two", parts={"pump": 1})]
    found = blocked(a_problem([ANNA], jobs), {("anna", "day"): ["one"]})
    assert found == ("part", {"part": "pump", "needed": 1, "left": 0, "missing": 1})


def test_a_window_that_has_closed_is_missed_by_the_minutes_of_the_way() -> None:
    """From 08:00 ten minutes to the door; the window closes at 08:05."""
    job = a_job(time_windows=(a_window("07:00", "08:05"),))
    facts = {"start": clock("08:10"), "latest_start": clock("08:05"), "by": 300}
    assert blocked(a_problem([ANNA], [job])) == ("time_window", facts)


def test_a_later_job_that_would_come_too_late_is_named_as_the_stop() -> None:
    """The reader would look for the fault in the wrong job.

    First, the job starts at 08:10 at minute 10; after half an hour of work and ten minutes on the road `late` starts at
    08:50 at minute 20, and its window closes at 08:30. Last, the job would start at 09:00, fifty minutes past its own.
    """
    late = a_job("late", 20, time_windows=(a_window("08:00", "08:30"),))
    job = a_job("J1", 10, time_windows=(a_window("07:00", "08:10"),))
    found = blocked(a_problem([ANNA], [late, job]), {("anna", "day"): ["late"]})
    assert found == (
        "time_window",
        {"stop": "late", "start": clock("08:50"), "latest_start": clock("08:30"), "by": 1200},
    )


def test_a_closing_time_is_missed_by_the_finish() -> None:
    """08:10 and half an hour: 08:40, and they close at 08:30."""
    facts = {"finish": clock("08:40"), "latest_finish": clock("08:30"), "by": 600}
    assert blocked(a_problem([ANNA], [a_job(latest_finish=at("08:30"))])) == ("latest_finish", facts)


def test_a_short_shift_lacks_what_the_way_home_takes() -> None:
    """Ten out, thirty of work, ten back: home at 08:50, five minutes past 08:40 and five of overtime."""
    shift = a_shift(end=at("08:40"), max_overtime=300)
    facts = {"arrival_home": clock("08:50"), "end": clock("08:40"), "max_overtime": 300, "by": 300}
    assert blocked(a_problem([ANNA.model_copy(update={"shifts": (shift,)})], [a_job()])) == ("overtime_cap", facts)


BY_0815 = (a_window("08:00", "08:15"),)


def test_a_break_may_have_to_begin_later() -> None:
    """Work from 08:10 to 12:10, and lunch may begin until 12:00: ten minutes late; home at 12:20 were twenty."""
    shift = a_shift(breaks=(a_break(first="11:30", last="12:00"),))
    job = a_job(duration=4 * 3600, time_windows=BY_0815)
    facts = {"break": "break", "latest": clock("12:00"), "start": clock("12:10"), "by": 600}
    assert blocked(a_problem([ANNA.model_copy(update={"shifts": (shift,)})], [job])) == ("break_late", facts)


def test_a_break_may_fall_out_when_home_comes_a_little_too_late() -> None:
    """Home at 08:50, ten minutes past 08:40, as the shift ends: on the way home it would cost an hour of overtime."""
    shift = a_shift(end=at("08:50"), breaks=(a_break(first="08:00", last="08:40", duration=3600),))
    facts = {"break": "break", "latest": clock("08:40"), "arrival_home": clock("08:50"), "by": 600}
    problem = a_problem([ANNA.model_copy(update={"shifts": (shift,)})], [a_job(time_windows=BY_0815)])
    assert blocked(problem) == ("break_missed", facts)


def test_locks_block_with_what_they_say() -> None:
    """Somebody would wonder why a free technician does not go."""
    problem = a_problem([ANNA, BEN], [a_job()], locks=(TechnicianLock(job="J1", technician="ben", shift="day"),))
    assert blocked(problem) == ("lock_technician", {"locked_technician": "ben", "locked_shift": "day"})
    problem = a_problem([ANNA], [a_job()], locks=(TimeLock(job="J1", start=at("08:00"), tolerance=60),))
    told = {"start": clock("08:10"), "earliest_start": clock("07:59"), "latest_start": clock("08:01")}
    assert blocked(problem) == ("lock_time", told)
    problem = a_problem([ANNA, BEN], [a_job("one"), a_job("two")], locks=(OrderLock(first="one", then="two"),))
    apart = {"first": "one", "then": "two", "stop": "one", "other_technician": "ben", "other_shift": "day"}
    assert blocked(problem, {("ben", "day"): ["one"]}) == ("lock_order", apart)


def test_a_time_lock_outside_the_window_is_kept_where_the_window_lacks_less_than_an_hour() -> None:
    """A lock that somebody agreed upon would be lifted, though a window a little longer holds it: 08:15 to 08:30."""
    lock = TimeLock(job="J1", start=at("08:30"))
    problem = a_problem([ANNA], [a_job(time_windows=BY_0815)], locks=(lock,))
    facts = {"start": clock("08:30"), "latest_start": clock("08:15"), "by": 900}
    assert blocked(problem) == ("time_window", facts)
    problem = a_problem([ANNA], [a_job(time_windows=BY_0815)], locks=(lock.model_copy(update={"start": at("10:00")}),))
    assert blocked(problem)[0] == "lock_time"


def test_a_full_shift_has_as_many_jobs_as_it_may() -> None:
    """A limit that was set on purpose would look like a lack of time."""
    technician = a_technician(shifts=(a_shift(max_jobs=1),))
    found = blocked(a_problem([technician], [a_job("one"), a_job("two")]), {("anna", "day"): ["one"]})
    assert found == ("max_jobs", {"jobs": 2, "max_jobs": 1})


def test_the_order_of_two_jobs_on_one_route_is_kept_where_it_can_be() -> None:
    """`two` is locked to follow `one`, which starts at its only instant: behind it, there is no lock to lift."""
    one = a_job("one", time_windows=(a_window("08:10", "08:10"),))
    problem = a_problem(
        [ANNA], [one, a_job("two", unassigned_price=Decimal("0.5"))], locks=(OrderLock(first="one", then="two"),)
    )
    (option,) = explained(problem, "two", {("anna", "day"): ["one"]}).options
    assert (option.after, [reason.code for reason in option.reasons]) == ("one", ["price"])


def test_a_job_that_does_not_pay_is_told_with_both_prices() -> None:
    """Nobody would know what it takes to have the job planned after all.

    20 minutes of travel 10.00, 20 km 6.00, 50 minutes of work 0.833, 10 minutes of waiting 0.033: 16.867 against 5.
    """
    told = explained(a_problem([a_technician()], [a_job(unassigned_price=Decimal(5))]), "J1")
    (option,) = told.options
    prices = {"extra": "16.867", "price": "5.000"}
    assert option.reasons == (Reason(code="price", facts=prices),)
    assert told.reasons == (Reason(code="price", facts={**prices, "technician": "anna", "shift": "day"}),)
    assert {term: amount / 18_000_000 for term, amount in option.cost.items()} == pytest.approx(
        {
            Term.TRAVEL_TIME: 10,
            Term.TRAVEL_DISTANCE: 6,
            Term.WORKING_TIME: 50 / 60,
            Term.WAITING_CUSTOMER: 10 / 60 * 0.2,
        }
    )
    assert option.extra == total(option.cost)


def headline(problem: Problem, routes: Routes | None = None) -> tuple[str, Mapping[str, Fact]]:
    """What keeps the last job out, of all together."""
    (reason,) = explained(problem, problem.jobs[-1].id, routes).reasons
    return reason.code, dict(reason.facts)


def test_a_skill_that_nobody_has_is_told_with_the_best_that_somebody_has() -> None:
    """`Nobody has it` alone would not say how far away it is."""
    job = a_job(skills=SkillNeeds(all={"gas": 2}))
    assert headline(a_problem([ANNA, BEN], [job])) == ("skill", {"skill": "gas", "level": 2, "best": 1})


def test_a_rule_that_excludes_only_the_rest_says_of_how_many() -> None:
    """Anna has a ladder: "nobody has a ladder" would be a lie; of those with the skill, only carl, nobody has one."""
    carl = a_technician("carl", skills=(Skill(name="gas", level=2),))
    job = a_job(skills=SkillNeeds(all={"gas": 2}), tools=("ladder",))
    assert headline(a_problem([ANNA, carl], [job])) == ("tool", {"tool": "ladder", "suitable": 1})


def test_full_days_are_told_with_what_the_nearest_lacks() -> None:
    """The reader would search for a skill where time is missing: 08:00 to 09:00 holds one job, a second 30 min more."""
    technician = a_technician(shifts=(a_shift(end=at("09:00")),))
    found = headline(a_problem([technician], [a_job("one"), a_job("two")]), {("anna", "day"): ["one"]})
    # One after the other at one place: 10 + 30 + 30 + 10 minutes, home at 09:20.
    assert found == ("no_room", {"suitable": 1, "minutes": 20})


def test_a_job_that_fits_no_empty_day_says_so() -> None:
    """Moving other jobs away would be in vain: until 17:00 nobody can do what opens at 18:00."""
    job = a_job(time_windows=(a_window("18:00", "19:00"),))
    # 18:00, half an hour, ten minutes: home at 18:40, 100 minutes past the end.
    assert headline(a_problem([ANNA], [job])) == ("no_time", {"suitable": 1, "minutes": 100})


def test_without_any_shift_that_is_the_reason() -> None:
    """An empty roster would be blamed on the job."""
    assert headline(a_problem([a_technician(shifts=())], [a_job()])) == ("no_shift", {})


def test_a_free_place_is_told_as_one() -> None:
    """Whoever plans by hand would look for the obstacle that is not there."""
    code, facts = headline(a_problem([ANNA], [a_job()]))
    assert (code, facts["technician"], facts["extra"], facts["price"]) == ("free_place", "anna", "16.867", "200.000")


def test_options_stand_in_the_order_of_effort_and_then_of_cost() -> None:
    """The easiest way out would be hidden behind a hard one: near lacks 5 minutes, far 25, and the third a skill."""
    window = (a_window("07:00", "08:05"),)
    near, far, unable = a_technician("near"), a_technician("far", 40), a_technician("unable", 9)
    skilled = [one.model_copy(update={"skills": (Skill(name="gas"),)}) for one in (far, near)]
    job = a_job(skills=SkillNeeds(all={"gas": 1}), time_windows=window)
    told = explained(a_problem([unable, *skilled], [job]), "J1")
    assert [(option.technician, option.effort) for option in told.options] == [
        ("near", 5),
        ("far", 25),
        ("unable", 240),
    ]


def test_a_plan_names_three_technicians_for_each_job_and_an_explanation_all() -> None:
    """Result documents would grow with the square of the company."""
    problem = a_problem([a_technician(name) for name in "abcde"], [a_job(unassigned_price=Decimal(1))])
    travel = line_travel(problem)
    plan = with_reasons(number(problem, travel), a_plan(problem, travel, {}))
    assert len(plan.unassigned[0].options) == 3
    assert plan.unassigned[0].reasons == explain(problem, travel, plan, "J1").reasons
    assert len(explain(problem, travel, plan, "J1").options) == 5


def test_a_planned_job_is_told_its_bill_and_what_others_would_cost() -> None:
    """Nobody could say what it is worth that Anna goes and not Ben.

    Anna lives at minute 0, Ben at 4: to the job at 10 it is 10 and 6 minutes and back; travel costs 0.50 a minute and
    0.30 a km. Anna: 20 x 0.80, working time 0.833, waiting 0.033. Ben: 12 x 0.80, working time 0.70, waiting 0.02.
    """
    problem = a_problem([ANNA, a_technician("ben", 4)], [a_job()])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1"]})
    told = explain(problem, travel, plan, "J1")
    assert (told.technician, told.shift, told.after, told.reasons) == ("anna", "day", None, ())
    assert total(told.cost) == units(Decimal("16.867")) - 6_000
    (ben,) = told.options
    assert (ben.technician, ben.reasons, ben.extra < 0) == ("ben", (), True)
    _, moved = lift(problem, travel, plan, "J1", ben)
    assert total(moved.cost) - total(plan.cost) == ben.extra


def test_the_same_technician_is_offered_another_place_for_a_planned_job() -> None:
    """The coordinator asks whether it could not come after lunch."""
    problem = a_problem([ANNA], [a_job("one"), a_job("two", 20)])
    (option,) = explained(problem, "one", {("anna", "day"): ["one", "two"]}).options
    assert (option.technician, option.after, option.reasons) == ("anna", "two", ())
    assert option.extra > 0


def lifted(problem: Problem, routes: Routes | None = None) -> tuple[Problem, Plan, Option]:
    """The last job's easiest option, relaxed."""
    travel, job = line_travel(problem), problem.jobs[-1].id
    plan = a_plan(problem, travel, routes or {})
    option = explain(problem, travel, plan, job).options[0]
    relaxed, moved = lift(problem, travel, plan, job, option)
    assert check(relaxed, travel, moved).violations == ()
    return relaxed, moved, option


def test_lifting_extends_a_window_by_what_is_missing_and_no_more() -> None:
    """A what-if with an hour more would promise what a quarter of an hour does not hold."""
    problem = a_problem([ANNA], [a_job(time_windows=(a_window("07:00", "08:05"),))])
    relaxed, plan, _ = lifted(problem)
    assert relaxed.jobs[0].time_windows == (a_window("07:00", "08:10"),)
    assert plan.routes[0].stops[0].start == at("08:10")


def test_lifting_grants_a_skill_for_the_day() -> None:
    """A certificate of one day would be planned with for ever."""
    relaxed, _, _ = lifted(a_problem([ANNA], [a_job(skills=SkillNeeds(all={"gas": 2}))]))
    assert relaxed.technicians[0].skills[-1].model_dump(mode="json") == {
        "name": "gas",
        "level": 2,
        "valid_from": MONDAY,
        "valid_until": MONDAY,
    }


def test_lifting_a_lock_in_time_leaves_that_on_the_technician() -> None:
    """Lifting one half of a lock would lift the other."""
    both = BothLock(job="J1", technician="anna", shift="day", start=at("08:00"))
    relaxed, _, option = lifted(a_problem([ANNA], [a_job()], locks=(both,)))
    assert [reason.code for reason in option.reasons] == ["lock_time"]
    assert relaxed.locks == (TechnicianLock(job="J1", technician="anna", shift="day"),)
    ben = a_problem([BEN, ANNA], [a_job(time_windows=BY_0815)], locks=(both.model_copy(update={"start": at("08:10")}),))
    travel = line_travel(ben)
    plan = a_plan(ben, travel, {})
    option = next(one for one in explain(ben, travel, plan, "J1").options if one.technician == "ben")
    relaxed, _ = lift(ben, travel, plan, "J1", option)
    assert relaxed.locks == (TimeLock(job="J1", start=at("08:10"), tolerance=0),)


def test_a_skill_that_another_job_rules_out_is_a_reason_too() -> None:
    """To grant gas 2 would make Anna unfit for the job that she has."""
    choosy = a_job("choosy", skills=SkillNeeds(none={"gas": 2}))
    problem = a_problem([ANNA], [choosy, a_job("J1", skills=SkillNeeds(all={"gas": 2}))])
    _, _, option = lifted(problem, {("anna", "day"): ["choosy"]})
    assert [(reason.code, reason.facts.get("stop")) for reason in option.reasons] == [
        ("skill", None),
        ("skill_none", "choosy"),
    ]


def test_efforts_are_minutes_begun_and_constants_for_what_has_none() -> None:
    """Sixty-one seconds would count as one minute, or two missing levels as one."""
    assert effort(Reason(code="time_window", facts={"by": 61})) == 2
    assert effort(Reason(code="skill", facts={"level": 3, "held": 1})) == 480
    assert effort(Reason(code="tool", facts={"tool": "scope"})) == 60
    assert effort(Reason(code="price", facts={"extra": "84.1", "price": "60"})) == 0


def test_what_cannot_be_explained_is_refused_in_words() -> None:
    """A traceback, or places on a plan that nobody can drive."""
    problem = a_problem([ANNA], [a_job(), a_job("late", time_windows=BY_0815)])
    travel = line_travel(problem)
    with pytest.raises(NotExplained, match="no job 'ghost'"):
        explain(problem, travel, a_plan(problem, travel, {}), "ghost")
    with pytest.raises(NotExplained, match=r"breaks a rule.*time_window at anna day late"):
        explain(problem, travel, a_plan(problem, travel, {("anna", "day"): ["J1", "late"]}), "J1")
    nowhere = Option(technician="anna", shift="day", after="ghost", extra=0)
    with pytest.raises(NotExplained, match="no such place"):
        lift(problem, travel, a_plan(problem, travel, {}), "J1", nowhere)


def test_a_plan_with_rounded_prices_is_explained_exactly() -> None:
    """A plan from a file carries rounded bills; differences of a few units would pass for savings."""
    problem = a_problem([ANNA, a_technician("ben", 4)], [a_job(), a_job("two", 13)])
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["J1", "two"]})
    stated = Plan.model_validate_json(plan.model_dump_json())
    assert explain(problem, travel, stated, "J1") == explain(problem, travel, plan, "J1")


def test_a_job_that_stood_at_its_only_place_has_no_other_there() -> None:
    """The place where it is would be offered as another."""
    problem = a_problem([ANNA], [a_job()])
    assert explained(problem, "J1", {("anna", "day"): ["J1"]}).options == ()


def test_when_the_time_is_up_no_place_is_looked_for_and_nothing_false_is_said() -> None:
    """A hopeless day of a thousand jobs would be answered late, or with reasons that nobody had looked into."""
    jobs = [a_job("J1", 10, skills=SkillNeeds(all={"gas": 2})), a_job("J2", 20, duration=10 * 3600)]
    problem = a_problem([a_technician()], jobs)
    travel = line_travel(problem)
    numbered, plan = number(problem, travel), a_plan(problem, travel, {})
    in_time, too_late = (with_reasons(numbered, plan, until=until) for until in (float("inf"), 0.0))
    assert [[reason.code for reason in job.reasons] for job in in_time.unassigned] == [["skill"], ["no_time"]]
    assert [[reason.code for reason in job.reasons] for job in too_late.unassigned] == [["skill"], ["not_examined"]]
    assert not any(job.options for job in too_late.unassigned)
