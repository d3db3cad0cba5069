"""The OR-Tools model against the compiled clock: where it can express a problem, both price every plan alike."""

from __future__ import annotations

import gc
from decimal import Decimal

import numpy as np
import pytest

from dispatcher.arrays import Arrays, Numbered, number
from dispatcher.costs import Costs
from dispatcher.job import SkillNeeds, TechnicianChoice
from dispatcher.problem import Problem
from dispatcher.solver.orders import orders_cost
from dispatcher.solver.routing import Model, search, search_parameters
from dispatcher.solver.task import Method, Orders, Task
from dispatcher.technician import Skill
from dispatcher.travel import GivenMatrix
from tests.builders import a_depot, a_job, a_problem, a_technician, a_window, line_travel
from tests.random_problems import PLAIN_RULES, random_problem

EXPRESSED = PLAIN_RULES | {
    "setup",
    "shared_places",
    "rates",
    "pace",
    "tools",
    "latest_finish",
    "available_from",
    "compact",
}


MONEY = 18_000_000
"""Units."""

NOT_WAITING = Costs(waiting_customer=(Decimal(0),) * 5)


def is_expressed(problem: Problem) -> bool:
    """Whether OR-Tools times every route of a plain problem as our rules do; see routing.py for the rest."""
    breaks = [len(shift.breaks) for _, shift in problem.shifts()]
    if problem.departure == "compact":
        return not any(breaks) and all(len(job.time_windows) <= 1 for job in problem.jobs)
    return max(breaks, default=0) <= 1


def solutions(numbered: Numbered, seed: int, limit: int = 30) -> list[tuple[int, Orders]]:
    """(objective, orders) of the first solutions that OR-Tools stands at."""
    model = Model(numbered.data, seed)
    parameters = search_parameters(0.2, "guided")
    parameters.solution_limit = limit
    model.routing.CloseModelWithParameters(parameters)
    seen: list[tuple[int, Orders]] = []
    model.routing.AddAtSolutionCallback(lambda: seen.append((model.objective(), model.orders())))
    model.routing.SolveWithParameters(parameters)
    return seen


@pytest.mark.parametrize("block", range(4))
def test_the_objective_is_the_replayed_cost(block: int) -> None:
    """OR-Tools would search for something else than what the plan costs, or allow what the clock forbids."""
    for seed in range(20 * block, 20 * block + 20):
        problem, travel = random_problem(seed, jobs=6, plain=True, rules=EXPRESSED)
        numbered = number(problem, travel)
        found = solutions(numbered, seed)
        assert found, f"seed {seed}: no solution"
        for objective, orders in found:
            cost = orders_cost(numbered.data, orders)
            assert cost is not None, f"seed {seed}: the clock refuses {orders}"
            assert objective == cost or not is_expressed(problem), f"seed {seed}: {orders}"


@pytest.mark.parametrize("seed", range(30))
def test_with_every_rule_the_model_allows_nothing_that_the_clock_forbids(seed: int) -> None:
    """A rule would be missing in the model, and the search would chase plans that are thrown away."""
    rules = EXPRESSED | {"released_at", "waiting", "imbalance", "lateness_steps", "odd_hours", "plan_start", "locks"}
    problem, travel = random_problem(seed, jobs=6, rules=rules)
    numbered = number(problem, travel)
    assert all(orders_cost(numbered.data, orders) is not None for _, orders in solutions(numbered, seed))


@pytest.mark.parametrize("method", ["iterated", "guided"])
def test_each_better_solution_is_told_with_its_orders(method: Method) -> None:
    """The parent would hear nothing, or hear worse plans as better ones."""
    problem = a_problem([a_technician()], [a_job(f"J{k}", minute) for k, minute in enumerate((30, 10, 20))])
    told: list[tuple[int, Orders]] = []
    arrays = number(problem, line_travel(problem)).data
    search(Task(arrays, seed=3, deadline=0.0, method=method), lambda *better: told.append(better))
    objectives = [objective for objective, _ in told]
    assert objectives == sorted(set(objectives), reverse=True)
    # Out to minute 30 and back, whatever the order on the way: 60 minutes of travel serve all three.
    assert sorted(told[-1][1][0]) == [0, 1, 2]


def test_a_warm_start_is_taken_as_it_is() -> None:
    """A region would be planned anew each time: the first solution told is the start itself."""
    problem = a_problem([a_technician()], [a_job("near", 10), a_job("far", 20)])
    arrays = number(problem, line_travel(problem)).data
    told: list[Orders] = []
    task = Task(arrays, seed=1, deadline=0.0, method="guided", start=[[1, 0]])
    search(task, lambda _, orders: told.append(orders))
    assert told[0] == [[1, 0]]


def test_a_job_that_nobody_can_do_does_not_keep_the_others_from_being_planned() -> None:
    """OR-Tools would take the whole day for infeasible: two pumps on no van, at a price for everybody but bert."""
    choice = TechnicianChoice(preferred=("bert",))
    hopeless = a_job("hopeless", parts={"pump": 2}, technicians=choice)
    late = a_job("late", 10, time_windows=(a_window("07:00", "08:05"),), technicians=choice)
    people = [a_technician("anna", van_stock={"pump": 1}), a_technician("bert")]
    problem = a_problem(people, [hopeless, late, a_job("possible", technicians=choice)])
    found = solutions(number(problem, line_travel(problem)), seed=0)
    assert min(found)[1] == [[], [2]]


def test_a_job_that_costs_something_extra_whoever_comes_can_be_left_out() -> None:
    """OR-Tools would find no plan at all: it let nobody leave out a job whose price for every shift is above 0."""
    people = [a_technician(name, skills=(Skill(name="gas", level=k),)) for name, k in (("anna", 2), ("bert", 4))]
    problem = a_problem(people, [a_job(skills=SkillNeeds(all={"gas": 1}))], costs=NOT_WAITING)
    a = number(problem, line_travel(problem)).data
    assert taken(a, [[], []]) == 200 * MONEY
    # Ten minutes there and back are 10 of travel and 20 km 6; Anna is one level above what is needed, Bert three.
    assert (taken(a, [[0], []]), taken(a, [[], [0]])) == (17 * MONEY, 19 * MONEY)


def taken(a: Arrays, orders: Orders) -> int | None:
    """What the model says that a plan costs, in units; None when it refuses it."""
    model = Model(a, 0)
    model.routing.CloseModelWithParameters(search_parameters(0.1, "guided"))
    assignment = model.assignment(orders)
    return None if assignment is None else int(assignment.ObjectiveValue())


def test_a_job_may_be_reached_by_another_place_in_less_time() -> None:
    """The way round takes 20 minutes, the direct one ten hours: the model would send nobody there."""
    problem = a_problem([a_technician()], [a_job("near", 1), a_job("far", 2)], costs=NOT_WAITING)
    seconds = np.array([[0, 600, 36_000], [600, 0, 600], [600, 600, 0]])
    a = number(problem, GivenMatrix(seconds).matrix(problem.places)).data
    assert taken(a, [[0, 1]]) == 15 * MONEY  # three legs of ten minutes


def models_alive() -> int:
    """Models that nothing has freed, those of other tests too."""
    gc.collect()
    return sum(isinstance(one, Model) for one in gc.get_objects())


def test_a_model_is_freed_after_its_search() -> None:
    """A process that plans region after region would grow by ten megabytes with each."""
    problem = a_problem([a_technician()], [a_job("near", 10), a_job("far", 20)])
    arrays = number(problem, line_travel(problem)).data
    before = models_alive()
    search(Task(arrays, seed=1, deadline=0.0, method="guided"), lambda *_: None)
    assert models_alive() == before


def test_the_model_plans_with_what_the_vans_hold() -> None:
    """Somebody without the ladder would be sent, since a depot has one; or the routes to start from be refused."""
    jobs = [a_job("low"), a_job("high", tools=("ladder",)), a_job("wet", parts={"pump": 1})]
    technicians = [a_technician("anna"), a_technician("ben", tools=("ladder",))]
    problem = a_problem(technicians, jobs, depots=(a_depot(),))
    a = number(problem, line_travel(problem)).data
    model = Model(a, 0)
    assert model.able.tolist() == [[True, True], [False, True], [False, False]]
    model.routing.CloseModelWithParameters(search_parameters(0.1, "guided"))
    assert model.assignment([[0], [3, 1]]) is not None
    assert model.assignment([[3, 1], [0]]) is None
    assert model.assignment([[3, 2], []]) is None
