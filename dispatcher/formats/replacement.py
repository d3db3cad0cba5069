"""Files that others read while we write: they see the old file or the new one, never half of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """Give a path to write to; what stands there at the end takes the place of `path` in one step.

    Parameters
    ----------
    path
        A link is followed. What is there and is no file, such as a pipe, is written to as it is.

    Raises
    ------
    OSError
        When it cannot be written; then the old file stays as it was.
    """
    final = Path(path).resolve()
    if final.exists() and not final.is_file():
        yield final
        return
    fresh = final.with_name(f".{uuid4().hex}.tmp")
    try:
        yield fresh
        fresh.replace(final)
    finally:
        fresh.unlink(missing_ok=True)
