"""Mappings are kept by version; next quarter's file needs one click, and a changed one says how."""

from __future__ import annotations

from pathlib import Path

import pytest

from beforehand.refusals import BadMapping
from beforehand.share.partner import (
    Answers,
    GivenFile,
    check,
    load_mapping,
    propose,
    read_sheet,
    to_yaml,
)
from beforehand.share.partner.sheet import Sheet
from beforehand.share.partner.showing import (
    Kept,
    fingerprint,
    match,
    next_version,
    telling_words,
)

PARTS = {
    "partner": "Made-up Charity Test (example)",
    "partner_type": "NGO",
    "edition": "2026-Q1",
    "provenance": "made-up",
}
FIRST = (
    "First name,Surname,Referral date,Sex,Nationality,Notes\nx,y,05/02/2026,M,Shqiptare,made up\n"
)
SAME = (
    "Surname,First name,Sex,Referral date,NATIONALITY,Notes\ny,x,F,06/05/2026,Shqiptare,made up\n"
)


def sheet(text: str) -> Sheet:
    return read_sheet(GivenFile("cases.csv", text.encode()))


@pytest.fixture
def kept() -> str:
    return to_yaml(propose(sheet(FIRST)), Answers(parts=PARTS))


def test_a_header_has_the_same_mark_whatever_the_order_capitals_and_accents() -> None:
    assert fingerprint(["Gjinia", "Shtetësia"]) == fingerprint(["SHTETESIA ", "gjinia", ""])
    assert fingerprint(["Gjinia"]) != fingerprint(["Gjinia", "Mosha"])


def test_next_quarters_file_with_the_same_columns_fits_exactly(kept: str) -> None:
    known = kept.replace("M: Masculine", "M: Masculine\n    F: Feminine")
    found = match([known], sheet(SAME))
    assert found is not None
    assert found.exact
    later = next_version(known, {"edition": "2026-Q2"})
    mapping = load_mapping(GivenFile("m.yaml", later.encode()))
    assert (mapping.edition, mapping.version) == ("2026-Q2", 1)
    assert not check(GivenFile("cases.csv", SAME.encode()), mapping).faults


def test_a_word_that_the_mapping_does_not_know_is_told_with_its_column(kept: str) -> None:
    found = match([kept], sheet(SAME.replace(",F,", ",Woman of note,")))
    assert found is not None
    assert not found.exact
    assert [(one.column, one.value, one.rows) for one in found.unknown] == [
        ("Sex", "Woman of note", 1)
    ]


def test_new_and_gone_columns_are_told_apart(kept: str) -> None:
    text = "First name,Surname,Referral date,Sex,County,Notes\nx,y,05/02/2026,M,Kukës,made up\n"
    found = match([kept], sheet(text))
    assert found is not None
    assert (found.new_columns, found.gone_columns) == (("County",), ("Nationality",))


def test_a_changed_sheet_gives_a_new_version_that_keeps_what_was_decided(kept: str) -> None:
    decided = kept.replace("M: Masculine", "M: Other")
    text = "First name,Surname,Referral date,Sex,County,Notes\nx,y,05/02/2026,M,Kukës,made up\n"
    later = next_version(decided, {"edition": "2026-Q2"}, propose(sheet(text)))
    mapping = load_mapping(GivenFile("m.yaml", later.encode()))
    assert (mapping.version, mapping.edition) == (2, "2026-Q2")
    assert mapping.values["gender"]["m"] == "Other"
    assert (
        mapping.columns
        == {
            "Referral date": "registered",
            "Sex": "gender",
            "County": "origin_area",
        }
        or "County" not in mapping.columns
    )
    assert "Nationality" not in mapping.columns
    assert mapping.linkage == {"family_name": "Surname", "given_name": "First name"}
    found = match([decided, later], sheet(text))
    assert found is not None
    assert found.mapping.version == 2
    assert found.exact


def test_a_column_that_was_kept_back_stays_back_in_the_next_version() -> None:
    held = Answers(parts=PARTS, columns={"Nationality": ""})
    before = to_yaml(propose(sheet(FIRST)), held)
    text = FIRST.replace("Notes", "Notes,Gender identity").replace("made up", "made up,")
    later = load_mapping(
        GivenFile("m.yaml", next_version(before, {}, propose(sheet(text))).encode())
    )
    assert "Nationality" not in later.columns


def test_a_sheet_of_another_kind_matches_nothing(kept: str) -> None:
    assert match([kept], sheet("Quarter,Police force,People\n2024-Q1,Kent,3\n")) is None


def test_versions_are_kept_side_by_side_and_never_written_over(tmp_path: Path, kept: str) -> None:
    folder = Kept(tmp_path / "mappings")
    first = folder.keep(kept)
    assert folder.keep(kept) == first
    with pytest.raises(BadMapping, match="another mapping is kept as this version"):
        folder.keep(kept.replace("Masculine", "Other"))
    second = folder.keep(next_version(kept, {}, propose(sheet(FIRST))))
    assert second != first
    assert len(folder.texts()) == 2
    assert first.stat().st_mode & 0o77 == 0


def test_words_that_may_name_a_person_are_pointed_at_before_a_mapping_is_passed_on(
    kept: str,
) -> None:
    assert telling_words(kept) == ()
    for secret in ("Arben Hoxha", "made@example.org", "+44 7700 900123"):
        odd = kept.replace("M: Masculine", f'M: Masculine\n    "{secret}": Masculine')
        (said,) = telling_words(odd)
        assert "may name a person" in str(said)
        assert secret not in str(said)
