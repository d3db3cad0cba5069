"""CSV in three encodings and two dialects is the same day as the workbook; anything else is refused, never garbled."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatcher.errors import UnreadableFile
from dispatcher.formats.reader import read_problem
from tests.formats.books import Book, a_book, saved, saved_as_csv

CHINESE: Book = {
    "当天": [["时区", "日期", "名称"], ["Asia/Shanghai", "2026-11-23", "星期一"]],
    "技师": [
        ["技师编号", "姓名", "住址纬度", "住址经度", "上班", "下班", "技能"],
        ["T1", "王伟", 31.23, 121.47, "08:00", "17:00", "燃气：2；暖气"],
    ],
    "工单": [
        ["工单号", "故障描述", "地址", "纬度", "经度", "类型", "服务类别", "必须安排", "约定自", "约定至", "首选技师"],
        ["G1", "没有热水，“急”", "南京东路1号", 31.24, 121.48, "锅炉", "保修", "是", "10:00", "12:00", "T1"],
        ["G2", "Müller, Höngg", "Zürich; Bär", 31.25, 121.49, "锅炉", "", "", "", "", ""],
    ],
    "工单类型": [["类型", "时长（分钟）", "技能", "配件"], ["锅炉", 7.5, "燃气:2", ""]],
}
"""A day with Chinese, umlauts, and the delimiters inside cells."""


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_the_same_day_as_the_workbook(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """Broken: the day would depend on the program that saved it. 7.5 minutes are 450 s."""
    problem = read_problem(saved(tmp_path / "day.xlsx", CHINESE))
    folder = saved_as_csv(tmp_path / "day", CHINESE, encoding, delimiter)
    assert read_problem(folder).fingerprint() == problem.fingerprint()
    assert (problem.technicians[0].name, problem.jobs[1].description) == ("王伟", "Müller, Höngg")
    assert problem.jobs[0].duration == 450


def test_english_files_are_read_in_either_dialect_and_with_windows_line_ends(tmp_path: Path) -> None:
    """Broken: Excel's own CSV, which ends its lines with CR LF, would leave a CR in each last cell."""
    folder = saved_as_csv(tmp_path / "day", a_book(), "utf-8-sig", ";")
    assert b"\r\n" in (folder / "jobs.csv").read_bytes()
    assert read_problem(folder) == read_problem(saved(tmp_path / "day.xlsx", a_book()))


def test_western_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    """Broken: 'Zürich' saved by Excel as Windows-1252 is valid GB18030, and would be read as 'Z黵ich' in silence."""
    jobs = [
        ["Job", "Latitude", "Longitude", "Duration (min)", "Description"],
        ["J1", 47.38, 8.55, 30, "Zürich, Müller"],
    ]
    folder = saved_as_csv(tmp_path / "day", a_book(), "utf-8")
    saved_as_csv(tmp_path / "western", {"jobs": jobs}, "cp1252")
    (tmp_path / "western" / "jobs.csv").replace(folder / "jobs.csv")
    with pytest.raises(UnreadableFile, match="neither UTF-8 nor GB18030"):
        read_problem(folder)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfeJ\x00o\x00b\x00", "neither UTF-8 nor GB18030"),
        (b'Job,Latitude,Longitude,Duration\n"J1,47.4,8.5,30\nJ2,47.4,8.5,30\n', "line 3: unexpected end of data"),
        (b"", "the sheet is empty"),
    ],
    ids=["UTF-16", "open quote", "empty"],
)
def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """Broken: an open quote would swallow all rows below it, and their jobs would never be planned."""
    folder = saved_as_csv(tmp_path / "day", a_book())
    (folder / "jobs.csv").write_bytes(data)
    with pytest.raises(UnreadableFile, match=words):
        read_problem(folder)


def test_findings_name_the_file_the_row_and_the_column(tmp_path: Path) -> None:
    """Broken: lines would be counted instead of rows, and be off below a cell with a line break in it."""
    header, row = a_book()["jobs"]
    jobs = [[*header, "Description"], [*row, "two\nlines"], ["J2", 47.38, 8.55, "long", ""]]
    folder = saved_as_csv(tmp_path / "day", a_book(jobs=jobs))
    with pytest.raises(UnreadableFile) as refusal:
        read_problem(folder)
    (finding,) = refusal.value.findings
    assert (finding.where, finding.cause) == ("jobs!D3", "row 3, column 'Duration (min)': 'long' is not a number")


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    """Broken: last year's export in the same folder would be refused."""
    folder = saved_as_csv(tmp_path / "day", a_book())
    (folder / "export-2025.csv").write_bytes(b"\xff\xff")
    assert len(read_problem(folder).jobs) == 1


def test_an_empty_folder_lacks_its_sheets(tmp_path: Path) -> None:
    """Broken: the wrong folder would be planned as a day without technicians and jobs."""
    with pytest.raises(UnreadableFile) as refusal:
        read_problem(tmp_path)
    assert [finding.where for finding in refusal.value.findings] == ["day", "technicians", "jobs"]
