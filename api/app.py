"""The service as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.envelope import Envelope
from api.openapi import describe
from api.refusal import MEDIA_TYPE, FindingDetails, Refusal
from api.routes import health, stateless
from api.service import Service
from api.settings import ServiceSettings
from dispatcher.errors import RULES

CLIENT_CLOSED_REQUEST = 499
"""Never sent: nobody is there to read it; for the meters."""

DESCRIPTION = """Plans who visits which customer, when, with which skills and parts, so that every promise can be kept.

Every refusal is `application/problem+json` with a stable `code`; what is wrong with the input is listed all at once in
`findings`, each with a JSON pointer into the request's body. Times are ISO 8601 with offset, lengths of time seconds,
distances metres, money decimal text."""


def create_app(settings: ServiceSettings | None = None, *, service: Service | None = None) -> FastAPI:
    """The service: stateless planning over HTTP.

    Parameters
    ----------
    settings
        Limits; None = the defaults.
    service
        What does the work; None = one with these settings.
    """
    service = service or Service(settings or ServiceSettings())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with service.working():
            yield

    app = FastAPIOffline(
        title="Technician dispatcher",
        version=version("technician-dispatcher"),
        description=DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
    )
    app.state.service = service
    app.include_router(stateless.router)
    app.include_router(health.router)
    app.add_middleware(Envelope, meters=service.meters, fault=_refusal(Refusal("internal_error")))
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _bad_query)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_exception_handler(ClientDisconnect, _nobody_there)
    app.openapi = cache(lambda: describe(app, service.settings.longest_plan))  # type: ignore[method-assign]
    return app


def _refusal(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    retry = {} if refusal.retry_after is None else {"Retry-After": str(refusal.retry_after)}
    return JSONResponse(
        refusal.details().model_dump(mode="json"), refusal.status, {**(headers or {}), **retry}, MEDIA_TYPE
    )


async def _refused(_: Request, refusal: Any) -> Response:
    return _refusal(refusal)


async def _bad_query(_: Request, error: Any) -> Response:
    """What pydantic says, without the input: that may be anything at all."""
    rule = RULES["bad_value"]
    found = [
        FindingDetails(
            code="bad_value",
            severity=rule.severity,
            where=":".join(map(str, item["loc"])),
            cause=item["msg"],
            action=rule.action,
        )
        for item in error.errors()
    ]
    return _refusal(Refusal("bad_query", findings=found))


async def _no_route(_: Request, error: Any) -> Response:
    code = "method_not_allowed" if error.status_code == 405 else "not_found"
    return _refusal(Refusal(code), error.headers)


async def _nobody_there(_: Request, __: Any) -> Response:
    return Response(status_code=CLIENT_CLOSED_REQUEST)
