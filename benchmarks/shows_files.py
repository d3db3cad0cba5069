"""The claim about files for other programs: other people's parsers read in them what the plan says.

icalendar wrote the calendars, so its reading alone proves little. `ical` (Home Assistant's parser) refuses what RFC
5545 does not allow; dateutil makes instants of wall times by the zone that the file describes, and by nothing else.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from icalendar import STATUS, Calendar

from benchmarks.clock_changes import MORNINGS, Morning, changed, lived, orders, planned
from benchmarks.shows import Measurement, Say, Show
from benchmarks.shows_claims import Claim, judged
from dispatcher.formats.calendars import file_names, job_uid, write_calendars
from dispatcher.formats.geojson import write_geojson
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem

SEEDS = range(1, 6)

LEAST = {
    "readings of calendar files": 500,
    "instants": 10_000,
    "events published again": 2_000,
    "GeoJSON files": 60,
    "positions": 2_000,
}
"""What has to be tried at least, as `benchmarks.shows_claims.judged` takes it."""

Spans = Mapping[str, tuple[datetime, datetime]]
"""UID to start and finish in UTC."""

Reader = Callable[[bytes], Spans]


@dataclass(frozen=True)
class Seen:
    """An event as somebody has it in a calendar."""

    live: bool
    sequence: int
    start: datetime


def by_icalendar(data: bytes) -> Spans:
    """As icalendar reads a file; what it could not read is an error."""
    calendar = Calendar.from_ical(data)
    broken = [error for component in calendar.walk() for error in component.errors]
    if broken:
        raise ValueError(broken)
    return {str(event.uid): (_utc(event.start), _utc(event.end)) for event in calendar.events}


def by_ical(data: bytes) -> Spans:
    """As `ical` reads a file, strictly."""
    from ical.calendar_stream import IcsCalendarStream  # of the extra `dev`; the other shows do without

    events = IcsCalendarStream.calendar_from_ics(data.decode()).events
    return {str(event.uid): (_utc(event.start), _utc(event.end)) for event in events}


def by_own_zone(data: bytes) -> Spans:
    """By the file's own description of its zone, through dateutil."""
    from dateutil.tz import tzical

    text = data.decode().replace("\r\n ", "").replace("\r\n", "\n")
    zones, found = tzical(StringIO(text)), {}
    for block in re.findall(r"^BEGIN:VEVENT\n(.*?)^END:VEVENT$", text, re.DOTALL | re.MULTILINE):
        fields = dict(re.split(r"[;:]", line, maxsplit=1) for line in block.splitlines())
        start = _by_zone(fields["DTSTART"], zones)
        found[fields["UID"]] = start, _by_zone(fields["DTEND"], zones) if "DTEND" in fields else start
    return found


READERS: Mapping[str, Reader] = {"icalendar": by_icalendar, "ical": by_ical, "its own zone": by_own_zone}


def files_for_other_programs(say: Say) -> Measurement:
    """Twelve mornings, five seeds: half a minute."""
    tried: dict[str, list[str]] = {}
    counts = dict.fromkeys(CLAIMS, 0)
    for morning in MORNINGS:
        for seed in SEEDS:
            with TemporaryDirectory() as name:
                for claim, failure in look_at(morning, seed, Path(name)):
                    counts[claim] += 1
                    tried.setdefault(claim, []).extend([f"{morning} seed {seed}: {failure}"] if failure else [])
        say(f"{morning}: {sum(map(len, tried.values()))} failures so far")
    claims = [Claim(words, counts[claim], tuple(tried.get(claim, ()))) for claim, words in CLAIMS.items()]
    for failure in [failure for claim in claims for failure in claim.failed][:20]:
        say(f"  {failure}")
    return judged(claims, LEAST, tuple(SEEDS))


CLAIMS = {
    "opened": "readings of calendar files by icalendar, ical and dateutil without complaint",
    "instants": "instants of events read back by each of them as planned",
    "same": "calendar folders the same to the byte when nothing has changed",
    "again": "events published again after a re-plan, SEQUENCE growing where it must and only there",
    "geojson": "GeoJSON files valid, with lines and box as RFC 7946 asks",
    "positions": "positions where the problem has them, longitude first",
}
"""Claim to what is said of it."""

Look = tuple[str, str]
"""A claim, and how it fails this time; empty when it holds."""


def look_at(morning: Morning, seed: int, folder: Path) -> Iterator[Look]:
    """Publish a morning into a folder, re-plan it, publish it again, and hold every file against its plan."""
    problem = lived(morning, seed)
    order = orders(problem)
    first, second = planned(problem, order), planned(problem, changed(order))
    calendars = folder / "calendars"
    yield from _published(problem, first, calendars)
    before = {path.name: path.read_bytes() for path in calendars.iterdir()}
    write_calendars(problem, first, calendars)
    same = before == {path.name: path.read_bytes() for path in calendars.iterdir()}
    yield "same", "" if same else "some bytes differ"
    yield from _published(problem, second, calendars)
    yield from _published_again(before, {path.name: path.read_bytes() for path in calendars.iterdir()})
    write_geojson(problem, first, folder / "plan.geojson")
    yield from _mapped(problem, first, folder / "plan.geojson")


def _published(problem: Problem, plan: Plan, folder: Path) -> Iterator[Look]:
    """Write the calendars and read them back with each reader, live events only."""
    write_calendars(problem, plan, folder)
    names = file_names(problem.technicians)
    for route in plan.routes:
        data = (folder / names[route.technician]).read_bytes()
        cancelled = {uid for uid, event in _seen(data).items() if not event.live}
        jobs = [stop for stop in route.stops if stop.kind is StopKind.JOB]
        wanted = {job_uid(stop.id): (_utc(stop.start), _utc(stop.finish)) for stop in jobs}
        rest = sorted((_utc(stop.start), _utc(stop.finish)) for stop in route.stops if stop not in jobs)
        for name, read in READERS.items():
            try:
                found = {uid: span for uid, span in read(data).items() if uid not in cancelled}
            except Exception as error:  # whatever a foreign parser raises is its complaint
                yield "opened", f"{name} says {error!r}"
                continue
            others = sorted(span for uid, span in found.items() if uid not in wanted)
            yield "opened", "" if others == rest else f"{name} reads other breaks"
            for uid, span in wanted.items():
                for planned_at, read_at in zip(span, found.get(uid, (None, None)), strict=True):
                    yield "instants", "" if planned_at == read_at else f"{name} reads {read_at} for {planned_at}"


def _published_again(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Look]:
    """Hold the SEQUENCE of every event against what somebody has in a calendar who followed one file, or all."""
    was, now = ({file: _seen(data) for file, data in files.items()} for files in (before, after))
    for file, events in now.items():
        for uid, event in events.items():
            others = [seen[uid] for name, seen in now.items() if name != file and uid in seen]
            yield "again", wrong(was[file].get(uid), event, others)
    lost = [uid for file, events in was.items() for uid in events if uid not in now[file]]
    yield "again", f"gone without a word: {lost}" if lost else ""


def wrong(old: Seen | None, new: Seen, elsewhere: Sequence[Seen]) -> str:
    """What is wrong with an event that is published again; empty when nothing is.

    Parameters
    ----------
    old
        The same event in the same file before.
    elsewhere
        Events of the same job in other files now.
    """
    if old is None:
        grown = new.live
    elif (old.live, old.start) == (new.live, new.start):
        grown = new.sequence == old.sequence
    else:
        grown = new.sequence > old.sequence
    if new.live:
        grown = grown and all(not other.live and other.sequence < new.sequence for other in elsewhere)
    return "" if grown else f"{old} became {new} beside {elsewhere}"


def _mapped(problem: Problem, plan: Plan, file: Path) -> Iterator[Look]:
    """A second library's validation, then what it does not look at: order of numbers, box, antimeridian."""
    from geojson_pydantic import FeatureCollection

    document = json.loads(file.read_bytes())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="BBOX crossing the Antimeridian")
        try:
            FeatureCollection.model_validate(document)
        except ValueError as error:
            yield "geojson", str(error)
            return
    features: Mapping[str, Any] = {feature["id"]: feature for feature in document["features"]}
    lines = [line for route in plan.routes for line in _lines(features, route.technician)]
    jumps = [leg for line in lines for leg in pairwise(line) if abs(leg[0][0] - leg[1][0]) > 180]
    west, south, east, north = document["bbox"]
    outside = [
        (lon, lat)
        for line in lines
        for lon, lat in line
        if not (south <= lat <= north and ((lon - west) % 360 <= (east - west) % 360))
    ]
    yield "geojson", f"jumps {jumps}, outside {outside}" if jumps or outside or (east - west) % 360 > 1 else ""
    for job in problem.jobs:
        feature = features.get(f"job/{job.id}") or features[f"unassigned/{job.id}"]
        there = feature["geometry"]["coordinates"] == [job.place.lon, job.place.lat]
        yield "positions", "" if there else f"{job.id} at {feature['geometry']}"


def _lines(features: Mapping[str, Any], technician: str) -> list[list[list[float]]]:
    route = next(
        feature
        for feature in features.values()
        if feature["properties"]["kind"] == "route" and feature["properties"]["technician"] == technician
    )
    spots: list[Any] = route["geometry"]["coordinates"]
    return [spots] if route["geometry"]["type"] == "LineString" else spots


def _seen(data: bytes) -> Mapping[str, Seen]:
    events = Calendar.from_ical(data).events
    return {
        str(event.uid): Seen(event.status == STATUS.CONFIRMED, int(event.sequence), _utc(event.start))
        for event in events
    }


def _by_zone(value: str, zones: Any) -> datetime:
    zone, _, wall = value.removeprefix("TZID=").rpartition(":")
    instant = datetime.strptime(wall.rstrip("Z"), "%Y%m%dT%H%M%S")
    return instant.replace(tzinfo=zones.get(zone) if zone else UTC).astimezone(UTC)


def _utc(instant: Any) -> datetime:
    found: datetime = instant.astimezone(UTC)
    return found


SHOWS = (
    Show(
        key="door-5",
        bar="calendar files of 12 mornings with and without a change of the clocks (Europe, America, Australia's half"
        " hour, Morocco, China, Chatham, Fiji), night shifts running through it, with hostile text in every field: read"
        " by icalendar, by ical and by the file's own VTIMEZONE through dateutil without complaint, every instant as"
        " planned; published again unchanged the same to the byte, after a change SEQUENCE grows where it must and only"
        " there; GeoJSON valid by geojson-pydantic, longitude first, box and antimeridian as RFC 7946 says",
        measure=files_for_other_programs,
    ),
)
"""The shows of this kind."""
