"""docs/http.md says what the service does: every command runs, every answer is the true one, every code is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer

from api.cli import app
from api.refusal import KINDS
from api.settings import ServiceSettings
from benchmarks.served import Served
from tests.needs import absent
from tests.test_docs import table

pytestmark = pytest.mark.xdist_group("api")

PAGE = Path(__file__).resolve().parents[2] / "docs" / "http.md"

HERE = "http://127.0.0.1:8000"
"""Where the page takes the service to be."""


def shown(text: str) -> list[tuple[str, str]]:
    """(command, answer) of every block to be pasted into a shell; the answer is empty when none is shown."""
    return re.findall(r"```sh\n(.*?)```\n(?:```json\n(.*?)```\n)?", text, flags=re.DOTALL)


def is_part_of(said: Any, true: Any) -> bool:
    """Whether what is shown is the true answer, shortened: fields and the ends of lists may be left out."""
    if isinstance(said, dict):
        return isinstance(true, dict) and all(key in true and is_part_of(said[key], true[key]) for key in said)
    if isinstance(said, list):
        return isinstance(true, list) and len(said) <= len(true) and all(map(is_part_of, said, true))
    return type(said) is type(true) and said == true


def test_the_commands_on_the_page_run_and_answer_as_shown(service: Served, tmp_path: Path) -> None:
    """The first thing an integrator pastes would fail, or show something else than the page."""
    if shutil.which("curl") is None:
        absent("curl", "no curl here: apt-get install curl")
    blocks = shown(PAGE.read_text(encoding="utf-8"))
    assert sum(bool(answer) for _, answer in blocks) >= 5
    for command, answer in blocks:
        line = ["bash", "-euo", "pipefail", "-c", command.replace(HERE, service.address)]
        said = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        assert (said.returncode, said.stderr) == (0, ""), command
        if answer:
            assert is_part_of(json.loads(answer), json.loads(said.stdout)), said.stdout


def test_what_is_left_out_is_told_from_what_is_wrong() -> None:
    """The comparison above would pass whatever the page shows."""
    true = {"a": [{"b": 1, "c": "x"}, 2], "d": None}
    assert is_part_of({"a": [{"b": 1}]}, true)
    for wrong in ({"a": [{"b": True}]}, {"a": [{"b": 2}]}, {"a": [{}, 2, 3]}, {"e": 1}, {"d": 0}, []):
        assert not is_part_of(wrong, true)


def test_every_code_of_a_refusal_stands_on_the_page_with_its_status() -> None:
    """Somebody who looks up a code would find nothing, or would try again in vain."""
    said = [(row[0].strip("`"), int(row[1]), row[2] == "yes") for row in table("docs/http.md", "Refusals")]
    assert said == [(code, kind.status, kind.retryable) for code, kind in KINDS.items()]


def test_the_limits_on_the_page_are_the_limits() -> None:
    """A caller would be refused below the limit that it was told."""
    limits = ServiceSettings()
    said = {what: most for what, most, _ in table("docs/http.md", "Limits")}
    assert said["bytes of a body"] == f"{limits.largest_body // 2**20} MiB"
    assert said["jobs, technicians"] == f"{limits.most_jobs:,}, {limits.most_technicians:,}"
    assert said["seconds of a plan"] == f"{limits.longest_plan:g}"
    assert said["callers waiting for a plan"] == str(limits.waiting)
    assert said["memory of a working process"].startswith(f"{limits.memory_limit:,} MB")
    longest = f"{limits.longest_reading:g}, {limits.longest_upload:g}"
    assert said["seconds for a validation or a check, for an upload"] == longest


def test_every_option_on_the_page_exists() -> None:
    """The keeper of a service would be told of an option that the program does not know."""
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    known = {option for parameter in serve.params for option in parameter.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", PAGE.read_text(encoding="utf-8"))) <= known
