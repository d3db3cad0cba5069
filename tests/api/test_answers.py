"""What the service answers is what the core answers, and what is wrong is said all at once, where it stands."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from benchmarks.loads import example_day
from dispatcher import Geodesic
from dispatcher.check import check
from dispatcher.fields import WIRE
from dispatcher.plan import Plan
from dispatcher.problem import Problem, validate
from examples.client import Dispatcher, Refused
from tests.api.bodies import CALLS, changed
from tests.builders import a_job, a_plan, a_problem, a_technician, line_travel
from tests.faulty_documents import ERRORS, SMELLS, Case
from tests.faulty_documents import changed as faulty

pytestmark = pytest.mark.xdist_group("api")

LINE = [[60 * abs(a - b) for b in range(21)] for a in range(21)]
"""Seconds between 21 positions on the line of `tests.builders`: one minute from each to the next."""

ON_THE_LINE = {"kind": "matrix", "seconds": LINE, "metres": [[1000 * steps // 60 for steps in row] for row in LINE]}


def pointed_at(body: Any, pointer: str) -> Any:
    """What stands at a JSON pointer."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        body = body[int(name)] if isinstance(body, list) else body[name]
    return body


def test_a_plan_over_http_is_one_that_the_checker_accepts(client: Dispatcher) -> None:
    """The service would send technicians to where they cannot be in time."""
    problem = example_day()
    travel = Geodesic(speed_kmh=35, detour=1.4).matrix(problem.places)
    straight = {"kind": "straight_lines", "speed_kmh": 35, "detour": 1.4}
    result = client.plan(problem, straight, time_limit=1.5)
    assert check(problem, travel, result.plan).violations == ()
    assert result.problem_hash == problem.fingerprint()
    assert result.travel_source == travel.source
    answer = client.check(problem, result.plan, straight)
    assert (answer.valid, answer.violations, answer.kpis) == (True, (), result.kpis)


def test_a_given_matrix_is_what_counts(client: Dispatcher) -> None:
    """A customer's road times would be replaced by straight lines: 10 minutes and 10 km out, as many back."""
    problem = a_problem([a_technician()], [a_job(minute=10)])
    (route,) = client.plan(problem, ON_THE_LINE, time_limit=0.3).plan.routes
    assert (route.stops[0].travel, route.travel_home) == (600, 600)
    assert (route.stops[0].distance, route.distance_home) == (10_000, 10_000)


def test_another_seed_is_taken(client: Dispatcher) -> None:
    """Whoever tries again with another seed would get the same search."""
    result = client.plan(changed("plan", {})["problem"], time_limit=0.2, seed=7)
    assert result.settings.seed == 7


def test_check_names_what_a_plan_breaks(client: Dispatcher) -> None:
    """A plan made by hand would go out with a rule broken: ten minutes of travel, so nobody is there at 08:05."""
    problem = a_problem([a_technician()], [a_job(minute=10)])
    plan = a_plan(problem, line_travel(problem), {("anna", "day"): ["J1"]})
    assert client.check(problem, plan, ON_THE_LINE).valid
    document = plan.model_dump(mode="json")
    document["routes"][0]["stops"][0] |= {"arrival": "2026-11-23T08:05:00+01:00"}
    document["routes"].append(document["routes"][0] | {"technician": "nobody"})
    answer = client.check(problem, document, ON_THE_LINE)
    assert not answer.valid
    assert {violation.code for violation in answer.violations} >= {"false_arrival", "shift_unknown", "job_twice"}
    assert answer.plan.routes[0].stops[0].arrival == plan.routes[0].stops[0].arrival
    assert answer.kpis is None


def test_whole_numbers_of_money_in_a_plan_are_currency_units(client: Dispatcher) -> None:
    """Programs write 200 where we write "200.000"; taken for units of memory it would be next to nothing."""
    body = changed("check", {"/plan/unassigned/0/cost": 200})
    assert body["plan"]["cost"]["unassigned"] == "200.000"
    body["plan"]["cost"]["unassigned"] = 200
    assert client.check(body["problem"], body["plan"]).violations == ()
    body["plan"]["unassigned"][0]["cost"] = 201
    assert {violation.code for violation in client.check(body["problem"], body["plan"]).violations} == {"false_cost"}


def test_everything_wrong_comes_in_one_answer_each_where_it_stands(http: httpx2.Client) -> None:
    """A caller would mend one thing, send it again, and learn of the next."""
    body = changed("check", {
        "/more": 1,
        "/problem/jobs/1/duration": -1,
        "/problem/jobs/2/skills/all/a~b": "high",
        "/problem/locks": [{"kind": "time", "job": "J9", "start": "2026-11-23T08:00:00+01:00"}],
        "/travel": {"kind": "straight_lines", "speed_kmh": 0},
        "/plan/routes/0/stops/0/kind": "lunch",
    })  # fmt: skip
    answer = http.post(CALLS["check"], json=body).json()
    assert {finding["where"]: finding["code"] for finding in answer["findings"]} == {
        "/more": "unknown_field",
        "/problem/jobs/1/duration": "bad_value",
        "/problem/jobs/2/skills/all/a~0b": "bad_value",
        "/problem/locks/0/job": "unknown_job",
        "/travel/speed_kmh": "bad_value",
        "/plan/routes/0/stops/0/kind": "bad_value",
    }
    assert answer["detail"] == "6 errors in the body."
    assert pointed_at(body, "/problem/jobs/2/skills/all/a~0b") == "high"
    assert all(finding["cause"] and finding["action"] for finding in answer["findings"])


@pytest.mark.parametrize("case", [*ERRORS, *SMELLS], ids=lambda case: f"{case.code} {case.where}")
def test_validate_finds_over_http_what_it_finds_at_home(client: Dispatcher, case: Case) -> None:
    """A problem that passes here would be refused there."""
    document = faulty(case.changes)
    at_home = [("/problem" + finding.where, finding.code, finding.cause) for finding in validate(document)]
    answer = client.validate(document)
    assert [(finding.where, finding.code, finding.cause) for finding in answer.findings] == at_home
    assert answer.valid == (case in SMELLS)


@pytest.mark.parametrize("call", CALLS)
def test_a_missing_part_of_the_body_is_named(http: httpx2.Client, call: str) -> None:
    """A caller who sends the bare problem would be told that each of its fields is unknown, and no more."""
    answer = http.post(CALLS[call], json={}).json()
    missing = ["/problem"] if call != "check" else ["/problem", "/plan"]
    assert [(finding["where"], finding["code"]) for finding in answer["findings"]] == [
        (where, "missing_field") for where in missing
    ]


def test_travel_that_cannot_be_had_is_a_refusal_of_its_own(client: Dispatcher) -> None:
    """It is neither the problem's fault nor the service's."""
    problem = a_problem([a_technician()], [a_job(minute=30)])
    for travel in (None, ON_THE_LINE, {"kind": "matrix", "seconds": [[0, 1], [1]]}):
        with pytest.raises(Refused) as refused:
            client.plan(problem, travel)
        assert (refused.value.code, refused.value.details.retryable) == ("travel_unknown", False)


def test_what_the_search_cannot_plan_is_said(client: Dispatcher) -> None:
    """The caller would wait for a plan that never comes."""
    problem = changed("plan", {})["problem"]
    plan = changed("check", {})["plan"]
    plan["routes"][0]["stops"].insert(1, plan["routes"][0]["stops"][0] | {"kind": "appointment", "id": "dentist"})
    problem["starting_plan"] = plan
    assert Problem.model_validate(problem, context=WIRE).starting_plan == Plan.model_validate(plan, context=WIRE)
    with pytest.raises(Refused) as refused:
        client.plan(problem)
    assert refused.value.code == "not_planned"
    assert not client.check(problem, plan).valid
