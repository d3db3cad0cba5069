"""What can be asked on the command line, and in which words; the other modules of this room do the work.

They are loaded when a command runs, so that help and the lighter commands wait neither for the compiled clock nor for
the solver. The docstrings of commands are their help.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from dispatcher.cli import options

EXIT_CODES = """[bold]Exit codes[/]
[bold]0[/]    done; a plan that leaves out a job that must be planned is done too, and says so loudly
[bold]1[/]    check: the plan breaks a rule, or states a number that is not true
[bold]2[/]    a file or an option cannot be used, or a file cannot be written
[bold]3[/]    the solver found no valid plan
[bold]4[/]    travel times or the geocoder cannot be had
[bold]130[/]  interrupted, and no plan was kept"""

PUBLIC = "https://nominatim.openstreetmap.org"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dispatcher {version('technician-dispatcher')}")
        raise typer.Exit


@app.callback()
def dispatcher(
    _: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")] = False,
) -> None:
    """Plan who visits which customer, when, with which skills and parts, so that every promise can be kept.

    Start with [bold]dispatcher template day.xlsx[/], fill in the sheets, then [bold]dispatcher plan day.xlsx[/].
    """


@app.command(epilog="Example: [bold]dispatcher plan day.xlsx --out plan.json --page plan.html --day-sheets sheets[/]")
def plan(
    file: options.File,
    out: Annotated[Path | None, typer.Option(help="The whole result as JSON; `check` reads it.")] = None,
    page: options.Page = None,
    day_sheets: options.DaySheets = None,
    table: options.PlanTable = None,
    stops: options.Stops = None,
    geojson: options.GeoJson = None,
    calendars: options.Calendars = None,
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, max=86_400, help="For the search.")] = 20.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another one may find another plan.")] = 1,
    cores: Annotated[
        int | None, typer.Option(min=1, max=256, help="Searches side by side. [dim]Usually all.[/]")
    ] = None,
    start: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="A plan to begin with, such as an earlier one of the day.")
    ] = None,
    engine: Annotated[
        Literal["search", "routing"], typer.Option(help="[bold]routing[/] is OR-Tools' own search alone.")
    ] = "search",
    iterations: Annotated[
        int | None, typer.Option(min=1, help="End after so many steps: the same seed then gives the same plan.")
    ] = None,
    lang: options.Lang = "en",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
    as_json: options.Json = False,
    time_zone: options.TimeZone = None,
    speed_kmh: options.SpeedKmh = None,
    detour: options.Detour = None,
    matrix: options.Matrix = None,
    geocode: options.Geocode = False,
    geocoder_url: options.GeocoderUrl = PUBLIC,
    geocoder_agent: options.GeocoderAgent = "",
    geocoder_pause: options.GeocoderPause = 1.0,
) -> None:
    """Make a plan and show it: who goes where and when, who is late, what is left out and why.

    [bold]Ctrl-C[/] ends the search and keeps the best plan so far; a second one gives up.
    """
    from dispatcher.cli import plan as work
    from dispatcher.cli.inputs import Geocoding, Reading, TravelOptions
    from dispatcher.cli.outputs import Outputs
    from dispatcher.settings import Settings

    settings = {"engine": engine, "time_limit": time_limit, "seed": seed, "iterations": iterations}
    work.plan(
        Reading(file, time_zone, Geocoding(geocode, geocoder_url, geocoder_agent, geocoder_pause)),
        TravelOptions(speed_kmh, detour, matrix),
        Settings.model_validate(settings | ({"cores": cores} if cores else {})),
        start,
        Outputs(out, page, day_sheets, table, stops, geojson, calendars),
        work.Telling(lang, quiet, as_json),
    )


@app.command(epilog="Example: [bold]dispatcher check day.xlsx plan.json[/]")
def check(
    problem: options.File,
    plan: options.PlanFile,
    lang: options.Lang = "en",
    as_json: options.Json = False,
    time_zone: options.TimeZone = None,
    speed_kmh: options.SpeedKmh = None,
    detour: options.Detour = None,
    matrix: options.Matrix = None,
    geocode: options.Geocode = False,
    geocoder_url: options.GeocoderUrl = PUBLIC,
    geocoder_agent: options.GeocoderAgent = "",
    geocoder_pause: options.GeocoderPause = 1.0,
) -> None:
    """Check a plan, the solver's or a hand-made one: every rule it breaks, every time and price recomputed.

    Travel is what the plan says that it was made with, unless an option says otherwise.
    """
    from dispatcher.cli.check import check_plan
    from dispatcher.cli.inputs import Geocoding, Reading, TravelOptions

    reading = Reading(problem, time_zone, Geocoding(geocode, geocoder_url, geocoder_agent, geocoder_pause))
    check_plan(reading, plan, TravelOptions(speed_kmh, detour, matrix), lang, as_json=as_json)


@app.command(
    epilog="Examples: [bold]dispatcher explain day.xlsx plan.json[/]\n\n"
    "[bold]dispatcher explain day.xlsx plan.json J17 --lift 1 --out relaxed.json[/]"
)
def explain(
    problem: options.File,
    plan: options.PlanFile,
    job: Annotated[
        str | None, typer.Argument(metavar="[JOB]", help="Planned or not; without one, all left out.")
    ] = None,
    technicians: Annotated[
        int | None, typer.Option(min=1, help="How many to show for a job. [dim]Usually all, without JOB 3.[/]")
    ] = None,
    lift: Annotated[
        int | None, typer.Option(metavar="NUMBER", min=1, help="Relax exactly what this option of JOB names.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where --lift writes the relaxed problem, as JSON.")] = None,
    lang: options.Lang = "en",
    as_json: options.Json = False,
    time_zone: options.TimeZone = None,
    speed_kmh: options.SpeedKmh = None,
    detour: options.Detour = None,
    matrix: options.Matrix = None,
    geocode: options.Geocode = False,
    geocoder_url: options.GeocoderUrl = PUBLIC,
    geocoder_agent: options.GeocoderAgent = "",
    geocoder_pause: options.GeocoderPause = 1.0,
) -> None:
    """Say why a job is not planned and what it would take with each technician; or, of a planned job, what it would
    cost elsewhere.

    The easiest comes first. Relaxing exactly what an option names makes the plan with the job there valid:
    [bold]--lift[/] writes that problem, to be planned again.
    """
    from dispatcher.cli.explain import Question, explain_plan
    from dispatcher.cli.inputs import Geocoding, Reading, TravelOptions

    reading = Reading(problem, time_zone, Geocoding(geocode, geocoder_url, geocoder_agent, geocoder_pause))
    question = Question(job, technicians, lift, out)
    explain_plan(reading, plan, TravelOptions(speed_kmh, detour, matrix), question, lang, as_json=as_json)


@app.command(epilog="Example: [bold]dispatcher validate day.xlsx[/]")
def validate(
    file: options.File,
    as_json: options.Json = False,
    time_zone: options.TimeZone = None,
    geocode: options.Geocode = False,
    geocoder_url: options.GeocoderUrl = PUBLIC,
    geocoder_agent: options.GeocoderAgent = "",
    geocoder_pause: options.GeocoderPause = 1.0,
) -> None:
    """Say everything that is wrong with a file: errors, which forbid a plan, and smells, which deserve a look.

    Each is named with its sheet and cell, what is wrong, and what to do about it.
    """
    from dispatcher.cli import validate as work
    from dispatcher.cli.inputs import Geocoding, Reading

    geocoding = Geocoding(geocode, geocoder_url, geocoder_agent, geocoder_pause)
    work.validate(Reading(file, time_zone, geocoding), as_json=as_json)


@app.command(
    epilog="Example: [bold]dispatcher convert --geocode --geocoder-agent 'Acme, it@acme.example' day.xlsx day.json[/]"
    "\n\n"
    "Example: [bold]dispatcher convert day.xlsx --plan plan.json --page plan.html --calendars calendars[/]"
)
def convert(
    file: options.File,
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="The problem as .json, .xlsx, or a folder for .csv files.")
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What `plan --out` wrote for FILE, to be shown as follows."),
    ] = None,
    page: options.Page = None,
    day_sheets: options.DaySheets = None,
    table: options.PlanTable = None,
    stops: options.Stops = None,
    geojson: options.GeoJson = None,
    calendars: options.Calendars = None,
    review: Annotated[
        Path | None, typer.Option(help="Where to list the addresses. [dim]Usually OUT-review.csv.[/]")
    ] = None,
    force: options.Force = False,
    lang: options.Lang = "en",
    time_zone: options.TimeZone = None,
    geocode: options.Geocode = False,
    geocoder_url: options.GeocoderUrl = PUBLIC,
    geocoder_agent: options.GeocoderAgent = "",
    geocoder_pause: options.GeocoderPause = 1.0,
) -> None:
    """Turn a problem into another kind of file, its addresses into coordinates, or its plan into pages and lists.

    Doubtful and missing addresses are listed for review, never guessed: nothing is written until they are settled.
    """
    from dispatcher.cli import convert as work
    from dispatcher.cli.inputs import Geocoding, Reading
    from dispatcher.cli.outputs import Outputs

    reading = Reading(file, time_zone, Geocoding(geocode, geocoder_url, geocoder_agent, geocoder_pause))
    outputs = Outputs(None, page, day_sheets, table, stops, geojson, calendars)
    work.refuse_nothing_to_do(out, plan, outputs)
    if out:
        work.convert(reading, out, review, lang, force=force)
    if plan:
        work.convert_plan(reading, plan, outputs, lang, force=force)


@app.command(epilog="Example: [bold]dispatcher template day.xlsx --lang zh[/]")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .xlsx file, or a folder for .csv files.")],
    lang: options.Lang = "en",
    force: options.Force = False,
) -> None:
    """Write empty sheets to fill in, with a few example rows that can be planned as they are."""
    from dispatcher.cli import convert as work

    work.template(file, lang, force=force)


@app.command(epilog="Example: [bold]dispatcher prices day.xlsx[/]")
def prices(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", exists=True, help="A problem; without one, the usual prices.")
    ] = None,
    lang: options.Lang = "en",
    time_zone: options.TimeZone = None,
) -> None:
    """Show what a plan pays for, and what one thing is worth in another."""
    from dispatcher.cli import prices as work
    from dispatcher.cli.inputs import Reading

    work.prices(Reading(file, time_zone) if file else None, lang)


@app.command(name="warm-up")
def warm_up() -> None:
    """Compile the solver for this machine, once, so that the first plan need not wait for it."""
    from dispatcher.cli.console import messages
    from dispatcher.cli.progress import made_ready
    from dispatcher.cli.sayings import ConsoleWords

    seconds = made_ready(messages(), ConsoleWords())
    typer.echo(f"Ready after {seconds:.1f} s.")
