"""The command `validate`: everything wrong with a file, in one answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape

from dispatcher.cli.console import ExitCode, results
from dispatcher.cli.findings import count, findings_document, findings_table
from dispatcher.cli.inputs import Reading, read
from dispatcher.cli.trouble import answered
from dispatcher.errors import Finding, UnreadableFile, errors_in


def validate(reading: Reading, *, as_json: bool) -> None:
    """Say everything that is wrong with a file; leave with `BAD_INPUT` when some of it is an error."""
    with answered(reading.file):
        findings = _everything_wrong(reading)
    errors = errors_in(findings)
    smells = [finding for finding in findings if finding not in errors]
    if as_json:
        counts = {"file": str(reading.file), "errors": len(errors), "smells": len(smells)}
        typer.echo(json.dumps(counts | {"findings": findings_document(findings)}, ensure_ascii=False, indent=2))
    else:
        _tell(results(), reading, errors, smells)
    if errors:
        raise typer.Exit(ExitCode.BAD_INPUT)


def _everything_wrong(reading: Reading) -> tuple[Finding, ...]:
    try:
        return read(reading).check()
    except UnreadableFile as refusal:
        return refusal.findings


def _tell(console: Console, reading: Reading, errors: Sequence[Finding], smells: Sequence[Finding]) -> None:
    name = escape(str(reading.file))
    if errors:
        console.print(f"[bold red]{count(errors, 'error')}[/] in {name}; no plan is possible yet.\n", soft_wrap=True)
        console.print(findings_table(errors))
    if errors and smells:
        console.print()
    if smells:
        told = f"[bold yellow]{count(smells, 'smell')}[/] in {name}; no obstacle to a plan, but have a look.\n"
        console.print(told, soft_wrap=True)
        console.print(findings_table(smells))
    if not errors and not smells:
        console.print(f"[bold green]Clean:[/] {name} has no errors and nothing that smells.", soft_wrap=True)
