"""Days too large for one search: regions of neighbouring routes, improved in turn and in parallel."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays
from dispatcher.solver.task import Orders

Integers = NDArray[np.int64]

LEFT_OUT_SHARE = 0.2
"""Unassigned jobs that a region may try to place, for each of its planned jobs."""


@dataclass(frozen=True)
class Region:
    """Some shifts with the jobs on their routes, and some unassigned jobs that might fit there.

    Parameters
    ----------
    shifts, jobs
        Positions in the whole problem, ascending; the last of `jobs` are all of its depots.
    arrays
        The part of the problem that they make up, numbered from 0 in the same order.
    start
        The orders as they are, in the region's own numbers.
    """

    shifts: Integers
    jobs: Integers
    arrays: Arrays
    start: Orders

    def splice(self, orders: Orders, improved: Orders) -> Orders:
        """The whole plan's `orders` with this region's routes replaced; jobs planned elsewhere meanwhile stay there."""
        spliced = list(orders)
        for s in self.shifts:
            spliced[s] = []
        depots = self.jobs[self.arrays.count :]
        elsewhere = {job for order in spliced for job in order}.difference(map(int, depots))
        for s, order in zip(self.shifts, improved, strict=True):
            spliced[s] = [job for job in (int(self.jobs[j]) for j in order) if job not in elsewhere]
        return spliced


def region(a: Arrays, orders: Orders, busy: Collection[int], visits: NDArray[np.float64], size: int) -> Region | None:
    """A region of shifts that are not `busy`.

    Parameters
    ----------
    size
        Planned jobs in it, about; never more than half of the day's.
    visits
        (s,) how often each shift was in a region, plus a chance below 1 that parts equals; the least visited is in the
        middle of this one.

    Returns
    -------
    Region or None
        None when no shift is free. Routes are near when their middle stops are: the stop with the least travel to the
        others of its route.
    """
    free = np.array([s for s in range(len(a.shifts)) if s not in busy], dtype=np.int64)
    if not len(free):
        return None
    middles = np.array([_middle(a, s, orders[s]) for s in free], dtype=np.int64)
    near = np.argsort(a.seconds[middles[visits[free].argmin()], middles], kind="stable")
    sizes = np.cumsum([max(1, len(orders[free[k]])) for k in near])
    chosen = near[: max(2, int(np.searchsorted(sizes, min(size, a.count // 2))))]
    shifts = np.sort(free[chosen])
    planned = [job for s in shifts for job in orders[s] if job < a.count]
    jobs = np.array(sorted([*planned, *_candidates(a, orders, shifts, middles[chosen[0]], size)]), dtype=np.int64)
    return _cut(a, orders, shifts, jobs)


def _middle(a: Arrays, s: int, order: list[int]) -> int:
    places = a.jobs["place"][order] if order else a.shifts["start_place"][s : s + 1]
    return int(places[a.seconds[np.ix_(places, places)].sum(axis=1).argmin()])


def _candidates(a: Arrays, orders: Orders, shifts: Integers, middle: int, size: int) -> list[int]:
    """The nearest unassigned jobs that one of the shifts may take."""
    left_out = np.arange(len(a.jobs)) < a.count
    left_out[[job for order in orders for job in order]] = False
    able = np.flatnonzero(left_out & a.can_do[:, shifts].any(axis=1))
    near = a.seconds[middle, a.jobs["place"][able]].argsort(kind="stable")
    return [int(job) for job in able[near[: int(LEFT_OUT_SHARE * size)]]]


def _cut(a: Arrays, orders: Orders, shifts: Integers, jobs: Integers) -> Region:
    count, jobs = len(jobs), np.concatenate([jobs, np.arange(a.count, len(a.jobs))])
    job_here = {int(job): k for k, job in enumerate(jobs)}
    shift_here = {int(s): k for k, s in enumerate(shifts)}
    start = [[job_here[job] for job in orders[s]] for s in shifts]
    rows, terminals = a.jobs[jobs].copy(), a.shifts[shifts].copy()
    used = [rows["place"], terminals["start_place"], terminals["end_place"]]
    places = np.unique(np.concatenate(used))
    for table, names in ((rows, ("place",)), (terminals, ("start_place", "end_place"))):
        for name in names:
            table[name] = np.searchsorted(places, table[name])
    rows["locked_shift"] = [shift_here.get(int(s), -1) for s in rows["locked_shift"]]
    can_do = a.can_do[np.ix_(jobs, shifts)]
    pairs = [tuple(map(int, pair)) for pair in a.order]
    for first, then in pairs:
        for job, other in ((first, then), (then, first)):
            if job in job_here and other not in job_here:
                _stay(can_do, job_here[job], start)
    cut = a._replace(
        jobs=rows,
        count=count,
        shifts=terminals,
        seconds=a.seconds[np.ix_(places, places)],
        metres=a.metres[np.ix_(places, places)],
        site=a.site[places],
        service=a.service[:, jobs],
        parts=a.parts[jobs],
        stock=a.stock[shifts],
        tools=a.tools[jobs],
        van_tools=a.van_tools[shifts],
        can_do=can_do,
        preferred_missed=a.preferred_missed[np.ix_(jobs, shifts)],
        overqualified=a.overqualified[np.ix_(jobs, shifts)],
        swapped=a.swapped[np.ix_(jobs, shifts)],
        order=np.array(
            [(job_here[x], job_here[y]) for x, y in pairs if x in job_here and y in job_here], dtype=np.int64
        ).reshape(-1, 2),
    )
    return Region(shifts, jobs, cut, start)


def _stay(can_do: NDArray[np.bool_], job: int, start: Orders) -> None:
    """A job ordered against one outside the region stays on its route, or unassigned."""
    can_do[job] = [job in order for order in start]
