"""Small, nasty problems from a seed: every rule of the house is in some of them, most instants meet to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from dispatcher.job import ServiceClass
from dispatcher.problem import Problem
from dispatcher.travel import Geodesic, GivenMatrix, TravelMatrix
from tests.brute_force import fill
from tests.random_plans import random_decisions

PLAIN_RULES = frozenset(
    {"windows", "holes", "promise", "respond_by", "resolve_by", "skills", "skill_dates", "parts", "choice", "breaks"}
    | {"overtime", "max_jobs", "multi_shift", "places", "asymmetric", "must_plan", "unassigned_price"}
)
"""Rules that OR-Tools' model prices exactly, when lateness has no step and each job one clock."""

EVERY_RULE = PLAIN_RULES | frozenset(
    {
        "latest_finish",
        "pace",
        "tools",
        "setup",
        "shared_places",
        "available_from",
        "locks",
        "starting_plan",
        "released_at",
    }
    | {"waiting", "imbalance", "rates", "compact", "depots", "plan_start", "odd_hours", "lateness_steps"}
)
"""Every rule that a random problem can exercise."""

MINUTE, HOUR, DAY = 60, 3600, 86_400
SKILLS = ("boiler", "gas", "lift")
TOOLS = ("ladder", "scope")
PARTS = ("board", "pump")


def random_problem(
    seed: int, *, jobs: int = 4, technicians: int = 2, rules: frozenset[str] = EVERY_RULE, plain: bool = False
) -> tuple[Problem, TravelMatrix]:
    """A small problem and its travel matrix; the same arguments always give the same.

    Parameters
    ----------
    seed
        Any number.
    jobs, technicians
        How many; each technician has one shift, or with the rule ``multi_shift`` sometimes two.
    rules
        Which of `EVERY_RULE` may occur.
    plain
        Only what OR-Tools' model prices exactly: `PLAIN_RULES`, one linear clock per job, pace 1, no price on waiting
        customers; working time is free with departure ``first_stop`` and priced with ``compact``.
    """
    return _Maker(seed, jobs, technicians, rules & PLAIN_RULES if plain else rules, plain).problem()


class _Maker:
    def __init__(self, seed: int, jobs: int, technicians: int, rules: frozenset[str], plain: bool) -> None:
        self.rng, self.rules, self.plain = Random(seed), rules, plain
        self.job_ids = [f"j{number}" for number in range(1, jobs + 1)]
        self.technician_ids = [f"t{number}" for number in range(1, technicians + 1)]
        self.time_zone = self.rng.choice(["Europe/Zurich", "Asia/Shanghai", "America/New_York"])
        self.zone = ZoneInfo(self.time_zone)
        self.begin = self._first_start()
        self.length = self.rng.choice([3, 5, 8]) * HOUR
        self.compact = (plain and self.rng.random() < 0.5) or self.on("compact", 0.4)
        self.working = Decimal(0) if plain and not self.compact else self.pick("0.5", "1", "6")
        self.places = self._places()
        self.shift_keys: list[tuple[str, str]] = []

    def on(self, rule: str, chance: float) -> bool:
        """Whether a rule strikes here."""
        return self.rng.random() < chance and rule in self.rules

    def pick(self, *prices: str) -> Decimal:
        return Decimal(self.rng.choice(prices))

    def _first_start(self) -> int:
        """When the first shift begins: in the morning, or across a change of the clocks or of the date."""
        odd = self.on("odd_hours", 0.4)
        month, day = self.rng.choice([(10, 25), (3, 29), (3, 8), (11, 1)]) if odd else (11, 23)
        morning = datetime(2026, month, day, 8, tzinfo=self.zone)
        return int(morning.timestamp()) - (self.rng.choice([5, 7, 9, 10]) * HOUR if odd else 0)

    def _places(self) -> list[dict[str, Any]]:
        """A few places on a town map; some jobs share one, some have a twin of another name at the same spot."""
        few = self.on("shared_places", 0.5)
        count = len(self.technician_ids) + max(2, len(self.job_ids) // 2 if few else len(self.job_ids) + 1)
        spots = [(47 + self.rng.randrange(100) / 1000, 8 + self.rng.randrange(100) / 1000) for _ in range(count)]
        if few:
            spots.append((spots[-1][0] + 1e-6, spots[-1][1]))
        return [{"id": f"p{k}", "lat": lat, "lon": lon, "index": k} for k, (lat, lon) in enumerate(spots)]

    def place(self) -> dict[str, Any]:
        return self.rng.choice(self.places)

    def moment(self, seconds: int) -> datetime:
        """An instant, told with one offset or another."""
        zone = self.rng.choice([self.zone, self.zone, UTC, timezone(timedelta(hours=5, minutes=30))])
        return datetime.fromtimestamp(seconds, zone)

    def second(self, low: int, high: int) -> int:
        """An instant between two, as epoch seconds: mostly on the five minutes, sometimes one second off."""
        return self.begin + 300 * self.rng.randint(low // 300, high // 300) + self.rng.choice([0] * 8 + [-1, 1])

    def interval(self, low: int, high: int, longest: int) -> tuple[int, int]:
        start = self.second(low, high)
        return start, start + self.rng.choice([0, 15, 60, 90, longest // MINUTE, longest // MINUTE]) * MINUTE

    def problem(self) -> tuple[Problem, TravelMatrix]:
        technicians = [self.technician(k, name) for k, name in enumerate(self.technician_ids)]
        document: dict[str, Any] = {
            "name": "random",
            "time_zone": self.time_zone,
            "departure": "compact" if self.compact else "first_stop",
            "technicians": technicians,
            "jobs": [self.job(name) for name in self.job_ids],
            "depots": self.depots() if self.on("depots", 0.4) else [],
            "costs": self.costs(),
        }
        document["locks"] = self.locks()
        if self.on("plan_start", 0.3):
            document["plan_start"] = self.moment(self.second(-HOUR, HOUR))
        problem = Problem.model_validate(document)
        travel = self.travel(problem)
        if self.on("starting_plan", 0.5):
            document["starting_plan"] = self.starting_plan(problem, travel)
            problem = Problem.model_validate(document)
        return problem, travel

    def travel(self, problem: Problem) -> TravelMatrix:
        if not self.on("asymmetric", 0.7):
            return Geodesic().matrix(problem.places)
        size = len(self.places)
        seconds = [[self.rng.choice([0, 60, 300, 600, 601, 900, 1500, 1800]) for _ in range(size)] for _ in range(size)]
        metres = [[self.rng.randrange(20_000) for _ in range(size)] for _ in range(size)]
        for k in range(size):
            seconds[k][k] = metres[k][k] = 0
        return GivenMatrix(np.array(seconds), np.array(metres)).matrix(problem.places)

    def starting_plan(self, problem: Problem, travel: TravelMatrix) -> dict[str, Any]:
        """A plan that was told some time ago: its starts may have moved since."""
        plan = fill(problem, travel, random_decisions(problem, travel, self.rng)).model_dump()
        for stop in (stop for route in plan["routes"] for stop in route["stops"]):
            stop["start"] += timedelta(seconds=self.rng.choice([0, 0, 0, -900, 899, 900, 901, 3600]))
        return plan

    def technician(self, number: int, name: str) -> dict[str, Any]:
        shifts = [self.shift(name, k, k * self.between_shifts()) for k in range(1 + self.on("multi_shift", 0.3))]
        self.shift_keys += [(name, shift["id"]) for shift in shifts]
        rates = {}
        if self.on("rates", 0.4):
            rates = {"travel_per_hour": self.pick("0", "12.345", "40"), "overtime_per_hour": self.pick("20", "50")}
            rates["working_per_hour"] = self.pick("0", "0.75", "6")
        return {
            "id": name,
            "home": self.places[number],
            "skills": [self.skill(skill) for skill in SKILLS if self.on("skills", 0.8) for _ in range(self.twice())],
            "tools": [tool for tool in TOOLS if self.on("tools", 0.7)],
            "van_stock": self.stock(3),
            "pace": {skill: self.pick("0.333", "0.8", "1", "1.5") for skill in SKILLS if self.on("pace", 0.4)},
            "shifts": shifts,
            "rates": rates,
        }

    def between_shifts(self) -> int:
        return self.length + self.rng.choice([0, HOUR, DAY])

    def twice(self) -> int:
        """Sometimes two certificates of one skill, with their own levels and dates."""
        return 1 + (self.rng.random() < 0.2)

    def skill(self, name: str) -> dict[str, Any]:
        today = datetime.fromtimestamp(self.begin, self.zone).date()
        day = timedelta(days=1)
        dates: tuple[Any, Any] = (None, None)
        if self.on("skill_dates", 0.4):
            dates = self.rng.choice(
                [(today, None), (today + day, None), (None, today), (None, today - day), (today - day, today + day)]
            )
        return {"name": name, "level": self.rng.randint(1, 3), "valid_from": dates[0], "valid_until": dates[1]}

    def stock(self, most: int) -> dict[str, int]:
        return {part: self.rng.randint(1, most) for part in PARTS if self.on("parts", 0.8)}

    def shift(self, technician: str, number: int, offset: int) -> dict[str, Any]:
        start = self.begin + offset + self.rng.choice([0, 0, 1800]) * (number == 0)
        end = self.begin + offset + self.length
        shift: dict[str, Any] = {
            "id": self.rng.choice(["day", technician]) + str(number),
            "start": self.moment(start),
            "end": self.moment(end),
            "breaks": [self.pause(k, offset) for k in range(self.on("breaks", 0.6) + self.on("breaks", 0.3))],
            "max_overtime": self.rng.choice([1, 900, HOUR, HOUR]) if self.on("overtime", 0.7) and number == 0 else 0,
        }
        if self.on("max_jobs", 0.3):
            shift["max_jobs"] = self.rng.randint(1, 3)
        if self.on("parts", 0.3):
            shift["van_stock"] = self.stock(2)
        shift |= {side: self.place() for side in ("start_place", "end_place") if self.on("places", 0.3)}
        if self.on("available_from", 0.25):
            time = self.moment(start + self.rng.choice([-HOUR, 0, HOUR, 5401]))
            shift["available_from"] = {"place": self.place(), "time": time}
        return shift

    def pause(self, number: int, offset: int) -> dict[str, Any]:
        third = self.length // 3
        earliest, latest = self.interval(offset - HOUR + number * third, offset + (number + 2) * third, self.length)
        return {
            "id": f"b{number}",
            "earliest": self.moment(earliest),
            "latest": self.moment(latest),
            "duration": self.rng.choice([300, 900, 1800, 2700]),
        }

    def job(self, name: str) -> dict[str, Any]:
        job: dict[str, Any] = {
            "id": name,
            "place": self.place(),
            "duration": self.rng.choice([1, 5, 10, 20, 45, 75]) * MINUTE + self.rng.choice([0, 0, 7]),
            "service_class": self.rng.choice(list(ServiceClass)),
            "priority": self.rng.randint(1, 5),
            "must_plan": self.on("must_plan", 0.15),
            "setup": self.rng.choice([0, 120, 600]) if self.on("setup", 0.7) else 0,
            "time_windows": self.windows(),
        }
        job |= self.clocks(job["time_windows"]) | self.needs()
        if self.on("unassigned_price", 0.3):
            job["unassigned_price"] = self.pick("3.5", "40", "900")
        if self.on("released_at", 0.4):
            job["released_at"] = self.moment(self.second(-DAY, self.length))
        return job

    def windows(self) -> list[dict[str, Any]]:
        number = self.rng.choice([2, 3]) if self.on("holes", 0.25) else int(self.on("windows", 0.4))
        spans = [self.interval(-HOUR, self.length - HOUR, self.length) for _ in range(number)]
        return [{"earliest_start": self.moment(a), "latest_start": self.moment(b)} for a, b in spans]

    def clocks(self, windows: list[dict[str, Any]]) -> dict[str, Any]:
        clocks: dict[str, Any] = {}
        if self.on("promise", 0.5):
            start, until = self.interval(0, self.length, 2 * HOUR)
            if windows:
                start = min(start, max(int(window["latest_start"].timestamp()) for window in windows))
            told = self.moment(self.begin - DAY) if self.rng.random() < 0.7 else None
            clocks["promise"] = {"from": self.moment(start), "until": self.moment(until), "told_at": told}
        for name in ("respond_by", "resolve_by", "latest_finish"):
            if self.on(name, 0.3):
                clocks[name] = self.moment(self.second(HOUR, 2 * self.length))
        priced = [name for name in ("promise", "respond_by", "resolve_by") if name in clocks]
        for name in priced[1:] if self.plain else ():
            del clocks[name]
        return clocks

    def needs(self) -> dict[str, Any]:
        skills = {
            "all": {skill: self.rng.randint(1, 2) for skill in SKILLS if self.on("skills", 0.17)},
            "any": {skill: self.rng.randint(1, 2) for skill in SKILLS if self.on("skills", 0.17)},
            "none": {skill: self.rng.randint(2, 3) for skill in SKILLS if self.on("skills", 0.05)},
        }
        choice = {
            name: self.rng.sample(self.technician_ids, 1)
            for name, chance in (("only", 0.1), ("preferred", 0.4), ("excluded", 0.1))
            if self.on("choice", chance)
        }
        parts = {part: self.rng.randint(0, 2) for part in PARTS if self.on("parts", 0.2)}
        tools = [tool for tool in TOOLS if self.on("tools", 0.12)]
        return {"skills": skills, "technicians": choice, "parts": parts, "tools": tools}

    def depots(self) -> list[dict[str, Any]]:
        """One, or two of which one bears the name of a job."""
        return [self.depot("depot"), *([self.depot("j1")] if self.rng.random() < 0.4 else [])]

    def depot(self, name: str) -> dict[str, Any]:
        return {
            "id": name,
            "place": self.place(),
            "duration": self.rng.choice([0, 300, 601]),
            "tools": self.rng.choice([None, [], ["scope"]]),
            "stock": self.rng.choice([None, {"pump": 1}, {"pump": 2, "board": 1}]),
        }

    def late_price(self) -> dict[str, Decimal]:
        step = self.pick("0", "7.5", "30") if "lateness_steps" in self.rules else Decimal(0)
        return {"step": step, "per_minute": self.pick("0.1", "0.5", "1.25")}

    def costs(self) -> dict[str, Any]:
        tables = {
            name: {service: self.late_price() for service in ServiceClass}
            for name in ("promise_missed", "respond_missed", "resolve_missed")
        }
        waiting = [self.pick("0.05", "0.2", "1.111") if self.on("waiting", 0.8) else Decimal(0) for _ in range(5)]
        imbalance = {"target": HOUR, "per_hour": self.pick("0", "9.999") if self.on("imbalance", 0.6) else 0}
        return tables | {
            "travel_per_hour": self.pick("10", "30"),
            "travel_per_km": self.pick("0", "0.333", "0.3"),
            "working_per_hour": self.working,
            "overtime_per_hour": self.pick("20", "45"),
            "must_plan": self.pick("500", "10000"),
            "preferred_missed": self.pick("5", "12.5"),
            "overqualified": self.pick("0", "1", "2.5"),
            "change": {"promise_broken": self.pick("7.25", "50"), "tolerance": self.rng.choice([0, 900])},
            "waiting_customer": waiting,
            "imbalance": imbalance,
        }

    def locks(self) -> list[dict[str, Any]]:
        locks = [self.lock(job) for job in self.job_ids if self.on("locks", 0.15)]
        if len(self.job_ids) > 1 and self.on("locks", 0.25):
            first, then = self.rng.sample(self.job_ids, 2)
            locks.append({"kind": "order", "first": first, "then": then})
        if locks and self.on("locks", 0.15):
            locks.append(self.contradiction(self.rng.choice(locks)))
        return locks

    def lock(self, job: str) -> dict[str, Any]:
        technician, shift = self.rng.choice(self.shift_keys)
        kind = self.rng.choice(["technician", "time", "both"])
        where = {"technician": technician, "shift": shift} if kind != "time" else {}
        start = self.moment(self.second(0, self.length))
        when = {"start": start, "tolerance": self.rng.choice([0, 900, HOUR, 2 * HOUR])} if kind != "technician" else {}
        return {"kind": kind, "job": job} | where | when

    def contradiction(self, lock: dict[str, Any]) -> dict[str, Any]:
        """A second lock that repeats the first, narrows it, or cannot be kept beside it."""
        again = dict(lock)
        if lock["kind"] == "order":
            again |= {"first": lock["then"], "then": lock["first"]} if self.rng.random() < 0.5 else {}
        if "start" in lock:
            again["start"] = lock["start"] + timedelta(minutes=self.rng.choice([0, 10, 300]))
        if "shift" in lock:
            again["technician"], again["shift"] = self.rng.choice(self.shift_keys)
        return again
