"""Jobs more, fewer, longer; promises; parts, travel, prices."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np

from benchmarks.loads import day
from dispatcher.costs import Term
from dispatcher.fields import UNITS
from dispatcher.job import Job, ServiceClass
from dispatcher.lock import OrderLock, TimeLock
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.travel import Geodesic
from dispatcher.travel.geodesic import great_circle
from tests.builders import a_job, a_plan, a_problem, a_promise, a_technician, a_window, at, line_travel
from tests.scenario.trying import after, scenario

DAY = day(1, 40, 5)


def by_id(problem: Problem) -> dict[str, Job]:
    """Its jobs."""
    return {job.id: job for job in problem.jobs}


def test_larger_demand_contains_the_smaller() -> None:
    """Each step of a grid would be another day: 24 of 40 jobs, 40, 44, 48, 100."""
    days = [by_id(after(DAY, "demand", factor=factor)) for factor in (0.6, 1.0, 1.1, 1.2, 2.5)]
    assert [len(jobs) for jobs in days] == [24, 40, 44, 48, 100]
    for smaller, larger in pairwise(days):
        assert smaller.items() <= larger.items()


def test_a_job_more_is_next_door_to_the_one_it_is_like() -> None:
    """At the same door it would cost no travel; anywhere else the map of demand would change."""
    more = after(DAY, "demand", factor=2.0, skill="gas")
    spots = np.array(sorted({job.place.coordinates for job in DAY.jobs if job.place.coordinates}))
    for job in more.jobs[40:]:
        old = by_id(DAY)[job.id.removesuffix(" +1")]
        assert job == old.model_copy(update={"id": job.id, "ticket": job.ticket, "place": job.place})
        nearest = np.sort(great_circle(np.array([old.place.coordinates]), spots)[0])[1]
        metres = great_circle(np.array([old.place.coordinates]), np.array([job.place.coordinates]))[0, 0]
        assert 0.49 * nearest <= metres + 1
        assert metres - 1 <= 1.51 * nearest


def test_a_job_less_takes_its_locks_and_its_told_stop_along() -> None:
    """The day would refer to a job that is not there."""
    locks = (OrderLock(first="J1", then="J2"), TimeLock(job="J1", start=at("09:00")))
    problem = a_problem([a_technician()], [a_job("J1", type="gas"), a_job("J2", 20)], locks=locks)
    told = a_plan(problem, line_travel(problem), {("anna", "day"): ["J1", "J2"]})
    less = after(problem.model_copy(update={"starting_plan": told}), "demand", factor=0.0, type="gas")
    assert (list(by_id(less)), less.locks) == (["J2"], ())
    assert less.starting_plan is not None
    assert [stop.id for route in less.starting_plan.routes for stop in route.stops] == ["J2"]


def test_places_of_a_given_matrix_are_kept() -> None:
    """No matrix would know the new place."""
    twice = after(a_problem([a_technician()], [a_job()]), "demand", factor=2.0)
    assert [job.place.id for job in twice.jobs] == ["x10", "x10"]


def test_a_wider_promise_contains_the_narrower() -> None:
    """Two hours against one hour would compare two different afternoons."""
    days = [after(DAY, "promise_width", seconds=3600 * hours) for hours in (1, 2, 4)]
    for narrow, wide in pairwise(days):
        for one, other in zip(narrow.jobs, wide.jobs, strict=True):
            if one.promise and other.promise:
                assert other.promise.from_ <= one.promise.from_ <= one.promise.until <= other.promise.until
            assert bool(one.promise) == bool(other.promise)
    assert {job.promise.until - job.promise.from_ for job in days[1].jobs if job.promise} == {timedelta(hours=2)}


def test_a_promise_ends_neither_after_the_last_window_nor_before_the_plan_begins() -> None:
    """A change of promises would make a day invalid: windows until 10:30, the plan from 08:00."""
    job = a_job(time_windows=(a_window("08:00", "10:30"),), promise=a_promise("09:00", "10:00"))
    early = a_job("J2", promise=a_promise("07:00", "08:00"))
    problem = after(a_problem([a_technician()], [job, early]), "promise_width", seconds=4 * 3600)
    assert problem.jobs[0].promise == a_promise("06:30", "10:30")
    (_, second) = after(a_problem([a_technician()], [job, early]), "promise_width", seconds=60).jobs
    assert second.promise == a_promise("07:59", "08:00")


def test_the_answer_is_due_so_long_after_the_ticket_came_in_nights_not_counted() -> None:
    """In at 09:00 and in on Friday: two hours later is 11:00, and 10:00, two hours after the plan begins."""
    fresh, old, other = (
        a_job("J1", released_at=at("09:00"), respond_by=at("13:00")),
        a_job("J2", released_at=at("16:00", "2026-11-20"), respond_by=at("12:00"), service_class="contract"),
        a_job("J3"),
    )
    problem = a_problem([a_technician()], [fresh, old, other])
    due = [job.respond_by for job in after(problem, "respond_within", seconds=7200).jobs]
    assert due == [at("11:00"), at("10:00"), None]
    contract = after(problem, "respond_within", seconds=7200, service_class="contract")
    assert [job.respond_by for job in contract.jobs] == [at("13:00"), at("10:00"), None]
    everybody = after(problem, "respond_within", seconds=7200, also_others=True)
    assert everybody.jobs[2].respond_by == at("10:00")


def test_work_takes_so_many_times_as_long_and_never_no_time() -> None:
    """1,800 s x 1.1 = 1,980 s; one second x 0.1 stays one second."""
    problem = a_problem([a_technician()], [a_job(duration_spread=600), a_job("J2", duration=1)])
    longer = after(problem, "durations", factor=1.1).jobs[0]
    assert (longer.duration, longer.duration_spread) == (1980, 660)
    assert after(problem, "durations", factor=0.1).jobs[1].duration == 1


def test_every_van_carries_what_all_jobs_together_need() -> None:
    """Two belts and one belt are needed: three; five nozzles that were there stay."""
    jobs = [a_job("J1", parts={"belt": 2}), a_job("J2", parts={"belt": 1, "pump": 1})]
    problem = a_problem([a_technician(van_stock={"belt": 1, "nozzle": 5})], jobs)
    assert after(problem, "parts_on_van").technicians[0].van_stock == {"belt": 3, "nozzle": 5, "pump": 1}
    assert after(problem, "parts_on_van", parts=["pump"]).technicians[0].van_stock == {
        "belt": 1,
        "nozzle": 5,
        "pump": 1,
    }


def test_travel_takes_so_many_times_as_long_and_is_as_far() -> None:
    """10 min x 1.2 = 12 min, 10 km stay 10 km; two changes of a scenario multiply: 14 min 24 s."""
    problem = a_problem([a_technician()], [a_job()])
    travel = line_travel(problem)
    slow = ("travel", {"factor": 1.2})
    assert scenario(slow).travelled(travel).between("x0", "x10") == (720, 10_000)
    assert scenario(slow, slow).travelled(travel).between("x0", "x10") == (864, 10_000)
    assert scenario(slow).applied(problem) is problem


def test_new_homes_are_on_the_map_of_the_changed_day() -> None:
    """A technician more would have no way to anywhere."""
    one = scenario(("add_technicians", {"home": "centre"}), ("travel", {"factor": 2.0}))
    changed = one.applied(DAY)
    straight = Geodesic().matrix(changed.places)
    home, first = changed.technicians[-1].home.id, changed.jobs[0].place.id
    assert one.travelled(straight).between(home, first)[0] == 2 * straight.between(home, first)[0]


def test_weights_scale_tables_own_rates_and_own_prices() -> None:
    """A technician with own rates, or a job with its own price, would keep the old weight."""
    rich = a_technician(rates={"overtime_per_hour": 60})
    problem = a_problem([rich], [a_job(unassigned_price=Decimal(70))])
    changed = after(problem, "costs", overtime=2.0, unassigned=0.5, promise_missed=1.5)
    assert (changed.costs.overtime_per_hour, changed.technicians[0].rates.overtime_per_hour) == (
        Decimal(90),
        Decimal(120),
    )
    assert (changed.costs.unassigned[ServiceClass.PAID][0], changed.jobs[0].unassigned_price) == (
        Decimal(250),
        Decimal(35),
    )
    assert changed.costs.promise_missed[ServiceClass.CONTRACT].step == 45
    assert changed.costs.change == problem.costs.change


def test_a_plan_made_at_new_prices_can_be_billed_at_the_old_ones() -> None:
    """Twice the travel price would look like a worse plan: 20 min at 30 an hour are 10, at 60 they are 20."""
    problem = a_problem([a_technician()], [a_job()])
    travel = line_travel(problem)
    one = scenario(("costs", {"travel": 2.0}), ("durations", {"factor": 2.0}))
    new = a_plan(one.applied(problem), travel, {("anna", "day"): ["J1"]})
    old = replay(one.at_old_prices().applied(problem), travel, new)
    assert new.cost[Term.TRAVEL_TIME] == 2 * old.cost[Term.TRAVEL_TIME] == 20 * UNITS
    assert old.routes[0].stops[0].finish == new.routes[0].stops[0].finish


def test_a_shuffled_day_has_the_same_jobs_in_another_order() -> None:
    """The scenario that changes nothing would change something."""
    one, two = (after(DAY, "shuffle", seed=seed) for seed in (1, 2))
    assert by_id(one) == by_id(two) == by_id(DAY)
    assert len({tuple(by_id(problem)) for problem in (one, two, DAY)}) == 3
