"""A scenario written with grids, expanded into one for each combination of their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import product
from typing import Any, ClassVar, NamedTuple

from benchmarks.whatif.faults import Faults, correction
from benchmarks.whatif.written import WrittenScenario

GRID = "grid"
"""The key that makes of a parameter's value a list of values."""

Steps = tuple[str | int, ...]


class Spoken(float):
    """A number in a scenario's name: ``{seconds:h}`` writes 7200 as 2 h, ``{seconds:min}`` as 120 min."""

    UNITS: ClassVar[Mapping[str, int]] = {"h": 3600, "min": 60}

    def __format__(self, spec: str) -> str:
        if spec in self.UNITS:
            return f"{self / self.UNITS[spec]:g} {spec}"
        return format(int(self) if self.is_integer() and not spec else float(self), spec)


class Combination(NamedTuple):
    """One value of each grid of a scenario."""

    name: str | None
    """With the values in the places of ``{parameter}``, or behind it; None when a place has no value."""
    changes: list[dict[str, Any]]
    """As written, the grids replaced by these values."""
    values: Mapping[str, float | str]
    """Parameter to value: a number, or else its text."""
    without: Mapping[int, str]
    """Positions of changes to the parameter that was taken out of them, since it is a grid without values."""


def expanded(scenario: WrittenScenario, faults: Faults, path: Steps) -> Iterator[Combination]:
    """Every combination of the grids' values, the last grid changing fastest; a scenario without grids is one.

    Parameters
    ----------
    faults
        Told of grids and names that cannot be used.
    path
        Of the scenario in the file.
    """
    changes = list(scenario.changes)
    written = dict(_grids(changes, ()))
    bad = [where for where, values in written.items() if not _usable(values, faults, (*path, "changes", *where))]
    without = {int(where[0]): str(where[2]) for where in bad}
    grids = {where: values for where, values in written.items() if where[0] not in without}
    keys = _keys(list(written))
    for positions in product(*(range(len(values)) for values in grids.values())):
        chosen = {where: grids[where][k] for where, k in zip(grids, positions, strict=True)}
        values = {keys[where]: _shown(value) for where, value in chosen.items()}
        name = _named(scenario.name, values | {keys[where]: "?" for where in bad}, faults, path)
        yield Combination(name, _with(changes, chosen, bad), values, without)


def _grids(node: Any, where: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(node, dict) and set(node) == {GRID}:
        yield where, node[GRID]
    elif isinstance(node, dict | list):
        for step, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _grids(value, (*where, step))


def _usable(values: Any, faults: Faults, path: Steps) -> bool:
    if isinstance(values, list) and values and not any(value in values[:k] for k, value in enumerate(values)):
        return True
    faults.add((*path, GRID), f"a grid lists one or more different values (given: {values}).", "Write [1, 2, 3].")
    return False


def _keys(grids: Sequence[Steps]) -> dict[Steps, str]:
    """The name of each grid's parameter; where two share one, the changes tell them apart."""
    short = {where: str(next(step for step in reversed(where) if isinstance(step, str))) for where in grids}
    names = list(short.values())
    return {where: name if names.count(name) == 1 else f"{where[1]}_{name}" for where, name in short.items()}


def _shown(value: Any) -> float | str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _named(template: str, values: Mapping[str, float | str], faults: Faults, path: Steps) -> str | None:
    spoken = {key: value if isinstance(value, str) else Spoken(value) for key, value in values.items()}
    try:
        name = template.format_map(spoken)
    except (KeyError, ValueError, IndexError, AttributeError, TypeError) as error:
        wanted = str(error.args[0]) if isinstance(error, KeyError) else template
        advice = correction(wanted, values) if values else "Write the name without braces, or give a grid."
        faults.add((*path, "name"), f"no value for '{wanted}' in '{template}'.", advice)
        return None
    if values and name == template:
        return f"{name} ({', '.join(f'{key} {value}' for key, value in values.items())})"
    return name


def _with(changes: list[dict[str, Any]], chosen: Mapping[Steps, Any], bad: Sequence[Steps]) -> list[dict[str, Any]]:
    copied = deepcopy(changes)
    for where, value in chosen.items():
        *above, last = where
        node: Any = copied
        for step in above:
            node = node[step]
        node[last] = value
    for change, name, parameter, *_ in bad:
        del copied[int(change)][str(name)][parameter]
    return copied
