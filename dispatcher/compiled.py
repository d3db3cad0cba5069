"""How the hot code is compiled: by numba, once per machine, kept on disk beside the source or in NUMBA_CACHE_DIR."""

from __future__ import annotations

from typing import Any

from numba import njit


def compiled(function: Any) -> Any:
    """Compile with numba, cached on disk, releasing the GIL."""
    return njit(cache=True, nogil=True)(function)


def inlined(function: Any) -> Any:
    """As `compiled`, and pasted into its callers."""
    return njit(cache=True, nogil=True, inline="always")(function)
