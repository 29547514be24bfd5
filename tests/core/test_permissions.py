"""Every role × group × mark × embargo × agreement, through every door, against a plain table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from beforehand import store
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import Asker, Role
from beforehand.refusals import AllKeptBack, EmptyPool, UnknownSourceClass
from made_grounds import ALL, ASKERS, MADE_UP, REAL, TODAY, Given, filled, may_use

Opening = Callable[[Home, Asker, str], CaseTable]
SOURCES = (str(REAL), str(MADE_UP))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled(tmp_path_factory.mktemp("home"))


def wanted(asker: Asker, *, hands_on: bool = False, day_known: bool = True) -> set[str]:
    return {one.giver for one in ALL if may_use(asker, one, hands_on=hands_on, day_known=day_known)}


def answering(home: Home, asker: Asker, opened: Opening = store.open_cases) -> set[str]:
    found: set[str] = set()
    for source in SOURCES:
        try:
            cases = opened(home, asker, source)
        except (AllKeptBack, EmptyPool, UnknownSourceClass):
            continue
        assert len(cases.files) == len(cases.submissions)
        found |= {one.title for one in cases.submissions}
    return found


@pytest.mark.parametrize("who", ASKERS)
@pytest.mark.parametrize("hands_on", [False, True])
@pytest.mark.parametrize("day_known", [False, True])
def test_what_answers_is_what_the_table_says(
    home: Home, who: str, hands_on: bool, day_known: bool
) -> None:
    asker = replace(ASKERS[who], on=TODAY if day_known else None, hands_on=hands_on)
    expected = wanted(asker, hands_on=hands_on, day_known=day_known)
    assert answering(home, asker) == expected


def test_the_table_lets_each_mark_reach_further_than_the_one_before() -> None:
    reach = [
        {
            who
            for who in ASKERS
            if may_use(ASKERS[who], Given(mark, "inner", "none", "made-up"), hands_on=False)
        }
        for mark in ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
    ]
    assert all(before <= after for before, after in pairwise(reach))
    assert reach[0] == {"analyst"}
    assert "guest" in reach[-1]
    assert "guest" not in reach[2]


@pytest.mark.parametrize("hands_on", [False, True])
def test_each_giver_uses_its_own_and_what_the_table_gives_a_stranger(
    home: Home, hands_on: bool
) -> None:
    for one in ALL[:: 7 if hands_on else 5]:  # every kind of giver, not every giver
        asker = Asker(role=Role.PARTNER, partner=one.giver, on=TODAY, hands_on=hands_on)
        assert answering(home, asker) == wanted(asker, hands_on=hands_on) - {one.giver}
        beside = answering(home, asker, store.open_beside)
        assert beside == wanted(asker, hands_on=hands_on)


@pytest.mark.parametrize("who", ASKERS)
def test_the_list_of_submissions_tells_of_no_more_than_its_role_may_know(
    home: Home, who: str
) -> None:
    asker = replace(ASKERS[who], on=TODAY)
    listed = {one.giver for one in store.submissions(home, asker)}
    if asker.role is Role.ANALYST:
        assert listed == {one.giver for one in ALL}, "recalls and agreements need them all"
    elif asker.role is Role.CAMPAIGNER:
        assert listed == wanted(asker)
    else:
        assert listed == set()


@pytest.mark.parametrize("who", ASKERS)
def test_sources_are_offered_only_where_something_of_them_answers(home: Home, who: str) -> None:
    asker = replace(ASKERS[who], on=TODAY)
    grounds = {one.ground for one in ALL if may_use(asker, one, hands_on=False)}
    expected = {str(MADE_UP if ground == "made-up" else REAL) for ground in grounds}
    assert {str(kind) for kind in store.source_classes(home, asker)} == expected


@pytest.mark.parametrize("who", ASKERS)
def test_an_answer_counts_what_it_leaves_out_and_names_no_giver_but_to_the_analyst(
    home: Home, who: str
) -> None:
    asker = replace(ASKERS[who], on=TODAY)
    for source, made_up in zip(SOURCES, (False, True), strict=True):
        try:
            cases = store.open_cases(home, asker, source)
        except (AllKeptBack, EmptyPool, UnknownSourceClass):
            continue
        whole = [one for one in ALL if (one.ground == "made-up") is made_up]
        assert sum(one.submissions for one in cases.kept_back) + len(cases.submissions) == len(
            whole
        )
        assert all(bool(one.giver) is (asker.role is Role.ANALYST) for one in cases.kept_back)
