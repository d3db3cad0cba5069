"""What the days say about a scenario: paired differences, their interval, the solver's scatter, the days it takes.

The unit of chance is the day: seeds only make a day's figure steadier. An interval is studentised, because the
percentile one is too narrow on the few days of a usual study (P. Hall 1988, "Theoretical comparison of bootstrap
confidence intervals", doi:10.1214/aos/1176350933).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.whatif.measures import Figure
from benchmarks.whatif.outcome import Outcome

Runs = Mapping[str, Sequence[float]]
"""Of one arm: day to the figures of its runs, one for each seed that ended in an accepted plan."""

Floats = NDArray[np.float64]

Verdict = Literal["better", "worse", "noise", "unclear", "same", "no_days"]
"""better, worse: the interval excludes zero; noise: it does not, and two runs of one arm differ by as much; unclear: it
does not, and there is more than solver noise in the way; same: every difference is zero; no_days: none in common."""

RESAMPLES = 10_000
Z = NormalDist().inv_cdf(0.975)
POWER = NormalDist().inv_cdf(0.8)
MOST_DAYS = 1000
"""More days than a planner will ever gather: beyond, the honest answer is that days do not settle it."""

FEW_DAYS: Mapping[int, float] = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}
"""97.5 % point of Student's t, where the series for it is not good enough yet."""

FARTHEST = 3.0
"""Costs no coverage (docs/decisions/0009), and spares planners intervals of millions."""

_BLOCK = 2_000_000
_DIGITS = 6
"""Of a currency unit or second: below lies only what adding in another order does."""


@dataclass(frozen=True)
class Comparison:
    """One arm beside another on the days that both have. Figures are per day, in the unit of the measure.

    Parameters
    ----------
    days
        Names of the days compared, `differences` in their order: arm minus base.
    interval
        95 %, of the mean difference over such days; None below two days.
    scatter
        Standard deviation between runs of one arm on one day; None when no day has two seeds.
    band
        By how much the means of two sets of such runs of ONE arm differ in 19 of 20 cases; None without scatter.
    more_days
        About how many more days would settle it; None when it is settled, or when days will not settle it.
    """

    arm: str
    base: str
    days: tuple[str, ...]
    differences: tuple[float, ...]
    base_mean: float
    mean: float
    difference: float
    interval: tuple[float, float] | None
    scatter: float | None
    band: float | None
    more_days: int | None
    verdict: Verdict

    @property
    def differs(self) -> bool:
        """Whether the days tell the two arms apart."""
        return self.verdict in ("better", "worse")

    @property
    def within_noise(self) -> bool:
        """Whether two runs of one arm differ by as much; a difference that stands on every day may be small too."""
        return self.band is not None and abs(self.difference) <= self.band


def runs_by_arm(outcomes: Iterable[Outcome], figure: Figure) -> dict[str, dict[str, list[float]]]:
    """Arm to day to figures; failed cells are left out."""
    found: dict[str, dict[str, list[float]]] = {}
    for outcome in outcomes:
        if not outcome.failure:
            found.setdefault(outcome.scenario, {}).setdefault(outcome.day, []).append(figure.of(outcome))
    return found


def compare(arm: tuple[str, Runs], base: tuple[str, Runs], direction: int) -> Comparison:
    """Set one arm beside another, day by day.

    Parameters
    ----------
    arm, base
        Name and runs. A day that only one of them has is left out.
    direction
        -1 when less is better, 1 when more is.
    """
    (name, mine), (base_name, theirs) = arm, base
    days = tuple(day for day in theirs if day in mine)
    if not days:
        return Comparison(name, base_name, (), (), 0.0, 0.0, 0.0, None, None, None, None, "no_days")
    here, there = day_means(mine, days), day_means(theirs, days)
    differences = np.round(here - there, _DIGITS)
    difference, limits = float(differences.mean()), interval(differences)
    scatter = run_scatter([runs[day] for runs in (mine, theirs) for day in days])
    band = None if scatter is None else Z * scatter * _error_of_means(mine, theirs, days)
    verdict = _verdict(differences, limits, band, direction)
    return Comparison(
        name,
        base_name,
        days,
        tuple(differences.tolist()),
        float(there.mean()),
        float(here.mean()),
        difference,
        limits,
        scatter,
        band,
        more_days(differences) if verdict in ("noise", "unclear") else None,
        verdict,
    )


def day_means(runs: Runs, days: Sequence[str]) -> Floats:
    """The mean over the runs of each day; shape (days,)."""
    return np.array([float(np.mean(runs[day])) for day in days])


def interval(differences: Floats) -> tuple[float, float] | None:
    """95 % interval of the mean over days: studentised bootstrap, 10,000 resamples, always the same ones.

    Where many resamples would hold one single value (four days, or days that hardly differ) there is nothing to
    studentise by, and Student's t takes its place. Resamples without the one day that is unlike all others would have
    next to nothing to studentise by: no limit lies farther from the mean than `FARTHEST` times Student's t puts it.

    Parameters
    ----------
    differences
        One per day, shape (days,).

    Returns
    -------
    tuple of float or None
        Lower and upper limit; None below two days.
    """
    count = len(differences)
    if count < 2:
        return None
    mean, error = float(differences.mean()), float(differences.std(ddof=1)) / sqrt(count)
    if error == 0:
        return mean, mean
    means, errors = _resamples(differences)
    spread, reach = errors > 1e-9 * error, student(count - 1)
    if spread.mean() < 0.99:
        return mean - reach * error, mean + reach * error
    low, high = np.quantile((means[spread] - mean) / errors[spread], (0.025, 0.975))
    most = FARTHEST * reach
    return mean - min(float(high), most) * error, mean - max(float(low), -most) * error


def _resamples(differences: Floats) -> tuple[Floats, Floats]:
    """Mean and its standard error of every resample; shape (RESAMPLES,) each."""
    count, chance = len(differences), np.random.default_rng(1)
    block = max(1, _BLOCK // count)
    means, errors = [], []
    for first in range(0, RESAMPLES, block):
        drawn = differences[chance.integers(0, count, (min(block, RESAMPLES - first), count))]
        means.append(drawn.mean(axis=1))
        errors.append(drawn.std(axis=1, ddof=1) / sqrt(count))
    return np.concatenate(means), np.concatenate(errors)


def student(freedom: int) -> float:
    """97.5 % point of Student's t, to a third of a percent (Abramowitz and Stegun 1964, 26.7.5).

    Parameters
    ----------
    freedom
        Degrees, 1 or more.
    """
    if freedom in FEW_DAYS:
        return FEW_DAYS[freedom]
    terms = ((Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96, (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384)
    return Z + sum(term / float(freedom ** (k + 1)) for k, term in enumerate(terms))


def run_scatter(cells: Iterable[Sequence[float]]) -> float | None:
    """Standard deviation between runs of the same arm on the same day, pooled; None when none was run twice."""
    repeated = [np.asarray(runs, dtype=float) for runs in cells if len(runs) > 1]
    if not repeated:
        return None
    squares = sum(float(((runs - runs.mean()) ** 2).sum()) for runs in repeated)
    return sqrt(squares / sum(len(runs) - 1 for runs in repeated))


def _error_of_means(mine: Runs, theirs: Runs, days: Sequence[str]) -> float:
    """Standard error of the difference of two means over days, in units of the scatter of one run."""
    return sqrt(sum(1 / len(runs[day]) for runs in (mine, theirs) for day in days)) / len(days)


def _verdict(differences: Floats, limits: tuple[float, float] | None, band: float | None, direction: int) -> Verdict:
    if not differences.any():
        return "same"
    difference = float(differences.mean())
    # The interval alone decides: asking for both would find a difference in fewer than one A/A test of twenty.
    if limits is not None and not limits[0] <= 0 <= limits[1]:
        return "better" if difference * direction > 0 else "worse"
    return "noise" if band is not None and abs(difference) <= band else "unclear"


def more_days(differences: Floats) -> int | None:
    """How many days more would make the interval exclude zero in four studies of five, were the days like these.

    The usual sample size for a mean, with the correction for its unknown spread (W. C. Guenther 1981, "Sample size
    formulas for normal theory t tests", The American Statistician 35(4), 243-244).

    Returns
    -------
    int or None
        At least 1; None below two days, or when more than `MOST_DAYS` would be needed.
    """
    if len(differences) < 2:
        return None
    mean, spread = abs(float(differences.mean())), float(differences.std(ddof=1))
    needed = ((Z + POWER) * spread / mean) ** 2 + Z**2 / 2 if mean else float("inf")
    return max(1, ceil(needed) - len(differences)) if needed <= MOST_DAYS else None
