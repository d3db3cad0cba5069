"""Technician dispatch: who visits which customer, when, and why some jobs must wait.

Here are the values that go in and come out. What is done with them stands in the module of its name and is imported
from there, so that no name means both a module and a function, and values load without the solver:

>>> from dispatcher.dispatch import dispatch
>>> from dispatcher.check import check, replay
>>> from dispatcher.formats.reader import read_problem
"""

from dispatcher.costs import Costs
from dispatcher.errors import DispatchError, InvalidProblem
from dispatcher.job import Job, Promise, SkillNeeds, TimeWindow
from dispatcher.lock import BothLock, OrderLock, TechnicianLock, TimeLock
from dispatcher.place import Depot, Place
from dispatcher.plan import Plan
from dispatcher.problem import Problem, validate
from dispatcher.result import Result
from dispatcher.settings import Settings
from dispatcher.technician import Break, Shift, Skill, Technician
from dispatcher.travel import Geodesic, GivenMatrix, TravelMatrix

__all__ = [
    "BothLock",
    "Break",
    "Costs",
    "Depot",
    "DispatchError",
    "Geodesic",
    "GivenMatrix",
    "InvalidProblem",
    "Job",
    "OrderLock",
    "Place",
    "Plan",
    "Problem",
    "Promise",
    "Result",
    "Settings",
    "Shift",
    "Skill",
    "SkillNeeds",
    "Technician",
    "TechnicianLock",
    "TimeLock",
    "TimeWindow",
    "TravelMatrix",
    "validate",
]
