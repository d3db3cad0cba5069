"""Workbooks and folders as people save them: sheets as lists of rows, written by hand rather than by our own writer."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Rows = list[list[Any]]
Book = dict[str, Rows]
"""Name of a sheet to its rows, the header first."""


def a_book(**sheets: Rows) -> Book:
    """One technician and one job in Zurich on Monday, 23 November 2026; other rows or sheets as given."""
    book: Book = {
        "day": [["Time zone", "Date"], ["Europe/Zurich", "2026-11-23"]],
        "technicians": [
            ["Technician", "Home latitude", "Home longitude", "Shift start", "Shift end"],
            ["anna", 47.37, 8.54, "08:00", "17:00"],
        ],
        "jobs": [["Job", "Latitude", "Longitude", "Duration (min)"], ["J1", 47.38, 8.55, 30]],
    }
    return book | sheets


def a_job_book(**cells: Any) -> Book:
    """The same with more columns for the one job: header to cell, underscores for spaces."""
    titles, cell = [title.replace("_", " ") for title in cells], list(cells.values())
    header = ["Job", "Latitude", "Longitude", "Duration (min)"]
    return a_book(jobs=[header + titles, ["J1", 47.38, 8.55, 30, *cell]])


def saved(path: Path, book: Mapping[str, Rows]) -> Path:
    """Save as .xlsx with real numbers, dates and times; text that begins with '=' is a formula that fails."""
    with xlsxwriter.Workbook(path) as workbook:
        looks = {
            kind: workbook.add_format({"num_format": look})
            for kind, look in ((datetime, "yyyy-mm-dd hh:mm"), (date, "yyyy-mm-dd"), (time, "hh:mm"))
        }
        for name, rows in book.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if str(cell).startswith("="):
                        sheet.write_formula(row, column, cell, None, "#DIV/0!")
                    else:
                        sheet.write(row, column, cell, looks.get(type(cell)))
    return path


def opened(path: Path) -> Book:
    """The sheets of a workbook as a spreadsheet program shows them, for editing."""
    with CalamineWorkbook.from_path(path) as workbook:
        return {
            name: [list(row) for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in workbook.sheet_names
        }


def saved_as_csv(folder: Path, book: Mapping[str, Rows], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Save as a folder of .csv files."""
    folder.mkdir()
    for name, rows in book.items():
        text = StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))
    return folder


def column_of(rows: Sequence[Sequence[Any]], title: str) -> int:
    """The position of a header."""
    return list(rows[0]).index(title)
