"""Small charts as SVG, without scripts and without fetching anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, log10

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 14, 34, 44
"""Room around the drawing."""

DOT = 3.5
"""Radius."""

MARGIN = 20
"""Half of what a figure below the drawing may take: one nearer to the edge ends where it would stand."""

FEWEST_TICKS = 4


@dataclass(frozen=True)
class Series:
    """Points of one colour.

    Parameters
    ----------
    style
        CSS class that gives the colour.
    line
        Joined by a line; otherwise each point is a dot.
    steps
        The value stays until the next point.
    whiskers
        For each point how far down and up it may lie, as values; none without.
    labels
        For each point a short text to be written beside it; none without.
    """

    name: str
    style: str
    points: Points
    line: bool = True
    steps: bool = False
    whiskers: Points = ()
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class Axis:
    """One axis; with `log` all values must be above 0."""

    label: str
    log: bool = False
    zero: bool = False
    """Whether it begins at 0."""
    names: tuple[str, ...] = ()
    """What stands at 0, 1, 2 ... in place of numbers."""
    whole: bool = False
    """Whether only whole numbers are written on it."""


@dataclass(frozen=True)
class Chart:
    """A chart with two axes.

    Parameters
    ----------
    level
        Where a dashed horizontal line is drawn, if anywhere.
    height
        Of the picture, which is 460 wide.
    left
        Room for what is written along the vertical axis.
    """

    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    level: float | None = None
    height: int = HEIGHT
    left: int = LEFT

    def svg(self) -> str:
        """The chart as one element; the text is escaped."""
        points = [point for series in self.series for point in series.points]
        if not points:
            return ""
        level = [] if self.level is None else [self.level]
        ends = [end for series in self.series for whisker in series.whiskers for end in whisker]
        across = _Scale(self.x, [x for x, _ in points], self.left, WIDTH - RIGHT)
        up = _Scale(self.y, [*(y for _, y in points), *level, *ends], self.height - BOTTOM, TOP)
        parts = [*self._frame(across, up), *(one for series in self.series for one in _drawn(series, across, up))]
        return (
            f'<svg viewBox="0 0 {WIDTH} {self.height}" role="img" aria-label="{escape(self.title)}">'
            f"{''.join(parts)}</svg>"
        )

    def _frame(self, across: _Scale, up: _Scale) -> Iterator[str]:
        yield f'<text class="title" x="{self.left}" y="18">{escape(self.title)}</text>'
        for value in across.ticks():
            x = across.at(value)
            spot = f'x="{x:.1f}" y="{self.height - BOTTOM + 16}"'
            anchor = "middle" if x < WIDTH - MARGIN else "end"
            yield f'<text class="tick" {spot} text-anchor="{anchor}">{across.written(value)}</text>'
        for value in up.ticks():
            y = up.at(value)
            yield f'<line class="grid" x1="{self.left}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            spot = f'x="{self.left - 6}" y="{y + 3.5:.1f}"'
            yield f'<text class="tick" {spot} text-anchor="end">{up.written(value)}</text>'
        if self.level is not None:
            y = up.at(self.level)
            yield f'<line class="level" x1="{self.left}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        middle = (self.left + WIDTH - RIGHT) / 2
        spot = f'x="{middle}" y="{self.height - 8}"'
        yield f'<text class="label" {spot} text-anchor="middle">{escape(self.x.label)}</text>'
        turned = f'transform="rotate(-90)" x="{-(TOP + self.height - BOTTOM) / 2}" y="14" text-anchor="middle"'
        yield f'<text class="label" {turned}>{escape(self.y.label)}</text>'


class _Scale:
    """From values to pixels."""

    def __init__(self, axis: Axis, values: Sequence[float], first: float, last: float) -> None:
        self.log, self.first, self.last, self.axis = axis.log, first, last, axis
        low, high = (-0.5, len(axis.names) - 0.5) if axis.names else (min(values), max(values))
        low = 0.0 if axis.zero and not axis.log else low
        margin = 0 if axis.names else 0.06 * (self._linear(high) - self._linear(low) or 1)
        self.low = self._linear(low) - (0 if axis.zero else margin)
        self.high = self._linear(high) + margin

    def _linear(self, value: float) -> float:
        return log10(value) if self.log else value

    def at(self, value: float) -> float:
        """The pixel."""
        return self.first + (self._linear(value) - self.low) / (self.high - self.low) * (self.last - self.first)

    def ticks(self) -> list[float]:
        """Round values inside, five or so."""
        if self.log:
            return self._log_ticks()
        step = _step((self.high - self.low) / FEWEST_TICKS)
        if self.axis.names or self.axis.whole:
            step = 1 if self.axis.names else max(1, step)
        return [k * step for k in range(ceil(self.low / step), floor(self.high / step) + 1)]

    def written(self, value: float) -> str:
        """What stands at a tick; the text is escaped."""
        return escape(self.axis.names[round(value)]) if self.axis.names else _written(value)

    def _log_ticks(self) -> list[float]:
        powers = range(floor(self.low), ceil(self.high) + 1)
        fine = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
        inside = [value for value in fine if self.low <= log10(value) <= self.high]
        coarse = [value for value in inside if str(f"{value:e}")[0] == "1"]
        return coarse if len(coarse) >= FEWEST_TICKS else inside


def _step(rough: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= rough * 0.999)


def _written(value: float) -> str:
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return text.replace("-", "−")


def _drawn(series: Series, across: _Scale, up: _Scale) -> Iterator[str]:
    spots = [(across.at(x), up.at(y)) for x, y in series.points]
    name = f"<title>{escape(series.name)}</title>"
    if series.line and len(spots) > 1:
        corners = list(_stairs(spots)) if series.steps else spots
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        yield f'<polyline class="{series.style}" points="{path}">{name}</polyline>'
    if not series.steps:
        yield from (
            f'<circle class="{series.style}" cx="{x:.1f}" cy="{y:.1f}" r="{DOT}">{name}</circle>' for x, y in spots
        )
    for (x, _), (low, high) in zip(spots, series.whiskers, strict=False):
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{up.at(low):.1f}" y2="{up.at(high):.1f}"'
        yield f'<line class="{series.style}" {ends}>{name}</line>'
    yield from _labels(series, spots)


def _labels(series: Series, spots: Points) -> Iterator[str]:
    """By turns above and below their points: neighbours seldom overlap then."""
    for k, ((x, y), text) in enumerate(zip(spots, series.labels, strict=False)):
        spot = f'x="{x:.1f}" y="{y - 7 if k % 2 else y + 15:.1f}"'
        yield f'<text class="tick" {spot} text-anchor="middle">{escape(text)}</text>'


def _stairs(spots: Points) -> Iterator[tuple[float, float]]:
    yield spots[0]
    for (_, before), (x, y) in pairwise(spots):
        yield x, before
        yield x, y
