"""What people meet and what we count of it: pages, visits, sealed reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from beforehand.records.survey import SurveyForm

TAPPED: Final = "m"
"""Names the drawn version in a link of its page; the address that it leads to names none."""


class Event(StrEnum):
    """What is counted on a landing page; delivery, never an effect."""

    VISIT = "visit"
    CHECKED = "checked"  # finished the five questions
    HELP = "help"  # opened the contacts
    REPORT = "report"  # sent a sealed report
    SHOWN = "shown"  # was shown a version of the page that was drawn at that visit
    WORKED = "worked"  # tapped there what the plan says the page is for


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDraw:
    """Between which versions a page draws at each visit, when, and which tap is counted."""

    versions: tuple[str, ...]
    opens_on: date
    closes_on: date  # the last day, included
    tap: str  # path of the step whose link is counted: "/sq/pune/call/"

    def open_on(self, day: date) -> bool:
        """Whether a version is drawn on that day."""
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCount:
    """Events by campaign, place, version and day, and by nothing else."""

    campaign: str
    place: str
    version: str
    day: date
    event: Event
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """All counts of one campaign."""

    campaign: str
    counts: tuple[VisitCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCounts:
    """Sealed reports by campaign alone: place and time travel inside the seal."""

    campaign: str
    sealed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReports:
    """Reports from one place: its code, or a county's or country's for what is elsewhere in it."""

    place: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReports:
    """Reports of one campaign in one week, counted by place in a caseworker's browser.

    Given once and never again: two countings of one week would tell of whoever came between.
    Delivery, never an effect.
    """

    campaign: str
    week: date  # its Monday
    counts: tuple[PlaceReports, ...]
    given_by: str  # id of the caseworker's account
    given_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Local help. Past ``expires_on`` it is taken off the page."""

    name: str
    country: str
    place: str  # place code; empty = the whole country
    number: str
    hours: str
    languages: tuple[str, ...]
    emergency: bool
    source: str
    last_checked: date
    expires_on: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBytes:
    """One rendered page of the bundle."""

    path: str  # "/sq/pune/"
    content_type: str
    body: bytes
    language: str = ""
    csp: str = ""
    expires_on: date | None = None  # the first contact on it to expire; None = none
    campaign: str = ""  # the slug it is counted and reported under
    event: Event | None = None  # counted when somebody opens it; None = not counted
    survey: SurveyForm | None = None  # taken when posted to it; None = no survey
    version: str = ""  # one of those that ``draw`` draws between; empty = the page itself
    draw: PageDraw | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """All that ``public`` serves, before it is signed."""

    pages: tuple[PageBytes, ...]
    assets: tuple[PageBytes, ...]
    recipients: tuple[str, ...]  # caseworkers' age public keys
    campaigns: tuple[str, ...]
    places: tuple[str, ...]  # codes that may be counted
    versions: tuple[str, ...]
    expires_on: date  # first contact's expiry: past it, only emergency help is served
    emergency: tuple[PageBytes, ...]  # served after expiry
    made_up: bool
    drawn: tuple[PageBytes, ...] = ()  # versions of pages, at the same path: one is drawn a visit
