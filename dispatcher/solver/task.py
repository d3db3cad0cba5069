"""What a solver process is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from dispatcher.arrays import Arrays

Orders = list[list[int]]
"""For each shift the jobs of its route, in order."""


@dataclass(frozen=True)
class Task:
    """One search: what to plan, from where, from which seed, until when."""

    arrays: Arrays
    seed: int
    deadline: float
    """An instant of `time.monotonic`, which all processes of a machine share."""
    start: Orders | None = None
    """Orders to improve; None = begin anew."""
