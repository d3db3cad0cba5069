"""Reading calendar files back as other programs would: two parsers, and the file's own description of its zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from dispatcher.formats.calendars import job_uid
from dispatcher.plan import Plan, StopKind

Span = tuple[datetime, datetime]
"""Start and finish in UTC."""


def events(path: Path) -> dict[str, Event]:
    """UID to event, as icalendar reads them."""
    return {str(event["UID"]): event for event in Calendar.from_ical(path.read_bytes()).events}


def the_job(path: Path, job: str) -> Event:
    """The event of a job."""
    return events(path)[job_uid(job)]


def state(path: Path, job: str) -> tuple[str, int]:
    """STATUS and SEQUENCE of a job's event."""
    event = the_job(path, job)
    return str(event["STATUS"]), int(event["SEQUENCE"])


def spans(path: Path) -> dict[str, Span]:
    """UID to span, as icalendar reads them."""
    return {uid: (event.start.astimezone(UTC), event.end.astimezone(UTC)) for uid, event in events(path).items()}


def spans_by_ical(path: Path) -> dict[str, Span]:
    """UID to span, as `ical` reads them, which refuses what the RFC does not allow."""
    calendar = IcsCalendarStream.calendar_from_ics(path.read_bytes().decode())
    return {str(event.uid): (_utc(event.start), _utc(event.end)) for event in calendar.events}


def spans_by_own_zone(path: Path) -> dict[str, Span]:
    """UID to span, by what the file says of its zones and nothing else."""
    text = path.read_bytes().decode().replace("\r\n ", "").replace("\r\n", "\n")
    zones = tzical(StringIO(text))
    found = {}
    for block in re.findall(r"^BEGIN:VEVENT\n(.*?)^END:VEVENT$", text, re.DOTALL | re.MULTILINE):
        values = dict(line.split(":", 1) for line in block.splitlines())
        names = {name.partition(";")[0]: name for name in values}
        ends = [names["DTSTART"], names.get("DTEND", names["DTSTART"])]
        start, finish = (_by_zone(name, values[name], zones) for name in ends)
        found[values["UID"]] = (start, finish)
    return found


def planned(plan: Plan) -> dict[str, Span]:
    """UID to span of every job of a plan."""
    stops = [stop for route in plan.routes for stop in route.stops if stop.kind is StopKind.JOB]
    return {job_uid(stop.id): (_utc(stop.start), _utc(stop.finish)) for stop in stops}


def only(spans: Mapping[str, Span], uids: Mapping[str, Span]) -> dict[str, Span]:
    """Those of some spans that have one of the UIDs."""
    return {uid: span for uid, span in spans.items() if uid in uids}


def in_zone(text: str, zone: str) -> datetime:
    """The instant of a wall time; of one that comes twice, the second when it ends in ``*``."""
    return datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=ZoneInfo(zone), fold=text.endswith("*"))


def _utc(instant: object) -> datetime:
    assert isinstance(instant, datetime)
    return instant.astimezone(UTC)


def _by_zone(name: str, value: str, zones: tzical) -> datetime:
    wall = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    zone = UTC if value.endswith("Z") else zones.get(name.partition("TZID=")[2])
    return wall.replace(tzinfo=zone).astimezone(UTC)
