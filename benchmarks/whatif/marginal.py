"""What each step along a grid adds: the second technician against the first, the third against the second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.whatif.measures import MEASURES
from benchmarks.whatif.statistics import Comparison, compare, runs_by_arm
from benchmarks.whatif.study import Arm, Results


@dataclass(frozen=True)
class Step:
    """From one value of a parameter to the next larger one.

    Parameters
    ----------
    before
        None where no change at all stands before the first value.
    """

    before: float | None
    after: float
    comparison: Comparison


@dataclass(frozen=True)
class Ladder:
    """The steps along one parameter, everything else alike.

    Parameters
    ----------
    family
        Name of the scenario as the study file has it.
    fixed
        Values of its other parameters.
    from_base
        The difference of every value to the base, in the order of the steps.
    """

    family: str
    parameter: str
    fixed: tuple[tuple[str, float | str], ...]
    steps: tuple[Step, ...]
    from_base: tuple[Comparison, ...]


def ladders(results: Results) -> list[Ladder]:
    """Every ordered numeric grid of at least two values; values without a plan are left out."""
    study, figure = results.study, MEASURES[results.study.measure]
    runs = runs_by_arm(results.outcomes, figure)

    def between(arm: Arm, before: Arm) -> Comparison:
        return compare((arm.name, runs.get(arm.name, {})), (before.name, runs.get(before.name, {})), figure.direction)

    found = []
    for parameter, arms in _rows([arm for arm in study.arms[1:] if arm.name in runs]):
        values = [float(arm.grid[parameter]) for arm in arms]
        chain = [study.base, *arms]
        steps = [
            Step(before, after, between(arm, previous))
            for before, after, (previous, arm) in zip([None, *values[:-1]], values, pairwise(chain), strict=True)
        ]
        fixed = tuple((name, value) for name, value in arms[0].grid.items() if name != parameter)
        from_base = tuple(between(arm, study.base) for arm in arms)
        found.append(Ladder(arms[0].family, parameter, fixed, tuple(steps), from_base))
    return found


def _rows(arms: Sequence[Arm]) -> Iterator[tuple[str, list[Arm]]]:
    """Parameter and arms that differ in nothing else, in ascending order."""
    rows: dict[tuple[str, str, tuple[tuple[str, float | str], ...]], list[Arm]] = {}
    for arm in arms:
        for parameter, value in arm.grid.items():
            if isinstance(value, int | float):
                others = tuple(item for item in arm.grid.items() if item[0] != parameter)
                rows.setdefault((arm.family, parameter, others), []).append(arm)
    for (_, name, _), row in rows.items():
        if len(row) > 1:
            yield name, sorted(row, key=lambda arm: float(arm.grid[name]))
