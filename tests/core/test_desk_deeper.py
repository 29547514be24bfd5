"""The pages that go deeper into a route: what they say, to whom, and without foreign code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from beforehand.home import Home
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled

PAGES = ("definitions", "hotspots", "closely")
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


def get(known: dict[str, Any], name: str, page: str, source: str = "", **asked: str) -> Any:
    given = asked | ({"source": source} if source else {})
    return client(known[name]).get(f"/routes/AL:GB/{page}/", given)


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("source", ["", COALITION])
def test_the_analyst_reads_every_page_of_every_source(known: Any, page: str, source: str) -> None:
    answer = get(known, "analyst", page, source)
    assert answer.status_code == 200
    assert INLINE.search(text(answer)) is None
    assert ("nobody in them exists" in text(answer)) == bool(source)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["local", "campaigner"])
def test_other_roles_read_published_tables_and_not_partners_cases(
    known: Any, page: str, name: str
) -> None:
    assert get(known, name, page).status_code == 200
    answer = get(known, name, page, COALITION)
    assert answer.status_code == 422
    assert "your role is not shown this" in text(answer).replace("&#x27;", "'")


def test_roles_without_small_counts_are_sent_none_of_a_published_table(known: Any) -> None:
    for page in PAGES:
        sent = re.sub(r"(?<=\d),(?=\d)", "", text(get(known, "campaigner", page)))
        cells = [int(n) for n in re.findall(r'<td class="n">(\d+)</td>', sent)]
        assert [n for n in cells if 0 < n < 11] == []
        pairs = re.findall(r"\b(\d+) of (\d+)\b", sent)
        assert [a for a, b in pairs if 0 < int(a) < 11 or 0 < int(b) - int(a) < 11] == []


@pytest.mark.parametrize("page", PAGES)
def test_roles_that_see_no_routes_are_turned_away(known: Any, page: str) -> None:
    for name in ("caseworker", "administrator"):
        assert get(known, name, page).status_code == 403


def test_both_answers_stand_side_by_side(known: Any) -> None:
    sent = text(get(known, "analyst", "definitions", COALITION))
    assert "90 of 99" in sent
    assert "43 of 49" in sent
    other = text(get(known, "analyst", "definitions", COALITION, kind="sexual"))
    assert "12 of 12" in other


def test_a_brief_is_kept_by_the_analyst_and_the_next_is_compared_with_it(known: Any) -> None:
    path = f"/routes/AL:GB/closely/?source={COALITION}"
    assert "No brief of this route is kept" in text(get(known, "analyst", "closely", COALITION))
    assert client(known["analyst"]).post(path).status_code == 302
    assert "nothing changed" in text(get(known, "analyst", "closely", COALITION))
    assert client(known["campaigner"]).post("/routes/AL:GB/closely/").status_code == 302
    assert "No brief of this route is kept" in text(get(known, "campaigner", "closely"))


@pytest.mark.parametrize("page", PAGES)
def test_a_route_that_is_none_is_refused(known: Any, page: str) -> None:
    assert client(known["analyst"]).get(f"/routes/XX:YY/{page}/").status_code == 422
    assert client(known["analyst"]).get(f"/routes/AL:FR/{page}/").status_code == 422
