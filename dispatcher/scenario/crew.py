"""Technicians more, fewer, or living elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count as numbers
from statistics import median
from typing import Annotated, Literal

from pydantic import Field

from dispatcher.fields import Identifier, Level
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.scenario.change import Change, changed, rebuilt, refusal, with_technicians
from dispatcher.scenario.choice import CrewChange
from dispatcher.scenario.draws import technicians_drawn
from dispatcher.scenario.leaving import without_technicians
from dispatcher.scenario.training import refuse_unknown_skill
from dispatcher.technician import Skill, Technician

Spot = tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
"""(lat, lon) in degrees, WGS84."""


class AddTechnicians(Change):
    """Technicians more, each a copy of one who is there: shifts, tools, van stock, pace, own rates."""

    count: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1
    """How many."""
    like: Identifier | None = None
    """Id of the technician to copy; none given = whoever has most of the skills asked for, else drawn."""
    skills: Mapping[Identifier, Level] = {}
    """Skill to level, instead of the copied one's; none given = the same skills."""
    home: Literal["model", "centre"] | Spot = "model"
    """Where they live: with the one copied, at the centre (median) of the day's jobs, or at [lat, lon]."""

    def applied(self, problem: Problem) -> Problem:
        """The day with so many technicians more, after those who are there."""
        for skill in self.skills:
            refuse_unknown_skill(problem, skill, f"/skills/{skill}")
        models = self._models(problem)
        taken = {one.id for one in problem.technicians}
        names = (name for n in numbers(1) if (name := f"added {n}") not in taken)
        added = (self._copy(problem, models[k % len(models)], next(names)) for k in range(self.count))
        return rebuilt(problem, technicians=(*problem.technicians, *added))

    def _models(self, problem: Problem) -> list[Technician]:
        if not problem.technicians:
            raise refusal("too_few_technicians", "", "nobody is there to be copied")
        if self.like is None:
            drawn = technicians_drawn("add_technicians", problem.technicians)
            return [max(drawn, key=self._skills_held)] if self.skills else drawn
        models = [one for one in problem.technicians if one.id == self.like]
        if not models:
            raise refusal("unknown_technician", "/like", f"no technician '{self.like}'")
        return models

    def _skills_held(self, technician: Technician) -> int:
        held = {(skill.name, level) for skill in technician.skills for level in range(1, skill.level + 1)}
        return len(held & set(self.skills.items()))

    def _copy(self, problem: Problem, model: Technician, name: str) -> Technician:
        return changed(
            model,
            id=name,
            name="",
            home=model.home if self.home == "model" else place_at(problem, self.home),
            skills=tuple(Skill(name=skill, level=level) for skill, level in self.skills.items()) or model.skills,
            shifts=tuple(changed(shift, available_from=None) for shift in model.shifts),
        )


class RemoveTechnicians(CrewChange):
    """Technicians fewer, with the locks on them; jobs that only they may do can then be done by nobody."""

    def applied(self, problem: Problem) -> Problem:
        """The day without them; at least one stays."""
        gone = set(self.chosen(problem, "remove_technicians"))
        if gone and len(gone) >= len(problem.technicians):
            raise refusal("too_few_technicians", "", f"all {len(problem.technicians)} would go")
        return without_technicians(problem, gone) if gone else problem


class MoveTechnicians(CrewChange):
    """Technicians who live elsewhere, and whose shifts begin and end there."""

    home: Literal["centre"] | Spot
    """At the centre (median) of the day's jobs, or at [lat, lon]."""

    def applied(self, problem: Problem) -> Problem:
        """The day with their new homes."""
        home = place_at(problem, self.home)

        def moved(technician: Technician) -> dict[str, object]:
            shifts = (changed(shift, start_place=None, end_place=None) for shift in technician.shifts)
            return {"home": home, "shifts": tuple(shifts)}

        return with_technicians(problem, self.chosen(problem, "move_technicians"), moved)


def place_at(problem: Problem, home: Literal["model", "centre"] | Spot) -> Place:
    """A place at these coordinates, or in the middle of the day's jobs.

    Raises
    ------
    NotApplicable
        When the middle is wanted and no job has coordinates.
    """
    if isinstance(home, str):
        spots = [job.place.coordinates for job in problem.jobs if job.place.coordinates]
        if not spots:
            raise refusal("place_without_location", "/home", "no job of the day has coordinates")
        home = (median(lat for lat, _ in spots), median(lon for _, lon in spots))
    lat, lon = (round(degrees, 5) for degrees in home)
    return Place(id=f"{lat:.5f}, {lon:.5f}", lat=lat, lon=lon)
