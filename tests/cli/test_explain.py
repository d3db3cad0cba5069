"""`dispatcher explain`: why not, what would it take, and the what-if in which it fits."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result

from dispatcher.cli.console import ExitCode
from dispatcher.formats.reader import read_problem
from tests.builders import a_job, a_shift, a_technician, a_window, at
from tests.cli.desk import a_day, dispatcher, plan_on_the_line


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """Anna until 09:00: the first of two jobs of half an hour at minute 10 fits; ``plan.json`` beside ``day.json``."""
    anna = a_technician("Anna", shifts=(a_shift(end=at("09:00")),))
    first = a_job("J1", time_windows=(a_window("08:10", "08:10"),), unassigned_price=Decimal(300))
    file = a_day(tmp_path, (anna,), (first, a_job("J2", labels={"customer": "Meier"})))
    assert plan_on_the_line(file, "--quiet", "--out", tmp_path / "plan.json").exit_code == ExitCode.OK
    return file


def explained(day: Path, *arguments: object) -> Result:
    """With the travel times of ``line.json``."""
    return dispatcher("explain", day, day.with_name("plan.json"), "--matrix", day.with_name("line.json"), *arguments)


def squeezed(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def test_all_that_is_left_out_is_explained_with_what_it_would_take(day: Path) -> None:
    """The coordinator would try every technician by hand: 10 + 30 + 30 + 10 minutes, home at 09:20."""
    text = squeezed(explained(day).stdout)
    assert "J2 · Meier not planned, worth 200.00 EUR No room with any suitable technician (1): the" in text
    assert "nearest needs 20 min more" in text
    assert "1 Anna, after J1 would be home 20 min too late: at 09:20 instead of +15.63 09:00" in text
    assert "合适的技师（1 名）都没有空档：最接近的还差 20分钟" in explained(day, "--lang", "zh").stdout


def test_a_planned_job_is_told_where_it_stands_and_what_elsewhere_would_change(day: Path) -> None:
    """Only what is left out could be asked about."""
    text = squeezed(explained(day, "J1").stdout)
    assert "J1 Anna, as first job; costs 16.87 EUR there" in text
    assert "There is no other place for it." in text


def test_json_holds_the_facts(day: Path) -> None:
    """A program would have to take sentences apart."""
    one = json.loads(explained(day, "J2", "--json").stdout)
    assert one["options"][0]["reasons"][0]["facts"]["by"] == 1200
    (same,) = json.loads(explained(day, "--json").stdout)
    assert same == one


def test_lifting_writes_the_problem_in_which_the_job_fits(day: Path, tmp_path: Path) -> None:
    """A what-if would have to be typed in."""
    relaxed = tmp_path / "relaxed.json"
    text = squeezed(explained(day, "J2", "--lift", 1, "--out", relaxed).stdout)
    assert "relaxes exactly this: would be home 20 min too late: at 09:20 instead of 09:00." in text
    assert read_problem(relaxed).technicians[0].shifts[0].max_overtime == 1200
    assert plan_on_the_line(relaxed, "--quiet", "--out", tmp_path / "plan.json").exit_code == ExitCode.OK
    said = dispatcher("explain", relaxed, tmp_path / "plan.json", "--matrix", tmp_path / "line.json")
    assert "Every job is planned" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ghost"], "no job 'ghost'"),
        (["J2", "--lift", "1"], "belong together"),
        (["--lift", "1", "--out", "x.json"], "belong together"),
        (["J2", "--lift", "2", "--out", "x.json"], "option 2 of 1"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    day: Path, arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback, or a file that nobody asked for."""
    monkeypatch.chdir(tmp_path)
    said = explained(day, *arguments)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert words in squeezed(said.stderr.replace("│", ""))
    assert not Path("x.json").exists()
