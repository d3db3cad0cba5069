"""A solver that asks nobody what they can do."""

from __future__ import annotations

from benchmarks.peers.contract import Race, room


def solve(race: Race) -> None:
    """Give all jobs to the first shift."""
    race.better([list(range(len(race.problem.jobs))), []])


work = room(solve)
