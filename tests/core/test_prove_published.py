"""What a funder gets: the same bytes again, nothing that was withheld, and no changed file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import made_commands
from beforehand import prove, release
from beforehand.prove.slides import slides_view
from beforehand.records.codec import to_json
from beforehand.records.impact import Measured
from beforehand.refusals import NotAnOutcome, NotAPublishedReport
from made_campaign import OVER, TREATED, a_panel, a_plan, results

PLAN = a_plan()
DOUBLED = a_panel(1, dict.fromkeys(TREATED, 2))


@cache
def made() -> dict[str, bytes]:
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    released = release.impact(report, today=OVER, key=b"secret")
    return prove.published(released, release.public_plan(PLAN))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in made().items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "given"


def test_another_process_makes_the_same_bytes_from_the_folder_alone(folder):
    pdf, page = folder.parent / "again.pdf", folder.parent / "again.html"
    command = [sys.executable, "-m", "beforehand", "prove", "report", str(folder), "-o", str(pdf),
               "--html", str(page)]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)
    assert ran.returncode == 0, ran.stderr
    assert pdf.read_bytes() == made()["impact-en.pdf"]
    assert page.read_bytes() == made()["impact-en.html"]
    assert "agrees: contacts with helplines and partners: 1.9" in ran.stdout
    assert "DISAGREES" not in ran.stdout


def test_every_file_is_made_alike_from_what_the_folder_holds(folder):
    released, plan = prove.read_published(folder)
    assert prove.published(released, plan) == made()


@pytest.mark.parametrize("name", ["report.json", "plan.json", "impact-sq.pdf", "figures.csv"])
def test_a_changed_file_is_refused(folder, name):
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2", 1) + b" ")
    with pytest.raises(NotAPublishedReport):
        prove.read_published(folder)


def test_a_changed_count_is_refused_even_with_its_hash_mended(folder):
    import hashlib

    report, sums = folder / "report.json", folder / "SHA256SUMS"
    old = report.read_bytes()
    new = old.replace(b"224.0", b"424.0", 1)
    assert new != old
    report.write_bytes(new)
    hashes = [hashlib.sha256(data).hexdigest() for data in (old, new)]
    sums.write_text(sums.read_text().replace(*hashes))
    with pytest.raises(NotAPublishedReport, match="not the one that was released"):
        prove.read_published(folder)


def test_a_hash_line_may_not_name_a_file_outside_the_folder(folder):
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text() + f"{'0' * 64}  ../../etc/hostname\n")
    with pytest.raises(NotAPublishedReport, match="is missing"):
        prove.read_published(folder)


def test_a_folder_that_is_none_is_refused_on_the_command_line(tmp_path):
    ran = made_commands.run(
        tmp_path, "prove", "report", str(tmp_path), "-o", "x.pdf", home=tmp_path
    )
    assert ran.returncode == 3
    assert "not a published report" in ran.stderr


def test_nothing_in_the_folder_names_who_is_held_out_or_lets_the_lots_be_drawn_again():
    text = b"".join(data for name, data in made().items() if name.endswith((".json", ".csv", ".md",
                                                                            ".html")))  # fmt: skip
    for held_out in ("Town 1", "Town 3", '"P1"', '"P5"'):
        assert held_out.encode() not in text
    kept = json.loads(made()["plan.json"])
    assert not {"lots", "places", "seed", "need_figures", "weights"} & set(kept)


def test_hashes_that_leave_are_keyed():
    text = b"".join(made().values())
    assert DOUBLED.data_hash.encode() not in text


def few(total: int):
    """The warned places counted ``total`` in the window."""
    panel = a_panel(1, dict.fromkeys(TREATED, 0))
    row = list(panel.values[0])
    row[28 : 28 + total] = [1.0] * total
    return replace(panel, values=(tuple(row), *panel.values[1:]))


def test_no_small_count_is_in_any_file_of_the_folder():
    report = prove.impact(PLAN, results(few(7), PLAN))
    released = release.impact(report, today=OVER, key=b"secret")
    files = prove.published(released, release.public_plan(PLAN))
    kept = json.loads(files["report.json"])["payload"]
    assert kept["trend"] is None
    assert kept["by_place"] == []
    shown = [part["figure"] for step in kept["outcome_counts"]
             for part in (step["treated"], step["held_out"])]  # fmt: skip
    assert shown == [None] * 4
    assert kept["effects"][0]["estimate"]["figure"] is None
    assert [one["ratio"]["figure"] for one in kept["checks"] if one["ratio"]] in ([], [None])


def test_weeks_are_shown_in_bins_without_a_small_count_or_a_small_rest():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    trend = release.impact(report, today=OVER).payload.trend
    assert trend.weeks == 1
    assert trend.treated == (28, 28, 28, 28, 56, 56, 56, 56)
    rarer = replace(report, weekly=replace(report.weekly, treated=(9, 47, 28, 28, 56, 56, 56, 56)))
    assert release.impact(rarer, today=OVER).payload.trend.weeks == 2


def test_a_rest_that_would_be_small_closes_the_weeks():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    weekly = replace(report.weekly, treated=(28, 28, 28, 23, 56, 56, 56, 56))  # 5 of 112 are left
    assert release.impact(replace(report, weekly=weekly), today=OVER).payload.trend is None


def test_places_are_shown_singly_only_when_all_are_served_and_none_is_small():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    assert release.impact(report, today=OVER).payload.by_place == ()
    served = release.impact(report, today=OVER, all_served=True).payload
    assert [(one.before, one.during) for one in served.by_place[:2]] == [(28, 56), (28, 28)]
    rarer = prove.impact(PLAN, results(a_panel(0.25, dict.fromkeys(TREATED, 2)), PLAN))
    assert release.impact(rarer, today=OVER, all_served=True).payload.by_place == ()


def test_a_further_outcome_makes_the_first_one_pay_for_it():
    calls = Measured(outcome="calls to the helpline", panel=a_panel(1, {}))
    alone = prove.impact(PLAN, results(DOUBLED, PLAN)).effects[0]
    both = prove.impact(PLAN, replace(results(DOUBLED, PLAN), others=(calls,)))
    first, second = both.effects
    assert alone.p_adjusted is None
    assert first.p == alone.p
    assert first.p_adjusted == pytest.approx(2 * alone.p)
    assert second.p_adjusted == pytest.approx(1.0)
    assert first.verdict.value == "we cannot tell"  # 4/70 is above 5 %
    assert str(first.sentence).startswith("We cannot tell")


def test_one_hidden_outcome_leaves_the_other_shown():
    rare = Measured(outcome="calls to the helpline", panel=few(5))
    report = prove.impact(PLAN, replace(results(DOUBLED, PLAN), others=(rare,)))
    safe = release.impact(report, today=OVER).payload
    assert safe.effects[0].estimate.figure is not None
    assert safe.effects[1].estimate.figure is None
    assert safe.outcome_counts[0].treated.figure.value == 224
    assert safe.outcome_counts[2].treated.figure is None


def test_two_outcomes_whose_difference_is_small_are_not_both_shown():
    panel = DOUBLED
    row = list(panel.values[0])
    row[40] -= 1.0  # one contact that was no call
    calls = Measured(outcome="calls", panel=replace(panel, values=(tuple(row), *panel.values[1:])))
    report = prove.impact(PLAN, replace(results(panel, PLAN), others=(calls,)))
    safe = release.impact(report, today=OVER).payload
    assert safe.outcome_counts[0].treated.figure is not None
    assert safe.outcome_counts[2].treated.figure is None
    assert safe.effects[1].estimate.figure is None


@pytest.mark.parametrize("outcome", ["departures to the UK", "largimet nga vendi", "link clicks",
                                     "visits to our page", "asylum claims"])  # fmt: skip
def test_departures_and_delivery_are_no_outcomes(outcome):
    named = replace(PLAN, outcome=outcome)
    with pytest.raises(NotAnOutcome):
        prove.impact(named, results(DOUBLED, named))


def test_a_rise_that_was_there_before_launch_is_told():
    parted = a_panel(1, {}, days=56)
    rows = tuple(
        tuple(4.0 if code in TREATED and 14 <= day < 28 else value for day, value in enumerate(row))
        for code, row in zip(parted.places, parted.values, strict=True)
    )
    report = prove.impact(PLAN, results(replace(parted, values=rows), PLAN))
    check = next(one for one in report.checks if one.name == "before_launch")
    assert check.ratio.value > 3
    assert "before any post was seen" in str(check.sentence)


def test_pictures_are_wide_and_each_bears_the_made_up_mark():
    pictures = [data for name, data in made().items() if name.startswith("slides-en")]
    assert len(pictures) >= 6
    for picture in pictures:
        width, height = (int.from_bytes(picture[i : i + 4]) for i in (16, 20))
        assert (width, height) == (1920, 1080)


def test_a_drawing_stays_on_the_slide_of_its_message(folder):
    released, _ = prove.read_published(folder)
    slides = slides_view(released, "en").slides
    assert any(slide.svg and not slide.large for slide in slides)
    assert len(prove.render_slides(released)) == len(slides)


def test_the_plain_page_says_how_we_know_and_what_we_do_not():
    page = made()["plain-en.html"].decode()
    for said in ("made-up campaign", "Lots were drawn", "What do we not know?", "2.0 times"):
        assert said in page
    assert "<script" not in page


def test_the_albanian_pages_hold_no_english_sentence_of_ours():
    def said(name):
        page = re.sub(r"<style>.*?</style>", "", made()[name].decode(), flags=re.DOTALL)
        return set(re.findall(r">\s*([^<>]{12,}?)\s*<", page))

    for kind in ("plain", "impact"):
        alike = said(f"{kind}-en.html") & said(f"{kind}-sq.html")
        left = {one for one in alike if not re.search(r"[Mm]ade.up|Town|prove\.|[0-9a-f]{12}", one)}
        assert left <= {PLAN.title}, left


def test_the_report_survives_being_saved():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    assert to_json(report)


def test_what_the_staff_noted_of_a_message_stays_inside():
    message = replace(PLAN.messages[0], evidence="Three brothers of Has", media=("arben@1",))
    plan = to_json(release.public_plan(replace(PLAN, messages=(message,))))
    assert message.version.encode() in plan
    assert b"brothers" not in plan
    assert b"arben" not in plan


def test_a_check_beside_a_count_of_none_gives_no_small_one_back():
    """Warned places counted 5 and then 10 before launch, held-out ones 0 and then 56."""
    panel = a_panel(1, {})
    rows = [
        (*((float(day < 5) for day in range(14)) if i == 0 else [0.0] * 14),
         *((float(day < 10) for day in range(14)) if i == 0 else [float(i % 2)] * 14),
         *row[28:])
        for i, row in enumerate(panel.values)
    ]  # fmt: skip
    report = prove.impact(PLAN, results(replace(panel, values=tuple(rows)), PLAN))
    safe = release.impact(report, today=OVER).payload
    assert safe.outcome_counts[1].treated.figure.value == 15
    assert [one.ratio.figure for one in safe.checks if one.name == "before_launch"] == [None]


def test_how_many_held_out_places_are_near_a_warned_one_stays_inside_until_all_are_served():
    """With the warned ones named, a map shows the places near them: were all of them counted?"""
    far = {"P5", "P7"}
    places = tuple(
        replace(one, place=replace(one.place, lon=30.0)) if one.place.code in far else one
        for one in PLAN.places
    )
    report = prove.impact(replace(PLAN, places=places), results(DOUBLED, PLAN))
    for served, numbers in ((False, False), (True, True)):
        safe = release.impact(report, today=OVER, all_served=served).payload
        label = next(one.label for one in safe.checks if one.name == "neighbours")
        assert ("near" in label.params) == ("2 held-out places" in str(label)) == numbers
        assert "25 km" in str(label)
