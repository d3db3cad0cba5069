"""On which line of a TOML file each value stands: tomllib reads the values and forgets where they were."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]
"""Keys and positions from the root of the document to a value."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_TEXT = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[^,\]}\n#]*")


class Lines:
    """The lines of a TOML document's values.

    Parameters
    ----------
    text
        A document that tomllib accepts; of any other the lines make no sense.
    """

    def __init__(self, text: str) -> None:
        breaks = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[Path, int] = {}
        for path, at in _Reader(text).values():
            for depth in range(1, len(path) + 1):
                self._lines.setdefault(path[:depth], bisect_right(breaks, at))

    def of(self, path: Sequence[str | int]) -> int:
        """The line on which the value begins, or else what holds it; 1 for the document.

        Parameters
        ----------
        path
            Steps that the document does not have, such as the position in a list written as a single value, are
            passed over.
        """
        here: Path = ()
        for step in path:
            if (*here, step) in self._lines:
                here = (*here, step)
        return self._lines.get(here, 1)


class _Reader:
    """Walks once over a document known to be right, so that it need not look for mistakes."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tables: dict[Path, int] = {}
        """Arrays of tables to how many they have so far."""

    def values(self) -> Iterator[tuple[Path, int]]:
        """Path and position of every table and value, what holds something before what it holds."""
        table: Path = ()
        while self._next() is not None:
            begun = self.at
            if self._next() == "[":
                table = self._header()
                yield table, begun
            else:
                yield from self._pair(table)

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        self.at += 1 + many
        *parents, last = self._keys()
        path = (*self._inside(parents), last)
        self._next()
        self.at += 1 + many
        if many:
            self.tables[path] = self.tables.get(path, 0) + 1
        return self._inside([*parents, last])

    def _inside(self, keys: Sequence[str]) -> Path:
        """The path of a table, through the last element of each array of tables on the way."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        return path

    def _pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        path = (*table, *self._keys())
        self._next()
        self.at += 1
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        opening = self._next()
        yield path, self.at
        if opening in ("[", "{"):
            yield from self._held(path, "]" if opening == "[" else "}")
        else:
            self._take(_TEXT if opening in ('"', "'") else _BARE)

    def _held(self, path: Path, closing: str) -> Iterator[tuple[Path, int]]:
        self.at += 1
        count = 0
        while self._next() != closing:
            yield from self._pair(path) if closing == "}" else self._value((*path, count))
            count += 1
            self.at += self._next() == ","
        self.at += 1

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._next()
            written = self._take(_KEY)
            keys.append(written if written[0] not in "\"'" else next(iter(tomllib.loads(f"{written}=0"))))
            if not self._take(_DOT):
                return keys

    def _next(self) -> str | None:
        """What comes after blanks and comments; None at the end."""
        self._take(_BLANK)
        return self.text[self.at] if self.at < len(self.text) else None

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]
