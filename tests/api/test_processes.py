"""Whatever happens to a working process, its caller is answered in time, and the next caller too."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from benchmarks.served import PLANNING, READING, SEARCH, Child, Served, until_true
from tests.api.bodies import CALLS, changed

pytestmark = pytest.mark.xdist_group("api")

BUDGET = 0.8
"""Seconds of search of every plan here."""


def ask(service: Served, calls: ThreadPoolExecutor) -> Future[httpx2.Response]:
    """Ask for a plan, and wait until it is in the making."""
    service.wait_until_ready()
    call = calls.submit(
        service.http.post, CALLS["plan"], params={"time_limit": BUDGET}, json=changed("plan", {}), timeout=60.0
    )
    until_true(lambda: service.calls("running") == 1, 30.0)
    return call


def signalled(number: signal.Signals) -> Callable[[Child], None]:
    return lambda child: os.kill(child.pid, number)


def saying(garbage: bytes) -> Callable[[Child], None]:
    return lambda child: child.say(garbage)


MURDERS = {
    "killed": signalled(signal.SIGKILL),
    "stopped": signalled(signal.SIGSTOP),
    "talking nonsense": saying(b"nonsense" * 99),
}


@pytest.mark.parametrize("murder", MURDERS)
def test_a_caller_gets_the_best_plan_so_far_whatever_befalls_the_process(small: Served, murder: str) -> None:
    """Its caller would wait forever, or lose a plan that was there; the next caller would find nobody to plan."""
    with ThreadPoolExecutor(1) as calls:
        begun = time.monotonic()
        call = ask(small, calls)
        time.sleep(0.3)
        deaths = small.meter("dispatcher_worker_deaths_total")
        child = small.only_child(PLANNING)
        MURDERS[murder](child)
        answer = call.result()
    assert time.monotonic() - begun < BUDGET + 1.0
    assert (answer.status_code, answer.json()["search"]["stopped_by"]) == (200, "interrupted")
    assert len(answer.json()["plan"]["routes"]) == 2
    assert small.meter("dispatcher_worker_deaths_total") == deaths + 1
    small.wait_until_ready()
    assert child not in small.children(PLANNING)


def test_a_search_that_dies_costs_nothing_but_its_share(small: Served) -> None:
    """OR-Tools may run out of memory at any time: what was planned without it is still a plan."""
    with ThreadPoolExecutor(1) as calls:
        call = ask(small, calls)
        search = small.only_child(SEARCH)
        os.kill(search.pid, signal.SIGKILL)
        answer = call.result()
    assert answer.status_code == 200
    assert len(answer.json()["plan"]["routes"]) == 2


@pytest.mark.parametrize(("dies", "status", "code"), [(False, 504, "no_answer_in_time"), (True, 503, "worker_died")])
def test_without_any_plan_the_caller_is_told_so_in_time(small: Served, dies: bool, status: int, code: str) -> None:
    """The caller would hang, or be told that it is its own fault."""
    small.wait_until_ready()
    children = small.children(PLANNING)
    for child in children:
        os.kill(child.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as calls:
        begun = time.monotonic()
        call = ask(small, calls)
        for child in children if dies else ():
            os.kill(child.pid, signal.SIGKILL)
        answer = call.result()
    assert time.monotonic() - begun < BUDGET + 1.0
    assert (answer.status_code, answer.json()["code"], answer.json()["retryable"]) == (status, code, True)
    if dies:
        assert answer.headers["Retry-After"] == "1"
    small.wait_until_ready()


def test_a_dead_reader_is_replaced(small: Served) -> None:
    """After two accidents nobody could validate or check."""
    dead = small.children(READING)
    for child in dead:
        os.kill(child.pid, signal.SIGKILL)
    until_true(lambda: not any(child.alive for child in dead), 10.0)
    answers = [small.http.post(CALLS["validate"], json=changed("validate", {})) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not {child.pid for child in dead} & {child.pid for child in small.children(READING)}


def test_a_planner_that_dies_while_idle_is_replaced(small: Served) -> None:
    """After one accident at night there would be no plan in the morning."""
    small.wait_until_ready()
    dead = small.only_child(PLANNING)
    os.kill(dead.pid, signal.SIGKILL)
    until_true(lambda: not dead.alive, 10.0)
    answer = small.http.post(CALLS["plan"], params={"time_limit": BUDGET}, json=changed("plan", {}))
    assert (answer.status_code, answer.json()["search"]["stopped_by"]) == (200, "deadline")


def test_nobody_has_to_ask_for_a_dead_process_to_be_replaced(small: Served) -> None:
    """A proxy that waits until the service is ready again would wait until somebody asks for a plan."""
    small.wait_until_ready()
    dead = small.only_child(PLANNING)
    os.kill(dead.pid, signal.SIGKILL)
    until_true(lambda: not small.http.get("/readyz").is_success, 5.0)
    small.wait_until_ready()
    assert not dead.alive
    assert dead.pid not in {child.pid for child in small.children(PLANNING)}


def test_the_process_that_answers_has_loaded_no_solver(service: Served) -> None:
    """OR-Tools holds the interpreter's lock for a whole search: nobody else would be answered meanwhile."""
    service.http.post(CALLS["plan"], params={"time_limit": 0.3}, json=changed("plan", {}))

    def loaded(pid: int) -> set[str]:
        maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
        return {library for library in ("ortools", "numba", "llvmlite") if f"/{library}/" in maps}

    assert loaded(service.process.pid) == set()
    for room in (READING, PLANNING):
        assert all("ortools" not in loaded(child.pid) for child in service.children(room))
    until_true(lambda: any("ortools" in loaded(child.pid) for child in service.children(SEARCH)), 20.0)


def test_all_tests_of_this_folder_share_one_worker(request: pytest.FixtureRequest) -> None:
    """Each worker would start services of its own, for twice the time on the same processors."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        assert request.node.nodeid.endswith("@api")
