"""Straight lines over the globe, stretched by a detour factor and driven at one speed: needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dispatcher.errors import TravelError
from dispatcher.place import Place
from dispatcher.travel.matrix import TravelMatrix

Floats = NDArray[np.float64]

EARTH_RADIUS = 6_371_008.8
"""Mean radius of WGS84 in metres."""

ROWS = 256
"""Computed at once: 10,000 places in one piece would need gigabytes for what lies between."""


@dataclass(frozen=True)
class Geodesic:
    """Great-circle distance x detour factor / speed: an estimate; around rivers and ridges it can be half of the truth.

    Parameters
    ----------
    speed_kmh
        Average driving speed, above 0.
    detour
        Road length over straight line, at least 1.

    References
    ----------
    Chord length, as exact at short distances as the haversine: R. W. Sinnott, "Virtues of the Haversine", Sky and
    Telescope 68 (1984) 159.
    """

    speed_kmh: float = 40.0
    detour: float = 1.3

    def __post_init__(self) -> None:
        if not (self.speed_kmh > 0 and self.detour >= 1):
            raise TravelError(f"speed {self.speed_kmh} km/h must be above 0, detour {self.detour} at least 1")

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Travel between all places.

        Raises
        ------
        TravelError
            When a place has no coordinates.
        """
        for place in places:
            if place.coordinates is None:
                raise TravelError(f"place '{place.id}' has no coordinates; straight lines need them")
        spots = np.array([place.coordinates for place in places], dtype=float).reshape(-1, 2)
        seconds, metres = (np.empty((len(spots), len(spots)), dtype=np.int64) for _ in range(2))
        for first in range(0, len(spots), ROWS):
            rows = slice(first, first + ROWS)
            driven = great_circle(spots[rows], spots) * self.detour
            metres[rows] = np.rint(driven)
            seconds[rows] = np.rint(driven * (3.6 / self.speed_kmh))
        seconds.setflags(write=False)
        metres.setflags(write=False)
        source = f"straight lines x {self.detour:g} at {self.speed_kmh:g} km/h"
        return TravelMatrix(tuple(place.id for place in places), seconds, metres, source)


def great_circle(starts: Floats, ends: Floats) -> Floats:
    """Metres from each (lat, lon) in degrees to each other; shapes (m, 2) and (n, 2) in, (m, n) out."""
    from_unit, to_unit = _unit(starts), _unit(ends)
    chord = np.sqrt(sum((a[:, None] - b[None, :]) ** 2 for a, b in zip(from_unit, to_unit, strict=True)))
    metres: Floats = 2 * EARTH_RADIUS * np.arcsin(np.minimum(chord / 2, 1.0))
    return metres


def _unit(coordinates: Floats) -> Floats:
    """(3, n) on the unit sphere."""
    lat, lon = np.radians(coordinates).T
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
