"""Cost against promises kept: which arms are not beaten on both at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.whatif.measures import MEASURES
from benchmarks.whatif.statistics import day_means, runs_by_arm
from benchmarks.whatif.study import Results


@dataclass(frozen=True)
class Point:
    """One arm.

    Parameters
    ----------
    cost
        Currency units, mean a day.
    kept
        Promises kept, mean a day.
    front
        Whether no other arm is at least as good on both and better on one.
    """

    arm: str
    cost: float
    kept: float
    front: bool


def points(results: Results) -> list[Point]:
    """All arms over the days that every one of them has; an arm without any plan is left out."""
    cost, kept = (runs_by_arm(results.outcomes, MEASURES[name]) for name in ("cost", "promises_kept"))
    arms = [arm.name for arm in results.study.arms if arm.name in cost]
    days = [day.name for day in results.study.days if all(day.name in cost[arm] for arm in arms)]
    if not days:
        return []
    spots = [(float(day_means(cost[arm], days).mean()), float(day_means(kept[arm], days).mean())) for arm in arms]
    return [Point(arm, *spot, front=not _beaten(spot, spots)) for arm, spot in zip(arms, spots, strict=True)]


def _beaten(spot: tuple[float, float], spots: Sequence[tuple[float, float]]) -> bool:
    return any(other != spot and other[0] <= spot[0] and other[1] >= spot[1] for other in spots)
