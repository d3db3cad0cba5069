"""The house as it was drawn: who imports whom, how large things are, what the package offers.

`lint-imports` holds the layers (pyproject.toml); what it cannot say stands here.
"""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import ModuleType

import grimp
import pytest

import dispatcher

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("dispatcher", "api", "benchmarks")
FILES = sorted(path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))

LONGEST_FILE = 400
LONGEST_BODY = 60

LONG_FILES: dict[str, str] = {}
"""Files that are longer, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {
    "dispatcher/solver/kernel/clock.py:walk": "the innermost loop: its dozen running figures would cross every border",
}
"""Functions that are longer, as file:name, each with its reason."""

SOLVERS = ("ortools", "numba")


def name_of(path: Path) -> str:
    """The path as it is written in this project."""
    return path.relative_to(PROJECT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a file, methods and inner ones included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_imports_itself_by_a_detour() -> None:
    """Two modules that need each other are one module in two files; TopologicalSorter raises CycleError on them."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert list(TopologicalSorter(needs).static_order())


def test_the_public_names_are_complete_and_sorted() -> None:
    """A name could be imported by chance and vanish with the next tidying."""
    offered = sorted(
        name
        for name, value in vars(dispatcher).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    )
    assert sorted(dispatcher.__all__) == offered
    assert dispatcher.__all__ == sorted(dispatcher.__all__, key=lambda name: (name.islower(), name))
    assert len(dispatcher.__all__) <= 25


def test_no_public_name_hides_a_module() -> None:
    """Were `dispatcher.check` a function too, it would depend on the order of imports what somebody gets."""
    hidden = [name for name in dispatcher.__all__ if importlib.util.find_spec(f"dispatcher.{name}")]
    assert hidden == []


@pytest.mark.parametrize("module", ["dispatcher", "dispatcher.check", "dispatcher.cli", "dispatcher.formats.reader"])
def test_looking_at_problems_and_plans_loads_no_solver(module: str) -> None:
    """`dispatcher validate` would take seconds to say that a field is missing, and a checker trust the solver."""
    assert loaded_by(module) == []


@pytest.mark.parametrize("module", ["dispatcher.dispatch", "benchmarks.__main__"])
def test_ortools_is_loaded_inside_the_cage_only(module: str) -> None:
    """Its search holds the interpreter's lock and overruns its limits: a server must not have it in its process."""
    assert "ortools" not in loaded_by(module)


EXTRAS = (
    "geojson_pydantic",
    "httpx2",
    "hypothesis",
    "ical",
    "playwright",
    "pytest",
    "pyvrp",
    "ray",
    "schemathesis",
    "vroom",
)
"""What the README's first command does not install."""


@pytest.mark.parametrize("module", ["benchmarks.__main__", "benchmarks.whatif.engine", "api.cli"])
def test_what_the_first_command_installs_is_enough(module: str) -> None:
    """A planner who has made one plan would get a traceback for an answer to the first study."""
    hidden = f"import sys; sys.modules.update(dict.fromkeys({EXTRAS})); import {module}"
    told = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def loaded_by(module: str) -> list[str]:
    """Which of the solvers a fresh interpreter has loaded after importing the module."""
    script = f"import sys, {module}; print(*(name for name in {SOLVERS} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()


def test_files_stay_short_enough_to_be_read_at_once() -> None:
    """A file of more than 400 lines answers more than one question; an exception that shrank must go from the list."""
    long = {name_of(path) for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE}
    assert long == LONG_FILES.keys()


def test_functions_stay_short_enough_to_be_understood() -> None:
    """A body of more than 60 lines hides steps that have names."""
    long = {
        f"{name_of(path)}:{function.name}"
        for path in FILES
        for function in functions(path)
        if body_length(function) > LONGEST_BODY
    }
    assert long == LONG_FUNCTIONS.keys()


def test_only_the_command_line_and_the_benchmarks_print() -> None:
    """A library that prints spoils the output of the program that calls it."""
    loud = {
        name_of(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {name for name in loud if not name.startswith(("dispatcher/cli/", "benchmarks/"))} == set()


def test_no_room_is_called_after_nothing() -> None:
    """Whatever has no place would gather in such a room."""
    nameless = {"utils", "common", "core", "helpers", "manager", "misc", "base"}
    assert not {part for path in FILES for part in path.relative_to(PROJECT).with_suffix("").parts} & nameless
