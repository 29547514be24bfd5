"""Who was not seen: the page, its files and the brief's page, on estimates written here."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from beforehand import understand
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.hidden import HiddenPopulation, HiddenVerdict
from beforehand.understand.hidden_sheet import hidden_content
from beforehand.words import words
from made_cases import case, published
from made_desk import start_django
from made_hidden import COUNTS, figure, hidden, variant

KIND = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
REFUSED = {
    "total": None,
    "hidden": None,
    "verdict": HiddenVerdict.NONE,
    "reason": words("no two lists share anybody"),
}


def page(told: HiddenPopulation) -> Any:
    start_django()
    from beforehand.web.desk.presenters.hidden import hidden_page

    return hidden_page(told, KIND)


def test_the_verdict_comes_first_and_the_number_never_without_its_interval() -> None:
    shown = page(hidden())
    assert (shown.kind, shown.verdict) == ("An estimate", "120 to 600 people")
    assert "seen 100" in shown.bar
    assert "120–600" in shown.bar
    assert {one.label: one.span for one in shown.lines}["Seen and unseen"] == "120–600"


def test_a_refusal_draws_no_number_and_gives_its_reason() -> None:
    shown = page(hidden(**REFUSED))
    assert shown.kind == "No estimate warranted"
    assert shown.bar == ""
    assert "no two lists share anybody" in shown.says
    assert "sensitivity" not in shown.pictures
    assert [one.label for one in shown.lines] == ["Seen, on one list or more"]


def test_every_method_is_in_the_table_with_its_model_or_the_reason() -> None:
    first, second, third = page(hidden()).rows
    assert (first.chosen, first.total, first.span) == (True, "280", "120–600")
    assert (second.model, second.span) == ("A × B", "150 or more")
    assert (third.total, third.why) == ("", "the chains disagree")


def test_each_sentence_over_a_picture_is_counted_from_it() -> None:
    told = hidden()
    assert "280 to 400 people, 1.4 times" in str(understand.says_methods(told))
    assert "Without an answer: 1" in str(understand.says_methods(told))
    assert "most: without A, to 200 people" in str(understand.says_changed(told))
    assert "hardly moves" in str(understand.says_trajectory(told))
    moved = (variant("A and B", 100, "A", "B"), variant("with C", 280, "C"))
    assert "2.8 times" in str(understand.says_trajectory(hidden(trajectory=moved)))
    assert "1 of 2 come out between" in str(understand.says_consistency(told))
    assert "4.0 times as many" in str(understand.says_sensitivity(told)), "820 is above 600"
    wide = hidden(total=figure(280, 120, 900))
    assert "Even if" in str(understand.says_sensitivity(wide))


def test_each_picture_is_a_file_with_its_table(tmp_path: Path) -> None:
    start_django()
    from beforehand.web.desk.presenters.hidden_files import hidden_files

    table = published(tmp_path, [case(people=30)])
    basis = understand.profile(table, understand.parse_route("AL:GB")).basis
    told = hidden()
    offers = hidden_files(told, basis)
    assert set(offers) == {"overlaps", "methods", *page(told).pictures}
    for name, offer in offers.items():
        sheet = offer.sheet()
        assert sheet.drawing.startswith("<svg"), name
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}, name
    assert ("A + B", 6.0, None, None) in offers["overlaps"].sheet().rows


def test_the_brief_has_a_page_that_tells_no_small_group(tmp_path: Path) -> None:
    route = understand.parse_route("AL:GB")
    brief = understand.brief(published(tmp_path, [case(people=30)]), route)
    sized = COUNTS | {("A",): 24, ("A", "B"): 26, ("B", "C"): 25, ("A", "C"): 3}
    told = hidden(sized)
    content = hidden_content(told, "en")
    overlaps = next(one for one in content["pictures"] if one["title"] == "Who shares whom")
    assert ">26<" in overlaps["drawing"]
    assert ">3<" not in overlaps["drawing"]
    pdf = understand.render_brief(brief, today=date(2026, 1, 5), hidden=told)
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "128 to 600 people" in said  # 128 were seen
    assert "This may not" in said
    plain = understand.render_brief(brief, today=date(2026, 1, 5))
    assert "not seen" not in "".join(p.extract_text() for p in PdfReader(io.BytesIO(plain)).pages)


@pytest.mark.parametrize("language", ["en", "sq"])
def test_where_no_group_is_large_enough_the_brief_draws_none(language: str) -> None:
    content = hidden_content(hidden({("A",): 9, ("B",): 8, ("A", "B"): 4}), language)
    assert len(content["pictures"]) == 1
