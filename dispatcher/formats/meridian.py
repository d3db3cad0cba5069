"""Lines and boxes on a round earth: what RFC 7946 asks for where a route crosses the antimeridian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

Position = tuple[float, float]
"""Longitude, then latitude, in degrees."""

Line = Sequence[Position]

Box = tuple[float, float, float, float]
"""West, south, east, north; west lies beyond east when the box crosses the antimeridian."""


def split_line(line: Line) -> tuple[Line, ...]:
    """Cut a line where it crosses the antimeridian (RFC 7946, section 3.1.9).

    Each leg goes the shorter way round. Positions repeated one after the other are kept once.

    Returns
    -------
    tuple of Line
        In order, each of two positions at least; empty for a line that stays where it is.
    """
    parts: list[list[Position]] = [[*line[:1]]]
    for here, there in pairwise(line):
        if abs(there[0] - here[0]) > 180:
            edge = 180.0 if here[0] > 0 else -180.0
            lat = _latitude_at_edge(here, there)
            parts[-1].append((edge, lat))
            parts.append([(-edge, lat)])
        parts[-1].append(there)
    return tuple(once for part in parts if len(once := [position for position, _ in groupby(part)]) > 1)


def bounding_box(lines: Sequence[Line]) -> Box | None:
    """The smallest box around lines (RFC 7946, section 5); None around nothing.

    Parameters
    ----------
    lines
        As `split_line` gives them, so that no leg crosses the antimeridian; a line may have one position.
    """
    positions = [position for line in lines for position in line]
    if not positions:
        return None
    south, north = min(lat for _, lat in positions), max(lat for _, lat in positions)
    west, east = _around(sorted({span for line in lines for span in _spans(line)}))
    return west, south, east, north


def _latitude_at_edge(here: Position, there: Position) -> float:
    """Where a leg crosses, interpolated in degrees."""
    before, after = 180 - abs(here[0]), 180 - abs(there[0])
    share = before / (before + after) if before + after else 0.0
    return round(here[1] + share * (there[1] - here[1]), 6)


def _spans(line: Line) -> Iterator[tuple[float, float]]:
    """West and east end of each leg, or of the one position."""
    longitudes = [lon for lon, _ in line]
    for here, there in pairwise(longitudes) if len(line) > 1 else ((longitudes[0], longitudes[0]),):
        yield min(here, there), max(here, there)


def _around(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """West and east end of the smallest arc around all spans, which are sorted: everything but the widest gap."""
    west, reach = spans[0]
    gaps = []
    for begin, end in spans:
        gaps.append((begin - reach, begin, reach))
        reach = max(reach, end)
    _, first, last = max((west + 360 - reach, west, reach), *gaps, key=lambda gap: gap[0])
    return first, last
