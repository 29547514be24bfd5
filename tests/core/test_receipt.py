"""The receipt: what was given, as which file, to whom, until when, how to take it back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from beforehand import share, store
from beforehand.cli import programme
from beforehand.home import Home
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Receipt
from beforehand.records.people import shell
from beforehand.refusals import UnknownSubmission
from beforehand.share.partner import GivenFile, decisions_from, load_mapping, seal_file
from made_agreements import covered
from made_gate import HEAD, KEY, MAPPING, ROW

TODAY = date(2026, 11, 27)
GIVER = "Made-up Charity Test (example)"


@pytest.fixture
def sealed() -> bytes:
    declined = ROW.replace(";yes;", ";no;")
    file = GivenFile("c.csv", "\n".join([HEAD, ROW, declined]).encode())
    mapping = load_mapping(GivenFile("m.yaml", MAPPING.encode()))
    said = decisions_from([{"column": "Area", "decide": "drop column"}])
    return seal_file(file, mapping, KEY, decisions=said).data


def given(tmp_path: Path, sealed: bytes) -> Receipt:
    home = Home(tmp_path)
    covered(home, GIVER, "South", ends=date(2027, 12, 31))
    return share.add_sealed(home, sealed, today=TODAY)


def test_a_receipt_names_file_rows_fields_hub_end_and_the_way_back(
    tmp_path: Path, sealed: bytes
) -> None:
    receipt = given(tmp_path, sealed)
    assert receipt.file_sha256 == hashlib.sha256(sealed).hexdigest()
    assert receipt.fields == (
        "registered_year", "registered_quarter", "gender", "citizenship", "origin_area",
        "consent_to_share",
    )  # fmt: skip
    text = share.receipt_text(receipt)
    for said in (
        "MADE UP",
        f"1 rows from {GIVER}",
        "1 more rows stayed with you",
        "Year registered, Quarter registered, Gender, Citizenship, Area of origin",
        receipt.file_sha256,
        "The hub that Hub runs",
        "South, who may be given answers from it",
        "For which purpose\n  To see who is targeted, where and how",
        "Never for immigration enforcement",
        "Sharing group: every partner of the hub",
        "TLP:AMBER",
        "Your name is shown",
        "Until 2027-12-31",
        f"beforehand share recall {receipt.submission.id}",
        "What was already published",
    ):
        assert said in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_marks_stand_on_the_receipt(tmp_path: Path, sealed: bytes) -> None:
    receipt = given(tmp_path, sealed)
    mark = Marking(group="North", tlp=Tlp.RED, embargo_until=date(2027, 1, 1), shows_name=False)
    marked = replace(receipt, submission=replace(receipt.submission, marking=mark))
    text = share.receipt_text(marked)
    for said in ("Sharing group: North", "TLP:RED", "before 2027-01-01", "name is not shown"):
        assert said in text
    other = replace(mark, published_by="South")
    told = replace(receipt, submission=replace(receipt.submission, marking=other))
    assert "No agreement lets South publish for you" in share.receipt_text(told)
    agreed = tuple(replace(one, publishers=("South",)) for one in told.covered)
    assert "South publishes for you" in share.receipt_text(replace(told, covered=agreed))


def test_a_receipt_names_as_receivers_those_alone_whom_the_mark_lets(
    tmp_path: Path, sealed: bytes
) -> None:
    home = Home(tmp_path)
    covered(home, GIVER, "South", "East")
    store.set_group(home, "Two", (GIVER, "East"), by="a test", today=TODAY)
    one = share.add_sealed(home, sealed, today=TODAY).submission

    def receivers(**mark: object) -> tuple[str, ...]:
        marked = replace(one, marking=replace(one.marking, **mark))
        return share.receipt(home, marked, True, today=TODAY).covered[0].receivers

    assert receivers() == ("South", "East")
    assert receivers(group="Two") == ("East",)
    assert receivers(group="Two", tlp=Tlp.GREEN) == ("South", "East")
    assert receivers(tlp=Tlp.RED) == ()


def test_without_an_agreement_the_receipt_says_so(tmp_path: Path, sealed: bytes) -> None:
    receipt = share.add_sealed(Home(tmp_path), sealed, today=TODAY)
    assert receipt.covered == ()
    assert "No agreement covers it today" in share.receipt_text(receipt)


def test_the_same_receipt_can_be_had_later_and_is_gone_with_a_recall(
    tmp_path: Path, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = given(tmp_path, sealed)
    home, name = Home(tmp_path), first.submission.id
    one = store.submissions(home, shell(TODAY))[0]
    assert share.receipt(home, one, False, today=TODAY) == first
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path))
    shown = CliRunner().invoke(programme, ["share", "receipt", name[:12]])
    assert first.file_sha256 in shown.output
    made = CliRunner().invoke(programme, ["share", "receipt", name[:12], "--format", "json"])
    assert json.loads(made.output)["file_sha256"] == first.file_sha256
    share.recall(home, name, today=TODAY)
    gone = CliRunner().invoke(programme, ["share", "receipt", name[:12]])
    assert isinstance(gone.exception, UnknownSubmission)
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert first.file_sha256.encode() not in held


def test_a_published_tables_receipt_says_that_everybody_may_see_it(tmp_path: Path) -> None:
    table = Path(share.__file__).parents[1] / "data" / "cases"
    receipt = share.add_table(
        Home(tmp_path), table / "nrm_referrals_2022q2_2023q4.csv", "nrm", today=TODAY
    )
    text = share.receipt_text(receipt)
    assert "11277 rows on 30197 people" in text
    assert "published table" in text
    assert "MADE UP" not in text
