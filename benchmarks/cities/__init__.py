"""Real cities: their districts with coordinates, their streets and how people there are called."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.cities.chengdu import CHENGDU
from benchmarks.cities.lyon import LYON
from benchmarks.cities.munich import MUNICH
from benchmarks.cities.zurich import ZURICH
from benchmarks.city import City

CITIES: Mapping[str, City] = {"chengdu": CHENGDU, "lyon": LYON, "munich": MUNICH, "zurich": ZURICH}
"""Every city a load can be set in, by its key."""
