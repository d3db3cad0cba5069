"""The figures of a plan, added up by hand."""

from __future__ import annotations

from dispatcher.job import ServiceClass
from dispatcher.kpis import kpis
from tests.builders import a_break, a_job, a_plan, a_problem, a_promise, a_shift, a_technician, at, line_travel


def test_every_figure_of_a_small_day_is_what_one_adds_up_by_hand() -> None:
    """A coordinator would be shown wrong figures.

    Leave 08:00. near: 08:10, promised until 08:05, 5 minutes late, until 08:40. far: 08:50, told from 09:00, 10 minutes
    of waiting, until 09:30. Lunch has to be taken (the third job ends late): 12:00 to 12:30 on the way to the third at
    10, arrival 09:40 + lunch, promised from 13:00: waits 13:00 - 09:30 - 10 - 30 = 170 minutes. Home at 13:40.
    """
    jobs = [
        a_job("near", 10, promise=a_promise("08:00", "08:05"), respond_by=at("08:00")),
        a_job("far", 20, promise=a_promise("09:00", "10:00"), service_class="contract"),
        a_job("third", 10, promise=a_promise("13:00", "14:00"), respond_by=at("15:00")),
        a_job("left", 10, service_class="contract"),
    ]
    technicians = [a_technician(shifts=(a_shift(breaks=(a_break(),)),)), a_technician("bert")]
    problem = a_problem(technicians, jobs)
    travel = line_travel(problem)
    plan = a_plan(problem, travel, {("anna", "day"): ["near", "far", "break", "third"]})
    figures = kpis(problem, plan)
    assert (figures.jobs, figures.planned) == (4, 3)
    assert (figures.by_class[ServiceClass.CONTRACT].planned, figures.by_class[ServiceClass.CONTRACT].unassigned) == (
        1,
        1,
    )
    assert (figures.shifts, figures.shifts_used) == (2, 1)
    assert (figures.promises, figures.promises_kept) == (3, 2)
    assert (figures.late_p50, figures.late_p90, figures.late_max) == (300, 300, 300)
    assert (figures.responses, figures.responses_kept) == (2, 1)
    assert (figures.travel.first, figures.travel.between, figures.travel.last) == (600, 1200, 600)
    assert (figures.distance.first, figures.distance.between, figures.distance.last) == (10_000, 20_000, 10_000)
    assert (figures.service, figures.breaks, figures.idle) == (5400, 1800, 600 + 170 * 60)
    assert (figures.working_time, figures.overtime) == (340 * 60, 0)
    assert figures.utilisation == round(90 / 540, 4)


def test_an_empty_plan_has_no_share_of_anything() -> None:
    """A division by zero, or a utilisation of a day nobody works."""
    problem = a_problem([a_technician()], [a_job()])
    figures = kpis(problem, a_plan(problem, line_travel(problem), {}))
    assert (figures.planned, figures.utilisation, figures.late_max) == (0, None, 0)
