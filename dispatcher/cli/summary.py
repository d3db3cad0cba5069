"""A plan on one screen: who goes where, who is late, what is left out and why, figures, cost by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from dispatcher.cli.console import Listing
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.formats.itinerary import Itinerary, PlannedStop, itineraries, technician_name, unused_shifts
from dispatcher.formats.reasons import Reasons
from dispatcher.formats.words import money
from dispatcher.plan import Plan, StopKind, total
from dispatcher.problem import Problem
from dispatcher.result import Result

MOST_LEFT_OUT = 10
"""Unassigned jobs shown with their reasons, the dearest first; the rest are named."""

WIDEST_STOP = 24
"""Stops stand below each other in columns unless one of them, its mark apart, is wider than this."""

WIDEST_NAME = 26
"""Columns for technicians; longer names take two lines."""


@dataclass(frozen=True)
class Packed:
    """Short texts side by side, as many to a line as fit, none of them broken.

    Parameters
    ----------
    cell
        Columns that each takes at least.
    """

    texts: Sequence[Text]
    cell: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line = Text()
        for text in self.texts:
            padded = text.copy()
            padded.pad_right(max(0, self.cell - text.cell_len))
            if line and line.cell_len + 2 + text.cell_len > options.max_width:
                yield _stripped(line)
                line = Text()
            line = Text.assemble(line, "  ", padded) if line else padded
        yield _stripped(line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max((text.cell_len for text in self.texts), default=0)
        every = sum(max(self.cell, text.cell_len) + 2 for text in self.texts)
        return Measurement(min(widest, options.max_width), min(every, options.max_width))


def _stripped(line: Text) -> Text:
    line.rstrip()
    line.overflow = "fold"
    return line


def summary(problem: Problem, result: Result, words: ConsoleWords) -> RenderableType:
    """Everything about a plan that fits a screen."""
    routes = itineraries(problem, result.plan)
    parts: list[RenderableType] = [_title(problem, result, words)]
    parts += incomplete(problem, result, words)
    parts += ["", _routes(problem, result.plan, routes, words)]
    parts += _left_out(problem, result.plan, words)
    parts += _conflicts(problem, result, words)
    columns = Table.grid(padding=(0, 4, 0, 0))
    columns.add_row(_figures(problem, result, routes, words), cost_table(result, problem.costs.currency, words))
    return Group(*parts, "", columns, "", _search(problem, result, words))


def _title(problem: Problem, result: Result, words: ConsoleWords) -> Text:
    days = list(dict.fromkeys(words.local(shift.start).date() for _, shift in problem.shifts()))
    period = " – ".join(words.day(day) for day in dict.fromkeys((days[0], days[-1]))) if days else ""
    return Text(" · ".join(filter(None, [problem.name, period])), style="bold")


def incomplete(problem: Problem, result: Result, words: ConsoleWords) -> Iterator[Text]:
    """The line that must not be overlooked: a must_plan job is left out."""
    if result.status == "incomplete":
        musts = {job.id for job in problem.jobs if job.must_plan}
        missing = [item.job for item in result.plan.unassigned if item.job in musts]
        told = words.say("incomplete", jobs=words.say("list_comma").join(missing))
        yield Text(told, style="bold white on red")


def _routes(problem: Problem, plan: Plan, routes: Sequence[Itinerary], words: ConsoleWords) -> RenderableType:
    """One row for each route, day by day; below it who is not sent out."""
    if not routes:
        return Text(words.say("nobody_out"))
    table = Listing(expand=True)
    table.column(words.say("technician"), widest=WIDEST_NAME)
    table.column(words.say("stops"), ratio=1)
    table.numbers(*(words.say(key) for key in ("kpi.travel", "over", "page.late")))
    cell = max(_stop(stop, route, words, marked=False).cell_len for route in routes for stop in route.stops)
    several = len({route.day for route in routes}) > 1
    for day, of_day in groupby(sorted(routes, key=lambda route: route.day), key=lambda route: route.day):
        if several:
            table.add_row(Text(words.day(day), style="bold"))
        for route in of_day:
            table.add_row(*_route(route, words, cell if cell <= WIDEST_STOP else 0))
    return Group(table, *_not_sent_out(problem, plan, words))


def _not_sent_out(problem: Problem, plan: Plan, words: ConsoleWords) -> Iterator[Text]:
    """Everybody with an empty shift; with its day, where there are several."""
    several = len({words.local(shift.start).date() for _, shift in problem.shifts()}) > 1
    idle = [
        f"{technician_name(technician)} {words.day(words.local(shift.start).date()) if several else ''}".strip()
        for technician, shift in unused_shifts(problem, plan)
    ]
    if idle:
        names = words.say("list_comma").join(idle)
        yield Text(words.say("labelled", name=words.say("not_sent_out"), value=names), style="dim")


def _route(route: Itinerary, words: ConsoleWords, cell: int) -> Iterator[RenderableType]:
    away = words.window(route.route.departure, route.route.arrival_home, route.day)
    yield Text.assemble((route.name, "bold"), "\n", (f"  {away}", "dim"))
    yield Packed([_stop(stop, route, words) for stop in route.stops], cell)
    yield words.span(sum(stop.stop.travel for stop in route.stops) + route.route.travel_home)
    over, late = route.route.overtime, sum(1 for stop in route.jobs if stop.clocks_missed)
    yield Text(words.span(over), style="yellow") if over else Text("–", style="dim")
    yield Text(str(late), style="red") if late else Text("–", style="dim")


def _stop(stop: PlannedStop, route: Itinerary, words: ConsoleWords, *, marked: bool = True) -> Text:
    text = Text.assemble((words.clock(stop.stop.start, route.day), "dim"), " ", stop.stop.id)
    if stop.stop.kind is not StopKind.JOB:
        text.stylize("italic dim")
    if stop.clocks_missed and marked:
        text.append(f" ▲{max(1, (max(stop.clocks_missed.values()) + 30) // 60)}", style="bold red")
    return text


def _left_out(problem: Problem, plan: Plan, words: ConsoleWords) -> Iterator[RenderableType]:
    """The unassigned jobs, dearest first."""
    if not plan.unassigned:
        return
    currency = problem.costs.currency
    items = sorted(plan.unassigned, key=lambda item: -item.cost)
    table = Listing(expand=True)
    table.column(words.say("page.left_out"))
    customers, reasons = {job.id: job.labels.get("customer", "") for job in problem.jobs}, Reasons(problem, words)
    if any(customers[item.job] for item in items):
        table.column(words.say("customer"), ratio=1)
    table.column(words.say("why"), ratio=2)
    table.numbers(words.say("price"))
    for item in items[:MOST_LEFT_OUT]:
        customer = [customers[item.job]] if len(table.columns) == 4 else []
        why = "\n".join(reasons.headlines(item))
        table.add_row(*map(Text, (item.job, *customer, why, f"{money(item.cost)} {currency}")))
    yield from ("", table)
    if rest := items[MOST_LEFT_OUT:]:
        price = f"{money(sum(item.cost for item in rest))} {currency}"
        names = words.say("list_comma").join(item.job for item in rest)
        yield Text(words.say("rest_left_out", count=len(rest), price=price, jobs=names))


def _conflicts(problem: Problem, result: Result, words: ConsoleWords) -> Iterator[RenderableType]:
    if not result.conflicts:
        return
    table = Listing(expand=True)
    table.column(words.say("conflict"))
    table.column(words.say("why"), ratio=1)
    for conflict in result.conflicts:
        where = " · ".join(filter(None, [conflict.stop, conflict.technician]))
        table.add_row(Text(where), Text(words.sentence(conflict)))
    yield from ("", table)


def _figures(problem: Problem, result: Result, routes: Sequence[Itinerary], words: ConsoleWords) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text(words.say("page.figures"), style="bold"))
    for name, value in _figure_lines(problem, result, routes, words):
        table.add_row(Text(name), Text(value))
    return table


def _figure_lines(
    problem: Problem, result: Result, routes: Sequence[Itinerary], words: ConsoleWords
) -> Iterator[tuple[str, str]]:
    kpis, none = result.kpis, words.say("none")
    yield words.say("page.planned"), words.say("count_of", part=kpis.planned, whole=kpis.jobs)
    price = f"{money(sum(item.cost for item in result.plan.unassigned))} {problem.costs.currency}"
    left_out = len(result.plan.unassigned)
    yield words.say("page.left_out"), words.say("worth", count=left_out, price=price) if left_out else none
    for name, kept, promised in (
        ("promises", kpis.promises_kept, kpis.promises),
        ("responses", kpis.responses_kept, kpis.responses),
    ):
        if promised:
            share = words.say("of_share", part=kept, whole=promised, share=100 * kept / promised)
            yield words.say(f"kpi.{name}_kept"), share
    late = [max(stop.clocks_missed.values()) for route in routes for stop in route.jobs if stop.clocks_missed]
    most = words.span(max(late, default=0))
    yield words.say("page.late"), words.say("late_at_most", count=len(late), span=most) if late else none
    way = words.say("clause_comma").join((words.span(kpis.travel.total), words.distance(kpis.distance.total)))
    yield words.say("kpi.travel"), way
    yield words.say("kpi.working_time"), words.span(kpis.working_time)
    over = sum(1 for route in routes if route.route.overtime)
    told = words.say("in_shifts", span=words.span(kpis.overtime), part=over, whole=kpis.shifts_used)
    yield words.say("kpi.overtime"), told if over else none
    if kpis.utilisation is not None:
        yield words.say("kpi.utilisation"), f"{100 * kpis.utilisation:.0f} %"


def cost_table(result: Result, currency: str, words: ConsoleWords) -> Table:
    """Cost by term, dearest first, and its sum."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right", style="dim")
    bill, whole = result.plan.cost, total(result.plan.cost)
    table.add_row(Text(words.say("page.cost_by_term"), style="bold"), Text(currency, style="bold"))
    for term, cost in sorted(bill.items(), key=lambda item: -item[1]):
        table.add_row(words.say(f"term.{term}"), money(cost), f"{100 * cost / whole:.0f} %" if whole else "")
    table.add_row(Text(words.say("page.total"), style="bold"), Text(money(whole), style="bold"))
    return table


def _search(problem: Problem, result: Result, words: ConsoleWords) -> Text:
    """How the search went and what it started from."""
    log, settings = result.search, result.settings
    costs = [improvement.cost for improvement in log.improvements]
    fields = {"seconds": log.seconds, "currency": problem.costs.currency}
    told = words.say("search_one", **fields)
    if len(costs) > 1:
        told = words.say(
            "search",
            better=words.count(len(costs) - 1, "better"),
            first=money(costs[0]),
            last=money(costs[-1]),
            **fields,
        )
    ended = {"stop": words.say("stopped"), "finished": words.say("finished")}.get(log.stopped_by)
    seed = words.say("origin.seed", seed=settings.seed)
    search = " · ".join(filter(None, [told, ended, words.count(settings.cores, "core"), seed]))
    return Text(f"{search}\n{words.say('origin.travel', source=result.travel_source)}", style="dim")
