"""`dispatcher convert --plan`, and the files of `dispatcher plan` for other programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dispatcher.cli.console import ExitCode
from dispatcher.formats.calendars import job_uid
from dispatcher.formats.document import write_json
from tests.builders import a_job, a_place, a_technician
from tests.cli.desk import Result, a_day, dispatcher, plan_on_the_line
from tests.formats.calendar_reading import events

FORMS = {
    "--page": "plan.html",
    "--day-sheets": "sheets",
    "--table": "plan.xlsx",
    "--stops": "stops.csv",
    "--geojson": "plan.geojson",
    "--calendars": "calendars",
}
"""Every option that shows a plan, with a name for it."""


def somewhere(minute: int, lat: float) -> dict[str, object]:
    """A place on the line that also lies on the map."""
    return a_place(minute, lat=lat, lon=8.5).model_dump()


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna has two jobs; the plan lies beside the day."""
    jobs = (a_job("J1", place=somewhere(10, 47.1)), a_job("J2", place=somewhere(20, 47.2)))
    file = a_day(tmp_path_factory.mktemp("day"), (a_technician(home=somewhere(0, 47.0)),), jobs)
    assert plan_on_the_line(file, "--out", file.with_name("plan.json")).exit_code == ExitCode.OK
    return file


def options(folder: Path, *names: str) -> list[object]:
    """These options, or all of them, with paths in a folder."""
    return [word for name in names or FORMS for word in (name, folder / FORMS[name])]


def convert(day: Path, *arguments: object, plan: str = "plan.json") -> Result:
    """Convert the plan beside the day."""
    return dispatcher("convert", day, "--plan", day.with_name(plan), *arguments)


def said_of(answer: Result) -> str:
    """The message without its frame."""
    return " ".join(answer.stderr.replace("│", " ").split())


def test_a_plan_is_written_in_every_form_at_once(day: Path, tmp_path: Path) -> None:
    """Whoever has planned would have to plan again for each file, and get another plan."""
    said = plan_on_the_line(day, *options(tmp_path))
    assert said.exit_code == ExitCode.OK
    assert f"{tmp_path / 'calendars'} (1 calendar; events: 2 new, 0 changed, 0 cancelled)" in said.stdout
    for name in ("plan.html", "sheets/index.html", "plan.xlsx", "stops.csv", "plan.geojson", "calendars/anna.ics"):
        assert (tmp_path / name).stat().st_size
    assert "add --out" not in said.stdout


def test_a_plan_in_a_file_is_shown_in_every_form_as_it_stands(day: Path, tmp_path: Path) -> None:
    """The page printed at noon would show another plan than the one that was told in the morning."""
    said = convert(day, *options(tmp_path))
    assert said.exit_code == ExitCode.OK
    stops = [stop["id"] for stop in json.loads(day.with_name("plan.json").read_text())["plan"]["routes"][0]["stops"]]
    with (tmp_path / "stops.csv").open(encoding="utf-8-sig") as file:
        assert [row["id"] for row in csv.DictReader(file) if row["kind"] == "job"] == stops
    assert [str(uid) for uid in events(tmp_path / "calendars" / "anna.ics")] == [job_uid(name) for name in stops]
    for name in FORMS.values():
        assert f"Written {tmp_path / name}" in said.stdout


def test_calendars_are_published_again_into_their_folder_and_other_files_are_not_overwritten(
    day: Path, tmp_path: Path
) -> None:
    """Each re-plan would need --force; or a page that somebody has annotated would be gone."""
    assert convert(day, *options(tmp_path)).exit_code == ExitCode.OK
    again = convert(day, *options(tmp_path, "--calendars"))
    assert "events: 0 new, 0 changed, 0 cancelled" in again.stdout
    for name in set(FORMS) - {"--calendars"}:
        said = convert(day, *options(tmp_path, name))
        assert (said.exit_code, "is there already" in said_of(said)) == (ExitCode.BAD_INPUT, True)
    assert convert(day, *options(tmp_path), "--force").exit_code == ExitCode.OK


def test_a_plan_alone_is_enough_for_stops_map_and_calendars(day: Path, tmp_path: Path) -> None:
    """A plan made by hand could be checked, and then not be used."""
    write_json(json.loads(day.with_name("plan.json").read_text())["plan"], day.with_name("alone.json"))
    enough = ("--stops", "--geojson", "--calendars")
    assert convert(day, *options(tmp_path, *enough), plan="alone.json").exit_code == ExitCode.OK
    for name in set(FORMS) - set(enough):
        said = convert(day, *options(tmp_path / "more", name), plan="alone.json")
        assert said.exit_code == ExitCode.BAD_INPUT
    said = convert(day, *options(tmp_path, "--page"), plan="alone.json")
    assert "--page shows a whole result, as `plan --out` writes it" in said_of(said)


def test_a_plan_of_another_problem_is_refused_or_pointed_out(day: Path, tmp_path: Path) -> None:
    """A technician would be sent to yesterday's customers."""
    other = a_day(tmp_path, (a_technician(home=somewhere(0, 47.0)),), (a_job("J1", place=somewhere(10, 47.1)),))
    said = dispatcher("convert", other, "--plan", day.with_name("plan.json"), "--stops", tmp_path / "stops.csv")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "does not fit this problem: job_unknown at anna day J2" in said_of(said)
    jobs = (a_job("J1", place=somewhere(10, 47.1)), a_job("J2", place=somewhere(20, 47.2), priority=1))
    changed = a_day(tmp_path, (a_technician(home=somewhere(0, 47.0)),), jobs)
    said = dispatcher("convert", changed, "--plan", day.with_name("plan.json"), "--stops", tmp_path / "stops.csv")
    assert said.exit_code == ExitCode.OK
    assert "another version of this problem" in said_of(said)


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        ((), "OUT is missing"),
        (("--page", "plan.html"), "--page shows a plan: give it with --plan"),
        (("--plan", "plan.json"), "--plan: say what to make of it"),
        (("--plan", "plan.json", "--stops", "stops.xlsx"), "does not end in .csv"),
        (("--plan", "plan.json", "--geojson", "."), "is a folder"),
        (("--plan", "plan.json", "--calendars", "line.json"), "is a file"),
        (("--plan", "line.json", "--page", "plan.html"), "missing_field"),
        (("--plan", "plan.json", "--geojson", "plan.json", "--force"), "is the file that is read"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    day: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], cause: str
) -> None:
    """A command with a word too few would do something else, or nothing, without a word."""
    monkeypatch.chdir(day.parent)
    before = sorted(day.parent.iterdir())
    said = dispatcher("convert", "day.json", *arguments)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert cause in said_of(said)
    assert sorted(day.parent.iterdir()) == before


def test_a_calendar_folder_of_somebody_else_is_refused_before_the_search(day: Path, tmp_path: Path) -> None:
    """After an hour of search the calendars could not be written."""
    (tmp_path / "private.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:mine\r\nEND:VCALENDAR\r\n")
    said = dispatcher("plan", day, "--time-limit", "60", "--calendars", tmp_path)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "is not ours and would be lost" in said_of(said)


def test_a_plan_without_coordinates_gets_every_file_but_the_map(tmp_path: Path) -> None:
    """A traceback after the search, and no file at all."""
    day = a_day(tmp_path, (a_technician(),), (a_job(),))
    said = plan_on_the_line(day, "--stops", tmp_path / "stops.csv", "--geojson", tmp_path / "plan.geojson")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "no place has coordinates" in said_of(said)
    assert (tmp_path / "stops.csv").exists()
    assert not (tmp_path / "plan.geojson").exists()


def test_the_lines_about_files_speak_chinese(day: Path, tmp_path: Path) -> None:
    """One line of a Chinese summary would be English."""
    said = convert(day, *options(tmp_path, "--calendars"), "--lang", "zh")
    assert f"已写入 {tmp_path / 'calendars'}（1 个日历；日程：新增 2，变更 0，取消 0）" in said.stdout
