"""The least costs known of days of our own, from runs of any length: a run may lower them, nothing raises them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from dispatcher.plan import Plan, total
from dispatcher.problem import Problem

FILE = Path(__file__).with_name("best_known.json")
"""Beside this module, in git."""


class Known(TypedDict):
    """What is known of a day."""

    day: str
    """Its name, for people."""
    cost: int
    """Units of money."""
    seconds: float
    """Time limit of the longest run."""


def best_known(problem: Problem, file: Path = FILE) -> Known | None:
    """What is known of a day, found by its fingerprint."""
    return _read(file).get(problem.fingerprint())


def lower(problem: Problem, plan: Plan, seconds: float, file: Path = FILE) -> int:
    """Take a plan into account, and give the least cost known by now, in units.

    Parameters
    ----------
    plan
        Accepted by `dispatcher.check`.
    seconds
        The time limit of its run.
    """
    known, name = _read(file), problem.fingerprint()
    cost = total(plan.cost)
    before = known.get(name, Known(day=problem.name, cost=cost, seconds=seconds))
    now = Known(day=problem.name, cost=min(cost, before["cost"]), seconds=max(seconds, before["seconds"]))
    if known.get(name) != now:
        ordered = dict(sorted({**known, name: now}.items(), key=lambda one: one[1]["day"]))
        file.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")
    return now["cost"]


def _read(file: Path) -> dict[str, Known]:
    document: dict[str, Known] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return document
