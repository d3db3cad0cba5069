"""The claim about other solvers: cheaper than the best of them on every size, at every price of leaving a job out.

And what all the rules that they do not have cost us there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from statistics import median

from benchmarks.cells import default_folder
from benchmarks.peers import bare
from benchmarks.peers.comparison import Entry, Size, Standing, compare, standings
from benchmarks.peers.days import REPORTED
from benchmarks.peers.entrants import PEERS, installed
from benchmarks.peers.tables import remarks
from benchmarks.shows import Measurement, Say, Show

SIZES = (Size(100, 10.0), Size(300, 20.0), Size(1000, 30.0))

PENALTIES = (Decimal(1), Decimal("0.25"), Decimal(4))

MEDIAN_AT_MOST: Mapping[int, float] = {100: 0.92, 300: 0.85, 1000: 0.70}
"""Jobs to the median of our cost to that of the best peer, at every price."""

WORST_AT_MOST = 1.005
"""The same ratio on any single day."""

RULES_AT_MOST = 1.02
"""The median, at any size, of our cost with all rules compiled in to that without them."""


def both_tracks(say: Say) -> Measurement:
    """Against the others on plain days; then against ourselves without what plain days do not need."""
    plain, full = plain_track(say), full_track(say)
    return Measurement(
        figure=f"{plain.figure}; {full.figure}",
        passed=plain.passed and full.passed,
        seeds=plain.seeds,
        rows=(*plain.rows, *full.rows),
    )


def plain_track(say: Say) -> Measurement:
    """Five solvers, three sizes, five days, three prices: 80 minutes, less what earlier runs have left."""
    absent = [entrant.name for entrant in PEERS if not entrant.version]
    if absent:
        raise RuntimeError(f"not installed: {', '.join(absent)}; pip install 'technician-dispatcher[peers]'")
    entries = compare(installed(), SIZES, REPORTED, PENALTIES, default_folder(), say)
    for remark in remarks(entries):
        say(remark)
    return judged(entries)


def judged(entries: Sequence[Entry]) -> Measurement:
    """Hold a comparison against the bar."""
    found = standings(entries)
    earlier = sum(entry.earlier for entry in entries)
    return Measurement(
        figure="; ".join(map(_in_words, found)) + (f"; {earlier} cells of an earlier run" if earlier else ""),
        passed=bool(found) and all(map(_good_enough, found)),
        seeds=tuple(REPORTED),
        rows=tuple(entry.row() for entry in entries),
    )


def _good_enough(one: Standing) -> bool:
    if one.median is None or one.worst is None or one.missing:
        return False
    return one.median <= MEDIAN_AT_MOST[one.jobs] and one.worst <= WORST_AT_MOST


def _in_words(one: Standing) -> str:
    if one.median is None or one.worst is None:
        return f"{one.jobs} jobs, price x {one.penalty:g}: nothing to compare"
    missing = f", {one.missing} days not comparable" if one.missing else ""
    return f"{one.jobs} jobs, price x {one.penalty:g}: median {one.median:.3f}, worst {one.worst:.3f}{missing}"


def full_track(say: Say) -> Measurement:
    """Three sizes, five days, with and without rules: twelve minutes, less what earlier runs have left."""
    return judged_on_rules(bare.compare(SIZES, REPORTED, default_folder(), say))


def judged_on_rules(found: Sequence[bare.Planned]) -> Measurement:
    """Hold the engine with its rules against the one without."""
    sizes = bare.ratios(found)
    earlier = sum(one.earlier for one in found)
    return Measurement(
        figure=f"all rules compiled in to none: {bare.in_words(found)}"
        + (f"; {earlier} plans of an earlier run" if earlier else ""),
        passed=bool(sizes) and all(median(some) <= RULES_AT_MOST for some in sizes.values()),
        seeds=tuple(REPORTED),
        rows=tuple(map(asdict, found)),
    )


SHOWS = (
    Show(
        key="search-1",
        bar="plain track, 2 cores, seeds 100-104, against VROOM, PyVRP, OR-Tools (guided local search) and vrp-cli: our"
        " cost to that of the best of them, median at most 0.92 at 100 jobs (10 s), 0.85 at 300 (20 s), 0.70 at 1,000"
        " (30 s), on no single day above 1.005; at prices of unassigned jobs x 1, x 0.25 and x 4. Full track: with all"
        " rules compiled in, our own cost on these days at most 1.02 x that with the rules compiled out, median",
        measure=both_tracks,
    ),
)
"""Every show of this list."""
