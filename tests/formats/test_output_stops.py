"""The plan as one flat list: every stop a row, every sum the plan's."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from dispatcher.fields import printed
from dispatcher.formats.stop_list import COLUMNS, write_stop_list
from dispatcher.plan import Plan, StopKind, total
from dispatcher.problem import Problem
from dispatcher.result import Result
from tests.builders import a_depot, a_job, a_plan, a_problem, a_technician, line_travel
from tests.formats.sample_result import JOBS, sample

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']


def rows(problem: Problem, plan: Plan, folder: Path) -> list[dict[str, str]]:
    """The file, read back."""
    write_stop_list(problem, plan, folder / "stops.csv")
    with (folder / "stops.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def the_sample(folder: Path) -> tuple[Result, list[dict[str, str]]]:
    """The day in Zurich and its rows."""
    problem, result = sample()
    return result, rows(problem, result.plan, folder)


def test_every_route_is_told_from_its_departure_to_its_arrival_home(tmp_path: Path) -> None:
    """A program could not follow a route, or would lose its last leg."""
    result, found = the_sample(tmp_path)
    beat = [row for row in found if row["technician"] == "beat"]
    assert [row["kind"] for row in beat] == ["departure", "job", "job", "job", "break", "job", "arrival_home"]
    assert [int(row["sequence"]) for row in beat] == list(range(7))
    assert [row["id"] for row in beat] == ["", "J-1006", "J-1007", "J-1008", "lunch", "J-1009", ""]
    assert (beat[0]["place"], beat[-1]["place"]) == ("home-beat", "home-beat")
    route = result.plan.routes[1]
    assert (beat[0]["finish"], beat[-1]["arrival"]) == (route.departure.isoformat(), route.arrival_home.isoformat())


def test_a_job_has_its_times_with_offset_what_was_told_and_where_it_is(tmp_path: Path) -> None:
    """A program would have to guess the zone, or read a second file."""
    _, found = the_sample(tmp_path)
    (row,) = (row for row in found if row["id"] == "J-1008")
    assert {name: row[name] for name in ("start", "promise_from", "promise_until", "lateness_s", "respond_by")} == {
        "start": "2026-11-23T11:22:07+01:00",
        "promise_from": "2026-11-23T09:30:00+01:00",
        "promise_until": "2026-11-23T11:00:00+01:00",
        "lateness_s": "1327",
        "respond_by": "2026-11-23T11:00:00+01:00",
    }
    assert (row["customer"], row["lat"], row["lon"]) == ("Hotel Limmat", "47.38", "8.529")


def test_the_columns_add_up_to_the_plan(tmp_path: Path) -> None:
    """Sums in a spreadsheet would differ from the page, and nobody would know which is right."""
    result, found = the_sample(tmp_path)

    def column(name: str) -> int:
        return sum(int(row[name] or 0) for row in found)

    kpis = result.kpis
    assert (column("travel_s"), column("distance_m")) == (kpis.travel.total, kpis.distance.total)
    assert (column("wait_s"), column("overtime_s")) == (kpis.idle, kpis.overtime)
    assert column("lateness_s") == sum(stop.lateness for route in result.plan.routes for stop in route.stops)
    cost = sum((Decimal(row["cost"] or 0) for row in found), Decimal())
    assert abs(cost - printed(total(result.plan.cost))) <= Decimal("0.001") * len(found)


def test_an_unassigned_job_is_a_row_with_its_reasons_and_price(tmp_path: Path) -> None:
    """A job that nobody does would be in no list."""
    _, found = the_sample(tmp_path)
    (row,) = (row for row in found if row["kind"] == "unassigned")
    told = (row["id"], row["customer"], row["reasons"], row["cost"], row["technician"])
    assert told == ("J-1012", "Baumann", "skill", "320.000", "")


def test_depot_stops_are_rows_too(tmp_path: Path) -> None:
    """The time at the depot would look like a detour."""
    problem = a_problem((a_technician(),), (a_job(),), depots=(a_depot("store", 5),))
    plan = a_plan(problem, line_travel(problem), {("anna", "day"): ["store", "J1"]})
    found = rows(problem, plan, tmp_path)
    assert [(row["kind"], row["id"], row["place"], row["travel_s"]) for row in found] == [
        ("departure", "", "x0", ""),
        (StopKind.DEPOT, "store", "x5", "300"),
        ("job", "J1", "x10", "300"),
        ("arrival_home", "", "x0", "600"),
    ]


def test_the_columns_are_these_in_this_order(tmp_path: Path) -> None:
    """A program that reads by position would silently read something else."""
    the_sample(tmp_path)
    header = (tmp_path / "stops.csv").read_bytes().partition(b"\r\n")[0]
    assert header == b"\xef\xbb\xbf" + ",".join(COLUMNS).encode()
    assert all(name == name.lower().strip() and " " not in name for name in COLUMNS)


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_is_text(tmp_path: Path, text: str) -> None:
    """Opening the list could run what a customer wrote (CSV injection)."""
    jobs = [{**job, "description": text, "ticket": text, "labels": {"customer": text}} for job in JOBS]
    problem, result = sample(jobs=jobs)
    found = [row for row in rows(problem, result.plan, tmp_path) if row["ticket"]]
    assert len(found) == 12
    assert {(row["description"], row["ticket"], row["customer"]) for row in found} == {(f"'{text}",) * 3}


def test_text_of_several_lines_and_quotes_is_read_back(tmp_path: Path) -> None:
    """One customer's line break would shift every row after it."""
    text = 'two\nlines, a "quote"; a comma\r\nand 北京'
    problem, result = sample(jobs=[{**job, "description": text} for job in JOBS])
    found = rows(problem, result.plan, tmp_path)
    assert len(found) == 21  # three routes with 14 stops and their ends, one unassigned
    assert {row["description"] for row in found if row["ticket"]} == {text}


def test_a_plan_without_routes_is_a_list_of_what_is_left_out(tmp_path: Path) -> None:
    """The worst day would end in an error."""
    problem, result = sample()
    found = rows(problem, result.plan.model_copy(update={"routes": ()}), tmp_path)
    assert [row["kind"] for row in found] == ["unassigned"]
