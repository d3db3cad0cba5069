"""Who does the work when one machine is not enough: a Ray cluster, by the extra `cluster`."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from itertools import count as numbers
from typing import Any, Self

from benchmarks.whatif.planning import Task, planned
from benchmarks.whatif.workers import GRACE, LOOK, Answer, Lost
from dispatcher.errors import DispatchError

LOCAL = "local"
"""The address that stands for a cluster of this machine alone, started and ended with the study."""

STORE = 200 * 2**20
"""Bytes of shared memory for such a cluster: days are small."""


PATIENCE = 5.0
"""Seconds to wait for an answer from an address."""


class NoCluster(DispatchError):
    """Ray is not installed, or there is no cluster at the address."""


class Cluster:
    """Tasks on the cores of a Ray cluster, whose machines need this program in the same version.

    Parameters
    ----------
    address
        As `ray.init` takes it: ``auto``, ``HOST:6379``, ``ray://HOST:10001``; or `LOCAL`.
    cores
        How many to use; None = all that the cluster has when the study begins.

    Raises
    ------
    NoCluster
        On entering.
    """

    def __init__(self, address: str, cores: int | None = None) -> None:
        self.address, self.cores, self.count = address, cores, cores or 1
        self._numbers = numbers()
        self._running: dict[Any, tuple[int, float]] = {}
        """Ray's reference to the task's number and the instant by which it must have answered."""

    def __enter__(self) -> Self:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        try:
            import ray
        except ImportError:
            raise NoCluster("Ray is not installed: pip install 'technician-dispatcher[cluster]'") from None
        self._ray = ray
        self._start()
        self._plan = ray.remote(num_cpus=1, max_retries=0)(planned)
        self.count = self.cores or max(1, int(ray.cluster_resources().get("CPU", 1)))
        return self

    def _start(self) -> None:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
        try:
            if self.address == LOCAL:
                own = {"num_cpus": self.cores, "include_dashboard": False, "object_store_memory": STORE}
                self._ray.init(address="local", **own, **quiet)  # without it Ray joins whatever was begun here before
            else:
                _knock(self.address)
                self._ray.init(address=self.address, **quiet)
        except (OSError, RuntimeError, ValueError) as error:
            raise NoCluster(f"no Ray cluster at '{self.address}': {error}") from error

    def __exit__(self, *_: object) -> None:
        for number in [number for number, _ in self._running.values()]:
            self.cancel(number)
        self._ray.shutdown()

    def submit(self, task: Task) -> int:
        """See `Workers`."""
        number = next(self._numbers)
        until = time.monotonic() + task.settings.time_limit + GRACE
        self._running[self._plan.remote(task)] = number, until
        return number

    def cancel(self, number: int) -> None:
        """See `Workers`."""
        for reference in [reference for reference, (other, _) in self._running.items() if other == number]:
            del self._running[reference]
            self._ray.cancel(reference, force=True)

    def as_completed(self) -> Iterator[tuple[int, Answer]]:
        """See `Workers`."""
        while self._running:
            done, _ = self._ray.wait(list(self._running), timeout=LOOK)
            for reference in done:
                number, _ = self._running.pop(reference)
                yield number, self._answer(reference)
            for number, until in list(self._running.values()):
                if time.monotonic() > until:
                    self.cancel(number)
                    yield number, Lost("it hung")

    def _answer(self, reference: Any) -> Answer:
        try:
            answer: Answer = self._ray.get(reference)
            return answer
        except self._ray.exceptions.RayError as error:
            return Lost(str(error).strip().splitlines()[-1])


def _knock(address: str) -> None:
    """Raise an `OSError` when nobody answers at HOST:PORT; Ray would go on trying for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon:
        socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE).close()
