"""The pictures of a study's report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean

from benchmarks.charts import Axis, Chart, Series
from benchmarks.dot_map import Dot, dot_map
from benchmarks.whatif.marginal import Ladder
from benchmarks.whatif.measures import Figure
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.pareto import Point
from benchmarks.whatif.statistics import Comparison
from benchmarks.whatif.study import Results
from benchmarks.whatif.words import Speech, is_length

STRIP_WIDTH, STRIP_HEIGHT = 180, 18
MOST_BACKGROUND = 3000
"""More places than these would hide what they are the background of."""

Styles = Mapping[str, str]
"""Arm to the CSS class of its colour."""


def strip(comparison: Comparison, reach: tuple[float, float]) -> str:
    """One interval on a line that all rows of the table share, zero marked.

    Parameters
    ----------
    reach
        From where to where the line goes.
    """
    low, high = reach
    if comparison.verdict == "no_days" or not high > low:
        return ""

    def at(value: float) -> str:
        return f"{4 + (value - low) / (high - low) * (STRIP_WIDTH - 8):.1f}"

    middle = STRIP_HEIGHT / 2
    parts = [f'<line class="level" x1="{at(0)}" x2="{at(0)}" y1="0" y2="{STRIP_HEIGHT}"/>']
    if comparison.interval:
        ends = f'x1="{at(comparison.interval[0])}" x2="{at(comparison.interval[1])}"'
        parts.append(f'<line class="{comparison.verdict}" {ends} y1="{middle}" y2="{middle}"/>')
    parts.append(f'<circle class="{comparison.verdict}" cx="{at(comparison.difference)}" cy="{middle}" r="4"/>')
    size = f'viewBox="0 0 {STRIP_WIDTH} {STRIP_HEIGHT}" width="{STRIP_WIDTH}" height="{STRIP_HEIGHT}"'
    return f'<svg class="strip" {size} aria-hidden="true">{"".join(parts)}</svg>'


def strip_reach(comparisons: Sequence[Comparison]) -> tuple[float, float]:
    """From where to where the strips of a table go: zero and every interval."""
    ends = [0.0, *(one.difference for one in comparisons)]
    ends += [end for one in comparisons for end in one.interval or ()]
    return min(ends), max(ends)


def marginal_chart(ladder: Ladder, figure: Figure, speech: Speech) -> Chart:
    """The difference to the base at every value of one parameter."""
    length = is_length(ladder.parameter)
    values = [step.after / 3600 if length else step.after for step in ladder.steps]
    scale = 3600 if figure.kind == "span" else 1
    points = [(value, one.difference / scale) for value, one in zip(values, ladder.from_base, strict=True)]
    limits = [one.interval or (one.difference, one.difference) for one in ladder.from_base]
    whiskers = [(low / scale, high / scale) for low, high in limits]
    return Chart(
        title(ladder),
        Axis(
            speech.say("hours") if length else ladder.parameter.replace("_", " "),
            whole=all(value.is_integer() for value in values),
        ),
        Axis(speech.say("page.change", name=speech.unit(figure.name, figure.kind))),
        (Series(ladder.family, "s1", points, whiskers=whiskers),),
        level=0.0,
    )


def title(ladder: Ladder) -> str:
    """The family without its blanks, with what is fixed."""
    family = re.sub(r"\{[^{}]*\}", "…", ladder.family)
    fixed = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in ladder.fixed)
    return f"{family} ({fixed})" if fixed else family


def pareto_chart(points: Sequence[Point], numbers: Mapping[str, int], speech: Speech) -> Chart:
    """Every arm at its cost and its promises kept, by its number in the table; the front joined."""
    front = sorted((point for point in points if point.front), key=lambda point: point.cost)
    beaten = [point for point in points if not point.front]
    return Chart(
        speech.say("page.by_number"),
        Axis(speech.say("page.a_day", name=speech.unit("cost", "money"))),
        Axis(speech.say("page.a_day", name=speech.say("measure.promises_kept"))),
        (_spots(front, "s1", numbers, line=True), _spots(beaten, "base", numbers, line=False)),
    )


def _spots(points: Sequence[Point], style: str, numbers: Mapping[str, int], line: bool) -> Series:
    spots = [(point.cost, point.kept) for point in points]
    names = [str(numbers[point.arm]) for point in points]
    return Series(", ".join(point.arm for point in points), style, spots, line=line, labels=names)


def skill_chart(outcomes: Sequence[Outcome], styles: Styles, speech: Speech) -> Chart:
    """Planned work that needs a skill to the shifts of those who have it, all days and runs together."""
    loads = {arm: skill_load(outcomes, arm) for arm in styles}
    first = next(iter(loads.values()), {})
    skills = sorted({skill for load in loads.values() for skill in load}, key=lambda skill: first.get(skill, 0.0))
    series = tuple(
        Series(
            arm, style, [(100 * loads[arm][skill], k) for k, skill in enumerate(skills) if skill in loads[arm]], False
        )
        for arm, style in styles.items()
    )
    return Chart(
        speech.say("page.skills"),
        Axis(speech.say("page.skills_axis"), zero=True),
        Axis("", names=tuple(skills)),
        series,
        height=78 + 26 * max(3, len(skills)),
        left=min(170, 24 + 7 * max((len(skill) for skill in skills), default=0)),
    )


def skill_load(outcomes: Sequence[Outcome], arm: str) -> dict[str, float]:
    """Skill to planned work that asks for it as a share of the shifts of those who have it."""
    work: dict[str, float] = {}
    shifts: dict[str, float] = {}
    for outcome in outcomes:
        if outcome.scenario == arm and not outcome.failure:
            for skill, (asked, held) in outcome.by_skill.items():
                work[skill] = work.get(skill, 0.0) + asked
                shifts[skill] = shifts.get(skill, 0.0) + held
    return {skill: work[skill] / held for skill, held in shifts.items() if held}


def hour_chart(outcomes: Sequence[Outcome], styles: Styles, speech: Speech) -> Chart:
    """How busy the technicians on shift are in each hour, mean over days and runs."""
    loads = {arm: hour_load(outcomes, arm) for arm in styles}
    # A line across hours in which nobody is on shift would give them a value.
    series = tuple(
        Series(arm, style, [(hour, 100 * share) for hour, share in loads[arm].items()], line=_unbroken(loads[arm]))
        for arm, style in styles.items()
    )
    x = Axis(speech.say("page.hour"), whole=True)
    return Chart(speech.say("page.hours"), x, Axis(speech.say("page.on_site"), zero=True), series)


def _unbroken(hours: Collection[int]) -> bool:
    return not hours or max(hours) - min(hours) < len(hours)


def hour_load(outcomes: Sequence[Outcome], arm: str) -> dict[int, float]:
    """Hour of the day to its mean share over those runs of an arm in which anybody is on shift then."""
    mine = [one.by_hour for one in outcomes if one.scenario == arm and not one.failure]
    known = {hour: [share for shares in mine if (share := shares[hour]) is not None] for hour in range(24)}
    return {hour: fmean(shares) for hour, shares in known.items() if shares}


def left_out_map(results: Results, arm: str, speech: Speech) -> str:
    """Where the jobs lie that an arm leaves out, before the places of all jobs; empty when none is located."""
    mine = [one for one in results.outcomes if one.scenario == arm and not one.failure]
    runs = Counter(one.day for one in mine)
    times = Counter((one.day, *job[:3]) for one in mine for job in one.left_out)
    dots = [
        Dot(lat, lon, round(2 + 3 * count / runs[day], 1), "missed", f"{job}, {day}: {count}/{runs[day]}")
        for (day, job, lat, lon), count in times.items()
        if lat is not None and lon is not None
    ]
    amount = speech.bare(sum(times.values()) / max(1, len(mine)))
    name = speech.say("base") if arm == results.study.base.name else arm
    heading = speech.say("page.map_of", arm=name, amount=amount)
    return dot_map(heading, [*_background(results), *dots])


def _background(results: Results) -> list[Dot]:
    """The places of all jobs of all days, unless these are too many."""
    places = [job.place for day in results.study.days for job in day.problem.jobs]
    spots = {place.coordinates for place in places if place.coordinates}
    return [Dot(lat, lon, 1.2, "place") for lat, lon in sorted(spots)] if len(spots) <= MOST_BACKGROUND else []
