"""Studies whose answer is known beforehand: days that lack one skill, and scenarios that change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.loads import day
from benchmarks.whatif.answer import Standing, standing
from benchmarks.whatif.engine import run
from benchmarks.whatif.reading import read_study
from benchmarks.whatif.study import Study
from benchmarks.whatif.workers import Workers
from dispatcher.problem import Problem
from dispatcher.scenario import Scenario
from dispatcher.scenario.change import with_technicians

PLANTED: Mapping[str, float] = {"appliances": 1.0, "gas": 2.0, "cooling": 4.0}
"""The skill that one technician of five keeps, to how many times the jobs there are that ask for it: work for two."""

COURSES: Mapping[str, int] = {"appliances": 2, "cooling": 3, "electrics": 2, "gas": 2, "heat pump": 2}
"""Every skill of these days to the highest level that a job asks for: what two technicians may learn."""

PLANTED_DAYS = range(1, 9)

REPEATS = 100

DAYS_EACH = 10
"""Of each study that compares the same with the same; no two studies share a day."""

PLANTED_STUDY = """
title = "Which skill is the bottleneck?"
[days]
files = [{files}]
[solver]
iterations = 5_000
seeds = [1]
"""

COURSE = """
[[scenarios]]
name = "{skill}"
changes = [{{grant_skill = {{skill = "{skill}", level = {level}, count = 2}}}}]
"""

SAME_STUDY = """
title = "The same against the same"
[days]
synthetic = {{jobs = 36, technicians = 4, tightness = "overloaded", seeds = {days}}}
[solver]
iterations = 3_000
seeds = [1]
[[scenarios]]
name = "shuffled"
seeds = [2]
changes = [{{shuffle = {{seed = {shuffle}}}}}]
"""


def planted_day(seed: int, skill: str) -> Problem:
    """A slack day, but for the work of one skill, which only one technician knows; no van lacks a part."""
    more = {"demand": {"factor": PLANTED[skill], "skill": skill}}
    whole = Scenario.model_validate({"changes": [more, {"parts_on_van": {}}]}).applied(day(seed, 40, 5, tightness=0.5))
    holders = [one.id for one in whole.technicians if any(held.name == skill for held in one.skills)]
    return with_technicians(
        whole, holders[1:], lambda one: {"skills": tuple(held for held in one.skills if held.name != skill)}
    )


def planted_study(skill: str, folder: Path) -> Study:
    """What the two technicians who learn each skill are worth on days that lack one; day files go into the folder."""
    names = []
    for seed in PLANTED_DAYS:
        names.append(f"day {seed}.json")
        (folder / names[-1]).write_text(planted_day(seed, skill).model_dump_json(), encoding="utf-8")
    text = PLANTED_STUDY.format(files=", ".join(map(json.dumps, names)))
    text += "".join(COURSE.format(skill=name, level=level) for name, level in COURSES.items())
    return study_in(text, folder)


def same_study(repeat: int) -> Study:
    """The same days against themselves: the jobs in another order, the searches from another seed."""
    first = 1000 + DAYS_EACH * repeat
    days = list(range(first, first + DAYS_EACH))
    with TemporaryDirectory() as folder:
        return study_in(SAME_STUDY.format(days=days, shuffle=repeat + 1), Path(folder))


def study_in(text: str, folder: Path) -> Study:
    """The study that such a file describes."""
    file = folder / "study.toml"
    file.write_text(text, encoding="utf-8")
    return read_study(file)


@dataclass(frozen=True)
class Planted:
    """What a study found on days that lack a skill."""

    skill: str
    found: Standing

    @property
    def right(self) -> bool:
        """Whether to learn that skill is ranked first, with an interval without zero."""
        first = self.found.comparisons[0]
        return first.arm == self.skill and first.verdict == "better"

    def line(self) -> str:
        """For progress."""
        ranks = ", ".join(
            f"{one.arm} {-one.difference:+.0f} ({-one.interval[1]:.0f} to {-one.interval[0]:.0f})"
            for one in self.found.comparisons
            if one.interval
        )
        return f"{self.skill} is scarce: to learn it saves a day: {ranks}"


def planted(folder: Path, workers: Workers) -> Iterator[Planted]:
    """One study for each scarce skill; cells are kept in the folder."""
    for skill in PLANTED:
        with TemporaryDirectory() as days:
            study = planted_study(skill, Path(days))
            yield Planted(skill, standing(run(study, folder, workers)))


def repeats(folder: Path, workers: Workers, wanted: Sequence[int] = range(REPEATS)) -> Iterator[Standing]:
    """Studies that compare the same with the same, each on days of its own; cells are kept in the folder."""
    for repeat in wanted:
        yield standing(run(same_study(repeat), folder, workers))
