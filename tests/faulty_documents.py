"""One tiny document for each thing that can be wrong with a problem: what is changed, and the finding it must give.

The document they start from is without fault: Anna lives at x0 and works on Monday, 23 November 2026, 08:00 to 17:00 in
Zurich; job J1 takes half an hour at x10.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

GONE = object()
"""Stands for a field that is taken out."""


def at(clock: str, day: str = "2026-11-23", offset: str = "+01:00") -> str:
    """An instant: at("09:30")."""
    return f"{day}T{clock}:00{offset}"


def a_window(first: str, last: str) -> dict[str, str]:
    """A time window on Monday."""
    return {"earliest_start": at(first), "latest_start": at(last)}


def a_promise(first: str, until: str) -> dict[str, str]:
    """A promise for Monday."""
    return {"from": at(first), "until": at(until)}


def a_break(name: str = "lunch", first: str = "12:00", last: str = "13:00") -> dict[str, Any]:
    """Half an hour for lunch."""
    return {"id": name, "earliest": at(first), "latest": at(last), "duration": 1800}


def a_shift(name: str, first: str, last: str) -> dict[str, Any]:
    """A shift between two instants."""
    return {"id": name, "start": first, "end": last}


def a_stop(kind: str, name: str) -> dict[str, Any]:
    """A stop at ten o'clock."""
    return {"kind": kind, "id": name, "arrival": at("10:00"), "start": at("10:00"), "finish": at("10:30")}


def a_starting_plan(*stops: dict[str, Any], unassigned: tuple[str, ...] = (), technician: str = "anna") -> Any:
    """A plan of one route."""
    route = {
        "technician": technician,
        "shift": "day",
        "departure": at("08:00"),
        "stops": list(stops),
        "arrival_home": at("12:00"),
        "working_time": 4 * 3600,
        "cost": {},
    }
    return {"routes": [route], "unassigned": [{"job": job, "cost": "200"} for job in unassigned], "cost": {}}


PLACE = {"id": "x5", "index": 5}
DEPOT = {"id": "hub", "place": PLACE, "duration": 600}
DAY = a_shift("day", at("08:00"), at("17:00"))
J1 = {"id": "J1", "place": {"id": "x10", "index": 10}, "duration": 1800}
ANNA = {"id": "anna", "home": {"id": "x0", "index": 0}, "shifts": [DAY]}
DOCUMENT = {"time_zone": "Europe/Zurich", "technicians": [ANNA], "jobs": [J1]}
LOCK = {"kind": "technician", "job": "J1", "technician": "anna", "shift": "day"}


def changed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The faultless document with other values at these JSON pointers; ``-`` adds to a list."""
    document: Any = deepcopy(DOCUMENT)
    for pointer, value in changes.items():
        *branches, leaf = (step.replace("~1", "/") for step in pointer.split("/")[1:])
        node = document
        for branch in branches:
            node = node[int(branch)] if isinstance(node, list) else node.setdefault(branch, {})
        if leaf == "-":
            node.append(deepcopy(value))
        elif value is GONE:
            del node[leaf]
        else:
            node[int(leaf) if isinstance(node, list) else leaf] = deepcopy(value)
    found: dict[str, Any] = document
    return found


@dataclass(frozen=True)
class Case:
    """A document with one thing wrong.

    Parameters
    ----------
    code, where
        The only finding that it has.
    changes
        JSON pointer to what stands there instead.
    """

    code: str
    where: str
    changes: Mapping[str, Any]


def at_its_place(code: str, where: str, value: Any) -> Case:
    """The finding stands where the change is."""
    return Case(code, where, {where: value})


JOB, SHIFT = "/jobs/0", "/technicians/0/shifts/0"

SHAPE = (
    at_its_place("missing_field", f"{JOB}/duration", GONE),
    at_its_place("missing_field", "/time_zone", GONE),
    Case("missing_field", "/locks/0/shift", {"/locks": [{key: LOCK[key] for key in ("kind", "job", "technician")}]}),
    at_its_place("unknown_field", f"{JOB}/colour", "red"),
    at_its_place("unknown_field", f"{JOB}/a~1b", "red"),
    at_its_place("bad_value", f"{JOB}/duration", -1),
    at_its_place("bad_value", f"{JOB}/duration", 1800.5),
    at_its_place("bad_value", f"{JOB}/duration", "1800"),
    at_its_place("bad_value", f"{JOB}/duration", 31 * 86_400 + 1),
    at_its_place("bad_value", f"{JOB}/priority", 6),
    at_its_place("bad_value", f"{JOB}/service_class", "vip"),
    at_its_place("bad_value", f"{JOB}/unassigned_price", "NaN"),
    at_its_place("bad_value", f"{JOB}/unassigned_price", "0.0001"),
    at_its_place("bad_value", f"{JOB}/unassigned_price", "1e5000"),
    at_its_place("bad_value", f"{JOB}/respond_by", 1_795_000_000),
    at_its_place("bad_value", f"{JOB}/respond_by", "2026-11-23T08:00:00.5+01:00"),
    at_its_place("bad_value", f"{JOB}/respond_by", "0001-01-01T00:00:00+14:00"),
    at_its_place("bad_value", f"{JOB}/place/lat", 90.1),
    at_its_place("bad_value", f"{JOB}/id", ""),
    at_its_place("bad_value", f"{SHIFT}/breaks", [a_break(f"b{k}") for k in range(5)]),
    Case("bad_value", "/locks/0", {"/locks": [{"kind": "on"}]}),
    at_its_place("bad_value", "/technicians", {}),
    Case("bad_value", "/costs/promise_missed", {"/costs/promise_missed": {"paid": {"step": 1, "per_minute": 1}}}),
    Case("bad_value", "/costs/unassigned", {"/costs/unassigned": {"paid": [5, 4, 3, 2, 1]}}),
    *(
        Case(
            "bad_value",
            "/starting_plan/cost/unassigned",
            {"/starting_plan": {"routes": [], "cost": {"unassigned": amount}}},
        )
        for amount in ("", "NaN", "Infinity", "1e13", True, None)
    ),
    at_its_place("naive_datetime", f"{SHIFT}/start", "2026-11-23T08:00:00"),
    at_its_place("naive_datetime", "/plan_start", "2026-11-23T08:00:00"),
    at_its_place("unknown_time_zone", "/time_zone", "Europe/Zuerich"),
    at_its_place("unknown_time_zone", "/time_zone", "../../etc/passwd"),
)

FLAGS = tuple(
    at_its_place("bad_value", pointer, True)
    for pointer in (
        f"{JOB}/duration",
        f"{JOB}/priority",
        f"{JOB}/unassigned_price",
        f"{JOB}/place/lat",
        f"{JOB}/place/index",
        f"{JOB}/parts/pump",
        f"{JOB}/skills/all/gas",
        f"{SHIFT}/max_jobs",
        "/technicians/0/pace/gas",
        "/costs/travel_per_km",
        "/rest",
    )
)

REFERENCES = (
    Case("duplicate_id", "/technicians/1/id", {"/technicians/-": ANNA}),
    Case("duplicate_id", "/jobs/1/id", {"/jobs/-": J1}),
    Case("duplicate_id", "/depots/1/id", {"/depots": [DEPOT, DEPOT]}),
    Case(
        "duplicate_id",
        "/technicians/0/shifts/1/id",
        {"/technicians/0/shifts/-": a_shift("day", at("08:00", "2026-11-24"), at("17:00", "2026-11-24"))},
    ),
    Case("duplicate_id", f"{SHIFT}/breaks/1/id", {f"{SHIFT}/breaks": [a_break(), a_break()]}),
    Case(
        "duplicate_id",
        "/starting_plan/routes/0/stops/1/id",
        {"/starting_plan": a_starting_plan(a_stop("job", "J1"), a_stop("job", "J1"))},
    ),
    Case(
        "duplicate_id",
        "/starting_plan/unassigned/0/job",
        {"/starting_plan": a_starting_plan(a_stop("job", "J1"), unassigned=("J1",))},
    ),
    Case("unknown_job", "/locks/0/job", {"/locks": [LOCK | {"job": "J9"}]}),
    Case("unknown_job", "/locks/0/then", {"/locks": [{"kind": "order", "first": "J1", "then": "J9"}]}),
    Case(
        "unknown_job",
        "/starting_plan/routes/0/stops/0/id",
        {"/starting_plan": a_starting_plan(a_stop("job", "J9"))},
    ),
    Case("unknown_job", "/starting_plan/unassigned/0/job", {"/starting_plan": a_starting_plan(unassigned=("J9",))}),
    Case("unknown_technician", f"{JOB}/technicians/preferred/0", {f"{JOB}/technicians/preferred": ["ben"]}),
    Case("unknown_technician", "/locks/0/technician", {"/locks": [LOCK | {"technician": "ben"}]}),
    Case(
        "unknown_technician",
        "/starting_plan/routes/0/technician",
        {"/starting_plan": a_starting_plan(technician="ben")},
    ),
    Case("unknown_shift", "/locks/0/shift", {"/locks": [LOCK | {"shift": "night"}]}),
    Case(
        "unknown_stop",
        "/starting_plan/routes/0/stops/0/id",
        {"/starting_plan": a_starting_plan(a_stop("break", "lunch"))},
    ),
    Case(
        "unknown_stop",
        "/starting_plan/routes/0/stops/0/id",
        {"/starting_plan": a_starting_plan(a_stop("depot", "hub"))},
    ),
    Case("lock_on_itself", "/locks/0/then", {"/locks": [{"kind": "order", "first": "J1", "then": "J1"}]}),
    Case("place_conflict", f"{JOB}/place", {f"{JOB}/place/id": "x0"}),
    Case("place_without_location", f"{JOB}/place", {f"{JOB}/place/index": GONE}),
    Case("place_without_location", f"{JOB}/place", {f"{JOB}/place": {"id": "x10", "lat": 47.4}}),
)

TIMES = (
    Case("interval_reversed", f"{SHIFT}/end", {f"{SHIFT}/end": at("07:59")}),
    Case("interval_reversed", f"{SHIFT}/breaks/0/latest", {f"{SHIFT}/breaks": [a_break("lunch", "12:00", "11:59")]}),
    Case(
        "interval_reversed", f"{JOB}/time_windows/0/latest_start", {f"{JOB}/time_windows": [a_window("10:00", "09:59")]}
    ),
    Case("interval_reversed", f"{JOB}/promise/until", {f"{JOB}/promise": a_promise("10:00", "09:00")}),
    Case(
        "interval_reversed",
        "/technicians/0/skills/0/valid_until",
        {"/technicians/0/skills": [{"name": "gas", "valid_from": "2026-11-23", "valid_until": "2026-11-22"}]},
    ),
    Case(
        "shifts_overlap",
        "/technicians/0/shifts/1/start",
        {"/technicians/0/shifts/-": a_shift("late", at("16:59"), at("22:00"))},
    ),
    Case(
        "promise_unreachable",
        f"{JOB}/promise/from",
        {f"{JOB}/time_windows": [a_window("08:00", "09:59")], f"{JOB}/promise": a_promise("10:00", "12:00")},
    ),
)

LATE = {kind: {"step": 0, "per_minute": 1} for kind in ("paid", "contract", "warranty", "courtesy", "internal")}

MONEY = (
    # 0.016 a minute is 0.96 an hour, and an hour of work costs 1: the technician would rather be late.
    Case(
        "lateness_too_cheap",
        "/costs/promise_missed/internal/per_minute",
        {"/costs/promise_missed": LATE | {"internal": {"step": 0, "per_minute": "0.016"}}},
    ),
    # Two legs of 40,000 km at 3,300,000 are 2.64e11; 2^62 units are 2.56e11.
    Case("cost_overflow", "/costs", {"/costs/travel_per_km": "3300000"}),
)

ERRORS = (*SHAPE, *FLAGS, *REFERENCES, *TIMES, *MONEY)
"""No problem can be built from these."""

SMELLS = (
    Case("skill_nobody_has", f"{JOB}/skills/all/gas~1oil", {f"{JOB}/skills/all": {"gas/oil": 1}}),
    Case(
        "skill_nobody_has",
        f"{JOB}/skills/all/gas",
        {f"{JOB}/skills/all": {"gas": 2}, "/technicians/0/skills": [{"name": "gas"}]},
    ),
    Case("skill_nobody_has", f"{JOB}/skills/any", {f"{JOB}/skills/any": {"gas": 1, "oil": 1}}),
    Case("tool_nobody_has", f"{JOB}/tools/0", {f"{JOB}/tools": ["ladder"]}),
    Case(
        "part_stocked_nowhere",
        f"{JOB}/parts/a~1b",
        {f"{JOB}/parts": {"a/b": 2}, "/technicians/0/van_stock": {"a/b": 1}},
    ),
    Case("nobody_allowed", f"{JOB}/technicians", {f"{JOB}/technicians/excluded": ["anna"]}),
    Case("window_outside_shifts", f"{JOB}/time_windows", {f"{JOB}/time_windows": [a_window("17:01", "18:00")]}),
    Case("promise_past", f"{JOB}/promise/until", {f"{JOB}/promise": a_promise("07:00", "07:59")}),
    Case(
        "windows_close_before_promise",
        f"{JOB}/promise/until",
        {f"{JOB}/time_windows": [a_window("08:00", "11:59")], f"{JOB}/promise": a_promise("10:00", "12:00")},
    ),
    Case("null_island", f"{JOB}/place", {f"{JOB}/place/lat": 0, f"{JOB}/place/lon": 0.000004}),
    Case(
        "coordinates_swapped",
        f"{JOB}/place",
        {
            f"{JOB}/place": {"id": "x10", "index": 10, "lat": 8.55, "lon": 47.38},
            "/technicians/0/home": {"id": "x0", "index": 0, "lat": 47.37, "lon": 8.54},
            "/jobs/-": J1 | {"id": "J2", "place": {"id": "x5", "index": 5, "lat": 47.40, "lon": 8.50}},
        },
    ),
    Case("technician_without_shift", "/technicians/1", {"/technicians/-": ANNA | {"id": "ben", "shifts": []}}),
    at_its_place("zero_duration", f"{JOB}/duration", 0),
    Case(
        "rest_too_short",
        "/technicians/0/shifts/1/start",
        {"/technicians/0/shifts/-": a_shift("next", at("03:59", "2026-11-24"), at("12:00", "2026-11-24"))},
    ),
)
"""Problems that somebody should look at."""

FAULTLESS = {
    "the document itself": {},
    "a window that opens when the shift ends": {f"{JOB}/time_windows": [a_window("17:00", "18:00")]},
    "a window that opens within overtime": {
        f"{JOB}/time_windows": [a_window("17:30", "18:00")],
        f"{SHIFT}/max_overtime": 1800,
    },
    "a promise until the plan starts": {f"{JOB}/promise": a_promise("07:00", "08:00")},
    "a promise that windows reach to the second": {
        f"{JOB}/time_windows": [a_window("08:00", "12:00")],
        f"{JOB}/promise": a_promise("12:00", "12:00"),
    },
    "eleven hours of rest": {
        "/technicians/0/shifts/-": a_shift("next", at("04:00", "2026-11-24"), at("12:00", "2026-11-24"))
    },
    "tools and parts that a depot hands out": {
        f"{JOB}/tools": ["ladder"],
        f"{JOB}/parts": {"pump": 9},
        "/depots": [DEPOT],
    },
    "one of two skills": {f"{JOB}/skills/any": {"gas": 1, "oil": 1}, "/technicians/0/skills": [{"name": "oil"}]},
    "one place said twice alike": {f"{JOB}/place": {"id": "x0", "index": 0}},
    "prices just below what can be counted": {"/costs/travel_per_km": "3100000"},
    "lateness as dear as work": {"/costs/working_per_hour": "12"},
    "a depot visited twice": {
        "/depots": [DEPOT],
        "/starting_plan": a_starting_plan(a_stop("depot", "hub"), a_stop("job", "J1"), a_stop("depot", "hub")),
    },
}
"""What lies just on the right side."""
