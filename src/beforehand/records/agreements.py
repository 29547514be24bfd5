"""Who shares what with whom, for which purpose, until when; and how one submission is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Purpose(StrEnum):
    """What shared cases may be used for. Whatever is not on this list is no purpose."""

    ROUTE_ANALYSIS = "route-analysis"  # who is targeted, where, how
    CAMPAIGN_DESIGN = "campaign-design"  # where and whom to warn first, and with what
    SERVICE_PLANNING = "service-planning"  # where help is missing
    EVALUATION = "evaluation"  # what a campaign changed
    RESEARCH = "research"


class BarredPurpose(StrEnum):
    """What shared cases are never used for, whoever asks and whatever is signed."""

    IMMIGRATION_ENFORCEMENT = "immigration-enforcement"
    PROSECUTION_OF_VICTIMS = "prosecution-of-victims"
    DETERRENCE_OF_MIGRATION = "deterrence-of-migration"
    FINDING_A_PERSON = "finding-a-person"


class Tlp(StrEnum):
    """The marks of the Traffic Light Protocol, as FIRST writes them, strictest first.

    Source: FIRST (2022), Traffic Light Protocol, version 2.0.
    """

    RED = "RED"
    AMBER_STRICT = "AMBER+STRICT"
    AMBER = "AMBER"
    GREEN = "GREEN"
    CLEAR = "CLEAR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """How far one submission may be shared, as its giver says.

    ``group`` is a ``SharingGroup``'s name, empty for every partner of the hub. ``published_by``
    is the partner under whose name its rows stand in answers, empty for none.
    """

    group: str = ""
    tlp: Tlp = Tlp.AMBER
    embargo_until: date | None = None  # the first day on which others than the giver may use it
    shows_name: bool = True
    published_by: str = ""


#: What a submission has that says nothing of its own: for every partner, AMBER, by name.
UNMARKED = Marking()
