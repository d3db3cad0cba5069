"""What a sheet and a column are, and by which names they are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from unicodedata import normalize

from dispatcher.formats.cells import Kind
from dispatcher.formats.words import Language


class Need(Enum):
    """When a cell may not be blank."""

    NEVER = "never"
    """It may always be blank."""
    GROUP = "group"
    """It is filled as soon as another cell of its group is: same path up to the last dot."""
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Parameters
    ----------
    path
        Where the value stands in its technician, job or document, with dots; ``date`` is the row's date. Also its key.
    kind
        What its cells hold.
    en, zh
        Headers.
    help_en, help_zh
        What it means.
    examples
        Its cells in the example rows of a template, as text.
    need
        When it must be filled.
    """

    path: str
    kind: Kind
    en: str
    zh: str
    help_en: str
    help_zh: str
    examples: tuple[str, ...] = ()
    need: Need = Need.NEVER

    @property
    def group(self) -> str:
        """What its path has in common with the other cells of its group; empty when it has none."""
        return self.path.rpartition(".")[0]

    def header(self, language: Language) -> str:
        """The header in that language."""
        return self.zh if language == "zh" else self.en

    def help(self, language: Language) -> str:
        """The meaning in that language."""
        return self.help_zh if language == "zh" else self.help_en


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet: one CSV file, or one sheet of a workbook."""

    key: str
    en: str
    zh: str
    columns: tuple[Column, ...]
    required: bool = False
    """Whether a file must have it."""

    def title(self, language: Language) -> str:
        """The sheet's name in that language."""
        return self.zh if language == "zh" else self.en

    def named(self, text: str) -> Column | None:
        """The column with this path or header, in any language; case, spaces and a unit in brackets do not count."""
        return next((column for column in self.columns if plain_name(text) in _names_of(column)), None)

    def is_named(self, text: str) -> bool:
        """Whether a sheet or file with this name is meant to be of this kind."""
        return plain_name(text).removesuffix("s") in {
            plain_name(name).removesuffix("s") for name in (self.key, self.en, self.zh)
        }


def plain_name(text: str) -> str:
    """A header without what people vary: case, spaces, underscores, dashes, width of characters, a unit in brackets."""
    return re.sub(r"[\W_]", "", re.sub(r"\(.*?\)", "", normalize("NFKC", text).casefold()))


def _names_of(column: Column) -> Iterator[str]:
    return map(plain_name, (column.path, column.en, column.zh))
