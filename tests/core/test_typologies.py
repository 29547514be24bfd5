"""Types of cases: found where they are, refused where they are not, small ones kept back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beforehand import understand
from beforehand.records.types import Typology
from made_cases import case, published
from made_desk import client, people, start_django, undone
from made_pool import COALITION, desk_at, pooled

ROUTE = understand.parse_route("AL:GB")
PLATFORMS = ("TikTok", "Instagram")


def two_kinds(people: int, share: float = 0.6, sharp: float = 0.9) -> list[dict[str, Any]]:
    """Young men in crime, found on TikTok; women in sexual exploitation, found by friends."""
    rng = np.random.default_rng(3)

    def pick(right: object, wrong: object) -> object:
        return right if rng.random() < sharp else wrong

    rows = []
    for _ in range(people):
        crime = rng.random() < share
        first, other = (0, 1) if crime else (1, 0)
        genders = ("Masculine", "Feminine")
        kinds = (["ForcedCriminality"], ["SexualExploitation"])
        methods = (["ThroughOnlineSocialNetworks"], ["ThroughFriendsOrSocialEvents"])
        controls = (["DebtBondage"], ["SexualAbuse"])
        rows.append(
            case(
                gender=pick(genders[first], genders[other]) if rng.random() > 0.1 else None,
                exploitation=pick(kinds[first], kinds[other]),
                recruitment_method=pick(methods[first], methods[other]),
                control=pick(controls[first], controls[other]) if rng.random() > 0.2 else None,
                recruitment_platform=[str(rng.choice(["TikTok", "Instagram"], p=[0.8, 0.2]))],
                age_basis="at_registration", age_from=24, age_to=24,
            )
        )  # fmt: skip
    return rows


def noise(people: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(5)
    return [
        case(
            gender=str(rng.choice(["Masculine", "Feminine"])),
            exploitation=[str(rng.choice(["ForcedCriminality", "ForcedLabour"]))],
            control=[code for code in ("DebtBondage", "FalsePromises", "TakesEarnings")
                     if rng.random() < 0.5],
            recruitment_method=[str(rng.choice(["AtWork", "Other"]))],
        )
        for _ in range(people)
    ]  # fmt: skip


def types_of(tmp_path: Path, rows: list[dict[str, Any]]) -> Typology:
    return understand.typology(published(tmp_path, rows), ROUTE, resamples=15)


def test_two_kinds_of_cases_are_found_with_their_sizes(tmp_path: Path) -> None:
    told = types_of(tmp_path, two_kinds(300))
    assert len(told.types) == 2
    first, second = told.types
    assert first.share.value == pytest.approx(0.6, abs=0.07)
    ends = first.share.interval
    assert ends is not None
    assert (ends.low or 0) < first.share.value < (ends.high or 1)
    assert {one.code for one in first.traits} >= {"ForcedCriminality", "Masculine"}
    assert "SexualExploitation" in {one.code for one in second.traits}
    assert "2 types" in str(told.why)


def test_a_type_becomes_an_audience_of_grown_people(tmp_path: Path) -> None:
    told = types_of(tmp_path, two_kinds(300, sharp=0.95))
    found = understand.audience_of(told.types[0], "AL")
    assert found.genders == ("Masculine",)
    assert found.platforms == ("TikTok",)
    assert found.languages == ("sq", "en")
    assert found.age_from == 18


def test_noise_has_no_types_and_says_so(tmp_path: Path) -> None:
    told = types_of(tmp_path, noise(250))
    assert told.types == ()
    assert "no stable types" in str(told.why)


def test_few_people_are_not_typed(tmp_path: Path) -> None:
    told = types_of(tmp_path, two_kinds(60))
    assert told.types == ()
    assert "too few" in str(told.why)


def test_the_same_seed_gives_the_same_types_and_figures_are_counted_again(tmp_path: Path) -> None:
    table = published(tmp_path, two_kinds(200))
    told = understand.typology(table, ROUTE)
    figure = told.types[0].share
    assert understand.recompute(figure, table) == figure


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(pooled(tmp_path_factory.mktemp("home"), date.today())):
        yield people()


def test_the_page_says_what_was_found_in_each_source(known: Any) -> None:
    page = client(known["analyst"]).get("/routes/AL:GB/types/").content.decode()
    assert "Too little is recorded" in page
    made_up = client(known["analyst"]).get(f"/routes/AL:GB/types/?source={COALITION}")
    assert "no stable types" in made_up.content.decode()
    assert client(known["caseworker"]).get("/routes/AL:GB/types/").status_code == 403


def test_types_of_few_people_are_all_kept_back_from_a_role_without_small_counts(
    tmp_path: Path,
) -> None:
    start_django()
    from beforehand.records.people import Asker, Role
    from beforehand.web.desk.presenters.types import types_page

    told = types_of(tmp_path, two_kinds(120, share=0.87, sharp=0.97))
    assert any(not understand.large_enough(one) for one in told.types), "else nothing is tested"
    page = types_page(told, Asker(role=Role.CAMPAIGNER))
    assert page.withheld
    assert page.cards == ()
    assert types_page(told, Asker(role=Role.ANALYST)).cards
