"""The brief: two to four pages that say how sure they are and give no small count away."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from beforehand import understand
from beforehand.records.cases import CaseTable, Provenance, SourceClass, SourceKind
from beforehand.records.codec import from_json, to_json
from beforehand.records.picture import Brief
from made_cases import case, partners_cases, published

TODAY = date(2026, 1, 5)
AL_GB = understand.parse_route("AL:GB")
OTHER = SourceClass(provenance=Provenance.REAL, kind=SourceKind.AGGREGATE, dataset="nrm")


def quarter(number: int) -> dict[str, Any]:
    return {"registered_year": 2023, "registered_quarter": number}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> CaseTable:
    crime, labour = ["ForcedCriminality"], ["ForcedLabour"]
    rows = [
        case(
            people=180,
            partner="Police",
            partner_type="LawEnforcement",
            exploitation=crime,
            gender="Masculine",
            **quarter(1),
        ),
        case(
            people=20,
            partner="Police",
            partner_type="LawEnforcement",
            exploitation=labour,
            gender="Masculine",
            **quarter(2),
        ),
        case(people=60, partner="Charity", exploitation=crime, gender="Feminine", **quarter(3)),
        case(people=140, partner="Charity", exploitation=labour, gender="Masculine", **quarter(3)),
        case(people=7, partner="Tiny", exploitation=labour, **quarter(3)),
    ]
    return published(tmp_path_factory.mktemp("cases"), rows)


@pytest.fixture(scope="module")
def brief(table: CaseTable) -> Brief:
    return understand.brief(table, AL_GB, left_out=(OTHER,))


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def test_findings_are_made_from_the_figures(brief: Brief) -> None:
    said = [str(one) for one in brief.findings]
    assert said[0] == (
        "407 people with citizenship of Albania, seen in the United Kingdom, 2023 Q1 to 2023 Q3."
    )
    assert "90.0% of those seen by Police and other law enforcement" in said[1]
    assert any("Male: 83.5% of everyone" in one for one in said)
    assert any(one.startswith("Most were first registered in the last period") for one in said)


def test_the_comparison_with_most_to_tell_comes_first(brief: Brief) -> None:
    assert brief.by_type[0].code in {"ForcedCriminality", "ForcedLabour"}
    assert {one.code for one in brief.by_type} == {"ForcedCriminality", "ForcedLabour"}


def test_what_is_not_known_is_told(brief: Brief) -> None:
    said = " ".join(map(str, brief.unknowns))
    assert "no area of origin is recorded" in said
    assert "How they were recruited: not recorded" in said
    assert "How many nobody saw" in said
    assert "published table nrm" in said


def test_a_brief_can_be_saved_and_read_again(brief: Brief) -> None:
    assert from_json(Brief, to_json(brief)) == brief


@pytest.mark.parametrize("language", ["en", "sq"])
def test_a_brief_has_two_to_four_pages(brief: Brief, language: str) -> None:
    pdf = understand.render_brief(brief, language, today=TODAY)
    assert 2 <= len(PdfReader(io.BytesIO(pdf)).pages) <= 4


def test_the_pages_say_who_they_are_for_and_what_they_rest_on(brief: Brief) -> None:
    said = text_of(understand.render_brief(brief, today=TODAY))
    assert "For partners; not for the public" in said
    assert "complete count" in said
    assert "A table made in a test" in said
    assert "ffffffffffff" in said
    assert "as a proxy" in said
    assert "Made-up" not in said


def test_the_same_brief_gives_the_same_bytes(brief: Brief) -> None:
    first = understand.render_brief(brief, today=TODAY)
    assert understand.render_brief(brief, today=TODAY) == first


def test_no_small_count_stands_on_the_pages(tmp_path: Path) -> None:
    rows = [
        case(people=48, gender="Masculine", exploitation=["ForcedLabour"], **quarter(1)),
        case(people=4, gender="Feminine", exploitation=["Servitude"], **quarter(2)),
    ]
    told = understand.brief(published(tmp_path, rows), AL_GB)
    said = text_of(understand.render_brief(told, today=TODAY))
    assert "under 11 people" in said
    assert "7.7%" not in said
    assert "4 of 52" not in said
    assert not re.search(r"\b4 people", said)


def test_made_up_people_are_said_to_be_on_every_page(tmp_path: Path) -> None:
    rows = [
        case(
            row_id=f"r{at}",
            gender="Masculine",
            control=["DebtBondage"],
            recruitment_method=["ThroughOnlineSocialNetworks"],
            exploitation=["ForcedLabour"],
            origin_area="AL-07",
            exploitation_area="E12000003",
            **quarter(1 + at % 4),
        )
        for at in range(40)
    ]
    told = understand.brief(partners_cases(tmp_path, rows), AL_GB)
    pages = PdfReader(io.BytesIO(understand.render_brief(told, today=TODAY))).pages
    assert all("Made-up data" in page.extract_text() for page in pages)
    said = text_of(understand.render_brief(told, today=TODAY))
    assert "How they were recruited" in said
    assert "How they were controlled" in said
    assert "not drawn at random" in said
