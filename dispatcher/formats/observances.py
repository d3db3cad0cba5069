"""Time zones as calendar files carry them: every change of the clocks around some events (RFC 5545, section 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def time_zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """A VTIMEZONE that holds from the year before `first` to the year after `last`; not to be changed.

    Each change stands with its own onset, on the clocks before it, as the RFC says; `icalendar` would write the clocks
    after it, which is an hour late in spring.

    Parameters
    ----------
    first, last
        Instants of UTC.
    """
    return _described(zone, first.year - 1, last.year + 2)


@lru_cache
def _described(zone: ZoneInfo, since: int, until: int) -> Timezone:
    begin, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (since, until))
    component = Timezone()
    component.add("TZID", zone.key)
    component.add_component(_observance(zone, begin, begin))
    for before, change in _changes(zone, begin, end):
        component.add_component(_observance(zone, before, change))
    return component


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before and the first second after each change of offset or name."""
    days = [begin + _DAY * number for number in range((end - begin).days + 1)]
    for before, after in pairwise(days):
        if _reading(zone, before) != _reading(zone, after):
            while after - before > _SECOND:
                middle = before + (after - before) // (2 * _SECOND) * _SECOND
                unchanged = _reading(zone, middle) == _reading(zone, before)
                before, after = (middle, after) if unchanged else (before, middle)
            yield before, after


def _reading(zone: ZoneInfo, instant: datetime) -> tuple[timedelta | None, str | None]:
    local = instant.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _observance(zone: ZoneInfo, before: datetime, change: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from `change` on, where `before` is still in force until then."""
    then, now = before.astimezone(zone), change.astimezone(zone)
    part = TimezoneDaylight() if now.dst() else TimezoneStandard()
    offset = then.utcoffset() or timedelta()
    part.add("DTSTART", (change + offset).replace(tzinfo=None))
    part.add("TZOFFSETFROM", offset)
    part.add("TZOFFSETTO", now.utcoffset() or timedelta())
    part.add("TZNAME", now.tzname() or zone.key)
    return part
