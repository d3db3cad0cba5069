"""A scenario: a name and the changes that make one day of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BaseModel, PlainSerializer, PlainValidator, ValidationError, create_model

from dispatcher.draft import shape_findings
from dispatcher.errors import Finding, InvalidProblem, NotApplicable, errors_in
from dispatcher.fields import Value
from dispatcher.problem import Problem
from dispatcher.scenario.catalogue import CHANGES, NAMES
from dispatcher.scenario.change import Change
from dispatcher.travel.matrix import TravelMatrix


def _written(name: str) -> type[BaseModel]:
    fields: Any = {name: (CHANGES[name], ...)}
    return create_model(name, **fields)


_WRITTEN = {name: _written(name) for name in CHANGES}
"""How a change stands in a file, so that what is wrong with it is found at /add_technicians/count."""


def _change(given: Any) -> Change:
    """From ``{"add_technicians": {"count": 1}}``, the one form that files have."""
    if isinstance(given, Change):
        return given
    if not isinstance(given, Mapping) or len(given) != 1:
        raise ValueError('a change is one name with its parameters, as in {"add_technicians": {"count": 1}}')
    (name,) = given
    if name not in CHANGES:
        raise ValueError(f"no change is called '{name}'; there are {', '.join(CHANGES)}")
    change: Change = getattr(_WRITTEN[name].model_validate(given), name)
    return change


def _as_written(change: Change) -> dict[str, Any]:
    return {NAMES[type(change)]: change.model_dump(mode="json", exclude_defaults=True)}


def _impossible(where: str, causes: Iterable[str]) -> NotApplicable:
    return NotApplicable(Finding("change_impossible", where, cause) for cause in causes)


class Scenario(Value):
    """Changes that are made one after the other; none = the day as it is, the base of every comparison."""

    name: str = "base"
    changes: tuple[Annotated[Change, PlainValidator(_change), PlainSerializer(_as_written)], ...] = ()
    """Each as one name with its parameters: ``{"overtime": {"seconds": 0}}``."""

    def applied(self, problem: Problem) -> Problem:
        """The day after all changes; the same object when they leave it as it is.

        Travel is then made for the places of the changed day, new homes included, and handed to `travelled`.

        Raises
        ------
        NotApplicable
            When a change cannot be made on this day; `where` points into this scenario.
        """
        for k, change in enumerate(self.changes):
            where = f"/changes/{k}/{NAMES[type(change)]}"
            try:
                problem = change.applied(problem)
            except NotApplicable as refused:
                at = (replace(finding, where=f"{where}{finding.where}") for finding in refused.findings)
                raise NotApplicable(at) from None
            except InvalidProblem as refused:
                raise _impossible(where, (f"{f.where}: {f.cause}" for f in errors_in(refused.findings))) from None
            except ValidationError as error:
                raise _impossible(where, (finding.cause for finding in shape_findings(error, {}))) from None
        return problem

    def travelled(self, travel: TravelMatrix) -> TravelMatrix:
        """Travel between the places of the changed day, after all changes of travel."""
        return reduce(lambda legs, change: change.travelled(legs), self.changes, travel)

    def at_old_prices(self) -> Scenario:
        """The same scenario without its changes of prices: what a plan made under new prices costs in the old ones."""
        return self.model_copy(update={"changes": tuple(one for one in self.changes if not one.reprices)})

    def fingerprint(self) -> str:
        """SHA-256 of the changes, whatever the scenario is called: the same text means the same scenario."""
        return sha256(self.model_dump_json(include={"changes"}).encode()).hexdigest()
