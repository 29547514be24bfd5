"""Whoever declined stays: where no column tells who agreed, somebody is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beforehand.refusals import BadMapping, ConsentUnsaid
from beforehand.share.partner import GivenFile, load_mapping, propose, read_sheet, seal_file
from beforehand.share.partner.browser import Sitting, answer
from beforehand.share.partner.consent import is_inverse, may_say
from made_contribution import KEY, NORTH

SHEET = """Sex;Nationality;{head}
Male;Albanian;{yes}
Female;Albanian;{no}
"""
MAPPING = f"""
partner: {NORTH}
partner_type: NGO
dataset: walk-ins
edition: 2026-Q3
provenance: made-up
columns: {{Sex: gender, Nationality: citizenship}}
"""


def sheet(head: str, yes: str = "yes", no: str = "no") -> GivenFile:
    return GivenFile("cases.csv", SHEET.format(head=head, yes=yes, no=no).encode())


def sealed(file: GivenFile, more: str = "") -> tuple[int, int]:
    """Rows that went out, and that stayed for want of consent."""
    made = load_mapping(GivenFile("m.yaml", (MAPPING + more).encode()))
    report = seal_file(file, made, KEY).report
    return report.rows, report.without_consent


@pytest.mark.parametrize(
    "head", ["Agreed", "Pranim", "OK to share", "Permission?", "GDPR", "Kërkoi leje"]
)
def test_a_column_that_speaks_of_consent_is_never_silently_passed_over(head: str) -> None:
    with pytest.raises(ConsentUnsaid, match=head.rstrip("?")):
        sealed(sheet(head))
    guess = propose(read_sheet(sheet(head))).columns[-1]
    assert guess.target == "consent_to_share"


@pytest.mark.parametrize(
    "head", ["Refused to share", "Declined", "Opted out", "Do not share", "Nuk pranon"]
)
def test_a_yes_under_refused_is_a_no_and_has_to_be_looked_at(head: str) -> None:
    guess = propose(read_sheet(sheet(head))).columns[-1]
    assert (guess.target, guess.confidence) == ("consent_to_share", 0.5)
    assert {one.value: one.code for one in guess.values} == {"yes": "false", "no": "true"}


def test_consent_with_its_answers_in_the_name_is_not_turned() -> None:
    assert may_say("Consent (yes/no)")
    assert not is_inverse("Consent (yes/no)")
    assert not may_say("Nationality")
    assert is_inverse("Consent refused")


def test_words_for_consent_are_never_guessed_by_likeness() -> None:
    guess = propose(read_sheet(sheet("Agreed", "signed", "yess"))).columns[-1]
    assert {one.value: one.code for one in guess.values} == {"signed": None, "yess": None}


def test_the_mapping_names_the_column_or_says_that_there_is_none() -> None:
    odd = sheet("Column 7")
    assert sealed(odd) == (2, 0)  # made up, and nothing in it speaks of consent
    assert sealed(odd, "consent: Column 7") == (1, 1)
    assert sealed(sheet("OK to share"), "consent: OK to share") == (1, 1)
    assert sealed(sheet("OK to share"), "consent: everyone agreed") == (2, 0)
    assert sealed(sheet("OK to share"), "consent: not asked") == (2, 0)
    with pytest.raises(BadMapping, match="once more"):
        load_mapping(
            GivenFile(
                "m", (MAPPING.replace("citizenship", "consent_to_share") + "consent: x").encode()
            )
        )


def test_real_rows_are_not_sealed_until_somebody_has_said_who_agreed() -> None:
    real = MAPPING.replace("made-up", "real")
    file = sheet("Column 7")
    with pytest.raises(ConsentUnsaid, match="No column is named"):
        seal_file(file, load_mapping(GivenFile("m", real.encode())), KEY)
    said = load_mapping(GivenFile("m", (real + "consent: not asked").encode()))
    assert seal_file(file, said, KEY).report.rows == 2


def asked(sitting: Sitting, what: str, data: bytes = b"", **said: Any) -> Any:
    told, _ = answer(sitting, what, json.dumps(said), data)
    plain = json.loads(told)
    return plain["ok"] if "ok" in plain else plain["code"]


def test_the_page_asks_names_the_likely_columns_first_and_keeps_who_declined() -> None:
    sitting = Sitting()
    asked(sitting, "take", bytes(sheet("Column 7").data), name="cases.csv")
    questions = {one["part"]: one for one in asked(sitting, "propose")["questions"]}
    assert questions["consent"]["columns"] == ["Column 7"]
    parts = {"partner": NORTH, "partner_type": "NGO", "edition": "1", "provenance": "real"}
    said: dict[str, Any] = {"columns": {}, "values": {}, "defaults": {}, "parts": parts}
    asked(sitting, "settle", answers=said)
    assert asked(sitting, "check") == "ConsentUnsaid"
    again = asked(sitting, "relook", column="Column 7", target="consent_to_share")
    assert [word["code"] for word in again["values"]] == ["false", "true"]
    asked(sitting, "settle", answers={**said, "columns": {"Column 7": "consent_to_share"}})
    assert asked(sitting, "check")["count"] == 0
    told, _ = answer(sitting, "seal", json.dumps({"decisions": [], "marking": {}}))
    assert json.loads(told)["ok"]["without_consent"] == 1
