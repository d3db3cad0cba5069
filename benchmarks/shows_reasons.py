"""The claim about reasons: on overloaded days every option is lifted and judged, and nothing that pays is left out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from benchmarks.cities import CITIES
from benchmarks.free_places import free_places
from benchmarks.lifted import Verdict, judged
from benchmarks.loads import day
from benchmarks.shows import Measurement, Say, Show
from benchmarks.shows_claims import claims_of, told
from benchmarks.shows_claims import judged as judged_claims
from dispatcher import explain
from dispatcher.dispatch import dispatch, warm_up
from dispatcher.problem import Problem
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages
from dispatcher.solver.search import solver_processes
from dispatcher.travel import Geodesic

DAYS = 200

SECONDS = 1.0
"""For the search of each day."""

NASTY = {"options on nasty problems": 5000, "prices of these": 5000, "reasons of these": 5000}
"""What tests.reason_claims has to try at least."""


@dataclass(frozen=True)
class DayOfReasons:
    """One overloaded day, planned and explained."""

    seed: int
    jobs: int
    technicians: int
    unassigned: int
    verdict: Verdict
    free_places: int
    """Unassigned jobs with a free place that pays, found by trying every place with the checker alone."""


def overloaded_day(seed: int) -> Problem:
    """16 to 44 jobs, one technician for ten: about a fifth of the jobs has to be left out."""
    jobs = 16 + seed % 8 * 4
    city = sorted(CITIES)[seed % len(CITIES)]
    return day(seed, jobs, jobs // 10, city=city, tightness="overloaded", lunch=seed % 4 > 0)


def day_of_reasons(seed: int, processes: Cages) -> DayOfReasons:
    """Plan a day, lift every option of every job that is left out, and look for free places."""
    problem = overloaded_day(seed)
    travel = Geodesic().matrix(problem.places)
    plan = dispatch(problem, travel, Settings(time_limit=SECONDS, seed=seed), cages=processes).plan
    left_out = explain.explained(problem, travel, plan).unassigned
    verdicts = [judged(problem, travel, plan, one.job, one.options) for one in left_out]
    return DayOfReasons(
        seed=seed,
        jobs=len(problem.jobs),
        technicians=len(problem.technicians),
        unassigned=len(left_out),
        verdict=_together(verdicts),
        free_places=len({place.job for place in free_places(problem, travel, plan)}),
    )


def _together(verdicts: list[Verdict]) -> Verdict:
    return Verdict(
        options=sum(one.options for one in verdicts),
        reasons=sum(one.reasons for one in verdicts),
        invalid=tuple(message for one in verdicts for message in one.invalid),
        superfluous=tuple(message for one in verdicts for message in one.superfluous),
        mispriced=tuple(message for one in verdicts for message in one.mispriced),
    )


def reasons_are_true(say: Say) -> Measurement:
    """Two hundred days, and the nasty problems of the tests: about ten minutes."""
    warm_up()
    days: list[DayOfReasons] = []
    with solver_processes(2, Settings().memory_limit) as processes:
        for seed in range(1, DAYS + 1):
            days.append(day_of_reasons(seed, processes))
            if seed % 10 == 0:
                say(f"{seed} days: {_figure(days)}")
    nasty = told(claims_of("tests.reason_claims"), say)
    claimed = judged_claims(nasty, NASTY, "")
    whole = _together([one.verdict for one in days])
    right = not (whole.invalid or whole.superfluous or whole.mispriced or any(one.free_places for one in days))
    return Measurement(
        figure=f"{len(days)} days: {_figure(days)}; {claimed.figure}",
        passed=right and claimed.passed and all(one.unassigned for one in days),
        seeds=f"1-{DAYS}; nasty problems 0-1599",
        rows=tuple(asdict(one) for one in days),
    )


def _figure(days: list[DayOfReasons]) -> str:
    whole = _together([one.verdict for one in days])
    return (
        f"{sum(one.unassigned for one in days):,} jobs left out, {whole.options:,} options lifted,"
        f" {len(whole.invalid)} not accepted; {whole.reasons:,} reasons, {len(whole.superfluous)} superfluous;"
        f" {len(whole.mispriced)} prices not true; {sum(one.free_places for one in days)} free places that pay"
    )


SHOWS = (
    Show(
        key="door-1",
        bar="on 200 random overloaded days, and on nasty random problems with every rule, lifting exactly what an"
        " option names makes that insertion valid by check (100 %), no named reason is superfluous, every price is the"
        " plan's; on the days no unassigned job can be inserted at a gain",
        measure=reasons_are_true,
    ),
)
"""The shows of this kind."""
