"""`python -m benchmarks`: make days, plan public instances, compare what might be, show what is claimed."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import growth, loads, record, report, shows, suite
from benchmarks.cells import default_folder
from benchmarks.cities import CITIES
from benchmarks.data import data_folder
from benchmarks.peers import bare, comparison, tables
from benchmarks.peers.days import REPORTED
from benchmarks.peers.entrants import ENTRANTS, Entrant, installed
from benchmarks.whatif.command import whatif
from dispatcher.formats.template import write_problem_table
from dispatcher.problem import Problem

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)

Jobs = Annotated[str, typer.Option(help="Sizes, comma-separated.")]
TimeLimits = Annotated[str, typer.Option(help="Seconds for each size, or one for all.")]
Days = Annotated[int, typer.Option(help=f"How many days of each size, from seed {REPORTED.start} on.")]
FirstSeed = Annotated[int, typer.Option(help="1 to 20 are for tuning.")]
CellFolder = Annotated[
    Path | None, typer.Option(help="Where finished cells are kept and found. Default: the user's cache.")
]

Json = Annotated[Path | None, typer.Option("--json", help="Write machine, command, seed and all rows to this file.")]


@app.command()
def example(
    file: Annotated[Path, typer.Argument(help=".json, or a table that `dispatcher plan` reads: .xlsx")],
) -> None:
    """Write the example day: 60 jobs, 8 technicians in Lyon."""
    _write(loads.example_day(), file)


@app.command()
def day(
    seed: int,
    jobs: int,
    file: Annotated[Path, typer.Argument(help=".json or .xlsx")],
    technicians: Annotated[int | None, typer.Option(help="Default: one for every nine jobs.")] = None,
    city: Annotated[str, typer.Option(help=", ".join(CITIES))] = "lyon",
    tightness: Annotated[str, typer.Option(help=", ".join(loads.TIGHTNESS))] = "normal",
    lunch: Annotated[bool, typer.Option(help="One lunch break per technician.")] = True,
    plain: Annotated[bool, typer.Option(help="Only what every solver can say.")] = False,
) -> None:
    """Write a synthetic day."""
    problem = loads.day(seed, jobs, technicians, city=city, tightness=tightness, lunch=lunch, plain=plain)
    _write(problem, file)


@app.command(name="suite")
def plan_suite(
    name: Annotated[str, typer.Argument(help=", ".join(suite.SUITES))],
    data: Annotated[Path | None, typer.Option(help="Its folder. Default: the suite's in $DISPATCH_DATA.")] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds for each plan.")] = 20.0,
    seeds: Annotated[int, typer.Option(help="How many runs of each instance.")] = 1,
    instances: Annotated[
        str | None, typer.Option(help="Comma-separated. Default: all days of field_days, five of another suite.")
    ] = None,
    json: Json = None,
) -> None:
    """Plan public instances and compare with the best known outcomes; exit 1 when a checker refuses a plan."""
    if name not in suite.SUITES:
        raise typer.BadParameter(f"no suite '{name}'; there are {', '.join(suite.SUITES)}")
    chosen, aloud, runs = suite.SUITES[name], Console(stderr=True), []
    folder = data or data_folder() / chosen.folder
    names = instances.split(",") if instances else chosen.instances
    for run in suite.run_suite(chosen, folder, names, range(1, seeds + 1), time_limit):
        runs.append(run)
        aloud.print(run.line(), highlight=False, soft_wrap=True)
    Console(width=max(110, Console().width)).print(suite.table(chosen, runs, time_limit))
    if json:
        record.write_json(json, list(range(1, seeds + 1)), [run.row() for run in runs])
    raise typer.Exit(not all(run.accepted for run in runs))


@app.command()
def peers(
    jobs: Jobs = "100,300,1000",
    time_limit: TimeLimits = "10,20,30",
    seeds: Days = 5,
    first_seed: FirstSeed = REPORTED.start,
    penalties: Annotated[str, typer.Option("--penalty", help="Factors on the prices of unassigned jobs.")] = "1",
    only: Annotated[str | None, typer.Option(help=f"Some of {', '.join(ENTRANTS)}. Default: all installed.")] = None,
    cells: CellFolder = None,
    json: Json = None,
) -> None:
    """Plan the same plain days with other solvers, on the same clock, judged by the same checker; resumes."""
    aloud, days = Console(stderr=True), range(first_seed, first_seed + seeds)
    entries = comparison.compare(
        [_entrant(name) for name in only.split(",")] if only else installed(),
        _sizes(jobs, time_limit),
        days,
        [_number(text) for text in penalties.split(",")],
        cells or default_folder(),
        lambda line: aloud.print(line, highlight=False, markup=False, soft_wrap=True),
    )
    printed = Console(width=max(130, Console().width))
    for table in tables.tables(entries):
        printed.print(table)
    for remark in tables.remarks(entries):
        printed.print(remark, highlight=False, markup=False, soft_wrap=True)
    if json:
        record.write_json(json, list(days), [entry.row() for entry in entries], **comparison.figures(entries))


@app.command()
def rules(
    jobs: Jobs = "100,300,1000",
    time_limit: TimeLimits = "10,20,30",
    seeds: Days = 5,
    first_seed: FirstSeed = REPORTED.start,
    cells: CellFolder = None,
    json: Json = None,
) -> None:
    """Plan the same plain days with all rules compiled in and with none; resumes."""
    aloud, days = Console(stderr=True), range(first_seed, first_seed + seeds)
    found = bare.compare(
        _sizes(jobs, time_limit),
        days,
        cells or default_folder(),
        lambda line: aloud.print(line, highlight=False, markup=False, soft_wrap=True),
    )
    print(f"Cost with all rules compiled in to that with none: {bare.in_words(found)}")
    if json:
        record.write_json(json, list(days), [asdict(one) for one in found], ratios=bare.ratios(found))


@app.command(name="growth")
def plot_growth(
    page: Annotated[Path, typer.Argument(help=".html")],
    jobs: Jobs = "100,300,1000,3000,10000",
    time_limit: TimeLimits = "10,20,30,60,120",
    only: Annotated[
        str | None, typer.Option(help=f"On plain days some of {', '.join(ENTRANTS)}. Default: all installed.")
    ] = None,
    cells: CellFolder = None,
    json: Json = None,
) -> None:
    """Measure how cost, time and memory grow with the day, and write one page with charts; resumes."""
    aloud, folder, sizes = Console(stderr=True), cells or default_folder(), _sizes(jobs, time_limit)

    def say(line: str) -> None:
        aloud.print(line, highlight=False, markup=False, soft_wrap=True)

    if wrong := [size.jobs for size in sizes if not growth.is_size(size.jobs)]:
        raise typer.BadParameter(f"{wrong[0]} jobs: up to {growth.CITY}, or so many thousands")
    found = growth.measured(sizes, folder, say)
    entrants = [_entrant(name) for name in only.split(",")] if only else installed()
    entries = comparison.compare(entrants, sizes, REPORTED[:1], [Decimal(1)], folder, say)
    page.write_text(growth.page(found, entries), encoding="utf-8")
    if json:
        every_rule = [asdict(one) for one in found]
        record.write_json(json, REPORTED.start, [entry.row() for entry in entries], every_rule=every_rule)


@app.command(name="report")
def write_report(
    source: Annotated[Path, typer.Argument(help="What `peers --json` wrote.")],
    page: Annotated[Path, typer.Argument(help=".html")],
) -> None:
    """Turn a comparison into one page with charts."""
    report.write(source, page)


def _entrant(name: str) -> Entrant:
    if name not in ENTRANTS:
        raise typer.BadParameter(f"no solver '{name}'; there are {', '.join(ENTRANTS)}")
    if not ENTRANTS[name].version:
        raise typer.BadParameter(f"{name} is not installed: pip install 'technician-dispatcher[peers]'")
    return ENTRANTS[name]


def _sizes(jobs: str, time_limits: str) -> list[comparison.Size]:
    counts, limits = (
        [int(_number(text)) for text in jobs.split(",")],
        [_number(text) for text in time_limits.split(",")],
    )
    if len(limits) not in (1, len(counts)):
        raise typer.BadParameter(f"{len(limits)} time limits for {len(counts)} sizes: one for each, or one for all")
    every = limits * len(counts) if len(limits) == 1 else limits
    return [comparison.Size(count, float(limit)) for count, limit in zip(counts, every, strict=True)]


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(f"'{text}' is not a number") from None
    if not number > 0:
        raise typer.BadParameter(f"'{text}' is not above 0")
    return number


app.command()(whatif)


@app.command()
def show(key: str, json: Json = None) -> None:
    """Measure one claim, such as road-2; exit 1 when it does not hold; needs the extra `dev`."""
    from benchmarks.claims import SHOWS  # what claims are measured with need not be installed for anything else

    if key not in SHOWS:
        raise typer.BadParameter(f"no show '{key}'; there are {', '.join(sorted(SHOWS))}")
    found = shows.run(SHOWS[key])
    if json:
        record.write_json(json, found.seeds, found.rows)
    raise typer.Exit(not found.passed)


def _write(problem: Problem, file: Path) -> None:
    if file.suffix == ".json":
        file.write_text(problem.model_dump_json(indent=2) + "\n", encoding="utf-8")
    else:
        write_problem_table(problem, file)


if __name__ == "__main__":
    app()
