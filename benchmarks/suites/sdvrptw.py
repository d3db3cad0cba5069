"""Site-dependent vehicle routing with time windows: each job may be done by some kinds of vehicle only.

Source: Cordeau and Laporte, INFOR 39(3), 2001, doi:10.1080/03155986.2001.11732443; files in VRPLIB format of
PyVRP/Instances on GitHub, 48 to 1,008 jobs and 8 to 108 vehicles, a best known solution beside each.

Objective: the distance driven. Every job is to be served; leaving one out costs more than any plan can drive.

A kind is all vehicles with the same list of allowed clients; each technician has the skill named after their kind, and
`skills.any` of a job names the kinds that may come. Capacities are a part as in `vrptw`. That no route may last
longer than 500 has no rule of ours: each second past it is priced as a job left out (`Costs.imbalance`), leaving as
late as possible (departure "compact"), and the judge of this suite refuses a plan with a longer route.

Rounding: the convention called "exact" by PyVRP: Euclidean distance x 1000, rounded to the nearest, as distance and as
travel time; times x 1000. A thousandth of a unit is one second and one metre here, so nothing more is rounded. Values
are printed in thousandths, as the solution files have them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.suites import plane
from benchmarks.suites.contract import Judge, Orders, Outcome, Suite, metres_driven
from benchmarks.suites.prices import more_than_all_legs, nothing_but
from dispatcher.costs import Imbalance
from dispatcher.job import Job, SkillNeeds
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Skill, Technician
from dispatcher.travel import TravelMatrix

SCALE = 1000
"""Seconds and metres in one unit of the files."""

PER_KM = Decimal("0.001")
"""A unit costs a thousandth: the smallest price there is, so that the worst plan of 1,000 jobs stays countable."""


def read(path: Path) -> tuple[Problem, TravelMatrix]:
    """One instance.

    Parameters
    ----------
    path
        A file such as PR01.vrp.

    Returns
    -------
    tuple
        The problem, jobs named by client (location less 1) as in the solution files, vehicles counted from 1; and
        travel.

    Raises
    ------
    OSError
        When the file cannot be read.
    ValueError
        When the file is not in this format.
    """
    head, sections = _parsed(path)
    kinds = _kinds(sections["VEHICLES_ALLOWED_CLIENTS"])
    allowed = {kind: set(clients) for clients, kind in kinds.items()}
    legs = plane.legs([(float(x), float(y)) for _, x, y in sections["NODE_COORD"]], SCALE, path.name)
    price = more_than_all_legs(legs.seconds, PER_KM)
    longest = plane.scaled(head["VEHICLES_MAX_DURATION"], SCALE)
    problem = Problem(
        name=f"sdvrptw {path.stem}",
        time_zone="UTC",
        departure="compact",
        technicians=_technicians(sections, kinds),
        jobs=tuple(
            _job(row, sections, price, [kind for kind in allowed if str(row + 1) in allowed[kind]])
            for row in range(1, len(sections["NODE_COORD"]))
        ),
        costs=nothing_but(travel_per_km=PER_KM, imbalance=Imbalance(target=longest, per_hour=3600 * price)),
    )
    return problem, legs.matrix(problem.places)


def distance(_: Problem, plan: Plan) -> float:
    """The value of a plan whose numbers are true, in thousandths of a unit of the files."""
    return metres_driven(plan)


def best_known(folder: Path) -> dict[str, Outcome]:
    """The costs in the solution files."""
    return {path.stem: Outcome(0, float(path.read_text().rpartition("Cost:")[2])) for path in folder.glob("*.sol")}


def best_orders(folder: Path) -> dict[str, Orders]:
    """The routes in the solution files, vehicles without any left out."""
    return {path.stem: _orders(path.read_text()) for path in folder.glob("*.sol")}


def _orders(solution: str) -> Orders:
    routes = re.findall(r"^Route #(\d+):(.*)$", solution, flags=re.MULTILINE)
    return {vehicle: clients.split() for vehicle, clients in routes if clients.strip()}


def keeps_the_longest_duration(problem: Problem, plan: Plan) -> bool:
    """Whether no route lasts longer than the file allows."""
    return all(route.working_time <= problem.costs.imbalance.target for route in plan.routes)


def _parsed(path: Path) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    """Lines ``NAME: value``, and the rows of each section without ``_SECTION``."""
    head: dict[str, str] = {}
    sections: dict[str, list[list[str]]] = {}
    for line in path.read_text().splitlines():
        if line.endswith("_SECTION"):
            body = sections[line.removesuffix("_SECTION")] = []
        elif ":" in line:
            name, _, value = line.partition(":")
            head[name.strip()] = value.strip()
        elif line[:1].isdigit() and sections:
            body.append(line.split())
    needed = {"NODE_COORD", "DEMAND", "SERVICE_TIME", "TIME_WINDOW", "CAPACITY", "VEHICLES_ALLOWED_CLIENTS"}
    missing = (needed - sections.keys()) | ({"VEHICLES_MAX_DURATION"} - head.keys())
    if missing:
        raise ValueError(f"{path} has no {', '.join(sorted(missing))}: not an instance of sdvrptw")
    return head, sections


def _kinds(rows: Sequence[Sequence[str]]) -> dict[tuple[str, ...], str]:
    """The list of allowed clients of each kind of vehicle, with its name, in the order of the file."""
    kinds: dict[tuple[str, ...], str] = {}
    for _, *clients in rows:
        kinds.setdefault(tuple(clients), f"kind {len(kinds) + 1}")
    return kinds


def _technicians(
    sections: Mapping[str, Sequence[Sequence[str]]], kinds: Mapping[tuple[str, ...], str]
) -> tuple[Technician, ...]:
    _, opens, closes = sections["TIME_WINDOW"][0]
    shift = plane.whole_shift(plane.scaled(opens, SCALE), plane.scaled(closes, SCALE))
    return tuple(
        Technician(
            id=number,
            home=plane.point(0),
            skills=(Skill(name=kinds[tuple(clients)]),),
            van_stock={plane.LOAD: int(capacity)},
            shifts=(shift,),
        )
        for (number, capacity), (_, *clients) in zip(
            sections["CAPACITY"], sections["VEHICLES_ALLOWED_CLIENTS"], strict=True
        )
    )


def _job(row: int, sections: Mapping[str, Sequence[Sequence[str]]], price: Decimal, kinds: Sequence[str]) -> Job:
    (_, demand), (_, service) = sections["DEMAND"][row], sections["SERVICE_TIME"][row]
    _, opens, closes = sections["TIME_WINDOW"][row]
    return Job(
        id=str(row),
        place=plane.point(row),
        duration=plane.scaled(service, SCALE),
        time_windows=(plane.window(plane.scaled(opens, SCALE), plane.scaled(closes, SCALE)),),
        unassigned_price=price,
        skills=SkillNeeds(any=dict.fromkeys(kinds, 1)),
        parts={plane.LOAD: int(demand)} if int(demand) else {},
    )


SUITE = Suite(
    name="sdvrptw",
    folder="sdvrptw",
    instances=("PR01", "PR07", "PR13", "PR09", "PR23"),
    objective="distance, every job served",
    unit="distance x 1000",
    decimals=0,
    read=lambda folder, name: read(folder / f"{name}.vrp"),
    value=distance,
    best_known=best_known,
    best_orders=best_orders,
    judge=Judge("no route too long", lambda _folder, _name, problem, plan: keeps_the_longest_duration(problem, plan)),
)
"""12 instances: PR01 to PR23 by twos."""
