"""Ruin: which jobs to take off their routes, close to each other in one sense or another."""

from __future__ import annotations

from typing import Any

from dispatcher.compiled import NO, NONE, ONE, YES, compiled
from dispatcher.solver.kernel.chain import absent_of, routes_of, seats_of, stops_of, touched_of
from dispatcher.solver.kernel.chance import below, uniform
from dispatcher.solver.kernel.ground import fit_of, jobs_of, legs_of, neighbours_of, shifts_of
from dispatcher.solver.kernel.moves import close_up, take_off

LONGEST_STRING = 10
"""From SISR (Christiaens & Vanden Berghe 2020)."""

SAME_TIME = 5400
"""Seconds between jobs that are done at about the same time."""

DRAWN = 4
"""Jobs of which the worst or the scarcest is taken."""

STRINGS, SCATTERED, ROUTES, BAND, FOR_ABSENT, FAR_OUT, FOR_SCARCE = range(7)
"""Kinds of ruin."""


@compiled
def remove_string(g: Any, c: Any, s: int, middle: int, count: int) -> None:
    """Take off `count` jobs in a row, among them the one at `middle`; half of the time some within the row stay."""
    length, stops = routes_of(c)[s].length, stops_of(c)[s]
    spared = 0
    if uniform(c) < 0.5:
        while count + spared < length and uniform(c) > 0.5:
            spared += 1
    row = count + spared
    lowest, highest = max(0, middle - row + 1), min(middle, length - row)
    first = lowest + below(c, highest - lowest + 1)
    gap = first + below(c, count + 1)
    for i in range(first, first + row):
        if not gap <= i < gap + spared and stops[i].job < c.count:
            take_off(g, c, stops[i].job)


@compiled
def strings(g: Any, c: Any, seed: int, mean: int, only_able: bool) -> None:
    """Strings of routes around a job (SISR); with `only_able` of those shifts only that can do it."""
    routes, seats, neighbours, fit = routes_of(c), seats_of(c), neighbours_of(g)[seed], fit_of(g)[seed]
    used = 0
    for s in range(c.shift_count):
        used += routes[s].length > 0
    longest = min(float(LONGEST_STRING), (c.count - c.absent_count) / max(1, used))
    wanted = int(1.0 + uniform(c) * (4.0 * mean / (1.0 + longest) - 1.0))
    for k in range(-1, g.neighbour_count):
        j = seed if k < 0 else neighbours[k]
        if j < 0 or wanted <= 0:
            break
        seat = seats[j]
        s = seat.shift
        if s < 0 or routes[s].saved_as >= 0 or (only_able and fit[s] < 0):
            continue
        length = routes[s].length
        count = 1 + int(uniform(c) * min(float(length), longest))
        remove_string(g, c, s, seat.at, min(count, length))
        wanted -= 1


@compiled
def scattered(g: Any, c: Any, mean: int) -> None:
    """Jobs from anywhere."""
    seats = seats_of(c)
    for _ in range(1 + below(c, mean)):
        j = below(c, c.count)
        if seats[j].shift >= 0:
            take_off(g, c, j)


@compiled
def whole_routes(g: Any, c: Any, seed: int) -> None:
    """One or two whole routes near a job."""
    routes, seats, stops, neighbours = routes_of(c), seats_of(c), stops_of(c), neighbours_of(g)[seed]
    wanted = 1 + below(c, 2 * ONE)
    for k in range(-1, g.neighbour_count):
        j = seed if k < 0 else neighbours[k]
        if j < 0 or wanted == 0:
            break
        s = seats[j].shift
        if s >= 0 and routes[s].saved_as < 0:
            for i in range(routes[s].length):
                if stops[s, i].job < c.count:
                    take_off(g, c, stops[s, i].job)
            wanted -= 1


@compiled
def band(g: Any, c: Any, seed: int, mean: int) -> None:
    """Near jobs that are done at about the same time."""
    seats, stops, neighbours = seats_of(c), stops_of(c), neighbours_of(g)[seed]
    if seats[seed].shift < 0:
        return
    when = stops[seats[seed].shift, seats[seed].at + 1].leave
    wanted = 1 + below(c, 2 * mean)
    for k in range(-1, g.neighbour_count):
        j = seed if k < 0 else neighbours[k]
        if j < 0 or wanted == 0:
            break
        seat = seats[j]
        if seat.shift >= 0 and abs(stops[seat.shift, seat.at + 1].leave - when) <= SAME_TIME:
            take_off(g, c, j)
            wanted -= 1


@compiled
def detour(g: Any, c: Any, j: int) -> int:
    """Units of travel that a planned job's route would be spared without it."""
    jobs, legs, seat = jobs_of(g), legs_of(g), seats_of(c)[j]
    shift, stops, length = shifts_of(g)[seat.shift], stops_of(c)[seat.shift], routes_of(c)[seat.shift].length
    here = shift.start_place if seat.at == 0 else jobs[stops[seat.at - 1].job].place
    there = shift.end_place if seat.at == length - 1 else jobs[stops[seat.at + 1].job].place
    via = jobs[j].place
    seconds = legs[here, via, 0] + legs[via, there, 0] - legs[here, there, 0]
    metres = legs[here, via, 1] + legs[via, there, 1] - legs[here, there, 1]
    return int(seconds * shift.travel_rate + metres * shift.metre_rate)


@compiled
def far_out(g: Any, c: Any, mean: int) -> None:
    """Jobs out of the way: each the longest detour of a few drawn by chance."""
    seats = seats_of(c)
    for _ in range(1 + below(c, 2 * mean)):
        worst, longest = NONE, NONE
        for _ in range(DRAWN):
            j = below(c, c.count)
            if seats[j].shift >= 0:
                saved = detour(g, c, j)
                if saved > longest:
                    worst, longest = j, saved
        if worst >= 0:
            take_off(g, c, worst)


@compiled
def scarce(g: Any, c: Any) -> int:
    """Of a few jobs drawn by chance the one that the fewest shifts can do."""
    jobs, best = jobs_of(g), below(c, c.count)
    for _ in range(DRAWN):
        j = below(c, c.count)
        if jobs[j].able < jobs[best].able:
            best = j
    return int(best)


@compiled
def ruin(g: Any, c: Any, kind: int, mean: int) -> None:
    """Take jobs off their routes."""
    seed = below(c, c.count)
    if kind == FOR_ABSENT and c.absent_count:
        strings(g, c, absent_of(c)[below(c, c.absent_count)], mean, YES)
    elif kind == SCATTERED:
        scattered(g, c, mean)
    elif kind == ROUTES:
        whole_routes(g, c, seed)
    elif kind == BAND:
        band(g, c, seed, mean)
    elif kind == FAR_OUT:
        far_out(g, c, mean)
    elif kind == FOR_SCARCE:
        strings(g, c, scarce(g, c), mean, YES)
    else:
        strings(g, c, seed, mean, NO)
    touched = touched_of(c)
    for row in range(c.touched_count):
        close_up(g, c, touched[row])
