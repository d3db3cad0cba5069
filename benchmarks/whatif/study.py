"""What a study compares: days, arms, seeds and a budget; and all that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from benchmarks.whatif.outcome import Outcome
from dispatcher.problem import Problem
from dispatcher.scenario import Scenario
from dispatcher.settings import Settings
from dispatcher.travel import Geodesic

Measure = Literal["cost", "promises_kept", "unassigned", "travel", "overtime"]
"""The figure that the answer is about."""

LONGEST = 3600.0
"""Seconds after which a search that counts iterations is given up: it would not be reproducible."""


@dataclass(frozen=True)
class Day:
    """One day of the study, as it is without any change.

    Parameters
    ----------
    name
        The file's, or what made it; unique in the study.
    """

    name: str
    problem: Problem

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the problem."""
        return self.problem.fingerprint()


@dataclass(frozen=True)
class Arm:
    """One scenario that is compared with the base.

    Parameters
    ----------
    name
        Unique in the study.
    scenario
        The changes; none of them in the base.
    family
        The name as the file has it: arms of one grid share it.
    grid
        Parameter to the value that it has in this arm; empty without a grid.
    seeds
        Of the searches; those of the study unless the scenario has its own.
    """

    name: str
    scenario: Scenario
    family: str
    grid: Mapping[str, float | str] = field(default_factory=dict)
    seeds: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Budget:
    """How long each search may take: so many seconds, or so many iterations, which are reproducible."""

    time_limit: float | None = None
    iterations: int | None = None

    def settings(self, seed: int) -> Settings:
        """Of one search, on one core."""
        limit = LONGEST if self.time_limit is None else self.time_limit
        return Settings(time_limit=limit, iterations=self.iterations, seed=seed, cores=1)

    @property
    def reproducible(self) -> bool:
        """Whether the same seed gives the same plan on any machine, however busy."""
        return self.iterations is not None


@dataclass(frozen=True)
class Output:
    """Files to write; None = not wanted."""

    report: Path | None = None
    json: Path | None = None
    csv: Path | None = None


class Cell(NamedTuple):
    """One search: a day under the scenario of an arm, from a seed."""

    day: Day
    arm: Arm
    seed: int


@dataclass(frozen=True)
class Study:
    """A question about days, ready to be answered.

    Parameters
    ----------
    days
        At least one.
    arms
        The base first.
    seeds
        Of the searches of each cell.
    travel
        Where travel times come from, before a scenario stretches them.
    text
        The study file as it was read.
    """

    title: str
    days: tuple[Day, ...]
    arms: tuple[Arm, ...]
    budget: Budget
    seeds: tuple[int, ...]
    question: str = ""
    measure: Measure = "cost"
    travel: Geodesic = field(default_factory=Geodesic)
    output: Output = Output()
    text: str = ""

    @property
    def base(self) -> Arm:
        """The arm without any change."""
        return self.arms[0]

    @property
    def currency(self) -> str:
        """Of all days."""
        return self.days[0].problem.costs.currency

    def cells(self) -> Iterator[Cell]:
        """Every search that the study asks for."""
        for day in self.days:
            for arm in self.arms:
                yield from (Cell(day, arm, seed) for seed in arm.seeds)


@dataclass(frozen=True)
class Results:
    """A study with the outcome of every cell, those that failed included, in the order of `Study.cells`."""

    study: Study
    outcomes: tuple[Outcome, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Cells without a plan."""
        return tuple(outcome for outcome in self.outcomes if outcome.failure)
