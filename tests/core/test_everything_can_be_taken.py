"""Walks the analyst's pages: each table and chart is there as a file, each figure can be pinned."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from openpyxl import load_workbook

from beforehand import briefing, ledger, store, understand
from beforehand.home import Home
from beforehand.records.claims import Standing
from beforehand.records.people import shell
from beforehand.web.desk.tokens import recipe_of
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, measured, planned, pooled

TODAY = date.today()
NRM = "real:aggregate:nrm"
ROUTE = "/routes/AL:GB/"
EAST = "Made-up Charity East (example)"
#: Tables that stay on the desk, and why.
STAYS = {"/cases/links/": "single people's coded rows, side by side, are for review alone"}
#: Pages of one person, forms, and other apps' pages: no answer from the pool is on them.
ELSEWHERE = ("/contribute/", "/supporters/", "/accounts/", "/pages/", "/agreements/", "/i18n/",
             "/claims/pin/", "/static/", "/look.css")  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Both sources, a measured plan, a kept brief that has aged, and a claim."""
    made = pooled(tmp_path_factory.mktemp("home"), TODAY)
    measured(made, planned(made, TODAY - timedelta(days=7)))
    cases = store.open_cases(made, shell(TODAY), COALITION)
    route = understand.parse_route("AL:GB")
    briefing.keep_brief(made, understand.brief(cases, route), today=TODAY - timedelta(days=90))
    profile = understand.profile(cases, route, ("gender",))
    said = str(understand.suggested(profile.people))
    ledger.pin(made, shell(TODAY), profile.people.recipe, said, source=COALITION, today=TODAY)
    return made


@pytest.fixture(scope="module")
def analyst(home: Home) -> Iterator[Any]:
    with undone(), desk_at(home):
        yield client(people()["analyst"])


@pytest.fixture(scope="module")
def walked(analyst: Any, home: Home) -> dict[str, BeautifulSoup]:
    """Every page that the analyst's links lead to, each path in each source once."""
    todo = ["/", f"/your-view/?partner={EAST}&source={COALITION}"]
    for page in ("", "definitions/", "hotspots/", "closely/", "places/", "types/", "hidden/"):
        todo += [f"{ROUTE}{page}?source={source}" for source in (NRM, COALITION)]
    found: dict[str, BeautifulSoup] = {}
    seen = {urlsplit(one).path for one in todo}
    while todo:
        address = todo.pop(0)
        answer = analyst.get(address, follow=True)
        assert answer.status_code in {200, 422}, address
        found[address] = BeautifulSoup(answer.content, "html.parser")
        for link in found[address].find_all("a", href=True):
            path = urlsplit(link["href"]).path
            leads_on = path.startswith("/") and path.endswith("/") and path not in seen
            if leads_on and not path.startswith(ELSEWHERE):
                seen.add(path)
                todo.append(link["href"])
    return found


def cards_of(page: BeautifulSoup) -> Iterator[tuple[Tag, list[str]]]:
    """Each table and chart, with what the nearest section round it offers to take along."""
    for shown in page.find_all(["table", "svg"]):
        if shown.name == "svg" and not is_chart(shown):
            continue
        around = shown.find_parent(class_="card") or shown.find_parent("main")
        offered = [link["href"] for link in around.find_all("a", href=True)]
        yield shown, [kind for kind in ("csv", "xlsx", "svg", "png")
                      if any(_is_take(one, kind) for one in offered)]  # fmt: skip


def is_chart(drawing: Tag) -> bool:
    """The strokes under single figures are part of the figure; they are a few dozen high."""
    box = str(drawing.get("viewbox") or drawing.get("viewBox") or "0 0 0 0").split()
    return float(box[3]) > 60


def _is_take(address: str, kind: str) -> bool:
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("take", [""])[0]
    return asked.endswith(f".{kind}") or parts.path.endswith(f".{kind}")


def test_the_walk_meets_every_kind_of_page(walked: dict[str, BeautifulSoup]) -> None:
    paths = {urlsplit(one).path for one in walked}
    for page in ("", "definitions/", "hotspots/", "closely/", "places/", "types/", "hidden/"):
        assert f"{ROUTE}{page}" in paths
    for page in ("/cases/", "/claims/", "/campaigns/", "/proof/", "/your-view/", "/cases/links/"):
        assert page in paths
    assert any(one.startswith("/proof/") and len(one) > 20 for one in paths)
    assert any(one.startswith("/campaigns/") and len(one) > 20 for one in paths)


def test_each_table_is_there_as_csv_and_xlsx_and_each_chart_as_svg_and_png(
    walked: dict[str, BeautifulSoup],
) -> None:
    lacking = [
        (address, shown.name, shown.get("aria-label") or shown.get_text(" ", strip=True)[:50])
        for address, page in walked.items()
        if urlsplit(address).path not in STAYS
        for shown, kinds in cards_of(page)
        if not {"csv", "xlsx", *(("svg", "png") if shown.name == "svg" else ())} <= set(kinds)
    ]
    assert not lacking


def takes(walked: dict[str, BeautifulSoup], kind: str) -> list[str]:
    """One address of every file of a kind, whatever source."""
    found: dict[str, str] = {}
    for address, page in walked.items():
        at = urlsplit(address).path
        for link in page.find_all("a", href=True):
            if _is_take(link["href"], kind) and not link["href"].startswith("/campaigns/"):
                whole = link["href"] if link["href"].startswith("/") else at + link["href"]
                name = parse_qs(urlsplit(whole).query).get("take", [""])[0]
                key = at if not name and "/take/" not in whole else urlsplit(whole).path + name
                if "field-" not in key or key.endswith("field-gender." + kind):
                    found.setdefault(key, whole)
    return list(found.values())


def test_each_csv_says_in_every_line_what_it_is_its_source_and_if_it_is_made_up(
    walked: dict[str, BeautifulSoup], analyst: Any
) -> None:
    addresses = takes(walked, "csv")
    assert len(addresses) > 15
    for address in addresses:
        answer = analyst.get(address)
        assert answer.status_code == 200, address
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows, address
        for row in rows:
            assert "What it is: " in row["how_counted"], address
            assert "Source: " in row["how_counted"], address
        if COALITION.replace(":", "%3A") in address or COALITION in address:
            assert {row["made_up"] for row in rows} == {"Made-up data: nobody in it exists."}


def test_a_workbook_has_a_page_on_how_it_was_counted_and_a_drawing_a_line_under_it(
    walked: dict[str, BeautifulSoup], analyst: Any
) -> None:
    for address in takes(walked, "xlsx")[::4]:
        book = load_workbook(io.BytesIO(analyst.get(address).content), read_only=True)
        labels = [str(row[0]) for row in book["How counted"].iter_rows(values_only=True)]
        assert {"What it is", "Source"} <= set(labels), address
    for address in takes(walked, "svg"):
        answer = analyst.get(address)
        assert answer.status_code == 200, address
        drawn = " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())
        assert (
            "Data" in drawn or "Hash of the plan" in drawn or "Source" in drawn or "made" in drawn
        )
        if COALITION in address or COALITION.replace(":", "%3A") in address:
            assert "Made-up data" in drawn, address
    picture = analyst.get(takes(walked, "png")[0])
    assert picture.content.startswith(b"\x89PNG")


def test_whoever_opens_how_counted_can_pin_the_figure(walked: dict[str, BeautifulSoup]) -> None:
    lacking = [
        (address, folded.get_text(" ", strip=True)[:80])
        for address, page in walked.items()
        for folded in page.find_all("dl")
        if folded.find("dt", string="How sure") and folded.find_parent("details")
        and not folded.find_parent("details").find("a", class_="pin")
    ]  # fmt: skip
    assert not lacking


@pytest.mark.long
def test_a_claim_of_every_kind_of_figure_is_pinned_and_checked_again(
    walked: dict[str, BeautifulSoup], home: Home
) -> None:
    kinds: dict[tuple[object, ...], str] = {}
    for page in walked.values():
        for link in page.find_all("a", class_="pin"):
            token = parse_qs(urlsplit(link["href"]).query)["figure"][0]
            recipe = recipe_of(token)
            which = (recipe.parameters.get(name) for name in ("of", "step", "per"))
            kinds.setdefault((recipe.function, *which), token)
    functions = {str(kind[0]) for kind in kinds}
    assert functions >= {
        "understand.profile", "understand.compare", "understand.definitions", "understand.ages",
        "understand.hotspots", "understand.signals", "understand.since", "understand.trend",
        "understand.routes", "understand.own_view", "understand.hidden", "prove.impact",
    }  # fmt: skip
    unchecked = set(functions)
    for token in kinds.values():
        recipe = recipe_of(token)
        figure, _, _ = ledger.find_figure(home, shell(TODAY), recipe)
        said = str(understand.suggested(figure))
        line = ledger.pin(home, shell(TODAY), recipe, said, source=None, today=TODAY)
        if recipe.function in unchecked:
            unchecked.remove(recipe.function)
            assert ledger.check(home, line, shell(TODAY)).standing is Standing.HOLDS, said
    assert not unchecked
