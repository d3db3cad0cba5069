"""The clock of `dispatcher.schedule` from any stop of a route on, with breaks placed on the way.

It says the same as `time_route`, which tries every placing of breaks, for routes without breaks. With breaks it leaves
out placings that seldom pay, so that a route may cost less than it says, never more, or be possible where it says that
it is not: breaks are settled in their given order, and nobody leaves late on purpose to waive one that could be taken.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from dispatcher.arrays import FOREVER, NEVER
from dispatcher.charges import late_price
from dispatcher.compiled import compiled
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, last_start
from dispatcher.solver.kernel.chain import branches_of, routes_of, run_of, stops_of, trial_of
from dispatcher.solver.kernel.ground import breaks_of, fit_of, jobs_of, legs_of, service_of, shifts_of, windows_of
from dispatcher.solver.kernel.rules import ALL_RULES, ruled, start_within

UNLIMITED = cast("int", np.int64(IMPOSSIBLE))
"""Units."""

NOT_YET = -(2**50)
"""Departure of a route whose first stop is still to come."""


@compiled
def stop_price(g: Any, j: int, start: int, finish: int) -> int:
    """The stop's own terms that depend on time; as `dispatcher.charges.price_stop` in one sum."""
    job = jobs_of(g)[j]
    price = late_price(start - job.promise_until, job.promise_step, job.promise_rate)
    price += late_price(start - job.respond_by, job.respond_step, job.respond_rate)
    price += late_price(finish - job.resolve_by, job.resolve_step, job.resolve_rate)
    price += job.wait_rate * max(0, start - job.wait_from)
    if job.told_kept and start > job.promise_until:
        price += g.broken_price
    if job.told_start != NEVER and abs(start - job.told_start) > g.moved_tolerance:
        price += g.moved_price
    return int(price)


@compiled
def travel_price(g: Any, c: Any, s: int, length: int) -> int:
    """Units for all legs of a route in the order of `trial_of`."""
    jobs, legs, shift, order = jobs_of(g), legs_of(g), shifts_of(g)[s], trial_of(c)
    here = shift.start_place
    seconds, metres = 0, 0
    for i in range(length + 1):
        there = shift.end_place if i == length else jobs[order[i]].place
        seconds += legs[here, there, 0]
        metres += legs[here, there, 1]
        here = there
    return int(seconds * shift.travel_rate + ruled(metres) * shift.metre_rate)


@compiled
def latest_departure(g: Any, c: Any, s: int, length: int, at: int, home: int) -> int:
    """As `dispatcher.schedule.latest_departure` on a route without breaks, for departures that follow "compact".

    A stop whose price depends on time is taken to stay where it is, which may cost more than it must.
    """
    jobs, windows, legs, service = jobs_of(g), windows_of(g), legs_of(g), service_of(g)
    shift, stops, run, order = shifts_of(g)[s], stops_of(c)[s], run_of(c), trial_of(c)
    there, limit, setup = shift.end_place, home, 0
    for k in range(length):
        i = length - 1 - k
        j = order[i] if i >= at else stops[i].job
        job, work = jobs[j], service[shift.pace, j]
        start = (run[i + 1].leave if i >= at else stops[i + 1].leave) - work
        latest = min(limit - legs[job.place, there, 0] - setup, job.latest_finish) - work
        limit = start
        if latest > start and not job.clocked:
            limit = max(start, last_start(windows, job, latest))
        before = (order[i - 1] if i > at else stops[i - 1].job) if i > 0 else -1
        setup = 0 if before >= 0 and jobs[before].site == job.site else job.setup
        there = job.place
    return int(limit - legs[shift.start_place, there, 0] - setup)


@compiled
def first_departure(g: Any, s: int, j: int, start: int, taken: int) -> tuple[int, int]:
    """The departure for a route whose first job starts then, and how many breaks are settled by it.

    Parameters
    ----------
    taken
        Breaks taken on the way to that job; the departure waives those that follow and are over by then.
    """
    shift, breaks, job = shifts_of(g)[s], breaks_of(g), jobs_of(g)[j]
    latest, paused = FOREVER, 0
    for k in range(shift.first_break, shift.first_break + taken):
        latest = min(latest, breaks[k].latest - paused)
        paused += breaks[k].duration
    departure = min(latest, start - legs_of(g)[shift.start_place, job.place, 0] - job.setup - paused)
    settled = taken
    while shift.first_break + settled < shift.after_breaks:
        pause = breaks[shift.first_break + settled]
        if departure < pause.earliest + pause.duration:
            break
        settled += 1
    return departure, settled


@compiled
def hours_price(g: Any, s: int, departure: int, home: int) -> int:
    """Units for the hours between: working time, overtime, imbalance."""
    if not ALL_RULES:
        return 0
    shift = shifts_of(g)[s]
    working = home - departure
    price = working * shift.working_rate + max(0, home - shift.end) * shift.overtime_rate
    return int(price + max(0, working - g.imbalance_target) * g.imbalance_rate)


@compiled
def walk(g: Any, c: Any, s: int, length: int, at: int, longer: int, record: bool, limit: int) -> int:
    """Play the `length` jobs of `trial_of` forward from the `at`-th on, trying the places of the breaks still due.

    Parameters
    ----------
    at
        The clock of the route is taken over before; the job before must stand in `trial_of` too.
    longer
        How many jobs more than the route stands in `c` this has; once the clock reads as it does there, the rest is
        known. -1 = play to the end.
    record
        Write the clock of the cheapest placing into `c`.
    limit
        Units; nothing dearer is of interest.

    Returns
    -------
    int
        Units of the whole route but for travel; at least `limit` when nothing cheaper was found.
    """
    jobs, windows, breaks, legs, service, fit = (
        jobs_of(g), windows_of(g), breaks_of(g), legs_of(g), service_of(g), fit_of(g)
    )  # fmt: skip
    shift = shifts_of(g)[s]
    first_break, count = shift.first_break, ruled(shift.after_breaks - shift.first_break)
    pace = ruled(shift.pace)
    stops, known = stops_of(c)[s], routes_of(c)[s]
    branches, run, order = branches_of(c), run_of(c), trial_of(c)
    compact = ruled(g.compact) and count == 0
    waiting = 0
    best = limit
    i = at
    fresh = True
    busy = stops[i].leave if i > 0 else shift.first
    pending = ruled(stops[i].settled) if i > 0 else 0
    price = stops[i].price if i > 0 else 0
    departure = known.departure if i > 0 else NOT_YET
    ready = busy
    while True:
        alive = True
        while True:
            if fresh:
                here = shift.start_place if i == 0 else jobs[order[i - 1]].place
                there = shift.end_place if i == length else jobs[order[i]].place
                ready = busy + legs[here, there, 0]
                if ALL_RULES and i < length and (i == 0 or jobs[order[i - 1]].site != jobs[order[i]].site):
                    ready += jobs[order[i]].setup
            fresh = True
            if pending < count:
                pause = breaks[first_break + pending]
                begin = max(pause.earliest, busy)
                if begin > pause.latest:
                    if i > 0:
                        alive = False
                        break
                else:
                    after = max(ready, pause.earliest) + pause.duration
                    if i == length:
                        if ready > pause.latest:
                            busy, ready, pending, fresh = begin + pause.duration, after, pending + 1, False
                            continue
                    else:
                        start = start_within(windows, jobs[order[i]], ready)
                        if start < 0 or start + service[pace, order[i]] > pause.earliest:
                            if i > 0 and start >= 0 and start_within(windows, jobs[order[i]], after) == start:
                                busy, ready, pending, fresh = begin + pause.duration, after, pending + 1, False
                                continue
                            branch = branches[waiting]
                            branch.at, branch.busy, branch.ready = i, begin + pause.duration, after
                            branch.pending, branch.price, branch.departure = pending + 1, price, departure
                            waiting += 1
            if i == length:
                break
            j = order[i]
            job = jobs[j]
            start = start_within(windows, job, ready)
            if start < 0:
                if job.locked_shift != s:
                    alive = False
                    break
                start = ready
                price += CONFLICT_PRICE
            finish = start + service[pace, j]
            if ALL_RULES and finish > job.latest_finish:
                if job.locked_shift != s:
                    alive = False
                    break
                price += CONFLICT_PRICE
            if ALL_RULES and i == 0:
                departure, pending = first_departure(g, s, j, start, pending)
            price += ruled(fit[j, s])
            if ruled(job.clocked):
                price += stop_price(g, j, start, finish)
            if price >= best or finish > shift.latest_home:
                alive = False
                break
            i += 1
            busy = finish
            run[i].leave, run[i].settled, run[i].price = finish, pending, price
            if (
                not record
                and not compact
                and longer >= 0
                and i - longer > at
                and finish == stops[i - longer].leave
                and pending == ruled(stops[i - longer].settled)
            ):
                price += stops[known.length].price - stops[i - longer].price
                ready = known.home
                break
        if alive and ready <= shift.latest_home:
            over = 0
            for k in range(pending, count):
                over += ready > breaks[first_break + k].latest
            if compact:
                departure = latest_departure(g, c, s, length, at, ready)
            price += hours_price(g, s, departure, ready)
            if i < length:
                over = 0
            if over == 0 and price < best:
                best = price
                if record:
                    for k in range(at + 1, length + 1):
                        stops[k].leave, stops[k].settled, stops[k].price = run[k].leave, run[k].settled, run[k].price
                    known.home, known.departure = ready, departure
        if waiting == 0:
            return best
        waiting -= 1
        branch = branches[waiting]
        i, busy, ready, pending = branch.at, branch.busy, branch.ready, branch.pending
        price, departure = branch.price, branch.departure
        fresh = False
