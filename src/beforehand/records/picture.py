"""What the pool shows of one route: profile, comparison, places, trend."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from beforehand.records.cases import KeptBack, SourceClass, Submission
from beforehand.records.figure import Figure, Share
from beforehand.words import Words


class CitizenshipRule(StrEnum):
    """Who belongs to a route where citizenship stands in for origin."""

    SOLE = "sole"  # that citizenship and no other
    ANY = "any"  # that citizenship among others


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Condition:
    """Only people with this code: ``gender=Masculine``, ``period=2022 Q2..2023 Q1``."""

    field: str
    code: str

    def __str__(self) -> str:
        return f"{self.field}={self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFilter:
    """Two ISO 3166-1 alpha-2 codes, how they are read, and whom they are narrowed to.

    Conditions of one field are alternatives; those of several fields must all hold.
    """

    origin: str  # "AL"
    destination: str  # "GB"
    citizenship: CitizenshipRule = CitizenshipRule.SOLE
    only: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        return f"{self.origin}:{self.destination}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What every figure of one answer rests on."""

    route: RouteFilter
    reading: Words  # what origin and destination mean in this source (a proxy, said so)
    source_class: SourceClass
    submissions: tuple[Submission, ...]
    data_hash: str
    period: tuple[str, str]  # "2022 Q2", "2023 Q4"; empty strings if no date is recorded
    made_up: bool
    left_out: tuple[SourceClass, ...]  # other classes in the pool that hold this route
    by_proxy: bool = False  # citizenship stands in for everybody's origin
    kept_back: tuple[KeptBack, ...] = ()  # what the asker may not use: marks, embargoes, agreements


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProfile:
    """The shares of one field, largest first.

    ``of_everyone`` has all people of the route below the line, unknowns included (under a
    definition that says otherwise, those it says); ``of_recorded`` only those whose field is
    recorded. ``unknown`` counts the others; ``disagree`` of them have
    linked rows that contradict each other. Fields where several codes may hold add to more than 1.
    """

    field: str
    label: Words
    of_everyone: tuple[Share, ...]
    of_recorded: tuple[Share, ...]
    unknown: int
    several: bool
    disagree: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Who is on the route, how they were recruited, controlled and exploited."""

    basis: Basis
    people: Figure
    rows: int  # case rows before linking; equals people for aggregates
    fields: tuple[FieldProfile, ...]
    not_recorded: tuple[Words, ...]  # fields that this source does not hold at all
    definition: str = ""  # key of the definition that kinds of exploitation are read by


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShare:
    """One partner, or kind of partner, against the pool."""

    group: str
    label: Words
    figure: Figure  # as counted
    shrunk: Figure  # drawn towards the pool, so that small partners do not look extreme
    differs: bool  # more than noise, at the stated false discovery rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Each partner's view against the pooled picture, for one code of one field."""

    basis: Basis
    by: str  # "partner" or "partner_type"
    field: str
    code: str
    label: Words
    pool: Figure
    groups: tuple[GroupShare, ...]  # largest share first
    false_discovery_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """People of one route from place to place; None where the place is not recorded, or not asked.

    ``transit_country`` is all countries that they passed through, as one answer: ``BE+IT``.
    """

    origin_area: str | None
    exploitation_area: str | None
    people: Figure
    transit_country: str | None = None
    arrival_area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """People whose next recorded place after one of stage ``stage`` is one ``reach`` stages on."""

    stage: int  # 0 for the first
    start: str | None
    end: str | None
    people: Figure
    reach: int = 1  # more than 1: what lies between is not recorded, and is passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where the people of a route came from, which way, and where they were exploited or referred.

    The last four are empty where nobody's transit or arrival is recorded.
    """

    basis: Basis
    legs: tuple[Leg, ...]  # most people first
    origins: tuple[Leg, ...]  # by origin area alone
    destinations: tuple[Leg, ...]  # by area of exploitation alone
    responders: tuple[Leg, ...]  # by the responders' police area: where they were referred
    transits: tuple[Leg, ...] = ()  # by the countries passed through alone
    arrivals: tuple[Leg, ...] = ()  # by area of arrival alone
    paths: tuple[Leg, ...] = ()  # by all four places
    stretches: tuple[Ribbon, ...] = ()  # between stages 0 (recruited), 1, 2 and 3 (exploited)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """People at one place of one stage; ``place`` is None where it is not recorded.

    ``folded`` counts the places that were put together into this one; its ``place`` is then OTHER.
    """

    place: str | None
    people: Figure
    folded: int = 0


OTHER = "*"  # the place of a node that holds several smaller ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """Routes from place to place, stage by stage, partial ones kept partial.

    Nodes of the first and last stage add up to its people, less those withheld. In between stand
    those alone whose place is recorded: the others' ribbons pass the stage over. Ribbons add up to
    no more than their nodes: the rest of a node is withheld, never imputed.
    """

    basis: Basis
    stages: tuple[Words, ...]  # "Recruited in", "Passed through", "Exploited in"
    nodes: tuple[tuple[Node, ...], ...]  # one tuple a stage, most people first
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """People of one period."""

    period: str  # "2023 Q1" or "2023"
    people: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """People by period, in order; periods inside the range without people are 0, not missing."""

    basis: Basis
    points: tuple[TrendPoint, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One route on two to four pages."""

    profile: Profile
    by_type: tuple[Comparison, ...]
    by_partner: tuple[Comparison, ...]
    route: Route
    trend: Trend
    unknowns: tuple[Words, ...]  # what we do not know
    findings: tuple[Words, ...]  # the sentences over the charts, made from the figures
