"""One small file for each finished cell: what was planned once, by whom and wherever, need not be planned again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.cells import file_name, keep, kept
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.planning import program_version
from benchmarks.whatif.study import Cell, Study

KIND = "whatif"
"""How the names of the files begin."""


@dataclass(frozen=True)
class Shelf:
    """The folder of the cells of a study; several studies and several machines may share it.

    Parameters
    ----------
    folder
        Created when the first cell is kept.
    """

    folder: Path
    study: Study

    def file(self, cell: Cell) -> Path:
        """Named by all that the figures depend on, and by nothing else: names of days and scenarios may change."""
        return self.folder / file_name(KIND, self.key(cell))

    def key(self, cell: Cell) -> Mapping[str, Any]:
        """Day, scenario, seed, budget and version."""
        budget, travel = self.study.budget, self.study.travel
        return {
            "day": cell.day.fingerprint,
            "travel": [travel.speed_kmh, travel.detour],
            "scenario": cell.arm.scenario.fingerprint(),
            "seed": cell.seed,
            "budget": [budget.time_limit, budget.iterations],
            "version": program_version(),
        }

    def find(self, cell: Cell) -> Outcome | None:
        """What an earlier run has found; None when there is nothing, or nothing that can be read."""
        document = kept(self.file(cell))
        if document is None or document.get("key") != self.key(cell):
            return None
        try:
            outcome = Outcome.read(document.get("outcome"))
        except ValueError:
            return None
        return replace(outcome, day=cell.day.name, scenario=cell.arm.name)

    def keep(self, cell: Cell, outcome: Outcome) -> None:
        """Write the cell's file, whole or not at all."""
        keep(self.file(cell), {"key": self.key(cell), "outcome": outcome.document()})
