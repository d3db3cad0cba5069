"""The plan as one page that needs no network: timelines, map, who is late, what is left out and why, figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries, job_title, technician_name, unused_shifts
from dispatcher.formats.reasons import Reasons
from dispatcher.formats.rendering import asset, content_policy, render
from dispatcher.formats.sketch_map import SketchMap, sketch_map
from dispatcher.formats.timeline import timelines
from dispatcher.formats.words import Language, Words, money
from dispatcher.job import Job, ServiceClass
from dispatcher.plan import Conflict, UnassignedJob, total
from dispatcher.problem import Problem
from dispatcher.result import Kpis, Result

MOST_NAMES = 3
"""Technicians named in one place; more are counted."""


@dataclass(frozen=True)
class Tile:
    """One answer at the top of the page."""

    name: str
    value: str
    note: str = ""
    tone: str = ""
    """good, alert, or nothing."""


@dataclass(frozen=True)
class LateJob:
    """A planned job that misses a told or agreed time."""

    job: Job
    title: str
    by: str
    planned: str
    note: str
    hue: int
    """Colour of the technician, 0 to 7."""


@dataclass(frozen=True)
class Fit:
    """A place that an unassigned job could have."""

    where: str
    extra: str
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """An unassigned job."""

    job: Job
    title: str
    price: str
    note: str
    why: tuple[str, ...]
    fits: tuple[Fit, ...]


@dataclass(frozen=True)
class CostLine:
    """One term of the plan's cost."""

    name: str
    amount: str
    share: float


def write_page(
    problem: Problem, result: Result, path: Path | str, lang: Language = "en", *, created: datetime | None = None
) -> None:
    """Write the plan as one HTML file that can be mailed, read without a network, and printed on one sheet.

    Parameters
    ----------
    problem, result
        What was asked, and the checked answer to it.
    path
        The file to write; an existing one is replaced.
    lang
        Language of everything that is not the customer's own text.
    created
        Shown as the time of making; None = now.
    """
    Path(path).write_text(page(problem, result, lang, created=created), encoding="utf-8")


def page(problem: Problem, result: Result, lang: Language = "en", *, created: datetime | None = None) -> str:
    """The text of the file that `write_page` writes."""
    words = Words(lang, problem.zone)
    routes = itineraries(problem, result.plan)
    days = sorted({route.day for route in routes}) or [words.local(problem.start).date()]
    tooltip = partial(_tooltip, words)
    jobs = {job.id: job for job in problem.jobs}
    left_out = [jobs[item.job] for item in result.plan.unassigned]
    maps, missing = _maps(routes, days, left_out)
    script = asset("page.js")
    return render(
        "page.html",
        words=words,
        problem=problem,
        status=_status(problem, result, words),
        incomplete=result.status == "incomplete",
        policy=content_policy(script),
        style=asset("page.css"),
        script=script,
        title=" · ".join(filter(None, [problem.name or words.say("plan"), words.day(days[0])])),
        days=" – ".join(words.day(day) for day in dict.fromkeys((days[0], days[-1]))),
        tiles=tuple(_tiles(problem, result, routes, words)),
        timelines=timelines(routes, problem.zone),
        unused=_unused(problem, result, words, several=len(days) > 1),
        index={job.id: position for position, job in enumerate(problem.jobs)},
        tooltip=tooltip,
        late=_late_jobs(routes, words, several=len(days) > 1),
        left_out=[
            _left_out(problem, item, jobs[item.job], words, several=len(days) > 1) for item in result.plan.unassigned
        ],
        conflicts=[_conflict(problem, item, words) for item in result.conflicts],
        maps=maps,
        missing=missing,
        figures=tuple(figures(result.kpis, words)),
        costs=_cost_lines(result, words),
        total=f"{money(total(result.plan.cost))} {problem.costs.currency}",
        rates=tuple(words.exchange_rates(problem.costs)),
        origin=tuple(_origin(result, words, created or datetime.now(UTC))),
    )


def _status(problem: Problem, result: Result, words: Words) -> str:
    """Nothing when no job must be planned."""
    return words.say(f"page.{result.status}") if any(job.must_plan for job in problem.jobs) else ""


def _tiles(problem: Problem, result: Result, routes: Sequence[Itinerary], words: Words) -> Iterator[Tile]:
    kpis, plan = result.kpis, result.plan
    currency = problem.costs.currency
    late = [max(stop.clocks_missed.values()) for route in routes for stop in route.jobs if stop.clocks_missed]
    yield Tile(words.say("page.planned"), words.say("count_of", part=kpis.planned, whole=kpis.jobs))
    price = money(sum(job.cost for job in plan.unassigned))
    yield Tile(
        words.say("page.left_out"),
        str(len(plan.unassigned)),
        f"{price} {currency}" if plan.unassigned else "",
        "alert" if plan.unassigned else "good",
    )
    yield Tile(
        words.say("page.late"),
        str(len(late)),
        words.say("page.at_most", span=words.span(max(late))) if late else "",
        "alert" if late else "good",
    )
    kept = f"{100 * kpis.promises_kept / kpis.promises:.0f} %" if kpis.promises else ""
    yield Tile(words.say("page.promises"), words.say("count_of", part=kpis.promises_kept, whole=kpis.promises), kept)
    yield Tile(words.say("page.overtime"), words.span(kpis.overtime), *_overtime_note(routes, words))
    loads = [route.route.working_time for route in routes]
    balance = words.say("between", first=words.span(min(loads)), last=words.span(max(loads))) if loads else "–"
    out = words.say("page.shifts_out", part=kpis.shifts_used, whole=kpis.shifts)
    yield Tile(words.say("page.balance"), balance, out)
    yield Tile(words.say("page.cost"), money(total(plan.cost)), currency)


def _overtime_note(routes: Sequence[Itinerary], words: Words) -> tuple[str, str]:
    over = [route.name for route in routes if route.route.overtime]
    return _few(over, words), "warn" if over else "good"


def _few(names: Sequence[str], words: Words) -> str:
    """Some names, or how many they are."""
    if len(names) > MOST_NAMES:
        return words.say("page.people", count=len(names))
    return words.say("list_comma").join(names)


def _unused(problem: Problem, result: Result, words: Words, *, several: bool) -> list[str]:
    """Shifts without a route, as name and hours, with the day when the plan has several."""
    lines = []
    for technician, shift in unused_shifts(problem, result.plan):
        day = words.local(shift.start).date()
        hours = words.window(shift.start, shift.end, of=day)
        lines.append(f"{technician_name(technician)} {words.day(day) + ' ' if several else ''}{hours}")
    return lines


def _tooltip(words: Words, route: Itinerary, stop: PlannedStop) -> str:
    """Everything about one stop, line by line."""
    job, day = stop.job, route.day
    ids = (
        [f"{stop.number} {stop.title}", *(x for x in (job.id, job.ticket) if x != stop.title)] if job else [stop.title]
    )
    times = [
        words.say("labelled", name=words.say("arrival"), value=words.clock(stop.stop.arrival, day)),
        words.say("labelled", name=words.say("work"), value=words.window(stop.stop.start, stop.stop.finish, day)),
    ]
    lines = [" · ".join(filter(None, ids)), route.name, words.say("clause_comma").join(times)]
    if job and job.promise:
        lines.append(_told(job, words, day))
    lines += [f"▲ {words.say(f'clock.{name}')} {words.span(by)}" for name, by in stop.clocks_missed.items()]
    lines += [stop.place.address or "" if stop.place else "", job.description if job else ""]
    return "\n".join(filter(None, lines))


def _told(job: Job, words: Words, day: date) -> str:
    window = words.window(job.promise.from_, job.promise.until, day) if job.promise else ""
    return words.say("page.told", window=window) if window else ""


def _late_jobs(routes: Sequence[Itinerary], words: Words, *, several: bool) -> list[LateJob]:
    """Worst first."""
    late = [(stop, route) for route in routes for stop in route.jobs if stop.clocks_missed]
    late.sort(key=lambda pair: -max(pair[0].clocks_missed.values()))
    return [_late_job(stop, route, stop.job, words, several=several) for stop, route in late if stop.job]


def _late_job(stop: PlannedStop, route: Itinerary, job: Job, words: Words, *, several: bool) -> LateJob:
    clock = words.moment(stop.stop.start) if several else words.clock(stop.stop.start, route.day)
    start = words.say("labelled", name=words.say("start"), value=clock)
    other = [words.say(f"clock.{name}") for name in stop.clocks_missed if name != "promise"]
    about = [route.name, job.id if job.id != stop.title else "", *other]
    return LateJob(
        job=job,
        title=stop.title,
        by=words.span(max(stop.clocks_missed.values())),
        planned=words.say("clause_comma").join(filter(None, [start, _told(job, words, route.day)])),
        note=" · ".join(filter(None, about)),
        hue=route.hue,
    )


def _left_out(problem: Problem, item: UnassignedJob, job: Job, words: Words, *, several: bool) -> LeftOut:
    title, reasons = job_title(job), Reasons(problem, words, titled=True)
    day = words.local(job.promise.from_).date() if job.promise else None
    told = [words.day(day) if several else "", _told(job, words, day)] if day else []
    must = words.say("page.must_plan") if job.must_plan else ""
    fits = (Fit(reasons.where(one), reasons.extra(one), tuple(reasons.blocks(one))) for one in item.options)
    return LeftOut(
        job=job,
        title=title,
        price=f"{money(item.cost)} {problem.costs.currency}",
        note=" · ".join(filter(None, [must, job.id if job.id != title else "", *told])),
        why=tuple(reasons.headlines(item)),
        fits=tuple(fits),
    )


def _conflict(problem: Problem, conflict: Conflict, words: Words) -> str:
    """A lock that cannot be kept: which job, whose, why."""
    titles = {job.id: job_title(job) for job in problem.jobs}
    names = {technician.id: technician_name(technician) for technician in problem.technicians}
    job, who = conflict.stop or "", conflict.technician or ""
    about = words.say("list_comma").join(filter(None, [titles.get(job, job), names.get(who, who)]))
    sentence = words.sentence(conflict)
    return words.say("labelled", name=about, value=sentence) if about else sentence


def _maps(
    routes: Sequence[Itinerary], days: Sequence[date], left_out: Sequence[Job]
) -> tuple[list[tuple[date, SketchMap]], int]:
    """A map per day, and how many places could not be drawn."""
    drawn = [(day, sketch_map([route for route in routes if route.day == day], left_out)) for day in days]
    maps = [(day, drawing) for day, drawing in drawn if drawing]
    places = [
        place for route in routes for place in (route.start_place, *(s.place for s in route.stops), route.end_place)
    ]
    ids = {place.id for place in (*places, *(job.place for job in left_out)) if place and not place.coordinates}
    return maps, len(ids)


def figures(kpis: Kpis, words: Words) -> Iterator[tuple[str, str]]:
    """The figures of a plan, as label and value."""
    counts = {"shifts_used": (kpis.shifts_used, kpis.shifts), "planned": (kpis.planned, kpis.jobs)}
    if kpis.promises:
        counts["promises_kept"] = kpis.promises_kept, kpis.promises
    if kpis.responses:
        counts["responses_kept"] = kpis.responses_kept, kpis.responses
    for name, (part, whole) in counts.items():
        yield words.say(f"kpi.{name}"), words.say("count_of", part=part, whole=whole)
    for service_class, count in sorted(kpis.by_class.items(), key=lambda item: list(ServiceClass).index(item[0])):
        if whole := count.planned + count.unassigned:
            value = words.say("count_of", part=count.planned, whole=whole)
            yield words.say("page.of_class", name=words.say(f"class.{service_class}")), value
    late = ("late_p50", "late_p90", "late_max") if kpis.late_max else ()
    for name in (*late, "working_time", "service", "idle", "breaks", "overtime"):
        yield words.say(f"kpi.{name}"), words.span(getattr(kpis, name))
    yield words.say("kpi.travel"), words.span(kpis.travel.total)
    yield words.say("kpi.distance"), words.distance(kpis.distance.total)
    if kpis.utilisation is not None:
        yield words.say("kpi.utilisation"), f"{100 * kpis.utilisation:.0f} %"


def _cost_lines(result: Result, words: Words) -> list[CostLine]:
    """Dearest first."""
    whole = total(result.plan.cost)
    terms = sorted(result.plan.cost.items(), key=lambda item: -item[1])
    return [
        CostLine(words.say(f"term.{term}"), money(cost), round(100 * cost / max(1, whole), 1)) for term, cost in terms
    ]


def _origin(result: Result, words: Words, created: datetime) -> Iterator[str]:
    settings = result.settings
    yield words.say("origin.created", clock=words.moment(created))
    yield words.say("origin.engine", engine=settings.engine)
    yield words.say("origin.seed", seed=settings.seed)
    yield words.say("origin.budget", used=f"{result.search.seconds:.1f}", limit=f"{settings.time_limit:g}")
    yield words.say("origin.cores", count=settings.cores)
    yield words.say("origin.travel", source=result.travel_source)
    yield from (f"{name} {version}" for name, version in result.versions.items())
    yield words.say("origin.problem", hash=result.problem_hash[:12])
