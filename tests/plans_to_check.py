"""Plans that break one rule by as little as possible, hold one false number, clash with a lock, or are just valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from dispatcher.check import Report, check
from dispatcher.costs import Term
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.lock import BothLock, Lock, OrderLock, TechnicianLock, TimeLock
from dispatcher.place import Depot
from dispatcher.plan import Fact, Plan, Stop, StopKind
from dispatcher.problem import Problem
from dispatcher.technician import AvailableFrom, Skill
from tests.builders import (
    a_break,
    a_depot,
    a_job,
    a_place,
    a_plan,
    a_problem,
    a_promise,
    a_shift,
    a_technician,
    a_window,
    at,
    line_travel,
)

Edit = Callable[[Plan], Plan]


@dataclass(frozen=True)
class Case:
    """A plan for anna and ben, who live at 0: J1 at 10 runs from 08:10 to 08:40, then J2 at 20 from 08:50 to 09:20.

    `route` is anna's; `job` is given to both jobs, `anna` and `shift` to anna; `edit` changes the finished plan.
    """

    name: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    route: str = "J1"
    ben: str = ""
    leave: str = "08:00"
    unassigned: tuple[str, ...] | None = None
    job: Mapping[str, Any] = field(default_factory=dict)
    anna: Mapping[str, Any] = field(default_factory=dict)
    shift: Mapping[str, Any] = field(default_factory=dict)
    locks: tuple[Lock, ...] = ()
    depots: tuple[Depot, ...] = ()
    edit: Edit = lambda plan: plan

    @property
    def problem(self) -> Problem:
        """What is asked."""
        jobs = [a_job("J1", 10, **self.job), a_job("J2", 20, **self.job)]
        anna = a_technician(**{"shifts": (a_shift(**self.shift),), **self.anna})
        return a_problem([anna, a_technician("ben")], jobs, locks=self.locks, depots=self.depots)

    def report(self) -> Report:
        """What the checker says of the plan."""
        problem = self.problem
        travel = line_travel(problem)
        names = {"anna": self.route.split(), "ben": self.ben.split()}
        routes = {(technician, "day"): stops for technician, stops in names.items() if stops}
        plan = a_plan(problem, travel, routes, {("anna", "day"): at(self.leave)}, self.unassigned)
        return check(problem, travel, self.edit(plan))


def breaks(*pauses: tuple[str, str, str]) -> dict[str, Any]:
    """Breaks of ten minutes: (id, earliest, latest)."""
    return {"breaks": tuple(a_break(name, first, last, duration=600) for name, first, last in pauses)}


def gas(**fields: Any) -> dict[str, Any]:
    """The skill that GAS_2 asks for."""
    return {"skills": (Skill(name="gas", **fields),)}


def route_with(**fields: Any) -> Edit:
    """Change the first route."""
    return lambda plan: plan.model_copy(update={"routes": (plan.routes[0].model_copy(update=fields), *plan.routes[1:])})


def stop_with(**fields: Any) -> Edit:
    """Change the first stop of the first route."""

    def edit(plan: Plan) -> Plan:
        first, *others = plan.routes[0].stops
        return route_with(stops=(first.model_copy(update=fields), *others))(plan)

    return edit


def then(kind: StopKind) -> Edit:
    """One more stop at the end of the first route."""
    extra = Stop(kind=kind, id="nowhere", arrival=at("10:00"), start=at("10:00"), finish=at("10:00"))
    return lambda plan: route_with(stops=(*plan.routes[0].stops, extra))(plan)


def _all_annas(plan: Plan) -> Plan:
    return plan.model_copy(update={"routes": tuple(r.model_copy(update={"technician": "anna"}) for r in plan.routes)})


GAS_2: dict[str, Any] = {"skills": SkillNeeds(all={"gas": 2})}
BELT: dict[str, Any] = {"parts": {"belt": 1}}
TWO_BELTS: dict[str, Any] = {"parts": {"belt": 2}}
ANNAS = TechnicianLock(job="J1", technician="anna", shift="day")
BENS = TechnicianLock(job="J1", technician="ben", shift="day")


def locked_at(clock: str, tolerance: int = 0) -> TimeLock:
    """A time lock on J1."""
    return TimeLock(job="J1", start=at(clock), tolerance=tolerance)


RULES = [
    # Times: J1 starts at 08:10:00, is done at 08:40:00, home at 08:50:00.
    Case("a second late", "time_window", {"seconds": 1}, job={"time_windows": (a_window("07:00", "08:09:59"),)}),
    Case(
        "after the last of two windows",
        "time_window",
        {"start": "2026-11-23T08:10:00+01:00", "latest_start": "2026-11-23T08:09:00+01:00", "seconds": 60},
        job={"time_windows": (a_window("08:05", "08:09"), a_window("07:00", "08:00"))},
    ),
    Case(
        "before promise.from, as a time lock says",
        "promise_from",
        {"seconds": 1},
        job={"promise": a_promise("08:10:01", "09:00")},
        locks=(locked_at("08:10"),),
    ),
    Case("a second past the time lock", "lock_time", {"seconds": 1}, locks=(locked_at("08:09", 59),)),
    Case(
        "past one of two time locks",
        "lock_time",
        {"seconds": 10},
        locks=(locked_at("08:10", 60), locked_at("08:09", 50)),
    ),
    Case("closed a second before", "latest_finish", {"seconds": 1}, job={"latest_finish": at("08:39:59")}),
    Case("left a second early", "departure_early", {"seconds": 1}, leave="07:59:59"),
    Case(
        "left a second before available",
        "departure_early",
        {"seconds": 1, "earliest": "2026-11-23T09:00:00+01:00"},
        leave="08:59:59",
        shift={"available_from": AvailableFrom(place=a_place(0), time=at("09:00"))},
    ),
    Case("home a second late", "overtime_cap", {"seconds": 1, "max_overtime": 0}, shift={"end": at("08:49:59")}),
    Case("cap passed by a second", "overtime_cap", {"seconds": 1}, shift={"end": at("08:49"), "max_overtime": 59}),
    # Breaks of ten minutes.
    Case("no break, home a second late", "break_missed", {"duration": 600}, shift=breaks(("tea", "08:20", "08:49:59"))),
    Case("no break, left a second early", "break_missed", leave="08:09:59", shift=breaks(("tea", "08:00", "08:10"))),
    Case("break a second late", "break_late", {"seconds": 1}, "J1 tea", shift=breaks(("tea", "08:00", "08:39:59"))),
    Case("break twice", "break_twice", {"taken": 2}, "tea J1 tea", shift=breaks(("tea", "08:00", "09:00"))),
    Case(
        "breaks swapped",
        "break_order",
        {"after": "nap"},
        "nap J1 tea",
        shift=breaks(("tea", "08:00", "09:00"), ("nap", "08:00", "09:00")),
    ),
    # Who and with what.
    Case("no skill", "skill", {"skill": "gas", "level": 2, "held": 0}, job=GAS_2),
    Case("a level too low", "skill", {"level": 2, "held": 1}, job=GAS_2, anna=gas(level=1)),
    Case("expired yesterday", "skill", {"held": 0}, job=GAS_2, anna=gas(level=2, valid_until="2026-11-22")),
    Case("valid from tomorrow", "skill", {"held": 0}, job=GAS_2, anna=gas(level=2, valid_from="2026-11-24")),
    Case("none of two", "skill_any", {"skills": "gas 2, oil 1"}, job={"skills": SkillNeeds(any={"gas": 2, "oil": 1})}),
    Case("forbidden skill", "skill_none", {"held": 2}, job={"skills": SkillNeeds(none={"gas": 2})}, anna=gas(level=2)),
    Case("no ladder", "tool", {"tool": "ladder"}, job={"tools": ("lamp", "ladder")}, anna={"tools": ("lamp",)}),
    Case("ladder fetched too late", "tool", route="J1 depot", job={"tools": ("ladder",)}, depots=(a_depot(),)),
    Case("not at this depot", "tool", route="depot J1", job={"tools": ("ladder",)}, depots=(a_depot(tools=("lamp",)),)),
    Case("a part short", "part", {"needed": 2, "left": 1}, job=TWO_BELTS, anna={"van_stock": {"belt": 1}}),
    Case("part used up before", "part", {"left": 0}, "J1 J2", job=BELT, anna={"van_stock": {"belt": 1}}),
    Case(
        "stock of this shift", "part", {"left": 0}, job=BELT, shift={"van_stock": {}}, anna={"van_stock": {"belt": 9}}
    ),
    Case("depot gives too few", "part", {"left": 1}, "depot J1", job=TWO_BELTS, depots=(a_depot(stock={"belt": 1}),)),
    Case(
        "short before the depot only",
        "part",
        {"left": 0},
        "J1 depot J2",
        job=BELT,
        depots=(a_depot(stock={"belt": 1}),),
    ),
    Case("a lock makes no part", "part", {"left": 0}, job=BELT, locks=(ANNAS,)),
    Case("only ben", "technician_only", {"only": "ben"}, job={"technicians": TechnicianChoice(only=("ben",))}),
    Case("not anna", "technician_excluded", job={"technicians": TechnicianChoice(excluded=("anna",))}),
    Case("one too many", "max_jobs", {"jobs": 2, "max_jobs": 1}, "J1 J2", shift={"max_jobs": 1}),
    # Every job once, every shift once.
    Case("no such break", "break_unknown", edit=then(StopKind.BREAK)),
    Case("no such depot", "depot_unknown", edit=then(StopKind.DEPOT)),
    Case("a dentist", "appointment", edit=then(StopKind.APPOINTMENT)),
    Case("no such job", "job_unknown", route="J1 ghost"),
    Case("no such job left out", "job_unknown", unassigned=("J2", "ghost")),
    Case("done twice", "job_twice", {"planned": 2}, "J1 J1"),
    Case("done by two", "job_twice", {"planned": 2}, "J1", "J1"),
    Case("left out twice", "job_twice", {"unassigned": 2}, unassigned=("J2", "J2")),
    Case("planned and left out", "job_both", unassigned=("J1", "J2")),
    Case("forgotten", "job_lost", unassigned=()),
    Case("no such technician", "shift_unknown", {"unknown": "technician"}, edit=route_with(technician="zoe")),
    Case("no such shift", "shift_unknown", {"unknown": "shift"}, edit=route_with(shift="night")),
    Case("two routes", "shift_twice", {"routes": 2}, "J1", "J2", edit=_all_annas),
    Case("only refilling", "route_without_job", {"stops": 1}, "depot", depots=(a_depot(),)),
    # Locks.
    Case("locked to ben", "lock_technician", {"locked_technician": "ben"}, locks=(BENS,)),
    Case("wrong order", "lock_order", {"first": "J2"}, "J1 J2", locks=(OrderLock(first="J2", then="J1"),)),
    Case("two routes in order", "lock_order", {}, "J1", "J2", locks=(OrderLock(first="J1", then="J2"),)),
]

LIES = [
    Case("travel", "false_travel", {"stated": 601, "true": 600}, edit=stop_with(travel=601)),
    Case("distance", "false_distance", {"stated": 9_999, "true": 10_000}, edit=stop_with(distance=9_999)),
    Case("arrival", "false_arrival", {"true": "2026-11-23T08:10:00+01:00"}, edit=stop_with(arrival=at("08:10:01"))),
    Case("start", "false_start", {"stated": "2026-11-23T08:09:59+01:00"}, edit=stop_with(start=at("08:09:59"))),
    Case("finish", "false_finish", edit=stop_with(finish=at("08:39:59"))),
    Case("wait", "false_wait", {"stated": 1, "true": 0}, edit=stop_with(wait=1)),
    Case(
        "lateness",
        "false_lateness",
        {"stated": 0, "true": 1},
        job={"promise": a_promise("08:00", "08:09:59")},
        edit=stop_with(lateness=0),
    ),
    Case("parts", "false_parts", {"part": "belt", "stated": 2, "true": 0}, edit=stop_with(parts={"belt": 2})),
    Case("travel home", "false_travel", {"stated": 0, "true": 600}, edit=route_with(travel_home=0)),
    Case("distance home", "false_distance", {"stated": 0, "true": 10_000}, edit=route_with(distance_home=0)),
    Case("home", "false_home", edit=route_with(arrival_home=at("08:49:59"))),
    Case("working time", "false_working_time", {"stated": 2999, "true": 3000}, edit=route_with(working_time=2999)),
    Case("overtime", "false_overtime", {"stated": 1, "true": 0}, edit=route_with(overtime=1)),
    # J1 waits 600 s x 0.20 per hour = 600,000 units, which a file holds as 0.033 = 594,000 units.
    Case("stop's bill", "false_cost", {"true": 600_000}, edit=stop_with(cost={Term.WAITING_CUSTOMER: 600_001})),
    Case("rounded otherwise", "false_cost", {"stated": 594_001}, edit=stop_with(cost={Term.WAITING_CUSTOMER: 594_001})),
    Case("term left out", "false_cost", {"term": "waiting_customer", "stated": 0}, edit=stop_with(cost={})),
]

CONFLICTS = [
    Case("window missed", "time_window", job={"time_windows": (a_window("07:00", "08:09:59"),)}, locks=(ANNAS,)),
    Case("too early", "promise_from", job={"promise": a_promise("08:20", "09:00")}, locks=(ANNAS, locked_at("08:10"))),
    Case(
        "time missed",
        "lock_time",
        {"seconds": 1},
        locks=(BothLock(job="J1", technician="anna", shift="day", start=at("08:09:59")),),
    ),
    Case("closed", "latest_finish", {"seconds": 1}, job={"latest_finish": at("08:39:59")}, locks=(ANNAS,)),
    Case(
        "order against technicians",
        "lock_order",
        {"first": "J2"},
        "J2",
        "J1",
        locks=(BENS, TechnicianLock(job="J2", technician="anna", shift="day"), OrderLock(first="J2", then="J1")),
    ),
    Case("two technicians", "lock_clash", {"kind": "technician", "other_technician": "ben"}, locks=(ANNAS, BENS)),
    Case(
        "two times",
        "lock_clash",
        {"kind": "time", "other_tolerance": 59},
        locks=(locked_at("08:10"), locked_at("08:09", 59)),
    ),
    Case(
        "two orders",
        "lock_clash",
        {"kind": "order", "first": "J2"},
        "J1 J2",
        locks=(OrderLock(first="J1", then="J2"), OrderLock(first="J2", then="J1")),
    ),
    Case("locked and left out", "lock_left_out", route="", locks=(ANNAS, locked_at("08:10"))),
    Case("time locked and left out", "lock_left_out", route="", locks=(locked_at("08:10"),)),
]

VALID = [
    Case("two jobs", "", route="J1 J2"),
    Case("one by each", "", route="J1", ben="J2"),
    Case("left out", "", route=""),
    Case("in the window's last second", "", job={"time_windows": (a_window("07:00", "08:10"),)}),
    Case("at promise.from", "", job={"promise": a_promise("08:10", "09:00")}, locks=(locked_at("08:10"),)),
    Case("after promise.until", "", job={"promise": a_promise("07:00", "08:00")}),
    Case("done at closing time", "", job={"latest_finish": at("08:40")}),
    Case("home at the shift's end", "", shift={"end": at("08:50")}),
    Case("overtime up to its cap", "", shift={"end": at("08:49"), "max_overtime": 60}),
    Case("break waived, home at its latest start", "", shift=breaks(("tea", "08:20", "08:50"))),
    Case("break waived, over at departure", "", leave="08:10", shift=breaks(("tea", "08:00", "08:10"))),
    Case("a break that might be waived", "", route="tea J1", shift=breaks(("tea", "08:00", "12:00"))),
    Case("break at its latest start", "", route="J1 tea", shift=breaks(("tea", "08:00", "08:40"))),
    Case("skill on its last day", "", job=GAS_2, anna=gas(level=3, valid_until="2026-11-23")),
    Case("one of two skills", "", job={"skills": SkillNeeds(any={"gas": 2, "oil": 1})}, anna=gas(level=2)),
    Case("below the forbidden level", "", job={"skills": SkillNeeds(none={"gas": 2})}, anna=gas(level=1)),
    Case("tool from the depot", "", route="depot J1", job={"tools": ("ladder",)}, depots=(a_depot(),)),
    Case("a part for each", "", route="J1 J2", job=BELT, anna={"van_stock": {"belt": 2}}),
    Case("parts from the depot", "", route="depot J1 J2", job=TWO_BELTS, depots=(a_depot(),)),
    Case("parts from two visits", "", route="depot depot J1", job=TWO_BELTS, depots=(a_depot(stock={"belt": 1}),)),
    Case("as many as allowed", "", route="J1 J2", shift={"max_jobs": 2}),
    Case("time lock kept to the second", "", locks=(locked_at("08:09", 60),)),
    Case("waits for a locked second", "", locks=(locked_at("08:20"),)),
    Case("time locks that share a second", "", locks=(locked_at("08:10"), locked_at("08:09", 60))),
    Case("order kept", "", route="J1 depot J2", depots=(a_depot(),), locks=(OrderLock(first="J1", then="J2"),)),
    Case("order of a job left out", "", locks=(OrderLock(first="J2", then="J1"),)),
    Case("locked where it is planned", "", locks=(ANNAS, ANNAS)),
    Case("as a file holds it", "", route="J1 J2", edit=lambda plan: Plan.model_validate_json(plan.model_dump_json())),
    Case("told in another time zone", "", edit=stop_with(start=at("08:10").astimezone(UTC))),
]
