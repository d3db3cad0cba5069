"""Bodies of requests: the worked examples, changed one piece at a time, down to bytes that no JSON writer writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from api.openapi import example

CALLS = {"validate": "/v1/validate", "plan": "/v1/plans", "check": "/v1/check"}
"""Name of a worked example to the path it is for."""

JSON = {"Content-Type": "application/json"}

TEXT, NUMBER, WHOLE = "/problem/name", "/problem/technicians/0/home/lat", "/problem/jobs/0/duration"
LABEL, INSTANT, NAME = "/problem/jobs/0/labels/floor", "/problem/jobs/0/respond_by", "/problem/jobs/0/id"
"""Pointers to fields of each type."""

MARK = "@@@"


def changed(call: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The worked example of a call with other values at these pointers; objects on the way are made."""
    body: dict[str, Any] = deepcopy(example(call))
    for pointer, value in changes.items():
        *way, last = (int(step) if step.isdecimal() else step for step in pointer.split("/")[1:])
        node: Any = body
        for step in way:
            node = node[step] if isinstance(node, list) else node.setdefault(step, {})
        node[last] = value
    return body


def spliced(call: str, pointer: str, text: str) -> bytes:
    """The worked example with this text, JSON or not, in the place of a value."""
    return json.dumps(changed(call, {pointer: MARK})).replace(f'"{MARK}"', text).encode()


@dataclass(frozen=True)
class Hostile:
    """A body that somebody careless or malicious sends.

    Parameters
    ----------
    code
        Of the refusal; `bad_value` stands for a finding at `pointer`.
    """

    name: str
    code: str
    pointer: str = ""
    text: str = ""
    whole: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)

    def body(self, call: str) -> bytes:
        """For this call."""
        if self.whole is not None:
            return self.whole
        return spliced(call, self.pointer or TEXT, self.text or '"a day"')


def nested(levels: int) -> str:
    """Lists within lists."""
    return "[" * levels + "]" * levels


HOSTILE = [
    Hostile("NaN", "bad_json", NUMBER, "NaN"),
    Hostile("Infinity", "bad_json", NUMBER, "-Infinity"),
    Hostile("NaN in quotes", "bad_value", NUMBER, '"NaN"'),
    Hostile("1e999", "bad_json", NUMBER, "1e999"),
    Hostile("NaN for text", "bad_json", TEXT, "NaN"),
    Hostile("half a character", "bad_json", TEXT, '"\\ud800"'),
    Hostile("half a character for a number", "bad_json", WHOLE, '"\\ud800"'),
    Hostile("half a character in a label", "bad_json", LABEL, '"\\udfff"'),
    Hostile("2^63", "bad_value", WHOLE, str(2**63)),
    Hostile("2^62 minutes", "bad_value", WHOLE, str(60 * 2**62)),
    Hostile("before the first day", "bad_value", INSTANT, '"0001-01-01T00:00:00+14:00"'),
    Hostile("after the last day", "bad_value", INSTANT, '"9999-12-31T23:59:59-14:00"'),
    Hostile("NUL", "bad_json", TEXT, '"a\\u0000b"'),
    Hostile("900 levels", "bad_json", LABEL, nested(900)),
    Hostile("20 MB in an id", "bad_value", NAME, f'"{"x" * 20_000_000}"'),
    Hostile("a key twice", "bad_json", WHOLE, '1800, "duration": 3600'),
    Hostile("true for a number", "bad_value", WHOLE, "true"),
    Hostile("a number in quotes", "bad_value", WHOLE, '"5"'),
    Hostile("5,000 digits", "bad_json", WHOLE, "9" * 5000),
    Hostile("100,000 lists", "bad_json", whole=nested(100_000).encode()),
    Hostile("100,000 objects", "bad_json", whole=b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    Hostile("no UTF-8", "bad_json", whole=b'{"problem": "\xff\xfe"}'),
    Hostile("UTF-16", "bad_json", whole='{"problem": {}}'.encode("utf-16")),
    Hostile("nothing", "bad_json", whole=b""),
    Hostile("no content type", "unsupported_media_type", headers={}),
    Hostile("text", "unsupported_media_type", headers={"Content-Type": "text/plain"}),
]
"""The 26 that broke services of this kind (reliability study, 2026)."""

MORE_HOSTILE = [
    Hostile("a list", "bad_json", whole=b"[]"),
    Hostile("a number", "bad_json", whole=b"7"),
    Hostile("two documents", "bad_json", whole=b"{}{}"),
    Hostile("65 levels", "bad_json", LABEL, nested(60)),
    Hostile("64 levels", "bad_value", LABEL, nested(59)),
    Hostile("compressed", "unsupported_media_type", headers=JSON | {"Content-Encoding": "gzip"}),
    Hostile("a form", "unsupported_media_type", headers={"Content-Type": "application/x-www-form-urlencoded"}),
    Hostile("a field nobody knows", "unknown_field", "/problem/jobs/0/colour", '"red"'),
    Hostile("a long field nobody knows", "unknown_field", f"/problem/jobs/0/{'x' * 2_000_000}", "1"),
    Hostile("a problem that is none", "bad_value", "/problem", "null"),
    Hostile("a time zone that is a file", "unknown_time_zone", "/problem/time_zone", '"../../../../etc/passwd"'),
]


def in_pieces(body: bytes, size: int = 2**16) -> Iterator[bytes]:
    """For a body without Content-Length."""
    for start in range(0, len(body), size):
        yield body[start : start + size]
