"""A plan joined with its problem: who, where and what stands behind every id, and how each minute is spent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from dispatcher.job import Job
from dispatcher.place import Place
from dispatcher.plan import Plan, Route, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Technician


class Activity(StrEnum):
    """What a technician does during a segment."""

    TRAVEL = "travel"
    SETUP = "setup"
    WAIT = "wait"
    WORK = "work"
    PAUSE = "pause"
    DEPOT = "depot"
    APPOINTMENT = "appointment"


_ACTIVITY = {
    StopKind.JOB: Activity.WORK,
    StopKind.BREAK: Activity.PAUSE,
    StopKind.DEPOT: Activity.DEPOT,
    StopKind.APPOINTMENT: Activity.APPOINTMENT,
}


@dataclass(frozen=True)
class Segment:
    """A stretch of time spent on one thing."""

    activity: Activity
    start: datetime
    end: datetime
    stop: PlannedStop | None = None
    """Where, unless it is travel, setup or waiting."""


@dataclass(frozen=True)
class PlannedStop:
    """A stop with the job and place behind its id."""

    stop: Stop
    number: int
    """Which of the route's jobs this is, from 1; 0 when it is no job."""
    job: Job | None
    place: Place | None
    """None for a break or an appointment."""
    setup: int
    """Seconds from the door to being ready; 0 when paid before at the same place."""

    @property
    def title(self) -> str:
        """What a person calls this stop: see `job_title`."""
        return job_title(self.job) if self.job else self.stop.id

    @property
    def clocks_missed(self) -> dict[str, int]:
        """Seconds past each told or agreed time that this stop misses: promise, respond_by, resolve_by."""
        if self.job is None:
            return {}
        ends = {
            "promise": (self.job.promise.until if self.job.promise else None, self.stop.start),
            "respond_by": (self.job.respond_by, self.stop.start),
            "resolve_by": (self.job.resolve_by, self.stop.finish),
        }
        return {name: seconds_between(end, real) for name, (end, real) in ends.items() if end and real > end}


@dataclass(frozen=True)
class Itinerary:
    """One route with its technician and shift."""

    technician: Technician
    shift: Shift
    route: Route
    stops: tuple[PlannedStop, ...]
    position: int
    """Position of the technician in the problem: the colour on every page."""
    day: date
    """Local day on which the shift starts."""

    @property
    def name(self) -> str:
        """What a person calls the technician."""
        return technician_name(self.technician)

    @property
    def hue(self) -> int:
        """Which of the eight colours is this technician's, 0 to 7."""
        return self.position % 8

    @property
    def start_place(self) -> Place:
        """Where the route begins."""
        resumed = self.shift.available_from
        return resumed.place if resumed else self.shift.start_place or self.technician.home

    @property
    def end_place(self) -> Place:
        """Where the route ends."""
        return self.shift.end_place or self.technician.home

    @property
    def jobs(self) -> tuple[PlannedStop, ...]:
        """Only the stops that are jobs."""
        return tuple(stop for stop in self.stops if stop.number)

    @property
    def distance(self) -> int:
        """Metres of all legs."""
        return sum(stop.stop.distance for stop in self.stops) + self.route.distance_home

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """From departure to arrival home, in order, without gaps: travel first, then setup, the rest is waiting."""
        return tuple(self._segments())

    def _segments(self) -> Iterator[Segment]:
        left, pauses = self.route.departure, list[tuple[datetime, datetime, PlannedStop]]()
        for stop in self.stops:
            if stop.stop.kind is StopKind.BREAK:
                pauses.append((stop.stop.start.astimezone(UTC), stop.stop.finish.astimezone(UTC), stop))
                continue
            yield from _between(left, stop.stop.start, stop.stop.travel, stop.setup, pauses)
            yield Segment(_ACTIVITY[stop.stop.kind], stop.stop.start, stop.stop.finish, stop)
            left, pauses = stop.stop.finish, []
        yield from _between(left, self.route.arrival_home, self.route.travel_home, 0, pauses)


def job_title(job: Job) -> str:
    """What a person calls a job: its label `customer` when it has one, else its id."""
    return job.labels.get("customer") or job.id


def technician_name(technician: Technician) -> str:
    """The name of a technician, or the id of one without a name."""
    return technician.name or technician.id


def itineraries(problem: Problem, plan: Plan) -> tuple[Itinerary, ...]:
    """Every route of the plan, in the document order of the problem's shifts."""
    routes = {(route.technician, route.shift): route for route in plan.routes}
    positions = {technician.id: position for position, technician in enumerate(problem.technicians)}
    places = {depot.id: depot.place for depot in problem.depots}
    jobs = {job.id: job for job in problem.jobs}
    return tuple(
        Itinerary(
            technician=technician,
            shift=shift,
            route=route,
            stops=tuple(_planned_stops(route, jobs, places)),
            position=positions[technician.id],
            day=shift.start.astimezone(problem.zone).date(),
        )
        for technician, shift in problem.shifts()
        if (route := routes.get((technician.id, shift.id)))
    )


def unused_shifts(problem: Problem, plan: Plan) -> tuple[tuple[Technician, Shift], ...]:
    """Shifts in which nobody is sent out."""
    used = {(route.technician, route.shift) for route in plan.routes}
    return tuple((person, shift) for person, shift in problem.shifts() if (person.id, shift.id) not in used)


def _planned_stops(route: Route, jobs: dict[str, Job], depots: dict[str, Place]) -> Iterator[PlannedStop]:
    left, paused, number = route.departure, 0, 0
    for stop in route.stops:
        if stop.kind is StopKind.BREAK:
            paused += seconds_between(stop.start, stop.finish)
            yield PlannedStop(stop, 0, None, None, 0)
            continue
        job = jobs[stop.id] if stop.kind is StopKind.JOB else None
        place = job.place if job else depots.get(stop.id) if stop.kind is StopKind.DEPOT else None
        spent = seconds_between(left, stop.start) - stop.travel - stop.wait - paused
        number += job is not None
        yield PlannedStop(stop, number if job else 0, job, place, max(0, spent) if job else 0)
        left, paused = stop.finish, 0


def _between(
    left: datetime, start: datetime, travel: int, setup: int, pauses: Sequence[tuple[datetime, datetime, PlannedStop]]
) -> Iterator[Segment]:
    """What fills the time between two stops, breaks interrupting whatever goes on."""
    # Python subtracts instants of one zone by their wall times, which jump; those of UTC do not.
    left, start = left.astimezone(UTC), start.astimezone(UTC)
    amounts = [(Activity.TRAVEL, travel), (Activity.SETUP, setup), (Activity.WAIT, seconds_between(left, start))]
    for begins, ends, pause in pauses:
        yield from _spend(amounts, left, begins)
        yield Segment(Activity.PAUSE, begins, ends, pause)
        left = ends
    yield from _spend(amounts, left, start)


def _spend(amounts: list[tuple[Activity, int]], start: datetime, end: datetime) -> Iterator[Segment]:
    """Take from `amounts`, first to last and in place, what fits between two instants of UTC."""
    while amounts and start < end:
        activity, seconds = amounts[0]
        until = min(end, start + timedelta(seconds=seconds))
        amounts[0] = activity, seconds - seconds_between(start, until)
        if until > start:
            yield Segment(activity, start, until)
        if not amounts[0][1]:
            amounts.pop(0)
        start = until


def seconds_between(first: datetime, last: datetime) -> int:
    """True seconds from one instant to another, also where the clocks are changed in between."""
    return (last.astimezone(UTC) - first.astimezone(UTC)) // timedelta(seconds=1)
