"""The real table shows by itself what the programme is about."""

from __future__ import annotations

from datetime import date

import pytest

from beforehand import store, understand
from beforehand.records.cases import CaseTable
from beforehand.records.figure import Meaning
from beforehand.records.people import SHELL
from made_pool import referrals

TODAY = date(2026, 1, 5)
AL_GB = understand.parse_route("AL:GB")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> CaseTable:
    return store.open_cases(referrals(tmp_path_factory.mktemp("home"), TODAY), SHELL)


def shares(cases: CaseTable, field: str, where: tuple[str, str] | None = None) -> dict[str, float]:
    told = understand.profile(cases, AL_GB, (field,), where=where).fields[0]
    return {share.code: round(100 * share.figure.value, 1) for share in told.of_everyone}


def test_people_with_sole_and_with_any_albanian_citizenship(cases: CaseTable) -> None:
    assert understand.profile(cases, AL_GB).people.value == 7_659
    some = understand.parse_route("AL:GB", "any")
    assert understand.profile(cases, some).people.value == 7_733


def test_the_headline_shares_are_of_everyone(cases: CaseTable) -> None:
    assert shares(cases, "gender")["Masculine"] == 87.2
    exploitation = shares(cases, "exploitation")
    assert (exploitation["ForcedLabour"], exploitation["ForcedCriminality"]) == (62.1, 46.6)
    told = understand.profile(cases, AL_GB, ("exploitation",)).fields[0]
    crime = next(one.figure for one in told.of_everyone if one.code == "ForcedCriminality")
    assert (crime.numerator, crime.denominator, crime.unknown) == (3_566, 7_659, 758)
    assert crime.interval is not None
    assert crime.complete_count
    assert crime.interval.meaning is Meaning.PROCESS
    assert (round(crime.interval.low or 0, 3), round(crime.interval.high or 0, 3)) == (0.454, 0.477)


def test_men_among_those_exploited_through_labour(cases: CaseTable) -> None:
    assert shares(cases, "gender", ("exploitation", "ForcedLabour"))["Masculine"] == 95.9


def test_each_kind_of_partner_sees_a_different_crime(cases: CaseTable) -> None:
    told = understand.compare(cases, AL_GB)
    seen = {one.group: round(100 * one.figure.value, 1) for one in told.groups}
    assert seen == {
        "LawEnforcement": 86.9,
        "CentralGovernmentOrganisation": 41.7,
        "NGO": 39.3,
        "LocalGovernmentOrganisation": 27.0,
    }
    assert round(100 * told.pool.value, 1) == 46.6
    assert all(one.differs for one in told.groups)
    assert "86.9%" in str(understand.says_comparison(told))


def test_single_partners_add_up_to_everyone(cases: CaseTable) -> None:
    told = understand.compare(cases, AL_GB, "partner")
    assert sum(one.figure.denominator or 0 for one in told.groups) == 7_659
    assert sum(one.figure.numerator or 0 for one in told.groups) == 3_566


def test_the_peak_is_the_first_quarter_of_2023(cases: CaseTable) -> None:
    told = understand.trend(cases, AL_GB)
    people = {point.period: point.people.value for point in told.points}
    assert people["2023 Q1"] == max(people.values()) == 1_452
    assert sum(people.values()) == 7_659
    assert told.undated == 0


def test_the_reading_says_that_citizenship_is_a_proxy(cases: CaseTable) -> None:
    reading = str(understand.profile(cases, AL_GB).basis.reading)
    assert "as a proxy" in reading
    assert "Albania" in reading
    assert "referred" in reading


def test_where_police_referred_them(cases: CaseTable) -> None:
    told = understand.routes(cases, AL_GB)
    assert sum(leg.people.value for leg in told.responders) == 7_659
    placed = sum(leg.people.value for leg in told.responders if leg.exploitation_area)
    assert 800 < placed < 926


def test_published_figures_can_be_counted_again(cases: CaseTable) -> None:
    figure = understand.compare(cases, AL_GB).groups[0].figure
    assert understand.recompute(figure, cases) == figure


def test_the_first_sentence_promises_nationality_and_possible_victims_and_no_more(
    cases: CaseTable,
) -> None:
    said = str(understand.says_profile(understand.profile(cases, AL_GB)))
    assert said == (
        "7,659 people with citizenship of Albania, referred in the United Kingdom as possible "
        "victims, 2022 Q2 to 2023 Q4."
    )


def test_men_among_labour_cases_by_each_definition(cases: CaseTable) -> None:
    told = understand.definitions(cases, AL_GB)
    men = {one.definition.key: round(100 * one.inside[0].figure.value, 1) for one in told.answers}
    assert men["nrm"] == 95.9
    assert men["htcds"] == 95.9
    assert men["nrm-2018"] != men["nrm"]
    assert "95.9%" in str(told.says)
