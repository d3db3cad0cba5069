"""JSON is read strictly and written so that it comes back the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loads import day
from dispatcher.errors import InvalidProblem, UnreadableFile
from dispatcher.formats.document import read_json, write_json
from dispatcher.formats.reader import read_problem


def _causes(data: bytes) -> list[str]:
    with pytest.raises(UnreadableFile) as refusal:
        read_json(data)
    assert {finding.code for finding in refusal.value.findings} == {"file_unreadable"}
    return [finding.cause for finding in refusal.value.findings]


def test_a_problem_comes_back_the_same(tmp_path: Path) -> None:
    """Broken: saving a day and opening it again would plan another day."""
    problem = day(1, 20)
    write_json(problem, tmp_path / "day.json")
    assert read_problem(tmp_path / "day.json").fingerprint() == problem.fingerprint()


def test_people_can_read_what_is_written(tmp_path: Path) -> None:
    """Broken: umlauts and Chinese would stand as escapes in the file."""
    write_json({"name": "Zürich 王伟"}, tmp_path / "day.json")
    assert (tmp_path / "day.json").read_text("utf-8") == '{\n  "name": "Zürich 王伟"\n}\n'


def test_a_byte_order_mark_is_no_fault() -> None:
    """Broken: JSON saved by Windows' editor could not be read."""
    assert read_json(b'\xef\xbb\xbf{"name": "day"}') == {"name": "day"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"rest": 1, "rest": 2}', "key 'rest' stands twice in one object"),
        ('{"jobs": [{"id": "a", "id": "a"}]}', "key 'id' stands twice in one object"),
        ('{"rest": NaN}', "NaN is not a number that can be used"),
        ('{"rest": -Infinity}', "-Infinity is not a number that can be used"),
        ('{"rest": 1e999}', "1e999 is not a number that can be used"),
        ('["jobs"]', "the file holds a list, not an object"),
        ("", "this is not JSON: Expecting value"),
        ('{"name": "day",}', "this is not JSON: "),
        ('{"name": "\\ud800"}', "this is not JSON: 'utf-8' codec can't encode"),
        ("[" * 100_000, "this is nested too deeply"),
        ('{"rest": ' + "9" * 5000 + "}", "this is not JSON: Exceeds the limit"),
    ],
    ids=["key", "inner key", "NaN", "Infinity", "huge", "list", "empty", "comma", "surrogate", "deep", "long number"],
)
def test_what_parsers_differ_in_is_refused(text: str, words: str) -> None:
    """Broken: two programs would read two different days from one file, or a traceback would answer."""
    (cause,) = _causes(text.encode())
    assert cause.startswith(words)


def test_bytes_that_are_no_text_are_refused() -> None:
    """Broken: a workbook renamed to .json would end in a traceback."""
    (cause,) = _causes(b"PK\x03\x04\xff")
    assert cause.startswith("this is not JSON: 'utf-8' codec can't decode")


def test_all_ambiguities_are_named_at_once() -> None:
    """Broken: the user would mend one mistake per run."""
    assert len(_causes(b'{"a": NaN, "a": Infinity, "b": 1, "b": 2}')) == 4


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    """Broken: a misspelt name would end in a traceback."""
    with pytest.raises(UnreadableFile, match="No such file"):
        read_problem(tmp_path / "no.json")


def test_findings_in_json_are_json_pointers(tmp_path: Path) -> None:
    """Broken: a program that sent JSON could not tell which of its values was refused."""
    document: dict[str, Any] = {
        "time_zone": "Europe/Zurich",
        "technicians": [],
        "jobs": [{"id": "J1", "duration": 1800}],
    }
    (tmp_path / "day.json").write_text(json.dumps(document))
    with pytest.raises(InvalidProblem) as refusal:
        read_problem(tmp_path / "day.json")
    assert [finding.where for finding in refusal.value.findings] == ["/jobs/0/place"]
