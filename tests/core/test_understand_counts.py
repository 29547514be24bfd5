"""Profiles, comparisons, places and trends of tables small enough to count by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from beforehand import understand
from beforehand.records.figure import Figure, Meaning
from beforehand.records.picture import FieldProfile, Profile
from beforehand.refusals import (
    EmptyPool,
    TooFewCases,
    UnknownCode,
    UnknownField,
    UnknownRoute,
)
from made_cases import case, partners_cases, published

AL_GB = understand.parse_route("AL:GB")


def field(told: Profile, name: str) -> FieldProfile:
    found = understand.field_of(told, name)
    assert found is not None
    return found


def counts(told: FieldProfile) -> dict[str, int | None]:
    return {share.code: share.figure.numerator for share in told.of_everyone}


def test_a_published_cell_counts_for_its_people(tmp_path: Path) -> None:
    cases = published(
        tmp_path, [case(people=7, gender="Masculine"), case(people=3, gender="Feminine")]
    )
    told = understand.profile(cases, AL_GB)
    assert told.people.value == 10
    assert counts(field(told, "gender")) == {"Masculine": 7, "Feminine": 3}


def test_unknowns_stay_below_the_line_and_are_counted_apart(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(people=4, exploitation=["ForcedLabour"]),
            case(people=6, exploitation=None),
            case(people=2, exploitation=[]),
        ],
    )
    told = field(understand.profile(cases, AL_GB), "exploitation")
    everyone, recorded = told.of_everyone[0].figure, told.of_recorded[0].figure
    assert (everyone.numerator, everyone.denominator, everyone.unknown) == (4, 12, 6)
    assert (recorded.numerator, recorded.denominator) == (4, 6)


def test_somebody_with_two_codes_counts_for_both(tmp_path: Path) -> None:
    both = case(exploitation=["ForcedLabour", "ForcedCriminality", "ForcedLabour"])
    told = field(understand.profile(published(tmp_path, [both]), AL_GB), "exploitation")
    assert counts(told) == {"ForcedLabour": 1, "ForcedCriminality": 1}
    assert told.several


def test_two_linked_rows_are_one_person_with_their_codes_united(tmp_path: Path) -> None:
    cases = partners_cases(
        tmp_path,
        [
            case(row_id="a", control=["DebtBondage"], gender="Masculine"),
            case(row_id="b", control=["FalsePromises"], partner="South"),
            case(row_id="c", control=["DebtBondage"], gender="Masculine"),
        ],
        [("a", "p"), ("b", "p"), ("c", "q")],
    )
    told = understand.profile(cases, AL_GB)
    assert (told.people.value, told.rows) == (2, 3)
    assert counts(field(told, "control")) == {"DebtBondage": 2, "FalsePromises": 1}
    assert counts(field(told, "gender")) == {"Masculine": 2}


def test_a_value_on_which_a_persons_rows_disagree_is_unknown_and_reported(tmp_path: Path) -> None:
    cases = partners_cases(
        tmp_path,
        [
            case(row_id="a", gender="Masculine"),
            case(row_id="b", gender="Feminine", partner="South"),
            case(row_id="c", gender="Masculine"),
        ],
        [("a", "p"), ("b", "p"), ("c", "q")],
    )
    told = field(understand.profile(cases, AL_GB), "gender")
    assert counts(told) == {"Masculine": 1}
    assert (told.unknown, told.disagree) == (1, 1)


def test_a_person_counts_once_for_each_partner_that_saw_them(tmp_path: Path) -> None:
    cases = partners_cases(
        tmp_path,
        [
            case(row_id="a", exploitation=["ForcedCriminality"]),
            case(row_id="b", exploitation=["ForcedLabour"], partner="South"),
            case(row_id="c", exploitation=["ForcedLabour"], partner="South"),
        ],
        [("a", "p"), ("b", "p"), ("c", "q")],
    )
    told = understand.compare(cases, AL_GB, "partner")
    seen = {g.group: (g.figure.numerator, g.figure.denominator) for g in told.groups}
    assert seen == {"North": (1, 1), "South": (0, 2)}
    assert (told.pool.numerator, told.pool.denominator) == (1, 2)


def test_origin_is_the_area_where_recorded_and_citizenship_where_not(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(people=1, origin_area="AL-07", citizenship=["XK"]),
            case(people=2, origin_area="XK-01", citizenship=["AL"]),
            case(people=4, citizenship=["AL"]),
            case(people=8, citizenship=["AL", "GR"]),
            case(people=16, citizenship=None),
        ],
    )
    assert understand.profile(cases, AL_GB).people.value == 1 + 4
    assert understand.profile(cases, understand.parse_route("AL:GB", "any")).people.value == 13


def test_destination_is_where_exploited_and_where_referred_if_that_is_not_known(
    tmp_path: Path,
) -> None:
    cases = published(
        tmp_path,
        [
            case(people=1, exploitation_country="GB", referral_country=None),
            case(people=2, exploitation_country="FR"),
            case(people=4),
        ],
    )
    assert understand.profile(cases, AL_GB).people.value == 5


def test_ages_become_bands_and_a_band_across_a_limit_gives_bounds(tmp_path: Path) -> None:
    at = {"age_basis": "at_exploitation"}
    cases = published(
        tmp_path,
        [
            case(people=10, age_from=20, age_to=24, **at),
            case(people=5, age_from=30, age_to=38, **at),
            case(people=3, age_from=0, age_to=17, **at),
            case(people=2, age_from=16, age_to=19, **at),
            case(people=4, age_from=40, age_to=40, age_basis="at_registration"),
        ],
    )
    told = field(understand.profile(cases, AL_GB), "age")
    assert counts(told) == {"adult": 15, "18-34": 10, "child": 3}
    assert told.unknown == 2 + 4
    young = next(share.figure for share in told.of_everyone if share.code == "18-34")
    assert young.interval is not None
    assert young.interval.high is not None
    assert young.interval.high > (10 + 5 + 2) / 24


def test_gender_not_specified_is_not_known(tmp_path: Path) -> None:
    rows = [case(people=3, gender="NonSpecifiedUnknown"), case(people=1, gender="Feminine")]
    told = field(understand.profile(published(tmp_path, rows), AL_GB), "gender")
    assert (counts(told), told.unknown) == ({"Feminine": 1}, 3)


def test_a_cross_filter_asks_only_people_with_that_code(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(people=9, gender="Masculine", exploitation=["ForcedLabour"]),
            case(people=1, gender="Feminine", exploitation=["ForcedLabour", "Servitude"]),
            case(people=5, gender="Feminine"),
        ],
    )
    where = ("exploitation", "ForcedLabour")
    told = understand.profile(cases, AL_GB, ("gender",), where=where)
    assert told.people.value == 10
    assert counts(told.fields[0]) == {"Masculine": 9, "Feminine": 1}


def test_a_period_without_people_is_nought_and_not_missing(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(people=2, registered_year=2022, registered_quarter=4),
            case(people=3, registered_year=2023, registered_quarter=2),
            case(people=1),
        ],
    )
    told = understand.trend(cases, AL_GB)
    points = [(point.period, point.people.value) for point in told.points]
    assert points == [("2022 Q4", 2), ("2023 Q1", 0), ("2023 Q2", 3)]
    assert told.undated == 1
    assert told.basis.period == ("2022 Q4", "2023 Q2")


def test_a_person_registered_twice_counts_when_first_seen(tmp_path: Path) -> None:
    cases = partners_cases(
        tmp_path,
        [
            case(row_id="a", registered_year=2023, registered_quarter=3),
            case(row_id="b", registered_year=2024, registered_quarter=1),
        ],
        [("a", "p"), ("b", "p")],
    )
    told = understand.trend(cases, AL_GB)
    assert [(point.period, point.people.value) for point in told.points] == [("2023 Q3", 1)]


def test_legs_join_origin_to_exploitation_and_keep_the_unknown(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(people=3, origin_area="AL-07", exploitation_area="E23000014"),
            case(people=2, origin_area="AL-07"),
            case(people=1),
        ],
    )
    told = understand.routes(cases, AL_GB)
    legs = [(leg.origin_area, leg.exploitation_area, leg.people.value) for leg in told.legs]
    assert legs == [("AL-07", "E23000014", 3), ("AL-07", None, 2), (None, None, 1)]
    assert [(leg.origin_area, leg.people.value) for leg in told.origins] == [
        ("AL-07", 5),
        (None, 1),
    ]


def test_intervals_say_what_they_mean(tmp_path: Path) -> None:
    rows = [case(people=5, gender="Masculine")]
    of_table = field(understand.profile(published(tmp_path, rows), AL_GB), "gender")
    of_cases = field(
        understand.profile(partners_cases(tmp_path, [case(row_id="a", gender="Masculine")]), AL_GB),
        "gender",
    )
    census, sample = of_table.of_everyone[0].figure, of_cases.of_everyone[0].figure
    assert census.interval is not None
    assert sample.interval is not None
    assert (census.complete_count, census.interval.meaning) == (True, Meaning.PROCESS)
    assert (sample.complete_count, sample.interval.meaning) == (False, Meaning.SAMPLING)
    assert (census.made_up, sample.made_up) == (False, True)


def test_every_figure_can_be_counted_again_from_its_recipe(tmp_path: Path) -> None:
    cases = published(
        tmp_path,
        [
            case(
                people=9, gender="Masculine", exploitation=["ForcedCriminality"], **first_quarter()
            ),
            case(people=4, gender="Feminine", partner="South", origin_area="AL-01"),
        ],
    )
    answers = (
        understand.profile(cases, AL_GB),
        understand.profile(cases, AL_GB, ("gender",), where=("exploitation", "ForcedCriminality")),
        understand.compare(cases, AL_GB, "partner"),
        understand.routes(cases, AL_GB),
        understand.trend(cases, AL_GB),
    )
    figures: list[Figure] = [
        figure for answer in answers for figure in understand.every_figure(answer)
    ]
    assert len(figures) > 15
    for figure in figures:
        assert understand.recompute(figure, cases) == figure


def first_quarter() -> dict[str, int]:
    return {"registered_year": 2023, "registered_quarter": 1}


@pytest.mark.parametrize("text", ["AL", "AL-GB", "ALB:GBR", "QQ:GB", "", ":", "AL:GB:FR"])
def test_what_is_not_a_route_is_refused(text: str) -> None:
    with pytest.raises(UnknownRoute):
        understand.parse_route(text)


def test_nobody_on_the_route_is_refused(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(citizenship=["VN"])])
    for question in (understand.profile, understand.compare, understand.routes, understand.trend):
        with pytest.raises(EmptyPool):
            question(cases, AL_GB)
    assert not understand.holds(cases, AL_GB)


def test_a_field_that_nobody_has_recorded_gives_no_share(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(gender="Masculine")])
    with pytest.raises(TooFewCases):
        understand.profile(cases, AL_GB, ("control",))
    with pytest.raises(TooFewCases):
        understand.compare(cases, AL_GB)
    missing = [str(said) for said in understand.profile(cases, AL_GB).not_recorded]
    assert "Control" in missing


def test_fields_and_codes_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(gender="Masculine")])
    with pytest.raises(UnknownField):
        understand.profile(cases, AL_GB, ("shoe_size",))
    with pytest.raises(UnknownField):
        understand.compare(cases, AL_GB, "age")
    with pytest.raises(UnknownField):
        understand.profile(cases, AL_GB, ("gender",), where=("age", "adult"))
    with pytest.raises(UnknownCode):
        understand.compare(cases, AL_GB, code="Crime")


def test_a_small_partner_is_drawn_towards_the_pool_and_does_not_differ(tmp_path: Path) -> None:
    def seen(partner: str, crime: int, other: int) -> list[dict[str, object]]:
        return [
            case(people=crime, partner=partner, exploitation=["ForcedCriminality"]),
            case(people=other, partner=partner, exploitation=["ForcedLabour"]),
        ]

    rows = [*seen("Large", 300, 700), *seen("Other", 290, 710), *seen("Other 2", 305, 695)]
    rows += [
        *seen("Far", 900, 100),
        case(people=2, partner="Tiny", exploitation=["ForcedCriminality"]),
    ]
    told = understand.compare(published(tmp_path, rows), AL_GB, "partner")
    by_name = {group.group: group for group in told.groups}
    assert by_name["Tiny"].figure.value == 1
    assert by_name["Tiny"].shrunk.value < 0.9
    assert not by_name["Tiny"].differs
    assert by_name["Far"].differs
    assert told.groups[0].group == "Far"
