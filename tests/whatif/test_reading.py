"""From a study file to days and arms, or to all that is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.loads import day
from benchmarks.study_mistakes import GOOD, MISTAKES, Mistake, with_mistakes
from benchmarks.whatif.faults import BadStudy, Fault
from benchmarks.whatif.reading import read_study
from benchmarks.whatif.study import Study
from dispatcher.scenario.crew import AddTechnicians
from dispatcher.scenario.travel import Travel

SMALL = """
title = "Small"
[days]
synthetic = {jobs = 3, technicians = 1, seeds = [1]}
[solver]
iterations = 10
[[scenarios]]
name = "NAME"
changes = [CHANGES]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the file that the good study names."""
    (tmp_path / "day.json").write_text(day(3, 12, 2).model_dump_json(), encoding="utf-8")
    return tmp_path


def study_in(folder: Path, text: str) -> Study:
    """What a file with this text asks for."""
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return read_study(file)


def faults_in(folder: Path, text: str) -> tuple[Fault, ...]:
    """What is wrong with such a file."""
    with pytest.raises(BadStudy) as refusal:
        study_in(folder, text)
    return refusal.value.faults


def small(name: str, changes: str) -> str:
    """A study with one scenario."""
    return SMALL.replace("NAME", name).replace("CHANGES", changes)


def test_days_arms_seeds_and_budget_are_as_written(folder: Path) -> None:
    """The study would answer another question than the one in the file."""
    study = study_in(folder, GOOD)
    assert [one.name for one in study.days] == ["lyon 1", "lyon 2", "day.json"]
    assert study.days[0].problem == day(1, 12, 2)
    assert [arm.name for arm in study.arms] == ["base", "1 more", "2 more", "gas for all", "an hour longer"]
    assert [arm.seeds for arm in study.arms] == [(1, 2), (1, 2), (1, 2), (1, 2), (3,)]
    assert study.travel.speed_kmh == 35
    settings = study.budget.settings(7)
    assert (settings.iterations, settings.seed, settings.cores) == (200, 7, 1)
    assert study.output.report == folder / "page.html"
    assert len(list(study.cells())) == 3 * (4 * 2 + 1)


def test_a_grid_makes_one_arm_for_each_of_its_values(folder: Path) -> None:
    """Two values of a grid would be one scenario, or share the changes of the last one."""
    _, first, second, *_ = study_in(folder, GOOD).arms
    assert (first.grid, second.grid) == ({"count": 1}, {"count": 2})
    assert first.family == second.family == "{count} more"
    added, travel = second.scenario.changes
    assert isinstance(added, AddTechnicians)
    assert (added.count, added.skills) == (2, {"gas": 2})
    assert isinstance(travel, Travel)
    assert travel.factor == 1.5


def test_two_grids_make_every_combination_and_names_tell_them_apart(folder: Path) -> None:
    """Six arms of one name could not be told apart in the report."""
    changes = "{add_technicians = {count = {grid = [1, 2]}}}, {travel = {factor = {grid = [0.5, 1.0, 2.0]}}}"
    arms = study_in(folder, small("more", changes)).arms[1:]
    assert [arm.name for arm in arms[:2]] == ["more (count 1, factor 0.5)", "more (count 1, factor 1.0)"]
    assert [tuple(arm.grid.values()) for arm in arms] == [(n, x) for n in (1, 2) for x in (0.5, 1.0, 2.0)]


def test_names_say_lengths_of_time_in_hours_and_shares_in_percent(folder: Path) -> None:
    """A budget meeting would read of promises of 14400 s."""
    changes = "{promise_width = {seconds = {grid = [5400, 14400]}}}, {hold_back = {reserve = {grid = [0.05]}}}"
    arms = study_in(folder, small("promises of {seconds:h}, {reserve:.0%} free", changes)).arms[1:]
    assert [arm.name for arm in arms] == ["promises of 1.5 h, 5% free", "promises of 4 h, 5% free"]
    minutes = study_in(folder, small("{seconds:min}", "{overtime = {seconds = {grid = [1800]}}}")).arms[1:]
    assert [arm.name for arm in minutes] == ["30 min"]


def test_two_grids_of_one_parameter_are_named_after_their_changes(folder: Path) -> None:
    """{count} could mean either of them."""
    changes = "{add_technicians = {count = {grid = [1]}}}, {remove_technicians = {count = {grid = [1]}}}"
    name = "{add_technicians_count} in, {remove_technicians_count} out"
    assert study_in(folder, small(name, changes)).arms[1].name == "1 in, 1 out"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.wrong)
def test_a_mistake_is_refused_once_on_its_line_with_what_to_do(folder: Path, mistake: Mistake) -> None:
    """A planner would search the file for what the message could have said."""
    (fault,) = faults_in(folder, with_mistakes([mistake]))
    assert fault.line == mistake.line
    assert mistake.word in fault.cause
    assert fault.action


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    """Somebody would correct one, run again, and meet the next, twenty times."""
    together = [mistake for mistake in MISTAKES if not mistake.hidden_by_others]
    assert len(faults_in(folder, with_mistakes(together))) == len(together)


def test_what_is_no_toml_is_refused_with_its_line(folder: Path) -> None:
    """A Python traceback says nothing to a planner."""
    (fault,) = faults_in(folder, 'title = "x"\nquestion = \n')
    assert (fault.line, "not TOML" in fault.cause) == (2, True)
    (fault,) = faults_in(folder, 'title = "x"\nquestion = [1')
    assert fault.line == 2


def test_an_empty_file_is_told_what_it_lacks(folder: Path) -> None:
    """The first study of all is written by looking at such a list."""
    assert [fault.where for fault in faults_in(folder, "")] == ["days", "scenarios", "solver", "title"]


def test_urls_are_refused_until_there_is_a_service_that_keeps_days(folder: Path) -> None:
    """A study would silently leave these days out."""
    (fault,) = faults_in(folder, GOOD.replace('files = ["day.json"]', 'urls = ["http://desk/v1/days/1/problem"]'))
    assert (fault.line, fault.where) == (7, "days.urls[0]")


def test_days_in_different_money_are_refused(folder: Path) -> None:
    """Euro and francs would be added."""
    (folder / "day.json").write_text(day(3, 12, 2, city="zurich").model_dump_json(), encoding="utf-8")
    (fault,) = faults_in(folder, GOOD)
    assert "CHF, EUR" in fault.cause


def test_what_is_wrong_in_a_days_file_is_said_with_the_line_that_names_it(folder: Path) -> None:
    """A mistake in one of thirty files would be nobody's."""
    (folder / "day.json").write_text('{"time_zone": "Mars", "technicians": [], "jobs": []}', encoding="utf-8")
    (fault,) = faults_in(folder, GOOD)
    assert (fault.line, "unknown_time_zone" in fault.cause) == (7, True)
