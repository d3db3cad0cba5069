"""Which line of a TOML file a value stands on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from benchmarks.whatif.lines import Lines, Path

DOCUMENT = '''\
# a comment with = and [brackets]
title = "a # no comment, no ] bracket"
dotted . "key with space" = 3

[days]
synthetic = {jobs = 60, city = 'ly"on', seeds = [1,
    2, # two, not three
    3]}

[[scenarios]]
name = """
three "quoted" lines"""
changes = [
    {travel = {factor = 1.5}},
    # nothing here
    {overtime = {seconds = {grid = [0, 1]}}}
]

[scenarios.more]
yes = true

[[scenarios]]
"name" = 'second'
'''

WHERE: dict[Path, int] = {
    (): 1,
    ("title",): 2,
    ("dotted", "key with space"): 3,
    ("days",): 5,
    ("days", "synthetic", "city"): 6,
    ("days", "synthetic", "seeds", 0): 6,
    ("days", "synthetic", "seeds", 2): 8,
    ("scenarios", 0, "name"): 11,
    ("scenarios", 0, "changes"): 13,
    ("scenarios", 0, "changes", 0, "travel", "factor"): 14,
    ("scenarios", 0, "changes", 1, "overtime", "seconds", "grid", 1): 16,
    ("scenarios", 0, "more", "yes"): 20,
    ("scenarios", 1, "name"): 23,
}


@pytest.mark.parametrize("path", WHERE, ids=str)
def test_each_value_is_found_on_its_line(path: Path) -> None:
    """A fault would send its reader to a line where nothing is wrong."""
    tomllib.loads(DOCUMENT)
    assert Lines(DOCUMENT).of(path) == WHERE[path]


def test_what_is_not_there_is_looked_for_where_it_should_be() -> None:
    """A missing field has no line of its own; the table that should have it does."""
    lines = Lines(DOCUMENT)
    assert lines.of(("days", "files")) == 5
    assert lines.of(("scenarios", 1, "changes")) == 22
    assert lines.of(("solver", "seeds")) == 1


def test_every_number_that_tomllib_reads_is_found_on_a_line_that_has_it() -> None:
    """The walk would have lost its way somewhere and taken a key for a value."""

    def leaves(node: object, path: Path) -> Iterator[tuple[Path, object]]:
        if isinstance(node, dict | list):
            for step, inner in node.items() if isinstance(node, dict) else enumerate(node):
                yield from leaves(inner, (*path, step))
        elif not isinstance(node, str):
            yield path, node

    lines, written = Lines(DOCUMENT), DOCUMENT.splitlines()
    found = [(str(value).lower(), written[lines.of(path) - 1]) for path, value in leaves(tomllib.loads(DOCUMENT), ())]
    assert len(found) == 9
    assert [(value, line) for value, line in found if value not in line] == []
