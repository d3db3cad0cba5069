"""What public instances minimise, said in money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.costs import ChangePrices, Costs
from dispatcher.technician import Technician


def nothing_but(**prices: Any) -> Costs:
    """Costs in which nothing costs anything except what is named.

    Prices of lateness stay at their defaults, as the validation asks for them; no public job has a clock to miss.
    """
    nothing = Decimal(0)
    free: dict[str, Any] = {
        "travel_per_hour": nothing,
        "travel_per_km": nothing,
        "working_per_hour": nothing,
        "overtime_per_hour": nothing,
        "must_plan": nothing,
        "preferred_missed": nothing,
        "overqualified": nothing,
        "waiting_customer": (nothing,) * 5,
        "change": ChangePrices(promise_broken=nothing, technician_swapped=nothing, start_moved=nothing),
    }
    return Costs(**free | prices)


def more_than_all_shifts(technicians: Sequence[Technician]) -> Decimal:
    """A price above all working time, where a second of it costs a thousandth; a whole number."""
    seconds = sum((shift.end - shift.start).total_seconds() for person in technicians for shift in person.shifts)
    return Decimal(int(seconds) // 1000 + 1)


def more_than_all_legs(metres: NDArray[np.int64], per_km: Decimal) -> Decimal:
    """A price above all that a plan can drive, where everybody starts and ends at row 0; a whole number.

    No plan drives further than out to each job and straight back, but for a metre for each row, as legs cut to whole
    metres may miss the triangle inequality by one.
    """
    farthest = 2 * int(metres[0].sum()) + len(metres)
    return Decimal(int(per_km * farthest) // 1000 + 1)
