"""What a timed route costs, term by term, in exact units of money."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import NEVER, Arrays
from dispatcher.compiled import compiled, inlined
from dispatcher.costs import Term

Integers = NDArray[np.int64]

TERMS: tuple[Term, ...] = (
    Term.TRAVEL_TIME,
    Term.TRAVEL_DISTANCE,
    Term.WORKING_TIME,
    Term.OVERTIME,
    Term.IMBALANCE,
    Term.PROMISE_MISSED,
    Term.RESPOND_MISSED,
    Term.RESOLVE_MISSED,
    Term.PREFERRED_MISSED,
    Term.OVERQUALIFIED,
    Term.TECHNICIAN_SWAPPED,
    Term.WAITING_CUSTOMER,
    Term.PROMISE_BROKEN,
    Term.START_MOVED,
)
"""The columns of a table of costs, in this order; those from PROMISE_MISSED on belong to a stop."""


def new_table(jobs: int) -> Integers:
    """A table of costs for routes of up to `jobs` jobs; columns as in `TERMS`."""
    return np.zeros((jobs + 1, len(TERMS)), dtype=np.int64)


@inlined
def late_price(late: int, step: int, rate: int) -> int:
    """A step as soon as it is late at all, then so much per second."""
    return step + rate * late if late > 0 else 0


@compiled
def price_stop(a: Arrays, s: int, j: int, start: int, row: Integers) -> None:
    """Write the stop's own terms into `row`, columns as in `TERMS`."""
    job = a.jobs[j]
    finish = start + a.service[a.shifts[s].pace, j]
    row[5] = late_price(start - job.promise_until, job.promise_step, job.promise_rate)
    row[6] = late_price(start - job.respond_by, job.respond_step, job.respond_rate)
    row[7] = late_price(finish - job.resolve_by, job.resolve_step, job.resolve_rate)
    row[8] = a.preferred_missed[j, s]
    row[9] = a.overqualified[j, s]
    row[10] = a.swapped[j, s]
    row[11] = job.wait_rate * max(0, start - job.wait_from)
    row[12] = a.broken_price if job.told_kept and start > job.promise_until else 0
    moved = job.told_start != NEVER and abs(start - job.told_start) > a.moved_tolerance
    row[13] = a.moved_price if moved else 0


@compiled
def price_shift(a: Arrays, s: int, order: Integers, length: int, departure: int, home: int, row: Integers) -> None:
    """Write the terms that belong to the route as a whole into `row`."""
    jobs, shift = a.jobs, a.shifts[s]
    seconds, metres = 0, 0
    here = shift.start_place
    for i in range(length + 1):
        there = shift.end_place if i == length else jobs[order[i]].place
        seconds += a.seconds[here, there]
        metres += a.metres[here, there]
        here = there
    working = home - departure
    row[0] = seconds * shift.travel_rate
    row[1] = metres * shift.metre_rate
    row[2] = working * shift.working_rate
    row[3] = max(0, home - shift.end) * shift.overtime_rate
    row[4] = max(0, working - a.imbalance_target) * a.imbalance_rate


@compiled
def price_route(
    a: Arrays, s: int, order: Integers, length: int, departure: int, start: Integers, table: Integers
) -> int:
    """Fill `table`, shape (length + 1, terms): a row for each stop, the last for the route; returns the sum."""
    table[length, :] = 0
    price_shift(a, s, order, length, departure, start[length], table[length])
    for i in range(length):
        table[i, :5] = 0
        price_stop(a, s, order[i], start[i], table[i])
    total = 0
    for i in range(length + 1):
        for term in range(table.shape[1]):
            total += table[i, term]
    return total
