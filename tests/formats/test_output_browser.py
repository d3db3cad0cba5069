"""The page in a real browser: one sheet of paper, no network, no complaint, both skins legible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dispatcher.formats.day_sheet import write_day_sheets
from dispatcher.formats.page import write_page
from tests.formats.sample_result import crowded, sample

pytestmark = pytest.mark.xdist_group("browser")


def sheets_of_paper(page: Page) -> int:
    return len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_normal_day_prints_on_one_sheet(browser: Browser, tmp_path: Path) -> None:
    """Sixty jobs for eight technicians would spill onto a second sheet, which gets lost."""
    for language in ("en", "zh"):
        write_page(*crowded(), tmp_path / "plan.html", language)
        page = browser.new_page()
        page.goto((tmp_path / "plan.html").as_uri())
        assert sheets_of_paper(page) == 1


def test_a_page_asks_for_nothing_and_does_not_complain(browser: Browser, tmp_path: Path) -> None:
    """A mailed page would wait for a network, or its policy forbid its own script."""
    write_page(*sample(), tmp_path / "plan.html")
    page = browser.new_page(viewport={"width": 400, "height": 800})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "plan.html").as_uri())
    assert asked == [(tmp_path / "plan.html").as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") == 400  # no sideways scrolling on a phone


def test_pointing_at_a_job_marks_it_everywhere(browser: Browser, tmp_path: Path) -> None:
    """The coordinator would search for a late job's place by eye."""
    write_page(*sample(), tmp_path / "plan.html")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "plan.html").as_uri())
    page.hover("section.late article")
    # In the list, the timeline's bar, its bracket and flag, and on the map.
    assert page.locator(".pointed").count() == 5
    page.hover("h1")
    assert page.locator(".pointed").count() == 0


def test_a_day_sheet_prints_on_portrait_paper_without_cutting_a_job(browser: Browser, tmp_path: Path) -> None:
    """A voucher would be split over two sheets."""
    first, *_ = write_day_sheets(*sample(), tmp_path)
    page = browser.new_page()
    page.goto(first.as_uri())
    assert sheets_of_paper(page) == 2
    assert page.evaluate("getComputedStyle(document.querySelector('.job')).breakInside") == "avoid"
