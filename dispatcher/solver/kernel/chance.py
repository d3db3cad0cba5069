"""Random numbers of a chain: xorshift64* (Vigna 2016, doi:10.1145/2845077), the same on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np

from dispatcher.compiled import compiled


@compiled
def uniform(c: Any) -> float:
    """From 0 to below 1."""
    x = np.uint64(c.chance)
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    c.chance = np.int64(x)
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) / 9007199254740992.0


@compiled
def below(c: Any, most: int) -> int:
    """A whole number from 0 to below `most`."""
    return int(uniform(c) * most)
