"""The options that several commands share, with the words that help says about them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

_ADDRESSES = "Addresses"
_TRAVEL = "Travel times"

File = Annotated[
    Path,
    typer.Argument(metavar="FILE", exists=True, help="The problem: .json, .xlsx, or a folder of .csv files."),
]

PlanFile = Annotated[
    Path,
    typer.Argument(metavar="PLAN", exists=True, dir_okay=False, help="What `plan --out` wrote, or a plan alone."),
]

Lang = Annotated[Literal["en", "zh"], typer.Option("--lang", help="English or Chinese.")]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of tables for people.")]

Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]

TimeZone = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Zone of the times in a table that names none, such as Europe/Zurich."),
]

Geocode = Annotated[
    bool,
    typer.Option("--geocode", help="Look up addresses without coordinates.", rich_help_panel=_ADDRESSES),
]

GeocoderUrl = Annotated[
    str,
    typer.Option(
        metavar="URL",
        envvar="DISPATCHER_GEOCODER_URL",
        help="A Nominatim, the public one or your own.",
        rich_help_panel=_ADDRESSES,
    ),
]

GeocoderAgent = Annotated[
    str,
    typer.Option(
        metavar="TEXT",
        envvar="DISPATCHER_GEOCODER_AGENT",
        help="Who asks: your company and a way to reach it. The public service demands it.",
        rich_help_panel=_ADDRESSES,
    ),
]

GeocoderPause = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="From one question to the next; the public service allows one a second.",
        rich_help_panel=_ADDRESSES,
    ),
]

SpeedKmh = Annotated[
    float | None,
    typer.Option(
        metavar="KM/H",
        min=1,
        max=300,
        help="Average speed on straight lines. [dim]Usually 40.[/]",
        rich_help_panel=_TRAVEL,
    ),
]

Detour = Annotated[
    float | None,
    typer.Option(
        metavar="FACTOR",
        min=1,
        max=10,
        help="Road length over straight line. [dim]Usually 1.3.[/]",
        rich_help_panel=_TRAVEL,
    ),
]

Matrix = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="Real travel times: .npz or .json with 'seconds' and 'metres'; each place has its row as 'index'.",
        rich_help_panel=_TRAVEL,
    ),
]

Page = Annotated[Path | None, typer.Option(metavar="FILE", help="One HTML page: timelines, map, reasons, figures.")]

DaySheets = Annotated[Path | None, typer.Option(metavar="FOLDER", help="One HTML sheet per technician, and an index.")]

PlanTable = Annotated[
    Path | None,
    typer.Option("--table", metavar="FILE", help="Stops, routes and figures for people: .xlsx, .csv, or a folder."),
]

Stops = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Every stop in one flat list for programs.")]

GeoJson = Annotated[Path | None, typer.Option("--geojson", metavar="FILE", help="Routes and stops for a map.")]

Calendars = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="One .ics per technician; what changed since the last time is marked."),
]
