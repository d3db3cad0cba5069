"""How the hot code is compiled: by numba, once per machine, kept on disk beside the source or in NUMBA_CACHE_DIR."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numba import njit
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray

__all__ = ["NO", "NONE", "ONE", "START", "YES", "carray", "compiled", "inlined", "pointer"]

START, ONE, NONE = (cast("int", np.int64(value)) for value in (0, 1, -1))
"""For compiled code: a Python constant would be compiled into a version of its own of every function that it is handed
to, and of all that this calls; so the next."""

YES, NO = (cast("bool", np.bool_(value)) for value in (True, False))


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
