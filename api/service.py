"""One service: its working processes and its meters."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import Request
from starlette.requests import ClientDisconnect

from api.call import Answer, Call
from api.meters import Meters
from api.refusal import Refusal
from api.settings import ServiceSettings
from api.workers import Workers

READING_ROOM, PLANNING_ROOM = "api.reading_room", "api.planning_room"
"""What the working processes run."""

JSON_TYPE = "application/json"


class Service:
    """What every route needs."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.settings, self.meters = settings, Meters()
        limit, died = settings.memory_limit, self.meters.deaths.inc
        self.planners = Workers(PLANNING_ROOM, settings.solves, settings.waiting, limit, died)
        self.readers = Workers(READING_ROOM, settings.readers, settings.waiting_readers, limit, died)
        self.meters.watch("plan", self.planners)
        self.meters.watch("read", self.readers)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Processes started before, none left after."""
        async with self.readers, self.planners:
            yield

    def stop(self) -> None:
        """Let plans at work end with what they have, and refuse those that wait."""
        self.planners.stop()
        self.readers.stop()

    async def answer(self, request: Request, call: Call, workers: Workers, seconds: float) -> Answer:
        """Read the body and let a process answer; a caller who goes away ends the work.

        Raises
        ------
        Refusal
            Whatever is wrong with the body, or the queue is full.
        ClientDisconnect
            When nobody is there to be answered.
        """
        workers.refuse_when_busy()
        call = replace(call, body=await self._body(request))
        abandoned = threading.Event()
        work = asyncio.ensure_future(workers.run(call, seconds, abandoned))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            raise ClientDisconnect
        finally:
            work.cancel()
            gone.cancel()

    async def _body(self, request: Request) -> bytes:
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type != JSON_TYPE or request.headers.get("content-encoding", "identity") != "identity":
            raise Refusal("unsupported_media_type")
        try:
            async with asyncio.timeout(self.settings.longest_upload):
                return await self._at_most(request, self.settings.largest_body)
        except TimeoutError:
            detail = f"It took longer than {self.settings.longest_upload:g} s."
            raise Refusal("upload_too_slow", detail) from None

    async def _at_most(self, request: Request, limit: int) -> bytes:
        body = bytearray()
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise Refusal("body_too_large", f"Up to {limit} bytes are taken.")
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise Refusal("body_too_large", f"Up to {limit} bytes are taken.")
        return bytes(body)


async def _gone(request: Request) -> None:
    """Return when the caller has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
