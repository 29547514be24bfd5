"""A trend read closely: provisional and revised periods, shifts, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from beforehand import understand
from beforehand.records.cases import CaseTable
from beforehand.records.readings import SeasonAnswer, TrendReading
from made_cases import case, published

AL_GB = understand.parse_route("AL:GB")


def table(folder: Path, counts: list[int], edition: str = "1", first: int = 2018) -> CaseTable:
    """One cell a quarter, from the first quarter of ``first`` on."""
    folder = folder / edition
    folder.mkdir(parents=True)
    rows = [
        case(people=people, registered_year=first + at // 4, registered_quarter=at % 4 + 1)
        for at, people in enumerate(counts)
        if people
    ]
    made = published(folder, rows)
    return replace(made, submissions=(replace(made.submissions[0], edition=edition),))


def said(told: TrendReading) -> str:
    return " ".join(map(str, told.says))


def test_a_revised_period_keeps_every_number_with_its_edition(tmp_path: Path) -> None:
    first = table(tmp_path, [100, 100, 100, 60], "2018-Q4")
    second = table(tmp_path, [100, 100, 104, 98, 55], "2019-Q1")
    told = understand.read_trend((first, second), AL_GB)
    last = told.periods[3]
    assert last.people.value == 98
    assert [(was.edition, was.people.value) for was in last.earlier] == [("2018-Q4", 60)]
    assert told.periods[4].earlier == ()
    assert "2018 Q4 was 60 people in edition 2018-Q4 and is 98 people now." in said(told)


def test_as_many_periods_are_provisional_as_editions_were_later_revised(tmp_path: Path) -> None:
    first = table(tmp_path, [100, 100, 100, 60], "a")
    second = table(tmp_path, [100, 100, 104, 98, 55], "b")
    told = understand.read_trend((first, second), AL_GB)
    fresh = [one.period for one in told.periods if one.provisional]
    assert fresh == ["2018 Q4", "2019 Q1"]
    unrevised = table(tmp_path, [9, 9, 9], "c"), table(tmp_path, [9, 9, 9, 9], "d")
    never = understand.read_trend(unrevised, AL_GB)
    assert [one.period for one in never.periods if one.provisional] == ["2018 Q4"]


def test_without_earlier_editions_the_last_two_periods_are_provisional(tmp_path: Path) -> None:
    told = understand.read_trend((table(tmp_path, [5] * 6),), AL_GB)
    assert [one.provisional for one in told.periods] == [False] * 4 + [True] * 2


def test_a_shift_of_level_is_found_and_told_with_both_levels(tmp_path: Path) -> None:
    counts = [20, 22, 19, 21, 18, 20, 41, 38, 40, 42, 39, 41]
    told = understand.read_trend((table(tmp_path, counts),), AL_GB)
    (shift,) = told.shifts
    assert shift.period == "2019 Q3"
    assert (round(shift.before.value), round(shift.after.value)) == (20, 40)
    assert shift.p_value <= 0.01
    assert shift.before.interval is not None
    assert "from 20 to 40 people a period" in said(told)


def test_nothing_is_told_of_fewer_than_eight_periods_or_of_less_than_four_years(
    tmp_path: Path,
) -> None:
    short = understand.read_trend((table(tmp_path, [5, 5, 5, 90, 90, 90, 90], "a"),), AL_GB)
    assert short.shifts == ()
    assert "fewer than eight periods" in said(short)
    assert short.season.answer is SeasonAnswer.CANNOT_TELL
    longer = understand.read_trend((table(tmp_path, [30, 20, 20, 20] * 3, "b"),), AL_GB)
    assert longer.season.answer is SeasonAnswer.CANNOT_TELL
    assert longer.season.quarters == ()


def test_a_season_is_told_by_its_quarter_wherever_the_series_begins(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    counts = [int(n) for n in rng.poisson(np.array([260, 200, 200, 140] * 6))][1:]
    rows = [0, *counts]  # begins in the second quarter
    told = understand.read_trend((table(tmp_path, rows),), AL_GB)
    assert told.periods[0].period == "2018 Q2"
    assert told.season.answer is SeasonAnswer.YES
    factors = {name: figure.value for name, figure in told.season.quarters}
    assert max(factors, key=lambda name: factors[name]) == "Q1"
    assert min(factors, key=lambda name: factors[name]) == "Q4"


def test_a_steady_rise_is_told_as_a_trend_and_not_as_steps(tmp_path: Path) -> None:
    rising = [round(20 * 1.08**at) for at in range(40)]
    told = understand.read_trend((table(tmp_path, rising),), AL_GB)
    assert told.steady
    assert "It rose throughout" in said(told)


def test_every_figure_can_be_counted_again(tmp_path: Path) -> None:
    cases = table(tmp_path, [20] * 8 + [45] * 12)
    told = understand.read_trend((cases,), AL_GB)
    for figure in understand.every_figure(told):
        assert understand.recompute(figure, cases) == figure


def test_counts_of_under_eleven_are_not_told_in_a_sentence(tmp_path: Path) -> None:
    told = understand.read_trend((table(tmp_path, [1, 2, 1, 2, 1, 9, 8, 9, 8, 9]),), AL_GB)
    assert told.shifts
    assert not any(f" {n} " in said(told) for n in range(1, 11))


@pytest.mark.parametrize("people", [[], [4]])
def test_a_series_too_short_for_anything_is_still_read(tmp_path: Path, people: list[int]) -> None:
    rows = [case(people=3)] if not people else [case(people=4, registered_year=2020)]
    told = understand.read_trend((published(tmp_path, rows),), AL_GB)
    assert len(told.periods) == len(people)
    assert told.shifts == ()
