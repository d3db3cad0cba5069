"""geopy's own Nominatim class against a server on this machine: found, doubtful, missing, cached, out of reach."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from geopy.geocoders import Nominatim

from dispatcher.errors import TravelError
from dispatcher.travel.geocode import Geocoder, default_cache, nominatim
from tests.nominatim import city, house, nominatim_desk, road

HOUSE = house(47.3669, 8.5397, "Bahnhofstrasse 1, Zürich")
"""One building of the answers below."""


def test_one_house_is_found(tmp_path: Path) -> None:
    """Broken: an ordinary address would not get its coordinates, or be doubted for its low importance (0.00007)."""
    with nominatim_desk({"Bahnhofstrasse 1, Zürich": [HOUSE]}) as desk:
        match = desk.geocoder(tmp_path).find("Bahnhofstrasse 1, Zürich")
    assert match.coordinates == (47.3669, 8.5397)
    assert match.doubt == ""


def test_the_second_geocoder_asks_nothing(tmp_path: Path) -> None:
    """Broken: every run would ask the provider again for addresses that it has answered."""
    with nominatim_desk({"Bahnhofstrasse 1, Zürich": [HOUSE]}) as desk:
        first = desk.geocoder(tmp_path).find("Bahnhofstrasse 1, Zürich")
        again = desk.geocoder(tmp_path).find("  bahnhofstrasse  1, ZÜRICH ")
    assert again == first
    assert desk.asked == ["Bahnhofstrasse 1, Zürich"]


def test_two_candidates_far_apart_are_doubtful(tmp_path: Path) -> None:
    """Broken: the technician would drive to the wrong of two villages. 0.1 degrees of latitude are 11.1 km."""
    other = house(47.4669, 8.5397, "Bahnhofstrasse 1, Bülach")
    with nominatim_desk({"Bahnhofstrasse 1": [HOUSE, other]}) as desk:
        match = desk.geocoder(tmp_path).find("Bahnhofstrasse 1")
    assert match.known
    assert match.coordinates is None
    assert "2 candidates up to 11.1 km apart" in match.doubt
    assert "Bahnhofstrasse 1, Bülach (47.46690, 8.53970, building)" in match.doubt


def test_two_candidates_next_door_are_one(tmp_path: Path) -> None:
    """Broken: a shop listed beside its house would make every city address doubtful. 0.001 degrees are 111 m."""
    with nominatim_desk({"Bahnhofstrasse 1": [HOUSE, house(47.3679, 8.5397, "Shop")]}) as desk:
        assert desk.geocoder(tmp_path).find("Bahnhofstrasse 1").coordinates == (47.3669, 8.5397)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (city(47.3744, 8.541, "Zürich"), "larger than a street (city, "),
        (road(47.3744, 8.541, "Seestrasse", half=0.02), "larger than a street (road, "),
    ],
    ids=["city", "street of 5 km"],
)
def test_a_match_of_a_whole_area_is_doubtful(tmp_path: Path, answer: dict[str, object], words: str) -> None:
    """Broken: an address that matched no more than its city would be planned in the middle of that city."""
    with nominatim_desk({"Nowhere 1, Zürich": [answer]}) as desk:
        match = desk.geocoder(tmp_path).find("Nowhere 1, Zürich")
    assert match.coordinates is None
    assert words in match.doubt


def test_a_short_street_is_found(tmp_path: Path) -> None:
    """Broken: houses that the map lacks would need a person, although their street is but 270 m across."""
    with nominatim_desk({"Lane 3": [road(47.37, 8.54, "Lane")]}) as desk:
        assert desk.geocoder(tmp_path).find("Lane 3").coordinates == (47.37, 8.54)


def test_an_unknown_address_is_missing_and_remembered(tmp_path: Path) -> None:
    """Broken: a misspelt address would be asked for at every run, or count as found."""
    with nominatim_desk({}) as desk:
        matches = [desk.geocoder(tmp_path).find("Nowhere 1") for _ in range(2)]
    assert [match.known for match in matches] == [False, False]
    assert matches[0].doubt == "the geocoder knows no such address"
    assert desk.asked == ["Nowhere 1"]


def test_a_miss_is_asked_again_after_its_time(tmp_path: Path) -> None:
    """Broken: a street that the map gained since would stay unknown for ever."""
    with nominatim_desk({}) as desk:
        for _ in range(2):
            service = Nominatim(user_agent="dispatcher tests", domain=desk.domain, scheme="http")
            cache = tmp_path / "cache.sqlite"
            Geocoder(service, cache=cache, pause=0, misses_for=timedelta(0)).find("New Street 1")
    assert desk.asked == ["New Street 1", "New Street 1"]


def test_answers_of_one_provider_are_not_taken_for_those_of_another(tmp_path: Path) -> None:
    """Broken: after a change to an own server the old server's answers would live on."""
    with nominatim_desk({"Lane 3": [HOUSE]}) as one, nominatim_desk({"Lane 3": [HOUSE]}) as other:
        one.geocoder(tmp_path).find("Lane 3")
        other.geocoder(tmp_path).find("Lane 3")
    assert one.asked == other.asked == ["Lane 3"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (429, b"{}"), (200, b"<html>"), (200, b'[{"lat": "47"}]'), (200, b'{"error": "no"}')],
    ids=["server error", "too many questions", "no JSON", "half an answer", "an error as an answer"],
)
def test_trouble_is_an_error_and_nothing_is_kept(tmp_path: Path, status: int, body: bytes) -> None:
    """Broken: a failed question would be cached as a missing address, and a whole day would lack its places."""
    with nominatim_desk({"Lane 3": [HOUSE]}) as desk:
        desk.status, desk.body = status, body
        with pytest.raises(TravelError, match="gave no answer to 'Lane 3'"):
            desk.geocoder(tmp_path).find("Lane 3")
        desk.status, desk.body = 200, None
        assert desk.geocoder(tmp_path).find("Lane 3").known


def test_no_network_is_an_error_in_words(tmp_path: Path) -> None:
    """Broken: without a network the user would see a traceback of urllib."""
    with nominatim_desk({}) as desk:
        geocoder = desk.geocoder(tmp_path)
    with pytest.raises(TravelError, match=r"Nominatim 127\.0\.0\.1:\d+ gave no answer to 'Lane 3'"):
        geocoder.find("Lane 3")


def test_questions_keep_their_pause(tmp_path: Path) -> None:
    """Broken: the public server would lock us out. Three questions have two pauses of 0.1 s between them."""
    with nominatim_desk({}) as desk:
        geocoder = nominatim(
            "dispatcher tests", domain=desk.domain, scheme="http", cache=tmp_path / "c.sqlite", pause=0.1
        )
        started = monotonic()
        for number in range(3):
            geocoder.find(f"Lane {number}")
    assert monotonic() - started >= 0.2


def test_a_cache_that_is_no_cache_is_an_error_in_words(tmp_path: Path) -> None:
    """Broken: a damaged cache would end in a traceback of sqlite."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "geocode.sqlite").write_text("this is not a database, but long enough to look like one" * 9)
    with nominatim_desk({}) as desk, pytest.raises(TravelError, match=r"cache .* cannot be used"):
        desk.geocoder(tmp_path).find("Lane 3")


def test_an_entry_of_another_version_is_asked_anew(tmp_path: Path) -> None:
    """Broken: an old cache would stop a new version from working."""
    with nominatim_desk({"Lane 3": [HOUSE]}) as desk:
        desk.geocoder(tmp_path).find("Lane 3")
        with sqlite3.connect(tmp_path / "cache" / "geocode.sqlite") as connection:
            connection.execute("""UPDATE answers SET candidates = '[{"latitude": 47}]'""")
        connection.close()
        assert desk.geocoder(tmp_path).find("Lane 3").coordinates == (47.3669, 8.5397)


def test_the_public_server_is_not_asked_under_a_borrowed_name(tmp_path: Path) -> None:
    """Broken: the public server's rules would be violated, and everybody behind this address locked out."""
    with pytest.raises(TravelError, match="user_agent"):
        nominatim("my-application", cache=tmp_path / "c.sqlite")


def test_the_environment_says_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Broken: in a container without a home the cache could not be put anywhere."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("DISPATCHER_GEOCODE_CACHE", raising=False)
    assert default_cache() == tmp_path / "technician-dispatcher" / "geocode.sqlite"
    monkeypatch.setenv("DISPATCHER_GEOCODE_CACHE", str(tmp_path / "mine"))
    assert default_cache() == tmp_path / "mine"
