"""The claims about time and size: a first plan at once, and ten thousand jobs in two minutes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.country import cities, country
from benchmarks.loads import day
from benchmarks.memory import PeakMemory
from benchmarks.shows import Measurement, Say, Show
from dispatcher.check import check
from dispatcher.costs import Term
from dispatcher.dispatch import Progress, dispatch, warm_up
from dispatcher.plan import Plan, total
from dispatcher.problem import Problem
from dispatcher.settings import Settings
from dispatcher.travel import Geodesic, TravelMatrix

SEEDS = tuple(range(100, 105))
"""Of the days whose first plan is awaited."""

FIRST = {(100, 12): 0.5, (1000, 110): 2.0}
"""Jobs and technicians to seconds from the call to the first checked plan, at most."""

CITIES = tuple(range(100, 110))
"""Seeds of the days of a thousand jobs and a hundred technicians that together are the large one."""

CITY_SECONDS, COUNTRY_SECONDS = 30.0, 120.0

DEAREST = 1.05
"""Cost per job of the large day to that of the days that it consists of, at most."""

MEMORY = 6.0
"""10^9 bytes, at most."""


@dataclass(frozen=True)
class Sized:
    """One day planned once. Seconds of wall clock from the call; cost in units of money."""

    jobs: int
    technicians: int
    seed: int
    time_limit: float
    first: float
    """Until the first checked plan."""
    seconds: float
    cost: int
    unassigned: int
    violations: int
    memory_gb: float
    """Of this process, the problem and its travel times included."""
    left_out: int = 0
    """Units of the cost for the jobs that are unassigned."""

    @property
    def per_job(self) -> float:
        """Units that a planned job costs, the prices of the others apart."""
        return (self.cost - self.left_out) / max(1, self.jobs - self.unassigned)


def sized(problem: Problem, travel: TravelMatrix, seed: int, time_limit: float) -> Sized:
    """Plan a day and measure."""
    first: list[float] = []
    began = time.perf_counter()

    def note(_: Progress) -> None:
        first.append(time.perf_counter() - began)

    with PeakMemory() as memory:
        plan = dispatch(problem, travel, Settings(time_limit=time_limit, seed=seed), on_progress=note).plan
    seconds = time.perf_counter() - began
    return Sized(
        jobs=len(problem.jobs),
        technicians=len(problem.technicians),
        seed=seed,
        time_limit=time_limit,
        first=round(first[0], 2),
        seconds=round(seconds, 1),
        cost=total(plan.cost),
        unassigned=len(plan.unassigned),
        violations=len(check(problem, travel, plan).violations) + _lost(problem, plan),
        memory_gb=round(memory.gigabytes, 2),
        left_out=plan.cost.get(Term.UNASSIGNED, 0),
    )


def _lost(problem: Problem, plan: Plan) -> int:
    """Jobs of which the plan says nothing."""
    told = {stop.id for route in plan.routes for stop in route.stops} | {one.job for one in plan.unassigned}
    return sum(job.id not in told for job in problem.jobs)


def first_plans_and_a_large_day(say: Say) -> Measurement:
    """First plans of ten days; ten cities in 30 s each; then all ten as one day in 120 s: eight minutes.

    A city of 1,000 jobs that grew to 10,000 would be ten times as dense, and cheaper per job for that alone. So the
    large day is ten such cities side by side on the map, each its own day with its own crew: the same jobs, the same
    legs within each. Their ten plans together are a plan of it at the sum of their costs, which is what it has to
    come near, in less than half of their time; the outskirts overlap, so it may do better.
    """
    warm_up()
    quick = [_told(day(seed, *size), seed, 3.0, say) for size in FIRST for seed in SEEDS]
    days = cities(CITIES, 1000, 100)
    parts = [_told(one, seed, CITY_SECONDS, say) for seed, one in zip(CITIES, days, strict=True)]
    return judged(quick, parts, _told(country(days), 1, COUNTRY_SECONDS, say))


def _told(problem: Problem, seed: int, time_limit: float, say: Say) -> Sized:
    found = sized(problem, Geodesic().matrix(problem.places), seed, time_limit)
    say(str(found))
    return found


def judged(quick: Sequence[Sized], parts: Sequence[Sized], whole: Sized) -> Measurement:
    """Hold everything against the bar.

    Parameters
    ----------
    quick
        The days whose first plan counts.
    parts, whole
        The cities, and the day that they are together.
    """
    slowest = {size: max(one.first for one in quick if (one.jobs, one.technicians) == size) for size in FIRST}
    ratio = whole.cost / sum(one.cost for one in parts)
    everything = (*quick, *parts, whole)
    violations = sum(one.violations for one in everything)
    firsts = ", ".join(f"{seconds:.2f} s at {jobs:,}" for (jobs, _), seconds in slowest.items())
    return Measurement(
        figure=f"first checked plan within {firsts} jobs; {whole.jobs:,} jobs x {whole.technicians:,} technicians:"
        f" {whole.seconds:.0f} s, the first plan after {whole.first:.1f} s, {whole.memory_gb:.1f} GB,"
        f" {whole.unassigned} jobs left out ({sum(one.unassigned for one in parts)} in its cities alone), cost per job"
        f" {ratio:.3f} x that of its cities; {violations} violations",
        passed=not violations
        and all(slowest[size] <= FIRST[size] for size in FIRST)
        and whole.seconds <= COUNTRY_SECONDS
        and whole.memory_gb <= MEMORY
        and ratio <= DEAREST,
        seeds=f"{SEEDS[0]}-{SEEDS[-1]}; cities {CITIES[0]}-{CITIES[-1]}",
        rows=tuple(map(asdict, everything)),
    )


SHOWS = (
    Show(
        key="search-5",
        bar="first checked plan within 0.5 s at 100 jobs and 2 s at 1,000, process warm, five days each; 10,000 jobs x"
        " 1,000 technicians, every rule: a complete checked plan within 120 s and 6 GB at a cost per job of at most"
        " 1.05 x that of the ten days of 1,000 jobs side by side that it consists of, 30 s each",
        measure=first_plans_and_a_large_day,
    ),
)
"""Every show of this list."""
