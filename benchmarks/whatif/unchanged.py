"""Scenarios that leave the days of a study as they are: what differs then is the solver's chance alone."""

from __future__ import annotations

from benchmarks.whatif.study import Study
from dispatcher.errors import NotApplicable
from dispatcher.problem import Problem
from dispatcher.scenario import Scenario
from dispatcher.travel import Geodesic


def unchanged(study: Study) -> frozenset[str]:
    """Names of the arms, other than the base, that change neither problem nor travel on any day."""
    return frozenset(
        arm.name
        for arm in study.arms[1:]
        if not any(_changes(arm.scenario, day.problem, study.travel) for day in study.days)
    )


def _changes(scenario: Scenario, problem: Problem, travel: Geodesic) -> bool:
    try:
        if scenario.applied(problem) is not problem:
            return True
    except NotApplicable:
        return True
    legs = travel.matrix(problem.places)
    return scenario.travelled(legs) is not legs
