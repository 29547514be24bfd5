"""Marks and embargoes of one submission, by hand: the whole table is in test_permissions.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.agreements import BarredPurpose, Marking, Tlp
from beforehand.records.cases import Provenance, SourceClass, SourceKind, Submission
from beforehand.records.people import SHELL, Asker, Role, shell
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import AllKeptBack, EmptyPool, PurposeBarred

TODAY = date(2026, 1, 5)
CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def give(home: Home, giver: str, marking: Marking, edition: str = "1") -> Submission:
    said = store.Offer(
        giver=giver,
        dataset="cases",
        edition=edition,
        source_class=CASES,
        title=f"{giver} (made up)",
        licence="CC0",
        marking=marking,
        partner_type="NGO",
    )
    row = {"row_id": f"{giver}{edition}", "people": 1, "partner": giver, "partner_type": "NGO"}
    coded = pa.Table.from_pylist([row], schema=CASE_SCHEMA).to_reader()
    return store.add(home, said, coded, today=TODAY)[0]


def answering(home: Home, asker: Asker) -> list[str]:
    return sorted(one.giver for one in store.open_cases(home, asker).submissions)


def test_a_submission_under_embargo_answers_its_giver_alone_until_its_day(home: Home) -> None:
    give(home, "North", Marking(embargo_until=date(2026, 2, 1)))
    give(home, "South", Marking())
    assert answering(home, shell(date(2026, 1, 31))) == ["South"]
    assert answering(home, shell(date(2026, 2, 1))) == ["North", "South"]
    north = Asker(role=Role.PARTNER, partner="North", on=date(2026, 1, 31))
    beside = store.open_beside(home, north).submissions
    assert sorted(one.giver for one in beside) == ["North", "South"]


def test_an_answer_says_how_much_it_leaves_out(home: Home) -> None:
    give(home, "North", Marking(embargo_until=date(2026, 2, 1)))
    give(home, "South", Marking())
    (kept,) = store.open_cases(home, shell(TODAY)).kept_back
    assert kept.submissions == 1
    assert "has not come" in str(kept.said)
    assert "North" not in str(kept.said)


def test_without_a_day_nothing_under_an_embargo_answers_even_when_it_is_over(home: Home) -> None:
    give(home, "North", Marking(embargo_until=date(2020, 1, 1)))
    with pytest.raises(AllKeptBack):
        store.open_cases(home, SHELL)


def test_an_embargoed_edition_leaves_the_one_before_it_answering(home: Home) -> None:
    first = give(home, "North", Marking())
    give(home, "North", Marking(embargo_until=date(2026, 2, 1)), edition="2")
    assert store.open_cases(home, shell(TODAY)).submissions == (first,)


def test_a_stricter_latest_edition_does_not_leave_the_one_before_it_answering(home: Home) -> None:
    give(home, "North", Marking())
    give(home, "North", Marking(tlp=Tlp.RED), edition="2")
    with pytest.raises(AllKeptBack):
        store.open_cases(home, Asker(role=Role.CAMPAIGNER, on=TODAY))


def test_what_is_marked_for_an_organisation_alone_goes_into_nothing_that_is_handed_on(
    home: Home,
) -> None:
    give(home, "North", Marking(tlp=Tlp.AMBER_STRICT))
    assert answering(home, shell(TODAY)) == ["North"]
    with pytest.raises(AllKeptBack):
        store.open_cases(home, shell(TODAY).handing_on())


@pytest.mark.parametrize("purpose", list(BarredPurpose))
def test_a_barred_purpose_is_refused_with_a_plain_reason(
    home: Home, purpose: BarredPurpose
) -> None:
    give(home, "North", Marking(tlp=Tlp.CLEAR))
    for role in Role:
        with pytest.raises(PurposeBarred, match=purpose.value):
            store.open_cases(home, Asker(role=role, on=TODAY, purpose=purpose))


def test_roles_without_cases_are_not_told_that_any_are_kept_back(home: Home) -> None:
    give(home, "North", Marking(tlp=Tlp.RED))
    for role in (Role.CASEWORKER, Role.ADMINISTRATOR):
        with pytest.raises(EmptyPool):
            store.open_cases(home, Asker(role=role, on=TODAY))
