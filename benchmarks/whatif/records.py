"""What stands beside the page for programs: a table of all cells, and one document with everything."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import record
from benchmarks.whatif.answer import answer, standing
from benchmarks.whatif.day_figures import day_figures
from benchmarks.whatif.marginal import ladders
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.pareto import points
from benchmarks.whatif.study import Results, Study
from benchmarks.whatif.unchanged import unchanged
from benchmarks.whatif.words import Speech
from dispatcher.formats.words import LANGUAGES

NESTED = ("terms", "by_skill", "by_hour", "left_out")
"""Fields of an outcome that do not fit one column; the cost by term gets a column each."""


def write_csv(results: Results, path: Path) -> None:
    """One row for each cell, those that failed included. Times in seconds, money in currency units."""
    plain = [field.name for field in fields(Outcome) if field.name not in NESTED]
    terms = sorted({term for outcome in results.outcomes for term in outcome.terms})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow([*plain, *(f"cost_{term}" for term in terms)])
        for outcome in results.outcomes:
            prices = [0 if outcome.failure else outcome.terms.get(term, 0) for term in terms]
            table.writerow([*(_cell(getattr(outcome, name)) for name in plain), *prices])


def _cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def write_json(results: Results, path: Path) -> None:
    """The answer, every comparison, and every cell: all that the page shows, with what made it."""
    found, study = standing(results), results.study
    path.parent.mkdir(parents=True, exist_ok=True)
    record.write_json(
        path,
        list(study.seeds),
        [outcome.document() for outcome in results.outcomes],
        version=version("technician-dispatcher"),
        study=_study(study),
        answer={language: answer(results, found, Speech(language, study.currency)) for language in LANGUAGES},
        comparisons=_documents(found.comparisons),
        tied=list(found.tied),
        unchanged=sorted(unchanged(study)),
        steps=_documents(ladders(results)),
        pareto=_documents(points(results)),
        figures=_documents(day_figures(results)),
        failed=len(results.failed),
    )


def _documents(values: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(value) for value in values]


def _study(study: Study) -> dict[str, Any]:
    return {
        "title": study.title,
        "question": study.question,
        "measure": study.measure,
        "currency": study.currency,
        "time_limit": study.budget.time_limit,
        "iterations": study.budget.iterations,
        "days": [{"name": day.name, "fingerprint": day.fingerprint} for day in study.days],
        "arms": [
            {
                "name": arm.name,
                "grid": dict(arm.grid),
                "seeds": list(arm.seeds),
                "changes": arm.scenario.model_dump(mode="json")["changes"],
            }
            for arm in study.arms
        ],
        "text": study.text,
    }
