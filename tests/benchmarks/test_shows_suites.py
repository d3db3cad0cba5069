"""The claim about the suites: held against its bar, and written as a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.shows_suites import Replay, judged, page
from benchmarks.suite import Run
from tests.benchmarks.test_suite import RUN

REPLAY = Replay("pillac_trsp", "R101", depot_visits=7, left_out=0, violations=0, off=0.0, rounding=0.001)

OUTSOURCED = replace(
    RUN,
    suite="kovacs",
    instance="C101_5x4-full",
    unserved=2,
    unserved_known=None,
    value=1346.684,
    value_known=None,
    gap=None,
    judged=None,
)


@pytest.mark.parametrize(
    ("run", "replay", "passed"),
    [
        (RUN, REPLAY, True),
        (replace(RUN, seconds=21.2), REPLAY, False),
        (replace(RUN, violations=1), REPLAY, False),
        (replace(RUN, judged=False), REPLAY, False),
        (RUN, replace(REPLAY, violations=1), False),
        (replace(RUN, gap=0.7), REPLAY, True),
    ],
    ids=["good", "late", "violation", "refused by the judge", "published plan refused", "a large gap is no failure"],
)
def test_the_bar_is_acceptance_and_time_not_the_gap(run: Run, replay: Replay, passed: bool) -> None:
    """A plan that one checker refuses, or that comes late, must not pass; a gap is reported as it is."""
    assert judged([OUTSOURCED, run], [replay]).passed == passed


def test_the_figure_names_every_gap_and_the_depot_visits() -> None:
    """An instance that fared badly could be missed in a mean."""
    runs = [replace(RUN, suite="vrptw", instance="C203", gap=0.0228), OUTSOURCED]
    figure = judged(runs, [REPLAY]).figure
    assert figure.startswith("2 of 2 plans accepted; slowest 20.0 s; 1 of 1 published plans (7 depot visits)")
    assert "vrptw C203 +2.28%" in figure
    assert "kovacs C101_5x4-full 1346.68" in figure


def test_the_page_has_a_table_for_each_suite() -> None:
    """A row with more cells than its head would be cut off by every viewer."""
    lines = page([replace(RUN, suite="vrptw", instance="C203"), OUTSOURCED], [REPLAY]).splitlines()
    assert [line for line in lines if line.startswith("## ")] == [
        "## pillac_trsp: unserved jobs, then working time",
        "## vrptw: distance, every job served",
        "## sdvrptw: distance, every job served",
        "## kovacs: travel + outsourcing",
    ]
    assert {line.count("|") for line in lines if line.startswith("|")} == {11}
    assert "| C101_5x4-full | 47 x 12 | 2 | - | 1346.68 | - | - | ok | - | 20.0 |" in lines
