"""The best choice among many routes seen: set covering by CP-SAT over the routes that a linear program finds promising.

Runs only inside the cage (`dispatcher.solver.cage`). The linear relaxation (GLOP, columns added as their reduced costs
ask for them) says what each job and each shift is worth; the routes are ranked by what they cost beyond that. CP-SAT
chooses among the first CORE of them, then among twice as many, until all that could be part of a better plan are in.

References
----------
Routes pooled by a heuristic, recombined by set partitioning: Y. Rochat, E. D. Taillard, "Probabilistic diversification
and intensification in local search for vehicle routing", Journal of Heuristics 1 (1995), doi:10.1007/BF02430370.
Core problems by reduced cost: A. Caprara, M. Fischetti, P. Toth, "A heuristic method for the set covering problem",
Operations Research 47 (1999), doi:10.1287/opre.47.5.730.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from dispatcher.fields import UNITS_PER_THOUSANDTH
from dispatcher.schedule import CONFLICT_PRICE
from dispatcher.solver.cage import Say, StopSignal
from dispatcher.solver.choice import Chosen, Recombine, objective

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
GoOn = Callable[[], bool]

CORE = 1500
"""Routes in the first choice: CP-SAT needs about a second of one core for as many, and more seldom help."""

LARGEST_SUM = 2**50
"""Of all scaled prices together: far below 2**53, where CP-SAT's linear program would begin to lose ones."""

SIFTED = 200
"""Routes added to the linear program at once."""

SIFTING_SHARE = 0.5
"""Of the time, at most, for the linear program; its prices are good long before they are the best."""

LOOK = 0.03
"""Seconds between two looks at the stop signal."""


class Prices(NamedTuple):
    """Costs as the solvers see them."""

    route: Integers
    left_out: Integers


def prices(task: Recombine) -> Prices:
    """Thousandths of the currency, or ten, a hundred ... of them when their sum would pass LARGEST_SUM.

    A broken lock, CONFLICT_PRICE in the costs, becomes a price above all others together.
    """
    shifts = int(task.shift.max(initial=-1)) + 1
    (route_locks, route), (job_locks, job) = (np.divmod(cost, CONFLICT_PRICE) for cost in (task.cost, task.left_out))
    most_locks = sum(_largest(task, route_locks, shifts).tolist()) + sum(job_locks.tolist())
    step = UNITS_PER_THOUSANDTH
    while True:
        scaled = [(cost + step // 2) // step for cost in (route, job)]
        conflict = 1 + sum(_largest(task, scaled[0], shifts).tolist()) + sum(scaled[1].tolist())
        if conflict * (1 + most_locks) < LARGEST_SUM:
            return Prices(scaled[0] + conflict * route_locks, scaled[1] + conflict * job_locks)
        step *= 10


def _largest(task: Recombine, values: Integers, shifts: int) -> Integers:
    """(shifts,) the largest value of each shift's routes."""
    largest = np.zeros(shifts, dtype=np.int64)
    np.maximum.at(largest, task.shift, values)
    return largest


class _Best:
    """The best choice so far; every better one is said."""

    def __init__(self, task: Recombine, say: Say) -> None:
        self.task, self.say = task, say
        self.found = Chosen(objective(task, task.incumbent), list(task.incumbent))

    def offer(self, routes: list[int]) -> None:
        """Keep and say this choice if it is better: exactly, for the solver counts in rounded prices."""
        if (cost := objective(self.task, routes)) < self.found.objective:
            self.found = Chosen(cost, routes)
            self.say(self.found.written())


def work(task: Recombine, say: Say, stop: StopSignal) -> str:
    """What the cage runs: says each better choice as it is found, and the best at the end, be it the incumbent.

    Returns
    -------
    str
        OPTIMAL when nothing in the pool is better (within the rounding of `prices`), else FEASIBLE.
    """
    best, priced = _Best(task, say), prices(task)
    status = _choose(task, priced, best, stop) if len(task.shift) else "OPTIMAL"
    say(best.found.written())
    return status


def _choose(task: Recombine, priced: Prices, best: _Best, stop: StopSignal) -> str:
    begun = time.monotonic()
    sift_until = begun + SIFTING_SHARE * (task.deadline - begun)
    bound, reduced = reduced_costs(task, priced, lambda: time.monotonic() < sift_until and not stop.is_set())
    ranked = np.argsort(reduced, kind="stable")
    size = CORE
    while time.monotonic() < task.deadline and not stop.is_set():
        incumbent = _cost(priced, task, best.found.routes)
        useful = int(np.searchsorted(reduced[ranked], incumbent - bound))
        kept = np.union1d(ranked[: min(size, useful)], best.found.routes).astype(np.int64)
        if _solve(task, priced, kept, best, stop) != "OPTIMAL":
            break
        if size >= useful:
            return "OPTIMAL"
        size *= 2
    return "FEASIBLE"


def _cost(priced: Prices, task: Recombine, routes: Sequence[int]) -> int:
    planned = [job for k in routes for job in task.held(k)]
    out = np.ones(len(priced.left_out), dtype=np.bool_)
    out[planned] = False
    return int(priced.route[list(routes)].sum() + priced.left_out[out].sum())


class _Relaxation:
    """The linear program over some of the routes."""

    def __init__(self, task: Recombine, priced: Prices) -> None:
        self.task, self.priced = task, priced
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.shifts = [self.solver.Constraint(0, 1) for _ in range(int(task.shift.max()) + 1)]
        exactly = set(task.order.ravel().tolist())
        most = self.solver.infinity()
        self.jobs = [self.solver.Constraint(1, 1 if j in exactly else most) for j in range(len(task.left_out))]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        for row, price in zip(self.jobs, priced.left_out.tolist(), strict=True):
            self._column(price, [row])

    def add(self, routes: Sequence[int]) -> None:
        """Let it choose among these routes too."""
        for k in routes:
            rows = [self.jobs[job] for job in self.task.held(k)]
            self._column(int(self.priced.route[k]), [*rows, self.shifts[int(self.task.shift[k])]])

    def _column(self, price: int, rows: Sequence[pywraplp.Constraint]) -> None:
        share = self.solver.NumVar(0, self.solver.infinity(), "")
        self.objective.SetCoefficient(share, price)
        for row in rows:
            row.SetCoefficient(share, 1)

    def solve(self, go_on: GoOn) -> tuple[float, Floats] | None:
        """(a lower bound for choices among all routes, what each route costs beyond what its jobs and shift are worth).

        None when `go_on` has ended it. The bound holds before all columns are in: each shift can gain at most by its
        one best route.
        """
        with _ended(self.solver.InterruptSolve, go_on):
            if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
                return None
        job_worth = np.array([row.dual_value() for row in self.jobs])
        shift_worth = np.array([row.dual_value() for row in self.shifts])
        task, depot = self.task, len(job_worth)
        worth = np.append(job_worth, 0.0)[np.minimum(task.jobs, depot)]
        so_far = np.concatenate([[0.0], np.cumsum(worth)])
        reduced = self.priced.route - shift_worth[task.shift] - (so_far[task.first[1:]] - so_far[task.first[:-1]])
        gain = np.zeros(len(self.shifts))
        np.minimum.at(gain, task.shift, reduced)
        return float(self.objective.Value() + gain.sum()), reduced


def reduced_costs(task: Recombine, priced: Prices, go_on: GoOn) -> tuple[float, Floats]:
    """Solve the linear relaxation, as far as `go_on` lets it.

    Returns
    -------
    tuple
        (lower bound of the best choice, (r,) reduced cost of each route), in scaled prices. A choice that is better
        than one of cost c holds no route whose reduced cost is c - bound or more.
    """
    relaxation = _Relaxation(task, priced)
    relaxation.add(task.incumbent)
    inside = np.zeros(len(task.shift), dtype=np.bool_)
    inside[task.incumbent] = True
    best_bound, best_reduced = -np.inf, np.zeros(len(task.shift))
    while solved := relaxation.solve(go_on):
        bound, reduced = solved
        if bound > best_bound:
            best_bound, best_reduced = bound, reduced
        asked = np.flatnonzero((reduced < -0.001) & ~inside)
        if not len(asked) or not go_on():
            break
        added = asked[np.argsort(reduced[asked], kind="stable")[:SIFTED]]
        relaxation.add(added.tolist())
        inside[added] = True
    return best_bound, best_reduced


class _Listener(cp_model.CpSolverSolutionCallback):
    """Offers each solution of CP-SAT."""

    def __init__(self, kept: Integers, variables: Sequence[cp_model.IntVar], best: _Best) -> None:
        super().__init__()
        self.kept, self.variables, self.best = kept, variables, best

    def on_solution_callback(self) -> None:
        """Called by CP-SAT."""
        taken = [self.boolean_value(variable) for variable in self.variables]
        self.best.offer([int(k) for k in self.kept[taken]])


def _solve(task: Recombine, priced: Prices, kept: Integers, best: _Best, stop: StopSignal) -> str:
    """Choose among the routes `kept`; returns CP-SAT's name of how it ended."""
    model, variables = _model(task, priced, kept, best.found.routes)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.cores
    solver.parameters.random_seed = task.seed
    solver.parameters.linearization_level = 2
    # Both took longer than all the rest.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_time_in_seconds = max(0.0, task.deadline - time.monotonic())
    with _ended(solver.stop_search, lambda: not stop.is_set()):
        return str(solver.status_name(solver.solve(model, _Listener(kept, variables, best))))


@contextmanager
def _ended(end: Callable[[], object], go_on: GoOn) -> Iterator[None]:
    """Within, a thread calls `end` once `go_on` says no; both solvers release the GIL."""
    over = Event()

    def watch() -> None:
        while not over.wait(LOOK):
            if not go_on():
                end()

    thread = Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _model(
    task: Recombine, priced: Prices, kept: Integers, incumbent: Sequence[int]
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The choice as a model, and the variables of the routes `kept`."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in kept]
    left_out = [model.new_bool_var("") for _ in task.left_out]
    holders: list[list[int]] = [[] for _ in task.left_out]
    for x, k in enumerate(kept):
        for job in task.held(int(k)):
            holders[job].append(x)
    exactly = set(task.order.ravel().tolist())
    for job, columns in enumerate(holders):
        some = [left_out[job], *(taken[x] for x in columns)]
        (model.add_exactly_one if job in exactly else model.add_bool_or)(some)
    for shift in np.unique(task.shift[kept]):
        model.add_at_most_one(taken[x] for x in np.flatnonzero(task.shift[kept] == shift))
    for first, then in task.order.tolist():
        model.add_at_most_one(taken[x] for x in set(holders[first]) ^ set(holders[then]))
    costs = [*priced.route[kept].tolist(), *priced.left_out.tolist()]
    model.minimize(cp_model.LinearExpr.weighted_sum([*taken, *left_out], costs))
    planned = {job for k in incumbent for job in task.held(k)}
    for variable, yes in zip(taken, np.isin(kept, incumbent), strict=True):
        model.add_hint(variable, bool(yes))
    for job, variable in enumerate(left_out):
        model.add_hint(variable, job not in planned)
    return model, taken
