"""The claims about the engine of what-if studies: speed, clusters, deaths, interruptions, bad files."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any

from benchmarks.data import PROJECT
from benchmarks.loads import day
from benchmarks.shows import Measurement, Say, Show
from benchmarks.study_mistakes import GOOD, MISTAKES, Mistake, with_mistakes
from benchmarks.whatif.cluster import LOCAL, Cluster
from benchmarks.whatif.engine import run
from benchmarks.whatif.faults import BadStudy, Fault
from benchmarks.whatif.reading import read_study
from benchmarks.whatif.study import Results, Study
from benchmarks.whatif.workers import Local, Workers

FOUR_HUNDRED = """
title = "Four hundred searches"
[days]
synthetic = {jobs = 100, technicians = 12, tightness = "overloaded", seeds = [SEEDS]}
[solver]
iterations = 30_000
seeds = [1, 2, 3, 4]
[[scenarios]]
name = "{count} more technicians"
changes = [{add_technicians = {count = {grid = [1, 2]}}}]
[[scenarios]]
name = "travel x {factor}"
changes = [{travel = {factor = {grid = [0.9, 1.1]}}}]
""".replace("SEEDS", ", ".join(map(str, range(1, 21))))

SPEED, OVERHEAD, KILLS = 1.8, 0.10, 20
"""Two workers to one, at least; Ray's time over that of as many local workers, less one, at most; workers killed."""

WORKERS = 2

SIXTY = """
title = "Sixty searches"
[days]
synthetic = {jobs = 60, technicians = 7, seeds = [1, 2, 3, 4, 5]}
[solver]
iterations = 10_000
seeds = [1, 2, 3, 4]
[[scenarios]]
name = "{count} more technicians"
changes = [{add_technicians = {count = {grid = [1, 2]}}}]
"""

STOPS: Sequence[tuple[int, signal.Signals]] = (
    (5, signal.SIGINT),
    (12, signal.SIGKILL),
    (20, signal.SIGINT),
    (28, signal.SIGKILL),
    (36, signal.SIGTERM),
    (44, signal.SIGKILL),
    (52, signal.SIGINT),
)
"""After how many finished cells the study is interrupted, and how."""

AT_ONCE = 2.0
"""Seconds in which an interrupted study must be gone, its workers too."""


def figures(results: Results) -> list[Mapping[str, Any]]:
    """What must be the same whoever planned it: everything but the seconds that it took."""
    return [asdict(replace(outcome, seconds=0.0)) for outcome in results.outcomes]


@dataclass(frozen=True)
class Ride:
    """One study, planned from nothing."""

    who: str
    seconds: float
    """Once the workers are loaded."""
    results: Results
    killed: int = 0

    def line(self) -> str:
        """For progress."""
        failed = len(self.results.failed)
        return f"{self.who}: {len(self.results.outcomes)} cells in {self.seconds:.1f} s, {failed} failed"


def ride(who: str, study: Study, workers: Workers, disturb: Callable[[], int] = lambda: 0) -> Ride:
    """Load the workers with a few small cells, then plan the whole study and take the time.

    Parameters
    ----------
    disturb
        Called once the study is planned; how many workers have been killed meanwhile.
    """
    first = replace(study, days=study.days[:1], arms=study.arms[:1], budget=replace(study.budget, iterations=100))
    with TemporaryDirectory() as folder, workers:
        run(first, Path(folder) / "first", workers)
        begun = time.monotonic()
        results = run(study, Path(folder), workers)
        return Ride(who, time.monotonic() - begun, results, disturb())


@contextmanager
def killer(workers: Local, every: float, most: int) -> Iterator[Callable[[], int]]:
    """Kill a worker at work now and then, at random; yields who tells how many were killed.

    Parameters
    ----------
    every
        Seconds between two kills, on average.
    """
    end, killed, chance = Event(), [0], random.Random(1)

    def work() -> None:
        while killed[0] < most and not end.wait(chance.uniform(0.2, 1.8) * every):
            if victims := workers.processes:
                os.kill(chance.choice(victims), signal.SIGKILL)
                killed[0] += 1

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield lambda: killed[0]
    finally:
        end.set()
        thread.join()


def many_workers(say: Say) -> Measurement:
    """The same 400 searches four times: one worker, two, two of Ray, two with kills; some 25 minutes."""
    study = study_of(FOUR_HUNDRED)
    rides = []
    for who, workers in (("1 worker", Local(1)), ("2 workers", Local(WORKERS)), ("Ray, 2", Cluster(LOCAL, WORKERS))):
        rides.append(ride(who, study, workers))
        say(rides[-1].line())
    victims = Local(WORKERS)
    quickest = min(one.seconds for one in rides)  # the machine may be quieter now than it was
    with killer(victims, 0.6 * quickest / KILLS, KILLS) as killed:
        rides.append(ride("2 workers, killed at random", study, victims, killed))
    say(rides[-1].line())
    return judged_rides(rides)


def judged_rides(rides: Sequence[Ride]) -> Measurement:
    """Hold one worker, two, Ray's two, and two that were killed at random against the bar."""
    alone, two, ray, disturbed = rides
    speed, overhead = alone.seconds / two.seconds, ray.seconds / two.seconds - 1
    same = all(figures(one.results) == figures(alone.results) for one in rides)
    failed = sum(len(one.results.failed) for one in rides)
    cells = len(alone.results.outcomes)
    return Measurement(
        figure=f"{cells} searches: 1 worker {alone.seconds:.0f} s, 2 workers {two.seconds:.0f} s, {speed:.2f} x; Ray"
        f" with 2 {ray.seconds:.0f} s, overhead {overhead:+.1%}; {disturbed.killed} workers killed at random:"
        f" {len(disturbed.results.outcomes) - len(disturbed.results.failed)} of {cells} cells planned in"
        f" {disturbed.seconds:.0f} s; {failed} failed; figures {'identical' if same else 'DIFFERENT'}",
        passed=speed >= SPEED and overhead <= OVERHEAD and disturbed.killed >= KILLS and not failed and same,
        seeds="days 1-20, searches 1-4",
        rows=tuple({"who": one.who, "seconds": round(one.seconds, 2), "killed": one.killed} for one in rides),
    )


def study_of(text: str) -> Study:
    """The study that such a file describes."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "study.toml"
        file.write_text(text, encoding="utf-8")
        return read_study(file)


@dataclass(frozen=True)
class Stop:
    """One interruption."""

    how: str
    finished: int
    """Cells that had a file when the study was gone."""
    rewritten: int
    """Of those that had one before it began, how many have another one now, or none."""
    gone_after: float
    """Seconds until neither the study nor any process that it had started was there."""

    def line(self) -> str:
        """For progress."""
        return f"{self.how} at {self.finished} cells: gone after {self.gone_after:.2f} s, {self.rewritten} rewritten"


def interrupted(say: Say) -> Measurement:
    """Interrupt one study again and again, then let it end: a minute."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let background processes ignore it
    with TemporaryDirectory() as name:
        folder, file = Path(name) / "cells", Path(name) / "study.toml"
        file.write_text(SIXTY, encoding="utf-8")
        stops = []
        for count, how in STOPS:
            stops.append(stopped(file, folder, count, how))
            say(stops[-1].line())
        before = stamps(folder)
        subprocess.run(command(file, folder), cwd=PROJECT, check=True, capture_output=True)
        after = stamps(folder)
        resumed = run(read_study(file), folder, Local(1))
        with Local(WORKERS) as workers:
            fresh = run(read_study(file), Path(name) / "others", workers)
        return judged_stops(stops, _changed(before, after), len(after), figures(resumed) == figures(fresh))


def judged_stops(stops: Sequence[Stop], rewritten: int, cells: int, same: bool) -> Measurement:
    """Hold the interruptions against the bar.

    Parameters
    ----------
    rewritten
        Cells that the last run, which was not interrupted, planned though they were finished.
    cells
        That have a file at the end.
    same
        Whether the figures are those of a study that was never interrupted.
    """
    twice = rewritten + sum(stop.rewritten for stop in stops)
    slowest = max(stop.gone_after for stop in stops)
    return Measurement(
        figure=f"{len(stops)} interruptions ({', '.join(stop.how for stop in stops)}): gone within {slowest:.1f} s, no"
        f" process left; {twice} finished cells planned again; {cells} of 60 cells at the end;"
        f" figures {'as' if same else 'NOT as'} without interruption",
        passed=not twice and cells == 60 and same and slowest <= AT_ONCE and all(stop.finished < 60 for stop in stops),
        seeds="days 1-5, searches 1-4",
        rows=tuple(asdict(stop) for stop in stops),
    )


def command(file: Path, folder: Path) -> list[str]:
    """Plans the study."""
    options = ["--cells", str(folder), "--workers", str(WORKERS)]
    return [sys.executable, "-m", "benchmarks", "whatif", str(file), *options]


def stopped(file: Path, folder: Path, count: int, how: signal.Signals) -> Stop:
    """Start the study, interrupt it once so many cells are finished, and wait until nothing of it is left."""
    before = stamps(folder)
    process = subprocess.Popen(command(file, folder), cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(stamps(folder)) < count and process.poll() is None:
        time.sleep(0.01)
    mine = descendants(process.pid)
    begun = time.monotonic()
    process.send_signal(how)
    process.wait()
    while any(lives(pid) for pid in mine) and time.monotonic() < begun + 60:
        time.sleep(0.01)
    after = stamps(folder)
    return Stop(how.name, len(after), _changed(before, after), time.monotonic() - begun)


def stamps(folder: Path) -> Mapping[str, int]:
    """Each finished cell's file, and when it was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.json")}


def _changed(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    return sum(after.get(name) != stamp for name, stamp in before.items())


def descendants(pid: int) -> list[int]:
    """Every process that this one has started, and those that they have."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*children, *(one for child in children for one in descendants(child))]


def lives(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def bad_files(say: Say) -> Measurement:
    """Each mistake alone, all in one file, and files that are no TOML: seconds."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "study.toml"
        (file.parent / "day.json").write_text(day(3, 12, 2).model_dump_json(), encoding="utf-8")
        alone = {mistake: _refused(file, with_mistakes([mistake])) for mistake in MISTAKES}
        together = [mistake for mistake in MISTAKES if not mistake.hidden_by_others]
        gathered = _refused(file, with_mistakes(together))
        accepted = not _refused(file, GOOD)
        broken = _refused(file, GOOD.replace("seeds = [3]", "seeds = [3"))
        absent = _refused(file.with_name("nowhere.toml"), None)
    for mistake, faults in alone.items():
        say(f"line {mistake.line}, {mistake.wrong.splitlines()[-1]!r}: {'; '.join(map(str, faults))}")
    right = sum(len(faults) == 1 and _answers(mistake, faults, 0) for mistake, faults in alone.items())
    added = {mistake: mistake.wrong.count("\n") - mistake.right.count("\n") for mistake in together}
    found = sum(
        _answers(mistake, gathered, sum(lines for other, lines in added.items() if other.line < mistake.line))
        for mistake in together
    )
    return judged_files(right, found, len(gathered) - len(together), accepted, [*broken, *absent])


def judged_files(right: int, found: int, more: int, accepted: bool, unreadable: Sequence[Fault]) -> Measurement:
    """Hold what was said of bad files against the bar.

    Parameters
    ----------
    right
        Mistakes that alone in a file are refused by one fault, on their line, naming them, with what to do.
    found
        Mistakes that are so refused in the file that has all of them.
    more
        Faults of that file beyond its mistakes.
    accepted
        Whether the file without any is.
    unreadable
        What was said of a file that is no TOML, and of one that is not there.
    """
    together = sum(not mistake.hidden_by_others for mistake in MISTAKES)
    return Measurement(
        figure=f"{right} of {len(MISTAKES)} mistakes each refused by one fault with its line, its cause and what to do;"
        f" {found} of {together} found at once in one file, {more} faults more;"
        f" {len(unreadable)} of 2 unreadable files refused; the file without mistakes"
        f" {'accepted' if accepted else 'REFUSED'}",
        passed=right == len(MISTAKES) and found == together and not more and accepted and len(unreadable) == 2,
        seeds="-",
        rows=tuple(mistake._asdict() for mistake in MISTAKES),
    )


def _refused(file: Path, text: str | None) -> Sequence[Fault]:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    try:
        read_study(file)
    except BadStudy as refusal:
        return refusal.faults
    return ()


def _answers(mistake: Mistake, faults: Sequence[Fault], lower: int) -> bool:
    """Whether a fault names the mistake, so many lines lower than in the good file, and says what to do."""
    return any(
        fault.line == mistake.line + lower and mistake.word in fault.cause and bool(fault.action) for fault in faults
    )


SHOWS = (
    Show(
        key="whatif-3",
        bar="400 searches of 100 jobs: 2 local workers at least 1.8 x one; Ray with 2 workers at most 10 % slower than"
        " 2 local ones once started; 20 workers killed at random: every cell planned; all figures identical, local and"
        " Ray",
        measure=many_workers,
    ),
    Show(
        key="whatif-4",
        bar="one study interrupted seven times (Ctrl-C, terminate, kill -9) and resumed: gone at once, no process left,"
        " no finished cell planned twice, none lost, figures as without interruption",
        measure=interrupted,
    ),
    Show(
        key="whatif-5",
        bar="bad study files: all faults at once, each with its line, its cause and what to do",
        measure=bad_files,
    ),
)
"""Every show of this list."""
