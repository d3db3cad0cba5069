"""The plan as a workbook and as CSV."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from dispatcher.fields import printed
from dispatcher.formats.plan_table import write_plan_table
from dispatcher.plan import total
from tests.formats.books import column_of, opened
from tests.formats.sample_result import JOBS, sample

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_workbook_has_four_sheets_with_local_times(tmp_path: Path) -> None:
    """Times would be an hour off, or text that cannot be sorted."""
    problem, result = sample()
    (path,) = write_plan_table(problem, result, tmp_path / "plan.xlsx")
    book = opened(path)
    assert list(book) == ["stops", "routes", "unassigned", "figures"]
    header, first, *rest = book["stops"]
    stop = dict(zip(header, first, strict=True))
    assert (stop["id"], stop["number"], stop["customer"]) == ("J-1001", 1, "Meier")
    assert stop["promise_from"] == datetime(2026, 11, 23, 8)
    assert len(rest) == 13  # 11 jobs and 3 breaks
    assert [row[1] for row in book["routes"][1:]] == ["anna", "beat", "li"]


def test_the_figures_sum_to_the_plan(tmp_path: Path) -> None:
    """A spreadsheet would show another cost than the page."""
    problem, result = sample()
    write_plan_table(problem, result, tmp_path)
    figures = {row["figure"]: row["value"] for row in rows(tmp_path / "figures.csv")}
    assert figures["cost_total"] == str(printed(total(result.plan.cost)))
    assert (figures["planned"], figures["jobs"], figures["promises_kept"]) == ("11", "12", "8")
    assert figures["seed"] == "7"


def test_a_folder_gets_four_files_and_a_csv_path_four_beside_each_other(tmp_path: Path) -> None:
    """Files would lie where nobody looks for them."""
    folder = write_plan_table(*sample(), tmp_path / "tables")
    assert [path.name for path in folder] == ["stops.csv", "routes.csv", "unassigned.csv", "figures.csv"]
    named = write_plan_table(*sample(), tmp_path / "plan.csv")
    assert [path.name for path in named] == [
        "plan.csv",
        "plan-routes.csv",
        "plan-unassigned.csv",
        "plan-figures.csv",
    ]
    assert named[0].read_bytes() == folder[0].read_bytes()
    assert folder[0].read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_keeps_a_job_out_and_each_place_for_it_is_a_row_in_words(tmp_path: Path) -> None:
    """The list of customers to call would not say why."""
    write_plan_table(*sample(), tmp_path)
    found = rows(tmp_path / "unassigned.csv")
    assert [(row["job"], row["code"], row["technician"], row["after"], row["extra"]) for row in found] == [
        ("J-1012", "skill", "", "", ""),
        ("J-1012", "skill", "anna", "J-1003", "21.000"),
        ("J-1012", "skill; overtime_cap; price", "dora", "", "350.500"),
    ]
    assert found[1]["reason"] == "lacks heat pump level 1"
    assert found[2]["effort_min"] == "300"
    assert found[0]["price"] == "320.000"


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    """Opening the table could run what a customer wrote (CSV injection)."""
    jobs = [{**job, "description": text, "labels": {"customer": text}} for job in JOBS]
    problem, result = sample(jobs=jobs)
    write_plan_table(problem, result, tmp_path)
    assert {row["description"] for row in rows(tmp_path / "stops.csv") if row["kind"] == "job"} == {f"'{text}"}
    (path,) = write_plan_table(problem, result, tmp_path / "plan.xlsx")
    stops = opened(path)["stops"]
    assert stops[1][column_of(stops, "description")] == text
    with ZipFile(path) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
