"""Which locks hold when they clash: technician before time before order, the first in the document before the next.

Those that give way are conflicts, which `dispatcher.check` names by its own reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.problem import Problem

Integers = NDArray[np.int64]


def time_locks(problem: Problem, origin: int) -> dict[str, list[tuple[int, int]]]:
    """For each job the interval of its first time lock; contradicting ones are conflicts, which `check` names."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for lock in problem.locks:
        if isinstance(lock, TimeLock | BothLock):
            start = int(lock.start.timestamp()) - origin
            spans.setdefault(lock.job, []).append((start - lock.tolerance, start + lock.tolerance))
    return {job: _agreeing(found) for job, found in spans.items()}


def _agreeing(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for span in spans:
        if max([span[0], *(a for a, _ in kept)]) <= min([span[1], *(b for _, b in kept)]):
            kept.append(span)
    return kept


def locked_shifts(
    problem: Problem, job_position: Mapping[str, int], shift_position: Mapping[tuple[str, str], int]
) -> Integers:
    locked = np.full(len(problem.jobs), -1, dtype=np.int64)
    for lock in problem.locks:
        if isinstance(lock, TechnicianLock | BothLock) and locked[job_position[lock.job]] < 0:
            locked[job_position[lock.job]] = shift_position[lock.technician, lock.shift]
    return locked


def order_locks(problem: Problem, job_position: Mapping[str, int], locked: Integers) -> Integers:
    """The order locks that can be kept: a lesser lock gives way to technician locks, a later one to an earlier."""
    kept: list[tuple[int, int]] = []
    for lock in problem.locks:
        if not isinstance(lock, OrderLock):
            continue
        first, then = job_position[lock.first], job_position[lock.then]
        apart = locked[first] >= 0 and locked[then] >= 0 and locked[first] != locked[then]
        if not apart and not _reaches(kept, then, first):
            kept.append((first, then))
    return np.array(kept, dtype=np.int64).reshape(-1, 2)


def _reaches(pairs: Sequence[tuple[int, int]], start: int, goal: int) -> bool:
    seen, stack = set(), [start]
    while stack:
        here = stack.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            stack += [then for first, then in pairs if first == here]
    return False
