"""Every way in which the service says no: problem details (RFC 9457) with one stable code each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import Field

from dispatcher.errors import Finding, Severity
from dispatcher.fields import Value

MEDIA_TYPE = "application/problem+json"

MOST_FINDINGS = 1_000
"""Findings in one answer; the rest are counted."""

LONGEST_TEXT = 1_000
"""Characters of what a finding quotes from the body."""


class Kind(NamedTuple):
    """What one code means."""

    status: int
    title: str
    action: str
    retryable: bool = False


KINDS: Mapping[str, Kind] = {
    "bad_json": Kind(400, "The body is not JSON", "Send one JSON object in UTF-8, without duplicate keys or NaN."),
    "not_found": Kind(404, "There is nothing here", "Look at the paths in /docs."),
    "method_not_allowed": Kind(405, "Not with this method", "Use a method that the Allow header names."),
    "upload_too_slow": Kind(408, "The body did not arrive in time", "Send it again, faster or smaller.", True),
    "body_too_large": Kind(413, "The body is too large", "Send less, or raise the service's --largest-body."),
    "unsupported_media_type": Kind(
        415, "The body is not declared as JSON", "Send Content-Type: application/json and no Content-Encoding."
    ),
    "bad_query": Kind(422, "A query parameter cannot be used", "Correct the parameters that the findings name."),
    "invalid_problem": Kind(422, "The document breaks rules", "Correct what the findings name, then send it again."),
    "travel_unknown": Kind(422, "Travel times cannot be had", "Give coordinates, or a matrix and each place's index."),
    "not_planned": Kind(422, "The search cannot plan this yet", "Leave out what the detail names."),
    "internal_error": Kind(500, "The service has a fault", "Report it with the request id.", True),
    "busy": Kind(503, "Too many are waiting", "Send it again after the seconds of Retry-After.", True),
    "shutting_down": Kind(503, "The service is shutting down", "Send it again after Retry-After.", True),
    "worker_died": Kind(503, "The process at work died before it had an answer", "Send it again.", True),
    "solver_failed": Kind(503, "The solver found no valid plan", "Report it with the request.", True),
    "no_answer_in_time": Kind(504, "No answer within the time limit", "Raise time_limit, or send less.", True),
}
"""Every code of a refusal. docs/http.md describes each; a test holds the two together."""


class FindingDetails(Value):
    """One thing wrong with the input."""

    code: str
    """Stable; docs/errors.md lists all but `too_many`: more than this service takes."""
    severity: Severity
    where: str
    """JSON pointer (RFC 6901) into the request's body, or `query:NAME`; cut off after 1,000 characters."""
    cause: str
    action: str

    @classmethod
    def of(cls, finding: Finding) -> FindingDetails:
        """The finding as it goes over the wire."""
        return cls(
            code=finding.code,
            severity=finding.severity,
            where=_shortened(finding.where),
            cause=_shortened(finding.cause),
            action=finding.action,
        )


def _shortened(text: str) -> str:
    """A field's name or a value may be as long as the body: enough of it to be recognised."""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."


class ProblemDetails(Value):
    """Why a request was refused (RFC 9457)."""

    type: str
    """`urn:technician-dispatcher:error:` and the code."""
    title: str
    status: int
    code: str
    """Stable, for programs; docs/http.md lists all."""
    detail: str
    action: str
    """What to do about it."""
    retryable: bool
    """Whether the same request may succeed later."""
    findings: tuple[FindingDetails, ...] = ()
    """All that is wrong, at once."""
    more_findings: int = Field(default=0, ge=0)
    """How many findings were left off this answer."""


class Refusal(Exception):
    """A request that is answered with problem details.

    Parameters
    ----------
    code
        A key of `KINDS`.
    detail
        What happened this time.
    findings
        What is wrong with the input.
    retry_after
        Seconds after which it is worth trying again.
    """

    def __init__(
        self, code: str, detail: str = "", findings: Iterable[FindingDetails] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail
        self.findings, self.retry_after = tuple(findings), retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.code].status

    def details(self) -> ProblemDetails:
        """The body of the answer."""
        kind = KINDS[self.code]
        return ProblemDetails(
            type=f"urn:technician-dispatcher:error:{self.code}",
            title=kind.title,
            status=kind.status,
            code=self.code,
            detail=self.detail or f"{kind.title}.",
            action=kind.action,
            retryable=kind.retryable,
            findings=self.findings[:MOST_FINDINGS],
            more_findings=max(0, len(self.findings) - MOST_FINDINGS),
        )
