"""Addresses instead of coordinates: a template filled by hand, its mistakes, and a geocoder that is asked once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dispatcher.errors import TravelError, UnreadableFile
from dispatcher.formats.document import write_json
from dispatcher.formats.reader import read_problem
from dispatcher.formats.template import write_template
from dispatcher.formats.words import Language
from dispatcher.travel import Geodesic
from tests.formats.books import Book, a_book, opened, saved, saved_as_csv
from tests.nominatim import Answer, city, house, nominatim_desk

STREETS = (
    "Aargauerstrasse",
    "Badenerstrasse",
    "Claridenstrasse",
    "Dufourstrasse",
    "Engweg",
    "Forchstrasse",
    "Gablerstrasse",
)
ADDRESSES = (*(f"{street} 1, Zürich" for street in STREETS), "Limmatquai 2, Zürich", "Limmatquai 4", "Limmatquai 6")
KNOWN = {address: [house(47.37 + 0.001 * n, 8.54, address)] for n, address in enumerate(ADDRESSES)}
"""Ten addresses, each 111 m north of the one before."""

MINUTES = {"en": "Duration (min)", "zh": "时长（分钟）"}
ONLY = {"en": "Only technicians", "zh": "仅限技师"}
UNTIL = {"en": "Promise until", "zh": "约定至"}
FROM = {"en": "Promise from", "zh": "约定自"}
ADDRESS = {"en": "Address", "zh": "地址"}


def _filled_by_hand(template: Path, language: Language) -> Book:
    """The template with ten jobs of its own: id, address, minutes; the examples below the headers are gone."""
    book = opened(template)
    name = "工单" if language == "zh" else "jobs"
    header = book[name][0]
    rows: list[list[Any]] = [header]
    for number, address in enumerate(ADDRESSES):
        row = [""] * len(header)
        row[0] = f"G{number}"
        row[header.index(ADDRESS[language])] = address
        row[header.index(MINUTES[language])] = 30
        rows.append(row)
    return book | {name: rows}


def _put(rows: Sequence[list[Any]], number: int, title: str, cell: Any) -> str:
    """Write into row `number` (from 1, as shown) below a header; the letter of its column."""
    position = rows[0].index(title)
    rows[number - 1][position] = cell
    return ("" if position < 26 else "A") + chr(ord("A") + position % 26)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_with_ten_addresses_and_three_mistakes(tmp_path: Path, language: Language) -> None:
    """Broken: the show of this room. Three findings; corrected, travel times can be had; nothing is asked twice."""
    name = "工单" if language == "zh" else "jobs"
    write_template(tmp_path / "template.xlsx", language)
    book = _filled_by_hand(tmp_path / "template.xlsx", language)
    d = _put(book[name], 3, MINUTES[language], "thirty")
    o = _put(book[name], 5, ONLY[language], "T9")
    _put(book[name], 8, FROM[language], "14:00")
    u = _put(book[name], 8, UNTIL[language], "12:00")
    with nominatim_desk(KNOWN) as desk:
        with pytest.raises(UnreadableFile) as refusal:
            read_problem(saved(tmp_path / "day.xlsx", book), geocoder=desk.geocoder(tmp_path))
        findings = refusal.value.findings
        assert [(x.where, x.code) for x in findings] == [
            (f"{name}!{d}3", "bad_cell"),
            (f"{name}!{o}5", "unknown_technician"),
            (f"{name}!{u}8", "interval_reversed"),
        ]
        assert findings[0].cause == f"row 3, column '{MINUTES[language]}': 'thirty' is not a number"
        assert sorted(desk.asked) == sorted(ADDRESSES)

        _put(book[name], 3, MINUTES[language], 30)
        _put(book[name], 5, ONLY[language], "T2")
        _put(book[name], 8, UNTIL[language], "16:00")
        problem = read_problem(saved(tmp_path / "day.xlsx", book), geocoder=desk.geocoder(tmp_path))
        assert len(desk.asked) == 10
    assert [job.place.coordinates for job in problem.jobs] == [(round(47.37 + 0.001 * n, 5), 8.54) for n in range(10)]
    assert problem.jobs[0].place.address == "Aargauerstrasse 1, Zürich"
    first, second = problem.jobs[0].place.id, problem.jobs[1].place.id
    assert Geodesic(detour=1.0).matrix(problem.places).between(first, second)[1] == 111


def test_the_geocoded_problem_is_saved_with_its_coordinates(tmp_path: Path) -> None:
    """Broken: whoever plans the converted file would need the geocoder again."""
    jobs = [["Job", "Address", "Duration (min)"], ["J1", ADDRESSES[0], 30]]
    with nominatim_desk(KNOWN) as desk:
        problem = read_problem(saved(tmp_path / "day.xlsx", a_book(jobs=jobs)), geocoder=desk.geocoder(tmp_path))
    write_json(problem, tmp_path / "day.json")
    assert read_problem(tmp_path / "day.json").fingerprint() == problem.fingerprint()


@pytest.mark.parametrize(
    ("answers", "code", "words"),
    [
        ([], "address_unknown", "'Lane 3': the geocoder knows no such address"),
        ([city(47.37, 8.54, "Zürich")], "address_doubtful", "Zürich (47.37000, 8.54000, city)"),
        (
            [house(47.37, 8.54, "Lane 3, A"), house(47.47, 8.54, "Lane 3, B")],
            "address_doubtful",
            "Lane 3, A (47.37000, 8.54000, building) | Lane 3, B (47.47000, 8.54000, building)",
        ),
    ],
    ids=["missing", "city", "two villages"],
)
def test_doubtful_addresses_are_listed_and_never_planned(
    tmp_path: Path, answers: list[Answer], code: str, words: str
) -> None:
    """Broken: a technician would drive to a guess; or nobody could choose among the candidates."""
    jobs = [["Job", "Address", "Duration (min)"], ["J1", "Lane 3", 30], ["J2", ADDRESSES[0], 30]]
    with nominatim_desk({**KNOWN, "Lane 3": answers}) as desk, pytest.raises(UnreadableFile) as refusal:
        read_problem(saved(tmp_path / "day.xlsx", a_book(jobs=jobs)), geocoder=desk.geocoder(tmp_path))
    (finding,) = refusal.value.findings
    assert (finding.where, finding.code) == ("jobs!B2", code)
    assert words in finding.cause


def test_coordinates_in_the_row_settle_a_doubt(tmp_path: Path) -> None:
    """Broken: after looking the place up by hand the row would still be asked for, and doubted."""
    jobs = [["Job", "Address", "Latitude", "Longitude", "Duration (min)"], ["J1", "Lane 3", 47.4, 8.6, 30]]
    with nominatim_desk({}) as desk:
        problem = read_problem(saved(tmp_path / "day.xlsx", a_book(jobs=jobs)), geocoder=desk.geocoder(tmp_path))
        assert desk.asked == []
    assert problem.jobs[0].place.coordinates == (47.4, 8.6)


def test_homes_and_places_are_geocoded_too(tmp_path: Path) -> None:
    """Broken: technicians would need coordinates although their customers do not. A home in two rows is asked once."""
    technicians = [
        ["Technician", "Home address", "Date", "Shift start", "Shift end", "End place"],
        ["anna", ADDRESSES[0], "2026-11-23", "08:00", "17:00", "yard"],
        ["anna", ADDRESSES[0], "2026-11-24", "08:00", "17:00", ""],
    ]
    book = a_book(technicians=technicians, places=[["Place", "Address"], ["yard", ADDRESSES[1]]])
    with nominatim_desk(KNOWN) as desk:
        (anna,) = read_problem(saved_as_csv(tmp_path / "day", book), geocoder=desk.geocoder(tmp_path)).technicians
        assert sorted(desk.asked) == sorted(ADDRESSES[:2])
    assert anna.home.coordinates == (47.37, 8.54)
    assert anna.shifts[0].end_place
    assert anna.shifts[0].end_place.coordinates == (47.371, 8.54)


def test_without_a_geocoder_an_address_is_a_finding_that_names_the_way(tmp_path: Path) -> None:
    """Broken: customers' addresses would be sent over the network without having been asked to."""
    jobs = [["Job", "Address", "Duration (min)"], ["J1", "Lane 3", 30]]
    with pytest.raises(UnreadableFile, match="`dispatcher convert --geocode` looks them up") as refusal:
        read_problem(saved(tmp_path / "day.xlsx", a_book(jobs=jobs)))
    assert [finding.where for finding in refusal.value.findings] == ["jobs!B2"]


def test_a_geocoder_out_of_reach_is_an_error_of_travel(tmp_path: Path) -> None:
    """Broken: an hour without network would look like ten wrong addresses."""
    jobs = [["Job", "Address", "Duration (min)"], ["J1", "Lane 3", 30]]
    with nominatim_desk({}) as desk:
        geocoder = desk.geocoder(tmp_path)
    with pytest.raises(TravelError, match="gave no answer to 'Lane 3'"):
        read_problem(saved(tmp_path / "day.xlsx", a_book(jobs=jobs)), geocoder=geocoder)
