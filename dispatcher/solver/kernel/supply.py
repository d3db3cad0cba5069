"""Tools and parts on the way, and the depot stop that a job may need."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.compiled import NO, NONE, START, carray, compiled, pointer
from dispatcher.solver.kernel.chain import routes_of, stops_of, trial_of
from dispatcher.solver.kernel.clock import travel_price, walk
from dispatcher.solver.kernel.ground import jobs_of, parts_of, stock_of

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@compiled
def tools_of(g: Any) -> Flags:
    """(n + d, k) whether the job needs, or the depot hands out, each tool."""
    return carray(pointer(g.tools), (g.row_count, g.tool_count), np.bool_)


@compiled
def van_tools_of(g: Any) -> Flags:
    """(s, k) whether the technician has it."""
    return carray(pointer(g.van_tools), (g.shift_count, g.tool_count), np.bool_)


@compiled
def refill_of(g: Any) -> Integers:
    """(d, q) parts that a visit adds."""
    return carray(pointer(g.refill), (g.row_count - g.count, g.part_count), np.int64)


@compiled
def bare_of(c: Any) -> Integers:
    """(r + 1,) an order without its depot stops."""
    return carray(pointer(c.bare), (c.columns + 1,), np.int64)


@compiled
def supplied(g: Any, c: Any, s: int, length: int) -> bool:
    """Whether on the way of `trial_of` each job finds its tools and parts."""
    jobs, tools, van_tools, order = jobs_of(g), tools_of(g), van_tools_of(g), trial_of(c)
    for tool in range(g.tool_count):
        if van_tools[s, tool]:
            continue
        for i in range(length):
            if tools[order[i], tool]:
                if order[i] >= g.count:
                    break
                if jobs[order[i]].locked_shift != s:
                    return False
    parts, stock, refill = parts_of(g), stock_of(g), refill_of(g)
    for part in range(g.part_count):
        left = stock[s, part]
        for i in range(length):
            left -= parts[order[i], part]
            if left < 0:
                return False
            if order[i] >= g.count:
                left += refill[order[i] - g.count, part]
    return True


@compiled
def trial_price(g: Any, c: Any, s: int, length: int, limit: int) -> int:
    """What a route in the order of `trial_of` costs; at least `limit` when that is not worth knowing."""
    travel = travel_price(g, c, s, length)
    return int(walk(g, c, s, length, START, NONE, NO, limit - travel) + travel)


@compiled
def price_with_depot(g: Any, c: Any, s: int, j: int, place: int, limit: int) -> int:
    """What the route costs more with the job and one depot stop before it, in place of any other; see `Chain`.

    Leaves the depot and its place, counted without other depot stops, in the chain's `depot` and `depot_at`.
    """
    stops, bare, trial, known = stops_of(c)[s], bare_of(c), trial_of(c), routes_of(c)[s]
    length, at = 0, 0
    for i in range(known.length + 1):
        if i == place:
            bare[length] = j
            at = length
            length += 1
        if i < known.length and stops[i].job < g.count:
            bare[length] = stops[i].job
            length += 1
    best = limit + known.cost
    for gap in range(at + 1):
        for depot in range(g.count, g.row_count):
            for i in range(gap):
                trial[i] = bare[i]
            trial[gap] = depot
            for i in range(gap, length):
                trial[i + 1] = bare[i]
            if supplied(g, c, s, length + 1):
                price = trial_price(g, c, s, length + 1, best)
                if price < best:
                    best, c.depot, c.depot_at = price, depot, gap
    return int(best - known.cost)
