"""How long it takes and how far it is from every place to every other."""

from dispatcher.travel.geodesic import Geodesic
from dispatcher.travel.matrix import GivenMatrix, TravelMatrix, TravelProvider

__all__ = ["Geodesic", "GivenMatrix", "TravelMatrix", "TravelProvider"]
