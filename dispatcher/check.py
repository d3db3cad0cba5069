"""The checker: every rule that a plan breaks, and every number in it that is not true, from problem and travel alone.

It trusts nobody and never optimises. It shares no code with the solver: it replays the plan's decisions with a clock of
its own (`dispatcher.replay`), judges them by the rules (`dispatcher.rules`) and compares the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from dispatcher.costs import Term
from dispatcher.fields import UNITS, printed
from dispatcher.lookup import Lookup, epoch
from dispatcher.plan import Bill, Conflict, Fact, Plan, Route, Stop, Violation
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.rules import OVERRIDABLE_RULES, PLAN_RULES, ROUTE_RULES, Breaches, breach, runs
from dispatcher.travel import TravelMatrix

__all__ = ["CODES", "Report", "check", "replay"]

CODES: Mapping[str, str] = {
    # Which jobs, which shifts.
    "shift_unknown": "The route belongs to no shift of the problem.",
    "shift_twice": "The shift already has a route.",
    "route_without_job": "The route does no job.",
    "job_unknown": "The problem has no such job.",
    "job_twice": "The job is already planned, or already listed as unassigned.",
    "job_both": "The job is planned and listed as unassigned.",
    "job_lost": "The job is neither planned nor listed as unassigned.",
    "depot_unknown": "The problem has no such depot.",
    "break_unknown": "The shift has no such break.",
    "appointment": "Appointments are not supported yet.",
    # Who may do a job, and with what.
    "skill": "A skill in skills.all is missing, too low or not valid on that day.",
    "skill_any": "None of the skills in skills.any is held at its level on that day.",
    "skill_none": "A skill in skills.none is held at its level or above.",
    "technician_only": "Somebody who is not among technicians.only.",
    "technician_excluded": "Somebody who is among technicians.excluded.",
    "tool": "A tool is neither the technician's own nor handed out by a depot before.",
    "part": "More of a part is needed than is left in the van.",
    "max_jobs": "More jobs than the shift's max_jobs.",
    # When.
    "departure_early": "Leaving before the shift starts or the technician is available.",
    "overtime_cap": "More overtime than the shift's max_overtime.",
    "time_window": "The start lies in no time window; the facts name the nearest.",
    "promise_from": "The start lies before promise.from.",
    "latest_finish": "The finish lies after latest_finish.",
    "break_missed": "A break that is due is not taken.",
    "break_late": "A break starts after its latest start.",
    "break_twice": "The break has been taken before.",
    "break_order": "A break that comes later in the shift has been taken before.",
    # Locks.
    "lock_technician": "A job locked to a shift is planned in another one.",
    "lock_time": "The start lies outside the job's time locks.",
    "lock_order": "Two jobs are not in the locked order in one route.",
    "lock_clash": "A lock contradicts an earlier one of its kind, which counts.",
    "lock_left_out": "A job with a technician or time lock is not planned.",
    # Numbers that are not true: `stated` is what the plan holds, `true` what it should.
    "false_travel": "Seconds of a leg; without a stop, of the way home.",
    "false_distance": "Metres of a leg; without a stop, of the way home.",
    "false_arrival": "Arrival at a stop.",
    "false_start": "Start of a stop.",
    "false_finish": "Finish of a stop.",
    "false_wait": "Seconds waited at a stop.",
    "false_lateness": "Seconds past the promise.",
    "false_parts": "Quantity of one part used up at a stop.",
    "false_home": "Arrival home.",
    "false_working_time": "Seconds from departure to arrival home.",
    "false_overtime": "Seconds past the shift's end.",
    "false_cost": "One term of a bill, in units of money: of a stop, an unassigned job, a route or the plan.",
}
"""Every code that a violation or conflict may have, with its meaning."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found.

    Parameters
    ----------
    violations
        Rules that the plan breaks and numbers in it that are not true.
    conflicts
        Locks that cannot be kept, against each other or against reality; they leave a plan valid.
    plan
        The same decisions with true numbers, as `replay` gives them.
    overridden
        What would be a violation, had not a technician lock overridden the rule.
    """

    violations: tuple[Violation, ...]
    conflicts: tuple[Conflict, ...]
    plan: Plan
    overridden: tuple[Violation, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the plan keeps every rule and tells the truth."""
        return not self.violations


def check(problem: Problem, travel: TravelMatrix, plan: Plan) -> Report:
    """Every violation and conflict of a plan, the solver's or a hand-made one.

    Rules are judged by the replayed times, not by the stated ones. A stop that the problem does not know is passed
    over; from there on none of the route's numbers can be called false, nor the plan's bill.

    Parameters
    ----------
    travel
        Holds every place of `problem`.
    plan
        Any plan at all: unknown ids, doubled routes and wrong numbers are violations, never errors.

    Raises
    ------
    TravelError
        When a place of the problem is not in `travel`.
    """
    lookup, true = Lookup(problem), replay(problem, travel, plan)
    walked = tuple(runs(lookup, true))
    found = [one for plan_rule in PLAN_RULES for one in plan_rule(lookup, plan)]
    found += [one for run in walked for rule in ROUTE_RULES for one in rule(run)]
    unable = [(run.locked(one.stop), one) for run in walked for rule in OVERRIDABLE_RULES for one in rule(run)]
    found += [one for locked, one in unable if not locked]
    found += _lies(lookup, plan, true)
    return Report(
        violations=tuple(one for one in found if not isinstance(one, Conflict)),
        conflicts=tuple(one for one in found if isinstance(one, Conflict)),
        plan=true,
        overridden=tuple(one for locked, one in unable if locked),
    )


def _lies(lookup: Lookup, stated: Plan, true: Plan) -> Breaches:
    for said, right in zip(stated.routes, true.routes, strict=True):
        yield from _lies_on_route(lookup, said, right)
    for left_out, priced in zip(stated.unassigned, true.unassigned, strict=True):
        if left_out.job in lookup.jobs:
            said_price, right_price = {Term.UNASSIGNED: left_out.cost}, {Term.UNASSIGNED: priced.cost}
            yield from _false_cost(lookup, None, left_out.job, said_price, right_price)
    if all(map(lookup.knows_all, stated.routes)) and all(one.job in lookup.jobs for one in stated.unassigned):
        yield from _false_cost(lookup, None, None, stated.cost, true.cost)


def _lies_on_route(lookup: Lookup, stated: Route, true: Route) -> Breaches:
    if (stated.technician, stated.shift) not in lookup.shifts:
        return
    pairs = zip(stated.stops, true.stops, strict=True)
    for said, right in takewhile(lambda pair: lookup.knows(stated, pair[0]), pairs):
        yield from _lies_at_stop(lookup, stated, said, right)
    if lookup.knows_all(stated):
        yield from _differences(lookup, stated, None, _route_numbers(stated), _route_numbers(true))
        yield from _false_cost(lookup, stated, None, stated.cost, true.cost)


def _lies_at_stop(lookup: Lookup, route: Route, stated: Stop, true: Stop) -> Breaches:
    yield from _differences(lookup, route, stated.id, _stop_numbers(stated), _stop_numbers(true))
    for part in sorted(stated.parts.keys() | true.parts.keys()):
        said, right = stated.parts.get(part, 0), true.parts.get(part, 0)
        if said != right:
            yield breach(lookup, "false_parts", route, stated.id, {"part": part, "stated": said, "true": right})
    yield from _false_cost(lookup, route, stated.id, stated.cost, true.cost)


Numbers = Iterator[tuple[str, int | datetime]]


def _stop_numbers(stop: Stop) -> Numbers:
    yield "false_travel", stop.travel
    yield "false_distance", stop.distance
    yield "false_arrival", stop.arrival
    yield "false_wait", stop.wait
    yield "false_start", stop.start
    yield "false_finish", stop.finish
    yield "false_lateness", stop.lateness


def _route_numbers(route: Route) -> Numbers:
    yield "false_travel", route.travel_home
    yield "false_distance", route.distance_home
    yield "false_home", route.arrival_home
    yield "false_working_time", route.working_time
    yield "false_overtime", route.overtime


def _differences(lookup: Lookup, route: Route, stop: str | None, stated: Numbers, true: Numbers) -> Breaches:
    for (code, said), (_, right) in zip(stated, true, strict=True):
        if _plain(said) != _plain(right):
            facts: dict[str, Fact | datetime] = {"stated": said, "true": right}
            yield breach(lookup, code, route, stop, facts)


def _plain(number: int | datetime) -> int:
    return epoch(number) if isinstance(number, datetime) else number


def _false_cost(lookup: Lookup, route: Route | None, stop: str | None, stated: Bill, true: Bill) -> Breaches:
    """A term is true when it is exact to the unit, or the exact amount rounded to thousandths as a file holds it."""
    for term in Term:
        said, right = stated.get(term, 0), true.get(term, 0)
        if said not in (right, int(printed(right) * UNITS)):
            yield breach(lookup, "false_cost", route, stop, {"term": term.value, "stated": said, "true": right})
