"""The command `explain`: why a job is not planned and what it would take, or what it would cost elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from dispatcher.cli.check import read_plan
from dispatcher.cli.console import Listing, results
from dispatcher.cli.inputs import Reading, TravelOptions, read
from dispatcher.cli.outputs import refuse_unusable, writing
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.costs import Term
from dispatcher.explain import explain, explained, lift
from dispatcher.formats.document import write_json
from dispatcher.formats.reasons import Reasons
from dispatcher.formats.words import Language, money
from dispatcher.plan import Explanation, Option, Plan, UnassignedJob, total
from dispatcher.problem import Problem
from dispatcher.travel import TravelMatrix

FEW = 3
"""Technicians shown for each job when none is named."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    job
        None = all unassigned ones.
    technicians
        How many options to show for each job; None = all, or `FEW` when no job is named.
    lift
        The number of the option to relax, from 1; None = none.
    out
        Where to write the relaxed problem.
    """

    job: str | None = None
    technicians: int | None = None
    lift: int | None = None
    out: Path | None = None

    def refuse_unusable(self, source: Path) -> None:
        """Fail before the work.

        Raises
        ------
        typer.BadParameter
            When the parts of the question do not go together, or the file cannot be written.
        """
        if (self.lift is None) != (self.out is None) or (self.lift and self.job is None):
            raise typer.BadParameter("--lift, --out and a job belong together: JOB --lift 1 --out relaxed.json")
        if self.out:
            refuse_unusable(self.out, source, "--out")

    def chosen(self, options: Sequence[Option]) -> Option | None:
        """The option to relax.

        Raises
        ------
        typer.BadParameter
            When there is none of that number.
        """
        if self.lift is not None and self.lift > len(options):
            raise typer.BadParameter(f"--lift asks for option {self.lift} of {len(options)} for '{self.job}'")
        return options[self.lift - 1] if self.lift else None


def explain_plan(
    reading: Reading, plan: Path, travel: TravelOptions, question: Question, language: Language, *, as_json: bool
) -> None:
    """Explain one job, or all that are left out of the plan in a file."""
    question.refuse_unusable(reading.file)
    with answered(plan):
        stated = read_plan(plan)
    with answered(reading.file):
        problem = read(reading).problem()
        matrix = travel.between(problem.places, stated.travel_source)
        found = _found(problem, matrix, stated.plan, question)
        option = question.chosen(found[0].options) if found else None
        words = ConsoleWords(language, problem.zone)
        if as_json:
            document = [one.model_dump(mode="json") for one in found]
            typer.echo(json.dumps(document[0] if question.job else document, ensure_ascii=False, indent=2))
        else:
            _tell(results(), problem, found, words)
        if question.out and question.job and option:
            relaxed, _ = lift(problem, matrix, stated.plan, question.job, option)
            with writing(question.out):
                write_json(relaxed, question.out)
            if not as_json:
                _tell_lifted(results(), question.out, question.job, option, Reasons(problem, words))


def _found(problem: Problem, travel: TravelMatrix, plan: Plan, question: Question) -> list[Explanation]:
    if question.job is not None:
        return [explain(problem, travel, plan, question.job, question.technicians)]
    left_out = explained(problem, travel, plan, question.technicians or FEW).unassigned
    return [_of_unassigned(one) for one in sorted(left_out, key=lambda one: -one.cost)]


def _of_unassigned(one: UnassignedJob) -> Explanation:
    cost = {Term.UNASSIGNED: one.cost} if one.cost else {}
    return Explanation(job=one.job, cost=cost, reasons=one.reasons, options=one.options)


def _tell(console: Console, problem: Problem, found: Sequence[Explanation], words: ConsoleWords) -> None:
    reasons = Reasons(problem, words)
    customers = {job.id: job.labels.get("customer", "") for job in problem.jobs}
    for number, one in enumerate(found):
        console.print(
            *([""] if number else []), *_head(problem, one, customers[one.job], reasons), sep="\n", soft_wrap=True
        )
        console.print(_options(problem, one, reasons) if one.options else words.say("none_else"))
    if not found:
        console.print(words.say("all_planned"))


def _head(problem: Problem, one: Explanation, customer: str, reasons: Reasons) -> Iterator[Text]:
    """The job, where it is, and what keeps it out."""
    words, price = reasons.words, f"{money(total(one.cost))} {problem.costs.currency}"
    if one.technician is None:
        where = words.say("not_planned", price=price)
    else:
        stand = Option(technician=one.technician, shift=one.shift or "", after=one.after, extra=0)
        where = words.say("stands", where=reasons.where(stand), price=price)
    name = " · ".join(filter(None, [one.job, customer]))
    yield Text.assemble((name, "bold"), "  ", (where, "dim"))
    if one.technician is None:
        yield from (Text(line) for line in reasons.headlines(one))


def _options(problem: Problem, one: Explanation, reasons: Reasons) -> Listing:
    words = reasons.words
    table = Listing(expand=True)
    table.numbers("")
    table.column(words.say("fit"), ratio=2)
    table.column(words.say("blocks"), ratio=4)
    table.numbers(words.say("extra", currency=problem.costs.currency))
    for number, option in enumerate(one.options, 1):
        told = reasons.blocks(option) if option.reasons else [reasons.changes(option)]
        cells = (str(number), reasons.where(option), "\n".join(told), reasons.extra(option))
        table.add_row(*map(Text, cells))
    return table


def _tell_lifted(console: Console, file: Path, job: str, option: Option, reasons: Reasons) -> None:
    words = reasons.words
    blocks = words.say("option.and_also").join(reasons.blocks(option))
    told = words.say("lifted", file=file, job=job, where=reasons.where(option), blocks=blocks)
    console.print("", Text(told), sep="\n", soft_wrap=True)
