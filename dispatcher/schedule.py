"""The clock along a route: when everything happens, what it costs, and where the breaks and the departure belong.

Compiled by numba once per machine. A route is a shift and an order of jobs. The breaks of a shift are placed by
`slots`: BEFORE (waived, because the departure is late enough), i = taken on the way to the i-th job (i = number of
jobs: on the way home), or one more than that (waived, because the technician is home early enough).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dispatcher.arrays import FOREVER, Arrays
from dispatcher.costs import Term

Integers = NDArray[np.int64]

BEFORE = -1
"""Slot of a break that a late departure waives."""

IMPOSSIBLE = 2**62
"""Cost of a route that breaks a rule."""

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

CONFLICT_PRICE = 2**52
"""Added for each lock that cannot be kept, so that a plan that keeps it always comes out cheaper."""


class Timing(NamedTuple):
    """Where `time_route` writes what it finds; one of these serves any number of routes."""

    start: Integers
    """(n + 1,) start of each job, then the arrival home."""
    arrival: Integers
    """(n + 1,) at the door of each job, then home."""
    slots: Integers
    """(b,) slot of each break of the shift."""
    break_start: Integers
    """(b,) start of each break taken."""
    trial_start: Integers
    trial_arrival: Integers
    trial_slots: Integers
    trial_break: Integers


def new_timing(jobs: int, breaks: int = 4) -> Timing:
    """Room for routes of up to `jobs` jobs and `breaks` breaks."""
    rows = [np.zeros(jobs + 1, dtype=np.int64) for _ in range(4)]
    gaps = [np.zeros(breaks, dtype=np.int64) for _ in range(4)]
    return Timing(rows[0], rows[1], gaps[0], gaps[1], rows[2], rows[3], gaps[2], gaps[3])


def new_table(jobs: int) -> Integers:
    """A table of costs for routes of up to `jobs` jobs; columns as in `TERMS`."""
    return np.zeros((jobs + 1, len(TERMS)), dtype=np.int64)


def compiled(function: Any) -> Any:
    """Compile with numba, cached on disk, releasing the GIL."""
    return njit(cache=True, nogil=True)(function)


@compiled
def next_start(a: Arrays, job: int, ready: int) -> int:
    """The first instant >= ready at which `job` may start; -1 when there is none."""
    for w in range(a.window_at[job], a.window_at[job + 1]):
        if ready <= a.window_close[w]:
            return int(max(ready, a.window_open[w]))
    return -1


@compiled
def last_start(a: Arrays, job: int, limit: int) -> int:
    """The last instant <= limit at which `job` may start; -FOREVER when there is none."""
    for w in range(a.window_at[job + 1] - 1, a.window_at[job] - 1, -1):
        if a.window_open[w] <= limit:
            return int(min(limit, a.window_close[w]))
    return -FOREVER


@compiled
def leg(a: Arrays, shift: int, order: Integers, length: int, i: int) -> tuple[int, int, int]:
    """(seconds, metres, setup) on the way to the i-th job of a route; i = length: home."""
    here = a.start_place[shift] if i == 0 else a.place[order[i - 1]]
    if i == length:
        there = a.end_place[shift]
        return a.seconds[here, there], a.metres[here, there], 0
    there = a.place[order[i]]
    setup = 0 if i > 0 and a.site[here] == a.site[there] else a.setup[order[i]]
    return a.seconds[here, there], a.metres[here, there], setup


@compiled
def allowed(a: Arrays, shift: int, order: Integers, length: int) -> bool:
    """Whether the shift may hold these jobs in this order, the clock apart: match, count, parts, order locks."""
    if length > a.max_jobs[shift]:
        return False
    for i in range(length):
        if not a.can_do[order[i], shift]:
            return False
    for part in range(a.stock.shape[1]):
        used = 0
        for i in range(length):
            used += a.parts[order[i], part]
        if used > a.stock[shift, part]:
            return False
    for pair in range(len(a.order)):
        seen_then = False
        for i in range(length):
            if order[i] == a.order[pair, 0] and seen_then:
                return False
            seen_then = seen_then or order[i] == a.order[pair, 1]
    return True


@compiled
def run_clock(
    a: Arrays, shift: int, order: Integers, length: int, slots: Integers, departure: int, start: Integers,
    arrival: Integers, break_start: Integers,
) -> int:  # fmt: skip
    """Play the decisions forward, as soon as possible; fills the last three.

    Returns
    -------
    int
        The number of locks that cannot be kept, or -1 when a rule is broken.
    """
    conflicts = 0
    pace = a.pace_class[shift]
    first_break = a.break_at[shift]
    breaks = a.break_at[shift + 1] - first_break
    k = 0
    while k < breaks and slots[k] == BEFORE:
        if departure < a.break_earliest[first_break + k] + a.break_duration[first_break + k]:
            return -1
        k += 1
    left = departure
    for i in range(length + 1):
        travel, _, setup = leg(a, shift, order, length, i)
        at_door = left + travel
        ready = at_door + setup
        busy = left
        while k < breaks and slots[k] == i:
            b = first_break + k
            break_start[k] = max(a.break_earliest[b], busy)
            if break_start[k] > a.break_latest[b]:
                return -1
            busy = break_start[k] + a.break_duration[b]
            if break_start[k] < at_door:
                at_door += a.break_duration[b]
            ready = max(ready, a.break_earliest[b]) + a.break_duration[b]
            k += 1
        arrival[i] = at_door
        if i == length:
            start[i] = ready
            arrival[i] = ready
            break
        job = order[i]
        start[i] = next_start(a, job, ready)
        if start[i] < 0:
            if a.locked_shift[job] != shift:
                return -1
            start[i] = ready
            conflicts += 1
        left = start[i] + a.service[pace, job]
        if left > a.latest_finish[job]:
            if a.locked_shift[job] != shift:
                return -1
            conflicts += 1
    home = start[length]
    if home > a.latest_home[shift]:
        return -1
    while k < breaks:
        if home > a.break_latest[first_break + k]:
            return -1
        k += 1
    return conflicts


@compiled
def latest_free_start(a: Arrays, job: int, shift: int, start: int) -> int:
    """How late `job` may start instead of at `start` without raising any price of its own; for compact departures."""
    if next_start(a, job, start) != start:
        return start
    limit = FOREVER
    if a.wait_rate[job] > 0:
        limit = max(start, a.wait_from[job])
    service = a.service[a.pace_class[shift], job]
    for c in range(3):
        due = a.clock[c, job] - (service if c == 2 else 0)
        if start > due:
            if a.late_rate[c, job] > 0:
                return start
        elif a.late_step[c, job] > 0 or a.late_rate[c, job] > 0:
            limit = min(limit, due)
    if a.told_kept[job] and a.broken_price > 0 and start <= a.clock[0, job]:
        limit = min(limit, a.clock[0, job])
    told = a.told_start[job]
    if told != -FOREVER and a.moved_price > 0 and abs(start - told) <= a.moved_tolerance:
        limit = min(limit, told + a.moved_tolerance)
    finish_limit = a.latest_finish[job] - service
    if start <= finish_limit:
        limit = min(limit, finish_limit)
    return int(limit)


@compiled
def latest_departure(a: Arrays, shift: int, order: Integers, length: int, slots: Integers, start: Integers) -> int:
    """The latest departure allowed by the departure rule, given the starts of an early one."""
    first_break = a.break_at[shift]
    k = a.break_at[shift + 1] - first_break - 1
    while k >= 0 and slots[k] > length:
        k -= 1
    limit = start[length]
    for i in range(length, -1, -1):
        travel, _, setup = leg(a, shift, order, length, i)
        leave = limit - travel - setup
        before = 0
        j = k
        while j >= 0 and slots[j] == i:
            before += a.break_duration[first_break + j]
            j -= 1
        leave -= before
        while k > j:
            before -= a.break_duration[first_break + k]
            leave = min(leave, a.break_latest[first_break + k] - before)
            k -= 1
        if i == 0:
            return int(leave)
        job = order[i - 1]
        limit = start[i - 1]
        if a.compact:
            latest = min(leave - a.service[a.pace_class[shift], job], latest_free_start(a, job, shift, limit))
            if latest > limit:
                limit = max(limit, last_start(a, job, latest))
    return int(limit)


@compiled
def price_stop(a: Arrays, shift: int, job: int, start: int, row: Integers) -> None:
    """Write the stop's own terms into `row`, columns as in `TERMS`."""
    finish = start + a.service[a.pace_class[shift], job]
    for c in range(3):
        late = (finish if c == 2 else start) - a.clock[c, job]
        row[5 + c] = a.late_step[c, job] + a.late_rate[c, job] * late if late > 0 else 0
    row[8] = a.preferred_missed[job, shift]
    row[9] = a.overqualified[job, shift]
    row[10] = a.swapped[job, shift]
    row[11] = a.wait_rate[job] * max(0, start - a.wait_from[job])
    row[12] = a.broken_price if a.told_kept[job] and start > a.clock[0, job] else 0
    moved = a.told_start[job] != -FOREVER and abs(start - a.told_start[job]) > a.moved_tolerance
    row[13] = a.moved_price if moved else 0


@compiled
def price_shift(a: Arrays, shift: int, order: Integers, length: int, departure: int, home: int, row: Integers) -> None:
    """Write the terms that belong to the route as a whole into `row`."""
    seconds = 0
    metres = 0
    for i in range(length + 1):
        travel, distance, _ = leg(a, shift, order, length, i)
        seconds += travel
        metres += distance
    working = home - departure
    row[0] = seconds * a.travel_rate[shift]
    row[1] = metres * a.metre_rate[shift]
    row[2] = working * a.working_rate[shift]
    row[3] = max(0, home - a.shift_end[shift]) * a.overtime_rate[shift]
    row[4] = max(0, working - a.imbalance_target) * a.imbalance_rate


@compiled
def price_route(
    a: Arrays, shift: int, order: Integers, length: int, departure: int, start: Integers, table: Integers
) -> int:
    """Fill `table`, shape (length + 1, terms): a row for each stop, the last for the route; returns the sum."""
    table[: length + 1] = 0
    for i in range(length):
        price_stop(a, shift, order[i], start[i], table[i])
    price_shift(a, shift, order, length, departure, start[length], table[length])
    return int(table[: length + 1].sum())


@compiled
def advance(slots: Integers, breaks: int, last: int) -> bool:
    """Step to the next placing of the breaks, in their given order; False after the last."""
    k = breaks - 1
    while k >= 0 and slots[k] == last:
        k -= 1
    if k < 0:
        return False
    slots[k:breaks] = slots[k] + 1
    return True


@compiled
def time_route(a: Arrays, shift: int, order: Integers, length: int, out: Timing, table: Integers) -> tuple[int, int]:
    """Find the cheapest places of the breaks and the departure; fills `out` (and scratches `table`).

    Returns
    -------
    tuple of int
        (cost, departure); cost is IMPOSSIBLE when the order breaks a rule, and holds CONFLICT_PRICE for each lock that
        is not kept.
    """
    best, best_departure = IMPOSSIBLE, 0
    if length == 0 or not allowed(a, shift, order, length):
        return (0 if length == 0 else IMPOSSIBLE), 0
    first_break = a.break_at[shift]
    breaks = a.break_at[shift + 1] - first_break
    slots = out.trial_slots
    slots[:breaks] = BEFORE
    more = True
    while more:
        departure = a.first[shift]
        for k in range(breaks):
            if slots[k] == BEFORE:
                departure = max(departure, a.break_earliest[first_break + k] + a.break_duration[first_break + k])
        conflicts = run_clock(
            a, shift, order, length, slots, departure, out.trial_start, out.trial_arrival, out.trial_break
        )
        if conflicts >= 0:
            departure = latest_departure(a, shift, order, length, slots, out.trial_start)
            run_clock(a, shift, order, length, slots, departure, out.trial_start, out.trial_arrival, out.trial_break)
            cost = price_route(a, shift, order, length, departure, out.trial_start, table) + conflicts * CONFLICT_PRICE
            if cost < best:
                best, best_departure = cost, departure
                out.start[: length + 1] = out.trial_start[: length + 1]
                out.arrival[: length + 1] = out.trial_arrival[: length + 1]
                out.slots[:breaks] = slots[:breaks]
                out.break_start[:breaks] = out.trial_break[:breaks]
        more = advance(slots, breaks, length + 1)
    return best, best_departure


@compiled
def cheapest_place(
    a: Arrays, shift: int, order: Integers, length: int, job: int, trial: Integers, out: Timing, table: Integers
) -> tuple[int, int]:
    """(cost of the route with the job at its cheapest place, that place); IMPOSSIBLE when there is none."""
    best, best_place = IMPOSSIBLE, -1
    if not a.can_do[job, shift]:
        return best, best_place
    for place in range(length + 1):
        trial[:place] = order[:place]
        trial[place] = job
        trial[place + 1 : length + 1] = order[place:length]
        cost, _ = time_route(a, shift, trial, length + 1, out, table)
        if cost < best:
            best, best_place = cost, place
    return best, best_place
