"""How a comparison is counted, kept and shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import report
from benchmarks.__main__ import app
from benchmarks.charts import Axis, Chart, Series
from benchmarks.claims import SHOWS
from benchmarks.peers.cells import Cell, Key, kept
from benchmarks.peers.comparison import Entry, Size, compare, figures, ratio, standings, summaries, with_ratios
from benchmarks.peers.entrants import ENTRANTS
from benchmarks.peers.tables import remarks
from benchmarks.record import write_json
from benchmarks.shows_peers import judged

CELL = Cell(
    solver="ours",
    version="0.1.0",
    fingerprint="0" * 12,
    day="d",
    time_limit=10.0,
    cores=2,
    machine="a machine",
    commit="-",
    finished="2026-11-22T14:00:00+00:00",
    cost=900.0,
    unserved=0,
    unserved_cost=0.0,
    travel=900.0,
    failure="",
    seconds=10.0,
    loading=1.0,
    memory_gb=0.3,
)


def entry(solver: str, seed: int, cost: float | None, *, jobs: int = 100, penalty: float = 1.0) -> Entry:
    """A solver that found a plan without unserved jobs, or none."""
    failure = "" if cost is not None else "no answer in time"
    cell = replace(CELL, solver=solver, cost=cost, travel=cost, failure=failure)
    return Entry(jobs, 12, seed, "slack", penalty, cell, earlier=False)


THREE_DAYS = with_ratios(
    [
        *(entry("ours", 100, 900.0), entry("vroom", 100, 1000.0), entry("pyvrp", 100, 1200.0)),
        *(entry("ours", 101, 800.0), entry("vroom", 101, 1600.0), entry("pyvrp", 101, 1000.0)),
        *(entry("ours", 102, 700.0), entry("vroom", 102, None), entry("pyvrp", 102, 1000.0)),
    ]
)
"""Best peers: vroom 1,000, pyvrp 1,000, pyvrp 1,000; ours 0.9, 0.8, 0.7 of that."""


def ours(entries: Sequence[Entry]) -> list[Entry]:
    """The entries of our own engine."""
    return [one for one in entries if one.solver == "ours"]


def test_the_ratio_is_to_the_best_peer_of_each_day() -> None:
    """Held against one peer throughout, we could pick the weakest; vroom's own is 1, pyvrp's 1.2 on the first day."""
    assert [one.ratio_to_best_peer for one in ours(THREE_DAYS)] == [0.9, 0.8, 0.7]
    assert [one.ratio_to_best_peer for one in THREE_DAYS[1:3]] == [1.0, 1.2]
    assert THREE_DAYS[7].ratio_to_best_peer is None


def test_the_standing_is_the_median_and_the_worst_day() -> None:
    """The mean of 0.9, 0.8 and 0.7 is also 0.8; without the worst day a disaster would hide."""
    (found,) = standings(THREE_DAYS)
    assert (found.median, found.worst, found.missing) == (0.8, 0.9, 0)


def test_a_day_on_which_we_have_no_plan_is_not_passed_over() -> None:
    """Failing on the hard days would raise the median."""
    (found,) = standings(with_ratios([entry("ours", 100, None), entry("vroom", 100, 1000.0)]))
    assert (found.median, found.missing) == (None, 1)


def test_a_summary_compares_day_by_day() -> None:
    """Ours to vroom: 0.9 and 0.5, so 0.7 in the middle; a ratio of medians would say 800 / 1,300."""
    (vroom,) = [one for one in summaries(THREE_DAYS) if one.solver == "vroom"]
    assert (vroom.days, vroom.failed, vroom.cost) == (3, 1, 1300.0)
    assert vroom.ours_to_it == pytest.approx(0.7)
    assert vroom.ours_to_it_worst == 0.9


@pytest.mark.parametrize(("cost", "other", "expected"), [(0.0, 0.0, 1.0), (5.0, 0.0, None), (5.0, 10.0, 0.5)])
def test_a_day_that_costs_nothing_divides_nothing(cost: float, other: float, expected: float | None) -> None:
    """A tiny day where nobody travels would end the run with a ZeroDivisionError."""
    assert ratio(cost, other) == expected


def test_growth_is_cost_per_job() -> None:
    """1,000 for 100 jobs and 2,000 for 400 is 10 and 5 a job; a size without an answer has no figure."""
    entries = [entry("vroom", 100, 1000.0), entry("vroom", 100, 2000.0, jobs=400), entry("vroom", 100, None, jobs=900)]
    assert figures(entries)["growth"] == {"1": {"vroom": [(100, 10.0), (400, 5.0)]}}


def test_what_has_run_is_not_run_again(tmp_path: Path) -> None:
    """An hour of peers' runs would be repeated for every change of our own code."""
    said: list[str] = []
    first, second = (
        compare([ENTRANTS["ortools"]], [Size(3, 0.3)], [1], [Decimal(1)], tmp_path, said.append) for _ in range(2)
    )
    assert [one.earlier for one in (*first, *second)] == [False, True]
    assert first[0].cell == second[0].cell
    assert first[0].cell.cost is not None
    assert said[1] == f"{said[0]}, from an earlier run"
    assert list(remarks(second))[-1].startswith("1 of 1 cells (ortools) come from earlier runs on this machine")


def test_a_cell_is_not_taken_for_another(tmp_path: Path) -> None:
    """Results of other code, another day, budget or machine would be passed off as these; nor may half a file count."""
    key = Key("ours", "0" * 12, "d", 10.0, 2, "a machine")
    others = [
        replace(key, fingerprint="1" * 12),
        replace(key, day="e"),
        replace(key, time_limit=20.0),
        replace(key, cores=1),
        replace(key, machine="another"),
    ]
    assert len({one.file for one in (key, *others)}) == 6
    (tmp_path / key.file).write_text('{"solver": "ours"', encoding="utf-8")
    assert kept(tmp_path, key) is None


def test_the_claim_holds_only_on_every_size_and_day() -> None:
    """0.8 in the middle is below 0.92; one day at 1.01, or a day without our plan, and the claim is gone."""
    assert judged(THREE_DAYS).passed
    assert not judged([*THREE_DAYS, *with_ratios([entry("ours", 103, 1010.0), entry("vroom", 103, 1000.0)])]).passed
    assert not judged([*THREE_DAYS, *with_ratios([entry("ours", 103, None), entry("vroom", 103, 1000.0)])]).passed
    assert not judged([]).passed
    assert "search-1" in SHOWS


def test_a_page_is_made_of_the_rows(tmp_path: Path) -> None:
    """The page would show other figures than the JSON, or fail on a solver without a plan."""
    told = with_ratios([replace(one, cell=replace(one.cell, trace=((1.0, 950.0),))) for one in THREE_DAYS])
    write_json(tmp_path / "out.json", [100, 101, 102], [one.row() for one in told])
    assert [Entry.read(row) for row in json.loads((tmp_path / "out.json").read_text())["rows"]] == told
    report.write(tmp_path / "out.json", tmp_path / "out.html")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<td>0.800<td>0.900" in page
    assert "none (no answer in time)" in page
    assert "<script" not in page
    assert "http" not in page


def test_a_chart_puts_points_where_its_axes_say() -> None:
    """From 0 to 10 in 382 px between 64 and 446, with 6 % left at the end: 10 stands at 64 + 382 / 1.06 = 424.4."""
    series = Series("one", "s0", ((0.0, 1.0), (10.0, 100.0)), line=False)
    drawn = Chart("a < b", Axis("x", zero=True), Axis("y", log=True), (series,)).svg()
    assert 'cx="64.0"' in drawn
    assert 'cx="424.4"' in drawn
    assert "a &lt; b" in drawn
    assert Chart("empty", Axis("x"), Axis("y"), ()).svg() == ""


@pytest.mark.parametrize(
    "arguments",
    [["--only", "nobody"], ["--jobs", "1,2,3", "--time-limit", "1,2"], ["--penalty", "0"], ["--jobs", "many"]],
)
def test_a_mistake_on_the_command_line_is_said_at_once(arguments: list[str]) -> None:
    """A night's run that ends with a traceback in the morning."""
    assert CliRunner().invoke(app, ["peers", *arguments]).exit_code == 2
