"""docs/scenarios.md describes every change as it is."""

from __future__ import annotations

import re
import tomllib

from benchmarks.loads import example_day
from dispatcher.scenario import CHANGES, Scenario
from dispatcher.scenario.choice import CrewChange, JobChange
from tests.scenario.page import change_rows, parameter_rows, shared_rows
from tests.test_docs import DOCS, table

PAGE = "docs/scenarios.md"


def test_the_page_describes_every_change_and_parameter() -> None:
    """A planner would write a parameter that is refused, or never learn of one."""
    assert table(PAGE, "Changes") == list(change_rows())
    assert table(PAGE, "Parameters") == list(parameter_rows())
    assert table(PAGE, "Whom") == list(shared_rows(CrewChange))
    assert table(PAGE, "Which jobs") == list(shared_rows(JobChange))


def test_every_parameter_is_described() -> None:
    """A parameter without a word in the table is a riddle."""
    assert [row for row in parameter_rows() if not row[2]] == []


def test_the_examples_of_the_page_change_the_example_day() -> None:
    """Somebody who copies a line would be refused."""
    (text,) = re.findall(r"```toml\n(.*?)```", (DOCS / "scenarios.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    examples = tomllib.loads(text)
    assert list(examples) == list(CHANGES)
    for name, parameters in examples.items():
        scenario = Scenario.model_validate({"changes": [{name: parameters}]})
        assert (scenario.applied(example_day()) != example_day()) == (name != "travel"), name
