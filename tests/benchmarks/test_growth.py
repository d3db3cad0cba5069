"""How things grow with the day: which days, what is kept, and what stands on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.growth import MONEY, full_day, measured, page
from benchmarks.peers.comparison import Size
from benchmarks.shows_scale import Sized
from tests.benchmarks.test_peers_comparison import THREE_DAYS, entry

SMALL = Sized(
    100, 10, 100, 10.0, 0.1, 10.0, cost=250 * MONEY, unassigned=2, violations=0, memory_gb=0.4, left_out=5 * MONEY
)
"""245 for 98 jobs, 2.50 each."""

LARGE = replace(SMALL, jobs=1000, technicians=100, first=1.5, cost=2 * SMALL.cost)


def test_a_day_is_one_city_or_several() -> None:
    """A city of ten thousand jobs would be denser, and cheaper for that alone."""
    two = full_day(2000)
    assert (len(two.jobs), len(two.technicians)) == (2000, 200)
    assert (len(full_day(40).jobs), len(full_day(40).technicians)) == (40, 4)
    with pytest.raises(ValueError, match="1500 jobs are not one to 10 cities of 1000"):
        full_day(1500)


def test_a_size_that_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    """An interrupted run would begin anew, with ten minutes of planning behind it."""
    told: list[str] = []
    first = measured([Size(6, 0.4)], tmp_path, told.append)
    assert measured([Size(6, 0.4)], tmp_path, told.append) == first
    assert told[0] == told[1]
    assert len(list(tmp_path.iterdir())) == 1


def test_the_page_shows_every_size_and_says_none_where_there_is_no_answer() -> None:
    """A solver that gave up would be missing, and look as if nobody had asked it."""
    giving_up = entry("pyvrp", 100, None, jobs=10_000)
    text = page([SMALL, LARGE], [*THREE_DAYS, giving_up])
    assert text.count('<svg viewBox="0 0 460') == 6
    assert "<tr><td>100<td>10<td>10<td>0.10<td>10.0<td>0.40<td>2.50<td>2<td>-" in text
    assert "<tr><td>10,000<td>pyvrp<td>1<td>none<td>-<td>-" in text
    assert "against other solvers" not in page([SMALL], [])


def test_a_size_that_is_no_day_is_refused_before_anything_runs(tmp_path: Path) -> None:
    """The small sizes would be planned first, and the page lost."""
    done = CliRunner().invoke(
        app, ["growth", str(tmp_path / "page.html"), "--jobs", "6,1500", "--cells", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []
