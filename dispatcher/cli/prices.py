"""The command `prices`: what a plan pays for, and what one thing is worth in another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.text import Text

from dispatcher.cli.console import Listing, messages, results
from dispatcher.cli.findings import count
from dispatcher.cli.inputs import Reading, read
from dispatcher.cli.sayings import ConsoleWords
from dispatcher.cli.trouble import answered
from dispatcher.costs import Costs, LatePrice
from dispatcher.draft import Draft
from dispatcher.errors import InvalidProblem, errors_in
from dispatcher.formats.words import Language
from dispatcher.job import ServiceClass


def prices(reading: Reading | None, language: Language) -> None:
    """Show the prices of a file, or the usual ones, and their exchange rates."""
    words = ConsoleWords(language)
    costs = Costs()
    if reading:
        with answered(reading.file):
            costs = _read_costs(reading)
    console = results()
    console.print(Text(words.say("prices_in", currency=costs.currency), style="bold"))
    for part in (_flat(costs, words), _lateness(costs, words), _by_priority(costs, words)):
        console.print()
        console.print(part)
    console.print()
    console.print(Text(words.say("page.rates"), style="bold"))
    for sentence in words.exchange_rates(costs):
        console.print(Text(f"  {sentence}"), soft_wrap=True)


def _read_costs(reading: Reading) -> Costs:
    """The prices, also of a file whose jobs are not in order yet."""
    source = read(reading)
    costs = Draft.of(source.document).costs
    errors = errors_in(source.check())
    if costs is None:
        raise InvalidProblem(errors)
    if errors:
        told = f"{reading.file} has {count(errors, 'error')}; prices that cannot be read are shown as the usual ones."
        messages().print(Text(told, style="yellow"), soft_wrap=True)
    return costs


def _amount(price: Decimal) -> str:
    """At least two decimals, a third where there is one."""
    return f"{price:,.2f}" if price == round(price, 2) else f"{price:,.3f}"


def _table(name: str, *prices: str) -> Listing:
    table = Listing()
    table.column(name)
    table.numbers(*prices)
    return table


def _flat(costs: Costs, words: ConsoleWords) -> Listing:
    table = _table(words.say("price_of"), words.say("price"))
    for name, price in _flat_lines(costs, words):
        table.add_row(name, price)
    return table


def _flat_lines(costs: Costs, words: ConsoleWords) -> Iterator[tuple[str, str]]:
    def line(term: str, saying: str, price: Decimal, **fields: object) -> tuple[str, str]:
        return words.say(f"term.{term}"), words.say(saying, price=_amount(price), **fields)

    yield line("travel_time", "per_hour", costs.travel_per_hour)
    yield line("travel_distance", "per_km", costs.travel_per_km)
    yield line("working_time", "per_hour", costs.working_per_hour)
    yield line("overtime", "per_hour", costs.overtime_per_hour)
    if costs.imbalance.per_hour:
        yield line("imbalance", "per_hour_above", costs.imbalance.per_hour, span=words.span(costs.imbalance.target))
    yield line("preferred_missed", "per_job", costs.preferred_missed)
    yield line("overqualified", "per_level", costs.overqualified)
    for term in ("promise_broken", "technician_swapped", "start_moved"):
        yield line(term, "per_job", getattr(costs.change, term))
    yield words.say("must_plan"), words.say("must_plan_price", price=_amount(costs.must_plan))


def _lateness(costs: Costs, words: ConsoleWords) -> Listing:
    terms = ("promise_missed", "respond_missed", "resolve_missed")
    table = _table(words.say("lateness"), *(words.say(f"term.{term}") for term in terms))
    for service_class in ServiceClass:
        late = (_late(getattr(costs, term)[service_class], words) for term in terms)
        table.add_row(words.say(f"class.{service_class}"), *late)
    return table


def _late(price: LatePrice, words: ConsoleWords) -> str:
    return words.say("per_minute", step=_amount(price.step), rate=_amount(price.per_minute))


def _by_priority(costs: Costs, words: ConsoleWords) -> Listing:
    table = _table(words.say("left_out_by_priority"), "1", "2", "3", "4", "5")
    for service_class in ServiceClass:
        table.add_row(words.say(f"class.{service_class}"), *map(_amount, costs.unassigned[service_class]))
    table.add_row(words.say("waiting_by_priority"), *map(_amount, costs.waiting_customer))
    return table
