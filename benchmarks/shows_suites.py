"""The claim about the other public suites than field_days: planned, checked, judged, and compared as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks import record
from benchmarks.data import data_folder
from benchmarks.shows import EVIDENCE, Measurement, Say, Show
from benchmarks.suite import Run, headings, run_suite
from benchmarks.suites import kovacs, pillac_trsp, sdvrptw, vrptw
from benchmarks.suites.contract import Suite
from benchmarks.suites.published import plan_of
from dispatcher.check import check
from dispatcher.plan import StopKind

FOUR = (pillac_trsp.SUITE, vrptw.SUITE, sdvrptw.SUITE, kovacs.SUITE)

TIME_LIMIT = 20.0

LATEST = TIME_LIMIT + 1

TABLE = "door-suites.md"
"""Where the figures of every instance stand, beside the evidence."""


@dataclass(frozen=True)
class Replay:
    """One published plan, read into ours."""

    suite: str
    instance: str
    depot_visits: int
    left_out: int
    violations: int
    off: float
    """How far its value lies from the published one."""
    rounding: float
    """How far it may."""

    @property
    def holds(self) -> bool:
        """Complete, accepted by `dispatcher.check`, at its published value."""
        return not self.left_out and not self.violations and self.off <= self.rounding


def replays(suite: Suite, folder: Path) -> Iterator[Replay]:
    """Every published plan of a suite that is at hand."""
    known = suite.best_known(folder)
    for name, orders in sorted(suite.best_orders(folder).items()):
        problem, travel = suite.read(folder, name)
        plan = plan_of(problem, travel, orders)
        yield Replay(
            suite=suite.name,
            instance=name,
            depot_visits=sum(stop.kind is StopKind.DEPOT for route in plan.routes for stop in route.stops),
            left_out=len(plan.unassigned),
            violations=len(check(problem, travel, plan).violations),
            off=round(abs(suite.value(problem, plan) - known[name].value), 6),
            rounding=suite.rounding,
        )


def four_suites(say: Say) -> Measurement:
    """The published plans, then five instances of each suite in 20 s: seven minutes."""
    data = data_folder()
    published = [one for suite in FOUR for one in replays(suite, data / suite.folder)]
    say(in_words(published))
    runs: list[Run] = []
    for suite in FOUR:
        for run in run_suite(suite, data / suite.folder, suite.instances, (1,), TIME_LIMIT, "routing"):
            runs.append(run)
            say(f"{suite.name} {run.line()}")
    (EVIDENCE / TABLE).write_text(page(runs, published), encoding="utf-8")
    return judged(runs, published)


def judged(runs: Sequence[Run], published: Sequence[Replay]) -> Measurement:
    """Hold the runs and the published plans against the bar."""
    accepted = sum(run.accepted for run in runs)
    slowest = max(run.seconds for run in runs)
    told = f"{accepted} of {len(runs)} plans accepted; slowest {slowest:.1f} s; {in_words(published)}"
    return Measurement(
        figure=f"{told}; {gaps_in_words(FOUR, runs)}",
        passed=accepted == len(runs) and slowest <= LATEST and all(one.holds for one in published),
        seeds=(1,),
        rows=(*(run.row() for run in runs), *(asdict(one) for one in published)),
    )


def gaps_in_words(suites: Sequence[Suite], runs: Sequence[Run]) -> str:
    """Every instance by name with its gap; with its value where nothing is known."""
    return "; ".join(f"{suite.name} {', '.join(_gaps(suite, runs))}" for suite in suites)


def _gaps(suite: Suite, runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        if run.suite == suite.name:
            yield f"{run.instance} {run.gap_in_words() if run.value_known else f'{run.value:.{suite.decimals}f}'}"


def in_words(published: Sequence[Replay]) -> str:
    """How the published plans fared."""
    visits = sum(one.depot_visits for one in published)
    held = sum(one.holds for one in published)
    return f"{held} of {len(published)} published plans ({visits} depot visits) accepted at their published value"


def page(runs: Sequence[Run], published: Sequence[Replay]) -> str:
    """The figures of every instance, as Markdown."""
    how = f"Routing engine, {TIME_LIMIT:g} s and seed 1 for each instance; {in_words(published)}."
    return page_of("door-4", "four public suites", how, FOUR, runs)


def page_of(key: str, title: str, how: str, suites: Sequence[Suite], runs: Sequence[Run]) -> str:
    """A table for each suite, as Markdown.

    Parameters
    ----------
    key
        Of the show that makes the page.
    title, how
        In its head.
    """
    lines = [
        f"# Evidence: {title}",
        "",
        f"`make show-{key}`, {date.today().isoformat()}, commit {record.commit()}, {record.machine_line()}.",
        how,
        "[Benchmarks](../benchmarks.md) says what each suite minimises and how it is rounded.",
    ]
    for suite in suites:
        head = headings(suite)
        lines += ["", f"## {suite.name}: {suite.objective}", "", _row(head), "|" + "---|" * len(head)]
        lines += [_row(run.cells()) for run in runs if run.suite == suite.name]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


SHOWS = (
    Show(
        key="door-4",
        bar="five instances each of pillac_trsp, vrptw, sdvrptw and kovacs (full and reduced crews), routing engine,"
        " 20 s each: every plan accepted by check and by the suite's own judge, and there within 21 s; every published"
        " plan at hand, those with depot visits included, accepted by check at its published value; gaps as they are",
        measure=four_suites,
    ),
)
"""Every show of this list."""
