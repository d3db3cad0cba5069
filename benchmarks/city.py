"""A city as a planner sees it on the map: dense middle, suburbs, towns around, and the odd farm far out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from dispatcher.place import Place

Floats = NDArray[np.float64]

KM_PER_DEGREE = 111.2
"""Kilometres in one degree of latitude; of longitude, this times the cosine of the latitude."""


@dataclass(frozen=True, slots=True)
class District:
    """A quarter or town whose addresses lie around one spot.

    Parameters
    ----------
    locality
        How its addresses end or begin, as in ``69003 Lyon``.
    lat, lon
        Its middle, degrees, WGS84.
    weight
        Share of the addresses of its ring, relative to the other districts there.
    """

    locality: str
    lat: float
    lon: float
    weight: float = 1.0


Mix = tuple[float, float, float]
"""Shares of the three rings of a city: centre, suburbs, towns."""


@dataclass(frozen=True)
class City:
    """Where people live, how they are called and how their addresses are written.

    Parameters
    ----------
    centre, suburbs, towns
        The three rings; towns lie 15 to 60 km out.
    address
        Template with ``{street}``, ``{number}`` and ``{locality}``.
    water
        Lakes as closed rings of (lat, lon): nobody lives there.
    """

    name: str
    time_zone: str
    currency: str
    address: str
    person: str
    streets: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    centre: tuple[District, ...]
    suburbs: tuple[District, ...]
    towns: tuple[District, ...]
    water: tuple[tuple[tuple[float, float], ...], ...] = ()

    def scatter(self, rng: np.random.Generator, ids: Sequence[str], mix: Mix, widen: float = 1.0) -> tuple[Place, ...]:
        """One address for each id.

        Parameters
        ----------
        ids
            Ids of the places wanted.
        mix
            How they are spread over centre, suburbs and towns; sums to 1.
        widen
            Factor on how far addresses lie from the middle of their district.
        """
        districts, shares, spreads = self._rings(mix)
        chosen = rng.choice(len(districts), size=len(ids), p=shares)
        far = np.where(rng.random(len(ids)) < 0.02, 4.0, 1.0)
        middles = np.array([(district.lat, district.lon) for district in districts]).reshape(-1, 2)
        spots = self._on_land(rng, middles[chosen], spreads[chosen] * far * widen)
        streets = rng.choice(len(self.streets), size=len(ids))
        numbers = 1 + rng.geometric(1 / 30, size=len(ids))
        return tuple(
            Place(
                id=name,
                lat=round(float(spot[0]), 5),
                lon=round(float(spot[1]), 5),
                address=self.address.format(
                    street=self.streets[street], number=number, locality=districts[district].locality
                ),
            )
            for name, spot, street, number, district in zip(ids, spots, streets, numbers, chosen, strict=True)
        )

    def people(self, rng: np.random.Generator, count: int) -> tuple[str, ...]:
        """Names of `count` people, different while there are enough names."""
        pairs = len(self.first_names) * len(self.last_names)
        drawn = (divmod(int(pair), len(self.last_names)) for pair in rng.choice(pairs, count, replace=count > pairs))
        return tuple(self.person.format(first=self.first_names[f], last=self.last_names[n]) for f, n in drawn)

    def _rings(self, mix: Mix) -> tuple[tuple[District, ...], Floats, Floats]:
        """All districts with their shares of the addresses and their spreads in km."""
        shares: list[float] = []
        spreads: list[float] = []
        for ring, share, spread in zip((self.centre, self.suburbs, self.towns), mix, (0.7, 1.1, 1.6), strict=True):
            weight = sum(district.weight for district in ring)
            shares += [share * district.weight / weight for district in ring]
            spreads += [spread] * len(ring)
        return self.centre + self.suburbs + self.towns, np.array(shares) / sum(shares), np.array(spreads)

    def _on_land(self, rng: np.random.Generator, middles: Floats, spreads: Floats) -> Floats:
        """Normally distributed around the middles, drawn again while in the water."""
        spots = middles + _offsets(rng, middles, spreads)
        while (wet := self._in_water(spots)).any():
            spots[wet] = middles[wet] + _offsets(rng, middles[wet], spreads[wet])
        return spots

    def _in_water(self, spots: Floats) -> NDArray[np.bool_]:
        wet = np.zeros(len(spots), dtype=bool)
        for shore in self.water:
            wet |= _inside(spots, shore)
        return wet


def listed(text: str) -> tuple[str, ...]:
    """The entries of a text that separates them by commas, over any number of lines."""
    return tuple(" ".join(entry.split()) for entry in text.split(","))


def _offsets(rng: np.random.Generator, middles: Floats, spreads: Floats) -> Floats:
    """Degrees north and east for a spread in km."""
    kilometres = rng.normal(size=middles.shape) * spreads[:, None]
    width = cos(radians(float(middles[:, 0].mean())))
    degrees: Floats = kilometres / np.array([KM_PER_DEGREE, KM_PER_DEGREE * width])
    return degrees


def _inside(spots: Floats, shore: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Even-odd rule: how often a ray to the north crosses the shore."""
    lat, lon = spots.T
    crossings = np.zeros(len(spots), dtype=int)
    for (lat1, lon1), (lat2, lon2) in pairwise((*shore, shore[0])):
        if lon1 != lon2:
            between = (lon1 > lon) != (lon2 > lon)
            crossings += between & (lat < lat1 + (lon - lon1) * (lat2 - lat1) / (lon2 - lon1))
    odd: NDArray[np.bool_] = crossings % 2 == 1
    return odd
