"""Whether a landing page may be published: pure rules, asked by the desk before it renders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from beforehand.records.reach import Contact
from beforehand.refusals import (
    NoEmergencyContact,
    NoHours,
    NoPageVersion,
    NoSignOff,
    NoSponsor,
    OneSignerForBoth,
    Refusal,
    TooFewCaseworkers,
)
from beforehand.words import Words, words

if TYPE_CHECKING:  # the record leads to Arrow, which public must not load
    from beforehand.records.plan import Sponsor

CASEWORKERS: Final = 2
"""With one, a report waits for as long as that person is away, or is lost with their key."""


class Signer(StrEnum):
    """Who must agree to every word before it is published."""

    LOCAL_PARTNER = "local partner"
    LIVED_EXPERIENCE = "lived-experience adviser"


_ROLES: Final = {
    Signer.LOCAL_PARTNER: words("local partner"),
    Signer.LIVED_EXPERIENCE: words("lived-experience adviser"),
}
_LANGUAGES: Final = {"en": words("English"), "sq": words("Albanian")}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One person's agreement to one text; another text needs another."""

    role: Signer
    person: str  # id of the account
    text: str  # hash of what was read
    signed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVersion:
    """The pages of one campaign in one language, as they stand now."""

    language: str
    text: str  # hash of every word on them
    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is about to be published."""

    versions: tuple[PageVersion, ...]
    contacts: tuple[Contact, ...]
    caseworkers: tuple[str, ...]  # age public keys of those who can open a report
    hours: str  # when reports are read, in words
    sponsor: Sponsor


def check_publication(publication: Publication, *, today: date) -> None:
    """Refuse to publish what is not agreed to, or leads to nobody.

    Raises:
        NoPageVersion, NoSignOff, OneSignerForBoth, NoEmergencyContact, TooFewCaseworkers,
        NoHours, NoSponsor: The first reason that stands; ``reasons_against`` gives them all.
    """
    for reason in reasons_against(publication, today=today):
        raise reason


def reasons_against(publication: Publication, *, today: date) -> tuple[Refusal, ...]:
    """Every reason not to publish, in the order in which to mend them; empty = it may."""
    return tuple(_reasons(publication, today))


def _reasons(publication: Publication, today: date) -> Iterator[Refusal]:
    if not publication.versions:
        yield NoPageVersion()
    for version in publication.versions:
        yield from _against_version(version)
    valid = [c for c in publication.contacts if c.emergency and c.expires_on >= today]
    if not valid:
        yield NoEmergencyContact(day=today.isoformat())
    if len(set(publication.caseworkers)) < CASEWORKERS:
        yield TooFewCaseworkers(needed=CASEWORKERS, keys=len(set(publication.caseworkers)))
    if not publication.hours.strip():
        yield NoHours()
    if not (publication.sponsor.name.strip() and publication.sponsor.charity_number.strip()):
        yield NoSponsor()


def _against_version(version: PageVersion) -> Iterator[Refusal]:
    signers = {
        role: {s.person for s in version.sign_offs if s.role == role and s.text == version.text}
        for role in Signer
    }
    missing = [role for role, people in signers.items() if not people]
    for role in missing:
        yield NoSignOff(role=_ROLES[role], language=_language(version))
    if not missing and len(set.union(*signers.values())) < len(Signer):
        yield OneSignerForBoth(language=_language(version))


def _language(version: PageVersion) -> Words | str:
    return _LANGUAGES.get(version.language, version.language)
