"""Every change by the name that it has in a study file."""

from __future__ import annotations

from collections.abc import Mapping

from dispatcher.scenario.change import Change
from dispatcher.scenario.crew import AddTechnicians, MoveTechnicians, RemoveTechnicians
from dispatcher.scenario.demand import Demand, Durations
from dispatcher.scenario.order import Shuffle
from dispatcher.scenario.prices import CostWeights
from dispatcher.scenario.promises import PromiseWidth, RespondWithin
from dispatcher.scenario.reserve import HoldBack, StandBy
from dispatcher.scenario.shifts import LengthenShifts, Overtime, ShiftHours, StartShiftsAt
from dispatcher.scenario.stock import PartsOnVan
from dispatcher.scenario.training import GrantSkill, RaiseSkill
from dispatcher.scenario.travel import Travel

CHANGES: Mapping[str, type[Change]] = {
    "add_technicians": AddTechnicians,
    "remove_technicians": RemoveTechnicians,
    "move_technicians": MoveTechnicians,
    "grant_skill": GrantSkill,
    "raise_skill": RaiseSkill,
    "shift_hours": ShiftHours,
    "start_shifts_at": StartShiftsAt,
    "lengthen_shifts": LengthenShifts,
    "overtime": Overtime,
    "hold_back": HoldBack,
    "stand_by": StandBy,
    "parts_on_van": PartsOnVan,
    "promise_width": PromiseWidth,
    "respond_within": RespondWithin,
    "demand": Demand,
    "durations": Durations,
    "travel": Travel,
    "costs": CostWeights,
    "shuffle": Shuffle,
}
"""Every change; docs/scenarios.md describes each, and a test holds the two together."""

NAMES: Mapping[type[Change], str] = {kind: name for name, kind in CHANGES.items()}
"""The name of each."""
