"""What happens while a campaign runs: read-backs, contacts, stops. Never an effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachPoint:
    """A platform's estimate: how many people a sum reaches in one place over the window."""

    place: str  # place code
    spend_eur: float
    reach: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What one helpline or partner can take a week, from the places that call it."""

    helpline: str
    places: tuple[str, ...]  # place codes; empty = every place
    contacts_a_week: float
    usual_a_week: float  # contacts that come without a campaign
    contacts_per_1000: float  # contacts expected of 1,000 people reached: an assumption
    source: str  # who said so, and of what the assumption is


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDelivery:
    """What a platform reported of one place. ``place`` is empty where no place was told."""

    place: str
    named: str  # as the report names it
    reached: int | None  # people as the platform counts them; None = not reported
    impressions: int
    clicks: int
    spent_eur: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A name in a report that is not surely a place; it counts for none until somebody says so."""

    row: int
    named: str
    nearest: str  # code of the place whose name is nearest
    nearest_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """One platform's report from the campaign's first day to ``end``. A later one replaces it."""

    plan_id: str
    platform: str  # "Meta", "Google", "TikTok"
    start: date
    end: date
    places: tuple[PlaceDelivery, ...]
    doubtful: tuple[Doubtful, ...]
    currency: str
    eur_rate: float  # euro for one unit of the currency
    file: str
    data_hash: str
    read_at: datetime
    reach_is_least: bool  # rows of one place were joined: people counted at least


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpContacts:
    """Contacts that one helpline or partner had from one place in one week. Never leaves."""

    helpline: str
    place: str
    week: date  # its Monday
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """What a helpline or partner entered at once. A later sheet corrects an earlier one."""

    plan_id: str
    contacts: tuple[HelpContacts, ...]
    file: str
    data_hash: str
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """Somebody stopped the campaign, or let it go on."""

    plan_id: str
    stops: bool  # False = resumed
    who: str
    at: datetime
    cause: str  # "complaints", "helpline overload", "harmful comments", "other"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Somebody said that the held-out places have had the campaign too, or took it back."""

    plan_id: str
    served: bool
    who: str
    at: datetime
