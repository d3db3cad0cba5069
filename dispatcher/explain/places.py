"""Where a job could go: on each technician's routes the place that needs the least relaxation, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import FOREVER, Numbered, number
from dispatcher.costs import Term
from dispatcher.explain.day import Call, Day, ShiftKey, jobs_in, last_job, positions
from dispatcher.explain.efforts import effort
from dispatcher.explain.lifting import focus, relaxed
from dispatcher.explain.pairing import changes_times, order_pairs, order_reason, pairing_reasons
from dispatcher.explain.soft_clock import UNTRIED, able_alone, survey
from dispatcher.explain.timetable import Timetable, difference, route_bill
from dispatcher.fields import printed
from dispatcher.job import Job
from dispatcher.place import Depot
from dispatcher.plan import Option, Plan, Reason, total
from dispatcher.schedule import IMPOSSIBLE, time_route

Integers = NDArray[np.int64]

Blocks = Mapping[ShiftKey, tuple[Reason, ...]]
"""The rules about the pairing that block a job on each shift."""

EVERYBODY = 2**31
"""More technicians than any problem has."""


class Places:
    """Where jobs could go on the routes of a plan.

    Parameters
    ----------
    numbered, plan
        A problem and a plan for it that `dispatcher.check` accepts, its bills exact.
    without
        A planned job that is taken out of its route first; None = none.
    """

    def __init__(self, numbered: Numbered, plan: Plan, without: str | None = None) -> None:
        self.numbered, self.problem = numbered, numbered.problem
        self.day = Day(numbered, plan, without)
        self.keys = list(numbered.shift_position)
        names = {key: position for position, key in enumerate(dict.fromkeys(who for who, _ in self.keys))}
        self._owner = np.array([names[who] for who, _ in self.keys], dtype=np.int64)
        longest = max(map(len, self.day.calls.values()), default=0) + 1
        pairs = [(lock.first, lock.then) for lock in self.day.lookup.order_locks]
        self._ordered = {name for pair in pairs for name in pair}
        self.refilled = [key for key in self.day.calls if len(self.day.after_depots(key)) > 1]
        """The shifts whose routes visit a depot."""
        self.timetable = Timetable(numbered, self.day, pairs, longest)
        self._orders = np.zeros((len(self.keys), longest), dtype=np.int64)
        self._lengths, self._jobs, self._costs = (np.zeros(len(self.keys), dtype=np.int64) for _ in range(3))
        self._columns, self._taken = np.arange(longest), np.full(len(self.keys), -1, dtype=np.int64)
        for key, calls in self.day.calls.items():
            s = numbered.shift_position[key]
            self._orders[s, : len(calls)], self._lengths[s] = positions(numbered, calls), len(calls)
            self._jobs[s], self._costs[s] = len(jobs_in(calls)), total(self.day.bills[key])
        self.leaving: Mapping[Term, int] = {}
        """By how much that route's bill grows without the job."""
        if self.day.stand:
            self._take_out(self.day.stand.key, self.day.stand.place)

    def _take_out(self, key: ShiftKey, place: int) -> None:
        self._taken[self.numbered.shift_position[key]] = place
        routes = {key: self.day.calls[key]}
        missed = list(self._elsewhere(self.timetable, key))
        alone = relaxed(focus(self.problem, routes, jobs_in(routes[key])), "", key, missed)
        self.leaving = self._difference(number(alone, self.numbered.travel), routes)
        others = np.arange(len(self.keys)) != self.numbered.shift_position[key]
        self._costs[others] -= sum(self.leaving.values())

    def left_out(self, job: Job) -> int:
        """The price of leaving the job out, in units."""
        return int(self.numbered.data.jobs[self.numbered.job_position[job.id]]["left_out"])

    def blocks(self, job: Job) -> Blocks:
        """For each shift the rules about the pairing that block the job, where the van holds most of what it needs."""
        a, j = self.numbered.data, self.numbered.job_position[job.id]
        clear = a.can_do[j] & (self._jobs < a.shifts["max_jobs"]) & (a.van_tools >= a.tools[j]).all(axis=1)
        if job.parts or a.jobs[j]["locked_shift"] >= 0 or job.id in self._ordered:
            clear = np.zeros_like(clear)
        return {key: () if clear[s] else self._least(job, key) for s, key in enumerate(self.keys)}

    def _least(self, job: Job, key: ShiftKey) -> tuple[Reason, ...]:
        found = [pairing_reasons(self.day, job, key, place) for place in self.day.after_depots(key)]
        return min(found, key=lambda reasons: sum(map(effort, reasons)))

    def able_alone(self, job: Job, keys: Sequence[ShiftKey]) -> bool:
        """Whether one of these shifts could do the job if it had no other, its depot stops kept where they help."""
        shifts = np.array([self.numbered.shift_position[key] for key in keys], dtype=np.int64)
        able = able_alone(self.numbered.data, self.numbered.job_position[job.id], shifts, self.timetable.room)
        return bool(able > 0) or any(self._able_after_depots(job, key) for key in keys)

    def _able_after_depots(self, job: Job, key: ShiftKey) -> bool:
        depots = [call for call in self.day.calls.get(key, ()) if isinstance(call, Depot)]
        order, room = positions(self.numbered, [*depots, job.id]), self.timetable.room
        s = self.numbered.shift_position[key]
        return bool(depots) and (
            time_route(self.numbered.data, s, order, len(order), room.timing, room.table)[0] < IMPOSSIBLE
        )

    def options(self, job: Job, blocks: Blocks, technicians: int | None = None) -> tuple[Option, ...]:
        """The best place for the job with each technician, least effort first, then least extra.

        Parameters
        ----------
        technicians
            How many at most; None = all who have a shift.
        """
        most = technicians or EVERYBODY
        found = self._survey(job, blocks, most)
        best: dict[int, int] = {}
        for s in sorted(np.flatnonzero(found[:, 0] < UNTRIED), key=lambda s: (found[s, 0], found[s, 1])):
            best.setdefault(int(self._owner[s]), int(s))
        chosen = list(best.values())[:most]
        options = [self._option(job, self.keys[s], blocks[self.keys[s]], int(found[s, 2])) for s in chosen]
        return tuple(sorted(options, key=lambda option: (option.effort, option.extra)))

    def _survey(self, job: Job, blocks: Blocks, most: int) -> Integers:
        found = np.full((len(self.keys), 3), UNTRIED, dtype=np.int64)
        if not self.keys:
            return found
        a, j = self.numbered.data, self.numbered.job_position[job.id]
        pairing = np.array([sum(map(effort, blocks[key])) for key in self.keys], dtype=np.int64)
        supply = np.zeros_like(self._orders)
        for key in self.refilled:
            supply[self.numbered.shift_position[key]] = self._supply(job, key, blocks[key])
        survey(
            a, self.timetable.limits, self._orders, self._lengths, self._costs, j, self._taken, pairing, supply,
            self._owner, np.lexsort((self._far(j), pairing)), most, self.timetable.room, found,
        )  # fmt: skip
        return found

    def _supply(self, job: Job, key: ShiftKey, least: tuple[Reason, ...]) -> Integers:
        """Minutes that lifting what blocks the pairing takes at each place, beyond those where it takes least."""
        supply = np.zeros(len(self._columns), dtype=np.int64)
        for place in self.day.after_depots(key):
            supply[place:] = sum(map(effort, pairing_reasons(self.day, job, key, place))) - sum(map(effort, least))
        return supply

    def _far(self, j: int) -> Integers:
        """Seconds from the job to the nearest place of each route: the nearer ones are likely to need less."""
        a = self.numbered.data
        away = a.seconds[a.jobs["place"][j]]
        planned = np.where(self._columns < self._lengths[:, None], away[a.jobs["place"][self._orders]], FOREVER)
        nearest: Integers = np.minimum(planned.min(axis=1), away[a.shifts["start_place"]])
        return nearest

    def _option(self, job: Job, key: ShiftKey, pairing: tuple[Reason, ...], place: int) -> Option:
        """The option at a place of a shift; where lifting `pairing` may change the times, at the then best place."""
        routes = {one: self.day.calls.get(one, []) for one in self.day.touched(key, pairing)}
        alone = focus(self.problem, routes, [*jobs_in(call for calls in routes.values() for call in calls), job.id])
        pairs, timetable = order_pairs(self.day, job, key), self.timetable
        if self.day.stand or changes_times(pairing):
            lifted = number(relaxed(alone, job.id, key, pairing), self.numbered.travel)
            timetable = Timetable(lifted, self.day, pairs, max(map(len, routes.values())) + 1)
            taken = int(self._taken[self.numbered.shift_position[key]])
            place = timetable.gentlest_place(key, routes[key], job.id, taken, self._supply(job, key, pairing))
        if key in self.refilled:
            pairing = pairing_reasons(self.day, job, key, place)
        routes[key] = [*routes[key][:place], job.id, *routes[key][place:]]
        reasons = [
            *pairing,
            *_orders_broken(pairs, routes[key], job.id),
            *_own(timetable.misses(key, routes[key]), job),
        ]
        for other in routes.keys() - {key}:
            reasons += self._elsewhere(timetable, other)
        lifted = number(relaxed(alone, job.id, key, reasons), self.numbered.travel) if reasons else self.numbered
        cost = self._difference(lifted, routes)
        reasons += self._price(job, sum(cost.values()))
        return Option(
            technician=key[0],
            shift=key[1],
            after=last_job(routes[key][:place]),
            reasons=tuple(reasons),
            effort=sum(map(effort, reasons)),
            extra=sum(cost.values()),
            cost=cost,
        )

    def _elsewhere(self, timetable: Timetable, key: ShiftKey) -> Iterator[Reason]:
        """What another route than that of the option misses."""
        for reason in timetable.misses(key, self.day.calls[key]):
            yield Reason(code=reason.code, facts={"technician": key[0], "shift": key[1], **reason.facts})

    def _difference(self, lifted: Numbered, routes: Mapping[ShiftKey, Sequence[Call]]) -> dict[Term, int]:
        """By how much the bills of these routes grow."""
        now, then = Counter[Term](), Counter[Term]()
        for key, calls in routes.items():
            now.update(dict(self.day.bills.get(key, {})))
            then.update(route_bill(lifted, key, calls))
        return difference(now, then)

    def _price(self, job: Job, extra: int) -> Iterator[Reason]:
        """That an unassigned job would cost more than leaving it out; a lock is kept whatever it costs."""
        locked = self.numbered.data.jobs[self.numbered.job_position[job.id]]["locked"]
        if self.day.stand is None and not locked and extra >= self.left_out(job):
            yield Reason(code="price", facts={"extra": str(printed(extra)), "price": str(printed(self.left_out(job)))})


def _orders_broken(pairs: Sequence[tuple[str, str]], calls: Sequence[Call], job: str) -> Iterator[Reason]:
    """The order locks of the job that a route does not keep."""
    for first, then in pairs:
        if first in calls and then in calls and calls.index(then) < calls.index(first):
            yield order_reason(first, then, then if first == job else first)


def _own(reasons: Iterator[Reason], job: Job) -> Iterator[Reason]:
    """The same, without naming the job itself as a stop."""
    for reason in reasons:
        facts = {name: fact for name, fact in reason.facts.items() if (name, fact) != ("stop", job.id)}
        yield Reason(code=reason.code, facts=facts)
