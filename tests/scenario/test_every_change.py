"""What holds of every change, whatever its parameters, on days as the benchmarks make them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.loads import day
from dispatcher.errors import errors_in
from dispatcher.problem import Problem
from dispatcher.scenario import CHANGES, Scenario
from dispatcher.travel import Geodesic
from tests.scenario.trying import scenario

CREWS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"count": st.integers(0, 2)}),
    st.fixed_dictionaries({"share": st.floats(0, 1)}),
    st.just({"technicians": ["T2"]}),
)
FEW = st.one_of(st.fixed_dictionaries({"count": st.integers(0, 2)}), st.just({"technicians": ["T2"]}))
JOBS = st.fixed_dictionaries(
    {},
    optional={
        "service_class": st.sampled_from(["paid", "contract", "courtesy"]),
        "type": st.sampled_from(["boiler fault", "no such type"]),
        "skill": st.sampled_from(["gas", "appliances"]),
    },
)
SKILL = st.sampled_from(["gas", "appliances"])
SPOT = st.sampled_from(["centre", [45.7578, 4.832]])


def with_own(shared: st.SearchStrategy[dict[str, Any]], **own: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Shared parameters and those of one change."""
    return st.builds(lambda one, other: one | other, shared, st.fixed_dictionaries(own))


FACTOR = st.floats(0.1, 3)
PARAMETERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "add_technicians": st.fixed_dictionaries(
        {"count": st.integers(1, 3)},
        optional={"like": st.just("T1"), "home": SPOT, "skills": st.dictionaries(SKILL, st.integers(1, 3))},
    ),
    "remove_technicians": FEW,
    "move_technicians": with_own(CREWS, home=SPOT),
    "grant_skill": with_own(st.just({}), skill=SKILL, level=st.integers(1, 4)),
    "raise_skill": with_own(st.just({}), skill=SKILL, levels=st.integers(0, 4)),
    "shift_hours": with_own(CREWS, seconds=st.integers(-7200, 7200)),
    "start_shifts_at": with_own(CREWS, clock=st.sampled_from(["06:30", "07:00:00", "09:15"])),
    "lengthen_shifts": with_own(CREWS, seconds=st.integers(-7200, 7200), at=st.sampled_from(["end", "start"])),
    "overtime": with_own(CREWS, seconds=st.integers(0, 7200)),
    "hold_back": with_own(CREWS, reserve=st.floats(0, 0.5)),
    "stand_by": FEW,
    "parts_on_van": with_own(CREWS, parts=st.sampled_from([[], ["flow sensor"]])),
    "promise_width": with_own(JOBS, seconds=st.integers(60, 43_200)),
    "respond_within": with_own(JOBS, seconds=st.integers(0, 14_400), also_others=st.booleans()),
    "demand": with_own(JOBS, factor=st.floats(0, 3)),
    "durations": with_own(JOBS, factor=FACTOR),
    "travel": st.fixed_dictionaries({"factor": FACTOR}, optional={"distance": FACTOR}),
    "costs": st.fixed_dictionaries({}, optional={"travel": FACTOR, "unassigned": FACTOR, "waiting_customer": FACTOR}),
    "shuffle": st.fixed_dictionaries({"seed": st.integers(0, 9)}),
}

MAY_SMELL = {"remove_technicians"}
"""Whoever leaves may be the last to have a skill or a part."""

NOTHING: dict[str, dict[str, Any]] = {
    "move_technicians": {"count": 0, "home": "centre"},
    "remove_technicians": {"count": 0},
    "grant_skill": {"skill": "gas", "share": 0.0},
    "raise_skill": {"skill": "gas", "levels": 0},
    "shift_hours": {"seconds": 0},
    "lengthen_shifts": {"seconds": 0},
    "overtime": {"seconds": 3600},
    "hold_back": {"reserve": 0.0},
    "stand_by": {"share": 0.0},
    "parts_on_van": {"parts": ["no such part"]},
    "promise_width": {"seconds": 60, "type": "no such type"},
    "respond_within": {"seconds": 60, "type": "no such type"},
    "demand": {"factor": 1.0},
    "durations": {"factor": 1.0},
    "travel": {"factor": 1.0},
    "costs": {"travel": 1.0},
}
"""Parameters with which a change leaves a synthetic day as it is."""


@cache
def a_day(seed: int) -> Problem:
    """Twenty-five jobs for four technicians in Lyon."""
    return day(seed, 25, 4, tightness="overloaded")


def test_the_days_tried_have_every_change() -> None:
    """A change without a strategy here would be tried by nobody."""
    assert PARAMETERS.keys() == CHANGES.keys()
    assert CHANGES.keys() - NOTHING.keys() == {"add_technicians", "start_shifts_at", "shuffle"}


@pytest.mark.parametrize("name", CHANGES)
@settings(max_examples=20, deadline=None)
@given(data=st.data(), seed=st.integers(1, 3))
def test_a_change_gives_a_valid_day_and_leaves_the_old_one_alone(name: str, data: st.DataObject, seed: int) -> None:
    """A study would end in the middle, or its base would change under it."""
    problem = a_day(seed)
    before = problem.fingerprint()
    one = scenario((name, data.draw(PARAMETERS[name])))
    after = one.applied(problem)
    assert errors_in(after.findings) == ()
    assert name in MAY_SMELL or after.findings == ()
    assert Problem.model_validate_json(after.model_dump_json()) == after
    assert one.applied(problem) == after
    assert problem.fingerprint() == before
    assert one.travelled(Geodesic().matrix(after.places)).places == tuple(place.id for place in after.places)
    assert after.start == problem.start


@pytest.mark.parametrize("name", CHANGES)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_scenario_reads_back_as_it_was_written(name: str, data: st.DataObject) -> None:
    """A cell computed on another machine would have another name, and be computed twice."""
    one = scenario((name, data.draw(PARAMETERS[name])))
    again = Scenario.model_validate_json(one.model_dump_json())
    assert (again, again.fingerprint()) == (one, one.fingerprint())


@pytest.mark.parametrize("name", NOTHING)
def test_a_change_of_nothing_gives_the_same_day(name: str) -> None:
    """The base would be planned twice, and a difference be found that is none."""
    one = scenario((name, NOTHING[name]))
    travel = Geodesic().matrix(a_day(1).places)
    assert one.applied(a_day(1)) is a_day(1)
    assert one.travelled(travel) is travel
