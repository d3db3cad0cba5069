"""The plan as GeoJSON (RFC 7946), for maps and geographic information systems."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dispatcher.errors import DispatchError
from dispatcher.fields import printed
from dispatcher.formats.itinerary import Itinerary, itineraries
from dispatcher.formats.meridian import Line, Position, bounding_box, split_line
from dispatcher.formats.replacement import replacing
from dispatcher.formats.stop_list import COLUMNS, Cell, Row, iso, route_columns, route_rows, unassigned_row
from dispatcher.place import Place
from dispatcher.plan import Plan, total
from dispatcher.problem import Problem

Feature = dict[str, Any]


def write_geojson(problem: Problem, plan: Plan, path: Path | str) -> None:
    """Write `geojson` as UTF-8, one line a feature; the same plan gives the same bytes.

    Raises
    ------
    DispatchError
        When no place of the problem has coordinates.
    OSError
        When it cannot be written.
    """
    collection = geojson(problem, plan)
    features = ",\n".join(map(_text, collection.pop("features")))
    head = _text(collection).removesuffix("}")
    with replacing(path) as fresh:
        fresh.write_text(f'{head}, "features": [\n{features}\n]}}\n', encoding="utf-8", newline="\n")


def geojson(problem: Problem, plan: Plan) -> dict[str, Any]:
    """A FeatureCollection of the routes, then the stops, then the unassigned jobs.

    The property `kind` tells them apart. ``route`` is a LineString from start to end place over the stops: straight
    lines, not roads; a MultiLineString where it crosses the antimeridian. ``departure``, ``job``, ``depot``,
    ``arrival_home`` and ``unassigned`` are Points, with the columns of `dispatcher.formats.stop_list` as properties. A
    break has no place and so no feature. Positions are longitude and latitude in degrees (WGS84), to six decimals.

    What lies where nobody knows, in a problem whose travel matrix is given, keeps its properties and has no geometry; a
    line leaves it out, and the property `unlocated` of the route counts how often.

    Raises
    ------
    DispatchError
        When no place of the problem has coordinates.
    """
    if not any(map(_position, problem.places)):
        raise DispatchError("no place has coordinates, so nothing can be drawn: give each its lat and lon")
    routes = itineraries(problem, plan)
    features = [*(_route(route, problem) for route in routes), *_points(routes, problem, plan)]
    box = bounding_box([line for feature in features for line in _lines(feature["geometry"])])
    return {
        "type": "FeatureCollection",
        **({"name": problem.name} if problem.name else {}),
        **({"bbox": list(box)} if box else {}),
        "features": features,
    }


def _route(route: Itinerary, problem: Problem) -> Feature:
    at, stops = route.route, [stop.stop for stop in route.stops]
    places = [route.start_place, *(stop.place for stop in route.stops if stop.place), route.end_place]
    line = [position for place in places if (position := _position(place))]
    properties = {
        "kind": "route",
        **route_columns(route),
        "departure": iso(at.departure, problem.zone),
        "arrival_home": iso(at.arrival_home, problem.zone),
        "jobs": len(route.jobs),
        "working_time_s": at.working_time,
        "overtime_s": at.overtime,
        "travel_s": sum(stop.travel for stop in stops) + at.travel_home,
        "distance_m": route.distance,
        "wait_s": sum(stop.wait for stop in stops),
        "lateness_s": sum(stop.lateness for stop in stops),
        "cost": printed(total(at.cost)),
        "currency": problem.costs.currency,
        "unlocated": len(places) - len(line),
    }
    return _feature(properties, _line(line), route.technician.id, route.shift.id)


def _points(routes: Sequence[Itinerary], problem: Problem, plan: Plan) -> Iterator[Feature]:
    for route in routes:
        for row in route_rows(route, problem.zone):
            if row["kind"] == "job":
                yield _point(row, str(row["id"]))
            elif row["kind"] != "break":
                yield _point(row, route.technician.id, route.shift.id, str(row["sequence"]))
    jobs = {job.id: job for job in problem.jobs}
    for left_out in plan.unassigned:
        yield _point(unassigned_row(jobs[left_out.job], left_out, problem.zone), left_out.job)


def _point(row: Row, *names: str) -> Feature:
    properties = {name: row[name] for name in COLUMNS if name in row and name not in ("lat", "lon")}
    lat, lon = row.get("lat"), row.get("lon")
    geometry: Feature | None = None
    if isinstance(lat, float) and isinstance(lon, float):
        geometry = {"type": "Point", "coordinates": _degrees(lat, lon)}
    return _feature(properties, geometry, *names)


def _feature(properties: Mapping[str, Cell], geometry: Feature | None, *names: str) -> Feature:
    """Its id is made of its kind and the names, escaped, so that no two are alike."""
    name = "/".join(quote(part, safe="") for part in (str(properties["kind"]), *names))
    cells = {key: float(cell) if isinstance(cell, Decimal) else cell for key, cell in properties.items()}
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": cells}


def _line(line: Line) -> Feature | None:
    """A line needs two positions, also where nobody moves."""
    if len(line) < 2:
        return None
    parts = split_line(line) or (line[:2],)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _lines(geometry: Feature | None) -> Sequence[Line]:
    """The geometry as lines, a point as one of a single position."""
    if geometry is None:
        return ()
    spots: Any = geometry["coordinates"]
    lines: Mapping[str, Sequence[Line]] = {"Point": ((spots,),), "LineString": (spots,), "MultiLineString": spots}
    return lines[geometry["type"]]


def _position(place: Place) -> Position | None:
    return None if place.lat is None or place.lon is None else _degrees(place.lat, place.lon)


def _degrees(lat: float, lon: float) -> Position:
    """Zero is added since minus zero would be written with its sign."""
    return round(lon, 6) + 0.0, round(lat, 6) + 0.0


def _text(part: Feature) -> str:
    return json.dumps(part, ensure_ascii=False, allow_nan=False)
