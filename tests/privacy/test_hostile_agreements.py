"""Agreements, groups and names written so that more is shared than anybody signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beforehand import alike, share, store
from beforehand.home import Home
from beforehand.records.agreements import (
    Agreement,
    DataCategory,
    Marking,
    Publishes,
    Purpose,
    Standing,
    Tlp,
    Transfer,
    TransferMechanism,
)
from beforehand.records.people import Asker, Role
from beforehand.refusals import BadAgreement, NameMistaken, PurposeBarred, Refusal
from beforehand.share.partner import GivenFile
from beforehand.share.partner.container import pack
from beforehand.store import marks, terms
from made_agreements import agreement, party
from made_vault import give

DAY = date(2026, 6, 1)
NORTH = "Northern Shelter"
LOOKALIKES = (
    "Northern Shelter ",
    "Northern  Shelter",
    "Northern\u00a0Shelter",
    "Northern\u200dShelter",
    "northern shelter",
    "Northern-Shelter",
    "N\u043erthern Shelter",  # a Cyrillic letter
    "Northern She1ter",
    "\uff2eorthern Shelter",  # full width
    "N\u00f6rthern Shelter",
)
SAID = {
    "partner_type": "NGO",
    "dataset": "cases",
    "edition": "1",
    "provenance": "made-up",
    "title": "Test",
    "licence": "CC0",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def record(home: Home, said: Agreement) -> Agreement:
    return store.record_agreement(home, said, by="x", today=DAY)


@pytest.mark.parametrize("name", LOOKALIKES)
def test_one_partner_does_not_become_two_under_a_name_that_looks_the_same(
    home: Home, name: str
) -> None:
    give(home, NORTH)
    with pytest.raises(NameMistaken) as refused:
        share.add_sealed(home, pack([{}], {**SAID, "partner": name}), today=DAY)
    assert NORTH in str(refused.value)
    with pytest.raises(BadAgreement):
        record(home, agreement(NORTH, name))


def test_names_that_only_resemble_each_other_stay_two(home: Home) -> None:
    others = {NORTH, "Southern Shelter", "Northern Shelters", "Shelter Northern", "Vatra", "Qendra"}
    for one in others:
        assert alike.mistaken(one, others) == ""
    assert alike.mistaken("Qendra Çelësi", {"Qendra Drita"}) == ""


@pytest.mark.parametrize("name", ["hub", "HUB", "Hub.", "\u041dub"])
def test_no_partner_is_the_hub_because_it_is_called_so(home: Home, name: str) -> None:
    with pytest.raises(NameMistaken):
        share.add_sealed(home, pack([{}], {**SAID, "partner": name}), today=DAY)
    with pytest.raises(BadAgreement):
        record(home, agreement("North", name))
    store.set_group(home, "inner", ("North", "hub"), by="x", today=DAY)
    given = replace(give(home, "North"), marking=Marking(tlp=Tlp.AMBER, group="inner"))
    groups = {"inner": frozenset({"North", "hub"})}
    assert marks.lets(Asker(role=Role.CAMPAIGNER, on=DAY), given, groups)
    assert not marks.lets(Asker(role=Role.PARTNER, partner="hub", on=DAY), given, groups)
    assert not marks.lets(Asker(role=Role.CAMPAIGNER, partner="hub", on=DAY), given, groups)


def test_a_second_party_does_not_run_the_hub(home: Home) -> None:
    parties = (party("Hub", hub=True), party("North"), party("Police", hub=True, receives=False))
    with pytest.raises(BadAgreement):
        record(home, agreement("North", parties=parties))


WIDER: dict[str, dict[str, Any]] = {
    "a purpose": {"purposes": (Purpose.ROUTE_ANALYSIS, Purpose.RESEARCH)},
    "a reader": {"parties": (party("Hub", hub=True), party("North"), party("Police"))},
    "data": {"data": tuple(DataCategory)},
    "a publisher": {"publishes": (Publishes(publisher="Hub", giver="North"),)},
    "longer kept": {"retention_months": 240},
    "longer in force": {"ends": date(2029, 12, 31)},
}


@pytest.mark.parametrize("what", sorted(WIDER))
def test_a_version_that_allows_more_takes_no_signature_from_the_one_before(
    home: Home, what: str
) -> None:
    narrow = agreement(
        "North",
        parties=(party("Hub", hub=True), party("North")),
        purposes=(Purpose.ROUTE_ANALYSIS,),
        data=(DataCategory.CODED_FACTS,),
    )
    first = record(home, narrow)
    with pytest.raises(BadAgreement, match="must sign"):
        record(home, replace(narrow, **WIDER[what]))
    assert store.agreement(home, "coalition", DAY).agreement == first
    wider = replace(narrow, **WIDER[what])
    anew = tuple(replace(one, signed_on=DAY) for one in wider.parties)
    assert record(home, replace(wider, parties=anew)).version == 2  # signed anew, it is recorded
    assert record(home, replace(wider, parties=anew, title="Less", ends=DAY)).version == 3


def test_what_was_ended_does_not_come_back_under_its_old_signatures(home: Home) -> None:
    said = agreement("North")
    record(home, said)
    store.end_agreement(home, "coalition", because="North asked", by="x", today=DAY)
    with pytest.raises(BadAgreement, match="must sign"):
        record(home, replace(said, title="As before"))
    assert store.agreement(home, "coalition", DAY).standing is Standing.OVER


def test_an_assessment_of_a_transfer_counts_from_its_day(home: Home) -> None:
    later = date(2026, 9, 1)
    moved = Transfer(mechanism=TransferMechanism.IDTA, reference="IDTA-1", assessed_on=later)
    parties = (party("Hub", hub=True), party("North", country="AL"))
    said = agreement("North", parties=parties, transfer=moved)
    assert terms.standing(said, DAY) is Standing.NOT_YET
    assert terms.standing(said, later) is Standing.IN_FORCE
    back = replace(said, starts=date(2027, 1, 1), ends=date(2026, 1, 1))
    assert terms.standing(back, date(2026, 6, 1)) is not Standing.IN_FORCE


TEXT = """
id: forged
title: {title}
parties: [{{name: {name}, role: controller, country: GB, hub: true, gives: true}}]
purposes: {purposes}
data: [coded-facts]
starts: {starts}
ends: 2027-01-01
retention_months: {months}
"""
PLAIN = {"title": "T", "name": "North", "purposes": "[research]", "starts": "2026-01-01"}


@pytest.mark.parametrize(
    "changed",
    [
        {"purposes": "[[research]]"},
        {"purposes": "{research: true}"},
        {"purposes": "[{a: b}]"},
        {"purposes": "[Immigration-Enforcement]"},
        {"purposes": "[immigration enforcement]"},
        {"purposes": "['immigration\u2010enforcement']"},
        {"purposes": "[service-planning and finding-a-person]"},
        {"purposes": "[finding-a-person]"},
        {"title": '"T\\e[31m"'},
        {"name": '"N\\u202Eorth"'},
        {"months": ".inf"},
        {"months": ".nan"},
        {"months": "1e400"},
        {"starts": "2026-13-45"},
        {"starts": "[2026-01-01]"},
        {"name": "&a [*a]"},
        {"title": "!!python/object/apply:os.system [id]"},
        {"title": "[" * 3000 + "]" * 3000},
    ],
)
def test_a_forged_agreement_is_a_plain_refusal(changed: dict[str, str]) -> None:
    text = TEXT.format(**{**PLAIN, "months": "12", **changed})
    with pytest.raises((BadAgreement, PurposeBarred)) as refused:
        share.load_agreement(GivenFile("forged.yaml", text.encode()))
    assert isinstance(refused.value, Refusal)
    assert share.load_agreement(
        GivenFile("plain.yaml", TEXT.format(**PLAIN, months="12").encode())
    ).purposes == (Purpose.RESEARCH,)
