"""A search in a real child process: it streams, it can be killed, and whatever it does the parent goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from dispatcher.arrays import number
from dispatcher.solver.cage import HEADER, Cage, Cages, Ended, Message, Ready, Said, hear
from dispatcher.solver.task import Better, Task, better
from tests.builders import a_job, a_problem, a_technician, line_travel

ROOM = "dispatcher.solver.routing"


def a_task(seconds: float) -> Task:
    """Three jobs on the line, to be searched for so long."""
    problem = a_problem([a_technician()], [a_job(f"J{k}", minute) for k, minute in enumerate((30, 10, 20))])
    return Task(number(problem, line_travel(problem)).data, 1, time.monotonic() + seconds, "guided")


def listen(cage: Cage, seconds: float = 30.0) -> list[Message]:
    """Everything the cage says until a search ends."""
    heard: list[Message] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until and not any(isinstance(message, Ended) for message in heard):
        heard += [message for _, message in hear([cage], 0.2)]
    return heard


def test_a_child_is_ready_then_tells_better_orders_then_ends_and_takes_the_next_task() -> None:
    """Solving would need a new process each time, or tell its plans only at the end."""
    with Cage(ROOM, memory_limit=2000) as cage:
        for expected in (Ready, Said):
            cage.start(a_task(1.0))
            heard = listen(cage)
            assert isinstance(heard[0], expected)
            assert isinstance(heard[-1], Ended)
            assert not heard[-1].failed
            plans = [better(message.body, cage.task) for message in heard if isinstance(message, Said)]
            assert plans
            assert all(plans)
    assert cage.process.returncode is not None


def test_a_murdered_child_ends_as_failed_and_leaves_no_process() -> None:
    """A killed solver would hang its caller."""
    with Cage(ROOM, memory_limit=2000) as cage:
        cage.start(a_task(60.0))
        assert isinstance(hear([cage], 30.0)[0][1], Ready)
        os.kill(cage.process.pid, signal.SIGKILL)
        last = listen(cage)[-1]
        assert isinstance(last, Ended)
        assert last.failed
        assert not cage.alive


def test_leaving_the_cage_ends_a_search_at_once() -> None:
    """OR-Tools overruns its limits and holds the GIL: only a kill is sure to stop it."""
    with Cage(ROOM, memory_limit=2000) as cage:
        cage.start(a_task(600.0))
        hear([cage], 30.0)
    assert cage.process.returncode == -signal.SIGKILL


def test_a_child_that_wants_too_much_memory_fails_alone() -> None:
    """One greedy search would take the whole machine with it."""
    jobs = [a_job(f"J{k}", k % 50) for k in range(900)]
    problem = a_problem([a_technician()], jobs)
    task = Task(number(problem, line_travel(problem)).data, 1, time.monotonic() + 30, "guided")
    with Cage(ROOM, memory_limit=1) as cage:
        cage.start(task)
        last = listen(cage)[-1]
    assert isinstance(last, Ended)
    assert last.failed


def test_a_child_stopped_in_the_middle_holds_nobody_up() -> None:
    """A solver that hangs while it speaks, or will not take its task, would hang its caller beyond any deadline."""
    with Cage(ROOM, memory_limit=2000) as cage:
        assert isinstance(hear([cage], 30.0)[0][1], Ready)
        os.kill(cage.process.pid, signal.SIGSTOP)
        begun = time.monotonic()
        cage.start(b"x" * 10_000_000)
        assert hear([cage], 0.3) == []
        assert time.monotonic() - begun < 2.0


@pytest.mark.parametrize(
    "garbage",
    [b"nonsense, and a lot of it" * 99, HEADER.pack(b"s", 2**31, 0), HEADER.pack(b"s", 3, 0) + b"abc", b"?" * 9],
)
def test_garbage_in_the_pipe_is_a_failure_of_the_child(garbage: bytes) -> None:
    """Half a message, or one that something else wrote, would be believed."""
    with Cage(ROOM, memory_limit=2000) as cage:
        assert isinstance(hear([cage], 30.0)[0][1], Ready)
        into_the_pipe = os.open(f"/proc/{cage.process.pid}/fd/{said_by(cage)}", os.O_WRONLY)
        os.write(into_the_pipe, garbage)
        os.close(into_the_pipe)
        last = listen(cage)[-1]
        assert isinstance(last, Ended)
        assert last.failed
        assert not cage.alive


def said_by(cage: Cage) -> str:
    """The descriptor in the child through which it speaks."""
    with open(f"/proc/{cage.process.pid}/cmdline", encoding="ascii") as line:
        return line.read().split("\0")[5]


def test_half_a_message_before_death_is_not_believed() -> None:
    """The parent would wait for the other half until its deadline."""
    with Cage(ROOM, memory_limit=2000) as cage:
        assert isinstance(hear([cage], 30.0)[0][1], Ready)
        into_the_pipe = os.open(f"/proc/{cage.process.pid}/fd/{said_by(cage)}", os.O_WRONLY)
        os.write(into_the_pipe, HEADER.pack(b"s", 1000, 0) + b"half")
        os.close(into_the_pipe)
        os.kill(cage.process.pid, signal.SIGKILL)
        assert listen(cage) == [Ended("died", failed=True)]


def test_a_child_that_still_loads_is_waited_for() -> None:
    """After a plan shorter than the loading each new solver would be killed before it had ever been of use."""
    with Cages(ROOM, 1, memory_limit=2000) as cages:
        (loading,) = cages.idle()
        loading.start(a_task(0.0))
        assert cages.idle(patience=0.5) == [loading]
        assert loading.ready


def test_killing_a_child_kills_its_own_children_too_even_one_that_was_stopped_at_birth() -> None:
    """A planning process that is killed would leave its solver behind for ever."""
    with Cage("tests.solver.nursery", memory_limit=2000) as cage:
        cage.start(None)
        (newborn,) = [int(message.body) for message in listen(cage) if isinstance(message, Said)]
        assert is_running(newborn)
    until = time.monotonic() + 5.0
    while is_running(newborn) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_running(newborn)


def is_running(pid: int) -> bool:
    """Whether there is such a process, other than as a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_pool_replaces_the_dead_and_the_busy() -> None:
    """One murdered solver would be missing ever after, or an old task would answer a new one."""
    with Cages(ROOM, 2, memory_limit=2000) as cages:
        dead, busy = cages.idle()
        dead.kill()
        busy.start(a_task(60.0))
        replaced = cages.idle(patience=0.1)
        assert not {dead, busy} & set(replaced)
        assert cages.idle() == replaced
    assert all(cage.process.returncode is not None for cage in (dead, busy, *replaced))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"[1]",
        b"7",
        b'{"objective": "x", "orders": [[0]]}',
        b'{"objective": 1, "orders": 7}',
        b'{"objective": 1, "orders": []}',
        b'{"objective": 1, "orders": [[0, 0]]}',
        b'{"objective": 1, "orders": [[3]]}',
        b'{"objective": 1, "orders": [[-1]]}',
        b'{"objective": 1, "orders": [["0"]]}',
        b'{"objective": 1, "orders": [[true]]}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_nonsense_from_a_solver_is_not_believed(said: bytes) -> None:
    """Nonsense would crash the parent, or its compiled code."""
    assert better(said, a_task(1.0)) is None


def test_orders_of_known_jobs_are_believed() -> None:
    """Every plan would be taken for nonsense."""
    assert better(b'{"objective": 5, "orders": [[2, 0]]}', a_task(1.0)) == Better(5, [[2, 0]])
