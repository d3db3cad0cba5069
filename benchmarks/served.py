"""`dispatcher serve` as a process of its own, and a look at the processes behind it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Self

import httpx2

SCRIPT = Path(sys.executable).with_name("dispatcher")
"""As it is installed."""

PLANNING, READING, SEARCH = "api.planning_room", "api.reading_room", "dispatcher.solver.room"
"""What working processes run."""


@dataclass(frozen=True)
class Child:
    """A process behind the service."""

    pid: int
    line: tuple[str, ...]

    @property
    def room(self) -> str:
        """What it runs."""
        return self.line[3] if len(self.line) > 5 else ""

    def say(self, garbage: bytes) -> None:
        """Write into the pipe through which it answers, as if it had lost its mind."""
        pipe = os.open(f"/proc/{self.pid}/fd/{self.line[5]}", os.O_WRONLY)
        os.write(pipe, garbage)
        os.close(pipe)

    @property
    def alive(self) -> bool:
        """Whether any of its threads has not ended: until then nobody can tell that it is dead."""
        return any(map(_runs, Path(f"/proc/{self.pid}/task").glob("*/stat")))


def _runs(stat: Path) -> bool:
    try:
        return stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Served:
    """A running service; a context manager.

    Parameters
    ----------
    options
        Of `dispatcher serve`.
    program
        The command line before them.
    """

    def __init__(self, *options: str, program: Sequence[str] = (str(SCRIPT),)) -> None:
        self._said = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed with the service)
        line = [*program, "serve", "--port", "0", *options]
        self.process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stderr=self._said)
        try:
            until_true(lambda: "Listening on" in self.said, 60.0)
            self.address = self.said.split("Listening on ", 1)[1].split(";")[0]
            self.http = httpx2.Client(base_url=self.address, timeout=60.0)
            self.wait_until_ready()
        except TimeoutError as error:
            error.add_note(self.said)
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        self._end()

    def _end(self) -> None:
        self.process.terminate()
        self.process.wait(30.0)
        self._said.close()

    @property
    def said(self) -> str:
        """All that it has written to its standard error."""
        self._said.seek(0)
        return self._said.read()

    def wait_until_ready(self) -> None:
        """Wait until it takes work."""
        until_true(lambda: self.http.get("/readyz").is_success, 60.0)

    def calls(self, state: str) -> float:
        """How many plans are being made ("running") or waited for ("waiting")."""
        return self.meter(f'dispatcher_calls{{kind="plan",state="{state}"}}')

    def meter(self, name: str) -> float:
        """A figure among its metrics; what has not been counted yet is 0."""
        lines = self.http.get("/metrics").text.splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} ")), 0.0)

    def answers(self) -> Counter[int]:
        """How many requests were answered with each status."""
        found: Counter[int] = Counter()
        for line in self.http.get("/metrics").text.splitlines():
            if labels := re.match(r'dispatcher_requests_total{.*status="(\d+)"}', line):
                found[int(labels[1])] += int(float(line.rpartition(" ")[2]))
        return found

    def children(self, room: str | None = None) -> list[Child]:
        """Its working processes and theirs, or those that run this room."""
        found = list(_below(self.process.pid))
        return [child for child in found if room in (None, child.room)]

    def only_child(self, room: str) -> Child:
        """The one process that runs the room, once the one that it replaces is gone."""
        try:
            until_true(lambda: len(self.children(room)) == 1, 10.0)
        except TimeoutError as error:
            error.add_note(f"{self.children()}\n{self.said}")
            raise
        (child,) = self.children(room)
        return child


def _below(pid: int) -> Iterator[Child]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text(encoding="ascii").split()):
            line = Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8").split("\0")
            yield Child(child, tuple(line))
            yield from _below(child)


def until_true(condition: Callable[[], object], seconds: float) -> None:
    """Wait for something to become true.

    Raises
    ------
    TimeoutError
        When it did not.
    """
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)
