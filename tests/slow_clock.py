"""The slow reference's clock: one route replayed stop by stop, in plain integers, with every rule it breaks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dispatcher.costs import Term
from dispatcher.place import Place
from dispatcher.plan import StopKind
from tests.slow_facts import FAR, Facts, JobFacts, Pause, ShiftKey, flat, same_place


@dataclass(frozen=True)
class RouteDecision:
    """What a plan decides for one shift."""

    technician: str
    shift: str
    departure: int
    """Epoch seconds."""
    stops: tuple[tuple[StopKind, str], ...]
    """Jobs, breaks and depots in their order."""

    @property
    def key(self) -> ShiftKey:
        """Technician and shift."""
        return self.technician, self.shift

    @property
    def jobs(self) -> tuple[str, ...]:
        """Only the jobs, in their order."""
        return tuple(name for kind, name in self.stops if kind is StopKind.JOB)


@dataclass
class TimedStop:
    """One stop with every number that a plan states of it; instants in epoch seconds."""

    kind: StopKind
    id: str
    arrival: int
    start: int
    finish: int
    travel: int = 0
    distance: int = 0
    wait: int = 0
    lateness: int = 0
    parts: dict[str, int] = field(default_factory=dict)
    cost: dict[Term, int] = field(default_factory=dict)


@dataclass
class TimedRoute:
    """One route with every number that a plan states of it, the rules it breaks and the locks it cannot keep."""

    decision: RouteDecision
    stops: list[TimedStop] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    travel_home: int = 0
    distance_home: int = 0
    arrival_home: int = 0
    working_time: int = 0
    overtime: int = 0
    cost: dict[Term, int] = field(default_factory=dict)

    @property
    def starts(self) -> list[int]:
        """When each stop starts, breaks and depots included."""
        return [stop.start for stop in self.stops]

    @property
    def job_starts(self) -> list[int]:
        """When each job starts."""
        return [stop.start for stop in self.stops if stop.kind is StopKind.JOB]


def replay_route(facts: Facts, decision: RouteDecision) -> TimedRoute:
    """Every number of a route that follows from its decisions.

    Raises
    ------
    KeyError
        When the shift or a stop is not in the problem.
    """
    clock = _Clock(facts, decision)
    for kind, name in decision.stops:
        if kind is StopKind.BREAK:
            clock.take_break(name)
        elif kind is StopKind.DEPOT:
            clock.visit_depot(name)
        else:
            clock.visit_job(name)
    return clock.go_home()


class _Clock:
    """The state of a technician under way."""

    def __init__(self, facts: Facts, decision: RouteDecision) -> None:
        self.facts = facts
        self.shift = facts.shifts[decision.key]
        self.route = TimedRoute(decision)
        self.now = decision.departure
        self.place = self.shift.start_place
        self.previous: Place | None = None  # of the last job or depot; the start place is never "the same place"
        self.pending: list[Pause] = []
        self.taken: list[str] = []
        self.tools = set(self.shift.technician.tools)
        self.every_tool = self.endless = False
        stock = self.shift.shift.van_stock
        self.stock = Counter(dict(self.shift.technician.van_stock if stock is None else stock))
        if decision.departure < self.shift.first:
            self.route.broken.append("leaves too early")

    def take_break(self, name: str) -> None:
        self.pending.append({pause.id: pause for pause in self.shift.pauses}[name])
        self.taken.append(name)

    def visit_depot(self, name: str) -> None:
        depot = self.facts.depots[name]
        travel, distance, arrival, ready, breaks = self._leg(depot.place, 0)
        wait = ready - self.now - travel - breaks
        finish = ready + depot.duration
        self._stand(TimedStop(StopKind.DEPOT, name, arrival, ready, finish, travel, distance, wait), depot.place)
        self.tools.update(depot.tools or ())
        self.every_tool |= depot.tools is None
        self.stock.update(dict(depot.stock or {}))
        self.endless |= depot.stock is None

    def visit_job(self, name: str) -> None:
        facts = self.facts.jobs[name]
        job, fit = facts.job, self.facts.fit(name, self.route.decision.key)
        setup = 0 if self.previous and same_place(self.previous, job.place) else job.setup
        travel, distance, arrival, ready, breaks = self._leg(job.place, setup)
        start = self._start(facts, ready, fit.overridden)
        finish = start + fit.service
        if finish > facts.latest_finish:
            (self.route.conflicts if fit.overridden else self.route.broken).append(f"{name} finishes too late")
        if not fit.allowed:
            self.route.broken.append(f"{name} is not for this technician")
        if not fit.overridden and not self.every_tool and not self.tools.issuperset(job.tools):
            self.route.broken.append(f"{name} lacks a tool")
        if self.facts.shift_lock.get(name, self.route.decision.key) != self.route.decision.key:
            self.route.broken.append(f"{name} is locked to another shift")
        parts = {part: number for part, number in job.parts.items() if number}
        self._use(parts, name)
        wait = start - self.now - travel - setup - breaks
        late = max(0, start - facts.promised_until)
        bill = self._job_bill(facts, start, finish)
        bill.update({term: price for term, price in fit.bill.items() if price})
        stop = TimedStop(StopKind.JOB, name, arrival, start, finish, travel, distance, wait, late, parts, bill)
        self._stand(stop, job.place)

    def _leg(self, target: Place, setup: int) -> tuple[int, int, int, int, int]:
        """(travel, distance, arrival, ready, seconds of breaks) from here to `target`, pending breaks in between."""
        travel, distance = self.facts.legs[self.place.id, target.id]
        arrival, ready, begin, breaks = self.now + travel, self.now + travel + setup, self.now, 0
        for pause in self.pending:
            start = max(pause.earliest, begin)
            begin = start + pause.duration
            ready = max(ready, pause.earliest) + pause.duration
            if start < arrival:
                arrival += pause.duration
            if start > pause.latest:
                self.route.broken.append(f"{pause.id} starts too late")
            breaks += pause.duration
            self.route.stops.append(TimedStop(StopKind.BREAK, pause.id, start, start, begin))
        self.pending = []
        return travel, distance, arrival, ready, breaks

    def _start(self, facts: JobFacts, ready: int, locked_here: bool) -> int:
        """The first allowed instant from `ready` on; `ready` itself, with what it misses, when there is none."""
        windows = facts.windows or ((-FAR, FAR),)
        low, high = self.facts.time_lock.get(facts.job.id, (-FAR, FAR))
        earliest = max(ready, facts.promised_from, low)
        instants = [max(earliest, opens) for opens, closes in windows if max(earliest, opens) <= min(closes, high)]
        if instants:
            return min(instants)
        name = facts.job.id
        missed = {
            f"{name} misses its windows": not any(opens <= ready <= closes for opens, closes in windows),
            f"{name} starts before its promise": ready < facts.promised_from,
            f"{name} misses its time lock": not low <= ready <= high,
        }
        which = [cause for cause, true in missed.items() if true]
        (self.route.conflicts if locked_here else self.route.broken).extend(which)
        return ready

    def _use(self, parts: dict[str, int], name: str) -> None:
        self.stock.subtract(parts)
        if not self.endless and any(self.stock[part] < 0 for part in parts):
            self.route.broken.append(f"{name} lacks a part")

    def _stand(self, stop: TimedStop, place: Place) -> None:
        self.route.stops.append(stop)
        self.now, self.place, self.previous = stop.finish, place, place

    def _job_bill(self, facts: JobFacts, start: int, finish: int) -> dict[Term, int]:
        """The clocks of one job, in units."""
        bill = {}
        for term, due, step, rate in facts.clocks:
            late = (finish if term is Term.RESOLVE_MISSED else start) - due
            if late > 0:
                bill[term] = step + late * rate
        bill[Term.WAITING_CUSTOMER] = max(0, start - facts.waits_from) * facts.waiting_rate
        if facts.told and facts.job.id in self.facts.before:
            bill |= self._change_bill(facts, start, *self.facts.before[facts.job.id])
        return {term: price for term, price in bill.items() if price}

    def _change_bill(self, facts: JobFacts, start: int, technician: str, then: int) -> dict[Term, int]:
        """What it costs to change what was told."""
        change = self.facts.problem.costs.change
        changed = {
            Term.TECHNICIAN_SWAPPED: (technician != self.route.decision.technician, change.technician_swapped),
            Term.START_MOVED: (abs(start - then) > change.tolerance, change.start_moved),
            Term.PROMISE_BROKEN: (then <= facts.promised_until < start, change.promise_broken),
        }
        return {term: flat(price) for term, (true, price) in changed.items() if true}

    def go_home(self) -> TimedRoute:
        """The last leg, and the rules and prices of the whole route."""
        route, end = self.route, self.shift.end_place
        route.travel_home, route.distance_home, _, route.arrival_home, _ = self._leg(end, 0)
        route.working_time = route.arrival_home - route.decision.departure
        route.overtime = max(0, route.arrival_home - self.shift.end)
        self._judge_breaks()
        jobs = len(route.decision.jobs)
        limit = self.shift.shift.max_jobs
        rules = {
            "a route without a job": jobs == 0,
            "too many jobs": limit is not None and jobs > limit,
            "too much overtime": route.overtime > self.shift.shift.max_overtime,
        }
        route.broken += [rule for rule, broken in rules.items() if broken]
        route.cost = self._route_bill()
        return route

    def _judge_breaks(self) -> None:
        route = self.route
        given = [pause.id for pause in self.shift.pauses]
        positions = [given.index(name) for name in self.taken]
        if positions != sorted(set(positions)):
            route.broken.append("breaks out of order, or one twice")
        for pause in self.shift.pauses:
            over_before = route.decision.departure >= pause.earliest + pause.duration
            if pause.id not in self.taken and not over_before and route.arrival_home > pause.latest:
                route.broken.append(f"{pause.id} is due and not taken")

    def _route_bill(self) -> dict[Term, int]:
        route, target = self.route, self.facts.problem.costs.imbalance.target
        amounts = {
            Term.TRAVEL_TIME: route.travel_home + sum(stop.travel for stop in route.stops),
            Term.TRAVEL_DISTANCE: route.distance_home + sum(stop.distance for stop in route.stops),
            Term.WORKING_TIME: route.working_time,
            Term.OVERTIME: route.overtime,
            Term.IMBALANCE: max(0, route.working_time - target),
        }
        bill = Counter({term: amount * self.shift.rates[term] for term, amount in amounts.items()})
        for stop in route.stops:
            bill.update(stop.cost)
        return {term: price for term, price in bill.items() if price}
