"""The travel matrix, and the one-method seam behind which every source of travel times stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dispatcher.errors import TravelError
from dispatcher.place import Place

Integers = NDArray[np.int64]

LONGEST_LEG = 31 * 86_400
"""Seconds; a longer leg is taken for a fault of its source."""

FARTHEST_LEG = 100_000_000
"""Metres; likewise."""


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """Travel between places; row = from, column = to; read-only.

    Parameters
    ----------
    places
        Place ids; row and column i belong to places[i].
    seconds
        Travel time in whole seconds, shape (n, n), >= 0, zero diagonal; need not be symmetric.
    metres
        Distance in whole metres, shape (n, n), >= 0, zero diagonal.
    source
        What these numbers come from, for people: provider, profile, speed.

    Raises
    ------
    TravelError
        When a shape, type or value is not as above.
    """

    places: tuple[str, ...]
    seconds: Integers
    metres: Integers
    source: str = "given"

    def __post_init__(self) -> None:
        for name, limit in (("seconds", LONGEST_LEG), ("metres", FARTHEST_LEG)):
            object.__setattr__(self, name, _checked(name, getattr(self, name), len(self.places), limit))

    def between(self, start: str, end: str) -> tuple[int, int]:
        """(seconds, metres) from one place id to another.

        Raises
        ------
        TravelError
            When a place is not in this matrix.
        """
        row, column = self.row(start), self.row(end)
        return int(self.seconds[row, column]), int(self.metres[row, column])

    def row(self, place: str) -> int:
        """Row and column of a place id.

        Raises
        ------
        TravelError
            When the place is not in this matrix.
        """
        try:
            return self._rows[place]
        except KeyError:
            raise TravelError(f"the travel matrix has no place '{place}'") from None

    def among(self, places: Sequence[str]) -> tuple[Integers, Integers]:
        """(seconds, metres) between these place ids only, row = from; no copies when they are all, in their order.

        Raises
        ------
        TravelError
            When a place is not in this matrix.
        """
        rows = np.array([self.row(place) for place in places], dtype=np.int64)
        if np.array_equal(rows, np.arange(len(self.places))):
            return self.seconds, self.metres
        picked = np.ix_(rows, rows)
        return self.seconds[picked], self.metres[picked]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {place: row for row, place in enumerate(self.places)}


def _checked(name: str, values: Any, size: int, limit: int) -> Integers:
    array = np.asarray(values)
    if array.shape != (size, size):
        raise TravelError(f"{name} has shape {array.shape}; {size} places need ({size}, {size})")
    if array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise TravelError(f"{name} holds something that is not a finite number")
    whole = _whole(array)
    if size and (whole.min() < 0 or whole.max() > limit):
        raise TravelError(f"{name} holds {whole.min()} to {whole.max()}; 0 to {limit} are allowed")
    if np.diagonal(whole).any():
        raise TravelError(f"{name} has a diagonal entry that is not zero: from a place to itself")
    whole.setflags(write=False)
    return whole


def _whole(array: Any) -> Integers:
    """A copy in whole numbers; the array itself where these can no more be changed by anybody."""
    if array.dtype == np.int64 and array.flags.owndata and not array.flags.writeable:
        kept: Integers = array
        return kept
    whole: Integers = array.astype(np.int64) if array.dtype.kind in "iu" else np.rint(array).astype(np.int64)
    return whole


class TravelProvider(Protocol):
    """A source of travel times."""

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Travel between all `places` at once; row i belongs to places[i].

        Raises
        ------
        TravelError
            When the times cannot be had.
        """
        ...


@dataclass(frozen=True, eq=False)
class GivenMatrix:
    """A matrix somebody else made: a benchmark's or the customer's own. Places point into it by `Place.index`.

    Parameters
    ----------
    seconds, metres
        Shape (m, m); see `TravelMatrix`. metres None = all zero.
    source
        What it comes from.
    """

    seconds: Integers
    metres: Integers | None = None
    source: str = "given"

    def matrix(self, places: Sequence[Place]) -> TravelMatrix:
        """Pick the rows and columns of `places`.

        Raises
        ------
        TravelError
            When a place has no index, or one outside the matrix.
        """
        size = len(self.seconds)
        for place in places:
            if place.index is None or place.index >= size:
                raise TravelError(f"place '{place.id}' needs an index below {size} into the given matrix")
        rows = np.array([place.index for place in places], dtype=np.int64)
        picked = np.ix_(rows, rows)
        seconds = np.asarray(self.seconds)[picked]
        metres = np.zeros_like(seconds) if self.metres is None else np.asarray(self.metres)[picked]
        return TravelMatrix(tuple(place.id for place in places), seconds, metres, self.source)
