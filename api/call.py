"""What a working process is asked, and what it answers: bytes in, bytes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

CallName = Literal["validate", "plan", "check"]


@dataclass(frozen=True)
class Call:
    """One request, as a working process gets it.

    Parameters
    ----------
    name
        What is asked.
    body
        The request's body, unread: the process that answers for all never parses what a stranger sent.
    deadline
        The instant of `time.monotonic` by which to answer.
    """

    name: CallName
    body: bytes
    most_jobs: int
    most_technicians: int
    memory_limit: int
    seed: int = 1
    deadline: float = 0.0


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer.

    Parameters
    ----------
    final
        False: the best so far; better ones may follow.
    queued, worked
        Seconds before a process was free for the call, and from then to the answer.
    """

    status: int
    body: bytes
    media_type: str = "application/json"
    final: bool = True
    retry_after: int | None = None
    queued: float = 0.0
    worked: float = 0.0

    def written(self) -> bytes:
        """For the pipe: one line about the answer, then its body."""
        head = {name: value for name, value in vars(self).items() if name != "body"}
        return json.dumps(head).encode() + b"\n" + self.body


def read_answer(said: bytes) -> Answer:
    """What `Answer.written` wrote."""
    head, _, body = said.partition(b"\n")
    return Answer(body=body, **json.loads(head))
