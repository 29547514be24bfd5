"""Rates by area: every area of the country, against who lives there."""

from __future__ import annotations

from pathlib import Path

import pytest

from beforehand import gazetteer, understand
from beforehand.refusals import NoPlacesToCompare, TooFewCases, UnknownField
from made_cases import case, partners_cases, published

AL_GB = understand.parse_route("AL:GB")
YEAR = {"registered_year": 2023, "registered_quarter": 1}


def from_area(code: str, people: int) -> dict:
    return case(people=people, origin_area=code, citizenship=["AL"], **YEAR)


def test_rates_are_of_residents_and_every_area_is_listed(tmp_path: Path) -> None:
    cases = published(tmp_path, [from_area("AL-07", 40), from_area("AL-11", 40), case(people=6)])
    told = understand.hotspots(cases, AL_GB)
    assert len(told.areas) == 12
    assert told.unplaced == 6
    kukes = next(one for one in told.areas if one.area == "AL-07")
    living = gazetteer.county_population("AL-07")[2023]
    assert (kukes.raw.numerator, kukes.raw.denominator) == (40, living)
    assert kukes.raw.value == pytest.approx(1e5 * 40 / living)
    assert told.areas[0].area == "AL-07"
    assert kukes.above
    assert sum(one.in_top.value for one in told.areas) == pytest.approx(5)
    assert "Kukës is highest" in str(told.says)


def test_an_area_of_five_people_does_not_top_the_police_areas(tmp_path: Path) -> None:
    rows = [
        case(people=5, partner="City of London Police", exploitation_area="E23000034"),
        case(people=300, exploitation_area="E23000014"),
        case(people=300, exploitation_area="E23000010"),
    ]
    told = understand.hotspots(published(tmp_path, rows), AL_GB, "exploitation")
    city = next(one for one in told.areas if one.area == "E23000034")
    assert max(told.areas, key=lambda one: one.raw.value) is city
    assert told.areas[0] is not city


def test_regions_are_taken_where_what_is_recorded_is_no_smaller(tmp_path: Path) -> None:
    rows = [case(people=20, exploitation_area="E12000003"),
            case(people=20, exploitation_area="E23000014")]  # fmt: skip
    told = understand.hotspots(published(tmp_path, rows), AL_GB, "exploitation")
    assert told.kind == "region"
    assert sum(one.people.numerator or 0 for one in told.areas) == 40


def test_every_figure_can_be_counted_again_to_the_last_digit(tmp_path: Path) -> None:
    cases = partners_cases(tmp_path, [from_area("AL-07", 1) | {"row_id": str(i)} for i in range(9)])
    told = understand.hotspots(cases, AL_GB, top=3)
    for figure in list(understand.every_figure(told))[:9]:
        assert understand.recompute(figure, cases) == figure


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(people=5)])
    with pytest.raises(TooFewCases):
        understand.hotspots(cases, AL_GB)
    with pytest.raises(UnknownField):
        understand.hotspots(cases, AL_GB, "transit")
    far = published(tmp_path, [case(people=5, citizenship=["VN"])])
    with pytest.raises(NoPlacesToCompare):
        understand.hotspots(far, understand.parse_route("VN:GB"))
