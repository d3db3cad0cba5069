"""The engine, its budget and its processes; always holds the best checked plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np

from dispatcher.arrays import Numbered, number
from dispatcher.charges import new_table
from dispatcher.errors import SolverFailed
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import EndedBy, SearchLog
from dispatcher.schedule import cheapest_shift, new_timing
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages, StopSignal
from dispatcher.solver.chains import Chains
from dispatcher.solver.incumbent import Incumbent
from dispatcher.solver.insertion import fill_free_places
from dispatcher.solver.kernel.annealing import Annealing
from dispatcher.solver.orders import orders_of, to_plan
from dispatcher.solver.race import Race
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

OnBetter = Callable[[Plan, SearchLog], None]
"""Takes a better checked plan and how the search has gone so far."""

ROOM = "dispatcher.solver.room"
"""What the solver processes run."""


def search(
    numbered: Numbered,
    settings: Settings,
    on_better: OnBetter | None = None,
    stop: StopSignal | None = None,
    cages: Cages | None = None,
    start: Plan | None = None,
) -> tuple[Plan, SearchLog]:
    """The best checked plan that the engine finds within the budget.

    Parameters
    ----------
    cages
        Solver processes (`solver_processes`) to use and to leave loaded; None = some of its own.
    start
        A plan to begin with; what it holds that this problem does not allow is left out.

    Raises
    ------
    SolverFailed
        When not one checked plan was found; says what the solver processes said.
    """
    warm_up()
    started = time.monotonic()
    best = Incumbent(numbered, started, deadline=started + settings.time_limit, stop=stop)
    engine = Race(numbered, settings, best) if settings.engine == "routing" else Chains(numbered, settings, best)

    def log(ended_by: EndedBy) -> SearchLog:
        return best.log(ended_by, engine.ready_after, engine.statuses)

    if on_better:
        best.on_better = lambda plan: on_better(plan, log("interrupted"))
    orders = orders_of(numbered, start) if start else None
    if len(numbered.problem.jobs) and len(numbered.shifts):
        if cages:
            engine.run(cages, orders)
        else:
            with solver_processes(engine.processes, settings.memory_limit) as own:
                engine.run(own, orders)
    else:
        best.offer([[] for _ in numbered.shifts])
    best.confirm()
    if best.plan is None:
        raise SolverFailed("; ".join([*engine.statuses, *map(str, best.refused)]) or "no plan keeps every rule")
    return best.plan, log(_ended_by(best, settings, engine))


def _ended_by(best: Incumbent, settings: Settings, engine: Race | Chains) -> EndedBy:
    if best.stop is not None and best.stop.is_set():
        return "stop"
    early = time.monotonic() - best.started < settings.time_limit - 1
    return "finished" if early and engine.finished else "deadline"


def solver_processes(count: int, memory_limit: int) -> Cages:
    """Processes with OR-Tools loaded, for any number of searches one after the other; see `Cages`."""
    return Cages(ROOM, count, memory_limit)


@cache
def warm_up() -> None:
    """Load the compiled code; the first time on a machine this compiles it, which takes less than a minute."""
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    home = Place(id="home", index=0)
    shift = Shift(id="day", start=start, end=start + timedelta(hours=8))
    problem = Problem(
        time_zone="UTC",
        technicians=(Technician(id="anna", home=home, shifts=(shift,)),),
        jobs=(Job(id="one", place=home, duration=60), Job(id="two", place=home, duration=60)),
    )
    nowhere = np.zeros((1, 1), dtype=np.int64)
    numbered = number(problem, TravelMatrix(("home",), nowhere, nowhere))
    # The kernel first: whoever compiles may have a second process at work on what else there is.
    annealing = Annealing(numbered.data, [[0]], seed=1)
    annealing.fill()
    annealing.run(10, share=1.0)
    annealing.finish()
    to_plan(numbered, fill_free_places(numbered.data, [[0]]))
    orders, one = np.zeros((1, 2), dtype=np.int64), np.ones(1, dtype=np.int64)
    cheapest_shift(numbered.data, orders, one, one, 1, orders[0].copy(), new_timing(2), new_table(2))
