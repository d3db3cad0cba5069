"""vrp-cli, reinterpretcat/vrp in Rust: https://github.com/reinterpretcat/vrp, doi:10.5281/zenodo.4624037.

Tried on seeds 1 to 3 at 100 jobs (6 s) and 300 (10 s) with both threads: its defaults, two thread pools of one thread,
static heuristic choice, and the populations rosomaxa (default), elitism and greedy. Greedy was the cheapest on four of
five days, by 1 to 19 % against the defaults, which besides panicked on a day of 20 jobs.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import numpy as np
import vrp_cli

from benchmarks.peers.contract import Race, room
from benchmarks.peers.plain import Plain, PlainJob, PlainShift, plain
from dispatcher.solver.task import Orders

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Its instants are dates; any day will do."""

SHORTEST = 1
"""Seconds: its limits are whole ones."""


POPULATION = {"type": "greedy", "selectionSize": 4}
"""Keeps the best plan only."""


def solve(race: Race) -> None:
    """Solve until time is up, and anew on shuffled jobs should it end early."""
    day, rng = plain(race.problem, race.travel), np.random.default_rng(race.seed)
    matrix = json.dumps({"profile": "car", "travelTimes": _flat(day), "distances": _flat(day)})
    cheapest = None
    while cheapest is None or race.left() > SHORTEST:
        found = vrp_cli.solve_pragmatic(json.dumps(_problem(day, rng)), [matrix], json.dumps(_config(race)))
        orders = _orders(day, json.loads(found))
        cost = day.cost(orders)
        if cheapest is None or cost < cheapest:
            cheapest = cost
            race.better(orders)


def _config(race: Race) -> dict[str, Any]:
    return {
        "termination": {"maxTime": max(SHORTEST, ceil(race.left()))},
        "evolution": {"population": POPULATION},
        "environment": {
            "parallelism": {"numThreadPools": 1, "threadsPerPool": race.cores},
            "logging": {"enabled": False},
        },
    }


def _orders(day: Plain, found: dict[str, Any]) -> Orders:
    orders: Orders = [[] for _ in day.shifts]
    for tour in found["tours"]:
        done = (activity["jobId"] for stop in tour["stops"] for activity in stop["activities"])
        orders[int(tour["typeId"])] = [int(job) for job in done if job.isdigit()]
    return orders


def _flat(day: Plain) -> list[int]:
    flat: list[int] = day.seconds.ravel().tolist()
    return flat


def _problem(day: Plain, rng: np.random.Generator) -> dict[str, Any]:
    """Travel is its distance, at 1 a second; time costs nothing, for it would price waiting and work too."""
    return {
        "plan": {"jobs": [_job(int(j), day.jobs[j]) for j in rng.permutation(len(day.jobs))]},
        "fleet": {
            "vehicles": [_vehicle(s, shift) for s, shift in enumerate(day.shifts)],
            "profiles": [{"name": "car"}],
        },
        "objectives": [[{"type": "minimize-unassigned"}], [{"type": "minimize-cost"}]],
    }


def _job(j: int, job: PlainJob) -> dict[str, Any]:
    place = {
        "location": {"index": job.place},
        "duration": job.duration,
        "times": [[_instant(job.opens), _instant(job.closes)]],
    }
    skills = {"skills": {"allOf": [str(skill) for skill in sorted(job.needs)]}} if job.needs else {}
    return {"id": str(j), "services": [{"places": [place]}], **skills}


def _vehicle(s: int, shift: PlainShift) -> dict[str, Any]:
    return {
        "typeId": str(s),
        "vehicleIds": [f"{s}_1"],
        "profile": {"matrix": "car"},
        "costs": {"fixed": 0, "distance": 1, "time": 0},
        "shifts": [
            {
                "start": {"earliest": _instant(shift.start), "location": {"index": shift.start_place}},
                "end": {"latest": _instant(shift.end), "location": {"index": shift.end_place}},
            }
        ],
        "capacity": [1],
        "skills": [str(skill) for skill in sorted(shift.holds)],
    }


def _instant(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


work = room(solve)
"""What the child runs."""
