"""What a route may hold at all, whatever the clock says: match, count, tools, parts, order locks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays
from dispatcher.compiled import compiled

Integers = NDArray[np.int64]


@compiled
def allowed(a: Arrays, shift: int, order: Integers, length: int) -> bool:
    """Whether the shift may hold these stops at all: match, count, tools, parts; never depot stops alone."""
    can_do, count = a.can_do, a.count
    jobs = 0
    for i in range(length):
        if not can_do[order[i], shift]:
            return False
        if order[i] < count:
            jobs += 1
    if jobs == 0 or jobs > a.shifts[shift].max_jobs:
        return False
    return bool(equipped(a, shift, order, length) and stocked(a, shift, order, length, jobs < length))


@compiled
def equipped(a: Arrays, shift: int, order: Integers, length: int) -> bool:
    """Whether each job finds its tools, in the van or from a depot stop before; a job locked to it needs none."""
    tools, count = a.tools, a.count
    for tool in range(tools.shape[1]):
        if a.van_tools[shift, tool]:
            continue
        for i in range(length):
            if tools[order[i], tool]:
                if order[i] >= count:
                    break
                if a.jobs[order[i]].locked_shift != shift:
                    return False
    return True


@compiled
def stocked(a: Arrays, shift: int, order: Integers, length: int, refilled: bool) -> bool:
    """Whether the parts last: those of the van, and where the route is `refilled` those of depot stops on the way."""
    parts, refill, count = a.parts, a.refill, a.count
    for part in range(parts.shape[1]):
        left = a.stock[shift, part]
        for i in range(length):
            left -= parts[order[i], part]
            if refilled:
                if left < 0:
                    return False
                if order[i] >= count:
                    left += refill[order[i] - count, part]
        if left < 0:
            return False
    return True


@compiled
def broken_orders(a: Arrays, order: Integers, length: int) -> int:
    """How many order locks between two jobs locked to this shift the order breaks; -1 when it breaks any other."""
    pairs = a.order
    broken = 0
    for pair in range(len(pairs)):
        seen_then = False
        for i in range(length):
            if order[i] == pairs[pair, 0] and seen_then:
                if a.jobs[pairs[pair, 0]].locked_shift < 0 or a.jobs[pairs[pair, 1]].locked_shift < 0:
                    return -1
                broken += 1
            seen_then = seen_then or order[i] == pairs[pair, 1]
    return broken
