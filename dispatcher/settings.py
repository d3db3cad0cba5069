"""How to search: engine, budget, seed, cores."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import Field

from dispatcher.fields import Value

Engine = Literal["search", "routing"]


class Settings(Value):
    """How to search. Nothing here changes what a plan means or costs."""

    engine: Engine = "search"
    """search: ruin and recreate, compiled; routing: OR-Tools' routing model and its local search, nothing else."""
    time_limit: Annotated[float, Field(gt=0, le=86_400)] = 20.0
    """Seconds from the call to the answer; a promise, held within a second once the compiled code is loaded."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    cores: Annotated[int, Field(ge=1, le=256)] = Field(default_factory=lambda: os.cpu_count() or 1)
    """How many searches run side by side, each with a seed of its own."""
    iterations: Annotated[int | None, Field(ge=1)] = None
    """Turns of ruin and recreate by one chain, whatever the clock says: the same seed gives the same plan, where the
    time limit does not cut it short. None = as many as the time limit allows, on every core."""
    memory_limit: Annotated[int, Field(ge=200)] = 4000
    """Megabytes of address space beyond what loading the solver takes, for each search."""
