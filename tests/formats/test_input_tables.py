"""Workbooks and CSV files become the problem that their author meant, or findings at the cells to mend."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from dispatcher.errors import Finding, InvalidProblem, UnreadableFile
from dispatcher.formats.reader import read_problem, read_source, read_table
from dispatcher.problem import Problem
from tests.formats.books import Book, Rows, a_book, a_job_book, saved, saved_as_csv

TYPED_JOBS: Rows = [
    ["Job", "Type", "Latitude", "Longitude", "Duration (min)", "Setup (min)", "Skills", "Tools", "Parts"],
    ["silent", "boiler", 47.38, 8.55, "", "", "", "", ""],
    ["loud", "boiler", 47.38, 8.55, 20, 0, "heating", "-", "SEAL"],
]
JOB_TYPES: Rows = [
    ["Type", "Duration (min)", "Setup (min)", "Skills", "Tools", "Parts"],
    ["boiler", 60, 5, "gas:2", "meter", "PUMP x2"],
]


def _problem(folder: Path, book: Book, **options: Any) -> Problem:
    return read_problem(saved(folder / "day.xlsx", book), **options)


def _findings(folder: Path, book: Book) -> list[Finding]:
    return list(read_source(saved(folder / "day.xlsx", book)).check())


def _places(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.where, finding.code) for finding in findings]


def test_a_small_book_is_the_problem_it_says(tmp_path: Path) -> None:
    """Broken: nothing else in this file would mean anything."""
    problem = _problem(tmp_path, a_book())
    (technician,), (job,) = problem.technicians, problem.jobs
    assert (technician.id, technician.home.coordinates, technician.home.id) == (
        "anna",
        (47.37, 8.54),
        "47.37000,8.54000",
    )
    assert technician.shifts[0].id == "2026-11-23"
    assert technician.shifts[0].start.isoformat() == "2026-11-23T08:00:00+01:00"
    assert (job.id, job.duration, job.place.coordinates) == ("J1", 1800, (47.38, 8.55))


def test_two_jobs_at_equal_coordinates_share_a_place(tmp_path: Path) -> None:
    """Broken: setup would be paid twice in one house, since no place ids were given."""
    jobs = [*a_book()["jobs"], ["J2", 47.38, 8.55, 30]]
    problem = _problem(tmp_path, a_book(jobs=jobs))
    assert problem.jobs[0].place == problem.jobs[1].place


def test_chinese_and_english_headers_may_be_mixed(tmp_path: Path) -> None:
    """Broken: a sheet translated by half would be refused. Units in brackets, case and spaces do not matter."""
    book = {
        "当天": [["时区", "date"], ["Europe/Zurich", "2026-11-23"]],
        "Technicians": [
            ["技师编号", "HOME LATITUDE", "住址经度", "上班", "Shift  end"],
            ["anna", 47.37, 8.54, "08:00", "17:00"],
        ],
        "工单": [["工单号", "纬度", "longitude", "时长(分)"], ["J1", 47.38, 8.55, 30]],
    }
    assert _problem(tmp_path, book) == _problem(tmp_path, a_book())


def test_times_and_numbers_may_be_text_or_real(tmp_path: Path) -> None:
    """Broken: a cell formatted as text would mean another time than one formatted as a time."""
    technicians = [a_book()["technicians"][0], ["anna", "47,37", "8.54", time(8), time(17)]]
    assert _problem(tmp_path, a_book(technicians=technicians)) == _problem(tmp_path, a_book())


def test_three_mistakes_are_three_findings(tmp_path: Path) -> None:
    """Broken: the user would mend one mistake per run, or not find the cell."""
    jobs = [
        ["Job", "Latitude", "Longitude", "Duration (min)", "Only technicians", "Window 1 earliest", "Window 1 latest"],
        ["J1", 47.38, 8.55, "abc", "", "", ""],
        ["J2", 47.38, 8.55, 30, "bert", "", ""],
        ["J3", 47.38, 8.55, 30, "", "12:00", "10:00"],
    ]
    with pytest.raises(UnreadableFile) as refusal:
        _problem(tmp_path, a_book(jobs=jobs))
    assert [(finding.code, finding.where, finding.cause) for finding in refusal.value.findings] == [
        ("bad_cell", "jobs!D2", "row 2, column 'Duration (min)': 'abc' is not a number"),
        ("unknown_technician", "jobs!E3", "row 3, column 'Only technicians': no technician 'bert'"),
        (
            "interval_reversed",
            "jobs!G4",
            "row 4, column 'Window 1 latest': 2026-11-23T10:00:00+01:00 lies before 2026-11-23T12:00:00+01:00",
        ),
    ]


def test_two_mistakes_in_one_row_are_both_found(tmp_path: Path) -> None:
    """Broken: a row with one unreadable cell would hide its other mistakes until that one is mended."""
    jobs = [
        ["Job", "Address", "Duration (min)", "Promise from", "Promise until"],
        ["J1", "Lane 3", "abc", "10:00", "09:00"],
    ]
    assert _places(_findings(tmp_path, a_book(jobs=jobs))) == [
        ("jobs!C2", "bad_cell"),
        ("jobs!B2", "place_without_location"),
        ("jobs!E2", "interval_reversed"),
    ]


def test_rules_broken_in_a_readable_file_are_found_at_cells_too(tmp_path: Path) -> None:
    """Broken: the user of a workbook would be told /jobs/1/id."""
    jobs = [*a_book()["jobs"], ["J1", 47.39, 8.56, 30]]
    with pytest.raises(InvalidProblem) as refusal:
        _problem(tmp_path, a_book(jobs=jobs))
    (finding,) = refusal.value.findings
    assert (finding.where, finding.code) == ("jobs!A3", "duplicate_id")
    assert finding.cause == "row 3, column 'Job': 'J1' already stands at jobs!A2"


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"Priority": 9}, "jobs!E2"),
        ({"Unassigned": 1, "Parts": "PUMP"}, "jobs!E1"),
        ({"Price_if_unassigned": -1}, "jobs!E2"),
    ],
)
def test_values_out_of_range_are_found_at_their_cell(tmp_path: Path, cells: dict[str, Any], where: str) -> None:
    """Broken: a priority of 9 would be found at the row, or at the column after it."""
    assert where in [finding.where for finding in _findings(tmp_path, a_job_book(**cells))]


def test_smells_are_found_at_cells(tmp_path: Path) -> None:
    """Broken: a coordinator who is warned of a skill nobody has would not find the job."""
    source = read_source(saved(tmp_path / "day.xlsx", a_job_book(Skills="gas:2; heating", Parts="PUMP x2")))
    smells = source.locate(source.problem().findings)
    assert [(smell.where, smell.code) for smell in smells] == [
        ("jobs!E2", "skill_nobody_has"),
        ("jobs!E2", "skill_nobody_has"),
        ("jobs!F2", "part_stocked_nowhere"),
    ]


def test_a_job_type_fills_silence_and_overrides_nothing(tmp_path: Path) -> None:
    """Broken: defaults would be lost, or would replace what the row says: 20 minutes, no setup, '-' for no tools."""
    silent, loud = _problem(tmp_path, a_book(jobs=TYPED_JOBS, **{"job types": JOB_TYPES})).jobs
    assert (silent.duration, silent.setup, silent.tools) == (3600, 300, ("meter",))
    assert (silent.skills.all, silent.parts) == ({"gas": 2}, {"PUMP": 2})
    assert (loud.duration, loud.setup, loud.tools) == (1200, 0, ())
    assert (loud.skills.all, loud.parts) == ({"heating": 1}, {"SEAL": 1})


def test_what_a_job_type_brings_is_found_on_its_sheet(tmp_path: Path) -> None:
    """Broken: a skill misspelt on the sheet of job types would be searched for among the jobs."""
    findings = _findings(tmp_path, a_book(jobs=TYPED_JOBS[:2], **{"job types": JOB_TYPES}))
    assert ("job types!D2", "skill_nobody_has") in _places(findings)


def test_a_job_type_unknown_to_its_sheet_is_a_finding(tmp_path: Path) -> None:
    """Broken: a misspelt type would be planned without its skills."""
    jobs = [TYPED_JOBS[0], ["J1", "boiller", 47.38, 8.55, "", "", "", "", ""]]
    assert _places(_findings(tmp_path, a_book(jobs=jobs, **{"job types": JOB_TYPES}))) == [
        ("jobs!B2", "unknown_job_type")
    ]


def test_without_a_sheet_of_types_a_type_is_a_label(tmp_path: Path) -> None:
    """Broken: companies without job types could not even name them."""
    assert _problem(tmp_path, a_job_book(Type="boiler")).jobs[0].type == "boiler"


def test_a_job_without_any_duration_is_a_finding(tmp_path: Path) -> None:
    """Broken: a job would be planned with a duration that nobody gave."""
    book = a_book(jobs=[["Job", "Latitude", "Longitude"], ["J1", 47.38, 8.55]])
    assert _places(_findings(tmp_path, book)) == [("jobs!A2", "bad_cell")]


def test_several_shifts_stand_in_one_row_each(tmp_path: Path) -> None:
    """Broken: the second row would be a second technician, or its silence would wipe out name and home."""
    technicians = [
        ["Technician", "Name", "Home latitude", "Home longitude", "Date", "Shift start", "Shift end", "Skills"],
        ["anna", "Anna", 47.37, 8.54, "2026-11-23", "08:00", "12:00", "gas"],
        ["bert", "Bert", 47.38, 8.55, "", "08:00", "17:00", ""],
        ["anna", "", "", "", "2026-11-24", "08:00", "12:00", ""],
        ["anna", "Anna", "", "", "2026-11-24", "20:00", "24:00", ""],
    ]
    anna, bert = _problem(tmp_path, a_book(technicians=technicians)).technicians
    assert (anna.name, anna.skills[0].name, bert.name) == ("Anna", "gas", "Bert")
    assert [shift.id for shift in anna.shifts] == ["2026-11-23", "2026-11-24", "2026-11-24-2"]
    assert anna.shifts[2].end.isoformat() == "2026-11-25T00:00:00+01:00"


def test_a_technician_described_twice_differently_is_a_finding(tmp_path: Path) -> None:
    """Broken: one of two homes would be taken at random."""
    technicians = [*a_book()["technicians"], ["anna", 47.99, 8.54, "18:00", "20:00"]]
    (finding,) = _findings(tmp_path, a_book(technicians=technicians))
    assert finding.where == "technicians!B3"
    assert finding.cause == "row 3, column 'Home latitude': 47.99 contradicts 47.37 at technicians!B2"


def test_two_breaks_and_other_ends_of_a_shift_are_read(tmp_path: Path) -> None:
    """Broken: the second break or the depot where the shift starts would be lost."""
    header, row = a_book()["technicians"]
    pauses = ["Break 1 earliest", "Break 1 latest", "Break 1 length (min)"]
    more = [*pauses, *(title.replace("1", "2") for title in pauses), "Start place"]
    technicians = [header + more, [*row, "09:00", "10:00", 15, "12:00", "13:00", 30, "depot"]]
    places = [["Place", "Latitude", "Longitude"], ["depot", 47.4, 8.5]]
    (shift,) = _problem(tmp_path, a_book(technicians=technicians, places=places)).technicians[0].shifts
    assert [(pause.id, pause.duration) for pause in shift.breaks] == [("break", 900), ("break-2", 1800)]
    assert shift.start_place
    assert (shift.start_place.id, shift.start_place.coordinates, shift.end_place) == ("depot", (47.4, 8.5), None)


def test_a_place_may_be_named_instead_of_located(tmp_path: Path) -> None:
    """Broken: ten jobs in one shop would need its coordinates ten times; an unknown name would be planned anywhere."""
    jobs = [["Job", "Place", "Duration (min)"], ["J1", "shop", 30], ["J2", "shoppe", 30]]
    book = a_book(jobs=jobs, places=[["Place", "Latitude", "Longitude"], ["shop", 47.4, 8.5]])
    assert _places(_findings(tmp_path, book)) == [("jobs!B3", "bad_cell")]
    assert _problem(tmp_path, book | {"jobs": jobs[:2]}).jobs[0].place.coordinates == (47.4, 8.5)


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ({"Window_1_earliest": "08:00"}, ("jobs!A2", "'Window 1 latest' must be filled, since jobs!E2 is")),
        (
            {"Promise_until": "08:00", "Promise_from": ""},
            ("jobs!F2", "'Promise from' must be filled, since jobs!E2 is"),
        ),
    ],
)
def test_half_a_window_is_a_finding(tmp_path: Path, cells: dict[str, Any], where: tuple[str, str]) -> None:
    """Broken: half a window would be dropped, and the job be planned at any time."""
    (finding,) = _findings(tmp_path, a_job_book(**cells))
    assert (finding.where, finding.cause.partition(": ")[2]) == where


@pytest.mark.parametrize(
    ("day", "code"), [("2026-03-29", "local_time_gap"), ("2026-10-25", "local_time_fold")], ids=["gap", "fold"]
)
def test_a_time_that_clocks_skip_or_show_twice_is_found_at_its_cell(tmp_path: Path, day: str, code: str) -> None:
    """Broken: a night shift would start an hour off. Zurich's clocks change at 02:00 in March and 03:00 in October."""
    technicians = [a_book()["technicians"][0], ["anna", 47.37, 8.54, "02:30", "06:00"]]
    book = a_book(day=[["Time zone", "Date"], ["Europe/Zurich", day]], technicians=technicians)
    assert _places(_findings(tmp_path, book)) == [("technicians!D2", code)]


def test_a_row_may_have_a_date_of_its_own(tmp_path: Path) -> None:
    """Broken: tomorrow's jobs would be planned today."""
    book = a_job_book(Date="2026-11-24", Window_1_earliest="08:00", Window_1_latest="2026-11-25 09:00")
    (window,) = _problem(tmp_path, book).jobs[0].time_windows
    assert window.earliest_start.isoformat() == "2026-11-24T08:00:00+01:00"
    assert window.latest_start.isoformat() == "2026-11-25T09:00:00+01:00"


def test_the_caller_may_name_the_time_zone(tmp_path: Path) -> None:
    """Broken: a file without a sheet 'day' could not be read; or the caller's zone would override the file's."""
    technicians = [
        ["Technician", "Home latitude", "Home longitude", "Date", "Shift start", "Shift end"],
        ["anna", 47.37, 8.54, "2026-11-23", "08:00", "17:00"],
    ]
    book = a_book(technicians=technicians)
    assert _problem(tmp_path, book, time_zone="Asia/Shanghai").time_zone == "Europe/Zurich"
    del book["day"]
    problem = _problem(tmp_path, book, time_zone="Asia/Shanghai")
    assert problem.time_zone == "Asia/Shanghai"
    assert problem.technicians[0].shifts[0].start.isoformat() == "2026-11-23T08:00:00+08:00"
    with pytest.raises(UnreadableFile, match="'Mars' names no time zone"):
        _problem(tmp_path, book, time_zone="Mars")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"day": [["Time zone", "Date"], ["Mars/Phobos", "2026-11-23"]]}, [("day!A2", "unknown_time_zone")]),
        ({"day": [["Date"], ["2026-11-23"]]}, [("day!A2", "bad_cell")]),
        ({"day": [["Time zone", "Date"], ["Europe/Zurich", "soon"]]}, [("day!B2", "bad_cell")]),
        ({"day": [["Time zone", "Date"]]}, [("day", "bad_cell")]),
        ({"day": [["Time zone", "Date"], ["Europe/Zurich", "2026-11-23"], ["UTC", ""]]}, [("day!A3", "bad_cell")]),
        ({"jobs": [["Job", "Latitude", "Longitude", "Minutes"]]}, [("jobs!D1", "unknown_column")]),
        ({"jobs": [["Job", "Latitude", "纬度", "Longitude"]]}, [("jobs!C1", "unknown_column")]),
        ({"jobs": [["Latitude", "Longitude"]]}, [("jobs!1:1", "missing_column")]),
        ({"jobs": []}, [("jobs", "missing_column")]),
        ({"jobs": [*a_book()["jobs"], ["J2", 47.38, 8.55, 30, "?"]]}, [("jobs!E3", "unknown_column")]),
        ({"jobs": [*a_book()["jobs"], ["", 47.38, 8.55, 30]]}, [("jobs!A3", "bad_cell")]),
        ({"jobs": [*a_book()["jobs"], ["J2", 47.38, "", 30]]}, [("jobs!C3", "bad_cell")]),
        ({"jobs": [*a_book()["jobs"], ["J2", "", "", 30]]}, [("jobs!B3", "place_without_location")]),
        ({"jobs": [*a_book()["jobs"], ["J2", 47.38, 8.55, "=1/0"]]}, [("jobs!D3", "bad_cell")]),
        ({"工单": a_book()["jobs"]}, [("工单", "bad_cell")]),
        ({"job types": [*JOB_TYPES, JOB_TYPES[1]]}, [("job types!A3", "duplicate_id")]),
        ({"places": [["Place"], ["depot"]]}, [("places!A2", "bad_cell")]),
    ],
    ids=[
        "unknown zone",
        "no zone",
        "no date",
        "no settings",
        "two days",
        "unknown header",
        "header twice",
        "no key header",
        "empty sheet",
        "cell without header",
        "no id",
        "no longitude",
        "no location",
        "formula error",
        "sheet twice",
        "type twice",
        "place nowhere",
    ],
)
def test_each_mistake_has_one_finding_at_its_cell(
    tmp_path: Path, change: Book, expected: list[tuple[str, str]]
) -> None:
    """Broken: a mistake would pass in silence, be found elsewhere, or drown in findings that merely follow from it."""
    assert _places(_findings(tmp_path, a_book(**change))) == expected


@pytest.mark.parametrize("name", ["day", "technicians", "jobs"])
def test_a_missing_sheet_is_a_finding(tmp_path: Path, name: str) -> None:
    """Broken: a book without jobs would be planned as a day without work."""
    book = a_book()
    del book[name]
    assert (name, "missing_sheet") in _places(_findings(tmp_path, book))


def test_sheets_of_other_names_are_left_alone(tmp_path: Path) -> None:
    """Broken: a book with notes on a sheet of its own would be refused."""
    assert _problem(tmp_path, a_book(notes=[["call Frau Meier"]])) == _problem(tmp_path, a_book())


def test_blank_rows_do_not_count_but_are_counted(tmp_path: Path) -> None:
    """Broken: a blank row would be a job without a name, or shift all row numbers below it."""
    jobs = [[], *a_book()["jobs"], [], ["J2", 47.38, 8.55, "abc"]]
    assert _places(_findings(tmp_path, a_book(jobs=jobs))) == [("jobs!D5", "bad_cell")]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 and then nothing", b"Job,Latitude"], ids=["empty", "cut off", "CSV"]
)
def test_a_file_that_is_no_workbook_is_a_finding(tmp_path: Path, data: bytes) -> None:
    """Broken: a damaged download would end in a traceback."""
    (tmp_path / "day.xlsx").write_bytes(data)
    with pytest.raises(UnreadableFile) as refusal:
        read_problem(tmp_path / "day.xlsx")
    assert [finding.code for finding in refusal.value.findings] == ["file_unreadable"]


@pytest.mark.parametrize("name", ["no.xlsx", "no-folder", "day.pdf"])
def test_what_is_not_there_or_no_table_is_a_finding(tmp_path: Path, name: str) -> None:
    """Broken: a misspelt path would end in a traceback."""
    (tmp_path / "day.pdf").write_bytes(b"%PDF")
    with pytest.raises(UnreadableFile, match=r"no such file|not a format"):
        read_problem(tmp_path / name)


def test_the_document_of_a_table_is_the_json_of_the_problem(tmp_path: Path) -> None:
    """Broken: `convert` would write JSON that is another problem."""
    path = saved(tmp_path / "day.xlsx", a_book())
    assert Problem.model_validate(read_table(path)) == read_problem(path)
    with pytest.raises(UnreadableFile):
        read_table(saved(tmp_path / "bad.xlsx", a_job_book(Priority="high")))


def test_five_thousand_rows_are_read_in_seconds(tmp_path: Path) -> None:
    """Broken: a planner's month of jobs would take minutes to open."""
    jobs = [a_job_book(Window_1_earliest="x", Window_1_latest="x", Skills="x")["jobs"][0]]
    jobs += [[f"J{n}", 47.38, 8.55, 30, time(8), time(16), "gas:2; heating"] for n in range(5000)]
    path = saved(tmp_path / "day.xlsx", a_book(jobs=jobs))
    started = perf_counter()
    assert len(read_problem(path).jobs) == 5000
    assert perf_counter() - started < 15


def test_a_folder_of_csv_may_be_named_by_its_jobs(tmp_path: Path) -> None:
    """Broken: whoever points at jobs.csv instead of its folder would be refused."""
    folder = saved_as_csv(tmp_path / "day", a_book())
    assert read_problem(folder / "jobs.csv") == read_problem(folder)
    (folder / "jobs.csv").rename(folder / "monday.csv")
    assert read_problem(folder / "monday.csv") == _problem(tmp_path, a_book())


def test_a_shift_until_the_end_of_the_calendar_is_no_crash(tmp_path: Path) -> None:
    """Broken: a typing error in a year would end in an OverflowError once overtime is added to it."""
    header, row = a_book()["technicians"]
    technicians = [[*header, "Max overtime (min)"], [*row[:4], "9999-12-31 23:59", 60]]
    assert _findings(tmp_path, a_book(technicians=technicians)) == []
