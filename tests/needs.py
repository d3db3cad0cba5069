"""What some tests need and not every machine has."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def chromium() -> str | None:
    """The path of a Chromium or Chrome, or None."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def absent(need: str, cause: str) -> NoReturn:
    """Skip the test, or fail it when DISPATCH_REQUIRE (as in ``browser,data``) names the need.

    Parameters
    ----------
    need
        browser, or data.
    cause
        What is missing and where to get it.
    """
    if need in os.environ.get("DISPATCH_REQUIRE", "").split(","):
        pytest.fail(f"DISPATCH_REQUIRE asks for {need}, but: {cause}", pytrace=False)
    pytest.skip(cause)
