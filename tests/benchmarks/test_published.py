"""Published plans, read into ours: the test of the readers, and of the checker with depot visits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.shows_suites import Replay, replays
from benchmarks.suite import SUITES
from benchmarks.suites.pillac_routes import DEPOT, stops_of, written
from benchmarks.suites.published import plan_of
from dispatcher.plan import StopKind
from tests.builders import a_depot, a_job, a_problem, a_technician, a_window, line_travel


@pytest.mark.parametrize(("name", "plans"), [("pillac_trsp", 29), ("sdvrptw", 12)])
def test_published_plans_are_accepted_at_their_published_value(public_data: Path, name: str, plans: int) -> None:
    """Were a rule, the clock or the rounding read differently, our figures could not be compared with theirs."""
    suite = SUITES[name]
    found = list(replays(suite, public_data / suite.folder))
    assert len(found) == plans
    assert [one for one in found if not one.holds] == []


def test_published_plans_pass_the_depot(public_data: Path) -> None:
    """Without depot stops the acceptance above would say nothing about refilling."""
    suite = SUITES["pillac_trsp"]
    assert all(one.depot_visits for one in replays(suite, public_data / suite.folder))


def test_a_replay_holds_only_when_complete_valid_and_equal() -> None:
    """Each of the three alone would pass for proof."""
    good = Replay("pillac_trsp", "R101", depot_visits=1, left_out=0, violations=0, off=0.0005, rounding=0.001)
    assert good.holds
    for broken in ({"left_out": 1}, {"violations": 1}, {"off": 0.002}):
        assert not Replay(**vars(good) | broken).holds


def test_departure_is_as_late_as_does_not_delay_the_arrival_home() -> None:
    """By hand: 10 min to J1, which opens at 9:00, 30 min there, 10 min home: leave 8:50, work 50 min, not 100."""
    problem = a_problem([a_technician()], [a_job(time_windows=(a_window("09:00", "09:30"),))])
    (route,) = plan_of(problem, line_travel(problem), {"anna": ["J1"]}).routes
    assert route.departure - problem.start == timedelta(minutes=50)
    assert route.working_time == 50 * 60


def test_a_closing_window_ends_what_a_late_departure_may_eat() -> None:
    """By hand: J1 from 8:10 to 8:20, then 20 min of waiting for J2 at 9:00; leaving at 8:10 is the latest for J1.

    J1 8:10-8:40, J2 next door at 9:00: 20 min wait. Leaving 10 min later starts J1 at 8:20, its last instant.
    """
    jobs = [
        a_job("J1", time_windows=(a_window("08:00", "08:20"),)),
        a_job("J2", time_windows=(a_window("09:00", "10:00"),)),
    ]
    problem = a_problem([a_technician()], jobs)
    (route,) = plan_of(problem, line_travel(problem), {"anna": ["J1", "J2"]}).routes
    assert route.departure - problem.start == timedelta(minutes=10)
    assert route.stops[1].wait == 10 * 60


def test_a_technician_without_stops_has_no_route_and_their_jobs_are_left_out() -> None:
    """An empty route is a violation, a job named nowhere is lost."""
    problem = a_problem([a_technician()], [a_job()])
    plan = plan_of(problem, line_travel(problem), {"anna": []})
    assert plan.routes == ()
    assert [left_out.job for left_out in plan.unassigned] == ["J1"]


def test_numbers_past_the_homes_are_visits_to_the_depot() -> None:
    """2 technicians, 3 requests: 3-5 requests, 6-7 homes, 8-9 visits to the depot; a way home only is no route."""
    assert stops_of("<1,3,8,4,6|2,7>", crew=2, requests=3) == {"1": ["3", DEPOT, "4"]}


def test_routes_are_written_as_they_were_read() -> None:
    """The independent checker would judge another plan than ours."""
    technicians = [a_technician("1"), a_technician("2")]
    problem = a_problem(technicians, [a_job("3"), a_job("4"), a_job("5")], depots=(a_depot(DEPOT),))
    routes = "<|2,3,9,4,5,7>"
    plan = plan_of(problem, line_travel(problem), stops_of(routes, crew=2, requests=3))
    assert plan.routes[0].stops[1].kind is StopKind.DEPOT
    assert written(problem, plan) == routes
