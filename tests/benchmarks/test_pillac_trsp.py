"""Technician routing with skills, tools and parts: read exactly, depot visits checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.suites.pillac_trsp import SCALE, best_known, best_orders, instance_path, read, working_time
from benchmarks.suites.published import plan_of
from dispatcher.arrays import Numbered, number
from dispatcher.check import check
from dispatcher.solver.orders import to_plan

TINY = """T

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
1       2       2       2

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    0     4     0      100    0      [] \t[] \t[]
1    0     0     0      100    0      [0,1] \t[0] \t[1,0]
2    3     4     20     30     10     [1] \t[1] \t[1,2]
3    0     2     0      100    5      [0] \t[0] \t[1,0]
"""
"""One technician at (0, 0), the depot at (0, 4); request 2 needs tool 1 and two of part 1, which only the depot has."""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The file T.txt."""
    path = tmp_path / "T.txt"
    path.write_text(TINY)
    return path


def test_skills_tools_and_parts_are_read_by_their_numbers(tiny: Path) -> None:
    """A column read for another would let anybody do anything."""
    problem, _ = read(tiny)
    (technician,), (far, near) = problem.technicians, problem.jobs
    assert [skill.name for skill in technician.skills] == ["skill 0", "skill 1"]
    assert (technician.tools, technician.van_stock) == (("tool 0",), {"part 0": 1})
    assert (far.skills.all, far.tools, far.parts) == ({"skill 1": 1}, ("tool 1",), {"part 0": 1, "part 1": 2})
    assert (near.skills.all, near.tools, near.parts) == ({"skill 0": 1}, ("tool 0",), {"part 0": 1})
    assert near.duration == 5 * SCALE


def test_a_leg_is_the_straight_line_times_the_scale(tiny: Path) -> None:
    """From (0, 2) to (3, 4) it is the root of 13: 3.60555 units, 36,056 s and m when rounded to the nearest."""
    _, travel = read(tiny)
    assert travel.between("3", "2") == (36_056, 36_056)
    assert travel.between("1", "2") == (50_000, 50_000)


def test_tools_and_parts_come_from_the_depot(tiny: Path) -> None:
    """By hand: 0 -> 3 (2, work 5), -> depot (2), -> 2 (3, arriving at 12 of 20: wait), work 10, 5 home.

    Leaving 8 later saves the wait: 2 + 5 + 2 + 3 + 10 + 5 = 27. Without the depot tool 1 and both parts are missing.
    """
    problem, travel = read(tiny)
    plan = plan_of(problem, travel, {"1": ["3", "depot", "2"]})
    assert check(problem, travel, plan).violations == ()
    assert working_time(problem, plan) == 27.0
    without = plan_of(problem, travel, {"1": ["3", "2"]})
    assert sorted(one.code for one in check(problem, travel, without).violations) == ["part", "part", "tool"]


def test_a_job_left_out_costs_more_than_all_shifts_together(tiny: Path) -> None:
    """100 units of one technician are 1,000,000 s at a thousandth: 1,000; a job must cost more."""
    problem, _ = read(tiny)
    assert problem.jobs[0].unassigned_price == 1001
    assert problem.findings == ()


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A reader that returned an empty day would report a perfect score."""
    path = tmp_path / "other.txt"
    path.write_text("R101\n\nVEHICLE\nNUMBER     CAPACITY\n  25         200\n")
    with pytest.raises(ValueError, match="not a day of pillac_trsp"):
        read(path)


def test_every_instance_has_a_published_plan(public_data: Path) -> None:
    """An instance without would count as unknown, and its gap be left out."""
    folder = public_data / "pillac_trsp"
    names = {path.name.partition(".")[0] for path in (folder / "crew25").glob("*.txt")}
    assert names == best_known(folder).keys() == best_orders(folder).keys()
    assert {path.name for path in (folder / "crew25").glob("*.txt")} == {instance_path(folder, n).name for n in names}


def in_numbers(numbered: Numbered, orders: Mapping[str, Sequence[str]]) -> list[list[int]]:
    """Published routes, depot visits included, as the search holds them."""
    position = {**numbered.depot_position, **numbered.job_position}
    return [[position[name] for name in orders.get(technician.id, ())] for technician, _ in numbered.shifts]


def test_the_clock_of_the_search_times_published_depot_visits_as_the_checker_does(public_data: Path) -> None:
    """The search would take the best plans known for impossible, or for dearer than they are."""
    folder = public_data / "pillac_trsp"
    for name, orders in list(best_orders(folder).items())[::7]:
        problem, travel = read(instance_path(folder, name))
        numbered = number(problem, travel)
        plan = to_plan(numbered, in_numbers(numbered, orders))
        assert not check(problem, travel, plan).violations
        assert plan.cost == plan_of(problem, travel, orders).cost
