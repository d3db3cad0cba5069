"""Calendar files that follow each other: what is new, changed, gone or as before, event by event.

Whoever has subscribed to or imported an earlier file recognises an event by its UID and believes the highest SEQUENCE
(RFC 5545, sections 3.8.4.7 and 3.8.7.4). Here the SEQUENCE of a UID grows over all files of a folder, so that a live
event is believed also by somebody who looks at two files, one of which still has it as cancelled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import STATUS, Calendar, Event

from dispatcher.errors import DispatchError
from dispatcher.formats.observances import time_zone

PRODUCT = "-//technician-dispatcher//service plan//EN"
"""Says in each file that it is ours."""

Superseded = Callable[[str, str, datetime], bool]
"""Whether a plan has the say over an earlier event, by file name, UID and start: then to be absent is to be gone."""


@dataclass(frozen=True)
class CalendarFile:
    """What one file holds.

    Parameters
    ----------
    name
        What people call the calendar.
    events
        UID to event.
    """

    name: str
    events: Mapping[str, Event]


@dataclass(frozen=True)
class Publication:
    """What has come of each event.

    Parameters
    ----------
    files
        File name to calendar, its events in order of time.
    fates
        How many events are ``new``, ``changed``, ``cancelled`` and ``unchanged``.
    """

    files: Mapping[str, CalendarFile]
    fates: Counter[str]


def published(folder: Path) -> Mapping[str, CalendarFile]:
    """The calendar files in a folder, by name; none when there is no folder.

    Raises
    ------
    DispatchError
        When one of them is not ours or cannot be read: to write over it would lose it.
    """
    return {path.name: _read(path) for path in sorted(folder.glob("*.ics"))}


def republish(
    before: Mapping[str, CalendarFile], live: Mapping[str, CalendarFile], superseded: Superseded, stamp: datetime
) -> Publication:
    """Bring the calendars of a plan together with those published before it.

    An event with the same content stays as it was, to the byte. One that has changed gets the next SEQUENCE, and the
    stamp. One that is gone stays as cancelled, with the next SEQUENCE, unless the plan has no say over it.

    Parameters
    ----------
    live
        What the plan wants; the events carry neither SEQUENCE nor stamp yet.
    stamp
        Time of publication, a whole second.
    """
    latest = _latest(before)
    gone = {
        (file, uid)
        for file, calendar in before.items()
        for uid, event in calendar.events.items()
        if not _cancelled(event) and uid not in _events(live, file) and superseded(file, uid, _start(event))
    }
    moved, files, fates = {uid for _, uid in gone}, dict[str, CalendarFile](), Counter[str]()
    for file in sorted({*before, *live}):
        kept = dict(_events(before, file))
        for uid in (uid for place, uid in gone if place == file):
            kept[uid] = _numbered(_without_time_taken(kept[uid]), latest[uid] + 1, stamp)
        for uid, event in _events(live, file).items():
            kept[uid] = _successor(event, kept.get(uid), latest.get(uid), stamp, moved=uid in moved)
        fates.update(_fate(event, _events(before, file).get(uid)) for uid, event in kept.items())
        files[file] = CalendarFile((live.get(file) or before[file]).name, _in_order(kept))
    return Publication(files, fates)


def calendar_bytes(calendar: CalendarFile, zone: ZoneInfo, around: datetime) -> bytes:
    """A calendar file (RFC 5545).

    Parameters
    ----------
    zone
        Described also when no event needs it, so that the file is valid without events.
    around
        An instant near those of the events.
    """
    content = Calendar()
    content.add("PRODID", PRODUCT)
    content.add("VERSION", "2.0")
    content.add("CALSCALE", "GREGORIAN")
    content.add("X-WR-CALNAME", calendar.name)
    for event in calendar.events.values():
        content.add_component(event)
    instants = [around, *map(_start, calendar.events.values())]
    keys = sorted({zone.key, *content.get_used_tzids()})
    content.subcomponents[:0] = [time_zone(ZoneInfo(key), min(instants), max(instants)) for key in keys]
    data: bytes = content.to_ical()
    return data


def _read(path: Path) -> CalendarFile:
    try:
        content = Calendar.from_ical(path.read_bytes())
        events = {str(event["UID"]): event for event in content.events if _start(event)}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise DispatchError(f"the calendar '{path}' cannot be read: {error}") from error
    if content.get("PRODID") != PRODUCT:
        raise DispatchError(f"the calendar '{path}' is not ours and would be lost: choose another folder")
    return CalendarFile(str(content.get("X-WR-CALNAME", "")), events)


def _events(files: Mapping[str, CalendarFile], file: str) -> Mapping[str, Event]:
    return files[file].events if file in files else {}


def _latest(files: Mapping[str, CalendarFile]) -> Mapping[str, int]:
    """The highest SEQUENCE of each UID over all files: one reader may have seen several."""
    found: dict[str, int] = {}
    for calendar in files.values():
        for uid, event in calendar.events.items():
            found[uid] = max(found.get(uid, 0), _sequence(event))
    return found


def _successor(event: Event, old: Event | None, latest: int | None, stamp: datetime, *, moved: bool) -> Event:
    """The event as it is published now.

    Parameters
    ----------
    old
        The one with its UID in the same file.
    latest
        The highest SEQUENCE of its UID in any file.
    moved
        Its UID is cancelled in another file, with the next SEQUENCE: this one is to be believed.
    """
    if old and not moved and _numbered(event, _sequence(old), old.DTSTAMP).to_ical() == old.to_ical():
        return old
    return _numbered(event, 0 if latest is None else latest + 1 + moved, stamp)


def _numbered(event: Event, sequence: int, stamp: datetime | None) -> Event:
    numbered = deepcopy(event)
    for name, value in (("SEQUENCE", sequence), ("DTSTAMP", stamp), ("LAST-MODIFIED", stamp)):
        numbered.pop(name, None)
        numbered.add(name, value)
    return numbered


def _without_time_taken(event: Event) -> Event:
    """Cancelled; and free time also for programs that show cancelled events like others."""
    cancelled = deepcopy(event)
    for name, value in (("STATUS", "CANCELLED"), ("TRANSP", "TRANSPARENT")):
        cancelled.pop(name, None)
        cancelled.add(name, value)
    return cancelled


def _fate(event: Event, old: Event | None) -> str:
    if old is None:
        return "new"
    if event is old:
        return "unchanged"
    return "cancelled" if _cancelled(event) else "changed"


def _in_order(events: Mapping[str, Event]) -> Mapping[str, Event]:
    return dict(sorted(events.items(), key=lambda item: (_start(item[1]), item[0])))


def _cancelled(event: Event) -> bool:
    return bool(event.status == STATUS.CANCELLED)


def _sequence(event: Event) -> int:
    return int(event.sequence)


def _start(event: Event) -> datetime:
    start = event.start
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise ValueError(f"an event starts at {start}, which is no instant")
    return start.astimezone(UTC)
