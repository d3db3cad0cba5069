"""A route to judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dispatcher.job import Job
from dispatcher.lookup import Lookup, local_day
from dispatcher.place import Depot
from dispatcher.plan import Plan, Route, Stop, Violation
from dispatcher.rules.breach import Facts, as_conflict, breach
from dispatcher.technician import Break, Shift, Technician


@dataclass(frozen=True)
class Run:
    """A replayed route of a known shift."""

    lookup: Lookup
    technician: Technician
    shift: Shift
    route: Route

    @cached_property
    def day(self) -> date:
        """The local day on which the shift starts."""
        return local_day(self.shift, self.lookup.zone)

    def targets(self) -> Iterator[tuple[Job | Break | Depot | None, Stop]]:
        """Every stop with what it stands for."""
        for stop in self.route.stops:
            yield self.lookup.target(self.route, stop), stop

    def jobs(self) -> Iterator[tuple[Job, Stop]]:
        """Every job stop with its job."""
        yield from ((target, stop) for target, stop in self.targets() if isinstance(target, Job))

    def breaks(self) -> Iterator[tuple[Break, Stop]]:
        """Every break stop with its break."""
        yield from ((target, stop) for target, stop in self.targets() if isinstance(target, Break))

    def locked(self, job: str | None) -> bool:
        """Whether the job is locked to this very shift."""
        return job is not None and self.lookup.shift_locks.get(job) == (self.technician.id, self.shift.id)

    def breach(self, code: str, stop: str | None = None, facts: Facts | None = None) -> Violation:
        """A violation on this route."""
        return breach(self.lookup, code, self.route, stop, facts)

    def missed(self, code: str, job: str, facts: Facts) -> Violation:
        """A time that a job misses: a violation, or a conflict when the job may not leave this shift."""
        found = self.breach(code, job, facts)
        return as_conflict(found) if self.locked(job) else found


def runs(lookup: Lookup, replayed: Plan) -> Iterator[Run]:
    """The routes that belong to a shift of the problem."""
    for route in replayed.routes:
        if (route.technician, route.shift) in lookup.shifts:
            yield Run(lookup, *lookup.shifts[route.technician, route.shift], route)
