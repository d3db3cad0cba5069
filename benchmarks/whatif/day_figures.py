"""The figures of an arm's average day, and where in the bill its difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.study import Results


@dataclass(frozen=True)
class DayFigures:
    """Means over the planned cells of one arm. Times in seconds, money in currency units.

    Parameters
    ----------
    cells
        How many there are.
    shares
        Of promises and of response clocks that are kept, 0 to 1; None where no job has any.
    utilisation
        Service time as a share of the shifts used; None when none is used.
    terms
        Cost by term.
    """

    arm: str
    cells: int
    jobs: float
    planned: float
    unassigned: float
    promises_kept: float
    promise_share: float | None
    response_share: float | None
    travel: float
    working_time: float
    overtime: float
    wait: float
    utilisation: float | None
    cost: float
    terms: dict[str, float]


def day_figures(results: Results) -> list[DayFigures]:
    """Of every arm, in the order of the study; an arm without any plan is left out."""
    found = []
    for arm in results.study.arms:
        mine = [one for one in results.outcomes if one.scenario == arm.name and not one.failure]
        if mine:
            found.append(_means(arm.name, mine))
    return found


def _means(arm: str, mine: Sequence[Outcome]) -> DayFigures:
    def mean(name: str) -> float:
        return float(sum(getattr(one, name) for one in mine)) / len(mine)

    used = [one.utilisation for one in mine if one.utilisation is not None]
    names = dict.fromkeys(name for one in mine for name in one.terms)
    return DayFigures(
        arm=arm,
        cells=len(mine),
        jobs=mean("jobs"),
        planned=mean("planned"),
        unassigned=mean("unassigned"),
        promises_kept=mean("promises_kept"),
        promise_share=_share(mine, "promises"),
        response_share=_share(mine, "responses"),
        travel=mean("travel"),
        working_time=mean("working_time"),
        overtime=mean("overtime"),
        wait=mean("wait"),
        utilisation=sum(used) / len(used) if used else None,
        cost=mean("cost"),
        terms={name: sum(one.terms.get(name, 0.0) for one in mine) / len(mine) for name in names},
    )


def _share(mine: Sequence[Outcome], name: str) -> float | None:
    asked, kept = (sum(getattr(one, field) for one in mine) for field in (name, f"{name}_kept"))
    return kept / asked if asked else None
