"""`dispatcher plan`: what a coordinator reads, what is written, and how it is stopped."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest
from typer.testing import Result as Answer

from dispatcher.cli.console import ExitCode
from dispatcher.cli.progress import soft_stop
from dispatcher.result import Result
from tests.builders import a_job, a_place, a_promise, a_shift, a_technician, a_window, at
from tests.cli.desk import FAST, a_day, command, dispatcher, environment, plan_on_the_line, run

GAS = {"all": {"gas": 2}}
LONG = "TICKET-2026-11-000009-REPAIR-9"


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna is at J2 at 08:20, 15 minutes late, at J1 at 09:00 and home at 09:40, ten minutes over; J3 needs gas.

    The other way round J1 starts at 08:10 and J2 at 08:50, 45 minutes late: 30 dearer.
    """
    anna = a_technician(shifts=(a_shift(end=at("09:30"), max_overtime=3600),)).model_copy(
        update={"name": "Anna Keller"}
    )
    jobs = (a_job("J1", 10), a_job("J2", 20, promise=a_promise("08:00", "08:05")), a_job("J3", 30, skills=GAS))
    return a_day(tmp_path_factory.mktemp("busy"), (anna,), jobs)


@pytest.fixture(scope="module")
def said(busy: Path) -> Answer:
    """What is said when that day is planned."""
    return plan_on_the_line(busy)


def squeezed(text: str) -> str:
    """Each run of blanks as one, for tables."""
    return re.sub(r"[ \n]+", " ", text)


def test_the_summary_says_who_goes_where_and_what_is_wrong_with_it(said: Answer) -> None:
    """A coordinator could not act on the plan without opening a file."""
    assert said.exit_code == ExitCode.OK
    text = squeezed(said.stdout)
    for line in (
        "Mon 23 Nov 2026",
        "Anna Keller 08:20 J2 ▲15 09:00 J1 40 min 10 min 1",
        "08:00–09:40",
        "J3 Nobody on duty has gas level 2 200.00 EUR",
        "Jobs planned 2 of 3",
        "Not planned 1, worth 200.00 EUR",
        "Promises kept 0 of 1 (0 %)",
        "Late 1, at most 15 min",
        "Travel 40 min, 40.0 km",
        "Working time 1 h 40",
        "Overtime 10 min, in 1 of 1 shifts",
        "Work as share of shifts 67 %",
        "Next add --out plan.json --page plan.html to keep this plan",
        "dispatcher prices",
    ):
        assert line in text


def test_the_summary_adds_up_the_cost_by_term(said: Answer) -> None:
    """200 for J3, 20 + 15 late minutes, 40 min and 40 km of travel, 10 min over, 100 min of work, 80 of waiting."""
    text = squeezed(said.stdout)
    for line in (
        "Unassigned jobs 200.00 72 %",
        "Promise missed 35.00 13 %",
        "Travel time 20.00 7 %",
        "Travel distance 12.00 4 %",
        "Overtime 7.50 3 %",
        "Working time 1.67 1 %",
        "Customers waiting 0.27 0 %",
        "Total 276.43",
    ):
        assert line in text


def test_smells_are_shown_before_the_plan_and_do_not_prevent_it(said: Answer) -> None:
    """Somebody would wonder why J3 is left out, or not get a plan at all."""
    assert "1 smell in" in said.stderr
    assert "/jobs/2/skills/all/gas" in said.stderr
    assert "Grant the skill" in squeezed(said.stderr)


def test_errors_are_a_table_of_where_what_and_what_to_do(tmp_path: Path) -> None:
    """A user would get a traceback, or learn of one mistake at a time."""
    file = tmp_path / "day.json"
    file.write_text('{"time_zone": "Mars/Base", "technicians": [{"id": "anna"}], "jobs": []}', encoding="utf-8")
    said = dispatcher("plan", file)
    assert said.exit_code == ExitCode.BAD_INPUT
    assert "2 errors in" in said.stderr
    for words in ("/technicians/0/home", "missing_field", "Add the field.", "/time_zone", "'Mars/Base' names no time"):
        assert words in squeezed(said.stderr)
    assert "Traceback" not in said.output


def test_everything_that_is_asked_for_is_written_and_named(busy: Path, tmp_path: Path) -> None:
    """A file would be missing, or nobody would know where it is."""
    out, page, sheets, table = (tmp_path / name for name in ("plan.json", "plan.html", "sheets", "plan.xlsx"))
    said = plan_on_the_line(busy, "--out", out, "--page", page, "--day-sheets", sheets, "--table", table)
    assert said.exit_code == ExitCode.OK
    for file in (out, page, sheets / "index.html", table):
        assert file.stat().st_size
        assert str(file) in said.stdout
    assert "(1 day sheet)" in said.stdout
    assert f"dispatcher check {busy} {out}" in said.stdout
    stops = Result.model_validate_json(out.read_text(encoding="utf-8")).plan.routes[0].stops
    assert [stop.id for stop in stops] == ["J2", "J1"]


def test_what_to_try_next_can_be_copied_out_of_a_virtual_environment(
    busy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `make run` the shell knows no `dispatcher`, and the first command a newcomer copies would fail."""
    monkeypatch.setattr(sys, "argv", [".venv/bin/dispatcher", "plan"])
    monkeypatch.setenv("PATH", "/nowhere")
    said = plan_on_the_line(busy, "--out", tmp_path / "plan.json")
    assert f".venv/bin/dispatcher check {busy} {tmp_path / 'plan.json'}" in said.stdout


def test_json_is_the_whole_result_and_nothing_else(busy: Path) -> None:
    """A program could not read the standard output."""
    result = Result.model_validate_json(plan_on_the_line(busy, "--json", "--seed", "7").stdout)
    assert [item.job for item in result.plan.unassigned] == ["J3"]
    assert (result.settings.seed, result.settings.cores, result.settings.time_limit) == (7, 1, 0.3)


def test_a_plan_can_be_begun_with_and_either_engine_chosen(busy: Path, tmp_path: Path) -> None:
    """Half an hour's search could not be gone on with, nor two runs compared step by step."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert plan_on_the_line(busy, "--engine", "routing", "--out", first).exit_code == ExitCode.OK
    begun = ("--start", first, "--iterations", 1, "--time-limit", 9)
    assert plan_on_the_line(busy, *begun, "--out", second).exit_code == ExitCode.OK
    plans = [Result.model_validate_json(file.read_text(encoding="utf-8")) for file in (first, second)]
    assert plans[0].plan.cost == plans[1].plan.cost
    assert (plans[0].settings.engine, plans[1].settings.engine) == ("routing", "search")
    assert plans[1].search.stopped_by == "finished"


def test_a_job_that_must_be_planned_and_is_not_is_said_loudly(tmp_path: Path) -> None:
    """The plan would pass for complete, also where nothing else is shown."""
    day = a_day(tmp_path, (a_technician(),), (a_job("J1"), a_job("J2", skills=GAS, must_plan=True)))
    told = "INCOMPLETE: jobs that must be planned are left out: J2\n"
    said, quiet, data = plan_on_the_line(day), plan_on_the_line(day, "--quiet"), plan_on_the_line(day, "--json")
    assert {said.exit_code, quiet.exit_code, data.exit_code} == {ExitCode.OK}
    assert told in said.stdout
    assert (quiet.stdout, quiet.stderr) == ("", told)
    assert json.loads(data.stdout)["status"] == "incomplete"
    assert data.stderr.endswith(told)


def test_the_summary_speaks_chinese(busy: Path) -> None:
    """Half of it would stay English."""
    text = squeezed(plan_on_the_line(busy, "--lang", "zh").stdout)
    for words in (
        "2026年11月23日 周一",
        "当班技师中无人具备gas 2级",
        "已安排工单 2 / 3",
        "迟到 1 个，最多 15分钟",
        "下一步",
    ):
        assert words in text
    assert "Late" not in text


def test_text_of_customers_is_never_taken_for_markup(tmp_path: Path) -> None:
    """A currency or name in brackets would vanish, or end in a traceback."""
    jobs = (a_job("[bold]J1[/bold]"), a_job("[/]", skills=GAS, labels={"customer": "[red]Frei"}))
    anna = a_technician().model_copy(update={"name": "[/red]Anna"})
    day = a_day(tmp_path, (anna,), jobs, costs={"currency": "[/x]"}, name="[link")
    text = squeezed(plan_on_the_line(day).stdout)
    for words in (
        "[link · Mon",
        "[/red]Anna 08:10 [bold]J1[/bold]",
        "[/] [red]Frei",
        "200.00 [/x]",
        "Cost by term [/x]",
    ):
        assert words in text
    assert "Prices in [/x]" in dispatcher("prices", day).stdout


def test_whoever_is_not_sent_out_is_named(tmp_path: Path) -> None:
    """A dispatcher would not know who is free for an emergency, nor on which day."""
    tuesday = a_shift("tue", start=at("08:00", "2026-11-24"), end=at("17:00", "2026-11-24"))
    anna, bert = a_technician(shifts=(a_shift(), tuesday)), a_technician("bert", 40)
    window = a_window("08:00", "17:00")
    said = plan_on_the_line(a_day(tmp_path, (anna, bert), (a_job(time_windows=(window,)),)))
    assert "Not sent out: anna Tue 24 Nov 2026, bert Mon 23 Nov 2026\n" in said.stdout


def test_a_day_without_jobs_is_planned(tmp_path: Path) -> None:
    """Shares of nothing would divide by zero."""
    said = plan_on_the_line(a_day(tmp_path, (a_technician(),), ()))
    assert said.exit_code == ExitCode.OK
    assert "No technician has a stop." in said.stdout


def test_a_place_that_cannot_be_written_is_refused_before_the_search(busy: Path, tmp_path: Path) -> None:
    """After an hour of search the plan would be lost."""
    began = time.monotonic()
    for option, path in (("--out", tmp_path / "no" / "plan.json"), ("--page", tmp_path), ("--out", busy)):
        said = dispatcher("plan", busy, "--time-limit", "60", option, path)
        assert said.exit_code == ExitCode.BAD_INPUT
        assert option in said.stderr
    assert time.monotonic() - began < 5


def test_piped_output_has_no_control_characters_and_every_id_whole(tmp_path: Path) -> None:
    """A mail or a log would hold escape sequences, and searching it for a ticket would find nothing."""
    located = {"lat": 47.3, "lon": 8.5}
    jobs = [a_job(f"{LONG}{n}", place=a_place(n, **located), labels={"customer": "Kunde mit Namen"}) for n in range(3)]
    jobs += [a_job(f"{LONG}9", place=a_place(9, **located), skills=GAS)]
    day = a_day(tmp_path, (a_technician(home=a_place(20, **located)),), jobs)
    said = run("plan", day, *FAST)
    assert said.returncode == ExitCode.OK
    assert said.stderr.count("\n") < 10
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", said.stdout + said.stderr)
    assert all(f"{LONG}{n}" in said.stdout for n in (0, 1, 2, 9))
    table = said.stdout.partition("Next")[0]
    assert max(map(len, table.splitlines())) <= 100


def test_ctrl_c_keeps_the_best_plan(busy: Path, tmp_path: Path) -> None:
    """Whoever has seen enough would have to wait, or lose everything; the line on the terminal says that it is so."""
    out = tmp_path / "plan.json"
    terminal, stderr = pty.openpty()
    fcntl.ioctl(stderr, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    matrix = busy.with_name("line.json")
    line = command("plan", busy, "--matrix", matrix, "--time-limit", "60", "--cores", "1", "--out", out)
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=stderr, text=True, env=environment(TERM="xterm")
    ) as process:
        os.close(stderr)
        seen = _read_until(terminal, "cost 276.43 EUR", seconds=60)
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=10)
    os.close(terminal)
    assert "of 60 s" in seen
    assert "Ctrl-C keeps it" in seen
    assert process.returncode == ExitCode.OK
    assert "stopped by Ctrl-C" in stdout
    assert dispatcher("check", busy, out, "--matrix", matrix).exit_code == ExitCode.OK


def _read_until(terminal: int, words: str, seconds: float) -> str:
    """What stands on a terminal, its escape sequences removed, as soon as it holds the words."""
    deadline, seen = time.monotonic() + seconds, b""
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65_536)
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen.decode(errors="ignore"))
        if words in text:
            return text
    raise AssertionError(f"'{words}' never came up: {seen.decode(errors='replace')}")


def test_the_second_ctrl_c_is_an_interrupt_and_the_old_handler_comes_back() -> None:
    """A search that hangs could not be ended; or Ctrl-C would be dead afterwards."""
    before = signal.getsignal(signal.SIGINT)
    with soft_stop() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_warm_up_gets_the_compiled_code_ready() -> None:
    """The first plan of a morning would wait for the compiler."""
    said = dispatcher("warm-up")
    assert said.exit_code == ExitCode.OK
    assert said.stdout.startswith("Ready after ")
