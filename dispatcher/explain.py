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
from dispatcher.schedule import cheapest_shift, new_timing, time_route
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
        routes = {numbered.shift_position[route.technician, route.shift]: route for route in plan.routes}
        room = max((len(route.stops) for route in plan.routes), default=0) + 1
        self.orders = np.zeros((len(numbered.shifts), room), dtype=np.int64)
        self.lengths, self.costs = (np.zeros(len(numbered.shifts), dtype=np.int64) for _ in range(2))
        self.out, self.table, self.trial = new_timing(room), new_table(room), np.zeros(room, dtype=np.int64)
        for s, route in routes.items():
            jobs = [numbered.job_position[stop.id] for stop in route.stops if stop.kind is StopKind.JOB]
            self.orders[s, : len(jobs)], self.lengths[s] = jobs, len(jobs)
            self.costs[s], _ = time_route(self.a, s, self.orders[s], len(jobs), self.out, self.table)

    def first(self, job_id: str) -> Reason:
        """The price when there is a place; no room when all places are taken; else the rule that leaves no shift."""
        j = self.numbered.job_position[job_id]
        if not self.numbered.shifts:
            return Reason(code="no_shift")
        able, extra, s = cheapest_shift(
            self.a, self.orders, self.lengths, self.costs, j, self.trial, self.out, self.table
        )
        if not able:
            return self._first_rule(j)
        if s < 0:
            return Reason(code="no_room", facts={"shifts": able})
        technician, shift = self.numbered.shifts[s]
        facts = {"extra": str(printed(extra)), "price": str(printed(int(self.a.jobs[j]["left_out"])))}
        return Reason(code="price", technician=technician.id, shift=shift.id, facts=facts)

    def _first_rule(self, j: int) -> Reason:
        """Rule after rule about the pairing, until no shift is left; a lock overrides them all but the clock."""
        problem, locked = self.numbered.problem, int(self.a.jobs[j]["locked_shift"])
        left = list(range(len(self.numbered.shifts))) if locked < 0 else [locked]
        everybody = self._people(left)
        for code, facts, passes in _rules(problem.jobs[j], problem.zone) if locked < 0 else ():
            before = self._people(left)
            left = [s for s in left if passes(*self.numbered.shifts[s])]
            if not left:
                return Reason(code=code, facts={**facts, "suitable": before} if before < everybody else facts)
        return Reason(code="time_window", facts={"shifts": len(left)})

    def _people(self, shifts: Iterable[int]) -> int:
        return len({self.numbered.shifts[s][0].id for s in shifts})


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
