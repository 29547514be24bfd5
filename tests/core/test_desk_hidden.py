"""Who was not seen, at the desk: who may read it, and what it says where nothing can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from beforehand import understand
from beforehand.refusals import BadLists
from beforehand.words import words
from made_desk import client, people, undone
from made_hidden import hidden
from made_pool import COALITION, desk_at, pooled

PATH = "/routes/AL:GB/hidden/"
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(pooled(tmp_path_factory.mktemp("home"), date.today())):
        yield people()
    _forget()


@pytest.fixture
def estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The estimate of the coalition, written here: its own tests make it from the pool."""

    def made(cases: Any, route: Any, deep: bool = False) -> Any:
        basis = understand.profile(cases, route, ("gender",)).basis
        return hidden(made_up=cases.made_up, basis=basis, data_hash=cases.data_hash)

    _answering(monkeypatch, made)


def _forget() -> None:
    from beforehand.web.desk import reading

    reading.read_hidden.cache_clear()


def _answering(monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    _forget()
    monkeypatch.setattr(understand, "hidden_soon", made)


def get(known: dict[str, Any], name: str, **asked: str) -> Any:
    return client(known[name]).get(PATH, asked)


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("&#x27;", "'")


def test_the_analyst_reads_the_verdict_first(known: Any, estimated: None) -> None:
    sent = text(get(known, "analyst"))
    places = [sent.index(one) for one in ("120 to 600 people", "This may be said", "chart-wide")]
    assert places == sorted(places)
    assert "nobody in them exists" in sent
    assert "without its interval and its assumptions" in sent
    assert INLINE.search(sent) is None
    for what in ("overlaps", "methods", "changed", "consistency", "trajectory", "sensitivity"):
        for kind in ("csv", "svg"):
            taken = get(known, "analyst", take=f"{what}.{kind}", source=COALITION)
            assert taken.status_code == 200, what
            assert "Made-up data" in taken.content.decode(), what


def test_without_a_source_partners_cases_are_asked(known: Any, estimated: None) -> None:
    assert "Partners' cases, made up" in text(get(known, "analyst"))


def test_a_published_table_says_why_not_and_where_to_look(known: Any) -> None:
    sent = text(get(known, "analyst", source="real:aggregate:nrm"))
    assert "it does not say whom two lists share" in sent
    assert f'href="?source={COALITION}"' in sent
    assert "What it takes" in sent


def test_lists_that_share_nobody_are_an_empty_page_with_what_to_do(
    known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(cases: Any, route: Any, deep: bool = False) -> Any:
        raise BadLists(reason=words("no two lists share anybody, so nothing can be estimated"))

    _answering(monkeypatch, made)
    answer = get(known, "analyst", source=COALITION)
    assert answer.status_code == 200
    assert "no two lists share anybody" in text(answer)
    assert "What it takes" in text(answer)


@pytest.mark.parametrize("name", ["local", "campaigner"])
def test_partners_cases_are_the_analysts_alone(known: Any, name: str) -> None:
    answer = get(known, name, source=COALITION)
    assert answer.status_code == 422
    assert "your role is not shown this" in text(answer)


def test_the_analysts_brief_alone_has_the_page(known: Any, estimated: None) -> None:
    import io

    from pypdf import PdfReader

    def brief(name: str, source: str) -> str:
        sent = client(known[name]).get("/routes/AL:GB/brief.pdf", {"source": source})
        pages = PdfReader(io.BytesIO(sent.content)).pages
        return " ".join(page.extract_text() for page in pages)

    assert "Who was not seen" in brief("analyst", COALITION)
    assert "Who was not seen" not in brief("campaigner", COALITION)
    assert "Who was not seen" not in brief("analyst", "real:aggregate:nrm")
