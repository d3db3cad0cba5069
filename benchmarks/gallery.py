"""The studies of examples/studies: run as a planner runs them, and what is kept of their answers."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.cells import file_name, keep, kept
from benchmarks.data import PROJECT
from benchmarks.whatif.planning import program_version

STUDIES = PROJECT / "examples" / "studies"

RESULTS = STUDIES / "results"
"""Of each study one small file, committed."""

LEFT_OUT = ("rows", "study", "command")
"""Not kept of the JSON that the command writes: every cell, and what stands in the study file beside it."""


@dataclass(frozen=True)
class Answered:
    """A study that was run by its command, from nothing.

    Parameters
    ----------
    seconds
        From the command to its end.
    code
        The exit code of the command.
    sentence
        What it printed.
    on_page
        The first sentence of the page that it wrote.
    result
        What is kept of its figures.
    """

    name: str
    seconds: float
    code: int
    sentence: str
    on_page: str
    result: Mapping[str, Any]

    @property
    def right(self) -> bool:
        """Whether it was answered, by the same sentence in both places."""
        return self.code == 0 and bool(self.sentence) and self.sentence == self.on_page


def studies(folder: Path = STUDIES) -> Sequence[Path]:
    """Every study of the gallery."""
    return sorted(folder.glob("*.toml"))


def answered(study: Path, folder: Path) -> Answered:
    """Run a study, or find what an earlier run of the same study by the same program has found.

    Parameters
    ----------
    folder
        Where finished studies are kept. Their cells are not: each run is timed from nothing.
    """
    path = folder / file_name("gallery", {"study": study.read_text(encoding="utf-8"), "version": program_version()})
    earlier = kept(path)
    if earlier is not None:
        return Answered(**earlier)
    found = _run(study)
    keep(path, asdict(found))
    return found


def _run(study: Path) -> Answered:
    with TemporaryDirectory() as name:
        cells, page, figures = (Path(name) / part for part in ("cells", "page.html", "figures.json"))
        options = ["--cells", str(cells), "--report", str(page), "--json", str(figures)]
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", "whatif", str(study), *options],
            cwd=PROJECT,
            check=False,
            capture_output=True,
            text=True,
        )
        seconds = time.monotonic() - begun
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        document = json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else {}
    return Answered(study.stem, seconds, done.returncode, done.stdout.strip(), first_sentence(text), smaller(document))


def first_sentence(page: str) -> str:
    """What stands first below the title of a report."""
    found = re.search(r'<p class="answer[^"]*">(.*?)</p>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def smaller(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of a study without its cells and without what differs from day to day."""
    if not document:
        return {}
    result = {key: value for key, value in document.items() if key not in LEFT_OUT}
    result["comparisons"] = [_mean(one) for one in document["comparisons"]]
    result["steps"] = [
        {"family": ladder["family"], "parameter": ladder["parameter"], "steps": list(map(_step, ladder["steps"]))}
        for ladder in document["steps"]
    ]
    return result


def _step(step: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**step, "comparison": _mean(step["comparison"])}


def _mean(comparison: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in comparison.items() if key not in ("days", "differences")}


def keep_result(found: Answered, folder: Path = STUDIES) -> None:
    """Write the small result, and the answer into the page that tells how to read it."""
    path = folder / RESULTS.name / f"{found.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_rounded(found.result), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    readme = folder / "README.md"
    readme.write_text(requoted(readme.read_text(encoding="utf-8"), found.name, found.sentence), encoding="utf-8")


def _rounded(value: Any) -> Any:
    """Figures to three decimals: the rest is not what anybody reads."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def requoted(page: str, name: str, sentence: str) -> str:
    """The page with another answer under the heading that links to the study; the answer stands behind ``> ``."""
    section = re.compile(rf"(^## .*\({re.escape(name)}\.toml\)$.*?)^> .*?$", re.MULTILINE | re.DOTALL)
    return section.sub(lambda found: f"{found[1]}> {sentence}", page, count=1)
