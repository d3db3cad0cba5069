"""The claim about luck: on days with more work than anybody can do, all seeds end near the best plan known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import best_known, cells, record
from benchmarks.loads import day
from benchmarks.shows import Measurement, Say, Show
from dispatcher.check import check
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.plan import total
from dispatcher.problem import Problem
from dispatcher.settings import Settings
from dispatcher.travel import Geodesic, TravelMatrix

DAYS = (100, 101, 102)
"""Seeds of the days."""

SEEDS = tuple(range(1, 11))
"""Of the searches on each."""

SECONDS = 30.0

LONG = 300.0
"""Seconds of one more search of each day, unless a run as long has been taken into account before."""

MEDIAN, WORST = 0.015, 0.04
"""How far above the best value known, at most."""


@dataclass(frozen=True)
class Search:
    """One search of one day; `cost` in units of money."""

    day: int
    seed: int
    time_limit: float
    cost: int
    unassigned: int
    violations: int


@dataclass(frozen=True)
class Shelf:
    """Where what was found is kept.

    Parameters
    ----------
    commit
        Of the code that searches.
    cells
        Folder of the cells.
    known
        File of the least costs known.
    """

    commit: str = field(default_factory=record.commit)
    cells: Path = field(default_factory=cells.default_folder)
    known: Path = best_known.FILE

    def file(self, problem: Problem, settings: Settings) -> Path:
        """Of a search by this commit on this machine."""
        key = {
            "day": problem.fingerprint(),
            "settings": settings.model_dump(mode="json"),
            "machine": record.machine_line(),
            "commit": self.commit,
        }
        return self.cells / cells.file_name("spread", key)

    @property
    def is_sure(self) -> bool:
        """Whether the commit says which code ran."""
        return self.commit != "-" and not self.commit.endswith("+")


def overloaded_day(seed: int) -> Problem:
    """A hundred jobs, twelve technicians, every rule, more work than they can do."""
    return day(seed, 100, 12, tightness="overloaded")


def spread(say: Say) -> Measurement:
    """Ten seeds on three days in 30 s each, and a long search of each day: half an hour, less what was run before."""
    warm_up()
    found: list[Search] = []
    for number in DAYS:
        problem = overloaded_day(number)
        travel = Geodesic().matrix(problem.places)
        known = best_known.best_known(problem)
        if known is None or known["seconds"] < LONG:
            say(f"day {number}, long: {searched(problem, travel, number, 1, LONG)}")
        for seed in SEEDS:
            found.append(searched(problem, travel, number, seed, SECONDS))
            say(str(found[-1]))
    best = {number: known["cost"] for number in DAYS if (known := best_known.best_known(overloaded_day(number)))}
    return judged(found, best)


def searched(
    problem: Problem, travel: TravelMatrix, number: int, seed: int, seconds: float, shelf: Shelf | None = None
) -> Search:
    """A search, or what an earlier one by the same commit on this machine has found.

    Parameters
    ----------
    number
        Seed of the day.
    shelf
        None = the usual one.
    """
    shelf, settings = shelf or Shelf(), Settings(time_limit=seconds, seed=seed)
    path = shelf.file(problem, settings)
    earlier = cells.kept(path) if shelf.is_sure else None
    if earlier:
        return Search(**earlier)
    plan = dispatch(problem, travel, settings).plan
    violations = len(check(problem, travel, plan).violations)
    if not violations:
        best_known.lower(problem, plan, seconds, shelf.known)
    one = Search(number, seed, seconds, total(plan.cost), len(plan.unassigned), violations)
    cells.keep(path, asdict(one))
    return one


def judged(found: Sequence[Search], best: Mapping[int, int]) -> Measurement:
    """Hold the searches against the bar.

    Parameters
    ----------
    best
        Seed of each day to the least cost known of it.
    """
    above = [(one.cost - best[one.day]) / best[one.day] for one in found]
    days = "; ".join(
        f"day {number}: {min(shares):+.2%} to {max(shares):+.2%}"
        for number in best
        if (shares := [share for one, share in zip(found, above, strict=True) if one.day == number])
    )
    middle, worst, broken = median(above), max(above), sum(one.violations for one in found)
    return Measurement(
        figure=f"{len(found)} searches: median {middle:+.2%}, worst {worst:+.2%} above the best known; {days};"
        f" {broken} violations",
        passed=middle <= MEDIAN and worst <= WORST and not broken,
        seeds=f"days {DAYS[0]}-{DAYS[-1]}, searches {SEEDS[0]}-{SEEDS[-1]}",
        rows=tuple({**asdict(one), "above": round(share, 6)} for one, share in zip(found, above, strict=True)),
    )


SHOWS = (
    Show(
        key="search-4",
        bar="10 seeds x 3 overloaded days of 100 jobs and 12 technicians with every rule, 30 s: median at most 1.5 %,"
        " worst at most 4 % above the best value known of the day from any run of any length",
        measure=spread,
    ),
)
"""Every show of this list."""
