"""Nothing that names a person crosses from the partner to the hub."""

from __future__ import annotations

import re
import secrets
from datetime import date
from pathlib import Path

import pytest

from beforehand import share
from beforehand.home import Home
from beforehand.refusals import Refusal
from beforehand.share.partner import GivenFile, Mapping, load_mapping, seal_file
from beforehand.share.partner.linkage import KEYS
from beforehand.share.partner.rules import fields_for
from made_sealed import header_of, keys_of, members, rows_of

TODAY = date(2026, 1, 5)
KEY = secrets.token_bytes(32)
MAPPING = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
token: [Surname, First name, Born]
columns: {Sex: gender, Nationality: citizenship, County: origin_area, Age: age}
defaults: {age_basis: at_exploitation}
"""
HEAD = ["Surname", "First name", "Born", "Sex", "Nationality", "County", "Age", "Tel", "Notes"]
CANARIES = ["Kanarinazi", "Zogushe", "1999-03-04", "+355691234567", "hid behind the yellow shed"]
GOOD = [*CANARIES[:3], "Male", "Albanian", "AL-07", "23", *CANARIES[3:]]


def sheet(*rows: list[str]) -> GivenFile:
    return GivenFile("canary-file-name.csv", "\n".join(";".join(row) for row in rows).encode())


def mapping(text: str = MAPPING) -> Mapping:
    return load_mapping(GivenFile("m.yaml", text.encode()))


def unpacked(sealed: bytes) -> str:
    """All that crosses; the matrix as the Latin-1 letters of its bytes."""
    return b"".join(members(sealed)).decode("latin-1")


def test_a_sealed_file_holds_no_name_no_free_text_no_column_and_no_file_name() -> None:
    crossed = unpacked(seal_file(sheet(HEAD, GOOD, GOOD), mapping(), KEY).data)
    for canary in [*CANARIES, "canary-file-name", "Surname", "Notes", "1999"]:
        assert canary.casefold() not in crossed.casefold()
    assert KEY.hex() not in crossed


def test_what_crosses_is_codes_numbers_and_keys_of_eight_bytes_alone() -> None:
    sealed = seal_file(sheet(HEAD, GOOD), mapping(), KEY).data
    words = set(re.findall(r'"([^"]*)"', rows_of(sealed).decode()))
    assert len(members(sealed)[2]) == 8 * len(KEYS)
    assert words == {
        "gender", "Masculine", "citizenship", "AL", "origin_area", "AL-07",
        "age_from", "age_to", "age_basis", "at_exploitation",
    }  # fmt: skip


@pytest.mark.parametrize("field", fields_for("case-level"))
@pytest.mark.parametrize("canary", CANARIES)
def test_no_field_of_the_record_lets_free_text_through(field: str, canary: str) -> None:
    text = MAPPING.replace("Sex: gender, ", f"Notes: {field}, ")
    for name in ("Nationality: citizenship", "County: origin_area", "Age: age"):
        if field in {name.partition(": ")[2], "age_from", "age_to"}:
            text = text.replace(f", {name}", "")
    if field == "age_basis":
        text = text.replace("defaults: {age_basis: at_exploitation}", "")
    row = [*GOOD[:-1], canary]
    try:
        sealed = seal_file(sheet(HEAD, row), mapping(text), KEY).data
    except Refusal:
        return
    assert field == "registered", field  # a date is coarsened to year and quarter
    assert canary not in unpacked(sealed)


def test_nothing_in_the_pool_holds_a_name(tmp_path: Path) -> None:
    home = Home(tmp_path)
    share.add_sealed(home, seal_file(sheet(HEAD, GOOD), mapping(), KEY).data, today=TODAY)
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for canary in CANARIES:
        assert canary.encode() not in held


def test_no_key_can_be_made_without_the_coalitions_and_links_hold_none(tmp_path: Path) -> None:
    sealed = seal_file(sheet(HEAD, GOOD), mapping(), KEY).data
    other = seal_file(sheet(HEAD, GOOD), mapping(), secrets.token_bytes(32)).data
    keys = [{key for row in keys_of(one) for key in row if any(key)} for one in (sealed, other)]
    assert len(keys[0]) > 30
    assert not keys[0] & keys[1]
    assert header_of(sealed).linkage.epoch != header_of(other).linkage.epoch
    home = Home(tmp_path)
    share.add_sealed(home, sealed, today=TODAY)
    links = b"".join(path.read_bytes() for path in (home.pool / ".derived").iterdir())
    assert not any(key in links for key in keys[0])
