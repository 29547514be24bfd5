"""What goes out and what stands against it: channel rules, findings, media, sign-offs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beforehand.words import Words


class Grade(StrEnum):
    """How grave a finding is, gravest first."""

    REFUSED = "refused"  # a platform, or the house, will not take it so
    NEEDED = "needed"  # must be there before launch
    ADVICE = "advice"  # think again


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason to think again before launch, and what to do instead."""

    grade: Grade
    topic: str  # stable name, such as "social issue" or "promise"
    what: Words
    instead: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """One rule of one platform in one country, as somebody read it on a day."""

    platform: str  # "Meta", "Google", "TikTok", "Facebook", "Instagram"
    country: str  # ISO 3166-1 alpha-2, "EU", or "*" for everywhere
    topic: str  # one of ``campaign.rules.TOPICS``
    grade: Grade
    value: str  # a number or word that the programme acts on; empty if none
    says: str
    says_sq: str
    instead: str
    instead_sq: str
    source: str
    checked_on: date
    known: str  # "read" or "from memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that no post may hold, why, and a better wording, in one language."""

    language: str
    topic: str  # "blame", "stereotype", "victim", "promise", "deterrence", "personal"
    words: str  # ``*`` stands for any letters
    reason: str
    reason_sq: str
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """One version of a picture or video of the library."""

    id: str  # "workshop-door"
    version: str
    kind: str  # "picture" or "video"
    title: str
    file: str
    shows: str  # what is to be seen, in words: read aloud to those who cannot see it
    rights: str  # whose, and under which licence; empty = not known
    rights_until: date | None
    people: str  # "nobody", "actor", "volunteer" or "victim"
    consent: str  # where the consent is kept; empty = none
    consent_until: date | None
    subtitles: tuple[str, ...]  # languages
    made_up: bool = False


class SignsFor(StrEnum):
    """Whose agreement a message needs; the same roles as for a page."""

    LOCAL_PARTNER = "local partner"
    LIVED_EXPERIENCE = "lived experience"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSignOff:
    """One person's agreement to one version of a message; a changed word needs another."""

    version: str
    language: str
    text: str  # digest of the message as it was read
    role: SignsFor
    person: str
    signed_on: date
