"""What a real service bears: `python -m tests.service_claims` prints one JSON line for each claim.

Hostile bodies are refused, and whatever befalls a solver at work, its caller gets the best plan so far, or the refusal
that the documentation names, within a second after the time limit. `make show-door-2` runs it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from benchmarks.callers import Told, all_at_once, fault, summary
from benchmarks.loads import day
from benchmarks.served import PLANNING, SEARCH, Child, Served
from benchmarks.shows_claims import Claim
from tests.api.bodies import CALLS, HOSTILE, MORE_HOSTILE

SEED, OF_EACH, TIME_LIMIT = 1, 10, 2.0
"""Of the day, murders of each kind, seconds for each plan."""

REFUSALS = {503: "worker_died", 504: "no_answer_in_time"}
"""The only ones that a murder may lead to."""

WRECKED = "import api.service; api.service.PLANNING_ROOM = 'tests.wreckers'; from api.cli import app; app()"
"""A service whose planning processes misbehave."""

CRIMES: dict[str, Callable[[Child], object]] = {
    "killed": lambda victim: os.kill(victim.pid, signal.SIGKILL),
    "stopped": lambda victim: os.kill(victim.pid, signal.SIGSTOP),
    "garbled": lambda victim: victim.say(b"\xff garbage {[(" * 50),
}
"""What another hand may do to a process at work."""


def hostile_bodies() -> Iterator[Claim]:
    """Every hostile body on every route: never a fault, never a status that is not documented."""
    failed = []
    cases = [(call, hostile) for call in CALLS for hostile in (*HOSTILE, *MORE_HOSTILE)]
    with Served() as served:
        documented = served.http.get("/openapi.json").json()["paths"]
        for call, hostile in cases:
            path = CALLS[call]
            status = served.http.post(path, content=hostile.body(call), headers=hostile.headers).status_code
            if status >= 500 or str(status) not in documented[path]["post"]["responses"]:
                failed.append(f"{path} {hostile.name}: {status}")
    yield Claim(f"hostile bodies ({len(HOSTILE)} of the study, {len(MORE_HOSTILE)} more)", len(cases), tuple(failed))


def by_another_hand() -> Iterator[Claim]:
    """The planning process, or the solver under it, is killed, stopped or garbled at a random moment."""
    rng = Random(SEED)
    with Served("--solves", "1") as served:
        for crime, commit in CRIMES.items():
            ask = _Caller(served)
            for k in range(OF_EACH):
                victim = served.only_child((PLANNING, SEARCH)[k % 2])
                murderer = threading.Timer(rng.uniform(0, TIME_LIMIT), commit, [victim])
                murderer.start()
                ask(seed=k)
                murderer.join()
            yield ask.claim(f"planning processes and solvers {crime} at work")


def by_their_own() -> Iterator[Claim]:
    """The planning process loops for ever, or eats memory, before or after its first plan."""
    program = (sys.executable, "-c", WRECKED)
    with Served("--solves", "1", "--memory-limit", "500", program=program) as served:
        for crime, name in enumerate(("in an endless loop", "with a memory bomb")):
            ask = _Caller(served)
            for k in range(OF_EACH):
                before = served.meter("dispatcher_worker_deaths_total")
                ask(seed=2 * crime + k % 2)
                if served.meter("dispatcher_worker_deaths_total") == before:
                    ask.failed.append("nobody died")
            yield ask.claim(f"planning processes {name}")


class _Caller:
    """Asks for the same day again and again."""

    def __init__(self, served: Served) -> None:
        self.served, self.problem = served, day(SEED, 60, 8)
        self.document: Any = self.problem.model_dump(mode="json")
        self.told: list[Told] = []
        self.failed: list[str] = []

    def __call__(self, seed: int) -> None:
        (told,) = all_at_once(self.served.address, 1, self.document, TIME_LIMIT, first_seed=seed)
        self.told.append(told)
        if wrong := fault(told, self.problem, TIME_LIMIT, REFUSALS):
            self.failed.append(wrong)
        self.served.wait_until_ready()

    def claim(self, what: str) -> Claim:
        """What all answers show."""
        return Claim(f"{what} ({summary(self.told, TIME_LIMIT)})", len(self.told), tuple(self.failed))


KINDS: Sequence[Callable[[], Iterator[Claim]]] = (hostile_bodies, by_another_hand, by_their_own)

if __name__ == "__main__":
    for kind in KINDS:
        for claim in kind():
            sys.stdout.write(json.dumps(claim._asdict()) + "\n")
            sys.stdout.flush()
