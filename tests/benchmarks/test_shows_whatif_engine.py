"""The claims about the engine of studies: held against their bars."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.shows_whatif_engine import (
    FOUR_HUNDRED,
    SIXTY,
    Ride,
    Stop,
    descendants,
    judged_files,
    judged_rides,
    judged_stops,
    killer,
    lives,
    stopped,
    study_of,
)
from benchmarks.study_mistakes import MISTAKES
from benchmarks.whatif.engine import run
from benchmarks.whatif.faults import Fault
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.study import Results
from benchmarks.whatif.workers import Local
from tests.whatif.hand_made import results

SAME = results({"base": [[10.0, 11.0]], "more": [[9.0, 9.5]]})


def rides(alone: float = 100, two: float = 55, ray: float = 57, killed: int = 20) -> list[Ride]:
    """Four of them with the same figures."""
    return [
        Ride("1", alone, SAME),
        Ride("2", two, SAME),
        Ride("Ray", ray, SAME),
        Ride("killed", two + 10, SAME, killed),
    ]


def with_first(outcome: Outcome) -> Results:
    """The same study with another first outcome."""
    return replace(SAME, outcomes=(outcome, *SAME.outcomes[1:]))


def test_the_large_study_has_400_searches_and_the_interrupted_one_60() -> None:
    """The claim would speak of another number."""
    assert len(list(study_of(FOUR_HUNDRED).cells())) == 400
    assert len(list(study_of(SIXTY).cells())) == 60


def test_two_workers_must_be_nearly_twice_as_fast_and_ray_not_much_slower() -> None:
    """100 s against 55 s is 1.82 times, 57 s against 55 s is 3.6 % more."""
    found = judged_rides(rides())
    assert found.passed
    assert "1.82 x" in found.figure
    assert "+3.6%" in found.figure
    assert not judged_rides(rides(two=56)).passed
    assert not judged_rides(rides(ray=61)).passed
    assert not judged_rides(rides(killed=19)).passed


def test_one_other_figure_or_one_failed_cell_spoils_the_claim() -> None:
    """A cluster that plans something else would pass for the same."""
    first = SAME.outcomes[0]
    for spoilt in (replace(first, cost=first.cost + 0.001), replace(first, failure="died")):
        assert not judged_rides([*rides()[:3], replace(rides()[3], results=with_first(spoilt))]).passed
    slower = replace(first, seconds=first.seconds + 1)
    assert judged_rides([*rides()[:3], replace(rides()[3], results=with_first(slower))]).passed


def test_an_interruption_may_neither_lose_nor_repeat_nor_linger() -> None:
    """Each of these would cost a planner a night."""
    stop = Stop("SIGKILL", 30, 0, 0.1)
    assert judged_stops([stop], 0, 60, True).passed
    assert not judged_stops([replace(stop, finished=60)], 0, 60, True).passed  # it came too late to interrupt anything
    assert not judged_stops([stop], 1, 60, True).passed
    assert not judged_stops([stop], 0, 59, True).passed
    assert not judged_stops([stop], 0, 60, False).passed
    assert not judged_stops([replace(stop, rewritten=1)], 0, 60, True).passed
    assert not judged_stops([replace(stop, gone_after=2.1)], 0, 60, True).passed


def test_every_mistake_must_be_found_alone_and_together() -> None:
    """One that goes unnoticed is a study of something else."""
    unreadable: Sequence[Fault] = (Fault(1, "the file", "not TOML", "Correct it."),) * 2
    every, together = len(MISTAKES), sum(not mistake.hidden_by_others for mistake in MISTAKES)
    assert judged_files(every, together, 0, True, unreadable).passed
    assert not judged_files(every - 1, together, 0, True, unreadable).passed
    assert not judged_files(every, together - 1, 0, True, unreadable).passed
    assert not judged_files(every, together, 1, True, unreadable).passed
    assert not judged_files(every, together, 0, False, unreadable).passed
    assert not judged_files(every, together, 0, True, unreadable[:1]).passed


def test_the_killer_kills_as_often_as_it_says(tmp_path: Path) -> None:
    """Workers that nobody has killed survive everything."""
    study = study_of(SIXTY.replace("10_000", "100").replace("[1, 2, 3, 4, 5]", "[1]"))
    workers = Local(1)
    with killer(workers, 0.3, 1) as killed, workers:
        rounds = 0
        while not killed() and rounds < 50:
            rounds += 1
            budget = replace(study.budget, iterations=100 + rounds)
            assert run(replace(study, budget=budget), tmp_path, workers).failed == ()
    assert killed() == 1


def test_processes_are_seen_with_their_children_and_gone_when_they_are_dead() -> None:
    """A worker left behind would hold a core, and nobody would know."""
    child = subprocess.Popen(["sleep", "60"])
    assert child.pid in descendants(os.getpid())
    assert lives(child.pid)
    child.kill()
    while lives(child.pid):
        time.sleep(0.01)
    child.wait()
    assert not lives(child.pid)


def test_an_interrupted_study_keeps_what_was_finished(tmp_path: Path) -> None:
    """Ctrl-C at half past eight would cost the whole night."""
    file, folder = tmp_path / "study.toml", tmp_path / "cells"
    file.write_text(SIXTY.replace("10_000", "500"), encoding="utf-8")
    first = stopped(file, folder, 3, signal.SIGINT)
    second = stopped(file, folder, first.finished + 2, signal.SIGKILL)
    assert 3 <= first.finished < second.finished < 60
    assert (first.rewritten, second.rewritten) == (0, 0)
    assert max(first.gone_after, second.gone_after) < 10
