"""Where something is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from dispatcher.fields import Count, Identifier, Seconds, Value


class Place(Value):
    """A spot on the map, or a row of a given travel matrix.

    Two places are the same when they share the id, or their coordinates agree to five decimals (about a metre).
    """

    id: Identifier
    """The same id always means the same location."""
    lat: Annotated[float, Field(strict=True, ge=-90, le=90)] | None = None
    """Degrees north, WGS84."""
    lon: Annotated[float, Field(strict=True, ge=-180, le=180)] | None = None
    """Degrees east, WGS84."""
    address: str | None = None
    """As a person would write it."""
    index: Annotated[int, Field(strict=True, ge=0)] | None = None
    """Row of this place in a given travel matrix."""

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """(lat, lon) rounded to five decimals, or None when not located."""
        if self.lat is None or self.lon is None:
            return None
        return round(self.lat, 5), round(self.lon, 5)


class Depot(Value):
    """A place where a technician may refill tools and parts on the way."""

    id: Identifier
    place: Place
    duration: Seconds
    tools: tuple[Identifier, ...] | None = None
    """Tools handed out; None = every tool."""
    stock: Mapping[Identifier, Count] | None = None
    """Parts handed out at each visit, added to the van; None = as many as wanted."""
