"""Capacity kept for emergencies: time in every shift, or whole technicians who stand by.

Both take capacity away from the work that is planned ahead; what the reserve is worth once emergencies come, a study
of planned days cannot say.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count as numbers
from typing import Annotated

from pydantic import Field

from dispatcher.lock import OrderLock, TimeLock
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, refusal
from dispatcher.scenario.choice import CrewChange
from dispatcher.scenario.shifts import with_shifts
from dispatcher.technician import Break, Shift


class HoldBack(CrewChange):
    """A share of each shift is kept free of planned work: in one piece, after the shift's breaks, wherever it fits.

    It is a break of that length. By the rules of breaks it need not be taken by whoever leaves home so much later, or
    is home that long before the shift ends: then the time is free anyway. So late customers can still be served.
    Overtime stays allowed, and may make up for the reserve at its price.
    """

    reserve: Annotated[float, Field(ge=0, le=0.5)]
    """Of the shift's length, breaks included, 0 to 0.5."""

    def applied(self, problem: Problem) -> Problem:
        """The day with the reserve in each shift."""
        chosen = self.chosen(problem, "hold_back")
        return with_shifts(problem, chosen, self._with_reserve) if self.reserve else problem

    def _with_reserve(self, shift: Shift) -> Shift:
        seconds = round(self.reserve * (shift.end - shift.start).total_seconds())
        latest = shift.end - timedelta(seconds=seconds)
        soonest = [pause.earliest + timedelta(seconds=pause.duration) for pause in shift.breaks]
        taken = {pause.id for pause in shift.breaks}
        name = next(name for n in numbers(1) if (name := f"reserve {n}") not in taken)
        reserve = Break(
            id=name, earliest=min(max([shift.start, *soonest]), latest), latest=latest, duration=seconds, paid=True
        )
        return changed(shift, breaks=(*shift.breaks, reserve))


class StandBy(CrewChange):
    """Technicians who get no planned work at all; drawn from those to whom no job is locked."""

    def applied(self, problem: Problem) -> Problem:
        """The day on which they wait for emergencies; at least one technician works as planned."""
        bound = {lock.technician for lock in problem.locks if not isinstance(lock, OrderLock | TimeLock)}
        free = [one for one in problem.technicians if one.id not in bound]
        chosen = set(self.chosen(problem, "stand_by", free))
        if chosen and len(chosen) >= len(problem.technicians):
            raise refusal("too_few_technicians", "", f"all {len(problem.technicians)} would stand by")
        return with_shifts(problem, chosen, lambda shift: changed(shift, max_jobs=0))
