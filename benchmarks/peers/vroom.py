"""VROOM, through pyvroom: https://github.com/VROOM-Project/vroom, https://github.com/VROOM-Project/pyvroom."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import vroom

from benchmarks.peers.contract import Race, room
from benchmarks.peers.plain import Plain, plain
from dispatcher.solver.task import Orders

EXPLORATION = 5
"""The most thorough level."""

SHORTEST = 0.05
"""Seconds below which no further start is made."""

Shuffle = np.random.Generator


def solve(race: Race) -> None:
    """Solve again and again, jobs and technicians shuffled anew, until time is up."""
    day, rng = plain(race.problem, race.travel), np.random.default_rng(race.seed)
    cheapest = None
    while race.left() > SHORTEST or cheapest is None:
        orders = _once(day, rng, race.cores, max(SHORTEST, race.left()))
        cost = day.cost(orders)
        if cheapest is None or cost < cheapest:
            cheapest = cost
            race.better(orders)


def _once(day: Plain, rng: Shuffle, cores: int, seconds: float) -> Orders:
    routes = _model(day, rng).solve(EXPLORATION, nb_threads=cores, timeout=timedelta(seconds=seconds)).routes
    jobs = routes[routes["type"] == "job"]
    orders: Orders = [[] for _ in day.shifts]
    for shift, job in zip(jobs["vehicle_id"], jobs["id"], strict=True):
        orders[int(shift)].append(int(job))
    return orders


def _model(day: Plain, rng: Shuffle) -> vroom.Input:
    model = vroom.Input()
    model.set_durations_matrix("car", day.seconds)
    for s in rng.permutation(len(day.shifts)):
        shift = day.shifts[s]
        window = vroom.TimeWindow(shift.start, shift.end)
        model.add_vehicle(
            vroom.Vehicle(int(s), start=shift.start_place, end=shift.end_place, skills=shift.holds, time_window=window)
        )
    for j in rng.permutation(len(day.jobs)):
        job = day.jobs[j]
        window = vroom.TimeWindow(job.opens, job.closes)
        model.add_job(
            vroom.Job(int(j), job.place, default_service=job.duration, skills=job.needs, time_windows=[window])
        )
    return model


work = room(solve)
"""What the child runs."""
