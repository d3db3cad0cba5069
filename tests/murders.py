"""Fifty murders of solvers at work behind a real service: `python -m tests.murders` prints one JSON line for each kind.

Every caller must get its best plan, or the refusal that the documentation names, within a second after its time limit.
`make show-door-2` runs it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import NamedTuple

import httpx2

from benchmarks import loads
from dispatcher.check import check
from dispatcher.fields import WIRE
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.travel import Geodesic

SEED, OF_EACH, TIME_LIMIT, LATEST = 1, 10, 2.0, 1.0
"""Murders of each kind, seconds of each plan, seconds that an answer may come after that."""

REFUSALS = {503: "worker_died", 504: "no_answer_in_time"}
"""The only ones a murder may lead to."""

MAIN = "import sys; sys.argv[0] = 'dispatcher'; from api.cli import app; app()"
WRECKED = "import api.service; api.service.PLANNING_ROOM = 'tests.wreckers'; " + MAIN


class Claim(NamedTuple):
    """What was tried how often, and which of it failed."""

    what: str
    tried: int
    failed: tuple[str, ...]


class Told(NamedTuple):
    """One answer to a caller."""

    status: int
    code: str
    late: float
    """Seconds after queue and time limit."""
    plan: object


@contextmanager
def service(program: str = MAIN, *options: str) -> Iterator[tuple[httpx2.Client, subprocess.Popen[str]]]:
    """A service of its own with one planning process, ready for calls."""
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--solves", "1", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = next(found[0] for line in process.stderr if (found := re.search(r"http://[^;]+", line)))
        threading.Thread(target=process.stderr.read, daemon=True).start()
        with httpx2.Client(base_url=address, timeout=60) as client:
            while client.get("/readyz").status_code != 200:
                time.sleep(0.05)
            yield client, process
        process.send_signal(signal.SIGTERM)


def ask(client: httpx2.Client, document: object, seed: int) -> Told:
    """Have a plan made."""
    begun = time.monotonic()
    answer = client.post("/v1/plans", params={"time_limit": TIME_LIMIT, "seed": seed}, json={"problem": document})
    took = time.monotonic() - begun
    queue = re.search(r"queue;dur=(\d+)", answer.headers.get("Server-Timing", ""))
    body = answer.json()
    return Told(
        answer.status_code,
        body.get("code", ""),
        took - TIME_LIMIT - int(queue[1] if queue else 0) / 1000,
        body.get("plan"),
    )


def judged(told: Told, problem: Problem) -> str | None:
    """What is wrong with an answer."""
    if told.late > LATEST:
        return f"came {told.late:.2f} s after its time limit: {told.status} {told.code}"
    if told.status == 200:
        plan = Plan.model_validate(told.plan, context=WIRE)
        broken = check(problem, Geodesic().matrix(problem.places), plan).violations
        return f"its plan breaks rules: {broken}" if broken else None
    if REFUSALS.get(told.status) != told.code:
        return f"{told.status} {told.code}"
    return None


def children(parent: int, room: str) -> list[int]:
    """Process ids of the cages of this room that this process has started."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline") as line:
                father, command = int(stat.read().rpartition(")")[2].split()[1]), line.read().split("\0")
        except (OSError, ValueError):
            continue
        if father == parent and room in command:
            found.append(int(entry))
    return found


def murder(victim: int, crime: str) -> None:
    """Kill, stop, or speak in its name."""
    if crime == "killed":
        os.kill(victim, signal.SIGKILL)
    elif crime == "stopped":
        os.kill(victim, signal.SIGSTOP)
    else:
        with open(f"/proc/{victim}/cmdline") as line:
            descriptor = line.read().split("\0")[5]
        pipe = os.open(f"/proc/{victim}/fd/{descriptor}", os.O_WRONLY)
        os.write(pipe, b"\xff garbage {[(" * 50)
        os.close(pipe)


def by_another_hand(problem: Problem) -> Iterator[Claim]:
    """The planning process, or the solver under it, is killed, stopped or garbled at a random moment."""
    document, rng = problem.model_dump(mode="json"), Random(SEED)
    with service() as (client, process):
        for crime in ("killed", "stopped", "garbled"):
            failed, told = [], []
            for k in range(OF_EACH):
                (planner,) = children(process.pid, "api.planning_room")
                timer = threading.Timer(rng.uniform(0, TIME_LIMIT), _fall_upon, (planner, k % 2 == 1, crime))
                timer.start()
                told.append(ask(client, document, k))
                failed.append(judged(told[-1], problem))
                timer.join()
                _settle(client)
            what = f"planning processes and solvers {crime} at work ({_answers(told)})"
            yield Claim(what, OF_EACH, tuple(filter(None, failed)))


def _fall_upon(planner: int, under: bool, crime: str) -> None:
    victims = children(planner, "dispatcher.solver.routing") if under else [planner]
    for victim in victims:
        murder(victim, crime)


def deaths(client: httpx2.Client) -> float:
    """How many working processes have died so far."""
    found = re.search(r"^dispatcher_worker_deaths_total (\S+)", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _answers(told: list[Told]) -> str:
    counts = Counter(one.status for one in told)
    latest = max(one.late for one in told)
    return ", ".join(f"{count} x {status}" for status, count in sorted(counts.items())) + f", latest {latest:+.2f} s"


def _settle(client: httpx2.Client) -> None:
    """Wait until a process is there to be murdered again."""
    while client.get("/readyz").status_code != 200:
        time.sleep(0.05)


def by_their_own(problem: Problem) -> Iterator[Claim]:
    """The planning process loops for ever, or eats memory, before or after its first plan."""
    document = problem.model_dump(mode="json")
    with service(WRECKED, "--memory-limit", "500") as (client, _):
        for crime, name in enumerate(("in an endless loop", "with a memory bomb")):
            failed, told = [], []
            for k in range(OF_EACH):
                before = deaths(client)
                told.append(ask(client, document, 2 * crime + k % 2))
                failed.append(judged(told[-1], problem) if deaths(client) > before else "nobody died")
                _settle(client)
            yield Claim(f"planning processes {name} ({_answers(told)})", OF_EACH, tuple(filter(None, failed)))


def all_claims() -> Iterator[Claim]:
    """Every kind in turn."""
    problem = loads.day(SEED, 60, 8)
    kinds: tuple[Callable[[Problem], Iterator[Claim]], ...] = (by_another_hand, by_their_own)
    for kind in kinds:
        yield from kind(problem)


if __name__ == "__main__":
    for claim in all_claims():
        sys.stdout.write(json.dumps(claim._asdict()) + "\n")
        sys.stdout.flush()
