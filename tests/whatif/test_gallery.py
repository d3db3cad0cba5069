"""The gallery of studies, and how the claims about it are judged."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import gallery
from benchmarks.far_larger import Load
from benchmarks.gallery import Answered
from benchmarks.shows_whatif import judged_gallery, judged_load
from benchmarks.whatif import records, report
from benchmarks.whatif.answer import first_sentence
from benchmarks.whatif.reading import read_study
from tests.whatif.hand_made import arm, results

ONE = Answered("one", 100.0, 0, "It helps.", "It helps.", {"failed": 0})


@pytest.mark.parametrize("study", gallery.studies(), ids=lambda study: study.stem)
def test_every_study_of_the_gallery_can_be_run(study: Path) -> None:
    """The first thing a planner tries would be refused."""
    asked = read_study(study)
    assert asked.budget.reproducible
    assert len(asked.seeds) > 1


@pytest.mark.parametrize("study", gallery.studies(), ids=lambda study: study.stem)
def test_every_study_has_its_small_result_and_its_reading(study: Path) -> None:
    """The page would quote an answer that the study does not give."""
    path = gallery.RESULTS / f"{study.stem}.json"
    assert path.stat().st_size < 30_000
    sentence = json.loads(path.read_text(encoding="utf-8"))["answer"]["en"]
    readme = (gallery.STUDIES / "README.md").read_text(encoding="utf-8")
    section = next(part for part in re.split(r"^## ", readme, flags=re.MULTILINE) if f"({study.name})" in part)
    assert f"> {sentence}\n" in section


def test_a_result_keeps_means_and_leaves_cells_out(tmp_path: Path) -> None:
    """Results of a megabyte each would be committed."""
    arms = [arm("base"), arm("1 more", "{count} more", count=1), arm("2 more", "{count} more", count=2)]
    found = results({"base": [[9.0], [8.0]], "1 more": [[7.0], [7.0]], "2 more": [[6.0], [6.5]]}, arms=arms)
    records.write_json(found, tmp_path / "all.json")
    small = gallery.smaller(json.loads((tmp_path / "all.json").read_text(encoding="utf-8")))
    assert "rows" not in small
    assert [one["difference"] for one in small["comparisons"]] == [-2.25, -1.5]
    assert small["steps"][0]["steps"][1]["comparison"]["difference"] == -0.75
    assert "differences" not in json.dumps(small)
    assert small["answer"]["en"] == first_sentence(found)


def test_the_first_sentence_is_read_off_the_page_as_a_reader_sees_it() -> None:
    """A page that says something else than the command would pass."""
    found = results({"base": [[9.0], [8.0]], "less & <more>": [[7.0], [7.0]]})
    assert gallery.first_sentence(report.page(found)) == first_sentence(found)
    assert gallery.first_sentence("<p>No answer.</p>") == ""


def test_a_new_answer_replaces_the_quoted_one_of_its_study_only() -> None:
    """The reading would stand below the answer of last year, or of another study."""
    page = "# Studies\n\n## [A](a.toml)\nWhy.\n\n> old\n\nRead.\n\n## [B](b.toml)\n\n> other\n"
    assert gallery.requoted(page, "a", r"new \1 answer") == page.replace("> old", r"> new \1 answer")
    assert gallery.requoted(page, "c", "new") == page


def test_a_finished_study_is_found_again_and_its_result_kept(tmp_path: Path) -> None:
    """An interrupted show would begin again, and the committed figures would grow old."""
    (tmp_path / "README.md").write_text("## [One](one.toml)\n\n> old\n", encoding="utf-8")
    gallery.keep_result(replace(ONE, result={"mean": [1.23456], "failed": 0}), tmp_path)
    assert json.loads((tmp_path / "results" / "one.json").read_text(encoding="utf-8")) == {"mean": [1.235], "failed": 0}
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "## [One](one.toml)\n\n> It helps.\n"


@pytest.mark.parametrize(
    "worse",
    [
        {"seconds": 301.0},
        {"code": 3},
        {"on_page": "It hurts."},
        {"sentence": "", "on_page": ""},
    ],
    ids=str,
)
def test_the_gallery_fails_by_one_slow_silent_or_contradictory_study(worse: dict[str, object]) -> None:
    """The claim would stand though a planner waits, or reads two answers."""
    six = [ONE] * 5
    assert judged_gallery([*six, ONE]).passed
    assert not judged_gallery([*six, replace(ONE, **worse)]).passed  # type: ignore[arg-type]
    assert not judged_gallery(six).passed


def test_the_figures_of_a_large_study_fail_by_any_of_them() -> None:
    """What is said of ten thousand days would stand on figures that no machine gives."""
    found = Load(0.4, 1300.0, 0.003, 0.005, 0.0001, 0.01, 0.3, 0.05, 15.0, 0.9)
    assert judged_load(found).passed
    assert "through Ray not installed" in judged_load(replace(found, ray=None)).figure
    for worse in ({"cell": 4100.0}, {"local": 0.03}, {"ray": 0.03}, {"listed": 2.0}, {"page_seconds": 90.0}):
        assert not judged_load(replace(found, **worse)).passed
