"""What all our rules cost a day that has none: the engine as it is against a copy with the rules compiled out.

The copy is the package with `ALL_RULES` of `dispatcher/solver/kernel/rules.py` set to False, in a folder of its own. It
takes the same turns and comes to the same plan as the engine itself, only sooner. Run as a program this module is the
process in which either of them plans one day.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import cells, record
from benchmarks.data import PROJECT
from benchmarks.peers import ours
from benchmarks.peers.comparison import CORES, Size
from benchmarks.peers.contract import Answer, Point, Race
from benchmarks.peers.days import load, plain_day
from benchmarks.peers.entrants import code_with
from benchmarks.peers.judge import judge
from dispatcher.arrays import FOREVER, NEVER, Arrays, number
from dispatcher.problem import Problem
from dispatcher.solver.kernel.rules import ALL_RULES
from dispatcher.solver.task import Orders
from dispatcher.travel import Geodesic

SWITCH = Path("dispatcher", "solver", "kernel", "rules.py")

ON, OFF = "ALL_RULES: bool = True", "ALL_RULES: bool = False"

PATIENCE = 300.0
"""Seconds beside its limit that a process may take: a new copy has to be compiled."""

SEED = 1
"""Of every search."""


@contextmanager
def without_rules() -> Iterator[Path]:
    """A folder with the copy; it is gone in the end."""
    with TemporaryDirectory(prefix="without-rules-") as name:
        folder = Path(name)
        compiled = shutil.ignore_patterns("__pycache__", "*.nbc", "*.nbi")
        shutil.copytree(PROJECT / "dispatcher", folder / "dispatcher", ignore=compiled)
        text = (folder / SWITCH).read_text(encoding="utf-8")
        if text.count(ON) != 1:
            raise ValueError(f"{SWITCH} does not say '{ON}' once")
        (folder / SWITCH).write_text(text.replace(ON, OFF), encoding="utf-8")
        yield folder


def has_rules(a: Arrays) -> bool:
    """Whether a problem holds anything that no plain day has: without the rules it would be planned wrongly."""
    jobs, shifts = a.jobs[: a.count], a.shifts
    clocks = ("promise_until", "respond_by", "resolve_by", "latest_finish")
    return bool(
        len(a.jobs) > a.count
        or any(len(rows) for rows in (a.breaks, a.order))
        or any(table.any() for table in (a.parts, a.tools, a.preferred_missed, a.overqualified, a.swapped))
        or a.compact
        or a.imbalance_rate
        or len(a.service) > 1
        or (jobs["after_windows"] - jobs["first_window"] != 1).any()
        or (jobs["told_start"] != NEVER).any()
        or any((jobs[clock] != FOREVER).any() for clock in clocks)
        or any(jobs[field].any() for field in ("setup", "wait_rate", "locked"))
        or any(shifts[field].any() for field in ("metre_rate", "working_rate"))
        or (shifts["latest_home"] > shifts["end"]).any()
        or (shifts["max_jobs"] < a.count).any()
    )


def planned(problem: Problem, seconds: float, folder: Path) -> Answer:
    """Plan a plain day in a process of its own.

    Parameters
    ----------
    seconds
        From problem and travel times in memory to routes in memory.
    folder
        Whose package `dispatcher` plans: the project, or what `without_rules` gives.

    Raises
    ------
    RuntimeError
        When it comes to no plan; above all when the problem has rules.
    """
    own = {} if folder == PROJECT else {"NUMBA_CACHE_DIR": str(folder / "compiled")}
    paths = [str(folder), str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers.bare", str(folder == PROJECT), str(seconds)],
        input=problem.model_dump_json().encode(),
        cwd=folder,
        env={**os.environ, **own, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        timeout=seconds + PATIENCE,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode().strip().rpartition("\n")[2])
    return Answer.read(done.stdout)


def answer(problem: Problem, seconds: float, rules: bool) -> Answer:
    """What the process does.

    Parameters
    ----------
    rules
        Whether this package is meant to hold them.

    Raises
    ------
    ValueError
        When the problem has rules, or this is the other package.
    """
    if rules != ALL_RULES:
        raise ValueError(f"the package in {Path.cwd()} is not the one that was asked for")
    travel = Geodesic().matrix(problem.places)
    if has_rules(number(problem, travel).data):
        raise ValueError("the problem has rules; only plain days are planned without them")
    ours.load(0)
    found: list[Answer] = []
    began = time.monotonic()

    def better(orders: Orders, trace: Sequence[Point] = ()) -> None:
        found.append(Answer(time.monotonic() - began, orders, tuple(trace)))

    ours.solve(Race(problem, travel, SEED, CORES, began, began + seconds, better))
    return found[-1]


@dataclass(frozen=True)
class Planned:
    """One day planned by one of the two."""

    jobs: int
    seed: int
    load: str
    time_limit: float
    rules: bool
    """Whether they were compiled in."""
    cost: float
    """Seconds of travel."""
    unserved: int
    seconds: float
    earlier: bool = False
    """Whether it comes from an earlier run."""


def compare(sizes: Sequence[Size], seeds: Sequence[int], folder: Path, say: Callable[[str], None]) -> list[Planned]:
    """Plan every day by both, one right after the other; which of them begins changes from day to day.

    Parameters
    ----------
    folder
        Of the cells; an interrupted comparison goes on where it was.
    say
        Takes a line about each.
    """
    found = []
    with ExitStack() as stack:
        copied = cache(lambda: stack.enter_context(without_rules()))
        for size in sizes:
            for turn, seed in enumerate(seeds):
                problem = plain_day(seed, size.jobs)
                for rules in (turn % 2 == 0, turn % 2 == 1):
                    file = folder / cells.file_name("rules", _key(problem, size.time_limit, rules))
                    one = _kept(file)
                    if one is None:
                        one = _run(problem, size, seed, PROJECT if rules else copied())
                        cells.keep(file, asdict(one))
                    found.append(one)
                    say(str(one))
    return found


def _key(problem: Problem, time_limit: float, rules: bool) -> dict[str, str | float]:
    return {
        "what": f"{'with' if rules else 'without'} rules, seed {SEED}, {CORES} cores",
        "code": code_with(__file__),
        "day": problem.fingerprint(),
        "time_limit": time_limit,
        "machine": record.machine_line(),
    }


def _kept(file: Path) -> Planned | None:
    document = cells.kept(file)
    return Planned(**{**document, "earlier": True}) if document else None


def _run(problem: Problem, size: Size, seed: int, home: Path) -> Planned:
    told = planned(problem, size.time_limit, home)
    judged = judge(number(problem, Geodesic().matrix(problem.places)), told.orders)
    return Planned(
        jobs=size.jobs,
        seed=seed,
        load=load(seed),
        time_limit=size.time_limit,
        rules=home == PROJECT,
        cost=judged.cost,
        unserved=judged.unserved,
        seconds=round(told.seconds, 2),
    )


def ratios(found: Sequence[Planned]) -> dict[int, list[float]]:
    """Jobs to the cost with the rules to that without, day by day."""
    costs = {(one.jobs, one.seed, one.rules): one.cost for one in found}
    sizes: dict[int, list[float]] = {}
    for jobs, seed in dict.fromkeys((one.jobs, one.seed) for one in found):
        sizes.setdefault(jobs, []).append(costs[jobs, seed, True] / costs[jobs, seed, False])
    return sizes


def in_words(found: Sequence[Planned]) -> str:
    """The medians and the worst days, in one line."""
    return "; ".join(
        f"{jobs} jobs: median {median(some):.3f}, worst {max(some):.3f}" for jobs, some in ratios(found).items()
    )


if __name__ == "__main__":
    asked = Problem.model_validate_json(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(answer(asked, float(sys.argv[2]), sys.argv[1] == "True")))
