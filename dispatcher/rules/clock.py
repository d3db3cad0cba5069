"""When: leaving, coming home, time windows, promises, locked times, closing times, breaks."""

from __future__ import annotations

from dispatcher.job import TimeWindow
from dispatcher.lookup import epoch, instant, leaving
from dispatcher.rules.breach import Breaches, Facts
from dispatcher.rules.run import Run


def _departure_early(run: Run) -> Breaches:
    _, first = leaving(run.technician, run.shift)
    early = first - epoch(run.route.departure)
    if early > 0:
        earliest = instant(first, run.lookup.zone)
        yield run.breach(
            "departure_early", facts={"departure": run.route.departure, "earliest": earliest, "seconds": early}
        )


def _overtime_cap(run: Run) -> Breaches:
    cap = run.shift.max_overtime
    over = run.route.overtime - cap
    if over > 0:
        home, end = run.route.arrival_home, run.shift.end
        facts: Facts = {"arrival_home": home, "end": end, "max_overtime": cap, "seconds": over}
        yield run.breach("overtime_cap", facts=facts)


def _time_window(run: Run) -> Breaches:
    for job, stop in run.jobs():
        outside = [(_outside(window, epoch(stop.start)), window) for window in job.time_windows]
        if outside and all(seconds for seconds, _ in outside):
            seconds, nearest = min(outside, key=lambda pair: pair[0])
            opens, closes = nearest.earliest_start, nearest.latest_start
            facts: Facts = {"start": stop.start, "earliest_start": opens, "latest_start": closes, "seconds": seconds}
            yield run.missed("time_window", job.id, facts)


def _outside(window: TimeWindow, start: int) -> int:
    return max(epoch(window.earliest_start) - start, start - epoch(window.latest_start), 0)


def _promise_from(run: Run) -> Breaches:
    for job, stop in run.jobs():
        early = epoch(job.promise.from_) - epoch(stop.start) if job.promise else 0
        if job.promise and early > 0:
            facts: Facts = {"start": stop.start, "promised_from": job.promise.from_, "seconds": early}
            yield run.missed("promise_from", job.id, facts)


def _lock_time(run: Run) -> Breaches:
    for job, stop in run.jobs():
        start, zone = epoch(stop.start), run.lookup.zone
        first, last = run.lookup.time_locks.get(job.id, (start, start))
        outside = max(first - start, start - last)
        if outside > 0:
            locked: Facts = {"earliest_start": instant(first, zone), "latest_start": instant(last, zone)}
            yield run.missed("lock_time", job.id, {"start": stop.start, **locked, "seconds": outside})


def _latest_finish(run: Run) -> Breaches:
    for job, stop in run.jobs():
        late = epoch(stop.finish) - epoch(job.latest_finish) if job.latest_finish else 0
        if job.latest_finish and late > 0:
            facts: Facts = {"finish": stop.finish, "latest_finish": job.latest_finish, "seconds": late}
            yield run.missed("latest_finish", job.id, facts)


def _break_missed(run: Run) -> Breaches:
    """Waived when it would be over before leaving, or when home before it must start."""
    taken = {pause.id for pause, _ in run.breaks()}
    departure, home = run.route.departure, run.route.arrival_home
    for pause in run.shift.breaks if run.route.stops else ():
        waived = epoch(departure) >= epoch(pause.earliest) + pause.duration or epoch(home) <= epoch(pause.latest)
        if not waived and pause.id not in taken:
            due: Facts = {"earliest": pause.earliest, "latest": pause.latest, "duration": pause.duration}
            yield run.breach("break_missed", pause.id, {**due, "departure": departure, "arrival_home": home})


def _break_late(run: Run) -> Breaches:
    for pause, stop in run.breaks():
        late = epoch(stop.start) - epoch(pause.latest)
        if late > 0:
            yield run.breach("break_late", pause.id, {"start": stop.start, "latest": pause.latest, "seconds": late})


def _break_twice(run: Run) -> Breaches:
    taken = [pause.id for pause, _ in run.breaks()]
    for k, name in enumerate(taken):
        if name in taken[:k]:
            yield run.breach("break_twice", name, {"taken": taken[:k].count(name) + 1})


def _break_order(run: Run) -> Breaches:
    order = [pause.id for pause in run.shift.breaks]
    taken = list(dict.fromkeys(pause.id for pause, _ in run.breaks()))
    for k, name in enumerate(taken):
        later = [other for other in taken[:k] if order.index(other) > order.index(name)]
        if later:
            yield run.breach("break_order", name, {"after": later[0]})


RULES = (
    _departure_early,
    _overtime_cap,
    _time_window,
    _promise_from,
    _lock_time,
    _latest_finish,
    _break_missed,
    _break_late,
    _break_twice,
    _break_order,
)
