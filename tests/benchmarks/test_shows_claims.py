"""The shows that run tests: every line is read, nothing missing passes, a crash is a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.data import PROJECT
from benchmarks.shows_claims import LEAST, Claim, claims_of, judged

LINES = """
print('{"what": "kinds, each caught", "tried": 31, "failed": []}', flush=True)
print('{"what": "readings of 30 days", "tried": 90, "failed": ["seed 7: 1 against 2"]}', flush=True)
"""


def test_the_claims_are_read_line_by_line(tmp_path: Path) -> None:
    """A failed seed would be lost between the process and the verdict."""
    (tmp_path / "proof.py").write_text(LINES)
    assert list(claims_of("proof", tmp_path)) == [
        Claim("kinds, each caught", 31, ()),
        Claim("readings of 30 days", 90, ("seed 7: 1 against 2",)),
    ]


def test_a_module_that_crashes_is_a_failed_claim(tmp_path: Path) -> None:
    """What was printed before the crash would pass for everything."""
    (tmp_path / "proof.py").write_text(LINES + "raise SystemExit(3)")
    assert list(claims_of("proof", tmp_path))[-1].failed == ("it ended with exit code 3",)


@pytest.mark.parametrize(
    ("claims", "passed", "figure"),
    [
        ([Claim("kinds", 30, ()), Claim("readings of 30 days", 90, ())], True, "30 kinds (0 failed)"),
        ([Claim("kinds", 29, ()), Claim("readings of 30 days", 90, ())], False, "fewer than 30 kinds"),
        ([Claim("kinds", 30, ()), Claim("readings of 29 days", 90, ())], False, "fewer than 30 days"),
        ([Claim("kinds", 30, ())], False, "fewer than 30 days"),
        ([Claim("kinds", 30, ("one",)), Claim("readings of 30 days", 90, ())], False, "30 kinds (1 failed)"),
    ],
    ids=["enough", "too few", "too few days, although many readings", "missing", "failed"],
)
def test_claims_pass_when_enough_was_tried_and_none_failed(claims: list[Claim], passed: bool, figure: str) -> None:
    """A show would pass that tried next to nothing; or one reading more would hide a day less."""
    found = judged(claims, {"kinds": 30, "days": 30}, (1,))
    assert found.passed == passed
    assert figure in found.figure.split("; ")


@pytest.mark.parametrize("module", LEAST)
def test_whatever_is_needed_is_in_the_words_of_the_module(module: str) -> None:
    """A claim that is worded anew would no longer be found, after ten minutes."""
    text = PROJECT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    assert [thing for thing in LEAST[module] if thing not in text] == []
