"""Write anew what the tests compare with: the worked examples, as far as the program makes them, and the description.

    python -m tests.api.snapshot

Look at `git diff` afterwards: whatever changed, changes for every caller.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

import api
from api.openapi import example
from api.travel import Travel
from benchmarks.served import Served
from dispatcher import Problem, Settings
from dispatcher.dispatch import dispatch
from dispatcher.fields import WIRE
from tests.api.bodies import CALLS

DESCRIPTION = Path(__file__).with_name("openapi.json")

EXAMPLES = Path(api.__file__).with_name("examples")


@cache
def described() -> Any:
    """The description of a service as it starts without any option."""
    from api.app import create_app  # reads the worked examples

    return create_app().openapi()


def checkable() -> dict[str, Any]:
    """The problem of the worked example of a plan, with its plan."""
    asked = example("plan")
    problem = Problem.model_validate(asked["problem"], context=WIRE)
    travel = TypeAdapter[Travel](Travel).validate_python(asked["travel"])
    result = dispatch(problem, travel.provider().matrix(problem.places), Settings(time_limit=1, cores=1))
    return {**asked, "plan": result.plan.model_dump(mode="json", exclude_none=True)}


def _write(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _write(EXAMPLES / "check.json", checkable())
    with Served() as served:
        for call, path in CALLS.items():
            _write(EXAMPLES / f"{call}-answer.json", served.http.post(path, json=example(call)).json())
    _write(DESCRIPTION, described())
