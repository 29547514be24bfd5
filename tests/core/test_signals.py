"""Early signals of a route: every code looked at, the last period against its past."""

from __future__ import annotations

from pathlib import Path

import pytest

from beforehand import understand
from beforehand.records.cases import CaseTable
from beforehand.records.signals import EarlySignals, Signal
from beforehand.refusals import TooFewPeriods
from made_cases import case, published

AL_GB = understand.parse_route("AL:GB")


def table(folder: Path, tiktok: list[int]) -> CaseTable:
    """Twenty other people a quarter, and so many recruited through TikTok."""
    rows = []
    for at, people in enumerate(tiktok):
        when = {"registered_year": 2022 + at // 4, "registered_quarter": at % 4 + 1}
        rows.append(case(people=20, gender="Masculine", exploitation=["ForcedLabour"], **when))
        if people:
            rows.append(case(people=people, recruitment_platform=["TikTok"], **when))
    return published(folder, rows)


def one(told: EarlySignals, field: str, code: str) -> Signal:
    return next(each for each in told.series if (each.field, each.code) == (field, code))


def test_a_code_that_rises_is_called_and_told(tmp_path: Path) -> None:
    told = understand.signals(table(tmp_path, [4, 5, 3, 4, 5, 4, 4, 5, 26]), AL_GB)
    found = one(told, "recruitment_platform", "TikTok")
    assert found.called
    assert told.series[0] is found
    assert (found.now.value, round(found.expected.value)) == (26, 4)
    assert not one(told, "gender", "Masculine").called
    assert "TikTok, 26 people, where" in str(told.says)
    assert told.period == "2024 Q1"
    assert told.past == 8


def test_a_past_look_can_be_taken_again_and_reads_nothing_later(tmp_path: Path) -> None:
    cases = table(tmp_path, [4, 5, 3, 4, 5, 4, 4, 5, 26])
    told = understand.signals(cases, AL_GB, "2023 Q4")
    assert told.period == "2023 Q4"
    assert not any(each.called for each in told.series)
    assert "Nothing in 2023 Q4" in str(told.says)


def test_a_code_never_seen_before_is_called_from_enough_people_on(tmp_path: Path) -> None:
    told = understand.signals(table(tmp_path, [0] * 8 + [14]), AL_GB)
    assert one(told, "recruitment_platform", "TikTok").called


def test_too_short_a_past_is_refused(tmp_path: Path) -> None:
    cases = table(tmp_path, [4] * 6)
    with pytest.raises(TooFewPeriods):
        understand.signals(cases, AL_GB)
    with pytest.raises(TooFewPeriods):
        understand.signals(cases, AL_GB, "1999 Q1")


def test_every_figure_can_be_counted_again(tmp_path: Path) -> None:
    cases = table(tmp_path, [4, 5, 3, 4, 5, 4, 4, 5, 26])
    for figure in understand.every_figure(understand.signals(cases, AL_GB, "2023 Q4")):
        assert understand.recompute(figure, cases) == figure
