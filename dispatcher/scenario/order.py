"""The same day, written in another order: a scenario that changes nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dispatcher.problem import Problem
from dispatcher.scenario.change import Change, rebuilt
from dispatcher.scenario.draws import jobs_drawn


class Shuffle(Change):
    """The jobs in another order, and nothing else: what differs in the plans is the search's own chance."""

    seed: Annotated[int, Field(strict=True, ge=0)] = 1
    """Another seed, another order."""

    def applied(self, problem: Problem) -> Problem:
        """The day in that order."""
        return rebuilt(problem, jobs=tuple(jobs_drawn(f"shuffle {self.seed}", problem.jobs)))
