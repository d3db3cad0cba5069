"""The checker's clock: the decisions of a plan, with every other number recomputed from problem and travel alone.

Shares no code with the solver or its clock; both follow docs/decisions/0001. Inside, an instant is an int, the seconds
since 1970.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from dispatcher.costs import LatePrice, Term
from dispatcher.fields import thousandths, units
from dispatcher.job import Job
from dispatcher.lookup import Lookup, epoch, instant, leaving, local_day
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.technician import Break, Technician
from dispatcher.travel import TravelMatrix

PER_HOUR, PER_MINUTE, PER_KM = 5, 300, 18
"""Units of money that a rate of one thousandth comes to, each second (per hour, per minute) or metre (per km)."""


def replay(problem: Problem, travel: TravelMatrix, plan: Plan) -> Plan:
    """The same decisions with every other number recomputed.

    Decisions are the departure of each route, the order and kinds of its stops, and who is unassigned; reasons are
    kept. A stop that the problem does not know takes no time and costs nothing; a route of an unknown shift stays as
    it is, without cost. A start that no time window, promise or time lock allows is as soon as the technician is ready.

    Parameters
    ----------
    travel
        Holds every place of `problem`.

    Returns
    -------
    Plan
        Instants in the problem's time zone, durations in seconds, distances in metres, money in units; bills leave out
        what costs nothing.

    Raises
    ------
    TravelError
        When a place of the problem is not in `travel`.
    """
    lookup = Lookup(problem)
    routes = tuple(_replayed(lookup, travel, route) for route in plan.routes)
    unassigned = tuple(_unassigned(lookup, left_out) for left_out in plan.unassigned)
    bill = Counter({Term.UNASSIGNED: sum(left_out.cost for left_out in unassigned)})
    for route in routes:
        bill.update(route.cost)
    return Plan(routes=routes, unassigned=unassigned, cost=_priced(bill))


def _unassigned(lookup: Lookup, left_out: UnassignedJob) -> UnassignedJob:
    job = lookup.jobs.get(left_out.job)
    return left_out.model_copy(update={"cost": lookup.left_out(job) if job else 0})


def _replayed(lookup: Lookup, travel: TravelMatrix, route: Route) -> Route:
    if (route.technician, route.shift) not in lookup.shifts:
        return route.model_copy(update={"cost": {}})
    walk = _Walk(lookup, travel, route)
    return walk.home(tuple(walk.stop(stop) for stop in route.stops))


class _Leg:
    """The way from the finish of one stop to the start of the next, with the breaks taken on it."""

    def __init__(self, leaves: int) -> None:
        self.leaves = leaves
        self.now = leaves
        self._breaks: list[tuple[int, int, int]] = []

    def take(self, pause: Break) -> int:
        """Take a break as early as it may be; returns its start."""
        start = max(epoch(pause.earliest), self.now)
        self.now = start + pause.duration
        self._breaks.append((epoch(pause.earliest), start, pause.duration))
        return start

    @property
    def rested(self) -> int:
        """Seconds of breaks."""
        return sum(duration for _, _, duration in self._breaks)

    def arrival(self, travel: int) -> int:
        """At the door: only breaks that start on the way delay it."""
        arrival = self.leaves + travel
        for _, start, duration in self._breaks:
            arrival += duration if start < arrival else 0
        return arrival

    def ready(self, busy: int) -> int:
        """When `busy` seconds of travel and setup and all breaks are over."""
        ready = self.leaves + busy
        for earliest, _, duration in self._breaks:
            ready = max(ready, earliest) + duration
        return ready


class _Visit(NamedTuple):
    """The numbers of a job or depot stop."""

    travel: int
    distance: int
    arrival: int
    wait: int
    start: int
    finish: int


class _Walk:
    """One technician along one route."""

    def __init__(self, lookup: Lookup, travel: TravelMatrix, route: Route) -> None:
        self.lookup = lookup
        self.travel = travel
        self.route = route
        self.technician, self.shift = lookup.shifts[route.technician, route.shift]
        self.day = local_day(self.shift, lookup.zone)
        self.place, _ = leaving(self.technician, self.shift)
        self.at_stop = False
        self.leg = _Leg(epoch(route.departure))

    def stop(self, stop: Stop) -> Stop:
        """Do the next stop."""
        match self.lookup.target(self.route, stop):
            case Job() as job:
                return self._job(job)
            case Depot() as depot:
                visit = self._go(depot.place, setup=0, work=depot.duration)
                return self._written(StopKind.DEPOT, depot.id, visit)
            case Break() as pause:
                start = self.leg.take(pause)
                return self._written(StopKind.BREAK, pause.id, _Visit(0, 0, start, 0, start, self.leg.now))
            case None:
                return self._written(stop.kind, stop.id, _Visit(0, 0, self.leg.now, 0, self.leg.now, self.leg.now))

    def _job(self, job: Job) -> Stop:
        setup = 0 if self.at_stop and _same(self.place, job.place) else job.setup
        visit = self._go(job.place, setup, _service(self.technician, job, self.day), job)
        late = max(0, visit.start - epoch(job.promise.until)) if job.promise else 0
        stop = self._written(StopKind.JOB, job.id, visit)
        return stop.model_copy(update={"lateness": late, "parts": job.parts, "cost": self._bill(job, visit)})

    def _go(self, place: Place, setup: int, work: int, job: Job | None = None) -> _Visit:
        seconds, metres = self.travel.between(self.place.id, place.id)
        leg, ready = self.leg, self.leg.ready(seconds + setup)
        start = _first_start(job, self.lookup.time_locks.get(job.id), ready) if job else ready
        wait = start - leg.leaves - seconds - setup - leg.rested
        self.place, self.at_stop, self.leg = place, True, _Leg(start + work)
        return _Visit(seconds, metres, leg.arrival(seconds), wait, start, start + work)

    def _written(self, kind: StopKind, name: str, visit: _Visit) -> Stop:
        return Stop(
            kind=kind,
            id=name,
            travel=visit.travel,
            distance=visit.distance,
            arrival=self._at(visit.arrival),
            wait=visit.wait,
            start=self._at(visit.start),
            finish=self._at(visit.finish),
        )

    def _at(self, seconds: int) -> datetime:
        return instant(seconds, self.lookup.zone)

    def _bill(self, job: Job, visit: _Visit) -> dict[Term, int]:
        bill = Counter(dict(_lateness_terms(self.lookup, job, visit)))
        bill.update(dict(_people_terms(self.lookup, self.technician, job, self.day)))
        bill.update(dict(_change_terms(self.lookup, self.technician, job, visit.start)))
        return _priced(bill)

    def home(self, stops: tuple[Stop, ...]) -> Route:
        """Go home, and make up the bill of the route."""
        seconds, metres = self.travel.between(self.place.id, (self.shift.end_place or self.technician.home).id)
        departure, arrival = epoch(self.route.departure), self.leg.ready(seconds)
        route = Route(
            technician=self.technician.id,
            shift=self.shift.id,
            departure=self._at(departure),
            stops=stops,
            travel_home=seconds,
            distance_home=metres,
            arrival_home=self._at(arrival),
            working_time=arrival - departure,
            overtime=max(0, arrival - epoch(self.shift.end)),
            cost={},
        )
        bill = Counter(dict(_route_terms(self.lookup, self.technician, route)))
        for stop in stops:
            bill.update(stop.cost)
        return route.model_copy(update={"cost": _priced(bill)})


def _same(one: Place, other: Place) -> bool:
    return one.id == other.id or (one.coordinates is not None and one.coordinates == other.coordinates)


def _service(technician: Technician, job: Job, day: date) -> int:
    """Seconds on site: the slowest of the skills that are used counts; half a second rounds up."""
    asked = (*job.skills.all.items(), *job.skills.any.items())
    used = {name for name, level in asked if technician.level(name, day) >= level}
    slowest = max(
        (thousandths(technician.pace[name]) if name in technician.pace else 1000 for name in used), default=1000
    )
    return (job.duration * slowest + 500) // 1000


def _first_start(job: Job, lock: tuple[int, int] | None, ready: int) -> int:
    """The first instant from `ready` on that windows, promise and time locks allow; `ready` when there is none."""
    promised = epoch(job.promise.from_) if job.promise else ready
    soonest = max(ready, promised, lock[0] if lock else ready)
    windows = [(epoch(window.earliest_start), epoch(window.latest_start)) for window in job.time_windows]
    starts = [max(soonest, opens) for opens, closes in windows or [(soonest, soonest)] if soonest <= closes]
    return min((start for start in starts if lock is None or start <= lock[1]), default=ready)


Terms = Iterator[tuple[Term, int]]


def _priced(bill: Counter[Term]) -> dict[Term, int]:
    return {term: bill[term] for term in Term if bill[term]}


def _late(price: LatePrice, seconds: int) -> int:
    return units(price.step) + PER_MINUTE * thousandths(price.per_minute) * seconds if seconds > 0 else 0


def _lateness_terms(lookup: Lookup, job: Job, visit: _Visit) -> Terms:
    """What the customer's clocks come to at these times."""
    costs, kind = lookup.problem.costs, job.service_class
    if job.promise:
        yield Term.PROMISE_MISSED, _late(costs.promise_missed[kind], visit.start - epoch(job.promise.until))
    if job.respond_by:
        yield Term.RESPOND_MISSED, _late(costs.respond_missed[kind], visit.start - epoch(job.respond_by))
    if job.resolve_by:
        yield Term.RESOLVE_MISSED, _late(costs.resolve_missed[kind], visit.finish - epoch(job.resolve_by))
    released = max(lookup.start, epoch(job.released_at)) if job.released_at else lookup.start
    rate = thousandths(costs.waiting_customer[job.priority - 1])
    yield Term.WAITING_CUSTOMER, PER_HOUR * rate * max(0, visit.start - released)


def _people_terms(lookup: Lookup, technician: Technician, job: Job, day: date) -> Terms:
    """What it comes to that this technician does it."""
    preferred = job.technicians.preferred
    if preferred and technician.id not in preferred:
        yield Term.PREFERRED_MISSED, units(lookup.problem.costs.preferred_missed)
    above = sum(max(0, technician.level(name, day) - level) for name, level in job.skills.all.items())
    yield Term.OVERQUALIFIED, above * units(lookup.problem.costs.overqualified)


def _change_terms(lookup: Lookup, technician: Technician, job: Job, start: int) -> Terms:
    """What it comes to that the customer was told otherwise."""
    if job.id not in lookup.before or job.promise is None or job.promise.told_at is None:
        return
    prices, (came, stop) = lookup.problem.costs.change, lookup.before[job.id]
    then, until = epoch(stop.start), epoch(job.promise.until)
    if came != technician.id:
        yield Term.TECHNICIAN_SWAPPED, units(prices.technician_swapped)
    if abs(start - then) > prices.tolerance:
        yield Term.START_MOVED, units(prices.start_moved)
    if then <= until < start:
        yield Term.PROMISE_BROKEN, units(prices.promise_broken)


def _route_terms(lookup: Lookup, technician: Technician, route: Route) -> Terms:
    """What travel and hours come to, at the technician's own rates first."""
    costs, own = lookup.problem.costs, technician.rates
    travel = sum(stop.travel for stop in route.stops) + route.travel_home
    metres = sum(stop.distance for stop in route.stops) + route.distance_home
    per_hour = costs.travel_per_hour if own.travel_per_hour is None else own.travel_per_hour
    per_km = costs.travel_per_km if own.travel_per_km is None else own.travel_per_km
    working = costs.working_per_hour if own.working_per_hour is None else own.working_per_hour
    overtime = costs.overtime_per_hour if own.overtime_per_hour is None else own.overtime_per_hour
    above_target = max(0, route.working_time - costs.imbalance.target)
    yield Term.TRAVEL_TIME, PER_HOUR * thousandths(per_hour) * travel
    yield Term.TRAVEL_DISTANCE, PER_KM * thousandths(per_km) * metres
    yield Term.WORKING_TIME, PER_HOUR * thousandths(working) * route.working_time
    yield Term.OVERTIME, PER_HOUR * thousandths(overtime) * route.overtime
    yield Term.IMBALANCE, PER_HOUR * thousandths(costs.imbalance.per_hour) * above_target
