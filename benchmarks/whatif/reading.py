"""From a study file to a study: days read or made, grids expanded, every change tried on the days."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from benchmarks import loads
from benchmarks.whatif.faults import BadStudy, Fault, Faults, correction
from benchmarks.whatif.grids import Combination, expanded
from benchmarks.whatif.lines import Lines
from benchmarks.whatif.study import Arm, Budget, Day, Output, Study
from benchmarks.whatif.written import (
    Head,
    SyntheticDays,
    WrittenDays,
    WrittenOutput,
    WrittenScenario,
    WrittenSolver,
    WrittenTravel,
)
from dispatcher.errors import Finding, InvalidProblem, NotApplicable, UnreadableFile
from dispatcher.formats.reader import read_problem
from dispatcher.scenario import CHANGES, Change, Scenario
from dispatcher.travel import Geodesic

SECTIONS = ("days", "travel", "solver", "scenarios", "output")
"""Tables of a study file, beside what stands before them."""

TRIED = 400
"""So many pairs of a day and an arm are tried before the first search; of the others a refusal is a failed cell."""

Steps = tuple[str | int, ...]

Model = TypeVar("Model", bound=BaseModel)


class Placed(NamedTuple):
    """An arm, and where its scenario stands in the file."""

    arm: Arm
    path: Steps


def read_study(path: Path) -> Study:
    """The study in a file.

    Raises
    ------
    BadStudy
        When there is anything wrong with it, or with a day that it names; carries all faults at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadStudy([Fault(1, "the file", f"cannot be read: {error}.", "Name a TOML file in UTF-8.")]) from None
    except tomllib.TOMLDecodeError as error:
        raise BadStudy([_not_toml(text, error)]) from None
    return _Reader(path.parent, text, document).study()


def _not_toml(text: str, error: tomllib.TOMLDecodeError) -> Fault:
    """tomllib gives up at the first mistake and names its line in words only."""
    said = str(error)
    _, _, place = said.partition("(at line ")
    number = place.partition(",")[0]
    line = int(number) if number.isdigit() else text.count("\n") + 1
    return Fault(line, "the file", f"is not TOML: {said}.", "Correct this line; what follows could not be read.")


class _Reader:
    """Reads part after part, gathering faults, so that one bad part hides no other."""

    def __init__(self, folder: Path, text: str, document: dict[str, Any]) -> None:
        self.folder, self.text, self.document = folder, text, document
        self.faults = Faults(Lines(text))
        self.names: list[tuple[str | None, Steps]] = []
        """Of all arms but the base, and where their scenarios stand."""

    def study(self) -> Study:
        """The whole; raises `BadStudy`."""
        head = self.faults.shaped(Head, {k: v for k, v in self.document.items() if k not in SECTIONS}, ())
        days, solver = self._table("days", WrittenDays), self._table("solver", WrittenSolver)
        travel, output = self._table("travel", WrittenTravel), self._table("output", WrittenOutput)
        found = list(self._days(days)) if days else []
        arms = list(self._arms(solver.seeds if solver else (1,)))
        self._refuse_twins()
        self._refuse_mixed_money(found)
        self._try(found, arms)
        if self.faults.found or not (head and solver and travel and output):
            raise BadStudy(self.faults.found)
        return Study(
            **head.model_dump(),
            days=tuple(found),
            arms=(Arm("base", Scenario(name="base"), "base", seeds=solver.seeds), *(placed.arm for placed in arms)),
            budget=Budget(solver.time_limit, solver.iterations),
            seeds=solver.seeds,
            travel=Geodesic(travel.speed_kmh, travel.detour),
            output=Output(*(self.folder / name if name else None for name in output.model_dump().values())),
            text=self.text,
        )

    def _table(self, name: str, kind: type[Model]) -> Model | None:
        return self.faults.shaped(kind, self.document.get(name, {}), (name,))

    def _days(self, written: WrittenDays) -> Iterator[Day]:
        if not self.document.get("days"):
            self.faults.add(("days",), "no days to plan.", "Give synthetic = {...} or files = [...] under [days].")
        for k, url in enumerate(written.urls):
            advice = "Save the day as a file, and name it in files."
            self.faults.add(("days", "urls", k), f"no service keeps days yet, so '{url}' cannot be read.", advice)
        if written.synthetic:
            yield from map(_made, [written.synthetic] * len(written.synthetic.seeds), written.synthetic.seeds)
        for k, name in enumerate(written.files):
            yield from self._file(name, ("days", "files", k))

    def _file(self, name: str, path: Steps) -> Iterator[Day]:
        if not (self.folder / name).exists():
            advice = "Correct the path, which begins at the folder of the study file."
            self.faults.add(path, f"there is no file {self.folder / name}.", advice)
            return
        try:
            problem = read_problem(self.folder / name)
        except (UnreadableFile, InvalidProblem) as refusal:
            self.faults.pass_on(path, refusal.findings)
            return
        nowhere = [place.id for place in problem.places if place.coordinates is None]
        if nowhere:
            cause = f"{len(nowhere)} places have no coordinates, such as '{nowhere[0]}'."
            self.faults.add(path, cause, "Give each its lat and lon: studies measure travel in straight lines.")
        else:
            yield Day(name, problem)

    def _arms(self, seeds: tuple[int, ...]) -> Iterator[Placed]:
        scenarios = self.document.get("scenarios", [])
        if not isinstance(scenarios, list) or not scenarios:
            self.faults.add(("scenarios",), "nothing to compare with the base.", "Add [[scenarios]] with its changes.")
            return
        for k, scenario in enumerate(scenarios):
            path = ("scenarios", k)
            written = self.faults.shaped(WrittenScenario, scenario, path)
            if written and not written.name and not scenario.keys() - WrittenScenario.model_fields.keys():
                self.faults.add((*path, "name"), "the scenario has no name.", "Give it one: name = 'two more'.")
            for one in expanded(written, self.faults, path) if written else ():
                self.names.append((one.name, path))
                changes = [self._change((*path, "changes", j), one, j) for j in range(len(one.changes))]
                known = tuple(change for change in changes if change)
                if written and one.name and len(known) == len(changes) and not one.without:
                    made = Scenario(name=one.name, changes=known)
                    yield Placed(Arm(one.name, made, written.name, one.values, written.seeds or seeds), path)

    def _change(self, path: Steps, one: Combination, position: int) -> Change | None:
        written = one.changes[position]
        if len(written) != 1:
            given = f" (given: {', '.join(written)})" if written else ""
            self.faults.add(path, f"a change is one name{given}.", "Write {name = {...}}.")
            return None
        ((name, parameters),) = written.items()
        if name not in CHANGES:
            self.faults.add((*path, name), f"there is no change '{name}'.", correction(name, CHANGES))
            return None
        taken_out = frozenset({one.without[position]} if position in one.without else ())
        return self.faults.shaped(CHANGES[name], parameters, (*path, name), taken_out)

    def _refuse_mixed_money(self, days: Sequence[Day]) -> None:
        currencies = sorted({day.problem.costs.currency for day in days})
        if len(currencies) > 1:
            cause = f"the days are priced in {', '.join(currencies)}: their costs cannot be added."
            self.faults.add(("days",), cause, "Make one study for each currency.")

    def _refuse_twins(self) -> None:
        often = Counter(["base", *(name for name, _ in self.names if name)])
        for name, path in {name: path for name, path in self.names if name and often[name] > 1}.items():
            advice = "Give each scenario a name of its own; with a grid, put {parameter} into it."
            self.faults.add((*path, "name"), f"'{name}' names more than one arm.", advice)

    def _try(self, days: Sequence[Day], arms: Sequence[Placed]) -> None:
        """Apply scenarios to days, to hear refusals before anything is planned; one of a kind from each scenario."""
        heard: set[tuple[Steps, str]] = set()
        for day, placed in islice(product(days, arms), TRIED):
            try:
                placed.arm.scenario.applied(day.problem)
            except NotApplicable as refusal:
                for finding in refusal.findings:
                    self._refused(finding, placed.path, day, heard)

    def _refused(self, finding: Finding, path: Steps, day: Day, heard: set[tuple[Steps, str]]) -> None:
        """A finding points into the scenario, and so to a line."""
        steps = (int(step) if step.isdigit() else step for step in finding.where.split("/")[1:])
        where = (*path, *steps)
        if (where, finding.code) not in heard:
            heard.add((where, finding.code))
            self.faults.add(where, f"on day '{day.name}' {finding.cause} [{finding.code}].", finding.action)


def _made(days: SyntheticDays, seed: int) -> Day:
    problem = loads.day(
        seed, days.jobs, days.technicians, city=days.city, tightness=days.tightness, on=days.on, lunch=days.lunch
    )
    return Day(f"{days.city} {seed}", problem)
