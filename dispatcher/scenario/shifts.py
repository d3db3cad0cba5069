"""Shifts at other hours, longer or shorter, with or without overtime."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from dispatcher.fields import Seconds
from dispatcher.lookup import local_day
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, with_technicians
from dispatcher.scenario.choice import CrewChange
from dispatcher.technician import Shift

ShortTime = Annotated[int, Field(strict=True, ge=-43_200, le=43_200)]
"""Seconds, up to half a day either way."""


class ShiftHours(CrewChange):
    """Shifts that begin and end earlier or later, their breaks with them."""

    seconds: ShortTime
    """How much later; below zero: earlier."""

    def applied(self, problem: Problem) -> Problem:
        """The day with the shifts moved."""
        chosen = self.chosen(problem, "shift_hours")
        return with_shifts(problem, chosen, lambda shift: moved(shift, timedelta(seconds=self.seconds)))


class StartShiftsAt(CrewChange):
    """Shifts that begin at one hour, as long as before, their breaks moved with them."""

    clock: time
    """When they begin, by the local clock of the shift's own day, as in "07:00"."""

    def applied(self, problem: Problem) -> Problem:
        """The day with the shifts moved."""

        def at_the_hour(shift: Shift) -> Shift:
            start = datetime.combine(local_day(shift, problem.zone), self.clock, problem.zone)
            return moved(shift, timedelta(seconds=round(start.timestamp() - shift.start.timestamp())))

        return with_shifts(problem, self.chosen(problem, "shift_hours"), at_the_hour)


class LengthenShifts(CrewChange):
    """Shifts that end later or begin earlier; breaks stay where they are."""

    seconds: ShortTime
    """How much longer; below zero: shorter."""
    at: Literal["end", "start"] = "end"
    """At which end of the shift."""

    def applied(self, problem: Problem) -> Problem:
        """The day with the shifts lengthened."""
        by = timedelta(seconds=self.seconds)

        def longer(shift: Shift) -> Shift:
            return changed(shift, end=shift.end + by) if self.at == "end" else changed(shift, start=shift.start - by)

        return with_shifts(problem, self.chosen(problem, "lengthen_shifts"), longer)


class Overtime(CrewChange):
    """Overtime allowed up to a cap, or not at all; what it costs stays as it is."""

    seconds: Seconds
    """The most past a shift's end; 0 = none."""

    def applied(self, problem: Problem) -> Problem:
        """The day with that cap on each shift."""
        chosen = self.chosen(problem, "overtime")
        return with_shifts(problem, chosen, lambda shift: changed(shift, max_overtime=self.seconds))


def with_shifts(problem: Problem, chosen: Collection[str], altered: Callable[[Shift], Shift]) -> Problem:
    """The day with other shifts of the technicians whose ids are `chosen`."""
    return with_technicians(problem, chosen, lambda one: {"shifts": tuple(map(altered, one.shifts))})


def moved(shift: Shift, by: timedelta) -> Shift:
    """The shift with its breaks, so much later."""
    breaks = (changed(pause, earliest=pause.earliest + by, latest=pause.latest + by) for pause in shift.breaks)
    return changed(shift, start=shift.start + by, end=shift.end + by, breaks=tuple(breaks))
