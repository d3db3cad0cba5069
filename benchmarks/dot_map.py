"""A map of dots on a plain background: equirectangular, true to scale in the middle, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, floor, log10, radians

WIDTH, SMALLEST_HEIGHT, LARGEST_HEIGHT = 460.0, 220.0, 460.0
SIDE, TOP, BOTTOM = 14.0, 34.0, 34.0
"""Room around the dots."""

METRES_PER_DEGREE = 111_195.0
"""Along a meridian, mean radius of the earth."""

SMALLEST_SPAN = 1000.0
"""Metres: a single dot still gets a map around it."""


@dataclass(frozen=True)
class Dot:
    """One place.

    Parameters
    ----------
    lat, lon
        Degrees, WGS84.
    radius
        Units of the picture, which is 460 wide.
    style
        CSS class that gives the colour.
    title
        What a reader who points at it is told.
    """

    lat: float
    lon: float
    radius: float
    style: str
    title: str = ""


def dot_map(title: str, dots: Sequence[Dot]) -> str:
    """The map as one SVG element, drawn in the order of the dots; empty without any. Text is escaped."""
    if not dots:
        return ""
    frame = _Frame(dots)
    parts = [f'<text class="title" x="{SIDE:g}" y="18">{escape(title)}</text>']
    parts += [*(frame.drawn(dot) for dot in dots), *frame.scale()]
    size = f"0 0 {WIDTH:g} {frame.height:.0f}"
    return f'<svg viewBox="{size}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'


class _Frame:
    """From degrees to the picture."""

    def __init__(self, dots: Sequence[Dot]) -> None:
        self.reference = dots[0].lon
        lats, lons = [dot.lat for dot in dots], [self._turned(dot.lon) for dot in dots]
        self.lat, self.lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        self.shrink = max(0.01, cos(radians(self.lat)))
        least = SMALLEST_SPAN / METRES_PER_DEGREE
        across = max(least, (max(lons) - min(lons)) * self.shrink)
        up = max(least, max(lats) - min(lats))
        room = LARGEST_HEIGHT - TOP - BOTTOM
        self.north = min((WIDTH - 2 * SIDE) / across, room / up)
        """Units of the picture per degree of latitude."""
        self.height = max(SMALLEST_HEIGHT, up * self.north + TOP + BOTTOM)

    def _turned(self, lon: float) -> float:
        """Neighbours across the date line stay neighbours."""
        return (lon - self.reference + 180) % 360 - 180

    def drawn(self, dot: Dot) -> str:
        x = WIDTH / 2 + (self._turned(dot.lon) - self.lon) * self.shrink * self.north
        y = (TOP + self.height - BOTTOM) / 2 - (dot.lat - self.lat) * self.north
        told = f"<title>{escape(dot.title)}</title>" if dot.title else ""
        return f'<circle class="{dot.style}" cx="{x:.1f}" cy="{y:.1f}" r="{dot.radius:g}">{told}</circle>'

    def scale(self) -> Iterator[str]:
        metres = _round_length(WIDTH / 4 / self.north * METRES_PER_DEGREE)
        length, y = metres / METRES_PER_DEGREE * self.north, self.height - 12
        written = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres} m"
        yield f'<line class="scale" x1="{SIDE:g}" x2="{SIDE + length:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{SIDE + length + 6:.1f}" y="{y + 4:.1f}">{written}</text>'


def _round_length(metres: float) -> int:
    """The longest of 1, 2 or 5 times a power of ten that is not longer."""
    power = int(10 ** max(0, floor(log10(metres))))
    return max(step * power for step in (1, 2, 5) if step * power <= max(1.0, metres))
