"""A solver that plans one job at once and then never ends."""

from __future__ import annotations

import time

from benchmarks.peers.contract import Race, room


def solve(race: Race) -> None:
    """Give the second job to the first shift; then be busy for ever."""
    race.better([[1], []])
    while True:
        time.sleep(1)


work = room(solve)
