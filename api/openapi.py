"""The service's own description: OpenAPI 3.1 with every refusal, every schema and worked examples."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.answers import CheckAnswer, Health, ValidateAnswer
from api.refusal import KINDS, MEDIA_TYPE, ProblemDetails, Refusal
from api.travel import Matrix, StraightLines
from dispatcher.fields import Value
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Result

USUAL_TIME_LIMIT = 10.0
"""Seconds for a plan, where the service allows as much."""

REFERENCE = "#/components/schemas/{model}"

MODELS: tuple[tuple[type[Value], Literal["validation", "serialization"]], ...] = (
    *((model, "validation") for model in (Problem, Plan, StraightLines, Matrix)),
    *((model, "serialization") for model in (Result, CheckAnswer, ValidateAnswer, Health, ProblemDetails)),
)
"""Whatever crosses the wire, and which way; a `Plan` does both and is written differently each way."""


def _reference(name: str) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=name)}


SCHEMAS: dict[str, Any] = {
    "problem": _reference("Problem"),
    "plan": _reference("Plan-Input"),
    "travel": {
        "oneOf": [_reference("StraightLines"), _reference("Matrix")],
        "discriminator": {"propertyName": "kind"},
        "default": {"kind": "straight_lines"},
    },
}
"""Of the fields of request bodies."""

BODIES: dict[str, dict[str, Any]] = {
    "validate": {"problem": {"description": "Anything: what is wrong with it is the answer."}},
    "plan": {name: SCHEMAS[name] for name in ("problem", "travel")},
    "check": {name: SCHEMAS[name] for name in ("problem", "travel", "plan")},
}
"""Call to the fields of its body."""


def refusals(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Refusals with these codes, as FastAPI's `responses`."""
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in codes:
        by_status[KINDS[code].status].append(code)
    return {status: _refusals(found) for status, found in by_status.items()}


def _refusals(codes: list[str]) -> dict[str, Any]:
    said = " or ".join(f"`{code}`: {KINDS[code].title[0].lower()}{KINDS[code].title[1:]}" for code in codes)
    found: dict[str, Any] = {
        "description": f"{said}.",
        "content": {
            MEDIA_TYPE: {
                "schema": _reference(ProblemDetails.__name__),
                "examples": {code: {"value": Refusal(code).details().model_dump(mode="json")} for code in codes},
            }
        },
    }
    if any(code in ("busy", "shutting_down", "worker_died", "no_answer_in_time") for code in codes):
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
    return found


def request_body(call: str) -> dict[str, Any]:
    """The body of a call, as FastAPI's `openapi_extra`."""
    fields = BODIES[call]
    schema = {
        "type": "object",
        "properties": fields,
        "required": [name for name in fields if name != "travel"],
        "additionalProperties": False,
    }
    media = {"schema": schema, "examples": {"small_day": {"summary": "A small day", "value": example(call)}}}
    return {"requestBody": {"required": True, "content": {"application/json": media}}}


def worked_answer(call: str) -> dict[int | str, dict[str, Any]]:
    """What the service answers to the worked example of a call, as FastAPI's `responses`."""
    return {200: {"content": {"application/json": {"example": example(f"{call}-answer")}}}}


@cache
def example(name: str) -> Any:
    """A worked example: the request of a call, or ``CALL-answer`` to it."""
    return json.loads((files("api") / "examples" / f"{name}.json").read_text(encoding="utf-8"))


def describe(app: FastAPI, longest_plan: float) -> dict[str, Any]:
    """The whole description, with the schemas of request bodies, which FastAPI does not read itself.

    Parameters
    ----------
    longest_plan
        Seconds; the largest time limit that this service allows.
    """
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, schemas = models_json_schema(MODELS, ref_template=REFERENCE)
    described["components"]["schemas"] = schemas["$defs"]
    for parameter in described["paths"]["/v1/plans"]["post"]["parameters"]:
        if parameter["name"] == "time_limit":
            limits = {"exclusiveMinimum": 0, "maximum": longest_plan, "default": min(USUAL_TIME_LIMIT, longest_plan)}
            parameter["schema"] = {"type": "number", **limits}
    return described
