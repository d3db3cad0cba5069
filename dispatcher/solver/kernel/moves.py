"""Putting jobs on routes and taking them off again, so that a turn of the search can be undone."""

from __future__ import annotations

from typing import Any

from dispatcher.compiled import NONE, START, YES, compiled
from dispatcher.schedule import IMPOSSIBLE
from dispatcher.solver.kernel.chain import (
    absent_of,
    best_lengths_of,
    best_orders_of,
    routes_of,
    saved_absent_of,
    saved_routes_of,
    saved_stops_of,
    saved_used_of,
    seats_of,
    stops_of,
    touched_of,
    trial_of,
    used_of,
)
from dispatcher.solver.kernel.clock import UNLIMITED, travel_price, walk
from dispatcher.solver.kernel.ground import has_depots, jobs_of, parts_of
from dispatcher.solver.kernel.rules import ruled
from dispatcher.solver.kernel.supply import supplied


@compiled
def copy_route(source: Any, from_row: int, target: Any, to_row: int, length: int) -> None:
    """Copy the stops and the way home."""
    for i in range(length + 1):
        source_stop, stop = source[from_row, i], target[to_row, i]
        stop.job, stop.leave = source_stop.job, source_stop.leave
        stop.settled, stop.price = source_stop.settled, source_stop.price


@compiled
def touch(c: Any, s: int) -> None:
    """Save a route before its first change in this turn."""
    route = routes_of(c)[s]
    if route.saved_as >= 0:
        return
    row = c.touched_count
    c.touched_count = row + 1
    touched_of(c)[row] = s
    route.saved_as = row
    saved = saved_routes_of(c)[row]
    saved.length, saved.cost, saved.travel = route.length, route.cost, route.travel
    saved.home, saved.departure = route.home, route.departure
    copy_route(stops_of(c), s, saved_stops_of(c), row, route.length)
    used, saved_used = used_of(c), saved_used_of(c)
    for part in range(ruled(c.part_count)):
        saved_used[row, part] = used[s, part]


@compiled
def retime(g: Any, c: Any, s: int, at: int) -> bool:
    """Set the route's clock and cost anew from its `at`-th stop on; False when it breaks a rule."""
    route, stops, trial = routes_of(c)[s], stops_of(c)[s], trial_of(c)
    c.now -= route.cost
    if route.length == 0:
        route.cost, route.travel = 0, 0
        return True
    for i in range(route.length):
        trial[i] = stops[i].job
    route.travel = travel_price(g, c, s, route.length)
    cost = walk(g, c, s, route.length, at, NONE, YES, UNLIMITED)
    route.cost = cost + route.travel if cost < IMPOSSIBLE else 0
    c.now += route.cost
    return bool(cost < IMPOSSIBLE)


@compiled
def put(g: Any, c: Any, s: int, j: int, place: int) -> bool:
    """Put an absent job on a route; the caller strikes it off the absent ones."""
    touch(c, s)
    route, stops, seats, used, parts = routes_of(c)[s], stops_of(c)[s], seats_of(c), used_of(c), parts_of(g)
    for i in range(route.length, place, -1):
        stops[i].job = stops[i - 1].job
        seats[stops[i].job].at = i
    stops[place].job = j
    seats[j].at, seats[j].shift = place, s
    route.length += 1
    for part in range(ruled(c.part_count)):
        used[s, part] += parts[j, part]
    c.now -= jobs_of(g)[j].absent
    if route.length + 3 > c.columns:
        c.crowded = 1
    # Where there are depots the price of the place took breaks before it to be movable too.
    return bool(retime(g, c, s, START if has_depots(g) else place))


@compiled
def jobs_on(g: Any, c: Any, s: int) -> int:
    """How many of a route's stops are jobs."""
    stops, count = stops_of(c)[s], 0
    for i in range(routes_of(c)[s].length):
        count += stops[i].job < g.count
    return count


@compiled
def drop_depots(g: Any, c: Any, s: int, place: int) -> int:
    """Take all depot stops off a route; what becomes of a place among its stops."""
    route, stops, seats = routes_of(c)[s], stops_of(c)[s], seats_of(c)
    kept, moved = 0, place
    for i in range(route.length):
        if stops[i].job < g.count:
            stops[kept].job = stops[i].job
            seats[stops[i].job].at = kept
            kept += 1
        elif i < place:
            moved -= 1
    route.length = kept
    return moved


@compiled
def put_with_depot(g: Any, c: Any, s: int, j: int, place: int, depot: int, depot_at: int) -> bool:
    """Put an absent job on a route, and a depot stop before it in place of any other."""
    touch(c, s)
    place = drop_depots(g, c, s, place)
    put(g, c, s, j, place)
    route, stops, seats = routes_of(c)[s], stops_of(c)[s], seats_of(c)
    for i in range(route.length, depot_at, -1):
        stops[i].job = stops[i - 1].job
        seats[stops[i].job].at = i
    stops[depot_at].job = depot
    route.length += 1
    return bool(retime(g, c, s, START))


@compiled
def take_off(g: Any, c: Any, j: int) -> None:
    """Make a job absent; its route closes up with `close_up`."""
    seat, used, parts = seats_of(c)[j], used_of(c), parts_of(g)
    s = seat.shift
    touch(c, s)
    seat.shift = -1
    absent_of(c)[c.absent_count] = j
    c.absent_count += 1
    c.now += jobs_of(g)[j].absent
    for part in range(ruled(c.part_count)):
        used[s, part] -= parts[j, part]


@compiled
def needs_depot(g: Any, c: Any, s: int) -> bool:
    """Whether the jobs of a route could not be done without its depot stops."""
    stops, trial, length = stops_of(c)[s], trial_of(c), START
    for i in range(routes_of(c)[s].length):
        if stops[i].job < g.count:
            trial[length] = stops[i].job
            length += 1
    return not supplied(g, c, s, length)


@compiled
def close_up(g: Any, c: Any, s: int) -> None:
    """Let the jobs that are left on a route follow each other; when even they cannot, none is left."""
    route, stops, seats = routes_of(c)[s], stops_of(c)[s], seats_of(c)
    kept, first = 0, route.length
    for i in range(route.length):
        j = stops[i].job
        if j >= g.count or seats[j].shift == s:
            stops[kept].job = j
            seats[j].at = kept
            kept += 1
        elif first == route.length:
            first = i
    if kept == route.length:
        return
    route.length = kept
    if has_depots(g) and not needs_depot(g, c, s):
        drop_depots(g, c, s, START)
        first = START
    if not retime(g, c, s, first):
        for i in range(route.length):
            if stops[i].job < g.count:
                take_off(g, c, stops[i].job)
        route.length = 0


@compiled
def begin_turn(c: Any) -> None:
    """Remember what a turn may have to undo."""
    c.touched_count = 0
    absent, saved = absent_of(c), saved_absent_of(c)
    for k in range(c.absent_count):
        saved[k] = absent[k]


@compiled
def keep_turn(c: Any) -> None:
    """Let the changes of this turn stand; write the plan down when it is the best."""
    touched, routes = touched_of(c), routes_of(c)
    for row in range(c.touched_count):
        routes[touched[row]].saved_as = -1
        routes[touched[row]].stale = 1
    if c.now < c.best:
        c.best = c.now
        write_down(c)


@compiled
def write_down(c: Any) -> None:
    """Make the plan as it is the best plan."""
    routes, stops, lengths, orders = routes_of(c), stops_of(c), best_lengths_of(c), best_orders_of(c)
    for s in range(c.shift_count):
        if routes[s].stale:
            routes[s].stale = 0
            lengths[s] = routes[s].length
            for i in range(lengths[s]):
                orders[s, i] = stops[s, i].job


@compiled
def undo_turn(c: Any, absent_count: int, now: int) -> None:
    """Bring back the plan as it was at the begin of the turn."""
    touched, routes, saved_routes, seats = touched_of(c), routes_of(c), saved_routes_of(c), seats_of(c)
    stops, saved_stops, used, saved_used = stops_of(c), saved_stops_of(c), used_of(c), saved_used_of(c)
    for row in range(c.touched_count):
        s = touched[row]
        for i in range(routes[s].length):
            seats[stops[s, i].job].shift = -1  # depots have seats too, which nobody looks at
    for row in range(c.touched_count):
        s = touched[row]
        route, saved = routes[s], saved_routes[row]
        route.saved_as, route.length, route.cost, route.travel = -1, saved.length, saved.cost, saved.travel
        route.home, route.departure = saved.home, saved.departure
        copy_route(saved_stops, row, stops, s, route.length)
        for part in range(ruled(c.part_count)):
            used[s, part] = saved_used[row, part]
        for i in range(route.length):
            seat = seats[stops[s, i].job]
            seat.shift, seat.at = s, i
    absent, saved_absent = absent_of(c), saved_absent_of(c)
    for k in range(absent_count):
        absent[k] = saved_absent[k]
    c.absent_count, c.now = absent_count, now
