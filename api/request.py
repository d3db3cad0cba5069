"""Reading the body of a request: strict JSON, then every part of it, with all that is wrong in one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.call import Call
from api.refusal import FindingDetails, Refusal
from api.travel import Travel
from dispatcher.draft import escaped, shape_findings
from dispatcher.errors import Finding, InvalidProblem, TravelError, UnreadableFile
from dispatcher.fields import WIRE
from dispatcher.formats.document import read_json
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

FIELDS: Mapping[str, tuple[str, ...]] = {
    "validate": ("problem",),
    "plan": ("problem", "travel"),
    "check": ("problem", "travel", "plan"),
}
"""What the body of each call may hold; `travel` may be left out."""


@dataclass(frozen=True)
class Request:
    """The body of a request, read.

    Parameters
    ----------
    plan
        Only in a request to check one.
    """

    problem: Problem
    travel: TravelMatrix
    plan: Plan | None = None


def read_body(call: Call) -> tuple[dict[str, Any], list[FindingDetails]]:
    """The JSON object in the body, and what is wrong with the names of its fields.

    Raises
    ------
    Refusal
        bad_json, or invalid_problem when it is too large to be looked into.
    """
    try:
        body = read_json(call.body)
    except UnreadableFile as unreadable:
        detail = "; ".join(finding.cause for finding in unreadable.findings)
        raise Refusal("bad_json", detail[:1000]) from None
    refuse(_about_the_size(body.get("problem"), call))
    return body, _about_the_fields(body, FIELDS[call.name])


def read_request(call: Call) -> Request:
    """Everything in the body, checked.

    Raises
    ------
    Refusal
        bad_json, invalid_problem or travel_unknown.
    """
    body, found = read_body(call)
    problem, plan = None, None
    try:
        problem = Problem.model_validate(body["problem"], context=WIRE) if "problem" in body else None
    except InvalidProblem as refused:
        found += findings_in("/problem", refused.findings)
    if call.name == "check" and "plan" in body:
        plan = _read(Plan, body["plan"], "/plan", found)
    travel = _read(Travel, body.get("travel", {"kind": "straight_lines"}), "/travel", found)
    refuse(found)
    assert problem is not None
    try:
        return Request(problem, travel.provider().matrix(problem.places), plan)
    except TravelError as error:
        raise Refusal("travel_unknown", str(error)) from None


def refuse(findings: Iterable[FindingDetails]) -> None:
    """Raise a `Refusal` when there are any."""
    found = tuple(findings)
    errors = sum(finding.severity == "error" for finding in found)
    if errors:
        raise Refusal("invalid_problem", f"{errors} error{'s' if errors != 1 else ''} in the body.", found)


def findings_in(pointer: str, findings: Iterable[Finding]) -> Iterator[FindingDetails]:
    """Findings about a part of the body, pointing into the whole of it."""
    for finding in findings:
        yield FindingDetails.of(Finding(finding.code, pointer + finding.where, finding.cause))


def _read(kind: Any, value: Any, pointer: str, found: list[FindingDetails]) -> Any:
    """The value, or None with what is wrong with it added to what is found."""
    try:
        return TypeAdapter(kind).validate_python(value, context=WIRE)
    except ValidationError as error:
        found += findings_in(pointer, shape_findings(error, value))
        return None


def _about_the_fields(body: Mapping[str, Any], fields: tuple[str, ...]) -> list[FindingDetails]:
    needed = (name for name in fields if name != "travel")
    missing = [Finding("missing_field", f"/{name}", "it is required") for name in needed if name not in body]
    unknown = [
        Finding("unknown_field", f"/{escaped(name)}", f"the body holds only {', '.join(fields)}")
        for name in body
        if name not in fields
    ]
    return list(findings_in("", [*missing, *unknown]))


def _about_the_size(problem: Any, call: Call) -> Iterator[FindingDetails]:
    limits = {"jobs": call.most_jobs, "technicians": call.most_technicians}
    for name, limit in limits.items():
        items = problem.get(name) if isinstance(problem, Mapping) else None
        if isinstance(items, list) and len(items) > limit:
            yield FindingDetails(
                code="too_many",
                severity="error",
                where=f"/problem/{name}",
                cause=f"{len(items)} {name}; this service takes up to {limit}",
                action=f"Send less, or raise the service's --most-{name}.",
            )
