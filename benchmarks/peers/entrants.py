"""Who races: every solver by name, what it comes in, and what it cannot say. Nothing here loads any of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.data import PROJECT


@dataclass(frozen=True)
class Entrant:
    """One solver.

    Parameters
    ----------
    name
        For the command line and the tables.
    package
        The distribution that it is installed by.
    module
        Here: has the function `work` that `dispatcher.solver.cage` runs, and says in its docstring what was tuned.
    both_cores
        Whether one run uses several cores; of another, several runs race with a seed each and the best counts.
    cannot
        What of a plain day it cannot express, and what of a whole day.
    """

    name: str
    package: str
    module: str
    both_cores: bool
    cannot: str

    @property
    def version(self) -> str | None:
        """Of the installed package; None when it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    @property
    def fingerprint(self) -> str:
        """What its results depend on besides day and budget: its version and our code for it; 12 hex digits."""
        code = _ours() if self is OURS else [_file(self.module)]
        told = hashlib.sha256(str(self.version).encode())
        for path in code:
            told.update(path.read_bytes())
        return told.hexdigest()[:12]


def _file(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ValueError(f"no module {module}")
    return Path(spec.origin)


def _ours() -> list[Path]:
    """All of the core, since any of it may change what we find."""
    return [*sorted((PROJECT / "dispatcher").rglob("*.py")), _file(OURS.module)]


OURS = Entrant(
    name="ours",
    package="technician-dispatcher",
    module="benchmarks.peers.ours",
    both_cores=True,
    cannot="",
)
"""`dispatcher.dispatch.dispatch`, as everybody calls it."""

PEERS = (
    Entrant(
        name="vroom",
        package="pyvroom",
        module="benchmarks.peers.vroom",
        both_cores=True,
        cannot="A price of leaving a job out: it plans as many as it can (by priority, 0 to 100), whatever the travel."
        " Besides: levels of skills, soft windows, overtime.",
    ),
    Entrant(
        name="pyvrp",
        package="pyvrp",
        module="benchmarks.peers.pyvrp",
        both_cores=False,
        cannot="Skills as such: a skill is a load, of which those who lack it can carry none."
        " Besides: breaks, several windows other than as alternative jobs, soft windows.",
    ),
    Entrant(
        name="ortools",
        package="ortools",
        module="benchmarks.peers.ortools",
        both_cores=False,
        cannot="Nothing of a plain day. Besides: steps in a price, two soft bounds on one time.",
    ),
    Entrant(
        name="vrp-cli",
        package="vrp-cli",
        module="benchmarks.peers.vrp_cli",
        both_cores=True,
        cannot="A price of leaving a job out: unassigned jobs come first, then the cost."
        " Besides: levels of skills, soft windows, overtime.",
    ),
)
"""The other solvers, in the order in which tables name them."""

ENTRANTS: Mapping[str, Entrant] = {entrant.name: entrant for entrant in (OURS, *PEERS)}
"""Everybody by name."""


def installed() -> tuple[Entrant, ...]:
    """Those that could race here: the others come with `pip install 'technician-dispatcher[peers]'`."""
    return tuple(entrant for entrant in ENTRANTS.values() if entrant.version)


def code_with(file: str) -> str:
    """What figures of ours depend on besides day and budget when this file measures them: 24 hex digits."""
    return OURS.fingerprint + hashlib.sha256(Path(file).read_bytes()).hexdigest()[:12]
