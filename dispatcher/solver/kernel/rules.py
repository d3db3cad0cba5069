"""Which rules the kernel holds: all of them; or, in a copy of the package that a benchmark makes, those of plain days.

A plain day knows skills, one window a job, shifts with homes, and prices of leaving jobs out; everything else has a
switch here or asks `ruled`. Compiled code takes constants for granted, so that switched off a rule leaves no trace.
"""

from __future__ import annotations

from typing import Any

from dispatcher.arrays import Records
from dispatcher.compiled import inlined
from dispatcher.schedule import next_start

ALL_RULES: bool = True
"""False only in the copy that `benchmarks.peers.bare` makes: it shows what the rules cost a day that has none."""


@inlined
def ruled(value: int) -> int:
    """The value; 0 where the rules are compiled out that it belongs to."""
    return value if ALL_RULES else 0


@inlined
def start_within(windows: Records, job: Any, ready: int) -> int:
    """As `dispatcher.schedule.next_start`; with the rules compiled out in the one window of a plain day."""
    if ALL_RULES:
        return int(next_start(windows, job, ready))
    window = windows[job.first_window]
    return int(max(ready, window.opens)) if ready <= window.closes else -1
