"""The frame of the shows: evidence is kept, one row for each line, beside what a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.shows import HEADINGS, Measurement, Say, Show, keep, run


def cells(line: str, figure: str) -> Sequence[str]:
    """A row of evidence, all but line and figure a dash."""
    return [line, figure, *["-"] * (len(HEADINGS) - 2)]


def rows(path: Path) -> list[list[str]]:
    """Line and figure of every row in the file."""
    table = [line.split("|") for line in path.read_text().splitlines() if line.startswith("| ")]
    return [[row[1].strip(), row[2].strip()] for row in table[1:]]


def test_a_new_run_replaces_the_row_of_its_line(tmp_path: Path) -> None:
    """Were rows appended, a claim that no longer holds would stand beside its old proof."""
    path = tmp_path / "road.md"
    for line, figure in (("3", "slow"), ("10", "ten"), ("2", "two"), ("3", "fast")):
        keep(path, cells(line, figure))
    assert rows(path) == [["2", "two"], ["3", "fast"], ["10", "ten"]]


def test_text_around_the_table_stays(tmp_path: Path) -> None:
    """Evidence files carry explanations written by hand."""
    path = tmp_path / "road.md"
    keep(path, cells("1", "old"))
    path.write_text("# Road\n\nWhat stands here.\n" + path.read_text().split("\n", 1)[1] + "\nAfterwards.\n")
    keep(path, cells("1", "new"))
    text = path.read_text()
    assert text.startswith("# Road\n\nWhat stands here.\n")
    assert text.endswith("\nAfterwards.\n")
    assert rows(path) == [["1", "new"]]


def test_a_figure_with_a_bar_in_it_keeps_the_table_whole(tmp_path: Path) -> None:
    """An unescaped | would shift every cell after it."""
    keep(tmp_path / "road.md", cells("1", "a|b"))
    keep(tmp_path / "road.md", cells("2", "c"))
    assert "| 1 | a\\|b | - |" in (tmp_path / "road.md").read_text()


def test_a_run_says_its_verdict_and_keeps_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A show that failed quietly would leave its claim standing."""

    def measure(say: Say) -> Measurement:
        say("half way")
        return Measurement("11 s", passed=False, seeds=(1, 2))

    found = run(Show("road-9", "at most 10 s", measure), tmp_path)
    told = capsys.readouterr()
    assert not found.passed
    assert "verdict  FAIL" in told.out
    assert told.err == "half way\n"
    (row,) = [line for line in (tmp_path / "road.md").read_text().splitlines() if line.startswith("| 9 ")]
    assert row.startswith("| 9 | 11 s | at most 10 s | FAIL | make show-road-9 | 1, 2 | ")
