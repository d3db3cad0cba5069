"""What is asked: one immutable value that holds a whole planning problem and validates itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import ModelWrapValidatorHandler, ValidationError, model_validator

from dispatcher.costs import Costs
from dispatcher.draft import Draft, shape_findings
from dispatcher.errors import Finding, InvalidProblem, errors_in
from dispatcher.fields import WIRE, Instant, Seconds, Value
from dispatcher.job import Job
from dispatcher.lock import Lock
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan
from dispatcher.technician import Shift, Technician
from dispatcher.validation import cross_check


class Problem(Value):
    """Technicians, jobs, locks and prices: everything that a plan depends on, except travel times.

    Raises
    ------
    InvalidProblem
        When the document has any error; the exception carries all findings, smells included.
    """

    name: str = ""
    time_zone: str
    """IANA name; the zone in which files and people read the clock."""
    plan_start: Instant | None = None
    """From when waiting is counted; None = the first start of any shift."""
    departure: Literal["first_stop", "compact"] = "first_stop"
    """When to leave home. first_stop: as late as keeps every start where leaving at the shift's start would put it.
    compact: as late as neither delays the arrival home nor raises any price but working time."""
    rest: Seconds = 11 * 3600
    """Rest wanted between two shifts of one technician; less is a smell."""
    technicians: tuple[Technician, ...]
    jobs: tuple[Job, ...]
    depots: tuple[Depot, ...] = ()
    locks: tuple[Lock, ...] = ()
    costs: Costs = Costs()
    starting_plan: Plan | None = None
    """What customers were last told; changes against it are priced."""

    @model_validator(mode="wrap")
    @classmethod
    def _refuse_errors(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return data
        try:
            problem = handler(data)
        except ValidationError as error:
            raise InvalidProblem((*shape_findings(error, data), *cross_check(Draft.of(data)))) from None
        if errors_in(problem.findings):
            raise InvalidProblem(problem.findings)
        return problem

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The data smells that this problem was accepted with."""
        return cross_check(Draft.of(dict(self)))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone as an object."""
        return ZoneInfo(self.time_zone)

    @property
    def start(self) -> datetime:
        """`plan_start`, or the first start of any shift, or the first release when there is no shift."""
        starts = [shift.start for _, shift in self.shifts()]
        return self.plan_start or min(starts, default=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))

    def shifts(self) -> Iterator[tuple[Technician, Shift]]:
        """Every shift with its technician, in document order: the order of positions everywhere."""
        for technician in self.technicians:
            for shift in technician.shifts:
                yield technician, shift

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place once, by id, in document order: row i of a travel matrix belongs to places[i]."""
        return tuple({place.id: place for place in self._all_places()}.values())

    def _all_places(self) -> Iterator[Place]:
        for technician in self.technicians:
            yield technician.home
            for shift in technician.shifts:
                yield from (place for place in (shift.start_place, shift.end_place) if place)
                if shift.available_from:
                    yield shift.available_from.place
        yield from (job.place for job in self.jobs)
        yield from (depot.place for depot in self.depots)

    def fingerprint(self) -> str:
        """SHA-256 of the document: the same text means the same problem."""
        return sha256(self.model_dump_json().encode()).hexdigest()


def validate(document: Any) -> tuple[Finding, ...]:
    """Everything wrong with a document, errors and smells, in one answer.

    Parameters
    ----------
    document
        What a JSON file holds: a dict of lists, dicts, texts and numbers.

    Returns
    -------
    tuple of Finding
        Shape errors first, then the cross-checks on whatever could be read. Without errors, a `Problem` can be built.
    """
    try:
        return Problem.model_validate(document, context=WIRE).findings
    except InvalidProblem as refusal:
        return refusal.findings
