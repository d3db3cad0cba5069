"""Cells are planned once, kept, found again; what fails is tried once more and then told."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Self

from benchmarks.loads import day
from benchmarks.whatif.engine import DEATHS, TRIES, Tally, run
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.planning import Task, planned
from benchmarks.whatif.study import Arm, Budget, Day, Results, Study
from benchmarks.whatif.workers import Answer, Local, Lost
from dispatcher.scenario import Scenario

LONGER = Scenario.model_validate({"name": "slow", "changes": [{"travel": {"factor": 2}}]})

STUDY = Study(
    title="Tiny",
    days=tuple(Day(f"day {seed}", day(seed, 4, 1)) for seed in (1, 2)),
    arms=(Arm("base", Scenario(), "base", seeds=(1, 2)), Arm("slow", LONGER, "slow", seeds=(1, 2))),
    budget=Budget(iterations=20),
    seeds=(1, 2),
)


class Here:
    """Plans in this process, one task after the other, or loses tasks as it is told to."""

    count = 2

    def __init__(self, losses: int = 0, failures: int = 0) -> None:
        self.losses, self.failures = losses, failures
        self.tasks: deque[tuple[int, Task]] = deque()
        self.planned: list[tuple[str, str, int]] = []

    def submit(self, task: Task) -> int:
        """Take a task."""
        self.planned.append((task.day, task.arm, task.settings.seed))
        self.tasks.append((len(self.planned), task))
        return len(self.planned)

    def cancel(self, number: int) -> None:
        """Forget a task."""
        self.tasks = deque(one for one in self.tasks if one[0] != number)

    def as_completed(self) -> Iterator[tuple[int, Answer]]:
        """Answer the oldest task first."""
        while self.tasks:
            number, task = self.tasks.popleft()
            yield number, self._answer(task)

    def _answer(self, task: Task) -> Answer:
        if self.losses:
            self.losses -= 1
            return Lost("died")
        if self.failures:
            self.failures -= 1
            return Outcome(task.day, task.arm, task.settings.seed, failure="nothing found")
        return planned(task)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tasks.clear()


def figures(results: Results) -> list[Outcome]:
    """All but the seconds, which differ from run to run."""
    return [replace(outcome, seconds=0.0) for outcome in results.outcomes]


def test_every_cell_is_planned_and_the_scenario_is_in_its_figures(tmp_path: Path) -> None:
    """A scenario that never reaches the travel matrix would be reported as worthless."""
    outcomes = {(one.day, one.scenario, one.seed): one for one in run(STUDY, tmp_path, Here()).outcomes}
    assert len(outcomes) == 8
    assert not any(one.failure for one in outcomes.values())
    assert outcomes["day 1", "slow", 1].travel > 1.5 * outcomes["day 1", "base", 1].travel


def test_finished_cells_are_not_planned_again_whatever_they_are_called(tmp_path: Path) -> None:
    """An interrupted study of a night would begin at its beginning; so would one with a better title."""
    before = run(STUDY, tmp_path, Here())
    workers = Here()
    again = run(
        replace(STUDY, title="Renamed", arms=(STUDY.arms[0], replace(STUDY.arms[1], name="x"))), tmp_path, workers
    )
    assert workers.planned == []
    assert [one.scenario for one in again.outcomes] == ["base", "base", "x", "x"] * 2
    assert [one.digest for one in again.outcomes] == [one.digest for one in before.outcomes]


def test_two_folders_copied_together_are_one_study(tmp_path: Path) -> None:
    """What two machines have planned could not be put together."""
    for k, one in enumerate(STUDY.days):
        run(replace(STUDY, days=(one,)), tmp_path / str(k), Here())
        copytree(tmp_path / str(k), tmp_path / "both", dirs_exist_ok=True)
    workers = Here()
    assert len(run(STUDY, tmp_path / "both", workers).outcomes) == 8
    assert workers.planned == []


def test_what_another_machine_finishes_meanwhile_is_not_planned(tmp_path: Path) -> None:
    """Two machines on one folder would both do all of the work."""
    workers = Here()

    def others(tally: Tally) -> None:
        if tally.planned == 1:
            run(STUDY, tmp_path, Here())

    results = run(STUDY, tmp_path, workers, others)
    # One when the others come, and those that have been handed out by then.
    assert len(workers.planned) <= 1 + Here.count
    assert len(results.outcomes) == 8


def test_another_budget_seed_or_day_is_another_cell(tmp_path: Path) -> None:
    """Figures of a short search would stand for those of a long one."""
    run(STUDY, tmp_path, Here())
    for other in (
        replace(STUDY, budget=Budget(iterations=21)),
        replace(STUDY, arms=tuple(replace(arm, seeds=(3, 4)) for arm in STUDY.arms)),
        replace(STUDY, days=tuple(Day(one.name, day(9, 4, 1)) for one in STUDY.days[:1])),
    ):
        workers = Here()
        run(other, tmp_path, workers)
        assert len(workers.planned) == len(list(other.cells()))


def test_arms_with_the_same_changes_are_planned_once(tmp_path: Path) -> None:
    """Two grids that cross would cost twice."""
    twin = replace(STUDY.arms[1], name="twin")
    workers = Here()
    results = run(replace(STUDY, arms=(*STUDY.arms, twin)), tmp_path, workers)
    assert len(workers.planned) == 8
    assert [one.scenario for one in results.outcomes].count("twin") == 4


def test_a_damaged_cell_is_planned_anew(tmp_path: Path) -> None:
    """A full disk would leave a study that can never be finished."""
    run(STUDY, tmp_path, Here())
    first, second, third, *_ = sorted(tmp_path.glob("*.json"))
    first.write_text("{", encoding="utf-8")
    second.write_text('{"outcome": {}}', encoding="utf-8")
    third.write_text(third.read_text(encoding="utf-8").replace('"travel": [', '"travel": [1, '), encoding="utf-8")
    workers = Here()
    run(STUDY, tmp_path, workers)
    assert len(workers.planned) == 3


def test_a_cell_that_fails_once_is_tried_again(tmp_path: Path) -> None:
    """One full disk at three in the morning would cost a day of the comparison."""
    workers = Here(failures=1)
    assert run(STUDY, tmp_path, workers).failed == ()
    assert len(workers.planned) == 9


def test_a_cell_that_fails_again_is_told_and_not_kept(tmp_path: Path) -> None:
    """It would be missing silently, or fail for ever though its cause is mended."""
    one_cell = replace(STUDY, days=STUDY.days[:1], arms=(replace(STUDY.arms[0], seeds=(1,)),))
    (failed,) = run(one_cell, tmp_path, Here(failures=TRIES)).failed
    assert (failed.day, failed.scenario, failed.seed) == ("day 1", "base", 1)
    assert failed.failure == "2 tries: nothing found"
    (failed,) = run(one_cell, tmp_path, Here(losses=DEATHS)).failed
    assert failed.failure == "5 tries: its worker: died"
    assert run(one_cell, tmp_path, Here()).failed == ()


def test_a_change_that_a_day_does_not_allow_is_a_failed_cell(tmp_path: Path) -> None:
    """Day 9,999 of a large study is tried only when its turn comes: the others must not suffer."""
    nobody = Scenario.model_validate({"name": "few", "changes": [{"remove_technicians": {"count": 7}}]})
    results = run(replace(STUDY, arms=(STUDY.arms[0], Arm("few", nobody, "few"))), tmp_path, Here())
    assert [one.scenario for one in results.failed] == ["few", "few"]
    assert "7 wanted" in results.failed[0].failure


def test_progress_counts_what_is_found_planned_and_failed(tmp_path: Path) -> None:
    """The line would stand still, or never reach the end."""
    run(replace(STUDY, days=STUDY.days[:1]), tmp_path, Here())
    seen: list[Tally] = []
    run(STUDY, tmp_path, Here(failures=8), seen.append)
    assert seen[0] == Tally(8, earlier=4)
    assert seen[-1] == Tally(8, earlier=4, failed=4)
    assert seen[-1].done == 8


def test_plans_under_new_prices_are_billed_in_the_days_own(tmp_path: Path) -> None:
    """Halving a price would look like a saving."""
    free = Scenario.model_validate({"name": "free", "changes": [{"costs": {"travel": 0}}]})
    results = run(replace(STUDY, arms=(STUDY.arms[0], Arm("free", free, "free"))), tmp_path, Here())
    assert all(one.terms["travel_time"] > 0 for one in results.outcomes if one.scenario == "free")


def test_local_workers_give_the_same_figures_and_survive_a_kill(tmp_path: Path) -> None:
    """A worker that the system kills would take a cell with it, or the whole study."""
    workers, killed = Local(2), list[int]()

    def kill_once(tally: Tally) -> None:
        if not killed and tally.planned == 1:
            killed.append(workers.processes[0])
            os.kill(killed[0], signal.SIGKILL)

    with workers:
        results = run(STUDY, tmp_path / "local", workers, kill_once)
    assert figures(results) == figures(run(STUDY, tmp_path / "here", Here()))
    assert killed


def test_a_cancelled_task_is_not_answered_and_its_worker_serves_the_next() -> None:
    """A search that hangs would hold a core for ever."""
    settings = Budget(time_limit=600.0).settings(1)
    cell = next(STUDY.cells())
    hours = Task(cell.day.name, "base", cell.day.problem, cell.arm.scenario, STUDY.travel, settings, "another version")
    with Local(1) as workers:
        first, second = workers.submit(hours), workers.submit(hours)
        workers.cancel(first)
        ((number, answer),) = workers.as_completed()
    assert number == second
    assert isinstance(answer, Outcome)
    assert "another version" in answer.failure
