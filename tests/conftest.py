"""What all tests share: compiled code before the workers start, the public instances, a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from benchmarks.data import data_folder
from dispatcher.dispatch import warm_up
from tests.needs import absent, chromium


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile before the workers start: each would compile for itself, at the same time."""
    if session.config.getoption("numprocesses"):
        warm_up()


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of the public instances."""
    try:
        return data_folder()
    except FileNotFoundError as error:
        absent("data", str(error))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; tests that use it belong to the xdist group of that name, so that one is enough."""
    path = chromium()
    if path is None:
        absent("browser", "no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield opened
        opened.close()
