"""Callers of a service: many at once, or one at a steady pace; what each was answered, and when."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from dispatcher.check import check
from dispatcher.fields import WIRE
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.travel import Geodesic

LATEST = 1.0
"""Seconds that an answer may come after its queue and time limit."""

PATIENCE = httpx2.Timeout(300.0)


@dataclass(frozen=True)
class Told:
    """One answer. Seconds of wall clock as the caller sees them."""

    status: int
    code: str
    """Of a refusal."""
    seconds: float
    queued: float
    """As the service says."""
    retry_after: str | None
    plan: Any = None

    def late(self, time_limit: float) -> float:
        """Seconds after queue and time limit."""
        return self.seconds - self.queued - time_limit


async def ask_for_a_plan(client: httpx2.AsyncClient, document: Any, time_limit: float, seed: int = 1) -> Told:
    """Have one plan made."""
    begun = time.monotonic()
    query: dict[str, float] = {"time_limit": time_limit, "seed": seed}
    answer = await client.post("/v1/plans", params=query, json={"problem": document})
    seconds = time.monotonic() - begun
    queue = re.search(r"queue;dur=(\d+)", answer.headers.get("Server-Timing", ""))
    body = answer.json()
    return Told(
        answer.status_code,
        body.get("code", ""),
        seconds,
        int(queue[1]) / 1000 if queue else 0.0,
        answer.headers.get("Retry-After"),
        body.get("plan"),
    )


def all_at_once(address: str, callers: int, document: Any, time_limit: float, first_seed: int = 1) -> list[Told]:
    """So many callers in the same moment, each with a seed of its own."""

    async def ask() -> list[Told]:
        limits = httpx2.Limits(max_connections=None)
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as client:
            calls = (
                ask_for_a_plan(client, document, time_limit, seed) for seed in range(first_seed, first_seed + callers)
            )
            return list(await asyncio.gather(*calls))

    return asyncio.run(ask())


def at_a_steady_pace(address: str, path: str, per_second: float, seconds: float) -> list[float]:
    """Seconds of each answer, counted from when its question was due: a slow answer delays no other question."""

    async def ask_one(client: httpx2.AsyncClient, due: float) -> float:
        await asyncio.sleep(due - time.monotonic())
        (await client.get(path)).raise_for_status()
        return time.monotonic() - due

    async def ask() -> list[float]:
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as client:
            await client.get(path)
            first = time.monotonic() + 0.1
            due = (first + k / per_second for k in range(int(seconds * per_second)))
            return list(await asyncio.gather(*(ask_one(client, moment) for moment in due)))

    return asyncio.run(ask())


def fault(told: Told, problem: Problem, time_limit: float, refusals: Mapping[int, str]) -> str | None:
    """What is wrong with an answer: it must be a plan in time that keeps every rule, or one of these refusals.

    Parameters
    ----------
    problem
        Travelled in straight lines.
    refusals
        Status to code.
    """
    if told.late(time_limit) > LATEST:
        return f"{told.status} {told.code} came {told.late(time_limit):.2f} s after its time limit"
    if told.status == 503 and not told.retry_after:
        return f"503 {told.code} does not say when to come back"
    if told.status != 200:
        return None if refusals.get(told.status) == told.code else f"{told.status} {told.code}"
    plan = Plan.model_validate(told.plan, context=WIRE)
    broken = check(problem, Geodesic().matrix(problem.places), plan).violations
    return f"its plan breaks rules: {broken}" if broken else None


def summary(told: Sequence[Told], time_limit: float) -> str:
    """Statuses, longest queue and latest answer."""
    counts = Counter(one.status for one in told)
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(counts.items()))
    queued, late = max(one.queued for one in told), max(one.late(time_limit) for one in told)
    return f"{statuses}, longest queue {queued:.1f} s, latest {late:+.2f} s"


def percentile(values: Sequence[float], percent: float) -> float:
    """By nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
