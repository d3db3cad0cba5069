"""What is wrong with a study file: all of it at once, each with its line, its cause and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from benchmarks.whatif.lines import Lines
from dispatcher.errors import DispatchError, Finding, errors_in

Path = Sequence[str | int]
"""Keys and positions from the root of the file to a value."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a study file.

    Parameters
    ----------
    line
        Of the file, from 1.
    where
        Keys and positions to the value, such as ``scenarios[0].name``.
    cause
        What is wrong, with the values that show it.
    action
        What to do about it.
    """

    line: int
    where: str
    cause: str
    action: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.where}: {self.cause} {self.action}"


class BadStudy(DispatchError):
    """The study cannot be run. `faults` holds every reason, in the order of the lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass
class Faults:
    """Gathers what is wrong while a file is read."""

    lines: Lines
    found: list[Fault] = field(default_factory=list)

    def add(self, path: Path, cause: str, action: str) -> None:
        """Something is wrong with the value at the path."""
        fault = Fault(self.lines.of(path), written(path), cause, action)
        if fault not in self.found:
            self.found.append(fault)

    def pass_on(self, path: Path, findings: Iterable[Finding]) -> None:
        """What is wrong with the problem in a file that the value at the path names."""
        for finding in errors_in(findings):
            self.add(path, f"{finding.where}: {finding.cause} [{finding.code}].", finding.action)

    def shaped(self, kind: type[Model], value: Any, path: Path, without: frozenset[str] = frozenset()) -> Model | None:
        """The value as one of that kind, or what is left of it without its faults; None when that is too little.

        Parameters
        ----------
        without
            Fields that have been left out because of a fault, and so are not missing.
        """
        try:
            return kind.model_validate(value)
        except ValidationError as error:
            items = error.errors(include_url=False)
        for item in _telling(kind, items, without):
            self.add((*path, *item["loc"]), *_said(kind, item))
        faulty = frozenset(str(item["loc"][0]) for item in items if item["loc"])
        if not isinstance(value, Mapping) or not faulty & value.keys():
            return None
        rest = {key: inner for key, inner in value.items() if key not in faulty}
        return self.shaped(kind, rest, path, without | faulty)


def written(path: Path) -> str:
    """A path as people write it."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".") or "the file"


def correction(given: str, known: Iterable[str]) -> str:
    """The advice for a name that is none of those known."""
    names = list(known)
    near = get_close_matches(given, names, 1)
    return f"Write {near[0]}." if near else f"Choose one of: {', '.join(names)}."


def _telling(
    kind: type[BaseModel], items: Sequence[Mapping[str, Any]], without: frozenset[str]
) -> list[Mapping[str, Any]]:
    """Not what is missing because it is misspelt or wrong, nor that a list is short of what is wrong in it."""
    misspelt = set[tuple[str | int, ...]]()
    for item in items:
        *above, last = item["loc"] or ("",)
        if item["type"] == "extra_forbidden":
            near = get_close_matches(str(last), _fields(_inside(kind, above)), 1)
            misspelt.update((*above, name) for name in near)
    return [
        item
        for item in items
        if not (item["type"] == "missing" and (item["loc"] in misspelt or item["loc"][0] in without))
        and not (item["type"] == "too_short" and any(item["loc"] == other["loc"][:-1] for other in items))
    ]


def _said(kind: type[BaseModel], item: Mapping[str, Any]) -> tuple[str, str]:
    """Cause and action of what pydantic refused."""
    *above, last = item["loc"] or ("",)
    meaning = _meaning(kind, item["loc"])
    if item["type"] == "missing":
        return f"'{last}' is missing.", f"Add it. {meaning}".strip()
    if item["type"] == "extra_forbidden":
        known = correction(str(last), _fields(_inside(kind, above)))
        return f"nobody knows '{last}'.", f"Remove it, or correct it. {known}"
    given = str(item["input"])
    shown = given if len(given) <= 60 else f"{given[:57]}..."
    return f"{_cause(item)} (given: {shown}).", f"Correct it. {meaning}".strip()


def _cause(item: Mapping[str, Any]) -> str:
    if item["type"] == "too_short":
        return f"at least {item['ctx']['min_length']} wanted"
    said: str = item["msg"].removeprefix("Value error, ").rstrip(".")
    return said.replace("Input should be", "this should be")


def _meaning(kind: type[BaseModel], location: Sequence[str | int]) -> str:
    """What the innermost field of the location stands for, when its kind says so."""
    for depth in range(len(location), 0, -1):
        name, fields = str(location[depth - 1]), _fields(_inside(kind, location[: depth - 1]))
        if name in fields:
            return f"{name}: {fields[name]}" if fields[name] else ""
    return " ".join((kind.__doc__ or "").split())


def _inside(kind: type[BaseModel] | None, location: Sequence[str | int]) -> type[BaseModel] | None:
    """The kind of value at the location; None where it is no model, or one of several."""
    for step in location:
        info = kind.model_fields.get(str(step)) if kind else None
        held = [info.annotation, *get_args(info.annotation)] if info else []
        models = [one for one in held if isinstance(one, type) and issubclass(one, BaseModel)]
        kind = models[0] if len(models) == 1 else None
    return kind


def _fields(kind: type[BaseModel] | None) -> dict[str, str]:
    """Field, as it is written, to its description."""
    fields = kind.model_fields if kind else {}
    return {info.alias or name: " ".join((info.description or "").split()) for name, info in fields.items()}
