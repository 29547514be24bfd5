"""The impact report says what was counted, and passes the door before anybody reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from beforehand import prove, release
from beforehand.records.codec import from_json, to_json
from beforehand.records.impact import Results, Verdict
from beforehand.records.plan import Arm
from beforehand.refusals import AssignmentOutsideDesign, PlaceNotInPanel, WindowNotInOutcomes
from made_campaign import OVER, TREATED, a_panel, a_plan, results

PLAN = a_plan()
DOUBLED = a_panel(1, dict.fromkeys(TREATED, 2))


def test_counts_of_both_arms_are_those_of_the_panel():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    during, before = report.outcome_counts
    assert (during.treated.value, during.held_out.value) == (2 * 28 * 4, 28 * 4)
    assert (before.treated.value, before.held_out.value) == (28 * 4, 28 * 4)


def test_a_doubling_in_four_of_eight_places_is_told_with_its_p_value():
    effect = prove.impact(PLAN, results(DOUBLED, PLAN)).effects[0]
    assert effect.ratio.value == pytest.approx(2.0, abs=0.02)
    assert effect.p == pytest.approx(2 / 70)
    assert effect.verdict is Verdict.MORE
    assert effect.effect_total == pytest.approx(112, rel=0.01)


def test_nothing_changed_reads_we_cannot_tell():
    report = prove.impact(PLAN, results(a_panel(1, {}), PLAN))
    assert report.effects[0].verdict is Verdict.CANNOT_TELL
    assert "Whether the campaign changed anything" in str(report.unknowns[0])


def test_before_and_after_alone_would_claim_what_rose_everywhere():
    rose = a_panel(1, {f"P{i}": 2 for i in range(8)})
    report = prove.impact(PLAN, results(rose, PLAN))
    assert report.before_after.value == pytest.approx(2.0)
    assert report.before_after.interval.low > 1
    assert report.effects[0].verdict is Verdict.CANNOT_TELL


def test_places_may_be_given_by_name():
    named = replace(DOUBLED, places=tuple(f"Town {i}" for i in range(8)))
    assert prove.impact(PLAN, results(named, PLAN)).effects[0].p == pytest.approx(2 / 70)


def test_the_same_plan_and_results_give_the_same_report():
    assert prove.impact(PLAN, results(DOUBLED, PLAN)) == prove.impact(PLAN, results(DOUBLED, PLAN))


def test_no_effect_is_shown_while_the_campaign_runs():
    short = replace(
        DOUBLED, days=DOUBLED.days[:-1], values=tuple(row[:-1] for row in DOUBLED.values)
    )
    with pytest.raises(WindowNotInOutcomes):
        prove.impact(PLAN, results(short, PLAN))


def test_a_place_that_took_part_and_has_no_outcomes_is_refused():
    fewer = replace(DOUBLED, places=DOUBLED.places[:-1], values=DOUBLED.values[:-1])
    with pytest.raises(PlaceNotInPanel, match="P7"):
        prove.impact(PLAN, results(fewer, PLAN))


def test_places_that_were_not_drawn_so_are_refused():
    changed = tuple(
        replace(one, arm=Arm.HELD_OUT) if one.place.code == "P0" else one for one in PLAN.places
    )
    with pytest.raises(AssignmentOutsideDesign):
        prove.impact(replace(PLAN, places=changed), results(DOUBLED, PLAN))


def test_every_number_carries_its_recipe_and_the_hash_of_its_data():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    steps = (*report.outcome_counts, *report.funnel)
    figures = [*(s.treated for s in steps), *(s.held_out for s in steps if s.held_out)]
    figures += [*report.costs, report.spent_eur, report.before_after, report.effects[0].ratio]
    for figure in figures:
        assert len(figure.data_hash) == 64
        assert figure.recipe.function in {"prove.impact", "prove.lift"}
        assert figure.made_up


def test_costs_are_what_was_spent_over_what_was_counted():
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    by = {cost.recipe.parameters["per"]: cost for cost in report.costs}
    reached = report.funnel[0]
    counted = reached.treated.value + reached.held_out.value
    assert by["reached"].value == pytest.approx(report.spent_eur.value / counted)
    assert by["effect"].value == pytest.approx(report.spent_eur.value / 112, rel=0.02)


def test_no_cost_of_an_effect_is_shown_where_we_cannot_tell():
    report = prove.impact(PLAN, results(a_panel(1, {}), PLAN))
    assert "effect" not in {cost.recipe.parameters["per"] for cost in report.costs}


def test_results_survive_being_saved():
    kept = results(DOUBLED, PLAN)
    assert from_json(Results, to_json(kept)) == kept


def released(panel):
    return release.impact(prove.impact(PLAN, results(panel, PLAN)), today=OVER)


@pytest.mark.parametrize("language", ["en", "sq"])
def test_the_pdf_is_two_or_three_pages_and_the_same_each_time(language):
    import io

    from pypdf import PdfReader

    made = prove.render_pdf(released(DOUBLED), language)
    assert made == prove.render_pdf(released(DOUBLED), language)
    pages = PdfReader(io.BytesIO(made)).pages
    assert len(pages) in {2, 3}
    assert "Example & Co" in pages[0].extract_text()


def test_pdf_and_page_tell_the_same_numbers():
    import io

    from pypdf import PdfReader

    one = released(DOUBLED)
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(prove.render_pdf(one))).pages)
    page = prove.render_html(one)
    for number in ("2.0×", "224", "112"):
        assert number in text
        assert number in page


def test_the_page_has_no_script_no_style_attribute_and_no_foreign_address():
    page = prove.render_html(released(DOUBLED))
    for forbidden in ("<script", "style=", "http://", "https://", "<img", "onclick"):
        assert forbidden not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "Example &amp; Co" in page


def test_made_up_is_said_on_the_page():
    assert "made-up campaign" in prove.render_html(released(DOUBLED))


def test_held_out_places_are_counted_and_not_named_until_all_are_served():
    page = prove.render_html(released(DOUBLED))
    assert "Town 0" in page
    assert "Town 1" not in page
    report = prove.impact(PLAN, results(DOUBLED, PLAN))
    served = release.impact(report, today=OVER, all_served=True).payload
    assert served.places_held_out == ("Town 1", "Town 3", "Town 5", "Town 7")


def test_we_cannot_tell_is_said_large():
    page = prove.render_html(released(a_panel(1, {})))
    assert '<p class="large words"><a href="#n1">We cannot tell</a></p>' in page


def test_a_report_is_not_released_while_the_campaign_runs():
    from beforehand.refusals import WindowNotOver

    with pytest.raises(WindowNotOver):
        release.impact(prove.impact(PLAN, results(DOUBLED, PLAN)), today=date(2026, 3, 29))
