"""Grids as rows: each cell read by the kind of its column, each mistake with its sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dispatcher.errors import Finding
from dispatcher.formats.cells import is_blank
from dispatcher.formats.columns import Column, Need, Sheet
from dispatcher.formats.grids import Grid
from dispatcher.formats.instants import BadCell, Cell, Clock


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of a file: row from 1, column from 0."""

    sheet: str
    row: int
    column: int
    header: str

    def __str__(self) -> str:
        letters, rest = "", self.column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{self.sheet}!{letters}{self.row}"

    def finding(self, code: str, cause: str) -> Finding:
        """A finding at this cell that names its row and column."""
        column = f", column '{self.header}'" if self.header else ""
        return Finding(code, str(self), f"row {self.row}{column}: {cause}")


@dataclass(frozen=True, slots=True)
class Given:
    """A value, and the cell that it comes from."""

    value: Any
    spot: Spot


@dataclass(frozen=True)
class Header:
    """Which columns a sheet has, and where.

    Parameters
    ----------
    titles
        Path to (position from 0, title as written).
    columns
        Position and column, the row's date first, since times of day lie on it.
    """

    titles: Mapping[str, tuple[int, str]]
    columns: Sequence[tuple[int, Column]]


@dataclass(slots=True)
class Row:
    """What one row says, by the path of its columns."""

    sheet: str
    number: int
    titles: Mapping[str, tuple[int, str]]
    given: dict[str, Given] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    """Paths of the cells that cannot be used."""
    findings: list[Finding] = field(default_factory=list)

    def spot(self, path: str) -> Spot:
        """The cell of that column; the first cell of the row when the sheet does not have the column."""
        position, title = self.titles.get(path, (0, ""))
        return Spot(self.sheet, self.number, position, title)

    def value(self, path: str) -> Any:
        """What the cell says; None when it is blank or cannot be used."""
        return self.given[path].value if path in self.given else None

    def refuse(self, path: str, cause: str, code: str = "bad_cell") -> None:
        """Note that this cell cannot be used."""
        self.given.pop(path, None)
        self.bad.add(path)
        self.findings.append(self.spot(path).finding(code, cause))

    def read(self, column: Column, cell: Cell, clock: Clock) -> None:
        """Take what the cell says, or note why it cannot be used."""
        try:
            self.given[column.path] = Given(column.kind.read(cell, clock), self.spot(column.path))
        except BadCell as bad:
            self.refuse(column.path, bad.cause, bad.code)


@dataclass(slots=True)
class Table:
    """The rows of one sheet, and what is wrong with its header."""

    rows: list[Row] = field(default_factory=list)
    header_findings: list[Finding] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Everything wrong with the header and the rows, from top to bottom."""
        return self.header_findings + [finding for row in self.rows for finding in row.findings]


def read_grid(grid: Grid, clock: Clock) -> Table:
    """Every row below the header that is not blank.

    Parameters
    ----------
    grid
        The sheet; its header is the first row that is not blank.
    clock
        How times are read in rows without a date of their own.
    """
    filled = [(number, cells) for number, cells in enumerate(grid.rows, start=1) if not all(map(is_blank, cells))]
    if not filled:
        cause = "the sheet is empty: its first row must hold the headers"
        return Table([], [Finding("missing_column", grid.name, cause)])
    (top, titles), *below = filled
    header, findings = _read_header(grid, top, titles)
    for number, cells in below:
        findings += _nameless(grid, number, cells, titles)
    return Table([_read_row(grid, number, cells, header, clock) for number, cells in below], findings)


def _read_header(grid: Grid, number: int, titles: Sequence[Cell]) -> tuple[Header, list[Finding]]:
    """Which column each title names, and the titles that name none, name one twice, or are missing."""
    found: dict[str, tuple[int, Column]] = {}
    findings = []
    for position, title in enumerate(titles):
        column = grid.sheet.named(str(title))
        spot = Spot(grid.name, number, position, str(title).strip())
        if column is None and not is_blank(title):
            findings.append(spot.finding("unknown_column", f"sheet '{grid.name}' knows no such header"))
        elif column and found.setdefault(column.path, (position, column))[0] != position:
            findings.append(spot.finding("unknown_column", "the header stands twice"))
    findings += _missing(grid, number, found)
    columns = sorted(found.values(), key=lambda item: item[1].path != "date")
    named = {column.path: (position, str(titles[position]).strip()) for position, column in columns}
    return Header(named, columns), findings


def _missing(grid: Grid, number: int, found: Mapping[str, object]) -> Iterator[Finding]:
    for column in grid.sheet.columns:
        if column.need is Need.ALWAYS and column.path not in found:
            cause = f"row {number}: no header '{column.en}' ('{column.zh}')"
            yield Finding("missing_column", f"{grid.name}!{number}:{number}", cause)


def _nameless(grid: Grid, number: int, cells: Sequence[Cell], titles: Sequence[Cell]) -> Iterator[Finding]:
    for position, cell in enumerate(cells):
        if not is_blank(cell) and (position >= len(titles) or is_blank(titles[position])):
            yield Spot(grid.name, number, position, "").finding("unknown_column", f"'{cell}' stands below no header")


def _read_row(grid: Grid, number: int, cells: Sequence[Cell], header: Header, clock: Clock) -> Row:
    row = Row(grid.name, number, header.titles)
    for position, column in header.columns:
        if position < len(cells) and not is_blank(cells[position]):
            row.read(column, cells[position], replace(clock, day=row.value("date") or clock.day))
    for column in grid.sheet.columns:
        _require(row, column)
    _drop_broken_groups(row, grid.sheet)
    return row


def _require(row: Row, column: Column) -> None:
    if column.need is Need.NEVER or column.path in row.given or column.path in row.bad:
        return
    if column.need is Need.ALWAYS:
        if column.path in row.titles:
            row.refuse(column.path, f"'{column.en}' must be filled")
        return
    group = next((path for path in row.given if path.startswith(f"{column.group}.")), None)
    if group:
        row.refuse(column.path, f"'{column.en}' must be filled, since {row.spot(group)} is")


def _drop_broken_groups(row: Row, sheet: Sheet) -> None:
    """Leave out a window, promise, break or shift that lacks a part, so that the rest of the row can be checked."""
    for column in sheet.columns:
        if column.need is Need.GROUP and column.path in row.bad:
            for path in [path for path in row.given if path.startswith(f"{column.group}.")]:
                del row.given[path]
