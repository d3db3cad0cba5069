"""Recreate: each absent job at its cheapest place, in an order drawn by chance, now and then overlooking a place."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatcher.compiled import NO, NONE, ONE, START, YES, compiled
from dispatcher.solver.kernel.chain import absent_of, routes_of, seatings_of, seats_of, stops_of, trial_of, used_of
from dispatcher.solver.kernel.chance import uniform
from dispatcher.solver.kernel.clock import walk
from dispatcher.solver.kernel.ground import (
    FEW,
    fit_of,
    has_depots,
    jobs_of,
    legs_of,
    near_of,
    neighbours_of,
    order_of,
    parts_of,
    service_of,
    shifts_of,
    stock_of,
)
from dispatcher.solver.kernel.moves import jobs_on, put, put_with_depot
from dispatcher.solver.kernel.rules import ALL_RULES, ruled
from dispatcher.solver.kernel.supply import price_with_depot, supplied, trial_price

BLINK = 0.01
"""Chance that a place is overlooked; from SISR (Christiaens & Vanden Berghe 2020)."""

BY_CHANCE, BY_PRICE, BY_FAR, BY_NEAR, BY_SCARCE, BY_WORTH, BY_ABSENCE, BY_REGRET = range(8)
"""Orders in which absent jobs are inserted."""


@compiled
def insertion_price(g: Any, c: Any, s: int, j: int, place: int, limit: int) -> int:
    """What the route costs more with the job at this place; at least `limit` when that is not worth knowing."""
    jobs, legs, stops, route, shift = jobs_of(g), legs_of(g), stops_of(c)[s], routes_of(c)[s], shifts_of(g)[s]
    length = route.length
    here = shift.start_place if place == 0 else jobs[stops[place - 1].job].place
    there = shift.end_place if place == length else jobs[stops[place].job].place
    via = jobs[j].place
    seconds = legs[here, via, 0] + legs[via, there, 0]
    metres = legs[here, via, 1] + legs[via, there, 1]
    if length > 0:
        seconds -= legs[here, there, 0]
        metres -= legs[here, there, 1]
    detour = seconds * shift.travel_rate + ruled(metres) * shift.metre_rate
    if detour + ruled(fit_of(g)[j, s]) >= limit:
        return limit
    if has_depots(g):
        return int(supplied_price(g, c, s, j, place, limit))
    trial = trial_of(c)
    if place > 0:
        trial[place - 1] = stops[place - 1].job
    trial[place] = j
    for i in range(place, length):
        trial[i + 1] = stops[i].job
    rest = route.cost - route.travel - detour
    return int(walk(g, c, s, length + 1, place, ONE, NO, limit + rest) - rest)


@compiled
def supplied_price(g: Any, c: Any, s: int, j: int, place: int, limit: int) -> int:
    """As `insertion_price` where there are depots: adds a depot stop when the job needs one."""
    stops, route, trial = stops_of(c)[s], routes_of(c)[s], trial_of(c)
    length = route.length
    for i in range(place):
        trial[i] = stops[i].job
    trial[place] = j
    for i in range(place, length):
        trial[i + 1] = stops[i].job
    c.depot = -1
    if supplied(g, c, s, length + 1):
        return int(trial_price(g, c, s, length + 1, limit + route.cost) - route.cost)
    return int(price_with_depot(g, c, s, j, place, limit))


@compiled
def may_take(g: Any, c: Any, s: int, j: int) -> bool:
    """Whether the shift may take one more job, and this one."""
    length = routes_of(c)[s].length
    if fit_of(g)[j, s] < 0 or length + 3 > c.columns:
        return False
    if has_depots(g):
        return bool(jobs_on(g, c, s) < shifts_of(g)[s].max_jobs)
    if ALL_RULES and length >= shifts_of(g)[s].max_jobs:
        return False
    if ruled(c.part_count):
        parts, used, stock = parts_of(g), used_of(c), stock_of(g)
        for part in range(c.part_count):
            if parts[j, part] and used[s, part] + parts[j, part] > stock[s, part]:
                return False
    return True


@compiled
def order_allows(g: Any, c: Any, s: int, j: int, place: int) -> bool:
    """Whether every order lock on the job can be kept at this place."""
    pairs, seats = order_of(g), seats_of(c)
    for pair in range(g.pair_count):
        first, then = pairs[pair, 0], pairs[pair, 1]
        if first == j and seats[then].shift >= 0 and (seats[then].shift != s or seats[then].at < place):
            return False
        if then == j and seats[first].shift >= 0 and (seats[first].shift != s or seats[first].at >= place):
            return False
    return True


@compiled
def try_place(g: Any, c: Any, s: int, j: int, place: int, blink: float, best: int) -> int:
    """As `insertion_price`, but each place once a job, and some overlooked."""
    stop = stops_of(c)[s, place]
    if stop.mark == c.stamp:
        return best
    stop.mark = c.stamp
    if uniform(c) < blink or (ruled(jobs_of(g)[j].ordered) and not order_allows(g, c, s, j, place)):
        return best
    return int(insertion_price(g, c, s, j, place, best))


@compiled
def look(g: Any, c: Any, j: int, fresh: bool, blink: float, rival: bool) -> None:
    """Find the cheapest place for a job among its neighbours and near shifts, if there is one that pays.

    Parameters
    ----------
    fresh
        It was on a route when the turn began; the others had no place then, so only changed routes are tried.
    blink
        Chance that a place is overlooked.
    rival
        Look for the price on the second best shift too; otherwise that is not to be relied on.
    """
    seats, routes, neighbours, near = seats_of(c), routes_of(c), neighbours_of(g)[j], near_of(g)[j]
    job = jobs_of(g)[j]
    c.stamp += 1
    best, second, best_shift, best_place, depot, depot_at = job.absent, job.absent, NONE, NONE, NONE, START
    for k in range(g.neighbour_count + g.near_count):
        if k < g.neighbour_count:
            if neighbours[k] < 0:
                continue
            seat = seats[neighbours[k]]
            s, first, last, step = seat.shift, seat.at, seat.at + 1, ONE
        else:
            s = near[k - g.neighbour_count]
            if s < 0:
                break
            first, last = START, routes[s].length
            step = ONE if job.able <= FEW else max(ONE, last)
        if s < 0 or not (fresh or routes[s].saved_as >= 0) or not may_take(g, c, s, j):
            continue
        for place in range(first, last + 1, step):
            price = try_place(g, c, s, j, place, blink, second if rival else best)
            if price < best:
                if s != best_shift:
                    second = best
                best, best_shift, best_place, depot, depot_at = price, s, place, c.depot, c.depot_at
            elif price < second and s != best_shift:
                second = price
    note(c, j, best, second, best_shift, best_place, depot, depot_at)


@compiled
def note(c: Any, j: int, price: int, rival: int, s: int, place: int, depot: int, depot_at: int) -> None:
    """Write down the cheapest place for a job."""
    found = seatings_of(c)[j]
    found.price, found.rival, found.shift, found.place = price, rival, s, place
    found.depot, found.depot_at = depot, depot_at


@compiled
def put_as_found(g: Any, c: Any, j: int) -> bool:
    """Put a job where it was found to be cheapest; False when no place was found."""
    found = seatings_of(c)[j]
    if found.shift >= 0 and found.depot >= 0:
        return bool(put_with_depot(g, c, found.shift, j, found.place, found.depot, found.depot_at))
    return bool(found.shift >= 0 and put(g, c, found.shift, j, found.place))


@compiled
def insert_anywhere(g: Any, c: Any, j: int) -> bool:
    """Put a job at its cheapest place of all, when that pays."""
    c.stamp += 1
    routes = routes_of(c)
    best, best_shift, best_place, depot, depot_at = jobs_of(g)[j].absent, NONE, NONE, NONE, START
    for s in range(c.shift_count):
        if may_take(g, c, s, j):
            for place in range(routes[s].length + 1):
                price = try_place(g, c, s, j, place, 0.0, best)
                if price < best:
                    best, best_shift, best_place, depot, depot_at = price, s, place, c.depot, c.depot_at
    note(c, j, best, best, best_shift, best_place, depot, depot_at)
    return bool(put_as_found(g, c, j))


@compiled
def sort_key(g: Any, c: Any, j: int, kind: int) -> float:
    """Jobs with smaller keys come first."""
    job = jobs_of(g)[j]
    if kind == BY_PRICE:
        return -float(job.absent)
    if kind in (BY_FAR, BY_NEAR):
        s = int(near_of(g)[j, 0])
        away = float(legs_of(g)[shifts_of(g)[s].start_place, job.place, 0]) if s >= 0 else 0.0
        return -away if kind == BY_FAR else away
    if kind == BY_SCARCE:
        return float(job.able)
    if kind == BY_WORTH:
        return -float(job.absent) / float(service_of(g)[0, j] + 600)
    if kind == BY_ABSENCE:
        return -float(seats_of(c)[j].absences)
    return 0.0


@compiled
def regret(c: Any, j: int) -> int:
    """Units that a job would lose if its best shift were taken from it."""
    found = seatings_of(c)[j]
    return int(found.rival - found.price)


@compiled
def recreate_by_regret(g: Any, c: Any, old: int, blink: float) -> None:
    """As `recreate`, always next the job that would lose most if its best shift were taken from it.

    Places are looked for again only for the jobs whose best shift has taken another job, and for those with an order
    lock, whose places depend on where the other job is.
    """
    absent, seats, found, jobs = absent_of(c), seats_of(c), seatings_of(c), jobs_of(g)
    count = c.absent_count
    waiting = absent[:count].copy()
    for k in range(count):
        look(g, c, waiting[k], k >= old, blink, YES)
    while True:
        top = NONE
        for k in range(count):
            j = waiting[k]
            if seats[j].shift < 0 and found[j].shift >= 0 and (top < 0 or regret(c, j) > regret(c, waiting[top])):
                top = k
        if top < 0:
            break
        put_as_found(g, c, waiting[top])
        taken = seats[waiting[top]].shift
        for k in range(count):
            j = waiting[k]
            if seats[j].shift < 0 and (found[j].shift == taken or jobs[j].ordered):
                look(g, c, j, k >= old, blink, YES)
    left = 0
    for k in range(count):
        j = waiting[k]
        if seats[j].shift < 0:
            absent[left] = j
            left += 1
            seats[j].absences += 1
    c.absent_count = left


@compiled
def recreate(g: Any, c: Any, old: int, kind: int, blink: float) -> None:
    """Insert absent jobs.

    Parameters
    ----------
    old
        How many of them were absent before the turn.
    """
    if kind == BY_REGRET:
        recreate_by_regret(g, c, old, blink)
        return
    absent, seats = absent_of(c), seats_of(c)
    count = c.absent_count
    waiting = absent[:count].copy()
    keys = np.empty(count, dtype=np.float64)
    for k in range(count):
        keys[k] = sort_key(g, c, waiting[k], kind) * (0.8 + 0.4 * uniform(c)) + 1e-9 * uniform(c)
    left = 0
    for k in np.argsort(keys):
        j = waiting[k]
        look(g, c, j, k >= old, blink, NO)
        if not put_as_found(g, c, j):
            absent[left] = j
            left += 1
            seats[j].absences += 1
    c.absent_count = left
