"""Where everything of a plan lies along the hours of a day: shares of the width, which a page turns into SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from dispatcher.formats.itinerary import Activity, Itinerary, PlannedStop, seconds_between

HOUR = timedelta(hours=1)
MOST_TICKS = 16
"""A longer axis is labelled at every second, third, .. hour."""


@dataclass(frozen=True)
class Axis:
    """The hours that one timeline spans, from one full local hour to another, in UTC."""

    start: datetime
    end: datetime

    def at(self, instant: datetime) -> float:
        """Position of an instant in percent of the width, 0 to 100; what lies outside is moved to the edge."""
        return round(100 * min(1.0, max(0.0, (instant - self.start) / (self.end - self.start))), 3)

    def ticks(self) -> Iterator[datetime]:
        """The full hours to be labelled, both ends included where they fit."""
        step = HOUR * (1 + (self.end - self.start) // (MOST_TICKS * HOUR))
        instant = self.start
        while instant <= self.end:
            yield instant
            instant += step


@dataclass(frozen=True)
class Span:
    """A piece of the width, in percent."""

    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One segment of a route."""

    activity: Activity
    span: Span
    start: datetime
    end: datetime
    stop: PlannedStop | None

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return seconds_between(self.start, self.end)


@dataclass(frozen=True)
class Bracket:
    """The told window of one stop, in a lane of its own above the bars."""

    stop: PlannedStop
    span: Span
    lane: int
    late: Span | None
    """From the end of the window to the start of service."""
    cut: tuple[bool, bool]
    """Whether the window begins before, or ends after, the hours that are shown."""


@dataclass(frozen=True)
class Row:
    """One shift."""

    itinerary: Itinerary
    bars: tuple[Bar, ...]
    brackets: tuple[Bracket, ...]
    shift: Span
    overtime: Span | None

    @property
    def lanes(self) -> int:
        """How many lanes the brackets take."""
        return 1 + max((bracket.lane for bracket in self.brackets), default=-1)

    @property
    def shift_length(self) -> int:
        """Seconds from the shift's start to its end."""
        return seconds_between(self.itinerary.shift.start, self.itinerary.shift.end)

    @property
    def load(self) -> float:
        """Working time in percent of the shift's length."""
        return round(100 * self.itinerary.route.working_time / max(1, self.shift_length), 1)


@dataclass(frozen=True)
class Timeline:
    """All shifts that start on one local day."""

    day: date
    axis: Axis
    rows: tuple[Row, ...]


def timelines(routes: Iterable[Itinerary], zone: tzinfo) -> tuple[Timeline, ...]:
    """One timeline per local day, earliest first; rows in document order."""
    by_day = groupby(sorted(routes, key=lambda route: route.day), key=lambda route: route.day)
    return tuple(_timeline(day, tuple(group), zone) for day, group in by_day)


def _timeline(day: date, routes: Sequence[Itinerary], zone: tzinfo) -> Timeline:
    first = min(min(route.shift.start, route.route.departure) for route in routes)
    last = max(max(route.shift.end, route.route.arrival_home) for route in routes)
    start = _full_hour(first, zone)
    axis = Axis(start, max(start + HOUR, _full_hour(last.astimezone(UTC) + HOUR - timedelta(seconds=1), zone)))
    return Timeline(day, axis, tuple(_row(route, axis) for route in routes))


def _full_hour(instant: datetime, zone: tzinfo) -> datetime:
    local = instant.astimezone(zone)
    return instant.astimezone(UTC) - timedelta(minutes=local.minute, seconds=local.second)


def _row(route: Itinerary, axis: Axis) -> Row:
    shift, home = route.shift, route.route.arrival_home
    bars = (Bar(s.activity, _span(axis, s.start, s.end), s.start, s.end, s.stop) for s in route.segments)
    overtime = _span(axis, shift.end, home) if home > shift.end else None
    return Row(route, tuple(bars), tuple(_brackets(route, axis)), _span(axis, shift.start, shift.end), overtime)


def _brackets(route: Itinerary, axis: Axis) -> Iterator[Bracket]:
    """Told windows, each in the first lane that is free where it begins."""
    free: list[float] = []
    told = [(stop, stop.job.promise) for stop in route.jobs if stop.job and stop.job.promise]
    for stop, promise in sorted(told, key=lambda pair: (pair[1].from_, pair[1].until)):
        span = _span(axis, promise.from_, promise.until)
        late = _span(axis, promise.until, stop.stop.start) if stop.stop.start > promise.until else None
        lane = next((lane for lane, until in enumerate(free) if until <= span.x), len(free))
        free[lane : lane + 1] = [max(span.x + span.width, late.x + late.width if late else 0.0)]
        yield Bracket(stop, span, lane, late, (promise.from_ < axis.start, promise.until > axis.end))


def _span(axis: Axis, start: datetime, end: datetime) -> Span:
    x = axis.at(start)
    return Span(x, round(axis.at(end) - x, 3))
