"""Paired differences, their interval and the solver's scatter, with arithmetic by hand and by simulation."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from benchmarks.whatif.statistics import FARTHEST, compare, day_means, interval, more_days, run_scatter, student

LESS = -1

BASE = {"mon": [100.0, 104.0], "tue": [200.0, 200.0], "wed": [50.0, 50.0]}
ARM = {"mon": [90.0, 94.0], "tue": [188.0, 192.0], "wed": [40.0, 40.0]}
"""Means 102, 200, 50 and 92, 190, 40: ten less on every day."""


def test_a_difference_is_paired_day_by_day() -> None:
    """Days of 50 and of 200 would drown a gain of 10 if their means were compared across days."""
    found = compare(("arm", ARM), ("base", BASE), LESS)
    assert found.differences == (-10, -10, -10)
    assert (found.base_mean, found.mean, found.difference) == pytest.approx((352 / 3, 322 / 3, -10))
    assert found.interval == (-10, -10)


def test_the_scatter_is_what_seeds_differ_by_within_a_day_and_arm() -> None:
    """Differences between days or arms would count as noise."""
    found = compare(("arm", ARM), ("base", BASE), LESS)
    # Squares: 3 pairs of 2 apart from their mean, 3 x (4 + 4) = 24, over 6 degrees of freedom.
    assert found.scatter == pytest.approx(2.0)
    # Each mean is over 6 runs, so that the error of their difference is 2 x sqrt(1/6 + 1/6).
    assert found.band == pytest.approx(1.96 * 2 * sqrt(1 / 3), rel=1e-4)
    assert found.verdict == "better"


def test_more_is_better_where_the_measure_says_so() -> None:
    """Ten promises fewer would be praised."""
    assert compare(("arm", ARM), ("base", BASE), 1).verdict == "worse"


def test_days_that_one_arm_lacks_are_left_out() -> None:
    """A failed Tuesday of 200 would look like a saving of 60 a day."""
    found = compare(("arm", {"mon": [92.0], "wed": [40.0]}), ("base", BASE), LESS)
    assert found.days == ("mon", "wed")
    assert found.differences == (-10, -10)


def test_without_a_day_in_common_nothing_is_said() -> None:
    """A mean over no days would be a number that means nothing."""
    assert compare(("arm", {}), ("base", BASE), LESS).verdict == "no_days"


def test_one_seed_leaves_the_noise_unknown() -> None:
    """A scatter of zero would make every difference look certain."""
    found = compare(("arm", {"mon": [90.0]}), ("base", {"mon": [100.0]}), LESS)
    assert (found.scatter, found.band, found.interval, found.verdict) == (None, None, None, "unclear")


def test_a_difference_smaller_than_two_runs_differ_by_is_noise() -> None:
    """A few units more or less are nothing where seeds of one arm lie 40 apart."""
    base = {day: [100.0, 140.0] for day in ("mon", "tue", "wed")}
    arm = {"mon": [90.0, 130.0], "tue": [98.0, 138.0], "wed": [103.0, 143.0]}
    found = compare(("arm", arm), ("base", base), LESS)
    # Scatter sqrt(800) = 28.3, band 1.96 x 28.3 x sqrt(1/6 + 1/6) = 32; the mean of -10, -2 and 3 is -3.
    assert found.band == pytest.approx(32.0, abs=0.1)
    assert (found.difference, found.verdict) == (-3, "noise")


def test_a_small_difference_that_stands_on_every_day_is_clear_and_called_small() -> None:
    """A price of 10 on each plan would be lost in a noise that it is not part of, or be praised without a warning."""
    base = {day: [100.0, 140.0] for day in ("mon", "tue", "wed")}
    found = compare(("arm", {day: [90.0, 130.0] for day in base}), ("base", base), LESS)
    assert (found.verdict, found.within_noise) == ("better", True)


def test_nothing_changed_is_said_as_nothing_changed() -> None:
    """Zero on every day would be reported as noise, or as a doubt that more days could lift."""
    found = compare(("arm", BASE), ("base", BASE), LESS)
    assert (found.verdict, found.interval, found.more_days) == ("same", (0.0, 0.0), None)


def test_what_adding_in_another_order_does_is_no_difference() -> None:
    """0.1 + 0.2 is not 0.3: a consistent 4e-17 on every day would exclude zero."""
    base, arm = {"mon": [0.1 + 0.2], "tue": [0.3]}, {"mon": [0.3], "tue": [0.1 + 0.2]}
    assert compare(("arm", arm), ("base", base), LESS).verdict == "same"


def test_the_mean_of_a_day_is_over_its_own_runs() -> None:
    """A seed that failed on one day would shift the figures of the next."""
    assert day_means({"mon": [1.0, 3.0], "tue": [5.0]}, ("mon", "tue")).tolist() == [2.0, 5.0]


def test_four_days_get_students_interval() -> None:
    """One in 64 resamples of four days holds one value only: nothing to studentise by, and limits without end."""
    # Mean 4, deviations -3, -1, 1, 3: variance 20 / 3, standard error sqrt(20 / 3 / 4) = 1.291, t(3) = 3.182.
    low, high = interval(np.array([1.0, 3.0, 5.0, 7.0])) or (0, 0)
    assert (low, high) == pytest.approx((4 - 3.182 * 1.29099, 4 + 3.182 * 1.29099), abs=1e-4)


def test_one_odd_day_among_equal_ones_proves_nothing() -> None:
    """Resamples without the odd day have no spread; leaving them out would cut one end of the interval off."""
    low, high = interval(np.array([0.0] * 7 + [-100.0])) or (0, 0)
    assert low < -12.5 < 0 < high


def test_an_interval_is_the_same_whenever_it_is_asked_for() -> None:
    """The answer would change from one reading of the same cells to the next."""
    differences = np.array([3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0])
    assert interval(differences) == interval(differences)
    assert interval(np.array([1.0])) is None


@pytest.mark.parametrize(("freedom", "point"), [(1, 12.706), (5, 2.5706), (7, 2.3646), (30, 2.0423), (1000, 1.9623)])
def test_students_points_are_those_of_the_tables(freedom: int, point: float) -> None:
    """Intervals of few days would be too narrow."""
    assert student(freedom) == pytest.approx(point, rel=0.0015)


@pytest.mark.parametrize("days", [4, 8, 20])
@pytest.mark.parametrize("skewed", [False, True])
def test_intervals_hold_the_truth_as_often_as_they_say(days: int, skewed: bool) -> None:
    """A 95 % interval that holds the true mean in four of five studies would promise what it cannot keep."""
    chance = np.random.default_rng(days)
    draws = chance.gamma(2.0, 1.0, (200, days)) if skewed else chance.normal(2.0, 1.0, (200, days))
    held = sum(low <= 2.0 <= high for low, high in filter(None, map(interval, draws)))
    assert (170 if skewed else 180) <= held <= 198


@pytest.mark.parametrize(("days", "seeds"), [(8, 1), (8, 2), (12, 2), (20, 3)])
def test_two_runs_of_the_same_arm_are_told_apart_in_one_of_twenty_studies(days: int, seeds: int) -> None:
    """An A/A test that nearly always, or never, finds a difference shows that verdicts are worth nothing."""
    chance, alike = np.random.default_rng(11), 0
    for _ in range(100):
        level = chance.normal(3000, 400, days)
        base, arm = (
            {str(k): list(level[k] + chance.normal(0, 40, seeds)) for k in range(days)} for _ in ("base", "again")
        )
        alike += not compare(("again", arm), ("base", base), LESS).differs
    assert 90 <= alike <= 99


def test_the_days_needed_are_those_that_decide_four_studies_of_five() -> None:
    """A planner would gather the days that were named, and stand there without an answer again."""
    chance = np.random.default_rng(5)
    sample = chance.normal(0, 1, 10)
    sample = 0.5 + (sample - sample.mean()) / sample.std(ddof=1)
    # ((1.96 + 0.84) / 0.5)^2 + 1.92 = 33.3: 34 days in all, 24 beyond these 10.
    assert more_days(sample) == 24
    studies = [interval(chance.normal(0.5, 1, 34)) for _ in range(300)]
    decided = sum(limits is not None and limits[0] > 0 for limits in studies)
    assert 0.72 <= decided / 300 <= 0.88


def test_a_hopeless_number_of_days_is_not_named() -> None:
    """A planner would be sent to gather thirty years of days."""
    assert more_days(np.array([10.0, -10.01, 10.0, -10.0])) is None
    assert more_days(np.array([1.0, -1.0])) is None


def test_scatter_needs_a_day_with_two_runs() -> None:
    """A single run has no scatter, and dividing by its zero degrees of freedom would end the report."""
    assert run_scatter([[1.0], [2.0]]) is None
    assert run_scatter([[1.0], [2.0, 4.0]]) == pytest.approx(sqrt(2))


def test_ten_thousand_days_fit_into_memory() -> None:
    """All resamples at once would take 800 MB."""
    low, high = interval(np.random.default_rng(1).normal(1, 1, 10_000)) or (0, 0)
    assert 0.9 < low < 1 < high < 1.1


def test_one_day_like_no_other_does_not_make_an_interval_of_millions() -> None:
    """Resamples without it hardly spread: a planner would read of −3,000 to 1,500,000."""
    differences = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 10_000.0])
    limits = interval(differences)
    assert limits is not None
    mean, error = differences.mean(), differences.std(ddof=1) / sqrt(8)
    assert limits[1] == pytest.approx(mean + FARTHEST * student(7) * error)
    assert limits[0] <= 0 <= limits[1]
