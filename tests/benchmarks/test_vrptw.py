"""Vehicle routing with time windows: lengths cut to a tenth, capacities as a part."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.suite import SUITES
from benchmarks.suites.contract import unserved
from benchmarks.suites.published import plan_of
from benchmarks.suites.vrptw import CHECKER, as_solution, best_known, distance, instance_path, read, vrptw_check
from dispatcher.check import check

TINY = """T

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0         0          0        0            100        0
    1      3         3          6        0            50         10
    2      3         7          5        30           40         10
"""
"""Two vehicles of 10; the demands of 6 and 5 do not fit into one."""

C101 = """
5 3 7 8 10 11 9 6 4 2 1 75
13 17 18 19 15 16 14 12
20 24 25 27 29 30 28 26 23 22 21
32 33 31 35 37 38 39 36 34
43 42 41 40 44 46 45 48 51 50 52 49 47
57 55 54 53 56 58 60 59
67 65 63 62 74 72 61 64 68 66 69
81 78 76 71 70 73 77 79 80
90 87 86 83 82 84 85 88 89 91
98 96 95 94 92 93 97 100 99
"""
"""The best routes of C101, in every textbook: 828.94 in double precision, 827.3 cut to tenths; proven best."""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The file T.txt."""
    path = tmp_path / "T.txt"
    path.write_text(TINY)
    return path


def test_lengths_are_cut_to_a_tenth_not_rounded(tiny: Path) -> None:
    """(0, 0) to (3, 7) is 7.6158: 7.6 = 76 s; to (3, 3) it is 4.2426: 4.2. (3, 3) to (3, 7) stays 4.0 exactly."""
    _, travel = read(tiny)
    assert travel.between("0", "2") == (76, 76)
    assert travel.between("0", "1") == (42, 42)
    assert travel.between("1", "2") == (40, 40)


def test_the_capacity_is_what_the_van_holds(tiny: Path) -> None:
    """Were demand not used up along the route, one vehicle could serve everybody."""
    problem, travel = read(tiny)
    together = plan_of(problem, travel, {"1": ["1", "2"]})
    assert [one.code for one in check(problem, travel, together).violations] == ["part"]
    apart = plan_of(problem, travel, {"1": ["1"], "2": ["2"]})
    assert check(problem, travel, apart).violations == ()


def test_only_distance_is_priced_and_a_job_left_out_costs_more_than_any_plan(tiny: Path) -> None:
    """By hand: 2 x 4.2 + 2 x 7.6 = 23.6, at a thousandth a tenth 0.236. Out and back to everybody is the most."""
    problem, travel = read(tiny)
    plan = plan_of(problem, travel, {"1": ["1"], "2": ["2"]})
    assert distance(problem, plan) == 23.6
    assert sum(plan.cost.values()) == 236 * 18_000
    assert problem.jobs[0].unassigned_price == Decimal(1) > Decimal("0.236")
    assert problem.findings == ()


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A reader that returned an empty day would report a perfect score."""
    path = tmp_path / "other.txt"
    path.write_text("NAME : X-n101-k25\nDIMENSION : 101\n")
    with pytest.raises(ValueError, match="not an instance of vrptw"):
        read(path)


def test_a_plan_is_written_as_routes_of_customers(tiny: Path) -> None:
    """The independent checker would read another plan than ours."""
    problem, travel = read(tiny)
    plan = plan_of(problem, travel, {"1": ["1"], "2": ["2"]})
    assert as_solution(plan) == "Route #1: 1\nRoute #2: 2\n"


def test_the_proven_best_routes_of_c101_have_their_published_length(public_data: Path) -> None:
    """827.3 by CVRPLIB, by our checker and by the independent one; any other rounding gives 828.9 or so."""
    folder = public_data / "vrptw"
    problem, travel = read(instance_path(folder, "C101"))
    orders = {str(k): line.split() for k, line in enumerate(C101.strip().splitlines(), 1)}
    plan = plan_of(problem, travel, orders)
    assert check(problem, travel, plan).violations == ()
    assert distance(problem, plan) == best_known(folder)["C101"].value == 827.3
    checker = public_data / "checkers" / CHECKER
    assert vrptw_check(checker, instance_path(folder, "C101"), as_solution(plan)) == (827.3, 10, True)


def test_the_judge_refuses_a_plan_that_leaves_somebody_out(public_data: Path) -> None:
    """A short distance for 92 of 100 customers would pass for a record."""
    folder = public_data / "vrptw"
    problem, travel = read(instance_path(folder, "C101"))
    plan = plan_of(problem, travel, {"1": C101.strip().splitlines()[1].split()})
    judge = SUITES["vrptw"].judge
    assert unserved(problem, plan) == 92
    assert judge is not None
    assert not judge.accepts(folder, "C101", problem, plan)


def test_every_instance_has_a_best_known_distance(public_data: Path) -> None:
    """A name that the table spells otherwise would count as unknown, and its gap be left out."""
    folder = public_data / "vrptw"
    names = [path.stem for path in folder.glob("*/*.txt")]
    assert len(names) == 80
    assert set(names) <= best_known(folder).keys()
    assert all(instance_path(folder, name).exists() for name in names)
