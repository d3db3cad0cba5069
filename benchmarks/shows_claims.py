"""The claims that tests prove at length: a module of tests runs by itself and prints one JSON line for each.

It runs in a process of its own, since benchmarks do not import tests.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.data import PROJECT
from benchmarks.shows import Measurement, Say, Show

LEAST: Mapping[str, Mapping[str, int]] = {
    "tests.evidence": {
        "kinds of broken plan": 30,
        "hand-computed days": 30,
        "random mutations": 10_000,
        "brute force over all orders and breaks": 200,
        "OR-Tools' objective equals the replayed cost": 500,
        "planned without violation, every cost term agreed": 500,
    },
    "tests.file_claims": {
        "mistakes": 6,
        "corrected workbooks": 2,
        "CSV folders": 6,
        "addresses": 20,
        "later runs that ask the geocoder nothing": 12,
    },
}
"""For each module the things, as `Claim.count` finds them, and how many of them it has to try at least."""


class Claim(NamedTuple):
    """What was tried how often, and which of it failed; the fields of each JSON line."""

    what: str
    tried: int
    failed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.tried:,} {self.what} ({len(self.failed)} failed)"

    def count(self, thing: str) -> int:
        """How many of a thing were tried: the number before it in `what`, else `tried`; 0 when it is not named."""
        named = re.search(rf"(?:(\d+) )?{re.escape(thing)}", self.what)
        return int(named[1] or self.tried) if named else 0


def claims_of(module: str, folder: Path = PROJECT) -> Iterator[Claim]:
    """Run a module and give its claims as they come.

    Parameters
    ----------
    module
        Prints one JSON object with the fields of `Claim` on each line.
    folder
        In which it runs.

    Yields
    ------
    Claim
        When the module crashes, the last one says so.
    """
    command = [sys.executable, "-m", module]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8") as process:
        for line in process.stdout or ():
            told = json.loads(line)
            yield Claim(told["what"], told["tried"], tuple(told["failed"]))
    if process.returncode:
        yield Claim(f"of the rest of {module}", 0, (f"it ended with exit code {process.returncode}",))


def judged(claims: Sequence[Claim], least: Mapping[str, int], seeds: tuple[int, ...] | str) -> Measurement:
    """Hold claims against what must have been tried at least.

    Parameters
    ----------
    claims
        None of which may have failed.
    least
        As in `LEAST`.
    seeds
        Of what was tried.
    """
    short = [
        f"fewer than {number:,} {thing}"
        for thing, number in least.items()
        if max((claim.count(thing) for claim in claims), default=0) < number
    ]
    return Measurement(
        figure="; ".join([*map(str, claims), *short]),
        passed=not short and not any(claim.failed for claim in claims),
        seeds=seeds,
        rows=tuple(claim._asdict() for claim in claims),
    )


def three_readings_of_the_rules(say: Say) -> Measurement:
    """Ten minutes on two cores."""
    seeds = "0-199 mutated; the first 250 to brute force, 500 to price and 500 to plan that the engine can express"
    return _proved("tests.evidence", seeds, say)


def spreadsheets_by_hand(say: Say) -> Measurement:
    """Both languages on the real command line: half a minute."""
    return _proved("tests.file_claims", (1,), say)


def _proved(module: str, seeds: tuple[int, ...] | str, say: Say) -> Measurement:
    return judged(told(claims_of(module), say), LEAST[module], seeds)


def told(claims: Iterable[Claim], say: Say) -> list[Claim]:
    """All of them, each said with its failures as it comes."""
    found = []
    for claim in claims:
        found.append(claim)
        say(str(claim))
        for failure in claim.failed:
            say(f"  {failure}")
    return found


SHOWS = (
    Show(
        key="road-4",
        bar="at least 30 kinds of broken plan each caught; 500 random problems: no violation, schedule and check agree"
        " to the unit on every cost term; on problems using only what OR-Tools can express its objective equals the"
        " replayed cost; 30 hand-computed days and brute force over all orders and breaks as third opinion; 10,000"
        " random mutations judged alike by check and brute-force replay",
        measure=three_readings_of_the_rules,
    ),
    Show(
        key="road-5",
        bar="an XLSX filled from the template by hand (headers English or Chinese), addresses instead of coordinates in"
        " ten rows, three mistakes in it: three findings naming sheet, row and column; corrected, it plans; the second"
        " run asks the geocoder nothing. The same day as CSV in the three encodings gives the identical Problem",
        measure=spreadsheets_by_hand,
    ),
)
"""The shows of this kind."""
