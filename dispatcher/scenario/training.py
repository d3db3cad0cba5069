"""Skills learnt, and skills deepened."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dispatcher.fields import Identifier, Level
from dispatcher.lookup import local_day
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, refusal, with_technicians
from dispatcher.scenario.choice import CrewChange
from dispatcher.technician import Skill, Technician

HIGHEST_LEVEL = 99


class GrantSkill(CrewChange):
    """Technicians learn a skill; drawn from those who do not have it at that level. Their vans stay as they are."""

    skill: Identifier
    """What they learn: a skill that somebody holds or a job asks for."""
    level: Level = 1
    """At which level, 1 to 99."""

    def applied(self, problem: Problem) -> Problem:
        """The day with what they have learnt."""
        refuse_unknown_skill(problem, self.skill, "/skill")
        lacking = [one for one in problem.technicians if self._lacks(problem, one)]
        chosen = self.chosen(problem, f"grant_skill {self.skill}", lacking)
        learnt = {one.id for one in lacking} & set(chosen)
        granted = Skill(name=self.skill, level=self.level)
        return with_technicians(problem, learnt, lambda one: {"skills": (*one.skills, granted)})

    def _lacks(self, problem: Problem, technician: Technician) -> bool:
        days = (local_day(shift, problem.zone) for shift in technician.shifts)
        return any(technician.level(self.skill, day) < self.level for day in days)


class RaiseSkill(CrewChange):
    """Technicians who have a skill rise in level; drawn from those who have it."""

    skill: Identifier
    """In which skill: one that somebody holds."""
    levels: Annotated[int, Field(strict=True, ge=0, lt=HIGHEST_LEVEL)] = 1
    """By how many levels; 99 is the highest."""

    def applied(self, problem: Problem) -> Problem:
        """The day with their new levels."""
        holding = [one for one in problem.technicians if any(skill.name == self.skill for skill in one.skills)]
        if not holding:
            raise refusal("unknown_skill", "/skill", f"nobody has '{self.skill}' to rise in")
        chosen = self.chosen(problem, f"raise_skill {self.skill}", holding)
        return with_technicians(problem, chosen, lambda one: {"skills": tuple(map(self._raised, one.skills))})

    def _raised(self, skill: Skill) -> Skill:
        if skill.name != self.skill:
            return skill
        return changed(skill, level=min(skill.level + self.levels, HIGHEST_LEVEL))


def refuse_unknown_skill(problem: Problem, skill: str, where: str) -> None:
    """Refuse a skill that nobody holds and no job asks for: it is a slip of the pen.

    Raises
    ------
    NotApplicable
    """
    held = {one.name for technician in problem.technicians for one in technician.skills}
    asked = {name for job in problem.jobs for needs in (job.skills.all, job.skills.any) for name in needs}
    if skill not in held | asked:
        raise refusal("unknown_skill", where, f"nobody holds '{skill}', and no job asks for it")
