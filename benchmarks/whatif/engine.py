"""Runs the cells of a study that no earlier run has finished, and gathers the outcomes of all."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.whatif.cells import Shelf
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.planning import Task, program_version
from benchmarks.whatif.study import Cell, Results, Study
from benchmarks.whatif.workers import Answer, Lost, Workers

TRIES = 2
"""How often a cell is planned that fails."""

DEATHS = 5
"""How often a cell is planned whose worker dies, which need not be the cell's fault."""


@dataclass(frozen=True)
class Tally:
    """How far a study has come, in cells."""

    cells: int
    earlier: int = 0
    """Found finished."""
    planned: int = 0
    """In this run."""
    failed: int = 0
    """For good."""

    @property
    def done(self) -> int:
        """All that need no more work."""
        return self.earlier + self.planned + self.failed


Watch = Callable[[Tally], None]
"""Takes each step of the progress."""


@dataclass
class Attempt:
    """Cells with the same key, which are planned once, and how that has gone so far."""

    cells: list[Cell]
    failures: list[str] = field(default_factory=list)
    deaths: int = 0

    @property
    def hopeless(self) -> bool:
        """Whether to give it up."""
        return len(self.failures) - self.deaths >= TRIES or self.deaths >= DEATHS


def run(study: Study, folder: Path, workers: Workers, watch: Watch = lambda tally: None) -> Results:
    """Every cell of the study: from the folder, or planned now and kept there as soon as it is finished.

    A cell that fails is tried once more; whatever then has no plan is among the results with its failure.

    Parameters
    ----------
    folder
        Of the cells. An interrupted study goes on where it was.
    workers
        Entered already; left loaded.
    """
    return _Run(study, Shelf(folder, study), workers, watch).results()


class _Run:
    def __init__(self, study: Study, shelf: Shelf, workers: Workers, watch: Watch) -> None:
        self.study, self.shelf, self.workers, self.watch = study, shelf, workers, watch
        self.outcomes: dict[tuple[str, str, int], Outcome] = {}
        self.running: dict[int, Attempt] = {}
        self.tally = Tally(0)

    def results(self) -> Results:
        """Of the whole study."""
        cells = list(self.study.cells())
        self.tally = Tally(len(cells))
        self.waiting = deque(self._attempts(cells))
        self.watch(self.tally)
        self._fill()
        for number, answer in self.workers.as_completed():
            self._take(self.running.pop(number), answer)
            self._fill()
        return Results(self.study, tuple(self.outcomes[_name(cell)] for cell in cells))

    def _attempts(self, cells: Sequence[Cell]) -> list[Attempt]:
        """What is to be planned, in an order of chance: two machines at work on one folder seldom meet."""
        attempts: dict[Path, Attempt] = {}
        for cell in cells:
            attempts.setdefault(self.shelf.file(cell), Attempt([])).cells.append(cell)
        missing = [attempt for attempt in attempts.values() if not self._found(attempt)]
        random.shuffle(missing)
        return missing

    def _found(self, attempt: Attempt) -> bool:
        earlier = self.shelf.find(attempt.cells[0])
        if earlier is None:
            return False
        self._settle(attempt, earlier)
        self.tally = replace(self.tally, earlier=self.tally.earlier + len(attempt.cells))
        return True

    def _fill(self) -> None:
        """Keep all workers busy, passing over what another machine has finished meanwhile."""
        while self.waiting and len(self.running) < self.workers.count:
            attempt = self.waiting.popleft()
            if self._found(attempt):
                self.watch(self.tally)
            else:
                self.running[self.workers.submit(self._task(attempt.cells[0]))] = attempt

    def _task(self, cell: Cell) -> Task:
        settings, travel = self.study.budget.settings(cell.seed), self.study.travel
        return Task(
            cell.day.name, cell.arm.name, cell.day.problem, cell.arm.scenario, travel, settings, program_version()
        )

    def _take(self, attempt: Attempt, answer: Answer) -> None:
        if isinstance(answer, Outcome) and not answer.failure:
            self.shelf.keep(attempt.cells[0], answer)
            self._settle(attempt, answer)
            self.tally = replace(self.tally, planned=self.tally.planned + len(attempt.cells))
        else:
            self._lament(attempt, answer)
        self.watch(self.tally)

    def _lament(self, attempt: Attempt, answer: Answer) -> None:
        attempt.deaths += isinstance(answer, Lost)
        attempt.failures.append(f"its worker: {answer.cause}" if isinstance(answer, Lost) else answer.failure)
        if not attempt.hopeless:
            self.waiting.append(attempt)
            return
        causes = "; ".join(dict.fromkeys(attempt.failures))
        cell = attempt.cells[0]
        failure = f"{len(attempt.failures)} tries: {causes}"
        self._settle(attempt, Outcome(cell.day.name, cell.arm.name, cell.seed, failure=failure))
        self.tally = replace(self.tally, failed=self.tally.failed + len(attempt.cells))

    def _settle(self, attempt: Attempt, outcome: Outcome) -> None:
        for cell in attempt.cells:
            self.outcomes[_name(cell)] = replace(outcome, day=cell.day.name, scenario=cell.arm.name)


def _name(cell: Cell) -> tuple[str, str, int]:
    return cell.day.name, cell.arm.name, cell.seed
