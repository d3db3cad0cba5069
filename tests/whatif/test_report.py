"""The page of a study and the files beside it."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.whatif import records, report
from benchmarks.whatif.answer import first_sentence
from benchmarks.whatif.outcome import Outcome
from benchmarks.whatif.plots import hour_chart, hour_load, left_out_map, skill_load
from benchmarks.whatif.sayings import SAYINGS
from benchmarks.whatif.study import Results
from benchmarks.whatif.words import Speech
from dispatcher.formats.words import LANGUAGES, Language
from tests.whatif.hand_made import arm, results

HOURS = (None,) * 8 + (0.5,) * 8 + (0.0,) + (None,) * 7
"""On shift from 8 to 17, idle in the last hour."""


def no_shifts() -> list[float | None]:
    """Of each hour of a day: nobody is on shift."""
    return [None] * 24


def a_study() -> Results:
    """Two more technicians on three days; one cell failed; one job is left out."""
    arms = [arm("base"), arm("1 more", "{count} more", count=1), arm("2 <more>", "{count} more", count=2)]
    runs = {
        "base": [[100.0, 101.0], [200.0, 202.0], [150.0, 150.0]],
        "1 more": [[80.0, 81.0], [181.0, 182.0], [131.0, 130.0]],
        "2 <more>": [[79.0, 80.0], [180.0, 182.0], [130.0, 130.0]],
    }
    return results(
        runs,
        arms=arms,
        failed=[("2 <more>", "day 3", 2)],
        terms={"travel_time": 60.0, "unassigned": 40.0},
        jobs=3,
        planned=2,
        unassigned=1,
        promises=2,
        promises_kept=1,
        utilisation=0.5,
        by_skill={"gas": (1800.0, 3600.0), "water": (0.0, 0.0)},
        by_hour=HOURS,
        left_out=(("job 7", 45.75, 4.85, 1800, ("gas",)), ("nowhere", None, None, 600, ())),
        seconds=1.5,
    )


class Page(HTMLParser):
    """The text of a page, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect links, scripts and pictures."""
        self.fetched += [f"{tag} {name}={value}" for name, value in attrs if name in ("src", "href")]
        self.fetched += [tag] if tag in ("script", "link", "iframe") else []

    def handle_data(self, data: str) -> None:
        """Collect what is read."""
        self.words.append(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_everything_and_fetches_nothing(language: Language) -> None:
    """It would be empty in the meeting room, where there is no network."""
    study = a_study()
    page = Page(report.page(study, language))
    told = " ".join(page.words)
    assert page.fetched == []
    assert first_sentence(study, language) in told
    assert 'title = "A study by hand"' in told
    assert study.study.days[0].fingerprint[:16] in told
    assert "died twice" in told
    assert "2 <more>" in told


def test_the_answer_stands_before_every_table() -> None:
    """A reader would have to look for it."""
    page = report.page(a_study())
    assert page.index('class="answer better"') < page.index("<table")


def test_the_page_of_a_study_that_failed_altogether_says_so() -> None:
    """There would be no page to send to whoever must find the cause."""
    study = a_study()
    failed = tuple(Outcome(one.day, one.scenario, one.seed, failure="no memory") for one in study.outcomes)
    page = report.page(replace(study, outcomes=failed))
    assert "No answer:" in page
    assert page.count('<td class="words">no memory') == len(failed)


def test_a_skill_is_as_busy_as_those_who_have_it() -> None:
    """Half an hour of gas work in an hour of gas shifts is one half; nobody holds water."""
    assert skill_load(a_study().outcomes, "base") == {"gas": 0.5}


def test_an_hour_is_as_busy_as_its_runs_are_on_average() -> None:
    """A failed cell has zeros in every hour and would make the arm look idle."""
    assert hour_load(a_study().outcomes, "2 <more>") == {**dict.fromkeys(range(8, 16), 0.5), 16: 0.0}


def test_hours_without_shifts_are_neither_averaged_in_nor_drawn() -> None:
    """Whoever works Saturdays from eight would look half idle at seven on weekdays, and all would at midnight."""
    runs = results({"base": [[9.0], [8.0]]}).outcomes
    weekday, saturday = no_shifts(), no_shifts()
    weekday[7:10] = [0.8, 0.9, 0.0]
    saturday[8:11] = [0.5, 0.0, None]
    runs = (replace(runs[0], by_hour=tuple(weekday)), replace(runs[1], by_hour=tuple(saturday)))
    assert hour_load(runs, "base") == {7: 0.8, 8: (0.9 + 0.5) / 2, 9: 0.0}
    (drawn,) = hour_chart(runs, {"base": "base"}, Speech("en", "EUR")).series
    assert [hour for hour, _ in drawn.points] == [7, 8, 9]
    assert drawn.line


def test_no_line_is_drawn_through_hours_without_shifts() -> None:
    """Early and late shifts alone would look half busy at noon."""
    (run,) = results({"base": [[9.0]]}).outcomes
    split = no_shifts()
    split[6], split[7], split[20] = 0.5, 0.6, 0.7
    (drawn,) = hour_chart([replace(run, by_hour=tuple(split))], {"base": "base"}, Speech("en", "EUR")).series
    assert not drawn.line


def test_the_map_counts_the_jobs_of_each_run() -> None:
    """Two jobs are left out in each of six runs; the one without coordinates is not drawn."""
    drawn = left_out_map(a_study(), "base", Speech("en", "EUR"))
    assert "no change: 2.00 jobs a run" in drawn
    assert drawn.count('class="missed"') == 3
    assert "job 7, day 1: 2/2" in drawn


def test_the_table_has_one_row_for_each_cell(tmp_path: Path) -> None:
    """A failed cell would be silently missing, or a scenario be run as a formula."""
    study = a_study()
    odd = replace(study, outcomes=(*study.outcomes, Outcome("day 1", "=1+1", 9, failure="-")))
    records.write_csv(odd, tmp_path / "out" / "cells.csv")
    with (tmp_path / "out" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 19
    assert (rows[0]["scenario"], rows[0]["cost"], rows[0]["cost_travel_time"]) == ("base", "100.0", "60.0")
    assert [row["failure"] for row in rows if row["scenario"] == "2 <more>"].count("died twice") == 1
    assert rows[-1]["scenario"] == "'=1+1"


def test_the_document_holds_all_that_the_page_shows(tmp_path: Path) -> None:
    """A program could not read the answer, its interval or the cells."""
    study = a_study()
    records.write_json(study, tmp_path / "report.json")
    document = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert document["answer"] == {language: first_sentence(study, language) for language in LANGUAGES}
    assert [Outcome.read(row) for row in document["rows"]] == list(study.outcomes)
    assert [one["arm"] for one in document["comparisons"]] == ["2 <more>", "1 more"]
    assert document["study"]["arms"][1]["grid"] == {"count": 1}
    assert {"machine", "command", "commit", "seed", "version", "steps", "pareto", "figures", "tied"} <= document.keys()


def test_every_saying_has_the_same_blanks_in_both_languages() -> None:
    """A figure would be missing for Chinese readers, or the page fail for them alone."""
    blanks = re.compile(r"\{(\w+)\}")
    uneven = [
        key for key, saying in SAYINGS.items() if set(blanks.findall(saying.en)) != set(blanks.findall(saying.zh))
    ]
    assert uneven == []


def test_every_saying_is_said_somewhere() -> None:
    """Words that nobody says would be translated for nothing."""
    room = Path(report.__file__).parent
    sources = [*room.glob("*.py"), room.parent / "templates" / "whatif.html"]
    text = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "sayings.py")
    groups = ("measure.", "better.", "worse.", "verdict.")
    silent = [
        key
        for key in SAYINGS
        if not key.startswith(groups) and f'"{key.removesuffix(".one")}"' not in text and f'"{key}"' not in text
    ]
    assert [
        key
        for key in silent
        if key not in {f"answer.{name}" for name in ("better", "worse", "noise", "unclear", "same")}
    ] == []


def test_lengths_of_time_are_steps_in_hours() -> None:
    """A planner would have to divide 14400 by 3600 in the meeting."""
    arms = [arm("base"), *(arm(f"{k} h", "{seconds:h}", seconds=3600 * k) for k in (1, 4))]
    page = report.page(results({"base": [[9.0], [8.0]], "1 h": [[7.0], [7.0]], "4 h": [[6.0], [6.5]]}, arms=arms))
    assert "1 h 00 → 4 h 00" in page
    assert "3600" not in Speech("en", "EUR").step("seconds", -3600)
    assert ">hours</text>" in page
