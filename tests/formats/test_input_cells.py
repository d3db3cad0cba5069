"""Cells are read as people write them, in spreadsheets and in text, and refused when they could mean two things."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatcher.formats import cells
from dispatcher.formats.cells import Kind
from dispatcher.formats.instants import BadCell, Cell, Clock

ZURICH = ZoneInfo("Europe/Zurich")
MONDAY = Clock(ZURICH, date(2026, 11, 23))


@pytest.mark.parametrize(
    "cell",
    [
        "08:30",
        "8:30",
        "08：30",
        "08:30:00",
        time(8, 30),
        timedelta(hours=8, minutes=30),
        datetime(2026, 11, 23, 8, 30),
        "2026-11-23 08:30",
        "2026-11-23T08:30",
        "2026/11/23 8:30",
        "2026年11月23日 8:30",
        "23.11.2026 08:30",
        "2026-11-23 07:30Z",
        "2026-11-23T08:30:00+01:00",
    ],
    ids=str,
)
def test_a_moment_may_be_written_in_many_ways(cell: Cell) -> None:
    """Broken: what Excel in Chinese, German or English saves would be refused. All are half past eight on Monday."""
    assert cells.INSTANT.read(cell, MONDAY) == "2026-11-23T08:30:00+01:00"


def test_midnight_at_the_end_of_the_day_is_the_next_day() -> None:
    """Broken: a shift until 24:00 would be refused or end before it starts."""
    assert cells.INSTANT.read("24:00", MONDAY) == "2026-11-24T00:00:00+01:00"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("half past eight", "'half past eight' is not a time such as 08:30"),
        ("8.30", "'8.30' is not a time"),
        ("25:00", "names a time that no clock shows"),
        ("08:61", "names a time that no clock shows"),
        ("2026-02-30 08:30", "names a date that no calendar has"),
        ("11/23/2026 08:30", "is not a time"),
        (date(2026, 11, 23), "is a date without a time of day"),
        (46349.354, "is not a time"),
        (True, "is not a time"),
    ],
    ids=str,
)
def test_what_is_no_moment_is_refused(cell: Cell, words: str) -> None:
    """Broken: a guess would stand in the plan, such as the third of a month for a date in America's order."""
    with pytest.raises(BadCell, match=words):
        cells.INSTANT.read(cell, MONDAY)


def test_a_time_without_any_date_is_refused() -> None:
    """Broken: a time of day would be planned on whatever day the program runs."""
    with pytest.raises(BadCell, match="'08:30' has no date"):
        cells.INSTANT.read("08:30", Clock(ZURICH))


@pytest.mark.parametrize(
    ("wall", "code"),
    [("2026-03-29 02:30", "local_time_gap"), ("2026-10-25 02:30", "local_time_fold")],
)
def test_a_time_that_clocks_skip_or_show_twice_is_refused(wall: str, code: str) -> None:
    """Broken: on two nights a year a shift would start an hour off. Clocks change at 02:00 and 03:00 in Zurich."""
    with pytest.raises(BadCell) as refusal:
        cells.INSTANT.read(wall, MONDAY)
    assert refusal.value.code == code
    assert "Europe/Zurich" in refusal.value.cause


@pytest.mark.parametrize("wall", ["2026-03-29 01:59", "2026-03-29 03:00", "2026-10-25 01:59", "2026-10-25 03:00"])
def test_times_beside_a_change_of_clocks_are_read(wall: str) -> None:
    """Broken: a whole night would be refused for one hour of it."""
    assert cells.INSTANT.read(wall, MONDAY).startswith(wall.replace(" ", "T"))


def test_an_offset_says_which_of_two_equal_times_is_meant() -> None:
    """Broken: the hour that comes twice could not be written at all."""
    assert cells.INSTANT.read("2026-10-25 02:30+02:00", MONDAY) == "2026-10-25T02:30:00+02:00"
    assert cells.INSTANT.read("2026-10-25 02:30+01:00", MONDAY) == "2026-10-25T02:30:00+01:00"


@given(st.integers(min_value=int(datetime(2026, 1, 1).timestamp()), max_value=int(datetime(2027, 1, 1).timestamp())))
def test_every_second_of_a_year_survives_writing_and_reading(timestamp: int) -> None:
    """Broken: a problem written to a workbook would come back with other times."""
    text = datetime.fromtimestamp(timestamp, ZURICH).isoformat()
    assert cells.INSTANT.read(cells.INSTANT.write(text, MONDAY), MONDAY) == text


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (30.0, 1800),
        ("30", 1800),
        ("7.5", 450),
        ("7,5", 450),
        ("３０", 1800),
        ("0:45", 2700),
        ("1:30", 5400),
        (time(1, 30), 5400),
        (timedelta(hours=26), 93_600),
        (7.3333, 440),
    ],
    ids=str,
)
def test_a_length_is_in_minutes_or_hours_and_minutes(cell: Cell, seconds: int) -> None:
    """Broken: jobs would last 60 times too short. 7.3333 min x 60 = 439.998 s."""
    assert cells.MINUTES.read(cell, MONDAY) == seconds


@given(st.integers(min_value=0, max_value=31 * 86_400))
def test_every_second_of_a_length_survives_writing_and_reading(seconds: int) -> None:
    """Broken: durations would drift by a second with each save."""
    assert cells.MINUTES.read(cells.MINUTES.write(seconds, MONDAY), MONDAY) == seconds


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (cells.TEXT, 12345.0, "12345"),
        (cells.TEXT, " 007 ", "007"),
        (cells.TEXT, 1.5, "1.5"),
        (cells.LATITUDE, "47,377", 47.377),
        (cells.LONGITUDE, -8.5, -8.5),
        (cells.PRICE, "12,50", "12.5"),
        (cells.PRICE, 30.0, "30"),
        (cells.PRIORITY, 2.0, 2),
        (cells.FLAG, "是", True),
        (cells.FLAG, "No", False),
        (cells.FLAG, True, True),
        (cells.FLAG, 0.0, False),
        (cells.SERVICE_CLASS, "保修", "warranty"),
        (cells.SERVICE_CLASS, "Contract", "contract"),
        (cells.NAMES, "ladder; meter", ["ladder", "meter"]),
        (cells.NAMES, "梯子；万用表、钳子，扳手", ["梯子", "万用表", "钳子", "扳手"]),
        (cells.NAMES, 7.0, ["7"]),
        (cells.NAMES, "-", []),
        (cells.LEVELS, "gas:2; heating", {"gas": 2, "heating": 1}),
        (cells.LEVELS, "燃气：2，暖气", {"燃气": 2, "暖气": 1}),
        (cells.QUANTITIES, "PUMP-3 x2; SEAL", {"PUMP-3": 2, "SEAL": 1}),
        (cells.QUANTITIES, "PUMP-3 X 2, SEAL*4, BOLT×5, NUT:6", {"PUMP-3": 2, "SEAL*4": 1, "BOLT": 5, "NUT": 6}),
        (cells.PACES, "gas:0.8", {"gas": "0.8"}),
        (cells.DATE, "23.11.2026", date(2026, 11, 23)),
    ],
    ids=lambda value: value.en if isinstance(value, Kind) else str(value),
)
def test_cells_are_read_as_people_write_them(kind: Kind, cell: Cell, value: Any) -> None:
    """Broken: a value that anybody understands would be refused, or understood otherwise."""
    assert kind.read(cell, MONDAY) == value


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        (cells.MINUTES, "abc", "'abc' is not a number"),
        (cells.MINUTES, "1,500", "could mean 1500 or 1.500"),
        (cells.MINUTES, True, "'True' is not a number"),
        (cells.MINUTES, "NaN", "'NaN' is not a number"),
        (cells.MINUTES, "1e999999999", "is not a number"),
        (cells.WHOLE, 2.5, "'2.5' is not a whole number"),
        (cells.TEXT, date(2026, 11, 3), "read as a date, a time or a tick"),
        (cells.TEXT, 1.2345678901234567e16, "has more digits than a spreadsheet keeps"),
        (cells.TEXT, "#N/A", "the formula here gives #N/A"),
        (cells.FLAG, "maybe", "'maybe' is none of yes, no"),
        (cells.SERVICE_CLASS, "free", "'free' is none of paid, contract, warranty, courtesy, internal"),
        (cells.LEVELS, "gas:2; gas:1", "names 'gas' twice"),
        (cells.LEVELS, "gas:2.5", "'2.5' is not a whole number"),
        (cells.LEVELS, ":2", "is a number without a name"),
        (cells.DATE, "tomorrow", "is not a date such as 2026-11-23"),
        (cells.DATE, datetime(2026, 11, 23, 8, 30), "is not a date such as 2026-11-23"),
        (cells.TIME_ZONE, "Mars/Phobos", "names no time zone"),
    ],
    ids=lambda value: value.en if isinstance(value, Kind) else str(value),
)
def test_cells_that_say_nothing_clear_are_refused(kind: Kind, cell: Cell, words: str) -> None:
    """Broken: a slip of the hand would be planned as if it were meant."""
    with pytest.raises(BadCell, match=words):
        kind.read(cell, MONDAY)


ANY_CELL = st.one_of(
    st.text(max_size=20),
    st.text(alphabet="0123456789-:;., x×年月日/TZ+eE", max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.timedeltas(),
)


@given(ANY_CELL, st.sampled_from([kind for kind in vars(cells).values() if isinstance(kind, Kind)]))
def test_no_cell_whatsoever_ends_in_a_traceback(cell: Cell, kind: Kind) -> None:
    """Broken: one odd cell in five thousand rows would end in a traceback instead of a finding."""
    with suppress(BadCell):
        kind.read(cell, MONDAY)
