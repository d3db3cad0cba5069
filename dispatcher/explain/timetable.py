"""Routes of a plan on the soft clock: what each misses, in reasons; and what they cost once that is relaxed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import FOREVER, NEVER, Numbered, number
from dispatcher.charges import TERMS, new_table, price_route
from dispatcher.costs import Term
from dispatcher.explain.day import Call, Day, ShiftKey, jobs_in, positions
from dispatcher.explain.soft_clock import UNTRIED, Limits, Misses, gentlest_place, new_room, relax_route
from dispatcher.lock import BothLock, Lock, TechnicianLock, TimeLock
from dispatcher.plan import Fact, Reason
from dispatcher.problem import Problem
from dispatcher.schedule import IMPOSSIBLE, new_timing, time_route

Integers = NDArray[np.int64]

Facts = dict[str, Fact]

Pairs = Collection[tuple[str, str]]
"""Order locks: first, then."""


class Timetable:
    """A problem in numbers, and the soft clock on it.

    Parameters
    ----------
    day
        The plan: which locks are not kept there anyway.
    pairs
        The order locks that bind.
    longest
        The jobs and depot stops of the longest route that will be played.
    """

    def __init__(self, numbered: Numbered, day: Day, pairs: Pairs, longest: int) -> None:
        self.numbered, self.a = numbered, numbered.data
        self.limits = _limits(numbered, day, pairs)
        self.room = new_room(longest)

    def gentlest_place(self, key: ShiftKey, calls: Sequence[Call], job: str, taken: int, supply: Integers) -> int:
        """The place for one more job that needs the least effort, of those the cheapest; see `soft_clock`."""
        s, j, order = (
            self.numbered.shift_position[key],
            self.numbered.job_position[job],
            positions(self.numbered, calls),
        )
        most = UNTRIED - 1
        return int(gentlest_place(self.a, self.limits, s, order, len(order), j, taken, supply, most, self.room)[2])

    def misses(self, key: ShiftKey, calls: Sequence[Call]) -> Iterator[Reason]:
        """Every limit that a route misses at the least effort; `stop` is the job, if it is a job's."""
        if not jobs_in(calls):
            return
        s, order = self.numbered.shift_position[key], positions(self.numbered, calls)
        relax_route(self.a, self.limits, s, order, len(order), UNTRIED - 1, self.room)
        best = self.room.best
        for i, call in enumerate(calls):
            if isinstance(call, str):
                yield from self._at_stop(key, call, i, best)
        yield from self._of_shift(key, len(order), best)

    def _at_stop(self, key: ShiftKey, name: str, i: int, best: Misses) -> Iterator[Reason]:
        j, s = self.numbered.job_position[name], self.numbered.shift_position[key]
        start, late, stop = int(best.ready[i]), int(best.start[i]), {"stop": name}
        if best.lock[i]:
            first, last = int(self.limits.lock_opens[j]), int(self.limits.lock_closes[j])
            told = {"start": self._at(start), "earliest_start": self._at(first), "latest_start": self._at(last)}
            yield Reason(code="lock_time", facts={**stop, **told})
        if late:
            told = {"start": self._at(start), "latest_start": self._at(start - late)}
            yield Reason(code="time_window", facts={**stop, **told, "by": late})
        if late := int(best.finish[i]):
            finish = start + int(self.a.service[self.a.shifts[s]["pace"], j])
            told = {"finish": self._at(finish), "latest_finish": self._at(finish - late)}
            yield Reason(code="latest_finish", facts={**stop, **told, "by": late})

    def _of_shift(self, key: ShiftKey, length: int, best: Misses) -> Iterator[Reason]:
        shift, home = self.numbered.shifts[self.numbered.shift_position[key]][1], int(best.ready[length])
        for k, pause in enumerate(shift.breaks):
            late, waived = int(best.pause[k]), best.slots[k] == length + 1
            if late:
                latest = int(pause.latest.timestamp()) - self.numbered.origin
                told: Facts = {"break": pause.id, "latest": self._at(latest)}
                told |= {"arrival_home": self._at(home)} if waived else {"start": self._at(latest + late)}
                yield Reason(code="break_missed" if waived else "break_late", facts={**told, "by": late})
        if late := int(best.home[0]):
            end = int(shift.end.timestamp()) - self.numbered.origin
            facts: Facts = {"arrival_home": self._at(home), "end": self._at(end), "max_overtime": shift.max_overtime}
            yield Reason(code="overtime_cap", facts={**facts, "by": late})

    def _at(self, seconds: int) -> str:
        return self.numbered.moment(seconds).isoformat()


def route_bill(numbered: Numbered, key: ShiftKey, calls: Sequence[Call]) -> Mapping[Term, int]:
    """What a route that breaks no rule costs, its breaks and departure where they cost least; nothing without jobs."""
    if not jobs_in(calls):
        return {}
    a, s, length = numbered.data, numbered.shift_position[key], len(calls)
    order, timing, table = positions(numbered, calls), new_timing(length), new_table(length)
    cost, departure = time_route(a, s, order, length, timing, table)
    assert cost < IMPOSSIBLE, f"{key} cannot serve {calls}"
    price_route(a, s, order, length, departure, timing.start, table)
    return {term: int(amount) for term, amount in zip(TERMS, table.sum(axis=0), strict=True)}


def difference(now: Mapping[Term, int], then: Mapping[Term, int]) -> dict[Term, int]:
    """By how much each term grows; those that stay are left out."""
    grown = Counter(then)
    grown.subtract(dict(now))
    return {term: grown[term] for term in Term if grown[term]}


def _limits(numbered: Numbered, day: Day, pairs: Pairs) -> Limits:
    a, problem, position = numbered.data, numbered.problem, numbered.job_position
    opens, closes = np.full(len(a.jobs), NEVER), np.full(len(a.jobs), FOREVER)
    for name, (first, last) in day.lookup.time_locks.items():
        if name in position:
            opens[position[name]], closes[position[name]] = first - numbered.origin, last - numbered.origin
    free = a if not day.lookup.time_locks else number(_without_time_locks(problem), numbered.travel).data
    start_missed, finish_missed = (np.zeros(len(a.jobs), dtype=np.bool_) for _ in range(2))
    for name, missed in day.missed.items():
        if name in position:
            start_missed[position[name]], finish_missed[position[name]] = missed
    rows = [(position[first], position[then]) for first, then in pairs if first in position and then in position]
    order = np.array(rows, dtype=np.int64).reshape(-1, 2)
    locked = int(bool(day.lookup.time_locks))
    return Limits(free.jobs, free.windows, opens, closes, start_missed, finish_missed, order, locked)


def _without_time_locks(problem: Problem) -> Problem:
    def rest(lock: Lock) -> Lock | None:
        if isinstance(lock, BothLock):
            return TechnicianLock(job=lock.job, technician=lock.technician, shift=lock.shift)
        return None if isinstance(lock, TimeLock) else lock

    return problem.model_copy(update={"locks": tuple(kept for lock in problem.locks if (kept := rest(lock)))})
