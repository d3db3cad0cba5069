"""What a solver in the comparison is told, and what it may say: nothing here knows any solver."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from dispatcher.problem import Problem
from dispatcher.solver.cage import Say, StopSignal
from dispatcher.solver.task import Orders
from dispatcher.travel import TravelMatrix, TravelProvider

Point = tuple[float, float]
"""(seconds since the go, cost in seconds of travel)."""


@dataclass(frozen=True)
class Start:
    """What a child process is given: a day and a budget.

    Parameters
    ----------
    travel
        Makes the matrix in the child, before the clock starts: it is too large to be sent.
    seconds
        From problem and matrix in memory to routes in memory.
    seed
        Another child on the same day gets another one.
    cores
        How many this child may use.
    """

    problem: Problem
    travel: TravelProvider
    seconds: float
    seed: int
    cores: int


class Better(Protocol):
    """Takes orders that the solver holds for better than those before, and how its cost has fallen if it knows."""

    def __call__(self, orders: Orders, trace: Sequence[Point] = (), /) -> None:
        """Say them at once: only what was said in time counts."""
        ...


@dataclass(frozen=True)
class Race:
    """A running race, as the solver in the child sees it."""

    problem: Problem
    travel: TravelMatrix
    seed: int
    cores: int
    began: float
    """An instant of `time.monotonic`."""
    deadline: float
    better: Better

    def seconds(self) -> float:
        """Since the go."""
        return time.monotonic() - self.began

    def left(self) -> float:
        """Seconds until the deadline; below 0 when it has passed."""
        return self.deadline - time.monotonic()


class Answer(NamedTuple):
    """Orders that a solver has said, and how many seconds after the go."""

    seconds: float
    orders: Orders
    trace: tuple[Point, ...]

    @classmethod
    def read(cls, said: bytes) -> Answer:
        """The answer in a message of a child."""
        seconds, orders, trace = json.loads(said)
        return cls(seconds, orders, tuple((at, cost) for at, cost in trace))


GO = b"go"
"""What a child says when its clock starts."""

Room = Callable[[Start, Say, StopSignal], str]
"""What `dispatcher.solver.cage` runs in a child."""


def room(solve: Callable[[Race], None]) -> Room:
    """The room of a solver: makes the matrix, starts the clock, and stamps what the solver says.

    Parameters
    ----------
    solve
        Calls `Race.better` with orders, one list of job positions for each shift, until about `Race.deadline`.
    """

    def work(start: Start, say: Say, _: StopSignal) -> str:
        travel = start.travel.matrix(start.problem.places)
        say(GO)
        began = time.monotonic()

        def better(orders: Orders, trace: Sequence[Point] = ()) -> None:
            say(json.dumps((time.monotonic() - began, orders, trace)).encode())

        solve(Race(start.problem, travel, start.seed, start.cores, began, began + start.seconds, better))
        return "done"

    return work
