"""The one door for files: JSON, XLSX and CSV alike become a problem, or findings that say where to look."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dispatcher.errors import Finding, UnreadableFile
from dispatcher.formats.assembly import assemble
from dispatcher.formats.document import read_json
from dispatcher.formats.grids import read_grids
from dispatcher.formats.locations import AddressBook
from dispatcher.formats.source import Source
from dispatcher.problem import Problem


def read_source(
    path: str | PathLike[str], *, geocoder: AddressBook | None = None, time_zone: str | None = None
) -> Source:
    """What a file says, with the cells that its values come from.

    Parameters
    ----------
    path
        A .json or .xlsx file, a folder of .csv files, or one .csv file beside the others.
    geocoder
        Who is asked for addresses without coordinates; None = nobody, each is a finding.
    time_zone
        IANA name in which the times of a table are read when its sheet 'day' names none.

    Raises
    ------
    UnreadableFile
        When the file as a whole cannot be read. Cells that cannot be read are findings of the source.
    TravelError
        When the geocoder cannot be reached.
    """
    if Path(path).suffix.lower() == ".json":
        return Source(read_json(path))
    return assemble(read_grids(Path(path)), geocoder, _zone(time_zone))


def read_table(
    path: str | PathLike[str], *, geocoder: AddressBook | None = None, time_zone: str | None = None
) -> dict[str, Any]:
    """The document in a table: what the same problem would be as JSON. Parameters as in `read_source`.

    Raises
    ------
    UnreadableFile
        When some cell, header or sheet cannot be read; carries every reason.
    TravelError
        When the geocoder cannot be reached.
    """
    source = read_source(path, geocoder=geocoder, time_zone=time_zone)
    if source.findings:
        raise UnreadableFile(source.findings)
    return source.document


def read_problem(
    path: str | PathLike[str], *, geocoder: AddressBook | None = None, time_zone: str | None = None
) -> Problem:
    """The problem in a file. Parameters as in `read_source`.

    Raises
    ------
    UnreadableFile
        When the file, or some part of it, cannot be read; carries all errors.
    InvalidProblem
        When the document breaks rules; carries all findings.
    TravelError
        When the geocoder cannot be reached.
    """
    return read_source(path, geocoder=geocoder, time_zone=time_zone).problem()


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return None if name is None else ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnreadableFile([Finding("unknown_time_zone", "", f"'{name}' names no time zone")]) from None
