"""Wall times in cells: which moment a date and a time of day are in the file's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from unicodedata import normalize
from zoneinfo import ZoneInfo

Cell = str | int | float | bool | date | time | timedelta
"""What a spreadsheet holds in one cell; a CSV file holds text only."""


class BadCell(Exception):
    """A cell that cannot be read: the code of its finding, and the cause in words."""

    def __init__(self, cause: str, code: str = "bad_cell") -> None:
        super().__init__(cause)
        self.cause = cause
        self.code = code


@dataclass(frozen=True, slots=True)
class Clock:
    """How the times of a row are read.

    Parameters
    ----------
    zone
        The time zone of every wall time in the file.
    day
        The date of a time of day that stands without a date; None = it needs its own.
    """

    zone: ZoneInfo
    day: date | None = None


_DATE = r"(?:(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4}))"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_OFFSET = r"(?P<offset>Z|[+-]\d{2}:\d{2})"
_DAY = re.compile(_DATE)
_MOMENT = re.compile(rf"(?:{_DATE}(?:T|\s*))?{_TIME}")
_WITH_OFFSET = re.compile(rf"{_DATE}(?:T|\s+){_TIME}\s*{_OFFSET}")


def read_date(cell: Cell, _: Clock) -> date:
    """A date from a spreadsheet's date or from text such as 2026-11-23, 2026/11/23, 2026年11月23日 or 23.11.2026."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell
    match = _DAY.fullmatch(_plain(cell))
    if not match:
        raise BadCell(f"'{cell}' is not a date such as 2026-11-23")
    return _date_of(match, cell)


def read_instant(cell: Cell, clock: Clock) -> str:
    """A moment as ISO 8601 text with its offset, from a wall time with or without a date.

    Text may carry its own offset; then it is that moment, gap or fold or not.
    """
    match = _WITH_OFFSET.fullmatch(_plain(cell))
    try:
        moment = _with_offset(match, cell) if match else in_zone(_wall_time(cell, clock), clock.zone)
        return moment.astimezone(clock.zone).isoformat()
    except OverflowError:
        raise BadCell(f"'{cell}' lies outside the calendar") from None


def read_length(cell: Cell) -> int | None:
    """Seconds of a spreadsheet's time or of text such as 1:30 (hours and minutes); None = it is neither."""
    if isinstance(cell, timedelta):
        return round(cell.total_seconds())
    if isinstance(cell, time):
        return 3600 * cell.hour + 60 * cell.minute + cell.second
    match = re.fullmatch(_TIME, _plain(cell))
    return match and 3600 * int(match["hour"]) + 60 * int(match["minute"]) + int(match["second"] or 0)


def in_zone(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in `zone` show `wall` (naive).

    Raises
    ------
    BadCell
        local_time_gap when no clock ever shows it, local_time_fold when clocks show it twice.
    """
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before is not None and after is not None and before != after:
        if before < after:
            raise BadCell(f"{wall} does not exist in {zone.key}: the clocks are put forward over it", "local_time_gap")
        raise BadCell(f"{wall} comes twice in {zone.key}: the clocks are put back over it", "local_time_fold")
    return first


def write_instant(text: str, clock: Clock) -> Cell:
    """The cell that `read_instant` reads as this moment: a time of day on the clock's day, else with its date."""
    moment = datetime.fromisoformat(text).astimezone(clock.zone)
    wall = moment.replace(tzinfo=None, fold=0)
    try:
        in_zone(wall, clock.zone)
    except BadCell:
        return moment.isoformat(sep=" ")
    if wall.date() == clock.day:
        return wall.time()
    return wall if wall.time() != time() else f"{wall:%Y-%m-%d %H:%M}"


def _with_offset(match: re.Match[str], cell: Cell) -> datetime:
    wall = _on(_date_of(match, cell), _length(match, cell))
    try:
        return datetime.fromisoformat(wall.isoformat() + match["offset"].replace("Z", "+00:00"))
    except ValueError:
        raise BadCell(f"'{cell}' has an offset that no zone has") from None


def _wall_time(cell: Cell, clock: Clock) -> datetime:
    if isinstance(cell, datetime):
        return _to_second(cell)
    if isinstance(cell, date):
        raise BadCell(f"{cell} is a date without a time of day; write midnight as text: {cell} 00:00")
    if isinstance(cell, timedelta):
        return _on(_day(clock, cell), cell)
    if isinstance(cell, time):
        return _to_second(datetime.combine(_day(clock, cell), cell))
    match = _MOMENT.fullmatch(_plain(cell))
    if not match:
        raise BadCell(f"'{cell}' is not a time such as 08:30 or 2026-11-23 08:30")
    day = _date_of(match, cell) if match["y"] or match["y2"] else _day(clock, cell)
    return _on(day, _length(match, cell))


def _day(clock: Clock, cell: Cell) -> date:
    if clock.day is None:
        raise BadCell(f"'{cell}' has no date: write one before it, into the row, or on the sheet 'day'")
    return clock.day


def _date_of(match: re.Match[str], cell: Cell) -> date:
    year, month, day = (match[name] or match[name + "2"] for name in "ymd")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadCell(f"'{cell}' names a date that no calendar has") from None


def _length(match: re.Match[str], cell: Cell) -> timedelta:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if minute > 59 or second > 59 or hour * 3600 + minute * 60 + second > 86_400:
        raise BadCell(f"'{cell}' names a time that no clock shows")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _on(day: date, since_midnight: timedelta) -> datetime:
    return _to_second(datetime.combine(day, time()) + since_midnight)


def _to_second(wall: datetime) -> datetime:
    """Spreadsheets hold times as fractions of a day, so a whole second may come back a microsecond short."""
    return (wall + timedelta(microseconds=500_000)).replace(microsecond=0)


def _plain(cell: Cell) -> str:
    return normalize("NFKC", cell).strip() if isinstance(cell, str) else ""
