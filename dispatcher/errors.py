"""What can go wrong, as one small tree.

DispatchError
├── InvalidProblem      the document breaks rules; carries every finding
├── UnreadableFile      a file could not be turned into a document; carries every finding
├── TravelError         travel times could not be had, or make no sense
├── NotApplicable       a scenario's change cannot be made on this day; carries every finding
├── NotPlanned          the input asks for something the search cannot plan yet
├── NotExplained        there is no such job, or the plan breaks a rule
└── SolverFailed        the solver ended without any checked plan

"No better plan in time" is not an error: it is a status on the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "smell"]


class Rule(NamedTuple):
    """How grave a finding of one code is, and what mends it."""

    severity: Severity
    action: str


RULES: Mapping[str, Rule] = {
    # The shape of the document.
    "missing_field": Rule("error", "Add the field."),
    "unknown_field": Rule("error", "Remove the field or correct its name."),
    "bad_value": Rule("error", "Give a value of the named type and range."),
    "naive_datetime": Rule("error", "Write the time with its offset, as in 2026-11-23T08:00:00+01:00."),
    "unknown_time_zone": Rule("error", "Use an IANA name such as Europe/Zurich."),
    # References between parts of the document.
    "duplicate_id": Rule("error", "Give each a different id."),
    "unknown_job": Rule("error", "Use the id of a job in this document."),
    "unknown_technician": Rule("error", "Use the id of a technician in this document."),
    "unknown_shift": Rule("error", "Use the id of a shift of that technician."),
    "unknown_stop": Rule("error", "Use the id of a break of that shift or of a depot in this document."),
    "lock_on_itself": Rule("error", "Name two different jobs, or remove the lock."),
    "place_conflict": Rule("error", "Give the two locations different place ids, or correct one."),
    "place_without_location": Rule("error", "Give lat and lon, or an index into a given matrix."),
    # Times that contradict each other.
    "interval_reversed": Rule("error", "Swap the two instants or correct one."),
    "shifts_overlap": Rule("error", "Shorten one shift or give it to somebody else."),
    "promise_unreachable": Rule("error", "Open a time window at or after promise.from, or tell a new promise."),
    # Money.
    "lateness_too_cheap": Rule("error", "Raise the lateness price per minute, or lower the working time price."),
    "cost_overflow": Rule("error", "Lower the prices: their worst case must stay below 2^62 units."),
    # Data smells: the plan can be made, but somebody should look.
    "skill_nobody_has": Rule("smell", "Grant the skill to a technician, or correct its name or level."),
    "tool_nobody_has": Rule("smell", "Give the tool to a technician, or correct its name."),
    "part_stocked_nowhere": Rule("smell", "Put the part on a van, or correct its name or quantity."),
    "nobody_allowed": Rule("smell", "Allow at least one technician for the job."),
    "window_outside_shifts": Rule("smell", "Add a shift that covers the window, or move the window."),
    "promise_past": Rule("smell", "Call the customer and tell a new promise; until then the job is late."),
    "windows_close_before_promise": Rule("smell", "Let the last time window reach until promise.until."),
    "null_island": Rule("smell", "Geocode the address: (0, 0) lies in the sea."),
    "coordinates_swapped": Rule("smell", "Swap lat and lon."),
    "technician_without_shift": Rule("smell", "Add a shift, or leave the technician out."),
    "zero_duration": Rule("smell", "Give the seconds of work on site."),
    "rest_too_short": Rule("smell", "Start the next shift later: rest is counted from end + max_overtime."),
    # Files.
    "file_unreadable": Rule("error", "Save the file as .json, .xlsx or .csv (UTF-8 or GB18030)."),
    "missing_sheet": Rule("error", "Add the sheet; `dispatcher template` writes a file that has all of them."),
    "missing_column": Rule("error", "Add the column; `dispatcher template` writes a file that has all of them."),
    "unknown_column": Rule("error", "Correct the header, or remove the column."),
    "bad_cell": Rule("error", "Correct the cell."),
    "unknown_job_type": Rule("error", "Add the job type to its sheet, or correct the name."),
    "local_time_gap": Rule("error", "Choose another time: the clocks jump over this one that day."),
    "local_time_fold": Rule("error", "Choose another time: the clocks show this one twice that day."),
    "address_unknown": Rule("error", "Correct the address, or write its lat and lon into the row."),
    "address_doubtful": Rule("error", "Compare the match on the list for review; then write lat and lon into the row."),
    # Scenarios.
    "unknown_skill": Rule("error", "Use a skill that a technician holds or a job asks for."),
    "too_few_technicians": Rule("error", "Choose fewer technicians, or add some before this change."),
    "change_impossible": Rule("error", "Choose other values: after this change the day would not be valid."),
}
"""Every code a finding may have. docs/errors.md describes each; a test holds the two together."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with the input.

    Parameters
    ----------
    code
        A key of `RULES`; stable, for programs.
    where
        A JSON pointer (RFC 6901) into the document, or ``Sheet!C7`` in a file.
    cause
        What is wrong, with the values that show it.
    """

    code: str
    where: str
    cause: str

    @property
    def severity(self) -> Severity:
        """``error``: no problem can be built; ``smell``: it can, but somebody should look."""
        return RULES[self.code].severity

    @property
    def action(self) -> str:
        """What to do about it."""
        return RULES[self.code].action

    def __str__(self) -> str:
        return f"{self.where or '/'}: {self.cause} [{self.code}] {self.action}"


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only those findings that forbid building a problem."""
    return tuple(finding for finding in findings if finding.severity == "error")


class DispatchError(Exception):
    """Base of every error this package raises on purpose."""


class _WithFindings(DispatchError):
    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class InvalidProblem(_WithFindings):
    """The document breaks rules. `findings` holds all of them, smells included."""


class UnreadableFile(_WithFindings):
    """The file could not be turned into a document. `findings` holds every reason."""


class NotApplicable(_WithFindings):
    """A change of a scenario cannot be made on this day. `findings` points into the scenario."""


class TravelError(DispatchError):
    """Travel times could not be had, or make no sense."""


class NotPlanned(DispatchError):
    """The input asks for something that the search cannot plan yet."""


class NotExplained(DispatchError):
    """There is no such job, or the plan breaks a rule, so that nothing about it can be explained."""


class SolverFailed(DispatchError):
    """The solver ended without any checked plan."""
