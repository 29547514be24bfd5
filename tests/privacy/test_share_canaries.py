"""Nothing that names a person crosses from the partner to the hub."""

from __future__ import annotations

import gzip
import re
import secrets
from datetime import date
from pathlib import Path

import pytest

from beforehand import share
from beforehand.home import Home
from beforehand.refusals import Refusal
from beforehand.share.partner import GivenFile, Mapping, load_mapping, seal_file
from beforehand.share.partner.container import unpack_header
from beforehand.share.partner.rules import fields_for

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
    start = unpack_header(sealed)[1]
    return (gzip.decompress(sealed[:start]) + gzip.decompress(sealed[start:])).decode()


def test_a_sealed_file_holds_no_name_no_free_text_no_column_and_no_file_name() -> None:
    crossed = unpacked(seal_file(sheet(HEAD, GOOD, GOOD), mapping(), KEY).data)
    for canary in [*CANARIES, "canary-file-name", "Surname", "Notes", "1999"]:
        assert canary.casefold() not in crossed.casefold()
    assert KEY.hex() not in crossed


def test_what_crosses_is_codes_numbers_and_tokens_alone() -> None:
    crossed = unpacked(seal_file(sheet(HEAD, GOOD), mapping(), KEY).data).split("}", 1)[1]
    words = set(re.findall(r'"([^"]*)"', crossed))
    tokens = {word for word in words if re.fullmatch(r"[0-9a-f]{64}", word)}
    assert len(tokens) == 1
    assert words - tokens == {
        "case_token", "gender", "Masculine", "citizenship", "AL", "origin_area", "AL-07",
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


def test_the_token_cannot_be_made_without_the_key_and_links_hold_none(tmp_path: Path) -> None:
    one = unpacked(seal_file(sheet(HEAD, GOOD), mapping(), KEY).data)
    other = unpacked(seal_file(sheet(HEAD, GOOD), mapping(), secrets.token_bytes(32)).data)
    tokens = [set(re.findall(r"[0-9a-f]{64}", text.split("}", 1)[1])) for text in (one, other)]
    assert not tokens[0] & tokens[1]
    home = Home(tmp_path)
    share.add_sealed(home, seal_file(sheet(HEAD, GOOD), mapping(), KEY).data, today=TODAY)
    links = b"".join(path.read_bytes() for path in (home.pool / ".derived").iterdir())
    assert tokens[0].pop().encode() not in links
