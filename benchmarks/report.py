"""The page that a comparison becomes: one HTML file with charts and tables, readable anywhere, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from benchmarks.charts import Axis, Chart, Series
from benchmarks.peers.comparison import Entry, best_peer, growth, standings, summaries
from benchmarks.peers.entrants import ENTRANTS, OURS
from benchmarks.peers.tables import number, remarks

STYLES = {name: f"s{k}" for k, name in enumerate(ENTRANTS)}
"""Solver to the CSS class of its colour."""


def page(document: dict[str, Any]) -> str:
    """The page as text.

    Parameters
    ----------
    document
        What ``python -m benchmarks peers --json`` writes: machine, command, commit, seed, rows.
    """
    entries = [Entry.read(row) for row in document["rows"]]
    found = summaries(entries)
    penalties = list(dict.fromkeys(entry.penalty for entry in entries))
    rooms = Environment(loader=PackageLoader("benchmarks", "templates"), autoescape=True, undefined=StrictUndefined)
    return rooms.get_template("comparison.html").render(
        document=document,
        solvers=[
            (name, STYLES[name], ENTRANTS[name].cannot, _version(entries, name))
            for name in dict.fromkeys(entry.solver for entry in entries)
        ],
        standings=standings(entries),
        sections=[(penalty, list(_charts(entries, penalty))) for penalty in penalties],
        summaries=found,
        failures=list(remarks(entries)),
        figure=number,
    )


def write(source: Path, target: Path) -> None:
    """Turn the JSON of a comparison into a page."""
    target.write_text(page(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8")


def _version(entries: Sequence[Entry], solver: str) -> str:
    return next(entry.cell.version for entry in entries if entry.solver == solver)


def _charts(entries: Sequence[Entry], penalty: float) -> Iterator[str]:
    """All charts at one price of leaving jobs out."""
    mine = [entry for entry in entries if entry.penalty == penalty]
    for jobs in sorted({entry.jobs for entry in mine}):
        yield _over_time([entry for entry in mine if entry.jobs == jobs]).svg()
    yield _ratios(mine).svg()
    yield from growth_charts(mine, penalty)


def growth_charts(entries: Sequence[Entry], penalty: float) -> Iterator[str]:
    """Cost per job, seconds and memory against the size of the day, at one price of leaving jobs out."""
    mine = [entry for entry in entries if entry.penalty == penalty]
    per_job = growth(summaries(mine), penalty)
    yield _by_size("Cost per job", "seconds of travel", list(per_job.items()), zero=True).svg()
    yield _by_size("Seconds to the answer", "seconds", _medians(mine, "seconds")).svg()
    yield _by_size("Memory", "GB", _medians(mine, "memory_gb")).svg()


def _over_time(entries: Sequence[Entry]) -> Chart:
    """How our cost falls on each day, in units of the best peer's cost in the end; the peers' ends as dots."""
    series = []
    for entry in entries:
        best = best_peer(entries, entry)
        if best and entry.cell.cost is not None:
            trace = entry.cell.trace if entry.solver == OURS.name else ()
            points = [(at, cost / best) for at, cost in trace]
            end = [(entry.cell.seconds, entry.cell.cost / best)]
            name = f"{entry.solver}, seed {entry.seed}, {entry.load}"
            if points:
                series.append(Series(name, STYLES[entry.solver], points + end, steps=True))
            series.append(Series(name, STYLES[entry.solver], end, line=False))
    return Chart(
        f"{entries[0].jobs} jobs: cost over time",
        Axis("seconds since the go", log=True),
        Axis("cost / best peer's"),
        tuple(series),
        level=1.0,
    )


def _ratios(entries: Sequence[Entry]) -> Chart:
    """Our cost to that of each peer, day by day, and the medians joined."""
    ours = {entry.group: entry.cell.cost for entry in entries if entry.solver == OURS.name}
    series = []
    for name in dict.fromkeys(entry.solver for entry in entries if entry.solver != OURS.name):
        days = [
            (entry.jobs, cost / entry.cell.cost)
            for entry in entries
            if entry.solver == name and entry.cell.cost and (cost := ours.get(entry.group)) is not None
        ]
        middles = [(jobs, median(y for x, y in days if x == jobs)) for jobs in sorted({x for x, _ in days})]
        series.append(Series(f"ours / {name}, every day", STYLES[name], days, line=False))
        series.append(Series(f"ours / {name}, median", STYLES[name], middles))
    return Chart("Ours to each peer", Axis("jobs", log=True), Axis("ours / it"), tuple(series), level=1.0)


def _medians(entries: Sequence[Entry], field: str) -> list[tuple[str, list[tuple[int, float]]]]:
    """Solver to (jobs, median over the days with a plan)."""
    found = []
    for name in dict.fromkeys(entry.solver for entry in entries):
        done = [entry for entry in entries if entry.solver == name and entry.cell.cost is not None]
        sizes = sorted({entry.jobs for entry in done})
        points = [(jobs, median(getattr(one.cell, field) for one in done if one.jobs == jobs)) for jobs in sizes]
        found.append((name, points))
    return found


def _by_size(
    title: str, unit: str, lines: Sequence[tuple[str, Sequence[tuple[int, float]]]], zero: bool = False
) -> Chart:
    series = tuple(Series(name, STYLES[name], points) for name, points in lines)
    return Chart(f"{title}, median", Axis("jobs", log=True), Axis(unit, log=not zero, zero=zero), series)
