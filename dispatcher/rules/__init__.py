"""The rules that a plan must keep, one function each, as docs/decisions/0001 reads them.

They judge a plan whose times have been replayed and show each breach with the facts: by how much.
`dispatcher.check` asks them all.
"""

from __future__ import annotations

from collections.abc import Callable

from dispatcher.lookup import Lookup
from dispatcher.plan import Plan
from dispatcher.rules import ability, clock, locks, once
from dispatcher.rules.breach import Breaches, breach
from dispatcher.rules.run import Run, runs

__all__ = ["OVERRIDABLE_RULES", "PLAN_RULES", "ROUTE_RULES", "Breaches", "Run", "breach", "runs"]

PLAN_RULES: tuple[Callable[[Lookup, Plan], Breaches], ...] = (*once.RULES, *locks.RULES)
"""Rules on a plan as it is stated."""

ROUTE_RULES: tuple[Callable[[Run], Breaches], ...] = (*ability.RULES, *clock.RULES)
"""Rules on a replayed route that nothing overrides."""

OVERRIDABLE_RULES: tuple[Callable[[Run], Breaches], ...] = ability.OVERRIDABLE
"""Rules on a replayed route that do not bind a job on the shift it is locked to."""
