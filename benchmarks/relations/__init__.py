"""Metamorphic relations: change a problem in a way whose effect on the cost of a plan is known without a solver.

The 24 relations with which optimizers of this kind are tested all say something of our model. Some are read in its own
way: a tighter problem backwards, since what is planned there must hold in the easier one at no more cost, whereas "the
tighter plan costs more" would compare two searches; coordinates as mirrored, priority as the price of leaving a job
out, a removed technician as one whom nothing names (see `rewriting`, `easing`, `adding`).
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.relations import adding, easing, rewriting
from benchmarks.relations.case import Case, Change

__all__ = ["RELATIONS", "Case", "Change", "Relation"]


@dataclass(frozen=True)
class Relation:
    """One change and what is known of it.

    Parameters
    ----------
    name
        In words.
    change
        Of the problem.
    exact
        Whether the plan costs just what the change says; else it may cost less.
    backwards
        Whether the changed problem is the tighter one, so that a plan of it is judged in the old one.
    effort
        Factor on the turns of the search.
    """

    name: str
    change: Change
    exact: bool = True
    backwards: bool = False
    effort: int = 1


RELATIONS = (
    Relation("jobs in another order", rewriting.jobs_shuffled),
    Relation("technicians reversed", rewriting.technicians_shuffled),
    Relation("ids renamed", rewriting.renamed),
    Relation("some days later", rewriting.days_later),
    Relation("map mirrored", rewriting.map_mirrored),
    Relation("all prices x 3", rewriting.prices_scaled),
    Relation("an unreachable technician more", adding.unreachable_technician),
    Relation("a technician more", adding.twin_technician),
    Relation("a technician less", adding.technician_removed, exact=False, backwards=True),
    Relation("windows wider", easing.windows_widened, exact=False),
    Relation("windows narrower", easing.windows_narrowed, exact=False, backwards=True),
    Relation("a skill more", easing.skill_learned, exact=False),
    Relation("a skill required more", easing.permit_required, exact=False, backwards=True),
    Relation("shifts longer", easing.shifts_lengthened, exact=False),
    Relation("services shorter", easing.services_shortened, exact=False),
    Relation("more parts and jobs a shift", easing.capacity_raised),
    Relation("triangles closed", easing.triangles_closed, exact=False),
    Relation("an idle job more at a visited place", adding.idle_job_added),
    Relation("two regions side by side", adding.twin_region_added),
    Relation("left-out jobs removed", adding.left_out_jobs_removed),
    Relation("the plan frozen", adding.frozen),
    Relation("solved again", adding.unchanged),
    Relation("a planned job dearer to leave out", adding.planned_job_dearer),
    Relation("twice the budget", adding.unchanged, effort=2),
)
"""All of them."""
