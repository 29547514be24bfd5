"""The same people under several definitions; ages in bands; each number can be counted by eye."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from beforehand import share, store, understand
from beforehand.example.coalition import SEED
from beforehand.home import Home
from beforehand.records.definitions import Definitions
from beforehand.records.figure import Figure
from beforehand.records.people import SHELL
from beforehand.refusals import (
    BadAges,
    BadCondition,
    TooFewCases,
    UnknownConcept,
    UnknownDefinition,
)
from made_cases import case, partners_cases, published
from made_pool import sealed_coalition

AL_GB = understand.parse_route("AL:GB")
LABOUR, CRIME, SEXUAL = "ForcedLabour", "ForcedCriminality", "SexualExploitation"


def parts(figure: Figure) -> tuple[int | None, int | None]:
    return figure.numerator, figure.denominator


def kinds(told: Definitions, key: str) -> dict[str, tuple[int | None, int | None]]:
    answer = next(one for one in told.answers if one.definition.key == key)
    return {one.code: parts(one.figure) for one in answer.shares}


def inside(told: Definitions, key: str) -> dict[str, tuple[int | None, int | None]]:
    answer = next(one for one in told.answers if one.definition.key == key)
    return {one.code: parts(one.figure) for one in answer.inside}


def test_the_worked_example_of_the_codebook_gives_50_50_and_25_per_cent(tmp_path: Path) -> None:
    rows = [
        case(row_id="a", exploitation=[LABOUR]),
        case(row_id="b", exploitation=[SEXUAL]),
        case(row_id="c", exploitation=["OrganRemoval"]),
        case(row_id="d", exploitation=None),
        case(row_id="e", exploitation=[LABOUR, SEXUAL]),
    ]
    told = understand.definitions(partners_cases(tmp_path, rows), AL_GB)
    assert kinds(told, "ctdc") == {"labour": (2, 4), "sexual": (2, 4), "other": (1, 4)}
    assert kinds(told, "nrm") == {"labour": (2, 5), "sexual": (2, 5), "organs": (1, 5)}


def test_where_flags_are_one_or_missing_recorded_none_is_not_below_the_line(
    tmp_path: Path,
) -> None:
    rows = [case(people=3, exploitation=[LABOUR]), case(people=2, exploitation=[])]
    told = understand.definitions(published(tmp_path, rows), AL_GB)
    assert kinds(told, "ctdc")["labour"] == (3, 3)
    assert kinds(told, "htcds")["labour"] == (3, 5)
    assert kinds(told, "nrm")["labour"] == (3, 5)


def test_forced_crime_is_labour_other_or_itself_by_definition(tmp_path: Path) -> None:
    rows = [
        case(people=6, exploitation=[LABOUR], gender="Masculine"),
        case(people=5, exploitation=[CRIME], gender="Masculine"),
        case(people=1, exploitation=[LABOUR, CRIME], gender="Feminine"),
    ]
    told = understand.definitions(published(tmp_path, rows), AL_GB)
    assert kinds(told, "nrm") == {"labour": (7, 12), "crime": (6, 12)}
    assert kinds(told, "nrm-2018") == {"labour": (12, 12)}
    assert kinds(told, "htcds") == {"labour": (7, 12), "other": (6, 12)}
    assert inside(told, "nrm")["Masculine"] == (6, 7)
    assert inside(told, "nrm-2018")["Masculine"] == (11, 12)


def test_the_published_share_of_men_depends_on_whether_growing_cannabis_is_labour(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from datetime import date

    home = Home(tmp_path_factory.mktemp("home"))
    for sealed in sealed_coalition(SEED):
        share.add_sealed(home, sealed, today=date(2026, 1, 5))
    told = understand.definitions(store.open_cases(home, SHELL), AL_GB)
    assert inside(told, "nrm-2018")["Masculine"] == (90, 99)
    assert inside(told, "nrm")["Masculine"] == (43, 49)
    assert "90.9%" in str(told.says)
    assert "87.8%" in str(told.says)


def test_every_figure_of_every_definition_can_be_counted_again(tmp_path: Path) -> None:
    rows = [
        case(people=6, exploitation=[LABOUR], gender="Masculine", age_from=18, age_to=20),
        case(people=5, exploitation=[CRIME], gender="Feminine", age_from=30, age_to=38),
    ]
    cases = published(tmp_path, rows)
    answers = [
        understand.definitions(cases, AL_GB),
        understand.ages(cases, AL_GB, 18, 34),
        understand.profile(cases, AL_GB, definition="ctdc"),
    ]
    figures = [one for answer in answers for one in understand.every_figure(answer)]
    assert len(figures) > 20
    for figure in figures:
        assert understand.recompute(figure, cases) == figure


def test_a_profile_by_a_definition_carries_its_name_and_version(tmp_path: Path) -> None:
    rows = [case(people=6, exploitation=[LABOUR]), case(people=5, exploitation=[CRIME])]
    told = understand.profile(
        published(tmp_path, rows), AL_GB, ("exploitation",), definition="nrm-2018"
    )
    (labour,) = told.fields[0].of_everyone
    assert (labour.code, str(labour.label), parts(labour.figure)) == ("labour", "Labour", (11, 11))
    assert labour.figure.recipe.parameters["definition"] == "nrm-2018"
    assert labour.figure.recipe.definition_version == "1"
    assert told.definition == "nrm-2018"


def test_questions_that_no_definition_answers_are_refused(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(exploitation=[LABOUR])])
    with pytest.raises(UnknownDefinition):
        understand.definitions(cases, AL_GB, keys=("icd",))
    with pytest.raises(UnknownConcept):
        understand.definitions(cases, AL_GB, concept="slavery")
    narrowed = understand.narrow(AL_GB, ["exploitation=ForcedLabour"])
    with pytest.raises(BadCondition):
        understand.definitions(cases, narrowed)


def aged(low: int | None, high: int | None, people: int, on: str = "at_registration") -> dict:
    return case(people=people, age_from=low, age_to=high, age_basis=on)


def test_a_band_across_a_limit_gives_bounds_and_no_point(tmp_path: Path) -> None:
    rows = [
        aged(18, 20, 30),
        aged(24, 26, 20),
        aged(30, 38, 25),
        aged(9, 17, 10),
        aged(48, None, 15),
    ]
    (found,) = understand.ages(published(tmp_path, rows), AL_GB, 18, 34).bounds
    assert parts(found.at_least) == (50, 100)
    assert parts(found.at_most) == (75, 100)
    assert found.straddling == (("30-38", 25),)
    assert "Between 50.0% and 75.0%" in str(found.says)


def test_where_no_band_straddles_both_bounds_are_the_share(tmp_path: Path) -> None:
    rows = [aged(18, 20, 30), aged(39, 47, 10)]
    (found,) = understand.ages(published(tmp_path, rows), AL_GB, 18, 38).bounds
    assert found.at_least.value == found.at_most.value == 0.75
    assert "no band lies across" in str(found.says)


def test_an_end_that_is_not_recorded_is_open(tmp_path: Path) -> None:
    rows = [aged(18, None, 60), aged(None, 17, 40)]
    (found,) = understand.ages(published(tmp_path, rows), AL_GB, 18, 34).bounds
    assert (parts(found.at_least), parts(found.at_most)) == ((0, 100), (60, 100))
    (adults,) = understand.ages(published(tmp_path, rows), AL_GB, 18, 150).bounds
    assert parts(adults.at_least) == (60, 100)


def test_ages_of_another_basis_stand_apart_and_are_never_pooled(tmp_path: Path) -> None:
    rows = [aged(18, 20, 30), aged(9, 17, 5, "at_exploitation"), case(people=7)]
    told = understand.ages(published(tmp_path, rows), AL_GB, 18, 34)
    assert [(one.basis, parts(one.at_least)) for one in told.bounds] == [
        ("at_registration", (30, 30)),
        ("at_exploitation", (0, 5)),
    ]
    assert told.unknown == 7


def test_the_bounds_hold_the_true_share_whatever_the_ages_inside_the_bands_are(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(5)
    bands = [(9, 17), (18, 20), (21, 23), (24, 26), (27, 29), (30, 38), (39, 47), (48, 99)]
    for trial in range(20):
        true = rng.integers(9, 60, 200)
        held = [next(band for band in bands if band[0] <= age <= band[1]) for age in true]
        rows = [aged(*band, held.count(band)) for band in dict.fromkeys(held)]
        folder = tmp_path / str(trial)
        folder.mkdir()
        (found,) = understand.ages(published(folder, rows), AL_GB, 18, 34).bounds
        share_of = float(np.mean((true >= 18) & (true <= 34)))
        assert found.at_least.value <= share_of + 1e-12
        assert share_of <= found.at_most.value + 1e-12


def test_no_ages_and_impossible_ages_are_refused(tmp_path: Path) -> None:
    cases = published(tmp_path, [case(people=5)])
    with pytest.raises(TooFewCases):
        understand.ages(cases, AL_GB, 18, 34)
    for low, high in ((34, 18), (-1, 5), (0, 999)):
        with pytest.raises(BadAges):
            understand.ages(cases, AL_GB, low, high)
