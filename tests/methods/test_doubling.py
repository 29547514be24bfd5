"""Weeks, money and history in which a rollout finds a doubling: searched, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from beforehand import campaign, gazetteer
from beforehand.campaign.power import WINDOWS
from beforehand.records.codec import from_json, to_json
from beforehand.records.plan import DesignKind, Plan, PowerNote
from beforehand.words import speak
from core.test_campaign_plan import NEED, TODAY, request
from methods.test_lots_designs import past


def rollout(rate: float, weeks: int = 9, history: int = 26, waves: int = 4) -> Plan:
    """Twelve counties in waves, with so many contacts a place and week before."""
    asked = request(kind="county", design=DesignKind.STEPPED, waves=waves, budget_eur=900)
    window = replace(asked.window, end=asked.window.start + timedelta(weeks=weeks, days=-1))
    codes = [one.code for one in gazetteer.places("county", "AL")]
    before = past(window.start, codes, weeks=history, rate=rate)
    return campaign.plan(replace(asked, window=window, history=before), NEED, today=TODAY)


def test_a_short_rollout_says_how_many_weeks_and_euro_a_doubling_takes() -> None:
    made = rollout(0.7)
    note = made.power
    assert note.weeks_for_doubling is not None
    assert 9 < note.weeks_for_doubling <= WINDOWS[-1]
    assert note.budget_for_doubling_eur == pytest.approx(100 * note.weeks_for_doubling)
    said = speak(campaign.doubling_words(note) or "")
    assert f"in {note.weeks_for_doubling} weeks, for {100 * note.weeks_for_doubling:,} euro" in said
    assert from_json(Plan, to_json(made)) == made


def test_the_weeks_found_are_enough_and_those_before_them_are_not() -> None:
    weeks = rollout(0.7).power.weeks_for_doubling or 0
    at = rollout(0.7, weeks=weeks).power
    shorter = rollout(0.7, weeks=WINDOWS[WINDOWS.index(weeks) - 1]).power
    double = at.ratios.index(2.0)
    assert at.rejected[double] > 0.76
    assert shorter.rejected[double] < 0.84


def test_the_weeks_never_contradict_the_smallest_ratio_that_the_plan_states() -> None:
    for weeks in (9, 13, 18):
        note = rollout(0.7, weeks=weeks).power
        enough = (note.minimum_detectable_ratio or 99) <= 2
        assert enough == ((note.weeks_for_doubling or 99) <= weeks)
        assert not (enough and note.history_for_doubling_weeks)


def test_a_rollout_that_can_never_find_a_doubling_says_so_plainly() -> None:
    note = rollout(0.03).power
    assert (note.weeks_for_doubling, note.budget_for_doubling_eur) == (None, None)
    said = speak(campaign.doubling_words(note) or "")
    assert "A doubling cannot be reached with these places: not in 52 weeks" in said


def test_nothing_is_said_of_a_doubling_where_nothing_was_tried() -> None:
    old = PowerNote(minimum_detectable_ratio=3.0, power=0.8, level=0.05, simulations=500)
    assert campaign.doubling_words(old) is None
    with_history = replace(
        old, longest_window_weeks=52, history_for_doubling_weeks=52, window_weeks=16.0
    )
    said = speak(campaign.doubling_words(with_history) or "")
    assert said == ("A doubling would be found in the 16 weeks planned, with 52 weeks of history.")
