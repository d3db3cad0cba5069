"""The frame of `make show-KEY-K`: run one measurement, hold it against its bar, keep the evidence.

The shows stand in shows_*.py, one function each. What one found goes as one row into docs/evidence/road.md, replacing
the row of an earlier run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from benchmarks import record
from benchmarks.data import PROJECT

EVIDENCE = PROJECT / "docs" / "evidence"

HEADINGS = ("line", "figure", "bar", "verdict", "command", "seed", "machine", "date", "commit")

Say = Callable[[str], None]
"""Takes one line about the progress."""


@dataclass(frozen=True)
class Measurement:
    """What a show measured.

    Parameters
    ----------
    figure
        The measured values, in one line.
    passed
        Whether they meet the bar.
    seeds
        Of the runs; in words where they are many.
    rows
        Every single measurement, for JSON.
    """

    figure: str
    passed: bool
    seeds: tuple[int, ...] | str
    rows: tuple[record.Row, ...] = ()

    @property
    def verdict(self) -> str:
        """PASS or FAIL."""
        return "PASS" if self.passed else "FAIL"


@dataclass(frozen=True)
class Show:
    """One line of a list of claims, with what runs to prove it.

    Parameters
    ----------
    key
        The list's name and the number of the line in it: ``road-2``.
    bar
        What must hold, in words.
    measure
        Takes something to tell its progress to.
    """

    key: str
    bar: str
    measure: Callable[[Say], Measurement]


def run(wanted: Show, evidence: Path = EVIDENCE) -> Measurement:
    """Measure, print figure, bar and verdict, and update the evidence.

    Parameters
    ----------
    evidence
        The folder of the evidence files.
    """
    aloud = Console(stderr=True)
    found = wanted.measure(lambda line: aloud.print(line, highlight=False, markup=False, soft_wrap=True))
    cells = {
        "line": wanted.key.rpartition("-")[2],
        "figure": found.figure,
        "bar": wanted.bar,
        "verdict": found.verdict,
        "command": f"make show-{wanted.key}",
        "seed": found.seeds if isinstance(found.seeds, str) else ", ".join(map(str, found.seeds)),
        "machine": record.machine_line(),
        "date": date.today().isoformat(),
        "commit": record.commit(),
    }
    for name in HEADINGS[1:]:
        print(f"{name:8} {cells[name]}")
    keep(evidence / f"{wanted.key.rpartition('-')[0]}.md", [cells[name] for name in HEADINGS])
    return found


def keep(path: Path, cells: Sequence[str]) -> None:
    """Put the row into the table of an evidence file, in the place of the row with the same line number.

    Text around the table stays; a file that is missing is begun.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [f"# Evidence: {path.stem}", ""]
    if _row(HEADINGS) not in lines:
        lines += [_row(HEADINGS), "|" + "---|" * len(HEADINGS)]
    first = lines.index(_row(HEADINGS)) + 2
    last = next((k for k in range(first, len(lines)) if not lines[k].startswith("|")), len(lines))
    rows = {int(line.split("|")[1]): line for line in lines[first:last]} | {int(cells[0]): _row(cells)}
    lines[first:last] = [rows[number] for number in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
