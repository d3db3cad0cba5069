"""Parts that are always on the van."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dispatcher.fields import Identifier
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, with_technicians
from dispatcher.scenario.choice import CrewChange
from dispatcher.technician import Technician


class PartsOnVan(CrewChange):
    """Vans carry every part as often as all jobs of the day together need it, so that none is ever short of one."""

    parts: tuple[Identifier, ...] = ()
    """Only these parts, where a job needs them; none given = every part that a job needs."""

    def applied(self, problem: Problem) -> Problem:
        """The day with fuller vans."""
        needed: Counter[str] = Counter()
        for job in problem.jobs:
            needed.update({part: count for part, count in job.parts.items() if part in self.parts or not self.parts})

        def filled(stock: Mapping[str, int]) -> dict[str, int]:
            return dict(stock) | {part: max(count, stock.get(part, 0)) for part, count in needed.items()}

        def stocked(technician: Technician) -> dict[str, Any]:
            shifts = (
                shift if shift.van_stock is None else changed(shift, van_stock=filled(shift.van_stock))
                for shift in technician.shifts
            )
            return {"van_stock": filled(technician.van_stock), "shifts": tuple(shifts)}

        return with_technicians(problem, self.chosen(problem, "parts_on_van"), stocked)
