"""What people get wrong in a study file: a good one, and mistakes to plant in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

GOOD = """\
title = "One technician more"
question = "Where, and with which skills?"
measure = "cost"

[days]
synthetic = {jobs = 12, technicians = 2, city = "lyon", tightness = "normal", seeds = [1, 2]}
files = ["day.json"]

[travel]
speed_kmh = 35

[solver]
iterations = 200
seeds = [1, 2]

[[scenarios]]
name = "{count} more"
changes = [
  # The skill is one that the jobs ask for.
  {add_technicians = {count = {grid = [1, 2]}, skills = {"gas" = 2}}},
  {travel = {factor = 1.5}},
]

[[scenarios]]
name = "gas for all"
changes = [{grant_skill = {skill = "gas", level = 1}}]

[[scenarios]]
name = "an hour longer"
changes = [{overtime = {seconds = 3600}}, {remove_technicians = {count = 1}}]
seeds = [3]

[output]
report = "page.html"
json = "figures.json"
"""
"""Right as it stands, beside a file day.json."""


class Mistake(NamedTuple):
    """Something written for something else."""

    right: str
    """What stands once in `GOOD`."""
    wrong: str
    """What somebody writes instead, on the same line."""
    word: str
    """That the cause must name."""
    hidden_by_others: bool = False
    """Whether it shows only where days and changes can be read."""

    @property
    def line(self) -> int:
        """Where it stands."""
        return GOOD[: GOOD.index(self.right)].count("\n") + 1


MISTAKES = (
    Mistake('title = "One technician more"', 'titel = "One technician more"', "titel"),
    Mistake('question = "Where, and with which skills?"', "question = 7", "7"),
    Mistake('measure = "cost"', 'measure = "profit"', "profit"),
    Mistake("jobs = 12", 'jobs = "a dozen"', "a dozen"),
    Mistake("technicians = 2", "technicians = 0", "0"),
    Mistake('city = "lyon"', 'city = "paris"', "paris"),
    Mistake('tightness = "normal"', 'tightness = "full"', "full"),
    Mistake("seeds = [1, 2]}", "seeds = [1, 1]}", "more than once"),
    Mistake('files = ["day.json"]', 'files = ["nowhere.json"]', "nowhere.json"),
    Mistake("speed_kmh = 35", "speed_kmh = -35", "-35"),
    Mistake("[solver]", "[solver]\ntime_limit = 5.0", "both given"),
    Mistake("seeds = [1, 2]\n", "seeds = []\n", "at least 1"),
    Mistake('name = "{count} more"', 'name = "{number} more"', "number"),
    Mistake("count = {grid = [1, 2]}", "count = {grid = []}", "grid"),
    Mistake('skills = {"gas" = 2}', 'skills = {"gas" = "expert"}', "expert"),
    Mistake("travel = {factor = 1.5}", "travel = {factor = 1.5, speed = 2}", "speed"),
    Mistake('name = "gas for all"', 'nam = "gas for all"', "nam"),
    Mistake('grant_skill = {skill = "gas", level = 1}', 'grant_skil = {skill = "gas", level = 1}', "grant_skil"),
    Mistake('name = "an hour longer"', 'name = "base"', "base"),
    Mistake("seconds = 3600", "seconds = -1", "-1"),
    Mistake("remove_technicians = {count = 1}", "remove_technicians = {count = 7}", "7 wanted", True),
    Mistake("seeds = [3]", "seeds = [-3]", "-3"),
    Mistake('report = "page.html"', 'rapport = "page.html"', "rapport"),
    Mistake('json = "figures.json"', "json = 1", "1"),
)
"""One at least for each part of a study file."""


def with_mistakes(mistakes: Iterable[Mistake]) -> str:
    """The good file with these mistakes in it."""
    text = GOOD
    for mistake in mistakes:
        text = text.replace(mistake.right, mistake.wrong, 1)
    return text
