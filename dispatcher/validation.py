"""How the parts of a document fit together: one function per kind of finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from dispatcher.costs import Costs
from dispatcher.draft import Draft, escaped
from dispatcher.errors import Finding
from dispatcher.fields import UNITS, units
from dispatcher.lock import OrderLock, TimeLock
from dispatcher.place import Place
from dispatcher.plan import Plan, StopKind

MONEY_LIMIT = 2**62
"""The worst case of a plan's cost in units must stay below this, so that no sum of two overflows 64 bits."""


def cross_check(draft: Draft) -> tuple[Finding, ...]:
    """Every finding about how the parts fit together, errors first."""
    findings = [finding for check in _CHECKS for finding in check(draft)]
    return tuple(sorted(findings, key=lambda finding: finding.severity))


def _time_zone(draft: Draft) -> Iterator[Finding]:
    if isinstance(draft.time_zone, str):
        try:
            ZoneInfo(draft.time_zone)
        except (KeyError, ValueError, OSError):
            yield Finding("unknown_time_zone", "/time_zone", f"'{draft.time_zone}' names no time zone")


def _duplicates(draft: Draft) -> Iterator[Finding]:
    yield from _repeated((f"/technicians/{t}/id", technician.id) for t, technician in draft.technicians.items())
    yield from _repeated((f"/jobs/{j}/id", job.id) for j, job in draft.jobs.items())
    yield from _repeated((f"/depots/{d}/id", depot.id) for d, depot in draft.depots.items())
    for t, technician in draft.technicians.items():
        yield from _repeated((f"/technicians/{t}/shifts/{s}/id", x.id) for s, x in enumerate(technician.shifts))
    for pointer, _, shift in draft.shifts():
        yield from _repeated((f"{pointer}/breaks/{b}/id", pause.id) for b, pause in enumerate(shift.breaks))
    if draft.starting_plan:
        yield from _repeated(_jobs_of(draft.starting_plan))


def _jobs_of(plan: Plan) -> Iterator[tuple[str, str]]:
    """(JSON pointer, id) of every job in the starting plan, planned or not."""
    for r, route in enumerate(plan.routes):
        for k, stop in enumerate(route.stops):
            if stop.kind is StopKind.JOB:
                yield f"/starting_plan/routes/{r}/stops/{k}/id", stop.id
    yield from ((f"/starting_plan/unassigned/{k}/job", left_out.job) for k, left_out in enumerate(plan.unassigned))


def _repeated(ids: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for pointer, name in ids:
        if first.setdefault(name, pointer) != pointer:
            yield Finding("duplicate_id", pointer, f"'{name}' already stands at {first[name]}")


def _references(draft: Draft) -> Iterator[Finding]:
    for j, job in draft.jobs.items():
        for field in ("only", "preferred", "excluded"):
            for k, name in enumerate(getattr(job.technicians, field)):
                if name not in draft.technician_ids:
                    yield Finding("unknown_technician", f"/jobs/{j}/technicians/{field}/{k}", f"no technician '{name}'")
    for k, lock in draft.locks.items():
        fields = ("first", "then") if isinstance(lock, OrderLock) else ("job",)
        for field in fields:
            if getattr(lock, field) not in draft.job_ids:
                yield Finding("unknown_job", f"/locks/{k}/{field}", f"no job '{getattr(lock, field)}'")
        if isinstance(lock, OrderLock) and lock.first == lock.then:
            yield Finding("lock_on_itself", f"/locks/{k}/then", f"'{lock.then}' cannot come before itself")
        if not isinstance(lock, OrderLock | TimeLock):
            yield from _shift_reference(draft, f"/locks/{k}", lock.technician, lock.shift)
    yield from _plan_references(draft)


def _shift_reference(draft: Draft, pointer: str, technician: str, shift: str) -> Iterator[Finding]:
    if technician not in draft.technician_ids:
        yield Finding("unknown_technician", f"{pointer}/technician", f"no technician '{technician}'")
        return
    known = [x.id for person in draft.technicians.values() if person.id == technician for x in person.shifts]
    if draft.all_technicians_read and shift not in known:
        yield Finding("unknown_shift", f"{pointer}/shift", f"'{technician}' has no shift '{shift}'")


def _plan_references(draft: Draft) -> Iterator[Finding]:
    plan = draft.starting_plan
    if plan is None:
        return
    breaks = {(person.id, x.id): {pause.id for pause in x.breaks} for _, person, x in draft.shifts()}
    depots = {depot.id for depot in draft.depots.values()}
    for r, route in enumerate(plan.routes):
        pointer = f"/starting_plan/routes/{r}"
        yield from _shift_reference(draft, pointer, route.technician, route.shift)
        for k, stop in enumerate(route.stops):
            if stop.kind is StopKind.JOB and stop.id not in draft.job_ids:
                yield Finding("unknown_job", f"{pointer}/stops/{k}/id", f"no job '{stop.id}'")
            known = breaks.get((route.technician, route.shift), set()) if stop.kind is StopKind.BREAK else depots
            if stop.kind in (StopKind.BREAK, StopKind.DEPOT) and stop.id not in known:
                yield Finding("unknown_stop", f"{pointer}/stops/{k}/id", f"no {stop.kind.value} '{stop.id}'")
    for k, left_out in enumerate(plan.unassigned):
        if left_out.job not in draft.job_ids:
            yield Finding("unknown_job", f"/starting_plan/unassigned/{k}/job", f"no job '{left_out.job}'")


def _locations(draft: Draft) -> Iterator[Finding]:
    first: dict[str, tuple[str, Place]] = {}
    for pointer, place in draft.places():
        if place.coordinates is None and place.index is None:
            yield Finding("place_without_location", pointer, f"place '{place.id}' has neither coordinates nor an index")
        seen_at, seen = first.setdefault(place.id, (pointer, place))
        if (seen.coordinates, seen.index) != (place.coordinates, place.index):
            yield Finding("place_conflict", pointer, f"place '{place.id}' lies elsewhere at {seen_at}")
        if place.coordinates == (0.0, 0.0):
            yield Finding("null_island", pointer, f"place '{place.id}' lies at (0, 0)")


def _swapped_coordinates(draft: Draft) -> Iterator[Finding]:
    """Far from the middle of all places, and near it with lat and lon exchanged."""
    located = [(pointer, place, place.coordinates) for pointer, place in draft.places() if place.coordinates]
    if len(located) < 3:
        return
    lat, lon = (median(spot[axis] for _, _, spot in located) for axis in (0, 1))
    for pointer, place, (north, east) in located:
        off = max(abs(north - lat), abs(east - lon))
        off_when_swapped = max(abs(east - lat), abs(north - lon))
        if off > 5 and off_when_swapped < 2:
            cause = f"place '{place.id}' at ({north}, {east}) is far from the rest"
            yield Finding("coordinates_swapped", pointer, cause)


def _intervals(draft: Draft) -> Iterator[Finding]:
    for pointer, _, shift in draft.shifts():
        yield from _ordered(pointer, "end", shift.start, shift.end)
        for b, pause in enumerate(shift.breaks):
            yield from _ordered(f"{pointer}/breaks/{b}", "latest", pause.earliest, pause.latest)
    for t, technician in draft.technicians.items():
        for k, skill in enumerate(technician.skills):
            if skill.valid_from and skill.valid_until and skill.valid_until < skill.valid_from:
                cause = f"{skill.valid_until} lies before {skill.valid_from}"
                yield Finding("interval_reversed", f"/technicians/{t}/skills/{k}/valid_until", cause)
    for j, job in draft.jobs.items():
        for w, window in enumerate(job.time_windows):
            pointer = f"/jobs/{j}/time_windows/{w}"
            yield from _ordered(pointer, "latest_start", window.earliest_start, window.latest_start)
        if job.promise:
            yield from _ordered(f"/jobs/{j}/promise", "until", job.promise.from_, job.promise.until)


def _ordered(pointer: str, field: str, first: datetime, last: datetime) -> Iterator[Finding]:
    if last < first:
        cause = f"{last.isoformat()} lies before {first.isoformat()}"
        yield Finding("interval_reversed", f"{pointer}/{field}", cause)


def _shifts_of_one_technician(draft: Draft) -> Iterator[Finding]:
    for t, technician in draft.technicians.items():
        if not technician.shifts:
            yield Finding("technician_without_shift", f"/technicians/{t}", f"'{technician.id}' has no shift")
        numbered = sorted(enumerate(technician.shifts), key=lambda item: item[1].start)
        for (_, before), (s, after) in pairwise(numbered):
            pointer = f"/technicians/{t}/shifts/{s}/start"
            home = _after(before.end, before.max_overtime)
            if after.start < before.end:
                yield Finding("shifts_overlap", pointer, f"'{after.id}' starts before '{before.id}' ends")
            elif after.start < _after(home, draft.rest):
                minutes = max(0, int((after.start - home).total_seconds())) // 60
                cause = f"{minutes // 60} h {minutes % 60:02d} min of rest after '{before.id}'"
                yield Finding("rest_too_short", pointer, cause)


def _promises(draft: Draft) -> Iterator[Finding]:
    starts = [shift.start for _, _, shift in draft.shifts()]
    plan_start = draft.plan_start or min(starts, default=None)
    for j, job in draft.jobs.items():
        if job.promise is None:
            continue
        closes = max((window.latest_start for window in job.time_windows), default=None)
        if closes and closes < job.promise.from_:
            cause = f"the last time window closes at {closes.isoformat()}, before the promise begins"
            yield Finding("promise_unreachable", f"/jobs/{j}/promise/from", cause)
        elif closes and closes < job.promise.until:
            cause = f"the last time window closes at {closes.isoformat()}, the promise runs longer"
            yield Finding("windows_close_before_promise", f"/jobs/{j}/promise/until", cause)
        if plan_start and job.promise.until < plan_start:
            cause = f"promised until {job.promise.until.isoformat()}, the plan starts {plan_start.isoformat()}"
            yield Finding("promise_past", f"/jobs/{j}/promise/until", cause)


def _windows_and_durations(draft: Draft) -> Iterator[Finding]:
    spans = [(x.start, _after(x.end, x.max_overtime)) for _, _, x in draft.shifts()]
    for j, job in draft.jobs.items():
        if job.duration == 0:
            yield Finding("zero_duration", f"/jobs/{j}/duration", f"job '{job.id}' takes no time")
        windows = [(w.earliest_start, w.latest_start) for w in job.time_windows]
        meets = any(a <= end and start <= b for a, b in windows for start, end in spans)
        if windows and spans and not meets and draft.all_technicians_read:
            cause = f"no shift runs while a time window of job '{job.id}' is open"
            yield Finding("window_outside_shifts", f"/jobs/{j}/time_windows", cause)


def _capabilities(draft: Draft) -> Iterator[Finding]:
    if not draft.all_technicians_read:
        return
    technicians = draft.technicians.values()
    best: Counter[str] = Counter()
    for technician in technicians:
        for skill in technician.skills:
            best[skill.name] = max(best[skill.name], skill.level)
    tools = {tool for technician in technicians for tool in technician.tools}
    stock: Counter[str] = Counter()
    for _, technician, shift in draft.shifts():
        for part, quantity in (technician.van_stock if shift.van_stock is None else shift.van_stock).items():
            stock[part] = max(stock[part], quantity)
    depot_tools = [depot.tools for depot in draft.depots.values()]
    depot_stocks = [depot.stock for depot in draft.depots.values()]
    for j, job in draft.jobs.items():
        for name, level in job.skills.all.items():
            if best[name] < level:
                cause = f"level {level} of '{name}' is asked for, the highest is {best[name]}"
                yield Finding("skill_nobody_has", f"/jobs/{j}/skills/all/{escaped(name)}", cause)
        if job.skills.any and all(best[name] < level for name, level in job.skills.any.items()):
            yield Finding("skill_nobody_has", f"/jobs/{j}/skills/any", "nobody holds any of these")
        for k, tool in enumerate(job.tools):
            if tool not in tools and not any(offered is None or tool in offered for offered in depot_tools):
                yield Finding("tool_nobody_has", f"/jobs/{j}/tools/{k}", f"no technician has '{tool}'")
        for part, quantity in job.parts.items():
            refilled = any(offered is None or part in offered for offered in depot_stocks)
            if stock[part] < quantity and not refilled:
                cause = f"{quantity} x '{part}' needed, no van carries more than {stock[part]}"
                yield Finding("part_stocked_nowhere", f"/jobs/{j}/parts/{escaped(part)}", cause)
        allowed = set(job.technicians.only or draft.technician_ids) - set(job.technicians.excluded)
        if draft.technician_ids and not allowed:
            yield Finding("nobody_allowed", f"/jobs/{j}/technicians", f"nobody may do job '{job.id}'")


def _prices(draft: Draft) -> Iterator[Finding]:
    costs = draft.costs
    if costs is None:
        return
    own = [technician.rates.working_per_hour for technician in draft.technicians.values()]
    working = max([costs.working_per_hour, *(rate for rate in own if rate is not None)])
    for field in ("promise_missed", "respond_missed", "resolve_missed"):
        for service_class, price in getattr(costs, field).items():
            if price.per_minute * 60 < working:
                cause = f"{price.per_minute} per minute is less than working time at {working} per hour"
                yield Finding("lateness_too_cheap", f"/costs/{field}/{service_class}/per_minute", cause)
    if _worst_case(draft, costs) >= MONEY_LIMIT:
        cause = f"the worst plan could cost more than {MONEY_LIMIT // UNITS} {costs.currency}"
        yield Finding("cost_overflow", "/costs", cause)


def _worst_case(draft: Draft, costs: Costs) -> int:
    """A bound on any plan's cost in units: every job late from the first instant to the last, every leg 40,000 km."""
    instants = [moment for _, _, x in draft.shifts() for moment in (x.start, _after(x.end, x.max_overtime))]
    for job in draft.jobs.values():
        clocks = [job.respond_by, job.resolve_by, job.released_at, job.latest_finish]
        promised = [job.promise.from_, job.promise.until] if job.promise else []
        windows = [end for window in job.time_windows for end in (window.earliest_start, window.latest_start)]
        instants += [moment for moment in (*clocks, *promised, *windows) if moment]
    hours = int((max(instants) - min(instants)).total_seconds()) // 3600 + 1 if instants else 1
    left_out = units(costs.must_plan)
    late = 0
    for job in draft.jobs.values():
        tables = (costs.promise_missed, costs.respond_missed, costs.resolve_missed)
        prices = [table[job.service_class] for table in tables]
        late += sum(units(price.step) + 60 * hours * units(price.per_minute) for price in prices)
        late += hours * units(costs.waiting_customer[job.priority - 1])
        own = job.unassigned_price
        left_out += units(costs.unassigned_price(job.service_class, job.priority) if own is None else own)
    change = costs.change
    flat = (change.promise_broken, change.technician_swapped, change.start_moved, costs.preferred_missed)
    per_job = sum(map(units, flat)) + 99 * units(costs.overqualified) + 40_000 * _dearest(draft, costs, "travel_per_km")
    rates = ("travel_per_hour", "working_per_hour", "overtime_per_hour")
    per_hour = sum(_dearest(draft, costs, rate) for rate in rates) + units(costs.imbalance.per_hour)
    legs = len(draft.jobs) + sum(1 for _ in draft.shifts())
    return late + (len(draft.jobs) + 1) * left_out + legs * (per_job + hours * per_hour)


def _dearest(draft: Draft, costs: Costs, rate: str) -> int:
    own = (getattr(technician.rates, rate) for technician in draft.technicians.values())
    return max(units(price) for price in (getattr(costs, rate), *own) if price is not None)


def _after(moment: datetime, seconds: int) -> datetime:
    """So many seconds later, or the end of the calendar."""
    try:
        return moment + timedelta(seconds=seconds)
    except OverflowError:
        return datetime.max.replace(microsecond=0, tzinfo=UTC)


_CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    _time_zone,
    _duplicates,
    _references,
    _locations,
    _swapped_coordinates,
    _intervals,
    _shifts_of_one_technician,
    _promises,
    _windows_and_durations,
    _capabilities,
    _prices,
)
