"""The clock along a route: when everything happens, what it costs, and where the breaks and the departure belong.

Compiled by numba once per machine. A route is a shift and an order of jobs. The breaks of a shift are placed by
`slots`: BEFORE (waived, because the departure is late enough), i = taken on the way to the i-th job (i = number of
jobs: on the way home), or one more than that (waived, because the technician is home early enough). Depot stops stand
in an order like jobs: as numbers from `Arrays.count` on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.admissible import allowed, broken_orders
from dispatcher.arrays import FOREVER, NEVER, Arrays, Records
from dispatcher.charges import price_route
from dispatcher.compiled import NO, NONE, ONE, compiled, inlined

Integers = NDArray[np.int64]

BEFORE = -1
"""Slot of a break that a late departure waives."""

IGNORED = 2**30
"""Slot of a break that is neither taken nor judged: what fails without breaks fails with them."""

IMPOSSIBLE = 2**62
"""Cost of a route that breaks a rule."""

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


@inlined
def next_start(windows: Records, job: Any, ready: int) -> int:
    """The first instant >= ready at which `job` may start; -1 when there is none."""
    for w in range(job.first_window, job.after_windows):
        if ready <= windows[w].closes:
            return int(max(ready, windows[w].opens))
    return -1


@inlined
def last_start(windows: Records, job: Any, limit: int) -> int:
    """The last instant <= limit at which `job` may start; NEVER when there is none."""
    for w in range(job.after_windows - 1, job.first_window - 1, -1):
        if windows[w].opens <= limit:
            return int(min(limit, windows[w].closes))
    return NEVER


@compiled
def leg(a: Arrays, shift: int, order: Integers, length: int, i: int) -> tuple[int, int, int]:
    """(seconds, metres, setup) on the way to the i-th job of a route; i = length: home."""
    here = a.shifts[shift].start_place if i == 0 else a.jobs[order[i - 1]].place
    if i == length:
        there = a.shifts[shift].end_place
        return a.seconds[here, there], a.metres[here, there], 0
    there = a.jobs[order[i]].place
    setup = 0 if i > 0 and a.site[here] == a.site[there] else a.jobs[order[i]].setup
    return a.seconds[here, there], a.metres[here, there], setup


@compiled
def run_clock(
    a: Arrays, s: int, order: Integers, length: int, slots: Integers, departure: int, start: Integers,
    arrival: Integers, break_start: Integers,
) -> int:  # fmt: skip
    """Play the decisions forward, as soon as possible; fills the last three.

    Returns
    -------
    int
        The number of locks that cannot be kept, or -1 when a rule is broken.
    """
    # Fields are fetched once: inside branches each fetch would count a reference up and down.
    jobs, windows, seconds, site, service = a.jobs, a.windows, a.seconds, a.site, a.service
    shift, breaks = a.shifts[s], a.breaks
    conflicts = 0
    count = shift.after_breaks - shift.first_break
    for k in range(count):
        pause = breaks[shift.first_break + k]
        if slots[k] == BEFORE and departure < pause.earliest + pause.duration:
            return -1
    left, here = departure, shift.start_place
    for i in range(length + 1):
        there = shift.end_place if i == length else jobs[order[i]].place
        setup = 0
        if i < length and (i == 0 or site[here] != site[there]):
            setup = jobs[order[i]].setup
        at_door = left + seconds[here, there]
        ready = at_door + setup
        busy = left
        for k in range(count):
            if slots[k] == i:
                pause = breaks[shift.first_break + k]
                begin = max(pause.earliest, busy)
                if begin > pause.latest:
                    return -1
                busy = begin + pause.duration
                if begin < at_door:
                    at_door += pause.duration
                ready = max(ready, pause.earliest) + pause.duration
                break_start[k] = begin
        arrival[i] = at_door
        here = there
        if i == length:
            start[i] = ready
            arrival[i] = ready
            break
        job = jobs[order[i]]
        begin = next_start(windows, job, ready)
        if begin < 0:
            if job.locked_shift != s:
                return -1
            begin = ready
            conflicts += 1
        start[i] = begin
        left = begin + service[shift.pace, order[i]]
        if left > job.latest_finish:
            if job.locked_shift != s:
                return -1
            conflicts += 1
    if start[length] > shift.latest_home:
        return -1
    for k in range(count):
        if slots[k] == length + 1 and start[length] > breaks[shift.first_break + k].latest:
            return -1
    return conflicts


@inlined
def still_free(start: int, due: int, step: int, rate: int, limit: int) -> int:
    """`limit`, lowered so that a clock which `start` keeps stays kept and one which it misses is missed by no more."""
    if start > due:
        return start if rate > 0 else limit
    return min(limit, due) if step > 0 or rate > 0 else limit


@compiled
def latest_free_start(a: Arrays, s: int, j: int, start: int) -> int:
    """How late the job may start instead of at `start` without raising any price of its own; for compact departures."""
    job = a.jobs[j]
    if next_start(a.windows, job, start) != start:
        return start
    service = a.service[a.shifts[s].pace, j]
    limit = FOREVER
    if job.wait_rate > 0:
        limit = max(start, job.wait_from)
    limit = still_free(start, job.promise_until, job.promise_step, job.promise_rate, limit)
    limit = still_free(start, job.respond_by, job.respond_step, job.respond_rate, limit)
    limit = still_free(start, job.resolve_by - service, job.resolve_step, job.resolve_rate, limit)
    if job.told_kept and a.broken_price > 0 and start <= job.promise_until:
        limit = min(limit, job.promise_until)
    if a.moved_price > 0 and abs(start - job.told_start) <= a.moved_tolerance:
        limit = min(limit, job.told_start + a.moved_tolerance)
    if start <= job.latest_finish - service:
        limit = min(limit, job.latest_finish - service)
    return int(limit)


@compiled
def latest_departure(a: Arrays, s: int, order: Integers, length: int, slots: Integers, start: Integers) -> int:
    """The latest departure allowed by the departure rule, given the starts of an early one."""
    jobs, seconds, site = a.jobs, a.seconds, a.site
    shift, breaks = a.shifts[s], a.breaks
    limit = start[length]
    i = length
    while True:
        here = shift.start_place if i == 0 else jobs[order[i - 1]].place
        there = shift.end_place if i == length else jobs[order[i]].place
        setup = 0
        if i < length and (i == 0 or site[here] != site[there]):
            setup = jobs[order[i]].setup
        latest_pause = FOREVER
        paused = 0
        for k in range(shift.after_breaks - shift.first_break):
            if slots[k] == i:
                latest_pause = min(latest_pause, breaks[shift.first_break + k].latest - paused)
                paused += breaks[shift.first_break + k].duration
        leave = min(latest_pause, limit - seconds[here, there] - setup - paused)
        if i == 0:
            return int(leave)
        i -= 1
        limit = start[i]
        if a.compact or order[i] >= a.count:
            latest = min(leave - a.service[shift.pace, order[i]], latest_free_start(a, s, order[i], limit))
            if latest > limit:
                limit = max(limit, last_start(a.windows, jobs[order[i]], latest))


@inlined
def advance(slots: Integers, breaks: int, last: int) -> bool:
    """Step to the next placing of the breaks; False after the last.

    Each is waived before (BEFORE), taken in a slot not before that of an earlier one taken, or waived after (`last`).
    """
    k = breaks - 1
    while k >= 0 and slots[k] == last:
        slots[k] = BEFORE
        k -= 1
    if k < 0:
        return False
    if slots[k] == BEFORE:
        slots[k] = 0
        for earlier in range(k):
            if slots[earlier] != last:
                slots[k] = max(slots[k], slots[earlier])
    else:
        slots[k] += 1
    return True


@compiled
def time_route(a: Arrays, s: int, order: Integers, length: int, out: Timing, table: Integers) -> tuple[int, int]:
    """Find the cheapest places of the breaks and the departure; fills `out` (and scratches `table`).

    Returns
    -------
    tuple of int
        (cost, departure); cost is IMPOSSIBLE when the order breaks a rule, and holds CONFLICT_PRICE for each lock that
        is not kept.
    """
    best, best_departure = IMPOSSIBLE, 0
    if length == 0 or not allowed(a, s, order, length):
        return (0 if length == 0 else IMPOSSIBLE), 0
    broken = broken_orders(a, order, length)
    if broken < 0:
        return IMPOSSIBLE, 0
    slots, start, arrival, break_start = out.trial_slots, out.trial_start, out.trial_arrival, out.trial_break
    shift = a.shifts[s]
    breaks = shift.after_breaks - shift.first_break
    slots[:breaks] = IGNORED
    if run_clock(a, s, order, length, slots, shift.first, start, arrival, break_start) < 0:
        return IMPOSSIBLE, 0
    slots[:breaks] = BEFORE
    more = True
    while more:
        departure = shift.first
        for k in range(breaks):
            if slots[k] == BEFORE:
                pause = a.breaks[shift.first_break + k]
                departure = max(departure, pause.earliest + pause.duration)
        conflicts = run_clock(a, s, order, length, slots, departure, start, arrival, break_start)
        if conflicts >= 0:
            departure = latest_departure(a, s, order, length, slots, start)
            run_clock(a, s, order, length, slots, departure, start, arrival, break_start)
            cost = price_route(a, s, order, length, departure, start, table) + (conflicts + broken) * CONFLICT_PRICE
            if cost < best:
                best, best_departure = cost, departure
                out.start[: length + 1] = start[: length + 1]
                out.arrival[: length + 1] = arrival[: length + 1]
                out.slots[:breaks] = slots[:breaks]
                out.break_start[:breaks] = break_start[:breaks]
        more = advance(slots, breaks, length + 1)
    return best, best_departure


@compiled
def detour_price(a: Arrays, s: int, order: Integers, length: int, job: int, place: int) -> int:
    """What travel to `job` between two neighbours costs more than travel without it."""
    shift, jobs = a.shifts[s], a.jobs
    here = shift.start_place if place == 0 else jobs[order[place - 1]].place
    there = shift.end_place if place == length else jobs[order[place]].place
    via = jobs[job].place
    seconds = a.seconds[here, via] + a.seconds[via, there] - a.seconds[here, there]
    metres = a.metres[here, via] + a.metres[via, there] - a.metres[here, there]
    return int(seconds * shift.travel_rate + metres * shift.metre_rate)


@compiled
def cheapest_place(
    a: Arrays, s: int, order: Integers, length: int, job: int, cost: int, pruned: bool, trial: Integers,
    out: Timing, table: Integers,
) -> tuple[int, int]:  # fmt: skip
    """The cheapest place for one more job on a route.

    Parameters
    ----------
    cost
        Of the route as it is.
    pruned
        Skip places whose detour alone costs more than the best place found: right nearly always, and much faster.

    Returns
    -------
    tuple of int
        (cost of the route with the job at its cheapest place, that place); IMPOSSIBLE when there is none.
    """
    best, best_place = IMPOSSIBLE, NONE
    if not a.can_do[job, s]:
        return best, best_place
    for place in range(length + 1):
        if pruned and cost + detour_price(a, s, order, length, job, place) >= best:
            continue
        trial[:place] = order[:place]
        trial[place] = job
        trial[place + 1 : length + 1] = order[place:length]
        longer, _ = time_route(a, s, trial, length + 1, out, table)
        if longer < best:
            best, best_place = longer, place
    return best, best_place


@compiled
def cheapest_shift(
    a: Arrays, orders: Integers, lengths: Integers, costs: Integers, job: int, trial: Integers, out: Timing,
    table: Integers,
) -> tuple[int, int, int]:  # fmt: skip
    """Where one more job would cost least.

    Parameters
    ----------
    orders
        (s, r) the jobs of each route, r larger than the longest; with `lengths` (s,) and `costs` (s,) of each.

    Returns
    -------
    tuple of int
        (how many shifts could do the job if they had no other, what it costs more on the cheapest route, its shift);
        IMPOSSIBLE and -1 when no route has a place for it.
    """
    able, best, best_shift = 0, IMPOSSIBLE, NONE
    alone = np.full(1, job, dtype=np.int64)
    for s in range(len(lengths)):
        if not a.can_do[job, s] or time_route(a, s, alone, ONE, out, table)[0] >= IMPOSSIBLE:
            continue
        able += 1
        cost, place = cheapest_place(a, s, orders[s], lengths[s], job, costs[s], NO, trial, out, table)
        if place >= 0 and cost - costs[s] < best:
            best, best_shift = cost - costs[s], s
    return able, best, best_shift
