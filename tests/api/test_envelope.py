"""What comes with every answer, and how the service says how it is."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.refusal import KINDS, MEDIA_TYPE
from benchmarks.served import Served, until_true
from tests.api.bodies import CALLS, changed

pytestmark = pytest.mark.xdist_group("api")

ANSWERS = [
    ("GET", "/livez", 200),
    ("GET", "/metrics", 200),
    ("GET", "/openapi.json", 200),
    ("GET", "/docs", 200),
    ("GET", "/v1/nothing", 404),
    ("GET", "/v1/plans", 405),
    ("POST", "/livez", 405),
    ("POST", "/v1/plans", 415),
    ("POST", "/v1/plans?seed=x", 422),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_its_envelope(service: Served, method: str, path: str, status: int) -> None:
    """A browser would guess what an answer is, a proxy keep it, and nobody could name the request."""
    response = service.http.request(method, path)
    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert re.fullmatch(r"[0-9a-f-]{36}", response.headers["X-Request-Id"])
    assert "Server" not in response.headers
    if status >= 400:
        assert response.headers["Content-Type"] == MEDIA_TYPE
        answer = response.json()
        assert (answer["status"], KINDS[answer["code"]].status) == (status, status)


def test_a_wrong_method_is_told_the_right_one(service: Served) -> None:
    """The caller would have to look it up."""
    assert service.http.get(CALLS["plan"]).headers["Allow"] == "POST"


def test_a_request_keeps_the_name_that_its_caller_gave_it(service: Served) -> None:
    """One request would have two names in two logs."""
    for name in ("ticket-4711", "a.b:c_d", "x" * 100):
        assert service.http.get("/livez", headers={"X-Request-Id": name}).headers["X-Request-Id"] == name


@pytest.mark.parametrize("name", ["", "x" * 101, "a b", "<script>", "a,b", "café".encode("latin-1")])
def test_a_name_that_might_do_harm_is_replaced(service: Served, name: str | bytes) -> None:
    """It would stand in somebody's log, or page, as it came."""
    given = service.http.get("/livez", headers={"X-Request-Id": name}).headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f-]{36}", given)


def test_a_fault_is_answered_in_words_and_can_be_found_again() -> None:
    """The caller would get a blank page, and we a report that names no request."""
    app = create_app()

    def faulty() -> None:
        raise ZeroDivisionError("a secret")

    app.add_api_route("/faulty", faulty)
    response = TestClient(app, raise_server_exceptions=False).get("/faulty", headers={"X-Request-Id": "it-1"})
    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert response.headers["X-Request-Id"] == "it-1"
    assert response.headers["Content-Type"] == MEDIA_TYPE
    assert "secret" not in response.text


def test_before_any_process_is_loaded_the_service_lives_but_is_not_ready() -> None:
    """A proxy would send it callers who then wait."""
    starting = TestClient(create_app())
    assert starting.get("/livez").json() == {"status": "ok", "detail": ""}
    ready = starting.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (503, "starting")


def test_the_service_lives_however_busy_it_is(service: Served) -> None:
    """Whoever watches over it would restart it in the middle of the work."""
    with ThreadPoolExecutor(2) as calls:
        plans = [
            calls.submit(service.http.post, CALLS["plan"], params={"time_limit": 1.5}, json=changed("plan", {}))
            for _ in range(2)
        ]
        until_true(lambda: service.calls("running") == 2, 5.0)
        seconds = []
        for _ in range(20):
            begun = time.monotonic()
            assert service.http.get("/livez").status_code == 200
            assert service.http.get("/readyz").status_code == 200
            seconds.append(time.monotonic() - begun)
        assert sorted(seconds)[10] < 0.1
        assert [plan.result().status_code for plan in plans] == [200, 200]


def test_an_answer_is_sent_without_waiting_for_more(service: Served) -> None:
    """Forty milliseconds would be lost with every answer on a connection that is kept."""
    seconds = []
    for _ in range(20):
        begun = time.monotonic()
        service.http.get("/livez")
        seconds.append(time.monotonic() - begun)
    assert sorted(seconds)[10] < 0.03


def test_plans_are_counted_by_what_became_of_them(service: Served, http: httpx2.Client) -> None:
    """Nobody would notice refusals; or every path that a stranger makes up would become a figure of its own."""
    served = 'dispatcher_requests_total{method="POST",path="/v1/plans",status="%d"}'
    http.post(CALLS["plan"], json={})
    refused = service.meter(served % 422)
    http.post(CALLS["plan"], json={})
    assert service.meter(served % 422) == refused + 1
    service.http.get("/made-up/by-a-stranger")
    metrics = service.http.get("/metrics")
    assert "stranger" not in metrics.text
    assert metrics.headers["Content-Type"].startswith("text/plain; version=")


def test_waiting_and_working_are_told_apart(http: httpx2.Client) -> None:
    """A caller could not tell a slow search from a full queue."""
    said = http.post(CALLS["plan"], params={"time_limit": 0.3}, json=changed("plan", {})).headers["Server-Timing"]
    queue, work = map(int, re.fullmatch(r"queue;dur=(\d+), work;dur=(\d+)", said).groups())  # type: ignore[union-attr]
    assert queue < 300
    assert 50 < work < 1300
