"""Other solvers are told the whole day, kept within their time, and judged like ourselves."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.peers.days import repriced
from benchmarks.peers.entrants import ENTRANTS, OURS, PEERS, Entrant
from benchmarks.peers.judge import judge
from benchmarks.peers.plain import plain
from benchmarks.peers.race import Finish, race
from dispatcher.arrays import Numbered, number
from dispatcher.costs import Costs
from dispatcher.errors import SolverFailed
from dispatcher.job import Job, SkillNeeds, TimeWindow
from dispatcher.place import Place
from dispatcher.problem import Problem
from dispatcher.technician import Shift, Skill, Technician
from dispatcher.travel import GivenMatrix

EIGHT = datetime.fromisoformat("2026-11-23T08:00:00+01:00")

SPOTS = (0, 100, 40, 30, 60)
"""Anna's home, Ben's, then the gas job, the tap and the lamp: places on a road, ten seconds apart from 0 to 1."""

TRAVEL = GivenMatrix(np.abs(np.subtract.outer(SPOTS, SPOTS)) * 10)

TAP_WITH_ANNA_REST_WITH_BEN = 1800
"""Anna 0-30-0 is 60 x 10 s; Ben 100-60-40-100, or the other way round, 120 x 10 s."""

TAP_THEN_THE_CHEAPEST_PLACES = 2400
"""With the tap first, the lamp costs Anna 60 more and Ben 80; then Ben drives 100-40-100 for gas: 120 + 120."""


def place(k: int) -> Place:
    """The k-th of SPOTS."""
    return Place(id=f"spot {k}", index=k)


def technician(name: str, home: int, *skills: str) -> Technician:
    """Somebody who works from 8:00 to 16:00."""
    shift = Shift(id="day", start=EIGHT, end=EIGHT + timedelta(hours=8))
    return Technician(id=name, home=place(home), skills=tuple(Skill(name=one) for one in skills), shifts=(shift,))


def job(name: str, spot: int, opens: int = 0, closes: int = 7 * 60, **needs: int) -> Job:
    """Ten minutes of work that may start so many minutes after eight; left out it costs 10,000 s of travel."""
    window = TimeWindow(earliest_start=EIGHT + timedelta(minutes=opens), latest_start=EIGHT + timedelta(minutes=closes))
    return Job(
        id=name,
        place=place(spot),
        duration=600,
        time_windows=(window,),
        skills=SkillNeeds(all=needs),
        unassigned_price=Decimal(10),
    )


DAY = Problem(
    time_zone="Europe/Paris",
    technicians=(technician("anna", 0), technician("ben", 1, "gas")),
    jobs=(job("gas", 2, gas=1), job("tap", 3, opens=5, closes=10), job("lamp", 4)),
    costs=Costs(
        travel_per_hour=Decimal("3.6"),
        travel_per_km=Decimal(0),
        working_per_hour=Decimal(0),
        waiting_customer=(Decimal(0),) * 5,
    ),
)
"""Only Ben may do gas; the tap starts until 8:10, and Ben would be there at 8:11:40."""


def numbered(problem: Problem = DAY) -> Numbered:
    """The day for the judge."""
    return number(problem, TRAVEL.matrix(problem.places))


def raced(entrant: Entrant, problem: Problem = DAY, seconds: float = 1.0) -> Finish:
    """One race on one core; skips when the solver is not installed."""
    if not entrant.version:
        pytest.skip(f"{entrant.name} is not installed: pip install 'technician-dispatcher[peers]'")
    return race(entrant, numbered(problem), TRAVEL, seconds, cores=1)


@pytest.mark.parametrize("name", ENTRANTS)
def test_everybody_finds_the_best_plan_of_a_tiny_day(name: str) -> None:
    """Told no skills a solver would find 1,600, told no windows 1,400: half told, it would play another game."""
    found = raced(ENTRANTS[name], seconds=2.0 if name == "ours" else 1.0)
    assert found.failure == ""
    assert found.judgement == (TAP_WITH_ANNA_REST_WITH_BEN, 0, 0, TAP_WITH_ANNA_REST_WITH_BEN)
    assert found.seconds <= 3.0
    assert found.memory_gb > 0


@pytest.mark.parametrize("name", ["ours", "pyvrp", "ortools"])
def test_who_can_say_a_price_leaves_out_what_is_not_worth_the_way(name: str) -> None:
    """At 500 s a job the tap's 600 s of travel do not pay, nor 1,200 for the other two: all left out is 1,500."""
    found = raced(ENTRANTS[name], repriced(DAY, Decimal("0.05")))
    assert found.judgement == (1500, 3, 1500, 0)


def test_a_solver_that_never_ends_is_killed_and_what_it_said_in_time_counts() -> None:
    """One solver that hangs would hold up the night's comparison; the judge fills in gas and lamp."""
    begun = time.monotonic()
    found = raced(Entrant("endless", "numpy", "tests.benchmarks.endless_solver", True, ""), seconds=0.2)
    assert time.monotonic() - begun < 10
    assert found.judgement is not None
    assert found.judgement.cost == TAP_THEN_THE_CHEAPEST_PLACES


def test_a_plan_that_breaks_a_rule_counts_as_none() -> None:
    """A solver that ignores skills would win every comparison; here Anna would do gas."""
    found = raced(Entrant("careless", "numpy", "tests.benchmarks.careless_solver", True, ""))
    assert found.judgement is None
    assert found.failure.startswith("invalid: ")


def test_a_solver_that_cannot_be_loaded_stops_the_comparison() -> None:
    """A broken installation would look like a solver without an answer, and be kept as such."""
    with pytest.raises(SolverFailed):
        raced(Entrant("absent", "numpy", "tests.benchmarks.no_such_solver", True, ""))


def test_the_judge_fills_free_places_for_everybody() -> None:
    """Nobody should lose for a job that any planner would still put in; the tap is the cheapest of three."""
    assert judge(numbered(), [[], []]) == (TAP_THEN_THE_CHEAPEST_PLACES, 0, 0, TAP_THEN_THE_CHEAPEST_PLACES)


@pytest.mark.parametrize(
    ("orders", "complaint"),
    [([[0], []], "breaks a rule"), ([[1], [0, 0]], "twice"), ([[1]], "1 orders for 2 shifts")],
)
def test_the_judge_refuses_orders_that_are_no_plan(orders: list[list[int]], complaint: str) -> None:
    """Nonsense from a solver must be printed as such, not stop the run with an IndexError."""
    with pytest.raises(ValueError, match=complaint):
        judge(numbered(), orders)


def test_the_plain_view_holds_the_day_in_bare_numbers() -> None:
    """Every peer is told by it: one wrong number and all of them solve another day."""
    day = plain(DAY, TRAVEL.matrix(DAY.places))
    gas, tap, _ = day.jobs
    assert (tap.place, tap.duration, tap.opens, tap.closes, tap.price) == (3, 600, 300, 600, 10_000)
    assert [shift.end for shift in day.shifts] == [8 * 3600, 8 * 3600]
    assert day.able.tolist() == [[False, True], [True, True], [True, True]]
    assert gas.needs
    assert day.cost([[1], [2, 0]]) == TAP_WITH_ANNA_REST_WITH_BEN
    assert day.cost([[1], []]) == 600 + 20_000


def test_every_peer_says_what_it_cannot_express() -> None:
    """Readers would take a handicap of the model for a weakness of the search."""
    assert all(peer.cannot.endswith(".") for peer in PEERS)
    assert len({entrant.fingerprint for entrant in (OURS, *PEERS)}) == 1 + len(PEERS)
