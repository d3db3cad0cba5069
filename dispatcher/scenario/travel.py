"""Travel that takes longer or shorter."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from dispatcher.scenario.change import Change
from dispatcher.travel.matrix import FARTHEST_LEG, LONGEST_LEG, TravelMatrix

Factor = Annotated[float, Field(ge=0, le=10)]


class Travel(Change):
    """Every way takes longer or shorter. This changes the travel matrix, not the problem: see `Scenario.travelled`."""

    factor: Factor
    """On seconds, 0 to 10: 1.2 is a fifth more."""
    distance: Factor = 1.0
    """On metres, 0 to 10."""

    def travelled(self, travel: TravelMatrix) -> TravelMatrix:
        """The same places, each leg rounded to whole seconds and metres."""
        if self.factor == self.distance == 1:
            return travel
        seconds = _scaled(travel.seconds, self.factor, LONGEST_LEG)
        metres = _scaled(travel.metres, self.distance, FARTHEST_LEG)
        return TravelMatrix(travel.places, seconds, metres, f"{travel.source}, x {self.factor:g} in a scenario")


def _scaled(legs: NDArray[np.int64], factor: float, most: int) -> NDArray[np.int64]:
    scaled: NDArray[np.int64] = np.minimum(np.rint(legs * factor), most).astype(np.int64)
    return scaled
