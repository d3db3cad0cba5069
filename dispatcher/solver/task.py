"""What a solver process is given, and what it gives back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dispatcher.arrays import Arrays

Method = Literal["iterated", "guided"]
"""iterated: ruin, recreate, improve, again and again; guided: local search that penalises what plans have in common."""

Orders = list[list[int]]
"""For each shift the jobs of its route, in order, and the depots that it visits: numbers from `Arrays.count` on."""


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


class Better(NamedTuple):
    """A better order of jobs for each shift, by the solver's own count."""

    objective: int
    orders: Orders

    def written(self) -> bytes:
        """For the pipe."""
        return json.dumps(self._asdict()).encode()


def better(said: bytes, task: Task) -> Better | None:
    """What a solver process said; None when that is no answer to the task."""
    try:
        told = json.loads(said)
        found = Better(int(told["objective"]), told["orders"])
        return found if _answers(found.orders, task) else None
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _answers(orders: Orders, task: Task) -> bool:
    """Whether these are orders for every shift, of jobs and depots of the task, no job twice."""
    a, stops = task.arrays, [stop for order in orders for stop in order]
    known = all(type(stop) is int and 0 <= stop < len(a.jobs) for stop in stops)
    jobs = [stop for stop in stops if known and stop < a.count]
    return known and len(orders) == len(a.shifts) and len(set(jobs)) == len(jobs)
