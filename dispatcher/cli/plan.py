"""The command `plan`: read, search, show, write."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from dispatcher.cli.check import read_plan
from dispatcher.cli.console import messages, results
from dispatcher.cli.findings import count, findings_table
from dispatcher.cli.inputs import Reading, TravelOptions, read
from dispatcher.cli.outputs import Outputs
from dispatcher.cli.progress import Ticker, made_ready, shown, soft_stop
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.summary import incomplete, summary
from dispatcher.cli.trouble import answered
from dispatcher.dispatch import dispatch
from dispatcher.errors import Finding
from dispatcher.formats.words import Language
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Result
from dispatcher.settings import Settings
from dispatcher.travel import TravelMatrix

MOST_SMELLS = 5
"""Smells shown before a plan is made; the rest are counted."""

STILL_FALLING = 0.75
"""When the last better plan came after this share of the budget, more time may well find another."""


@dataclass(frozen=True)
class Telling:
    """How much is said, and how."""

    language: Language = "en"
    quiet: bool = False
    """Neither progress nor summary, only errors."""
    as_json: bool = False
    """The result's document instead of the summary."""


def plan(
    reading: Reading, travel: TravelOptions, settings: Settings, start: Path | None, outputs: Outputs, telling: Telling
) -> None:
    """Plan the problem in a file, from the plan in `start` on if given; show the plan and write it."""
    outputs.refuse_unusable(reading.file)
    beginning = _stated(start) if start else None
    console = messages(quiet=telling.quiet)
    with answered(reading.file):
        source = read(reading)
        problem = source.problem()
        smells = source.locate(problem.findings)
        words = ConsoleWords(telling.language, problem.zone)
        _tell_smells(console, reading.file, smells)
        result = _searched(problem, travel.between(problem.places), settings, beginning, words, console)
    if telling.as_json or telling.quiet:
        for line in incomplete(problem, result, words):
            messages().print(line)
    else:
        results().print(summary(problem, result, words))
    if telling.as_json:
        typer.echo(json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2))
    files = list(outputs.write(problem, result, words))
    if not (telling.as_json or telling.quiet):
        steps = list(_next_steps(reading.file, outputs, result, len(smells), words))
        results().print(*_closing(files, steps, words), sep="\n", soft_wrap=True)


def _tell_smells(console: Console, file: Path, smells: Sequence[Finding]) -> None:
    """The first smells; a plan is made all the same."""
    if not smells:
        return
    name = escape(str(file))
    console.print(f"[bold yellow]{count(smells, 'smell')}[/] in {name}; the plan is made anyway.", soft_wrap=True)
    console.print(findings_table(smells[:MOST_SMELLS]))
    if len(smells) > MOST_SMELLS:
        console.print(f"  and {len(smells) - MOST_SMELLS} more: {_command('validate', file)}", soft_wrap=True)
    console.print()


def _stated(file: Path) -> Plan:
    with answered(file):
        return read_plan(file).plan


def _searched(
    problem: Problem,
    travel: TravelMatrix,
    settings: Settings,
    start: Plan | None,
    words: ConsoleWords,
    console: Console,
) -> Result:
    told = words.say(
        "planning",
        jobs=words.count(len(problem.jobs), "job"),
        technicians=words.count(len(problem.technicians), "technician"),
        seconds=settings.time_limit,
        cores=words.count(settings.cores, "core"),
        source=travel.source,
    )
    console.print(Text(told), soft_wrap=True)
    made_ready(console, words)
    with soft_stop() as stop:
        ticker = Ticker(words, settings.time_limit, problem.costs.currency, stop)
        with shown(ticker, console):
            return dispatch(problem, travel, settings, on_progress=ticker.better, stop=stop, start=start)


def _next_steps(file: Path, outputs: Outputs, result: Result, smells: int, words: ConsoleWords) -> Iterator[str]:
    """What somebody who has seen this plan may want to do."""
    if outputs.out:
        yield _command("check", file, outputs.out)
        if result.plan.unassigned:
            yield words.say("next_explain", command=_command("explain", file, outputs.out))
    if not outputs.wanted:
        yield words.say("next_keep")
    log, limit = result.search, result.settings.time_limit
    falling = len(log.improvements) > 1 and log.improvements[-1].seconds > STILL_FALLING * limit
    if falling and log.stopped_by == "deadline":
        yield words.say("next_longer", seconds=3 * limit)
    if result.plan.unassigned or result.kpis.promises_kept < result.kpis.promises:
        yield words.say("next_prices", command=_command("prices", file))
    if smells > MOST_SMELLS:
        yield words.say("next_smells", count=smells, command=_command("validate", file))


def _closing(files: Sequence[str], steps: Sequence[str], words: ConsoleWords) -> Iterator[Text]:
    """What was written, and what to do next, in lines that can be copied."""
    yield Text()
    names = {"written": files, "next": steps}
    width = max(cell_len(words.say(name)) for name in names) + 2
    for name, lines in names.items():
        for number, line in enumerate(lines):
            head = Text("" if number else words.say(name), style="bold")
            head.pad_right(width - head.cell_len)
            yield head.append(line)


def _command(name: str, *files: Path) -> str:
    """A command line that can be copied: as this program was called, when its bare name would not be found."""
    bare = Path(sys.argv[0]).name
    program = sys.argv[0] if bare == "dispatcher" and not shutil.which(bare) else "dispatcher"
    return shlex.join([program, name, *map(str, files)])
