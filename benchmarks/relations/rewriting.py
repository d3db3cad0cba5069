"""The same problem in other words: a plan costs what it cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from benchmarks.relations.case import Case, walked, with_jobs, with_parts
from dispatcher.costs import Costs
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import Technician, TechnicianRates
from dispatcher.travel import Geodesic, TravelMatrix

NAMES = frozenset(
    {"id", "name", "technician", "shift", "job", "first", "then", "after", "tools", "only", "preferred", "excluded"}
)
"""Fields that hold names."""

TABLES = frozenset({"van_stock", "stock", "parts", "pace", "all", "any", "none"})
"""Fields that hold tables by name."""


def jobs_shuffled(case: Case, seed: int = 1) -> Case:
    """The jobs in another order of the document."""
    return case._replace(problem=with_parts(case.problem, jobs=_shuffled(case.problem.jobs, seed)))


def technicians_shuffled(case: Case, seed: int = 0) -> Case:
    """The technicians in another order of the document; with seed 0 reversed."""
    people = case.problem.technicians
    return case._replace(
        problem=with_parts(case.problem, technicians=_shuffled(people, seed) if seed else people[::-1])
    )


def _shuffled(values: Sequence[Any], seed: int) -> tuple[Any, ...]:
    return tuple(Random(seed).sample(values, len(values)))


def other_name(name: str, seed: int = 1) -> str:
    """A name that sorts elsewhere; two names never become one."""
    return f"{sha256(f'{seed} {name}'.encode()).hexdigest()[:6]} {name}"


def renamed(case: Case, new: Callable[[str], str] = other_name) -> Case:
    """Every technician, shift, break, job, depot, place, skill, tool and part under another name."""
    travel = case.travel
    return case._replace(
        problem=Problem.model_validate(_renamed(case.problem.model_dump(), new)),
        travel=TravelMatrix(tuple(map(new, travel.places)), travel.seconds, travel.metres, travel.source),
        plan=Plan.model_validate(_renamed(case.plan.model_dump(), new)),
    )


def _renamed(value: Any, new: Callable[[str], str], field: str = "") -> Any:
    if isinstance(value, Mapping):
        return {new(key) if field in TABLES else key: _renamed(item, new, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_renamed(item, new, field) for item in value)
    return new(value) if field in NAMES and value else value


def days_later(case: Case) -> Case | None:
    """Every instant and date moved by the same number of days.

    The least number counts for which the local date of every shift moves by as much; where the clocks change, one day
    may be too few. None when there is none within two months.
    """
    for days in range(1, 60):
        problem = Problem.model_validate(_later(case.problem.model_dump(), days))
        pairs = zip(_local_days(case.problem), _local_days(problem), strict=True)
        if all(after - before == timedelta(days) for before, after in pairs):
            return case._replace(problem=problem, plan=Plan.model_validate(_later(case.plan.model_dump(), days)))
    return None


def _later(document: Any, days: int) -> Any:
    return walked(document, lambda value, _: value + timedelta(days) if isinstance(value, date) else value)


def _local_days(problem: Problem) -> list[date]:
    return [shift.start.astimezone(problem.zone).date() for _, shift in problem.shifts()]


def map_mirrored(case: Case) -> Case | None:
    """North for south and east for west; None where travel does not go by straight lines.

    Mirrored, not moved: only so are floating-point distances alike to the last bit.
    """
    straight = Geodesic()
    if case.travel.source != straight.matrix(()).source:
        return None
    problem = mirrored(case.problem)
    return case._replace(problem=problem, travel=straight.matrix(problem.places))


def mirrored(problem: Problem) -> Problem:
    """With every place on the other side of the equator and of Greenwich."""

    def leaf(value: Any, field: str) -> Any:
        return -value if field in ("lat", "lon") and value is not None else value

    return Problem.model_validate(walked(problem.model_dump(), leaf))


def prices_scaled(case: Case, factor: int = 3) -> Case:
    """Every price so many times as high, and so is what the plan costs."""

    def leaf(value: Any, _: str) -> Any:
        return factor * value if isinstance(value, Decimal) else value

    def with_scaled_rates(technician: Technician) -> Technician:
        rates = TechnicianRates.model_validate(walked(technician.rates.model_dump(), leaf))
        return technician.model_copy(update={"rates": rates})

    changed = with_jobs(
        case,
        lambda job: {"unassigned_price": leaf(job.unassigned_price, "")},
        costs=Costs.model_validate(walked(case.problem.costs.model_dump(), leaf)),
        technicians=tuple(map(with_scaled_rates, case.problem.technicians)),
    )
    return changed._replace(cost=factor * case.cost)
