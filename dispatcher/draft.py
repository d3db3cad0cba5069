"""Reading what can be read of a document: its shape errors, and the parts that parse all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dispatcher.costs import Costs
from dispatcher.errors import Finding
from dispatcher.fields import Instant
from dispatcher.job import Job
from dispatcher.lock import Lock
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan
from dispatcher.technician import Shift, Technician

_SHAPE_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "timezone_aware": "naive_datetime",
}


def shape_findings(error: ValidationError, document: Any) -> Iterator[Finding]:
    """What pydantic refused, as findings with JSON pointers into `document`."""
    for item in error.errors(include_url=False):
        given = "" if item["type"] == "missing" else f" (given: {str(item['input'])[:80]})"
        code = _SHAPE_CODES.get(item["type"], "bad_value")
        yield Finding(code, _pointer(item["loc"], document), item["msg"].removeprefix("Value error, ") + given)


def _pointer(location: Sequence[int | str], document: Any) -> str:
    """A JSON pointer, leaving out the tags that pydantic puts into locations inside unions."""
    path, node = "", document
    for depth, part in enumerate(location):
        tag = isinstance(node, Mapping) and node.get("kind") == part
        here = isinstance(node, Mapping) and part in node and not (tag and depth < len(location) - 1)
        inside = isinstance(node, Sequence) and isinstance(part, int) and part < len(node)
        if here or inside:
            node = node[part]
        elif depth < len(location) - 1 or not isinstance(node, Mapping):
            continue
        path += f"/{escaped(str(part))}"
    return path


def escaped(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True)
class Draft:
    """Those parts of a document that could be read, by their position in it."""

    technicians: Mapping[int, Technician]
    jobs: Mapping[int, Job]
    depots: Mapping[int, Depot]
    locks: Mapping[int, Lock]
    costs: Costs | None
    starting_plan: Plan | None
    plan_start: datetime | None
    rest: int
    time_zone: Any
    all_technicians_read: bool
    technician_ids: frozenset[Any]
    job_ids: frozenset[Any]

    @classmethod
    def of(cls, document: Any) -> Draft:
        """Read part by part, leaving out what does not parse."""
        document = document if isinstance(document, Mapping) else {}
        technicians = _read_all(Technician, document.get("technicians"))
        rest = document.get("rest", 11 * 3600)
        return cls(
            technicians=technicians,
            jobs=_read_all(Job, document.get("jobs")),
            depots=_read_all(Depot, document.get("depots")),
            locks=_read_all(Lock, document.get("locks")),
            costs=_read(Costs, document.get("costs", {})),
            starting_plan=_read(Plan, document.get("starting_plan")),
            plan_start=_read(Instant, document.get("plan_start")),
            rest=rest if isinstance(rest, int) else 11 * 3600,
            time_zone=document.get("time_zone"),
            all_technicians_read=len(technicians) == len(_items(document.get("technicians"))),
            technician_ids=frozenset(map(_id_of, _items(document.get("technicians")))),
            job_ids=frozenset(map(_id_of, _items(document.get("jobs")))),
        )

    def shifts(self) -> Iterator[tuple[str, Technician, Shift]]:
        """(JSON pointer, technician, shift) of every readable shift."""
        for t, technician in self.technicians.items():
            for s, shift in enumerate(technician.shifts):
                yield f"/technicians/{t}/shifts/{s}", technician, shift

    def places(self) -> Iterator[tuple[str, Place]]:
        """(JSON pointer, place) of every readable place."""
        for t, technician in self.technicians.items():
            yield f"/technicians/{t}/home", technician.home
        for pointer, _, shift in self.shifts():
            if shift.start_place:
                yield f"{pointer}/start_place", shift.start_place
            if shift.end_place:
                yield f"{pointer}/end_place", shift.end_place
            if shift.available_from:
                yield f"{pointer}/available_from/place", shift.available_from.place
        for j, job in self.jobs.items():
            yield f"/jobs/{j}/place", job.place
        for d, depot in self.depots.items():
            yield f"/depots/{d}/place", depot.place


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _id_of(item: Any) -> Any:
    found = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    return found if isinstance(found, str) else None


def _read(kind: Any, value: Any) -> Any:
    try:
        return None if value is None else TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _read_all(kind: Any, value: Any) -> dict[int, Any]:
    adapter = TypeAdapter(kind)
    read = {}
    for position, item in enumerate(_items(value)):
        try:
            read[position] = adapter.validate_python(item)
        except ValidationError:
            continue
    return read
