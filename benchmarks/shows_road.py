"""The claims about the one road from a problem to a checked plan."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.data import data_folder
from benchmarks.free_places import free_places
from benchmarks.loads import day
from benchmarks.memory import PeakMemory
from benchmarks.shows import Measurement, Say, Show
from benchmarks.suite import Run, medians, run_suite
from benchmarks.suites import field_days
from dispatcher.check import check
from dispatcher.dispatch import dispatch
from dispatcher.plan import total
from dispatcher.settings import Settings
from dispatcher.solver.search import warm_up
from dispatcher.travel import Geodesic


def field_days_in_twenty_seconds(say: Say) -> Measurement:
    """Nine days, three seeds, 20 s each: nine minutes."""
    data, seeds = data_folder(), (1, 2, 3)
    runs: list[Run] = []
    for run in run_suite(field_days.SUITE, data / "field_days", field_days.INSTANCES, seeds, 20.0):
        runs.append(run)
        say(run.line())
    middle = medians(runs)
    accepted = sum(run.accepted for run in runs)
    slowest = max(run.seconds for run in runs)
    gaps = ", ".join(f"{run.instance} {run.gap:+.2%}" for run in middle)
    return Measurement(
        figure=f"{accepted} of {len(runs)} plans accepted by both; slowest {slowest:.1f} s; {gaps}",
        passed=accepted == len(runs) and slowest <= 21 and all(map(_good_enough, middle)),
        seeds=seeds,
        rows=tuple(run.row() for run in runs),
    )


def _good_enough(run: Run) -> bool:
    """The bar of road-2 for one day."""
    if run.unserved_known is None or run.gap is None:
        return False
    if run.unserved != run.unserved_known:
        return run.unserved < run.unserved_known
    return run.gap <= 0.005 if run.instance.startswith("R") else run.gap < 0


@dataclass(frozen=True)
class Race:
    """One synthetic day planned once. Seconds of wall clock; `first_s` from the solver's start-up on."""

    jobs: int
    technicians: int
    seed: int
    time_limit: float
    first_s: float
    seconds: float
    cheaper: float
    """Share by which the plan costs less than the first one."""
    unassigned: int
    violations: int
    free_places: int
    """Unassigned jobs that have a free place which pays for itself."""
    memory_gb: float


def race(seed: int, jobs: int, technicians: int, time_limit: float) -> Race:
    """Plan a synthetic day with lunch breaks; measure, check, and look for free places."""
    problem = day(seed, jobs, technicians)
    travel = Geodesic().matrix(problem.places)
    began = time.perf_counter()
    with PeakMemory() as memory:
        result = dispatch(problem, travel, Settings(time_limit=time_limit, seed=seed))
    seconds = time.perf_counter() - began
    return Race(
        jobs=jobs,
        technicians=technicians,
        seed=seed,
        time_limit=time_limit,
        first_s=round(result.search.first_plan_after, 2),
        seconds=round(seconds, 2),
        cheaper=round(1 - total(result.plan.cost) / result.search.improvements[0].cost, 3),
        unassigned=len(result.plan.unassigned),
        violations=len(check(problem, travel, result.plan).violations),
        free_places=len({place.job for place in free_places(problem, travel, result.plan)}),
        memory_gb=round(memory.gigabytes, 2),
    )


def synthetic_days_with_lunch(say: Say) -> Measurement:
    """Three seeds of each size, five minutes; the worst of each size counts."""
    warm_up()
    seeds = (1, 2, 3)
    sizes = ((100, 12, 10.0), (300, 34, 20.0), (1000, 110, 59.0))
    races: list[Race] = []
    for size in sizes:
        for seed in seeds:
            races.append(race(seed, *size))
            say(str(races[-1]))
    return Measurement(
        figure="; ".join(_worst([one for one in races if one.jobs == jobs]) for jobs, _, _ in sizes),
        passed=all(map(_fast_enough, races)),
        seeds=seeds,
        rows=tuple(asdict(one) for one in races),
    )


def _fast_enough(one: Race) -> bool:
    """The bar of road-3 for one day."""
    size = {
        100: one.first_s < 1,
        300: one.first_s < 3 and one.cheaper >= 0.25,
        1000: one.seconds <= 60 and one.memory_gb <= 2,
    }
    return size[one.jobs] and one.seconds <= one.time_limit + 1 and not one.violations and not one.free_places


def _worst(races: Sequence[Race]) -> str:
    """The worst figures of one size."""
    return (
        f"{races[0].jobs} x {races[0].technicians}: first {max(one.first_s for one in races):.2f} s,"
        f" all {max(one.seconds for one in races):.1f} s at a limit of {races[0].time_limit:g} s,"
        f" {min(one.cheaper for one in races):.0%} cheaper than the first,"
        f" {max(one.unassigned for one in races)} unassigned, {max(one.violations for one in races)} violations,"
        f" {max(one.free_places for one in races)} free places, {max(one.memory_gb for one in races):.2f} GB"
    )


SHOWS = (
    Show(
        key="road-2",
        bar="field_days, 20 s each, median of 3 runs by (unserved, working time): every plan accepted by check and by"
        " check_pillac.py; never more unserved than published; where equal, at most 0.5 % above the published working"
        " time on R1-R6 and below it on U1-U3",
        measure=field_days_in_twenty_seconds,
    ),
    Show(
        key="road-3",
        bar="one lunch break per technician. 100 jobs x 12: first checked plan < 1 s after start-up, deadline held"
        " within 1 s. 300 x 34: first < 3 s, at 20 s at least 25 % cheaper than the first. 1,000 x 110: checked plan"
        " within 60 s and 2 GB. No unassigned job has a free feasible place that pays for itself",
        measure=synthetic_days_with_lunch,
    ),
)
"""Every show of this list."""
