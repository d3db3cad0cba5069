"""The technician's paper: what to load, where to go, what to fill in."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from dispatcher.formats.day_sheet import write_day_sheets
from dispatcher.formats.words import LANGUAGES, Language, Words
from dispatcher.plan import Plan
from tests.formats.reading import Reading
from tests.formats.sample_result import DAY, JOBS, TECHNICIANS, answer, sample, straight, zurich
from tests.formats.test_output_page import CREATED, hostile_document


def sheets(folder: Path, language: Language = "en") -> dict[str, Reading]:
    """File name to what stands in it."""
    written = write_day_sheets(*sample(), folder, language, created=CREATED)
    return {path.name: Reading(path.read_text("utf-8")) for path in written}


def test_there_is_a_sheet_per_route_and_an_index_that_links_them(tmp_path: Path) -> None:
    """A technician would start the day without paper."""
    found = sheets(tmp_path)
    names = [f"{who}-{DAY}.html" for who in ("anna", "beat", "li")]
    assert list(found) == [*names, "index.html"]
    links = [attrs["href"] for tag, attrs in found["index.html"].elements if tag == "a"]
    assert links == names
    assert all(page.open == [] for page in found.values())


def test_the_loading_list_sums_the_parts_of_the_route(tmp_path: Path) -> None:
    """A part needed at two stops would be loaded once."""
    jobs = [
        {**job, "parts": {"pump 25-60": 1, "seal": 2}} if job["id"] in ("J-1002", "J-1003") else job for job in JOBS
    ]
    people = [{**who, "van_stock": {"pump 25-60": 9, "seal": 9}} for who in TECHNICIANS]
    problem, result = sample(jobs=jobs, technicians=people)
    write_day_sheets(problem, result, tmp_path, created=CREATED)
    text = Reading((tmp_path / f"anna-{DAY}.html").read_text("utf-8")).text
    assert "Loading list 1 × gas valve 1 × ignition electrode 2 × pump 25-60 4 × seal Tools flue-gas analyser" in text


def test_stops_stand_in_order_with_times_told_window_and_fault(tmp_path: Path) -> None:
    """The technician would go to the wrong place, at the wrong time, unprepared."""
    text = sheets(tmp_path)[f"beat-{DAY}.html"].text
    order = ["Steiner", "Gerber", "Hotel Limmat", "Break", "Nguyen", "Drive back"]
    assert [text.index(name) for name in order] == sorted(text.index(name) for name in order)
    assert "Told window 09:30–11:00 ▲ Planned 22 min after the told window: call the customer." in text
    assert "Fault reported Washer does not drain." in text
    assert "Badenerstrasse 20, 8952 Schlieren" in text
    assert "phone: +41 44 555 1006" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_job_has_a_voucher_with_all_blanks(tmp_path: Path, language: Language) -> None:
    """What was done could not be written down, or not be signed."""
    found = sheets(tmp_path, language)[f"anna-{DAY}.html"]
    assert len(found.with_class("voucher")) == 5
    for blank in ("started", "finished", "remedy", "parts_used", "fee", "signature"):
        assert len(found.with_class(blank)) == 5
        assert found.text.count(Words(language).say(f"sheet.{blank}")) >= 5


def test_names_of_files_are_safe_and_different(tmp_path: Path) -> None:
    """An id could write outside the folder, or two technicians share one file."""
    ids = ["../../etc/passwd", "A/b", "a b", "张伟", "x" * 200, "..."]
    people = [
        {**TECHNICIANS[0], "id": name, "home": {**TECHNICIANS[0]["home"], "id": f"home {name[:9]}"}} for name in ids
    ]
    problem = zurich(technicians=people, jobs=JOBS[:6])
    orders = {(name, DAY): [job["id"]] for name, job in zip(ids, JOBS, strict=False)}
    written = write_day_sheets(problem, answer(problem, straight(problem), orders, []), tmp_path, created=CREATED)
    assert len({path.name.casefold() for path in written}) == 7
    assert all(path.resolve().parent == tmp_path.resolve() and len(path.name.encode()) < 255 for path in written)
    assert not any(path.name.startswith(".") for path in written)
    links = [
        attrs["href"] for tag, attrs in Reading((tmp_path / "index.html").read_text("utf-8")).elements if tag == "a"
    ]
    assert [unquote(link) for link in links] == [path.name for path in written[:-1]]


def test_a_plan_without_routes_has_an_index_that_says_so(tmp_path: Path) -> None:
    """An empty folder would look like a fault of the program."""
    problem, result = sample()
    written = write_day_sheets(problem, result.model_copy(update={"plan": Plan(routes=(), cost={})}), tmp_path)
    assert [path.name for path in written] == ["index.html"]
    assert "Nobody is sent out" in written[0].read_text("utf-8")


def test_hostile_text_stays_text_on_paper_too(tmp_path: Path) -> None:
    """Opening a sheet could run what a customer wrote."""
    tame = sheets(tmp_path / "tame")
    for path in write_day_sheets(*sample(**hostile_document()), tmp_path / "wild", created=CREATED):
        wild = Reading(path.read_text("utf-8"))
        assert wild.tags == tame[path.name].tags
        assert "http" not in path.read_text("utf-8").replace("http-equiv", "")
