"""Days that several chains search at once, region by region."""

from __future__ import annotations

from benchmarks.loads import day
from dispatcher.check import check
from dispatcher.dispatch import dispatch
from dispatcher.plan import total
from dispatcher.settings import Settings
from dispatcher.solver.chains import WHOLE
from dispatcher.travel import Geodesic


def test_a_large_day_is_improved_by_more_chains_than_it_has_regions() -> None:
    """On a machine of many cores chains without a region of their own would keep the others from working."""
    problem = day(1, WHOLE + 10, 45, plain=True)
    travel = Geodesic().matrix(problem.places)
    result = dispatch(problem, travel, Settings(time_limit=3, cores=8))
    assert total(result.plan.cost) < 0.95 * result.search.improvements[0].cost
    assert not check(problem, travel, result.plan).violations
