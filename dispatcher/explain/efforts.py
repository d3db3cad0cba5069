"""Every code that a reason may have, and the one scale on which relaxations are compared: minutes."""

from __future__ import annotations

from collections.abc import Mapping

from dispatcher.plan import Reason

CODES: Mapping[str, str] = {
    # Of one place on one shift; the rule is the checker's of the same name.
    "lock_technician": "The job is locked to another shift.",
    "skill": "A skill in skills.all is missing or too low on that day.",
    "skill_any": "None of the skills in skills.any is held; the facts name the one that comes nearest.",
    "skill_none": "A skill that the job, or with `stop` another job of the technician, rules out.",
    "technician_only": "The technician is not among technicians.only.",
    "technician_excluded": "The technician is among technicians.excluded.",
    "tool": "A tool is missing.",
    "part": "Too few of a part are left in the van.",
    "max_jobs": "The shift has as many jobs as it may.",
    "lock_order": "The order in which two jobs are locked would not be kept.",
    "time_window": "The start would lie after the last time window.",
    "lock_time": "The start would lie outside the job's time locks.",
    "latest_finish": "The finish would lie after latest_finish.",
    "break_late": "A break would begin after its latest start.",
    "break_missed": "A break would be due and not taken: home after its latest start.",
    "overtime_cap": "Home later than max_overtime after the shift's end.",
    "price": "With the job there the routes would cost as much more as leaving it out costs, or more than that.",
    # Of all technicians together.
    "no_shift": "The problem has no shift.",
    "no_time": "Even on an empty day no suitable technician could start in time and be home in time.",
    "no_room": "Every suitable technician has other work at the time.",
    "not_examined": "Some technicians are suitable, but the time limit was up before their routes were looked into.",
    "free_place": "There is a place for it that costs less than leaving it out: nobody has planned it yet.",
}
"""Code to meaning; docs/errors.md says what to do about each."""

EFFORT: Mapping[str, int] = {
    "max_jobs": 30,
    "lock_time": 60,
    "lock_order": 60,
    "part": 60,
    "tool": 60,
    "lock_technician": 120,
    "technician_only": 120,
    "technician_excluded": 240,
    "skill": 240,
    "skill_any": 240,
    "skill_none": 240,
}
"""Minutes that lifting a rule counts for; a missing skill for each level. A time rule counts its own minutes, begun
ones whole, and a price nothing."""


def effort(reason: Reason) -> int:
    """Minutes that lifting this one counts for."""
    if reason.code in ("skill", "skill_any"):
        return EFFORT[reason.code] * (int(reason.facts["level"]) - int(reason.facts["held"]))
    return EFFORT.get(reason.code, 0) + -(-int(reason.facts.get("by", 0)) // 60)
