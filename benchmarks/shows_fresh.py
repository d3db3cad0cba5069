"""The claim about a newcomer: a fresh clone on a machine with nothing but python3 and make."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.data import PROJECT
from benchmarks.shows import Measurement, Say, Show
from dispatcher.formats.reader import read_problem
from dispatcher.problem import Problem
from dispatcher.result import Result

TOOLS = ("make", "find", "rm", "touch")
"""All that stands on the search path of the fresh machine, beside python3; make brings the shell."""

PACKAGES = re.compile(r"PIP_\w+|\w+_proxy", re.IGNORECASE)
"""Variables that say where packages come from, which a machine's owner knows and a project does not."""


@dataclass(frozen=True)
class Ran:
    """What a command did. Seconds of wall clock; `lines` of both outputs."""

    code: int
    seconds: float
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return f"exit {self.code} after {self.seconds:.1f} s"


@dataclass(frozen=True)
class FreshClone:
    """A clone of the last commit, and the variables of a machine that has never seen the project."""

    folder: Path
    environment: Mapping[str, str]
    say: Say

    def run(self, *command: str) -> Ran:
        """Run a command in the clone."""
        self.say(" ".join(command))
        began, lines = time.perf_counter(), []
        with subprocess.Popen(
            [self._found(command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        ) as process:
            for line in process.stdout or ():
                lines.append(line.rstrip("\n"))
                self.say(f"  {lines[-1]}")
        ran = Ran(process.returncode, time.perf_counter() - began, tuple(lines))
        self.say(str(ran))
        return ran

    def _found(self, program: str) -> str:
        """A program of the fresh machine, or of the clone."""
        return shutil.which(program, path=self.environment["PATH"]) or str(self.folder / program)


@contextmanager
def fresh_clone(say: Say, project: Path = PROJECT) -> Iterator[FreshClone]:
    """Clone a project for the length of a with block; the public instances lie beside it when they do here.

    Raises
    ------
    subprocess.CalledProcessError
        When the project is no repository.
    """
    with TemporaryDirectory(prefix="fresh-") as name:
        top = Path(name)
        subprocess.run(["git", "clone", "--quiet", str(project), str(top / "clone")], check=True)
        shared = project.parent / "shared"
        if shared.is_dir():
            (top / "shared").symlink_to(shared)
        yield FreshClone(top / "clone", fresh_environment(top), say)


def fresh_environment(folder: Path) -> Mapping[str, str]:
    """The variables of a fresh machine, whose home and programs are made inside the folder.

    The programs are links to those of this machine; Python is the one below any virtual environment.
    """
    home, programs = folder / "home", folder / "bin"
    home.mkdir()
    programs.mkdir()
    paths = {tool: shutil.which(tool) for tool in TOOLS} | {"python3": f"{sys.base_prefix}/bin/python3"}
    for tool, path in paths.items():
        if path:
            (programs / tool).symlink_to(path)
    packages = {name: value for name, value in os.environ.items() if PACKAGES.fullmatch(name)}
    return packages | {"PATH": str(programs), "HOME": str(home)}


@dataclass(frozen=True)
class Newcomer:
    """What somebody sees who clones the project and types its two commands."""

    commands: tuple[str, ...]
    """The first ones in README.md."""
    first: Ran
    again: Ran
    check: Ran
    test: Ran
    problem: Problem
    result: Result | None
    """None when plan.json cannot be read."""
    page: bool
    sheets: int
    """Day sheets, the index not counted."""

    @property
    def tests(self) -> str:
        """The last line of pytest, without its frame."""
        return self.test.lines[-1].strip("= ") if self.test.lines else ""

    def __str__(self) -> str:
        planned = self.result.kpis.planned if self.result else 0
        return (
            f"make run: {self.first}, {len(self.first.lines)} lines; again: {self.again};"
            f" {self.problem.name}: {planned} of {len(self.problem.jobs)} jobs planned for"
            f" {len(self.problem.technicians)} technicians; check: exit {self.check.code}; {self.sheets} day sheets;"
            f" make test: {self.test}, {self.tests}; README: {', '.join(self.commands)}"
        )

    def shortcomings(self) -> Iterator[str]:
        """What is not as road-1 claims."""
        if self.first.code or self.again.code:
            yield "make run fails"
        if self.first.seconds >= 180:
            yield "make run takes 3 min or more the first time"
        if self.again.seconds >= 15:
            yield "make run takes 15 s or more the second time"
        if len(self.first.lines) > 60:
            yield "make run prints more than 60 lines"
        printed = "\n".join(self.again.lines)
        if any(job.id not in printed for job in self.problem.jobs):
            yield "make run does not print every job"
        if (len(self.problem.jobs), len(self.problem.technicians)) != (60, 8):
            yield "the day has not 60 jobs and 8 technicians"
        if self.result is None or self.result.problem_hash != self.problem.fingerprint():
            yield "plan.json is no result of the example day"
        elif self.sheets != len(self.result.plan.routes) or not self.page:
            yield "plan.html or a day sheet is missing"
        if self.check.code:
            yield "the plan is not valid"
        if self.test.code or not re.search(r"\d+ passed.* in [\d.]+s", self.tests):
            yield "make test fails"
        if self.commands != ("make run", "make test"):
            yield "README does not begin with the two commands"


def first_commands(readme: str) -> tuple[str, ...]:
    """The commands in the block that a README begins with; none when anything stands before it."""
    block = re.match(r"```\w*\n(.*?)```", readme, re.DOTALL)
    return tuple(line.partition("#")[0].strip() for line in block[1].splitlines()) if block else ()


def newcomer(clone: FreshClone) -> Newcomer:
    """Type the two commands, the first one twice; some eight minutes."""
    folder = clone.folder
    first, again = clone.run("make", "run"), clone.run("make", "run")
    check = clone.run(".venv/bin/dispatcher", "check", "examples/day.xlsx", "plan.json")
    return Newcomer(
        commands=first_commands((folder / "README.md").read_text(encoding="utf-8")),
        first=first,
        again=again,
        check=check,
        test=clone.run("make", "test"),
        problem=read_problem(folder / "examples" / "day.xlsx"),
        result=_result(folder / "plan.json"),
        page=(folder / "plan.html").is_file(),
        sheets=len(set((folder / "day-sheets").glob("*.html")) - {folder / "day-sheets" / "index.html"}),
    )


def _result(path: Path) -> Result | None:
    try:
        return Result.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def two_commands_in_a_fresh_clone(say: Say) -> Measurement:
    """Clone, `make run` twice, check the plan, `make test`; some eight minutes."""
    with fresh_clone(say) as clone:
        seen = newcomer(clone)
    short = list(seen.shortcomings())
    return Measurement(
        figure="; ".join([str(seen), *short]),
        passed=not short,
        seeds=(1,),
        rows=tuple(
            {"command": name, "exit": ran.code, "seconds": round(ran.seconds, 1), "lines": len(ran.lines)}
            for name, ran in (
                ("make run", seen.first),
                ("make run, again", seen.again),
                ("dispatcher check", seen.check),
                ("make test", seen.test),
            )
        ),
    )


SHOWS = (
    Show(
        key="road-1",
        bar="in a fresh clone, fresh HOME, only python3 >= 3.11 and make: `make run` exits 0 with a readable, checked"
        " plan of a 60-job, 8-technician day in a real city, in under 3 min and at most 60 lines, and writes plan.json,"
        " plan.html and day-sheets/; run again it takes < 15 s; `make test` exits 0. README names these two commands"
        " first, nothing before them",
        measure=two_commands_in_a_fresh_clone,
    ),
)
"""The shows of this kind."""
