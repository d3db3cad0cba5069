"""PyVRP: https://github.com/PyVRP/PyVRP, doi:10.1287/ijoc.2023.0055."""

from __future__ import annotations

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Solution, SolveParams, VehicleType
from pyvrp import solve as pyvrp_solve
from pyvrp.stop import MaxRuntime

from benchmarks.peers.contract import Race, room
from benchmarks.peers.plain import Integers, Plain, plain
from dispatcher.solver.task import Orders

PARAMETERS = SolveParams()

FORBIDDEN = 10_000_000
"""Seconds to a job for whose skills nobody of that kind may come: dearer than leaving any job out."""


def solve(race: Race) -> None:
    """One run of its iterated local search; nothing is said when its best plan keeps not all windows."""
    day = plain(race.problem, race.travel)
    data = _model(day)
    found = pyvrp_solve(data, MaxRuntime(max(0.0, race.left())), race.seed, collect_stats=False, params=PARAMETERS)
    if found.best.is_feasible():
        race.better(_orders(day, found.best))


def _orders(day: Plain, found: Solution) -> Orders:
    orders: Orders = [[] for _ in day.shifts]
    for route in found.routes():
        orders[route.vehicle_type()] = [stop.idx for stop in route if stop.is_client()]
    return orders


def _model(day: Plain) -> ProblemData:
    """Each shift is a vehicle type of one; who holds the same skills shares a matrix."""
    kinds = sorted({shift.holds for shift in day.shifts}, key=sorted)
    ends = sorted({place for shift in day.shifts for place in (shift.start_place, shift.end_place)})
    depot = {place: k for k, place in enumerate(ends)}
    nodes = np.array([*(job.place for job in day.jobs), *ends], dtype=np.int64)
    travel = day.seconds[np.ix_(nodes, nodes)]
    return ProblemData(
        locations=[Location(0, 0)] * len(nodes),
        clients=[
            Client(
                j,
                service_duration=job.duration,
                tw_early=job.opens,
                tw_late=job.closes,
                prize=job.price,
                required=False,
            )
            for j, job in enumerate(day.jobs)
        ],
        depots=[Depot(len(day.jobs) + k) for k in range(len(ends))],
        vehicle_types=[
            VehicleType(
                start_depot=depot[shift.start_place],
                end_depot=depot[shift.end_place],
                tw_early=shift.start,
                tw_late=shift.end,
                profile=kinds.index(shift.holds),
            )
            for shift in day.shifts
        ],
        distance_matrices=[_distances(day, travel, kind) for kind in kinds],
        duration_matrices=[travel] * len(kinds),
    )


def _distances(day: Plain, travel: Integers, kind: frozenset[int]) -> Integers:
    """The matrix of those who hold these skills and no others."""
    distances = travel.copy()
    forbidden = np.flatnonzero([not job.needs <= kind for job in day.jobs])
    distances[:, forbidden] = FORBIDDEN
    np.fill_diagonal(distances, 0)
    return distances


work = room(solve)
"""What the child runs."""
