"""docs/studies.md says what a study file may hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from benchmarks.whatif.reading import SECTIONS, read_study
from benchmarks.whatif.written import (
    Head,
    SyntheticDays,
    WrittenDays,
    WrittenOutput,
    WrittenScenario,
    WrittenSolver,
    WrittenTravel,
)

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")

PARTS = (Head, SyntheticDays, WrittenDays, WrittenOutput, WrittenScenario, WrittenSolver, WrittenTravel)


def test_the_study_on_the_page_can_be_read(tmp_path: Path) -> None:
    """The first study that anybody copies would be refused."""
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    file = tmp_path / "study.toml"
    file.write_text(re.sub(r"files = .*\n", "", text), encoding="utf-8")
    assert [arm.name for arm in read_study(file).arms[1:4]] == [f"{count} more for gas" for count in (1, 2, 3)]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_field_of_a_study_file_stands_on_the_page(part: type[BaseModel]) -> None:
    """A field that nobody knows of is as good as none."""
    named = set(re.findall(r"[`.](\w+)`", PAGE))
    fields = {info.alias or name for name, info in part.model_fields.items()}
    assert fields - named == set()


def test_every_table_stands_on_the_page() -> None:
    """Likewise."""
    assert [name for name in SECTIONS if f"[{name}]" not in PAGE] == []
