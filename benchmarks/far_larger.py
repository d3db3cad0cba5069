"""What a study of ten thousand days on a hundred machines is made of, measured in small on this one."""

from __future__ import annotations

import os
import random
import statistics
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.known_answers import study_in
from benchmarks.loads import day
from benchmarks.whatif.cluster import LOCAL, Cluster
from benchmarks.whatif.engine import run
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.report import page
from benchmarks.whatif.study import Day, Results, Study
from benchmarks.whatif.workers import Local, Workers

STUDY = """
title = "Many small cells"
[days]
synthetic = {jobs = 60, technicians = 7, seeds = [1, 2, 3, 4, 5]}
[solver]
iterations = 20_000
seeds = [1, 2]
[[scenarios]]
name = "{count} more technicians"
changes = [{add_technicians = {count = {grid = [1, 2, 3]}}}]
"""

DAYS, FILES = 10_000, 100_000

SMALL = 30
"""Iterations of a search that takes next to no time, so that what is left is everything else."""

MADE = 40
"""Days from which the time and memory of making one are measured."""


@dataclass(frozen=True)
class Load:
    """What the cells of a study cost beside the searching.

    Parameters
    ----------
    search
        Seconds of one search of 60 jobs, 20,000 iterations.
    cell
        Bytes of a cell's file.
    local, ray
        Seconds of processor that the one process which hands out cells needs for each, with workers of this machine
        and with Ray's; None where Ray is not installed.
    found
        Seconds to find a finished cell again.
    day_seconds, day_mb
        To make one day, and to hold it.
    listed
        Seconds to list `FILES` cells in one folder.
    page_seconds, page_mb
        Of the report on `DAYS` days, four arms, two seeds.
    """

    search: float
    cell: float
    local: float
    ray: float | None
    found: float
    day_seconds: float
    day_mb: float
    listed: float
    page_seconds: float
    page_mb: float


def load() -> Load:
    """Measure all of it; a minute and a half."""
    day_seconds, day_mb = _days()
    with TemporaryDirectory() as name:
        folder = Path(name)
        study = study_in(STUDY, folder)
        with Local(1) as workers:
            real = run(replace(study, days=study.days[:1]), folder / "real", workers).outcomes
        local, found = _handed_out(study, Local(1), folder / "local")
        ray = _handed_out(study, Cluster(LOCAL, 1), folder / "ray")[0] if find_spec("ray") else None
        sizes = [file.stat().st_size for file in (folder / "real").glob("*.json")]
        listed = _listed(folder / "many", next((folder / "real").glob("*.json")).read_bytes())
    page_seconds, page_mb = _report(study, real)
    return Load(
        search=statistics.median(one.seconds for one in real),
        cell=statistics.mean(sizes),
        local=local,
        ray=ray,
        found=found,
        day_seconds=day_seconds,
        day_mb=day_mb,
        listed=listed,
        page_seconds=page_seconds,
        page_mb=page_mb,
    )


def _days() -> tuple[float, float]:
    begun = time.monotonic()
    made = [day(seed, 60, 7) for seed in range(1, MADE + 1)]
    seconds = (time.monotonic() - begun) / len(made)
    tracemalloc.start()
    kept = [day(seed, 60, 7) for seed in range(1, MADE + 1)]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, held / len(kept) / 1e6


def _handed_out(study: Study, workers: Workers, folder: Path) -> tuple[float, float]:
    """Seconds of this process for each cell: to have it planned, and to find it again."""
    seeds = tuple(range(1, 16))
    arms = tuple(replace(arm, seeds=seeds) for arm in study.arms)
    small = replace(study, arms=arms, seeds=seeds, budget=replace(study.budget, iterations=SMALL))
    cells = len(list(small.cells()))
    with workers:
        run(replace(small, days=small.days[:1], arms=arms[:1]), folder / "first", workers)
        begun = time.process_time()
        run(small, folder, workers)
        planned = time.process_time() - begun
        begun = time.process_time()
        run(small, folder, workers)
    return planned / cells, (time.process_time() - begun) / cells


def _listed(folder: Path, body: bytes) -> float:
    folder.mkdir()
    for number in range(FILES):
        (folder / f"whatif-{number:024x}.json").write_bytes(body)
    begun = time.monotonic()
    os.listdir(folder)
    return time.monotonic() - begun


def _report(study: Study, real: Sequence[Outcome]) -> tuple[float, float]:
    """Of many days whose outcomes are those of one, each with a little chance in its cost."""
    chance, by_arm = random.Random(1), {one.scenario: one for one in real}
    many = replace(study, days=tuple(Day(f"day {k + 1}", study.days[0].problem) for k in range(DAYS)))
    outcomes = (
        replace(by_arm[arm.name], day=one.name, seed=seed, cost=by_arm[arm.name].cost + chance.gauss(0, 50))
        for one, arm, seed in many.cells()
    )
    results = Results(many, tuple(outcomes))
    begun = time.monotonic()
    text = page(results)
    return time.monotonic() - begun, len(text.encode()) / 1e6
