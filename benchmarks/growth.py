"""How cost, time and memory grow with the day, from a hundred jobs to ten thousand: measured, and drawn on one page.

Twice: with every rule, ours alone, until the first plan and in all; and plain days against the other solvers. A city
that fills up has shorter legs, so that a job costs less there for that alone: plain days show that for all solvers
alike. With every rule a day above a thousand jobs is several cities side by side, each as dense as one of a thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from benchmarks import cells, record, report
from benchmarks.charts import Axis, Chart, Series
from benchmarks.country import cities, country
from benchmarks.loads import day
from benchmarks.peers.comparison import Entry, Size, summaries
from benchmarks.peers.days import REPORTED
from benchmarks.peers.entrants import OURS, code_with
from benchmarks.peers.tables import number
from benchmarks.shows_scale import CITIES, Sized, sized
from dispatcher.dispatch import warm_up
from dispatcher.fields import UNITS_PER_THOUSANDTH
from dispatcher.problem import Problem
from dispatcher.travel import Geodesic

CITY = 1000
"""Jobs of each of several cities."""

JOBS_PER_TECHNICIAN = 10

MONEY = 1000 * UNITS_PER_THOUSANDTH
"""Units."""


def is_size(jobs: int) -> bool:
    """Whether there is a day of so many jobs."""
    return 0 < jobs <= CITY or (jobs % CITY == 0 and jobs // CITY <= len(CITIES))


def full_day(jobs: int) -> Problem:
    """A normal day with every rule.

    Parameters
    ----------
    jobs
        Up to a thousand, or so many thousands.

    Raises
    ------
    ValueError
        When there are neither.
    """
    if jobs <= CITY:
        return day(REPORTED.start, jobs, max(1, jobs // JOBS_PER_TECHNICIAN))
    if not is_size(jobs):
        raise ValueError(f"{jobs} jobs are not one to {len(CITIES)} cities of {CITY}")
    return country(cities(CITIES[: jobs // CITY], CITY, CITY // JOBS_PER_TECHNICIAN))


def measured(sizes: Sequence[Size], folder: Path, say: Callable[[str], None]) -> list[Sized]:
    """Plan a day of each size with every rule, the smallest first, or take it from the folder of cells."""
    found = []
    for size in sorted(sizes, key=lambda size: size.jobs):
        problem = full_day(size.jobs)
        file = folder / cells.file_name("growth", _key(problem, size.time_limit))
        kept = cells.kept(file)
        if kept is None:
            warm_up()
            kept = asdict(sized(problem, Geodesic().matrix(problem.places), REPORTED.start, size.time_limit))
            cells.keep(file, kept)
        found.append(Sized(**kept))
        say(str(found[-1]))
    return found


def _key(problem: Problem, time_limit: float) -> dict[str, str | float]:
    return {
        "code": code_with(__file__),
        "day": problem.fingerprint(),
        "time_limit": time_limit,
        "machine": record.machine_line(),
    }


def page(found: Sequence[Sized], entries: Sequence[Entry]) -> str:
    """The page as text.

    Parameters
    ----------
    found
        Days with every rule.
    entries
        Plain days, of all solvers that were asked.
    """
    rooms = Environment(loader=PackageLoader("benchmarks", "templates"), autoescape=True, undefined=StrictUndefined)
    return rooms.get_template("growth.html").render(
        charts=list(_charts(found)),
        found=found,
        money=MONEY,
        peers=list(report.growth_charts(entries, 1.0)) if entries else [],
        summaries=summaries(entries),
        solvers=[(name, style) for name, style in report.STYLES.items() if any(one.solver == name for one in entries)],
        machine=record.machine_line(),
        command=record.command(),
        commit=record.commit(),
        figure=number,
    )


def _charts(found: Sequence[Sized]) -> Iterator[str]:
    """Ours with every rule."""
    own = report.STYLES[OURS.name]
    first, whole = [(one.jobs, one.first) for one in found], [(one.jobs, one.seconds) for one in found]
    cost = [(one.jobs, one.per_job / MONEY) for one in found]
    memory = [(one.jobs, one.memory_gb) for one in found]
    across = Axis("jobs", log=True)
    yield Chart("Cost per planned job", across, Axis("money", zero=True), (Series("cost", own, cost),)).svg()
    seconds = (Series("in all", own, whole), Series("until the first checked plan", "s1", first))
    yield Chart("Seconds: first checked plan, and in all", across, Axis("seconds", log=True), seconds).svg()
    yield Chart("Memory", across, Axis("GB", zero=True), (Series("memory", own, memory),)).svg()
