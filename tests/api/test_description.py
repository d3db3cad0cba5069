"""The service's own description: complete, true, and unchanged unless somebody meant it."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Request

from api.openapi import example
from api.refusal import MEDIA_TYPE
from benchmarks.served import Served
from dispatcher.fields import WIRE
from dispatcher.result import Result
from examples.client import Dispatcher
from tests.api.bodies import CALLS
from tests.api.snapshot import DESCRIPTION, described

pytestmark = pytest.mark.xdist_group("api")

ROUTES = {
    ("get", "/livez"),
    ("get", "/readyz"),
    ("get", "/metrics"),
    ("post", "/v1/validate"),
    ("post", "/v1/plans"),
    ("post", "/v1/check"),
}
"""The whole API; a new route needs a decision note."""

DIFFERS = ("search", "settings", "versions")
"""Parts of an answer that are another machine's, or another moment's."""


def parts(description: Any) -> list[tuple[str, Any]]:
    """Every (key, value) in a description, however deep."""
    inside = description.items() if isinstance(description, dict) else enumerate(description)
    found = [(str(key), value) for key, value in inside]
    return found + [part for _, value in found if isinstance(value, dict | list) for part in parts(value)]


def test_the_description_is_what_it_was() -> None:
    """Callers' programs would break with the next release; when it is meant: python -m tests.api.snapshot."""
    assert described() == json.loads(DESCRIPTION.read_text(encoding="utf-8"))


def test_the_service_describes_itself_so(service: Served) -> None:
    """The description would be of another service."""
    assert service.http.get("/openapi.json").json() == described()


def test_there_are_no_other_routes() -> None:
    """An interface grows unnoticed, and never shrinks again."""
    assert {(method, path) for path, methods in described()["paths"].items() for method in methods} == ROUTES


def test_every_reference_leads_somewhere() -> None:
    """A generator of clients would stop at the first that does not."""
    description = described()
    known = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}
    assert {value for key, value in parts(description) if key == "$ref"} <= known


def test_every_refusal_is_described_as_problem_details() -> None:
    """A generated client would not know the shape of an error."""
    for path in CALLS.values():
        responses = described()["paths"][path]["post"]["responses"]
        refused = {status: response["content"] for status, response in responses.items() if status != "200"}
        assert {"400", "408", "413", "415", "422", "503", "504"} <= refused.keys()
        assert all(list(content) == [MEDIA_TYPE] for content in refused.values())


def test_the_worked_examples_stand_in_the_description() -> None:
    """Nobody would find them."""
    for call, path in CALLS.items():
        content = described()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        assert [shown["value"] for shown in content["examples"].values()] == [example(call)]


def test_the_worked_answers_are_true(http: httpx2.Client) -> None:
    """Whoever writes a program by them would write one for another service."""
    for call, path in CALLS.items():
        answer = http.post(path, json=example(call), params={"time_limit": 0.5}).json()
        shown = example(f"{call}-answer")
        assert answer.keys() == shown.keys()
        assert {name: answer[name] for name in answer if name not in DIFFERS} == {
            name: shown[name] for name in shown if name not in DIFFERS
        }


def test_every_refusal_is_described_by_an_example() -> None:
    """Nobody could see what a refusal looks like without provoking it."""
    for path in CALLS.values():
        for status, response in described()["paths"][path]["post"]["responses"].items():
            for code, shown in response["content"].get(MEDIA_TYPE, {}).get("examples", {}).items():
                assert (shown["value"]["code"], shown["value"]["status"]) == (code, int(status))


def test_the_worked_examples_answer_as_they_say(client: Dispatcher, http: httpx2.Client) -> None:
    """The first thing that somebody tries would fail. J1 and J4 need gas level 2 and a pump, of which there is one."""
    assert http.post(CALLS["validate"], json=example("validate")).json() == {"valid": True, "findings": []}
    planned = http.post(CALLS["plan"], json=example("plan"), params={"time_limit": 0.5})
    result = Result.model_validate_json(planned.content, context=WIRE)
    assert [[stop.id for stop in route.stops] for route in result.plan.routes] == [["J2", "J1"], ["J3"]]
    assert [left_out.job for left_out in result.plan.unassigned] == ["J4"]
    checked = client.check(example("check")["problem"], example("check")["plan"], example("check")["travel"])
    assert checked.valid
    assert checked.plan.model_dump(mode="json", exclude_none=True) == example("check")["plan"]


def test_the_page_that_shows_it_needs_nothing_from_elsewhere(service: Served, browser: Browser) -> None:
    """Where there is no internet it would be blank; where there is, others would learn who looks at it."""
    page = browser.new_page()
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(f"{service.address}/docs")
    page.get_by_text("/v1/plans").first.click()
    page.get_by_text("A small day in Lyon").first.wait_for()
    assert [url for url in asked if not url.startswith((service.address, "data:"))] == []
    page.close()
