"""The service's own description: OpenAPI 3.1 with every refusal, every schema and worked examples."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from api.refusal import KINDS, MEDIA_TYPE, ProblemDetails
from api.travel import Matrix, StraightLines
from dispatcher.plan import Plan
from dispatcher.problem import Problem

REFERENCE = "#/components/schemas/{model}"

SCHEMAS: dict[str, Any] = {
    "problem": {"$ref": REFERENCE.format(model="ProblemInput")},
    "plan": {"$ref": REFERENCE.format(model="PlanInput")},
    "travel": {
        "oneOf": [{"$ref": REFERENCE.format(model=model)} for model in ("StraightLines", "Matrix")],
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
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model=ProblemDetails.__name__)}}},
    }
    if any(code in ("busy", "shutting_down", "worker_died") for code in codes):
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


@cache
def example(name: str) -> Any:
    """A worked example: the request of a call."""
    return json.loads((files("api") / "examples" / f"{name}.json").read_text(encoding="utf-8"))


def describe(app: FastAPI) -> dict[str, Any]:
    """The whole description, with the schemas of request bodies, which FastAPI does not read itself."""
    described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    models = [(Problem, "validation"), (Plan, "validation"), (StraightLines, "validation"), (Matrix, "validation")]
    _, schemas = models_json_schema(models, ref_template=REFERENCE)  # type: ignore[arg-type]
    described["components"]["schemas"] |= schemas["$defs"]
    return described
