"""The bodies of answers that are not a plan's `Result`."""

from __future__ import annotations

from api.refusal import FindingDetails
from dispatcher.fields import Value
from dispatcher.plan import Conflict, Plan, Violation
from dispatcher.result import Kpis


class ValidateAnswer(Value):
    """Everything wrong with a problem."""

    valid: bool
    """Whether a plan can be made; smells do not forbid it."""
    findings: tuple[FindingDetails, ...]


class CheckAnswer(Value):
    """What the checker found."""

    valid: bool
    """Whether the plan keeps every rule and every number in it is true."""
    violations: tuple[Violation, ...]
    conflicts: tuple[Conflict, ...]
    overridden: tuple[Violation, ...]
    plan: Plan
    """The same decisions with true times and costs; reasons for what is unassigned when the plan is valid."""
    kpis: Kpis | None
    """Figures of a valid plan."""


class Health(Value):
    """Whether the service works."""

    status: str
    detail: str = ""
