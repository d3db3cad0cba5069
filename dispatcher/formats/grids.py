"""Files as grids of cells: workbooks, folders of CSV files, single CSV files among others."""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from dispatcher.errors import Finding, UnreadableFile
from dispatcher.formats.column_table import JOBS, SHEETS
from dispatcher.formats.columns import Sheet
from dispatcher.formats.instants import Cell

WORKBOOKS = {".xlsx", ".xlsm"}
"""Suffixes of workbooks."""

_DAMAGE = (CalamineError, BadZipFile, zlib.error, ParseError, LookupError, ValueError, OSError, EOFError, RuntimeError)
"""What calamine, zipfile and expat raise on damaged or encrypted workbooks."""


@dataclass(frozen=True)
class Grid:
    """One sheet or CSV file as it is: row 1 of the sheet is ``rows[0]``."""

    name: str
    sheet: Sheet
    rows: Sequence[Sequence[Cell]]


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Every sheet that has a known name; others are left alone.

    Parameters
    ----------
    path
        A workbook, a folder of CSV files, or one CSV file. Then the others are looked for beside it, and it holds the
        jobs when its name does not say what it holds.

    Raises
    ------
    UnreadableFile
        When there is no such file, or it is neither of these.
    """
    if path.is_dir():
        return tuple(_read_csv_files(sorted(path.glob("*.[cC][sS][vV]"))))
    if not path.is_file():
        raise _unreadable(path, "there is no such file")
    if path.suffix.lower() in WORKBOOKS:
        return tuple(_read_workbook(path))
    if path.suffix.lower() != ".csv":
        raise _unreadable(path, f"'{path.suffix}' is not a format that can be read")
    sheet = _sheet_named(path.stem) or JOBS
    others = [
        other for other in sorted(path.parent.glob("*.[cC][sS][vV]")) if _sheet_named(other.stem) not in (sheet, None)
    ]
    return (Grid(path.stem, sheet, _read_csv(path)), *_read_csv_files(others))


def _sheet_named(name: str) -> Sheet | None:
    return next((sheet for sheet in SHEETS if sheet.is_named(name)), None)


def _read_csv_files(paths: Sequence[Path]) -> Iterator[Grid]:
    for path in paths:
        sheet = _sheet_named(path.stem)
        if sheet:
            yield Grid(path.stem, sheet, _read_csv(path))


def _read_csv(path: Path) -> list[list[Cell]]:
    try:
        text = _decoded(path)
    except OSError as error:
        raise _unreadable(path, str(error)) from None
    header = text.lstrip().partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(",;", key=header.count), strict=True)
    try:
        return [[_without_shield(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise _unreadable(path, f"line {reader.line_num}: {error}") from None


def _decoded(path: Path) -> str:
    """UTF-8 if it is that, else GB18030 if it looks like Chinese."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    if "\ufffd" in text or _is_western(text):
        raise _unreadable(path, "the text is neither UTF-8 nor GB18030")
    return text


def _is_western(text: str) -> bool:
    """Whether text read as GB18030 was rather Windows-1252: there, an umlaut swallows the ASCII letter after it.

    Such pairs are rare Chinese characters; in real Chinese text most pairs have both bytes above ASCII.
    """
    foreign = [character.encode("gb18030") for character in text if not character.isascii()]
    swallowed = sum(1 for code in foreign if len(code) == 2 and code[1] < 0x80)
    return 2 * swallowed > len(foreign)


def _without_shield(cell: str) -> str:
    """Text without the apostrophe that keeps spreadsheets from running it as a formula."""
    return cell[1:] if re.match(r"'[=+\-@\t\r']", cell) else cell


def _read_workbook(path: Path) -> Iterator[Grid]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                sheet = _sheet_named(name)
                if sheet:
                    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                    yield Grid(name, sheet, _with_errors(path, name, rows))
    except _DAMAGE as error:
        raise _unreadable(path, f"this is not a workbook: {error}") from None


def _with_errors(path: Path, name: str, rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows with the errors of formulas as text: calamine gives them as blanks, which would be read as silence."""
    with ZipFile(path) as archive:
        data = archive.read(_part_of(archive, name))
    if b't="e"' in data:
        for cell in fromstring(data).iterfind(".//{*}c"):
            if cell.get("t") == "e":
                row, column = _position(cell.get("r", ""))
                rows[row][column] = cell.findtext("{*}v", "#VALUE!")
    return rows


def _part_of(archive: ZipFile, name: str) -> str:
    """The path inside the workbook of the sheet with that name (ECMA-376 part 1, 18.2.19)."""
    book = fromstring(archive.read("xl/workbook.xml"))
    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    links_of_sheets = {sheet.get("name"): _link_of(sheet) for sheet in book.iterfind(".//{*}sheet")}
    target = targets[links_of_sheets[name]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _link_of(sheet: Element) -> str | None:
    return next((value for key, value in sheet.items() if key.endswith("}id")), None)


def _position(reference: str) -> tuple[int, int]:
    """(row, column) from 0 of a reference such as C7."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _unreadable(path: Path, cause: str) -> UnreadableFile:
    return UnreadableFile([Finding("file_unreadable", str(path), cause)])
