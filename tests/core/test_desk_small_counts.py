"""Counts of fewer than 11 people, and what would give one away, are not sent to every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from beforehand import store, understand
from beforehand.home import Home
from beforehand.records.people import SHELL, Asker, Role
from beforehand.records.picture import Brief
from beforehand.records.plan import Arm
from made_campaign import a_plan
from made_desk import client, people, start_django, undone
from made_pool import COALITION, desk_at, pooled

PATH = f"/routes/AL:GB/?source={COALITION}"
LEAST = 11
VEILED = ("local", "campaigner")
PEOPLE = 121


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


@pytest.fixture(scope="module")
def whole(home: Home) -> Brief:
    start_django()
    return understand.brief(
        store.open_cases(home, SHELL, COALITION), understand.parse_route("AL:GB")
    )


def page_of(known: dict[str, Any], name: str) -> str:
    return str(client(known[name]).get(PATH).content.decode())


def counts(page: str) -> list[tuple[int, int]]:
    """Every count with what it is of."""
    return [(int(a), int(b)) for a, b in re.findall(r"\b(\d+) of (\d+)\b", page)]


def small(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in pairs if 0 < a < LEAST or 0 < b < LEAST or 0 < b - a < LEAST]


def test_an_analyst_is_sent_small_counts(known: Any) -> None:
    assert small(counts(page_of(known, "analyst")))


@pytest.mark.parametrize("name", VEILED)
def test_no_count_that_is_sent_is_small(known: Any, name: str) -> None:
    pairs = counts(page_of(known, name))
    assert len(pairs) > 10
    assert small(pairs) == []


@pytest.mark.parametrize("name", VEILED)
def test_no_number_of_people_in_a_chart_a_title_or_a_table_is_small(known: Any, name: str) -> None:
    page = page_of(known, name)
    told = [int(n) for n in re.findall(r"\b(\d+) (?:people|person)\b", page)]
    assert told
    assert [n for n in told if n < LEAST] == []
    cells = [int(n) for n in re.findall(r'<td class="n">(\d+)</td>', page)]
    assert [n for n in cells if n < LEAST] == []
    assert [int(n) for n in re.findall(r"Not recorded: (\d+)", page) if int(n) < LEAST] == []


@pytest.mark.parametrize("name", VEILED)
def test_the_share_of_a_small_count_is_not_sent_either(known: Any, whole: Brief, name: str) -> None:
    page, seen = page_of(known, name), page_of(known, "analyst")
    shares = [
        one
        for field in whole.profile.fields
        for one in field.of_everyone
        if 0 < (one.figure.numerator or 0) < LEAST
    ]
    assert len(shares) > 5
    for one in shares:
        told = f"{one.label}: {100 * one.figure.value:.1f}%"
        assert told in seen
        assert told not in page


@pytest.mark.parametrize("name", VEILED)
def test_a_total_less_the_shares_sent_gives_no_small_count_away(
    known: Any, whole: Brief, name: str
) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    veil = veiled(whole, known[name].asker)
    full = {one.field: one for one in whole.profile.fields}
    for field in veil.profile.fields:
        if field.several or field.field == "age":
            continue
        shown = sum(one.figure.numerator or 0 for one in field.of_everyone) + field.unknown
        rest = PEOPLE - shown
        hidden = len(full[field.field].of_everyone) - len(field.of_everyone)
        assert rest == 0 or rest >= 2 * LEAST or hidden + 1 >= len(full[field.field].of_everyone)


@pytest.mark.parametrize("which", ["legs", "origins", "destinations", "responders"])
def test_places_of_few_people_go_with_enough_others(whole: Brief, which: str) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    veil = veiled(whole, Asker(role=Role.PARTNER))
    before, after = getattr(whole.route, which), getattr(veil.route, which)
    assert all(leg.people.value >= LEAST for leg in after)
    gone = sum(leg.people.value for leg in before) - sum(leg.people.value for leg in after)
    assert gone == 0 or gone >= 2 * LEAST or not after


def test_a_period_of_few_people_is_not_drawn(whole: Brief) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    first = whole.trend.points[0]
    few = replace(first, people=replace(first.people, value=3.0, numerator=3))
    thin = replace(whole, trend=replace(whole.trend, points=(few, *whole.trend.points[1:])))
    points = veiled(thin, Asker(role=Role.CAMPAIGNER)).trend.points
    assert few not in points
    assert len(points) < len(whole.trend.points) - 1, "another goes, or the sum gives it back"


def test_those_who_see_all_get_the_brief_as_it_is(whole: Brief) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    assert veiled(whole, Asker(role=Role.ANALYST)) is whole


def test_a_route_of_very_few_people_is_not_shown_at_all(known: Any) -> None:
    few = "/routes/AR:GB/"  # three people in the published table
    analyst = client(known["analyst"]).get(few)
    assert analyst.status_code == 200
    assert "of 3" in analyst.content.decode()
    for name in VEILED:
        answer = client(known[name]).get(few)
        assert answer.status_code == 422
        assert "Fewer than 11 people" in answer.content.decode()
        assert client(known[name]).get(f"{few}brief.pdf").status_code == 422


@pytest.mark.parametrize("name", VEILED)
def test_the_brief_in_hand_holds_no_small_count_either(known: Any, name: str) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    pdf = client(known[name]).get(f"/routes/AL:GB/brief.pdf?source={COALITION}").content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert small(counts(text)) == []
    assert [n for n in re.findall(r"\b(\d+) people\b", text) if int(n) < LEAST and n != "11"] == []


def test_no_leg_is_given_back_by_the_places_it_joins(whole: Brief) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    veil = veiled(whole, Asker(role=Role.CAMPAIGNER))
    shown = {(leg.origin_area, leg.exploitation_area) for leg in veil.route.legs}
    for end in ("origin_area", "exploitation_area"):
        places = veil.route.origins if end == "origin_area" else veil.route.destinations
        for place in places:
            missing = [
                leg.people.value
                for leg in whole.route.legs
                if getattr(leg, end) == getattr(place, end)
                and (leg.origin_area, leg.exploitation_area) not in shown
            ]
            assert not missing or len(missing) > 1 or missing[0] >= LEAST


def test_the_places_of_the_map_are_those_of_the_profile(whole: Brief) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    veil = veiled(whole, Asker(role=Role.PARTNER))
    told = understand.field_of(veil.profile, "origin_area")
    assert told is not None
    codes = {one.code for one in told.of_everyone}
    assert {leg.origin_area for leg in veil.route.origins} - {None} == codes


def test_no_sentence_tells_what_was_taken_out(whole: Brief) -> None:
    from beforehand.web.desk.presenters.veil import veiled

    veil = veiled(whole, Asker(role=Role.PARTNER))
    told = " ".join(map(str, (*veil.findings, *veil.unknowns)))
    for before, after in zip(whole.profile.fields, veil.profile.fields, strict=False):
        if before.field == after.field and before.unknown != after.unknown:
            assert f"{before.label} ({before.unknown})" not in told


def test_what_was_counted_before_is_withheld_message_by_message() -> None:
    """The proof's ratio of a message gives its sum back, and with it one that is withheld alone."""
    start_django()
    from beforehand.web.desk.presenters.campaigns import plan_page

    counted = {"debt": (5, 30, 40), "passport": (8, 30, 40), "": (30, 40)}
    before = [(version, n) for version, numbers in counted.items() for n in numbers]
    plan = a_plan()
    places = tuple(
        replace(
            one, version=version, history=float(n), arm=Arm.TREATED if version else Arm.HELD_OUT
        )
        for one, (version, n) in zip(plan.places, before, strict=True)
    )
    page = plan_page(replace(plan, places=places), Asker(role=Role.CAMPAIGNER))
    told = {row.code: row.history for row in page.chosen}
    for version, numbers in counted.items():
        mine = [one.place.code for one in places if one.version == version]
        kept = [n for code, n in zip(mine, numbers, strict=True) if told[code] == "withheld"]
        assert sum(kept) >= 2 * LEAST if version else not kept
