"""The largest memory of processes and all their descendants while something runs (Linux)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

INTERVAL = 0.05
"""Seconds between two looks."""


class PeakMemory:
    """A context manager that looks at /proc every 50 ms.

    Parameters
    ----------
    processes
        Whose memory, by id; None = this process. Descendants always count.

    Notes
    -----
    Pages that processes share are counted once for each, so the figure is rather too high than too low. Where there
    is no /proc it stays 0.
    """

    def __init__(self, processes: Sequence[int] | None = None) -> None:
        self._processes = (os.getpid(),) if processes is None else processes
        self.peak = 0
        """Bytes of resident memory, all processes together, at the worst moment seen."""
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    @property
    def gigabytes(self) -> float:
        """The peak in units of 10^9 bytes."""
        return self.peak / 1e9

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL):
            self.peak = max(self.peak, sum(_resident(one) for process in self._processes for one in _tree(process)))


def _tree(process: int) -> Iterator[int]:
    """The process and its descendants."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _tree(int(child))


def _resident(process: int) -> int:
    fields = _read(Path(f"/proc/{process}/statm")).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


def _read(path: Path) -> str:
    """Empty when the process has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""
