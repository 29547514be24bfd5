"""Who was not seen: the page, its files and the brief's page, on estimates written here."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from beforehand import understand
from beforehand.charts import HiddenCharts
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.hidden import HiddenPopulation, HiddenVerdict
from beforehand.stats.mse.verdict import Evidence, judge
from beforehand.understand.hidden import with_sentences
from beforehand.understand.hidden_sentences import verdict_words
from beforehand.understand.hidden_sheet import hidden_content
from beforehand.understand.hidden_veil import veiled
from beforehand.words import words
from made_cases import case, published
from made_desk import start_django
from made_hidden import COUNTS, figure, hidden, method, variant

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
    assert not [one for one in hidden_content(told, "en")["pictures"] if ">26<" in one["drawing"]]
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


def test_the_brief_says_no_exact_answer_and_no_few_in_words() -> None:
    exact = figure(175.4, 121.3, 623)
    only = words(
        "only {n} people are on two lists or more, and at least {least} are needed", n=5, least=7
    )
    far = words("it hangs on list {name}: without it the estimate would be {other}", name="A",
                other="1,349")  # fmt: skip
    ends = exact.interval
    assert ends is not None
    for reason, said in ((only, "too few people are on two"), (far, "would be 1,300")):
        told = with_sentences(
            hidden(
                {("A",): 40, ("B",): 30, ("C",): 26, ("A", "B"): 5},
                total=exact,
                hidden=figure(74.4, 20.3, 522),
                estimates=(method("stepwise", exact), method("aic", figure(283.2), ("A", "B"))),
                verdict=HiddenVerdict.RANGE,
                reason=reason,
                warnings=(reason, _FEW),
                reach=replace(ends, low=121.3, high=1349.0),
            )
        )
        assert "120 to 1,400 people" in str(verdict_words(veiled(told)))
        spoken = "\n".join(strings_of(hidden_content(told, "en")))
        assert said in spoken
        assert "“There are 180 victims.”" in spoken
        assert not re.search(r"\b(175|121|623|283|1,349|74|42|45|31)\b", labels_of(spoken)), spoken
        assert "two lists or more: whatever" not in spoken
        assert "5 are on" not in spoken
        assert "only 5" not in spoken


_FEW = words("{n} of {of} resamples have no finite estimate", n=31, of=1000)


def test_a_sum_over_large_overlaps_is_said_in_the_brief() -> None:
    told = hidden({("A",): 40, ("B",): 30, ("C",): 26, ("A", "B"): 15})
    assert any("15 are on two lists or more" in one for one in hidden_content(told, "en")["may"])


def test_the_reasons_that_the_verdict_gives_are_those_that_the_brief_knows() -> None:
    few = judge(Evidence(total=100.0, low=90.0, high=120.0, shared=5, without=0.02))
    for reason in (few.reason, *few.warnings):
        told = hidden(verdict=HiddenVerdict.RANGE, reason=reason)
        assert not re.search(r"\d", str(veiled(told).reason)), reason


def test_what_other_lists_say_is_not_drawn_beside_a_group_that_is_withheld() -> None:
    drawn = HiddenCharts(told=hidden(), least=11)
    open_to_all = HiddenCharts(told=hidden())
    for name in ("changed", "trajectory", "consistency", "sensitivity"):
        assert getattr(drawn, name)() == ""
        assert getattr(open_to_all, name)()


def test_the_brief_leaves_out_who_was_seen_where_they_are_few(tmp_path: Path) -> None:
    brief = understand.brief(
        published(tmp_path, [case(people=30)]), understand.parse_route("AL:GB")
    )
    told = hidden({("A",): 5, ("B",): 3, ("A", "B"): 1})
    pdf = understand.render_brief(brief, today=date(2026, 1, 5), hidden=told)
    assert pdf == understand.render_brief(brief, today=date(2026, 1, 5))


def test_beside_partners_with_their_people_a_small_group_hides_all_groups() -> None:
    small = hidden()
    large = hidden({("A",): 40, ("B",): 30, ("A", "B"): 15})

    def drawn(told: HiddenPopulation) -> bool:
        pictures = hidden_content(told, "en")["pictures"]
        return any(one["title"] == "Who shares whom" for one in pictures)

    assert not drawn(small)
    assert drawn(large)


def strings_of(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    inside = content.values() if isinstance(content, dict) else content
    return [said for one in inside for said in strings_of(one)]


def labels_of(spoken: str) -> str:
    """What is read in it: drawings without where their lines lie."""
    return re.sub(r'<[^>]*?(?:aria-label="([^"]*)")?[^>]*>', r" \1 ", spoken)
