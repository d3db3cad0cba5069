"""Reading a page back as its reader would: tags, texts, numbers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
MEASURES = frozenset(
    {"x", "y", "x1", "x2", "y1", "y2", "width", "height", "r", "rx", "points", "d", "transform", "viewbox"}
)
LENGTH = re.compile(r"-?\d+(\.\d+)?(em|%|px)?")
NUMBER = re.compile(r"-?\d*\.?\d+")

Tag = tuple[str, tuple[str, ...]]


class Reading(HTMLParser):
    """A page taken apart; `open` is empty at the end when every tag was closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[Tag] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, white space as one blank."""
        return " ".join(" ".join(self.texts).split())

    def with_class(self, name: str) -> list[dict[str, str]]:
        """Attributes of all elements of a class."""
        return [attrs for _, attrs in self.elements if name in attrs.get("class", "").split()]

    def ids(self) -> list[str]:
        """All ids, in order."""
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def measures(self) -> list[str]:
        """Every geometric attribute."""
        return [value for _, attrs in self.elements for name, value in attrs.items() if name in MEASURES]
