"""What is said, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from dispatcher.check import CODES
from dispatcher.costs import Costs, Term
from dispatcher.formats.reason_words import REASON_WORDS
from dispatcher.formats.word_table import WORDS, Entry
from dispatcher.formats.words import LANGUAGES, Language, Words, sentence
from dispatcher.job import ServiceClass
from dispatcher.plan import Violation


def fields(saying: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(saying) if name}


@pytest.mark.parametrize("key", [*WORDS, *REASON_WORDS])
def test_a_saying_exists_in_every_language_with_the_same_fields(key: str) -> None:
    """One language would miss a word or a number."""
    assert Entry._fields == LANGUAGES
    entry = WORDS.get(key) or REASON_WORDS[key]
    assert all(saying.strip() for saying in entry)
    assert len({frozenset(fields(saying)) for saying in entry}) == 1


def test_every_code_term_and_class_has_its_saying() -> None:
    """People would read a program's word."""
    codes = {f"rule.{code}" for code in CODES}
    terms = {f"term.{term}" for term in Term} | {f"class.{kind}" for kind in ServiceClass}
    assert codes | terms <= set(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_violation_is_a_sentence_in_both_languages(language: Language) -> None:
    """A known rule would be shown as its code."""
    facts = {"seconds": 5400, "latest_start": "2026-11-23T12:00:00+01:00"}
    said = sentence(Violation(code="time_window", technician="anna", facts=facts), language)
    assert said.startswith(getattr(WORDS["rule.time_window"], language))
    assert "12:00" in said
    assert {"en": "1 h 30", "zh": "1小时30分"}[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_is_shown_with_its_facts(language: Language) -> None:
    """A newer rule would break the page of an older program."""
    said = sentence(Violation(code="moon_phase", facts={"moon": "full", "nights_left": 3}), language)
    assert said.startswith("moon_phase")
    assert "moon full" in said
    assert "nights left 3" in said


def test_facts_in_money_are_money() -> None:
    """Units of 1/18,000 of a thousandth would be read as euros."""
    facts = {"term": "travel_time", "stated": 54_000_000, "true": 18_000_000}
    assert sentence(Violation(code="false_cost", facts=facts)) == (
        "a cost is not true: term Travel time, stated 3.00, in truth 1.00"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 min"), (24, "24 s"), (60, "1 min"), (3569, "59 min"), (3570, "1 h 00"), (230_000, "63 h 53")],
)
def test_a_length_of_time_is_rounded_to_the_minute(seconds: int, said: str) -> None:
    """Lateness of 24 seconds would be told as none, or sums as days."""
    assert Words("en").span(seconds) == said


def test_a_clock_is_local_and_tells_another_day() -> None:
    """A finish after midnight would look like one in the morning before."""
    words = Words("en", ZoneInfo("Europe/Zurich"))
    night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert words.clock(night) == "00:30"
    assert words.clock(night, date(2026, 11, 23)) == "00:30 (+1 d)"
    assert words.moment(night) == "Tue 24 Nov 2026 00:30"
    assert Words("zh", words.zone).moment(night) == "2026年11月24日 周二 00:30"


def test_exchange_rates_are_said_in_chinese_to_the_last_one() -> None:
    """Half of a Chinese page would be English."""
    costs = Costs()
    assert list(Words("en").exchange_rates(costs)) == list(costs.exchange_rates())
    assert not any("late minutes" in rate or "one " in rate for rate in Words("zh").exchange_rates(costs))
    assert next(Words("zh").exchange_rates(costs)) == "一小时路途 = 30.00 EUR = 付费工单迟到 30 分钟"
