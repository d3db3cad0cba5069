"""Where addresses are: geopy's geocoders, asked slowly, asked once, and doubted.

An address is found only when everything the geocoder answers lies within `APART` of its first candidate, and that one
is no wider than this: a city, a postcode, or two villages of one name are for people to settle. What Nominatim calls
importance says how well known a place is, not how sure the match is; ordinary houses have next to none: not used.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize

from geopy.distance import great_circle
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim

from dispatcher.errors import TravelError

APART = 1000.0
"""Metres within which a match must be certain."""

STREET_RANK = 26
"""Nominatim's rank of a street; quarters, postcodes and towns rank below (Nominatim manual, "Place Ranking")."""

_COARSE = frozenset(
    {
        "administrative",
        "borough",
        "city",
        "continent",
        "country",
        "county",
        "district",
        "hamlet",
        "locality",
        "municipality",
        "neighbourhood",
        "postal_code",
        "postalcode",
        "postcode",
        "province",
        "quarter",
        "region",
        "state",
        "suburb",
        "town",
        "village",
    }
)
"""Words by which geocoders name what is larger than a street."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer of a geocoder.

    Parameters
    ----------
    lat, lon
        Degrees, WGS84.
    address
        As the geocoder writes it.
    kind
        The geocoder's word for what it found: house, road, city, ...; empty when it says nothing.
    extent
        Metres across what it found; 0 when it says nothing.
    coarse
        Whether what it found is larger than a street.
    """

    lat: float
    lon: float
    address: str
    kind: str = ""
    extent: float = 0.0
    coarse: bool = False

    def __str__(self) -> str:
        return f"{self.address} ({self.lat:.5f}, {self.lon:.5f}, {self.kind or 'of unknown kind'})"


@dataclass(frozen=True, slots=True)
class Match:
    """What a geocoder makes of one address: found, doubtful or missing.

    Parameters
    ----------
    candidates
        Best first, as the geocoder ranks them; none = missing.
    """

    candidates: tuple[Candidate, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is any candidate."""
        return bool(self.candidates)

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(lat, lon) in degrees of the first candidate when it is beyond doubt, else None."""
        return None if self.doubt else (self.candidates[0].lat, self.candidates[0].lon)

    @property
    def doubt(self) -> str:
        """Why the match is not taken, with every candidate; empty when it is found."""
        if not self.candidates:
            return "the geocoder knows no such address"
        doubts = "; ".join(self._doubts())
        return f"{doubts}: {' | '.join(map(str, self.candidates))}" if doubts else ""

    def _doubts(self) -> Iterator[str]:
        best, *others = self.candidates
        if best.coarse or best.extent > APART:
            yield f"the match is larger than a street ({best.kind or 'of unknown kind'}, {best.extent:.0f} m across)"
        farthest = max((_metres(best, other) for other in others), default=0.0)
        if farthest > APART:
            yield f"{len(self.candidates)} candidates up to {farthest / 1000:.1f} km apart"


class Geocoder:
    """A geocoder of geopy that asks no more often than it may, and never asks the same twice.

    Parameters
    ----------
    service
        Any geocoder of geopy.
    cache
        SQLite file in which answers are kept; None = `default_cache`.
    pause
        Seconds from one question to the next, at least 0; five times as long before asking again after a failure.
    misses_for
        How long it is remembered that an address is not known; answers are kept for good.
    """

    def __init__(
        self,
        service: Any,
        *,
        cache: str | os.PathLike[str] | None = None,
        pause: float = 1.0,
        misses_for: timedelta = timedelta(days=7),
    ) -> None:
        self._ask: Callable[..., Any] = RateLimiter(
            service.geocode, min_delay_seconds=pause, error_wait_seconds=5 * pause, swallow_exceptions=False
        )
        self._provider = f"{type(service).__name__} {getattr(service, 'domain', '')}".strip()
        self._cache = _Cache(Path(cache or default_cache()), misses_for)

    def find(self, address: str) -> Match:
        """Look up one address, in the cache first.

        Raises
        ------
        TravelError
            When the geocoder cannot be reached or answers nonsense, or the cache cannot be used. Nothing is kept then.
        """
        plain = " ".join(normalize("NFKC", address).split())
        known = self._cache.get(self._provider, plain.casefold())
        if known is not None:
            return Match(known)
        candidates = self._asked(plain)
        self._cache.put(self._provider, plain.casefold(), candidates)
        return Match(candidates)

    def _asked(self, address: str) -> tuple[Candidate, ...]:
        try:
            return tuple(map(_candidate, self._ask(address, exactly_one=False) or ()))
        except (GeopyError, TypeError, ValueError, LookupError) as error:
            raise TravelError(f"{self._provider} gave no answer to '{address}': {error}") from error


def nominatim(
    user_agent: str,
    *,
    domain: str = "nominatim.openstreetmap.org",
    scheme: str = "https",
    cache: str | os.PathLike[str] | None = None,
    pause: float = 1.0,
) -> Geocoder:
    """OpenStreetMap's geocoder, the public one or your own.

    Parameters
    ----------
    user_agent
        Who asks, such as your company and a way to reach it; the public service demands it
        (https://operations.osmfoundation.org/policies/nominatim/).
    domain, scheme
        Where it runs: host and port; https or http.
    cache, pause
        As in `Geocoder`; the public service allows one question a second.

    Raises
    ------
    TravelError
        When the public service refuses such a user agent.
    """
    try:
        service = Nominatim(user_agent=user_agent, domain=domain, scheme=scheme, timeout=10)
    except GeopyError as error:
        raise TravelError(str(error)) from error
    return Geocoder(service, cache=cache, pause=pause)


def default_cache() -> Path:
    """``DISPATCHER_GEOCODE_CACHE``, or a file in the user's cache directory."""
    chosen = os.environ.get("DISPATCHER_GEOCODE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen) if chosen else Path(home) / "technician-dispatcher" / "geocode.sqlite"


@dataclass(frozen=True)
class _Cache:
    path: Path
    misses_for: timedelta

    def get(self, provider: str, address: str) -> tuple[Candidate, ...] | None:
        """The answer known; None when the address was never asked for, or too long ago to no avail."""
        rows = self._run(
            "SELECT asked_at, candidates FROM answers WHERE provider = ? AND address = ?", provider, address
        )
        for asked_at, text in rows:
            candidates = _recalled(text)
            if candidates or datetime.now(UTC) - datetime.fromisoformat(asked_at) < self.misses_for:
                return candidates
        return None

    def put(self, provider: str, address: str, candidates: Sequence[Candidate]) -> None:
        text = json.dumps([asdict(candidate) for candidate in candidates])
        now = datetime.now(UTC).isoformat()
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", provider, address, now, text)

    def _run(self, statement: str, *values: str) -> Sequence[tuple[str, str]]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path)) as connection, connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers (provider TEXT, address TEXT, asked_at TEXT, candidates TEXT,"
                    " PRIMARY KEY (provider, address))"
                )
                return connection.execute(statement, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            raise TravelError(f"the geocoder's cache {self.path} cannot be used: {error}") from error


def _recalled(text: str) -> tuple[Candidate, ...] | None:
    """Candidates from the cache; None when another version of this program wrote them."""
    try:
        return tuple(Candidate(**fields) for fields in json.loads(text))
    except TypeError:
        return None


def _candidate(location: Any) -> Candidate:
    raw: Mapping[str, Any] = location.raw
    kind = _kind(raw)
    coarse = kind in _COARSE or int(raw.get("place_rank") or STREET_RANK) < STREET_RANK
    return Candidate(location.latitude, location.longitude, location.address, kind, _extent(raw), coarse)


def _kind(raw: Mapping[str, Any]) -> str:
    """What was found, in the words of Nominatim, Photon, Pelias or Google."""
    more = raw.get("properties") or {}
    several = raw.get("types") or [""]
    words = (raw.get("addresstype"), raw.get("type"), more.get("layer"), more.get("type"), several[0])
    return next((str(word) for word in words if word and word != "Feature"), "")


def _extent(raw: Mapping[str, Any]) -> float:
    """Metres from corner to corner of Nominatim's bounding box: south, north, west, east."""
    if "boundingbox" not in raw:
        return 0.0
    south, north, west, east = map(float, raw["boundingbox"])
    return float(great_circle((south, west), (north, east)).m)


def _metres(one: Candidate, other: Candidate) -> float:
    return float(great_circle((one.lat, one.lon), (other.lat, other.lon)).m)
