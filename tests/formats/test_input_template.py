"""Templates can be planned as they are; a problem written as sheets comes back the same or is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loads import day
from dispatcher.costs import Costs
from dispatcher.errors import DispatchError
from dispatcher.formats.column_table import JOBS, SHEETS
from dispatcher.formats.columns import plain_name
from dispatcher.formats.reader import read_problem, read_source
from dispatcher.formats.template import Inexpressible, write_problem_table, write_template
from dispatcher.formats.words import Language
from dispatcher.job import TimeWindow
from dispatcher.lock import TimeLock
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.technician import Skill
from tests.builders import a_break, a_job, a_problem, a_promise, a_shift, a_technician, a_window, at
from tests.formats.books import opened

HERE = Place(id="here", lat=47.37, lon=8.54)


def _problem(job: dict[str, Any], technician: dict[str, Any] | None = None, **fields: Any) -> Problem:
    person = a_technician(**{"home": HERE} | (technician or {}))
    return Problem(
        **{"time_zone": "Europe/Zurich", "technicians": (person,), "jobs": (a_job(**{"place": HERE} | job),)} | fields
    )


@pytest.mark.parametrize("name", ["template.xlsx", "template"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_can_be_planned_as_it_is(tmp_path: Path, name: str, language: Language) -> None:
    """Broken: the examples would not show what the reader takes, or a translation would change the day."""
    write_template(tmp_path / name, language)
    source = read_source(tmp_path / name)
    assert source.check() == ()
    problem = source.problem()
    assert [job.duration for job in problem.jobs] == [3600, 2700]
    assert problem.jobs[0].skills.all == {"gas": 1}
    write_template(tmp_path / "english.xlsx")
    assert problem.fingerprint() == read_problem(tmp_path / "english.xlsx").fingerprint()


def test_a_template_speaks_the_language_asked_for(tmp_path: Path) -> None:
    """Broken: a Chinese coordinator would get English headers, or no help."""
    write_template(tmp_path / "t.xlsx", "zh")
    book = opened(tmp_path / "t.xlsx")
    assert list(book) == ["当天", "技师", "工单", "工单类型", "地点", "帮助"]
    assert book["工单"][0][:4] == ["工单号", "报修单号", "类型", "故障描述"]
    assert len(book["帮助"]) == 1 + sum(len(sheet.columns) for sheet in SHEETS)


def test_csv_templates_open_as_utf_8(tmp_path: Path) -> None:
    """Broken: Excel would show Chinese headers as garbage, for want of a byte order mark."""
    write_template(tmp_path / "t", "zh")
    assert (tmp_path / "t" / "工单.csv").read_bytes().startswith("\ufeff工单号,".encode())


def test_a_template_is_a_workbook_or_a_folder(tmp_path: Path) -> None:
    """Broken: a folder called template.csv would appear."""
    with pytest.raises(DispatchError, match="to a folder of CSV files"):
        write_template(tmp_path / "template.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["day.xlsx", "day"])
def test_a_synthetic_day_comes_back_the_same(tmp_path: Path, name: str) -> None:
    """Broken: examples/day.xlsx would be another day than the one that it is made from."""
    problem = day(7, 60, 8, tightness=0.6)
    write_problem_table(problem, tmp_path / name)
    assert read_problem(tmp_path / name).fingerprint() == problem.fingerprint()


FULL_JOB = {
    "name": "J1",
    "ticket": "R-1",
    "description": "=1+1\nsecond line",
    "region": "north",
    "place": Place(id="shop", lat=47.123456789012345, lon=8.1, address="Lane 3"),
    "duration": 1801,
    "duration_spread": 77,
    "setup": 1,
    "time_windows": (
        a_window("08:00", "09:00:01"),
        TimeWindow(earliest_start=at("00:00", "2026-11-24"), latest_start=at("09:00", "2026-11-25")),
    ),
    "latest_finish": at("17:00"),
    "promise": a_promise("08:30", "10:30", "07:00"),
    "released_at": at("02:30", "2026-10-25"),
    "unassigned_price": Decimal("12.345"),
    "must_plan": True,
    "priority": 1,
    "service_class": "courtesy",
    "tools": ("ladder", "-1"),
    "parts": {"PUMP x": 2, "SEAL": 1},
}
"""A job that uses nearly every column; released in the first of the two hours that are called 02 that night."""

FULL_TECHNICIAN = {
    "shifts": (
        a_shift(
            "early", end=at("12:00"), breaks=(a_break("coffee", "09:00", "10:00"), a_break("lunch", "11:00", "11:30"))
        ),
        a_shift(
            "late", start=at("18:00"), end=at("02:00", "2026-11-24"), max_jobs=3, max_overtime=90, start_place=HERE
        ),
    ),
    "skills": (Skill(name="gas", level=2), Skill(name="heating")),
    "pace": {"gas": Decimal("0.85")},
    "van_stock": {"PUMP x": 2, "SEAL": 10},
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["day.xlsx", "day"])
def test_nearly_everything_comes_back_the_same(tmp_path: Path, name: str, language: Language) -> None:
    """Broken: seconds, the hour that comes twice, the last digit of a coordinate or text like a formula got lost."""
    problem = _problem(FULL_JOB, FULL_TECHNICIAN, rest=3601, departure="compact", costs=Costs(currency="CHF"))
    write_problem_table(problem, tmp_path / name, language)
    assert read_problem(tmp_path / name) == problem


def test_times_are_written_on_the_clocks_of_the_problem(tmp_path: Path) -> None:
    """Broken: a problem whose times came in UTC would be shown in UTC; 09:00Z is 10:00 in Zurich."""
    promise = {"from": "2026-11-23T09:00:00Z", "until": "2026-11-23T11:00:00Z"}
    write_problem_table(_problem({"promise": promise}), tmp_path / "day.xlsx")
    jobs = opened(tmp_path / "day.xlsx")["jobs"]
    assert str(jobs[1][jobs[0].index("Promise from")]) == "10:00:00"


@pytest.mark.parametrize(
    ("problem", "lost"),
    [
        (_problem({"labels": {"crm": "7"}}), "/jobs/0/labels/crm: 7 (would become None)"),
        (_problem({}, locks=(TimeLock(job="J1", start=at("09:00")),)), "/locks: "),
        (_problem({"time_windows": (a_window("08:00", "09:00"),) * 3}), "/jobs/0/time_windows: "),
        (_problem({"tools": ("a; b",)}), "/jobs/0/tools: ('a; b',) (would become ('a', 'b'))"),
        (_problem({"description": " padded"}), "/jobs/0/description: "),
        (_problem({"description": "x" * 40_000}), "/jobs/0/description: xxx"),
        (
            a_problem([a_technician()], [a_job()]),
            "technicians!G2: row 2, column 'Home place': place 'x0' has no location here",
        ),
    ],
    ids=["labels", "locks", "three windows", "a semicolon", "a space", "40,000 letters", "matrix places"],
)
def test_what_sheets_cannot_say_is_refused_by_name(tmp_path: Path, problem: Problem, lost: str) -> None:
    """Broken: part of a problem would vanish without a word when it is saved as a workbook."""
    with pytest.raises(Inexpressible) as refusal:
        write_problem_table(problem, tmp_path / "day.xlsx")
    assert any(lost in each for each in refusal.value.lost)
    assert list(tmp_path.iterdir()) == []


def test_no_two_headers_of_a_sheet_are_alike() -> None:
    """Broken: a header would name two columns, and one of them would never be read."""
    for sheet in SHEETS:
        names = [{plain_name(name) for name in (column.path, column.en, column.zh)} for column in sheet.columns]
        assert sum(map(len, names)) == len(set().union(*names)), sheet.key


def test_the_documentation_lists_every_column() -> None:
    """Broken: docs/files.md would name headers that the reader does not know. Prints the table to put there."""
    text = (Path(__file__).parents[2] / "docs" / "files.md").read_text("utf-8")
    for sheet in SHEETS:
        lines = [
            f"| {x.en} | {x.zh} | `{x.path}` | {x.kind.en} | {x.need.value} | {x.help_en} |" for x in sheet.columns
        ]
        assert "\n".join(lines) in text, "\n".join(lines)


def test_the_sheet_of_jobs_has_a_column_for_every_field() -> None:
    """Broken: a new field of Job would silently have no column. Labels are for programs only."""
    written = {column.path.partition(".")[0] for column in JOBS.columns}
    assert set(type(a_job()).model_fields) - written == {"labels"}
