"""Files that the commands write: looked at before the work begins, named when they are there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.markup import escape
from xlsxwriter.exceptions import XlsxWriterException

from dispatcher.cli.console import ExitCode, messages
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.formats.day_sheet import write_day_sheets
from dispatcher.formats.document import write_json
from dispatcher.formats.page import write_page
from dispatcher.formats.plan_table import write_plan_table
from dispatcher.problem import Problem
from dispatcher.result import Result


@dataclass(frozen=True)
class Outputs:
    """Where a plan is written; None = not wanted."""

    out: Path | None = None
    page: Path | None = None
    day_sheets: Path | None = None
    table: Path | None = None

    def refuse_unusable(self, source: Path) -> None:
        """Fail before the search rather than after it.

        Raises
        ------
        typer.BadParameter
            When a file cannot be written, or is the one that is read.
        """
        files = {"--out": self.out, "--page": self.page, "--table": self.table}
        for option, path in (files | {"--day-sheets": self.day_sheets}).items():
            if path:
                refuse_unusable(path, source, option)
                if option in ("--out", "--page") and path.is_dir():
                    raise typer.BadParameter(f"{option} '{path}' is a folder")

    def write(self, problem: Problem, result: Result, words: ConsoleWords) -> Iterator[str]:
        """Write what is wanted; says after each what was written."""
        if self.out:
            with writing(self.out):
                write_json(result, self.out)
            yield str(self.out)
        if self.page:
            with writing(self.page):
                write_page(problem, result, self.page, words.language)
            yield str(self.page)
        if self.day_sheets:
            with writing(self.day_sheets):
                sheets = write_day_sheets(problem, result, self.day_sheets, words.language)
            count = words.count(len(sheets) - 1, "sheet")
            yield words.say("sheets", folder=self.day_sheets / "index.html", sheets=count)
        if self.table:
            with writing(self.table):
                tables = write_plan_table(problem, result, self.table)
            yield from map(str, tables)


def refuse_unusable(path: Path, source: Path | None, name: str) -> None:
    """Make sure that a file or folder can be written.

    Parameters
    ----------
    source
        The file that is read, which must not be overwritten.
    name
        The option or argument, for the message.

    Raises
    ------
    typer.BadParameter
        When it cannot.
    """
    if source and path.resolve() == source.resolve():
        raise typer.BadParameter(f"{name} '{path}' is the file that is read")
    folder = path if path.is_dir() else path.absolute().parent
    if not folder.is_dir():
        raise typer.BadParameter(f"{name} '{path}': there is no folder '{folder}'")
    if not os.access(folder, os.W_OK) or (path.is_file() and not os.access(path, os.W_OK)):
        raise typer.BadParameter(f"{name} '{path}' may not be written")


def refuse_overwriting(path: Path, *, force: bool) -> None:
    """Keep what people may have filled in.

    Raises
    ------
    typer.BadParameter
        When there is such a file, or a folder with something in it, and nobody said --force.
    """
    if not force and (any(path.iterdir()) if path.is_dir() else path.exists()):
        raise typer.BadParameter(f"'{path}' is there already; --force replaces it")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a full disk, a vanished folder and the like into a message."""
    try:
        yield
    except (OSError, XlsxWriterException) as error:
        messages().print(f"[bold red]Error:[/] '{escape(str(path))}' cannot be written: {error}", soft_wrap=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
