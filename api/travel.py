"""How a caller says where travel times come from."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from dispatcher.errors import TravelError
from dispatcher.fields import Value
from dispatcher.travel import Geodesic, GivenMatrix, TravelProvider
from dispatcher.travel.matrix import FARTHEST_LEG, LONGEST_LEG


class StraightLines(Value):
    """Travel estimated from coordinates: great-circle distance x detour / speed."""

    kind: Literal["straight_lines"] = "straight_lines"
    speed_kmh: Annotated[float, Field(ge=1, le=300)] = 40.0
    detour: Annotated[float, Field(ge=1, le=10)] = 1.3

    def provider(self) -> TravelProvider:
        """What makes the matrix."""
        return Geodesic(self.speed_kmh, self.detour)


class Matrix(Value):
    """Travel between places that say by `index` which row and column are theirs."""

    kind: Literal["matrix"]
    seconds: tuple[tuple[Annotated[int, Field(strict=True, ge=0, le=LONGEST_LEG)], ...], ...]
    """From row to column; square."""
    metres: tuple[tuple[Annotated[int, Field(strict=True, ge=0, le=FARTHEST_LEG)], ...], ...] | None = None
    """As `seconds`; without it every distance is 0."""

    def provider(self) -> TravelProvider:
        """What makes the matrix.

        Raises
        ------
        TravelError
            When the rows are not those of one square.
        """
        size = len(self.seconds)
        for name, rows in (("seconds", self.seconds), ("metres", self.metres or self.seconds)):
            if len(rows) != size or any(len(row) != size for row in rows):
                raise TravelError(f"travel.{name} must hold {size} rows of {size} numbers, as travel.seconds has rows")
        metres = None if self.metres is None else np.array(self.metres, dtype=np.int64).reshape(size, size)
        return GivenMatrix(np.array(self.seconds, dtype=np.int64).reshape(size, size), metres)


Travel = Annotated[StraightLines | Matrix, Field(discriminator="kind")]
