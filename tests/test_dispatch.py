"""The whole road, from a problem to a checked plan, through the public function."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest

from dispatcher.check import check
from dispatcher.costs import Term
from dispatcher.dispatch import Progress, dispatch
from dispatcher.errors import NotPlanned, TravelError
from dispatcher.job import SkillNeeds
from dispatcher.lock import OrderLock, TechnicianLock
from dispatcher.plan import StopKind
from dispatcher.problem import Problem
from dispatcher.result import Result
from dispatcher.settings import Settings
from dispatcher.solver.search import solver_processes
from dispatcher.travel import TravelMatrix
from tests.builders import (
    a_break,
    a_depot,
    a_job,
    a_plan,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    line_travel,
)
from tests.random_problems import random_problem

QUICK = Settings(time_limit=1.0, cores=1)


def three_jobs(**rest: object) -> Problem:
    """One technician with a lunch break and three jobs up the line."""
    technician = a_technician(shifts=(a_shift(breaks=(a_break(),)),))
    return a_problem([technician], [a_job(f"J{k}", minute) for k, minute in enumerate((30, 10, 20))], **rest)


def planned(problem: Problem, settings: Settings = QUICK) -> Result:
    """The result on the line."""
    return dispatch(problem, line_travel(problem), settings)


def test_a_day_is_planned_and_every_part_of_the_result_is_there() -> None:
    """A coordinator would get half an answer.

    Out to minute 30 and back is 60 minutes of travel, whatever the order; 90 of work: home at 10:30, before lunch.
    """
    problem = three_jobs()
    result = planned(problem)
    assert result.status == "complete"
    assert result.kpis.planned == 3
    assert result.kpis.travel.total == 3600
    assert result.kpis.distance.total == 60_000
    assert result.kpis.service == 5400
    assert result.kpis.breaks == 0
    assert not check(problem, line_travel(problem), result.plan).violations
    assert result.problem_hash == problem.fingerprint()
    assert result.versions["ortools"].startswith("9.15")
    assert result.search.improvements[-1].cost == sum(result.plan.cost.values())


def test_a_result_survives_the_trip_through_json() -> None:
    """A stored plan could not be read again; money is rounded to thousandths on the way, and the checker accepts it."""
    problem = three_jobs()
    result = planned(problem)
    again = Result.model_validate_json(result.model_dump_json())
    assert again.kpis == result.kpis
    assert not check(problem, line_travel(problem), again.plan).violations


def test_the_budget_is_a_promise() -> None:
    """A caller with a deadline would wait for a solver that overruns it; a whole second is the house's own bound."""
    started = time.monotonic()
    result = planned(three_jobs())
    assert time.monotonic() - started < 2.0
    assert result.search.stopped_by == "deadline"


def test_a_stop_signal_returns_the_best_plan_so_far() -> None:
    """A coordinator who has seen enough would wait for the rest of the minute."""
    stop = threading.Event()
    threading.Timer(0.7, stop.set).start()
    started = time.monotonic()
    problem = three_jobs()
    result = dispatch(problem, line_travel(problem), Settings(time_limit=60, cores=1), stop=stop)
    assert time.monotonic() - started < 5.0
    assert result.search.stopped_by == "stop"
    assert result.kpis.planned == 3


def test_progress_tells_each_better_plan_and_its_falling_cost() -> None:
    """The progress bar would stand still, or jump up."""
    seen: list[Progress] = []
    problem = three_jobs()
    result = dispatch(problem, line_travel(problem), QUICK, on_progress=seen.append)
    assert tuple(progress.improvement for progress in seen) == result.search.improvements
    costs = [progress.improvement.cost for progress in seen]
    assert costs == sorted(costs, reverse=True)


def test_a_whole_answer_can_be_had_of_each_better_plan() -> None:
    """A caller whose search is cut short would get nothing, though a plan had been found."""
    answers: list[Result] = []
    problem = three_jobs()
    last = dispatch(problem, line_travel(problem), QUICK, on_progress=lambda better: answers.append(better.result()))
    assert answers[-1].plan == last.plan
    assert answers[-1].kpis == last.kpis
    assert {answer.search.stopped_by for answer in answers} == {"interrupted"}


def test_solver_processes_serve_one_search_after_the_other() -> None:
    """Whoever plans a year of days would load OR-Tools once for each of them."""
    problem = three_jobs()
    with solver_processes(1, 2000) as cages:
        first = dispatch(problem, line_travel(problem), QUICK, cages=cages)
        (process,) = cages.idle(patience=5.0)
        again = dispatch(problem, line_travel(problem), QUICK, cages=cages)
        assert cages.idle(patience=5.0) == [process]
    assert first.plan == again.plan
    assert again.search.ready_after == 0
    assert process.process.returncode is not None


def test_order_locks_in_a_ring_lose_the_last_one_and_the_day_is_planned() -> None:
    """Three people who each lock one pair would get no plan at all."""
    ring = [OrderLock(first=f"J{k}", then=f"J{(k + 1) % 3}") for k in range(3)]
    problem = three_jobs(locks=ring)
    result = dispatch(problem, line_travel(problem), QUICK)
    assert [stop.id for stop in result.plan.routes[0].stops if stop.kind is StopKind.JOB] == ["J0", "J1", "J2"]
    assert [(one.code, one.stop, one.facts) for one in result.conflicts] == [
        ("lock_clash", "J0", {"kind": "order", "first": "J2"})
    ]


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (a_problem([a_technician()], []), "complete"),
        (a_problem([], [a_job()]), "complete"),
        (a_problem([a_technician(shifts=())], [a_job(must_plan=True)]), "incomplete"),
        (a_problem([], []), "complete"),
    ],
)
def test_a_day_without_jobs_or_technicians_is_a_plan_too(problem: Problem, status: str) -> None:
    """An empty day would crash the planner."""
    result = planned(problem)
    assert result.status == status
    assert [left_out.job for left_out in result.plan.unassigned] == [job.id for job in problem.jobs]


def test_a_must_plan_job_left_out_makes_the_result_incomplete_and_says_why() -> None:
    """Somebody would trust a plan without the job that had to be in it."""
    job = a_job(must_plan=True, time_windows=(a_window("18:00", "19:00"),))
    result = planned(a_problem([a_technician()], [job]))
    assert result.status == "incomplete"
    assert [reason.code for reason in result.plan.unassigned[0].reasons] == ["no_time"]


def test_a_must_plan_job_is_planned_however_far_it_is() -> None:
    """A must_plan job would be left out because the way is dear: 200 minutes and 200 km each way cost 320."""
    job = a_job(minute=200, must_plan=True, unassigned_price=Decimal(1))
    assert planned(a_problem([a_technician()], [job])).kpis.planned == 1


def test_a_lock_that_cannot_be_kept_is_reported_and_the_job_stays() -> None:
    """A locked job would be dropped or moved: its window closed at 08:00, the way takes ten minutes."""
    job = a_job(time_windows=(a_window("07:00", "08:00"),))
    problem = a_problem([a_technician(), a_technician("bert")], [job], locks=(lock("anna"),))
    result = planned(problem)
    assert [route.technician for route in result.plan.routes] == ["anna"]
    assert [conflict.code for conflict in result.conflicts] != []


def test_what_a_lock_overrides_is_reported() -> None:
    """Somebody without the skill would be sent, and nobody would know."""
    job = a_job(skills=SkillNeeds(all={"gas": 1}))
    result = planned(a_problem([a_technician()], [job], locks=(lock("anna"),)))
    assert [(rule.code, rule.stop) for rule in result.overridden] == [("skill", "J1")]
    assert not result.conflicts


def lock(technician: str) -> TechnicianLock:
    """J1 stays with that technician."""
    return TechnicianLock(job="J1", technician=technician, shift="day")


def test_a_starting_plan_that_visits_a_depot_is_taken_in() -> None:
    """Whoever went to the depot yesterday could not plan again today; the told start still counts: nothing moves."""
    job = a_job(promise=a_promise("09:00", "10:00", told="08:00"))
    problem = a_problem([a_technician()], [job], depots=(a_depot(),))
    start = a_plan(problem, line_travel(problem), {("anna", "day"): ["depot", "J1"]})
    again = a_problem([a_technician()], [job], depots=(a_depot(),), starting_plan=start)
    assert Term.START_MOVED not in planned(again).plan.cost


def test_an_appointment_in_the_starting_plan_is_refused_clearly() -> None:
    """It would be planned as if the appointment were not there."""
    problem = a_problem([a_technician()], [a_job()])
    start = a_plan(problem, line_travel(problem), {("anna", "day"): ["J1"]})
    (route,) = start.routes
    kept = route.model_copy(update={"stops": (route.stops[0].model_copy(update={"kind": StopKind.APPOINTMENT}),)})
    again = problem.model_copy(update={"starting_plan": start.model_copy(update={"routes": (kept,)})})
    with pytest.raises(NotPlanned, match="appointment"):
        planned(again)


def test_a_travel_matrix_of_other_places_is_refused() -> None:
    """Times between other places would be taken for these."""
    problem = three_jobs()
    elsewhere = line_travel(a_problem([a_technician(minute=99)], []))
    with pytest.raises(TravelError, match="no place"):
        dispatch(problem, elsewhere, QUICK)


def test_rows_of_the_matrix_are_found_by_place_and_not_by_position() -> None:
    """A matrix with its places in another order would be read as if they were in ours."""
    problem = three_jobs()
    travel = line_travel(problem)
    turned = TravelMatrix(travel.places[::-1], travel.seconds[::-1, ::-1], travel.metres[::-1, ::-1])
    assert dispatch(problem, turned, QUICK).kpis.travel.total == 3600


def test_a_promise_is_kept_when_that_is_cheaper_than_breaking_it() -> None:
    """The order would follow the road alone: near first would make far 40 minutes late, 60.00 for 20 of travel."""
    jobs = [a_job("near", 10), a_job("far", 20, promise=a_promise("08:00", "08:20"))]
    result = planned(a_problem([a_technician()], jobs))
    assert [stop.id for stop in result.plan.routes[0].stops] == ["far", "near"]
    assert result.kpis.promises_kept == 1


@pytest.mark.parametrize("seed", range(6))
def test_random_problems_get_plans_without_violations(seed: int) -> None:
    """Some mix of rules would be planned wrongly; dispatch itself refuses to return such a plan."""
    problem, travel = random_problem(seed, jobs=6)
    result = dispatch(problem, travel, Settings(time_limit=0.6, cores=1))
    assert not check(problem, travel, result.plan).violations
