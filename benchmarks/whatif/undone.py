"""Jobs that an arm leaves out where the measure does not count them: less travel may be nothing but less work."""

from __future__ import annotations

from benchmarks.whatif.measures import MEASURES
from benchmarks.whatif.statistics import Comparison, compare, runs_by_arm
from benchmarks.whatif.study import Results

COUNTING = ("cost", "unassigned")
"""Measures that hold a job left out against the arm that leaves it out."""

MANY = 0.5
"""Jobs a day that are told even where the days cannot tell them from none."""


def left_out_more(results: Results, one: Comparison) -> float | None:
    """How many jobs a day an arm leaves out beyond those of the arm that it is compared with.

    Returns
    -------
    float or None
        None where the measure counts them, where there is no day to compare, and where there are none to speak of:
        no more than `MANY`, with an interval that holds zero.
    """
    if results.study.measure in COUNTING or one.verdict == "no_days":
        return None
    figure = MEASURES["unassigned"]
    runs = runs_by_arm(results.outcomes, figure)
    found = compare((one.arm, runs[one.arm]), (one.base, runs[one.base]), figure.direction)
    return found.difference if found.verdict == "worse" or found.difference > MANY else None
