"""Claims at the desk: pinned by who sees the figure, told to who may read it."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beforehand import ledger, store
from beforehand.home import Home
from beforehand.records.people import SHELL
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled

ROUTE = f"/routes/AL:GB/?source={COALITION}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pooled(tmp_path_factory.mktemp("home"), date.today()).root


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Home:
    """A pool of its own: tests recall from it."""
    return Home(shutil.copytree(filled, tmp_path / "home"))


@pytest.fixture
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


def pins(page: str) -> list[str]:
    """Every pin control's address, with the code it is beside."""
    return [
        found.replace("&amp;", "&") for found in re.findall(r'href="(/claims/pin/[^"]+)"', page)
    ]


def figure_of(address: str) -> str:
    return address.partition("figure=")[2]


def hidden_from(known: Any, name: str) -> list[str]:
    """What an analyst's page offers of one partner alone, and the page of another role does not."""
    sent = set(map(figure_of, pins(text(client(known[name]).get(ROUTE)))))
    every = pins(text(client(known["analyst"]).get(ROUTE)))
    return [one for one in every if figure_of(one) not in sent and is_of_a_group(one)]


def is_of_a_group(address: str) -> bool:
    packed = figure_of(address).partition("&")[0]
    recipe = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return bool(recipe["parameters"].get("group"))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def pin_first(known: dict[str, Any], name: str) -> Any:
    browser = client(known[name])
    address = pins(text(browser.get(ROUTE)))[0]
    offered = text(browser.get(address))
    sentence = re.search(r"<textarea[^>]*>([^<]*)</textarea>", offered)
    assert sentence is not None
    return browser.post("/claims/pin/", {"figure": figure_of(address), "sentence": sentence[1]})


def test_a_figure_is_pinned_with_the_sentence_offered_and_listed(known: Any, home: Home) -> None:
    answer = pin_first(known, "analyst")
    assert (answer.status_code, answer["Location"]) == (302, "/claims/")
    (line,) = ledger.lines(home)
    assert line.claim is not None
    page = text(client(known["analyst"]).get("/claims/"))
    assert line.claim.sentence in page
    assert "holds" in page
    assert "made up" in page


def test_a_wrong_sentence_is_refused_and_stays_to_be_mended(known: Any, home: Home) -> None:
    browser = client(known["analyst"])
    address = pins(text(browser.get(ROUTE)))[0]
    wrong = {"figure": figure_of(address), "sentence": "99.9% of people"}
    answer = browser.post("/claims/pin/", wrong)
    assert answer.status_code == 422
    assert "99.9% of people</textarea>" in text(answer)
    assert ledger.lines(home) == ()


@pytest.mark.parametrize("wrong", ["", "x", "eyJ4IjoxfQ", "%%%", "é"])
def test_an_address_that_names_no_figure_is_refused(known: Any, wrong: str) -> None:
    answer = client(known["analyst"]).get("/claims/pin/", {"figure": wrong})
    assert answer.status_code == 422
    assert "No figure that you may see" in text(answer)


def test_no_role_pins_a_small_count_by_writing_its_address(known: Any) -> None:
    hidden = hidden_from(known, "local")
    assert len(hidden) > 5
    for address in hidden[:12]:
        for name in ("local", "campaigner"):
            answer = client(known[name]).get(address)
            assert answer.status_code == 422
            assert "No figure that you may see" in text(answer)


def test_a_claim_that_states_a_small_count_is_not_told_to_every_role(
    known: Any, home: Home
) -> None:
    browser = client(known["analyst"])
    hidden = hidden_from(known, "local")[0]
    sentence = re.search(r"<textarea[^>]*>([^<]*)</textarea>", text(browser.get(hidden)))
    assert sentence is not None
    browser.post("/claims/pin/", {"figure": figure_of(hidden), "sentence": sentence[1]})
    (line,) = ledger.lines(home)
    assert line.claim is not None
    assert line.claim.sentence in text(browser.get("/claims/"))
    for name in ("local", "campaigner"):
        page = text(client(known[name]).get("/claims/"))
        assert line.claim.sentence not in page
        assert line.id not in page
        answer = client(known["campaigner"]).post(f"/claims/{line.id}/use/", {"place": "x"})
        assert answer.status_code == 422


def test_after_a_recall_the_page_tells_where_it_was_said_and_no_number_of_now(
    known: Any, home: Home
) -> None:
    pin_first(known, "analyst")
    (line,) = ledger.lines(home)
    browser = client(known["analyst"])
    assert browser.post(f"/claims/{line.id}/use/", {"place": "newsletter"}).status_code == 302
    given = next(
        one for one in store.submissions(home, SHELL) if one.giver.endswith("North (example)")
    )
    store.recall(home, given.id, today=date.today())
    page = text(browser.get("/claims/"))
    assert "data taken back" in page
    assert "newsletter" in page
    assert "When pinned" not in page
    assert " of 1" not in re.sub(r"<h2.*?</h2>", "", page, flags=re.DOTALL)


def test_only_who_speaks_in_public_uses_and_retires(known: Any, home: Home) -> None:
    pin_first(known, "analyst")
    (line,) = ledger.lines(home)
    for what in ("use", "retire"):
        path = f"/claims/{line.id}/{what}/"
        assert client(known["local"]).post(path, {"place": "x"}).status_code == 403
    path = f"/claims/{line.id}/retire/"
    assert client(known["campaigner"]).post(path, {"reason": "old"}).status_code == 302
    assert ledger.line(home, line.id).retired is not None
    for name in ("caseworker", "administrator"):
        assert client(known[name]).get("/claims/").status_code == 403


def test_the_ledger_speaks_albanian(known: Any) -> None:
    pin_first(known, "analyst")
    browser = client(known["analyst"])
    browser.cookies["django_language"] = "sq"
    assert browser.get("/claims/").status_code == 200
