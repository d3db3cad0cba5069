"""The claims about what-if studies: the gallery, truths that are known beforehand, and ten thousand days."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict

from benchmarks import gallery
from benchmarks.cells import default_folder
from benchmarks.far_larger import DAYS, FILES, Load, load
from benchmarks.gallery import Answered
from benchmarks.known_answers import REPEATS, Planted, planted, repeats
from benchmarks.shows import Measurement, Say, Show
from benchmarks.whatif.answer import Standing
from benchmarks.whatif.workers import Local

MINUTES = 5
"""That each study of the gallery may take."""

FEWEST_STUDIES = 6

HANDED, CELL_BYTES, PAGE_SECONDS = 0.02, 4000, 60
"""Seconds of the one process that hands out cells, for each; bytes of a cell; seconds to write a large report."""

SILENT = (90, 99)
"""Of a hundred studies of the same against the same, how many must find nothing: at least, at most."""


def whole_gallery(say: Say) -> Measurement:
    """Each study by its command, with all cells planned anew; two minutes each; resumes after the last finished one."""
    found = []
    for study in gallery.studies():
        found.append(gallery.answered(study, default_folder()))
        say(f"{found[-1].name}: {found[-1].seconds:.0f} s: {found[-1].sentence}")
        if found[-1].right:
            gallery.keep_result(found[-1])
    return judged_gallery(found)


def judged_gallery(found: Sequence[Answered]) -> Measurement:
    """Hold the runs of all studies against the bar."""
    right = sum(one.right for one in found)
    slowest = max(found, key=lambda one: one.seconds)
    return Measurement(
        figure=f"{right} of {len(found)} studies answered by one command, the first sentence of the page being the"
        f" answer; all in {sum(one.seconds for one in found) / 60:.0f} minutes, the slowest ({slowest.name}) in"
        f" {slowest.seconds:.0f} s",
        passed=right == len(found) >= FEWEST_STUDIES and slowest.seconds < 60 * MINUTES,
        seeds="those of the study files",
        rows=tuple({"study": one.name, "seconds": round(one.seconds, 1), "answer": one.sentence} for one in found),
    )


def known_truths(say: Say) -> Measurement:
    """Days that lack one skill, then a hundred studies that change nothing; about ten minutes, resumes."""
    scarce, silent = [], []
    with Local(os.cpu_count() or 1) as workers:
        for one in planted(default_folder(), workers):
            scarce.append(one)
            say(one.line())
        for one_of_many in repeats(default_folder(), workers):
            silent.append(one_of_many)
            if len(silent) % 10 == 0:
                say(f"{len(silent)} studies of the same against the same: {_found_nothing(silent)} found nothing")
    return judged_truths(scarce, silent)


def judged_truths(scarce: Sequence[Planted], silent: Sequence[Standing]) -> Measurement:
    """Hold what was found on days that lack a skill, and where nothing was to be found, against the bar."""
    first = sum(one.right for one in scarce)
    quiet = _found_nothing(silent)
    equal = sum(one.comparisons[0].verdict == "same" for one in silent)
    saved = ", ".join(f"{one.skill} {_saved(one)}" for one in scarce)
    return Measurement(
        figure=f"the skill that the days lack is ranked first, with an interval without zero, in {first} of"
        f" {len(scarce)} studies (saved a day: {saved}); no difference found in {quiet} of {len(silent)} studies of the"
        f" same against the same ({equal} of them with equal plans)",
        passed=first == len(scarce) and len(silent) == REPEATS and SILENT[0] <= quiet <= SILENT[1],
        seeds="days 1-8; days 1000-1999, searches 1 against 2",
        rows=tuple(
            {"study": k, "difference": round(one.comparisons[0].difference, 2), "verdict": one.comparisons[0].verdict}
            for k, one in enumerate(silent)
        ),
    )


def _found_nothing(silent: Sequence[Standing]) -> int:
    return sum(not one.comparisons[0].differs for one in silent)


def _saved(one: Planted) -> str:
    first = one.found.comparisons[0]
    low, high = first.interval or (0.0, 0.0)
    return f"{-first.difference:.0f}, {-high:.0f} to {-low:.0f}"


def many_days(say: Say) -> Measurement:
    """What stands in docs/what-if.md about a hundred machines and ten thousand days, measured here."""
    return judged_load(load())


def judged_load(found: Load) -> Measurement:
    """Hold what cells, days and reports take against the bar."""
    ray = "not installed" if found.ray is None else f"{1000 * found.ray:.1f} ms"
    handed = max(found.local, found.ray or 0.0)
    return Measurement(
        figure=f"one search {found.search:.2f} s; for each cell {found.cell:,.0f} bytes, and of the one process that"
        f" hands out {1000 * found.local:.1f} ms (through Ray {ray}), {1000 * found.found:.2f} ms to find it again;"
        f" {FILES:,} cells listed in {found.listed:.2f} s; a day made in {1000 * found.day_seconds:.0f} ms, held in"
        f" {found.day_mb:.2f} MB; the report on {DAYS:,} days in {found.page_seconds:.0f} s, {found.page_mb:.1f} MB",
        passed=handed <= HANDED
        and found.cell <= CELL_BYTES
        and found.listed <= 1
        and found.page_seconds <= PAGE_SECONDS,
        seeds="days 1-40, searches 1-15",
        rows=(asdict(found),),
    )


SHOWS = (
    Show(
        key="whatif-1",
        bar="each study of examples/studies by one command, from nothing, in less than five minutes; the first sentence"
        " of its page is the answer",
        measure=whole_gallery,
    ),
    Show(
        key="whatif-2",
        bar="on days that lack one skill the study ranks it first with an interval without zero; a scenario that"
        " changes nothing, searched from other seeds and with the jobs shuffled, makes no difference in 90 to 99 of 100"
        " studies",
        measure=known_truths,
    ),
    Show(
        key="whatif-6",
        bar="what docs/what-if.md says of 10,000 days stands on figures measured here: a cell is at most 4 kB and takes"
        " the one process that hands out at most 20 ms, 100,000 of them are listed within a second, the report on"
        " 10,000 days is written within a minute",
        measure=many_days,
    ),
)
"""Every show of this list."""
