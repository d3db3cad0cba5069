"""What the reading processes run: validate a problem, check a plan."""

from __future__ import annotations

from collections.abc import Callable

from api.answers import CheckAnswer, ValidateAnswer
from api.call import Answer, Call
from api.refusal import MEDIA_TYPE, Refusal
from api.request import findings_in, read_body, read_request, refuse
from dispatcher.check import check
from dispatcher.errors import NotExplained, NotPlanned, errors_in
from dispatcher.explain import explained, warm_up
from dispatcher.fields import Value
from dispatcher.kpis import kpis
from dispatcher.plan import Plan
from dispatcher.problem import Problem, validate
from dispatcher.solver.cage import Say, StopSignal
from dispatcher.travel import TravelMatrix


def load(_: int) -> None:
    """Get the compiled code ready, which explaining needs."""
    warm_up()


def work(call: Call, say: Say, _: StopSignal) -> str:
    """Answer one call; both kinds take too little time to be stopped."""
    say(answered(_validated if call.name == "validate" else _checked, call).written())
    return "answered"


def answered(answer: Callable[[Call], Value], call: Call) -> Answer:
    """The answer, or the refusal, of one call."""
    try:
        return Answer(200, answer(call).model_dump_json().encode())
    except Refusal as refusal:
        return refused(refusal)


def refused(refusal: Refusal) -> Answer:
    """A refusal as an answer."""
    body = refusal.details().model_dump_json().encode()
    return Answer(refusal.status, body, MEDIA_TYPE, retry_after=refusal.retry_after)


def _validated(call: Call) -> ValidateAnswer:
    body, wrong = read_body(call)
    refuse(wrong)
    found = validate(body["problem"])
    return ValidateAnswer(valid=not errors_in(found), findings=tuple(findings_in("/problem", found)))


def _checked(call: Call) -> CheckAnswer:
    request = read_request(call)
    assert request.plan is not None
    report = check(request.problem, request.travel, request.plan)
    return CheckAnswer(
        valid=report.valid,
        violations=report.violations,
        conflicts=report.conflicts,
        overridden=report.overridden,
        plan=_explained(request.problem, request.travel, report.plan) if report.valid else report.plan,
        kpis=kpis(request.problem, report.plan) if report.valid else None,
    )


def _explained(problem: Problem, travel: TravelMatrix, plan: Plan) -> Plan:
    """With reasons, except for a plan that the search itself could not have made."""
    try:
        return explained(problem, travel, plan)
    except (NotExplained, NotPlanned):
        return plan
