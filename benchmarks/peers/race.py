"""One solver, one day, one budget: children that can be killed, and the best of what they said in time."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks.memory import PeakMemory
from benchmarks.peers.contract import GO, Answer, Point, Start
from benchmarks.peers.entrants import Entrant
from benchmarks.peers.judge import Judgement, judge
from dispatcher.arrays import Numbered
from dispatcher.errors import SolverFailed
from dispatcher.solver.cage import LONGEST_LOADING, Cage, Ended, Message, Said, hear
from dispatcher.travel import TravelProvider

GRACE = 1.0
"""Seconds past the limit within which an answer still counts: stopping takes everybody a moment."""

MEMORY = 6000
"""Megabytes that each child may take beyond what loading it takes."""

PATIENCE = 300.0
"""Seconds that loading a child, and making its matrix, may take: compiled code may have to be made first."""


@dataclass(frozen=True)
class Finish:
    """How a solver came in.

    Parameters
    ----------
    judgement
        None when it has no valid plan; `failure` says why.
    seconds
        From the go to the answer that counts.
    loading
        Seconds to start its processes, imports and compilation included; not part of the race.
    memory_gb
        Of all its processes at the worst moment.
    trace
        How its cost fell, where the solver tells.
    """

    judgement: Judgement | None
    failure: str
    seconds: float
    loading: float
    memory_gb: float
    trace: tuple[Point, ...] = ()


@dataclass
class _Runner:
    """What the parent knows about one child."""

    began: float = 0.0
    answer: Answer | None = None
    ended: bool = False
    failure: str = ""


@dataclass
class _Heat:
    """All children of one solver on one day."""

    limit: float
    runners: dict[Cage, _Runner] = field(default_factory=dict)

    def load(self) -> None:
        """Wait until every child has loaded its solver.

        Raises
        ------
        SolverFailed
            When one cannot.
        """
        until = time.monotonic() + PATIENCE
        while not all(cage.ready for cage in self.runners):
            for _, message in hear(list(self.runners), LONGEST_LOADING):
                if isinstance(message, Ended) or time.monotonic() > until:
                    raise SolverFailed(f"a process did not load: {message}")

    def run(self, start: list[Start]) -> None:
        """Hand out the day, and listen until every child is done or its time is up."""
        handed = time.monotonic()
        for cage, task in zip(self.runners, start, strict=True):
            cage.start(task)
        while running := self._running():
            for cage, message in hear(running, 0.1):
                self._take(cage, message)
            for cage in self._running():
                began = self.runners[cage].began
                if time.monotonic() > (began + self.limit + GRACE if began else handed + PATIENCE):
                    self._end(cage, "" if self.runners[cage].answer else "no answer in time")

    def _running(self) -> list[Cage]:
        return [cage for cage, runner in self.runners.items() if not runner.ended]

    def _take(self, cage: Cage, message: Message) -> None:
        match message:
            case Said(body=body) if body == GO:
                self.runners[cage].began = time.monotonic()
            case Said(body=body):
                answer = Answer.read(body)
                if answer.seconds <= self.limit + GRACE:
                    self.runners[cage].answer = answer
            case Ended(status=status, failed=failed):
                self._end(cage, status if failed else "")

    def _end(self, cage: Cage, failure: str) -> None:
        self.runners[cage].ended, self.runners[cage].failure = True, failure
        cage.kill()


def race(entrant: Entrant, numbered: Numbered, provider: TravelProvider, seconds: float, cores: int) -> Finish:
    """Let a solver plan a plain day.

    Parameters
    ----------
    numbered
        The day, and its matrix for the judge.
    provider
        What has made that matrix: makes it again in each child, before its clock starts.
    seconds
        From problem and matrix in memory to routes in memory.
    cores
        One child that may use all of them, or on each of them a child with a seed of its own.

    Raises
    ------
    SolverFailed
        When the solver cannot even be loaded. Whatever happens later is part of the finish.
    """
    children = 1 if entrant.both_cores else cores
    problem = numbered.problem
    begun = time.monotonic()
    with ExitStack() as stack:
        heat = _Heat(seconds)
        for _ in range(children):
            heat.runners[stack.enter_context(Cage(entrant.module, MEMORY))] = _Runner()
        heat.load()
        loading = time.monotonic() - begun
        memory = stack.enter_context(PeakMemory([cage.process.pid for cage in heat.runners]))
        heat.run([Start(problem, provider, seconds, seed, cores // children) for seed in range(1, children + 1)])
    return _finish(numbered, list(heat.runners.values()), loading, memory.gigabytes)


def _finish(numbered: Numbered, runners: list[_Runner], loading: float, memory_gb: float) -> Finish:
    """The best valid answer of all children."""
    best: tuple[Judgement, Answer] | None = None
    failures = [runner.failure for runner in runners if runner.failure]
    for answer in (runner.answer for runner in runners):
        try:
            found = judge(numbered, answer.orders) if answer else None
        except ValueError as error:
            failures.append(f"invalid: {error}")
            continue
        if answer and found and (best is None or found.cost < best[0].cost):
            best = found, answer
    if best is None:
        return Finish(None, "; ".join(failures) or "none", 0.0, loading, memory_gb)
    return Finish(best[0], "", best[1].seconds, loading, memory_gb, best[1].trace)
