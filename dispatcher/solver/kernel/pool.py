"""The good routes that a chain has come across, for recombining: for each shift and set of jobs the cheapest order."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Records
from dispatcher.compiled import carray, compiled, pointer
from dispatcher.solver.kernel.chain import routes_of, stops_of
from dispatcher.solver.kernel.memory import whole_numbers

Integers = NDArray[np.int64]

POOLED = whole_numbers("hash", "shift", "cost", "first", "length")
"""A route: its cost in units, and where its jobs stand among those of all."""

CAPACITY = 30_000
"""Routes; later ones are not taken."""

JOBS = 12 * CAPACITY
"""Their jobs in all."""

SLOTS = 2**16
"""Of the hash table: a power of two, well above CAPACITY."""


@compiled
def pooled_of(c: Any) -> Records:
    """(CAPACITY,) of POOLED."""
    return carray(pointer(c.pooled), (CAPACITY,), POOLED)


@compiled
def pooled_jobs_of(c: Any) -> Integers:
    """Jobs of all routes, one after the other."""
    return carray(pointer(c.pooled_jobs), (JOBS,), np.int64)


@compiled
def slots_of(c: Any) -> Integers:
    """(SLOTS,) row of the route with this hash, plus 1; 0 = none."""
    return carray(pointer(c.slots), (SLOTS,), np.int64)


def pool_tables() -> dict[str, NDArray[Any]]:
    """An empty pool."""
    return {
        "pooled": np.zeros(CAPACITY, dtype=POOLED),
        "pooled_jobs": np.zeros(JOBS, dtype=np.int64),
        "slots": np.zeros(SLOTS, dtype=np.int64),
    }


@compiled
def mixed(value: int) -> np.uint64:
    """The number's bits well stirred: splitmix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195)."""
    z = np.uint64(value) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def remember(c: Any, s: int) -> None:
    """Put a route into the pool, or its order when that is the cheapest of its jobs."""
    route, stops = routes_of(c)[s], stops_of(c)[s]
    length = route.length
    if length == 0:
        return
    total = np.uint64(0)
    for i in range(length):
        total += mixed(stops[i].job + 1)
    name = np.int64(mixed(np.int64(total + mixed(-s - 1))) >> np.uint64(1))
    pooled, jobs, slots = pooled_of(c), pooled_jobs_of(c), slots_of(c)
    slot = name & (SLOTS - 1)
    while slots[slot] > 0 and pooled[slots[slot] - 1].hash != name:
        slot = (slot + 1) & (SLOTS - 1)
    if slots[slot] == 0:
        if c.pooled_count == CAPACITY or c.pooled_job_count + length > JOBS:
            return
        new = pooled[c.pooled_count]
        new.hash, new.shift, new.cost, new.first, new.length = name, s, route.cost + 1, c.pooled_job_count, length
        c.pooled_count += 1
        c.pooled_job_count += length
        slots[slot] = c.pooled_count
    known = pooled[slots[slot] - 1]
    if route.cost < known.cost:
        known.cost = route.cost
        for i in range(length):
            jobs[known.first + i] = stops[i].job
