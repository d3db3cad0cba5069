"""Planning public instances, each plan checked, and judged where there is a second opinion, beside the best known."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from benchmarks.suites import field_days, kovacs, pillac_trsp, sdvrptw, vrptw
from benchmarks.suites.contract import Outcome, Suite, unserved
from dispatcher.check import check
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.problem import Problem
from dispatcher.settings import Engine, Settings
from dispatcher.travel import TravelMatrix

SUITES: Mapping[str, Suite] = {
    file.SUITE.name: file.SUITE for file in (field_days, pillac_trsp, vrptw, sdvrptw, kovacs)
}
"""Every suite by its name."""


@dataclass(frozen=True)
class Run:
    """One instance planned once. Values in the unit of its suite; `seconds` of wall clock from call to answer."""

    suite: str
    instance: str
    seed: int
    jobs: int
    technicians: int
    unserved: int
    unserved_known: int | None
    """None where no outcome is known."""
    value: float
    value_known: float | None
    gap: float | None
    violations: int
    judged: bool | None
    """Whether the suite's own judge accepts the plan; None where there is none."""
    seconds: float

    @property
    def outcome(self) -> Outcome:
        """What counts; a job left out that the value pays for counts only there."""
        return Outcome(0 if SUITES[self.suite].priced else self.unserved, self.value)

    @property
    def accepted(self) -> bool:
        """Whether nobody found anything."""
        return self.judged is not False and not self.violations

    def row(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def cells(self) -> tuple[str, ...]:
        """For tables, under `headings`."""
        decimals = SUITES[self.suite].decimals
        known = (
            ("-", "-") if self.value_known is None else (str(self.unserved_known), f"{self.value_known:.{decimals}f}")
        )
        return (
            *(self.instance, f"{self.jobs} x {self.technicians}", str(self.unserved), known[0]),
            *(f"{self.value:.{decimals}f}", known[1], self.gap_in_words()),
            *(str(self.violations or "ok"), {None: "-", True: "ok", False: "refused"}[self.judged]),
            f"{self.seconds:.1f}",
        )

    def line(self) -> str:
        """How it went, for progress."""
        suite = SUITES[self.suite]
        value = f"{self.value:.{suite.decimals}f} {suite.unit}"
        return f"{self.instance} seed {self.seed}: {self.unserved} unserved, {value}, gap {self.gap_in_words()}"

    def gap_in_words(self) -> str:
        """The gap in per cent, or how many more jobs are left out; a dash where nothing is known."""
        if self.gap is None or self.unserved_known is None:
            return "-"
        more = self.unserved - self.unserved_known
        return f"{more} left out" if more > 0 else f"{self.gap:+.2%}"


def gap(found: Outcome, known: Outcome) -> float:
    """How much worse the value is, 0.01 = 1 %.

    More unserved jobs than known: 1, whatever the value. Fewer: at most 0, since more work takes more.
    """
    if found.unserved > known.unserved:
        return 1.0
    worse = found.value / known.value - 1
    return min(0.0, worse) if found.unserved < known.unserved else worse


def run_suite(
    suite: Suite,
    folder: Path,
    instances: Iterable[str],
    seeds: Iterable[int],
    time_limit: float,
    engine: Engine = "search",
) -> Iterator[Run]:
    """Plan each instance with each seed, one after the other, once the compiled code is loaded.

    Parameters
    ----------
    folder
        The suite's own; the independent checkers lie in ``checkers`` beside it.
    time_limit
        Seconds for each plan.
    """
    warm_up()
    seeds, known = tuple(seeds), suite.best_known(folder)
    for name in instances:
        problem, travel = suite.read(folder, name)
        for seed in seeds:
            settings = Settings(engine=engine, time_limit=time_limit, seed=seed)
            yield _run(suite, folder, name, problem, travel, known.get(name), settings)


def _run(
    suite: Suite,
    folder: Path,
    name: str,
    problem: Problem,
    travel: TravelMatrix,
    known: Outcome | None,
    settings: Settings,
) -> Run:
    began = time.perf_counter()
    plan = dispatch(problem, travel, settings).plan
    seconds = time.perf_counter() - began
    found = Outcome(unserved(problem, plan), suite.value(problem, plan))
    return Run(
        suite=suite.name,
        instance=name,
        seed=settings.seed,
        jobs=len(problem.jobs),
        technicians=len(problem.technicians),
        unserved=found.unserved,
        unserved_known=known.unserved if known else None,
        value=round(found.value, 4),
        value_known=known.value if known else None,
        gap=round(gap(found, known), 6) + 0.0 if known else None,
        violations=len(check(problem, travel, plan).violations),
        judged=suite.judge.accepts(folder, name, problem, plan) if suite.judge else None,
        seconds=round(seconds, 2),
    )


def medians(runs: Sequence[Run]) -> list[Run]:
    """Of each instance the run in the middle by outcome, the worse of two in an even number."""
    ordered = sorted(runs, key=lambda run: (run.instance, run.outcome))
    groups = (list(group) for _, group in groupby(ordered, key=attrgetter("instance")))
    return [group[len(group) // 2] for group in groups]


def headings(suite: Suite) -> tuple[str, ...]:
    """Over the cells of a run."""
    judge = suite.judge.name if suite.judge else "judge"
    return (
        *("instance", "jobs x technicians", "unserved", "best known"),
        *(suite.unit, "best known", "gap", "check", judge, "seconds"),
    )


def table(suite: Suite, runs: Sequence[Run], time_limit: float) -> Table:
    """Figures beside the best known ones, the median run of each instance."""
    seeds = len({run.seed for run in runs})
    title = f"{suite.name}, {time_limit:g} s each" + (f", median of {seeds} runs" if seeds > 1 else "")
    printed = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1))
    for heading in headings(suite):
        printed.add_column(heading.replace(" ", "\n"), justify="right", no_wrap=True)
    for run in medians(runs):
        printed.add_row(*run.cells())
    return printed
