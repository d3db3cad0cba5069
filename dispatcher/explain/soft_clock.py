"""The clock of a route whose limits give way: the least that would have to be relaxed so that an order of jobs works.

Time windows, latest_finish, the latest starts of breaks and the latest arrival home are soft here; promise.from and
the beginnings of windows are not. Everything else is as in `dispatcher.schedule`. Efforts are minutes, as in
`dispatcher.explain.efforts`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Arrays, Records
from dispatcher.charges import new_table, price_route
from dispatcher.compiled import ONE, compiled, inlined
from dispatcher.explain.efforts import EFFORT
from dispatcher.schedule import (
    BEFORE,
    IGNORED,
    IMPOSSIBLE,
    Timing,
    advance,
    latest_departure,
    new_timing,
    next_start,
    time_route,
)

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNTRIED = 2**31
"""Minutes: more than any effort. Of a shift that was not tried to its end, because others need less."""

TIME_LOCK, ORDER_LOCK = EFFORT["lock_time"], EFFORT["lock_order"]


class Limits(NamedTuple):
    """What the soft clock knows beyond `Arrays`."""

    free_jobs: Records
    """(n,) of JOB, naming the windows in `free_windows`."""
    free_windows: Records
    """The windows without time locks."""
    lock_opens: Integers
    """(n,) first start that the time locks allow; NEVER without."""
    lock_closes: Integers
    """(n,) last start that the time locks allow; FOREVER without."""
    start_missed: Flags
    """(n,) whether the job is locked to its shift and its start already is a conflict."""
    finish_missed: Flags
    """(n,) the same for its finish."""
    order: Integers
    """(k, 2) order locks, as the checker reads them: first, then."""
    time_locked: int
    """1 when any job has a time lock."""


class Misses(NamedTuple):
    """By how much a route misses its limits, in seconds; one of these serves any number of routes."""

    ready: Integers
    """(n + 1,) start of each job, then the arrival home."""
    start: Integers
    """(n,) past the last time window."""
    lock: Integers
    """(n,) 1 where a time lock has to be lifted."""
    finish: Integers
    """(n,) past latest_finish."""
    pause: Integers
    """(b,) past the break's latest start; of a break waived at the end, the arrival home."""
    slots: Integers
    """(b,) slot of each break; see `dispatcher.schedule`."""
    home: Integers
    """(1,) past the latest arrival home."""


class Room(NamedTuple):
    """Where the compiled functions write."""

    trial: Integers
    """(n,) an order."""
    now: Misses
    """Of the placing being tried."""
    best: Misses
    """Of the best one."""
    timing: Timing
    table: Integers


def new_room(jobs: int, breaks: int = 4) -> Room:
    """Room for routes of up to `jobs` jobs and `breaks` breaks."""

    def misses() -> Misses:
        rows = [np.zeros(size, dtype=np.int64) for size in (jobs + 1, jobs, jobs, jobs, breaks, breaks, 1)]
        return Misses(*rows)

    trial = np.zeros(jobs, dtype=np.int64)
    return Room(trial, misses(), misses(), new_timing(jobs, breaks), new_table(jobs))


@inlined
def minutes(seconds: int) -> int:
    """Minutes, begun ones whole; none below zero."""
    return (max(0, seconds) + 59) // 60


@compiled
def soft_start(a: Arrays, limits: Limits, s: int, j: int, ready: int, patient: bool) -> tuple[int, int, int]:
    """When a job would start, how far past its last window that is, and whether its time locks have to be lifted.

    A time lock and the windows may leave no instant between them: who is `patient` waits for the lock and extends the
    window, else the lock is lifted.
    """
    begin = next_start(a.windows, a.jobs[j], ready)
    if begin >= 0:
        return begin, 0, 0
    if a.jobs[j].locked_shift == s and limits.start_missed[j]:
        return ready, 0, 0
    free = limits.free_jobs[j]
    last = limits.free_windows[free.after_windows - 1].closes
    locked = max(ready, limits.lock_opens[j])
    if last < locked <= limits.lock_closes[j] and (patient or locked == ready):
        return locked, locked - last, 0
    begin = next_start(limits.free_windows, free, ready)
    if begin >= 0:
        return begin, 0, 1
    return ready, ready - last, 1


@compiled
def soft_clock(
    a: Arrays, limits: Limits, s: int, order: Integers, length: int, departure: int, patient: bool, most: int,
    out: Misses,
) -> int:  # fmt: skip
    """Play a route with its breaks in `out.slots` forward, as soon as possible; fills `out`.

    Returns
    -------
    int
        The effort; when it is above `most`, `out` may be incomplete.
    """
    jobs, breaks, seconds, site = a.jobs, a.breaks, a.seconds, a.site
    shift = a.shifts[s]
    count = shift.after_breaks - shift.first_break
    out.pause[:count] = 0
    effort, left, here = 0, departure, shift.start_place
    for i in range(length + 1):
        there = shift.end_place if i == length else jobs[order[i]].place
        ready = left + seconds[here, there]
        if i < length and (i == 0 or site[here] != site[there]):
            ready += jobs[order[i]].setup
        busy = left
        for k in range(count):
            if out.slots[k] == i:
                pause = breaks[shift.first_break + k]
                begin = max(pause.earliest, busy)
                out.pause[k] = max(0, begin - pause.latest)
                effort += minutes(out.pause[k])
                busy = begin + pause.duration
                ready = max(ready, pause.earliest) + pause.duration
        here = there
        out.ready[i] = ready
        if i == length:
            break
        j = order[i]
        out.ready[i], out.start[i], out.lock[i] = soft_start(a, limits, s, j, ready, patient)
        left = out.ready[i] + a.service[shift.pace, j]
        forgiven = jobs[j].locked_shift == s and limits.finish_missed[j]
        out.finish[i] = 0 if forgiven else max(0, left - jobs[j].latest_finish)
        effort += minutes(out.start[i]) + TIME_LOCK * out.lock[i] + minutes(out.finish[i])
        if effort > most:
            return int(effort)
    home = out.ready[length]
    out.home[0] = max(0, home - shift.latest_home)
    for k in range(count):
        if out.slots[k] == length + 1:
            out.pause[k] = max(0, home - breaks[shift.first_break + k].latest)
            effort += minutes(out.pause[k])
    return int(effort + minutes(out.home[0]))


@compiled
def copy_misses(source: Misses, target: Misses, length: int, breaks: int) -> None:
    """Copy what `soft_clock` filled."""
    target.ready[: length + 1] = source.ready[: length + 1]
    target.start[:length] = source.start[:length]
    target.lock[:length] = source.lock[:length]
    target.finish[:length] = source.finish[:length]
    target.pause[:breaks] = source.pause[:breaks]
    target.slots[:breaks] = source.slots[:breaks]
    target.home[0] = source.home[0]


@compiled
def relax_route(
    a: Arrays, limits: Limits, s: int, order: Integers, length: int, most: int, room: Room
) -> tuple[int, int]:
    """The placing of the breaks that needs the least effort, of those the cheapest; fills `room.best`.

    Returns
    -------
    tuple of int
        (effort, cost); UNTRIED when every placing needs more than `most`. Where limits are missed the cost is that of
        leaving as early as possible, or nearly.
    """
    shift = a.shifts[s]
    breaks = shift.after_breaks - shift.first_break
    slots = room.now.slots
    best, best_cost = UNTRIED, IMPOSSIBLE
    for patient in range(1 + limits.time_locked):
        slots[:breaks] = IGNORED
        more = soft_clock(a, limits, s, order, length, shift.first, patient == 1, min(most, best), room.now) <= most
        slots[:breaks] = BEFORE
        while more:
            departure = shift.first
            for k in range(breaks):
                if slots[k] == BEFORE:
                    pause = a.breaks[shift.first_break + k]
                    departure = max(departure, pause.earliest + pause.duration)
            effort = soft_clock(a, limits, s, order, length, departure, patient == 1, min(most, best), room.now)
            if effort <= min(most, best):
                leaving = max(departure, latest_departure(a, s, order, length, slots, room.now.ready))
                cost = price_route(a, s, order, length, leaving, room.now.ready, room.table)
                if effort < best or cost < best_cost:
                    best, best_cost = effort, cost
                    copy_misses(room.now, room.best, length, breaks)
            more = advance(slots, breaks, length + 1)
    return best, best_cost


@compiled
def broken_pairs(pairs: Integers, order: Integers, length: int, job: int) -> int:
    """How many order locks of `job` with jobs of the same route the order breaks."""
    broken = 0
    for pair in range(len(pairs)):
        if pairs[pair, 0] == job or pairs[pair, 1] == job:
            seen_then = False
            for i in range(length):
                broken += seen_then and order[i] == pairs[pair, 0]
                seen_then = seen_then or order[i] == pairs[pair, 1]
    return broken


@compiled
def gentlest_place(
    a: Arrays, limits: Limits, s: int, order: Integers, length: int, job: int, taken: int, supply: Integers, most: int,
    room: Room,
) -> tuple[int, int, int]:  # fmt: skip
    """The place for one more job on a route that needs the least effort, of those the cheapest.

    Parameters
    ----------
    taken
        A place that does not count; -1 = none.
    supply
        (length + 1,) minutes that tools and parts need at each place.

    Returns
    -------
    tuple of int
        (effort, cost of the route, place); UNTRIED when every place needs more than `most`.
    """
    best, best_cost, best_place = UNTRIED, IMPOSSIBLE, -1
    trial = room.trial
    for place in range(length + 1):
        if place == taken:
            continue
        trial[:place] = order[:place]
        trial[place] = job
        trial[place + 1 : length + 1] = order[place:length]
        other = ORDER_LOCK * broken_pairs(limits.order, trial, length + 1, job) + supply[place]
        effort, cost = relax_route(a, limits, s, trial, length + 1, min(most, best) - other, room)
        if effort < UNTRIED and (effort + other < best or cost < best_cost):
            best, best_cost, best_place = effort + other, cost, place
    return best, best_cost, best_place


@compiled
def survey(
    a: Arrays, limits: Limits, orders: Integers, lengths: Integers, costs: Integers, job: int, taken: Integers,
    pairing: Integers, supply: Integers, owner: Integers, sequence: Integers, most: int, room: Room, found: Integers,
) -> None:  # fmt: skip
    """What one more job would need on each shift; fills `found`.

    Parameters
    ----------
    orders, lengths, costs
        (s, r), (s,), (s,) the stops of each route, how many they are, and what the route costs in the plan.
    taken
        (s,) a place on each shift that does not count; -1 = none.
    pairing
        (s,) effort of the rules about the pairing alone, at the place where they need the least.
    supply
        (s, r) how much more they need at each place.
    owner
        (s,) position of each shift's technician.
    sequence
        (s,) shifts by ascending `pairing`.
    most
        How many technicians are wanted: shifts that need more than the best of so many may stay UNTRIED.
    found
        (s, 3) effort, what the route costs more, place.
    """
    found[:, 0] = UNTRIED
    of_technician = np.full(owner.max() + 1, UNTRIED)
    limit = UNTRIED - 1
    for k in range(len(sequence)):
        s = sequence[k]
        if pairing[s] > limit:
            return
        allowed = min(limit, of_technician[owner[s]]) - pairing[s]
        effort, cost, place = gentlest_place(
            a, limits, s, orders[s], lengths[s], job, taken[s], supply[s], allowed, room
        )
        if place < 0:
            continue
        found[s, 0], found[s, 1], found[s, 2] = pairing[s] + effort, cost - costs[s], place
        if found[s, 0] < of_technician[owner[s]]:
            of_technician[owner[s]] = found[s, 0]
            if most < len(of_technician):
                limit = min(limit, np.sort(of_technician)[most - 1])


@compiled
def able_alone(a: Arrays, job: int, shifts: Integers, room: Room) -> int:
    """How many of these shifts could do the job if they had no other."""
    able = 0
    alone = np.full(1, job, dtype=np.int64)
    for k in range(len(shifts)):
        able += time_route(a, shifts[k], alone, ONE, room.timing, room.table)[0] < IMPOSSIBLE
    return able
