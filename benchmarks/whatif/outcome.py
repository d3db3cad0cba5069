"""What one cell of a study answers: the figures of one day under one scenario, planned from one seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ConfigDict, TypeAdapter

LeftOut = tuple[str, float | None, float | None, int, tuple[str, ...]]
"""An unassigned job: id, lat and lon in degrees (None when not located), seconds of work on site, skills it needs."""


@dataclass(frozen=True)
class Outcome:
    """The figures of one checked plan, or why there is none.

    Parameters
    ----------
    day, scenario
        Names, as in the study.
    seed
        Of the search.
    failure
        Why there is no plan; empty when it was planned and the checker accepted it. With a failure all figures are 0
        or None.
    cost
        Of the plan, in currency units.
    terms
        The same by cost term; a term that costs nothing is left out.
    jobs, planned, unassigned
        How many.
    promises, promises_kept
        Jobs with a promise, left out ones too; those that start before it ends.
    responses, responses_kept
        Jobs with a respond_by, left out ones too; those that start in time.
    travel, overtime, working_time, wait
        Seconds, of all routes together.
    shifts, shifts_used
        How many.
    utilisation
        Seconds of service as a share of the length of the shifts used, 0 to 1; None when no shift is used.
    by_skill
        Skill to seconds of planned work that asks for it, and seconds of shifts of technicians who have it.
    by_hour
        For each hour of the local day the share of on-shift seconds spent on site or driving, 0 to 1; None where
        nobody is on shift.
    left_out
        The unassigned jobs.
    seconds
        That the search took.
    digest
        SHA-256 of the plan: equal plans have equal digests.
    """

    day: str
    scenario: str
    seed: int
    failure: str = ""
    cost: float = 0.0
    terms: dict[str, float] = field(default_factory=dict)
    jobs: int = 0
    planned: int = 0
    unassigned: int = 0
    promises: int = 0
    promises_kept: int = 0
    responses: int = 0
    responses_kept: int = 0
    travel: int = 0
    overtime: int = 0
    working_time: int = 0
    wait: int = 0
    shifts: int = 0
    shifts_used: int = 0
    utilisation: float | None = None
    by_skill: dict[str, tuple[float, float]] = field(default_factory=dict)
    by_hour: tuple[float | None, ...] = (None,) * 24
    left_out: tuple[LeftOut, ...] = ()
    seconds: float = 0.0
    digest: str = ""

    __pydantic_config__ = ConfigDict(extra="forbid")

    def document(self) -> dict[str, Any]:
        """Ready for JSON."""
        written: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return written

    @classmethod
    def read(cls, document: Any) -> Outcome:
        """The outcome that `document` has written.

        Raises
        ------
        ValueError
            When it is no such document.
        """
        return _ADAPTER.validate_python(document)


_ADAPTER: TypeAdapter[Outcome] = TypeAdapter(Outcome)
