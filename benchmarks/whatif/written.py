"""The parts of a study file as they are written, before days are read and grids expanded."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PositiveFloat, PositiveInt, model_validator

from benchmarks.cities import CITIES
from benchmarks.loads import EXAMPLE_DAY, TIGHTNESS
from benchmarks.whatif.study import Measure
from dispatcher.fields import Value


def _all_different(values: tuple[Any, ...]) -> tuple[Any, ...]:
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands here more than once")
    return values


def _city(name: str) -> str:
    if name not in CITIES:
        raise ValueError(f"no city '{name}'; there are {', '.join(CITIES)}")
    return name


def _tightness(given: str | float) -> str | float:
    if given not in TIGHTNESS and not (isinstance(given, float) and 0 < given <= 5):
        raise ValueError(f"one of {', '.join(TIGHTNESS)}, or a ratio above 0, at most 5")
    return given


Seed = Annotated[int, Field(strict=True, ge=0, lt=2**31)]

Seeds = Annotated[tuple[Seed, ...], Field(min_length=1), AfterValidator(_all_different)]


class Head(Value):
    """What stands before the first table: title, question, measure."""

    title: Annotated[str, Field(min_length=1)]
    """What the study is called."""
    question: str = ""
    """What somebody wants to know; stands above the answer."""
    measure: Measure = "cost"
    """The figure that the answer is about: cost, promises_kept, unassigned, travel or overtime."""


class SyntheticDays(Value):
    """Days that `benchmarks.loads.day` makes."""

    jobs: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    """How many on each day."""
    technicians: Annotated[int, Field(strict=True, ge=1, le=2_000)] | None = None
    """How many; one for every nine jobs when not given."""
    city: Annotated[str, AfterValidator(_city)] = "lyon"
    """Where: the name of a city that the benchmarks know."""
    tightness: Annotated[str | float, AfterValidator(_tightness)] = "normal"
    """Work to shifts: slack, normal, overloaded, or the ratio itself."""
    lunch: bool = True
    """Whether everybody takes half an hour off around noon."""
    on: date = EXAMPLE_DAY
    """The local day."""
    seeds: Seeds
    """Each makes one day."""


class WrittenDays(Value):
    """Days made by numbers, or read from files."""

    synthetic: SyntheticDays | None = None
    """Days made by numbers: {jobs=..., technicians=..., city=..., tightness=..., seeds=[...]}."""
    files: Annotated[tuple[str, ...], AfterValidator(_all_different)] = ()
    """Problems as .json or .xlsx files or folders of .csv files, relative to the study file."""
    urls: tuple[str, ...] = ()
    """Days that a service keeps."""


class WrittenTravel(Value):
    """Straight lines, stretched, at one speed."""

    speed_kmh: Annotated[float, Field(gt=0, le=300)] = 40.0
    """Average driving speed in km/h."""
    detour: Annotated[float, Field(ge=1, le=10)] = 1.3
    """Length of the road over the straight line."""


class WrittenSolver(Value):
    """Either time_limit or iterations for each search, and the seeds of the searches."""

    time_limit: Annotated[PositiveFloat, Field(le=86_400)] | None = None
    """Seconds for each search; not to be given beside iterations."""
    iterations: PositiveInt | None = None
    """Turns of each search, which gives the same figures on any machine; not to be given beside time_limit."""
    seeds: Seeds = (1, 2)
    """Of the searches of each day and scenario; two or more measure the luck of the solver."""

    @model_validator(mode="after")
    def _one_budget(self) -> Self:
        if (self.time_limit is None) == (self.iterations is None):
            raise ValueError(
                f"time_limit and iterations are {'both missing' if self.iterations is None else 'both given'}"
            )
        return self


class WrittenScenario(Value):
    """A name and changes."""

    name: Annotated[str, Field(max_length=120)] = ""
    """What the arm is called; {count} stands for the value of a grid at the parameter count."""
    changes: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]
    """A list of {name = {parameter = value, ...}}, applied in their order."""
    seeds: Seeds | None = None
    """Of the searches of this scenario; those of the solver when not given."""


class WrittenOutput(Value):
    """Files to write, relative to the study file."""

    report: str | None = None
    """A page, .html."""
    json_: Annotated[str | None, Field(alias="json")] = None
    """All figures, .json."""
    csv: str | None = None
    """One row for each cell, .csv."""
