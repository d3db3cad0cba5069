"""What the small charts and the map draw."""

from __future__ import annotations

import re

import pytest

from benchmarks.charts import Axis, Chart, Series
from benchmarks.dot_map import Dot, dot_map


def numbers(drawn: str, tag: str, *names: str) -> list[tuple[float, ...]]:
    """Attributes of all elements of one kind."""
    elements = re.findall(rf"<{tag} [^>]*>", drawn)
    return [tuple(float(re.findall(rf' {name}="([^"]*)"', one)[0]) for name in names) for one in elements]


def test_whiskers_reach_as_far_as_their_values() -> None:
    """An interval would be cut off at the edge, or look narrower than it is."""
    series = Series("gain", "s0", [(1, 0), (2, 0)], whiskers=[(-1, 1), (-2, 2)])
    drawn = Chart("t", Axis("x"), Axis("y"), (series,)).svg()
    (_, first), (_, second) = (
        (y1, y1 - y2) for y1, y2 in numbers(drawn.replace("grid", ""), 'line class="s0"', "y1", "y2")
    )
    assert second == pytest.approx(2 * first, abs=0.2)
    assert all(34 <= y <= 256 for ends in numbers(drawn, 'line class="s0"', "y1", "y2") for y in ends)


def test_names_stand_where_their_points_are() -> None:
    """Utilisation would be read beside the wrong skill."""
    series = Series("now", "s0", [(10, 0), (20, 1)], line=False)
    drawn = Chart("t", Axis("x"), Axis("y", names=("gas", "<water>")), (series,)).svg()
    names = dict(re.findall(r'y="([\d.]+)" text-anchor="end">([^<]*)<', drawn))
    heights = {float(y): name for y, name in names.items()}
    points = [y for _, y in numbers(drawn, "circle", "cx", "cy")]
    assert [heights[round(y + 3.5, 1)] for y in points] == ["gas", "&lt;water&gt;"]


def test_a_whole_axis_has_no_halves() -> None:
    """One and a half technicians would be written below the axis."""
    drawn = Chart("t", Axis("x", whole=True), Axis("y"), (Series("s", "s0", [(1, 10), (2, 30)]),)).svg()
    ticks = re.findall(r'text-anchor="middle">([\d.]+)<', drawn)
    assert ticks == ["1", "2"]


def test_labels_stand_beside_their_points() -> None:
    """Nobody could tell which dot is which scenario."""
    series = Series("front", "s0", [(1, 1), (2, 2)], labels=["7", "<8>"])
    drawn = Chart("t", Axis("x"), Axis("y"), (series,)).svg()
    assert ">7</text>" in drawn
    assert ">&lt;8&gt;</text>" in drawn


def test_a_map_keeps_shapes_and_has_a_scale() -> None:
    """At 60 degrees north a degree east is half as long as one north: a square must not become a bar."""
    corners = [Dot(lat, lon, 2, "missed", "<a>") for lat in (59.95, 60.05) for lon in (10.0, 10.2)]
    drawn = dot_map("Oslo & around", corners)
    spots = numbers(drawn, "circle", "cx", "cy")
    assert spots[1][0] - spots[0][0] == pytest.approx(spots[0][1] - spots[2][1], rel=0.01)
    # 0.1 degrees, 11.12 km, are as high as the square; the scale says how long its line is.
    ((x1, x2),) = numbers(drawn, 'line class="scale"', "x1", "x2")
    (length,) = re.findall(r"(\d+) km</text>", drawn)
    assert (x2 - x1) / (spots[0][1] - spots[2][1]) == pytest.approx(float(length) / 11.12, rel=0.01)
    assert "Oslo &amp; around" in drawn
    assert "&lt;a&gt;" in drawn


def test_neighbours_across_the_date_line_stay_neighbours() -> None:
    """Fiji would be drawn as wide as the earth."""
    drawn = dot_map("Fiji", [Dot(-17, 179.9, 2, "a"), Dot(-17, -179.9, 2, "a")])
    (first, _), (second, _) = numbers(drawn, "circle", "cx", "cy")
    assert 0 < second - first < 460
    assert "10 km" in drawn or "5 km" in drawn


def test_a_map_of_nothing_is_nothing() -> None:
    """An empty frame would say that there is no unassigned work, when there is no place for it."""
    assert dot_map("Nothing", []) == ""


def test_a_figure_at_the_right_edge_is_not_cut_off() -> None:
    """15,000 would be read as 15,00."""
    series = Series("now", "s0", [(3600, 0), (14_400, 1)])
    drawn = Chart("t", Axis("seconds"), Axis("y"), (series,)).svg()
    assert re.findall(r'text-anchor="(\w+)">15,000<', drawn) == ["end"]
    assert re.findall(r'text-anchor="(\w+)">10,000<', drawn) == ["middle"]
