"""Around every request: a name for it, its time taken, and headers that keep answers from being misused."""

from __future__ import annotations

import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.meters import Meters

REQUEST_ID = "X-Request-Id"

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Envelope:
    """ASGI middleware.

    Parameters
    ----------
    fault
        Answers a request that the application failed on, so that this answer too has its envelope.
    """

    def __init__(self, app: ASGIApp, meters: Meters, fault: ASGIApp) -> None:
        self.app, self.meters, self.fault = app, meters, fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the envelope around the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 0
        name = _given_name(Headers(scope=scope)) or str(uuid4())

        async def enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[REQUEST_ID] = name
                for header, value in HEADERS.items():
                    headers.setdefault(header, value)
            await send(message)

        try:
            await self.app(scope, receive, enveloped)
        except Exception:
            if not status:
                await self.fault(scope, receive, enveloped)
            raise
        finally:
            path = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.meters.answered(method, path, status, time.perf_counter() - begun)


def _given_name(headers: Headers) -> str | None:
    """The caller's own name for the request, if it is a harmless one."""
    given = headers.get(REQUEST_ID, "")
    return given if re.fullmatch(r"[A-Za-z0-9._:-]{1,100}", given) else None
