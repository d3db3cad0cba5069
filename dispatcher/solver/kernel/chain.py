"""The plan that one chain of the search changes again and again, with all that makes the next change cheap."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import Records
from dispatcher.compiled import carray, compiled, pointer
from dispatcher.solver.kernel.memory import Owner, whole_numbers

Integers = NDArray[np.int64]

STOP = whole_numbers(
    "job",
    "leave",  # when the technician is free to go on the way to this stop
    "settled",  # how many breaks are taken or waived by then
    "price",  # units of the stops before
    "mark",  # the stamp of the last job that tried this place
)
"""A stop of a route and what holds before the way to it; one more at the end stands for the way home."""

ROUTE = whole_numbers(
    "length",  # jobs
    "cost",  # units in all
    "travel",  # units for its legs
    "home",  # arrival
    "departure",
    "saved_as",  # row among the saved routes; -1 when unchanged in this turn
    "stale",  # 1 when changed since the best plan was written down
)
"""A route as a whole."""

SEAT = whole_numbers(
    "shift",  # -1 = absent
    "at",  # position on the route
    "absences",  # how often it stayed absent
)
"""Where a job is."""

SEATING = whole_numbers(
    "price",
    "rival",  # the price on the second best shift, where that was looked for
    "shift",  # -1 = there is no place that pays
    "place",
    "depot",  # row of the depot to stop at before; -1 = none
    "depot_at",
)
"""The cheapest place that was found for a job."""

BRANCH = whole_numbers("at", "busy", "ready", "pending", "price", "departure")
"""A place of a break still to be tried."""

CHAIN = whole_numbers(
    "shift_count", "count", "row_count", "columns", "part_count", "branch_count",
    "stops", "routes", "seats", "seatings", "used", "absent", "saved_stops", "saved_routes", "saved_used",
    "saved_absent", "touched", "best_orders", "best_lengths", "trial", "bare", "branches", "run",
    "pooled", "pooled_jobs", "slots", "pooled_count", "pooled_job_count",
    "now",  # units of the plan as it is
    "best",  # units of the best plan
    "absent_count",
    "touched_count",  # routes changed in this turn
    "stamp",  # the last one used
    "crowded",  # 1 when a route was full
    "turns",  # done so far
    "chance",  # state of the random numbers
    "depot", "depot_at",  # what `price_with_depot` found; depot -1 = the job needs none
)  # fmt: skip
"""A chain: sizes, addresses of tables, and how it stands."""


@compiled
def stops_of(c: Any) -> Records:
    """(s, r) of STOP."""
    return carray(pointer(c.stops), (c.shift_count, c.columns), STOP)


@compiled
def routes_of(c: Any) -> Records:
    """(s,) of ROUTE."""
    return carray(pointer(c.routes), (c.shift_count,), ROUTE)


@compiled
def seats_of(c: Any) -> Records:
    """(n + d,) of SEAT; those of depots mean nothing."""
    return carray(pointer(c.seats), (c.row_count,), SEAT)


@compiled
def seatings_of(c: Any) -> Records:
    """(n,) of SEATING."""
    return carray(pointer(c.seatings), (c.count,), SEATING)


@compiled
def used_of(c: Any) -> Integers:
    """(s, q) parts used up."""
    return carray(pointer(c.used), (c.shift_count, c.part_count), np.int64)


@compiled
def absent_of(c: Any) -> Integers:
    """(n,) the absent jobs, as many as there are."""
    return carray(pointer(c.absent), (c.count,), np.int64)


@compiled
def saved_stops_of(c: Any) -> Records:
    """(s, r) of STOP, a row for each route changed in this turn; so the next three."""
    return carray(pointer(c.saved_stops), (c.shift_count, c.columns), STOP)


@compiled
def saved_routes_of(c: Any) -> Records:
    """(s,) of ROUTE."""
    return carray(pointer(c.saved_routes), (c.shift_count,), ROUTE)


@compiled
def saved_used_of(c: Any) -> Integers:
    """(s, q) parts."""
    return carray(pointer(c.saved_used), (c.shift_count, c.part_count), np.int64)


@compiled
def saved_absent_of(c: Any) -> Integers:
    """(n,) the jobs absent when the turn began."""
    return carray(pointer(c.saved_absent), (c.count,), np.int64)


@compiled
def touched_of(c: Any) -> Integers:
    """(s,) the routes changed in this turn."""
    return carray(pointer(c.touched), (c.shift_count,), np.int64)


@compiled
def best_orders_of(c: Any) -> Integers:
    """(s, r) the jobs of each route in the best plan."""
    return carray(pointer(c.best_orders), (c.shift_count, c.columns), np.int64)


@compiled
def best_lengths_of(c: Any) -> Integers:
    """(s,) how many they are."""
    return carray(pointer(c.best_lengths), (c.shift_count,), np.int64)


@compiled
def trial_of(c: Any) -> Integers:
    """(r + 1,) an order to be tried."""
    return carray(pointer(c.trial), (c.columns + 1,), np.int64)


@compiled
def branches_of(c: Any) -> Records:
    """BRANCH after BRANCH."""
    return carray(pointer(c.branches), (c.branch_count,), BRANCH)


@compiled
def run_of(c: Any) -> Records:
    """(r + 1,) of STOP: the clock of the placing of breaks that is being tried."""
    return carray(pointer(c.run), (c.columns + 1,), STOP)


def new_chain(g: Owner, columns: int, seed: int) -> Owner:
    """Room for a plan with up to `columns` - 1 jobs on a route; every job is absent."""
    shifts, jobs, rows, parts = (int(g.record[name][0]) for name in ("shift_count", "count", "row_count", "part_count"))
    table = g.tables["shifts"]
    breaks = int((table["after_breaks"] - table["first_break"]).max(initial=0))
    branches = (breaks + 1) * (columns + 1)
    worth = int(g.tables["jobs"]["absent"][:jobs].sum())

    def zeros(*shape: int) -> Integers:
        return np.zeros(shape, dtype=np.int64)

    seats, routes = np.zeros(rows, dtype=SEAT), np.zeros(shifts, dtype=ROUTE)
    seats["shift"], routes["saved_as"] = -1, -1
    tables = {
        "stops": np.zeros((shifts, columns), dtype=STOP),
        "routes": routes,
        "seats": seats,
        "seatings": np.zeros(jobs, dtype=SEATING),
        "used": zeros(shifts, parts),
        "absent": np.arange(jobs),
        "saved_stops": np.zeros((shifts, columns), dtype=STOP),
        "saved_routes": routes.copy(),
        "saved_used": zeros(shifts, parts),
        "saved_absent": zeros(jobs),
        "touched": zeros(shifts),
        "best_orders": zeros(shifts, columns),
        "best_lengths": zeros(shifts),
        "trial": zeros(columns + 1),
        "bare": zeros(columns + 1),
        "branches": np.zeros(branches, dtype=BRANCH),
        "run": np.zeros(columns + 1, dtype=STOP),
    }
    numbers = {
        "shift_count": shifts,
        "count": jobs,
        "row_count": rows,
        "columns": columns,
        "part_count": parts,
        "branch_count": branches,
        "now": worth,
        "best": worth,
        "absent_count": jobs,
        "depot": -1,
        "chance": (2 * seed + 1) * 0x9E3779B97F4A7C15 % 2**63,
    }
    return Owner(CHAIN, tables, numbers)
