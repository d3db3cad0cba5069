"""What suites whose places are points in the plane share: legs, instants, and a demand as a part.

A unit of their lengths and times is a whole number of our metres and seconds, the suite's scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from dispatcher.job import TimeWindow
from dispatcher.place import Place
from dispatcher.technician import Shift
from dispatcher.travel import GivenMatrix

ORIGIN = datetime(2012, 1, 1, tzinfo=UTC)
"""Time 0 of every file. The date is arbitrary: the files have none."""

LOAD = "load"
"""The part that stands for a demand: a job uses up so much, a van starts with its capacity."""


def scaled(number: str, scale: int) -> int:
    """A number of a file in our seconds or metres, rounded to the nearest."""
    return round(scale * float(number))


def at(second: int) -> datetime:
    """So many seconds after time 0."""
    return ORIGIN + timedelta(seconds=second)


def window(opens: int, closes: int) -> TimeWindow:
    """A time window between two seconds."""
    return TimeWindow(earliest_start=at(opens), latest_start=at(closes))


def whole_shift(opens: int, closes: int) -> Shift:
    """The one shift of a technician, between two seconds."""
    return Shift(id="day", start=at(opens), end=at(closes))


def point(row: int) -> Place:
    """The place of the row-th point, counted from 0 and called by its number."""
    return Place(id=str(row), index=row)


def legs(points: Sequence[tuple[float, float]], scale: int, source: str, *, truncated: bool = False) -> GivenMatrix:
    """Straight legs between points, as long in metres as they take seconds.

    Parameters
    ----------
    points
        (x, y) in the unit of the file.
    scale
        Metres and seconds in one unit.
    source
        Where the points come from; the rounding is added to it.
    truncated
        Cut to whole metres, rather than rounded to the nearest. 1e-9 is added first, as the checkers of this
        convention do, because a leg of 13.3 may come out as 13.299999...
    """
    x, y = np.array(points, dtype=np.float64).T
    straight = scale * np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    whole = np.floor(straight + 1e-9) if truncated else np.rint(straight)
    rounding = "cut to" if truncated else "rounded to"
    metres = whole.astype(np.int64)
    return GivenMatrix(metres, metres, f"{source}: straight lines x {scale}, {rounding} whole numbers")
