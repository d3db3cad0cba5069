"""Planning public instances, each plan checked twice, beside the best outcomes known."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from benchmarks.suites import field_days
from benchmarks.suites.field_days import Outcome
from dispatcher.check import check
from dispatcher.dispatch import dispatch
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.settings import Settings
from dispatcher.solver.search import warm_up


@dataclass(frozen=True)
class Run:
    """One day planned once. Times in minutes, but `seconds` of wall clock from the call to the answer."""

    instance: str
    seed: int
    jobs: int
    technicians: int
    unserved: int
    unserved_published: int
    working_time_min: float
    published_min: float
    gap: float
    violations: int
    pillac_ok: bool
    seconds: float

    @property
    def outcome(self) -> Outcome:
        """What counts."""
        return Outcome(self.unserved, self.working_time_min)

    @property
    def accepted(self) -> bool:
        """Whether both checkers found nothing."""
        return self.pillac_ok and not self.violations

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def gap(found: Outcome, known: Outcome) -> float:
    """How much worse the working time is, 0.01 = 1 %.

    More unserved jobs than known: 1, whatever the time. Fewer: at most 0, since more work takes more time.
    """
    if found.unserved > known.unserved:
        return 1.0
    longer = found.working_time_min / known.working_time_min - 1
    return min(0.0, longer) if found.unserved < known.unserved else longer


def run_field_days(
    data: Path, instances: Iterable[str], seeds: Iterable[int], time_limit: float, checker: Path
) -> Iterator[Run]:
    """Plan each day with each seed, one after the other, once the compiled code is loaded.

    Parameters
    ----------
    data
        The folder field_days.
    time_limit
        Seconds for each plan.
    checker
        Path of check_pillac.py.
    """
    warm_up()
    seeds, known = tuple(seeds), field_days.best_known(data)
    for name in instances:
        problem, travel = field_days.read(data / f"{name}.txt")
        for seed in seeds:
            began = time.perf_counter()
            result = dispatch(problem, travel, Settings(time_limit=time_limit, seed=seed))
            seconds = time.perf_counter() - began
            found = field_days.outcome(problem, result.plan)
            yield Run(
                instance=name,
                seed=seed,
                jobs=len(problem.jobs),
                technicians=len(problem.technicians),
                unserved=found.unserved,
                unserved_published=known[name].unserved,
                working_time_min=round(found.working_time_min, 4),
                published_min=known[name].working_time_min,
                gap=round(gap(found, known[name]), 6) + 0.0,
                violations=len(check(problem, travel, result.plan).violations),
                pillac_ok=_pillac_agrees(checker, data / f"{name}.txt", problem, result.plan),
                seconds=round(seconds, 2),
            )


def medians(runs: Sequence[Run]) -> list[Run]:
    """Of each instance the run in the middle by outcome, the worse of two in an even number."""
    ordered = sorted(runs, key=lambda run: (run.instance, run.outcome))
    groups = (list(group) for _, group in groupby(ordered, key=attrgetter("instance")))
    return [group[len(group) // 2] for group in groups]


def table(runs: Sequence[Run], time_limit: float) -> Table:
    """Figures beside the published ones, the median run of each instance."""
    seeds = len({run.seed for run in runs})
    title = f"field_days, {time_limit:g} s each" + (f", median of {seeds} runs" if seeds > 1 else "")
    printed = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1))
    for heading in ("day", "jobs x\ntechnicians", "unserved", "published", "working\nminutes", "published\nminutes"):
        printed.add_column(heading, justify="right", no_wrap=True)
    for heading in ("gap", "check", "check_\npillac", "seconds"):
        printed.add_column(heading, justify="right", no_wrap=True)
    for run in medians(runs):
        printed.add_row(*_cells(run))
    return printed


def _cells(run: Run) -> tuple[str, ...]:
    return (
        *(run.instance, f"{run.jobs} x {run.technicians}", str(run.unserved), str(run.unserved_published)),
        *(f"{run.working_time_min:.2f}", f"{run.published_min:.2f}", f"{run.gap:+.2%}"),
        *(str(run.violations or "ok"), "ok" if run.pillac_ok else "refused", f"{run.seconds:.1f}"),
    )


def _pillac_agrees(checker: Path, instance: Path, problem: Problem, plan: Plan) -> bool:
    """The independent checker finds nothing wrong, and the same outcome to a second."""
    verdict = field_days.pillac_check(checker, instance, field_days.as_pillac_routes(problem, plan))
    found = field_days.outcome(problem, plan)
    served = verdict["n"] - verdict["served"] == found.unserved
    return not verdict["err"] and served and abs(verdict["duration"] - found.working_time_min) < 1 / 60
