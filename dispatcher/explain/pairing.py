"""The rules about the pairing of a job and a shift, whatever the time: which of them block, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dispatcher.explain.day import Day, ShiftKey, jobs_in
from dispatcher.explain.van import missing_parts, missing_tools
from dispatcher.job import Job
from dispatcher.plan import Fact, Reason

FITNESS = frozenset(
    {"lock_technician", "skill", "skill_any", "skill_none", "technician_only", "technician_excluded", "tool"}
)
"""Codes that say that this technician is not the one, however much room there is."""


def pairing_reasons(day: Day, job: Job, key: ShiftKey, place: int = 0) -> tuple[Reason, ...]:
    """Every rule that would block the job on this shift, whenever it is done.

    Parameters
    ----------
    place
        How many jobs and depot stops would come before it; tools and parts depend on the depots among them.
    """
    locked = day.lookup.shift_locks.get(job.id)
    reasons: list[Reason] = []
    if locked and locked != key:
        reasons.append(
            Reason(code="lock_technician", facts={"locked_technician": locked[0], "locked_shift": locked[1]})
        )
    if locked != key:
        reasons += _skills(day, job, key)
        reasons += _choice(day, job, key)
        reasons += missing_tools(day, job, key, place)
    reasons += missing_parts(day, job, key, place)
    reasons += _room(day, key)
    reasons += _partners(day, job, key)
    return tuple(reasons)


def changes_times(reasons: Iterable[Reason]) -> bool:
    """Whether lifting these may change how long some job takes: a new skill has a pace of its own."""
    return any(reason.code in ("skill", "skill_any") for reason in reasons)


def _skills(day: Day, job: Job, key: ShiftKey) -> Iterator[Reason]:
    technician, date = day.lookup.shifts[key][0], day.dates[key]
    needs = job.skills
    asked = {*needs.all, *needs.any, *needs.none}
    held = {name: technician.level(name, date) for name in asked}
    granted = {name: level for name, level in needs.all.items() if held[name] < level}
    one_of = _nearest(needs.any, held, granted)
    if one_of:
        granted.pop(one_of, None)
    for name, level in granted.items():
        yield Reason(code="skill", facts={"skill": name, "level": level, "held": held[name]})
    if one_of:
        granted[one_of] = needs.any[one_of]
        wanted = ", ".join(f"{name} {level}" for name, level in needs.any.items())
        facts: dict[str, Fact] = {"skill": one_of, "level": needs.any[one_of], "held": held[one_of]}
        yield Reason(code="skill_any", facts={**facts, "skills": wanted})
    yield from _ruled_out(job, {name: max(held[name], granted.get(name, 0)) for name in needs.none})
    for other, where in day.choosy_jobs(technician.id) if granted else ():
        if day.dates[where] == date:
            grown = {name: granted.get(name, 0) for name in other.skills.none}
            yield from _ruled_out(other, grown, stop=other.id)


def _nearest(any_of: Mapping[str, int], held: Mapping[str, int], granted: Mapping[str, int]) -> str | None:
    """Of the skills of which one is asked for, the one fewest levels away; None when one is held or will be."""
    if any(max(held[name], granted.get(name, 0)) >= level for name, level in any_of.items()):
        return None
    return min(any_of, key=lambda name: any_of[name] - held[name], default=None)


def _ruled_out(job: Job, levels: Mapping[str, int], stop: str | None = None) -> Iterator[Reason]:
    for name, level in job.skills.none.items():
        if levels[name] >= level:
            facts: dict[str, Fact] = {"skill": name, "level": level, "held": levels[name]}
            yield Reason(code="skill_none", facts={"stop": stop, **facts} if stop else facts)


def _choice(day: Day, job: Job, key: ShiftKey) -> Iterator[Reason]:
    technician, choice = day.lookup.shifts[key][0], job.technicians
    if choice.only and technician.id not in choice.only:
        yield Reason(code="technician_only", facts={"only": ", ".join(choice.only)})
    if technician.id in choice.excluded:
        yield Reason(code="technician_excluded")


def _room(day: Day, key: ShiftKey) -> Iterator[Reason]:
    most, jobs = day.lookup.shifts[key][1].max_jobs, len(jobs_in(day.calls.get(key, ()))) + 1
    if most is not None and jobs > most:
        yield Reason(code="max_jobs", facts={"jobs": jobs, "max_jobs": most})


def _partners(day: Day, job: Job, key: ShiftKey) -> Iterator[Reason]:
    """Order locks with jobs that are planned on another route."""
    for first, then in order_pairs(day, job, key):
        partner = then if first == job.id else first
        other = day.shift_of.get(partner, key)
        if other != key:
            yield order_reason(first, then, partner, other)


def order_reason(first: str, then: str, partner: str, other: ShiftKey | None = None) -> Reason:
    """That an order lock with a partner would be broken; `other` is where that is planned, if on another route."""
    apart: dict[str, Fact] = {"other_technician": other[0], "other_shift": other[1]} if other else {}
    return Reason(code="lock_order", facts={"first": first, "then": then, "stop": partner, **apart})


def order_pairs(day: Day, job: Job, key: ShiftKey) -> list[tuple[str, str]]:
    """The order locks of a job, as (first, then); one that is not kept now anyway binds nothing on the same terms."""
    pairs = [(lock.first, lock.then) for lock in day.lookup.order_locks if job.id in (lock.first, lock.then)]
    pairs = list(dict.fromkeys(pairs))
    if day.stand is None or day.lookup.shift_locks.get(job.id) != key:
        return pairs
    return [one for one in pairs if _kept(day, job.id, *one)]


def _kept(day: Day, job: str, first: str, then: str) -> bool:
    """Whether an order lock is kept where the job stands now."""
    other = then if job == first else first
    if day.stand is None or other not in day.shift_of:
        return True
    if day.shift_of[other] != day.stand.key:
        return False
    after = day.calls[day.stand.key].index(other) >= day.stand.place
    return after == (job == first)
