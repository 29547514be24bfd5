"""Who shares what with whom, for which purpose, until when; and how one submission is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
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


class Controller(StrEnum):
    """What a party is before data-protection law."""

    SOLE = "controller"
    JOINT = "joint-controller"
    PROCESSOR = "processor"


class DataCategory(StrEnum):
    """What crosses. Names and free text never do, so they cannot be named here."""

    CODED_FACTS = "coded-facts"
    LINKAGE_KEYS = "linkage-keys"
    SPECIAL_CATEGORY = "special-category"  # such as health or sex life, in coded form
    CRIMINAL_OFFENCE = "criminal-offence"  # what people were made to do, in coded form


class TransferMechanism(StrEnum):
    """What makes a transfer between countries lawful; it must be checked, not assumed."""

    ADEQUACY = "adequacy"  # the sending country has approved the receiving one
    IDTA = "idta"  # the UK's international data transfer agreement
    ADDENDUM = "addendum"  # the UK's addendum to the clauses of the European Union
    CLAUSES = "clauses"  # standard clauses approved by the other country's commissioner
    DEROGATION = "derogation"  # an exception for one case, never for a standing arrangement


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of an agreement. ``name`` is as it stands in the files that a partner seals."""

    name: str
    role: Controller
    country: str  # ISO 3166-1 alpha-2
    hub: bool = False  # whoever runs the hub
    gives: bool = False
    receives: bool = False  # may be given answers from the others' cases
    contact: str = ""  # of its data protection officer, or who does that work
    signed_by: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """How data may go from one country to another; empty while nobody has checked."""

    mechanism: TransferMechanism
    reference: str = ""  # of the signed instrument or the decision
    assessed_on: date | None = None  # of the transfer risk assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactAssessment:
    """Where the data protection impact assessment lies, and who answers for it."""

    reference: str = ""
    signed_by: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachPlan:
    """Who is told, and how soon one party tells the others."""

    contact: str = ""
    hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishes:
    """``publisher`` lets ``giver``'s rows stand under its own name in answers."""

    publisher: str
    giver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of one agreement: a change is a new version, and both stay.

    It is in force from ``starts`` to ``ends``, both included, once nothing of it is missing.
    """

    id: str
    version: int = 0  # given when it is recorded
    title: str
    parties: tuple[Party, ...]
    purposes: tuple[Purpose, ...]
    data: tuple[DataCategory, ...]
    lawful_basis: str = ""  # Article 6 of the UK GDPR and its like in Albania
    special_condition: str = ""  # Article 9 or 10, with the condition of Schedule 1 DPA 2018
    transfer: Transfer | None = None
    impact: ImpactAssessment = ImpactAssessment()
    breach: BreachPlan = BreachPlan()
    retention_months: int = 0
    publishes: tuple[Publishes, ...] = ()
    starts: date
    ends: date
    made_up: bool = False
    recorded_on: date | None = None
    recorded_by: str = ""
    ended_on: date | None = None  # the first day without it, where it was ended early
    ended_because: str = ""

    @property
    def last_day(self) -> date:
        """The last day on which it can be in force."""
        if self.ended_on is None:
            return self.ends
        return min(self.ends, self.ended_on - timedelta(days=1))

    def party(self, name: str) -> Party | None:
        """The party of that name; None if there is none."""
        return next((one for one in self.parties if one.name == name), None)


class Standing(StrEnum):
    """Where an agreement stands on a day."""

    UNFINISHED = "unfinished"
    NOT_YET = "not yet"
    IN_FORCE = "in force"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChange:
    """The audit line of one change. Nothing of the past is overwritten."""

    what: str  # "recorded", "changed", "ended", "group", "marked"
    of: str  # the agreement's id, the group's name, or the submission's id
    version: int
    by: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingGroup:
    """Partners among whom submissions marked for the group are shared; one version of it."""

    name: str
    members: tuple[str, ...]  # partners' names as in their files; "hub" for the hub's campaigners
    version: int = 0
    recorded_on: date | None = None
    recorded_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarking:
    """Another mark for a submission that is in the pool already; the latest version holds."""

    submission: str
    marking: Marking
    version: int
    by: str
    by_giver: bool
    on: date
