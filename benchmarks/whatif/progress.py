"""How far a study has come, in one line: cells done, and the time that the others will take."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from benchmarks.whatif.engine import Tally, Watch
from dispatcher.formats.word_table import Entry
from dispatcher.formats.words import Language, Words

SAYINGS = {
    "done": Entry("{done:,} of {cells:,} cells", "{cells:,} 个单元中已完成 {done:,} 个"),
    "earlier": Entry("{earlier:,} from earlier", "其中 {earlier:,} 个来自以前"),
    "failed": Entry("{failed:,} failed", "{failed:,} 个失败"),
    "left": Entry("about {span} left", "约剩 {span}"),
    "begun": Entry("Planning {cells:,} cells, kept in {folder}", "计算 {cells:,} 个单元，保存于 {folder}"),
    "kept": Entry(
        "Interrupted: finished cells are kept in {folder}; the same command goes on from there.",
        "已中断：已完成的单元保存在 {folder}；再次运行同一命令即可继续。",
    ),
    "lost": Entry(
        "{failed:,} cells have no plan; the first: {failure}", "{failed:,} 个单元没有方案；第一个：{failure}"
    ),
    "wrong": Entry("{faults} faults in {file}:", "{file} 中有 {faults} 处错误："),
    "line": Entry("Line", "行"),
    "where": Entry("Where", "位置"),
    "cause": Entry("What is wrong", "问题"),
    "action": Entry("What to do", "处理办法"),
    "written": Entry("Written: {files}", "已写出：{files}"),
}
"""What the command says while it works."""

BAR = 20
"""Columns of the bar."""

LINES = 10
"""So many lines at most where there is no terminal."""


def say(key: str, language: Language, **fields: object) -> str:
    """A saying in a language, its fields filled in."""
    saying: str = getattr(SAYINGS[key], language)
    return saying.format(**fields)


@dataclass
class Ticker:
    """The line, made anew at each look."""

    language: Language
    clock: Callable[[], float] = time.monotonic
    tally: Tally = field(default_factory=lambda: Tally(0))
    begun: float | None = None
    """When planning began: what earlier runs have found came for nothing."""

    def look(self, tally: Tally) -> None:
        """Take note of a step."""
        self.tally = tally
        if self.begun is None:
            self.begun = self.clock()

    @property
    def seconds_left(self) -> float | None:
        """What the remaining cells will take at the pace of this run; None as long as there is no pace."""
        now = self.tally.planned + self.tally.failed
        if not now or self.begun is None:
            return None
        return (self.clock() - self.begun) / now * (self.tally.cells - self.tally.done)

    def line(self) -> str:
        """How far it has come."""
        tally, parts = self.tally, [say("done", self.language, done=self.tally.done, cells=self.tally.cells)]
        if tally.earlier:
            parts.append(say("earlier", self.language, earlier=tally.earlier))
        if tally.failed:
            parts.append(say("failed", self.language, failed=tally.failed))
        left = self.seconds_left
        if left:
            span = Words(self.language).span(math.ceil(left))
            parts.append(say("left", self.language, span=span))
        return ("，" if self.language == "zh" else ", ").join(parts)

    def __rich__(self) -> RenderableType:
        line = Table.grid(padding=(0, 2, 0, 0))
        bar = ProgressBar(total=max(1, self.tally.cells), completed=self.tally.done, width=BAR)
        line.add_row(bar, Text(self.line(), no_wrap=True, overflow="ellipsis"))
        return line


@contextmanager
def shown(console: Console, language: Language) -> Iterator[Watch]:
    """Something to tell each step to: it keeps one line up to date, or without a terminal writes a few."""
    ticker = Ticker(language)
    if console.is_terminal:
        with Live(ticker, console=console, refresh_per_second=4, transient=True):
            yield ticker.look
        console.print(ticker.line(), markup=False, soft_wrap=True)
        return
    told = -1

    def tell(tally: Tally) -> None:
        nonlocal told
        ticker.look(tally)
        reached = LINES * tally.done // max(1, tally.cells)
        if reached > told:
            told = reached
            console.print(ticker.line(), markup=False, soft_wrap=True)

    yield tell
