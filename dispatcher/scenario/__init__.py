"""What if: named changes of a day, each a small pure function with documented parameters.

>>> from dispatcher.scenario import Scenario
>>> more = Scenario.model_validate({"name": "one more", "changes": [{"add_technicians": {"count": 1}}]})
>>> more.name, more.changes[0].count
('one more', 1)
"""

from dispatcher.scenario.catalogue import CHANGES
from dispatcher.scenario.change import Change
from dispatcher.scenario.scenario import Scenario

__all__ = ["CHANGES", "Change", "Scenario"]
