"""The client in the examples: it tries again when that helps, gives up when it does not, and runs as a program."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import pytest

from benchmarks.served import Served, until_true
from dispatcher.formats.document import write_json
from examples.client import Dispatcher, Refused
from tests.api.bodies import CALLS, changed

pytestmark = pytest.mark.xdist_group("api")

PROGRAM = Path(__file__).resolve().parents[2] / "examples" / "client.py"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The program as somebody types it."""
    line = [sys.executable, PROGRAM, *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)


def test_it_waits_as_it_is_told_and_tries_again(small: Served) -> None:
    """A busy minute would lose the plan; or the caller would knock all the time: one at work for 2 s, one waiting."""
    problem = changed("plan", {})["problem"]
    with ThreadPoolExecutor(2) as calls, Dispatcher(small.address) as dispatcher:
        post = small.http.post
        ahead = [calls.submit(post, CALLS["plan"], params={"time_limit": 2}, json={"problem": problem})]
        until_true(lambda: small.calls("running") == 1, 5.0)
        ahead += [calls.submit(post, CALLS["plan"], params={"time_limit": 0.3}, json={"problem": problem})]
        until_true(lambda: small.calls("waiting") == 1, 5.0)
        refused = small.meter('dispatcher_requests_total{method="POST",path="/v1/plans",status="503"}')
        begun = time.monotonic()
        assert dispatcher.plan(problem, time_limit=0.3).status == "complete"
        assert time.monotonic() - begun > 1.0
        knocks = small.meter('dispatcher_requests_total{method="POST",path="/v1/plans",status="503"}') - refused
        assert 1 <= knocks <= 2
        assert [call.result().status_code for call in ahead] == [200, 200]


def test_it_gives_up_at_once_where_trying_again_is_in_vain(service: Served) -> None:
    """A caller would wait for half a minute to learn that a field is missing."""
    begun = time.monotonic()
    with Dispatcher(service.address) as dispatcher, pytest.raises(Refused) as refused:
        dispatcher.plan({"time_zone": "Europe/Zurich", "technicians": []})
    assert time.monotonic() - begun < 1.5
    assert refused.value.code == "invalid_problem"
    assert [(finding.code, finding.where) for finding in refused.value.findings] == [("missing_field", "/problem/jobs")]
    assert refused.value.request_id in str(refused.value)


@contextmanager
def broken_proxy() -> Iterator[str]:
    """The address of a proxy whose service is down."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_error(502, "Bad Gateway")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_that_is_not_the_services_is_not_taken_for_a_refusal() -> None:
    """The caller would see that JSON is expected, not that the proxy has lost the service."""
    with (
        broken_proxy() as address,
        Dispatcher(address) as dispatcher,
        pytest.raises(httpx2.HTTPStatusError, match="502"),
    ):
        dispatcher.validate({})


def test_the_program_plans_a_day(service: Served, tmp_path: Path) -> None:
    """The first thing that somebody tries would fail."""
    write_json(changed("plan", {})["problem"], tmp_path / "day.json")
    told = run(tmp_path / "day.json", service.address, "0.5")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "anna: 08:03 J2 09:00 J1",
        "ben: 13:00 J3",
        "J4 is left out: no_room",
        "The plan keeps every rule.",
    ]


def test_the_program_says_what_is_wrong_without_a_traceback(tmp_path: Path) -> None:
    """A person would have to read Python."""
    write_json({"time_zone": "Europe/Zurich", "technicians": []}, tmp_path / "wrong.json")
    write_json(changed("plan", {})["problem"], tmp_path / "day.json")
    nowhere = "http://127.0.0.1:9"
    for words, said in (
        ((tmp_path / "wrong.json", nowhere), "/jobs"),
        ((tmp_path / "day.json", nowhere), "cannot be reached"),
    ):
        told = run(*words)
        assert told.returncode == 1
        assert said in told.stderr
        assert "Traceback" not in told.stderr
