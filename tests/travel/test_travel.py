"""Travel matrices refuse what makes no sense; straight lines agree with the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic

from dispatcher.errors import TravelError
from dispatcher.place import Place
from dispatcher.travel import Geodesic, GivenMatrix, TravelMatrix

BERN = Place(id="Bern", lat=46.948, lon=7.4474)
CHUR = Place(id="Chur", lat=46.8508, lon=9.532)
ZURICH = Place(id="Zürich", lat=47.3769, lon=8.5417)


def _matrix(seconds: object, metres: object = ((0, 1), (1, 0))) -> TravelMatrix:
    return TravelMatrix(("a", "b"), np.array(seconds), np.array(metres))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ([[0, 1, 2], [1, 0, 2]], r"seconds has shape \(2, 3\); 2 places need \(2, 2\)"),
        ([[0.0, np.nan], [1.0, 0.0]], "not a finite number"),
        ([[0.0, np.inf], [1.0, 0.0]], "not a finite number"),
        ([["0", "1"], ["1", "0"]], "not a finite number"),
        ([[0, -1], [1, 0]], "holds -1 to 1"),
        ([[0, 31 * 86_400 + 1], [1, 0]], "holds 0 to 2678401"),
        ([[0, 1], [1, 5]], "diagonal"),
    ],
    ids=["shape", "NaN", "infinite", "text", "negative", "above 31 days", "diagonal"],
)
def test_a_matrix_that_makes_no_sense_is_refused(seconds: object, words: str) -> None:
    """Broken: a plan would be made on travel times that cannot be."""
    with pytest.raises(TravelError, match=words):
        _matrix(seconds)


def test_metres_are_refused_like_seconds() -> None:
    """Broken: a negative distance would earn money."""
    with pytest.raises(TravelError, match="metres holds -1 to 0"):
        _matrix([[0, 1], [1, 0]], [[0, -1], [0, 0]])


def test_fractions_are_rounded_to_whole_seconds() -> None:
    """Broken: an engine that answers in decimals would be cut short: 59.6 s are 60 s."""
    assert _matrix([[0.0, 59.6], [60.4, 0.0]]).between("a", "b") == (60, 1)


def test_a_matrix_cannot_be_changed_behind_a_plan() -> None:
    """Broken: whoever holds the matrix could change what a finished plan was made from."""
    with pytest.raises(ValueError, match="read-only"):
        _matrix([[0, 1], [1, 0]]).seconds[0, 1] = 7


def test_an_unknown_place_is_an_error() -> None:
    """Broken: a place that the matrix lacks would end in a KeyError."""
    with pytest.raises(TravelError, match="no place 'c'"):
        _matrix([[0, 1], [1, 0]]).between("a", "c")


def test_a_given_matrix_picks_the_rows_of_the_places_in_their_order() -> None:
    """Broken: times of one place would be taken for those of another. From 2 to 0 it takes 20 s, from 0 to 2 2 s."""
    seconds = np.array([[0, 1, 2], [10, 0, 12], [20, 21, 0]])
    travel = GivenMatrix(seconds).matrix([Place(id="far", index=2), Place(id="near", index=0)])
    assert travel.places == ("far", "near")
    assert travel.seconds.tolist() == [[0, 20], [2, 0]]
    assert travel.metres.tolist() == [[0, 0], [0, 0]]


def test_two_places_may_share_a_row() -> None:
    """Broken: two customers in one house could not be told apart, or would be a second's drive apart."""
    travel = GivenMatrix(np.array([[0, 5], [5, 0]])).matrix([Place(id="a", index=1), Place(id="b", index=1)])
    assert travel.between("a", "b") == (0, 0)


@pytest.mark.parametrize("place", [BERN, Place(id="Bern", index=2)], ids=["no index", "beyond the end"])
def test_a_place_without_its_row_is_an_error(place: Place) -> None:
    """Broken: numpy's own error, or the times of the last row."""
    with pytest.raises(TravelError, match="place 'Bern' needs an index below 2"):
        GivenMatrix(np.array([[0, 5], [5, 0]])).matrix([place])


def test_straight_lines_agree_with_the_ellipsoid() -> None:
    """Broken: distances would be off by more than the 0.6 % by which a sphere may differ from WGS84 (Karney)."""
    rng = np.random.default_rng(20_261_123)
    spots = [(float(lat), float(lon)) for lat, lon in rng.uniform((-80, -180), (80, 180), (2000, 2))]
    ends = list(zip(spots[::2], spots[1::2], strict=True))
    assert len(ends) == 1000
    for start, end in ends:
        places = [Place(id="start", lat=start[0], lon=start[1]), Place(id="end", lat=end[0], lon=end[1])]
        _, metres = Geodesic(detour=1.0, speed_kmh=10_000).matrix(places).between("start", "end")
        assert metres == pytest.approx(geodesic(start, end).m, rel=0.006)


def test_near_places_are_as_exact_as_far_ones() -> None:
    """Broken: streets of a town would drown in rounding. 0.0001 degrees of latitude are 11.12 m, with detour 11.12."""
    near = [Place(id="a", lat=47.0, lon=8.0), Place(id="b", lat=47.0001, lon=8.0)]
    assert Geodesic(detour=1.0).matrix(near).between("a", "b")[1] == 11


def test_speed_and_detour_make_the_time() -> None:
    """Broken: times off by the detour. One degree of the equator, 111,195 m, x 1.3 = 144,554 m; at 40 km/h 13,010 s."""
    places = [Place(id="a", lat=0.0, lon=0.0), Place(id="b", lat=0.0, lon=1.0)]
    assert Geodesic(speed_kmh=40, detour=1.3).matrix(places).between("a", "b") == (13_010, 144_554)


def test_rows_follow_the_places_asked_for() -> None:
    """Broken: Chur's times would be Bern's. Straight on: Zürich to Bern 95 km, to Chur 95 km, Bern to Chur 159 km."""
    travel = Geodesic(detour=1.0).matrix([CHUR, ZURICH, BERN])
    assert travel.places == ("Chur", "Zürich", "Bern")
    assert [round(metres / 1000) for metres in travel.metres[0]] == [0, 95, 159]
    assert [round(metres / 1000) for metres in travel.metres[1]] == [95, 0, 95]


def test_a_place_without_coordinates_is_an_error() -> None:
    """Broken: a place known by its row alone would be planned in the sea at (0, 0)."""
    with pytest.raises(TravelError, match="place 'a' has no coordinates"):
        Geodesic().matrix([BERN, Place(id="a", index=0)])


@pytest.mark.parametrize(("speed", "detour"), [(0.0, 1.3), (-5.0, 1.3), (40.0, 0.9), (float("nan"), 1.3)])
def test_impossible_speeds_and_detours_are_refused(speed: float, detour: float) -> None:
    """Broken: a division by zero, or roads shorter than the straight line."""
    with pytest.raises(TravelError, match="must be above 0"):
        Geodesic(speed, detour)


def test_no_places_make_an_empty_matrix() -> None:
    """Broken: a problem without technicians and jobs would crash before it could be called empty."""
    assert Geodesic().matrix([]).seconds.shape == (0, 0)


def test_many_places_are_computed_in_pieces_that_fit_together() -> None:
    """Broken: rows of one piece would stand among those of another; straight lines are as long there as back."""
    rng = np.random.default_rng(1)
    spots = rng.uniform((46, 6), (48, 10), (600, 2))
    places = [Place(id=str(k), lat=lat, lon=lon) for k, (lat, lon) in enumerate(spots.tolist())]
    whole = Geodesic().matrix(places)
    assert (whole.metres == whole.metres.T).all()
    few = Geodesic().matrix([places[k] for k in (599, 3, 256, 255)])
    assert (few.seconds == whole.among(few.places)[0]).all()


def test_some_places_of_a_matrix_keep_their_direction() -> None:
    """Broken: a one-way street would be driven the wrong way. a to b takes 1, b to a 2, c is 3 to 6 away."""
    travel = TravelMatrix(("a", "b", "c"), np.array([[0, 1, 3], [2, 0, 4], [5, 6, 0]]), np.zeros((3, 3)))
    assert travel.among(["c", "a"])[0].tolist() == [[0, 5], [3, 0]]
    assert travel.among(["a", "b", "c"])[0] is travel.seconds
    with pytest.raises(TravelError, match="no place 'd'"):
        travel.among(["a", "d"])


def test_a_matrix_that_could_still_be_changed_is_copied() -> None:
    """Broken: somebody who keeps a view of it could change it later; only what nobody can write to is kept as it is."""
    mine = np.array([[0, 7], [7, 0]])
    view = mine[:]
    view.setflags(write=False)
    travel = TravelMatrix(("a", "b"), view, view)
    mine[0, 1] = 1
    assert travel.between("a", "b") == (7, 7)
