"""The page: everything of the plan is on it, where it belongs, and nothing that the customer wrote gets loose."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dispatcher.check import check
from dispatcher.formats.itinerary import Activity, itineraries
from dispatcher.formats.page import page, write_page
from dispatcher.formats.sketch_map import sketch_map
from dispatcher.formats.timeline import timelines
from dispatcher.formats.words import LANGUAGES
from dispatcher.plan import Conflict, Plan
from dispatcher.problem import Problem
from dispatcher.result import Result
from dispatcher.travel import GivenMatrix
from tests.formats.reading import LENGTH, Reading
from tests.formats.sample_result import (
    DAY,
    JOBS,
    LEFT_OUT,
    ORDERS,
    TECHNICIANS,
    answer,
    at,
    sample,
    shift,
    straight,
    zurich,
)

CREATED = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
HOSTILE = """</title></style></script><script>alert('1')</script>"><img src=x onerror="alert(2)"> & {{ 7 * 7 }}"""


def read(problem: Problem, result: Result, **options: Any) -> Reading:
    return Reading(page(problem, result, created=CREATED, **options))


def without_coordinates() -> tuple[Problem, Result]:
    """The same day, its places rows of a matrix in which every leg takes ten minutes and five kilometres."""
    rows: dict[str, int] = {}
    document = deepcopy({"technicians": TECHNICIANS, "jobs": JOBS})
    for spot in [who["home"] for who in document["technicians"]] + [job["place"] for job in document["jobs"]]:
        spot["index"] = rows.setdefault(spot["id"], len(rows))
        spot.update(lat=None, lon=None)
    problem = zurich(**document)
    size = range(len(rows))
    legs = GivenMatrix([[600 * (a != b) for b in size] for a in size], [[5000 * (a != b) for b in size] for a in size])
    orders = {(name, DAY): order for name, order in ORDERS.items()}
    return problem, answer(problem, legs.matrix(problem.places), orders, [LEFT_OUT])


def nobody_sent_out() -> tuple[Problem, Result]:
    problem, result = sample()
    kpis = result.kpis.model_copy(update={"planned": 0, "shifts_used": 0, "promises": 0, "utilisation": None})
    return problem, result.model_copy(update={"plan": Plan(routes=(), cost={}), "kpis": kpis})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [sample, without_coordinates, nobody_sent_out])
def test_a_page_is_well_formed_and_its_drawing_finite(make: Any, language: str) -> None:
    """Browsers would guess where tags end, or drop shapes with numbers such as nan."""
    found = read(*make(), lang=language)
    assert found.open == []
    assert all("nan" not in value and "inf" not in value and "None" not in value for value in found.measures())
    lengths = [attrs[name] for _, attrs in found.elements for name in ("x", "width", "height", "x1") if name in attrs]
    assert all(LENGTH.fullmatch(value) for value in lengths)


def test_the_sample_is_a_plan_that_the_checker_accepts() -> None:
    """The other tests would look at times that cannot be."""
    problem, result = sample()
    assert check(problem, straight(problem), result.plan).violations == ()


def test_every_job_is_once_in_the_timeline_or_in_the_list_of_those_left_out() -> None:
    """A job missing from the page would be forgotten, one drawn twice done twice."""
    problem, result = sample()
    found = read(problem, result)
    anchors = [name for name in found.ids() if name.startswith("job-")]
    assert sorted(anchors) == sorted(f"job-{position}" for position in range(len(problem.jobs)))
    drawn = [attrs for attrs in found.with_class("job") if "data-job" in attrs]
    assert len(drawn) == 11
    assert len(found.with_class("mark")) == 11
    assert [attrs["data-job"] for attrs in found.with_class("cross")] == ["11"]


def test_a_promise_bracket_lies_where_the_told_window_lies() -> None:
    """The coordinator would see a late job as kept or the other way round."""
    found = read(*sample())
    # The axis runs from 08:00 to 18:00, so an hour is a tenth: 09:30 to 11:00 is 15 % to 30 %.
    brackets = {
        attrs["data-job"]: (attrs["data-from"], attrs["data-until"])
        for attrs in found.with_class("promise")
        if "data-job" in attrs
    }
    spans = {key: tuple(map(float, span)) for key, span in brackets.items()}
    assert spans["7"] == (15, 30)
    assert spans["3"] == (50, 70)  # J-1004, told 13:00 to 15:00
    assert len(brackets) == 9


def test_a_late_job_is_marked_by_hatch_flag_outline_and_list() -> None:
    """Lateness told by colour alone is lost in print and on some eyes."""
    problem, result = sample()
    found = read(problem, result)
    # J-1008 starts at 11:22:07, promised until 11:00: the hatch begins at 30 % and is 22:07 of 10 hours long.
    hatch = [attrs for attrs in found.with_class("late") if "x" in attrs and attrs["x"].endswith("%")]
    assert [(attrs["x"], attrs["width"]) for attrs in hatch] == [("30.0%", "3.686%")]
    assert [attrs["data-job"] for attrs in found.with_class("flag")] == ["7"]
    assert "7" in {attrs.get("data-job") for attrs in found.with_class("is-late")}
    assert "Hotel Limmat ▲ 22 min Start: 11:22, promised 09:30–11:00" in found.text
    assert "response late" in found.text


def test_the_minutes_of_a_route_are_spent_without_gap_or_overlap() -> None:
    """The timeline would show a technician in two places, or lose their waiting."""
    problem, result = sample()
    for route in itineraries(problem, result.plan):
        ends = [route.route.departure, *(segment.end for segment in route.segments)]
        assert [segment.start for segment in route.segments] == ends[:-1]
        assert ends[-1] == route.route.arrival_home


def test_a_night_in_which_the_clocks_go_back_has_all_its_hours() -> None:
    """The hour from two to three, which comes twice, would be drawn once."""
    night = {"id": "night", "start": "2026-10-24T22:00:00+02:00", "end": "2026-10-25T06:00:00+01:00"}
    jobs = [{**job, "promise": None, "duration": 4 * 3600} for job in JOBS[:2]]
    problem = zurich(technicians=[{**TECHNICIANS[0], "shifts": [night]}], jobs=jobs)
    result = answer(problem, straight(problem), {("anna", "night"): ["J-1001", "J-1002"]}, [])
    (timeline,) = timelines(itineraries(problem, result.plan), problem.zone)
    assert sum(bar.seconds for bar in timeline.rows[0].bars) == result.plan.routes[0].working_time
    assert timeline.rows[0].shift_length == 9 * 3600
    assert [tick.astimezone(problem.zone).hour for tick in timeline.axis.ticks()] == [22, 23, 0, 1, 2, 2, 3, 4, 5, 6]


def test_setup_is_what_is_left_between_door_and_start() -> None:
    """Five minutes of setup would be shown as work, or paid twice at one place."""
    problem, result = sample()
    anna = itineraries(problem, result.plan)[0]
    assert [stop.setup for stop in anna.stops] == [300, 300, 0, 0, 300, 300]
    kinds = [segment.activity for segment in anna.segments]
    # After the lunch that interrupts waiting, the wait goes on.
    assert kinds[kinds.index(Activity.PAUSE) - 1 :][:3] == [Activity.WAIT, Activity.PAUSE, Activity.WAIT]


def test_overtime_lies_after_the_end_of_the_shift() -> None:
    """Overtime drawn inside the shift would look like ordinary work."""
    problem, result = sample()
    (timeline,) = timelines(itineraries(problem, result.plan), problem.zone)
    li = timeline.rows[2]
    assert li.overtime is not None
    assert li.overtime.x == pytest.approx(95)  # 17:30 on an axis from 08:00 to 18:00
    assert li.overtime.width == pytest.approx(100 * result.plan.routes[2].overtime / 36_000, abs=0.01)
    assert timeline.rows[0].overtime is None


def test_unused_technicians_are_named() -> None:
    """A free technician would be overlooked while jobs stay unplanned."""
    assert "Not sent out Dora Weiss 13:00–17:00" in read(*sample()).text


def test_an_unassigned_job_has_its_reasons_in_words_and_its_price() -> None:
    """The coordinator could not tell the customer why nobody comes."""
    text = read(*sample()).text
    assert "Baumann 320.00 EUR" in text
    assert "Nobody on duty has heat pump level 1 What it would take Anna Keller, after Apotheke am Markt +21.00" in text
    assert (
        "Dora Weiss, as first job +350.50 lacks heat pump level 1 would be home 1 h 00 too late: at 19:30 instead"
        in text
    )
    assert "cheaper to leave out: +350.50 against 320.00" in text


def test_the_origin_of_the_plan_is_told() -> None:
    """Nobody could make the same plan again."""
    problem, result = sample()
    text = read(problem, result).text
    for part in ("seed 7", "engine search", "20.1 of 20 s", "2 cores", "straight lines x 1.3", "ortools 9.15"):
        assert part in text
    assert f"problem {problem.fingerprint()[:12]}" in text
    assert "created Sun 22 Nov 2026 20:30" in text  # 19:30 UTC on a clock in Zurich


def test_conflicts_and_jobs_that_must_be_planned_are_told() -> None:
    """A broken lock or an incomplete plan would be read as a good one."""
    jobs = [{**job, "must_plan": True} if job["id"] == "J-1012" else job for job in JOBS]
    problem, result = sample(jobs=jobs)
    clash = Conflict(code="lock_time", technician="anna", shift=DAY, stop="J-1001", facts={"seconds": 600})
    text = read(problem, result.model_copy(update={"status": "incomplete", "conflicts": (clash,)})).text
    assert "Incomplete: a job that must be planned is left out" in text
    assert "Meier, Anna Keller: no start at the locked time: off by 10 min" in text


def test_a_page_reaches_no_network_and_runs_only_its_own_script() -> None:
    """A mailed page would load things, or do what a customer's text tells it."""
    found = read(*sample())
    text = page(*sample(), created=CREATED)
    assert not re.search(r"https?://(?!www\.w3\.org/)", text)
    assert not re.search(r"@import|url\((?!#)", text)
    links = [attrs[name] for _, attrs in found.elements for name in ("href", "src") if name in attrs]
    assert all(link.startswith("#job-") for link in links)
    policy = next(attrs["content"] for tag, attrs in found.elements if tag == "meta" and "http-equiv" in attrs)
    assert policy.startswith("default-src 'none';")
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]{44}'$", policy)


def hostile_document() -> dict[str, Any]:
    """Every free text of the sample, replaced by one that tries to get out."""
    document = deepcopy({"name": "x", "technicians": TECHNICIANS, "jobs": JOBS})
    document["name"] = HOSTILE
    for who in document["technicians"]:
        who["name"] = who["home"]["address"] = HOSTILE
    for job in document["jobs"]:
        job["description"] = job["ticket"] = job["place"]["address"] = HOSTILE
        job["labels"] = {"customer": HOSTILE, HOSTILE: HOSTILE}
    return document


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_stays_text(language: str) -> None:
    """A customer's name could run code in the coordinator's browser."""
    tame, wild = read(*sample(), lang=language), read(*sample(**hostile_document()), lang=language)
    assert wild.tags == tame.tags
    assert HOSTILE in "".join(wild.texts)
    assert not any(name.startswith("on") for _, names in wild.tags for name in names)


def test_a_plan_of_several_days_has_a_timeline_and_a_map_for_each() -> None:
    """Tuesday's jobs would lie over Monday's."""
    later = "2026-11-24"
    people = [{**who, "shifts": [*who["shifts"], shift(day=later)]} for who in TECHNICIANS[:3]]
    problem = zurich(technicians=people)
    monday = {(name, DAY): ORDERS[name] for name in ("anna", "beat")}
    travel = straight(problem)
    result = answer(problem, travel, {**monday, ("li", later): ["J-1010", "lunch", "J-1011"]}, [LEFT_OUT])
    lines = timelines(itineraries(problem, result.plan), problem.zone)
    assert [(line.day, len(line.rows)) for line in lines] == [(date(2026, 11, 23), 2), (date(2026, 11, 24), 1)]
    found = read(problem, result)
    assert "Mon 23 Nov 2026 – Tue 24 Nov 2026" in found.text
    assert "Map · Tue 24 Nov 2026" in found.text
    assert len(found.with_class("map")) == 2
    assert "Li Wei Mon 23 Nov 2026 09:00–17:30" in found.text  # the shift that is not used, with its day


def test_a_plan_without_routes_says_so() -> None:
    """An empty page would look like a fault of the program."""
    text = read(*nobody_sent_out()).text
    assert "No technician has a stop in this plan." in text
    assert "Every job is planned." in text


def test_places_without_coordinates_leave_out_the_map_with_one_sentence() -> None:
    """The map would be missing without a word, or the page not written at all."""
    problem, result = without_coordinates()
    found = read(problem, result)
    assert found.with_class("map") == []
    assert f"There is no map: {len(problem.places) - 1} of the places carry no coordinates." in found.text


def test_marks_that_would_overlap_part_and_keep_a_line_to_their_place() -> None:
    """Two jobs in one mall would look like one."""
    problem, result = sample()
    drawing = sketch_map(itineraries(problem, result.plan), ())
    assert drawing is not None
    mall = [mark for mark in drawing.marks if mark.job.place.id == "mall"]
    assert len({(mark.at_x, mark.at_y) for mark in mall}) == 1
    (a, b) = mall
    assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > drawing.radius**2


def test_the_scale_of_the_map_is_true() -> None:
    """Distances read off the map would mislead."""
    problem, result = sample()
    drawing = sketch_map(itineraries(problem, result.plan), ())
    assert drawing is not None
    # Annas's home and the Küsnacht job: 0.0935 degrees of latitude apart are 10,397 m.
    home = next(home for home in drawing.homes if home.place.id == "home-anna")
    far = next(mark for mark in drawing.marks if mark.job.id == "J-1011")
    metres = (far.at_y - home.y) / drawing.scale_width * drawing.scale_metres
    assert metres == pytest.approx(0.0935 * 111_195, rel=0.01)


def test_the_ninth_technician_differs_from_the_first_by_more_than_colour() -> None:
    """Two routes of one colour could not be told apart."""
    people = [{**deepcopy(TECHNICIANS[0]), "id": f"t{n}"} for n in range(9)]
    for n, who in enumerate(people):
        who["home"]["id"] = f"home-{n}"
    problem = zurich(technicians=people, jobs=JOBS[:2])
    result = answer(problem, straight(problem), {("t0", DAY): ["J-1001"], ("t8", DAY): ["J-1002"]}, [])
    found = read(problem, result)
    lines = [attrs["class"] for tag, attrs in found.elements if tag == "polyline"]
    assert lines == ["hue-0 dash-0", "hue-0 dash-1"]


def test_a_file_is_written_in_utf_8(tmp_path: Any) -> None:
    """Umlauts and Chinese would turn into rubbish."""
    write_page(*sample(), tmp_path / "plan.html", "zh", created=CREATED)
    text = (tmp_path / "plan.html").read_text("utf-8")
    assert "未安排" in text
    assert "Bäckerei Huber" in text
    assert at("08:00") not in text  # people read wall times, not ISO text
