"""A plan with one job put somewhere else: its decisions by the one clock, every number by the checker's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from dispatcher.arrays import Numbered, number
from dispatcher.charges import new_table
from dispatcher.errors import NotExplained
from dispatcher.explain.day import Call, Day, ShiftKey, jobs_in, positions
from dispatcher.explain.lifting import focus
from dispatcher.place import Depot
from dispatcher.plan import Option, Plan, Route, Stop, StopKind, UnassignedJob, total
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.schedule import CONFLICT_PRICE, IMPOSSIBLE, Timing, new_timing, time_route
from dispatcher.travel.matrix import TravelMatrix


class _Played(NamedTuple):
    """A route as the clock plays it."""

    calls: Sequence[Call]
    cost: int
    departure: int
    timing: Timing

    def nearness(self, cost: int) -> tuple[int, int]:
        """How many locks it does not keep, then how far it is from that cost: the least is the route that is meant."""
        return self.cost // CONFLICT_PRICE, abs(self.cost % CONFLICT_PRICE - cost)


def with_job(problem: Problem, travel: TravelMatrix, day: Day, job: str, option: Option) -> Plan:
    """The plan with a job at the place that an option names; other unassigned jobs lose their reasons.

    After the job that the option names there may be depot stops, and so several places: what the option costs tells
    which of them is meant.

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
    here, places = day.calls.get(key, []), _places(day, job, option)
    others = {one: day.calls[one] for one in day.touched(key, option.reasons) if one != key}
    jobs = jobs_in([*here, *(call for calls in others.values() for call in calls)])
    numbered = number(focus(problem, {key, *others}, [*jobs, job]), travel)
    played = {one: _play(numbered, one, calls) for one, calls in others.items() if jobs_in(calls)}
    now = sum(total(day.bills.get(one, {})) for one in (key, *others))
    cost = now + option.extra - sum(route.cost % CONFLICT_PRICE for route in played.values())
    tried = [_play(numbered, key, [*here[:place], job, *here[place:]]) for place in places]
    played[key] = min(tried, key=lambda route: route.nearness(cost))
    timed = {one: _route(numbered, one, route) for one, route in played.items()}
    kept = {(route.technician, route.shift): route for route in day.plan.routes}
    kept = {one: route for one, route in kept.items() if one not in (key, *others) or one in timed}
    left_out = [UnassignedJob(job=one.job, cost=one.cost) for one in day.plan.unassigned if one.job != job]
    return replay(problem, travel, Plan(routes=tuple((kept | timed).values()), unassigned=tuple(left_out), cost={}))


def _places(day: Day, job: str, option: Option) -> list[int]:
    """The place after the job that an option names, and those after depot stops there; not where the job stands now."""
    key = option.technician, option.shift
    calls = day.calls.get(key, [])
    if key not in day.lookup.shifts or (option.after is not None and option.after not in calls):
        raise NotExplained(f"'{option.technician}' has no such place for '{job}' in this plan")
    first = 0 if option.after is None else calls.index(option.after) + 1
    depots = takewhile(lambda call: isinstance(call, Depot), calls[first:])
    places = [first, *(first + k for k, _ in enumerate(depots, start=1))]
    elsewhere = [place for place in places if day.stand is None or (day.stand.key, day.stand.place) != (key, place)]
    return elsewhere or places


def _play(numbered: Numbered, key: ShiftKey, calls: Sequence[Call]) -> _Played:
    timing, order = new_timing(len(calls)), positions(numbered, calls)
    s, table = numbered.shift_position[key], new_table(len(order))
    cost, departure = time_route(numbered.data, s, order, len(order), timing, table)
    return _Played(calls, cost, departure, timing)


def _route(numbered: Numbered, key: ShiftKey, played: _Played) -> Route:
    """The decisions of a route; the numbers are still to be told."""
    if played.cost >= IMPOSSIBLE:
        names = ", ".join(jobs_in(played.calls))
        raise NotExplained(f"'{key[0]}' cannot do {names} in this order, even with these rules relaxed")
    leaves = numbered.moment(played.departure)
    _, shift = numbered.shifts[numbered.shift_position[key]]
    stops = []
    for gap in range(len(played.calls) + 1):
        taken = [pause.id for k, pause in enumerate(shift.breaks) if played.timing.slots[k] == gap]
        kinds = [(StopKind.BREAK, name) for name in taken]
        kinds += [_step(call) for call in played.calls[gap : gap + 1]]
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


def _step(call: Call) -> tuple[StopKind, str]:
    return (StopKind.JOB, call) if isinstance(call, str) else (StopKind.DEPOT, call.id)
