"""The kinds of cell: how each is read into a document's value, and written back from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from dispatcher.formats.instants import BadCell, Cell, Clock, read_date, read_instant, read_length, write_instant
from dispatcher.formats.words import Language
from dispatcher.job import ServiceClass

_SPREADSHEET_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!"}

_NOTHING = {"-", "–", "—", "－"}
"""In a cell that holds a list: none, on purpose, whatever the job type says."""

_SEPARATOR = re.compile(r"[;；,，、\n]")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?(?:[eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_COUNTED = re.compile(r"(.*?)(?:\s*[:：×]\s*|\s+[xX*]\s*)(\d{1,9}(?:\.\d{1,9})?)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the cells of one column hold.

    Parameters
    ----------
    en, zh
        What to write into them, for people.
    read
        From a cell that is not blank to the value in the document; raises BadCell.
    write
        Back from the value to the cell; the inverse of `read` for every value that a cell can express.
    choices
        Value to its English and Chinese word, when the cell offers a list.
    limits
        Least and greatest number that a template lets people type.
    """

    en: str
    zh: str
    read: Callable[[Cell, Clock], Any]
    write: Callable[[Any, Clock], Cell] = field(default=lambda value, _: value)
    choices: Mapping[Any, tuple[str, str]] = field(default_factory=dict)
    limits: tuple[float, float] | None = None

    def hint(self, language: Language) -> str:
        """What to write into its cells, in that language."""
        return self.zh if language == "zh" else self.en

    def words(self, language: Language) -> list[str]:
        """The list that its cells offer, in that language; empty when they offer none."""
        return [words[language == "zh"] for words in self.choices.values()]

    def cell(self, value: Any, clock: Clock, language: Language) -> Cell:
        """The cell that shows `value` to somebody who reads `language`; blank for what is None or empty."""
        if value is None or value in ("", (), [], {}):
            return ""
        if self.choices:
            return self.choices[value][language == "zh"]
        return self.write(value, clock)


def is_blank(cell: Cell) -> bool:
    """Whether nothing was written into the cell."""
    return isinstance(cell, str) and not cell.strip()


def _text(cell: Cell, _: Clock) -> str:
    if isinstance(cell, bool | date | time | timedelta):
        raise BadCell(f"'{cell}' was read as a date, a time or a tick; format the cell as text and write it again")
    if isinstance(cell, float | int):
        if not abs(cell) < 1e15:
            raise BadCell(f"'{cell:.0f}' has more digits than a spreadsheet keeps; format the cell as text")
        return str(int(cell)) if cell == int(cell) else repr(cell)
    text = cell.strip()
    if text in _SPREADSHEET_ERRORS:
        raise BadCell(f"the formula here gives {text}")
    return text


def _number(cell: Cell) -> Decimal:
    """A number from a number or text; a decimal comma is read as one."""
    if isinstance(cell, str):
        cell = normalize("NFKC", cell).strip()
    elif not isinstance(cell, int | float) or isinstance(cell, bool):
        raise BadCell(f"'{cell}' is not a number")
    if not _NUMBER.fullmatch(str(cell)):
        raise BadCell(f"'{cell}' is not a number")
    return Decimal(str(cell).replace(",", "."))


def _amount(cell: Cell) -> Decimal:
    """A number whose comma, if any, cannot be meant to group thousands."""
    if isinstance(cell, str) and _THOUSANDS.fullmatch(normalize("NFKC", cell).strip()):
        raise BadCell(f"'{cell}' could mean {cell.replace(',', '')} or {cell.replace(',', '.')}; write one of these")
    return _number(cell)


def _price(cell: Cell, _: Clock) -> str:
    return f"{_amount(cell).normalize():f}"


def _degrees(cell: Cell, _: Clock) -> float:
    return float(_number(cell))


def _whole(cell: Cell, _: Clock) -> int:
    number = _amount(cell)
    if number != int(number):
        raise BadCell(f"'{cell}' is not a whole number")
    return int(number)


def _minutes(cell: Cell, _: Clock) -> int:
    seconds = read_length(cell)
    return round(_amount(cell) * 60) if seconds is None else seconds


def _as_minutes(seconds: Any, _: Clock) -> Cell:
    return int(seconds // 60) if seconds % 60 == 0 else float(round(seconds / 60, 4))


def _items(cell: Cell, clock: Clock) -> Iterator[str]:
    text = _text(cell, clock)
    if text not in _NOTHING:
        yield from filter(None, (item.strip() for item in _SEPARATOR.split(text)))


def _zone(cell: Cell, clock: Clock) -> str:
    name = _text(cell, clock)
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise BadCell(f"'{name}' names no time zone", "unknown_time_zone") from None


def _names(cell: Cell, clock: Clock) -> list[str]:
    return list(_items(cell, clock))


def _numbered(convert: Callable[[str], Any]) -> Callable[[Cell, Clock], dict[str, Any]]:
    """A reader of names with a number each; a name alone counts as 1."""

    def read(cell: Cell, clock: Clock) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for item in _items(cell, clock):
            match = _COUNTED.fullmatch(item)
            name, number = match.groups() if match else (item, "1")
            if name in found or not name:
                raise BadCell(f"'{cell}' names '{name}' twice" if name else f"'{item}' is a number without a name")
            found[name] = convert(number)
        return found

    return read


def _count(text: str) -> int:
    if "." in text:
        raise BadCell(f"'{text}' is not a whole number")
    return int(text)


def _with_numbers(sign: str) -> Callable[[Any, Clock], Cell]:
    def write(numbers: Mapping[str, Any], _: Clock) -> Cell:
        return "; ".join(name if str(number) == "1" else f"{name}{sign}{number}" for name, number in numbers.items())

    return write


def _choice(choices: Mapping[Any, tuple[str, ...]]) -> Callable[[Cell, Clock], Any]:
    """A reader of one word out of a list, in any of its languages."""
    values = {word.casefold(): value for value, words in choices.items() for word in words}

    def read(cell: Cell, clock: Clock) -> Any:
        text = _text(str(cell) if isinstance(cell, bool) else cell, clock)
        if normalize("NFKC", text).casefold() not in values:
            raise BadCell(f"'{text}' is none of {', '.join(words[0] for words in choices.values())}")
        return values[normalize("NFKC", text).casefold()]

    return read


def _skills(cell: Cell, clock: Clock) -> list[dict[str, Any]]:
    return [{"name": name, "level": level} for name, level in LEVELS.read(cell, clock).items()]


def _as_levels(skills: Sequence[Mapping[str, Any]], clock: Clock) -> Cell:
    return LEVELS.write({skill["name"]: skill["level"] for skill in skills}, clock)


_YES_NO = {True: ("yes", "是"), False: ("no", "否")}
_YES_NO_ALSO = {True: (*_YES_NO[True], "y", "true", "1"), False: (*_YES_NO[False], "n", "false", "0")}
_CLASSES = {
    ServiceClass.PAID.value: ("paid", "付费"),
    ServiceClass.CONTRACT.value: ("contract", "合同"),
    ServiceClass.WARRANTY.value: ("warranty", "保修"),
    ServiceClass.COURTESY.value: ("courtesy", "优惠"),
    ServiceClass.INTERNAL.value: ("internal", "内部"),
}
_DEPARTURES = {"first_stop": ("first_stop", "首单"), "compact": ("compact", "紧凑")}

TEXT = Kind("text", "文本", _text)
TIME_ZONE = Kind("IANA name: Europe/Zurich", "IANA 名称：Asia/Shanghai", _zone)
NAMES = Kind("names: A; B", "名称列表：A; B", _names, lambda names, _: "; ".join(names))
WHOLE = Kind("whole number", "整数", _whole)
PRIORITY = Kind("1 (most urgent) to 5", "1（最急）至 5", _whole, limits=(1, 5))
PRICE = Kind("amount of money", "金额", _price, lambda text, _: float(text), limits=(0, 1e9))
LATITUDE = Kind("degrees north", "北纬度数", _degrees, limits=(-90, 90))
LONGITUDE = Kind("degrees east", "东经度数", _degrees, limits=(-180, 180))
MINUTES = Kind("minutes, or h:mm", "分钟数或 时:分", _minutes, _as_minutes)
DATE = Kind("date: 2026-11-23", "日期：2026-11-23", read_date)
INSTANT = Kind("08:30, or 2026-11-23 08:30", "08:30 或 2026-11-23 08:30", read_instant, write_instant)
LEVELS = Kind(
    "skills with least level: gas:2; heating", "技能及最低级别：gas:2; heating", _numbered(_count), _with_numbers(":")
)
SKILLS = Kind("skills with level: gas:2; heating", "技能及级别：gas:2; heating", _skills, _as_levels)
PACES = Kind("skills with factor: gas:0.8", "技能及系数：gas:0.8", _numbered(str), _with_numbers(":"))
QUANTITIES = Kind(
    "parts with number: PUMP x2; SEAL", "配件及数量：PUMP x2; SEAL", _numbered(_count), _with_numbers(" x")
)
FLAG = Kind("yes or no", "是或否", _choice(_YES_NO_ALSO), choices=_YES_NO)
SERVICE_CLASS = Kind("one of the list", "从列表中选择", _choice(_CLASSES), choices=_CLASSES)
DEPARTURE = Kind("first_stop or compact", "首单 或 紧凑", _choice(_DEPARTURES), choices=_DEPARTURES)
PLACE_NAME = Kind("a place of the sheet 'places'", "“地点”表中的地点", _text)
