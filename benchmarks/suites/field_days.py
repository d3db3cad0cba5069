"""Field-service days with road matrices: 18 to 264 jobs, 4 to 42 technicians, 15-minute appointments.

Source of the files: vpillac/vroom on GitHub, Instances/trsp/pillac2; nothing more is said there about these days.

Objective: first the number of unserved jobs, then the total working time: per technician used, travel + service +
waiting, leaving home as late as does not delay the arrival home. It enters as money: one second of working time costs a
thousandth, a job left out more than all shifts of the day from their first second to their last; nothing else costs.

Rounding: the files give minutes and kilometres to four decimals; travel enters as round(60 x minutes) seconds and
round(1000 x km) metres. The minutes are whole seconds up to 0.002 s, so a route of ten legs is off by at most 0.02 s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.suites.contract import Judge, Outcome, Suite
from benchmarks.suites.pillac_routes import CHECKER, pillac_agrees
from benchmarks.suites.prices import more_than_all_shifts, nothing_but
from benchmarks.suites.published import rows
from dispatcher.job import Job, TimeWindow
from dispatcher.place import Place
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician
from dispatcher.travel import GivenMatrix, TravelMatrix

INSTANCES = ("R1", "R2", "R3", "R4", "R5", "R6", "U1", "U2", "U3")

MIDNIGHT = datetime(2012, 7, 10, tzinfo=UTC)
"""Minute 0 of every file. The date is arbitrary: the files have none."""

WORKING_PER_HOUR = Decimal("3.6")
"""One thousandth a second."""

COSTS = nothing_but(working_per_hour=WORKING_PER_HOUR)


@dataclass(frozen=True)
class _Node:
    """One row of a file: the depot (0), a technician (1..crew), or a request; times in minutes."""

    id: int
    opens: float
    closes: float
    service: float


def read(path: Path) -> tuple[Problem, TravelMatrix]:
    """One day.

    Parameters
    ----------
    path
        A file such as R1.txt.

    Returns
    -------
    tuple
        The problem, technicians and jobs named by their numbers in the file, and travel between its places.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When the file is not in this format.
    """
    sections = _sections(path)
    crew = int(sections["CREW"][0].split()[0])
    nodes = [_node(line) for line in sections["ID"]]
    technicians = tuple(_technician(node) for node in nodes[1 : crew + 1])
    price = more_than_all_shifts(technicians)
    problem = Problem(
        name=f"field_days {path.stem}",
        time_zone="UTC",
        departure="compact",
        technicians=technicians,
        jobs=tuple(_job(node, price) for node in nodes[crew + 1 :]),
        costs=COSTS,
    )
    return problem, _travel(sections, path.name, problem.places)


def best_known(folder: Path, file: str = "BKS.csv") -> dict[str, Outcome]:
    """The best outcome known of each day.

    Parameters
    ----------
    folder
        Holds the days and the two tables.
    file
        BKS.csv: published in 2012. BKS_ours.csv: found since, by OR-Tools 9.15 or PyVRP 0.14.1 in 10 to 40 s.
    """
    return {row["instance"]: _outcome(row) for row in rows(folder / file)}


def best_routes(folder: Path, file: str = "BKS.csv") -> dict[str, str]:
    """The routes of the best known outcomes, in the format of `pillac_routes`."""
    return {row["instance"]: row["routes"] for row in rows(folder / file)}


def working_minutes(_: Problem, plan: Plan) -> float:
    """The value of a plan whose numbers are true."""
    return sum(route.working_time for route in plan.routes) / 60


def _accepts(folder: Path, name: str, problem: Problem, plan: Plan) -> bool:
    """The independent checker finds nothing wrong, and the same outcome to a second."""
    return pillac_agrees(folder, folder / f"{name}.txt", problem, plan, working_minutes(problem, plan), 1 / 60)


def _sections(path: Path) -> dict[str, list[str]]:
    """Lines under each header, by the header's first word."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        word = line.split()[0] if line.strip() else ""
        if word in {"CREW", "ID", "DISTANCES", "TRAVEL"}:
            body = sections[word] = []
        elif word[:1].isdigit():
            body.append(line)
    if missing := {"CREW", "ID", "TRAVEL", "DISTANCES"} - sections.keys():
        raise ValueError(f"{path} has no {', '.join(sorted(missing))}: not a day of field_days")
    return sections


def _node(line: str) -> _Node:
    number, _, _, opens, closes, service = line.split()[:6]
    return _Node(int(number), float(opens), float(closes), float(service))


def _at(minute: float) -> datetime:
    return MIDNIGHT + timedelta(seconds=round(60 * minute))


def _place(node: _Node) -> Place:
    return Place(id=str(node.id), index=node.id)


def _technician(node: _Node) -> Technician:
    shift = Shift(id="day", start=_at(node.opens), end=_at(node.closes))
    return Technician(id=str(node.id), home=_place(node), shifts=(shift,))


def _job(node: _Node, unassigned_price: Decimal) -> Job:
    window = TimeWindow(earliest_start=_at(node.opens), latest_start=_at(node.closes))
    return Job(
        id=str(node.id),
        place=_place(node),
        duration=round(60 * node.service),
        time_windows=(window,),
        unassigned_price=unassigned_price,
    )


def _travel(sections: Mapping[str, Sequence[str]], name: str, places: Sequence[Place]) -> TravelMatrix:
    """Rows of a file stand in the order of the numbers; the copies of the homes at their end are not needed."""
    minutes, kilometres = _matrix(sections["TRAVEL"]), _matrix(sections["DISTANCES"])
    seconds = np.rint(60 * minutes).astype(np.int64)
    metres = np.rint(1000 * kilometres).astype(np.int64)
    source = f"{name}: road minutes x 60 and kilometres x 1000, each rounded to whole numbers"
    return GivenMatrix(seconds, metres, source).matrix(places)


def _matrix(lines: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[float(value) for value in line.strip(" ;").split(";")[1:]] for line in lines])


def _outcome(row: Mapping[str, str]) -> Outcome:
    left_out = int(row["unserved"]) if "unserved" in row else int(row["requests"]) - int(row["served"])
    return Outcome(left_out, float(row["working_time_min"]))


SUITE = Suite(
    name="field_days",
    folder="field_days",
    instances=INSTANCES,
    objective="unserved jobs, then working time",
    unit="working minutes",
    decimals=2,
    read=lambda folder, name: read(folder / f"{name}.txt"),
    value=working_minutes,
    best_known=best_known,
    judge=Judge(CHECKER, _accepts),
)
"""All nine days."""
