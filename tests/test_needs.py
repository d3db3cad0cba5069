"""Tests that cannot run here say so; where they are demanded, that is a failure."""

from __future__ import annotations

import pytest

from tests.needs import absent, chromium


@pytest.mark.parametrize("demanded", [None, "", "postgres", "browsers"])
def test_a_test_without_what_it_needs_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch, demanded: str | None) -> None:
    """On a laptop without Chromium `make test` would fail, or skip without saying what to install."""
    monkeypatch.delenv("DISPATCH_REQUIRE", raising=False)
    if demanded is not None:
        monkeypatch.setenv("DISPATCH_REQUIRE", demanded)
    with pytest.raises(pytest.skip.Exception, match="no Chromium"):
        absent("browser", "no Chromium")


def test_where_it_is_demanded_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Continuous integration would pass without having opened one page."""
    monkeypatch.setenv("DISPATCH_REQUIRE", "browser,postgres")
    with pytest.raises(pytest.fail.Exception, match="asks for browser, but: no Chromium"):
        absent("browser", "no Chromium")


def test_a_machine_without_chromium_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser would be launched from nowhere, with an error that names no cause."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert chromium() is None
