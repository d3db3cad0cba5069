"""What a solver process is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dispatcher.arrays import Arrays

Method = Literal["iterated", "guided"]
"""iterated: ruin, recreate, improve, again and again; guided: local search that penalises what plans have in common."""

Orders = list[list[int]]
"""For each shift the jobs of its route, in order."""


@dataclass(frozen=True)
class Task:
    """One search: what to plan, from where, from which seed, until when."""

    arrays: Arrays
    seed: int
    deadline: float
    """An instant of `time.monotonic`, which all processes of a machine share."""
    method: Method
    start: Orders | None = None
    """Orders to improve, for `guided`; None = begin anew."""
