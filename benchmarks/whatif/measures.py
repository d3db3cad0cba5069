"""The figures that a study can be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from benchmarks.whatif.outcome import Outcome

Kind = Literal["money", "count", "span"]
"""money in currency units, count of jobs or promises, span in seconds."""


@dataclass(frozen=True)
class Figure:
    """What can be read off a planned day.

    Parameters
    ----------
    name
        The field of `Outcome` that holds it.
    direction
        -1 when less is better, 1 when more is.
    """

    name: str
    kind: Kind
    direction: Literal[-1, 1]

    def of(self, outcome: Outcome) -> float:
        """The figure of one cell."""
        return float(getattr(outcome, self.name))


MEASURES: Mapping[str, Figure] = {
    one.name: one
    for one in (
        Figure("cost", "money", -1),
        Figure("promises_kept", "count", 1),
        Figure("unassigned", "count", -1),
        Figure("travel", "span", -1),
        Figure("overtime", "span", -1),
    )
}
"""By the name that a study file uses."""
