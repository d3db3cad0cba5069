"""The plan as iCalendar files (RFC 5545), one for each technician, to be published again after each re-plan."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid5

from icalendar import Event

from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries, technician_name
from dispatcher.formats.publication import CalendarFile, Superseded, calendar_bytes, published, republish
from dispatcher.formats.replacement import replacing
from dispatcher.formats.words import Language, Words
from dispatcher.job import Job
from dispatcher.plan import Plan, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician

NAMESPACE = UUID("0b7c5a0e-6d0b-5c1f-9a39-6f7f0d1b2e54")
"""Of our UIDs (RFC 9562, version 5). To change it would double every event in every calendar."""

LONGEST_NAME = 48
"""Characters of an id kept in a file name: in any script they stay below 255 bytes."""

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*-[0-9a-f]{12}", re.IGNORECASE)
"""Names that Windows keeps for devices, and those that might be taken for one with our hash."""


@dataclass(frozen=True)
class Calendars:
    """What was published.

    Parameters
    ----------
    files
        All calendar files of the folder, those of the problem's technicians first, in document order.
    fates
        How many events are ``new``, ``changed``, ``cancelled`` and ``unchanged`` since the folder was last published.
    """

    files: tuple[Path, ...]
    fates: Mapping[str, int]


def write_calendars(
    problem: Problem,
    plan: Plan,
    folder: Path | str,
    lang: Language = "en",
    *,
    published_at: datetime | None = None,
) -> Calendars:
    """Write one calendar file for each technician of the problem, also for one who stays at home.

    Every stop is an event, from its start to its finish. A job's UID comes from its id alone, so that it keeps it
    through all re-plans, whoever does it and when; breaks and depot stops have theirs from technician, shift and id.

    What the folder already holds is taken for what people have in their calendars. What is the same stays the same to
    the byte; what has changed gets the next SEQUENCE; what is gone is written as cancelled, so that it goes from the
    calendars that know it. A job that moves to another technician is cancelled in the one file and stands in the
    other, there with the higher SEQUENCE. A plan has no say over what lies outside its days, what a shift had begun
    before its `available_from`, and technicians of other problems (its own jobs excepted): such events stay.

    Times are wall times in the problem's zone, which the file describes. An event that touches an hour which clocks
    show twice is in UTC: a wall time means the first (RFC 5545, section 3.3.5), yet some programs take the second.

    Parameters
    ----------
    folder
        Made when it does not exist. Each file is replaced in one step.
    lang
        Language of everything that is not the customer's own text.
    published_at
        The stamp of what is new, changed or cancelled; None = now.

    Raises
    ------
    DispatchError
        When the folder holds a calendar that is not ours.
    OSError
        When a file cannot be written.
    """
    folder = Path(folder)
    before, names = published(folder), file_names(problem.technicians)
    live = _live(problem, plan, names, Words(lang, problem.zone))
    stamp = (published_at or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    new = republish(before, live, _superseded(problem, names), stamp)
    folder.mkdir(parents=True, exist_ok=True)
    for name, calendar in new.files.items():
        with replacing(folder / name) as fresh:
            fresh.write_bytes(calendar_bytes(calendar, problem.zone, problem.start))
    order = dict.fromkeys((*names.values(), *new.files))
    return Calendars(tuple(folder / name for name in order), new.fates)


def file_names(technicians: Iterable[Technician]) -> dict[str, str]:
    """Technician to file name: the id where it can be one, else what is left of it with a hash.

    No two are alike, also where case does not count; and as long as no two ids differ by case alone, a technician's
    file name does not depend on who else is there.
    """
    plain = {who.id: _safe(who.id) for who in technicians}
    alike = Counter(who.casefold() for who, name in plain.items() if who == name)
    return {
        who: f"{name}.ics" if who == name and alike[who.casefold()] == 1 else f"{name}-{_digest(who)}.ics"
        for who, name in plain.items()
    }


def job_uid(job: str) -> str:
    """The UID of a job's event."""
    return _uid("job", job)


def _uid(*names: str) -> str:
    return str(uuid5(NAMESPACE, json.dumps(names)))


def _safe(identifier: str) -> str:
    """Letters, digits, dots, hyphens and underscores of an id, without leading dots; no reserved name."""
    plain = unicodedata.normalize("NFC", identifier)
    name = re.sub(r"[^\w.-]+", "_", plain)[:LONGEST_NAME].strip(".") or "_"
    return f"_{name}" if RESERVED.fullmatch(name) else name


def _digest(identifier: str) -> str:
    return sha256(identifier.encode()).hexdigest()[:12]


def _live(problem: Problem, plan: Plan, names: Mapping[str, str], words: Words) -> dict[str, CalendarFile]:
    found: dict[str, dict[str, Event]] = {who: {} for who in names}
    for route in itineraries(problem, plan):
        found[route.technician.id].update(_events(route, words))
    people = {who.id: technician_name(who) for who in problem.technicians}
    return {names[who]: CalendarFile(_plain(people[who]), events) for who, events in found.items()}


def _events(route: Itinerary, words: Words) -> Iterator[tuple[str, Event]]:
    seen: Counter[str] = Counter()
    for stop in route.stops:
        kind, name = stop.stop.kind.value, stop.stop.id
        seen[name] += 1
        own = (route.technician.id, route.shift.id, name, str(seen[name]))
        uid = job_uid(name) if stop.job else _uid(kind, *own)
        yield uid, _event(uid, stop, route, words)


def _event(uid: str, stop: PlannedStop, route: Itinerary, words: Words) -> Event:
    event, at = Event(), stop.stop
    event.add("UID", uid)
    event.add("STATUS", "CONFIRMED")
    event.add("TRANSP", "OPAQUE")
    event.add("SUMMARY", _plain(_summary(stop, words)))
    start, finish = words.local(at.start), words.local(at.finish)
    if _comes_twice(start) or _comes_twice(finish):
        start, finish = start.astimezone(UTC), finish.astimezone(UTC)
    event.add("DTSTART", start)
    if at.finish > at.start:
        event.add("DTEND", finish)
    if stop.place:
        event.add("LOCATION", _plain(stop.place.address or stop.place.id))
        if stop.place.lat is not None and stop.place.lon is not None:
            event.add("GEO", (round(stop.place.lat, 6), round(stop.place.lon, 6)))
    if stop.job:
        event.add("DESCRIPTION", _lines(_told(stop, stop.job, route, words)))
    return event


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _summary(stop: PlannedStop, words: Words) -> str:
    if stop.job:
        return " · ".join(dict.fromkeys((stop.title, stop.stop.id)))
    if stop.stop.kind is StopKind.DEPOT:
        return words.say("labelled", name=words.say("segment.depot"), value=stop.stop.id)
    return words.say("segment.pause" if stop.stop.kind is StopKind.BREAK else "segment.appointment")


def _told(stop: PlannedStop, job: Job, route: Itinerary, words: Words) -> Iterator[str]:
    """What the technician should know: what was promised, the fault, what to bring, whom to call."""
    if job.promise:
        window = words.window(job.promise.from_, job.promise.until, route.day)
        yield words.say("labelled", name=words.say("promised"), value=window)
    late = stop.clocks_missed.get("promise", 0)
    if late:
        yield words.say("sheet.come_late", span=words.span(late))
    parts = [words.say("times", count=count, name=part) for part, count in stop.stop.parts.items()]
    comma = words.say("list_comma")
    facts = (
        (words.say("sheet.fault"), job.description),
        (words.say("parts"), comma.join(parts)),
        (words.say("tools"), comma.join(job.tools)),
        (words.say("ticket"), job.ticket),
        *((name, value) for name, value in job.labels.items() if name != "customer"),
    )
    yield from (words.say("labelled", name=name, value=value) for name, value in facts if value)


def _plain(text: str) -> str:
    """One line without control characters, which RFC 5545 forbids."""
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text).split())


def _lines(texts: Iterable[str]) -> str:
    """Several lines, those within a text kept."""
    return "\n".join(line for text in texts for line in map(_plain, text.splitlines()) if line)


def _superseded(problem: Problem, names: Mapping[str, str]) -> Superseded:
    """Which earlier events a plan answers: those of its jobs, and those of its technicians that lie in its days.

    What begins in a shift before its `available_from` has happened already and is no longer in the plan.
    """
    jobs, shifts = {job_uid(job.id) for job in problem.jobs}, list(problem.shifts())
    begun = [(names[who.id], shift.start, _planned_from(shift)) for who, shift in shifts]
    first = min((planned_from for _, _, planned_from in begun), default=problem.start)
    last = max((shift.end + timedelta(seconds=shift.max_overtime) for _, shift in shifts), default=problem.start)

    def answers(file: str, uid: str, start: datetime) -> bool:
        happened = any(whose == file and since <= start < until for whose, since, until in begun)
        return uid in jobs or (file in names.values() and first <= start <= last and not happened)

    return answers


def _planned_from(shift: Shift) -> datetime:
    return max(shift.start, shift.available_from.time) if shift.available_from else shift.start
