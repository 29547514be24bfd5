"""Versions drawn on our own page are compared at the plan's looks, and never between them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import binom

import made_commands
from beforehand import campaign, charts, prove, store
from beforehand.home import Home
from beforehand.records.reach import Event, VisitCount, Visits
from beforehand.refusals import LookNotYet, NoSuchLook, NothingDrawn
from beforehand.stats.looks import draw_is_fair, look_weights, ratio_looks
from beforehand.web.drop import Tick, open_drop
from made_campaign import WINDOW, a_plan

VERSIONS = ("debt-a", "contract-a")
DRAW = campaign.message_draw(VERSIONS, WINDOW, looks=4)
PLAN = replace(a_plan(), campaign="pune", messages=campaign.example_messages(), draw=DRAW)
OVER = WINDOW.end + timedelta(days=1)


def visits(worked: dict[str, int], shown: int = 40, days: int = 28) -> Visits:
    """So many shown and so many taps a version on every day."""
    return Visits(campaign="pune", counts=tuple(
        VisitCount(campaign="pune", place="", version=version, event=event, count=count,
                   day=WINDOW.start + timedelta(days=day))
        for day in range(days) for version in VERSIONS
        for event, count in ((Event.SHOWN, shown), (Event.WORKED, worked[version]))
    ))  # fmt: skip


def test_a_version_that_works_better_is_named_with_its_ratio_at_all_looks() -> None:
    found = prove.drawn_creatives(PLAN, visits({"debt-a": 8, "contract-a": 4}), OVER)
    [pair] = found.pairs
    assert (pair.better, found.looks, found.level) == ("debt-a", 4, 0.95)
    assert pair.ratio is not None
    assert pair.ratio.value == pytest.approx(2.0)
    assert pair.ratio.interval is not None
    assert 1 < pair.ratio.interval.low < 2 < pair.ratio.interval.high
    assert [(one.share.numerator, one.share.denominator) for one in found.versions] == [
        (224, 1120), (112, 1120)
    ]  # fmt: skip


def test_versions_alike_read_we_cannot_tell() -> None:
    [pair] = prove.drawn_creatives(PLAN, visits({"debt-a": 5, "contract-a": 5}), OVER).pairs
    assert pair.better == ""
    assert "We cannot tell" in str(pair.sentence)


@pytest.mark.parametrize(("day", "look"), [(7, 1), (13, 1), (14, 2), (27, 3), (28, 4), (400, 4)])
def test_between_two_looks_the_answer_is_the_last_ones(day: int, look: int) -> None:
    today = WINDOW.start + timedelta(days=day)
    counts = visits({"debt-a": 8, "contract-a": 4})
    found = prove.drawn_creatives(PLAN, counts, today)
    assert found.looks == look
    assert found == prove.drawn_creatives(PLAN, counts, OVER, look)
    assert found.versions[0].share.denominator == 40 * 7 * look


@pytest.mark.parametrize(("day", "look"), [(0, None), (6, None), (8, 2)])
def test_no_look_is_taken_early(day: int, look: int | None) -> None:
    with pytest.raises(LookNotYet, match="4 looks"):
        prove.drawn_creatives(PLAN, visits({"debt-a": 8, "contract-a": 4}),
                              WINDOW.start + timedelta(days=day), look)  # fmt: skip


@pytest.mark.parametrize("look", [0, 5])
def test_a_look_that_the_plan_does_not_have_is_never_taken(look: int) -> None:
    with pytest.raises(NoSuchLook, match="4 looks and no look"):
        prove.drawn_creatives(PLAN, visits({"debt-a": 8, "contract-a": 4}), OVER, look)


def test_an_interval_says_on_which_side_of_no_change_it_lies() -> None:
    counts = visits({"debt-a": 8, "contract-a": 4})
    ratio = prove.drawn_creatives(PLAN, counts, OVER).pairs[0].ratio
    assert ratio is not None
    assert ratio.interval is not None
    for low, high, said in ((1.02, 2.44, "1.02–2.44"), (1.0, 2.44, "1.0–2.4"),
                            (0.52, 0.97, "0.52–0.97"), (0.52, 2.0, "0.5–2.0")):  # fmt: skip
        shown = replace(ratio, interval=replace(ratio.interval, low=low, high=high))
        assert str(charts.span(shown)) == said


def test_a_plan_without_a_draw_has_nothing_to_compare() -> None:
    with pytest.raises(NothingDrawn):
        prove.drawn_creatives(a_plan(), visits({"debt-a": 1, "contract-a": 1}), OVER)


def test_a_draw_that_was_none_and_taps_of_nobody_name_no_version() -> None:
    counts = visits({"debt-a": 8, "contract-a": 4})
    uneven = tuple(
        replace(one, count=60) if one.event is Event.SHOWN and one.version == "debt-a" else one
        for one in counts.counts
    )
    found = prove.drawn_creatives(PLAN, replace(counts, counts=uneven), OVER)
    assert [one.better for one in found.pairs] == [""]
    assert "not shown equally often" in str(found.warnings[0])
    forged = prove.drawn_creatives(PLAN, visits({"debt-a": 41, "contract-a": 4}), OVER)
    assert (forged.pairs[0].better, forged.pairs[0].ratio) == ("", None)
    assert "More tapped" in str(forged.warnings[0])


def test_versions_and_days_that_the_draw_does_not_have_are_not_counted() -> None:
    counts = visits({"debt-a": 8, "contract-a": 4})
    first = counts.counts[0]
    strange = (replace(first, version="family-a"), replace(first, day=OVER, count=10**6))
    with_them = replace(counts, counts=(*counts.counts, *strange))
    assert prove.drawn_creatives(PLAN, with_them, OVER) == prove.drawn_creatives(PLAN, counts, OVER)


def test_three_versions_share_the_error_rate_among_their_pairs() -> None:
    three = replace(DRAW, versions=(*VERSIONS, "family-a"))
    counts = visits({"debt-a": 8, "contract-a": 4})
    more = tuple(replace(one, version="family-a") for one in counts.counts
                 if one.version == "debt-a")  # fmt: skip
    found = prove.drawn_creatives(
        replace(PLAN, draw=three), replace(counts, counts=(*counts.counts, *more)), OVER
    )
    assert len(found.pairs) == 3
    assert all(one.p_adjusted == pytest.approx(min(1, 3 * one.p)) for one in found.pairs)


def test_one_look_is_the_exact_binomial_test_and_its_interval() -> None:
    found = ratio_looks([[1000, 1000]], [[30, 12]], [1.0], 0.05)
    assert float(found.p) == pytest.approx(2 * binom.sf(29, 42, 0.5))
    low, high = (
        float(found.low) / (1 + float(found.low)),
        float(found.high) / (1 + float(found.high)),
    )
    assert binom.sf(29, 42, low) == pytest.approx(0.025)
    assert binom.cdf(30, 42, high) == pytest.approx(0.025)
    nobody = ratio_looks([[10, 10]], [[0, 0]], [1.0], 0.05)
    assert (float(nobody.p), float(nobody.low), float(nobody.high)) == (1.0, 0.0, np.inf)


def test_half_of_the_error_is_kept_for_the_last_look() -> None:
    for looks in (1, 2, 4, 12):
        weights = look_weights(looks)
        assert weights.sum() == pytest.approx(1)
        assert weights[-1] == (1 if looks == 1 else 0.5)


def test_over_all_looks_the_error_stays_under_the_one_stated_and_the_interval_covers() -> None:
    """Simulated: no difference, four looks, eight settings of 3,000 campaigns each."""
    rng, runs = np.random.default_rng(20261128), 3000
    most = 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)
    for visitors in (100, 2000):
        for share in (0.01, 0.05, 0.3, 0.6):
            once = rng.binomial(visitors, 0.5, (runs, 4))
            shown = np.stack((once, visitors - once), -1)
            tapped = rng.binomial(shown, share).cumsum(1)
            found = ratio_looks(shown.cumsum(1), tapped, look_weights(4), 0.05)
            wrong = found.p <= 0.05
            assert wrong.mean() <= most
            assert (wrong == ((found.low > 1) | (found.high < 1))).all()


def test_days_that_differ_and_people_who_come_again_do_not_raise_the_error() -> None:
    """Each visit draws anew, so that who comes twice, and when, favours no version."""
    rng, runs = np.random.default_rng(7), 4000
    shares = rng.beta(1, 9, (runs, 4, 60)).repeat(5, axis=-1)  # sixty people, five visits each
    second = rng.random(shares.shape) < 0.5
    taps = rng.random(shares.shape) < shares
    shown = np.stack(((~second).sum(-1), second.sum(-1)), -1).cumsum(1)
    tapped = np.stack((taps & ~second, taps & second), -1).sum(-2).cumsum(1)
    found = ratio_looks(shown, tapped, look_weights(4), 0.05)
    assert (found.p <= 0.05).mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)


def test_a_draw_with_equal_chances_is_hardly_ever_disbelieved() -> None:
    rng = np.random.default_rng(3)
    assert np.mean([draw_is_fair(rng.multinomial(500, [1 / 3] * 3)) for _ in range(1000)]) > 0.99
    assert not draw_is_fair([600, 400])
    assert draw_is_fair([0, 0])


def test_the_command_reads_what_the_page_counted_and_refuses_an_early_look(tmp_path) -> None:
    home, today = Home(tmp_path), date.today()
    window = replace(WINDOW, start=today - timedelta(10), end=today + timedelta(17))
    plan = replace(PLAN, window=window, draw=campaign.message_draw(VERSIONS, window, looks=4))
    store.save(home, plan)

    def ask(*also: str):
        return made_commands.run(tmp_path, "prove", "creatives", "--from-site", plan.id[:8],
                                 *also, "--format", "json", home=tmp_path)  # fmt: skip

    assert "has shown no version" in ask().stderr
    drop = open_drop(home.drop)
    drop.add_counts({
        Tick("pune", "", version, window.start + timedelta(day), event): count
        for day, times in ((1, 1), (9, 100))
        for version, taps in (("debt-a", 60), ("contract-a", 20))
        for event, count in ((Event.SHOWN, 500 * times), (Event.WORKED, taps * times))
    })  # fmt: skip
    drop.close()

    answer = json.loads(ask().stdout)
    assert (answer["looks"], answer["worked"], len(answer["planned"])) == (1, "help", 4)
    assert answer["versions"][0]["visits"] == 500, "what came after the look is not read"
    assert answer["pairs"][0]["better"] == "debt-a"
    assert answer["pairs"][0]["ratio"] == pytest.approx(3.0)
    early = ask("--look", "2")
    assert early.returncode == 3
    assert "Ask again after" in early.stderr
    assert ask("--drawn", "page").returncode == 2
