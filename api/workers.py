"""The processes that do all the work, the queue before them, and the deadlines that hold whatever they do."""

from __future__ import annotations

import asyncio
import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from api.call import Answer, Call, read_answer
from api.refusal import Refusal
from dispatcher.solver.cage import Cage, Ended, Said, hear

LOG = logging.getLogger("dispatcher.service")

GRACE = 0.8
"""Seconds past the deadline after which a process is killed: its caller is answered within one."""

LONGEST_SILENCE = 0.05
"""Seconds without a look at whether the caller is still there."""

LONGEST_LOADING = 120.0
"""Seconds that a process may take to load, with code to compile."""

SETTLING = 30.0
"""Seconds that a process may take after its answer to be idle again."""

PAUSE = 0.5
"""Seconds from one look at idle processes to the next, and before one that died while loading is replaced."""

STOPPED_WITHIN = 1.0
"""Seconds in which a process that is asked to stop must have ended, or it is killed."""


class Worker:
    """One working process and its replacements. Its methods block: call them in threads that last."""

    def __init__(self, room: str, memory_limit: int, on_death: Callable[[], None]) -> None:
        self._wanted = (room, memory_limit)
        self._on_death = on_death
        self._cage: Cage | None = None
        self.closed = threading.Event()

    @property
    def loaded(self) -> bool:
        """Whether its process lives and has loaded its room."""
        cage = self._cage
        return cage is not None and cage.ready and _lives(cage)

    def make_ready(self) -> bool:
        """Wait until the process is loaded and idle, replacing it when it is not to be had; False once closed."""
        since = time.monotonic()
        while not self.closed.is_set():
            if self._cage is None or not _lives(self._cage) or time.monotonic() > since + self._patience():
                self.end()
                self._cage, since = Cage(*self._wanted), time.monotonic()
            if self._cage.ready and not self._cage.busy:
                return True
            hear([self._cage], LONGEST_SILENCE)
            if not self._cage.alive:
                self.closed.wait(PAUSE)
        return False

    def _patience(self) -> float:
        return SETTLING if self._cage and self._cage.ready else LONGEST_LOADING

    def work(self, call: Call, abandoned: threading.Event) -> Answer:
        """The process's answer, or its best so far when it dies or overruns the call's deadline.

        Raises
        ------
        Refusal
            When it dies or overruns without any answer.
        """
        if self._cage is None or not _lives(self._cage):
            self.end()
            self._cage = Cage(*self._wanted)
        cage, best = self._cage, None
        cage.start(call)
        kill_at, asked = call.deadline + GRACE, False
        while (now := time.monotonic()) < kill_at and cage.alive:
            if not asked and (abandoned.is_set() or self.closed.is_set()):
                cage.ask_to_stop()
                kill_at, asked = min(kill_at, now + STOPPED_WITHIN), True
            for _, message in hear([cage], min(LONGEST_SILENCE, kill_at - now)):
                if isinstance(message, Said):
                    best = read_answer(message.body)
                    if best.final:
                        return best
                if isinstance(message, Ended):
                    self._died(message.status, message.trace)
                    return best or _no_answer("worker_died", f"Its last word: {message.status}")
        cage.kill()
        self._died(f"was killed {GRACE} s after its time limit")
        return best or _no_answer(
            "no_answer_in_time", f"The process at work had found nothing {GRACE} s after its limit."
        )

    def _died(self, status: str, trace: str = "") -> None:
        LOG.warning("A process of %s %s\n%s", self._wanted[0], status, trace)
        self._on_death()

    def end(self) -> None:
        """Leave no process behind."""
        if self._cage:
            with self._cage:
                pass


def _lives(cage: Cage) -> bool:
    """A process that died while nobody listened to it is not known to be dead until it is asked for."""
    return cage.alive and cage.process.poll() is None


def _no_answer(code: str, detail: str) -> Answer:
    raise Refusal(code, detail, retry_after=1)


class Workers:
    """Working processes of one kind and the queue before them; an asynchronous context manager.

    Parameters
    ----------
    room
        The module that the processes run, see `dispatcher.solver.cage`.
    count
        How many work side by side.
    waiting
        How many callers may wait.
    on_death
        Called when a process has died at work, or had to be killed.
    """

    def __init__(
        self,
        room: str,
        count: int,
        waiting: int,
        memory_limit: int,
        on_death: Callable[[], None] = lambda: None,
    ) -> None:
        self._workers = [Worker(room, memory_limit, on_death) for _ in range(count)]
        self._most_waiting = waiting
        self._idle: list[Worker] = []
        self._queue: deque[asyncio.Future[Worker]] = deque()
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=room)
        self._making_ready: set[asyncio.Task[None]] = set()
        self._running: dict[Worker, float] = {}
        self.closing = False

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        return len(self._queue)

    @property
    def running(self) -> int:
        """How many are at work."""
        return len(self._running)

    @property
    def ready(self) -> bool:
        """Whether any process is loaded, at work or not."""
        return not self.closing and any(worker.loaded for worker in self._workers)

    async def __aenter__(self) -> Workers:
        self._restore(*self._workers)
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        self.stop()
        while self._running or self._making_ready:
            await asyncio.sleep(LONGEST_SILENCE)
        for worker in self._workers:
            worker.end()
        self._threads.shutdown()

    def stop(self) -> None:
        """Take no more calls, and let those at work answer with what they have."""
        self.closing = True
        for worker in self._workers:
            worker.closed.set()
        for place in self._queue:
            if not place.done():
                place.set_exception(Refusal("shutting_down", retry_after=5))
        self._queue.clear()

    async def run(self, call: Call, seconds: float, abandoned: threading.Event) -> Answer:
        """Wait for a free process and let it answer; the seconds count from then.

        Raises
        ------
        Refusal
            When too many are waiting, and as `Worker.work`.
        """
        asked = time.monotonic()
        worker = await self._next()
        begun = time.monotonic()
        deadline = begun + seconds
        self._running[worker] = deadline
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, worker.work, replace(call, deadline=deadline), abandoned)
        work.add_done_callback(lambda done: self._finished(worker, done))
        try:
            answer = await asyncio.shield(work)
            return replace(answer, queued=begun - asked, worked=time.monotonic() - begun)
        except asyncio.CancelledError:
            abandoned.set()
            raise

    def refuse_when_busy(self) -> None:
        """Raise a `Refusal` when a call would have to."""
        if self.closing:
            raise Refusal("shutting_down", retry_after=5)
        loading = len(self._workers) - self.running - len(self._idle)
        if not self._idle and self.waiting >= self._most_waiting + loading:
            detail = f"{self.running} are being worked on and {self.waiting} wait."
            raise Refusal("busy", detail, retry_after=self._seconds_to_a_place())

    async def _next(self) -> Worker:
        self.refuse_when_busy()
        self._replace_the_dead()
        if self._idle:
            return self._idle.pop()
        place: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if place in self._queue:
                self._queue.remove(place)
            elif not place.cancelled():
                self._free(place.result())
            raise

    def _free(self, worker: Worker) -> None:
        """Give the worker to whoever waits longest."""
        while self._queue:
            place = self._queue.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def _finished(self, worker: Worker, done: asyncio.Future[Answer]) -> None:
        done.exception()
        del self._running[worker]
        self._restore(worker)

    def _restore(self, worker: Worker, *others: Worker) -> None:
        """Free the worker once its process is loaded and idle, and only then begin with the others: one is enough."""
        task = asyncio.create_task(self._make_ready(worker, *others))
        self._making_ready.add(task)
        task.add_done_callback(self._making_ready.discard)

    async def _watch(self) -> None:
        """Replace processes that die while nobody needs them, before somebody does."""
        while True:
            await asyncio.sleep(PAUSE)
            self._replace_the_dead()

    def _replace_the_dead(self) -> None:
        for worker in [worker for worker in self._idle if not worker.loaded]:
            self._idle.remove(worker)
            self._restore(worker)

    async def _make_ready(self, worker: Worker, *others: Worker) -> None:
        if await asyncio.get_running_loop().run_in_executor(self._threads, worker.make_ready):
            self._free(worker)
        for other in others:
            self._restore(other)

    def _seconds_to_a_place(self) -> int:
        """Until the next one at work must have ended."""
        first = min(self._running.values(), default=time.monotonic() + 1)
        return max(1, math.ceil(first - time.monotonic()))
