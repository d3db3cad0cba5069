"""Technician routing with skills, tools and spare parts: 29 days of 100 jobs and 25 technicians.

Source: Pillac, Guéret and Medaglia, "A parallel matheuristic for the technician routing and scheduling problem",
Optimization Letters 7(7), 2013, doi:10.1007/s11590-012-0567-4; files of vpillac/vroom on GitHub, folder crew25. Each
job of a Solomon instance asks for one skill, some tools and some parts; each technician has a home of their own.
Passing the depot, once or more, takes the way only and hands out every tool and any number of parts from there on.

Objective: first the number of unserved jobs, then the total working time: per technician used, travel + service +
waiting, leaving home as late as does not delay the arrival home. It enters as money as in `field_days`.

Depot visits can be planned: the search's clock times and equips routes that hold them. The routing engine alone does
without, and so leaves out jobs that nobody carries everything for.

Rounding: travel is the Euclidean distance in double precision. One unit is 10,000 seconds and 10,000 metres here, each
leg rounded to the nearest, so a leg is off by at most 0.00005, half a unit of the last decimal published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.suites import plane
from benchmarks.suites.contract import Judge, Orders, Outcome, Suite
from benchmarks.suites.field_days import COSTS
from benchmarks.suites.pillac_routes import CHECKER, DEPOT, pillac_agrees, stops_of
from benchmarks.suites.prices import more_than_all_shifts
from benchmarks.suites.published import rows
from dispatcher.job import Job, SkillNeeds
from dispatcher.place import Depot
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Skill, Technician
from dispatcher.travel import TravelMatrix

SCALE = 10_000
"""Seconds and metres in one unit of the files."""

_ROW = re.compile(r"(?P<numbers>[\d.\s-]+)\[(?P<skills>[\d,\s]*)\]\s*\[(?P<tools>[\d,\s]*)\]\s*\[(?P<parts>[\d,\s]*)\]")


@dataclass(frozen=True)
class _Node:
    """One row of a file: the depot (0), a technician (1..crew), or a request; times in our seconds."""

    id: int
    spot: tuple[float, float]
    opens: int
    closes: int
    service: int
    skills: tuple[str, ...]
    tools: tuple[str, ...]
    parts: Mapping[str, int]


def read(path: Path) -> tuple[Problem, TravelMatrix]:
    """One day.

    Parameters
    ----------
    path
        A file such as R101.100_25-5-5-5.txt.

    Returns
    -------
    tuple
        The problem, technicians and jobs named by their numbers in the file, the depot called `DEPOT`; and travel.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When the file is not in this format.
    """
    lines = path.read_text().splitlines()
    nodes = [_node(found) for line in lines if (found := _ROW.fullmatch(line.strip()))]
    if not nodes:
        raise ValueError(f"{path} holds no node with skills, tools and parts: not a day of pillac_trsp")
    crew = int(lines[4].split()[0])
    technicians = tuple(map(_technician, nodes[1 : crew + 1]))
    price = more_than_all_shifts(technicians)
    problem = Problem(
        name=f"pillac_trsp {path.stem}",
        time_zone="UTC",
        departure="compact",
        technicians=technicians,
        jobs=tuple(
            Job(
                id=str(node.id),
                place=plane.point(node.id),
                duration=node.service,
                time_windows=(plane.window(node.opens, node.closes),),
                unassigned_price=price,
                skills=SkillNeeds(all=dict.fromkeys(node.skills, 1)),
                tools=node.tools,
                parts=node.parts,
            )
            for node in nodes[crew + 1 :]
        ),
        depots=(Depot(id=DEPOT, place=plane.point(0), duration=0),),
        costs=COSTS,
    )
    legs = plane.legs([node.spot for node in nodes], SCALE, path.name)
    return problem, legs.matrix(problem.places)


def working_time(_: Problem, plan: Plan) -> float:
    """The value of a plan whose numbers are true, in units of the files."""
    return sum(route.working_time for route in plan.routes) / SCALE


def best_known(folder: Path) -> dict[str, Outcome]:
    """The best plans published, by the short name of the instance; none is proven best.

    Parameters
    ----------
    folder
        Holds crew25 and BKS.csv.
    """
    return {_short(row["instance"]): Outcome(0, float(row["working_time"])) for row in rows(folder / "BKS.csv")}


def best_orders(folder: Path) -> dict[str, Orders]:
    """The stops of the best plans published, depot visits included: instance to technician to ids."""
    return {
        _short(row["instance"]): stops_of(row["routes"], int(row["crew"]), int(row["requests"]))
        for row in rows(folder / "BKS.csv")
    }


def instance_path(folder: Path, name: str) -> Path:
    """The file of an instance called by its short name, such as R101."""
    return folder / "crew25" / f"{name}.100_25-5-5-5.txt"


def _accepts(folder: Path, name: str, problem: Problem, plan: Plan) -> bool:
    """The independent checker finds nothing wrong, and the same outcome to a hundredth of a unit."""
    return pillac_agrees(folder, instance_path(folder, name), problem, plan, working_time(problem, plan), 0.01)


def _short(instance: str) -> str:
    return instance.partition(".")[0]


def _node(found: re.Match[str]) -> _Node:
    number, x, y, opens, closes, service = found["numbers"].split()
    return _Node(
        id=int(number),
        spot=(float(x), float(y)),
        opens=plane.scaled(opens, SCALE),
        closes=plane.scaled(closes, SCALE),
        service=plane.scaled(service, SCALE),
        skills=tuple(f"skill {k}" for k in _numbers(found["skills"])),
        tools=tuple(f"tool {k}" for k in _numbers(found["tools"])),
        parts={f"part {k}": quantity for k, quantity in enumerate(_numbers(found["parts"])) if quantity},
    )


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",") if number.strip()]


def _technician(node: _Node) -> Technician:
    return Technician(
        id=str(node.id),
        home=plane.point(node.id),
        skills=tuple(Skill(name=name) for name in node.skills),
        tools=node.tools,
        van_stock=node.parts,
        shifts=(plane.whole_shift(node.opens, node.closes),),
    )


SUITE = Suite(
    name="pillac_trsp",
    folder="pillac_trsp",
    instances=("C105", "C203", "R109", "R207", "RC101"),
    objective="unserved jobs, then working time",
    unit="working time",
    decimals=2,
    read=lambda folder, name: read(instance_path(folder, name)),
    value=working_time,
    best_known=best_known,
    best_orders=best_orders,
    rounding=0.001,
    judge=Judge(CHECKER, _accepts),
)
"""29 instances: C101 to C109 and C201 to C207 by twos, and so on for R and RC."""
