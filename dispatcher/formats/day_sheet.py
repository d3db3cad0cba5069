"""The technician's paper: what to load, where to go and when, the fault, and a voucher to fill in at the customer."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries
from dispatcher.formats.rendering import asset, content_policy, render
from dispatcher.formats.words import Language, Words
from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import StopKind
from dispatcher.problem import Problem
from dispatcher.result import Result

LONGEST_NAME = 32
"""Characters of an id kept in a file name: two of them, in any script, stay below 255 bytes."""


@dataclass(frozen=True)
class SheetStop:
    """One stop as it is printed."""

    number: int
    """0 when it is no job."""
    kind: str
    title: str
    arrival: str
    start: str
    finish: str
    travel: str
    """The way there; empty when there is none."""
    told: str
    late: str
    ids: str
    address: str
    facts: tuple[tuple[str, str], ...]
    fault: str
    parts: tuple[str, ...]
    tools: tuple[str, ...]


def write_day_sheets(
    problem: Problem,
    result: Result,
    folder: Path | str,
    lang: Language = "en",
    *,
    created: datetime | None = None,
) -> list[Path]:
    """Write one HTML file per route, and an `index.html` that links them.

    Parameters
    ----------
    problem, result
        What was asked, and the checked answer to it.
    folder
        Where to write; made when it does not exist. Files of the same names are replaced, others stay.
    lang
        Language of everything that is not the customer's own text.
    created
        Shown as the time of printing; None = now.

    Returns
    -------
    list of Path
        The sheets in document order of the shifts, then the index.
    """
    words = Words(lang, problem.zone)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sheets = _named(itineraries(problem, result.plan))
    made = words.say("sheet.printed", clock=words.moment(created or datetime.now(UTC)))
    for name, route in sheets.items():
        (folder / name).write_text(day_sheet(route, words, made), encoding="utf-8")
    index = _index(problem, sheets, words, made)
    (folder / "index.html").write_text(index, encoding="utf-8")
    return [folder / name for name in (*sheets, "index.html")]


def day_sheet(route: Itinerary, words: Words, made: str) -> str:
    """The text of one sheet; `made` is printed at its foot."""
    start = words.say(
        "sheet.leaves", place=_address(route.start_place), clock=words.clock(route.route.departure, route.day)
    )
    home = words.say(
        "sheet.home",
        span=words.span(route.route.travel_home),
        km=words.distance(route.route.distance_home),
        clock=words.clock(route.route.arrival_home, route.day),
    )
    return _page(
        "day_sheet.html",
        words,
        title=f"{words.say('sheet.title')} · {route.name}",
        route=route,
        day=words.day(route.day),
        hours=words.window(route.shift.start, route.shift.end, route.day),
        load=words.say(
            "page.load",
            jobs=len(route.jobs),
            span=words.span(route.route.working_time),
            km=words.distance(route.distance),
        ),
        start=start,
        home=home,
        parts=_counted(loading_list(route), words),
        tools=sorted({tool for stop in route.jobs if stop.job for tool in stop.job.tools}),
        stops=[_sheet_stop(stop, route.day, words) for stop in route.stops],
        made=made,
    )


def loading_list(route: Itinerary) -> Mapping[str, int]:
    """How many of each part the route uses up, by name of the part."""
    parts: Counter[str] = Counter()
    for stop in route.stops:
        parts.update(stop.stop.parts)
    return dict(sorted(parts.items()))


def _page(template: str, words: Words, **context: object) -> str:
    return render(template, words=words, style=asset("day_sheet.css"), policy=content_policy(""), **context)


def _index(problem: Problem, sheets: Mapping[str, Itinerary], words: Words, made: str) -> str:
    lines = [
        (quote(name), words.day(route.day), route.name, words.window(route.shift.start, route.shift.end, route.day))
        for name, route in sheets.items()
    ]
    return _page("sheet_index.html", words, title=words.say("sheet.index"), problem=problem, lines=lines, made=made)


def _sheet_stop(stop: PlannedStop, day: date, words: Words) -> SheetStop:
    job, at = stop.job, stop.stop
    promise = job.promise if job else None
    late = stop.clocks_missed.get("promise", 0)
    way = words.say("sheet.travel", span=words.span(at.travel), km=words.distance(at.distance)) if at.travel else ""
    return SheetStop(
        number=stop.number,
        kind=at.kind.value,
        title=stop.title if at.kind in (StopKind.JOB, StopKind.DEPOT) else words.say(f"segment.{_SEGMENT[at.kind]}"),
        arrival=words.clock(at.arrival, day),
        start=words.clock(at.start, day),
        finish=words.clock(at.finish, day),
        travel=way,
        told=words.window(promise.from_, promise.until, day) if promise else "",
        late=words.say("sheet.come_late", span=words.span(late)) if late else "",
        ids=_ids(job, stop.title) if job else "",
        address=_address(stop.place) if stop.place else "",
        facts=tuple(_facts(stop, words)),
        fault=job.description if job else "",
        parts=tuple(_counted(at.parts, words)),
        tools=job.tools if job else (),
    )


_SEGMENT = {StopKind.BREAK: "pause", StopKind.APPOINTMENT: "appointment"}


def _ids(job: Job, title: str) -> str:
    """Id, ticket and type, without what already stands in the title."""
    return " · ".join(name for name in dict.fromkeys((job.id, job.ticket, job.type)) if name not in ("", title))


def _facts(stop: PlannedStop, words: Words) -> Iterator[tuple[str, str]]:
    """What else the technician should know of a job: who pays, which skills it asks for, the customer's own labels."""
    if stop.job is None:
        return
    yield words.say("service_class"), words.say(f"class.{stop.job.service_class}")
    skills = [words.say("level", name=name, level=level) for name, level in stop.job.skills.all.items()]
    if skills:
        yield words.say("skill"), words.say("list_comma").join(skills)
    yield from ((name, value) for name, value in stop.job.labels.items() if name != "customer")


def _address(place: Place) -> str:
    return place.address or place.id


def _counted(parts: Mapping[str, int], words: Words) -> list[str]:
    return [words.say("times", count=count, name=name) for name, count in parts.items()]


def _named(routes: Iterable[Itinerary]) -> dict[str, Itinerary]:
    """A file name for each route, different also where case does not count."""
    named: dict[str, Itinerary] = {}
    taken: Counter[str] = Counter()
    for route in routes:
        name = f"{_safe(route.technician.id)}-{_safe(route.shift.id)}"
        taken[name.casefold()] += 1
        count = taken[name.casefold()]
        named[f"{name}~{count}.html" if count > 1 else f"{name}.html"] = route
    return named


def _safe(identifier: str) -> str:
    """Letters, digits, dots, hyphens and underscores of an id; no leading dot."""
    plain = unicodedata.normalize("NFC", identifier)
    return re.sub(r"[^\w.-]+", "_", plain)[:LONGEST_NAME].lstrip(".") or "_"
