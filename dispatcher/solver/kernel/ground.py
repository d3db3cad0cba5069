"""What a search looks up but never changes: the arrays of the problem, and who is near whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatcher.arrays import BREAK, FOREVER, JOB, NEVER, SHIFT, WINDOW, Arrays, Records
from dispatcher.compiled import carray, compiled, pointer
from dispatcher.solver.kernel.memory import Owner, whole_numbers
from dispatcher.solver.kernel.rules import ruled
from dispatcher.solver.orders import left_out_prices

Integers = NDArray[np.int64]
Narrow = NDArray[np.int32]
Flags = NDArray[np.bool_]

NEIGHBOURS = 20
"""Jobs beside which a job may be inserted."""

NEAR_SHIFTS = 16
"""Shifts at whose start or end a job may be inserted although none of its neighbours is there."""

FEW = 3
"""A job that no more shifts than these can do is tried at every place of theirs."""

LONGEST_LEG = 2**31 - 1
"""Seconds or metres; what is longer cannot be driven in a lifetime and is cut to this."""

PLACED = np.dtype(
    [
        *JOB.descr,
        ("site", np.int64),
        ("clocked", np.int64),  # 1 when the price of its stop depends on time
        ("absent", np.int64),  # units for leaving it out, with CONFLICT_PRICE for a lock that is then not kept
        ("ordered", np.int64),  # 1 when an order lock names it
        ("able", np.int64),  # how many shifts can do it
    ]
)
"""A job as the kernel sees it."""

GROUND = whole_numbers(
    "count", "row_count", "shift_count", "place_count", "part_count", "pair_count", "break_count", "window_count",
    "pace_count", "tool_count", "neighbour_count", "near_count",
    "jobs", "shifts", "windows", "breaks", "legs", "service", "parts", "stock", "refill",
    "tools", "van_tools", "fit", "order", "neighbours", "near",
    "broken_price", "moved_price", "moved_tolerance", "imbalance_target", "imbalance_rate",
    "compact",  # 1 = departures follow "compact"
)  # fmt: skip
"""The problem: sizes, addresses of tables, prices."""

UNFIT = -1
"""In `fit_of`: the shift cannot do the job."""


@compiled
def jobs_of(g: Any) -> Records:
    """(n + d,) of PLACED: the jobs, then the depots."""
    return carray(pointer(g.jobs), (g.row_count,), PLACED)


@compiled
def shifts_of(g: Any) -> Records:
    """(s,) of SHIFT."""
    return carray(pointer(g.shifts), (g.shift_count,), SHIFT)


@compiled
def windows_of(g: Any) -> Records:
    """WINDOW after WINDOW."""
    return carray(pointer(g.windows), (g.window_count,), WINDOW)


@compiled
def breaks_of(g: Any) -> Records:
    """BREAK after BREAK."""
    return carray(pointer(g.breaks), (g.break_count,), BREAK)


@compiled
def legs_of(g: Any) -> Narrow:
    """(p, p, 2) seconds and metres of each leg, side by side in memory."""
    return carray(pointer(g.legs), (g.place_count, g.place_count, 2), np.int32)


@compiled
def service_of(g: Any) -> Integers:
    """(c, n + d) seconds on site for each pace class."""
    return carray(pointer(g.service), (g.pace_count, g.row_count), np.int64)


@compiled
def parts_of(g: Any) -> Integers:
    """(n + d, q) quantity of each part used up."""
    return carray(pointer(g.parts), (g.row_count, g.part_count), np.int64)


@compiled
def stock_of(g: Any) -> Integers:
    """(s, q) parts on the van."""
    return carray(pointer(g.stock), (g.shift_count, g.part_count), np.int64)


@compiled
def fit_of(g: Any) -> Integers:
    """(n + d, s) units for this shift doing this job, whenever it does it; UNFIT when it cannot."""
    return carray(pointer(g.fit), (g.row_count, g.shift_count), np.int64)


@compiled
def order_of(g: Any) -> Integers:
    """(k, 2) order locks: first, then."""
    return carray(pointer(g.order), (g.pair_count, 2), np.int64)


@compiled
def neighbours_of(g: Any) -> Integers:
    """(n, k) the jobs whose stops lie well before or after, the nearest first; -1 where there are fewer."""
    return carray(pointer(g.neighbours), (g.count, g.neighbour_count), np.int64)


@compiled
def near_of(g: Any) -> Integers:
    """(n, t) the shifts that can do the job and start or end nearest; -1 where there are fewer."""
    return carray(pointer(g.near), (g.count, g.near_count), np.int64)


@compiled
def has_depots(g: Any) -> bool:
    """Whether a route may stop at a depot."""
    return bool(ruled(g.row_count - g.count))


def ground(a: Arrays) -> Owner:
    """Look at a problem.

    Parameters
    ----------
    a
        The problem as numbered by `dispatcher.arrays.number`.
    """
    count, shifts = a.count, len(a.shifts)
    near = _near_shifts(a, min(NEAR_SHIFTS, shifts))
    neighbours = _neighbours(a.jobs["place"][:count], a.seconds, *_spans(a), min(NEIGHBOURS, max(0, count - 1)))
    pairing = a.preferred_missed + a.overqualified + a.swapped
    tables = {
        "jobs": _placed(a),
        "shifts": _shifts(a),
        "windows": a.windows,
        "breaks": a.breaks,
        "legs": _legs(a),
        "service": a.service,
        "parts": a.parts,
        "stock": a.stock,
        "refill": a.refill,
        "tools": a.tools,
        "van_tools": a.van_tools,
        "fit": np.where(a.can_do, pairing, UNFIT),
        "order": a.order,
        "neighbours": neighbours,
        "near": near,
    }
    numbers = {
        "count": count,
        "row_count": len(a.jobs),
        "shift_count": shifts,
        "place_count": len(a.seconds),
        "part_count": a.parts.shape[1],
        "tool_count": a.tools.shape[1],
        "pair_count": len(a.order),
        "break_count": len(a.breaks),
        "window_count": len(a.windows),
        "pace_count": len(a.service),
        "neighbour_count": neighbours.shape[1],
        "near_count": near.shape[1],
    }
    prices = ("broken_price", "moved_price", "moved_tolerance", "imbalance_target", "imbalance_rate", "compact")
    return Owner(GROUND, tables, {**numbers, **{name: int(getattr(a, name)) for name in prices}})


def _shifts(a: Arrays) -> Records:
    """The shifts; nobody leaves before a break is over that can neither be taken any more nor be waived otherwise."""
    shifts = a.shifts.copy()
    for shift in shifts:
        for pause in np.sort(a.breaks[shift["first_break"] : shift["after_breaks"]], order="latest"):
            if pause["latest"] < shift["first"]:
                shift["first"] = max(shift["first"], pause["earliest"] + pause["duration"])
    return shifts


def _legs(a: Arrays) -> Narrow:
    legs = np.empty((*a.seconds.shape, 2), dtype=np.int32)
    # Row by row: on thousands of places twenty times as fast as all at once.
    for row, seconds, metres in zip(legs, a.seconds, a.metres, strict=True):
        row[:, 0] = np.minimum(seconds, LONGEST_LEG)
        row[:, 1] = np.minimum(metres, LONGEST_LEG)
    return legs


def _placed(a: Arrays) -> Records:
    placed = np.zeros(len(a.jobs), dtype=PLACED)
    for name in JOB.names or ():
        placed[name] = a.jobs[name]
    placed["site"] = a.site[a.jobs["place"]]
    placed["clocked"] = (a.jobs["wait_rate"] > 0) | (a.jobs["told_start"] != NEVER)
    for clock in ("promise_until", "respond_by", "resolve_by"):
        placed["clocked"] |= a.jobs[clock] != FOREVER
    placed["absent"] = left_out_prices(a)
    placed["ordered"][a.order.ravel()] = 1
    placed["able"] = a.can_do.sum(axis=1)
    return placed


def _spans(a: Arrays) -> tuple[Integers, Integers]:
    """(n, 2) the first and the last instant at which each job may start, and (n,) its longest service."""
    spans = np.full((a.count, 2), (NEVER, FOREVER), dtype=np.int64)
    for j, job in enumerate(a.jobs[: a.count]):
        own = a.windows[job["first_window"] : job["after_windows"]]
        if len(own):
            spans[j] = own["opens"].min(), own["closes"].max()
    return spans, a.service[:, : a.count].max(axis=0, initial=0)


def _near_shifts(a: Arrays, most: int) -> Integers:
    """For each job the shifts that can do it, the least detour from their start or end first."""
    near = np.full((a.count, most), -1, dtype=np.int64)
    starts, ends = a.shifts["start_place"], a.shifts["end_place"]
    for j, job in enumerate(a.jobs[: a.count]):
        able = np.flatnonzero(a.can_do[j])
        away = np.minimum(a.seconds[starts[able], job["place"]], a.seconds[job["place"], ends[able]])
        # Where many start from one place each job gets others of them, so that all are somebody's.
        chosen = able[np.lexsort(((able * 7919 + j * 104729) % 1009, away))[:most]]
        near[j, : len(chosen)] = chosen
    return near


def _neighbours(place: Integers, seconds: Integers, spans: Integers, work: Integers, most: int) -> Integers:
    """For each job the others with the least travel and forced waiting in between, in whichever order."""
    found = np.full((len(place), most), -1, dtype=np.int64)
    opens, closes = spans.T
    for j in range(len(place) if most else 0):
        out, back = seconds[place[j], place], seconds[place, place[j]]
        ready, ready_after = closes[j] + work[j] + out, closes + work + back
        ahead = np.where(opens[j] + work[j] + out <= closes, out + np.maximum(0, opens - ready), FOREVER)
        behind = np.where(opens + work + back <= closes[j], back + np.maximum(0, opens[j] - ready_after), FOREVER)
        away = np.minimum(ahead, behind)
        away[j] = 2 * FOREVER
        nearest = np.argpartition(away, most - 1)[:most]
        nearest = nearest[np.argsort(away[nearest], kind="stable")]
        found[j] = np.where(away[nearest] < FOREVER, nearest, -1)
    return found
