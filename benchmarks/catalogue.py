"""What a service firm for heating, cooling and household appliances does all day, and who can do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Shares = Mapping[str, float]

UPKEEP: Shares = {"contract": 0.70, "paid": 0.25, "internal": 0.05}
REPAIR: Shares = {"paid": 0.50, "warranty": 0.27, "contract": 0.15, "courtesy": 0.08}
BUSINESS: Shares = {"contract": 0.85, "paid": 0.15}
DELIVERY: Shares = {"paid": 0.80, "warranty": 0.12, "internal": 0.08}


@dataclass(frozen=True, eq=False)
class JobType:
    """One kind of work.

    Parameters
    ----------
    name
        Goes into `Job.type`.
    share
        Of all jobs; the shares of all types sum to 1.
    minutes
        Median time on site before a load is scaled to its tightness.
    needs
        Skill to the level it takes.
    faults
        What customers say on the phone.
    classes
        Shares of the service classes.
    priority
        The usual one, 1 to 5.
    parts, part_share
        Parts that may be needed, and in which share of these jobs one is.
    business
        Done at a shop or office: its opening hours are hard windows, and nobody promises an hour.
    """

    name: str
    share: float
    minutes: int
    needs: Shares
    faults: tuple[str, ...]
    classes: Shares = field(default_factory=lambda: REPAIR)
    priority: int = 3
    parts: tuple[str, ...] = ()
    part_share: float = 0.0
    business: bool = False


JOB_TYPES: tuple[JobType, ...] = (
    JobType(
        name="boiler service",
        share=0.15,
        minutes=45,
        needs={"gas": 1},
        faults=(
            "Yearly service of a condensing boiler, 24 kW.",
            "Yearly service, customer asks for the flue gas figures in writing.",
            "Service overdue since last winter. Boiler stands in the loft, bring a ladder.",
        ),
        classes=UPKEEP,
        priority=4,
    ),
    JobType(
        name="boiler fault",
        share=0.12,
        minutes=55,
        needs={"gas": 2},
        faults=(
            "No hot water since last night, display shows F28.",
            "Pressure falls below 1 bar within a day, refilled three times.",
            "Loud banging when the burner starts.",
            "Heating stays cold on the upper floor, boiler runs all the time.",
            "Burner starts and goes out after ten seconds. Baby in the house.",
        ),
        priority=2,
        parts=("ignition electrode", "diverter valve", "expansion vessel"),
        part_share=0.35,
    ),
    JobType(
        name="heat pump service",
        share=0.06,
        minutes=50,
        needs={"heat pump": 1},
        faults=(
            "Yearly service of an air-to-water heat pump, outdoor unit on the roof.",
            "Yearly service, neighbour complains about the noise of the outdoor unit.",
        ),
        classes=UPKEEP,
        priority=4,
    ),
    JobType(
        name="heat pump fault",
        share=0.06,
        minutes=70,
        needs={"heat pump": 2, "electrics": 1},
        faults=(
            "High pressure alarm, runs on the heating rod only.",
            "Outdoor unit iced up, fan does not turn.",
            "Hot water only lukewarm, flow error on the display.",
        ),
        priority=2,
        parts=("flow sensor", "circulation pump"),
        part_share=0.35,
    ),
    JobType(
        name="refrigerant leak",
        share=0.02,
        minutes=80,
        needs={"cooling": 3},
        faults=(
            "Cold room does not get below 9 degrees, oil traces at the valve.",
            "Low refrigerant, refilled in May.",
        ),
        priority=1,
        parts=("refrigerant R290",),
        part_share=0.60,
    ),
    JobType(
        name="washing machine",
        share=0.15,
        minutes=35,
        needs={"appliances": 1},
        faults=(
            "Does not drain, E18, water still in the drum.",
            "Drum does not turn, smells of burnt rubber.",
            "Leaks at the door, puddle in the bathroom.",
            "Walks through the room when it spins.",
        ),
        parts=("drain pump", "door seal", "carbon brushes"),
        part_share=0.45,
    ),
    JobType(
        name="dishwasher",
        share=0.11,
        minutes=35,
        needs={"appliances": 1},
        faults=(
            "Dishes stay wet and dirty, salt lamp is on.",
            "Stops in the middle of the programme, E24.",
            "Trips the fuse as soon as it heats.",
        ),
        parts=("drain pump", "circulation heater"),
        part_share=0.40,
    ),
    JobType(
        name="tumble dryer",
        share=0.05,
        minutes=40,
        needs={"appliances": 1},
        faults=("Laundry still damp after three hours.", "Squeaks, and stops after five minutes."),
        parts=("drive belt",),
        part_share=0.40,
    ),
    JobType(
        name="oven",
        share=0.06,
        minutes=40,
        needs={"appliances": 2},
        faults=("Top heat does not work.", "Door does not close, hinge broken.", "Trips the residual current device."),
        parts=("heating element", "door hinge"),
        part_share=0.50,
    ),
    JobType(
        name="fridge",
        share=0.06,
        minutes=45,
        needs={"cooling": 1},
        faults=(
            "Fridge warm, freezer still cold.",
            "Compressor clicks and stops, food is thawing.",
            "Thick ice inside.",
        ),
        priority=2,
        parts=("thermostat", "start relay"),
        part_share=0.45,
    ),
    JobType(
        name="appliance installation",
        share=0.05,
        minutes=45,
        needs={"appliances": 1},
        faults=(
            "Connect a washing machine on the fourth floor, no lift.",
            "Fit a built-in dishwasher, take the old one.",
        ),
        classes=DELIVERY,
        priority=4,
    ),
    JobType(
        name="air conditioning service",
        share=0.05,
        minutes=50,
        needs={"cooling": 1},
        faults=("Clean the filters of three wall units in an office.", "Server room unit: yearly service."),
        classes=BUSINESS,
        priority=3,
        business=True,
    ),
    JobType(
        name="heating controls",
        share=0.02,
        minutes=60,
        needs={"controls": 2},
        faults=("New controller does not find the outdoor sensor.", "Set up six rooms, the customer has the app."),
        priority=3,
    ),
    JobType(
        name="safety check",
        share=0.04,
        minutes=35,
        needs={"electrics": 2},
        faults=("Check of portable appliances at a nursery, 25 items.", "Check of a rented flat before the handover."),
        classes=BUSINESS,
        priority=4,
        business=True,
    ),
)
"""Shares sum to 1."""


@dataclass(frozen=True)
class Profile:
    """What one kind of technician has learnt.

    Parameters
    ----------
    share
        Of all technicians; the shares of all profiles sum to 1.
    skills
        Skill to its highest level.
    """

    name: str
    share: float
    skills: Mapping[str, int]


PROFILES: tuple[Profile, ...] = (
    Profile("heating engineer", 0.36, {"gas": 3, "heat pump": 2, "electrics": 1}),
    Profile("appliance technician", 0.34, {"appliances": 2, "cooling": 1, "electrics": 1}),
    Profile("all-rounder", 0.15, {"gas": 2, "appliances": 1, "electrics": 2, "cooling": 1}),
    Profile("cooling specialist", 0.10, {"cooling": 3, "heat pump": 3, "electrics": 2, "appliances": 1}),
    Profile("controls specialist", 0.05, {"controls": 2, "electrics": 2, "gas": 1, "heat pump": 2}),
)
"""The last two hold the rare skills."""
