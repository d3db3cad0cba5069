"""Cells of the comparison, one small file each: what has run once on a machine need not run again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import cells, record
from benchmarks.peers.contract import Point
from benchmarks.peers.entrants import Entrant
from benchmarks.peers.race import Finish


@dataclass(frozen=True)
class Cell:
    """One solver on one day at one price, as it came out. Costs in seconds of travel, None without a valid plan."""

    solver: str
    version: str
    fingerprint: str
    day: str
    """Hash of the problem, its prices included."""
    time_limit: float
    cores: int
    machine: str
    commit: str
    finished: str
    """When, in UTC."""
    cost: float | None
    unserved: int | None
    unserved_cost: float | None
    travel: float | None
    failure: str
    seconds: float
    loading: float
    memory_gb: float
    trace: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Key:
    """What a cell depends on: with any of it changed it is run anew."""

    solver: str
    fingerprint: str
    day: str
    time_limit: float
    cores: int
    machine: str

    @classmethod
    def of(cls, entrant: Entrant, day: str, time_limit: float, cores: int) -> Key:
        """The key of a run that starts now, on this machine."""
        return cls(entrant.name, entrant.fingerprint, day, time_limit, cores, record.machine_line())

    @property
    def file(self) -> str:
        """Name of the cell's file."""
        return cells.file_name(self.solver, asdict(self))


def kept(folder: Path, key: Key) -> Cell | None:
    """The cell from an earlier run; None when there is none, or none that can be read."""
    document = cells.kept(folder / key.file)
    if document is None:
        return None
    try:
        return Cell(**{**document, "trace": tuple((at, cost) for at, cost in document["trace"])})
    except (ValueError, LookupError, TypeError):
        return None


def keep(folder: Path, key: Key, entrant: Entrant, finish: Finish) -> Cell:
    """Write down how a run came out; whole or not at all."""
    found = finish.judgement
    cell = Cell(
        **asdict(key),
        version=entrant.version or "-",
        commit=record.commit(),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        cost=found.cost if found else None,
        unserved=found.unserved if found else None,
        unserved_cost=found.unserved_cost if found else None,
        travel=found.travel if found else None,
        failure=finish.failure,
        seconds=round(finish.seconds, 3),
        loading=round(finish.loading, 2),
        memory_gb=round(finish.memory_gb, 3),
        trace=finish.trace,
    )
    cells.keep(folder / key.file, asdict(cell))
    return cell
