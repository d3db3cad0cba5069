"""Where a study may write, found out without writing anything."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from benchmarks.whatif.places import SAYINGS, refusals


def refused(folder: Path, **files: str) -> list[str]:
    """What is said of such files in the folder, beside a study there."""
    study = folder / "study.toml"
    study.touch()
    return list(refusals(study, {name: folder / path for name, path in files.items()}, folder / "cells", "en"))


def test_what_can_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    """A page of yesterday would be emptied by a study that is refused today."""
    (tmp_path / "page.html").write_text("yesterday", encoding="utf-8")
    assert refused(tmp_path, page="page.html", json="new/all.json") == []
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "yesterday"
    assert list((tmp_path / "new").iterdir()) == []
    assert list((tmp_path / "cells").iterdir()) == []


@pytest.mark.parametrize("path", ["study.toml/page.html", "study.toml/deeper/page.html", "x" * 300, "nul\0.html"])
def test_impossible_paths_are_refused_in_one_line(tmp_path: Path, path: str) -> None:
    """The page would be missed only when all searches are done."""
    (said,) = refused(tmp_path, page=path)
    assert said.startswith("page: ")
    assert said.endswith("; name a place where you may write.")


def test_two_tables_in_one_file_are_refused(tmp_path: Path) -> None:
    """The second would replace the first."""
    (said,) = refused(tmp_path, json="all", csv="new/../all")
    assert said.endswith("is also written by json; name another file.")


def test_a_pipe_is_not_opened_on_trial(tmp_path: Path) -> None:
    """The command would wait for a reader, or its reader take the trial for an empty table."""
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path, csv="pipe") == []


def test_refusals_have_the_same_blanks_in_both_languages() -> None:
    """The path would be missing for Chinese readers."""
    blanks = re.compile(r"{(\w+)}")
    assert [key for key, one in SAYINGS.items() if set(blanks.findall(one.en)) != set(blanks.findall(one.zh))] == []
