"""Where the rows are: coordinates from the row, from the sheet 'places', or from a geocoder; never a silent guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from dispatcher.formats.rows import Given, Row


class AddressMatch(Protocol):
    """What a geocoder makes of one address."""

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(lat, lon) in degrees when the match is beyond doubt, else None."""
        ...

    @property
    def known(self) -> bool:
        """Whether there is any match, be it doubtful."""
        ...

    @property
    def doubt(self) -> str:
        """Why it is not taken, with all candidates; empty when it is."""
        ...


class AddressBook(Protocol):
    """Something that knows where addresses are, such as `dispatcher.travel.geocode.Geocoder`."""

    def find(self, address: str) -> AddressMatch:
        """Look up one address."""
        ...


class Locations:
    """Finds the location of rows.

    Parameters
    ----------
    geocoder
        Who is asked for addresses without coordinates; None = nobody, each is a finding.
    """

    def __init__(self, geocoder: AddressBook | None) -> None:
        self._geocoder = geocoder
        self._places: dict[str, Mapping[str, Given]] = {}

    def learn(self, rows: Sequence[Row]) -> None:
        """Take the rows of the sheet 'places'."""
        for row in rows:
            self.locate(row, "place")
            name = row.given.get("place.id")
            if name and name.value in self._places:
                row.refuse("place.id", f"'{name.value}' stands twice", "duplicate_id")
            elif name:
                self._places[name.value] = row.given

    def locate(self, row: Row, prefix: str) -> None:
        """Complete ``prefix.lat``, ``prefix.lon`` and ``prefix.id`` of a row, or refuse the cell that is to blame.

        A row that cannot be located gets a stand-in, so that the rest of it can be checked all the same.
        """
        lat, lon, address, place = (f"{prefix}.{part}" for part in ("lat", "lon", "address", "id"))
        if not row.bad.isdisjoint((lat, lon, address, place)):
            pass
        elif lat in row.given or lon in row.given:
            if lat not in row.given or lon not in row.given:
                row.refuse(lat if lat not in row.given else lon, "latitude and longitude need each other")
        elif row.value(place) in self._places:
            self.refer(row, place, prefix)
        elif address in row.given:
            self._geocode(row, prefix)
        elif place in row.given:
            row.refuse(place, f"place '{row.value(place)}' has no location here, nor on the sheet 'places'")
        else:
            row.refuse(lat, "the row has no location", "place_without_location")
        _name(row, prefix)

    def refer(self, row: Row, path: str, prefix: str) -> None:
        """Give the row's ``prefix`` the location of the place named in ``path``, whose cell it comes from."""
        name = row.given.pop(path)
        if name.value not in self._places:
            row.refuse(path, f"no place '{name.value}' on the sheet 'places'")
            return
        for key, given in self._places[name.value].items():
            row.given.setdefault(f"{prefix}.{key.removeprefix('place.')}", Given(given.value, name.spot))

    def _geocode(self, row: Row, prefix: str) -> None:
        address = row.given[f"{prefix}.address"]
        if self._geocoder is None:
            cause = f"'{address.value}' has no latitude and longitude; `dispatcher convert --geocode` looks them up"
            row.refuse(f"{prefix}.address", cause, "place_without_location")
            return
        match = self._geocoder.find(address.value)
        if match.coordinates is None:
            code = "address_doubtful" if match.known else "address_unknown"
            row.refuse(f"{prefix}.address", f"'{address.value}': {match.doubt}", code)
            return
        for part, degrees in zip(("lat", "lon"), match.coordinates, strict=True):
            row.given[f"{prefix}.{part}"] = Given(degrees, address.spot)


def _name(row: Row, prefix: str) -> None:
    """The default id of a place, or a stand-in for a row without a location, which never leaves the reader."""
    lat, lon = row.value(f"{prefix}.lat"), row.value(f"{prefix}.lon")
    spot = row.spot(f"{prefix}.lat")
    if lat is None or lon is None:
        for path in [path for path in row.given if path.startswith(f"{prefix}.")]:
            del row.given[path]
        row.given |= {f"{prefix}.id": Given(str(spot), spot), f"{prefix}.index": Given(0, spot)}
    elif row.value(f"{prefix}.id") is None:
        row.given[f"{prefix}.id"] = Given(f"{lat:.5f},{lon:.5f}", row.given[f"{prefix}.lat"].spot)
