"""`python -m benchmarks whatif`: from a study file to its answer, a page and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from dispatcher.cli.console import ExitCode, Listing, messages
from dispatcher.cli.options import Lang

if TYPE_CHECKING:
    from benchmarks.whatif.faults import BadStudy
    from benchmarks.whatif.study import Output, Results, Study
    from benchmarks.whatif.workers import Workers
    from dispatcher.formats.words import Language


def whatif(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="A .toml file; examples/studies has some.")],
    cells: Annotated[
        Path | None, typer.Option(help="Where finished cells are kept and found. Default: the user's cache.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="Processes, one core each. Default: one for every core.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Ray cluster: auto, HOST:6379, ray://HOST:10001; or local, to try."),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the page here: .html.")] = None,
    json: Annotated[Path | None, typer.Option("--json", help="Write all figures here: .json.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write one row for each cell here: .csv.")] = None,
    lang: Lang = "en",
) -> None:
    """Plan the same days under several scenarios, and say what each is worth; resumes where it was interrupted.

    Exit code 0: answered; 2: the study cannot be run; 3: some cell has no plan, and the answer says so;
    130: interrupted.
    """
    from benchmarks.cells import default_folder
    from benchmarks.whatif.answer import first_sentence
    from benchmarks.whatif.cluster import NoCluster
    from benchmarks.whatif.faults import BadStudy
    from benchmarks.whatif.progress import say
    from benchmarks.whatif.reading import read_study

    aloud, folder = messages(), cells or default_folder()
    try:
        asked = read_study(study)
        output = _places(asked.output, {"report": report, "json": json, "csv": csv}, study, folder, aloud, lang)
        results = _planned(asked, folder, _workers(cluster, workers), aloud, lang)
    except BadStudy as refusal:
        _print_faults(refusal, study, aloud, lang)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    except NoCluster as error:
        aloud.print(Text(str(error), style="bold red"), soft_wrap=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    except KeyboardInterrupt:
        aloud.print(Text(say("kept", lang, folder=folder)), soft_wrap=True)
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    typer.echo(first_sentence(results, lang))
    _write(results, output, aloud, lang)
    if results.failed:
        failure = results.failed[0].failure
        aloud.print(Text(say("lost", lang, failed=len(results.failed), failure=failure)), soft_wrap=True)
        raise typer.Exit(ExitCode.SOLVER_FAILED)


def _places(
    written: Output, given: Mapping[str, Path | None], study: Path, cells: Path, aloud: Console, lang: Language
) -> Output:
    """Where to write: options before what the study file says; leaves the command where that cannot be."""
    from benchmarks.whatif.places import refusals

    chosen = {key: path for key, path in given.items() if path}
    output = replace(written, **chosen)
    named = {f"--{key}" if key in chosen else f"[output] {key}": path for key, path in vars(output).items() if path}
    refused = list(refusals(study, named, cells, lang))
    for line in refused:
        aloud.print(Text(line, style="bold red"), soft_wrap=True)
    if refused:
        raise typer.Exit(ExitCode.BAD_INPUT)
    return output


def _planned(study: Study, folder: Path, workers: Workers, aloud: Console, lang: Language) -> Results:
    from benchmarks.whatif.engine import run
    from benchmarks.whatif.progress import say, shown
    from dispatcher.cli.progress import made_ready
    from dispatcher.cli.sayings import ConsoleWords

    aloud.print(Text(say("begun", lang, cells=len(list(study.cells())), folder=folder)), soft_wrap=True)
    made_ready(aloud, ConsoleWords(lang))
    with workers, shown(aloud, lang) as watch:
        return run(study, folder, workers, watch)


def _workers(cluster: str | None, count: int | None) -> Workers:
    """Not begun yet."""
    import os

    from benchmarks.whatif.cluster import Cluster
    from benchmarks.whatif.workers import Local

    return Cluster(cluster, count) if cluster else Local(count or os.cpu_count() or 1)


def _write(results: Results, output: Output, aloud: Console, lang: Language) -> None:
    """The page in the language, and the tables."""
    from benchmarks.whatif import records, report
    from benchmarks.whatif.progress import say

    if output.report:
        report.write(results, output.report, lang)
    if output.json:
        records.write_json(results, output.json)
    if output.csv:
        records.write_csv(results, output.csv)
    files = [str(path) for path in (output.report, output.json, output.csv) if path]
    if files:
        aloud.print(Text(say("written", lang, files=", ".join(files))), soft_wrap=True)


def _print_faults(refusal: BadStudy, study: Path, aloud: Console, lang: Language) -> None:
    from benchmarks.whatif.progress import say

    aloud.print(Text(say("wrong", lang, faults=len(refusal.faults), file=study), style="bold red"), soft_wrap=True)
    table = Listing(expand=True)
    table.numbers(say("line", lang))
    table.column(say("where", lang), ratio=2)
    table.column(say("cause", lang), ratio=3)
    table.column(say("action", lang), ratio=2)
    for fault in refusal.faults:
        table.add_row(str(fault.line), Text(fault.where), Text(fault.cause), Text(fault.action))
    aloud.print(table)
