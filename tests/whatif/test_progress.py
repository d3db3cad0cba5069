"""The line that says how far a study is, and how long it will take."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from benchmarks.whatif.engine import Tally
from benchmarks.whatif.progress import LINES, Ticker, shown


def test_the_time_left_counts_only_what_this_run_has_planned() -> None:
    """A resumed study would promise to end in no time: what it found cost nothing."""
    now = [100.0]
    ticker = Ticker("en", clock=lambda: now[0])
    ticker.look(Tally(100, earlier=60))
    assert ticker.line() == "60 of 100 cells, 60 from earlier"
    now[0] += 20
    ticker.look(Tally(100, earlier=60, planned=9, failed=1))
    # Ten cells in 20 s, thirty to go.
    assert ticker.seconds_left == 60
    assert ticker.line() == "70 of 100 cells, 60 from earlier, 1 failed, about 1 min left"


def test_the_line_speaks_chinese() -> None:
    """Half of the words would be English."""
    ticker = Ticker("zh", clock=lambda: 0.0)
    ticker.look(Tally(1200, earlier=1))
    assert ticker.line() == "1,200 个单元中已完成 1 个，其中 1 个来自以前"


def test_a_log_gets_a_few_lines_and_a_terminal_one() -> None:
    """A log of ten thousand cells would have ten thousand lines."""
    file = StringIO()
    with shown(Console(file=file, width=100), "en") as watch:
        for done in range(1001):
            watch(Tally(1000, planned=done))
    lines = file.getvalue().splitlines()
    assert len(lines) == LINES + 1
    assert lines[-1] == "1,000 of 1,000 cells"
