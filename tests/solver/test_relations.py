"""The metamorphic relations: all hold on a few problems, none holds whatever one does, and their changes are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

import numpy as np
import pytest

from benchmarks.relations import RELATIONS, Case, Relation
from benchmarks.relations.adding import idle_job_added, left_out_jobs_removed, twin_region_added
from benchmarks.relations.case import with_parts
from benchmarks.relations.easing import services_shortened, shifts_lengthened, triangles_closed, windows_narrowed
from benchmarks.relations.judging import Planner, Reproducible, case_of, faults, reproducible
from benchmarks.relations.rewriting import days_later, prices_scaled, renamed
from benchmarks.relations.spread import SEEDS, WAYS, Spread, no_larger_than_between_seeds, spread_of
from benchmarks.shows_claims import Claim
from benchmarks.shows_relations import PROBLEMS, figure
from dispatcher.plan import Plan, UnassignedJob, total
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.technician import Skill
from dispatcher.travel import TravelMatrix
from tests.builders import a_job, a_plan, a_problem, a_promise, a_shift, a_technician, a_window, at, line_travel
from tests.relation_claims import nasty_case

pytestmark = pytest.mark.xdist_group("relations")


@pytest.fixture(scope="module")
def planner() -> Iterator[Reproducible]:
    """Sixty turns a search: enough to make a plan of a few jobs another one."""
    with reproducible(turns=60) as found:
        yield found


@pytest.fixture(scope="module")
def cases(planner: Planner) -> dict[int, Case]:
    """Nasty problems with their plans, by seed."""
    return {seed: nasty_case(seed, planner) for seed in range(24)}


def verdicts(relation: Relation, cases: dict[int, Case], planner: Planner) -> list[list[str]]:
    """On the first three problems of which the relation says something."""
    told = (faults(relation, case, planner) for case in cases.values())
    return list(islice((one for one in told if one is not None), 3))


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_every_relation_holds(relation: Relation, cases: dict[int, Case], planner: Planner) -> None:
    """Kernel, clock or checker would depend on how a problem is written, or find an easier problem harder."""
    assert verdicts(relation, cases, planner) == [[], [], []]


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_every_relation_notices_a_change_that_does_more(
    relation: Relation, cases: dict[int, Case], planner: Planner
) -> None:
    """A relation that accepts anything proves nothing: here travel also gets dearer, in the tighter problem free."""

    def more(case: Case) -> Case | None:
        changed = relation.change(case)
        return changed and changed._replace(problem=_with_travel_at(0 if relation.backwards else 900, changed.problem))

    assert [wrong for wrong in verdicts(replace(relation, change=more), cases, planner) if wrong]


def _with_travel_at(price: int, problem: Problem) -> Problem:
    costs = problem.costs.model_copy(update={"travel_per_hour": Decimal(price), "travel_per_km": Decimal(price)})
    people = (
        one.model_copy(update={"rates": one.rates.model_copy(update={"travel_per_hour": None})})
        for one in problem.technicians
    )
    return with_parts(problem, costs=costs, technicians=tuple(people))


def test_a_plan_that_breaks_a_rule_is_noticed(cases: dict[int, Case], planner: Planner) -> None:
    """The cost alone would be judged, and a plan that nobody can drive would pass."""

    def nobody_may_do_anything(case: Case) -> Case:
        people = tuple(one.model_copy(update={"skills": (Skill(name="x"),)}) for one in case.problem.technicians)
        jobs = tuple(
            job.model_copy(update={"skills": job.skills.model_copy(update={"none": {"x": 1}})})
            for job in case.problem.jobs
        )
        return case._replace(problem=with_parts(case.problem, technicians=people, jobs=jobs))

    found = verdicts(Relation("x", nobody_may_do_anything), cases, planner)
    assert any("skill_none" in wrong for wrong in found[0])


def test_a_search_that_forgets_its_start_is_noticed(cases: dict[int, Case]) -> None:
    """The claim on warm starts would hold for an engine that begins anew each time."""

    def forgetful(problem: Problem, travel: TravelMatrix, start: Plan | None, effort: int) -> Plan:
        left_out = tuple(UnassignedJob(job=job.id, cost=0) for job in problem.jobs)
        return replay(problem, travel, Plan(routes=(), unassigned=left_out, cost={}))

    found_by_search = {seed: case for seed, case in cases.items() if seed % 2 == 0}
    found = verdicts(Relation("x", lambda case: case), found_by_search, forgetful)
    assert [len(wrong) for wrong in found] == [1, 1, 1]
    assert all(wrong[0].startswith("searched: ") for wrong in found)


def line_case(**jobs: int) -> Case:
    """Anna, from eight on, does the jobs at these positions in this order; further jobs are left out by their minus."""
    problem = a_problem([a_technician()], [a_job(name, abs(minute)) for name, minute in jobs.items()])
    travel = line_travel(problem)
    planned = [name for name, minute in jobs.items() if minute > 0]
    return case_of(problem, travel, a_plan(problem, travel, {("anna", "day"): planned}))


def cost_in(case: Case) -> int:
    """Units of the case's plan, replayed."""
    return total(replay(case.problem, case.travel, case.plan).cost)


def test_what_a_change_foretells_is_what_the_checker_finds() -> None:
    """The cost foretold would be a guess: 3 x, 2 x, without the price of what was left out, and with nothing to do."""
    case = line_case(J1=10, J2=20, J3=-30)
    assert cost_in(prices_scaled(case)) == 3 * case.cost
    both, less, idle = twin_region_added(case), left_out_jobs_removed(case), idle_job_added(case)
    assert both is not None
    assert less is not None
    assert idle is not None
    assert (both.cost, cost_in(both)) == (2 * case.cost, 2 * case.cost)
    assert (less.cost, cost_in(less)) == (case.cost - 200 * 18_000_000, case.cost - 200 * 18_000_000)
    assert [stop.id for stop in idle.plan.routes[0].stops] == ["J1", "nothing to do", "J2"]
    assert cost_in(idle) == case.cost


def test_no_old_name_is_left_where_all_are_new() -> None:
    """What is renamed only in part would be another problem, or the same."""
    case = line_case(J1=10)
    again = renamed(case, "new {}".format)
    assert [one.id for one in again.problem.technicians] == ["new anna"]
    assert again.problem.technicians[0].shifts[0].id == "new day"
    assert again.travel.places == ("new x0", "new x10")
    assert [stop.id for stop in again.plan.routes[0].stops] == ["new J1"]
    assert cost_in(again) == case.cost


def test_no_shift_is_moved_to_another_local_day() -> None:
    """A certificate would be a day out: a shift from 00:30 on the night in which the clocks go back would begin at
    23:30 on the evening before, however many times 24 hours later; the one of the night before is still right."""
    night = a_shift(start=at("00:30", "2026-10-24"), end=at("08:00", "2026-10-24"))
    later = a_shift("later", start=at("00:30", "2026-10-25"), end=at("08:00", "2026-10-25"))
    case = line_case(J1=10)
    moved = [
        days_later(case._replace(problem=a_problem([a_technician(shifts=(shift,))], case.problem.jobs)))
        for shift in (night, later)
    ]
    assert [one and one.problem.technicians[0].shifts[0].start for one in moved] == [
        night.start + timedelta(days=1),
        None,
    ]


def test_windows_are_narrowed_to_an_instant_at_most_and_never_past_a_promise() -> None:
    """A window turned inside out, or one that closes before the promise, would be no problem at all."""
    jobs = [
        a_job("wide", time_windows=(a_window("09:00", "10:00"),)),
        a_job("small", time_windows=(a_window("09:00", "09:10"),)),
        a_job("promised", time_windows=(a_window("09:00", "10:00"),), promise=a_promise("09:50", "11:00")),
    ]
    problem = a_problem([a_technician()], jobs)
    travel = line_travel(problem)
    changed = windows_narrowed(case_of(problem, travel, a_plan(problem, travel, {})))
    assert changed is not None
    assert [job.time_windows[0] for job in changed.problem.jobs] == [
        a_window("09:15", "09:45"),
        a_window("09:05", "09:05"),
        a_window("09:00", "10:00"),
    ]


def test_a_shift_grows_no_further_than_to_the_next() -> None:
    """Two shifts of one technician that overlap are refused."""
    pair = (a_shift("first", end=at("12:00")), a_shift("then", start=at("12:10")))
    case = line_case(J1=10)._replace(problem=a_problem([a_technician(shifts=pair)], [a_job()]))
    assert [shift.end for shift in shifts_lengthened(case).problem.technicians[0].shifts] == [at("12:10"), at("17:30")]


def test_no_way_round_is_shorter_in_a_closed_matrix() -> None:
    """From 0 to 2 it is 5 directly, 1 + 1 over 1, which is the only detour that pays."""
    legs = np.array([[0, 1, 5], [4, 0, 1], [9, 9, 0]])
    case = line_case(J1=1)._replace(travel=TravelMatrix(("a", "b", "c"), legs, legs))
    closed = triangles_closed(case).travel
    assert closed.seconds.tolist() == closed.metres.tolist() == [[0, 1, 2], [4, 0, 1], [9, 9, 0]]


def test_a_service_takes_a_quarter_less() -> None:
    """Thirty minutes become twenty-two and a half."""
    assert [job.duration for job in services_shortened(line_case(J1=10)).problem.jobs] == [1350]


@pytest.mark.parametrize(("shuffled", "fine"), [(0.04, True), (0.041, False)])
def test_a_spread_may_be_twice_that_between_seeds(shuffled: float, fine: bool) -> None:
    """In the mean of the days: 1 and 3 per cent between seeds allow 4 per cent, on whichever day."""
    found = [Spread(1, SEEDS, 0.01), Spread(2, SEEDS, 0.03)]
    found += [Spread(day, way, spread) for way in WAYS for day, spread in ((1, 0.0), (2, 2 * shuffled))]
    assert no_larger_than_between_seeds(found) == fine


def test_a_spread_is_the_range_by_the_median() -> None:
    """(110 - 90) / 100."""
    assert spread_of([110, 90, 100]) == pytest.approx(0.2)


def test_the_figure_names_what_failed_and_what_was_hardly_tried() -> None:
    """One bad relation among twenty-four would be lost in the sum."""
    first, second, *_ = PROBLEMS
    told = figure([Claim(first, 200, ("seed 1: x",)), Claim(second, 7, ())])
    assert told == f"2 relations on 207 problems in all, 1 faults; 200 {first} (1 failed); 7 {second} (0 failed)"
