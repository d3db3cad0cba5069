"""Why a job is left out: the first rule that leaves no shift for it, with the facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from dispatcher.arrays import number
from dispatcher.explain import with_reasons
from dispatcher.job import Job, SkillNeeds, TechnicianChoice
from dispatcher.plan import Fact, Reason
from dispatcher.problem import Problem
from dispatcher.solver.orders import to_plan
from dispatcher.solver.task import Orders
from dispatcher.technician import Skill
from tests.builders import a_job, a_problem, a_shift, a_technician, a_window, line_travel

ANNA = a_technician(skills=(Skill(name="gas", level=1),), tools=("ladder",), van_stock={"pump": 1})


def reason(problem: Problem, orders: Orders | None = None) -> Reason:
    """The reason of the last job, the routes being as given."""
    numbered = number(problem, line_travel(problem))
    plan = with_reasons(numbered, to_plan(numbered, orders or [[] for _ in numbered.shifts]))
    return plan.unassigned[-1].reasons[0]


@pytest.mark.parametrize(
    ("job", "code", "facts"),
    [
        ({"technicians": TechnicianChoice(only=("bert",))}, "technician_only", {}),
        ({"technicians": TechnicianChoice(excluded=("anna",))}, "technician_excluded", {}),
        ({"skills": SkillNeeds(all={"gas": 2})}, "skill", {"skill": "gas", "level": 2}),
        ({"skills": SkillNeeds(any={"oil": 1, "gas": 3})}, "skill", {"skill": "oil / gas", "level": 1}),
        ({"skills": SkillNeeds(none={"gas": 1})}, "skill_none", {"skill": "gas", "level": 1}),
        ({"tools": ("ladder", "scope")}, "tool", {"tool": "scope"}),
        ({"parts": {"pump": 2}}, "part", {"part": "pump", "quantity": 2}),
        ({"time_windows": (a_window("18:00", "19:00"),)}, "time_window", {"shifts": 1}),
    ],
)
def test_the_rule_that_leaves_nobody_is_named(job: dict[str, Any], code: str, facts: Mapping[str, Fact]) -> None:
    """A coordinator would look for a free technician where there can be none."""
    found = reason(a_problem([ANNA, a_technician("bert", shifts=())], [a_job(**job)]))
    assert (found.code, dict(found.facts)) == (code, facts)


def test_a_rule_that_excludes_only_the_rest_says_of_how_many() -> None:
    """Anna has a ladder: "nobody has a ladder" would be a lie; of those with the skill, only bert, nobody has one."""
    bert = a_technician("bert", skills=(Skill(name="gas", level=2),))
    job = a_job(skills=SkillNeeds(all={"gas": 2}), tools=("ladder",))
    found = reason(a_problem([ANNA, bert], [job]))
    assert (found.code, dict(found.facts)) == ("tool", {"tool": "ladder", "suitable": 1})


def test_a_job_that_does_not_pay_is_told_with_both_prices() -> None:
    """Nobody would know what it takes to have the job planned after all.

    20 minutes of travel 10.00, 20 km 6.00, 50 minutes of work 0.833, 10 minutes of waiting 0.033: 16.867 against 5.
    """
    found = reason(a_problem([a_technician()], [a_job(unassigned_price=Decimal(5))]))
    assert (found.code, found.technician) == ("price", "anna")
    assert dict(found.facts) == {"extra": "16.867", "price": "5.000"}


def test_a_full_day_is_told_as_no_room() -> None:
    """The reader would search for a missing skill where only time is missing: 08:00 to 09:00 holds one such job."""
    technician = a_technician(shifts=(a_shift(end=a_window("09:00", "09:00").latest_start),))
    found = reason(a_problem([technician], [a_job("one"), a_job("two")]), [[0]])
    assert (found.code, dict(found.facts)) == ("no_room", {"shifts": 1})


def test_without_any_shift_that_is_the_reason() -> None:
    """An empty roster would be blamed on the job."""
    jobs: list[Job] = [a_job()]
    assert reason(a_problem([a_technician(shifts=())], jobs)).code == "no_shift"
