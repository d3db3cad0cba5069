"""Our own engine, entered like any other: one call of `dispatch`, from which only the orders are taken."""

from __future__ import annotations

from benchmarks.peers.contract import Race, room
from benchmarks.peers.judge import in_seconds
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.settings import Settings
from dispatcher.solver.task import Orders


def load(_: int) -> None:
    """Load the compiled code, as the others load theirs."""
    warm_up()


def solve(race: Race) -> None:
    """Plan as everybody would, with the time that is left."""
    before = race.seconds()
    settings = Settings(time_limit=race.left(), seed=race.seed, cores=race.cores)
    found = dispatch(race.problem, race.travel, settings)
    trace = [(round(before + one.seconds, 3), in_seconds(race.problem, one.cost)) for one in found.search.improvements]
    race.better(_orders(race.problem, found.plan), trace)


def _orders(problem: Problem, plan: Plan) -> Orders:
    position = {job.id: j for j, job in enumerate(problem.jobs)}
    routes = {(route.technician, route.shift): route for route in plan.routes}
    shifts = [routes.get((technician.id, shift.id)) for technician, shift in problem.shifts()]
    return [
        [position[stop.id] for stop in route.stops if stop.kind is StopKind.JOB] if route else [] for route in shifts
    ]


work = room(solve)
"""What the child runs."""
