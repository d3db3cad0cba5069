"""Promises wider or narrower, and answers sooner."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import floor
from typing import Annotated

from pydantic import Field

from dispatcher.fields import Seconds
from dispatcher.job import Job, Promise
from dispatcher.problem import Problem
from dispatcher.scenario.change import changed, with_jobs
from dispatcher.scenario.choice import JobChange
from dispatcher.scenario.draws import job_chance


class PromiseWidth(JobChange):
    """Every promised arrival window gets one width; jobs without a promise stay without.

    Of the old window and the new one, the wider holds the narrower, at a place drawn for each job: the hour that a
    customer is told lies somewhere in the two hours that the same customer would be told.
    """

    seconds: Annotated[int, Field(strict=True, ge=60, le=86_400)]
    """From the promise's start to its end: 7200 for two hours."""

    def applied(self, problem: Problem) -> Problem:
        """The day with those promises."""
        chosen = {job.id for job in self.concerned(problem)}
        start = problem.start
        return with_jobs(problem, chosen, lambda job: {"promise": job.promise and self._told(job, job.promise, start)})

    def _told(self, job: Job, promise: Promise, start: datetime) -> Promise:
        """Neither past when the plan starts nor open after the last time window, unless it was so before."""
        width = int((promise.until - promise.from_).total_seconds())
        shift = floor(job_chance("promise_width", job).random() * (width - self.seconds))
        until = promise.from_ + timedelta(seconds=shift + self.seconds)
        closes = max((window.latest_start for window in job.time_windows), default=until)
        until = max(min(until, max(closes, promise.until)), min(promise.until, start))
        return changed(promise, from_=until - timedelta(seconds=self.seconds), until=until)


class RespondWithin(JobChange):
    """The response promise: somebody comes so long after the ticket came in.

    Counted from `released_at`, but not from before the plan starts (nor without it): nights are not counted. The same
    as the promise that somebody comes by `respond_by`, whose lateness is priced by service class.
    """

    seconds: Seconds
    """From when the ticket came in: 7200 for two hours."""
    also_others: bool = False
    """Whether jobs get the promise too that have no `respond_by` now."""

    def applied(self, problem: Problem) -> Problem:
        """The day with those promises."""
        chosen = {job.id for job in self.concerned(problem) if job.respond_by or self.also_others}
        start, within = problem.start, timedelta(seconds=self.seconds)
        return with_jobs(problem, chosen, lambda job: {"respond_by": max(job.released_at or start, start) + within})
