"""Why a job is not planned: the first rule that leaves no shift for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

import numpy as np

from dispatcher.arrays import Numbered
from dispatcher.charges import new_table
from dispatcher.fields import printed
from dispatcher.job import Job
from dispatcher.plan import Fact, Plan, Reason, StopKind
from dispatcher.schedule import IMPOSSIBLE, cheapest_place, new_timing, time_route
from dispatcher.technician import Shift, Technician, van_stock

Passes = Callable[[Technician, Shift], bool]
"""Whether a rule lets this technician do the job in this shift."""

Rule = tuple[str, Mapping[str, Fact], Passes]
"""The rule's name, the facts that show it, and the test."""


def with_reasons(numbered: Numbered, plan: Plan) -> Plan:
    """The same plan, each unassigned job with the first rule that blocks it."""
    why = _Why(numbered, plan)
    explained = [left_out.model_copy(update={"reasons": (why.first(left_out.job),)}) for left_out in plan.unassigned]
    return plan.model_copy(update={"unassigned": tuple(explained)})


class _Why:
    def __init__(self, numbered: Numbered, plan: Plan) -> None:
        self.numbered, self.a = numbered, numbered.data
        self.orders: dict[int, list[int]] = {s: [] for s in range(len(numbered.shifts))}
        for route in plan.routes:
            s = numbered.shift_position[route.technician, route.shift]
            jobs = [stop.id for stop in route.stops if stop.kind is StopKind.JOB]
            self.orders[s] = [numbered.job_position[job] for job in jobs]
        room = max(map(len, self.orders.values()), default=0) + 1
        self.out, self.table, self.trial = new_timing(room), new_table(room), np.zeros(room, dtype=np.int64)
        self.costs = {s: self._cost(s, order) for s, order in self.orders.items()}

    def first(self, job_id: str) -> Reason:
        """Rule after rule, until no shift is left; then the clock, then the price."""
        j = self.numbered.job_position[job_id]
        job = self.numbered.problem.jobs[j]
        left = list(range(len(self.numbered.shifts)))
        if not left:
            return Reason(code="no_shift")
        if self.a.jobs[j]["locked_shift"] >= 0:
            left = [int(self.a.jobs[j]["locked_shift"])]
        else:
            for code, facts, passes in _rules(job, self.numbered.problem.zone):
                before = self._people(left)
                left = [s for s in left if passes(*self.numbered.shifts[s])]
                if not left:
                    some = before < self._people(range(len(self.numbered.shifts)))
                    return Reason(code=code, facts={**facts, "suitable": before} if some else facts)
        return self._by_clock(j, left)

    def _people(self, shifts: Iterable[int]) -> int:
        return len({self.numbered.shifts[s][0].id for s in shifts})

    def _by_clock(self, j: int, shifts: list[int]) -> Reason:
        alone = [s for s in shifts if self._cost(s, [j]) < IMPOSSIBLE]
        if not alone:
            return Reason(code="time_window", facts={"shifts": len(shifts)})
        extra = {s: self._extra(j, s) for s in alone}
        s = min(extra, key=lambda shift: extra[shift])
        technician, shift = self.numbered.shifts[s]
        if extra[s] >= IMPOSSIBLE:
            return Reason(code="no_room", facts={"shifts": len(alone)})
        facts = {"extra": str(printed(extra[s])), "price": str(printed(int(self.a.jobs[j]["left_out"])))}
        return Reason(code="price", technician=technician.id, shift=shift.id, facts=facts)

    def _cost(self, s: int, order: list[int]) -> int:
        jobs = np.array(order, dtype=np.int64)
        return int(time_route(self.a, s, jobs, len(order), self.out, self.table)[0])

    def _extra(self, j: int, s: int) -> int:
        order = np.array(self.orders[s], dtype=np.int64)
        cost, _ = cheapest_place(
            self.a, s, order, len(order), j, self.costs[s], False, self.trial, self.out, self.table
        )
        return IMPOSSIBLE if cost >= IMPOSSIBLE else int(cost) - self.costs[s]


def _rules(job: Job, zone: ZoneInfo) -> Iterator[Rule]:
    """Every rule about the pairing alone, in the order in which people think of them."""
    choice = job.technicians
    if choice.only:
        yield "technician_only", {}, lambda who, _: who.id in choice.only
    yield "technician_excluded", {}, lambda who, _: who.id not in choice.excluded
    for skill, level in job.skills.all.items():
        yield "skill", {"skill": skill, "level": level}, _holds_any({skill: level}, zone)
    if job.skills.any:
        lowest = min(job.skills.any.values())
        yield "skill", {"skill": " / ".join(job.skills.any), "level": lowest}, _holds_any(job.skills.any, zone)
    for skill, level in job.skills.none.items():
        yield "skill_none", {"skill": skill, "level": level}, _holds_none(skill, level, zone)
    for tool in job.tools:
        yield "tool", {"tool": tool}, _has_tool(tool)
    for part, quantity in job.parts.items():
        yield "part", {"part": part, "quantity": quantity}, _carries(part, quantity)


def _holds_any(needs: Mapping[str, int], zone: ZoneInfo) -> Passes:
    def passes(who: Technician, shift: Shift) -> bool:
        day = shift.start.astimezone(zone).date()
        return any(who.level(skill, day) >= level for skill, level in needs.items())

    return passes


def _holds_none(skill: str, level: int, zone: ZoneInfo) -> Passes:
    holds = _holds_any({skill: level}, zone)
    return lambda who, shift: not holds(who, shift)


def _has_tool(tool: str) -> Passes:
    return lambda who, _: tool in who.tools


def _carries(part: str, quantity: int) -> Passes:
    def passes(who: Technician, shift: Shift) -> bool:
        return van_stock(who, shift).get(part, 0) >= quantity

    return passes
