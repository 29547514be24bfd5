"""Commuters make neighbours: read, matched, counted in the draw, the checks and the seal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from beforehand import campaign
from beforehand.campaign.neighbours import borders, neighbours
from beforehand.prove.checks import adjacent
from beforehand.records.codec import from_json, to_json
from beforehand.records.plan import Arm, Buffer, Commuting, DesignKind, Plan
from beforehand.refusals import BadCell, BadTable, UnknownPlaces
from beforehand.words import speak
from core.test_campaign_commands import home, plan, run  # noqa: F401 - a fixture
from core.test_campaign_plan import NEED, TODAY, request

WHERE = ("municipality", "AL")
KUKES, TIRANE, HAS = "AL132", "AL224", "AL131"


def read(*rows: str, share: float = 0.02, said: dict[str, str] | None = None) -> Commuting:
    table = "\n".join(["from,to,people", *rows]).encode()
    return campaign.read_commuting(table, file="way.csv", where=WHERE, share=share, said=said)


def test_both_ways_add_up_and_only_pairs_above_the_share_of_the_smaller_place_count() -> None:
    # Kukës has 47,985 people: two in a hundred are 960.
    assert read("Kukës,Tiranë,500", "Tiranë,Kukës,459").pairs == ()
    found = read("Kukës,Tiranë,500", f"{TIRANE},{KUKES},460", "Has,Has,9000", "Has,Kukës,3")
    assert found.pairs == ((KUKES, TIRANE),)
    assert found.crossings[0].people == 960
    assert read("Kukës,Tiranë,960", share=0.03).pairs == ()


def test_the_table_is_sealed_with_its_hash() -> None:
    data = b"from,to,people\nHas,Tiran\xc3\xab,900\n"
    found = campaign.read_commuting(data, file="way.csv", where=WHERE)
    assert found.data_hash == hashlib.sha256(data).hexdigest()
    made = campaign.plan(replace(request(), commuting=found), NEED, today=TODAY)
    assert from_json(Plan, to_json(made)).lots.commuting == found
    assert made.id != campaign.plan(request(), NEED, today=TODAY).id


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("Has,Tiranë,many",), "row 2.*people"),
        (("Has,Tiranë,4", "Has,Kukës,-1"), "row 3.*people"),
        (("Has,Tiranë,1.5",), "row 2.*people"),
        (("Has,,5",), "row 2.*to"),
        (("Has,Tiranë,4", "Kukës,Has,1", f"Has,{TIRANE},4"), "row 4.*to.*twice"),
    ],
)
def test_a_bad_row_is_refused_by_row_and_column(rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadCell, match=said):
        read(*rows)


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(BadTable, match="people"):
        campaign.read_commuting(b"from,to\nHas,Has\n", file="way.csv", where=WHERE)


def test_doubtful_names_are_shown_with_the_nearest_and_taken_once_said() -> None:
    with pytest.raises(UnknownPlaces, match=r"Tiran \(nearest: Tiranë"):
        read("Has,Tiran,900")
    assert read("Has,Tiran,900", said={"Tiran": TIRANE}).pairs == ((HAS, TIRANE),)


def test_commuters_keep_places_apart_and_count_as_borders() -> None:
    beside = neighbours("municipality", "AL", 0.0, ((KUKES, TIRANE),))
    assert TIRANE in beside[KUKES]
    assert KUKES in beside[TIRANE]
    assert TIRANE not in neighbours("municipality", "AL")[KUKES]
    asked = request(design=DesignKind.COMPLETE, buffer=Buffer.APART)
    plain = campaign.plan(asked, NEED, today=TODAY)
    first, second = plain.lots.candidates[:2]
    crossed = read(f"{first},{second},90000")
    apart = campaign.plan(replace(asked, commuting=crossed), NEED, today=TODAY)
    assert not {first, second} <= set(apart.lots.candidates)
    assert borders(apart) == ()
    # The same pair where nothing is done is a border, where one is warned and one held out.
    free = campaign.plan(replace(asked, buffer=Buffer.NONE), NEED, today=TODAY)
    warned = next(one.place.code for one in free.places if one.arm is Arm.TREATED)
    near = {held.code for one, held in borders(free) if one.code == warned}
    held = next(
        one.place.code
        for one in free.places
        if one.arm is Arm.HELD_OUT and one.place.code not in near
    )
    told = replace(free, lots=replace(free.lots, commuting=read(f"{warned},{held},90000")))
    assert len(borders(told)) == len(borders(free)) + 1
    assert "neighbours by their commuters: 1 (more than 2.0 %" in speak(
        campaign.commuting_words(told) or ""
    )
    codes = told.lots.candidates
    at, to = codes.index(warned), codes.index(held)
    assert adjacent(told, codes)[at, to]
    assert adjacent(told, codes)[to, at]
    assert campaign.commuting_words(free) is None


@pytest.mark.usefixtures("home")
def test_the_shell_takes_a_table_of_commuters(tmp_path) -> None:
    table = tmp_path / "way.csv"
    table.write_text("from,to,people\nHas,Tiran,900\n", encoding="utf-8")
    words = ("--commuting", str(table), "--commuting-share", "0.01")
    refused = run("plan", "--route", "AL:GB", *words).exception
    assert isinstance(refused, UnknownPlaces)
    made = json.loads(plan("--format", "json", *words, "--place", f"Tiran={TIRANE}"))
    assert made["lots"]["commuting"]["share"] == 0.01
    assert made["lots"]["commuting"]["crossings"] == [{"places": [HAS, TIRANE], "people": 900}]
    assert "by their commuters: 1" in " ".join(plan(*words, "--place", f"Tiran={TIRANE}").split())
