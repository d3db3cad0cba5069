"""A Nominatim on this machine: answers /search over HTTP as the real one does, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dispatcher.travel.geocode import Geocoder, nominatim

Answer = Mapping[str, Any]


@dataclass
class Desk:
    """What the server answers, and what it was asked.

    Parameters
    ----------
    answers
        Query to results; other queries have none.
    """

    answers: Mapping[str, Sequence[Answer]]
    domain: str = ""
    asked: list[str] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    """Sent instead of the answers."""

    def geocoder(self, folder: Path) -> Geocoder:
        """geopy's Nominatim on this server, with its cache in the folder and no pause between questions."""
        cache = folder / "cache" / "geocode.sqlite"
        return nominatim("dispatcher tests", domain=self.domain, scheme="http", cache=cache, pause=0)


@contextmanager
def nominatim_desk(answers: Mapping[str, Sequence[Answer]]) -> Iterator[Desk]:
    """Run the server for the length of a with block."""
    desk = Desk(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            query = parse_qs(url.query)["q"][0]
            desk.asked.append(query)
            body = desk.body or json.dumps(desk.answers.get(query, [])).encode()
            self.send_response(desk.status if url.path == "/search" else 404)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        desk.domain = f"127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield desk
        finally:
            server.shutdown()
            thread.join()


def house(lat: float, lon: float, name: str) -> Answer:
    """A building, about 20 m across."""
    return _result(lat, lon, name, "building", "yes", "building", 30, 0.0001)


def city(lat: float, lon: float, name: str) -> Answer:
    """A city, about 14 km across."""
    return _result(lat, lon, name, "boundary", "administrative", "city", 16, 0.05)


def road(lat: float, lon: float, name: str, half: float = 0.001) -> Answer:
    """A street, as many degrees to each side as `half` says."""
    return _result(lat, lon, name, "highway", "residential", "road", 26, half)


def _result(lat: float, lon: float, name: str, group: str, kind: str, address: str, rank: int, half: float) -> Answer:
    box = (lat - half, lat + half, lon - half, lon + half)
    return {
        "place_id": 1,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "way",
        "osm_id": 2,
        "lat": str(lat),
        "lon": str(lon),
        "class": group,
        "type": kind,
        "place_rank": rank,
        "importance": 0.00007,
        "addresstype": address,
        "name": "",
        "display_name": name,
        "boundingbox": [f"{degrees:.7f}" for degrees in box],
    }
