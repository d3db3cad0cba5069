"""Who waits, who is sent away, and how the service ends."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx2
import pytest

from api.cli import LOOPBACK, listening
from benchmarks.served import Served, until_true
from tests.api.bodies import CALLS, JSON, changed, in_pieces, spliced

pytestmark = pytest.mark.xdist_group("api")


@pytest.fixture
def calls() -> Iterator[ThreadPoolExecutor]:
    """For calls side by side."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


def plan_in(calls: ThreadPoolExecutor, service: Served, seconds: float) -> Future[httpx2.Response]:
    """Ask for a plan and go on."""
    return calls.submit(
        service.http.post, CALLS["plan"], params={"time_limit": seconds}, json=changed("plan", {}), timeout=60.0
    )


def test_the_third_caller_is_sent_away_and_told_when_to_come_back(small: Served, calls: ThreadPoolExecutor) -> None:
    """Callers would pile up until all of them gave up: one plan at a time, one waiting, so the third is too many."""
    first = plan_in(calls, small, 2)
    until_true(lambda: small.calls("running") == 1, 5.0)
    second = plan_in(calls, small, 0.3)
    until_true(lambda: small.calls("waiting") == 1, 5.0)
    begun = time.monotonic()
    third = plan_in(calls, small, 1).result()
    assert time.monotonic() - begun < 1.0
    assert (third.status_code, third.json()["code"], third.json()["retryable"]) == (503, "busy", True)
    assert 1 <= int(third.headers["Retry-After"]) <= 2
    assert [first.result().status_code, second.result().status_code] == [200, 200]


def test_others_are_served_while_plans_are_made(small: Served, calls: ThreadPoolExecutor) -> None:
    """A long plan would keep everybody from checking a short one."""
    small.http.post(CALLS["check"], json=changed("check", {}))
    planning = plan_in(calls, small, 1.5)
    until_true(lambda: small.calls("running") == 1, 5.0)
    for call in ("validate", "check"):
        begun = time.monotonic()
        assert small.http.post(CALLS[call], json=changed(call, {})).status_code == 200
        assert time.monotonic() - begun < 1.0
    assert not planning.done()
    planning.result()


@pytest.mark.parametrize("waits", [False, True], ids=["at work", "waiting"])
def test_a_caller_that_goes_away_frees_its_place(small: Served, calls: ThreadPoolExecutor, waits: bool) -> None:
    """Plans that nobody will read would keep the processors busy, here for half a minute."""
    ahead = [plan_in(calls, small, 1.0)] if waits else []
    until_true(lambda: small.calls("running") == len(ahead), 5.0)
    address = urlsplit(small.address)
    with socket.create_connection((address.hostname, address.port)) as connection:
        body = spliced("plan", "/problem/name", '"nobody waits for this"')
        head = "POST /v1/plans?time_limit=30 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        until_true(lambda: small.calls("waiting" if waits else "running") == 1, 5.0)
    begun = time.monotonic()
    assert plan_in(calls, small, 0.3).result().status_code == 200
    assert time.monotonic() - begun < 5.0
    assert all(call.result().status_code == 200 for call in ahead)


def test_an_address_can_be_reached_before_it_is_said() -> None:
    """Who reads "Listening on" and calls at once would be refused, as happens where the machine is busy."""
    with listening(LOOPBACK, 0) as listener, socket.create_connection(listener.getsockname(), timeout=5.0) as caller:
        caller.sendall(b"hello")
        answering, _ = listener.accept()
        with answering:
            assert answering.recv(5) == b"hello"


def test_asked_to_end_it_answers_those_at_work_and_leaves_nothing_behind(calls: ThreadPoolExecutor) -> None:
    """A restart would lose plans in the making, let callers hang, or leave processes that keep the machine busy."""
    with Served("--solves", "1") as served:
        planning = plan_in(calls, served, 60)
        until_true(lambda: served.calls("running") == 1, 5.0)
        waiting = [plan_in(calls, served, 60) for _ in range(2)]
        until_true(lambda: served.calls("waiting") == 2, 5.0)
        time.sleep(0.3)
        children = served.children()
        begun = time.monotonic()
        served.process.terminate()
        assert served.process.wait(15.0) == 0
        assert time.monotonic() - begun < 10.0
    assert planning.result().status_code == 200
    assert planning.result().json()["search"]["stopped_by"] == "stop"
    for call in waiting:
        assert (call.result().status_code, call.result().json()["code"]) == (503, "shutting_down")
        assert int(call.result().headers["Retry-After"]) >= 1
    until_true(lambda: not any(child.alive for child in children), 5.0)


def padded(body: bytes, size: int) -> bytes:
    """The same document in so many bytes."""
    return body + b" " * (size - len(body))


@pytest.mark.parametrize("pieces", [False, True], ids=["announced", "in pieces"])
def test_the_largest_body_is_taken_and_one_byte_more_is_not(small: Served, pieces: bool) -> None:
    """The limit would not be where its option says."""
    body = spliced("validate", "/problem/name", '"a day"')
    statuses = [
        small.http.post(CALLS["validate"], headers=JSON, content=in_pieces(whole) if pieces else whole).status_code
        for whole in (padded(body, 20_000), padded(body, 20_001))
    ]
    assert statuses == [200, 413]


@pytest.mark.parametrize(("name", "most"), [("jobs", 4), ("technicians", 2)])
@pytest.mark.parametrize("call", CALLS)
def test_as_many_as_allowed_are_taken_and_one_more_is_not(small: Served, call: str, name: str, most: int) -> None:
    """The worked examples have 4 jobs and 2 technicians, just what this service allows."""
    items = changed(call, {})["problem"][name]
    assert len(items) == most
    assert small.http.post(CALLS[call], params={"time_limit": 0.2}, json=changed(call, {})).status_code == 200
    body = changed(call, {f"/problem/{name}": [*items, items[0] | {"id": "one more"}]})
    refused = small.http.post(CALLS[call], json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_problem")
    (finding,) = refused.json()["findings"]
    assert (finding["code"], finding["where"]) == ("too_many", f"/problem/{name}")
    assert f"--most-{name}" in finding["action"]


def test_the_longest_plan_is_the_longest_time_limit(small: Served) -> None:
    """One caller could hold a processor for a day."""
    refused = small.http.post(CALLS["plan"], params={"time_limit": 30.1}, json=changed("plan", {}))
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_query")
    limits = small.http.get("/openapi.json").json()["paths"]["/v1/plans"]["post"]["parameters"]
    assert next(one["schema"]["maximum"] for one in limits if one["name"] == "time_limit") == 30
