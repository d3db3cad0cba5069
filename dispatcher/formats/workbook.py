"""Filled sheets as files: a workbook with help and lists to choose from, or a folder of CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from dispatcher.errors import DispatchError
from dispatcher.formats.cells import LEVELS, NAMES, PACES, QUANTITIES, SKILLS, TEXT
from dispatcher.formats.column_table import SHEETS
from dispatcher.formats.columns import Column, Need
from dispatcher.formats.instants import Cell
from dispatcher.formats.words import Language

Filled = Mapping[str, Sequence[Sequence[Cell]]]
"""Key of a sheet to its rows below the header, one cell for each of its columns."""

_LAST_ROW = 10_000
"""Down to here a workbook offers its lists."""

_HELP: Mapping[Language, tuple[str, ...]] = {
    "en": ("help", "Sheet", "Column", "Must be filled", "What to write", "Meaning"),
    "zh": ("帮助", "工作表", "列", "必填", "填写内容", "含义"),
}
_NEED: Mapping[Language, Mapping[Need, str]] = {
    "en": {Need.NEVER: "", Need.GROUP: "together with its group", Need.ALWAYS: "always"},
    "zh": {Need.NEVER: "", Need.GROUP: "与同组各列一起", Need.ALWAYS: "总是"},
}
_COLOURS: Mapping[Need, str] = {Need.NEVER: "#F2F2F2", Need.GROUP: "#E2EFDA", Need.ALWAYS: "#FFE699"}

_TEXTS = (TEXT, NAMES, LEVELS, SKILLS, QUANTITIES, PACES)
"""Formatted as text, so that no spreadsheet program turns 007 into 7 or 3-11 into a date."""


def write_sheets(path: Path, filled: Filled, language: Language) -> None:
    """Write a workbook when the path ends in .xlsx, a folder of CSV files when it ends in nothing.

    Raises
    ------
    DispatchError
        When it ends in something else.
    """
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, filled, language)
    elif path.suffix and not path.is_dir():
        raise DispatchError(f"'{path}': sheets are written to a .xlsx file, or to a folder of CSV files")
    else:
        _write_folder(path, filled, language)


def _write_folder(path: Path, filled: Filled, language: Language) -> None:
    """In UTF-8 with a byte order mark, by which spreadsheet programs know it."""
    path.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        name = sheet.zh if language == "zh" else sheet.key
        with (path / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.header(language) for column in sheet.columns)
            writer.writerows(map(_as_text, row) for row in filled[sheet.key])


def _as_text(cell: Cell) -> str:
    """Text that a spreadsheet program would run as a formula is shielded by an apostrophe."""
    if isinstance(cell, str):
        return f"'{cell}" if re.match(r"[=+\-@\t\r']", cell) else cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", _precision(cell.second))
    if isinstance(cell, time):
        return cell.isoformat(_precision(cell.second))
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _precision(seconds: int) -> str:
    return "seconds" if seconds else "minutes"


def _write_workbook(path: Path, filled: Filled, language: Language) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.title(language))
            page.freeze_panes(1, 1)
            for position, column in enumerate(sheet.columns):
                _write_header(book, page, position, column, language)
            for number, row in enumerate(filled[sheet.key], start=1):
                for position, cell in enumerate(row):
                    _write_cell(book, page, number, position, cell)
        _write_help(book, language)


def _write_header(book: Any, page: Any, position: int, column: Column, language: Language) -> None:
    look = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": _COLOURS[column.need]})
    kind = column.kind
    page.set_column(position, position, 16, book.add_format({"num_format": "@"} if kind in _TEXTS else {}))
    page.write_string(0, position, column.header(language), look)
    page.write_comment(0, position, f"{column.help(language)}\n{kind.hint(language)}", {"x_scale": 2})
    below = (1, position, _LAST_ROW, position)
    if kind.choices:
        page.data_validation(*below, {"validate": "list", "source": kind.words(language)})
    elif kind.limits:
        least, most = kind.limits
        page.data_validation(*below, {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most})


def _write_cell(book: Any, page: Any, number: int, position: int, cell: Cell) -> None:
    if isinstance(cell, int | float) and float(f"{cell:.15g}") == cell:
        page.write_number(number, position, cell)
    elif isinstance(cell, date | time):
        page.write_datetime(number, position, cell, book.add_format({"num_format": _look(cell)}))
    elif cell != "":
        page.write_string(number, position, str(cell))


def _look(cell: date | time) -> str:
    clock = "" if not isinstance(cell, datetime | time) else "hh:mm:ss" if cell.second else "hh:mm"
    return f"{'yyyy-mm-dd' if isinstance(cell, date) else ''} {clock}".strip()


def _write_help(book: Any, language: Language) -> None:
    title, *headers = _HELP[language]
    page = book.add_worksheet(title)
    page.set_column(0, 2, 22)
    page.set_column(3, 4, 60)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, headers, book.add_format({"bold": True}))
    columns = [(sheet, column) for sheet in SHEETS for column in sheet.columns]
    for number, (sheet, column) in enumerate(columns, start=1):
        need, hint = _NEED[language][column.need], column.kind.hint(language)
        cells = (sheet.title(language), column.header(language), need, hint, column.help(language))
        page.write_row(number, 0, cells)
