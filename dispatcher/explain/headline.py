"""What keeps a job out, of all technicians together, in the fewest facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dispatcher.explain.day import Day, ShiftKey
from dispatcher.explain.pairing import FITNESS
from dispatcher.explain.places import Blocks, Places
from dispatcher.explain.van import loaded
from dispatcher.fields import printed
from dispatcher.job import Job
from dispatcher.plan import Fact, Option, Reason

TIMES = frozenset({"time_window", "latest_finish", "break_late", "break_missed", "overtime_cap"})
"""Codes whose effort is a length of time."""

ORDER = (
    "lock_technician",
    "technician_only",
    "technician_excluded",
    "skill",
    "skill_any",
    "skill_none",
    "tool",
    "part",
)
"""In which people think of what makes somebody unfit for a job."""


def headline(places: Places, job: Job, blocks: Blocks, options: Sequence[Option]) -> tuple[Reason, ...]:
    """One reason, or several where several rules each exclude everybody.

    Parameters
    ----------
    options
        At least the best one; none when there is no shift, or no time to look for places.
    """
    if not blocks:
        return (Reason(code="no_shift"),)
    if options and not options[0].reasons:
        return (_free_place(places, job, options[0]),)
    if options and {reason.code for reason in options[0].reasons} == {"price"}:
        facts = {**options[0].reasons[0].facts, "technician": options[0].technician, "shift": options[0].shift}
        return (Reason(code="price", facts=facts),)
    suitable = [key for key, reasons in blocks.items() if not any(map(_unfit(places.day, key), reasons))]
    if not suitable:
        return tuple(_nobody(places.day, blocks))
    if not options:
        return (Reason(code="not_examined", facts={"suitable": _people(suitable)}),)
    code = "no_room" if places.able_alone(job, suitable) else "no_time"
    return (Reason(code=code, facts={"suitable": _people(suitable), **_nearest(options, suitable)}),)


def _free_place(places: Places, job: Job, best: Option) -> Reason:
    facts: dict[str, Fact] = {"extra": str(printed(best.extra)), "price": str(printed(places.left_out(job)))}
    where = {"technician": best.technician, "shift": best.shift}
    return Reason(code="free_place", facts={**facts, **where, **({"after": best.after} if best.after else {})})


def _unfit(day: Day, key: ShiftKey) -> Callable[[Reason], bool]:
    """Whether a reason speaks against the technician, not against the work that the shift has."""
    stock = loaded(day, key)

    def unfit(reason: Reason) -> bool:
        short = reason.code == "part" and int(reason.facts["needed"]) > stock[str(reason.facts["part"])]
        return short or reason.code in FITNESS

    return unfit


def _nearest(options: Sequence[Option], suitable: Sequence[ShiftKey]) -> dict[str, Fact]:
    """How many minutes the nearest of the suitable shifts lacks, if only minutes are lacking, and if it pays."""
    for option in options:
        price = {name: fact for one in option.reasons if one.code == "price" for name, fact in one.facts.items()}
        codes = {reason.code for reason in option.reasons} - {"price"}
        if (option.technician, option.shift) in suitable and codes <= TIMES:
            return {"minutes": option.effort, **price}
    return {}


def _people(keys: Iterable[ShiftKey]) -> int:
    return len({technician for technician, _ in keys})


def _nobody(day: Day, blocks: Blocks) -> Iterator[Reason]:
    """The rules that each exclude everybody; else the one that leaves nobody when others have excluded the rest."""
    by_shift = {key: {_subject(one): one for one in found if _unfit(day, key)(one)} for key, found in blocks.items()}
    every = dict.fromkeys(subject for found in by_shift.values() for subject in found)
    common = [subject for subject in every if all(subject in found for found in by_shift.values())]
    for subject in common:
        yield _of_all(day, [(key, found[subject]) for key, found in by_shift.items()])
    left = {} if common else by_shift
    for subject in sorted(every, key=lambda subject: ORDER.index(subject[0])):
        rest = {key: found for key, found in left.items() if subject not in found}
        if left and not rest:
            reason = _of_all(day, [(key, found[subject]) for key, found in left.items()])
            yield reason.model_copy(update={"facts": {**reason.facts, "suitable": _people(left)}})
        left = rest


def _subject(reason: Reason) -> tuple[str, ...]:
    """What tells two reasons of one code apart, whoever they are about."""
    names = ("skills",) if reason.code == "skill_any" else ("skill", "tool", "part", "stop")
    return reason.code, *(str(reason.facts.get(name, "")) for name in names)


def _of_all(day: Day, found: Sequence[tuple[ShiftKey, Reason]]) -> Reason:
    """One rule that excludes all of these shifts: what is asked for, and the best that anybody has."""
    reason = found[0][1]
    asked = {name: fact for name, fact in reason.facts.items() if name not in ("held", "left", "missing")}
    if reason.code == "skill":
        asked["best"] = max(int(one.facts["held"]) for _, one in found)
    if reason.code == "skill_any":
        asked = {"skills": reason.facts["skills"]}
    if reason.code == "part":
        asked["best"] = max(loaded(day, key)[str(reason.facts["part"])] for key, _ in found)
    return Reason(code=reason.code, facts=asked)
