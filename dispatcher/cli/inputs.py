"""What the options say, turned into a problem's source, a geocoder and a source of travel times."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zipfile import BadZipFile

import typer
from rich.console import Console
from rich.markup import escape

from dispatcher.cli.console import messages
from dispatcher.errors import TravelError
from dispatcher.formats.locations import AddressBook
from dispatcher.formats.reader import read_source
from dispatcher.formats.source import Source
from dispatcher.place import Place
from dispatcher.travel import Geodesic, GivenMatrix, TravelMatrix, TravelProvider

if TYPE_CHECKING:
    from dispatcher.travel.geocode import Geocoder, Match

PUBLIC_GEOCODER = "nominatim.openstreetmap.org"
"""Demands to be told who asks (https://operations.osmfoundation.org/policies/nominatim/)."""


@dataclass(frozen=True)
class Geocoding:
    """Whether and by whom addresses are looked up.

    Parameters
    ----------
    url
        Scheme, host and port of a Nominatim.
    agent
        Who asks; may be empty for a Nominatim of one's own.
    pause
        Seconds from one question to the next.
    """

    wanted: bool = False
    url: str = f"https://{PUBLIC_GEOCODER}"
    agent: str = ""
    pause: float = 1.0

    def book(self) -> Inquiry | None:
        """The geocoder behind a record of its answers; None when nobody is to be asked.

        Raises
        ------
        typer.BadParameter
            When the public service is to be asked and nobody says who asks, or the address of the service is none.
        TravelError
            When the public service refuses such an agent.
        """
        if not self.wanted:
            return None
        from dispatcher.travel.geocode import nominatim

        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise typer.BadParameter(f"--geocoder-url '{self.url}' is not like https://nominatim.example.com")
        if parts.hostname == PUBLIC_GEOCODER and not self.agent:
            raise typer.BadParameter(
                f"{PUBLIC_GEOCODER} wants to know who asks: "
                "add --geocoder-agent 'Your company, you@example.com', or set DISPATCHER_GEOCODER_AGENT"
            )
        domain = f"{parts.netloc}{parts.path.rstrip('/')}"
        agent = self.agent or "technician-dispatcher"
        return Inquiry(nominatim(agent, domain=domain, scheme=parts.scheme, pause=self.pause))


@dataclass
class Inquiry:
    """An address book that remembers what it was asked and what it answered."""

    geocoder: Geocoder
    answers: dict[str, Match] = field(default_factory=dict)
    """Address to match, in the order of asking."""
    console: Console = field(default_factory=messages)

    def find(self, address: str) -> Match:
        """Look up one address; on a terminal, say so while it lasts."""
        with self.console.status(f"Address {len(self.answers) + 1}: {escape(address)}"):
            self.answers[address] = self.geocoder.find(address)
        return self.answers[address]


@dataclass(frozen=True)
class Reading:
    """A file, and how it is read. Parameters as in `dispatcher.formats.reader.read_source`."""

    file: Path
    time_zone: str | None = None
    geocoding: Geocoding = Geocoding()


def read(reading: Reading, book: AddressBook | None = None) -> Source:
    """What a file says.

    Parameters
    ----------
    book
        Asked for addresses; None = the one that `reading` names, if any.

    Raises
    ------
    typer.BadParameter
        When addresses are to be looked up in a JSON file, which has coordinates of its own.
    UnreadableFile
        When the file as a whole cannot be read.
    TravelError
        When the geocoder cannot be reached.
    """
    if reading.geocoding.wanted and reading.file.suffix.lower() == ".json":
        raise typer.BadParameter("--geocode looks up the addresses of tables; a JSON file carries coordinates")
    return read_source(reading.file, geocoder=book or reading.geocoding.book(), time_zone=reading.time_zone)


@dataclass(frozen=True)
class TravelOptions:
    """Where travel times come from; None = not said."""

    speed_kmh: float | None = None
    detour: float | None = None
    matrix: Path | None = None

    @property
    def given(self) -> bool:
        """Whether any of the options is."""
        return (self.speed_kmh, self.detour, self.matrix) != (None, None, None)

    def between(self, places: Sequence[Place], recorded: str | None = None) -> TravelMatrix:
        """Travel between all places.

        Parameters
        ----------
        recorded
            `Result.travel_source` of a plan to be checked: without options, travel is made again as it was then.

        Raises
        ------
        typer.BadParameter
            When the options contradict each other.
        TravelError
            When the times cannot be had.
        """
        return self._provider(recorded).matrix(places)

    def _provider(self, recorded: str | None) -> TravelProvider:
        if self.matrix:
            if self.speed_kmh is not None or self.detour is not None:
                raise typer.BadParameter("--matrix takes the place of --speed-kmh and --detour")
            return read_matrix(self.matrix)
        if self.given or recorded is None:
            return _straight_lines(self.speed_kmh, self.detour)
        return _as_recorded(recorded)


def _straight_lines(speed_kmh: float | None, detour: float | None) -> Geodesic:
    """Six digits, as many as `TravelMatrix.source` holds, so that a check makes the same matrix from it."""
    usual = Geodesic()
    speed, stretch = speed_kmh or usual.speed_kmh, detour or usual.detour
    return Geodesic(speed_kmh=float(f"{speed:g}"), detour=float(f"{stretch:g}"))


def _as_recorded(source: str) -> Geodesic:
    numbers = re.fullmatch(r"straight lines x (\d+(?:\.\d+)?) at (\d+(?:\.\d+)?) km/h", source)
    if numbers is None:
        raise TravelError(f"the plan was made with travel from '{source}': give that again with --matrix")
    return Geodesic(speed_kmh=float(numbers[2]), detour=float(numbers[1]))


def read_matrix(path: Path) -> GivenMatrix:
    """A travel matrix from a file; `Place.index` is the row of a place in it.

    Parameters
    ----------
    path
        ``.npz`` or ``.json`` with ``seconds`` and, if known, ``metres``: square, whole numbers, from row to column.

    Raises
    ------
    TravelError
        When there is no such matrix in it.
    """
    try:
        data = path.read_bytes()
        arrays = _arrays(data, path.suffix.lower())
    except (OSError, ValueError, BadZipFile, EOFError) as error:
        raise TravelError(f"the matrix {path} cannot be read: {error}") from error
    if "seconds" not in arrays:
        raise TravelError(f"the matrix {path} has no 'seconds'")
    for name, array in arrays.items():
        if array.ndim != 2 or array.shape[0] != array.shape[1] or array.shape != arrays["seconds"].shape:
            raise TravelError(f"'{name}' in the matrix {path} has shape {array.shape}; all must be square and alike")
    digest = sha256(data).hexdigest()[:12]
    return GivenMatrix(arrays["seconds"], arrays.get("metres"), f"matrix {path.name} (SHA-256 {digest})")


def _arrays(data: bytes, suffix: str) -> dict[str, Any]:
    import numpy as np

    if suffix == ".npz":
        with np.load(BytesIO(data), allow_pickle=False) as file:
            return {name: file[name] for name in ("seconds", "metres") if name in file}
    document = json.loads(data)
    if not isinstance(document, dict):
        raise ValueError("a JSON matrix is an object with 'seconds' and 'metres'")
    return {name: np.array(document[name]) for name in ("seconds", "metres") if name in document}
