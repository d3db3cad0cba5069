"""How the command line speaks: two consoles, tables that cut nothing off, one list of exit codes."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPED_WIDTH = 100
"""Columns when nobody's terminal says otherwise; the variable COLUMNS overrides it."""


class ExitCode(IntEnum):
    """What the shell is told; docs/command-line.md says the same to users."""

    OK = 0
    """Done. A plan that leaves a must_plan job out is planned all the same."""
    VIOLATIONS = 1
    """`check`: the plan breaks a rule, or states a number that is not true."""
    BAD_INPUT = 2
    """A file or option cannot be used, or a file cannot be written."""
    SOLVER_FAILED = 3
    """Not one valid plan was found."""
    NO_TRAVEL = 4
    """Travel times or the geocoder cannot be had."""
    INTERRUPTED = 130
    """Ctrl-C, and no plan was kept."""


def results() -> Console:
    """Where answers go: standard output."""
    return _console(stderr=False, quiet=False)


def messages(*, quiet: bool = False) -> Console:
    """Where progress, warnings and errors go: standard error, or nowhere."""
    return _console(stderr=True, quiet=quiet)


def _console(*, stderr: bool, quiet: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(stderr=stderr, width=width, quiet=quiet, highlight=False, emoji=False)


class Listing(Table):
    """A table without lines. Where it is too narrow, texts are folded rather than cut off."""

    def __init__(self, *, expand: bool = False) -> None:
        super().__init__(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False, expand=expand)

    def column(self, header: str, *, ratio: int | None = None, widest: int | None = None) -> None:
        """Add a column of text.

        Parameters
        ----------
        ratio
            Its share of the width that is left over; None = as much as it needs.
        widest
            It needs no more columns than these.
        """
        self.add_column(Text(header), overflow="fold", ratio=ratio, max_width=widest)

    def numbers(self, *headers: str) -> None:
        """Add columns of numbers, flush right."""
        for header in headers:
            self.add_column(Text(header), overflow="fold", justify="right", no_wrap=True)
