"""How numbers, instants, rules and prices are said to a person, in the language and time zone of that person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal, get_args

from dispatcher.costs import Costs
from dispatcher.fields import printed
from dispatcher.formats.reason_words import REASON_WORDS
from dispatcher.formats.word_table import WORDS
from dispatcher.plan import Fact, Violation

Language = Literal["en", "zh"]
"""English or Simplified Chinese."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

_SPANS = frozenset({"seconds", "overtime", "max_overtime", "duration", "other_tolerance"})
"""Facts that are lengths of time in seconds."""

_SPAN_CODES = frozenset(f"false_{name}" for name in ("travel", "wait", "lateness", "working_time", "overtime"))
"""Violations whose stated and true values are lengths of time."""


@dataclass(frozen=True)
class Words:
    """One reader's language and clock.

    Parameters
    ----------
    language
        In which to speak.
    zone
        In which to read the clock; None = each instant's own offset.
    """

    language: Language = "en"
    zone: tzinfo | None = None

    def say(self, key: str, **fields: object) -> str:
        """The saying of `key` with its fields filled in.

        Raises
        ------
        KeyError
            When the table has no such key, or a field of the saying is missing.
        """
        entry = REASON_WORDS[key] if key in REASON_WORDS else WORDS[key]
        saying: str = getattr(entry, self.language)
        return saying.format(**fields) if fields else saying

    def span(self, seconds: int) -> str:
        """A length of time: seconds below a minute, else minutes rounded half up, or hours and minutes."""
        if 0 < seconds < 60:
            return self.say("second_span", seconds=seconds)
        hours, minutes = divmod((seconds + 30) // 60, 60)
        return (
            self.say("hour_span", hours=hours, minutes=minutes) if hours else self.say("minute_span", minutes=minutes)
        )

    def distance(self, metres: int) -> str:
        """Kilometres, with one decimal below 100."""
        return self.say("distance", km=f"{metres / 1000:.1f}" if metres < 99_950 else f"{metres / 1000:,.0f}")

    def local(self, instant: datetime) -> datetime:
        """The instant on this reader's clock."""
        return instant.astimezone(self.zone) if self.zone else instant

    def day(self, day: date) -> str:
        """A date with its weekday."""
        weekday, month = self.say(f"weekday.d{day.weekday()}"), self.say(f"month.m{day.month}")
        return self.say("date", weekday=weekday, day=day.day, month=month, year=day.year)

    def clock(self, instant: datetime, of: date | None = None) -> str:
        """The wall time to the minute, with the number of days that it lies off the day `of`."""
        local = self.local(instant)
        text = f"{local:%H:%M}"
        days = (local.date() - of).days if of else 0
        return self.say("other_day", clock=text, days=days) if days else text

    def moment(self, instant: datetime) -> str:
        """Date and wall time."""
        return f"{self.day(self.local(instant).date())} {self.clock(instant)}"

    def window(self, first: datetime, last: datetime, of: date | None = None) -> str:
        """Two wall times as from-to."""
        return self.say("between", first=self.clock(first, of), last=self.clock(last, of))

    def sentence(self, violation: Violation) -> str:
        """A violation or conflict in words; a code unknown here is shown as it is, with its facts."""
        key = f"rule.{violation.code}"
        what = self.say(key) if key in WORDS else violation.code
        told = self.say("clause_comma").join(self._fact(violation.code, *fact) for fact in violation.facts.items())
        return self.say("labelled", name=what, value=told) if told else what

    def _fact(self, code: str, name: str, value: Fact) -> str:
        key, text = f"fact.{name}", self._value(code, name, value)
        return self.say(key, value=text) if key in WORDS else f"{name.replace('_', ' ')} {text}"

    def _value(self, code: str, name: str, value: Fact) -> str:
        if isinstance(value, int):
            stated = name in ("stated", "true")
            if code == "false_cost" and stated:
                return money(value)
            return self.span(value) if name in _SPANS or (code in _SPAN_CODES and stated) else str(value)
        return self.say(f"term.{value}") if f"term.{value}" in WORDS else self._instant(value)

    def _instant(self, text: str) -> str:
        """Text that is an instant, as a wall time; any other as it is."""
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            return text
        return self.clock(instant) if instant.tzinfo else text

    def exchange_rates(self, costs: Costs) -> Iterator[str]:
        """`Costs.exchange_rates` in this language; a sentence unknown here stays English."""
        for sentence in costs.exchange_rates():
            yield " = ".join(self._rate(part) for part in sentence.split(" = "))

    def _rate(self, part: str) -> str:
        minutes = part.split(" ", 1)[0]
        for key in _RATE_KEYS:
            if WORDS[key].en.format(minutes=minutes) == part:
                return self.say(key, minutes=minutes)
        return part


_RATE_KEYS = tuple(key for key in WORDS if key.startswith("rate."))


def money(units: int) -> str:
    """An amount with two decimals and grouped thousands, without its currency."""
    return f"{printed(units):,.2f}"


def sentence(violation: Violation, language: Language = "en") -> str:
    """A violation or conflict in words, its instants as wall times of their own offset."""
    return Words(language).sentence(violation)
