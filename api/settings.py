"""What a service allows itself and its callers."""

from __future__ import annotations

import os
from typing import Annotated

from pydantic import Field

from dispatcher.fields import Value

Whole = Annotated[int, Field(ge=1)]


class ServiceSettings(Value):
    """Limits of one service process; every default suits a loopback service on a small machine."""

    solves: Whole = Field(default_factory=lambda: os.cpu_count() or 1)
    """Plans made side by side, each on one core."""
    readers: Whole = 2
    """Processes that validate and check."""
    waiting: Annotated[int, Field(ge=0)] = 8
    """Callers that may wait for a plan; the next one is refused."""
    waiting_readers: Annotated[int, Field(ge=0)] = 64
    """The same for validations and checks."""
    longest_plan: Annotated[float, Field(gt=0, le=86_400)] = 300.0
    """Seconds; the largest `time_limit` a caller may ask for."""
    longest_reading: Annotated[float, Field(gt=0)] = 30.0
    """Seconds that a validation or check may take."""
    longest_upload: Annotated[float, Field(gt=0)] = 60.0
    """Seconds in which a request's body must have arrived."""
    largest_body: Whole = 32 * 2**20
    """Bytes of a request's body."""
    most_jobs: Whole = 5_000
    most_technicians: Whole = 500
    memory_limit: Annotated[int, Field(ge=200)] = 4_000
    """Megabytes that each working process may take beyond what loading it takes."""
