"""Two services for all tests of this folder, which therefore share one xdist group."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from benchmarks.served import Served
from examples.client import Dispatcher


@pytest.fixture(scope="session")
def service() -> Iterator[Served]:
    """A service as it starts without any option."""
    with Served() as served:
        yield served


@pytest.fixture(scope="session")
def documented(service: Served) -> dict[tuple[str, str], set[str]]:
    """(method, path) to the statuses that its description names."""
    paths = service.http.get("/openapi.json").json()["paths"]
    return {
        (method.upper(), path): set(route["responses"])
        for path, routes in paths.items()
        for method, route in routes.items()
    }


@pytest.fixture(scope="session")
def http(service: Served, documented: dict[tuple[str, str], set[str]]) -> Iterator[httpx2.Client]:
    """A connection that fails on any status that is not documented."""

    def as_documented(response: httpx2.Response) -> None:
        known = documented.get((response.request.method, response.request.url.path))
        assert known is None or str(response.status_code) in known

    with httpx2.Client(base_url=service.address, timeout=60.0, event_hooks={"response": [as_documented]}) as client:
        yield client


@pytest.fixture(scope="session")
def client(service: Served) -> Iterator[Dispatcher]:
    """The client from the examples, which gives up at once."""
    with Dispatcher(service.address, tries=1) as dispatcher:
        yield dispatcher


@pytest.fixture(scope="session")
def small() -> Iterator[Served]:
    """A service for one plan at a time and one caller waiting, just large enough for the worked examples."""
    with Served("--solves", "1", "--waiting", "1", "--most-jobs", "4", "--most-technicians", "2",
                "--largest-body", "20000", "--longest-plan", "30") as served:  # fmt: skip
        yield served
