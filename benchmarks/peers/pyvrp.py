"""PyVRP: https://github.com/PyVRP/PyVRP, doi:10.1287/ijoc.2023.0055.

Tried on seeds 1 to 4 at 100 jobs (5 to 6 s) and 300 (10 to 12 s): skills as loads, or as a matrix for each set of them
in which the other jobs lie too far off (2 to 24 % dearer on six days with the same settings); 10, 20 and 50 for
`history_length`, 40 neighbours, at most 10 perturbations, `exhaustive_on_best` off, and maximal penalties of 20 and
1,000 (with loads no plan at all). A history of 50 is against the defaults 1 and 13 % dearer on two days, 10 to 13 %
cheaper on four.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pyvrp import (
    Client,
    Depot,
    IteratedLocalSearchParams,
    Location,
    ProblemData,
    Solution,
    SolveParams,
    VehicleType,
)
from pyvrp import solve as pyvrp_solve
from pyvrp.stop import MaxRuntime

from benchmarks.peers.contract import Race, room
from benchmarks.peers.plain import Plain, PlainJob, plain
from dispatcher.solver.task import Orders

PARAMETERS = SolveParams(ils=IteratedLocalSearchParams(history_length=50))


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
    """Each shift is a vehicle type of one; a job delivers one of each skill it needs, of which others can load none."""
    skills = sorted({skill for job in day.jobs for skill in job.needs})
    ends = sorted({place for shift in day.shifts for place in (shift.start_place, shift.end_place)})
    depot = {place: k for k, place in enumerate(ends)}
    places = [*(job.place for job in day.jobs), *ends]
    travel = day.seconds[np.ix_(places, places)]
    return ProblemData(
        locations=[Location(0, 0)] * len(places),
        clients=[_client(j, job, skills) for j, job in enumerate(day.jobs)],
        depots=[Depot(len(day.jobs) + k) for k in range(len(ends))],
        vehicle_types=[
            VehicleType(
                capacity=[len(day.jobs) if skill in shift.holds else 0 for skill in skills],
                start_depot=depot[shift.start_place],
                end_depot=depot[shift.end_place],
                tw_early=shift.start,
                tw_late=shift.end,
            )
            for shift in day.shifts
        ],
        distance_matrices=[travel],
        duration_matrices=[travel],
    )


def _client(j: int, job: PlainJob, skills: Sequence[int]) -> Client:
    return Client(
        j,
        delivery=[int(skill in job.needs) for skill in skills],
        service_duration=job.duration,
        tw_early=job.opens,
        tw_late=job.closes,
        prize=job.price,
        required=False,
    )


work = room(solve)
"""What the child runs."""
