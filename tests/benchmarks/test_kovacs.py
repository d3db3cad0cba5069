"""Service technicians with levels: requirements as levels, outsourcing as the price of being left out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.suite import SUITES
from benchmarks.suites.kovacs import cost, instance_paths, read
from benchmarks.suites.published import plan_of
from dispatcher.check import check

TASKS = """Capacity: 200
Customer: 3

CUST NO. \t XCOORD. \t YCOORD. \t DEMAND \t READY TIME \t DUE DATE \t SERVICE TIME \tcost\td11\td12\td13\td21\t2d22\td23
1\t0\t0\t0\t0\t100\t0\t0\t0\t0\t0\t0\t0\t0
2\t3\t4\t10\t0\t90\t10\t100\t1\t1\t0\t1\t0\t0
3\t6\t8\t10\t0\t90\t10\t100\t0\t0\t0\t1\t1\t1
"""
"""Task 2 asks for level 2 of domain 1 and level 1 of domain 2, task 3 for level 3 of domain 2."""

CREW = """Technicians
Number of Technicians: 2
domains: 2
proficiency level: 3


ID\tdomain1\tdomain2
1\t2\t2
2\t0\t3

"""


@pytest.fixture
def tiny(tmp_path: Path) -> tuple[Path, Path]:
    """The files of the tasks and of the crew."""
    tasks, crew = tmp_path / "tasks.txt", tmp_path / "crew.txt"
    tasks.write_text(TASKS)
    crew.write_text(CREW)
    return tasks, crew


def test_cumulated_requirements_become_one_level_for_each_domain(tiny: tuple[Path, Path]) -> None:
    """d11 = d12 = 1 means one technician of level 2 or more, not two requirements; level 0 is no skill."""
    problem, _ = read(*tiny)
    assert [job.skills.all for job in problem.jobs] == [{"domain 1": 2, "domain 2": 1}, {"domain 2": 3}]
    held = [{skill.name: skill.level for skill in person.skills} for person in problem.technicians]
    assert held == [{"domain 1": 2, "domain 2": 2}, {"domain 2": 3}]


def test_outsourcing_costs_two_hundred_and_the_requirements_to_the_power_of_one_and_a_half(
    tiny: tuple[Path, Path],
) -> None:
    """Both tasks have three requirements: 3 ^ 1.5 = 5.196; the cost column of 100 does not count."""
    problem, travel = read(*tiny)
    assert [job.unassigned_price for job in problem.jobs] == [Decimal("205.196")] * 2
    assert cost(problem, plan_of(problem, travel, {})) == pytest.approx(410.392)


def test_travel_and_outsourcing_are_one_sum(tiny: tuple[Path, Path]) -> None:
    """By hand: technician 1 drives 5 to task 2 and 5 back, task 3 is outsourced: 10 + 205.196."""
    problem, travel = read(*tiny)
    plan = plan_of(problem, travel, {"1": ["2"]})
    assert check(problem, travel, plan).violations == ()
    assert cost(problem, plan) == pytest.approx(215.196)


def test_a_level_too_low_is_a_violation(tiny: tuple[Path, Path]) -> None:
    """Technician 1 has level 2 of domain 2, task 3 asks for 3."""
    problem, travel = read(*tiny)
    plan = plan_of(problem, travel, {"1": ["3"]})
    assert [one.code for one in check(problem, travel, plan).violations] == ["skill"]


def test_a_crew_of_another_instance_is_refused(tiny: tuple[Path, Path]) -> None:
    """With two domains taken for three the requirements would be cut in the wrong places."""
    tasks, crew = tiny
    crew.write_text(CREW.replace("domains: 2", "domains: 3"))
    with pytest.raises(ValueError, match="do not belong together"):
        read(tasks, crew)


def test_a_name_without_crew_is_refused(tmp_path: Path) -> None:
    """The full crew would be planned where the reduced one was meant."""
    with pytest.raises(ValueError, match="C101_5x4-full or C101_5x4-reduced"):
        instance_paths(tmp_path, "C101_5x4")


def test_all_instances_are_read_with_both_crews(public_data: Path) -> None:
    """36 sets of tasks, 100 tasks each, the reduced crew smaller than the full one; their headers hold misprints."""
    suite = SUITES["kovacs"]
    folder = public_data / suite.folder
    names = [path.stem.removesuffix("_noTeam") for path in (folder / "tasks_noTeam").glob("*.txt")]
    assert len(names) == 36
    for name in names:
        full, _ = suite.read(folder, f"{name}-full")
        reduced, _ = suite.read(folder, f"{name}-reduced")
        assert len(full.jobs) == len(reduced.jobs) == 100
        assert len(reduced.technicians) < len(full.technicians)
