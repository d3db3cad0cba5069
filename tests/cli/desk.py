"""A coordinator's desk: a small day in files, and the command line run in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from typer.testing import CliRunner, Result

from api.cli import app
from dispatcher.formats.document import write_json
from dispatcher.job import Job
from dispatcher.technician import Technician
from tests.builders import a_problem

PLAIN: Mapping[str, str | None] = dict.fromkeys(("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"))
"""No variable that changes width or colours."""

FAST = ("--time-limit", "0.3", "--cores", "1")


def dispatcher(*arguments: object) -> Result:
    """Run a command in this process."""
    return CliRunner(env=PLAIN).invoke(app, [str(argument) for argument in arguments])


def command(*arguments: object) -> list[str]:
    """The same for a process of its own."""
    return [sys.executable, "-c", "from api.cli import app; app()", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """The variables for such a process."""
    return {name: value for name, value in os.environ.items() if name not in PLAIN} | more


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, its output piped."""
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=environment(**more), check=False)


def a_day(folder: Path, technicians: Iterable[Technician], jobs: Iterable[Job], **rest: Any) -> Path:
    """A problem in ``day.json``, beside ``line.json``: a minute and a kilometre from each position to the next."""
    write_json(a_problem(technicians, jobs, **rest), folder / "day.json")
    steps = np.abs(np.subtract.outer(np.arange(60), np.arange(60)))
    write_json({"seconds": (60 * steps).tolist(), "metres": (1000 * steps).tolist()}, folder / "line.json")
    return folder / "day.json"


def plan_on_the_line(day: Path, *arguments: object) -> Result:
    """Plan with the travel times of ``line.json``."""
    return dispatcher("plan", day, "--matrix", day.with_name("line.json"), *FAST, *arguments)
