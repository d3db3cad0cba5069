"""Tables handed to compiled code by their addresses.

A compiled function that takes two dozen arrays spends more time on receiving them than on its work, and takes minutes
to compile. So the kernel passes two records that hold the sizes of the tables and their addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Records = NDArray[Any]


def whole_numbers(*names: str) -> np.dtype[np.void]:
    """A record of such fields."""
    return np.dtype([(name, np.int64) for name in names])


class Owner:
    """A record for compiled code, and the tables that it points to, kept alive as long.

    Parameters
    ----------
    kind
        Of the record.
    tables
        Field to the table whose address it holds.
    numbers
        Field to its value.
    """

    def __init__(self, kind: np.dtype[np.void], tables: Mapping[str, NDArray[Any]], numbers: Mapping[str, int]) -> None:
        self.tables: dict[str, NDArray[Any]] = {}
        self.record: Records = np.zeros(1, dtype=kind)
        self.lend({name: np.ascontiguousarray(table) for name, table in tables.items()})
        for name, value in numbers.items():
            self.record[name] = value

    def lend(self, tables: Mapping[str, NDArray[Any]]) -> None:
        """Point to these tables too."""
        for name, table in tables.items():
            self.tables[name] = table
            self.record[name] = table.ctypes.data
