"""How runs are compared, tabled and recorded."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.claims import SHOWS
from benchmarks.loads import day, example_day
from benchmarks.memory import PeakMemory
from benchmarks.suite import SUITES, Run, gap, medians
from benchmarks.suites.contract import Outcome
from dispatcher.formats.reader import read_problem
from dispatcher.problem import Problem

RUN = Run(
    suite="field_days",
    instance="R1",
    seed=1,
    jobs=47,
    technicians=12,
    unserved=0,
    unserved_known=0,
    value=4915.8,
    value_known=4915.8,
    gap=0.0,
    violations=0,
    judged=True,
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
    runs = [replace(RUN, seed=k, unserved=jobs, value=minutes) for k, (jobs, minutes) in enumerate(outcomes)]
    (middle,) = medians(runs)
    assert middle.outcome == (0, 110.0)


def test_of_two_runs_the_worse_counts() -> None:
    """Taking the better of two would report luck."""
    runs = [replace(RUN, value=minutes) for minutes in (100.0, 90.0)]
    assert medians(runs)[0].value == 100.0


def test_a_gap_is_said_in_jobs_where_more_are_left_out() -> None:
    """+100 % would look like twice the working time, and a dash like the best plan known."""
    assert replace(RUN, gap=0.0123).gap_in_words() == "+1.23%"
    assert replace(RUN, unserved=3, gap=1.0).gap_in_words() == "3 left out"
    assert replace(RUN, unserved_known=None, value_known=None, gap=None).gap_in_words() == "-"


def test_jobs_left_out_that_the_value_pays_for_count_there_only() -> None:
    """Of two plans of kovacs the cheaper one is better, though it outsources more."""
    outsourced = replace(RUN, suite="kovacs", unserved=9, value=2000.0)
    assert outsourced.outcome < replace(outsourced, unserved=5, value=2100.0).outcome


def test_a_plan_is_accepted_only_when_nobody_found_anything() -> None:
    """A suite without a judge must not count as refused, nor one with a refusal as accepted."""
    assert replace(RUN, judged=None).accepted
    assert not replace(RUN, judged=False).accepted
    assert not replace(RUN, violations=1).accepted


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


@pytest.mark.parametrize(
    ("name", "instance", "jobs"),
    [
        ("pillac_trsp", "R101", 100),
        ("vrptw", "C101", 100),
        ("sdvrptw", "PR11", 48),
        ("kovacs", "R101_5x4-reduced", 100),
    ],
)
def test_every_suite_is_planned_and_accepted(
    tmp_path: Path, public_data: Path, name: str, instance: str, jobs: int
) -> None:
    """Two seconds each: read, planned, checked, judged and tabled by the same command."""
    file = tmp_path / "rows.json"
    arguments = ["suite", name, "--data", str(public_data / SUITES[name].folder), "--instances", instance]
    told = CliRunner().invoke(app, [*arguments, "--time-limit", "2", "--json", str(file)])
    assert told.exit_code == 0, told.output
    (row,) = json.loads(file.read_text())["rows"]
    assert (row["suite"], row["instance"], row["jobs"], row["violations"]) == (name, instance, jobs, 0)
    assert row["seconds"] < 3.5
