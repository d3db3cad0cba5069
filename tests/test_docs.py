"""The documents say what the program does: every code, every example, every link."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from benchmarks.loads import example_day
from benchmarks.whatif.reading import read_study
from benchmarks.whatif.written import (
    Head,
    SyntheticDays,
    WrittenDays,
    WrittenOutput,
    WrittenScenario,
    WrittenSolver,
    WrittenTravel,
)
from dispatcher import errors, explain
from dispatcher.check import CODES
from dispatcher.costs import Costs, Term
from dispatcher.errors import RULES, DispatchError
from dispatcher.formats.reader import read_problem
from dispatcher.problem import validate
from tests.faulty_documents import ERRORS, SMELLS, changed

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
PAGES = sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md")])


def table(page: str, heading: str) -> list[list[str]]:
    """The cells of the rows under a heading, without the head of the table."""
    text = (PROJECT / page).read_text(encoding="utf-8")
    section = re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], flags=re.MULTILINE)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def codes(heading: str) -> list[str]:
    """The codes in a table of docs/errors.md."""
    return [row[0].strip("`") for row in table("docs/errors.md", heading)]


def test_every_finding_stands_in_the_errors_page_with_its_severity_and_action() -> None:
    """Somebody who looks up a code would find nothing, or the advice of last year."""
    headings = ("Findings in a document", "Findings in a file", "Findings in a scenario")
    rows = [row for heading in headings for row in table("docs/errors.md", heading)]
    said = [(row[0].strip("`"), row[1], row[4]) for row in rows]
    assert said == [(code, rule.severity, rule.action) for code, rule in RULES.items()]


def test_the_examples_of_findings_are_what_the_program_says() -> None:
    """An example that the program never prints cannot be searched for."""
    heard = {
        (finding.code, finding.cause) for case in (*ERRORS, *SMELLS) for finding in validate(changed(case.changes))
    }
    rows = table("docs/errors.md", "Findings in a document")
    unheard = [row[3] for row in rows if (row[0].strip("`"), row[3].split(": ", 1)[1]) not in heard]
    assert unheard == []


def test_every_violation_stands_in_the_errors_page_with_its_meaning() -> None:
    """The checker's words and the page's would drift apart."""
    rows = table("docs/errors.md", "Violations and conflicts")
    assert [(row[0].strip("`"), row[2]) for row in rows] == list(CODES.items())


def test_every_reason_stands_in_the_errors_page() -> None:
    """A coordinator reads why a job is left out, and wants to know what to do."""
    rows = table("docs/errors.md", "Reasons")
    assert [(row[0].strip("`"), row[1]) for row in rows] == list(explain.CODES.items())


def test_every_exception_stands_in_the_errors_page() -> None:
    """A caller would not know what to catch."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, DispatchError)}
    assert set(codes("Exceptions")) == {name for name in kinds if not name.startswith("_")} - {"DispatchError"}


def test_the_concepts_page_prices_every_term_and_shows_the_exchange_rates() -> None:
    """A term that costs money and is not explained looks like a bug."""
    assert {row[0].strip("`") for row in table("docs/concepts.md", "Money")} == {term.value for term in Term}
    text = (DOCS / "concepts.md").read_text(encoding="utf-8")
    assert [line for line in Costs().exchange_rates() if line not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    """A newcomer who follows a dead link gives up."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_begins_with_its_two_commands() -> None:
    """The first thing anybody wants is to see it run."""
    fence, first, second, end = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()[:4]
    assert (fence, first.split("#")[0].strip(), second.split("#")[0].strip(), end) == (
        "```",
        "make run",
        "make test",
        "```",
    )


def test_the_python_in_the_readme_runs() -> None:
    """The first lines somebody copies would end in a traceback."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120
    )
    assert told.returncode == 0, told.stderr
    assert "complete" in told.stdout


def test_the_example_workbook_is_the_example_day() -> None:
    """`make run` would plan another day than the benchmarks speak of."""
    assert read_problem(PROJECT / "examples" / "day.xlsx") == example_day()


def test_every_part_of_a_study_file_stands_in_its_page() -> None:
    """A planner would not know what may be written, or would write what is refused."""
    rows = [
        (row[0].strip("`"), key.strip("`"))
        for row in table("docs/what-if.md", "Run one")
        if len(row) == 4
        for key in row[1].split(", ")
    ]
    parts: dict[str, type[BaseModel]] = {
        "(top)": Head,
        "days": WrittenDays,
        "travel": WrittenTravel,
        "solver": WrittenSolver,
        "scenarios": WrittenScenario,
        "output": WrittenOutput,
    }
    fields = [(name, field.alias or key) for name, part in parts.items() for key, field in part.model_fields.items()]
    assert sorted(rows) == sorted(fields)
    text = (DOCS / "what-if.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in SyntheticDays.model_fields)


def test_the_study_in_its_page_can_be_read(tmp_path: Path) -> None:
    """The first study that anybody copies would be refused."""
    (text,) = re.findall(r"```toml\n(.*?)```", (DOCS / "what-if.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    file = tmp_path / "study.toml"
    file.write_text(re.sub(r"files = .*\n# ", "", text), encoding="utf-8")
    assert [arm.name for arm in read_study(file).arms[1:]] == [f"{count} more for gas" for count in (1, 2, 3)]
