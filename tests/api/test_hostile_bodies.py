"""Bodies that break services: each is refused in words, none harms the service, none comes back unescaped."""

from __future__ import annotations

import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from api.refusal import KINDS, MEDIA_TYPE
from benchmarks.served import READING, Served
from tests.api.bodies import CALLS, HOSTILE, JSON, MORE_HOSTILE, Hostile, changed, in_pieces, spliced

pytestmark = pytest.mark.xdist_group("api")

LONGEST_ANSWER = 20_000
"""Characters; more would be the body sent back."""


def strictly_read(response: httpx2.Response) -> Any:
    """The JSON of an answer, which any parser must be able to read."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"the answer holds {constant}")

    answer = json.loads(response.content.decode("utf-8"), parse_constant=refuse)
    json.dumps(answer, ensure_ascii=False).encode("utf-8")
    return answer


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("hostile", [*HOSTILE, *MORE_HOSTILE], ids=lambda hostile: hostile.name)
def test_a_hostile_body_is_refused_in_words(http: httpx2.Client, call: str, hostile: Hostile) -> None:
    """One careless caller would take the service down, or get a page of Python for an answer."""
    response = http.post(CALLS[call], content=hostile.body(call), headers=hostile.headers)
    answer = strictly_read(response)
    assert len(response.text) < LONGEST_ANSWER
    if hostile.code in KINDS:
        assert (response.status_code, answer["code"]) == (KINDS[hostile.code].status, hostile.code)
    elif call == "validate":
        assert (response.status_code, answer["valid"]) == (200, False)
    else:
        assert (response.status_code, answer["code"]) == (422, "invalid_problem")
    if response.is_error:
        assert response.headers["Content-Type"] == MEDIA_TYPE
    if hostile.code not in KINDS:
        found = {(finding["code"], finding["where"]) for finding in answer["findings"]}
        assert (hostile.code, hostile.pointer[:1000]) in {(code, where[:1000]) for code, where in found}


def test_there_are_26() -> None:
    """One of them would have been forgotten."""
    assert len(HOSTILE) == 26


@pytest.mark.parametrize("call", CALLS)
def test_a_byte_order_mark_does_no_harm(http: httpx2.Client, call: str) -> None:
    """Some editors write one, and nobody sees it."""
    body = b"\xef\xbb\xbf" + json.dumps(changed(call, {})).encode()
    assert http.post(CALLS[call], params={"time_limit": 0.2}, content=body, headers=JSON).status_code == 200


@pytest.mark.parametrize("call", CALLS)
def test_free_text_may_be_long(http: httpx2.Client, call: str) -> None:
    """A ticket's history would be refused, or come back with every answer."""
    body = spliced(call, "/problem/jobs/0/description", f'"{"x" * 500_000}"')
    response = http.post(CALLS[call], params={"time_limit": 1}, content=body, headers=JSON)
    assert response.status_code == 200
    assert len(response.text) < LONGEST_ANSWER


@pytest.mark.parametrize("pieces", [False, True], ids=["announced", "in pieces"])
@pytest.mark.parametrize("path", CALLS.values())
def test_a_body_of_33_mb_is_refused_however_it_comes(http: httpx2.Client, path: str, pieces: bool) -> None:
    """Ten such callers would fill the memory."""
    body = b" " * (33 * 2**20)
    response = http.post(path, content=in_pieces(body) if pieces else body, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


def said_back(service: Served, sent: str, *, hang_up: bool = False) -> str:
    """What the service says to these lines on a connection of its own."""
    address = urlsplit(service.address)
    with socket.create_connection((address.hostname, address.port), timeout=5.0) as connection:
        connection.sendall(sent.replace("\n", "\r\n").encode())
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


HEAD = (
    "POST /v1/validate HTTP/1.1\nHost: localhost\nContent-Type: application/json\nConnection: close\nContent-Length: "
)


def test_a_body_announced_too_large_is_refused_before_it_is_sent(service: Served) -> None:
    """The service would read 33 MB only to throw them away."""
    begun = time.monotonic()
    assert said_back(service, f"{HEAD}34603008\n\n").startswith("HTTP/1.1 413 ")
    assert time.monotonic() - begun < 2.0


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "9" * 5000], ids=lambda length: length[:5])
def test_a_length_that_is_none_is_refused(service: Served, length: str) -> None:
    """Proxies and servers that read it differently let one request hide in another."""
    assert said_back(service, f"{HEAD}{length}\n\n").split()[1] in ("400", "413", "431")


def test_a_body_cut_off_in_the_middle_leaves_the_service_unharmed(service: Served) -> None:
    """Every caller whose line breaks would leave something behind."""
    said_back(service, f'{HEAD}1000\n\n{{"problem": ', hang_up=True)
    assert service.http.post(CALLS["validate"], json=changed("validate", {})).json()["valid"]


def test_whatever_was_sent_has_killed_no_process(service: Served, http: httpx2.Client) -> None:
    """A body that kills its reader costs everybody else the seconds until the next one is loaded."""
    extremes: list[dict[str, Any]] = [
        {"/problem/technicians/0/shifts/0": {"id": "day", "start": last, "end": last}}
        for last in ("0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00")
    ]
    matrix = {"kind": "matrix", "seconds": [[2**63]], "metres": [[10**400]]}
    lock = {"kind": "time", "job": "J1", "start": "0001-01-01T00:00:00+00:00", "tolerance": 31 * 86_400}
    before, pids = service.meter("dispatcher_worker_deaths_total"), service.children(READING)
    for changes in (*extremes, {"/problem/locks": [lock]}, {"/travel": matrix}):
        for call in ("plan", "check"):
            response = http.post(CALLS[call], params={"time_limit": 0.2}, json=changed(call, changes))
            assert response.status_code in (200, 422)
    assert service.meter("dispatcher_worker_deaths_total") == before
    assert service.children(READING) == pids


@pytest.mark.parametrize(
    "query",
    ["time_limit=abc", "time_limit=nan", "time_limit=inf", "time_limit=1e999", "time_limit=0", "time_limit=-1",
     "time_limit=300.1", "time_limit=", "seed=-1", "seed=1.5", "seed=2147483648", "seed=9" + "9" * 5000],
    ids=lambda query: query[:20],
)  # fmt: skip
def test_a_query_that_cannot_be_used_is_named(http: httpx2.Client, query: str) -> None:
    """A time limit that is no number would be taken for another one."""
    response = http.post(f"{CALLS['plan']}?{query}", json=changed("plan", {}))
    answer = strictly_read(response)
    assert (response.status_code, answer["code"]) == (422, "bad_query")
    assert f"query:{query.split('=')[0]}" in answer["detail"] + str(answer["findings"])
    assert len(response.text) < LONGEST_ANSWER
