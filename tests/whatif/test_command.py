"""The command, run as planners run it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.loads import day
from dispatcher.plan import Plan, Route, Stop, StopKind
from tests.whatif.test_reading import small

TRAVEL = small("slow", "{travel = {factor = 3}}")


def ran(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own, with its cells beside the study."""
    command = [sys.executable, "-m", "benchmarks", "whatif", str(file), "--cells", str(file.parent / "cells"), *options]
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=wide)


def test_the_answer_is_printed_and_the_files_are_written(tmp_path: Path) -> None:
    """A study would run for an hour and leave nothing behind."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL + '[output]\ncsv = "cells.csv"\n', encoding="utf-8")
    done = ran(file, "--workers", "1", "--report", str(tmp_path / "page.html"), "--json", str(tmp_path / "all.json"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert "4 of 4 cells" in done.stderr
    assert len((tmp_path / "cells.csv").read_text(encoding="utf-8-sig").splitlines()) == 5
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["rows"]) == 4
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert done.stdout.strip() in page.replace("&#34;", '"')
    assert "4 from earlier" in ran(file, "--workers", "1").stderr


def test_a_bad_file_ends_with_code_2_and_a_table_of_its_faults(tmp_path: Path) -> None:
    """A traceback helps no planner, and a script would not notice."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL.replace("jobs = 3", "job = 3").replace("factor = 3", "factor = -3"), encoding="utf-8")
    done = ran(file)
    assert done.returncode == 2
    assert "2 faults in" in done.stderr
    assert "Write jobs." in done.stderr
    assert done.stdout == ""
    assert "2 处错误" in ran(file, "--lang", "zh").stderr


def test_places_that_cannot_be_written_are_refused_before_the_first_search(tmp_path: Path) -> None:
    """A study of a night would end in a traceback and leave no page."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL + '[output]\ncsv = "study.toml/cells.csv"\n', encoding="utf-8")
    done = ran(file, "--report", str(tmp_path), "--json", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f"--report: {tmp_path} is a folder; name a file.",
        f"--json: {file} is the study itself; name another file.",
        f"[output] csv: {file}/cells.csv cannot be written (Not a directory); name a place where you may write.",
    ]
    assert list(tmp_path.glob("cells/*")) == []


def test_cells_in_place_of_a_folder_are_refused_before_the_first_search(tmp_path: Path) -> None:
    """The first finished search would be lost in a traceback."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL, encoding="utf-8")
    (tmp_path / "cells").write_text("", encoding="utf-8")
    done = ran(file, "--lang", "zh")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [f"--cells：{tmp_path}/cells 是文件；请指定文件夹。"]


def test_a_cell_without_a_plan_ends_with_code_3_after_the_answer(tmp_path: Path) -> None:
    """A study with holes in it would look like a whole one."""
    problem = day(1, 3, 1)
    ((technician, shift),) = problem.shifts()
    engaged = Stop(kind=StopKind.APPOINTMENT, id="dentist", arrival=shift.start, start=shift.start, finish=shift.end)
    told = Route(
        technician=technician.id,
        shift=shift.id,
        departure=shift.start,
        stops=(engaged,),
        arrival_home=shift.end,
        working_time=0,
        cost={},
    )
    unplannable = problem.model_copy(update={"starting_plan": Plan(routes=(told,), cost={})})
    (tmp_path / "day.json").write_text(unplannable.model_dump_json(), encoding="utf-8")
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL.replace("[solver]", 'files = ["day.json"]\n[solver]'), encoding="utf-8")
    done = ran(file, "--csv", str(tmp_path / "cells.csv"))
    assert done.returncode == 3
    assert "4 cells have no plan; the first: 2 tries: NotPlanned" in done.stderr
    assert done.stdout
    assert "dentist" in (tmp_path / "cells.csv").read_text(encoding="utf-8-sig")


def test_an_address_without_a_cluster_is_refused(tmp_path: Path) -> None:
    """Ray would wait for minutes, or throw a traceback."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL, encoding="utf-8")
    done = ran(file, "--cluster", "127.0.0.1:1")
    assert done.returncode == 2
    assert "Ray" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(find_spec("ray") is None, reason="the extra `cluster` is not installed")
def test_a_cluster_gives_the_same_figures_as_this_machine(tmp_path: Path) -> None:
    """A study that has outgrown one machine would have to begin again."""
    file = tmp_path / "study.toml"
    file.write_text(TRAVEL, encoding="utf-8")
    tables = [tmp_path / "here.csv", tmp_path / "cluster.csv"]
    assert ran(file, "--workers", "1", "--csv", str(tables[0])).returncode == 0
    (tmp_path / "cells").rename(tmp_path / "kept")
    assert ran(file, "--workers", "1", "--csv", str(tables[1]), "--cluster", "local").returncode == 0
    here, there = (list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())) for table in tables)
    assert [{**row, "seconds": ""} for row in here] == [{**row, "seconds": ""} for row in there]
    assert len(list((tmp_path / "cells").iterdir())) == 4
