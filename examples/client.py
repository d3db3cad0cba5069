"""A small typed client of the service: copy it, or import it.

    pip install httpx2                            # beside this package, whose values it speaks
    dispatcher serve                              # in another terminal
    python examples/client.py examples/day.xlsx

Values are those of the package, so take client and service from one release.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self, TypeVar

import httpx2

from api.answers import CheckAnswer, ValidateAnswer
from api.refusal import FindingDetails, ProblemDetails
from dispatcher import InvalidProblem, Plan, Problem, Result
from dispatcher.errors import UnreadableFile
from dispatcher.fields import WIRE, Value
from dispatcher.formats.reader import read_problem

Document = Mapping[str, Any]
"""What a JSON file holds."""

Answer = TypeVar("Answer", bound=Value)

CARRYING = 5.0
"""Seconds for the way there and back, and for what the service takes past the time limit (one at most)."""


class Refused(Exception):
    """The service said no.

    Parameters
    ----------
    details
        Why, for programs: `code`, `findings`, `retryable`.
    request_id
        By which the service's keeper finds the request.
    """

    def __init__(self, details: ProblemDetails, request_id: str, retry_after: float | None) -> None:
        super().__init__(f"{details.code}: {details.detail} {details.action} (request {request_id})")
        self.details, self.request_id, self.retry_after = details, request_id, retry_after

    @property
    def code(self) -> str:
        """Stable; docs/http.md lists all."""
        return self.details.code

    @property
    def findings(self) -> tuple[FindingDetails, ...]:
        """All that is wrong with what was sent."""
        return self.details.findings


class Dispatcher:
    """A connection to the service; a context manager. Every call may be repeated: nothing is kept there.

    Parameters
    ----------
    address
        As the service prints it.
    tries
        How often a call is sent before a refusal that may pass is given up on.
    patience
        Seconds to wait in the service's queue, each time.
    """

    def __init__(self, address: str = "http://127.0.0.1:8000", tries: int = 4, patience: float = 60.0) -> None:
        self._http = httpx2.Client(base_url=address, transport=httpx2.HTTPTransport(retries=2))
        self._tries, self._patience = tries, patience

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def validate(self, problem: Problem | Document) -> ValidateAnswer:
        """Everything wrong with a problem.

        Raises
        ------
        Refused, httpx2.TransportError
            As all calls.
        """
        return self._call(ValidateAnswer, "validate", {"problem": problem})

    def plan(
        self,
        problem: Problem | Document,
        travel: Document | None = None,
        *,
        time_limit: float = 10.0,
        seed: int = 1,
    ) -> Result:
        """A plan for a problem.

        Parameters
        ----------
        travel
            None = straight lines; else as in docs/http.md.
        time_limit
            Seconds of search.
        """
        query = {"time_limit": time_limit, "seed": seed}
        return self._call(Result, "plans", {"problem": problem, "travel": travel}, time_limit, query)

    def check(self, problem: Problem | Document, plan: Plan | Document, travel: Document | None = None) -> CheckAnswer:
        """Every rule that a plan breaks; `travel` is the one that the plan was made with."""
        return self._call(CheckAnswer, "check", {"problem": problem, "plan": plan, "travel": travel})

    def _call(
        self,
        kind: type[Answer],
        call: str,
        body: Mapping[str, Value | Document | None],
        seconds: float = 30.0,
        query: Mapping[str, float] | None = None,
    ) -> Answer:
        """Send it, and again while it is refused for reasons that pass."""
        said = {name: _document(value) for name, value in body.items() if value is not None}
        timeout = httpx2.Timeout(CARRYING, read=self._patience + seconds + CARRYING)
        tried = 0
        while True:
            response = self._http.post(f"/v1/{call}", json=said, params=query, timeout=timeout)
            if response.is_success:
                return kind.model_validate_json(response.content, context=WIRE)
            refused, tried = _refused(response), tried + 1
            if tried >= self._tries or not refused.details.retryable:
                raise refused
            time.sleep(2.0**tried if refused.retry_after is None else refused.retry_after)


def _document(value: Value | Document) -> Any:
    return value.model_dump(mode="json") if isinstance(value, Value) else value


def _refused(response: httpx2.Response) -> Refused:
    """The service's refusal, or the error page of a proxy before it.

    Raises
    ------
    httpx2.HTTPStatusError
        When it is such a page.
    """
    if response.headers.get("Content-Type") != "application/problem+json":
        response.raise_for_status()
    after = response.headers.get("Retry-After")
    return Refused(
        ProblemDetails.model_validate_json(response.content),
        response.headers.get("X-Request-Id", "unknown"),
        None if after is None else float(after),
    )


def main(file: str, address: str = "http://127.0.0.1:8000", seconds: str = "5") -> None:
    """Plan the day in a file (JSON, XLSX or a folder of CSV) for so many seconds, and print it."""
    with Dispatcher(address) as dispatcher, _troubles_told():
        problem = read_problem(file)
        result = dispatcher.plan(problem, time_limit=float(seconds))
        for route in result.plan.routes:
            stops = (f"{stop.start.astimezone(problem.zone):%H:%M} {stop.id}" for stop in route.stops)
            print(f"{route.technician}:", *stops)
        for left_out in result.plan.unassigned:
            print(f"{left_out.job} is left out: {', '.join(reason.code for reason in left_out.reasons)}")
        checked = dispatcher.check(problem, result.plan)
        print("The plan keeps every rule." if checked.valid else f"Broken: {[v.code for v in checked.violations]}")


@contextmanager
def _troubles_told() -> Iterator[None]:
    """End with a sentence and the exit code 1 where somebody else than this program has to act."""
    try:
        yield
    except Refused as refused:
        findings = "".join(f"\n  {found.where}: {found.cause} {found.action}" for found in refused.findings)
        sys.exit(f"{refused}{findings}")
    except httpx2.TransportError as error:
        sys.exit(f"The service cannot be reached: {error}")
    except (InvalidProblem, UnreadableFile) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:4])
