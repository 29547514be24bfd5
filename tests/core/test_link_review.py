"""Clerical review: decided by coded attributes alone, seen by who may, taken back at will."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from beforehand import store
from beforehand.cli.share import command
from beforehand.home import Home
from beforehand.records.agreements import Marking
from beforehand.records.linking import DoubtfulPair, Verdict
from beforehand.records.people import Asker, Role, shell
from beforehand.refusals import UnknownRecord
from beforehand.store import deciding, links, matrices, state
from made_desk import client, undone
from made_desk import people as accounts
from made_doubles import Recorded
from made_doubtful import MADE_UP, in_doubt
from made_pool import desk_at

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANALYST = shell(date.today())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Recorded]]:
    home = Home(tmp_path_factory.mktemp("home"))
    return home.root, in_doubt(home)


@pytest.fixture
def home(filled: tuple[Path, list[Recorded]], tmp_path: Path) -> Home:
    """A pool of its own: tests decide in it."""
    return Home(shutil.copytree(filled[0], tmp_path / "home"))


@pytest.fixture
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield accounts()


def counted(home: Home) -> int:
    return links.linked(home, MADE_UP).people


def apart(home: Home) -> DoubtfulPair:
    """A waiting pair whose rows the keys alone do not join."""
    waiting = store.review_links(home, ANALYST, most=1000).waiting
    return next(one for one in waiting if one.probability < 0.7)


def decide(home: Home, pair: str, verdict: Verdict, who: Asker = ANALYST) -> None:
    store.decide_link(home, who, pair, verdict, by="A. Analyst", at=NOW)


def test_what_is_linked_of_the_pool_as_it_is_stays_and_what_was_of_another_goes(home: Home) -> None:
    """The whole pool's links, and those of every giver who stands apart."""
    givers = {one.giver for one in state.of_class(home, MADE_UP)}
    kept = {links.ensure(home, MADE_UP), *(links.ensure(home, MADE_UP, one) for one in givers)}
    assert len(kept) == 2  # of two givers, either apart is the same two sides
    links.remove_stale(home)
    assert all(path.exists() for path in kept)
    decide(home, apart(home).id, Verdict.SAME)
    links.remove_stale(home)
    assert not any(path.exists() for path in kept)


def test_a_decision_changes_the_count_of_people_and_undo_brings_it_back(home: Home) -> None:
    before, pair = counted(home), apart(home)
    decide(home, pair.id, Verdict.SAME)
    assert counted(home) == before - 1
    (decided,) = store.review_links(home, ANALYST).decided
    assert (decided.id, decided.verdict, decided.decided_by) == (pair.id, "same", "A. Analyst")
    assert decided.decided_at == NOW
    assert (decided.given_name, decided.birth_date) == (pair.given_name, pair.birth_date)
    decide(home, pair.id, Verdict.UNDONE)
    assert counted(home) == before
    review = store.review_links(home, ANALYST, most=1000)
    assert review.decided == ()
    assert pair in review.waiting
    assert [one.verdict for one in deciding.decisions(home)] == ["same", "undone"]


def test_different_people_are_parted_and_stay_listed_to_be_taken_back(home: Home) -> None:
    before = counted(home)
    waiting = store.review_links(home, ANALYST, most=1000).waiting
    joined = next(one for one in waiting if one.probability > 0.71)
    decide(home, joined.id, Verdict.DIFFERENT)
    assert counted(home) == before + 1
    (decided,) = store.review_links(home, ANALYST).decided
    assert (decided.verdict, decided.birth_date) == ("different", joined.birth_date)


def test_not_sure_changes_nothing_and_the_pair_waits_on_last(home: Home) -> None:
    before, pair = counted(home), store.review_links(home, ANALYST).waiting[0]
    decide(home, pair.id, Verdict.UNSURE)
    review = store.review_links(home, ANALYST, most=1000)
    assert (counted(home), review.decided) == (before, ())
    assert (review.waiting[-1].id, review.waiting[-1].verdict) == (pair.id, "unsure")


def test_the_pairs_listed_are_those_counted_as_doubtful(home: Home) -> None:
    review = store.review_links(home, ANALYST, most=2)
    assert len(review.waiting) == 2
    assert len(review.waiting) + review.left_out == links.linked(home, MADE_UP).doubtful
    assert all(0.2 <= one.probability <= 0.8 for one in review.waiting)


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ANALYST])
def test_only_analysts_review(home: Home, role: Role) -> None:
    pair = store.review_links(home, ANALYST).waiting[0]
    other = Asker(role=role, partner="North", on=date.today())
    assert store.review_links(home, other).waiting == ()
    with pytest.raises(UnknownRecord):
        decide(home, pair.id, Verdict.SAME, other)
    assert deciding.decisions(home) == ()


def test_a_pair_with_a_row_under_embargo_is_neither_shown_nor_decided(
    home: Home, tmp_path: Path
) -> None:
    pair = next(
        one
        for one in store.review_links(home, ANALYST, most=1000).waiting
        if one.left.partner != one.right.partner
    )
    later = date.today() + timedelta(days=9)
    closed = Home(tmp_path / "closed")
    in_doubt(closed, marking=Marking(embargo_until=later))
    shown = store.review_links(closed, ANALYST, most=1000).waiting
    assert {side.partner for one in shown for side in (one.left, one.right)} <= {"North"}
    with pytest.raises(UnknownRecord):
        decide(closed, pair.id, Verdict.SAME)
    decide(closed, pair.id, Verdict.SAME, replace(ANALYST, on=later))


@pytest.mark.parametrize("pair", ["", "-", "a-b", "0" * 32, f"{0:032x}-{0:032x}", "' OR 1=1-x"])
def test_what_is_no_pair_of_rows_is_refused(home: Home, pair: str) -> None:
    with pytest.raises(UnknownRecord):
        decide(home, pair, Verdict.SAME)


def test_nothing_is_taken_back_that_was_not_decided(home: Home) -> None:
    pair = store.review_links(home, ANALYST).waiting[0]
    with pytest.raises(UnknownRecord):
        decide(home, pair.id, Verdict.UNDONE)


def identifying(people: list[Recorded]) -> set[str]:
    """Names and birth dates, of which no page may have one."""
    return {word for one in people for word in (one.given, one.family, one.born) if len(word) > 3}


def keys_held(home: Home) -> set[str]:
    """Every key of the pool, as a number and in hex."""
    held: set[str] = set()
    for one in store.submissions(home, ANALYST):
        matrix = matrices.of_submission(home, one.id)
        assert matrix is not None
        values = {int(value) for value in matrix.values.ravel()} - {0}
        held |= {str(value) for value in values} | {f"{value:016x}" for value in values}
    assert held
    return held


def test_the_desk_sends_codes_alone_and_decides(
    known: dict[str, Any], home: Home, filled: tuple[Path, list[Recorded]]
) -> None:
    browser = client(known["analyst"])
    pair, before = apart(home), counted(home)
    page = browser.get("/cases/links/").content.decode()
    assert "likely to be one person" in page and "made up" in page
    words = set(re.findall(r"[\w'-]+", page))
    assert not words & identifying(filled[1])
    assert not any(key in page for key in keys_held(home))
    answer = browser.post("/cases/links/decide/", {"pair": pair.id, "verdict": "same"})
    assert (answer.status_code, answer["Location"]) == (302, "/cases/links/")
    assert counted(home) == before - 1
    page = browser.get("/cases/links/").content.decode()
    assert "the same person" in page and str(known["analyst"]) in page
    browser.post("/cases/links/decide/", {"pair": pair.id, "verdict": "undone"})
    assert counted(home) == before


def test_the_desk_refuses_a_made_up_verdict_pair_or_method(
    known: dict[str, Any], home: Home
) -> None:
    browser = client(known["analyst"])
    pair = apart(home).id
    for said in ({"pair": pair, "verdict": "maybe"}, {"pair": "a-b", "verdict": "same"}, {}):
        assert browser.post("/cases/links/decide/", said).status_code == 422
    assert browser.get("/cases/links/decide/").status_code == 405
    assert deciding.decisions(home) == ()


@pytest.mark.parametrize("who", ["local", "police", "campaigner", "caseworker", "administrator"])
def test_other_roles_have_no_page_of_links(known: dict[str, Any], home: Home, who: str) -> None:
    browser, pair = client(known[who]), apart(home).id
    assert browser.get("/cases/links/").status_code == 403
    said = {"pair": pair, "verdict": "same"}
    assert browser.post("/cases/links/decide/", said).status_code == 403
    assert deciding.decisions(home) == ()
    assert "/cases/links/" not in browser.get("/cases/", follow=True).content.decode()


def run(home: Home, *args: str) -> Any:
    return CliRunner().invoke(command, ["link", *args], env={"BEFOREHAND_HOME": str(home.root)})


def test_the_command_line_lists_decides_and_takes_back(
    home: Home, filled: tuple[Path, list[Recorded]]
) -> None:
    pair, before = apart(home), counted(home)
    listed = run(home, "--review", "--format", "json")
    assert listed.exit_code == 0, listed.output
    assert not set(re.findall(r"[\w'-]+", listed.output)) & identifying(filled[1])
    assert {"waiting", "decided", "left_out"} == set(json.loads(listed.output))
    assert "keys: surname" in run(home, "--review").output
    assert run(home, "--decide", pair.id, "same").exit_code == 0
    assert counted(home) == before - 1
    assert "same" in run(home, "--review").output
    assert run(home, "--decide", pair.id, "undone").exit_code == 0
    assert counted(home) == before
