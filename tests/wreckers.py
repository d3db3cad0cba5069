"""A room whose planning processes misbehave in the way that the call's seed says; see `tests.murders`."""

from __future__ import annotations

from collections.abc import Callable

from api import planning_room
from api.call import Call
from dispatcher.solver.cage import Say, StopSignal

load = planning_room.load


def work(call: Call, say: Say, stop: StopSignal) -> str:
    """Plan, but commit the crime: odd seeds at once, even ones after the first plan has been said."""
    crime = CRIMES[call.seed // 2 % len(CRIMES)]

    def say_and_sin(body: bytes) -> None:
        say(body)
        crime()

    if call.seed % 2:
        crime()
    return planning_room.work(call, say_and_sin, stop)


def endless_loop() -> None:
    """Hear nothing, say nothing, and keep a core busy."""
    while True:
        pass


def memory_bomb() -> None:
    """Take memory until there is none."""
    hoard = []
    while True:
        hoard.append(bytearray(2**26))


CRIMES: tuple[Callable[[], None], ...] = (endless_loop, memory_bomb)
