"""How the tests write a scenario: as a study file does."""

from __future__ import annotations

from typing import Any

from dispatcher.problem import Problem
from dispatcher.scenario import Scenario


def scenario(*changes: tuple[str, dict[str, Any]]) -> Scenario:
    """From the names and parameters of its changes."""
    return Scenario.model_validate({"changes": [{name: parameters} for name, parameters in changes]})


def after(problem: Problem, name: str, **parameters: Any) -> Problem:
    """The day after one change."""
    return scenario((name, parameters)).applied(problem)
