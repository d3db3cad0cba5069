"""The comparison as tables for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table

from benchmarks.peers.comparison import Entry, growth, standings, summaries
from benchmarks.peers.entrants import ENTRANTS, OURS


def tables(entries: Sequence[Entry]) -> Iterator[Table]:
    """Medians of every solver; ours against the best peer; cost per job by size; who ran, and what it cannot say."""
    yield _medians(entries)
    if any(entry.ratio_to_best_peer is not None for entry in entries if entry.solver == OURS.name):
        yield _standings(entries)
    yield _growth(entries)
    yield _who(entries)


def remarks(entries: Sequence[Entry]) -> Iterator[str]:
    """What a reader must know about these figures: failures, and cells that were not run now."""
    for entry in entries:
        if entry.cell.failure:
            yield entry.line()
    earlier = [entry for entry in entries if entry.earlier]
    if earlier:
        names = ", ".join(dict.fromkeys(entry.solver for entry in earlier))
        days = sorted({entry.cell.finished[:10] for entry in earlier})
        yield (
            f"{len(earlier)} of {len(entries)} cells ({names}) come from earlier runs on this machine,"
            f" {days[0]} to {days[-1]}."
        )


def _medians(entries: Sequence[Entry]) -> Table:
    title = "Medians over days; costs in seconds of travel; ours / it: below 1 we are cheaper"
    printed = _table(
        title,
        ("jobs", "penalty x", "solver", "days", "failed", "cost", "unserved", "travel"),
        ("seconds", "GB", "ours / it", "worst day"),
    )
    for one in summaries(entries):
        printed.add_row(
            *(str(one.jobs), f"{one.penalty:g}", one.solver, str(one.days), str(one.failed or "-")),
            *(number(one.cost, 0), number(one.unserved, 0), number(one.travel, 0), number(one.seconds, 1)),
            *(f"{one.memory_gb:.2f}", number(one.ours_to_it, 3), number(one.ours_to_it_worst, 3)),
        )
    return printed


def _standings(entries: Sequence[Entry]) -> Table:
    printed = _table(
        "Ours to the best peer of each day", ("jobs", "penalty x", "median", "worst day", "not comparable")
    )
    for one in standings(entries):
        cells = (number(one.median, 3), number(one.worst, 3), str(one.missing or "-"))
        printed.add_row(str(one.jobs), f"{one.penalty:g}", *cells)
    return printed


def _growth(entries: Sequence[Entry]) -> Table:
    sizes = sorted({entry.jobs for entry in entries})
    printed = _table("Median cost per job", ("penalty x", "solver", *(f"{jobs} jobs" for jobs in sizes)))
    found = summaries(entries)
    for penalty in dict.fromkeys(one.penalty for one in found):
        for solver, points in growth(found, penalty).items():
            by_size = dict(points)
            printed.add_row(f"{penalty:g}", solver, *(number(by_size.get(jobs), 0, "none") for jobs in sizes))
    return printed


def _who(entries: Sequence[Entry]) -> Table:
    printed = _table("Who ran", ("solver", "version", "loading s", "what it cannot say"))
    printed.columns[-1].justify, printed.columns[-1].no_wrap = "left", False
    for name in dict.fromkeys(entry.solver for entry in entries):
        cells = [entry.cell for entry in entries if entry.solver == name]
        loading = max(cell.loading for cell in cells)
        printed.add_row(name, cells[0].version, f"{loading:.1f}", ENTRANTS[name].cannot or "-")
    return printed


def _table(title: str, *headings: Sequence[str]) -> Table:
    printed = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1))
    for heading in (one for row in headings for one in row):
        printed.add_column(heading, justify="right", no_wrap=True)
    return printed


def number(value: float | None, decimals: int, missing: str = "-") -> str:
    """A figure, or what to print where there is none."""
    return missing if value is None else f"{value:,.{decimals}f}"
