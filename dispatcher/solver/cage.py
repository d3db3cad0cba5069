"""A search in a child process that can always be killed: OR-Tools holds the GIL and overruns its limits.

The child imports OR-Tools, says it is ready, gets a task, and sends each better order through a pipe; the parent reads
while it waits. Killing a child loses nothing, since everything worth having has been sent.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from typing import NamedTuple, Self

from dispatcher.solver.task import Orders, Task

PARENT_DEATH_SIGNAL = 1
"""prctl's PR_SET_PDEATHSIG."""


class Better(NamedTuple):
    """A better order of jobs for each shift, by the solver's own count."""

    objective: int
    orders: Orders


class Ended(NamedTuple):
    """How a search ended: the child waits for its next task, or has failed and is gone."""

    status: str
    failed: bool


class Ready(NamedTuple):
    """The child has loaded the solver."""


Message = Better | Ended | Ready


class Cage:
    """One child process with the solver loaded; a context manager that leaves no process behind.

    Parameters
    ----------
    memory_limit
        Megabytes of address space that the search may take beyond what loading the solver takes.
    """

    def __init__(self, memory_limit: int) -> None:
        child_in, task_out = os.pipe()
        message_in, child_out = os.pipe()
        command = [sys.executable, "-m", "dispatcher.solver.cage", str(child_in), str(child_out), str(memory_limit)]
        self.process = subprocess.Popen(
            command, pass_fds=(child_in, child_out), stdin=subprocess.DEVNULL, start_new_session=True
        )
        os.close(child_in)
        os.close(child_out)
        self._tasks = Connection(task_out, readable=False)
        self.messages = Connection(message_in, writable=False)
        self.alive = True
        self.task: Task | None = None

    def start(self, task: Task) -> None:
        """Hand over a task; the child takes it as soon as it is ready and idle."""
        self.task = task
        with contextlib.suppress(BrokenPipeError):
            self._tasks.send_bytes(pickle.dumps(task))

    def read(self) -> Message:
        """The next message of a child that has one; a broken pipe or nonsense is an `Ended` that failed."""
        try:
            message = parse(self.messages.recv_bytes(), self.task)
        except (EOFError, OSError) as error:
            message = Ended(f"died: {error or type(error).__name__}", failed=True)
        if isinstance(message, Ended) and message.failed:
            self.kill()
        return message

    def kill(self) -> None:
        """End the child at once."""
        self.alive = False
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.wait()
        self._tasks.close()
        self.messages.close()


def hear(cages: Sequence[Cage], seconds: float) -> list[tuple[Cage, Message]]:
    """One message of each cage that has something to say, waiting at most so many seconds for the first."""
    alive = {cage.messages: cage for cage in cages if cage.alive}
    speaking = wait(list(alive), timeout=max(0.0, seconds))
    return [(alive[connection], alive[connection].read()) for connection in speaking]  # type: ignore[index]


def parse(data: bytes, task: Task | None) -> Message:
    """What a child said; anything that is not a message, or no answer to the task, is an `Ended` that failed."""
    try:
        message = json.loads(data)
        match message["kind"]:
            case "better" if task and _answers(message["orders"], task):
                return Better(int(message["objective"]), message["orders"])
            case "ended":
                return Ended(str(message["status"]), bool(message["failed"]))
            case "ready":
                return Ready()
    except (ValueError, LookupError, TypeError):
        pass
    return Ended(f"said nonsense: {data[:60]!r}", failed=True)


def _answers(orders: Orders, task: Task) -> bool:
    """Whether these are orders for every shift, of jobs of the task, none of them twice."""
    jobs = [job for order in orders for job in order]
    known = all(isinstance(job, int) and 0 <= job < len(task.arrays.jobs) for job in jobs)
    return known and len(orders) == len(task.arrays.shifts) and len(set(jobs)) == len(jobs)


def _main(task_in: int, message_out: int, memory_limit: int) -> None:
    """The child's whole life."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    messages = Connection(message_out, readable=False)

    def send(kind: str, **rest: object) -> None:
        messages.send_bytes(json.dumps({"kind": kind, **rest}).encode())

    from dispatcher.solver import routing

    _limit_memory(memory_limit)
    send("ready")
    tasks = Connection(task_in, writable=False)
    try:
        while True:
            task = pickle.loads(tasks.recv_bytes())
            status = routing.search(task, lambda objective, orders: send("better", objective=objective, orders=orders))
            send("ended", status=status, failed=False)
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:
        send("ended", status=f"{type(error).__name__}: {error}", failed=True)


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm", encoding="ascii") as statm:
        loaded = int(statm.read().split()[0]) * resource.getpagesize()
    limit = loaded + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    _main(*map(int, sys.argv[1:4]))
