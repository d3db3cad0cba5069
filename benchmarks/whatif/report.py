"""The page that a study becomes: one HTML file whose first sentence is the answer, readable offline and on paper."""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from benchmarks import record
from benchmarks.whatif import plots
from benchmarks.whatif.answer import Standing, answer, more, standing
from benchmarks.whatif.day_figures import day_figures
from benchmarks.whatif.marginal import ladders
from benchmarks.whatif.pareto import points
from benchmarks.whatif.statistics import Comparison
from benchmarks.whatif.study import Arm, Results
from benchmarks.whatif.unchanged import unchanged
from benchmarks.whatif.undone import left_out_more
from benchmarks.whatif.words import Speech
from dispatcher.formats.words import Language, Words
from dispatcher.scenario.catalogue import NAMES

COLOURED = 3
"""So many arms stand beside the base in the charts by skill and hour: more lines could not be told apart."""


def write(results: Results, path: Path, language: Language = "en") -> None:
    """Write the page of a study."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(results, language), encoding="utf-8")


def page(results: Results, language: Language = "en") -> str:
    """The page as text; what comes from the study is escaped, pictures and style are inside."""
    rooms = Environment(
        loader=PackageLoader("benchmarks", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    study, found = results.study, standing(results)
    speech = Speech(language, study.currency)
    figures, idle = day_figures(results), unchanged(study)
    return rooms.get_template("whatif.html").render(
        speech=speech,
        words=Words(language),
        results=results,
        study=study,
        standing=found,
        kind=found.figure.kind,
        measure=speech.unit(found.figure.name, found.figure.kind, spans=False),
        remarks=lambda one: _remarks(one, found, results, idle, speech),
        left_out=lambda one: _left_out(one, results, speech),
        answer=answer(results, found, speech),
        reach=plots.strip_reach(found.comparisons),
        strip=plots.strip,
        numbers=_numbers(found, study.base.name),
        figures=figures,
        terms=sorted({term for one in figures for term in one.terms}),
        changes={arm.name: _changes(arm) for arm in study.arms},
        bills=[one for one in figures if one.arm in (study.base.name, found.leader.arm if found.leader else "")],
        **_pictures(results, found, speech),
        **_origin(),
    )


def _remarks(one: Comparison, found: Standing, results: Results, idle: Collection[str], speech: Speech) -> list[str]:
    """What stands in small print under a verdict."""
    if one.verdict == "no_days":
        return []
    days = len(one.days)
    said = [*_left_out(one, results, speech), *([speech.say("page.unchanged")] if one.arm in idle else [])]
    said += [speech.count("page.compared", days)] if days < len(results.study.days) else []
    if one.band is None:
        said.append(speech.say("page.one_seed"))
    else:
        said.append(speech.say("page.band", band=speech.amount(one.band, found.figure.kind)))
    return [*said, more(one, speech)] if one.verdict in ("noise", "unclear") and one.interval else said


def _left_out(one: Comparison, results: Results, speech: Speech) -> list[str]:
    """Work that a verdict knows nothing of; nothing where there is none."""
    jobs = left_out_more(results, one)
    return [] if jobs is None else [speech.say("page.left_out", amount=speech.bare(jobs))]


def _changes(arm: Arm) -> str:
    """With every parameter, also those that the study file leaves at their defaults."""
    written = [{NAMES[type(change)]: change.model_dump(mode="json")} for change in arm.scenario.changes]
    return json.dumps(written, ensure_ascii=False) if written else "–"


def _numbers(found: Standing, base: str) -> dict[str, int]:
    """Arm to its number in table and charts: 0 for the base, then the best first."""
    return {base: 0} | {one.arm: k for k, one in enumerate(found.comparisons, start=1)}


def _pictures(results: Results, found: Standing, speech: Speech) -> dict[str, Any]:
    base = results.study.base.name
    compared = [one.arm for one in found.comparisons if one.verdict != "no_days"]
    leader = [found.leader.arm] if found.leader else []
    chosen = [*leader, *(arm for arm in compared if arm not in leader)][:COLOURED]
    styles = {base: "base"} | {arm: f"s{k}" for k, arm in enumerate(chosen)}
    steps, spots = ladders(results), points(results)
    maps = [plots.left_out_map(results, arm, speech) for arm in (base, *leader)]
    left_out = [job for one in results.outcomes for job in one.left_out]
    return {
        "styles": styles,
        "ladders": [(plots.marginal_chart(one, found.figure, speech).svg(), one) for one in steps],
        "pareto": plots.pareto_chart(spots, _numbers(found, base), speech).svg(),
        "front": [spot.arm for spot in sorted(spots, key=lambda spot: spot.cost) if spot.front],
        "skills": plots.skill_chart(results.outcomes, styles, speech).svg(),
        "hours": plots.hour_chart(results.outcomes, styles, speech).svg(),
        "maps": maps if left_out else [],
        "not_located": len({(one.day, job[0]) for one in results.outcomes for job in one.left_out if job[1] is None}),
    }


def _origin() -> dict[str, Any]:
    """Machine, command and versions: what somebody needs to make the page again."""
    return {
        "machine": record.machine(),
        "command": record.command(),
        "commit": record.commit(),
        "version": version("technician-dispatcher"),
    }
