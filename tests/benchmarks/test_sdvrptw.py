"""Site-dependent vehicle routing: kinds of vehicle as skills, no route longer than allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.suites.published import plan_of
from benchmarks.suites.sdvrptw import distance, keeps_the_longest_duration, read
from dispatcher.check import check
from dispatcher.plan import total

TINY = """NAME: T
TYPE: SDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 4
VEHICLES: 3
VEHICLES_MAX_DURATION: 12
NODE_COORD_SECTION
1\t0\t0
2\t1\t1
3\t0\t-2.5
4\t2\t0
DEMAND_SECTION
1\t0
2\t5
3\t5
4\t1
SERVICE_TIME_SECTION
1\t0
2\t1
3\t1
4\t1
TIME_WINDOW_SECTION
1\t0\t100
2\t50\t60
3\t40\t42
4\t0\t100
CAPACITY_SECTION
1\t10
2\t10
3\t6
VEHICLES_ALLOWED_CLIENTS_SECTION
1\t2\t3
2\t2\t3
3\t3\t4
EOF
"""
"""Vehicles 1 and 2 may go to clients 1 and 2, vehicle 3 to 2 and 3; no route longer than 12."""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The file T.vrp."""
    path = tmp_path / "T.vrp"
    path.write_text(TINY)
    return path


def test_vehicles_with_the_same_clients_are_one_kind(tiny: Path) -> None:
    """A client asks for any of the kinds that may come; asked for all of them nobody could come."""
    problem, _ = read(tiny)
    assert [person.skills[0].name for person in problem.technicians] == ["kind 1", "kind 1", "kind 2"]
    assert [set(job.skills.any) for job in problem.jobs] == [{"kind 1"}, {"kind 1", "kind 2"}, {"kind 2"}]
    assert problem.findings == ()


def test_a_vehicle_that_is_not_allowed_is_a_violation(tiny: Path) -> None:
    """Otherwise the suite would be plain vehicle routing."""
    problem, travel = read(tiny)
    plan = plan_of(problem, travel, {"1": ["3"]})
    assert [one.code for one in check(problem, travel, plan).violations] == ["skill_any"]


def test_lengths_are_thousandths_rounded_to_the_nearest(tiny: Path) -> None:
    """The root of 2 is 1.41421: 1,414; to (0, -2.5) it is 2,500; both ways together, 7,828."""
    problem, travel = read(tiny)
    assert travel.between("0", "1") == (1414, 1414)
    assert distance(problem, plan_of(problem, travel, {"1": ["1"], "2": ["2"]})) == 2 * 1414 + 2 * 2500


def test_a_route_that_lasts_too_long_is_refused_and_costs_a_job_for_each_second(tiny: Path) -> None:
    """By hand: leave 39.5, client 2 at 42, client 1 at 50-51, 1.414 home: 12.914 of 12, 914 s too long."""
    problem, travel = read(tiny)
    plan = plan_of(problem, travel, {"1": ["2", "1"]})
    price = problem.jobs[0].unassigned_price
    assert price is not None
    assert check(problem, travel, plan).violations == ()
    assert plan.routes[0].working_time == 12_914
    assert not keeps_the_longest_duration(problem, plan)
    assert total(plan.cost) > 914 * price * 18_000_000
    assert keeps_the_longest_duration(problem, plan_of(problem, travel, {"1": ["2"], "2": ["1"]}))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """Vehicle routing without the allowed clients is another problem."""
    path = tmp_path / "other.vrp"
    path.write_text(TINY.split("VEHICLES_ALLOWED")[0])
    with pytest.raises(ValueError, match="VEHICLES_ALLOWED_CLIENTS: not an instance of sdvrptw"):
        read(path)
