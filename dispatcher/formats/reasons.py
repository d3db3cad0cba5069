"""Why a job is not planned and what it would take, in sentences that are made from the facts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeGuard

from dispatcher.formats.itinerary import job_title, technician_name
from dispatcher.formats.reason_words import REASON_WORDS
from dispatcher.formats.words import Words, money
from dispatcher.plan import Explanation, Fact, Option, Reason, UnassignedJob
from dispatcher.problem import Problem

_INSTANTS = frozenset({"start", "finish", "arrival_home", "earliest_start", "latest", "latest_start", "latest_finish"})
"""Facts that are instants and are told."""

_JOBS = frozenset({"stop", "first", "then"})
"""Facts that are ids of jobs."""

_TECHNICIANS = frozenset({"technician", "locked_technician", "other_technician"})
"""Facts that are ids of technicians."""


class Reasons:
    """What a reader is told about the reasons of a plan.

    Parameters
    ----------
    titled
        Whether jobs are named as a person names them (`itinerary.job_title`); else by their ids.
    """

    def __init__(self, problem: Problem, words: Words, *, titled: bool = False) -> None:
        self.words = words
        self._names = {technician.id: technician_name(technician) for technician in problem.technicians}
        self._titles = {job.id: job_title(job) if titled else job.id for job in problem.jobs}
        self._days = {
            (technician.id, shift.id): words.local(shift.start).date() for technician, shift in problem.shifts()
        }
        self._several_days = len(set(self._days.values())) > 1

    def headlines(self, item: UnassignedJob | Explanation) -> list[str]:
        """What keeps the job out, of all technicians together; says so when no reason was given."""
        return [self._of_all(reason) for reason in item.reasons] or [self.words.say("page.no_reason")]

    def where(self, option: Option) -> str:
        """Who and where on the route."""
        technician, place = self._names.get(option.technician, option.technician), self.place(option)
        return self.words.say("option.where", technician=technician, place=place)

    def place(self, option: Option) -> str:
        """Where on the route; with its day, where the problem has several."""
        place = self._after(option.after)
        day = self._days.get((option.technician, option.shift))
        return self.words.say("option.on_day", day=self.words.day(day), place=place) if self._on_days(day) else place

    def blocks(self, option: Option) -> list[str]:
        """All that blocks there, one sentence each; that nothing does, where that is so."""
        return [self._block(reason) for reason in option.reasons] or [self.words.say("block.nothing")]

    def extra(self, option: Option) -> str:
        """What the plan would cost more, with its sign."""
        return f"{'+' if option.extra >= 0 else ''}{money(option.extra)}"

    def changes(self, option: Option) -> str:
        """What the plan would cost more or less, term by term."""
        grown = (
            f"{self.words.say(f'term.{term}')} {'+' if amount >= 0 else ''}{money(amount)}"
            for term, amount in option.cost.items()
        )
        return self.words.say("clause_comma").join(grown) or self.words.say("block.nothing")

    def _on_days(self, day: date | None) -> TypeGuard[date]:
        return day is not None and self._several_days

    def _after(self, job: str | None) -> str:
        if job is None:
            return self.words.say("option.first")
        return self.words.say("option.after", job=self._titles.get(job, job))

    def _block(self, reason: Reason) -> str:
        """One rule at one place."""
        fields, facts = self._fields(reason), reason.facts
        key = f"block.{reason.code}"
        if reason.code == "skill" and facts["held"] == 0:
            key += "_unheld"
        elif reason.code == "lock_order":
            key += "_apart" if "other_technician" in facts else ""
        elif "stop" in facts:
            key += "_of"
        if key not in REASON_WORDS:
            return self._unknown(reason)
        said = self.words.say(key, **fields)
        elsewhere = "technician" in facts and reason.code != "lock_technician"
        return self.words.say("option.of", technician=fields["technician"], sentence=said) if elsewhere else said

    def _of_all(self, reason: Reason) -> str:
        """One rule for all technicians."""
        fields, facts = self._fields(reason), reason.facts
        key = f"all.{reason.code}"
        if reason.code == "skill" and facts["best"] == 0:
            key += "_unheld"
        elif "minutes" in facts:
            key += "_dear" if "price" in facts else "_by"
        if f"all.{reason.code}" not in REASON_WORDS:
            return self._unknown(reason)
        left = "suitable" in facts
        nobody = self.words.say("all.nobody_left" if left else "all.nobody", **fields)
        after = facts.get("after")
        place = self._after(None if after is None else str(after))
        return self.words.say(
            key if key in REASON_WORDS else f"all.{reason.code}", **fields | {"nobody": nobody, "place": place}
        )

    def _unknown(self, reason: Reason) -> str:
        facts = self.words.say("list_comma").join(f"{name} {fact}" for name, fact in reason.facts.items())
        return self.words.say("block.unknown", code=reason.code, facts=facts) if facts else reason.code

    def _fields(self, reason: Reason) -> dict[str, object]:
        """The facts as they are told."""
        fields: dict[str, object] = {name: self._told(name, fact) for name, fact in reason.facts.items()}
        if reason.code == "overtime_cap":
            home = datetime.fromisoformat(str(reason.facts["arrival_home"]))
            fields["latest_home"] = self.words.clock(home - timedelta(seconds=int(reason.facts["by"])))
        if "stop" in fields:
            fields["job"] = fields["stop"]
        if {"earliest_start", "latest_start"} <= fields.keys():
            fields["window"] = self.words.say("between", first=fields["earliest_start"], last=fields["latest_start"])
        for name in ("locked_technician", "other_technician"):
            fields["technician"] = fields.get(name, fields.get("technician"))
        return fields

    def _told(self, name: str, fact: Fact) -> str:
        text = str(fact)
        if name == "by":
            return self.words.span(-(-int(fact) // 60) * 60)
        if name == "minutes":
            return self.words.span(60 * int(fact))
        if name in ("extra", "price"):
            return f"{Decimal(text):,.2f}"
        if name in _INSTANTS:
            return self.words.clock(datetime.fromisoformat(text))
        if name in _JOBS:
            return self._titles.get(text, text)
        if name in _TECHNICIANS:
            return self._names.get(text, text)
        if name == "only":
            return self.words.say("list_comma").join(self._names.get(one, one) for one in text.split(", "))
        return text
