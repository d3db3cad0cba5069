"""How the hot code is compiled: by numba, once per machine, kept on disk beside the source or in NUMBA_CACHE_DIR."""

from __future__ import annotations

from typing import Any

from numba import njit
from numba.np.numpy_support import carray
from numba.core import cgutils, types
from numba.extending import intrinsic

__all__ = ["carray", "compiled", "inlined", "pointer"]


def compiled(function: Any) -> Any:
    """Compile with numba, cached on disk, releasing the GIL."""
    return njit(cache=True, nogil=True)(function)


def inlined(function: Any) -> Any:
    """As `compiled`, and pasted into its callers."""
    return njit(cache=True, nogil=True, inline="always")(function)


def _pointer(_: Any, address: Any) -> Any:
    def generate(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


pointer: Any = intrinsic(_pointer)
"""For compiled code: an address as `carray` wants it."""
