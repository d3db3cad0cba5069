"""Cells of long measurements, one small file each: what has run once on a machine need not run again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4


def default_folder() -> Path:
    """``DISPATCH_CELLS``, or a folder in the user's cache directory."""
    chosen = os.environ.get("DISPATCH_CELLS")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(chosen) if chosen else Path(home) / "technician-dispatcher" / "cells"


def file_name(kind: str, key: Mapping[str, Any]) -> str:
    """Of the cell's file.

    Parameters
    ----------
    kind
        How it begins.
    key
        All that the cell depends on, ready for JSON: with any of it changed it is run anew.
    """
    digest = hashlib.sha256(json.dumps(key).encode()).hexdigest()
    return f"{kind}-{digest[:24]}.json"


def kept(path: Path) -> dict[str, Any] | None:
    """What an earlier run has written; None when there is nothing, or nothing that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def keep(path: Path, document: Mapping[str, Any]) -> None:
    """Write a file, whole or not at all, whoever else may be writing the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    unfinished.write_text(json.dumps(document) + "\n", encoding="utf-8")
    unfinished.replace(path)
