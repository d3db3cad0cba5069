"""What the command line says of itself: help, version, exit codes, both languages, its page in docs."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from string import Formatter

import pytest
import typer

from dispatcher.cli.console import ExitCode
from dispatcher.cli.sayings import SAYINGS, ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.errors import (
    DispatchError,
    Finding,
    InvalidProblem,
    NotPlanned,
    SolverFailed,
    TravelError,
    UnreadableFile,
)
from dispatcher.formats.word_table import WORDS
from tests.builders import a_job, a_technician
from tests.cli.desk import a_day, dispatcher

COMMANDS = ("plan", "check", "explain", "validate", "convert", "template", "prices", "serve", "warm-up")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "command-line.md"


def fields(saying: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(saying) if name}


@pytest.mark.parametrize("key", SAYINGS)
def test_a_saying_of_the_console_exists_in_both_languages_with_the_same_fields(key: str) -> None:
    """One language would miss a word or a number; or two tables would say one key differently."""
    assert all(saying.strip() for saying in SAYINGS[key])
    assert fields(SAYINGS[key].en) == fields(SAYINGS[key].zh)
    assert key not in WORDS


def test_counts_have_a_singular() -> None:
    """`1 jobs` is what a machine says."""
    english, chinese = ConsoleWords(), ConsoleWords("zh")
    assert [english.count(n, "job") for n in (0, 1, 2)] == ["0 jobs", "1 job", "2 jobs"]
    assert chinese.count(1, "job") == "1 个工单"


def test_help_names_every_command_and_exit_code() -> None:
    """A user would have to guess."""
    said = dispatcher("--help")
    assert said.exit_code == ExitCode.OK
    assert all(f"│ {command} " in said.stdout for command in COMMANDS)
    assert all(f"\n {code.value} " in said.stdout for code in ExitCode)


@pytest.mark.parametrize("command", COMMANDS[:-1])
def test_every_command_has_an_example(command: str) -> None:
    """Options alone do not show what a line looks like."""
    said = " ".join(dispatcher(command, "--help").stdout.split())
    assert f"Example: dispatcher {command} " in said or f"Examples: dispatcher {command} " in said


def test_the_version_is_that_of_the_package() -> None:
    """A bug report would name another one."""
    assert dispatcher("--version").stdout == f"dispatcher {version('technician-dispatcher')}\n"


def test_the_page_in_docs_names_every_command_option_and_exit_code() -> None:
    """The page would be out of date after the next option."""
    text = DOCS.read_text(encoding="utf-8")
    for name, command in typer.main.get_command(typer_app()).commands.items():  # type: ignore[attr-defined]
        assert f"`dispatcher {name}" in text
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert f"`{option}" in text, f"{name} {option}"
    assert all(f"| {code.value} |" in text for code in ExitCode)


def typer_app() -> typer.Typer:
    """The commands as they are installed."""
    from api.cli import app

    return app


FINDING = Finding("missing_field", "/jobs", "Field required")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidProblem([FINDING]), ExitCode.BAD_INPUT),
        (UnreadableFile([FINDING]), ExitCode.BAD_INPUT),
        (NotPlanned("teams are not planned yet"), ExitCode.BAD_INPUT),
        (DispatchError("[brackets] stay"), ExitCode.BAD_INPUT),
        (TravelError("no road"), ExitCode.NO_TRAVEL),
        (SolverFailed("died: EOFError"), ExitCode.SOLVER_FAILED),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
    ],
)
def test_every_error_has_its_exit_code_and_is_told_without_a_traceback(
    error: BaseException, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script could not tell what went wrong, nor a person read it."""
    with pytest.raises(typer.Exit) as left, answered():
        raise error
    assert left.value.exit_code == code
    said = capsys.readouterr().err
    assert said.strip()
    assert "Traceback" not in said
    if type(error) is DispatchError:
        assert "[brackets] stay" in said


def test_a_bug_keeps_its_traceback() -> None:
    """Nobody could mend what is hidden."""
    with pytest.raises(ZeroDivisionError), answered():
        raise ZeroDivisionError


def test_validate_and_help_load_no_solver(tmp_path: Path) -> None:
    """To learn that a field is missing one would wait for the compiler."""
    day = a_day(tmp_path, (a_technician(),), (a_job(),))
    script = (
        "import sys; from api.cli import app; "
        "app(['validate', sys.argv[1]], standalone_mode=False); app(['prices'], standalone_mode=False); "
        "heavy = ('ortools', 'numba', 'dispatcher.solver', 'geopy', 'fastapi'); "
        "print(*(name for name in heavy if name in sys.modules))"
    )
    line = [sys.executable, "-c", script, str(day)]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert "Clean" in said
    assert said.splitlines()[-1] == ""
