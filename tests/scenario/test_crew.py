"""Technicians more, fewer, elsewhere, better trained."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.loads import day
from dispatcher.errors import NotApplicable
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.lock import BothLock, TechnicianLock, TimeLock
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.technician import Skill, Technician
from tests.builders import a_job, a_plan, a_problem, a_technician, at, line_travel
from tests.scenario.trying import after

DAY = day(1, 30, 6)


def ids(problem: Problem) -> list[str]:
    """Of the technicians."""
    return [one.id for one in problem.technicians]


def skilled(name: str, **levels: int) -> Technician:
    """A technician with these skills."""
    return a_technician(name, skills=tuple(Skill(name=skill, level=level) for skill, level in levels.items()))


def test_adding_technicians_removes_nobody_and_changes_nobody() -> None:
    """The gain of one more would contain a loss that nobody asked for."""
    more = after(DAY, "add_technicians", count=2)
    assert more.technicians[:6] == DAY.technicians
    assert [one.id for one in more.technicians[6:]] == ["added 1", "added 2"]
    assert more.jobs == DAY.jobs


def test_the_first_of_two_technicians_more_is_the_one_technician_more() -> None:
    """The marginal value of the second would compare two different firsts."""
    one, two = (after(DAY, "add_technicians", count=count).technicians for count in (1, 2))
    assert two[:7] == one


def test_a_technician_more_with_given_skills_is_like_whoever_has_most_of_them() -> None:
    """Somebody hired for gas would come with the van of an electrician."""
    gas, electric = skilled("anna", gas=2), skilled("ben", electrics=1)
    stocked = gas.model_copy(update={"van_stock": {"nozzle": 1}})
    problem = a_problem([electric, stocked], [a_job()])
    (new,) = after(problem, "add_technicians", skills={"gas": 2}, home=[46.0, 7.5]).technicians[2:]
    assert new.van_stock == {"nozzle": 1}
    assert new.skills == (Skill(name="gas", level=2),)
    assert (new.home.lat, new.home.lon) == (46.0, 7.5)


def test_the_centre_is_the_median_of_the_jobs() -> None:
    """One job far away would pull the new home out of town."""
    spots = [(46.0, 7.0), (46.2, 7.1), (49.0, 9.0)]
    jobs = [a_job(f"J{k}", place=Place(id=f"p{k}", lat=lat, lon=lon)) for k, (lat, lon) in enumerate(spots)]
    (moved,) = after(a_problem([a_technician()], jobs), "move_technicians", home="centre").technicians
    assert (moved.home.lat, moved.home.lon) == (46.2, 7.1)


def test_whoever_goes_first_goes_among_two_too() -> None:
    """Minus one and minus two technicians would be two unrelated questions."""
    one, two = (set(ids(after(DAY, "remove_technicians", count=count))) for count in (1, 2))
    assert two < one < set(ids(DAY))


def test_the_draw_does_not_depend_on_what_was_changed_before() -> None:
    """Two scenarios that share a change would share it in name only."""
    gone = set(ids(DAY)) - set(ids(after(DAY, "remove_technicians", count=2)))
    busier = after(after(DAY, "demand", factor=1.5), "lengthen_shifts", seconds=1800)
    assert set(ids(busier)) - set(ids(after(busier, "remove_technicians", count=2))) == gone


def test_what_names_a_technician_goes_with_them() -> None:
    """The day would refer to somebody who is not there: ben has J1's lock, J2's preference and the told route."""
    people = [a_technician("anna"), a_technician("ben")]
    jobs = [
        a_job("J1"),
        a_job("J2", 20, technicians=TechnicianChoice(preferred=("ben", "anna"))),
        a_job("J3", 30, technicians=TechnicianChoice(only=("ben",))),
    ]
    locks = (
        BothLock(job="J1", technician="ben", shift="day", start=at("09:00")),
        TechnicianLock(job="J2", technician="anna", shift="day"),
    )
    problem = a_problem(people, jobs, locks=locks)
    told = a_plan(problem, line_travel(problem), {("ben", "day"): ["J1"], ("anna", "day"): ["J2"]})
    left = after(problem.model_copy(update={"starting_plan": told}), "remove_technicians", technicians=["ben"])
    assert left.locks == (TimeLock(job="J1", start=at("09:00")), locks[1])
    assert left.jobs[1].technicians == TechnicianChoice(preferred=("anna",))
    assert left.starting_plan is not None
    assert [route.technician for route in left.starting_plan.routes] == ["anna"]
    assert [finding.code for finding in left.findings] == ["nobody_allowed"]


def test_a_skill_is_granted_only_to_those_who_lack_it() -> None:
    """Half of a training would go to people who need none: anna has gas 2, ben has gas 1, cleo has none."""
    problem = a_problem([skilled("anna", gas=2), skilled("ben", gas=1), skilled("cleo")], [a_job()])
    learnt = after(problem, "grant_skill", skill="gas", level=2, count=2)
    assert [one.level("gas", at("08:00").date()) for one in learnt.technicians] == [2, 2, 2]
    assert learnt.technicians[0] == problem.technicians[0]


def test_only_those_who_have_a_skill_rise_in_it() -> None:
    """A level more of nothing would be a skill granted."""
    problem = a_problem([skilled("anna", gas=98, oil=1), skilled("ben")], [a_job()])
    risen = after(problem, "raise_skill", skill="gas", levels=2)
    assert risen.technicians == (skilled("anna", gas=99, oil=1), skilled("ben"))


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("remove_technicians", {"technicians": ["zoe"]}, "/technicians/0: no technician 'zoe' [unknown_technician]"),
        ("remove_technicians", {"count": 3}, "/count: 3 wanted, 2 to choose from [too_few_technicians]"),
        ("remove_technicians", {}, ": all 2 would go [too_few_technicians]"),
        ("stand_by", {}, ": all 2 would stand by [too_few_technicians]"),
        ("add_technicians", {"like": "zoe"}, "/like: no technician 'zoe' [unknown_technician]"),
        ("add_technicians", {"skills": {"gaz": 1}}, "/skills/gaz: nobody holds 'gaz', and no job asks for it"),
        ("add_technicians", {"home": "centre"}, "/home: no job of the day has coordinates [place_without_location]"),
        ("grant_skill", {"skill": "gaz"}, "/skill: nobody holds 'gaz', and no job asks for it [unknown_skill]"),
        ("grant_skill", {"skill": "gas", "count": 2}, "/count: 2 wanted, 1 to choose from [too_few_technicians]"),
        ("raise_skill", {"skill": "oil"}, "/skill: nobody has 'oil' to rise in [unknown_skill]"),
        ("lengthen_shifts", {"seconds": -36_000}, ": /technicians/0/shifts/0/end: 2026-11-23T07:00:00+01:00 lies"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_place_and_the_cause(
    name: str, parameters: dict[str, Any], said: str
) -> None:
    """A slip of the pen would look like a change without effect. The line has positions and no coordinates."""
    problem = a_problem([skilled("anna", gas=1), skilled("ben")], [a_job(skills=SkillNeeds(all={"oil": 1}))])
    with pytest.raises(NotApplicable) as refused:
        after(problem, name, **parameters)
    assert str(refused.value.findings[0]).startswith(f"/changes/0/{name}{said}")


def test_a_crew_is_chosen_in_one_way() -> None:
    """A count and a share that disagree: one of them would be ignored."""
    with pytest.raises(ValueError, match="give technicians, count or share, not several of them"):
        after(DAY, "overtime", seconds=0, count=1, share=0.5)
