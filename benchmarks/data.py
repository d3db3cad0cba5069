"""Where the public instances lie: outside the project, read in place."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder that holds field_days, checkers and the other sets.

    Named by the environment variable DISPATCH_DATA; by default shared/data beside the project.

    Raises
    ------
    FileNotFoundError
        When there is no such folder.
    """
    folder = Path(os.environ.get("DISPATCH_DATA", PROJECT.parent / "shared" / "data"))
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}: set DISPATCH_DATA to where the public instances lie")
    return folder
