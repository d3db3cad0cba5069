"""Whether everything that a study writes can be written: found out before the first search, not after the last."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

from dispatcher.formats.word_table import Entry
from dispatcher.formats.words import Language

SAYINGS = {
    "folder": Entry("{name}: {path} is a folder; name a file.", "{name}：{path} 是文件夹；请指定文件。"),
    "file": Entry("{name}: {path} is a file; name a folder.", "{name}：{path} 是文件；请指定文件夹。"),
    "study": Entry(
        "{name}: {path} is the study itself; name another file.", "{name}：{path} 就是研究文件；请指定其他文件。"
    ),
    "twice": Entry(
        "{name}: {path} is also written by {other}; name another file.",
        "{name}：{path} 也由 {other} 写入；请指定其他文件。",
    ),
    "unwritable": Entry(
        "{name}: {path} cannot be written ({cause}); name a place where you may write.",
        "{name}：无法写入 {path}（{cause}）；请指定可以写入的位置。",
    ),
}
"""What is wrong with a place, and what to do."""


def refusals(study: Path, files: Mapping[str, Path], cells: Path, language: Language) -> Iterator[str]:
    """One line for each place that will not do; folders on the way to the others are made.

    Parameters
    ----------
    study
        The file that is read.
    files
        What somebody wrote to name the file, such as an option, to its path.
    cells
        The folder of the finished cells.
    """
    seen: dict[Path, str] = {}
    for name, path in files.items():
        try:
            real = path.resolve()
            other = seen.setdefault(real, name)
            if real == study.resolve():
                yield _said("study", language, name=name, path=path)
            elif other != name:
                yield _said("twice", language, name=name, path=path, other=other)
            elif path.is_dir():
                yield _said("folder", language, name=name, path=path)
            else:
                _try_file(path)
        except (OSError, ValueError, RuntimeError) as error:
            yield _said("unwritable", language, name=name, path=path, cause=_cause(error))
    yield from _refused_cells(cells, language)


def _refused_cells(folder: Path, language: Language) -> Iterator[str]:
    try:
        if folder.is_file():
            yield _said("file", language, name="--cells", path=folder)
        else:
            _try_file(folder / f"{uuid4().hex}.part")
    except (OSError, ValueError, RuntimeError) as error:
        yield _said("unwritable", language, name="--cells", path=folder, cause=_cause(error))


def _try_file(path: Path) -> None:
    """Raises what writing it would raise; leaves the file as it is, or away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch()
        path.unlink()
    # A pipe is not opened: whoever reads it would take the end of the trial for the end of the file.
    elif not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _cause(error: Exception) -> str:
    """In the words of the system, which of a file in place of a folder says only that it is there."""
    if isinstance(error, FileExistsError):
        return os.strerror(errno.ENOTDIR)
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _said(key: str, language: Language, **fields: object) -> str:
    saying: str = getattr(SAYINGS[key], language)
    return saying.format(**fields)
