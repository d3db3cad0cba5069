"""A search in a real child process: it streams, it can be killed, and whatever it does the parent goes on."""

from __future__ import annotations

import os
import signal
import time

import pytest

from dispatcher.arrays import number
from dispatcher.solver.cage import Better, Cage, Ended, Message, Ready, hear, parse
from dispatcher.solver.task import Task
from tests.builders import a_job, a_problem, a_technician, line_travel


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
    with Cage(memory_limit=2000) as cage:
        for expected in (Ready, Better):
            cage.start(a_task(1.0))
            heard = listen(cage)
            assert isinstance(heard[0], expected)
            assert isinstance(heard[-1], Ended)
            assert not heard[-1].failed
            assert any(isinstance(message, Better) for message in heard)
    assert cage.process.returncode is not None


def test_a_murdered_child_ends_as_failed_and_leaves_no_process() -> None:
    """A killed solver would hang its caller."""
    with Cage(memory_limit=2000) as cage:
        cage.start(a_task(60.0))
        assert isinstance(hear([cage], 30.0)[0][1], Ready)
        os.kill(cage.process.pid, signal.SIGKILL)
        last = listen(cage)[-1]
        assert isinstance(last, Ended)
        assert last.failed
        assert not cage.alive


def test_leaving_the_cage_ends_a_search_at_once() -> None:
    """OR-Tools overruns its limits and holds the GIL: only a kill is sure to stop it."""
    with Cage(memory_limit=2000) as cage:
        cage.start(a_task(600.0))
        hear([cage], 30.0)
    assert cage.process.returncode == -signal.SIGKILL


def test_a_child_that_wants_too_much_memory_fails_alone() -> None:
    """One greedy search would take the whole machine with it."""
    jobs = [a_job(f"J{k}", k % 50) for k in range(900)]
    problem = a_problem([a_technician()], jobs)
    task = Task(number(problem, line_travel(problem)).data, 1, time.monotonic() + 30, "guided")
    with Cage(memory_limit=1) as cage:
        cage.start(task)
        last = listen(cage)[-1]
    assert isinstance(last, Ended)
    assert last.failed


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"[1]",
        b"7",
        b'{"kind": "song"}',
        b'{"kind": "better"}',
        b'{"kind": "better", "objective": "x", "orders": [[0]]}',
        b'{"kind": "better", "objective": 1, "orders": 7}',
        b'{"kind": "better", "objective": 1, "orders": []}',
        b'{"kind": "better", "objective": 1, "orders": [[0, 0]]}',
        b'{"kind": "better", "objective": 1, "orders": [[3]]}',
        b'{"kind": "better", "objective": 1, "orders": [[-1]]}',
        b'{"kind": "better", "objective": 1, "orders": [["0"]]}',
    ],
)
def test_nonsense_is_a_failure_of_the_child_that_says_it(said: bytes) -> None:
    """Nonsense in the pipe would crash the parent, or its compiled code."""
    message = parse(said, a_task(1.0))
    assert isinstance(message, Ended)
    assert message.failed


def test_orders_of_known_jobs_are_believed() -> None:
    """Every plan would be taken for nonsense."""
    assert parse(b'{"kind": "better", "objective": 5, "orders": [[2, 0]]}', a_task(1.0)) == Better(5, [[2, 0]])
