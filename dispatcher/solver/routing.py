"""The OR-Tools routing model: every rule that it can express, and the search that improves its plans.

Runs only inside the cage (`dispatcher.solver.cage`): OR-Tools holds the GIL while it searches and overruns its limits.
Its times are thrown away; only the order of jobs leaves this file, timed afterwards by `dispatcher.schedule`.

Outside the model, because OR-Tools keeps one linear soft bound per variable and no steps: the steps of lateness prices,
a job's second and third clock, the waiting customer of a job that has another clock, `start_moved` and
`promise_broken`, `imbalance`, and working time when departures follow `first_stop`. With `compact` it may come home
later than the rule allows, where a second window or a break then saves working time. Two breaks of a shift never
overlap, even where both are waived, and may come in either order; `resolve_by` is held against whoever takes longest. A
job locked to a shift keeps its windows softly; the order of two such jobs is not held at all.

Depot stops are no part of the model: it plans with what the vans hold, and keeps a job whose tool only a depot hands
out from shifts without that tool.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from ortools.constraint_solver import pywrapcp, routing_enums_pb2, routing_parameters_pb2

from dispatcher.arrays import FOREVER, Arrays, Records
from dispatcher.solver.cage import Say, StopSignal
from dispatcher.solver.task import Better, Method, Orders, Task

Integers = NDArray[np.int64]

LOCK_RATE = 2**30
"""Units per second that a locked job misses its window by: far above any price, far below overflow."""

NO_SHIFT = 2**62
"""Units for a job that no shift can do."""

LOCK_LEFT_OUT = 2**52
"""Units for leaving out a job that a lock names."""


class Model:
    """The routing model of one problem, and the mapping between jobs and OR-Tools' nodes and indices.

    The first nodes are the jobs in an order shuffled by the seed (OR-Tools has no seed of its own), the rest the places
    where shifts start and end. A job that nobody can do is no node; what leaving it out costs is in `left_out_anyway`.
    """

    def __init__(self, a: Arrays, seed: int) -> None:
        self.a = a
        self.horizon = int(a.shifts["latest_home"].max())
        apart = a.seconds + np.where(np.eye(len(a.seconds), dtype=np.bool_), FOREVER, 0)
        self.legs_in, self.legs_out = apart.min(axis=0), apart.min(axis=1)
        able = np.array([self._able(j) for j in range(a.count)], dtype=np.bool_)
        self.able = able.reshape(a.count, len(a.shifts))
        possible = np.flatnonzero(self.able.any(axis=1))
        self.jobs = np.random.default_rng(seed).permutation(possible) if seed else possible
        self.left_out_anyway = sum(self._left_out(j) for j in range(a.count)) - sum(map(self._left_out, self.jobs))
        self.terminals = np.unique(np.concatenate([a.shifts["start_place"], a.shifts["end_place"]]))
        self.node_place = np.concatenate([a.jobs["place"][self.jobs], self.terminals])
        node_of_place = {int(place): len(self.jobs) + k for k, place in enumerate(self.terminals)}
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.node_place),
            len(a.shifts),
            [node_of_place[int(place)] for place in a.shifts["start_place"]],
            [node_of_place[int(place)] for place in a.shifts["end_place"]],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self.index = np.array([self.manager.NodeToIndex(node) for node in range(len(self.jobs))], dtype=np.int64)
        self.least, self.more = self._prices()
        self._time_and_travel()
        self._shifts()
        self._windows()
        self._lateness()
        self._matches()
        self._match_prices()
        self._parts_and_counts()
        self._breaks()
        self._order_locks()
        self._unassigned()

    def _node_vector(self, values: Sequence[int] | Integers) -> list[int]:
        """A value for each job, in the order of nodes; 0 at the ends."""
        return [*(int(values[int(j)]) for j in self.jobs), *([0] * len(self.terminals))]

    def _prices(self) -> tuple[Integers, Integers]:
        """(n,) what a job costs whoever does it, lateness before time 0 included; (n, s) what a shift costs more."""
        a = self.a
        prices = (a.preferred_missed + a.overqualified + a.swapped)[: a.count]
        for j in self.jobs:
            due, rate = self._clock(int(j))
            prices[j] += max(0, -due) * rate
        least = prices.min(axis=1, where=self.able, initial=NO_SHIFT)
        return least, np.where(self.able, prices - least[:, None], 0)

    def _time_and_travel(self) -> None:
        """Transit = service + travel + setup: a matrix for each pace; arcs priced for each set of rates."""
        a = self.a
        travel = a.seconds[np.ix_(self.node_place, self.node_place)]
        metres = a.metres[np.ix_(self.node_place, self.node_place)]
        site = a.site[self.node_place]
        setup = np.where(site[:, None] != site[None, :], np.array(self._node_vector(a.jobs["setup"])), 0)
        setup[len(self.jobs) :] = self._node_vector(a.jobs["setup"])
        base = travel + setup
        transits = [base + np.array(self._node_vector(row))[:, None] for row in a.service]
        callbacks = [self.routing.RegisterTransitMatrix(matrix.tolist()) for matrix in transits]
        per_vehicle = [callbacks[c] for c in a.shifts["pace"]]
        self.routing.AddDimensionWithVehicleTransits(per_vehicle, self.horizon, self.horizon, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        working = a.shifts["working_rate"] * a.compact
        arcs: dict[tuple[int, ...], int] = {}
        for s in range(len(a.shifts)):
            pace = int(a.shifts[s]["pace"]) if working[s] else 0
            rates = (int(a.shifts[s]["travel_rate"]), int(a.shifts[s]["metre_rate"]), int(working[s]), pace)
            if rates not in arcs:
                cost = travel * rates[0] + metres * rates[1] + (transits[pace] * rates[2] if rates[2] else 0)
                cost = cost + np.array(self._node_vector(self.least))
                arcs[rates] = self.routing.RegisterTransitMatrix(cost.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(arcs[rates], s)
            if working[s]:
                self.time.SetSlackCostCoefficientForVehicle(int(working[s]), s)

    def _shifts(self) -> None:
        a, routing = self.a, self.routing
        for s in range(len(a.shifts)):
            self.time.CumulVar(routing.Start(s)).SetMin(int(a.shifts[s]["first"]))
            self.time.CumulVar(routing.End(s)).SetMax(int(a.shifts[s]["latest_home"]))
            if a.shifts[s]["overtime_rate"] and a.shifts[s]["latest_home"] > a.shifts[s]["end"]:
                self.time.SetCumulVarSoftUpperBound(
                    routing.End(s), int(a.shifts[s]["end"]), int(a.shifts[s]["overtime_rate"])
                )

    def _windows(self) -> None:
        """Windows and latest_finish; a job locked to a shift keeps the closing of its last window softly."""
        for node, j in enumerate(self.jobs):
            index, spans = int(self.index[node]), self._spans(int(j))
            if self.a.jobs[j]["locked_shift"] >= 0:
                self._soft_window(int(j), index, spans[-1][1] if spans else 0)
            else:
                start = self.time.CumulVar(index)
                start.SetRange(spans[0][0], spans[-1][1])
                for (_, before), (after, _) in pairwise(spans):
                    start.RemoveInterval(before + 1, after - 1)
                self._latest_finish(int(j), index)

    def _soft_window(self, j: int, index: int, limit: int) -> None:
        """Nobody opens before the first window; when it has closed, the job starts late rather than never."""
        opens = min((window["opens"] for window in self._own_windows(j)), default=0)
        self.time.CumulVar(index).SetMin(int(max(0, opens)))
        if limit < self.horizon:
            self.time.SetCumulVarSoftUpperBound(index, limit, LOCK_RATE)

    def _able(self, j: int) -> NDArray[np.bool_]:
        """For each shift whether nothing that is known beforehand keeps it from this job; a locked job may be late.

        A way by another place may be shorter than the direct one, and setup may be paid there: what counts of the way
        is the last leg to the job and the first one from it, at their shortest.
        """
        a, job, shifts = self.a, self.a.jobs[j], self.a.shifts
        place, service = job["place"], a.service[shifts["pace"], j]
        ready = shifts["first"] + np.where(shifts["start_place"] == place, 0, self.legs_in[place])
        start = np.where(job["locked_shift"] >= 0, ready, FOREVER)
        for opens, closes in self._own_windows(j).tolist()[::-1]:
            start = np.where(ready <= closes, np.maximum(ready, opens), start)
        home = start + service + np.where(shifts["end_place"] == place, 0, self.legs_out[place])
        in_time = (home <= shifts["latest_home"]) & (
            (start + service <= job["latest_finish"]) | (job["locked_shift"] >= 0)
        )
        stocked = (a.parts[j] <= a.stock).all(axis=1) & (shifts["max_jobs"] > 0)
        equipped = (a.van_tools >= a.tools[j]).all(axis=1) | (np.arange(len(shifts)) == job["locked_shift"])
        return np.asarray(a.can_do[j] & in_time & stocked & equipped)

    def _left_out(self, j: int) -> int:
        return LOCK_LEFT_OUT if self.a.jobs[j]["locked"] else int(self.a.jobs[j]["left_out"])

    def _own_windows(self, j: int) -> Records:
        return self.a.windows[self.a.jobs[j]["first_window"] : self.a.jobs[j]["after_windows"]]

    def _spans(self, j: int) -> list[tuple[int, int]]:
        """When the job may start and, by whoever is fastest, finish in time; ascending."""
        a, job = self.a, self.a.jobs[j]
        last = min(self.horizon, int(job["latest_finish"]) - int(a.service[:, j].min()))
        clipped = [(max(0, opens), min(last, closes)) for opens, closes in self._own_windows(j).tolist()]
        return [(opens, closes) for opens, closes in clipped if opens <= closes]

    def _latest_finish(self, j: int, index: int) -> None:
        """Where technicians differ in pace: start + service of the one who comes <= latest_finish."""
        a, limit = self.a, int(self.a.jobs[j]["latest_finish"])
        service = a.service[a.shifts["pace"], j]
        if limit < FOREVER and service.min() < service.max():
            by_vehicle = (self.routing.VehicleVar(index) + 1).IndexOf([0, *map(int, service)])
            left_out = 1 - self.routing.ActiveVar(index)
            self.solver.Add(self.time.CumulVar(index) + by_vehicle <= limit + self.horizon * left_out)

    def _lateness(self) -> None:
        """One linear clock for each job: the earliest of those that cost something, else the waiting customer."""
        for node, j in enumerate(self.jobs):
            due, rate = self._clock(int(j))
            if rate and due < self.horizon:
                self.time.SetCumulVarSoftUpperBound(int(self.index[node]), max(0, due), rate)

    def _clock(self, j: int) -> tuple[int, int]:
        """(instant, units per second past it) on the start of a job; the rate is 0 when lateness costs nothing."""
        job, slowest = self.a.jobs[j], int(self.a.service[:, j].max())
        if job["locked_shift"] >= 0:
            return 0, 0
        clocks = [
            (int(job["promise_until"]), int(job["promise_rate"])),
            (int(job["respond_by"]), int(job["respond_rate"])),
            (int(job["resolve_by"]) - slowest, int(job["resolve_rate"])),
        ]
        priced = [(due, rate) for due, rate in clocks if rate > 0 and due < self.horizon]
        return min(priced, default=(int(job["wait_from"]), int(job["wait_rate"])))

    def _matches(self) -> None:
        """Which shift may take a job."""
        for node, j in enumerate(self.jobs):
            able = np.flatnonzero(self.able[j])
            if len(able) < len(self.a.shifts):
                self.routing.VehicleVar(int(self.index[node])).SetValues([-1, *map(int, able)])

    def _match_prices(self) -> None:
        """What a shift costs more than the cheapest for a job, as one unary dimension.

        There each job has a shift that costs nothing: OR-Tools would let nobody leave out a job that all are paid for.
        """
        if not self.more[self.jobs].any():
            return
        vectors: dict[bytes, int] = {}
        per_vehicle = []
        for column in np.ascontiguousarray(self.more.T):
            key = column.tobytes()
            if key not in vectors:
                vectors[key] = self.routing.RegisterUnaryTransitVector(self._node_vector(column))
            per_vehicle.append(vectors[key])
        most = int(self.more[self.jobs].max(axis=1).sum())
        self.routing.AddDimensionWithVehicleTransits(per_vehicle, 0, most, True, "match")
        self.routing.GetDimensionOrDie("match").SetSpanCostCoefficientForAllVehicles(1)

    def _parts_and_counts(self) -> None:
        a, routing = self.a, self.routing
        for part in range(a.stock.shape[1]):
            used = routing.RegisterUnaryTransitVector(self._node_vector(a.parts[:, part]))
            routing.AddDimensionWithVehicleCapacity(used, 0, [int(x) for x in a.stock[:, part]], True, f"part {part}")
        if (a.shifts["max_jobs"] < len(self.jobs)).any():
            one = routing.RegisterUnaryTransitVector(self._node_vector([1] * len(a.jobs)))
            most = [int(x) for x in np.minimum(a.shifts["max_jobs"], len(self.jobs))]
            routing.AddDimensionWithVehicleCapacity(one, 0, most, True, "jobs")

    def _breaks(self) -> None:
        """Breaks interrupt travel, setup and waiting; before the departure or after the end they are waived."""
        a = self.a
        for s in range(len(a.shifts)):
            pauses = []
            for earliest, latest, duration in a.breaks[
                a.shifts[s]["first_break"] : a.shifts[s]["after_breaks"]
            ].tolist():
                if a.shifts[s]["first"] < earliest + duration:
                    pauses.append(self.solver.FixedDurationIntervalVar(earliest, latest, duration, False, f"break {s}"))
            if not pauses:
                continue
            service = [0] * self.routing.Size()
            for node, j in enumerate(self.jobs):
                service[self.index[node]] = int(a.service[a.shifts[s]["pace"], j])
            self.time.SetBreakIntervalsOfVehicle(pauses, s, service)

    def _order_locks(self) -> None:
        routing = self.routing
        index_of = {int(j): int(self.index[node]) for node, j in enumerate(self.jobs)}
        for first, then in self.a.order:
            both_locked = min(self.a.jobs[first]["locked_shift"], self.a.jobs[then]["locked_shift"]) >= 0
            if both_locked or int(first) not in index_of or int(then) not in index_of:
                continue
            x, y = index_of[int(first)], index_of[int(then)]
            both = (routing.ActiveVar(x) * routing.ActiveVar(y)).Var()
            together = self.solver.IsEqualCstVar(routing.VehicleVar(x) - routing.VehicleVar(y), 0)
            self.solver.Add(both <= together)
            before = self.time.CumulVar(x) - self.horizon * (1 - both)
            self.solver.Add(before <= self.time.CumulVar(y))

    def _unassigned(self) -> None:
        for node, j in enumerate(self.jobs):
            self.routing.AddDisjunction([int(self.index[node])], self._left_out(int(j)))

    def objective(self) -> int:
        """OR-Tools' cost of the solution that it stands at, with the jobs that are no nodes."""
        return int(self.routing.CostVar().Max()) + self.left_out_anyway

    def assignment(self, orders: Orders) -> pywrapcp.Assignment | None:
        """These orders as a solution to start from, without depot stops; None when the model refuses them."""
        index_of = {int(j): int(self.index[node]) for node, j in enumerate(self.jobs)}
        jobs = [[job for job in order if job < self.a.count] for order in orders]
        if any(job not in index_of for order in jobs for job in order):
            return None
        return self.routing.ReadAssignmentFromRoutes([[index_of[job] for job in order] for order in jobs], True)

    def orders(self) -> Orders:
        """The orders of the solution that OR-Tools stands at."""
        found: Orders = []
        for s in range(len(self.a.shifts)):
            order = []
            index = self.routing.NextVar(self.routing.Start(s)).Value()
            while not self.routing.IsEnd(index):
                order.append(int(self.jobs[self.manager.IndexToNode(index)]))
                index = self.routing.NextVar(index).Value()
            found.append(order)
        return found


def work(task: Task, say: Say, _: StopSignal) -> str:
    """What the cage runs: `search`; OR-Tools cannot be asked to stop, so only its deadline or a kill ends it."""
    return search(task, lambda objective, orders: say(Better(objective, orders).written()))


def search(task: Task, emit: Callable[[int, Orders], None]) -> str:
    """Build the model and improve until the deadline; `emit` gets (objective, orders) of each better solution.

    Returns
    -------
    str
        OR-Tools' name of how the search ended.
    """
    model = Model(task.arrays, task.seed)
    parameters = search_parameters(max(0.05, task.deadline - time.monotonic()), task.method)
    model.routing.CloseModelWithParameters(parameters)
    best = [2**63]
    # OR-Tools keeps the callback: held strongly, the model would hold itself and never be freed.
    weakly = weakref.ref(model)

    def at_solution() -> None:
        model = weakly()
        if model and (objective := model.objective()) < best[0]:
            best[0] = objective
            emit(objective, model.orders())

    model.routing.AddAtSolutionCallback(at_solution)
    start = model.assignment(task.start) if task.start is not None else None
    if task.method == "iterated":
        model.routing.SolveWithIteratedLocalSearch(parameters)
    elif start is None:
        model.routing.SolveWithParameters(parameters)
    else:
        model.routing.SolveFromAssignmentWithParameters(start, parameters)
    return str(routing_enums_pb2.RoutingSearchStatus.Value.Name(model.routing.status()))


def search_parameters(time_limit: float, method: Method) -> routing_parameters_pb2.RoutingSearchParameters:
    """The settings that did best (docs/decisions/0002). Both begin with insertion by true cost.

    iterated: ruin by random walks, repair, greedy descent (any other metaheuristic would spend the whole limit before
    the iterations begin), accept by simulated annealing. It takes no start, and with breaks most repairs fail.
    """
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies, metaheuristics = routing_enums_pb2.FirstSolutionStrategy, routing_enums_pb2.LocalSearchMetaheuristic
    parameters.first_solution_strategy = strategies.LOCAL_CHEAPEST_COST_INSERTION
    parameters.time_limit.FromMilliseconds(int(time_limit * 1000))
    # Its linear programs for times took most of the search; our own clock prices the orders.
    parameters.disable_scheduling_beware_this_may_degrade_performance = True
    if method == "guided":
        parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
        return parameters
    parameters.local_search_metaheuristic = metaheuristics.GREEDY_DESCENT
    parameters.use_iterated_local_search = True
    ils = parameters.iterated_local_search_parameters
    ruin = ils.ruin_recreate_parameters.ruin_strategies.add()
    ruin.random_walk.num_removed_visits = 10
    ils.improve_perturbed_solution = True
    ils.reference_solution_acceptance_strategy.simulated_annealing.automatic_temperatures = True
    return parameters
