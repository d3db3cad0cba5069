"""`dispatcher check`: a plan is believed as far as it can be recomputed, with the travel times it was made with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatcher.cli.console import ExitCode
from tests.builders import a_job, a_place, a_technician
from tests.cli.desk import FAST, a_day, dispatcher, plan_on_the_line


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """Two jobs on a real road of 20 km, planned at 33.3333333 km/h: ``plan.json`` beside ``day.json``."""
    spots = [{"lat": 47.3 + 0.01 * n, "lon": 8.5} for n in range(3)]
    jobs = [a_job(f"J{n}", place=a_place(n, **spots[n])) for n in (1, 2)]
    day = a_day(tmp_path, (a_technician(home=a_place(0, **spots[0])),), jobs)
    said = dispatcher("plan", day, "--speed-kmh", "33.3333333", *FAST, "--quiet", "--out", tmp_path / "plan.json")
    assert said.exit_code == ExitCode.OK
    return day


def changed(plan: Path, change: Any) -> Path:
    """The same file after a change to its document."""
    document = json.loads(plan.read_text(encoding="utf-8"))
    change(document)
    plan.write_text(json.dumps(document), encoding="utf-8")
    return plan


def test_a_plan_is_checked_with_the_travel_times_that_it_was_made_with(planned: Path) -> None:
    """Every plan not made at the usual speed would be called a lie."""
    said = dispatcher("check", planned, planned.with_name("plan.json"))
    assert said.exit_code == ExitCode.OK
    assert "keeps every rule, and all times and prices on its routes are true" in said.stdout
    assert "straight lines x 1.3 at 33.3333 km/h" in said.stdout


def test_the_stated_cost_stands_beside_the_recomputed_one(planned: Path) -> None:
    """A wrong bill would be found, but not by whom it concerns."""
    plan = changed(planned.with_name("plan.json"), lambda document: document["plan"]["cost"].update(overtime="7.5"))
    said = dispatcher("check", planned, plan)
    assert said.exit_code == ExitCode.VIOLATIONS
    assert "0 rules broken, 1 number not true" in said.stdout
    assert ["Overtime", "7.50", "0.00"] in [line.split() for line in said.stdout.splitlines()]


def test_a_broken_rule_is_told_in_words(planned: Path) -> None:
    """A coordinator would have to know the checker's codes."""
    plan = changed(planned.with_name("plan.json"), lambda document: document["plan"]["routes"][0]["stops"].pop())
    said = dispatcher("check", planned, plan)
    assert said.exit_code == ExitCode.VIOLATIONS
    assert "1 rule broken" in said.stdout
    assert "the job is listed nowhere [job_lost]" in said.stdout
    assert "工单遗漏" in dispatcher("check", planned, plan, "--lang", "zh").stdout


def test_many_untrue_numbers_do_not_bury_the_broken_rules(planned: Path) -> None:
    """One stop moved by hand makes every later time of its route untrue."""

    def put_off(document: dict[str, Any]) -> None:
        for stop in document["plan"]["routes"][0]["stops"]:
            stop |= {"travel": 1, "distance": 1, "wait": 1, "lateness": 1, "arrival": "2026-11-23T07:00:00+00:00"}
            stop |= {"start": "2026-11-23T07:00:00+00:00", "finish": "2026-11-23T07:00:00+00:00"}

    said = dispatcher("check", planned, changed(planned.with_name("plan.json"), put_off))
    assert said.stdout.count("[false_") == 10
    assert "more numbers; --json lists all" in said.stdout


def test_a_plan_alone_is_checked_too(planned: Path) -> None:
    """What somebody made by hand has no settings and no figures."""
    document = json.loads(planned.with_name("plan.json").read_text(encoding="utf-8"))
    alone = planned.with_name("alone.json")
    alone.write_text(json.dumps(document["plan"]), encoding="utf-8")
    assert dispatcher("check", planned, alone, "--speed-kmh", "33.3333").exit_code == ExitCode.OK
    other = dispatcher("check", planned, alone)
    assert other.exit_code == ExitCode.VIOLATIONS
    assert "the travel time is not true" in other.stdout


def test_another_problem_and_other_travel_times_are_pointed_out(planned: Path) -> None:
    """Somebody would look for mistakes in a plan that was right for yesterday's file."""
    plan = planned.with_name("plan.json")
    assert (
        "other travel times: straight lines x 1.3 at 33.3333"
        in dispatcher("check", planned, plan, "--detour", "2").stdout
    )
    changed(planned, lambda document: document.update(name="another"))
    assert "another version of this problem" in dispatcher("check", planned, plan).stdout


def test_check_speaks_json(planned: Path) -> None:
    """A program would have to read tables."""
    plan = changed(planned.with_name("plan.json"), lambda document: document["plan"]["cost"].update(overtime="7.5"))
    said = json.loads(dispatcher("check", planned, plan, "--json").stdout)
    assert said["valid"] is False
    assert [one["code"] for one in said["violations"]] == ["false_cost"]
    assert said["cost"]["overtime"] == {"stated": "7.500", "recomputed": "0.000"}


def test_a_file_without_a_plan_is_refused_with_where_and_why(planned: Path) -> None:
    """A user would get a traceback."""
    said = dispatcher("check", planned, changed(planned.with_name("plan.json"), lambda document: document.pop("plan")))
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "/routes" in said.stderr
    assert "missing_field" in said.stderr


@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_a_given_matrix_must_be_given_again(tmp_path: Path, suffix: str) -> None:
    """The plan would be checked against straight lines, and every time in it called untrue."""
    day = a_day(tmp_path, (a_technician(),), (a_job(),))
    matrix = tmp_path / f"line{suffix}"
    if suffix == ".npz":
        arrays = {name: np.array(rows) for name, rows in json.loads((tmp_path / "line.json").read_text()).items()}
        np.savez_compressed(matrix, **arrays)
    out = tmp_path / "plan.json"
    assert dispatcher("plan", day, "--matrix", matrix, *FAST, "-q", "--out", out).exit_code == ExitCode.OK
    assert dispatcher("check", day, out, "--matrix", matrix).exit_code == ExitCode.OK
    without = dispatcher("check", day, out)
    assert without.exit_code == ExitCode.NO_TRAVEL
    assert f"matrix line{suffix}" in without.stderr


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("no", "cannot be read"),
        ("[]", "is an object"),
        ("{}", "no 'seconds'"),
        ('{"seconds": [1, 2]}', "square"),
        ('{"seconds": [[0]], "metres": [[0, 1], [1, 0]]}', "alike"),
        ('{"seconds": [[0]]}', "index below 1"),
    ],
)
def test_a_matrix_that_is_none_is_refused_in_one_line(tmp_path: Path, text: str, cause: str) -> None:
    """A user would get a traceback of numpy."""
    day = a_day(tmp_path, (a_technician(),), (a_job(),))
    (tmp_path / "line.json").write_text(text, encoding="utf-8")
    said = plan_on_the_line(day)
    assert said.exit_code == ExitCode.NO_TRAVEL
    assert cause in said.stderr
    assert "Traceback" not in said.output


def test_a_matrix_takes_the_place_of_speed_and_detour(tmp_path: Path) -> None:
    """One of them would be ignored without a word."""
    day = a_day(tmp_path, (a_technician(),), (a_job(),))
    assert plan_on_the_line(day, "--speed-kmh", "50").exit_code == ExitCode.BAD_INPUT
