"""Work in a child process that can always be killed: OR-Tools holds the GIL, overruns its limits and eats memory.

A child belongs to a room, a module with a function `work(task, say, stop)` and, if it has to get ready, a function
`load(memory_limit)`. It loads the room, says that it is ready, gets a task, and says what it finds through a pipe; the
parent reads while it waits. Neither reading nor writing ever blocks the parent, so a child that is stopped amid a
message holds nobody up, and killing one loses nothing, since everything worth having has been said.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import io
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, Self

PARENT_DEATH_SIGNAL = 1
"""prctl's PR_SET_PDEATHSIG: the child dies with the thread that started it."""

INSIDE = "DISPATCHER_CAGE"
"""Environment variable of every child: cages within a cage belong to its process group, and are killed with it."""

HEADER = struct.Struct("!cII")
"""Of each message: its kind, its length in bytes, its CRC-32."""

LARGEST_MESSAGE = 2**28
"""Bytes; a longer one is nonsense."""

LONGEST_LOADING = 20.0
"""Seconds that a child may take to load its room before it counts as hanging."""

SHORT = 0.1
"""Seconds between two looks at children that are waited for."""

PIECE = 2**18
"""Bytes read at once."""

READY, SAID, ENDED, FAILED = b"r", b"s", b"e", b"f"
"""Kinds of what a child says."""

TASK, STOP = b"t", b"x"
"""Kinds of what it is told."""


class StopSignal(Protocol):
    """Anything that can ask a search to stop, such as `threading.Event`."""

    def is_set(self) -> bool:
        """Whether to stop."""
        ...


Say = Callable[[bytes], None]
"""Sends something to the parent."""


class Said(NamedTuple):
    """What the room said about its task."""

    body: bytes


class Ended(NamedTuple):
    """How a task ended: the child waits for the next one, or has failed and is gone."""

    status: str
    failed: bool
    trace: str = ""
    """Where in its code it failed, if it could still say so."""


class Ready(NamedTuple):
    """The child has loaded its room."""


Message = Said | Ended | Ready


class Cage:
    """One child process with its room loaded; a context manager that leaves no process behind.

    Parameters
    ----------
    room
        Name of the module whose `work(task, say, stop) -> str` the child runs; what it returns is how the task ended.
    memory_limit
        Megabytes of address space that a task may take beyond what loading the room takes.
    """

    def __init__(self, room: str, memory_limit: int) -> None:
        child_in, self._out = os.pipe()
        self._in, child_out = os.pipe()
        self._leads = INSIDE not in os.environ
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dispatcher.solver.cage", room, *map(str, (child_in, child_out, memory_limit))],
            pass_fds=(child_in, child_out),
            stdin=subprocess.DEVNULL,
            start_new_session=self._leads,
            env={**os.environ, INSIDE: "1"},
        )
        os.close(child_in)
        os.close(child_out)
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._heard, self._unsent = bytearray(), bytearray()
        self._cause_of_death = ""
        self.alive, self.busy, self.ready = True, False, False
        self.task: Any = None

    def start(self, task: Any) -> None:
        """Hand over a task; the child takes it as soon as it is ready and idle."""
        self.task, self.busy = task, True
        self._tell(TASK, pickle.dumps(task))

    def ask_to_stop(self) -> None:
        """Ask for the end of the task; whether and how soon the room obeys is its own affair."""
        self._tell(STOP, b"")

    def kill(self) -> None:
        """End the child at once, and all that it has started."""
        self.alive = self.busy = False
        with contextlib.suppress(ProcessLookupError):
            if self._leads:
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.wait()
        os.close(self._in)
        os.close(self._out)

    def _tell(self, kind: bytes, body: bytes) -> None:
        self._unsent += _framed(kind, body)
        self.send()

    def send(self) -> None:
        """Write as much of what is unsent as the pipe takes."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            while self.alive and self._unsent:
                del self._unsent[: os.write(self._out, self._unsent)]

    def waits_for(self) -> Iterator[tuple[int, int]]:
        """(file descriptor, event) of everything that would let this cage go on."""
        yield self._in, select.POLLIN
        if self._unsent:
            yield self._out, select.POLLOUT

    def receive(self) -> None:
        """Read what the pipe holds; at its end, or when it cannot be read, the child has failed."""
        try:
            while piece := os.read(self._in, PIECE):
                self._heard += piece
                if len(piece) < PIECE:
                    return
            self._cause_of_death = "died"
        except BlockingIOError:
            return
        except OSError as error:
            self._cause_of_death = f"died: {error}"

    def next_message(self) -> Message | None:
        """The next whole message; None when there is none yet; nonsense is an `Ended` that failed."""
        if len(self._heard) < HEADER.size:
            return self._last_word()
        kind, length, checksum = HEADER.unpack_from(self._heard)
        if length > LARGEST_MESSAGE or kind not in (READY, SAID, ENDED, FAILED):
            return self._refuse()
        if len(self._heard) < HEADER.size + length:
            return self._last_word()
        body = bytes(self._heard[HEADER.size : HEADER.size + length])
        del self._heard[: HEADER.size + length]
        return self._understood(kind, body) if zlib.crc32(body) == checksum else self._refuse()

    def _understood(self, kind: bytes, body: bytes) -> Message:
        if kind == READY:
            self.ready = True
            return Ready()
        if kind == SAID:
            return Said(body)
        self.busy = False
        if kind == FAILED:
            self.kill()
        status, _, trace = body.decode(errors="replace").partition("\n")
        return Ended(status, kind == FAILED, trace)

    def _refuse(self) -> Ended:
        self.kill()
        return Ended(f"said nonsense: {bytes(self._heard[:60])!r}", failed=True)

    def _last_word(self) -> Ended | None:
        if not self._cause_of_death:
            return None
        self.kill()
        return Ended(self._cause_of_death, failed=True)


def hear(cages: Sequence[Cage], seconds: float) -> list[tuple[Cage, Message]]:
    """One message of each cage that has something to say, waiting at most so many seconds for the first."""
    until = time.monotonic() + seconds
    while True:
        told = [(cage, cage.next_message()) for cage in cages if cage.alive]
        heard: list[tuple[Cage, Message]] = [(cage, message) for cage, message in told if message is not None]
        left = until - time.monotonic()
        if heard or left < 0 or not any(cage.alive for cage in cages):
            return heard
        _move(cages, left)


def _move(cages: Sequence[Cage], seconds: float) -> None:
    """Wait until something can be read or written, and do so."""
    poll = select.poll()
    reads: dict[int, Cage] = {}
    writes: dict[int, Cage] = {}
    for cage in cages:
        for descriptor, event in cage.waits_for() if cage.alive else ():
            poll.register(descriptor, event)
            (reads if event == select.POLLIN else writes)[descriptor] = cage
    for descriptor, _ in poll.poll(max(0.0, 1000 * seconds)):
        if descriptor in reads:
            reads[descriptor].receive()
        else:
            writes[descriptor].send()


class Cages:
    """Children of one room, kept loaded from one search to the next; a context manager.

    Parameters
    ----------
    room, memory_limit
        See `Cage`.
    count
        How many.
    """

    def __init__(self, room: str, count: int, memory_limit: int) -> None:
        self._wanted = (room, memory_limit)
        self._cages = [Cage(*self._wanted) for _ in range(count)]

    def idle(self, patience: float = 0.0) -> list[Cage]:
        """All of them, none at work; one that is dead is replaced, and one that is still busy after so many seconds.

        With any patience at all, those that still load are waited for: replaced, they would only begin again.
        """
        begun = since = time.monotonic()
        while busy := [cage for cage in self._cages if cage.alive and cage.busy]:
            now = time.monotonic()
            if patience and now < begun + LONGEST_LOADING and not all(cage.ready for cage in busy):
                since = now
            if now >= since + patience:
                break
            hear(busy, min(SHORT, since + patience - now))
        for k, cage in enumerate(self._cages):
            if cage.busy or not cage.alive:
                with cage:
                    self._cages[k] = Cage(*self._wanted)
        return list(self._cages)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for cage in self._cages:
            cage.kill()
        for cage in self._cages:
            with cage:
                pass


def _framed(kind: bytes, body: bytes) -> bytes:
    return HEADER.pack(kind, len(body), zlib.crc32(body)) + body


class _Told:
    """The child's end of the pipe that tells it what to do; asking it whether to stop never blocks."""

    def __init__(self, descriptor: int) -> None:
        self._pipe = io.FileIO(descriptor)
        self._stopped = False

    def next_task(self) -> Any:
        """The next task.

        Raises
        ------
        EOFError
            When the parent is gone.
        """
        self._stopped = False
        while (told := self._next())[0] != TASK:
            pass
        return pickle.loads(told[1])

    def is_set(self) -> bool:
        """Whether the parent has asked for the end of the task."""
        readable, _, _ = select.select([self._pipe], [], [], 0)
        if readable and not self._stopped:
            self._stopped = self._next()[0] == STOP
        return self._stopped

    def _next(self) -> tuple[bytes, bytes]:
        kind, length, _ = HEADER.unpack(self._exactly(HEADER.size))
        return kind, self._exactly(length)

    def _exactly(self, size: int) -> bytes:
        gathered = bytearray()
        while len(gathered) < size:
            piece = self._pipe.read(size - len(gathered))
            if not piece:
                raise EOFError("the parent is gone")
            gathered += piece
        return bytes(gathered)


def _main(room: str, told_in: str, said_out: str, memory_limit: str) -> None:
    """The child's whole life."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    said = open(int(said_out), "wb", buffering=0)  # noqa: SIM115 (open for the child's whole life)

    def tell(kind: bytes, body: bytes) -> None:
        frame = memoryview(_framed(kind, body))
        while frame:
            frame = frame[said.write(frame) :]

    module = importlib.import_module(room)
    if hasattr(module, "load"):
        module.load(int(memory_limit))
    _limit_memory(int(memory_limit))
    told = _Told(int(told_in))
    try:
        tell(READY, b"")
        while True:
            task = told.next_task()
            status = module.work(task, lambda body: tell(SAID, body), told)
            tell(ENDED, status.encode())
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        tell(FAILED, f"{what}\n{traceback.format_exc()}".encode())


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm", encoding="ascii") as statm:
        loaded = int(statm.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (loaded + megabytes * 2**20, hard))


if __name__ == "__main__":
    _main(*sys.argv[1:5])
