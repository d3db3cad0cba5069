"""Field-service days with road matrices: 18 to 264 jobs, 4 to 42 technicians, 15-minute appointments.

Source of the files: vpillac/vroom on GitHub, Instances/trsp/pillac2; nothing more is said there about these days.

Objective: first the number of unserved jobs, then the total working time: per technician used, travel + service +
waiting, leaving home as late as does not delay the arrival home. It enters as money: one second of working time costs a
thousandth, a job left out more than all shifts of the day from their first second to their last; nothing else costs.

Rounding: the files give minutes and kilometres to four decimals; travel enters as round(60 x minutes) seconds and
round(1000 x km) metres. The minutes are whole seconds up to 0.002 s, so a route of ten legs is off by at most 0.02 s.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.costs import ChangePrices, Costs
from dispatcher.job import Job, TimeWindow
from dispatcher.place import Place
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician
from dispatcher.travel import GivenMatrix, TravelMatrix

INSTANCES = ("R1", "R2", "R3", "R4", "R5", "R6", "U1", "U2", "U3")

MIDNIGHT = datetime(2012, 7, 10, tzinfo=UTC)
"""Minute 0 of every file. The date is arbitrary: the files have none."""

WORKING_PER_HOUR = Decimal("3.6")
"""One thousandth a second."""


COSTS = Costs(
    travel_per_hour=Decimal(0),
    travel_per_km=Decimal(0),
    working_per_hour=WORKING_PER_HOUR,
    overtime_per_hour=Decimal(0),
    must_plan=Decimal(0),
    preferred_missed=Decimal(0),
    overqualified=Decimal(0),
    waiting_customer=(Decimal(0),) * 5,
    change=ChangePrices(promise_broken=Decimal(0), technician_swapped=Decimal(0), start_moved=Decimal(0)),
)
"""Prices of lateness stay at their defaults, as the validation asks for them; no job has a clock to miss."""


class Outcome(NamedTuple):
    """What counts, in its order: of two outcomes the smaller one is better."""

    unserved: int
    working_time_min: float


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
    price = _more_than_all_shifts(technicians)
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
    return {row["instance"]: _outcome(row) for row in _rows(folder / file)}


def best_routes(folder: Path, file: str = "BKS.csv") -> dict[str, str]:
    """The routes of the best known outcomes, in the format of `as_pillac_routes`."""
    return {row["instance"]: row["routes"] for row in _rows(folder / file)}


def outcome(problem: Problem, plan: Plan) -> Outcome:
    """Unserved jobs and working time of a plan whose numbers are true."""
    planned = sum(stop.kind is StopKind.JOB for route in plan.routes for stop in route.stops)
    return Outcome(len(problem.jobs) - planned, sum(route.working_time for route in plan.routes) / 60)


def as_pillac_routes(problem: Problem, plan: Plan) -> str:
    """A plan as the published tables write it: ``<1,24,46,60|2,27,61>``.

    Per technician the technician's number, those of the jobs, and that of the home at the end: the last request's
    number plus the technician's. Technicians without a route stay empty.
    """
    routes = {route.technician: [int(stop.id) for stop in route.stops] for route in plan.routes}
    last = len(problem.technicians) + len(problem.jobs)
    written = (
        ",".join(map(str, (int(name), *routes[name], last + int(name)))) if name in routes else ""
        for name in (technician.id for technician in problem.technicians)
    )
    return f"<{'|'.join(written)}>"


def pillac_check(checker: Path, instance: Path, routes: str) -> Mapping[str, Any]:
    """What the independent checker check_pillac.py says, on the file's own decimals.

    Parameters
    ----------
    checker
        Path of check_pillac.py, run in a process of its own.
    instance
        Path of the day.
    routes
        See `as_pillac_routes`.

    Returns
    -------
    Mapping
        ``duration`` in minutes, ``served``, ``n`` (jobs), ``err`` (a list: what is wrong) and more.

    Raises
    ------
    subprocess.CalledProcessError
        When the checker itself fails.
    """
    command = [sys.executable, str(checker), str(instance), routes]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    verdict: Mapping[str, Any] = literal_eval(printed)
    return verdict


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


def _more_than_all_shifts(technicians: Sequence[Technician]) -> Decimal:
    """A second of all shifts together costs a thousandth; rounded up to a whole number."""
    seconds = sum((shift.end - shift.start).total_seconds() for person in technicians for shift in person.shifts)
    return Decimal(int(seconds) // 1000 + 1)


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


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(newline="") as lines:
        yield from csv.DictReader(lines)


def _outcome(row: Mapping[str, str]) -> Outcome:
    unserved = int(row["unserved"]) if "unserved" in row else int(row["requests"]) - int(row["served"])
    return Outcome(unserved, float(row["working_time_min"]))
