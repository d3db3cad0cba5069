"""Whether reasons are the truth: every option lifted and judged by `dispatcher.check`, then with each reason left out.

An option fits when its plan breaks no rule and leaves no lock unkept that was kept before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dispatcher.check import Report, check
from dispatcher.errors import NotExplained
from dispatcher.explain import lift
from dispatcher.plan import Option, Plan, total
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

STARTS = frozenset({"time_window", "promise_from", "lock_time"})
"""Conflicts that are one: the job starts at no allowed instant."""

Unkept = set[tuple[str, str | None, object]]


class Verdict(NamedTuple):
    """What is wrong with the options of one job; the messages name job and technician."""

    options: int
    reasons: int
    """That could be lifted: all but prices."""
    invalid: tuple[str, ...]
    """Options that do not fit although all their reasons are lifted."""
    superfluous: tuple[str, ...]
    """Reasons without which their option fits as well."""
    mispriced: tuple[str, ...]
    """Options whose `extra` is not the difference that the plan shows."""


def judged(problem: Problem, travel: TravelMatrix, plan: Plan, job: str, options: Iterable[Option]) -> Verdict:
    """Lift every option of a job, whole and with each of its reasons left out.

    Parameters
    ----------
    plan
        Accepted by `dispatcher.check`, its bills exact.
    """
    judge = _Judge(problem, travel, plan, job)
    options = tuple(options)
    return Verdict(
        options=len(options),
        reasons=sum(len(judge.liftable(option)) for option in options),
        invalid=tuple(message for option in options for message in judge.failures(option)),
        superfluous=tuple(message for option in options for message in judge.superfluous(option)),
        mispriced=tuple(message for option in options for message in judge.mispriced(option)),
    )


class _Judge:
    def __init__(self, problem: Problem, travel: TravelMatrix, plan: Plan, job: str) -> None:
        self.problem, self.travel, self.plan, self.job = problem, travel, plan, job
        self.unkept = unkept(check(problem, travel, plan))
        self.price = sum(one.cost for one in plan.unassigned if one.job == job)

    def liftable(self, option: Option) -> list[int]:
        """Positions of the reasons that are rules."""
        return [k for k, reason in enumerate(option.reasons) if reason.code != "price"]

    def failures(self, option: Option) -> Iterator[str]:
        if wrong := self._wrong(option):
            yield f"{self.job} with {option.technician}: {wrong[0]}"

    def superfluous(self, option: Option) -> Iterator[str]:
        for k in self.liftable(option):
            rest = option.model_copy(update={"reasons": (*option.reasons[:k], *option.reasons[k + 1 :])})
            if not self._wrong(rest):
                yield f"{self.job} with {option.technician}: {option.reasons[k].code}"

    def mispriced(self, option: Option) -> Iterator[str]:
        if self._wrong(option):
            return
        _, moved = lift(self.problem, self.travel, self.plan, self.job, option)
        grown = total(moved.cost) - total(self.plan.cost) + self.price
        if not grown == option.extra == total(option.cost):
            yield f"{self.job} with {option.technician}: {option.extra}, in truth {grown}"

    def _wrong(self, option: Option) -> list[str]:
        """What the plan with the job there breaks."""
        try:
            relaxed, moved = lift(self.problem, self.travel, self.plan, self.job, option)
        except NotExplained as error:
            return [str(error)]
        report = check(relaxed, self.travel, moved)
        return [*map(str, report.violations), *map(str, unkept(report) - self.unkept)]


def unkept(report: Report) -> Unkept:
    """The locks of a plan that are not kept, each once."""
    return {
        ("start" if one.code in STARTS else one.code, one.stop, one.facts.get("first"))
        for one in report.conflicts
        if one.code != "lock_clash"
    }
