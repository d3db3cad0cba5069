"""Synthetic days: repeatable, believable, and as tight as asked."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from benchmarks.cities import CITIES
from benchmarks.city import City, District
from benchmarks.crew import Clock, working_seconds
from benchmarks.loads import TIGHTNESS, day, example_day, plainly
from dispatcher.problem import Problem

SQUARE_LAKE = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))


def test_the_same_seed_gives_the_same_day_in_another_process() -> None:
    """A load that depends on the order of a set or on the clock would compare solvers on different days."""
    script = "from benchmarks.loads import day; print(day(5, 40).fingerprint())"
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == day(5, 40).fingerprint()


def test_another_seed_gives_another_day() -> None:
    """If the seed were ignored, several seeds would measure one day several times."""
    assert day(1, 30).fingerprint() != day(2, 30).fingerprint()


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("jobs", [1, 20, 200])
def test_a_day_has_no_findings_in_any_city_and_size(city: str, jobs: int) -> None:
    """A load with data smells would measure how the planner copes with nonsense."""
    problem = day(3, jobs, city=city)
    assert problem.findings == ()
    assert len(problem.jobs) == jobs
    assert len(problem.technicians) == max(1, round(jobs / 9))


@pytest.mark.parametrize("name", TIGHTNESS)
def test_work_on_site_fills_the_named_share_of_all_shifts(name: str) -> None:
    """Were the ratio not what the table says, "overloaded" could be an easy day."""
    problem = day(4, 300, 34, tightness=name)
    work = sum(job.duration + job.setup for job in problem.jobs)
    assert work / working_seconds(problem.technicians) == pytest.approx(TIGHTNESS[name], rel=0.02)


def test_everybody_has_one_lunch_break_unless_told_otherwise() -> None:
    """Lunch is what makes days hard for OR-Tools; losing it silently would flatter the figures."""
    assert all(len(shift.breaks) == 1 for _, shift in day(1, 90).shifts())
    assert all(not shift.breaks for _, shift in day(1, 90, lunch=False).shifts())


def test_promises_lie_between_eight_and_six_and_are_one_to_four_hours_wide() -> None:
    """Promises outside 8:00 to 18:00, or wider than four hours, are not what a phone desk says."""
    told = [job.promise for job in day(1, 500).jobs if job.promise]
    hours = [(promise.until - promise.from_).total_seconds() / 3600 for promise in told]
    assert 250 < len(told) < 400
    assert all(promise.from_.hour >= 8 and promise.until.hour <= 18 for promise in told)
    assert all(1 <= width <= 4 for width in hours)


def test_every_part_needed_is_on_the_van_of_somebody_able() -> None:
    """A part that no able technician carries would make a job impossible in a day meant to be workable."""
    problem = day(6, 120)
    for job in problem.jobs:
        able = [
            technician
            for technician in problem.technicians
            if all(technician.level(skill, date(2026, 11, 23)) >= level for skill, level in job.skills.all.items())
        ]
        assert able
        assert all(any(technician.van_stock.get(part, 0) for technician in able) for part in job.parts)


def test_the_example_is_sixty_jobs_in_whole_minutes_with_two_that_must_be_planned() -> None:
    """The example goes into a spreadsheet, whose durations are minutes and whose times have no seconds."""
    problem = example_day()
    assert (len(problem.jobs), len(problem.technicians), sum(job.must_plan for job in problem.jobs)) == (60, 8, 2)
    assert all(job.duration % 60 == job.setup % 60 == job.duration_spread % 60 == 0 for job in problem.jobs)
    assert all(job.released_at and job.released_at.second == 0 for job in problem.jobs)


def test_a_plain_day_says_only_what_every_solver_can() -> None:
    """Were a promise or a level left in, other solvers would be given another problem than ours."""
    rich, plain = day(2, 60), day(2, 60, plain=True)
    assert [job.place for job in plain.jobs] == [job.place for job in rich.jobs]
    assert [job.duration for job in plain.jobs] == [job.setup + job.duration for job in rich.jobs]
    assert all(not job.promise and not job.parts and len(job.time_windows) <= 1 for job in plain.jobs)
    assert {level for job in plain.jobs for level in job.skills.all.values()} == {1}
    assert _able(plain) == _able(rich)


def _able(problem: Problem) -> list[list[str]]:
    """Of each job the technicians with its skills."""
    return [
        [
            technician.id
            for technician in problem.technicians
            if all(technician.level(skill, date(2026, 11, 23)) >= level for skill, level in job.skills.all.items())
        ]
        for job in problem.jobs
    ]


def test_plainly_keeps_lunch_out_of_a_day_that_had_it() -> None:
    """Most other solvers cannot plan a break that interrupts travel."""
    assert all(not shift.breaks and not shift.max_overtime for _, shift in plainly(day(1, 20)).shifts())


def test_nobody_lives_in_the_lake() -> None:
    """A customer in the water would be the first thing a planner laughs at; half of these draws fall in at first."""
    town = District("Shore", 0.0, 0.5)
    city = City("Lake", "UTC", "EUR", "{street} {number}", "{first}", ("Quay",), ("Ada",), ("Li",), (town,), (), ())
    shore = City(**{name: getattr(city, name) for name in city.__dataclass_fields__} | {"water": (SQUARE_LAKE,)})
    places = shore.scatter(np.random.default_rng(1), [str(n) for n in range(50)], (1.0, 0.0, 0.0))
    assert all(place.lat is not None and place.lat <= 0 for place in places)


def test_calls_come_on_workdays() -> None:
    """Two workdays before Monday, 23 November 2026 is Thursday the 19th: nobody answers the phone at weekends."""
    monday = Clock(date(2026, 11, 23), Problem(time_zone="UTC", technicians=(), jobs=()).zone)
    assert monday.before(2).day == date(2026, 11, 19)
