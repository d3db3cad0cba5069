"""Stock OR-Tools: the model and the search of its own guides: https://developers.google.com/optimization/routing.

Tried on seeds 1 to 3 at 100 jobs (6 s) and 300 (10 s): the first solutions PATH_CHEAPEST_ARC, SAVINGS,
PARALLEL_CHEAPEST_INSERTION and LOCAL_CHEAPEST_COST_INSERTION, and its linear programs for times on and off. Off is 0 to
3 % cheaper. Savings did best on two of three days of 100 jobs and worst, by a fifth, on an overloaded day of 300, where
the last one did best; so the runs, one on each core, take these two in turn.
"""

from __future__ import annotations

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from benchmarks.peers.contract import Race, room
from benchmarks.peers.plain import Plain, plain
from dispatcher.solver.task import Orders

FIRST_SOLUTIONS = (
    routing_enums_pb2.FirstSolutionStrategy.LOCAL_CHEAPEST_COST_INSERTION,
    routing_enums_pb2.FirstSolutionStrategy.SAVINGS,
)
"""By seed, in turn."""


class Model:
    """The routing model of a plain day; jobs are shuffled by the seed, since OR-Tools has no seed of its own."""

    def __init__(self, day: Plain, seed: int) -> None:
        self.day = day
        self.jobs = [int(j) for j in np.random.default_rng(seed).permutation(len(day.jobs))]
        count, shifts = len(self.jobs), day.shifts
        self.manager = pywrapcp.RoutingIndexManager(
            count + 2 * len(shifts),
            len(shifts),
            list(range(count, count + len(shifts))),
            list(range(count + len(shifts), count + 2 * len(shifts))),
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._travel()
        self._jobs()

    def _travel(self) -> None:
        """Travel is what arcs cost; the time dimension adds the work on site and lets everybody wait."""
        day, routing = self.day, self.routing
        nodes = [day.jobs[j].place for j in self.jobs]
        nodes += [shift.start_place for shift in day.shifts] + [shift.end_place for shift in day.shifts]
        travel = day.seconds[np.ix_(nodes, nodes)]
        work = np.array([day.jobs[j].duration for j in self.jobs] + [0] * (2 * len(day.shifts)))
        routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel.tolist()))
        transit = routing.RegisterTransitMatrix((travel + work[:, None]).tolist())
        routing.AddDimension(transit, day.horizon, day.horizon, False, "time")
        time = routing.GetDimensionOrDie("time")
        for s, shift in enumerate(day.shifts):
            time.CumulVar(routing.Start(s)).SetRange(shift.start, shift.end)
            time.CumulVar(routing.End(s)).SetRange(shift.start, shift.end)

    def _jobs(self) -> None:
        """Windows, skills, and the price of leaving a job out."""
        time, able = self.routing.GetDimensionOrDie("time"), self.day.able
        for node, j in enumerate(self.jobs):
            job, index = self.day.jobs[j], self.manager.NodeToIndex(node)
            time.CumulVar(index).SetRange(job.opens, job.closes)
            self.routing.VehicleVar(index).SetValues([-1, *map(int, np.flatnonzero(able[j]))])
            self.routing.AddDisjunction([index], job.price)

    def orders(self) -> Orders:
        """The orders of the solution that OR-Tools stands at."""
        return [self._order(s) for s in range(len(self.day.shifts))]

    def _order(self, s: int) -> list[int]:
        order, index = [], self.routing.NextVar(self.routing.Start(s)).Value()
        while not self.routing.IsEnd(index):
            order.append(self.jobs[self.manager.IndexToNode(index)])
            index = self.routing.NextVar(index).Value()
        return order


def solve(race: Race) -> None:
    """First solution and guided local search until the limit; every better solution is said at once."""
    model = Model(plain(race.problem, race.travel), race.seed)
    best = [2**62]

    def at_solution() -> None:
        if (cost := model.routing.CostVar().Max()) < best[0]:
            best[0] = cost
            race.better(model.orders())

    model.routing.AddAtSolutionCallback(at_solution)
    model.routing.SolveWithParameters(_parameters(race))


def _parameters(race: Race) -> routing_parameters_pb2.RoutingSearchParameters:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = FIRST_SOLUTIONS[race.seed % len(FIRST_SOLUTIONS)]
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    parameters.time_limit.FromMilliseconds(int(1000 * max(0.05, race.left())))
    return parameters


work = room(solve)
"""What the child runs."""
