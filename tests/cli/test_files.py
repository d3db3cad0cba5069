"""`dispatcher validate`, `convert`, `template`, `prices`: files in, files out, nothing guessed or overwritten."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from dispatcher.cli.console import ExitCode
from dispatcher.formats.reader import read_problem
from tests.builders import a_job, a_place, a_technician
from tests.cli.desk import Result, a_day, dispatcher
from tests.formats.books import a_book, a_job_book, saved
from tests.nominatim import Desk, city, house, nominatim_desk


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A workbook with one technician and one job, in order."""
    return saved(tmp_path / "day.xlsx", a_book())


def test_a_clean_file_is_called_clean(sheets: Path) -> None:
    """Silence could also mean that nothing was looked at."""
    said = dispatcher("validate", sheets)
    assert said.exit_code == ExitCode.OK
    assert f"Clean: {sheets}" in said.stdout


def test_errors_name_cell_cause_and_remedy(tmp_path: Path) -> None:
    """Whoever filled in the sheet would not know where to look."""
    file = saved(tmp_path / "day.xlsx", a_job_book(Only_technicians="bert", Date="soon"))
    said = dispatcher("validate", file)
    assert said.exit_code == ExitCode.BAD_INPUT
    text = " ".join(said.stdout.split())
    for words in ("2 errors in", "jobs!E2", "no technician", "unknown_technician", "jobs!F2", "bad_cell"):
        assert words in text


def test_smells_are_told_apart_from_errors_and_allow_a_plan(tmp_path: Path) -> None:
    """A script would stop at what only deserves a look; or a person would overlook it among the errors."""
    smelly = saved(tmp_path / "smelly.xlsx", a_job_book(Tools="crane"))
    said = dispatcher("validate", smelly)
    assert said.exit_code == ExitCode.OK
    assert "1 smell in" in said.stdout
    assert "tool_nobody_has" in said.stdout
    both = json.loads(dispatcher("validate", a_day_with_both(tmp_path), "--json").stdout)
    assert (both["errors"], both["smells"]) == (1, 1)
    assert {finding["severity"] for finding in both["findings"]} == {"error", "smell"}


def a_day_with_both(folder: Path) -> Path:
    """A JSON file with one error, a doubled id, and one smell, a tool that nobody has."""
    day = a_day(folder, (a_technician(),), (a_job("J1"), a_job("J2", tools=("crane",))))
    day.write_text(day.read_text(encoding="utf-8").replace('"J2"', '"J1"'), encoding="utf-8")
    return day


def test_both_kinds_of_finding_are_shown_in_one_answer(tmp_path: Path) -> None:
    """Smells would come up only after the errors are gone."""
    said = dispatcher("validate", a_day_with_both(tmp_path))
    assert said.exit_code == ExitCode.BAD_INPUT
    assert said.stdout.index("duplicate_id") < said.stdout.index("1 smell in") < said.stdout.index("tool_nobody_has")


def test_findings_in_json_have_every_field(tmp_path: Path) -> None:
    """A program could not tell a user where to look."""
    file = saved(tmp_path / "day.xlsx", a_job_book(Only_technicians="bert"))
    said = dispatcher("validate", file, "--json")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert json.loads(said.stdout) == {
        "file": str(file),
        "errors": 1,
        "smells": 0,
        "findings": [
            {
                "code": "unknown_technician",
                "severity": "error",
                "where": "jobs!E2",
                "cause": "row 2, column 'Only technicians': no technician 'bert'",
                "action": "Use the id of a technician in this document.",
            }
        ],
    }


def test_a_file_that_is_no_json_at_all_is_a_finding_too(tmp_path: Path) -> None:
    """Just the most broken files would break the program that asks."""
    file = tmp_path / "day.json"
    file.write_text("{", encoding="utf-8")
    said = dispatcher("validate", file, "--json")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert [finding["code"] for finding in json.loads(said.stdout)["findings"]] == ["file_unreadable"]


def test_a_missing_file_and_an_unknown_option_are_bad_input(tmp_path: Path) -> None:
    """A script could not tell them from a crash."""
    assert dispatcher("validate", tmp_path / "none.xlsx").exit_code == ExitCode.BAD_INPUT
    assert dispatcher("plan", "--fast").exit_code == ExitCode.BAD_INPUT


def test_a_problem_survives_the_way_through_every_format(sheets: Path, tmp_path: Path) -> None:
    """Something would be lost between workbook, JSON and CSV."""
    chain = [sheets, tmp_path / "a.json", tmp_path / "b", tmp_path / "c.xlsx"]
    for before, after in pairwise(chain):
        said = dispatcher("convert", before, after)
        assert said.exit_code == ExitCode.OK
        assert f"Written {after}: 1 technician, 1 job." in said.stdout
        assert read_problem(after) == read_problem(sheets)


def test_nothing_is_overwritten_unless_somebody_says_so(sheets: Path, tmp_path: Path) -> None:
    """A morning's work on a sheet would be gone."""
    full = tmp_path / "full"
    full.mkdir()
    (full / "jobs.csv").write_text("mine", encoding="utf-8")
    for line in (("template", sheets), ("convert", sheets, full), ("convert", sheets, sheets, "--force")):
        assert dispatcher(*line).exit_code == ExitCode.BAD_INPUT
    assert (full / "jobs.csv").read_text(encoding="utf-8") == "mine"
    assert dispatcher("convert", sheets, full, "--force").exit_code == ExitCode.OK


def test_an_unknown_format_is_refused_by_name(sheets: Path, tmp_path: Path) -> None:
    """A folder called day.pdf would be made."""
    said = dispatcher("convert", sheets, tmp_path / "day.pdf")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "day.pdf" in "".join(said.stderr.replace("│", "").split())
    assert not (tmp_path / "day.pdf").exists()


def test_what_sheets_cannot_say_is_named(tmp_path: Path) -> None:
    """Labels would vanish without a word."""
    place = a_place(10, lat=47.3, lon=8.5, index=None)
    day = a_day(tmp_path, (a_technician(home=place),), (a_job(place=place, labels={"customer": "Frei"}),))
    said = dispatcher("convert", day, tmp_path / "day.xlsx")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "/jobs/0/labels" in said.stderr


HOME = "Limmatquai 2, Zürich"


def with_addresses(folder: Path, *addresses: str) -> Path:
    """One job for each address, from J0 on."""
    jobs = [["Job", "Address", "Duration (min)"], *([f"J{n}", text, 30] for n, text in enumerate(addresses))]
    return saved(folder / "day.xlsx", a_book(jobs=jobs))


def geocoded(desk: Desk, monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: object) -> Result:
    """Run a command with --geocode at the desk."""
    monkeypatch.setenv("DISPATCHER_GEOCODE_CACHE", str(folder / "cache.sqlite"))
    return dispatcher(*arguments, "--geocode", "--geocoder-url", f"http://{desk.domain}", "--geocoder-pause", "0")


def test_addresses_become_coordinates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody would have to look them up one by one."""
    file, out = with_addresses(tmp_path, HOME), tmp_path / "out.json"
    with nominatim_desk({HOME: [house(47.37, 8.54, HOME)]}) as desk:
        said = geocoded(desk, monkeypatch, tmp_path, "convert", file, out)
    assert said.exit_code == ExitCode.OK
    assert "Addresses: 1 found, 0 missing, 0 doubtful" in said.stdout
    assert read_problem(out).jobs[0].place.coordinates == (47.37, 8.54)


def test_addresses_in_doubt_are_listed_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A technician would drive to the middle of a city, or to the wrong one."""
    file, out = with_addresses(tmp_path, HOME, "Zürich", "-5 Nowhere"), tmp_path / "out.json"
    with nominatim_desk({HOME: [house(47.37, 8.54, HOME)], "Zürich": [city(47.37, 8.54, "Zürich")]}) as desk:
        said = geocoded(desk, monkeypatch, tmp_path, "convert", file, out)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert not out.exists()
    for words in ("jobs!B3", "address_doubtful", "jobs!B4", "address_unknown"):
        assert words in said.stderr
    listed = (tmp_path / "out-review.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in listed] == ["address", "Zürich", "'-5 Nowhere", '"Limmatquai 2']
    assert ",doubtful,,," in listed[1]
    assert ",missing,,," in listed[2]
    assert ",found,47.37,8.54," in listed[3]


def test_a_geocoder_that_cannot_be_reached_has_its_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script could not tell a bad line from a bad file."""
    file = with_addresses(tmp_path, HOME)
    with nominatim_desk({}) as desk:
        desk.body = b"<html>"
        said = geocoded(desk, monkeypatch, tmp_path, "validate", file)
    assert said.exit_code == ExitCode.NO_TRAVEL
    assert "gave no answer" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (("--geocode",), "wants to know who asks"),
        (("--geocode", "--geocoder-url", "nominatim"), "is not like https://"),
    ],
)
def test_a_geocoder_is_asked_only_when_it_is_clear_whom_and_by_whom(
    sheets: Path, arguments: tuple[str, ...], cause: str
) -> None:
    """The public service shuts out whoever asks without a name."""
    said = dispatcher("validate", sheets, *arguments)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert cause in " ".join(said.stderr.replace("│", " ").split())


def test_addresses_of_json_are_not_looked_up(tmp_path: Path) -> None:
    """Somebody would wait for coordinates that never come."""
    said = dispatcher("validate", a_day(tmp_path, (a_technician(),), (a_job(),)), "--geocode")
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "tables" in said.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["day.xlsx", "day"])
def test_a_template_is_a_clean_file(tmp_path: Path, lang: str, name: str) -> None:
    """The first thing that a new user sees would be an error."""
    file = tmp_path / name
    assert dispatcher("template", file, "--lang", lang).exit_code == ExitCode.OK
    assert "Clean" in dispatcher("validate", file).stdout


def test_prices_are_shown_with_what_one_thing_is_worth_in_another(tmp_path: Path) -> None:
    """Nobody could argue about weights that they cannot see."""
    said = dispatcher("prices").stdout
    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert "contract 750.00 480.00 300.00 210.00 150.00" in rows
    assert "contract 30.00 + 1.25 a minute 40.00 + 1.00 a minute 60.00 + 1.00 a minute" in rows
    assert "one unassigned paid job of priority 3 = 200.00 EUR = 200 late minutes of a paid job" in rows
    day = a_day(tmp_path, (a_technician(),), (a_job(),), costs={"currency": "CHF", "travel_per_hour": 12})
    own = dispatcher("prices", day)
    assert own.exit_code == ExitCode.OK
    assert "one hour of travel = 12.00 CHF" in own.stdout
    assert "一小时路途 = 12.00 CHF" in dispatcher("prices", day, "--lang", "zh").stdout


def test_prices_are_shown_although_the_jobs_are_not_in_order_yet(tmp_path: Path) -> None:
    """Whoever plays with prices would first have to correct the whole file."""
    said = dispatcher("prices", a_day_with_both(tmp_path))
    assert said.exit_code == ExitCode.OK
    assert "has 1 error" in said.stderr
