"""The page that lists every change, as the program has them."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc

from pydantic.fields import FieldInfo

from dispatcher.scenario import CHANGES, Change
from dispatcher.scenario.choice import CrewChange, JobChange

SHARED: dict[type[Change], str] = {CrewChange: "whom", JobChange: "which jobs"}
"""Parameters that several changes have, and how the table of changes refers to them."""


def change_rows() -> Iterator[list[str]]:
    """Name, what it does, and the names of its parameters."""
    for name, kind in CHANGES.items():
        own = [f"`{field}`" for field in own_fields(kind)]
        shared = [words for base, words in SHARED.items() if issubclass(kind, base)]
        yield [f"`{name}`", said(kind), ", ".join([*own, *shared])]


def parameter_rows() -> Iterator[list[str]]:
    """Change, parameter, what it means, and its default."""
    for name, kind in CHANGES.items():
        for field, info in own_fields(kind).items():
            yield [f"`{name}`", f"`{field}`", said_of(info), default_of(info)]


def shared_rows(kind: type[Change]) -> Iterator[list[str]]:
    """Parameter, what it means, and its default, of those that several changes share."""
    for field, info in own_fields(kind).items():
        yield [f"`{field}`", said_of(info), default_of(info)]


def own_fields(kind: type[Change]) -> dict[str, FieldInfo]:
    """The parameters that are not shared."""
    shared = {field for base in SHARED if issubclass(kind, base) and kind is not base for field in base.model_fields}
    return {field: info for field, info in kind.model_fields.items() if field not in shared}


def said(kind: type[Change]) -> str:
    """The description of a change, on one line."""
    return " ".join((getdoc(kind) or "").split())


def said_of(info: FieldInfo) -> str:
    """The description of a parameter, on one line."""
    return " ".join((info.description or "").split())


def default_of(info: FieldInfo) -> str:
    """As a study file would say it."""
    if info.is_required():
        return "required"
    default = info.default
    if default in (None, (), {}):
        return "not given"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
