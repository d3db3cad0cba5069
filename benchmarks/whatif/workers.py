"""Who does the work: processes of this machine, or, behind the same three methods, a Ray cluster."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as numbers
from typing import NamedTuple, Protocol, Self

from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.planning import Task
from dispatcher.solver.cage import Cage, Ended, Message, Said, hear

ROOM = "benchmarks.whatif.planning"

GRACE = 120.0
"""Seconds past its time limit after which a search hangs; loading and compiling lie in them."""

LOOK = 1.0
"""Seconds between two looks for what hangs."""


@dataclass(frozen=True)
class Lost:
    """A task that its worker did not answer: it died, was killed, or hung."""

    cause: str


Answer = Outcome | Lost


class Running(NamedTuple):
    """A task under way."""

    number: int
    until: float
    """The instant of `time.monotonic` by which it must have answered."""


class Workers(Protocol):
    """Plans tasks side by side; a context manager that leaves no process behind."""

    @property
    def count(self) -> int:
        """How many tasks run side by side: with more submitted, they wait."""
        ...

    def submit(self, task: Task) -> int:
        """Take a task; the number stands for it from now on."""
        ...

    def cancel(self, number: int) -> None:
        """End a task at once; it will not be answered."""
        ...

    def as_completed(self) -> Iterator[tuple[int, Answer]]:
        """Answers as they come, until no submitted task is left; more may be submitted in between."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Local:
    """Processes of this machine, one core each; one that dies is replaced as soon as there is a task for it.

    Parameters
    ----------
    processes
        How many.
    memory_limit
        Megabytes of address space for each, beyond what loading takes.
    """

    def __init__(self, processes: int, memory_limit: int = 4000) -> None:
        self.count, self._memory_limit = processes, memory_limit
        self._waiting: deque[tuple[int, Task]] = deque()
        self._cages: dict[Cage, Running | None] = {}
        self._numbers = numbers()

    @property
    def processes(self) -> tuple[int, ...]:
        """Their ids; those with a task."""
        return tuple(cage.process.pid for cage, running in list(self._cages.items()) if running)

    def submit(self, task: Task) -> int:
        """See `Workers`."""
        number = next(self._numbers)
        self._waiting.append((number, task))
        self._hand_out()
        return number

    def cancel(self, number: int) -> None:
        """See `Workers`."""
        self._waiting = deque((other, task) for other, task in self._waiting if other != number)
        for cage in [cage for cage, running in self._cages.items() if running and running.number == number]:
            self._end(cage)
        self._hand_out()

    def as_completed(self) -> Iterator[tuple[int, Answer]]:
        """See `Workers`."""
        while any(self._cages.values()):
            for cage, message in hear(list(self._cages), LOOK):
                yield from self._understood(cage, message)
            for cage, running in list(self._cages.items()):
                if running and time.monotonic() > running.until:
                    self._end(cage)
                    yield running.number, Lost("it hung")
            self._hand_out()

    def _understood(self, cage: Cage, message: Message) -> Iterator[tuple[int, Answer]]:
        if cage not in self._cages:
            return
        running = self._cages[cage]
        if isinstance(message, Said) and running:
            self._cages[cage] = None
            self._hand_out()
            yield running.number, Outcome.read(json.loads(message.body))
        if isinstance(message, Ended) and message.failed:
            self._end(cage)
            if running:
                yield running.number, Lost(message.status)

    def _hand_out(self) -> None:
        while self._waiting and (cage := self._idle()):
            number, task = self._waiting.popleft()
            cage.start(task)
            self._cages[cage] = Running(number, time.monotonic() + task.settings.time_limit + GRACE)

    def _idle(self) -> Cage | None:
        """A process without a task, a new one where there may be more."""
        if len(self._cages) < self.count:
            cage = Cage(ROOM, self._memory_limit)
            self._cages[cage] = None
            return cage
        return next((cage for cage, running in self._cages.items() if running is None), None)

    def _end(self, cage: Cage) -> None:
        del self._cages[cage]
        with cage:
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.clear()
        for cage in list(self._cages):
            self._end(cage)
