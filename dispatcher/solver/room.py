"""What solver processes run: whatever needs OR-Tools."""

from __future__ import annotations

from dispatcher.solver import recombine, routing
from dispatcher.solver.cage import Say, StopSignal
from dispatcher.solver.choice import Recombine
from dispatcher.solver.task import Task


def work(task: Task | Recombine, say: Say, stop: StopSignal) -> str:
    """Search with the routing model, or choose among routes; says each better outcome."""
    if isinstance(task, Recombine):
        return recombine.work(task, say, stop)
    return routing.work(task, say, stop)
