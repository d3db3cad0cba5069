"""Service technician routing with skill levels and outsourcing: 36 x 100 tasks, full and reduced crews.

Source: Kovacs, Parragh, Doerner and Hartl, "Adaptive large neighborhood search for service technician routing and
scheduling problems", Journal of Scheduling 15, 2012, doi:10.1007/s10951-011-0246-9; files of vpillac/vroom on GitHub,
the half without teams. Solomon's places and windows; each task asks for levels in some of 5 to 7 skills, which one
technician must hold; technicians start and end at the depot. Demands, capacities and the cost column do not count.

Objective: travel + outsourcing. A task that nobody does is outsourced for 200 + (sum of its requirements) ^ 1.5, where
level 3 in a skill counts as three requirements; that is its price of being left out. A task may also be outsourced
because the detour would be dearer.

Best known: no file with best values or plans is at hand, so there is no gap; compare solvers with each other.

Rounding: the paper names none. Euclidean distance x 1000 rounded to the nearest, as distance and as travel time; times
x 1000. A thousandth of a unit is one second, one metre and a thousandth of money here, to which outsourcing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from benchmarks.suites import plane
from benchmarks.suites.contract import Outcome, Suite, metres_driven
from benchmarks.suites.prices import nothing_but
from dispatcher.fields import UNITS
from dispatcher.job import Job, SkillNeeds
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Skill, Technician
from dispatcher.travel import TravelMatrix

SCALE = 1000
"""Seconds and metres in one unit of the files."""

PER_KM = Decimal(1)
"""A unit costs 1."""

CREWS = {"full": "technicians_noTeam", "reduced": "techniciansReduced_noTeam"}
"""The folder of each crew."""

COLUMNS = 8
"""Of a task, before its requirements: number, x, y, demand, ready time, due date, service time, cost."""


def read(tasks: Path, crew: Path) -> tuple[Problem, TravelMatrix]:
    """One instance.

    Parameters
    ----------
    tasks
        A file such as tasks_noTeam/C101_5x4_noTeam.txt.
    crew
        A file such as technicians_noTeam/technicians_C101_5x4_noTeam.txt.

    Returns
    -------
    tuple
        The problem, technicians and jobs named by their numbers in the files; and travel.

    Raises
    ------
    OSError
        When a file cannot be read.
    ValueError
        When a file is not in this format.
    """
    domains, levels = (_labelled(crew, label) for label in ("domains", "proficiency level"))
    nodes = [row for row in _numbered(tasks) if len(row) == COLUMNS + domains * levels]
    people = [row for row in _numbered(crew) if len(row) == 1 + domains]
    if not nodes or len(people) != _labelled(crew, "Number of Technicians"):
        raise ValueError(f"{tasks} and {crew} do not belong together: not an instance of kovacs")
    legs = plane.legs([(x, y) for _, x, y, *_ in nodes], SCALE, tasks.name)
    shift = plane.whole_shift(SCALE * nodes[0][4], SCALE * nodes[0][5])
    problem = Problem(
        name=f"kovacs {tasks.stem} {crew.parent.name}",
        time_zone="UTC",
        technicians=tuple(
            Technician(id=str(number), home=plane.point(0), skills=tuple(_skills(held)), shifts=(shift,))
            for number, *held in people
        ),
        jobs=tuple(_job(row, node, levels) for row, node in enumerate(nodes) if row),
        costs=nothing_but(travel_per_km=PER_KM),
    )
    return problem, legs.matrix(problem.places)


def cost(_: Problem, plan: Plan) -> float:
    """The value of a plan whose numbers are true: distance and outsourcing in units of the files."""
    return metres_driven(plan) / SCALE + sum(left_out.cost for left_out in plan.unassigned) / UNITS


def instance_paths(folder: Path, name: str) -> tuple[Path, Path]:
    """(tasks, crew) of an instance such as C101_5x4-full or C101_5x4-reduced.

    Raises
    ------
    ValueError
        When the name has no crew.
    """
    tasks, _, crew = name.partition("-")
    if crew not in CREWS:
        raise ValueError(f"'{name}' names no crew: write {tasks}-full or {tasks}-reduced")
    return folder / "tasks_noTeam" / f"{tasks}_noTeam.txt", folder / CREWS[crew] / f"technicians_{tasks}_noTeam.txt"


def _none_known(_: Path) -> Mapping[str, Outcome]:
    return {}


def _numbered(path: Path) -> Iterator[list[int]]:
    """The rows that begin with a number."""
    for line in path.read_text().splitlines():
        if line[:1].isdigit():
            yield [int(number) for number in line.split()]


def _labelled(path: Path, label: str) -> int:
    """The number behind a label, as in ``domains: 5``."""
    for line in path.read_text().splitlines():
        if line.startswith(f"{label}:"):
            return int(line.partition(":")[2])
    raise ValueError(f"{path} has no '{label}': not a crew of kovacs")


def _skills(held: list[int]) -> Iterator[Skill]:
    for domain, level in enumerate(held, 1):
        if level:
            yield Skill(name=f"domain {domain}", level=level)


def _job(row: int, node: list[int], levels: int) -> Job:
    number, _, _, _, opens, closes, service, _, *asked = node
    domains = [asked[k : k + levels] for k in range(0, len(asked), levels)]
    return Job(
        id=str(number),
        place=plane.point(row),
        duration=SCALE * service,
        time_windows=(plane.window(SCALE * opens, SCALE * closes),),
        unassigned_price=Decimal(200) + round(Decimal(sum(asked) ** 1.5), 3),
        skills=SkillNeeds(all={f"domain {k}": sum(steps) for k, steps in enumerate(domains, 1) if any(steps)}),
    )


SUITE = Suite(
    name="kovacs",
    folder="kovacs_strsp",
    instances=("C101_5x4-full", "C203_6x6-reduced", "R103_6x6-full", "R201_7x4-reduced", "RC101_7x4-reduced"),
    objective="travel + outsourcing",
    unit="cost",
    decimals=2,
    read=lambda folder, name: read(*instance_paths(folder, name)),
    value=cost,
    best_known=_none_known,
    priced=True,
)
"""72 instances: {C,R,RC}{101,103,201,203}_{5x4,6x6,7x4} (skills x levels), each with -full or -reduced."""
