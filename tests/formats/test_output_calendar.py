"""The plan as calendars: what a technician sees on the phone, today and after every re-plan."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from dispatcher.errors import DispatchError
from dispatcher.formats.calendars import file_names, job_uid, write_calendars
from dispatcher.formats.replacement import replacing
from dispatcher.plan import Plan
from dispatcher.problem import Problem
from dispatcher.technician import AvailableFrom
from tests.builders import a_break, a_depot, a_job, a_place, a_plan, a_problem, a_promise, a_shift, a_technician, at
from tests.builders import line_travel as line
from tests.formats.calendar_reading import (
    events,
    in_zone,
    only,
    planned,
    spans,
    spans_by_ical,
    spans_by_own_zone,
    state,
    the_job,
)
from tests.formats.sample_result import sample

MORNING = datetime(2026, 11, 23, 5, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
DAY = "day"

TWO = a_problem((a_technician("anna"), a_technician("bert", 40)), (a_job("J1", 10), a_job("J2", 20), a_job("J3", 30)))
"""Anna at 0, Bert at 40; J1 at 10, J2 at 20, J3 at 30."""


def a_day(problem: Problem = TWO, **routes: list[str]) -> Plan:
    """Who does which stops on the shift `day`, leaving at eight; what is not named is left out."""
    return a_plan(problem, line(problem), {(who, DAY): stops for who, stops in routes.items() if stops})


def publish(folder: Path, plan: Plan, problem: Problem = TWO, stamp: datetime = MORNING) -> dict[str, int]:
    """Publish, and say what has come of the events."""
    return dict(write_calendars(problem, plan, folder, published_at=stamp).fates)


def test_each_technician_has_a_calendar_also_who_stays_at_home(tmp_path: Path) -> None:
    """The address that a technician has subscribed to would not exist on a day off."""
    problem, result = sample()
    written = write_calendars(problem, result.plan, tmp_path, published_at=MORNING)
    assert [path.name for path in written.files] == ["anna.ics", "beat.ics", "li.ics", "dora.ics"]
    assert [len(events(path)) for path in written.files] == [6, 5, 3, 0]
    assert written.fates == {"new": 14}
    assert Calendar.from_ical(written.files[0].read_bytes())["X-WR-CALNAME"] == "Anna Keller"


def test_every_parser_reads_the_instants_of_the_plan(tmp_path: Path) -> None:
    """A technician would stand at the door at another time than the customer was told."""
    problem, result = sample()
    written = write_calendars(problem, result.plan, tmp_path, published_at=MORNING).files
    for read in (spans, spans_by_ical, spans_by_own_zone):
        found = {uid: span for path in written for uid, span in read(path).items()}
        assert only(found, planned(result.plan)) == planned(result.plan)
        assert len(found) == 14


def test_an_event_says_where_to_go_what_to_bring_and_what_was_told(tmp_path: Path) -> None:
    """The technician would have to look it all up in another program."""
    problem, result = sample()
    write_calendars(problem, result.plan, tmp_path, published_at=MORNING)
    first, late = the_job(tmp_path / "anna.ics", "J-1001"), the_job(tmp_path / "beat.ics", "J-1008")
    assert first["SUMMARY"] == "Meier · J-1001"
    assert first["LOCATION"] == "Wehntalerstrasse 500, 8046 Zürich"
    assert first["GEO"].to_ical() == "47.421;8.512"
    assert first["DESCRIPTION"].splitlines() == [
        "Told window: 08:00–10:00",
        "Fault reported: Heating is cold since yesterday evening; error E4 in the display.",
        "Parts: 1 × ignition electrode",
        "Ticket: T-1001",
        "phone: +41 44 555 1001",
    ]
    assert "Planned 22 min after the told window: call the customer." in late["DESCRIPTION"]


def test_calendars_speak_chinese(tmp_path: Path) -> None:
    """Half of an event would stay English."""
    problem, result = sample()
    write_calendars(problem, result.plan, tmp_path, "zh", published_at=MORNING)
    text = " ".join(str(event.get("DESCRIPTION", event["SUMMARY"])) for event in events(tmp_path / "beat.ics").values())
    assert "约定时段：08:00–09:00" in text
    assert "休息" in text
    assert not any(word in text for word in ("Told", "Parts", "Break", "Fault"))


def test_breaks_and_depot_stops_are_events_of_their_own(tmp_path: Path) -> None:
    """Somebody would put a call into the lunch break, or wait at the customer for a technician at the depot."""
    anna = a_technician(shifts=(a_shift(breaks=(a_break("lunch"),)),))
    problem = a_problem((anna,), (a_job("J1"), a_job("J2", 20)), depots=(a_depot("store"),))
    plan = a_day(problem, anna=["store", "J1", "store", "lunch", "J2"])
    publish(tmp_path, plan, problem)
    assert [str(event["SUMMARY"]) for event in events(tmp_path / "anna.ics").values()] == [
        "Depot: store",
        "J1",
        "Depot: store",
        "Break",
        "J2",
    ]


def test_a_stop_without_length_has_a_start_and_no_end(tmp_path: Path) -> None:
    """An end that is not later than the start is forbidden (RFC 5545, section 3.8.2.2)."""
    problem = a_problem((a_technician(),), (a_job("J1", duration=0),))
    publish(tmp_path, a_day(problem, anna=["J1"]), problem)
    assert "DTEND" not in the_job(tmp_path / "anna.ics", "J1")
    assert spans_by_ical(tmp_path / "anna.ics") == {job_uid("J1"): (at("08:10").astimezone(UTC),) * 2}


# Published again.


def test_the_same_plan_published_later_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every phone would fetch and announce everything anew, several times a day."""
    plan = a_day(anna=["J1", "J2"], bert=["J3"])
    publish(tmp_path, plan)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert publish(tmp_path, plan, stamp=NOON) == {"unchanged": 3}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_only_what_changed_gets_the_next_sequence_and_a_new_stamp(tmp_path: Path) -> None:
    """A calendar would keep the old time; or call everybody for one moved job."""
    publish(tmp_path, a_day(anna=["J1", "J2"], bert=["J3"]))
    assert publish(tmp_path, a_day(anna=["J2", "J1"], bert=["J3"]), stamp=NOON) == {"changed": 2, "unchanged": 1}
    assert state(tmp_path / "anna.ics", "J1") == state(tmp_path / "anna.ics", "J2") == ("CONFIRMED", 1)
    assert state(tmp_path / "bert.ics", "J3") == ("CONFIRMED", 0)
    assert the_job(tmp_path / "anna.ics", "J1").DTSTAMP == NOON
    assert the_job(tmp_path / "bert.ics", "J3").DTSTAMP == MORNING


def test_a_job_for_another_technician_vanishes_here_and_is_believed_there(tmp_path: Path) -> None:
    """Two technicians would go there; or a coordinator who sees both calendars would see none go."""
    anna, bert = tmp_path / "anna.ics", tmp_path / "bert.ics"
    publish(tmp_path, a_day(anna=["J1", "J2"], bert=["J3"]))
    assert publish(tmp_path, a_day(anna=["J1"], bert=["J2", "J3"])) == {
        "cancelled": 1,
        "changed": 1,
        "new": 1,
        "unchanged": 1,
    }
    assert (state(anna, "J2"), state(bert, "J2")) == (("CANCELLED", 1), ("CONFIRMED", 2))
    assert the_job(anna, "J2")["TRANSP"] == "TRANSPARENT"
    publish(tmp_path, a_day(anna=["J1", "J2"], bert=["J3"]))
    assert (state(anna, "J2"), state(bert, "J2")) == (("CONFIRMED", 4), ("CANCELLED", 3))


def test_a_job_that_is_left_out_is_cancelled_once_and_comes_back(tmp_path: Path) -> None:
    """The technician would go to a customer whom nobody expects; or never see the job again."""
    publish(tmp_path, a_day(anna=["J1", "J2"]))
    assert publish(tmp_path, a_day(anna=["J1"])) == {"unchanged": 1, "cancelled": 1}
    assert publish(tmp_path, a_day(anna=["J1"]), stamp=NOON) == {"unchanged": 2}
    assert state(tmp_path / "anna.ics", "J2") == ("CANCELLED", 1)
    publish(tmp_path, a_day(anna=["J1", "J2"]))
    assert state(tmp_path / "anna.ics", "J2") == ("CONFIRMED", 2)


def test_a_job_that_the_problem_forgot_is_cancelled_within_its_days(tmp_path: Path) -> None:
    """A ticket that the customer has withdrawn would stay in the calendar."""
    publish(tmp_path, a_day(anna=["J1", "J2"]))
    less = a_problem(TWO.technicians, TWO.jobs[:1])
    publish(tmp_path, a_day(less, anna=["J1"]), less)
    assert state(tmp_path / "anna.ics", "J2") == ("CANCELLED", 1)


def test_another_day_and_other_technicians_are_left_alone(tmp_path: Path) -> None:
    """Publishing Tuesday would cancel Monday, and one region the other."""
    publish(tmp_path, a_day(anna=["J1"], bert=["J2"]))
    tuesday = a_shift(DAY, start=at("08:00", "2026-11-24"), end=at("17:00", "2026-11-24"))
    later = a_problem((a_technician(shifts=(tuesday,)),), (a_job("J9"),))
    assert publish(tmp_path, a_day(later, anna=["J9"]), later) == {"new": 1, "unchanged": 2}
    other = a_problem((a_technician("carl", 5),), (a_job("J8"),))
    publish(tmp_path, a_day(other, carl=["J8"]), other)
    assert state(tmp_path / "anna.ics", "J1") == state(tmp_path / "bert.ics", "J2") == ("CONFIRMED", 0)


def test_a_job_of_somebody_who_is_gone_is_cancelled_there(tmp_path: Path) -> None:
    """Whoever reports sick would still have the jobs that others do now."""
    publish(tmp_path, a_day(anna=["J1"], bert=["J2", "J3"]))
    alone = a_problem(TWO.technicians[:1], TWO.jobs)
    publish(tmp_path, a_day(alone, anna=["J1", "J2"]), alone)
    assert [state(tmp_path / "bert.ics", name)[0] for name in ("J2", "J3")] == ["CANCELLED", "CANCELLED"]


def test_what_has_happened_before_a_re_plan_stays(tmp_path: Path) -> None:
    """At noon the morning's visits would be cancelled in everybody's calendar."""
    publish(tmp_path, a_day(anna=["J1", "J2"]))  # J1 08:10 to 08:40, J2 08:50 to 09:20
    resumed = a_shift(DAY, available_from=AvailableFrom(place=a_place(10), time=at("08:40")))
    rest = a_problem((a_technician(shifts=(resumed,)),), (a_job("J2", 20), a_job("J3", 30)))
    assert publish(tmp_path, a_day(rest, anna=["J2", "J3"]), rest, NOON) == {"unchanged": 2, "new": 1}
    assert state(tmp_path / "anna.ics", "J1") == ("CONFIRMED", 0)


def test_a_calendar_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    """A private calendar in the folder would be lost."""
    for text in ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:mine\r\nEND:VCALENDAR\r\n", "no calendar at all"):
        (tmp_path / "anna.ics").write_bytes(text.encode())
        with pytest.raises(DispatchError, match=r"anna\.ics"):
            publish(tmp_path, a_day(anna=["J1"]))
        assert (tmp_path / "anna.ics").read_bytes() == text.encode()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    """A phone that fetches at the wrong moment would get half a calendar, and drop the rest."""
    path = tmp_path / "anna.ics"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"), replacing(path) as fresh:
        _break_down(fresh)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("anna.ics", "old")]


def _break_down(path: Path) -> None:
    path.write_text("ne")
    raise OSError("disk full")


# Clocks that are changed.

CHANGES = [
    ("Europe/Zurich", "2026-03-28T22:00:00", "2026-03-29T06:00:00"),
    ("Europe/Zurich", "2026-10-24T22:00:00", "2026-10-25T06:00:00"),
    ("Europe/Dublin", "2026-10-24T22:00:00", "2026-10-25T06:00:00"),
    ("America/New_York", "2026-03-07T22:00:00", "2026-03-08T06:00:00"),
    ("America/New_York", "2026-10-31T22:00:00", "2026-11-01T06:00:00"),
    ("Asia/Shanghai", "2026-10-24T22:00:00", "2026-10-25T06:00:00"),
    ("Australia/Lord_Howe", "2026-04-04T22:00:00", "2026-04-05T06:00:00"),
    ("Australia/Lord_Howe", "2026-10-03T22:00:00", "2026-10-04T06:00:00"),
    ("Africa/Casablanca", "2026-02-14T22:00:00", "2026-02-15T06:00:00"),
    ("UTC", "2026-10-24T22:00:00", "2026-10-25T06:00:00"),
]
"""Zone, and a night shift in which its clocks are changed, if they ever are: by half an hour on Lord Howe Island."""


def a_night(zone: str, start: str, end: str) -> tuple[Problem, Plan]:
    """Anna works through the night, a job of 13 minutes two minutes after the other, 31 of them."""
    shift = a_shift(DAY, start=in_zone(start, zone), end=in_zone(end, zone), max_overtime=7200)
    jobs = [a_job(f"J{n}", n % 2 * 2 + 2, duration=780) for n in range(31)]
    problem = a_problem((a_technician(shifts=(shift,)),), jobs, time_zone=zone)
    return problem, a_day(problem, anna=[job.id for job in jobs])


@pytest.mark.parametrize(("zone", "start", "end"), CHANGES)
def test_a_night_shift_through_a_change_of_the_clocks_is_read_as_planned(
    tmp_path: Path, zone: str, start: str, end: str
) -> None:
    """Twice a year every technician of the night would be an hour early or late."""
    problem, plan = a_night(zone, start, end)
    publish(tmp_path, plan, problem)
    for read in (spans, spans_by_ical, spans_by_own_zone):
        assert read(tmp_path / "anna.ics") == planned(plan)


def test_a_time_that_clocks_show_twice_is_in_utc(tmp_path: Path) -> None:
    """Programs differ in which of the two 02:30 they take, and one of them would be an hour off."""
    zone = "Europe/Zurich"
    jobs = [
        a_job(name, 0, duration=600, setup=0, time_windows=({"earliest_start": when, "latest_start": when},))
        for name, when in (
            ("before", in_zone("2026-10-25T01:40:00", zone)),
            ("into", in_zone("2026-10-25T01:55:00", zone)),
            ("first", in_zone("2026-10-25T02:30:00", zone)),
            ("second", in_zone("2026-10-25T02:30:00*", zone)),
            ("after", in_zone("2026-10-25T03:00:00", zone)),
        )
    ]
    shift = a_shift(DAY, start=in_zone("2026-10-24T22:00:00", zone), end=in_zone("2026-10-25T06:00:00", zone))
    problem = a_problem((a_technician(shifts=(shift,)),), jobs)
    publish(tmp_path, a_day(problem, anna=[job.id for job in jobs]), problem)
    found = events(tmp_path / "anna.ics")
    written = {job.id: found[job_uid(job.id)]["DTSTART"].to_ical().decode() for job in jobs}
    assert written == {
        "before": "20261025T014000",
        "first": "20261025T003000Z",
        "into": "20261024T235500Z",
        "second": "20261025T013000Z",
        "after": "20261025T030000",
    }


def test_the_zone_is_described_by_the_onset_of_each_change(tmp_path: Path) -> None:
    """A program that knows no zones by name would change its clocks an hour late in spring."""
    problem, plan = a_night("Europe/Zurich", "2026-03-28T22:00:00", "2026-03-29T06:00:00")
    publish(tmp_path, plan, problem)
    text = (tmp_path / "anna.ics").read_text(encoding="utf-8")
    change = "DTSTART:20260329T020000\nTZNAME:CEST\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200"
    assert f"BEGIN:DAYLIGHT\n{change}\nEND:DAYLIGHT" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


# Text from outside.

NASTY = (
    "x;y,z\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\nATTACH:http://x\x00\x07\x1b[31m\x7f\x85\u2028😀 Zürich 北京"
    * 3
)


def a_nasty_day(text: str) -> tuple[Problem, Plan]:
    """Everything that a customer or an administrator can write is this text."""
    job: dict[str, Any] = {
        "description": text,
        "ticket": text,
        "labels": {"customer": text, text: text},
        "tools": (text[:200] or "t",),
        "place": a_place(10, address=text),
        "promise": a_promise("08:00", "08:05"),
    }
    anna = a_technician("anna", tools=(text[:200] or "t",)).model_copy(update={"name": text})
    problem = a_problem((anna,), (a_job("J1", **job), a_job("J2", **{**job, "place": a_place(20, address=text)})))
    return problem, a_day(problem, anna=["J1", "J2"])


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """A customer could write events, attachments or alarms into a technician's calendar."""
    problem, plan = a_nasty_day(NASTY)
    publish(tmp_path, plan, problem)
    calendar = Calendar.from_ical((tmp_path / "anna.ics").read_bytes())
    assert [component.name for component in calendar.walk()].count("VEVENT") == 2
    tame = {"UID", "STATUS", "TRANSP", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION", "SEQUENCE", "DTSTAMP"}
    assert all(set(event) == tame | {"LAST-MODIFIED"} for event in calendar.events)
    assert spans_by_ical(tmp_path / "anna.ics") == planned(plan)
    first = the_job(tmp_path / "anna.ics", "J1")
    assert "\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil\nATTACH:http://x [31m\n😀 Zürich 北京" in first["DESCRIPTION"]
    assert first["LOCATION"].startswith("x;y,z\\n END:VEVENT BEGIN:VEVENT UID:evil ATTACH:http://x [31m")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60).filter(lambda text: r"\N" not in text))
def test_any_text_at_all_gives_a_file_that_reads_back_and_stays_the_same(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    r"""One odd name would make a whole calendar unreadable, or change every time that it is published.

    `\N` is left out: icalendar 7.3 takes it for a line break.
    """
    folder = tmp_path_factory.mktemp("any")
    problem, plan = a_nasty_day(text)
    publish(folder, plan, problem)
    data = (folder / "anna.ics").read_bytes()
    lines = data.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 and not any(category(sign) == "Cc" for sign in line) for line in lines)
    assert spans(folder / "anna.ics") == planned(plan)
    assert str(the_job(folder / "anna.ics", "J1").get("LOCATION", "")) == " ".join(visible(text).split()) or not text
    assert publish(folder, plan, problem, NOON) == {"unchanged": 2}
    assert (folder / "anna.ics").read_bytes() == data


def visible(text: str) -> str:
    """The text, a blank for every control character."""
    return "".join(" " if category(sign) == "Cc" else sign for sign in text)


def test_names_of_files_are_safe_different_and_depend_on_nobody_else() -> None:
    """An id could write outside the folder; or one technician would read the calendar of another."""
    ids = ["T01", "张伟", "../../etc/passwd", "a b", "a_b", "A/b", "Anna", "anna", "x" * 200, "...", "con", ".hidden"]
    ids.append(file_names([a_technician("a b")])["a b"].removesuffix(".ics"))
    names = file_names(a_technician(name) for name in ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert all(name.endswith(".ics") and "/" not in name and len(name.encode()) < 255 for name in names.values())
    assert not any(name.startswith(".") or name == "con.ics" for name in names.values())
    assert (names["T01"], names["张伟"], names["a_b"]) == ("T01.ics", "张伟.ics", "a_b.ics")
    for name in set(ids) - {"Anna", "anna"}:
        assert file_names([a_technician(name)]) == {name: names[name]}


def test_a_job_keeps_its_uid_for_good() -> None:
    """After an update of the program every job would stand twice in every calendar."""
    assert job_uid("J1") == "d00587f6-3814-557a-8fd9-fdfd53f44919"
    assert len({job_uid("J1"), job_uid("J2"), job_uid("j1")}) == 3


def test_a_stamp_has_whole_seconds_of_utc(tmp_path: Path) -> None:
    """DTSTAMP must be UTC (RFC 5545, section 3.8.7.2)."""
    east = datetime(2026, 11, 23, 13, 0, 0, 999_999, tzinfo=UTC).astimezone(
        in_zone("2026-11-23", "Asia/Shanghai").tzinfo
    )
    publish(tmp_path, a_day(anna=["J1"]), stamp=east)
    assert the_job(tmp_path / "anna.ics", "J1")["DTSTAMP"].to_ical() == b"20261123T130000Z"
