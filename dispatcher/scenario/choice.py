"""Whom and what a change is about: technicians named or drawn, jobs by class, type, region or skill."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from dispatcher.fields import Count, Identifier
from dispatcher.job import Job, ServiceClass
from dispatcher.problem import Problem
from dispatcher.scenario.change import Change, refusal, share_of
from dispatcher.scenario.draws import technicians_drawn
from dispatcher.technician import Technician

Share = Annotated[float, Field(ge=0, le=1)]


class CrewChange(Change):
    """A change of some technicians: those named, so many or such a share of them drawn, or else all."""

    technicians: tuple[Identifier, ...] = ()
    """These technicians, by id."""
    count: Count | None = None
    """Or so many, drawn: the same ones in every scenario and, where they have the same id and name, on every day."""
    share: Share | None = None
    """Or such a share of them, 0 to 1, drawn likewise and rounded to whole technicians."""

    @model_validator(mode="after")
    def _chosen_one_way(self) -> Self:
        if bool(self.technicians) + (self.count is not None) + (self.share is not None) > 1:
            raise ValueError("give technicians, count or share, not several of them")
        return self

    def chosen(self, problem: Problem, purpose: str, among: Iterable[Technician] | None = None) -> list[str]:
        """Ids of the technicians chosen.

        Parameters
        ----------
        purpose
            What the draw is for: the same purpose, the same order.
        among
            Those to draw from; None = all. Technicians chosen by id may be any.

        Raises
        ------
        NotApplicable
            When a technician is not there, or there are fewer than `count`.
        """
        known = {one.id for one in problem.technicians}
        for k, name in enumerate(self.technicians):
            if name not in known:
                raise refusal("unknown_technician", f"/technicians/{k}", f"no technician '{name}'")
        if self.technicians:
            return list(self.technicians)
        drawn = [one.id for one in technicians_drawn(purpose, problem.technicians if among is None else among)]
        wanted = len(drawn) if self.count is None else self.count
        if wanted > len(drawn):
            raise refusal("too_few_technicians", "/count", f"{wanted} wanted, {len(drawn)} to choose from")
        return drawn[: wanted if self.share is None else share_of(self.share, len(drawn))]


class JobChange(Change):
    """A change of those jobs that are all that is asked for; of every job when nothing is."""

    service_class: ServiceClass | None = None
    """Only jobs of this class: paid, contract, warranty, courtesy or internal."""
    type: str | None = None
    """Only jobs of this type."""
    region: str | None = None
    """Only jobs in this region."""
    skill: Identifier | None = None
    """Only jobs that ask for this skill, at any level."""

    def concerned(self, problem: Problem) -> list[Job]:
        """The jobs that this is about; none on a day that has no such job."""
        return [job for job in problem.jobs if self._concerns(job)]

    def _concerns(self, job: Job) -> bool:
        asked = ((self.service_class, job.service_class), (self.type, job.type), (self.region, job.region))
        return all(wanted is None or wanted == given for wanted, given in asked) and (
            self.skill is None or self.skill in job.skills.all or self.skill in job.skills.any
        )
