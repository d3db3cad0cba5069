"""How to search: engine, budget, seed, cores."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import Field

from dispatcher.fields import Value

Engine = Literal["routing"]


class Settings(Value):
    """How to search. Nothing here changes what a plan means or costs."""

    engine: Engine = "routing"
    """routing: OR-Tools' routing model and its iterated local search."""
    time_limit: Annotated[float, Field(gt=0, le=86_400)] = 20.0
    """Seconds from the call to the answer; a promise, held within a second once the compiled code is loaded."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 1
    cores: Annotated[int, Field(ge=1, le=256)] = Field(default_factory=lambda: os.cpu_count() or 1)
    """How many searches run side by side, each with a seed of its own."""
    memory_limit: Annotated[int, Field(ge=200)] = 4000
    """Megabytes of address space beyond what loading the solver takes, for each search."""
