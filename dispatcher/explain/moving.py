"""A plan with one job put somewhere else: its decisions by the one clock, every number by the checker's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatcher.arrays import Numbered, number
from dispatcher.charges import new_table
from dispatcher.errors import NotExplained
from dispatcher.explain.day import Day, ShiftKey
from dispatcher.explain.lifting import focus
from dispatcher.plan import Option, Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.schedule import IMPOSSIBLE, new_timing, time_route
from dispatcher.travel.matrix import TravelMatrix


def with_job(problem: Problem, travel: TravelMatrix, day: Day, job: str, option: Option) -> Plan:
    """The plan with a job at the place that an option names; other unassigned jobs lose their reasons.

    Parameters
    ----------
    problem
        With the rules relaxed that the option names.
    day
        The plan without the job.

    Raises
    ------
    NotExplained
        When the option does not fit the plan.
    """
    key = option.technician, option.shift
    names = _inserted(day, job, option)
    routes = {one: day.jobs.get(one, []) for one in day.touched(key, option.reasons)} | {key: names}
    numbered = number(focus(problem, routes, [name for jobs in routes.values() for name in jobs]), travel)
    timed = {one: _route(numbered, one, jobs) for one, jobs in routes.items() if jobs}
    kept = {(route.technician, route.shift): route for route in day.plan.routes}
    kept = {one: route for one, route in kept.items() if one not in routes or one in timed}
    left_out = [UnassignedJob(job=one.job, cost=one.cost) for one in day.plan.unassigned if one.job != job]
    return replay(problem, travel, Plan(routes=tuple((kept | timed).values()), unassigned=tuple(left_out), cost={}))


def _inserted(day: Day, job: str, option: Option) -> list[str]:
    key = option.technician, option.shift
    names = day.jobs.get(key, [])
    if key not in day.lookup.shifts or (option.after is not None and option.after not in names):
        raise NotExplained(f"'{option.technician}' has no such place for '{job}' in this plan")
    place = 0 if option.after is None else names.index(option.after) + 1
    return [*names[:place], job, *names[place:]]


def _route(numbered: Numbered, key: ShiftKey, names: Sequence[str]) -> Route:
    """The decisions for these jobs in this order; the numbers are still to be told."""
    order = np.array([numbered.job_position[name] for name in names], dtype=np.int64)
    timing, s = new_timing(len(names)), numbered.shift_position[key]
    cost, departure = time_route(numbered.data, s, order, len(names), timing, new_table(len(names)))
    if cost >= IMPOSSIBLE:
        raise NotExplained(f"'{key[0]}' cannot do {', '.join(names)} in this order, even with these rules relaxed")
    leaves = numbered.moment(departure)
    taken = [(pause.id, timing.slots[k]) for k, pause in enumerate(numbered.shifts[s][1].breaks)]
    stops = []
    for gap in range(len(names) + 1):
        kinds = [(StopKind.BREAK, name) for name, slot in taken if slot == gap]
        kinds += [(StopKind.JOB, name) for name in names[gap : gap + 1]]
        stops += [Stop(kind=kind, id=name, arrival=leaves, start=leaves, finish=leaves) for kind, name in kinds]
    return Route(
        technician=key[0],
        shift=key[1],
        departure=leaves,
        stops=tuple(stops),
        arrival_home=leaves,
        working_time=0,
        cost={},
    )
