"""How the figures of a study are said to a person: amounts, differences, intervals."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.whatif.measures import Kind
from benchmarks.whatif.sayings import SAYINGS
from dispatcher.formats.words import Language, Words

NAMED = 3
"""So many arms of a list are named, the rest is counted."""


def is_length(parameter: str) -> bool:
    """Whether the parameter of a change counts seconds."""
    return parameter.endswith("seconds")


class Speech:
    """One reader's language.

    Parameters
    ----------
    language
        In which to speak.
    currency
        Code that follows amounts of money.
    """

    def __init__(self, language: Language, currency: str) -> None:
        self.language, self.currency = language, currency
        self._words = Words(language)

    def say(self, key: str, **fields: object) -> str:
        """The saying of `key` with its fields filled in."""
        saying: str = getattr(SAYINGS[key], self.language)
        return saying.format(**fields) if fields else saying

    def count(self, key: str, number: int) -> str:
        """A number with its noun, which in English has a plural."""
        return self.say(key if number != 1 else f"{key}.one", n=f"{number:,}")

    def amount(self, value: float, kind: Kind) -> str:
        """A figure with its unit; a negative one with a true minus sign."""
        return self._with_sign(value, kind, self._unit(kind))

    def cell(self, value: float, kind: Kind) -> str:
        """A figure in a column whose head has the unit of money."""
        return self._with_sign(value, kind, "")

    def change(self, value: float, kind: Kind) -> str:
        """A difference with its sign and unit."""
        return self._with_sign(value, kind, self._unit(kind), plus="+")

    def signed(self, value: float, kind: Kind) -> str:
        """A difference with its sign, in a column whose head has the unit of money."""
        return self._with_sign(value, kind, "", plus="+")

    def _unit(self, kind: Kind) -> str:
        return f" {self.currency}" if kind == "money" else ""

    def _with_sign(self, value: float, kind: Kind, unit: str, plus: str = "") -> str:
        text = self._size(abs(value), kind)
        sign = "" if text == self._size(0.0, kind) else "−" if value < 0 else plus
        return f"{sign}{text}{unit}"

    def _size(self, value: float, kind: Kind) -> str:
        return self._words.span(round(value)) if kind == "span" else self.bare(value)

    @staticmethod
    def bare(value: float) -> str:
        """A number of at least three digits, two of them decimals at most."""
        digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f}"

    def step(self, parameter: str, value: float) -> str:
        """A value of a grid: lengths of time in hours and minutes, other numbers as they are."""
        return self.cell(value, "span") if is_length(parameter) else f"{value:g}"

    def interval(self, limits: tuple[float, float], kind: Kind) -> str:
        """From the lower limit to the upper one, with the unit."""
        return f"{self.bare_interval(limits, kind)}{self._unit(kind)}"

    def bare_interval(self, limits: tuple[float, float], kind: Kind) -> str:
        """The same where the head of a column has the unit of money."""
        return self.say("interval", low=self.cell(limits[0], kind), high=self.cell(limits[1], kind))

    def named(self, arms: Sequence[str]) -> str:
        """Arms by name; of many the first ones, and how many more there are."""
        quoted = [self.say("quoted", name=name) for name in arms[:NAMED]]
        if len(arms) > NAMED:
            quoted.append(self.count("others", len(arms) - NAMED))
        if len(quoted) == 1:
            return quoted[0]
        return self.say("pair", first=self.say("comma").join(quoted[:-1]), last=quoted[-1])

    def unit(self, name: str, kind: Kind, spans: bool = True) -> str:
        """Name of a measure with the unit of an axis or a column; without `spans` lengths of time bring their own."""
        unit = {"money": self.currency, "span": self.say("hours") if spans else "", "count": ""}[kind]
        said = self.say(f"measure.{name}")
        return self.say("with_unit", name=said, unit=unit) if unit else said
