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
from dispatcher.errors import DispatchError
from dispatcher.formats.calendars import write_calendars
from dispatcher.formats.day_sheet import write_day_sheets
from dispatcher.formats.document import write_json
from dispatcher.formats.geojson import write_geojson
from dispatcher.formats.page import write_page
from dispatcher.formats.plan_table import write_plan_table
from dispatcher.formats.publication import published
from dispatcher.formats.stop_list import write_stop_list
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.result import Result


@dataclass(frozen=True)
class Outputs:
    """Where a plan is written; None = not wanted."""

    out: Path | None = None
    page: Path | None = None
    day_sheets: Path | None = None
    table: Path | None = None
    stops: Path | None = None
    geojson: Path | None = None
    calendars: Path | None = None

    @property
    def wanted(self) -> dict[str, Path]:
        """Option to path, of those that are given."""
        options = {f"--{name.replace('_', '-')}": path for name, path in vars(self).items()}
        return {option: path for option, path in options.items() if path}

    @property
    def of_result(self) -> dict[str, Path]:
        """Those that show more than the plan itself: figures, search, origin."""
        return {option: path for option, path in self.wanted.items() if option not in _OF_PLAN}

    def refuse_unusable(self, source: Path) -> None:
        """Fail before the search rather than after it.

        Raises
        ------
        typer.BadParameter
            When a file cannot be written, or is the one that is read, or is no place for what is wanted.
        """
        for option, path in self.wanted.items():
            refuse_unusable(path, source, option)
            if option in _FILES and path.is_dir():
                raise typer.BadParameter(f"{option} '{path}' is a folder")
            if option in _FOLDERS and path.is_file():
                raise typer.BadParameter(f"{option} '{path}' is a file")
        if self.stops and self.stops.suffix.lower() != ".csv":
            raise typer.BadParameter(f"--stops '{self.stops}' does not end in .csv")
        if self.calendars:
            try:
                published(self.calendars)
            except DispatchError as error:
                raise typer.BadParameter(f"--calendars: {error}") from error

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
        yield from self.write_plan(problem, result.plan, words)

    def write_plan(self, problem: Problem, plan: Plan, words: ConsoleWords) -> Iterator[str]:
        """Write what a plan alone is enough for; says after each what was written."""
        if self.stops:
            with writing(self.stops):
                write_stop_list(problem, plan, self.stops)
            yield str(self.stops)
        if self.calendars:
            with writing(self.calendars):
                calendars = write_calendars(problem, plan, self.calendars, words.language)
            count, fates = words.count(len(calendars.files), "calendar"), calendars.fates
            told = {fate: fates[fate] for fate in ("new", "changed", "cancelled")}
            yield words.say("calendars", folder=self.calendars, calendars=count, **told)
        if self.geojson:
            with writing(self.geojson):
                write_geojson(problem, plan, self.geojson)
            yield str(self.geojson)


_FILES = ("--out", "--page", "--stops", "--geojson")
"""Options that name a file, never a folder."""

_FOLDERS = ("--day-sheets", "--calendars")

_OF_PLAN = ("--stops", "--geojson", "--calendars")


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
    """Turn a full disk, a vanished folder, a plan that has no such form and the like into a message."""
    try:
        yield
    except (OSError, XlsxWriterException, DispatchError) as error:
        messages().print(f"[bold red]Error:[/] '{escape(str(path))}' cannot be written: {error}", soft_wrap=True)
        raise typer.Exit(ExitCode.BAD_INPUT) from None
