"""What vans hold, what jobs need of it, and what depots hand out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician, van_stock

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

ENDLESS = 2**40
"""Parts that a depot without a limit adds: more than any route uses."""


def from_depots(problem: Problem) -> frozenset[str]:
    """The tools that some job needs and some depot hands out."""
    needed = {tool for job in problem.jobs for tool in job.tools}
    if any(depot.tools is None for depot in problem.depots):
        return frozenset(needed)
    return frozenset(needed.intersection(tool for depot in problem.depots for tool in depot.tools or ()))


def supply(problem: Problem, shifts: Sequence[tuple[Technician, Shift]]) -> dict[str, Integers | Flags]:
    """Parts and tools of jobs, depots and vans; see `dispatcher.arrays.Arrays`."""
    parts = sorted({part for job in problem.jobs for part in job.parts})
    tools = sorted(from_depots(problem))
    refills = [dict.fromkeys(parts, ENDLESS) if depot.stock is None else depot.stock for depot in problem.depots]
    handed_out = [tools if depot.tools is None else depot.tools for depot in problem.depots]
    return {
        "parts": _counts([*(job.parts for job in problem.jobs), *({} for _ in problem.depots)], parts),
        "stock": _counts([van_stock(technician, shift) for technician, shift in shifts], parts),
        "refill": _counts(refills, parts),
        "tools": _flags([*(job.tools for job in problem.jobs), *handed_out], tools),
        "van_tools": _flags([technician.tools for technician, _ in shifts], tools),
    }


def _counts(holdings: Sequence[Mapping[str, int]], names: Sequence[str]) -> Integers:
    rows = [[holding.get(name, 0) for name in names] for holding in holdings]
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(names))


def _flags(holdings: Sequence[Iterable[str]], names: Sequence[str]) -> Flags:
    rows = [[name in holding for name in names] for holding in map(frozenset, holdings)]
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(names))
