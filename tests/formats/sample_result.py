"""A day in Zurich, planned by hand: three technicians out, one not, twelve jobs, one left out, one late, overtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import cos, pi, sin
from typing import Any

from dispatcher.check import replay
from dispatcher.fields import UNITS
from dispatcher.kpis import kpis
from dispatcher.plan import Option, Plan, Reason, Route, Stop, StopKind, UnassignedJob
from dispatcher.problem import Problem
from dispatcher.result import Result, SearchLog
from dispatcher.settings import Settings
from dispatcher.technician import Shift
from dispatcher.travel import Geodesic, TravelMatrix

DAY = "2026-11-23"
OFFSET = "+01:00"


def at(clock: str, day: str = DAY) -> str:
    """Wall time in Zurich as ISO text."""
    return f"{day}T{clock}:00{OFFSET}"


def place(name: str, lat: float, lon: float, address: str) -> dict[str, Any]:
    """A located place."""
    return {"id": name, "lat": lat, "lon": lon, "address": address}


def shift(start: str = "08:00", end: str = "17:00", overtime: int = 5400, day: str = DAY) -> dict[str, Any]:
    """A working day with half an hour of lunch that starts between 11:30 and 13:00."""
    lunch = {"id": "lunch", "earliest": at("11:30", day), "latest": at("13:00", day), "duration": 1800}
    return {"id": day, "start": at(start, day), "end": at(end, day), "breaks": [lunch], "max_overtime": overtime}


TECHNICIANS: list[dict[str, Any]] = [
    {
        "id": "anna",
        "name": "Anna Keller",
        "home": place("home-anna", 47.4115, 8.5442, "Schaffhauserstrasse 350, 8050 Zürich"),
        "skills": [{"name": "boiler", "level": 3}, {"name": "gas", "level": 2}],
        "tools": ["flue-gas analyser", "vacuum pump"],
        "van_stock": {"ignition electrode": 4, "pump 25-60": 1, "gas valve": 1},
        "shifts": [shift()],
    },
    {
        "id": "beat",
        "name": "Beat Frei",
        "home": place("home-beat", 47.3910, 8.4886, "Badenerstrasse 650, 8048 Zürich"),
        "skills": [{"name": "boiler", "level": 2}, {"name": "washer", "level": 2}],
        "van_stock": {"drain pump": 2, "door seal": 2},
        "shifts": [shift()],
    },
    {
        "id": "li",
        "name": "Li Wei",
        "home": place("home-li", 47.3417, 8.5310, "Albisstrasse 80, 8038 Zürich"),
        "skills": [{"name": "washer", "level": 3}, {"name": "cooling", "level": 2}],
        "tools": ["leak detector"],
        "van_stock": {"compressor": 1, "thermostat": 3},
        "shifts": [shift("09:00", "17:30")],
    },
    {
        "id": "dora",
        "name": "Dora Weiss",
        "home": place("home-dora", 47.3780, 8.5960, "Witikonerstrasse 300, 8053 Zürich"),
        "skills": [{"name": "training", "level": 1}],
        "shifts": [shift("13:00", "17:00")],
    },
]


def job(
    name: str, customer: str, spot: dict[str, Any], minutes: int, fault: str, skill: str, **rest: Any
) -> dict[str, Any]:
    """One job with five minutes of setup, named `J-<name>` of ticket `T-<name>`."""
    promised = rest.pop("promise", None)
    if promised:
        rest["promise"] = {"from": at(promised[0]), "until": at(promised[1]), "told_at": at("07:00")}
    labels = {"customer": customer, "phone": f"+41 44 555 {name}"}
    fixed = {"id": f"J-{name}", "ticket": f"T-{name}", "description": fault, "place": spot, "labels": labels}
    return {**fixed, "duration": minutes * 60, "setup": 300, "skills": {"all": {skill: 1}}, **rest}


_MALL = place("mall", 47.4117, 8.5470, "Einkaufszentrum, Wallisellenstrasse 15, 8050 Zürich")

JOBS: list[dict[str, Any]] = [
    job(
        "1001",
        "Meier",
        place("p1", 47.4210, 8.5120, "Wehntalerstrasse 500, 8046 Zürich"),
        60,
        "Heating is cold since yesterday evening; error E4 in the display.",
        "boiler",
        promise=("08:00", "10:00"),
        parts={"ignition electrode": 1},
        service_class="contract",
        priority=1,
    ),
    job(
        "1002",
        "Bäckerei Huber",
        _MALL,
        45,
        "Boiler loses pressure.",
        "boiler",
        promise=("10:00", "12:00"),
        parts={"pump 25-60": 1},
    ),
    job("1003", "Apotheke am Markt", _MALL, 30, "Yearly service.", "boiler", service_class="contract", priority=4),
    job(
        "1004",
        "Rossi",
        place("p4", 47.4290, 8.5560, "Schaffhauserstrasse 80, 8152 Glattbrugg"),
        75,
        "Smells of gas near the boiler, valve closed by the customer.",
        "gas",
        promise=("13:00", "15:00"),
        parts={"gas valve": 1},
        tools=["flue-gas analyser"],
        priority=1,
        service_class="warranty",
    ),
    job(
        "1005",
        "Schule Schwamendingen",
        place("p5", 47.4050, 8.5720, "Winterthurerstrasse 500, 8051 Zürich"),
        50,
        "Thermostat in the gym does not react.",
        "boiler",
    ),
    job(
        "1006",
        "Steiner",
        place("p6", 47.3970, 8.4480, "Badenerstrasse 20, 8952 Schlieren"),
        55,
        "Washer does not drain.",
        "washer",
        promise=("08:00", "09:00"),
        parts={"drain pump": 1},
    ),
    job(
        "1007",
        "Gerber",
        place("p7", 47.4020, 8.4970, "Limmattalstrasse 200, 8049 Zürich"),
        100,
        "Washer leaks at the door; neighbour below has wet ceiling.",
        "washer",
        promise=("09:00", "11:00"),
        parts={"door seal": 1},
    ),
    job(
        "1008",
        "Hotel Limmat",
        place("p8", 47.3800, 8.5290, "Limmatstrasse 118, 8005 Zürich"),
        90,
        "Two of four dryers stop after a minute.",
        "washer",
        promise=("09:30", "11:00"),
        service_class="contract",
        priority=2,
        respond_by=at("11:00"),
    ),
    job(
        "1009",
        "Nguyen",
        place("p9", 47.3640, 8.5150, "Zweierstrasse 150, 8003 Zürich"),
        40,
        "Boiler bangs when starting.",
        "boiler",
        promise=("14:00", "16:00"),
        service_class="courtesy",
    ),
    job(
        "1010",
        "Metzgerei Wyss",
        place("p10", 47.3550, 8.5560, "Seefeldstrasse 150, 8008 Zürich"),
        120,
        "Cold room at 9 °C and rising.",
        "cooling",
        promise=("09:00", "10:00"),
        parts={"compressor": 1},
        tools=["leak detector"],
        priority=1,
        service_class="contract",
    ),
    job(
        "1011",
        "Restaurant Seeblick",
        place("p11", 47.3180, 8.5830, "Seestrasse 120, 8700 Küsnacht"),
        215,
        "Ice machine replaced; commission and train staff.",
        "cooling",
        promise=("14:00", "16:00"),
        parts={"thermostat": 1},
        priority=2,
    ),
    job(
        "1012",
        "Baumann",
        place("p12", 47.3580, 8.5900, "Witikonerstrasse 400, 8053 Zürich"),
        90,
        "Heat pump shows high pressure; needs certificate HP-3.",
        "heat pump",
        promise=("08:00", "12:00"),
        priority=2,
    ),
]

ORDERS: dict[str, list[str]] = {
    "anna": ["J-1001", "J-1002", "J-1003", "lunch", "J-1004", "J-1005"],
    "beat": ["J-1006", "J-1007", "J-1008", "lunch", "J-1009"],
    "li": ["J-1010", "lunch", "J-1011"],
}

NO_HEAT_PUMP = Reason(code="skill", facts={"skill": "heat pump", "level": 1, "held": 0})

LEFT_OUT = UnassignedJob(
    job="J-1012",
    cost=0,
    reasons=(Reason(code="skill", facts={"skill": "heat pump", "level": 1, "best": 0}),),
    options=(
        Option(technician="anna", shift=DAY, after="J-1003", reasons=(NO_HEAT_PUMP,), effort=240, extra=21 * UNITS),
        Option(
            technician="dora",
            shift=DAY,
            reasons=(
                NO_HEAT_PUMP,
                Reason(code="overtime_cap", facts={"arrival_home": at("19:30"), "end": at("17:00"), "by": 3600}),
                Reason(code="price", facts={"extra": "350.5", "price": "320.000"}),
            ),
            effort=300,
            extra=701 * UNITS // 2,
        ),
    ),
)


def zurich(**changes: Any) -> Problem:
    """The day; `changes` replace fields of its document."""
    document = {"name": "Zürich", "time_zone": "Europe/Zurich", "technicians": TECHNICIANS, "jobs": JOBS}
    return Problem.model_validate({**document, **changes})


def straight(problem: Problem) -> TravelMatrix:
    """Straight lines at 25 km/h."""
    return Geodesic(speed_kmh=25).matrix(problem.places)


def sample(**changes: Any) -> tuple[Problem, Result]:
    """The day and its plan; `changes` replace fields of the problem's document."""
    problem = zurich(**changes)
    orders = {(name, DAY): order for name, order in ORDERS.items()}
    return problem, answer(problem, straight(problem), orders, [LEFT_OUT])


def answer(
    problem: Problem,
    travel: TravelMatrix,
    orders: Mapping[tuple[str, str], Sequence[str]],
    left_out: Sequence[UnassignedJob],
) -> Result:
    """The result whose routes visit jobs and breaks, by id, in the given order per (technician, shift)."""
    shifts = {(person.id, x.id): x for person, x in problem.shifts()}
    routes = tuple(_decided(key, shifts[key], order) for key, order in orders.items())
    early = replay(problem, travel, Plan(routes=routes, unassigned=tuple(left_out), cost={}))
    plan = replay(problem, travel, early.model_copy(update={"routes": tuple(map(_leave_later, early.routes))}))
    return Result(
        status="complete",
        plan=plan,
        kpis=kpis(problem, plan),
        search=SearchLog(
            ready_after=0.8, first_plan_after=0.3, seconds=20.1, stopped_by="deadline", statuses=("ROUTING_SUCCESS",)
        ),
        settings=Settings(cores=2, seed=7),
        travel_source=travel.source,
        versions={"technician-dispatcher": "0.1.0", "ortools": "9.15"},
        problem_hash=problem.fingerprint(),
    )


def _decided(key: tuple[str, str], shift: Shift, order: Sequence[str]) -> Route:
    """Leaving at the start of the shift; all other times are still to be told."""
    breaks, then = {pause.id for pause in shift.breaks}, shift.start
    kinds = [(StopKind.BREAK if name in breaks else StopKind.JOB, name) for name in order]
    stops = tuple(Stop(kind=kind, id=name, arrival=then, start=then, finish=then) for kind, name in kinds)
    return Route(
        technician=key[0], shift=key[1], departure=then, stops=stops, arrival_home=then, working_time=0, cost={}
    )


def _leave_later(route: Route) -> Route:
    """What would be waited at the first job is better spent at home."""
    return route.model_copy(update={"departure": route.departure + timedelta(seconds=route.stops[0].wait)})


def crowded() -> tuple[Problem, Result]:
    """Sixty jobs for eight technicians around a city, each with a told window of two hours, every ninth missed."""
    people = [_around(t) for t in range(8)]
    jobs = [_on_ray(k) for k in range(63)]
    lists = {(f"t{t}", DAY): [f"J-{k}" for k in range(t, 60, 8)] for t in range(8)}
    orders = {key: [*names[:4], "lunch", *names[4:]] for key, names in lists.items()}
    problem = Problem.model_validate({"time_zone": "Europe/Zurich", "technicians": people, "jobs": jobs})
    travel = Geodesic().matrix(problem.places)
    starts = {stop.id: stop.start for route in answer(problem, travel, orders, []).plan.routes for stop in route.stops}
    for k, told in enumerate(jobs[:60]):
        hour = starts[f"J-{k}"].replace(minute=0, second=0)
        shift_back = timedelta(hours=2 if k % 9 == 4 else 0)
        told["promise"] = {"from": hour - shift_back, "until": hour - shift_back + timedelta(hours=2)}
    problem = Problem.model_validate({"time_zone": "Europe/Zurich", "technicians": people, "jobs": jobs})
    left_out = [LEFT_OUT.model_copy(update={"job": f"J-{k}", "options": (_three_options(k))}) for k in range(60, 63)]
    return problem, answer(problem, travel, orders, left_out)


def _three_options(k: int) -> list[Option]:
    return [
        LEFT_OUT.options[0].model_copy(update={"technician": f"t{t}", "after": f"J-{t}"})
        for t in range(k % 5, 3 + k % 5)
    ]


def _around(t: int) -> dict[str, Any]:
    home = place(f"home-{t}", 47.38 + 0.05 * cos(t * pi / 4), 8.54 + 0.07 * sin(t * pi / 4), f"Ringstrasse {t}")
    skills = [{"name": "boiler", "level": 2}]
    return {"id": f"t{t}", "name": f"Technician {t}", "home": home, "skills": skills, "shifts": [shift()]}


def _on_ray(k: int) -> dict[str, Any]:
    """Jobs of one technician lie on a ray from the middle of the city, farther out the later."""
    far, turn = 0.01 + 0.008 * (k // 8), k * pi / 4
    spot = place(f"p{k}", 47.38 + 0.7 * far * cos(turn), 8.54 + far * sin(turn), f"Musterstrasse {k}")
    return job(str(k), f"Customer {k}", spot, 45, "Heating is cold.", "boiler")
