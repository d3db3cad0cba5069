"""A problem as the slow reference reads it: instants as epoch seconds, prices as whole units, locks sorted out.

Written from the rules and docs/decisions/0001 alone; shares nothing with `dispatcher.check` or `dispatcher.schedule`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dispatcher.costs import LatePrice, Term
from dispatcher.fields import thousandths
from dispatcher.job import Job
from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.place import Place
from dispatcher.plan import StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician
from dispatcher.travel.matrix import TravelMatrix

FAR = 2**60
"""Seconds: later than any instant. -FAR is earlier than any."""

ShiftKey = tuple[str, str]
"""Technician id and shift id."""


def at(instant: datetime) -> int:
    """Epoch seconds."""
    return int(instant.timestamp())


def flat(price: Decimal) -> int:
    """A price paid once, in units: k thousandths are 18,000 k."""
    return 18_000 * thousandths(price)


def per_hour(price: Decimal) -> int:
    """A price per hour, in units per second: k thousandths are 5 k."""
    return 5 * thousandths(price)


def per_minute(price: Decimal) -> int:
    """A price per minute, in units per second: k thousandths are 300 k."""
    return 300 * thousandths(price)


def per_km(price: Decimal) -> int:
    """A price per kilometre, in units per metre: k thousandths are 18 k."""
    return 18 * thousandths(price)


def same_place(one: Place, other: Place) -> bool:
    """The same id, or coordinates that agree to five decimals."""
    return one.id == other.id or (one.coordinates is not None and one.coordinates == other.coordinates)


@dataclass(frozen=True)
class Pause:
    """One break of a shift."""

    id: str
    earliest: int
    latest: int
    duration: int


@dataclass(frozen=True)
class ShiftFacts:
    """One shift: where and when it runs, and what its seconds and metres cost."""

    technician: Technician
    shift: Shift
    first: int
    """Earliest departure."""
    end: int
    start_place: Place
    end_place: Place
    pauses: tuple[Pause, ...]
    rates: dict[Term, int]
    """Units per second or metre."""


@dataclass(frozen=True)
class JobFacts:
    """The clocks of one job; what is not given lies far away."""

    job: Job
    windows: tuple[tuple[int, int], ...]
    promised_from: int
    promised_until: int
    told: bool
    latest_finish: int
    waits_from: int
    clocks: tuple[tuple[Term, int, int, int], ...]
    """(term, due, step, rate): promise and respond_by on the start, resolve_by on the finish."""
    waiting_rate: int
    left_out: int
    """Price of leaving it out, in units."""


@dataclass(frozen=True)
class Fit:
    """One job on one shift, whatever its place in the route."""

    allowed: bool
    overridden: bool
    """Locked to this shift: skills, tools, only and excluded do not count."""
    service: int
    bill: dict[Term, int]


class Facts:
    """Everything that the slow clock looks up."""

    def __init__(self, problem: Problem, travel: TravelMatrix) -> None:
        self.problem = problem
        self.legs = {(a, b): travel.between(a, b) for a in travel.places for b in travel.places}
        self.shifts = {(t.id, s.id): shift_facts(problem, t, s) for t, s in problem.shifts()}
        self.jobs = {job.id: job_facts(problem, job) for job in problem.jobs}
        self.depots = {depot.id: depot for depot in problem.depots}
        self.before = starting_starts(problem)
        self.contradictions: list[str] = []
        self.shift_lock: dict[str, ShiftKey] = {}
        self.time_lock: dict[str, tuple[int, int]] = {}
        self.orders: list[tuple[str, str]] = []
        self._read_locks()
        self._fits: dict[tuple[str, ShiftKey], Fit] = {}

    def _read_locks(self) -> None:
        """The first lock of a kind counts; one that contradicts it is a conflict; a compatible one holds as well."""
        for lock in self.problem.locks:
            if isinstance(lock, TechnicianLock | BothLock):
                key = (lock.technician, lock.shift)
                if self.shift_lock.setdefault(lock.job, key) != key:
                    self.contradictions.append(f"{lock.job} is locked to two shifts")
            if isinstance(lock, TimeLock | BothLock):
                self._read_time_lock(lock.job, at(lock.start) - lock.tolerance, at(lock.start) + lock.tolerance)
            if isinstance(lock, OrderLock):
                behind = {lock.then}
                for _ in self.orders:
                    behind |= {then for first, then in self.orders if first in behind}
                if lock.first in behind:
                    self.contradictions.append(f"{lock.first} and {lock.then} are locked before each other")
                else:
                    self.orders.append((lock.first, lock.then))

    def _read_time_lock(self, job: str, low: int, high: int) -> None:
        first_low, first_high = self.time_lock.get(job, (-FAR, FAR))
        if max(low, first_low) > min(high, first_high):
            self.contradictions.append(f"{job} is locked to two times")
        else:
            self.time_lock[job] = (max(low, first_low), min(high, first_high))

    def fit(self, job: str, key: ShiftKey) -> Fit:
        """Whether this shift may do the job, how long it takes there, and the job x technician costs."""
        if (job, key) not in self._fits:
            self._fits[job, key] = self._fit(self.jobs[job].job, key)
        return self._fits[job, key]

    def _fit(self, job: Job, key: ShiftKey) -> Fit:
        technician, shift = self.shifts[key].technician, self.shifts[key].shift
        day = shift.start.astimezone(self.problem.zone).date()
        needs, choice = job.skills, job.technicians

        def holds(name: str, level: int) -> bool:
            return technician.level(name, day) >= level

        skilled = (
            all(holds(*need) for need in needs.all.items())
            and (not needs.any or any(holds(*need) for need in needs.any.items()))
            and not any(holds(*need) for need in needs.none.items())
        )
        chosen = (not choice.only or technician.id in choice.only) and technician.id not in choice.excluded
        overridden = self.shift_lock.get(job.id) == key
        used = [name for name, level in (*needs.all.items(), *needs.any.items()) if holds(name, level)]
        pace = max((technician.pace.get(name, Decimal(1)) for name in used), default=Decimal(1))
        surplus = sum(max(0, technician.level(name, day) - level) for name, level in needs.all.items())
        missed = bool(choice.preferred) and technician.id not in choice.preferred
        costs = self.problem.costs
        bill = {Term.OVERQUALIFIED: surplus * flat(costs.overqualified)}
        bill[Term.PREFERRED_MISSED] = flat(costs.preferred_missed) if missed else 0
        service = (job.duration * thousandths(pace) + 500) // 1000
        return Fit(overridden or (skilled and chosen), overridden, service, bill)


def shift_facts(problem: Problem, technician: Technician, shift: Shift) -> ShiftFacts:
    """One shift with its instants, places and rates."""
    costs, own, begin = problem.costs, technician.rates, shift.available_from

    def rate(name: str) -> Decimal:
        price: Decimal = getattr(costs, name) if getattr(own, name) is None else getattr(own, name)
        return price

    return ShiftFacts(
        technician,
        shift,
        first=max(at(shift.start), at(begin.time)) if begin else at(shift.start),
        end=at(shift.end),
        start_place=begin.place if begin else shift.start_place or technician.home,
        end_place=shift.end_place or technician.home,
        pauses=tuple(Pause(x.id, at(x.earliest), at(x.latest), x.duration) for x in shift.breaks),
        rates={
            Term.TRAVEL_TIME: per_hour(rate("travel_per_hour")),
            Term.TRAVEL_DISTANCE: per_km(rate("travel_per_km")),
            Term.WORKING_TIME: per_hour(rate("working_per_hour")),
            Term.OVERTIME: per_hour(rate("overtime_per_hour")),
            Term.IMBALANCE: per_hour(costs.imbalance.per_hour),
        },
    )


def job_facts(problem: Problem, job: Job) -> JobFacts:
    """One job with its instants and prices."""
    costs, promise = problem.costs, job.promise
    plan_start = at(problem.start)
    released = plan_start if job.released_at is None else at(job.released_at)

    def clock(term: Term, due: datetime | None, price: LatePrice) -> tuple[Term, int, int, int]:
        return term, FAR if due is None else at(due), flat(price.step), per_minute(price.per_minute)

    return JobFacts(
        job,
        windows=tuple((at(w.earliest_start), at(w.latest_start)) for w in job.time_windows),
        promised_from=at(promise.from_) if promise else -FAR,
        promised_until=at(promise.until) if promise else FAR,
        told=promise is not None and promise.told_at is not None,
        latest_finish=FAR if job.latest_finish is None else at(job.latest_finish),
        waits_from=max(released, plan_start),
        clocks=(
            clock(Term.PROMISE_MISSED, promise.until if promise else None, costs.promise_missed[job.service_class]),
            clock(Term.RESPOND_MISSED, job.respond_by, costs.respond_missed[job.service_class]),
            clock(Term.RESOLVE_MISSED, job.resolve_by, costs.resolve_missed[job.service_class]),
        ),
        waiting_rate=per_hour(costs.waiting_customer[job.priority - 1]),
        left_out=left_out_price(problem, job),
    )


def left_out_price(problem: Problem, job: Job) -> int:
    """Units for leaving the job out."""
    if job.must_plan:
        others = sum(left_out_price(problem, other) for other in problem.jobs if not other.must_plan)
        return flat(problem.costs.must_plan) + others
    table = problem.costs.unassigned[job.service_class][job.priority - 1]
    return flat(table if job.unassigned_price is None else job.unassigned_price)


def starting_starts(problem: Problem) -> dict[str, tuple[str, int]]:
    """Technician and start of every job that the starting plan plans."""
    if problem.starting_plan is None:
        return {}
    return {
        stop.id: (route.technician, at(stop.start))
        for route in problem.starting_plan.routes
        for stop in route.stops
        if stop.kind is StopKind.JOB
    }
