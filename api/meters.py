"""What the service counts and measures, for Prometheus."""

from __future__ import annotations

from typing import Protocol

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = CONTENT_TYPE_LATEST

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300)
"""Upper bounds of the histogram: from a look at the health to a long plan."""


class Busy(Protocol):
    """Whoever can say how much there is to do."""

    @property
    def running(self) -> int:
        """Calls at work."""
        ...

    @property
    def waiting(self) -> int:
        """Calls that wait."""
        ...


class Meters:
    """The figures of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "dispatcher_requests_total", "Requests answered.", ("method", "path", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "dispatcher_request_seconds",
            "Seconds from a request to its answer.",
            ("method", "path"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self.deaths = Counter(
            "dispatcher_worker_deaths_total",
            "Working processes that died at work or had to be killed.",
            registry=self._registry,
        )
        self._workers = Gauge(
            "dispatcher_calls", "Calls at work and waiting, by kind.", ("kind", "state"), registry=self._registry
        )

    def watch(self, kind: str, workers: Busy) -> None:
        """Show how many of these work and wait."""
        self._workers.labels(kind, "running").set_function(lambda: workers.running)
        self._workers.labels(kind, "waiting").set_function(lambda: workers.waiting)

    def answered(self, method: str, path: str, status: int, seconds: float) -> None:
        """Count one request.

        Parameters
        ----------
        path
            Of the route, not of the request, so that strangers cannot make up new ones.
        """
        self._requests.labels(method, path, status).inc()
        self._seconds.labels(method, path).observe(seconds)

    def written(self) -> bytes:
        """In the text format of Prometheus."""
        return generate_latest(self._registry)
