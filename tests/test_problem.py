"""What a problem refuses, what it accepts with a smell, and that it says all of it at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from dispatcher import InvalidProblem, Problem, Shift, validate
from dispatcher.errors import RULES, Finding
from tests.faulty_documents import DOCUMENT, ERRORS, FAULTLESS, SMELLS, Case, a_promise, a_shift, at, changed
from tests.random_problems import EVERY_RULE, random_problem

FILE_CODES = {
    "file_unreadable",
    "missing_sheet",
    "missing_column",
    "unknown_column",
    "bad_cell",
    "unknown_job_type",
    "local_time_gap",
    "local_time_fold",
    "address_unknown",
    "address_doubtful",
}
"""Found by the readers of files, before there is a document."""

SCENARIO_CODES = {"unknown_skill", "too_few_technicians", "change_impossible"}
"""Found when a scenario changes a day: see tests/scenario."""


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Code and pointer of each finding."""
    return [(finding.code, finding.where) for finding in findings]


def named(case: Case) -> str:
    return f"{case.code} {case.where}"


@pytest.mark.parametrize("case", [*ERRORS, *SMELLS], ids=named)
def test_each_fault_is_found_where_it_is_and_nothing_else(case: Case) -> None:
    """A pointer that leads elsewhere, or a second finding from the same fault, sends people searching."""
    (finding,) = validate(changed(case.changes))
    assert (finding.code, finding.where) == (case.code, case.where)
    assert finding.cause


def test_every_rule_about_documents_has_a_document_that_breaks_it() -> None:
    """A code that nothing gives is a promise nobody keeps."""
    assert {case.code for case in ERRORS} == {
        code for code, rule in RULES.items() if rule.severity == "error"
    } - FILE_CODES - SCENARIO_CODES
    assert {case.code for case in SMELLS} == {code for code, rule in RULES.items() if rule.severity == "smell"}


@pytest.mark.parametrize("name", FAULTLESS)
def test_what_lies_just_on_the_right_side_is_accepted(name: str) -> None:
    """One second off and good documents would be refused."""
    assert validate(changed(FAULTLESS[name])) == ()


def test_all_findings_of_a_document_come_at_once() -> None:
    """Somebody with five mistakes would try five times; what parses is checked beside what does not."""
    document = changed(
        {
            "/time_zone": "Zurich",
            "/jobs/0/duration": "half an hour",
            "/jobs/0/colour": "red",
            "/jobs/-": {"id": "J2", "place": {"id": "x0", "index": 7}, "duration": 0},
            "/jobs/1/promise": a_promise("12:00", "10:00"),
            "/technicians/0/shifts/0/end": at("07:00"),
            "/technicians/-": {"id": "anna", "home": {"id": "x9"}},
            "/locks": [{"kind": "time", "job": "J3", "start": "2026-11-23T09:00:00"}],
            "/costs/travel_per_km": -1,
        }
    )
    assert told(validate(document)) == [
        ("bad_value", "/jobs/0/duration"),
        ("unknown_field", "/jobs/0/colour"),
        ("naive_datetime", "/locks/0/start"),
        ("bad_value", "/costs/travel_per_km"),
        ("unknown_time_zone", "/time_zone"),
        ("duplicate_id", "/technicians/1/id"),
        ("place_without_location", "/technicians/1/home"),
        ("place_conflict", "/jobs/1/place"),
        ("interval_reversed", "/technicians/0/shifts/0/end"),
        ("interval_reversed", "/jobs/1/promise/until"),
        ("technician_without_shift", "/technicians/1"),
        ("zero_duration", "/jobs/1/duration"),
    ]


@pytest.mark.parametrize("case", ERRORS, ids=named)
def test_no_problem_can_be_built_from_a_document_with_errors(case: Case) -> None:
    """One way round the checks would let a plan be made from nonsense."""
    document = changed(case.changes)
    for build in (
        lambda: Problem.model_validate(document),
        lambda: Problem.model_validate_json(json.dumps(document)),
        lambda: Problem(**document),
    ):
        with pytest.raises(InvalidProblem) as refusal:
            build()
        assert (case.code, case.where) in told(refusal.value.findings)


@pytest.mark.parametrize("case", SMELLS, ids=named)
def test_a_smell_is_told_but_forbids_nothing(case: Case) -> None:
    """A job nobody can do must not keep the other fifty-nine from being planned."""
    problem = Problem.model_validate(changed(case.changes))
    assert told(problem.findings) == [(case.code, case.where)]


def test_errors_come_before_smells() -> None:
    """What forbids the plan would stand below twenty remarks."""
    document = changed({"/jobs/0/duration": 0, "/jobs/0/technicians": {"only": ["ben"]}})
    assert [finding.severity for finding in validate(document)] == ["error", "smell"]


@pytest.mark.parametrize("document", [None, [], "x", 3, {}], ids=repr)
def test_what_is_no_document_at_all_is_a_finding(document: Any) -> None:
    """A program that sends a list would get a traceback."""
    assert {finding.code for finding in validate(document)} <= {"bad_value", "missing_field"}
    assert validate(document)


@pytest.mark.parametrize("seed", range(10))
def test_a_problem_survives_being_written_and_read(seed: int) -> None:
    """A saved problem would be planned otherwise than the one that was saved; these hold every kind of field."""
    problem, _ = random_problem(seed, rules=EVERY_RULE - {"starting_plan"})
    assert Problem.model_validate_json(problem.model_dump_json()) == problem
    assert Problem.model_validate(problem.model_dump()) == problem


@pytest.mark.parametrize("seed", range(10))
def test_the_fingerprint_stays_when_a_problem_is_written_and_read(seed: int) -> None:
    """A result could not be matched with its problem; bills of a starting plan are rounded to thousandths only once."""
    problem, _ = random_problem(seed)
    assert Problem.model_validate_json(problem.model_dump_json()).fingerprint() == problem.fingerprint()


def test_instants_keep_the_offset_they_came_with() -> None:
    """The same moment told in another zone is another text: the caller could not find their own times again."""
    problem = Problem.model_validate(changed({"/jobs/0/respond_by": "2026-11-23T15:00:00+05:30"}))
    assert json.loads(problem.model_dump_json())["jobs"][0]["respond_by"] == "2026-11-23T15:00:00+05:30"


def test_a_naive_datetime_is_refused_from_python_too() -> None:
    """Eight o'clock somewhere: the plan would be off by the offset of the machine."""
    with pytest.raises(ValidationError, match="timezone"):
        Shift(id="day", start=datetime(2026, 11, 23, 8), end=datetime(2026, 11, 23, 17))


def test_lengths_across_a_change_of_clocks_are_real_time() -> None:
    """25 October 2026 has 25 hours in Zurich: 00:00 to 12:00 are 13 hours of work, by the wall clock 12."""
    zurich = ZoneInfo("Europe/Zurich")
    shift = Shift(id="day", start=datetime(2026, 10, 25, tzinfo=zurich), end=datetime(2026, 10, 25, 12, tzinfo=zurich))
    assert shift.end - shift.start == timedelta(hours=13)


def test_the_hour_that_comes_twice_is_ordered_by_real_time() -> None:
    """02:50 summer time lies twenty minutes before 02:10 winter time, though its clock shows more."""
    summer, winter = at("02:50", "2026-10-25", "+02:00"), at("02:10", "2026-10-25", "+01:00")
    (shift,) = Problem.model_validate(changed({"/technicians/0/shifts/0": a_shift("day", summer, winter)})).shifts()
    assert shift[1].end - shift[1].start == timedelta(minutes=20)
    backwards = changed({"/technicians/0/shifts/0": a_shift("day", winter, summer)})
    assert told(validate(backwards)) == [("interval_reversed", "/technicians/0/shifts/0/end")]


def test_rest_over_the_night_of_a_change_is_real_time() -> None:
    """From 19:00 to 05:00 are ten hours on the clocks, but eleven in the night when they are put back."""
    shifts = [
        a_shift("day", at("10:00", "2026-10-24", "+02:00"), at("19:00", "2026-10-24", "+02:00")),
        a_shift("next", at("05:00", "2026-10-25"), at("12:00", "2026-10-25")),
    ]
    assert validate(changed({"/technicians/0/shifts": shifts})) == ()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["anna", "J1", "paid", "time", "1e400", "NaN", at("10:00"), "9999-12-31T23:59:59-12:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_document_whatsoever_ends_in_a_traceback(data: st.DataObject) -> None:
    """One field of a rich document is replaced by anything at all: there are findings with known codes, or none."""
    problem, _ = random_problem(data.draw(st.integers(0, 30)))
    document: Any = problem.model_dump(mode="json")
    node, step = document, data.draw(st.sampled_from(sorted(document)))
    while node[step] and isinstance(node[step], Mapping | list) and data.draw(st.integers(0, 9)):
        node = node[step]
        step = data.draw(st.sampled_from(sorted(node) if isinstance(node, Mapping) else range(len(node))))
    node[step] = data.draw(ANYTHING)
    assert {finding.code for finding in validate(document)} <= RULES.keys()


def test_validating_does_not_change_the_document() -> None:
    """The caller's own data would look different afterwards."""
    document = deepcopy(DOCUMENT)
    validate(document)
    assert document == DOCUMENT
