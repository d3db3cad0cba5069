"""Studies whose outcomes are written by hand: three jobs, days without a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.loads import day
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.study import Arm, Budget, Day, Measure, Results, Study
from dispatcher.scenario import Scenario

PROBLEM = day(1, 3, 1)

Runs = Mapping[str, Sequence[Sequence[float]]]
"""Arm to days to the figure of each seed."""


def arm(name: str, family: str = "", **grid: float | str) -> Arm:
    """An arm that changes nothing: its outcomes are given."""
    return Arm(name, Scenario(name=name), family or name, grid)


def results(
    runs: Runs,
    measure: Measure = "cost",
    arms: Sequence[Arm] = (),
    failed: Sequence[tuple[str, str, int]] = (),
    **more: Any,
) -> Results:
    """A study with exactly these figures.

    Parameters
    ----------
    runs
        The base first.
    arms
        The same arms where their grids matter.
    failed
        Cells as (arm, day, seed) that have no plan.
    more
        Further fields of every outcome.
    """
    days = tuple(Day(f"day {k + 1}", PROBLEM) for k in range(max(map(len, runs.values()))))
    seeds = tuple(range(1, 1 + max(len(run) for rows in runs.values() for run in rows)))
    study = Study(
        title="A study by hand",
        days=days,
        arms=tuple(arms) or tuple(map(arm, runs)),
        budget=Budget(iterations=100),
        seeds=seeds,
        measure=measure,
        text='title = "A study by hand"',
    )
    outcomes = [
        Outcome(days[k].name, name, seed, failure="died twice")
        if (name, days[k].name, seed) in failed
        else Outcome(days[k].name, name, seed, **{measure: value, **more})  # type: ignore[arg-type]
        for name, rows in runs.items()
        for k, run in enumerate(rows)
        for seed, value in enumerate(run, start=1)
    ]
    return Results(study, tuple(outcomes))
