"""Days whose clocks are changed, in zones all over the earth, with shifts that run through the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dispatcher.job import Job, Promise
from dispatcher.place import Place
from dispatcher.plan import Plan, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.replay import replay
from dispatcher.technician import Break, Shift, Technician
from dispatcher.travel import Geodesic

HOSTILE = "x;y,z\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\nATTACH:http://x\x00\x07\x1b[31m\u2028😀 Zürich 北京"
"""What a customer may write into a ticket."""


@dataclass(frozen=True)
class Morning:
    """A place on earth and the local day whose small hours are lived through.

    Parameters
    ----------
    lat, lon
        The middle of the day's places, in degrees.
    """

    zone: str
    day: date
    lat: float
    lon: float

    def __str__(self) -> str:
        return f"{self.zone} {self.day}"


MORNINGS = (
    Morning("Europe/Zurich", date(2026, 3, 29), 47.37, 8.54),
    Morning("Europe/Zurich", date(2026, 10, 25), 47.37, 8.54),
    Morning("Europe/Dublin", date(2026, 10, 25), 53.35, -6.26),
    Morning("America/New_York", date(2026, 3, 8), 40.71, -74.01),
    Morning("America/New_York", date(2026, 11, 1), 40.71, -74.01),
    Morning("America/St_Johns", date(2026, 11, 1), 47.56, -52.71),
    Morning("Asia/Shanghai", date(2026, 10, 25), 31.23, 121.47),
    Morning("Australia/Lord_Howe", date(2026, 4, 5), -31.55, 159.08),
    Morning("Australia/Lord_Howe", date(2026, 10, 4), -31.55, 159.08),
    Morning("Africa/Casablanca", date(2026, 2, 15), 33.57, -7.59),
    Morning("Pacific/Chatham", date(2026, 9, 27), -43.95, -176.55),
    Morning("Pacific/Fiji", date(2026, 11, 23), -16.8, 179.97),
)
"""Europe and America at both changes; half an hour on Lord Howe Island; winter time as the exception in Dublin, and at
Ramadan in Casablanca; at 02:45 on Chatham; none in Shanghai and on Fiji, where routes cross the antimeridian."""

Orders = dict[str, list[str]]
"""Technician to ids of stops in order."""


def lived(morning: Morning, seed: int) -> Problem:
    """Two technicians through the night and one by day, with ten-minute jobs and a break, in and around a town."""
    rng = Random(seed)
    night = [_instant(morning, -1, 22), _instant(morning, 0, 7)]
    dawn = [_instant(morning, 0, 0), _instant(morning, 0, 12)]
    people = (_technician(morning, who, shift) for who, shift in (("night 1", night), ("night/2", night), ("早", dawn)))
    return Problem(
        name=str(morning),
        time_zone=morning.zone,
        technicians=tuple(people),
        jobs=tuple(_job(morning, number, rng) for number in range(45)),
    )


def orders(problem: Problem) -> Orders:
    """Fourteen jobs each, a break after the seventh; three jobs are left out."""
    names = [job.id for job in problem.jobs]
    shares = {who.id: names[14 * n : 14 * n + 14] for n, who in enumerate(problem.technicians)}
    return {who: [*jobs[:7], "break", *jobs[7:]] for who, jobs in shares.items()}


def changed(before: Orders) -> Orders:
    """A re-plan: the first two jobs of one swapped, one moved to another technician, the last of a third left out."""
    first, second, third = (list(stops) for stops in before.values())
    moved = second.pop()
    return dict(zip(before, ([first[1], first[0], *first[2:]], second, [moved, *third[:-1]]), strict=True))


def planned(problem: Problem, order: Orders) -> Plan:
    """A plan with these orders, each technician leaving as soon as the shift begins."""
    routes = tuple(_route(who, order[who.id]) for who in problem.technicians)
    stops = {name for names in order.values() for name in names}
    left_out = tuple(UnassignedJob(job=job.id, cost=0) for job in problem.jobs if job.id not in stops)
    decisions = Plan(routes=routes, unassigned=left_out, cost={})
    return replay(problem, Geodesic().matrix(problem.places), decisions)


def _instant(morning: Morning, days: int, hour: int) -> datetime:
    return datetime.combine(morning.day + timedelta(days=days), time(hour), ZoneInfo(morning.zone))


def _technician(morning: Morning, name: str, shift: Sequence[datetime]) -> Technician:
    start, end = shift
    home = Place(id=f"home of {name}", lat=morning.lat, lon=_east(morning.lon + 0.01))
    rest = Break(earliest=start, latest=end, duration=900)
    return Technician(
        id=name, home=home, shifts=(Shift(id="shift", start=start, end=end, breaks=(rest,), max_overtime=14_400),)
    )


def _job(morning: Morning, number: int, rng: Random) -> Job:
    lat, lon = morning.lat + rng.uniform(-0.05, 0.05), _east(morning.lon + rng.uniform(-0.05, 0.05))
    told = _instant(morning, -1, 20)
    return Job(
        id=f"J{number}",
        place=Place(id=f"p{number}", lat=round(lat, 6), lon=round(lon, 6), address=HOSTILE),
        description=HOSTILE,
        labels={"customer": HOSTILE},
        duration=rng.randrange(0, 1500, 60),
        promise=Promise(from_=told, until=told + timedelta(hours=8)),
    )


def _east(lon: float) -> float:
    """The same meridian from -180 to 180."""
    return (lon + 180) % 360 - 180


def _route(who: Technician, names: Sequence[str]) -> Route:
    start = who.shifts[0].start
    stops = tuple(
        Stop(
            kind=StopKind.BREAK if name == "break" else StopKind.JOB, id=name, arrival=start, start=start, finish=start
        )
        for name in names
    )
    return Route(
        technician=who.id, shift="shift", departure=start, stops=stops, arrival_home=start, working_time=0, cost={}
    )
