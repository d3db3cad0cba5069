"""All solvers on all days: they take turns, cells that are there already are not run again, ratios at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.peers.cells import Cell, Key, keep, kept
from benchmarks.peers.days import load, plain_day, repriced
from benchmarks.peers.entrants import OURS, Entrant
from benchmarks.peers.race import race
from dispatcher.arrays import number
from dispatcher.travel import Geodesic

CORES = 2
"""What every solver gets."""


@dataclass(frozen=True)
class Size:
    """How many jobs, and how many seconds to plan them."""

    jobs: int
    time_limit: float


@dataclass(frozen=True)
class Entry:
    """One solver on one day: a row of the tables."""

    jobs: int
    technicians: int
    seed: int
    load: str
    penalty: float
    """Factor on the prices of leaving a job out."""
    cell: Cell
    earlier: bool
    """Whether the cell comes from an earlier run."""
    ratio_to_best_peer: float | None = None
    """Its cost to that of the cheapest other solver of its day, ours apart; None when one of the two has none."""

    @property
    def solver(self) -> str:
        """Who."""
        return self.cell.solver

    @property
    def group(self) -> tuple[int, float, int]:
        """What is compared with each other: one day at one price."""
        return self.jobs, self.penalty, self.seed

    def row(self) -> dict[str, Any]:
        """For JSON."""
        entry = asdict(self)
        cell = entry.pop("cell")
        return {**entry, **cell}

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Entry:
        """The entry that `row` has written."""
        names = {field.name for field in fields(Cell)}
        cell = {name: value for name, value in row.items() if name in names}
        cell["trace"] = tuple((at, cost) for at, cost in cell["trace"])
        return cls(**{name: value for name, value in row.items() if name not in names}, cell=Cell(**cell))

    def line(self) -> str:
        """How it went, for progress."""
        cell = self.cell
        day = f"{self.jobs} jobs, seed {self.seed} {self.load}, penalty x {self.penalty:g}, {cell.solver}"
        source = ", from an earlier run" if self.earlier else ""
        if cell.cost is None:
            return f"{day}: none ({cell.failure}){source}"
        return (
            f"{day}: {cell.cost:.0f} = travel {cell.travel:.0f} + {cell.unserved} unserved {cell.unserved_cost:.0f},"
            f" {cell.seconds:.1f} s, loading {cell.loading:.1f} s, {cell.memory_gb:.2f} GB{source}"
        )


def compare(
    entrants: Sequence[Entrant],
    sizes: Sequence[Size],
    seeds: Sequence[int],
    penalties: Sequence[Decimal],
    folder: Path,
    say: Callable[[str], None],
) -> list[Entry]:
    """Run, or take from the folder, every cell; the solver that begins changes from day to day.

    Parameters
    ----------
    folder
        Of the cells; an interrupted comparison goes on where it was.
    say
        Takes a line about each cell.
    """
    entries = []
    for penalty in penalties:
        for size in sizes:
            for turn, seed in enumerate(seeds):
                begins = turn % len(entrants)
                for entry in _day((*entrants[begins:], *entrants[:begins]), size, seed, penalty, folder):
                    entries.append(entry)
                    say(entry.line())
    return with_ratios(entries)


def _day(entrants: Iterable[Entrant], size: Size, seed: int, penalty: Decimal, folder: Path) -> Iterator[Entry]:
    problem, provider, numbered = repriced(plain_day(seed, size.jobs), penalty), Geodesic(), None
    for entrant in entrants:
        key = Key.of(entrant, problem.fingerprint(), size.time_limit, CORES)
        cell = kept(folder, key)
        earlier = cell is not None
        if cell is None:
            numbered = numbered or number(problem, provider.matrix(problem.places))
            cell = keep(folder, key, entrant, race(entrant, numbered, provider, size.time_limit, CORES))
        technicians = len(problem.technicians)
        yield Entry(size.jobs, technicians, seed, load(seed), float(penalty), cell, earlier)


def with_ratios(entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, each held against the cheapest peer of its day."""
    return [replace(entry, ratio_to_best_peer=ratio(entry.cell.cost, best_peer(entries, entry))) for entry in entries]


def best_peer(entries: Sequence[Entry], one: Entry) -> float | None:
    """The lowest cost of another solver than ours on that day; None when none has a plan."""
    costs = [other.cell.cost for other in entries if other.group == one.group and other.solver != OURS.name]
    return min((cost for cost in costs if cost is not None), default=None)


def ratio(cost: float | None, other: float | None) -> float | None:
    """How many times the other cost; 1 where both are 0, None where either is missing or only the other is 0."""
    if cost is None or other is None or (other == 0 and cost > 0):
        return None
    return cost / other if other else 1.0


@dataclass(frozen=True)
class Summary:
    """One solver over all seeds of one size and price. Costs in seconds of travel."""

    jobs: int
    penalty: float
    solver: str
    days: int
    failed: int
    cost: float | None
    """Median; so for the next ones. None when no day has a plan."""
    unserved: float | None
    travel: float | None
    seconds: float | None
    memory_gb: float
    """The most."""
    ours_to_it: float | None
    """Median of our cost to its, day by day: below 1 we are cheaper."""
    ours_to_it_worst: float | None


def summaries(entries: Sequence[Entry]) -> list[Summary]:
    """One for each size, price and solver, in the order in which these first appear."""
    keys = dict.fromkeys((entry.penalty, entry.jobs, entry.solver) for entry in entries)
    return [_summary(entries, *key) for key in keys]


def _summary(entries: Sequence[Entry], penalty: float, jobs: int, solver: str) -> Summary:
    mine = [entry for entry in entries if (entry.penalty, entry.jobs, entry.solver) == (penalty, jobs, solver)]
    done = [entry.cell for entry in mine if entry.cell.cost is not None]
    ours = {entry.group: entry.cell.cost for entry in entries if entry.solver == OURS.name}
    ratios = [ratio(ours.get(entry.group), entry.cell.cost) for entry in mine]
    known = [one for one in ratios if one is not None]
    return Summary(
        jobs=jobs,
        penalty=penalty,
        solver=solver,
        days=len(mine),
        failed=len(mine) - len(done),
        cost=_median([cell.cost for cell in done]),
        unserved=_median([cell.unserved for cell in done]),
        travel=_median([cell.travel for cell in done]),
        seconds=_median([cell.seconds for cell in done]),
        memory_gb=max((entry.cell.memory_gb for entry in mine), default=0.0),
        ours_to_it=_median(known),
        ours_to_it_worst=max(known, default=None),
    )


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(median(known)) if known else None


@dataclass(frozen=True)
class Standing:
    """Ours against the best peer of each day, over all seeds of one size and price."""

    jobs: int
    penalty: float
    median: float | None
    worst: float | None
    missing: int
    """Days on which we, or all peers, have no plan."""


def standings(entries: Sequence[Entry]) -> list[Standing]:
    """One for each size and price at which we ran."""
    ours = [entry for entry in entries if entry.solver == OURS.name]
    found = []
    for penalty, jobs in dict.fromkeys((entry.penalty, entry.jobs) for entry in ours):
        ratios = [entry.ratio_to_best_peer for entry in ours if (entry.penalty, entry.jobs) == (penalty, jobs)]
        known = [one for one in ratios if one is not None]
        found.append(Standing(jobs, penalty, _median(known), max(known, default=None), len(ratios) - len(known)))
    return found


def growth(all_summaries: Sequence[Summary], penalty: float) -> dict[str, list[tuple[int, float]]]:
    """Solver to (jobs, median cost per job), by size: flat when it copes with more jobs as well as with few."""
    found: dict[str, list[tuple[int, float]]] = {}
    for one in sorted(all_summaries, key=lambda one: one.jobs):
        if one.penalty == penalty and one.cost is not None:
            found.setdefault(one.solver, []).append((one.jobs, one.cost / one.jobs))
    return found


def figures(entries: Sequence[Entry]) -> dict[str, Any]:
    """All that follows from the entries, for JSON: medians, standings, and growth by price."""
    found = summaries(entries)
    return {
        "medians": [asdict(one) for one in found],
        "standings": [asdict(one) for one in standings(entries)],
        "growth": {f"{price:g}": growth(found, price) for price in dict.fromkeys(one.penalty for one in found)},
    }
