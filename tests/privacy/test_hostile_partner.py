"""A partner's officer reads, takes along, pins and seals what tells of another partner's few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from beforehand import ledger, store, understand
from beforehand.home import Home
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.cases import Provenance, SourceClass, SourceKind
from beforehand.records.people import shell
from beforehand.records.schema import CASE_SCHEMA
from beforehand.store.linking.candidates import MOST_ROWS, candidates
from made_desk import client, people, undone
from made_pool import desk_at

CASES = SourceClass(provenance=Provenance.MADE_UP, kind=SourceKind.CASE_LEVEL)
ROUTE = "/routes/AL:GB/"
INNER = Marking(tlp=Tlp.AMBER_STRICT, group="inner")
TAKEN = ("take/profile.csv", "brief.pdf", "places/flows.csv")


def give(home: Home, giver: str, rows: int, marking: Marking, gender: str = "Feminine") -> None:
    offer = store.Offer(
        giver=giver,
        dataset=f"{giver.lower()}-cases",
        edition="1",
        source_class=CASES,
        title=f"{giver}'s cases, made up",
        licence="none",
        partner_type="NGO",
        marking=marking,
    )
    row = {
        "people": 1,
        "citizenship": ["AL"],
        "referral_country": "GB",
        "partner": giver,
        "partner_type": "NGO",
        "gender": gender,
        "exploitation": ["ForcedCriminality"],
    }
    coded = [row | {"row_id": f"{giver}{number}"} for number in range(rows)]
    reader = pa.Table.from_pylist(coded, schema=CASE_SCHEMA).to_reader()
    store.add(home, offer, reader, today=date.today())


def signed_in(home: Home, partner: str) -> dict[str, Any]:
    found = people()
    found["local"].partner = partner
    found["local"].save()
    return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """North reads five people of East, in its group, who go into nothing that others read."""
    home = Home(tmp_path)
    store.set_group(home, "inner", ("North", "East"), by="a test", today=date.today())
    store.set_group(home, "others only", ("East", "West"), by="a test", today=date.today())
    give(home, "North", 30, Marking())
    give(home, "West", 40, Marking())
    give(home, "East", 5, INNER)
    return home


@pytest.fixture
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield signed_in(home, "North")


def text(answer: Any) -> str:
    return str(answer.content.decode(errors="replace"))


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_along_leaves_nobody_to_be_subtracted_from_the_page(
    known: Any, what: str
) -> None:
    browser = client(known["local"])
    assert "45 people" in text(browser.get(ROUTE))
    taken = browser.get(ROUTE + what)
    assert taken.status_code == 422
    assert "subtract" in text(taken)


def test_ones_own_that_go_no_further_are_no_reason_to_refuse(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give(home, "North", 30, Marking(tlp=Tlp.RED))
    give(home, "West", 40, Marking())
    with undone(), desk_at(home):
        browser = client(signed_in(home, "North")["local"])
        assert "40 people" in text(browser.get(ROUTE))
        assert browser.get(ROUTE + "take/profile.csv").status_code == 200


def test_a_claim_over_fewer_people_than_the_page_is_neither_read_nor_pinned(
    known: Any, home: Home
) -> None:
    cases = store.open_cases(home, shell(date.today()).handing_on(), str(CASES))
    figure = understand.profile(cases, understand.parse_route("AL:GB")).people
    sentence = str(understand.suggested(figure))
    ledger.pin(home, shell(date.today()), figure.recipe, sentence, source=None, today=date.today())
    assert "70" in sentence
    assert sentence in text(client(known["analyst"]).get("/claims/"))
    assert sentence in text(client(known["campaigner"]).get("/claims/"))
    browser = client(known["local"])
    assert sentence not in text(browser.get("/claims/"))
    (pin,) = set(re.findall(r'href="(/claims/pin/[^"]+)"', text(browser.get(ROUTE)))[:1])
    assert browser.get(pin.replace("&amp;", "&")).status_code == 422


def test_few_others_are_not_told_on_a_partners_own_page(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give(home, "North", 60, Marking())
    give(home, "West", 3, Marking(), gender="Masculine")
    with undone(), desk_at(home):
        known = signed_in(home, "North")
        whole = text(client(known["analyst"]).get("/your-view/?partner=North"))
        assert "The others saw 3 people" in whole, "else the test shows nothing"
        page = text(client(known["local"]).get("/your-view/"))
        assert "The others saw" not in page
        assert "What you see" not in page


def test_a_partner_reads_the_names_of_no_group_that_it_is_not_in(known: Any, home: Home) -> None:
    (own,) = [one for one in store.submissions(home, shell(date.today())) if one.giver == "North"]
    page = text(client(known["local"]).get(f"/cases/{own.id}/mark/"))
    assert "inner" in page
    assert "others only" not in page
    assert "others only" in text(client(known["analyst"]).get(f"/cases/{own.id}/mark/"))


def test_a_partner_that_seals_one_persons_keys_many_times_unlinks_nobody_elses_rows() -> None:
    """Two partners saw one person; a third, who knows the name, floods the key."""
    column = np.array([7, 7, *[7] * (MOST_ROWS + 1)], np.uint64)
    giver = np.array([0, 1, *[2] * (MOST_ROWS + 1)])
    found = candidates([column], giver)
    assert list(zip(found.left, found.right, strict=True)) == [(0, 1)]


def test_keys_made_to_fill_the_memory_give_a_bounded_number_of_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every key groups the rows anew in fifties; two honest rows still find each other."""
    monkeypatch.setattr("beforehand.store.linking.candidates.MOST_IN_ALL", 60_000)
    rng = np.random.default_rng(5)
    made = [np.concatenate([[9_999, 9_999], rng.permutation(1_000) // 50 + 1]) for _ in range(10)]
    giver = np.array([0, 1, *[2] * 1_000])
    found = candidates([one.astype(np.uint64) for one in made], giver)
    assert len(found.left) <= 60_000
    (honest,) = np.flatnonzero((found.left == 0) & (found.right == 1))
    assert int(found.agree[honest]) == 2**10 - 1
