"""The show of the fresh clone: nothing of this machine leaks into it, and every shortcoming is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loads import example_day
from benchmarks.shows_fresh import FreshClone, Newcomer, Ran, first_commands, fresh_environment

MAKEFILE = """
look:
\tpython3 -c 'import os, sys; print(sys.prefix, *sorted(os.environ))'
\t! command -v git
\texit 3
"""


def test_the_fresh_machine_has_nothing_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed here would make `make run` succeed; what says where packages come from has to stay."""
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "PIP_FIND_LINKS"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "Makefile").write_text(MAKEFILE)
    told: list[str] = []
    clone = FreshClone(tmp_path, fresh_environment(tmp_path), told.append)
    ran = clone.run("make", "--silent", "look")
    assert told == ["make --silent look", *(f"  {line}" for line in ran.lines), str(ran)]
    assert (ran.code, ran.lines[-1].split()[-2:]) == (2, ["Error", "3"])
    prefix, *variables = ran.lines[0].split()
    assert not Path(prefix, "pyvenv.cfg").exists()
    assert {"HOME", "PATH", "PIP_FIND_LINKS"} <= set(variables)
    assert not {"PYTHONPATH", "VIRTUAL_ENV"} & set(variables)


@pytest.mark.parametrize(
    ("readme", "commands"),
    [
        ("```\nmake run   # plan\nmake test\n```\n\nA text.\n", ("make run", "make test")),
        ("```sh\npip install x\nmake run\n```\n", ("pip install x", "make run")),
        ("# Title\n\n```\nmake run\nmake test\n```\n", ()),
    ],
)
def test_the_first_commands_of_a_readme_have_nothing_before_them(readme: str, commands: tuple[str, ...]) -> None:
    """A page of prose above the commands would pass."""
    assert first_commands(readme) == commands


JOBS = tuple(job.id for job in example_day().jobs)
FINE = Newcomer(
    commands=("make run", "make test"),
    first=Ran(0, 100.0, JOBS),
    again=Ran(0, 10.0, JOBS),
    check=Ran(0, 1.0, ()),
    test=Ran(0, 200.0, ("===== 9 passed, 1 skipped in 190.00s (0:03:10) =====",)),
    problem=example_day(),
    result=None,
    page=True,
    sheets=8,
)
"""A newcomer for whom all goes well but for the plan, which is missing."""

MISSING = "plan.json is no result of the example day"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, None),
        ({"commands": ("make test", "make run")}, "README does not begin with the two commands"),
        ({"first": Ran(2, 100.0, JOBS)}, "make run fails"),
        ({"first": Ran(0, 180.0, JOBS)}, "make run takes 3 min or more the first time"),
        ({"first": Ran(0, 100.0, (*JOBS, "one more"))}, "make run prints more than 60 lines"),
        ({"again": Ran(0, 15.0, JOBS)}, "make run takes 15 s or more the second time"),
        ({"again": Ran(0, 10.0, JOBS[:-1])}, "make run does not print every job"),
        ({"check": Ran(1, 1.0, ())}, "the plan is not valid"),
        ({"test": Ran(2, 200.0, FINE.test.lines)}, "make test fails"),
        ({"test": Ran(0, 200.0, ("no tests ran in 0.01s",))}, "make test fails"),
    ],
)
def test_every_shortcoming_is_told(changes: dict[str, Any], told: str | None) -> None:
    """The claim would stand although the newcomer saw something else."""
    assert set(replace(FINE, **changes).shortcomings()) == {MISSING} | ({told} if told else set())
