"""Routes as field_days and pillac_trsp publish them, and the independent checker that reads them.

``<1,24,46,60|2,27,61>``: for each technician the technician's number, then stops, then the home at the end. Numbers run
on from technicians (1..crew) over requests to one home at the end and one visit to the depot for each technician.
"""

from __future__ import annotations

import subprocess
import sys
from ast import literal_eval
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.suites.contract import unserved
from dispatcher.plan import Plan, Route, StopKind
from dispatcher.problem import Problem

CHECKER = "check_pillac.py"

DEPOT = "depot"
"""Id of the depot."""


def written(problem: Problem, plan: Plan) -> str:
    """A plan in this format; technicians without a route stay empty."""
    crew = len(problem.technicians)
    last = crew + len(problem.jobs)
    routes = {route.technician: ",".join(map(str, _numbers(route, crew, last))) for route in plan.routes}
    return f"<{'|'.join(routes.get(technician.id, '') for technician in problem.technicians)}>"


def _numbers(route: Route, crew: int, last: int) -> list[int]:
    own = int(route.technician)
    stops = [last + crew + own if stop.kind is StopKind.DEPOT else int(stop.id) for stop in route.stops]
    return [own, *stops, last + own]


def stops_of(routes: str, crew: int, requests: int) -> dict[str, list[str]]:
    """Technician to the ids of jobs and depots, in order; technicians who go nowhere but home are left out."""
    last = crew + requests
    orders = {}
    for route in filter(None, routes.strip("<>").split("|")):
        technician, *numbers = map(int, route.split(","))
        stops = [str(number) if number <= last else DEPOT for number in numbers if not last < number <= last + crew]
        if stops:
            orders[str(technician)] = stops
    return orders


def pillac_check(checker: Path, instance: Path, routes: str) -> Mapping[str, Any]:
    """What the independent checker check_pillac.py says, on the file's own decimals.

    Parameters
    ----------
    checker
        Path of check_pillac.py; it is run by a Python of its own.
    instance
        Path of the day.
    routes
        See the top of this file.

    Returns
    -------
    Mapping
        ``duration``, ``served``, ``n`` (jobs), ``err`` (a list: what is wrong) and more.

    Raises
    ------
    subprocess.CalledProcessError
        When the checker itself fails.
    """
    command = [sys.executable, str(checker), str(instance), routes]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    verdict: Mapping[str, Any] = literal_eval(printed)
    return verdict


def pillac_agrees(
    folder: Path, instance: Path, problem: Problem, plan: Plan, working_time: float, tolerance: float
) -> bool:
    """Whether that checker finds nothing wrong, the same jobs served, and this working time.

    Parameters
    ----------
    folder
        Of the suite; the checkers lie beside it.
    working_time, tolerance
        In the unit of the file.
    """
    verdict = pillac_check(folder.parent / "checkers" / CHECKER, instance, written(problem, plan))
    served = verdict["n"] - verdict["served"] == unserved(problem, plan)
    return not verdict["err"] and served and abs(verdict["duration"] - working_time) < tolerance
