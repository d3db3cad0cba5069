"""The claims about sameness: one plan from one seed, one compilation per machine, one cost by every reading."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import PROJECT
from benchmarks.loads import day
from benchmarks.shows import Measurement, Say, Show
from benchmarks.shows_claims import claims_of, told
from benchmarks.shows_claims import judged as judged_claims
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.settings import Settings
from dispatcher.travel import Geodesic

TIMES, FRESH = 100, 10
"""How often the same day is planned, and how many of these by a process that does nothing else."""

ITERATIONS = 3000

COMPILING = 60.0
"""Seconds, at most."""

COUNTED = {
    "random problems whose cost agrees": 500,
    "random problems planned by both engines": 500,
    "random problems whose plans OR-Tools' model takes over": 500,
}
"""What tests.solver.kernel_claims has to try at least."""


@dataclass(frozen=True)
class Start:
    """`dispatcher warm-up` in a process of its own. Seconds of wall clock."""

    seconds: float
    compiled: int
    """Functions that it compiled and kept."""


def plan_of_a_day(seed: int = 100) -> str:
    """The plan of a day in reproducible mode, as JSON."""
    problem = day(seed, 60, 8)
    settings = Settings(iterations=ITERATIONS, cores=1, seed=1, time_limit=600)
    return dispatch(problem, Geodesic().matrix(problem.places), settings).plan.model_dump_json()


def plan_of_a_fresh_process() -> str:
    """The same from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.shows_same"]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def started(cache: Path) -> Start:
    """`dispatcher warm-up` with compiled code kept in a folder of its own."""
    before, began = _kept(cache), time.perf_counter()
    command = [str(Path(sys.executable).with_name("dispatcher")), "warm-up"]
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, env=environment)
    return Start(round(time.perf_counter() - began, 1), _kept(cache) - before)


def _kept(cache: Path) -> int:
    return len(list(cache.rglob("*.nbc")))


def one_plan_and_one_compilation(say: Say) -> Measurement:
    """A hundred plans, then two starts with an empty cache: four minutes."""
    with TemporaryDirectory(prefix="compiled-") as folder:
        first, second = started(Path(folder)), started(Path(folder))
    say(f"cold {first}, again {second}")
    warm_up()
    plans = [plan_of_a_day() for _ in range(TIMES - FRESH)]
    plans += [plan_of_a_fresh_process() for _ in range(FRESH)]
    return judged(plans, first, second)


def judged(plans: list[str], first: Start, second: Start) -> Measurement:
    """Hold the plans and the two starts against the bar."""
    digests = [sha256(plan.encode()).hexdigest() for plan in plans]
    same = digests.count(digests[0])
    return Measurement(
        figure=f"{same} of {len(plans)} plans the same, byte for byte, {FRESH} of them by fresh processes;"
        f" {first.compiled} functions compiled in {first.seconds:.1f} s; the second start compiled {second.compiled}"
        f" and took {second.seconds:.1f} s",
        passed=same == len(plans) == TIMES
        and first.compiled > 0
        and first.seconds <= COMPILING
        and second.compiled == 0,
        seeds=(1,),
        rows=({"digests": sorted(set(digests)), "first": asdict(first), "second": asdict(second)},),
    )


def one_cost_by_every_reading(say: Say) -> Measurement:
    """Five hundred nasty problems, each counted three times, handed over and planned by both engines: seven minutes."""
    return judged_claims(told(claims_of("tests.solver.kernel_claims"), say), COUNTED, "0-499")


SHOWS = (
    Show(
        key="search-7",
        bar="the same plan, byte for byte, 100 of 100 times in reproducible mode, some of them in fresh processes;"
        " compiled within 60 s where NUMBA_CACHE_DIR says, and never again",
        measure=one_plan_and_one_compilation,
    ),
    Show(
        key="search-8",
        bar="both engines on 500 random problems: no plan of one is rejected by the checker; costs agree to the unit"
        " between kernel, schedule.py and check; OR-Tools' model takes over the plans of the kernel, at their cost"
        " where it can express it",
        measure=one_cost_by_every_reading,
    ),
)
"""Every show of this list."""

if __name__ == "__main__":
    sys.stdout.write(plan_of_a_day())
