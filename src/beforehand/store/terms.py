"""What an agreement still lacks, and where it stands on a day. Pure: records in, answers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from beforehand.records.agreements import Agreement, Controller, DataCategory, Party, Standing
from beforehand.words import Words, words

LONGEST_YEARS = 5
#: Article 33 of the UK GDPR gives a controller 72 hours; parties must tell one another sooner.
MOST_HOURS = 72


def missing(agreement: Agreement) -> tuple[Words, ...]:
    """What must still be filled in or signed before anything is shared under it."""
    return (
        *_missing_parties(agreement),
        *_missing_grounds(agreement),
        *_missing_care(agreement),
        *_missing_days(agreement),
    )


def standing(agreement: Agreement, on: date) -> Standing:
    """Where one version stands on a day."""
    if on > agreement.last_day:
        return Standing.OVER
    if missing(agreement) or on < begins(agreement):
        return Standing.UNFINISHED if missing(agreement) else Standing.NOT_YET
    return Standing.IN_FORCE


def begins(agreement: Agreement) -> date:
    """Its first day: not before the last side signed, nor before the assessments were."""
    signed = [one.signed_on for one in agreement.parties]
    assessed = agreement.transfer.assessed_on if agreement.transfer else None
    days = (agreement.starts, agreement.impact.signed_on, assessed, *signed)
    return max(day for day in days if day is not None)


def _missing_parties(agreement: Agreement) -> Iterator[Words]:
    if not any(one.gives for one in agreement.parties):
        yield words("who gives")
    if not any(one.hub for one in agreement.parties):
        yield words("which party runs the hub")
    if not any(one.role is not Controller.PROCESSOR for one in agreement.parties):
        yield words("a controller")
    for one in agreement.parties:
        if not (one.signed_by and one.signed_on):
            yield words("the signature of {party}", party=one.name)


def _missing_grounds(agreement: Agreement) -> Iterator[Words]:
    if not agreement.purposes:
        yield words("a purpose")
    if DataCategory.CODED_FACTS not in agreement.data:
        yield words("which data are shared")
    if not agreement.lawful_basis:
        yield words("the lawful basis")
    if not agreement.special_condition:
        yield words("the condition for special categories and offences")
    countries = {one.country for one in agreement.parties}
    if len(countries) > 1 and not _transfers(agreement):
        yield words("how data may go between {countries}", countries=", ".join(sorted(countries)))


def _transfers(agreement: Agreement) -> bool:
    found = agreement.transfer
    return found is not None and bool(found.reference and found.assessed_on)


def _missing_care(agreement: Agreement) -> Iterator[Words]:
    impact, breach = agreement.impact, agreement.breach
    if not (impact.reference and impact.signed_by and impact.signed_on):
        yield words("the impact assessment, with its date and who signed it")
    if not breach.contact or not 0 < breach.hours <= MOST_HOURS:
        yield words("the breach plan: whom to call, and within how many hours (72 at most)")
    if agreement.retention_months <= 0:
        yield words("how long the data are kept")


def _missing_days(agreement: Agreement) -> Iterator[Words]:
    if agreement.ends < agreement.starts:
        yield words("an end after its start")
    elif (agreement.ends - agreement.starts).days > LONGEST_YEARS * 366:
        yield words("an end within {years} years: look at it again then", years=LONGEST_YEARS)


def allows_more(before: Agreement, after: Agreement) -> bool:
    """Whether something may happen under one version that may not under the one before it."""
    return (
        bool(set(after.purposes) - set(before.purposes))
        or bool(set(after.data) - set(before.data))
        or bool(set(after.publishes) - set(before.publishes))
        or bool(_readers(after) - _readers(before))
        or after.retention_months > before.retention_months
        or after.last_day > before.last_day
    )


def _readers(agreement: Agreement) -> set[str]:
    return {one.name for one in agreement.parties if one.receives or one.hub}


def receives(agreement: Agreement, partner: str) -> bool:
    """Whether staff of this partner, or of the hub (no partner), may be given answers."""
    return any(_is(one, partner) and (one.receives or one.hub) for one in agreement.parties)


def _is(party: Party, partner: str) -> bool:
    return party.name == partner if partner else party.hub


def gives(agreement: Agreement, giver: str) -> bool:
    """Whether this partner is a giving party."""
    party = agreement.party(giver)
    return party is not None and party.gives


def governing(versions: Iterable[Agreement], on: date) -> Agreement:
    """The version that counts on a day: one that ended it; else the latest whole one begun by then.

    So neither an unfinished change nor a renewal that begins later puts out of force what was
    signed.
    """
    ordered = sorted(versions, key=lambda one: one.version)
    if ordered[-1].ended_on is not None:
        return ordered[-1]
    whole = [one for one in ordered if not missing(one)]
    begun = [one for one in whole if begins(one) <= on]
    return (begun or whole or ordered)[-1]
