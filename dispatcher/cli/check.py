"""The command `check`: every rule that a plan breaks, and its cost recomputed, by a checker that trusts nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from dispatcher.check import Report, check
from dispatcher.cli.console import ExitCode, Listing, results
from dispatcher.cli.inputs import Reading, TravelOptions, read
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.costs import Term
from dispatcher.draft import shape_findings
from dispatcher.errors import InvalidProblem
from dispatcher.fields import WIRE, printed
from dispatcher.formats.document import read_json
from dispatcher.formats.itinerary import technician_name
from dispatcher.formats.words import Language, money
from dispatcher.plan import Plan, Violation, total
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

MOST_UNTRUE = 10
"""Numbers shown that are not true: one moved stop makes every later time of its route false."""


class StatedPlan(BaseModel, frozen=True):
    """A plan as a file states it, with what a whole result says about its origin."""

    plan: Plan
    travel_source: str | None = None
    problem_hash: str | None = None


def read_plan(path: Path) -> StatedPlan:
    """The plan in a file that holds a plan, or the result that it is a part of.

    Raises
    ------
    UnreadableFile
        When it is not JSON.
    InvalidProblem
        When it holds no plan; the findings point into the file.
    """
    document = read_json(path)
    try:
        if "plan" in document:
            return StatedPlan.model_validate(document, context=WIRE)
        return StatedPlan(plan=Plan.model_validate(document, context=WIRE))
    except ValidationError as error:
        raise InvalidProblem(shape_findings(error, document)) from None


def check_plan(reading: Reading, plan: Path, travel: TravelOptions, language: Language, *, as_json: bool) -> None:
    """Check the plan in a file; leave with `VIOLATIONS` when it breaks a rule or states what is not true."""
    with answered(plan):
        stated = read_plan(plan)
    with answered(reading.file):
        problem = read(reading).problem()
        matrix = travel.between(problem.places, stated.travel_source)
        report = check(problem, matrix, stated.plan)
    if as_json:
        typer.echo(json.dumps(_document(stated.plan, report), ensure_ascii=False, indent=2))
    else:
        words = ConsoleWords(language, problem.zone)
        _tell(results(), problem, stated, matrix, report, plan, words)
    if not report.valid:
        raise typer.Exit(ExitCode.VIOLATIONS)


def _document(stated: Plan, report: Report) -> dict[str, Any]:
    return {
        "valid": report.valid,
        "violations": [one.model_dump(mode="json") for one in report.violations],
        "conflicts": [one.model_dump(mode="json") for one in report.conflicts],
        "overridden": [one.model_dump(mode="json") for one in report.overridden],
        "cost": {
            term.value: {"stated": str(printed(said)), "recomputed": str(printed(true))}
            for term, said, true in _bills(stated, report)
        },
    }


def _bills(stated: Plan, report: Report) -> Iterator[tuple[Term, int, int]]:
    """Term, stated and recomputed units, of every term that either bill has."""
    for term in Term:
        if term in stated.cost or term in report.plan.cost:
            yield term, stated.cost.get(term, 0), report.plan.cost.get(term, 0)


def _tell(
    console: Console,
    problem: Problem,
    stated: StatedPlan,
    travel: TravelMatrix,
    report: Report,
    file: Path,
    words: ConsoleWords,
) -> None:
    broken, untrue = _apart(report.violations)
    if report.valid:
        console.print(f"[bold green]{escape(words.say('valid', file=file))}[/]", soft_wrap=True)
    else:
        told = words.say(
            "violations", file=file, rules=words.count(len(broken), "rule"), numbers=words.count(len(untrue), "untrue")
        )
        console.print(f"[bold red]{escape(told)}[/]", soft_wrap=True)
    for note in _notes(problem, stated, travel, words):
        console.print(Text(note), soft_wrap=True)
    for name, breaches in (
        ("broken", broken),
        ("untrue", untrue[:MOST_UNTRUE]),
        ("conflict", report.conflicts),
        ("overridden", report.overridden),
    ):
        if breaches:
            console.print()
            console.print(_breach_table(problem, breaches, words.say(name), words))
    if len(untrue) > MOST_UNTRUE:
        console.print(words.say("more_untrue", count=len(untrue) - MOST_UNTRUE))
    console.print()
    console.print(_cost_table(problem, stated.plan, report, words))


def _apart(violations: Sequence[Violation]) -> tuple[list[Violation], list[Violation]]:
    """Broken rules, and numbers that are not true."""
    untrue = [one for one in violations if one.code.startswith("false_")]
    return [one for one in violations if one not in untrue], untrue


def _notes(problem: Problem, stated: StatedPlan, travel: TravelMatrix, words: ConsoleWords) -> Iterator[str]:
    jobs = {job.id for job in problem.jobs}
    planned = sum(stop.id in jobs for route in stated.plan.routes for stop in route.stops)
    yield words.say(
        "checked",
        routes=words.count(len(stated.plan.routes), "route"),
        planned=words.count(planned, "job"),
        left_out=len(stated.plan.unassigned),
        source=travel.source,
    )
    if stated.problem_hash and stated.problem_hash != problem.fingerprint():
        yield words.say("other_problem")
    if stated.travel_source and stated.travel_source != travel.source:
        yield words.say("other_travel", source=stated.travel_source)


def _breach_table(problem: Problem, breaches: Sequence[Violation], title: str, words: ConsoleWords) -> Listing:
    table = Listing(expand=True)
    table.column(words.say("where"), widest=34)
    table.column(title, ratio=1)
    for one in breaches:
        where = _where(problem, one) or words.say("whole_plan")
        table.add_row(Text(where), Text.assemble(words.sentence(one), " ", (f"[{one.code}]", "dim")))
    return table


def _where(problem: Problem, one: Violation) -> str:
    """Technician, shift and stop; the shift only where the technician has several."""
    for technician in problem.technicians:
        if technician.id == one.technician:
            shift = one.shift if len(technician.shifts) != 1 else None
            return " · ".join(filter(None, [technician_name(technician), shift, one.stop]))
    return " · ".join(filter(None, [one.technician, one.shift, one.stop]))


def _cost_table(problem: Problem, stated: Plan, report: Report, words: ConsoleWords) -> Listing:
    table = Listing()
    table.column(f"{words.say('page.cost_by_term')} ({problem.costs.currency})")
    table.numbers(words.say("stated"), words.say("recomputed"))
    for term, said, true in _bills(stated, report):
        differs = printed(said) != printed(true)
        table.add_row(words.say(f"term.{term}"), money(said), money(true), style="red" if differs else "")
    sums = (money(total(bill)) for bill in (stated.cost, report.plan.cost))
    table.add_row(words.say("page.total"), *sums, style="bold")
    return table
