"""Vehicle routing with time windows: 100 jobs (Solomon), 200 and 1,000 (Gehring and Homberger).

Source: Solomon, Operations Research 35(2), 1987, doi:10.1287/opre.35.2.254; Gehring and Homberger, 1999; files of
VROOM-Project/vroom-scripts on GitHub. Best known values: CVRPLIB of December 2024, as given by TimefoldAI and PyVRP.

Objective: the distance driven. Every job is to be served; leaving one out costs more than any plan can drive. How many
of the given vehicles are used does not count.

A capacity is a part here: each job uses up its demand of the part `plane.LOAD`, each van holds the capacity of it. The
fleet is as given, each vehicle a technician.

Rounding: the convention of the DIMACS challenge of 2022. Distance and travel time are the Euclidean distance cut to one
decimal; a tenth of a unit is one second and one metre here, so nothing more is rounded. Values are comparable with
those of the same convention only.
"""

from __future__ import annotations

import subprocess
import sys
from ast import literal_eval
from decimal import Decimal
from pathlib import Path

from benchmarks.suites import plane
from benchmarks.suites.contract import Judge, Outcome, Suite, metres_driven, unserved
from benchmarks.suites.prices import more_than_all_legs, nothing_but
from benchmarks.suites.published import rows
from dispatcher.job import Job
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Technician
from dispatcher.travel import TravelMatrix

SCALE = 10
"""Seconds and metres in one unit of the files."""

PER_KM = Decimal(1)
"""A tenth of a unit costs a thousandth."""

CHECKER = "check_vrptw.py"


def read(path: Path) -> tuple[Problem, TravelMatrix]:
    """One instance.

    Parameters
    ----------
    path
        A file such as R101.txt.

    Returns
    -------
    tuple
        The problem, jobs named by their numbers in the file, vehicles counted from 1; and travel.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When the file is not in this format.
    """
    table = [line.split() for line in path.read_text().splitlines()]
    nodes = [[int(float(number)) for number in row] for row in table if len(row) == 7 and row[0].isdigit()]
    if ["NUMBER", "CAPACITY"] not in table or not nodes:
        raise ValueError(f"{path} has no vehicles or no customers: not an instance of vrptw")
    vehicles, capacity = map(int, table[table.index(["NUMBER", "CAPACITY"]) + 1])
    legs = plane.legs([(x, y) for _, x, y, *_ in nodes], SCALE, path.name, truncated=True)
    price = more_than_all_legs(legs.seconds, PER_KM)
    shift = plane.whole_shift(SCALE * nodes[0][4], SCALE * nodes[0][5])
    problem = Problem(
        name=f"vrptw {path.stem}",
        time_zone="UTC",
        technicians=tuple(
            Technician(id=str(k + 1), home=plane.point(0), van_stock={plane.LOAD: capacity}, shifts=(shift,))
            for k in range(vehicles)
        ),
        jobs=tuple(_job(row, node, price) for row, node in enumerate(nodes) if row),
        costs=nothing_but(travel_per_km=PER_KM),
    )
    return problem, legs.matrix(problem.places)


def distance(_: Problem, plan: Plan) -> float:
    """The value of a plan whose numbers are true, in units of the files, with one decimal."""
    return metres_driven(plan) / SCALE


def best_known(folder: Path) -> dict[str, Outcome]:
    """The best distances known in this convention, by names as the files have them; many are proven best."""
    known = {row["instance"]: Outcome(0, float(row["bks_dimacs_trunc1"])) for row in rows(folder / "BKS_dimacs.csv")}
    return {name.lower() if "_" in name else name: outcome for name, outcome in known.items()}


def as_solution(plan: Plan) -> str:
    """A plan as CVRPLIB writes it: ``Route #1: 20 24 25``."""
    orders = ([stop.id for stop in route.stops if stop.kind is StopKind.JOB] for route in plan.routes)
    return "".join(f"Route #{k}: {' '.join(order)}\n" for k, order in enumerate(orders, 1))


def instance_path(folder: Path, name: str) -> Path:
    """The file of an instance: R101 is one of Solomon's, r1_2_5 one of 200 jobs, r1_10_5 one of 1,000."""
    _, *parts = name.split("_")
    return folder / (f"homberger_{parts[0]}00" if parts else "solomon") / f"{name}.txt"


def vrptw_check(checker: Path, instance: Path, solution: str) -> tuple[float, int, bool]:
    """(distance, routes, whether every rule is kept and every job served), by the independent checker.

    Raises
    ------
    subprocess.CalledProcessError
        When the checker itself fails.
    """
    command = [sys.executable, str(checker), str(instance), "/dev/stdin"]
    printed = subprocess.run(command, input=solution, capture_output=True, text=True, check=True).stdout
    driven, routes, kept = literal_eval(printed)
    return float(driven), int(routes), bool(kept)


def _accepts(folder: Path, name: str, problem: Problem, plan: Plan) -> bool:
    """The independent checker finds nothing wrong, and the same distance; it accepts complete plans only."""
    checker, instance = folder.parent / "checkers" / CHECKER, instance_path(folder, name)
    driven, _, kept = vrptw_check(checker, instance, as_solution(plan))
    return kept and not unserved(problem, plan) and abs(driven - distance(problem, plan)) < 0.05


def _job(row: int, node: list[int], price: Decimal) -> Job:
    number, _, _, demand, opens, closes, service = node
    return Job(
        id=str(number),
        place=plane.point(row),
        duration=SCALE * service,
        time_windows=(plane.window(SCALE * opens, SCALE * closes),),
        unassigned_price=price,
        parts={plane.LOAD: demand} if demand else {},
    )


SUITE = Suite(
    name="vrptw",
    folder="vrptw",
    instances=("C203", "R112", "RC105", "rc2_2_1", "r1_10_5"),
    objective="distance, every job served",
    unit="distance",
    decimals=1,
    read=lambda folder, name: read(instance_path(folder, name)),
    value=distance,
    best_known=best_known,
    judge=Judge(CHECKER, _accepts),
)
"""80 instances: Solomon's in capitals, those of Gehring and Homberger in small letters, as their files are called."""
