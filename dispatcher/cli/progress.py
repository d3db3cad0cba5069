"""What is shown while a plan is made: time running, cost falling; and Ctrl-C as a request rather than an end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Timer
from types import FrameType

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from dispatcher.cli.sayings import ConsoleWords
from dispatcher.dispatch import Progress, warm_up
from dispatcher.formats.words import money
from dispatcher.solver.search import warm_up as warm_up_search

COMPILING_AFTER = 3.0
"""Seconds after which it is plain that the code is being compiled: to load it takes less than one."""

COMPILE_REASONS = "from dispatcher.explain import warm_up; warm_up()"
"""What the second process runs; whatever it fails in is compiled by the first."""

BAR = 20
"""Columns of the bar."""


@dataclass
class Ticker:
    """One line that shows how the search is getting on, made anew at each look."""

    words: ConsoleWords
    limit: float
    currency: str
    stop: Event
    started: float = field(default_factory=time.monotonic)
    costs: list[int] = field(default_factory=list)

    def better(self, progress: Progress) -> None:
        """Take note of a better plan."""
        self.costs.append(progress.improvement.cost)

    def __rich__(self) -> RenderableType:
        elapsed = min(time.monotonic() - self.started, self.limit)
        hint = ("stopping", "bold yellow") if self.stop.is_set() else ("how_to_stop", "dim")
        said = Text("  ", no_wrap=True, overflow="ellipsis").join(
            [
                Text(self.words.say("elapsed", elapsed=elapsed, limit=self.limit)),
                *self._cost(),
                Text(self.words.say(hint[0]), style=hint[1]),
            ]
        )
        line = Table.grid(padding=(0, 2, 0, 0))
        line.add_row(ProgressBar(total=self.limit, completed=elapsed, width=BAR), said)
        return line

    def _cost(self) -> Iterator[Text]:
        if not self.costs:
            yield Text(self.words.say("first_plan"))
            return
        first, last = self.costs[0], self.costs[-1]
        yield Text(self.words.say("falling", cost=money(last), currency=self.currency), style="bold")
        yield Text(f"{100 * (last - first) / first:+.1f} %" if first else "", style="green")
        yield Text(self.words.count(len(self.costs) - 1, "better"))


@contextmanager
def shown(ticker: Ticker, console: Console) -> Iterator[None]:
    """Keep the line on a terminal up to date; show nothing elsewhere."""
    if console.quiet or not console.is_terminal:
        yield
        return
    with Live(ticker, console=console, refresh_per_second=8, transient=True):
        yield


@contextmanager
def soft_stop() -> Iterator[Event]:
    """An event that the first Ctrl-C sets; the second is an ordinary interrupt."""
    stop = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def made_ready(console: Console, words: ConsoleWords) -> float:
    """Load the compiled code; when it must be compiled first, say so and do it on two cores.

    Returns
    -------
    float
        Seconds that it took.
    """
    started, helpers = time.monotonic(), list[subprocess.Popen[bytes]]()

    def compiling() -> None:
        console.print(words.say("compiling"), soft_wrap=True)
        helpers.append(subprocess.Popen([sys.executable, "-c", COMPILE_REASONS], stderr=subprocess.DEVNULL))

    notice = Timer(COMPILING_AFTER, compiling)
    notice.daemon = True
    notice.start()
    try:
        warm_up_search()
        for helper in helpers:
            helper.wait()
        warm_up()
    finally:
        notice.cancel()
        for helper in helpers:
            helper.kill()
    return time.monotonic() - started
