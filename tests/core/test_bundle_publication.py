"""Who must have agreed, and who must be there, before a page is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from beforehand.reach import (
    PageVersion,
    Publication,
    Signer,
    SignOff,
    check_publication,
    reasons_against,
)
from beforehand.records.plan import Sponsor
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

TODAY = date(2026, 3, 2)


def signed(role: Signer, person: str, text: str = "t1") -> SignOff:
    return SignOff(role=role, person=person, text=text, signed_on=TODAY)


BOTH = (signed(Signer.LOCAL_PARTNER, "ana"), signed(Signer.LIVED_EXPERIENCE, "ben"))
VERSION = PageVersion(language="sq", text="t1", sign_offs=BOTH)
EMERGENCY = Contact(
    name="Made-up helpline",
    country="AL",
    place="",
    number="000",
    hours="always",
    languages=("sq",),
    emergency=True,
    source="made up",
    last_checked=TODAY,
    expires_on=TODAY,
)
READY = Publication(
    versions=(VERSION,),
    contacts=(EMERGENCY,),
    caseworkers=("age1a", "age1b"),
    hours="On working days.",
    sponsor=Sponsor(name="Made-up charity", charity_number="000000", local_partner="Made-up"),
)


def refusal(publication: Publication) -> type[Refusal]:
    (reason,) = reasons_against(publication, today=TODAY)
    with pytest.raises(type(reason)):
        check_publication(publication, today=TODAY)
    return type(reason)


def test_what_is_agreed_and_staffed_may_be_published() -> None:
    check_publication(READY, today=TODAY)
    assert reasons_against(READY, today=TODAY) == ()


@pytest.mark.parametrize("kept", BOTH)
def test_either_role_missing_refuses(kept: SignOff) -> None:
    assert refusal(replace(READY, versions=(replace(VERSION, sign_offs=(kept,)),))) is NoSignOff


def test_each_language_needs_its_own_sign_offs() -> None:
    english = PageVersion(language="en", text="t2", sign_offs=BOTH)
    reasons = reasons_against(replace(READY, versions=(VERSION, english)), today=TODAY)
    assert [type(reason) for reason in reasons] == [NoSignOff, NoSignOff]
    assert str(reasons[0]) == (
        "The English pages as they stand now are not signed off by a local partner. "
        "Ask one to read them and sign; a change after signing needs a new signature."
    )


def test_a_word_changed_after_signing_needs_a_new_signature() -> None:
    changed = replace(READY, versions=(replace(VERSION, text="t1 changed"),))
    assert {type(r) for r in reasons_against(changed, today=TODAY)} == {NoSignOff}


def test_one_person_cannot_sign_for_both() -> None:
    alone = tuple(replace(one, person="ana") for one in BOTH)
    assert refusal(replace(READY, versions=(replace(VERSION, sign_offs=alone),))) is (
        OneSignerForBoth
    )


def test_a_second_signer_beside_one_who_holds_both_roles_is_enough() -> None:
    mixed = (*BOTH, signed(Signer.LIVED_EXPERIENCE, "ana"))
    check_publication(replace(READY, versions=(replace(VERSION, sign_offs=mixed),)), today=TODAY)


def test_nothing_written_refuses() -> None:
    assert refusal(replace(READY, versions=())) is NoPageVersion


def test_an_expired_or_ordinary_contact_is_no_emergency_contact() -> None:
    yesterday = replace(EMERGENCY, expires_on=date(2026, 3, 1))
    for contacts in ((), (yesterday,), (replace(EMERGENCY, emergency=False),)):
        assert refusal(replace(READY, contacts=contacts)) is NoEmergencyContact


def test_one_caseworker_listed_twice_is_one() -> None:
    for keys in ((), ("age1a",), ("age1a", "age1a")):
        assert refusal(replace(READY, caseworkers=keys)) is TooFewCaseworkers


def test_unstated_hours_refuse() -> None:
    assert refusal(replace(READY, hours=" ")) is NoHours


@pytest.mark.parametrize("missing", ["name", "charity_number"])
def test_a_sponsor_without_name_or_charity_number_refuses(missing: str) -> None:
    unnamed = Sponsor(**{"name": "A", "charity_number": "1", "local_partner": "", missing: " "})
    assert refusal(replace(READY, sponsor=unnamed)) is NoSponsor


def test_all_reasons_are_said_at_once() -> None:
    nothing = Publication(
        versions=(),
        contacts=(),
        caseworkers=(),
        hours="",
        sponsor=Sponsor(name="", charity_number="", local_partner=""),
    )
    assert len(reasons_against(nothing, today=TODAY)) == 5
