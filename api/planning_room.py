"""What the planning processes run: the whole road from a request to a checked plan."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from api.call import Answer, Call
from api.reading_room import refused
from api.refusal import Refusal
from api.request import read_request
from dispatcher.dispatch import Progress, dispatch, warm_up
from dispatcher.errors import NotPlanned, SolverFailed
from dispatcher.result import Result
from dispatcher.settings import Settings
from dispatcher.solver.cage import Cages, Say, StopSignal
from dispatcher.solver.search import solver_processes

WRITING = 0.1
"""Seconds kept for writing the answer and carrying it over."""

SHORTEST_SEARCH = 0.1
"""Seconds of search, however late the request was read."""

INTERIM_SHARE = 10
"""Between two answers on the way at least this many times the seconds that making one takes."""

OFTEN = 0.5
"""Seconds between two answers on the way, at least."""

_loaded: list[Cages] = []
"""The solver processes of this process, kept from one call to the next."""


def load(memory_limit: int) -> None:
    """Get everything ready that the first call would have to wait for."""
    warm_up()
    _loaded.append(solver_processes(1, memory_limit))


def work(call: Call, say: Say, stop: StopSignal) -> str:
    """Answer one call: with each better plan now and then, with the best at the end."""
    (cages,) = _loaded
    try:
        with _refusals_for(call):
            request = read_request(call)
            left = call.deadline - time.monotonic() - WRITING
            settings = Settings(
                time_limit=max(SHORTEST_SEARCH, left), seed=call.seed, cores=1, memory_limit=call.memory_limit
            )
            interim = _Interim(say)
            result = dispatch(
                request.problem, request.travel, settings, on_progress=interim.offer, stop=stop, cages=cages
            )
            say(_answer(result, final=True).written())
    except Refusal as refusal:
        say(refused(refusal).written())
    cages.idle(patience=1.0)
    return "answered"


class _Interim:
    """Sends answers on the way, so that whatever happens to this process, the caller has one."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.next_at = 0.0

    def offer(self, progress: Progress) -> None:
        """Send this one unless the last is too recent."""
        begun = time.monotonic()
        if begun < self.next_at:
            return
        self.say(_answer(progress.result(), final=False).written())
        now = time.monotonic()
        self.next_at = now + max(OFTEN, INTERIM_SHARE * (now - begun))


def _answer(result: Result, *, final: bool) -> Answer:
    return Answer(200, result.model_dump_json().encode(), final=final)


@contextmanager
def _refusals_for(call: Call) -> Iterator[None]:
    try:
        yield
    except NotPlanned as error:
        raise Refusal("not_planned", str(error)) from None
    except SolverFailed as error:
        raise Refusal("solver_failed", str(error)) from None
