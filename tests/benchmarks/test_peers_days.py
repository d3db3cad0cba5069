"""The days that solvers are compared on stay what they were when their hashes were committed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.peers.days import REPORTED, committed_hashes, load, plain_day, repriced


@pytest.mark.parametrize("jobs", [100, 300, 1000])
def test_the_generator_still_makes_the_days_that_were_committed(jobs: int) -> None:
    """Other days after tuning would be days chosen because we do well on them."""
    assert {seed: plain_day(seed, jobs).fingerprint() for seed in REPORTED} == committed_hashes()[jobs]


def test_loads_take_turns_over_the_seeds() -> None:
    """Five easy days would say nothing about hard ones."""
    assert [load(seed) for seed in REPORTED] == ["slack", "normal", "overloaded", "slack", "normal"]


def test_a_factor_changes_only_what_leaving_jobs_out_costs() -> None:
    """Ten a job, times a quarter, is 2.5; anything else changed would be another day."""
    plain = plain_day(100, 9)
    quarter = repriced(plain, Decimal("0.25"))
    assert {job.unassigned_price for job in quarter.jobs} == {Decimal("2.5")}
    assert repriced(quarter, Decimal(4)).jobs == plain.jobs
    assert quarter.technicians == plain.technicians
