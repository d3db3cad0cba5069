"""What a van holds at a place of a route: the technician's own, what depots have handed out, less what is used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dispatcher.explain.day import Day, ShiftKey
from dispatcher.job import Job
from dispatcher.place import Depot
from dispatcher.plan import Fact, Reason
from dispatcher.technician import van_stock


def missing_tools(day: Day, job: Job, key: ShiftKey, place: int) -> Iterator[Reason]:
    """The tools that a job at a place of a route would lack."""
    depots = _depots(day, key, place)
    if any(depot.tools is None for depot in depots):
        return
    held = {*day.lookup.shifts[key][0].tools, *(tool for depot in depots for tool in depot.tools or ())}
    yield from (Reason(code="tool", facts={"tool": tool}) for tool in dict.fromkeys(job.tools) if tool not in held)


def missing_parts(day: Day, job: Job, key: ShiftKey, place: int) -> Iterator[Reason]:
    """The parts of which a job at a place of a route would find too few, or leave too few to those after it."""
    if any(depot.stock is None for depot in _depots(day, key, place)):
        return
    for part, needed in job.parts.items():
        left = _left(day, key, place, part)
        if needed > left:
            facts: dict[str, Fact] = {"part": part, "needed": needed, "left": left}
            yield Reason(code="part", facts={**facts, "missing": needed - left})


def loaded(day: Day, key: ShiftKey) -> Counter[str]:
    """Part to quantity in the van at the start of the shift and from all depot stops of its route."""
    stock = Counter(dict(van_stock(*day.lookup.shifts[key])))
    for depot in _depots(day, key):
        stock.update(dict(depot.stock or {}))
    return stock


def _depots(day: Day, key: ShiftKey, place: int | None = None) -> list[Depot]:
    """Those that the route visits before a place."""
    return [call for call in day.calls.get(key, [])[:place] if isinstance(call, Depot)]


def _left(day: Day, key: ShiftKey, place: int, part: str) -> int:
    """How many the van can spare at a place before which no depot is endless: the least it ever holds from there on."""
    held = [van_stock(*day.lookup.shifts[key]).get(part, 0)]
    for call in day.calls.get(key, []):
        if isinstance(call, str):
            held.append(held[-1] - day.lookup.jobs[call].parts.get(part, 0))
        elif call.stock is None:
            break
        else:
            held.append(held[-1] + call.stock.get(part, 0))
    return min(held[place:])
