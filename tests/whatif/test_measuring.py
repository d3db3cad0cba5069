"""The figures of a plan, on a line of road where everything can be counted by hand."""

from __future__ import annotations

from benchmarks.whatif.measuring import busy_by_hour, left_out, measured, work_by_skill
from benchmarks.whatif.outcome import Outcome
from dispatcher.job import SkillNeeds
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Skill
from tests.builders import a_break, a_job, a_plan, a_problem, a_promise, a_shift, a_technician, a_window, line_travel

GAS, COOLING = SkillNeeds(all={"gas": 1}), SkillNeeds(any={"gas": 1, "cooling": 1})


def planned(problem: Problem, *names: str) -> Plan:
    """Anna leaves at eight and does these in order."""
    return a_plan(problem, line_travel(problem), {("anna", "day"): names})


def test_hours_count_driving_and_work_but_neither_waiting_nor_breaks() -> None:
    """A technician who waits for a customer would look busy, and a planner would hire another one."""
    shift = a_shift(breaks=(a_break(),))
    late = a_job("J2", 10, time_windows=(a_window("13:00", "14:00"),))
    problem = a_problem([a_technician(shifts=(shift,))], [a_job("J1", 30), late])
    busy = busy_by_hour(problem, planned(problem, "J1", "break", "J2"))
    # 08:00 to 08:30 driving, to 09:00 work; to 09:20 driving; waiting and lunch; 13:00 to 13:30 work, 10 minutes home.
    expected = {8: 1.0, 9: 20 / 60, 13: 40 / 60}
    on_shift = range(8, 17)
    assert busy == tuple(round(expected.get(hour, 0.0), 6) if hour in on_shift else None for hour in range(24))


def test_hours_are_shares_of_all_who_are_on_shift_and_overtime_is_not_in_them() -> None:
    """Two technicians of whom one sits at home are half busy; after the shift nobody is on shift."""
    anna = a_technician(shifts=(a_shift(end="2026-11-23T09:00:00+01:00", max_overtime=7200),))
    problem = a_problem([anna, a_technician("ben", shifts=anna.shifts)], [a_job("J1", 60)])
    busy = busy_by_hour(problem, planned(problem, "J1"))
    assert busy[8] == 0.5
    assert busy[9] is None


def test_work_by_skill_holds_planned_work_against_the_shifts_of_those_who_can() -> None:
    """The bottleneck would be looked for in the wrong trade."""
    anna = a_technician(skills=(Skill(name="gas"),))
    jobs = [a_job("J1", skills=GAS), a_job("J2", skills=COOLING), a_job("J3", skills=GAS)]
    problem = a_problem([anna, a_technician("ben", skills=(Skill(name="cooling"),))], jobs)
    assert work_by_skill(problem, planned(problem, "J1", "J2")) == {"cooling": (1800, 32400), "gas": (3600, 32400)}


def test_unassigned_jobs_are_told_with_place_work_and_skills() -> None:
    """The map of unassigned work would be empty."""
    problem = a_problem([a_technician()], [a_job("J1"), a_job("J2", 20, skills=GAS)])
    assert left_out(problem, planned(problem, "J1")) == (("J2", None, None, 1800, ("gas",)),)


def test_an_outcome_adds_up_and_survives_its_file() -> None:
    """A resumed study would compare other figures than the first run."""
    jobs = [a_job("J1", promise=a_promise("08:00", "08:05")), a_job("J2", 20)]
    problem = a_problem([a_technician()], [*jobs, a_job("J3", 30)])
    outcome = measured(problem, planned(problem, "J1", "J2"), day="a", scenario="b", seed=3, seconds=0.5)
    assert outcome.by_hour[7] is None
    assert (outcome.jobs, outcome.planned, outcome.unassigned) == (3, 2, 1)
    assert (outcome.promises, outcome.promises_kept) == (1, 0)
    assert outcome.travel == 40 * 60
    assert abs(sum(outcome.terms.values()) - outcome.cost) < 0.005
    assert Outcome.read(outcome.document()) == outcome


def test_a_promise_whose_job_is_left_out_is_not_kept() -> None:
    """A plan that drops whoever it cannot reach in time would keep all its promises."""
    told = a_promise("08:00", "12:00")
    jobs = [a_job("J1", promise=told), a_job("J2", 20, promise=told, respond_by=told.until)]
    problem = a_problem([a_technician()], jobs)
    outcome = measured(problem, planned(problem, "J1"), day="a", scenario="b", seed=3, seconds=0.5)
    assert (outcome.promises, outcome.promises_kept) == (2, 1)
    assert (outcome.responses, outcome.responses_kept) == (1, 0)


def test_cells_of_when_hours_without_shifts_were_zero_can_still_be_read() -> None:
    """A program that reads tables of earlier versions would fail."""
    earlier = {"day": "a", "scenario": "b", "seed": 1, "by_hour": [0.0] * 24}
    assert Outcome.read(earlier).by_hour == (0.0,) * 24
