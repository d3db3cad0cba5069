"""What stands beside every figure: the machine, the command, the seed, the commit."""

from __future__ import annotations

import json
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.data import PROJECT

Row = Mapping[str, Any]
"""One measurement, ready for JSON."""


def machine() -> dict[str, str | int]:
    """Processor, cores, memory in GB, and the versions that matter for speed."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "numpy": version("numpy"),
    }


def machine_line() -> str:
    """The machine in one line, for tables."""
    parts = machine()
    return "{cpu}, {cores} cores, {memory_gb} GB, Python {python}, OR-Tools {ortools}".format(**parts)


def command() -> str:
    """How this run was started."""
    return shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])


def commit() -> str:
    """The short hash of the commit that runs, with ``+`` when tracked files differ from it; ``-`` outside git."""
    try:
        name, changes = _git("rev-parse", "--short", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "-"
    return name + ("+" if changes else "")


def write_json(path: Path, seed: int | Sequence[int] | str, rows: Sequence[Row], **more: Any) -> None:
    """Everything a reader needs to repeat a measurement and compare: ``{machine, command, commit, seed, rows}``.

    Parameters
    ----------
    more
        What follows from the rows, for readers who do not want to count.
    """
    told = {"machine": machine(), "command": command(), "commit": commit(), "seed": seed}
    document = {**told, **more, "rows": list(rows)}
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _cpu() -> str:
    """The model from /proc/cpuinfo where there is one."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=PROJECT, check=True, capture_output=True, text=True).stdout.strip()
