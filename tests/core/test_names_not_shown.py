"""Partners who are not named stand in no answer by name, nor alone; others may publish for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from beforehand import store, understand
from beforehand.home import Home
from beforehand.records.agreements import Marking, Publishes
from beforehand.records.cases import NOT_NAMED, CaseTable, Provenance, SourceClass, SourceKind
from beforehand.records.codec import to_json
from beforehand.records.people import Asker, Role, shell
from beforehand.records.picture import Condition
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import EmptyPool
from beforehand.store import naming
from made_agreements import covered

DAY = date(2026, 6, 1)
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
ROUTE = understand.parse_route("AL:GB")
HIDDEN = Marking(shows_name=False)
SHOWN = Marking()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def give(home: Home, giver: str, marking: Marking, rows: int = 4, kind: str = "NGO") -> None:
    offer = store.Offer(
        giver=giver,
        dataset=f"{giver.lower()}-cases",
        edition="1",
        source_class=CASES,
        title=f"{giver}'s cases",
        licence="none",
        partner_type=kind,
        marking=marking,
    )
    row = {
        "people": 1,
        "citizenship": ["AL"],
        "referral_country": "GB",
        "partner": giver,
        "partner_type": kind,
        "exploitation": ["ForcedCriminality"],
    }
    coded = [row | {"row_id": f"{giver}{number}"} for number in range(rows)]
    reader = pa.Table.from_pylist(coded, schema=CASE_SCHEMA).to_reader()
    store.add(home, offer, reader, today=DAY)


def by_partner(cases: CaseTable, by: str = "partner") -> dict[str, int]:
    told = understand.compare(cases, ROUTE, by)
    return {one.group: one.figure.denominator or 0 for one in told.groups}


def everything(cases: CaseTable) -> str:
    """All that an answer could say, as its JSON would."""
    brief = understand.brief(cases, ROUTE)
    answers: Sequence[object] = (
        brief,
        understand.compare(cases, ROUTE, "partner"),
        understand.routes(cases, ROUTE),
    )
    return "".join(to_json(one).decode() for one in answers)


def test_where_every_name_shows_each_partner_stands_by_itself(home: Home) -> None:
    give(home, "North", SHOWN, 4)
    give(home, "South", SHOWN, 5)
    cases = store.open_cases(home, shell(DAY))
    assert by_partner(cases) == {"North": 4, "South": 5}
    assert cases.shown_as == ()


def test_one_who_is_not_named_stands_together_with_two_others_at_least(home: Home) -> None:
    for name, rows in (("North", 4), ("South", 5), ("East", 6), ("West", 7), ("Quiet", 30)):
        give(home, name, HIDDEN if name == "Quiet" else SHOWN, rows)
    cases = store.open_cases(home, shell(DAY))
    groups = by_partner(cases)
    assert len(groups) == 3
    assert sum(groups.values()) == 52, "the pool is whole"
    named = {"North": 4, "South": 5, "East": 6, "West": 7}
    assert {name: groups[name] for name in groups if name != NOT_NAMED}.items() <= named.items()
    assert groups[NOT_NAMED] > 30
    assert "Quiet" not in everything(cases)
    assert "quiet" not in everything(cases)


def test_the_same_companions_stand_with_it_in_every_answer(home: Home) -> None:
    for name in ("North", "South", "East", "West"):
        give(home, name, SHOWN)
    give(home, "Quiet", HIDDEN)
    first = by_partner(store.open_cases(home, shell(DAY)))
    campaigner = Asker(role=Role.CAMPAIGNER, on=DAY)
    assert by_partner(store.open_cases(home, campaigner)) == first


def test_with_too_few_others_no_partner_is_named_at_all(home: Home) -> None:
    give(home, "North", SHOWN)
    give(home, "Quiet", HIDDEN)
    cases = store.open_cases(home, shell(DAY))
    assert by_partner(cases) == {}
    assert by_partner(cases, "partner_type") == {}
    assert "North" not in everything(cases)
    assert "Quiet" not in everything(cases)
    assert understand.profile(cases, ROUTE).people.numerator == 8


def test_three_who_are_not_named_need_no_companion(home: Home) -> None:
    for name in ("Quiet", "Silent", "Mute"):
        give(home, name, HIDDEN)
    give(home, "North", SHOWN, 5)
    assert by_partner(store.open_cases(home, shell(DAY))) == {NOT_NAMED: 12, "North": 5}


def test_one_of_those_who_stand_together_cannot_take_itself_away(home: Home) -> None:
    for name in ("Quiet", "North", "South", "East"):
        give(home, name, HIDDEN if name == "Quiet" else SHOWN)
    everyone = {"Quiet", "North", "South", "East"}
    for reader in everyone - {"Quiet"}:
        asker = Asker(role=Role.PARTNER, partner=reader, on=DAY)
        groups = by_partner(store.open_beside(home, asker))
        assert groups == {reader: 4, NOT_NAMED: 12}, "three others, none of them apart"
        assert by_partner(store.open_cases(home, asker)) == {NOT_NAMED: 12}


def test_the_partner_itself_reads_its_own_name_but_hands_no_brief_on_with_it(home: Home) -> None:
    for name in ("Quiet", "North", "South", "East"):
        give(home, name, HIDDEN if name == "Quiet" else SHOWN)
    asker = Asker(role=Role.PARTNER, partner="Quiet", on=DAY)
    assert "Quiet" in by_partner(store.open_beside(home, asker))
    assert "Quiet" not in everything(store.open_cases(home, asker.handing_on()))


def test_nobody_finds_it_by_asking_for_it_by_name(home: Home) -> None:
    for name in ("Quiet", "North", "South", "East"):
        give(home, name, HIDDEN if name == "Quiet" else SHOWN)
    cases = store.open_cases(home, shell(DAY))
    narrowed = replace(ROUTE, only=(Condition(field="partner", code="Quiet"),))
    with pytest.raises(EmptyPool):
        understand.profile(cases, narrowed)


def test_the_only_partner_of_its_kind_is_not_given_away_by_the_kind(home: Home) -> None:
    for name in ("North", "South", "East"):
        give(home, name, SHOWN, kind="NGO")
    give(home, "Force", HIDDEN, kind="LawEnforcement")
    cases = store.open_cases(home, shell(DAY))
    assert by_partner(cases, "partner_type") == {}, "less the charities, the police are left"
    for name in ("Council A", "Council B"):
        give(home, name, SHOWN, kind="LocalAuthority")
    kinds = by_partner(store.open_cases(home, shell(DAY)), "partner_type")
    assert "LawEnforcement" not in kinds
    assert len(kinds) == 1, "it stands with one other kind, three partners together at least"


def test_another_partner_publishes_for_it_only_where_both_signed(home: Home) -> None:
    for name in ("North", "South", "East"):
        give(home, name, SHOWN)
    give(home, "Quiet", Marking(published_by="North"), 9)
    assert NOT_NAMED in by_partner(store.open_cases(home, shell(DAY)))
    covered(home, "North", "Quiet", publishes=(Publishes(publisher="North", giver="Quiet"),))
    cases = store.open_cases(home, shell(DAY))
    assert by_partner(cases) == {"North": 13, "South": 4, "East": 4}
    assert "Quiet" not in everything(cases)


def test_the_list_names_it_to_the_analyst_and_to_itself_alone(home: Home) -> None:
    for name in ("Quiet", "North", "South", "East"):
        give(home, name, HIDDEN if name == "Quiet" else SHOWN)

    def listed(role: Role, partner: str = "") -> str:
        asker = Asker(role=role, partner=partner, on=DAY)
        return to_json(store.submissions(home, asker)).decode()

    assert "Quiet" in listed(Role.ANALYST)
    assert "Quiet" in listed(Role.PARTNER, "Quiet")
    for role, partner in [(Role.CAMPAIGNER, ""), (Role.PARTNER, "North"), (Role.CASEWORKER, "")]:
        assert "Quiet" not in listed(role, partner)
        assert "quiet" not in listed(role, partner)


# --- no sum or difference of what is told leaves fewer than three ------------------------------


def told_vectors(shown: dict[int, tuple[str | None, str | None]]) -> np.ndarray:
    """Who is in each number told: everybody, each name, each kind, each name within a kind."""
    everybody = range(len(shown))
    names, kinds = ({shown[one][part] for one in everybody} for part in (0, 1))
    asked = {(name, kind) for name in names | {"*"} for kind in kinds | {"*"}}
    return np.array(
        [
            [
                float(name in {"*", shown[one][0]} and kind in {"*", shown[one][1]})
                for one in everybody
            ]
            for name, kind in asked
            if None not in (name, kind)
        ]
    )


def can_be_left(told: np.ndarray, few: set[int], one: int) -> bool:
    """Whether sums and differences of what is told leave these few alone, ``one`` with them."""
    others = [at for at in range(told.shape[1]) if at not in few]
    without = told[:, others]
    with_one = np.column_stack([without, told[:, [one]]])
    return bool(np.linalg.matrix_rank(with_one) > np.linalg.matrix_rank(without))


@settings(max_examples=300, deadline=None)
@drawn(
    st.lists(
        st.tuples(st.sampled_from(["NGO", "LawEnforcement", "LocalAuthority", ""]), st.booleans()),
        min_size=1,
        max_size=9,
    )
)
def test_no_sum_or_difference_of_what_is_told_leaves_fewer_than_three(
    givers: list[tuple[str, bool]],
) -> None:
    types = {str(at): kind for at, (kind, _) in enumerate(givers)}
    unnamed = {str(at) for at, (_, hides) in enumerate(givers) if hides}
    together, kinds = naming._together(unnamed, set(types), types, lambda name: name.encode())
    nobody = together is naming._NOBODY
    shown = {
        int(one): (
            None if nobody else NOT_NAMED if one in together else one,
            kind if kind and kind in kinds else None,
        )
        for one, kind in types.items()
    }
    told = told_vectors(shown)
    assert nobody or unnamed <= together
    if nobody or len(givers) < naming.LEAST:
        return
    for one in map(int, unnamed):
        for other in range(len(givers)):
            assert not can_be_left(told, {one, other}, one)
