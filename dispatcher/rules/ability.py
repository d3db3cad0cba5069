"""Who may do a job, with what, and how many."""

from __future__ import annotations

from collections import Counter

from dispatcher.job import Job
from dispatcher.place import Depot
from dispatcher.plan import StopKind
from dispatcher.rules.breach import Breaches, Facts
from dispatcher.rules.run import Run


def _skill(run: Run) -> Breaches:
    for job, _ in run.jobs():
        for name, level in job.skills.all.items():
            held = run.technician.level(name, run.day)
            if held < level:
                facts: Facts = {"skill": name, "level": level, "held": held, "day": run.day.isoformat()}
                yield run.breach("skill", job.id, facts)


def _skill_any(run: Run) -> Breaches:
    for job, _ in run.jobs():
        asked = job.skills.any
        if asked and all(run.technician.level(name, run.day) < level for name, level in asked.items()):
            wanted = ", ".join(f"{name} {level}" for name, level in asked.items())
            yield run.breach("skill_any", job.id, {"skills": wanted, "day": run.day.isoformat()})


def _skill_none(run: Run) -> Breaches:
    for job, _ in run.jobs():
        for name, level in job.skills.none.items():
            held = run.technician.level(name, run.day)
            if held >= level:
                facts: Facts = {"skill": name, "level": level, "held": held, "day": run.day.isoformat()}
                yield run.breach("skill_none", job.id, facts)


def _technician_only(run: Run) -> Breaches:
    for job, _ in run.jobs():
        only = job.technicians.only
        if only and run.technician.id not in only:
            yield run.breach("technician_only", job.id, {"only": ", ".join(only)})


def _technician_excluded(run: Run) -> Breaches:
    for job, _ in run.jobs():
        if run.technician.id in job.technicians.excluded:
            yield run.breach("technician_excluded", job.id)


def _tool(run: Run) -> Breaches:
    tools, everything = set(run.technician.tools), False
    for target, _ in run.targets():
        if isinstance(target, Depot):
            tools.update(target.tools or ())
            everything = everything or target.tools is None
        elif isinstance(target, Job) and not everything:
            yield from (run.breach("tool", target.id, {"tool": tool}) for tool in target.tools if tool not in tools)


def _part(run: Run) -> Breaches:
    loaded = run.technician.van_stock if run.shift.van_stock is None else run.shift.van_stock
    stock, endless = Counter(loaded), False
    for target, _ in run.targets():
        if isinstance(target, Depot):
            stock.update(target.stock or {})
            endless = endless or target.stock is None
        elif isinstance(target, Job) and not endless:
            for part, needed in target.parts.items():
                if needed > stock[part]:
                    yield run.breach("part", target.id, {"part": part, "needed": needed, "left": stock[part]})
                stock[part] = max(0, stock[part] - needed)


def _max_jobs(run: Run) -> Breaches:
    planned = sum(stop.kind is StopKind.JOB for stop in run.route.stops)
    if run.shift.max_jobs is not None and planned > run.shift.max_jobs:
        yield run.breach("max_jobs", facts={"jobs": planned, "max_jobs": run.shift.max_jobs})


OVERRIDABLE = (_skill, _skill_any, _skill_none, _technician_only, _technician_excluded, _tool)

RULES = (_part, _max_jobs)
