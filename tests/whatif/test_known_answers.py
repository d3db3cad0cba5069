"""Days that lack one skill, studies of the same against the same, and how what they find is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.known_answers import PLANTED, Planted, planted_day, planted_study, same_study
from benchmarks.shows_whatif import judged_truths
from benchmarks.whatif.answer import Standing, standing
from tests.whatif.hand_made import results

GAS = Planted("gas", standing(results({"base": [[9.0], [8.0]], "gas": [[2.0], [1.0]], "cooling": [[9.0], [8.0]]})))
OTHER = Planted("cooling", GAS.found)
UNCLEAR = Planted("gas", standing(results({"base": [[9.0], [8.0]], "gas": [[2.0], [8.5]]})))

FOUND = standing(results({"base": [[9.0], [8.0]], "shuffled": [[2.0], [1.0]]}))
NOTHING = standing(results({"base": [[9.0], [8.0]], "shuffled": [[8.0], [9.0]]}))


@pytest.mark.parametrize("skill", PLANTED)
def test_only_one_technician_of_a_planted_day_has_the_skill(skill: str) -> None:
    """Nothing would be scarce, and the study could find anything."""
    held = [skill in {one.name for one in technician.skills} for technician in planted_day(1, skill).technicians]
    assert held.count(True) == 1


def test_a_planted_study_asks_for_every_skill(tmp_path: Path) -> None:
    """A skill that is not asked about cannot be ranked first."""
    assert set(PLANTED) < {arm.name for arm in planted_study("gas", tmp_path).arms}


def test_the_same_is_compared_with_the_same_from_other_seeds_in_another_order() -> None:
    """Equal plans would be found equal, which proves nothing."""
    study, next_one = same_study(0), same_study(1)
    base, shuffled = study.arms
    assert (base.seeds, shuffled.seeds) == ((1,), (2,))
    before = study.days[0].problem
    after = shuffled.scenario.applied(before)
    assert before.jobs != after.jobs
    assert sorted(job.id for job in before.jobs) == sorted(job.id for job in after.jobs)
    assert not {day.name for day in study.days} & {day.name for day in next_one.days}


@pytest.mark.parametrize(
    ("scarce", "silent", "passed"),
    [
        ([GAS], [NOTHING] * 95 + [FOUND] * 5, True),
        ([GAS], [NOTHING] * 89 + [FOUND] * 11, False),
        ([GAS], [NOTHING] * 100, False),
        ([GAS], [NOTHING] * 95, False),
        ([GAS, OTHER], [NOTHING] * 95 + [FOUND] * 5, False),
        ([UNCLEAR], [NOTHING] * 95 + [FOUND] * 5, False),
    ],
    ids=["right", "too bold", "too timid", "too few", "another skill first", "interval holds zero"],
)
def test_planted_truths_must_be_found_and_nothing_in_nothing(
    scarce: list[Planted], silent: list[Standing], passed: bool
) -> None:
    """A study that always finds something, or never, would be trusted."""
    assert judged_truths(scarce, silent).passed is passed
