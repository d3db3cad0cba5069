"""Validate, plan, check: whatever is needed comes with the request, and nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answers import CheckAnswer, ValidateAnswer
from api.call import Answer, Call, CallName
from api.openapi import USUAL_TIME_LIMIT, refusals, request_body, worked_answer
from api.refusal import FindingDetails, Refusal
from api.service import Service
from dispatcher.errors import Finding
from dispatcher.result import Result

router = APIRouter(prefix="/v1", tags=["stateless"])

ANYWHERE = (
    *("bad_json", "upload_too_slow", "body_too_large", "unsupported_media_type", "invalid_problem"),
    *("busy", "shutting_down", "worker_died", "no_answer_in_time"),
)
"""How every call may be refused."""


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(_service)]


@router.post(
    "/validate",
    summary="Everything wrong with a problem",
    response_model=ValidateAnswer,
    responses={**worked_answer("validate"), **refusals(*ANYWHERE)},
    openapi_extra=request_body("validate"),
)
async def validate(request: Request, service: TheService) -> Response:
    """Say everything that is wrong with a problem: errors, which forbid a plan, and smells, which deserve a look.

    A problem that breaks rules is answered with 200 too: to be told is what was asked for.
    """
    call = _call(service, "validate")
    return _response(await service.answer(request, call, service.readers, service.settings.longest_reading))


@router.post(
    "/plans",
    summary="A plan for a problem",
    response_model=Result,
    responses={
        **worked_answer("plan"),
        **refusals(*ANYWHERE, "bad_query", "travel_unknown", "not_planned", "solver_failed"),
    },
    openapi_extra=request_body("plan"),
)
async def plan(
    request: Request,
    service: TheService,
    time_limit: Annotated[
        float | None, Query(gt=0, allow_inf_nan=False, description="Seconds to search, once it is this call's turn.")
    ] = None,
    seed: Annotated[int, Query(ge=0, lt=2**31, description="Another one may find another plan.")] = 1,
) -> Response:
    """Make a plan: who goes where and when, what is left out and why. Waits for the answer.

    The answer comes within a second after the time limit, counted from when a processor is free for this call: the
    header `Server-Timing` says how long that took, in milliseconds.
    `search.stopped_by` is `interrupted` when the search was cut short and this is the best it had found.
    Whoever goes away ends the search.
    """
    longest = service.settings.longest_plan
    if time_limit is not None and time_limit > longest:
        found = Finding("bad_value", "query:time_limit", f"This service takes up to {longest:g} s.")
        raise Refusal("bad_query", findings=[FindingDetails.of(found)])
    call = replace(_call(service, "plan"), seed=seed)
    seconds = time_limit or min(USUAL_TIME_LIMIT, longest)
    return _response(await service.answer(request, call, service.planners, seconds))


@router.post(
    "/check",
    summary="Every rule that a plan breaks",
    response_model=CheckAnswer,
    responses={**worked_answer("check"), **refusals(*ANYWHERE, "travel_unknown")},
    openapi_extra=request_body("check"),
)
async def check(request: Request, service: TheService) -> Response:
    """Check a plan, this service's or a hand-made one: every rule it breaks, every time and price recomputed.

    Give the same `travel` that the plan was made with.
    """
    call = _call(service, "check")
    return _response(await service.answer(request, call, service.readers, service.settings.longest_reading))


def _call(service: Service, name: CallName) -> Call:
    limits = service.settings
    return Call(name, b"", limits.most_jobs, limits.most_technicians, limits.memory_limit)


def _response(answer: Answer) -> Response:
    headers = {"Server-Timing": f"queue;dur={1000 * answer.queued:.0f}, work;dur={1000 * answer.worked:.0f}"}
    if answer.retry_after is not None:
        headers["Retry-After"] = str(answer.retry_after)
    return Response(answer.body, answer.status, headers, answer.media_type)
