"""The claim that a search does not care how its problem is written down, and that changes of it have the right sign."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.relations import RELATIONS
from benchmarks.relations.judging import TURNS, reproducible
from benchmarks.relations.spread import ALLOWANCE, DAYS, RUNS, Spread, means, no_larger_than_between_seeds, spreads
from benchmarks.relations.spread import TURNS as TURNS_OF_A_DAY
from benchmarks.shows import Measurement, Say, Show
from benchmarks.shows_claims import Claim, claims_of, judged, told

PROBLEMS = {f"problems with {relation.name}": 200 for relation in RELATIONS}
"""What tests.relation_claims has to try at least."""

READ_OTHERWISE = (
    "all 24 relations apply; read in our own way: coordinates mirrored, not moved (a move changes the last bit of a"
    " distance); tighter problems backwards (their plan in the easier one); priority as the price of leaving a job out"
    " (priority also prices waiting); moved starts free where a change makes the plan earlier"
)


def problems_written_otherwise(say: Say) -> Measurement:
    """Five minutes on one core."""
    found: list[Spread] = []
    with reproducible(TURNS_OF_A_DAY) as planner:
        for number in DAYS:
            found += spreads(planner, number)
            say("; ".join(f"day {one.day}, {one.way}: {one.spread:.2%}" for one in found if one.day == number))
    claims = told(claims_of("tests.relation_claims"), say)
    shares = ", ".join(f"{way} {mean:.2%}" for way, mean in means(found).items())
    return Measurement(
        figure=f"spread (mean of {len(DAYS)} days, {RUNS} plans each): {shares}; {figure(claims)}; {READ_OTHERWISE}",
        passed=judged(claims, PROBLEMS, "").passed and no_larger_than_between_seeds(found),
        seeds=f"days {', '.join(map(str, DAYS))}; solver 1-{RUNS}; nasty problems from 0 on",
        rows=(*(one.row() for one in found), *(claim._asdict() for claim in claims)),
    )


def figure(claims: Sequence[Claim]) -> str:
    """How much was tried in all, and every relation that failed or was tried too seldom."""
    wrong = [str(claim) for claim in claims if claim.failed or claim.tried < PROBLEMS.get(claim.what, 0)]
    tried, failed = sum(claim.tried for claim in claims), sum(len(claim.failed) for claim in claims)
    return "; ".join([f"{len(claims)} relations on {tried:,} problems in all, {failed} faults", *wrong])


SHOWS = (
    Show(
        key="search-6",
        bar=f"on three days of 60 to 100 jobs, {TURNS_OF_A_DAY:,} turns: the spread (largest - smallest, by the median"
        f" cost) of shuffled jobs, renamed ids, reversed or shuffled technicians is, in the mean of the days, no larger"
        f" than between seeds, times {ALLOWANCE:g} (by chance alone exceeded once in 180 times, since a spread of"
        f" {RUNS} is chance too); the {len(RELATIONS)} metamorphic relations on 200 random problems each: as it stands"
        f" the old plan keeps every rule and costs as much as foretold (in an easier problem no more), and a search of"
        f" {TURNS} turns begun with it ends no dearer",
        measure=problems_written_otherwise,
    ),
)
"""The shows of this kind."""
