"""The answer of a study: who stands where, and the one sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.whatif.measures import MEASURES, Figure
from benchmarks.whatif.statistics import Comparison, Runs, compare, runs_by_arm
from benchmarks.whatif.study import Results
from benchmarks.whatif.undone import left_out_more
from benchmarks.whatif.words import Speech
from dispatcher.formats.words import Language


@dataclass(frozen=True)
class Standing:
    """All arms against the base.

    Parameters
    ----------
    comparisons
        The best first; those without a day in common come last.
    leader
        The one that the answer is about: the best of those that are clearly better, else the best of those that are
        not clearly worse, else the least bad. None when there is nothing to compare.
    tied
        Arms that the days cannot tell from the leader.
    """

    figure: Figure
    comparisons: tuple[Comparison, ...]
    leader: Comparison | None
    tied: tuple[str, ...]


def standing(results: Results) -> Standing:
    """Rank the arms of a study by its measure."""
    study, figure = results.study, MEASURES[results.study.measure]
    runs = runs_by_arm(results.outcomes, figure)
    base = (study.base.name, runs.get(study.base.name, {}))
    found = [compare((arm.name, runs.get(arm.name, {})), base, figure.direction) for arm in study.arms[1:]]
    ranked = sorted(found, key=lambda one: (one.verdict == "no_days", -one.difference * figure.direction))
    leader = _leader(ranked)
    return Standing(figure, tuple(ranked), leader, _tied(ranked, leader, runs, figure) if leader else ())


def _leader(ranked: Sequence[Comparison]) -> Comparison | None:
    compared = [one for one in ranked if one.verdict != "no_days"]
    better = [one for one in compared if one.verdict == "better"]
    open_ = [one for one in compared if one.verdict != "worse"]
    return next(iter(better or open_ or compared), None)


def _tied(
    ranked: Sequence[Comparison], leader: Comparison, runs: dict[str, dict[str, list[float]]], figure: Figure
) -> tuple[str, ...]:
    def told_apart(arm: str) -> bool:
        mine: Runs = runs.get(arm, {})
        return compare((arm, mine), (leader.arm, runs[leader.arm]), figure.direction).differs

    others = [one.arm for one in ranked if one.arm != leader.arm and one.verdict != "no_days"]
    return tuple(arm for arm in others if not told_apart(arm))


def first_sentence(results: Results, language: Language = "en") -> str:
    """The answer with its interval, or how many more days would give one."""
    return answer(results, standing(results), Speech(language, results.study.currency))


def answer(results: Results, standing: Standing, speech: Speech) -> str:
    """The same from a standing that is known."""
    count, leader = len(standing.comparisons), standing.leader
    if not count:
        return speech.say("answer.no_arms")
    if leader is None:
        return speech.say("answer.no_days", evidence=_evidence(results, None, standing.figure, speech))
    kind = standing.figure.kind
    days = speech.count("days", len(leader.days))
    said = {
        "n": count,
        "arm": speech.say("quoted", name=leader.arm),
        "change": speech.change(leader.difference, kind),
        "band": speech.amount(leader.band or 0.0, kind),
        "days": days,
        "more": more(leader, speech),
        "claim": _claim(leader, standing.figure, speech),
        "ties": speech.say("ties", arms=speech.named(standing.tied)) if standing.tied else "",
        "evidence": _evidence(results, leader, standing.figure, speech),
        "but": _left_out(results, leader, "but.left_out", speech),
        "also": _left_out(results, leader, "also.left_out", speech),
    }
    return speech.say(_saying(leader, count), **said)


def _saying(leader: Comparison, count: int) -> str:
    """Key of the sentence that fits."""
    if leader.verdict == "unclear" and leader.interval is None:
        return "answer.one_day"
    alone = {name: f"answer.{name}" for name in ("better", "worse", "noise", "unclear", "same")}
    of_many = {
        "better": "answer.best",
        "worse": "answer.all_worse",
        "noise": "answer.none_noise",
        "unclear": "answer.none_clear",
        "same": "answer.none_same",
    }
    return (alone if count == 1 else of_many)[leader.verdict]


def _claim(leader: Comparison, figure: Figure, speech: Speech) -> str:
    """What the arm does a day, in the direction in which it does it."""
    way = "better" if leader.difference * figure.direction >= 0 else "worse"
    return speech.say(f"{way}.{figure.name}", amount=speech.amount(abs(leader.difference), figure.kind))


def _evidence(results: Results, leader: Comparison | None, figure: Figure, speech: Speech) -> str:
    """Interval, seeds and failed cells; days too, where the sentence does not begin with them."""
    parts = []
    if leader and leader.interval:
        parts.append(speech.say("evidence.interval", interval=_reach(leader, leader.interval, figure, speech)))
    if leader and leader.differs and leader.within_noise:
        parts.append(speech.say("evidence.noise", band=speech.amount(leader.band or 0.0, figure.kind)))
    if leader and leader.verdict != "unclear":
        parts.append(speech.count("days", len(leader.days)))
    if leader:
        parts.append(speech.count("seeds", len(results.study.seeds)))
    if results.failed:
        parts.append(speech.say("evidence.failed", failed=len(results.failed), cells=len(results.outcomes)))
    return speech.say("clause").join(parts)


def _left_out(results: Results, leader: Comparison, key: str, speech: Speech) -> str:
    """The jobs that the leader leaves out beyond those of the base, where the measure is silent about them."""
    jobs = left_out_more(results, leader)
    arm = speech.say("quoted", name=leader.arm)
    return "" if jobs is None else speech.say(key, arm=arm, amount=speech.bare(jobs))


def _reach(leader: Comparison, limits: tuple[float, float], figure: Figure, speech: Speech) -> str:
    """The interval, turned so that it holds the amount of a claim without its sign."""
    turned = leader.differs and leader.difference < 0
    return speech.interval((-limits[1], -limits[0]) if turned else limits, figure.kind)


def more(leader: Comparison, speech: Speech) -> str:
    """How many more days would settle a comparison."""
    return speech.say("more_days.never") if leader.more_days is None else speech.count("more_days", leader.more_days)
