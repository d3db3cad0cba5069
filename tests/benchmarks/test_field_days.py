"""Field-service days: read exactly, priced lexicographically, written as the published tables write routes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.suites.contract import unserved
from benchmarks.suites.field_days import INSTANCES, best_known, best_routes, read, working_minutes
from benchmarks.suites.pillac_routes import pillac_check, stops_of, written
from benchmarks.suites.published import plan_of
from dispatcher.check import check
from dispatcher.plan import Plan, total
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

TINY = """Pillac_TRSP_T

INFO
CREW COUNT  SKILLS    TOOLS   SPARE PARTS
        1        0        0             0

DEPOT TECHNICIANS AND REQUESTS
ID           X        Y     TWS     TWE    Serv     SKILLS   TOOLS    SPARE PARTS
0          0.0      0.0   420.0  1140.0     0.0 \t[] \t[] \t[]
1          0.0      0.0   420.0  1140.0     0.0 \t[] \t[] \t[]
2          0.0      0.0   480.0   495.0    45.0 \t[] \t[] \t[]
3          0.0      0.0     0.0  1440.0    90.0 \t[] \t[] \t[]
DISTANCES
0;0.0;0.0;5.0;7.0;0.0;0.0;
1;0.0;0.0;5.0;7.0;0.0;0.0;
2;5.0;5.0;0.0;2.5;5.0;5.0;
3;7.0;7.0;2.5;0.0;7.0;7.0;
4;0.0;0.0;5.0;7.0;0.0;0.0;
5;0.0;0.0;5.0;7.0;0.0;0.0;
TRAVEL TIMES
0;0.0;0.0;10.0;12.0;0.0;0.0;
1;0.0;0.0;10.0;12.0;0.0;0.0;
2;10.0;10.0;0.0;4.0167;10.0;10.0;
3;12.0;12.0;4.0;0.0;12.0;12.0;
4;0.0;0.0;10.0;12.0;0.0;0.0;
5;0.0;0.0;10.0;12.0;0.0;0.0;
"""
"""One technician, two requests: one with an appointment from 8:00 to 8:15, one free."""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The file T.txt."""
    path = tmp_path / "T.txt"
    path.write_text(TINY)
    return path


@pytest.fixture(scope="module")
def days(public_data: Path) -> Path:
    """The folder of the field-service days."""
    return public_data / "field_days"


def decide(problem: Problem, travel: TravelMatrix, routes: str) -> Plan:
    """The plan of published routes."""
    return plan_of(problem, travel, stops_of(routes, len(problem.technicians), len(problem.jobs)))


def test_minutes_become_seconds_and_the_appointment_a_window_on_the_start(tiny: Path) -> None:
    """4.0167 min are 241 s; were they cut to 240, each leg would be a second too short."""
    problem, travel = read(tiny)
    assert travel.between("2", "3") == (241, 2500)
    assert travel.between("3", "2") == (240, 2500)
    (appointment,) = problem.jobs[0].time_windows
    assert appointment.earliest_start - problem.start == timedelta(hours=1)
    assert appointment.latest_start - appointment.earliest_start == timedelta(minutes=15)
    assert [job.duration for job in problem.jobs] == [45 * 60, 90 * 60]


def test_a_job_left_out_costs_more_than_all_shifts_together(tiny: Path) -> None:
    """720 minutes of one technician cost 43.20: a job must cost more, or leaving it out might pay."""
    problem, _ = read(tiny)
    assert problem.jobs[0].unassigned_price == Decimal(44)
    assert problem.findings == ()


def test_only_working_time_is_priced_and_the_departure_is_as_late_as_it_can_be(tiny: Path) -> None:
    """By hand: leave 7:50, 45 min from 8:00, 241 s on the way, 90 min, 12 min home: 10 + 45 + 4:01 + 90 + 12 min."""
    problem, travel = read(tiny)
    plan = decide(problem, travel, "<1,2,3,4>")
    seconds = (10 + 45 + 90 + 12) * 60 + 241
    assert unserved(problem, plan) == 0
    assert working_minutes(problem, plan) == seconds / 60
    assert total(plan.cost) == seconds * 18_000
    assert check(problem, travel, plan).violations == ()


def test_routes_are_written_with_the_technician_first_and_the_home_last(tiny: Path) -> None:
    """The independent checker reads the last number as the way home; without it the way home would be free."""
    problem, travel = read(tiny)
    assert written(problem, decide(problem, travel, "<1,3,4>")) == "<1,3,4>"
    assert unserved(problem, decide(problem, travel, "<1,3,4>")) == 1
    assert written(problem, decide(problem, travel, "<>")) == "<>"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A reader that returned an empty day would report a perfect score."""
    path = tmp_path / "other.txt"
    path.write_text("NAME : X-n101-k25\nDIMENSION : 101\n")
    with pytest.raises(ValueError, match="not a day of field_days"):
        read(path)


@pytest.mark.parametrize("name", INSTANCES)
@pytest.mark.parametrize("file", ["BKS.csv", "BKS_ours.csv"])
def test_best_known_routes_replay_to_their_published_working_time(days: Path, name: str, file: str) -> None:
    """Were the clock, the rounding or the departure read differently, our figures could not be compared with theirs.

    The tables hold four decimals of a minute, and so do the legs: they may be off by 0.00005 min on each of 306 legs.
    """
    problem, travel = read(days / f"{name}.txt")
    plan = decide(problem, travel, best_routes(days, file)[name])
    known = best_known(days, file)[name]
    assert check(problem, travel, plan).violations == ()
    assert unserved(problem, plan) == known.unserved
    assert working_minutes(problem, plan) == pytest.approx(known.value, abs=0.0155)


def test_the_independent_checker_reads_what_we_write(days: Path) -> None:
    """Our routes in their format must come to the same working time there, or one of both is wrong."""
    problem, travel = read(days / "R6.txt")
    routes = best_routes(days)["R6"]
    plan = decide(problem, travel, routes)
    assert written(problem, plan) == routes
    verdict = pillac_check(days.parent / "checkers" / "check_pillac.py", days / "R6.txt", routes)
    assert (verdict["err"], verdict["served"]) == ([], 18)
    assert verdict["duration"] == pytest.approx(working_minutes(problem, plan), abs=0.001)
