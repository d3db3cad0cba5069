"""How runs are compared, tabled and recorded."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import SHOWS, app
from benchmarks.loads import day, example_day
from benchmarks.memory import PeakMemory
from benchmarks.suite import Run, gap, medians
from benchmarks.suites.field_days import Outcome
from dispatcher.formats.reader import read_problem
from dispatcher.problem import Problem

RUN = Run(
    instance="R1",
    seed=1,
    jobs=47,
    technicians=12,
    unserved=0,
    unserved_published=0,
    working_time_min=4915.8,
    published_min=4915.8,
    gap=0.0,
    violations=0,
    pillac_ok=True,
    seconds=20.0,
)


@pytest.mark.parametrize(
    ("unserved", "minutes", "expected"),
    [(2, 101.0, 0.01), (2, 99.0, -0.01), (3, 50.0, 1.0), (1, 120.0, 0.0), (1, 90.0, -0.10)],
)
def test_the_gap_counts_unserved_jobs_before_minutes(unserved: int, minutes: float, expected: float) -> None:
    """A plan that drops a job to save an hour must not look better; known are 2 unserved in 100 minutes."""
    assert gap(Outcome(unserved, minutes), Outcome(2, 100.0)) == pytest.approx(expected)


def test_the_median_is_taken_by_unserved_and_then_minutes() -> None:
    """Of (0, 110), (1, 90), (0, 100) the middle is (0, 110); by minutes alone it would be (0, 100)."""
    outcomes = [(0, 110.0), (1, 90.0), (0, 100.0)]
    runs = [replace(RUN, seed=k, unserved=jobs, working_time_min=minutes) for k, (jobs, minutes) in enumerate(outcomes)]
    (middle,) = medians(runs)
    assert middle.outcome == (0, 110.0)


def test_of_two_runs_the_worse_counts() -> None:
    """Taking the better of two would report luck."""
    runs = [replace(RUN, working_time_min=minutes) for minutes in (100.0, 90.0)]
    assert medians(runs)[0].working_time_min == 100.0


def test_memory_counts_what_is_held_while_it_runs() -> None:
    """200 MB held for a moment must show; a figure taken at the end would miss it."""
    with PeakMemory() as memory:
        block = bytearray(200_000_000)
        block[::4096] = b"x" * len(block[::4096])
        time.sleep(0.2)
        del block
    assert 0.2 <= memory.gigabytes < 4


def test_a_day_written_as_json_reads_back_the_same(tmp_path: Path) -> None:
    """Whoever repeats a figure from the file must plan the same day."""
    file = tmp_path / "day.json"
    told = CliRunner().invoke(app, ["day", "5", "30", str(file), "--city", "munich", "--tightness", "overloaded"])
    assert told.exit_code == 0, told.output
    assert Problem.model_validate_json(file.read_text()) == day(5, 30, city="munich", tightness="overloaded")


def test_the_example_written_as_a_workbook_reads_back_the_same(tmp_path: Path) -> None:
    """Whatever a sheet cannot hold would make the example in the repository another day than `example_day`."""
    file = tmp_path / "day.xlsx"
    assert CliRunner().invoke(app, ["example", str(file)]).exit_code == 0
    assert read_problem(file) == example_day()


def test_an_unknown_show_or_suite_is_refused_by_name() -> None:
    """A misspelt key that ended with 0 would count as proof."""
    assert CliRunner().invoke(app, ["show", "road-99"]).exit_code == 2
    assert CliRunner().invoke(app, ["suite", "fields"]).exit_code == 2
    assert set(SHOWS) >= {"road-2", "road-3"}


def test_the_suite_plans_a_day_and_writes_what_it_needs_to_be_repeated(tmp_path: Path, public_data: Path) -> None:
    """R6 in two seconds: every figure promised for a row, from a plan that both checkers accept."""
    folder = public_data / "field_days"
    file = tmp_path / "rows.json"
    arguments = ["suite", "field_days", "--data", str(folder), "--time-limit", "2", "--instances", "R6"]
    told = CliRunner().invoke(app, [*arguments, "--json", str(file)])
    assert told.exit_code == 0, told.output
    document = json.loads(file.read_text())
    assert document.keys() == {"machine", "command", "commit", "seed", "rows"}
    (row,) = document["rows"]
    assert (row["instance"], row["jobs"], row["technicians"], row["violations"]) == ("R6", 18, 4, 0)
    assert row["unserved"] == 0
    assert row["gap"] < 0.05
    assert row["seconds"] < 3.5
