"""The plan on a map: what a geographic information system reads."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st

from dispatcher.errors import DispatchError
from dispatcher.formats.geojson import geojson, write_geojson
from dispatcher.formats.meridian import Line, bounding_box, split_line
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from tests.builders import a_break, a_depot, a_job, a_place, a_plan, a_problem, a_shift, a_technician, line_travel
from tests.formats.sample_result import sample


def located(minute: int, lat: float, lon: float) -> Any:
    """A place on the line that also lies on the map."""
    return a_place(minute, lat=lat, lon=lon)


def a_trip(*places: tuple[float, float] | None) -> tuple[Problem, Plan]:
    """Anna goes from the first place over the others and home; places are (lat, lon) or nowhere."""
    spots = [located(n, *place) if place else a_place(n) for n, place in enumerate(places)]
    jobs = [a_job(f"J{n}", place=spot) for n, spot in enumerate(spots[1:], 1)]
    problem = a_problem((a_technician(home=spots[0]),), jobs)
    return problem, a_plan(problem, line_travel(problem), {("anna", "day"): [job.id for job in jobs]})


def of_kind(collection: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The features of a kind."""
    return [feature for feature in collection["features"] if feature["properties"]["kind"] == kind]


def test_the_file_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    """A map would refuse it, or a comparison of two days show changes where there are none."""
    problem, result = sample()
    first, again = tmp_path / "a.geojson", tmp_path / "b.geojson"
    write_geojson(problem, result.plan, first)
    write_geojson(problem, result.plan, again)
    assert first.read_bytes() == again.read_bytes()
    read = FeatureCollection.model_validate_json(first.read_bytes())
    assert len(read.features) == 3 + 6 + 11 + 1  # routes, their ends, jobs, unassigned
    assert json.loads(first.read_text(encoding="utf-8")) == json.loads(json.dumps(geojson(problem, result.plan)))


def test_routes_are_lines_over_their_stops_longitude_first() -> None:
    """Zurich would lie in the sea off Somalia."""
    problem, result = sample()
    (anna, *_) = of_kind(geojson(problem, result.plan), "route")
    home = (8.5442, 47.4115)
    assert anna["geometry"] == {
        "type": "LineString",
        "coordinates": [home, (8.512, 47.421), (8.547, 47.4117), (8.556, 47.429), (8.572, 47.405), home],
    }
    told = anna["properties"]
    assert (told["technician"], told["jobs"], told["distance_m"]) == ("anna", 5, 16_448)
    assert told["departure"] == "2026-11-23T08:00:00+01:00"


def test_a_job_is_a_point_with_all_that_is_known_of_it() -> None:
    """Whoever clicks a point would see an id and nothing else."""
    problem, result = sample()
    (late,) = (x for x in geojson(problem, result.plan)["features"] if x["id"] == "job/J-1008")
    told = late["properties"]
    assert late["geometry"] == {"type": "Point", "coordinates": (8.529, 47.38)}
    assert (told["technician"], told["shift"], told["sequence"]) == ("beat", "2026-11-23", 3)
    assert (told["start"], told["lateness_s"]) == ("2026-11-23T11:22:07+01:00", 1327)
    assert told["promise_until"] == "2026-11-23T11:00:00+01:00"
    assert "lat" not in told


def test_what_is_left_out_is_on_the_map_and_a_break_is_not() -> None:
    """A dispatcher looks for whom to send to the open jobs; a break would lie at a place that nobody knows."""
    problem, result = sample()
    collection = geojson(problem, result.plan)
    (open_job,) = of_kind(collection, "unassigned")
    assert (open_job["id"], open_job["properties"]["cost"]) == ("unassigned/J-1012", 320.0)
    assert of_kind(collection, "break") == []
    assert {x["properties"]["place"] for x in of_kind(collection, "departure")} == {"home-anna", "home-beat", "home-li"}


def test_a_depot_is_a_point_and_a_break_on_the_way_bends_no_line() -> None:
    """The line would miss the depot, or lead to nowhere."""
    anna = a_technician(home=located(0, 47, 8), shifts=(a_shift(breaks=(a_break(),)),))
    store = a_depot("store", place=located(5, 47.5, 8))
    problem = a_problem((anna,), (a_job(place=located(10, 48, 8)),), depots=(store,))
    plan = a_plan(problem, line_travel(problem), {("anna", "day"): ["store", "break", "J1"]})
    collection = geojson(problem, plan)
    assert [x["geometry"]["coordinates"] for x in of_kind(collection, "depot")] == [(8, 47.5)]
    assert of_kind(collection, "route")[0]["geometry"]["coordinates"] == [(8, 47), (8, 47.5), (8, 48), (8, 47)]


def test_every_feature_has_an_id_of_its_own() -> None:
    """A map that joins by id would overwrite one with another."""
    ids = ("a/b", "a", "b")
    people = [a_technician(name, home=located(n, 47, 8 + n)) for n, name in enumerate(ids)]
    jobs = [a_job(f"{name}/0", place=located(9 + n, 48, 8 + n)) for n, name in enumerate(ids)]
    problem = a_problem(people, jobs)
    routes = {(name, "day"): [job.id] for name, job in zip(ids, jobs, strict=True)}
    found = [x["id"] for x in geojson(problem, a_plan(problem, line_travel(problem), routes))["features"]]
    assert len(set(found)) == len(found) == 12


def test_what_lies_nowhere_keeps_its_properties_and_has_no_geometry() -> None:
    """A job would vanish, or stand at (0, 0)."""
    collection = geojson(*a_trip((47, 8), None, (48, 9)))
    nowhere, somewhere = of_kind(collection, "job")
    assert (nowhere["geometry"], nowhere["properties"]["id"]) == (None, "J1")
    assert somewhere["geometry"]["coordinates"] == (9, 48)
    (route,) = of_kind(collection, "route")
    assert route["geometry"]["coordinates"] == [(8, 47), (9, 48), (8, 47)]
    assert route["properties"]["unlocated"] == 1
    assert collection["bbox"] == [8, 47, 9, 48]
    assert FeatureCollection.model_validate_json(json.dumps(collection))


def test_a_route_with_one_known_place_has_no_line() -> None:
    """A line of one position is not valid, and the map would be refused as a whole."""
    collection = geojson(*a_trip(None, (47, 8), None))
    assert of_kind(collection, "route")[0]["geometry"] is None
    assert FeatureCollection.model_validate_json(json.dumps(collection))


def test_a_problem_without_coordinates_is_refused_by_name() -> None:
    """An empty map would look like a plan without routes."""
    with pytest.raises(DispatchError, match="no place has coordinates"):
        geojson(*a_trip(None, None))


def test_a_route_in_one_house_is_still_a_line() -> None:
    """A line of no length needs two positions all the same."""
    (route,) = of_kind(geojson(*a_trip((47, 8), (47, 8))), "route")
    assert route["geometry"]["coordinates"] == [(8, 47), (8, 47)]


def test_a_route_over_the_antimeridian_is_cut_in_two() -> None:
    """On Fiji the line would go once around the earth, the other way."""
    collection = geojson(*a_trip((-17, 179.5), (-17.5, -179.5)))
    (route,) = of_kind(collection, "route")
    assert route["geometry"] == {
        "type": "MultiLineString",
        "coordinates": (
            [(179.5, -17), (180, -17.25)],
            [(-180, -17.25), (-179.5, -17.5), (-180, -17.25)],
            [(180, -17.25), (179.5, -17)],
        ),
    }
    assert collection["bbox"] == [179.5, -17.5, -179.5, -17]
    with pytest.warns(UserWarning, match="BBOX crossing the Antimeridian"):
        assert FeatureCollection.model_validate_json(json.dumps(collection))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ([(1, 1), (2, 2)], ([(1, 1), (2, 2)],)),
        ([(1, 1), (1, 1), (2, 2)], ([(1, 1), (2, 2)],)),
        ([(1, 1), (1, 1)], ()),
        ([(180, 0), (-170, 0)], ([(-180, 0), (-170, 0)],)),
        ([(-170, 0), (180, 4)], ([(-170, 0), (-180, 4)],)),
        ([(-180, 0), (180, 0)], ()),
        ([(-90, 0), (90, 0)], ([(-90, 0), (90, 0)],)),
    ],
)
def test_a_line_is_cut_only_where_it_crosses(line: Line, parts: tuple[Line, ...]) -> None:
    """A place exactly on the antimeridian would leave a part of one position, which is not valid."""
    assert split_line(line) == parts


@pytest.mark.parametrize(
    ("lines", "box"),
    [
        ([[(8, 47)]], (8, 47, 8, 47)),
        ([[(8, 47), (9, 46)], [(7, 48)]], (7, 46, 9, 48)),
        ([[(170, 0)], [(-170, 1)]], (170, 0, -170, 1)),
        ([[(-100, 0)], [(0, 0)], [(100, 0)]], (-100, 0, 100, 0)),
        ([[(-100, 0)], [(0, 0)], [(100, 0), (180, 0)], [(-180, 0), (-100, 0)]], (0, 0, -100, 0)),
        ([[(-180, 0), (0, 0)], [(0, 0), (180, 0)]], (-180, 0, 180, 0)),
        ([], None),
    ],
)
def test_the_box_is_the_smallest_that_holds_every_line(lines: list[Line], box: tuple[float, ...] | None) -> None:
    """A map of Fiji would open on the whole world (RFC 7946, section 5.2)."""
    assert bounding_box(lines) == box


positions = st.tuples(st.floats(-180, 180).map(lambda x: round(x, 6)), st.floats(-90, 90).map(lambda x: round(x, 6)))


@given(st.lists(positions, min_size=2, max_size=6))
def test_no_part_of_a_cut_line_goes_the_long_way_or_leaves_the_box(line: Line) -> None:
    """Some route somewhere would be drawn around the earth, or outside the map."""
    parts = split_line(line)
    assert all(abs(a[0] - b[0]) <= 180 for part in parts for a, b in pairwise(part))
    assert all(len(part) > 1 for part in parts)
    box = bounding_box(parts)
    if box:
        west, south, east, north = box
        for lon, lat in (position for part in parts for position in part):
            assert south <= lat <= north
            assert west <= lon <= east or (west > east and (lon >= west or lon <= east))
