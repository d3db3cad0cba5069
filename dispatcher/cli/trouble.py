"""What went wrong, as messages that people can act on and codes that programs can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.markup import escape

from dispatcher.cli.console import ExitCode, messages
from dispatcher.cli.findings import count, findings_table
from dispatcher.errors import DispatchError, InvalidProblem, SolverFailed, TravelError, UnreadableFile, errors_in


@contextmanager
def answered(file: Path | None = None) -> Iterator[None]:
    """Turn whatever a user can mend into a message and an exit code; anything else is a bug and keeps its traceback.

    Parameters
    ----------
    file
        The file that findings are about.
    """
    try:
        yield
    except (InvalidProblem, UnreadableFile) as refusal:
        console, errors = messages(), errors_in(refusal.findings)
        console.print(f"[bold red]{count(errors, 'error')}[/] in {escape(str(file or 'the file'))}:\n", soft_wrap=True)
        console.print(findings_table(errors))
        raise typer.Exit(ExitCode.BAD_INPUT) from None
    except TravelError as error:
        raise _failed(error, ExitCode.NO_TRAVEL) from None
    except SolverFailed as error:
        raise _failed(error, ExitCode.SOLVER_FAILED) from None
    except DispatchError as error:
        raise _failed(error, ExitCode.BAD_INPUT) from None
    except KeyboardInterrupt:
        messages().print("[red]Interrupted:[/] nothing was kept.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def _failed(error: DispatchError, code: ExitCode) -> typer.Exit:
    messages().print(f"[bold red]Error:[/] {escape(str(error))}", soft_wrap=True)
    return typer.Exit(code)
