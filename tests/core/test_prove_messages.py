"""Which message worked, in the report: every count through the door, and a verdict in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from beforehand import campaign, prove, release
from beforehand.example.campaigns import SEED, made_up_results
from beforehand.example.outcomes import delivery, drawn
from beforehand.records.impact import Delivery, Impact, Results
from beforehand.records.plan import Plan
from beforehand.records.reach import Event, VisitCount
from beforehand.records.release import Release, SafeImpact
from made_campaign import OVER, TREATED, WINDOW, a_plan

VERSIONS = ("debt-a", "contract-a")


@cache
def plan() -> Plan:
    """The made-up campaign with twenty times its money, so that no count is small."""
    made = a_plan()
    rich = tuple(replace(one, budget_eur=20 * one.budget_eur) for one in made.places)
    return replace(made, made_up=True, messages=campaign.example_messages(), places=rich,
                   draw=campaign.message_draw(VERSIONS, WINDOW))  # fmt: skip


@cache
def results(effect: float = 2.0) -> Results:
    return made_up_results(plan(), effect)


@cache
def report(effect: float = 2.0) -> Impact:
    return prove.impact(plan(), results(effect))


@cache
def released(effect: float = 2.0) -> Release[SafeImpact]:
    return release.impact(report(effect), today=OVER, key=b"kyc")


def delivered(*counts: tuple[str, Event, int]) -> Delivery:
    """So much by version on the first day, beside the rest of the made-up delivery."""
    made = delivery(plan(), rng=np.random.default_rng(SEED + 1))
    added = tuple(
        VisitCount(campaign=plan().campaign, place="", version=version, day=WINDOW.start,
                   event=event, count=count)
        for version, event, count in counts
    )  # fmt: skip
    visits = replace(made.visits, counts=(*made.visits.counts, *added))
    return replace(made, visits=visits)


def door(*counts: tuple[str, Event, int]) -> Any:
    made = replace(results(), delivery=delivered(*counts))
    return release.impact(prove.impact(plan(), made), today=OVER).payload.messages


def test_every_rendering_names_the_better_message_with_its_figures() -> None:
    page = prove.render_page(released(), "en")
    for said in ("Which message worked", "worked better than", "9.7%", "294 of 3,046",
                 "at most 5.0%", "not people"):  # fmt: skip
        assert said in page
    plain = prove.render_plain(released(), "en")
    assert "drawn by lot" in plain
    assert "294 of 3,046" in plain
    without = replace(released().payload, messages=None)
    fewer = replace(released(), payload=without)
    assert len(prove.render_slides(released(), "en")) == len(prove.render_slides(fewer, "en")) + 1
    assert prove.render_pdf(released(), "sq") != prove.render_pdf(fewer, "sq")
    assert "debt-a" in prove.render_page(released(), "sq")
    assert "Para se të paguash rrugën" in prove.render_page(released(), "sq")


def test_the_twin_without_a_difference_reads_we_cannot_tell() -> None:
    page = prove.render_page(released(1.0), "en")
    assert "We cannot tell which worked better" in page
    assert "worked better than" not in page
    assert "We cannot tell which worked better" in prove.render_plain(released(1.0), "en")


def test_a_plan_without_a_draw_says_nothing_of_messages() -> None:
    bare = replace(plan(), draw=None)
    made = release.impact(prove.impact(bare, made_up_results(bare, 2.0)), today=OVER)
    assert made.payload.messages is None
    for page in (prove.render_page(made, "en"), prove.render_plain(made, "en")):
        assert "essage worked" not in page


def test_a_draw_that_was_never_shown_is_said_and_not_hidden() -> None:
    found = prove.impact(plan(), replace(results(), delivery=delivered()))
    assert found.messages is None
    assert any("none was shown" in str(one) for one in found.unknowns)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((("debt-a", Event.WORKED, 7), ("contract-a", Event.WORKED, 90)), "few taps"),
        ((("debt-a", Event.WORKED, 995), ("contract-a", Event.WORKED, 90)), "few who did not"),
    ],
)
def test_one_small_count_withholds_all_with_ratio_and_p_and_the_verdict_stands(
    counts: tuple[tuple[str, Event, int], ...], why: str
) -> None:
    shown = tuple((version, Event.SHOWN, 1000) for version in VERSIONS)
    found = door(*shown, *counts)
    assert all(one.share.figure is None for one in found.versions), why
    [pair] = found.pairs
    assert (pair.ratio.figure, pair.p) == (None, None)
    assert pair.better in VERSIONS
    assert "too few people" in str(found.says[0])


def test_counts_that_leave_a_small_rest_of_the_funnels_total_stay_inside() -> None:
    """Visits that were shown no version would be the difference."""
    total = sum(one.count for one in delivered().visits.counts if one.event is Event.VISIT)
    taps = (("debt-a", Event.WORKED, 100), ("contract-a", Event.WORKED, 90))
    for rest, hidden in ((5, True), (0, False), (50, False)):
        half = (total - rest) // 2
        shown = (("debt-a", Event.SHOWN, half), ("contract-a", Event.SHOWN, total - rest - half))
        found = door(*shown, *taps)
        assert (found.versions[0].share.figure is None) is hidden, rest


def test_a_withheld_count_of_the_funnel_is_not_what_the_versions_leave() -> None:
    """Visits from held-out places are few and withheld: all visits less the others are they."""
    made = delivery(plan(), rng=np.random.default_rng(SEED + 1))
    seen = [one for one in made.visits.counts if one.event is Event.VISIT]
    warned = [one for one in seen if one.place in TREATED]
    few = replace(next(one for one in seen if one.place not in TREATED), count=5)
    total = sum(one.count for one in warned) + few.count
    shown = tuple(
        replace(few, place="", version=version, event=event, count=count)
        for version, half in zip(VERSIONS, (total // 2, total - total // 2), strict=True)
        for event, count in ((Event.SHOWN, half), (Event.WORKED, 100))
    )
    for held_out, hidden in (((few,), True), ((), False), ((replace(few, count=50),), False)):
        met = tuple(
            replace(one, count=one.count + sum(one.count for one in held_out) - few.count)
            if one.event is Event.SHOWN and one.version == VERSIONS[0]
            else one
            for one in shown
        )
        visits = replace(made.visits, counts=(*warned, *held_out, *met))
        given = replace(results(), delivery=replace(made, visits=visits))
        found = release.impact(prove.impact(plan(), given), today=OVER).payload.messages
        assert found is not None
        assert (found.versions[0].share.figure is None) is hidden, held_out


def test_its_hashes_are_keyed_and_its_numbers_are_accounted_for() -> None:
    safe = released().payload.messages
    assert safe is not None
    share = safe.versions[0].share.figure
    own = report().messages
    assert share is not None
    assert own is not None
    assert share.data_hash != own.versions[0].share.data_hash
    assert share.data_hash in released().data_hashes
    without = release.impact(replace(report(), messages=None), today=OVER, key=b"kyc")
    assert released().cells == without.cells + 3


def test_a_published_folder_gives_the_same_bytes_and_counts_the_ratio_again(tmp_path) -> None:
    sealed = release.public_plan(plan())
    assert sealed.draw == plan().draw
    files = prove.published(released(), sealed)
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(data)
    again, _ = prove.read_published(tmp_path)
    assert prove.render_pdf(again, "en") == files["impact-en.pdf"]
    assert prove.render_page(again, "sq").encode() == files["impact-sq.html"]
    counted = [one for one in prove.recount(again) if "debt-a to contract-a" in one.what]
    assert [one.holds for one in counted] == [True]
    share = again.payload.messages.versions[0]
    wrong = replace(
        share, share=replace(share.share, figure=replace(share.share.figure, value=0.5))
    )
    forged = replace(again.payload.messages, versions=(wrong, *again.payload.messages.versions[1:]))
    said = prove.recount(replace(again, payload=replace(again.payload, messages=forged)))
    assert not all(one.holds for one in said if "debt-a to contract-a" in one.what)


def test_made_up_counts_by_version_are_the_made_up_visits_and_say_so() -> None:
    counts = results().delivery.visits.counts
    by = {event: sum(one.count for one in counts if one.event is event) for event in Event}
    assert by[Event.SHOWN] == by[Event.VISIT]
    assert 0 < by[Event.WORKED] < by[Event.HELP]
    assert report().messages is not None
    assert all(one.share.made_up for one in report().messages.versions)
    bare = replace(plan(), draw=None)
    made = delivery(bare, rng=np.random.default_rng(1))
    assert drawn(bare, made, ratio=2.0, rng=np.random.default_rng(2)) == made


def test_only_counts_of_the_campaigns_days_are_compared() -> None:
    late = VisitCount(campaign=plan().campaign, place="", version="debt-a", event=Event.WORKED,
                      day=WINDOW.end + timedelta(days=1), count=500)  # fmt: skip
    made = results().delivery
    with_it = replace(made, visits=replace(made.visits, counts=(*made.visits.counts, late)))
    assert prove.impact(plan(), replace(results(), delivery=with_it)).messages == report().messages
