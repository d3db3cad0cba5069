"""A plan drawn on a plain background: equirectangular, straight lines, true to scale in the middle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

import numpy as np
from numpy.typing import NDArray

from dispatcher.formats.itinerary import Itinerary, PlannedStop, job_title
from dispatcher.job import Job
from dispatcher.place import Place

WIDTH, HEIGHT, MARGIN = 560.0, 420.0, 20.0
METRES_PER_DEGREE = 111_195.0
"""Along a meridian, mean radius of the earth."""

SMALLEST_SPAN = 500.0
"""Metres: a plan with a single place still gets a map around it."""


@dataclass(frozen=True)
class Mark:
    """A numbered job, or one left out. Drawn at (x, y), moved aside from (at_x, at_y) where marks would overlap."""

    x: float
    y: float
    at_x: float
    at_y: float
    job: Job
    route: Itinerary | None
    stop: PlannedStop | None

    @property
    def title(self) -> str:
        """What a person calls the job."""
        return job_title(self.job)


@dataclass(frozen=True)
class Home:
    """A start or end of one or more routes."""

    x: float
    y: float
    routes: tuple[Itinerary, ...]
    place: Place


@dataclass(frozen=True)
class Line:
    """One route through its places, as the points of an SVG polyline."""

    points: str
    route: Itinerary


@dataclass(frozen=True)
class SketchMap:
    """Everything on one map, in units of its view box."""

    width: float
    height: float
    radius: float
    """Of a mark."""
    lines: tuple[Line, ...]
    homes: tuple[Home, ...]
    marks: tuple[Mark, ...]
    scale_width: float
    scale_metres: int
    missing: int
    """Places without coordinates, which are not drawn."""


@dataclass(frozen=True)
class _Projection:
    """Degrees to the view box, around a middle."""

    lat: float
    lon: float
    east: float
    """View box units per degree of longitude."""
    north: float

    def __call__(self, place: Place) -> tuple[float, float] | None:
        if place.coordinates is None:
            return None
        lat, lon = place.coordinates
        x = WIDTH / 2 + _turn(lon - self.lon) * self.east
        return round(x, 2), round(HEIGHT / 2 - (lat - self.lat) * self.north, 2)


def sketch_map(routes: Sequence[Itinerary], left_out: Sequence[Job]) -> SketchMap | None:
    """The map of some routes and of the jobs in none; None when no place of theirs has coordinates."""
    places = {place.id: place for place in (*_places(routes), *(job.place for job in left_out))}
    spots = [place.coordinates for place in places.values() if place.coordinates]
    if not spots:
        return None
    project = _projection(spots)
    scale = _round_length(WIDTH / 4 / project.north * METRES_PER_DEGREE)
    marks = [mark for route in routes for mark in _marks(route, project)]
    marks += [mark for job in left_out for mark in _mark(project, job, None, None)]
    radius = round(min(8.5, max(4.0, 8.5 * (60 / max(1, len(marks))) ** 0.5)), 2)
    return SketchMap(
        width=WIDTH,
        height=HEIGHT,
        radius=radius,
        lines=tuple(Line(_points(route, project), route) for route in routes),
        homes=tuple(_homes(routes, project)),
        marks=_apart(marks, 1.9 * radius),
        scale_width=round(scale / METRES_PER_DEGREE * project.north, 2),
        scale_metres=scale,
        missing=len(places) - len(spots),
    )


def _places(routes: Iterable[Itinerary]) -> Iterator[Place]:
    for route in routes:
        yield route.start_place
        yield from (stop.place for stop in route.stops if stop.place)
        yield route.end_place


def _turn(degrees: float) -> float:
    """The same angle in -180 .. 180: neighbours across the date line stay neighbours."""
    return (degrees + 180) % 360 - 180


def _projection(spots: Sequence[tuple[float, float]]) -> _Projection:
    reference = spots[0][1]
    lats = [lat for lat, _ in spots]
    lons = [_turn(lon - reference) for _, lon in spots]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2 + reference
    shrink = max(0.01, cos(radians(lat)))
    least = SMALLEST_SPAN / METRES_PER_DEGREE
    across, up = max(least, (max(lons) - min(lons)) * shrink), max(least, max(lats) - min(lats))
    north = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / up)
    return _Projection(lat, lon, north * shrink, north)


def _round_length(metres: float) -> int:
    """The longest of 1, 2 or 5 times a power of ten that is not longer."""
    power = int(10 ** max(0, floor(log10(metres))))
    return max(step * power for step in (1, 2, 5) if step * power <= max(1.0, metres))


def _points(route: Itinerary, project: _Projection) -> str:
    spots = (project(place) for place in _places([route]))
    return " ".join(f"{spot[0]},{spot[1]}" for spot in spots if spot)


def _marks(route: Itinerary, project: _Projection) -> Iterator[Mark]:
    for stop in route.jobs:
        if stop.job:
            yield from _mark(project, stop.job, route, stop)


def _mark(project: _Projection, job: Job, route: Itinerary | None, stop: PlannedStop | None) -> Iterator[Mark]:
    spot = project(job.place)
    if spot:
        yield Mark(*spot, *spot, job, route, stop)


def _homes(routes: Sequence[Itinerary], project: _Projection) -> Iterator[Home]:
    """Each place once, with all the routes that begin or end there."""
    ends = {end.id: end for route in routes for end in (route.start_place, route.end_place)}
    for place in ends.values():
        spot = project(place)
        if spot:
            here = tuple(route for route in routes if place.id in (route.start_place.id, route.end_place.id))
            yield Home(*spot, here, place)


def _apart(marks: Sequence[Mark], distance: float) -> tuple[Mark, ...]:
    """Push marks that overlap apart, a little in each of a few rounds, and keep them on the map."""
    # A golden-angle spiral far below a pixel gives marks on one spot directions in which to part.
    turns = np.arange(len(marks)) * 2.4
    spots = np.array([(mark.at_x, mark.at_y) for mark in marks], dtype=float).reshape(-1, 2)
    spots += 1e-3 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    for _ in range(30):
        spots += _push(spots, distance)
        spots = np.clip(spots, MARGIN / 2, [WIDTH - MARGIN / 2, HEIGHT - MARGIN / 2])
    moved = np.round(spots, 2).tolist()
    return tuple(
        Mark(x, y, mark.at_x, mark.at_y, mark.job, mark.route, mark.stop)
        for (x, y), mark in zip(moved, marks, strict=True)
    )


def _push(spots: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """How far each spot gives way to those nearer than `distance`; shape (n, 2)."""
    away = spots[:, None] - spots[None, :]
    apart = np.hypot(away[..., 0], away[..., 1])
    np.fill_diagonal(apart, np.inf)
    overlap = np.maximum(0.0, distance - apart) / 2
    push: NDArray[np.float64] = (away * (overlap / np.maximum(apart, 1e-9))[..., None]).sum(axis=1)
    return push
