"""The show about files for other programs: it looks at something, and it would see what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.clock_changes import MORNINGS, Morning
from benchmarks.shows_files import CLAIMS, LEAST, Seen, look_at, wrong

EIGHT, NINE = (datetime(2026, 11, 23, hour, tzinfo=UTC) for hour in (8, 9))


@pytest.mark.parametrize("morning", [MORNINGS[1], MORNINGS[-1]], ids=str)
def test_every_claim_is_tried_and_holds(tmp_path: Path, morning: Morning) -> None:
    """A claim that is never tried would never fail."""
    found = list(look_at(morning, 1, tmp_path))
    assert {claim for claim, _ in found} == CLAIMS.keys()
    assert [failure for _, failure in found if failure] == []


@pytest.mark.parametrize(
    ("old", "new", "elsewhere", "holds"),
    [
        (None, Seen(True, 0, EIGHT), [], True),
        (Seen(True, 3, EIGHT), Seen(True, 3, EIGHT), [], True),
        (Seen(True, 3, EIGHT), Seen(True, 4, EIGHT), [], False),
        (Seen(True, 3, EIGHT), Seen(True, 4, NINE), [], True),
        (Seen(True, 3, EIGHT), Seen(True, 3, NINE), [], False),
        (Seen(True, 3, EIGHT), Seen(False, 4, EIGHT), [], True),
        (Seen(True, 3, EIGHT), Seen(False, 3, EIGHT), [], False),
        (None, Seen(False, 0, EIGHT), [], False),
        (None, Seen(True, 5, EIGHT), [Seen(False, 4, NINE)], True),
        (None, Seen(True, 4, EIGHT), [Seen(False, 4, NINE)], False),
        (None, Seen(True, 5, EIGHT), [Seen(True, 4, NINE)], False),
    ],
)
def test_a_sequence_that_does_not_do_what_it_must_is_told(
    old: Seen | None, new: Seen, elsewhere: list[Seen], holds: bool
) -> None:
    """Calendars would keep what was planned before, and the show would pass."""
    assert (wrong(old, new, elsewhere) == "") == holds


def test_whatever_is_needed_is_in_the_words_of_a_claim() -> None:
    """A claim that is worded anew would no longer be counted."""
    assert [thing for thing in LEAST if not any(thing in words for words in CLAIMS.values())] == []
