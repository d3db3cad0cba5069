"""JSON files in and out: read strictly, written whole."""

from __future__ import annotations

import json
import math
import re
from os import PathLike
from pathlib import Path
from typing import Any

from dispatcher.errors import Finding, UnreadableFile
from dispatcher.fields import Value

DEEPEST = 64
"""Levels of objects and lists within each other; a problem needs fewer than ten."""

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""The escape of a character that databases refuse; JSON forbids it unescaped."""


def read_json(source: str | PathLike[str] | bytes) -> dict[str, Any]:
    """The document in a JSON file (RFC 8259), with everything refused that parsers differ in.

    Parameters
    ----------
    source
        A path, or the bytes themselves: UTF-8 with or without a byte order mark.

    Raises
    ------
    UnreadableFile
        When it is not JSON, not an object, or holds a key twice in one object, NaN, Infinity, a number that no double
        can hold, text that is not Unicode or holds NUL, or is nested too deeply. All of these are named, up to the
        first error of syntax.
    """
    name = "" if isinstance(source, bytes) else str(source)
    causes: list[str] = []
    document: Any = {}
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
        document = _parsed(data.decode("utf-8-sig"), causes)
    except (ValueError, OSError) as error:
        causes.append(f"this is not JSON: {error}")
    except RecursionError:
        causes.append("this is nested too deeply")
    if not isinstance(document, dict):
        causes.append(f"the file holds a {type(document).__name__}, not an object")
    if causes:
        raise UnreadableFile(Finding("file_unreadable", name, cause) for cause in causes)
    return dict(document)


def write_json(value: Value | dict[str, Any], path: str | PathLike[str]) -> None:
    """Write a value or a document as UTF-8, indented by two spaces."""
    document = value.model_dump(mode="json") if isinstance(value, Value) else value
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")


def _parsed(text: str, causes: list[str]) -> Any:
    """What the text says; what Python's parser lets pass although it should not is added to `causes`."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                causes.append(f"key '{key}' stands twice in one object")
            seen[key] = value
        return seen

    def finite(number: str) -> float:
        if not math.isfinite(float(number)):
            causes.append(f"{number} is not a number that can be used")
        return float(number)

    document = json.loads(text, object_pairs_hook=unique, parse_constant=finite, parse_float=finite)
    if "\\ud" in text.lower():
        json.dumps(document, ensure_ascii=False).encode()
    if NUL.search(text):
        causes.append("text holds the character NUL")
    if _deeper_than(document, DEEPEST):
        raise RecursionError
    return document


def _deeper_than(document: Any, levels: int) -> bool:
    inside = [document]
    for _ in range(levels):
        inside = [
            child
            for node in inside
            if isinstance(node, list | dict)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
    return any(isinstance(node, list | dict) for node in inside)
