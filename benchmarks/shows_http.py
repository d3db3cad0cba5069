"""The claims about the service: nothing that is sent to it, and no solver, can hold it up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from benchmarks.callers import Told, all_at_once, at_a_steady_pace, fault, percentile, summary
from benchmarks.loads import day
from benchmarks.served import Served
from benchmarks.shows import Measurement, Say, Show
from benchmarks.shows_claims import Claim, claims_of, judged, told
from dispatcher.problem import Problem

SEED = 1

FUZZED = 20_000
"""Requests that schemathesis sends at least."""

ROUTES = {"/v1/validate": 1500, "/v1/plans": 320, "/v1/check": 140}
"""Random requests of one run of it; the larger a body, the longer it takes to make one up."""

RUNS = 12
"""Of it for each route; the last ones are not needed."""

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")

EVERY_CHECK_BUT = "positive_data_acceptance"
"""A description cannot say that an id must exist, or that two times follow each other: such bodies are refused."""

READY_WITHIN, ALIVE_WITHIN = 3.0, 0.050
"""Seconds: start to ready; 99 % of looks at /livez."""

BUSY = {503: "busy"}
"""How a caller may be refused when there are too many."""


def nothing_holds_it_up(say: Say) -> Measurement:
    """Some twenty minutes, nearly all of them schemathesis."""
    return judged(told(_claims(say), say), {}, (SEED,))


def _claims(say: Say) -> Iterator[Claim]:
    yield _soon_ready()
    yield from _alive_while_solving()
    yield from claims_of("tests.service_claims")
    yield from _fuzzed(say)


def _soon_ready(starts: int = 3) -> Claim:
    seconds = []
    for _ in range(starts):
        begun = time.monotonic()
        with Served():
            seconds.append(time.monotonic() - begun)
    late = tuple(f"{one:.2f} s" for one in seconds if one >= READY_WITHIN)
    return Claim(f"starts, ready after {max(seconds):.2f} s at most", starts, late)


def _alive_while_solving(seconds: float = 20.0) -> Iterator[Claim]:
    problem = day(SEED, 100, 12)
    with Served() as served:
        cores = os.cpu_count() or 1
        plans: list[Told] = []
        work = threading.Thread(
            target=lambda: plans.extend(all_at_once(served.address, cores, _document(problem), seconds))
        )
        work.start()
        time.sleep(0.5)
        looks = at_a_steady_pace(served.address, "/livez", per_second=50, seconds=seconds - 2)
        loaded = Path(f"/proc/{served.process.pid}/maps").read_text(encoding="utf-8")
        work.join()
    p99 = percentile(looks, 99)
    figure = f"looks at /livez, 50 a second, while {cores} cores solve: p50 {1000 * percentile(looks, 50):.1f} ms"
    late = (f"p99 {1000 * p99:.1f} ms",) if p99 >= ALIVE_WITHIN else ()
    yield Claim(f"{figure}, p99 {1000 * p99:.1f} ms, slowest {1000 * max(looks):.1f} ms", len(looks), late)
    yield Claim(
        "plans made meanwhile", len(plans), tuple(filter(None, (fault(one, problem, seconds, {}) for one in plans)))
    )
    found = tuple(sorted(set(re.findall(r"ortools|llvmlite", loaded))))
    yield Claim("libraries of solver and compiler looked for in the answering process", 2, found)


def _fuzzed(say: Say) -> Iterator[Claim]:
    """What covers the description, then random requests in portions, two side by side, until there are enough."""
    sent, failed = 0, []
    with Served("--longest-plan", "0.3") as served, ThreadPoolExecutor(2) as threads:
        faults_before = _faults(served)
        portions = [Portion("coverage", None, 1, SEED)]
        portions += [Portion("fuzzing", path, count, SEED + k) for k in range(RUNS) for path, count in ROUTES.items()]
        for portion, done in zip(portions, threads.map(lambda one: one.send(served.address), portions), strict=True):
            sent += done.sent
            failed += done.failed
            say(f"  {sent:,} requests sent, {len(failed)} failed ({portion.phase} of {portion.path or 'all'})")
            if sent >= FUZZED:
                threads.shutdown(cancel_futures=True)
                break
        faults, deaths = _faults(served) - faults_before, served.meter("dispatcher_worker_deaths_total")
        statuses = ", ".join(f"{count} x {status}" for status, count in sorted(served.answers().items()))
    if sent < FUZZED:
        failed.append(f"only {sent} requests were made")
    yield Claim(f"requests made up by schemathesis, answered {statuses}", sent, tuple(failed))
    yield Claim("faults (5xx) looked for in them", sent, (f"{faults} faults",) if faults else ())
    yield Claim("dead processes looked for", sent, (f"{deaths:.0f} died",) if deaths else ())


def _faults(served: Served) -> int:
    return sum(count for status, count in served.answers().items() if status >= 500)


class Sent(NamedTuple):
    """What became of a portion."""

    sent: int
    failed: tuple[str, ...]


class Portion(NamedTuple):
    """Some requests that schemathesis makes up."""

    phase: str
    path: str | None
    """None = every route."""
    examples: int
    seed: int

    def send(self, address: str) -> Sent:
        """Send them to a service."""
        options: dict[str, object] = {
            "--phases": self.phase,
            "--max-examples": self.examples,
            "--seed": self.seed,
            "--checks": "all",
            "--exclude-checks": EVERY_CHECK_BUT,
            "--request-timeout": 60,
        }
        if self.path:
            options["--include-path"] = self.path
        words = [str(word) for option in options.items() for word in option]
        line = [str(SCHEMATHESIS), "run", f"{address}/openapi.json", *words, "--no-shrink", "--continue-on-failure"]
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
        made = re.search(r"([\d,]+) generated", ran.stdout)
        failed = re.findall(r"- ST\d+ .*|Network Error.*", ran.stdout)
        if ran.returncode and not failed:
            failed = [ran.stdout[-2000:] + ran.stderr[-2000:]]
        return Sent(int(made[1].replace(",", "")) if made else 0, tuple(failed))


def ten_at_once(say: Say) -> Measurement:
    """Ten callers, then four more than the service takes: a minute."""
    problem, limit = day(SEED, 60, 8), 5.0
    told: dict[int, list[Told]] = {}
    with Served() as served:
        for callers in (10, 14):
            told[callers] = all_at_once(served.address, callers, _document(problem), limit)
            say(f"{callers} callers: {summary(told[callers], limit)}")
    answers = [one for group in told.values() for one in group]
    wrong = [found for one in answers if (found := fault(one, problem, limit, BUSY))]
    for one in wrong:
        say(f"  {one}")
    return Measurement(
        figure="; ".join(f"{callers} at once: {summary(group, limit)}" for callers, group in told.items()),
        passed=not wrong,
        seeds=(SEED,),
        rows=tuple({"status": one.status, "seconds": one.seconds, "queued": one.queued} for one in answers),
    )


def _document(problem: Problem) -> object:
    return problem.model_dump(mode="json")


SHOWS = (
    Show(
        key="door-2",
        bar="26 hostile bodies and 20,000 schema-fuzzed requests: 0 x 5xx, 0 undocumented status; 50 solver murders: no"
        " 5xx but the documented 503/504, every caller gets its best plan or a clear error within budget + 1 s; no"
        " ortools in the API process; /readyz in < 3 s after start; /livez p99 < 50 ms while both cores solve",
        measure=nothing_holds_it_up,
    ),
    Show(
        key="door-3",
        bar="ten callers at once with 5 s budgets on 2 cores: each answered or refused with Retry-After, none late by"
        " more than 1 s beyond its queue time",
        measure=ten_at_once,
    ),
)
"""The shows of this kind."""
