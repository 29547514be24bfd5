"""Routes from place to place: nothing is lost by folding, nothing imputed, nothing small sent."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beforehand import charts, understand
from beforehand.records.picture import OTHER, Flows, Route
from made_cases import case, published
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled
from made_ways import WAYS_TABLE, drawn, with_ways

ROUTE = understand.parse_route("AL:GB", "any")
LEAST = 11


def counted(tmp_path: Path, origins: int, ends: int, total: int, seed: int = 1) -> Route:
    """Legs from many places to many, some with an end not recorded."""
    rng = np.random.default_rng(seed)
    shares = np.outer(rng.dirichlet(np.full(origins, 0.5)), rng.dirichlet(np.full(ends, 0.5)))
    counts = rng.multinomial(total, shares.ravel()).reshape(origins, ends)
    rows = [
        case(
            people=int(number),
            origin_area=None if start == 0 else f"AL-{start:03d}",
            exploitation_area=None if end == 0 else f"GB-{end:03d}",
        )
        for start, line in enumerate(counts)
        for end, number in enumerate(line)
        if number
    ]
    return understand.routes(published(tmp_path, rows), ROUTE)


def people_of(flows: Flows) -> tuple[float, float, float]:
    stages = [sum(node.people.value for node in stage) for stage in flows.nodes]
    return stages[0], stages[1], sum(one.people.value for one in flows.ribbons)


@pytest.mark.parametrize(("origins", "ends", "total"), [(2, 3, 60), (80, 90, 80_000)])
@pytest.mark.parametrize("most", [1, 8, 14])
def test_folding_loses_nobody(
    tmp_path: Path, origins: int, ends: int, total: int, most: int
) -> None:
    whole = understand.flows(counted(tmp_path, origins, ends, total))
    folded = understand.fold(whole, most)
    assert people_of(whole) == people_of(folded) == (total, total, total)
    for before, after in zip(whole.nodes, folded.nodes, strict=True):
        assert len(after) <= most + 2
        unknown = [node.people.value for node in before if node.place is None]
        assert [node.people.value for node in after if node.place is None] == unknown
        put = sum(node.folded for node in after)
        assert put == len([n for n in before if n.place]) - len(
            [n for n in after if n.place not in (None, OTHER)]
        )


def test_five_thousand_routes_are_drawn_small_enough_to_read(tmp_path: Path) -> None:
    whole = understand.flows(counted(tmp_path, 90, 90, 200_000))
    assert len(whole.ribbons) > 5_000
    folded = understand.fold(whole, 14)
    for narrow in (False, True):
        drawing = charts.sankey(folded, lambda _, place: place, narrow=narrow)
        placed = r'class="place" x="[^"]+" y="([^"]+)" text-anchor="end"'
        ys = sorted({float(y) for y in re.findall(placed, drawing)})
        assert len(ys) > 10
        assert min(b - a for a, b in pairwise(ys)) >= 12, "labels overlap"
        assert len(drawing) < 150_000
        assert "76 others" in drawing or "75 others" in drawing
    assert "smaller places are drawn together" in str(understand.says_folding(whole, folded))


def test_a_half_known_route_goes_to_not_recorded_and_nowhere_else(tmp_path: Path) -> None:
    rows = [
        case(people=20, origin_area="AL-07", exploitation_area=None),
        case(people=30, origin_area=None, exploitation_area="E12000007"),
        case(people=40, origin_area="AL-07", exploitation_area="E12000007"),
    ]
    flows = understand.flows(understand.routes(published(tmp_path, rows), ROUTE))
    found = {(one.start, one.end): one.people.value for one in flows.ribbons}
    assert found == {("AL-07", None): 20, (None, "E12000007"): 30, ("AL-07", "E12000007"): 40}
    drawing = charts.sankey(flows, lambda _, place: understand.place_name(place))
    assert drawing.count('class="ribbon partial"') == 2
    assert "not recorded → London: 30 people" in drawing


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    home = pooled(tmp_path_factory.mktemp("home"), date.today())
    with_ways(home, drawn(900, 5), date.today())
    with undone(), desk_at(home):
        yield people() | {"home": home}


PATH = f"/routes/AL:GB/places/?source={COALITION}"


def test_an_analyst_sees_every_stretch(known: Any) -> None:
    page = client(known["analyst"]).get(PATH).content.decode()
    assert "→" in page
    assert "All four places are recorded for" in page
    assert "runs under its bars, and nothing is guessed" in page
    file = client(known["analyst"]).get(f"/routes/AL:GB/places/flows.csv?source={COALITION}")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert sum(int(row["people"]) for row in rows) == 121


@pytest.mark.parametrize("who", ["campaigner", "local"])
def test_no_small_stretch_reaches_a_role_that_may_not_see_it(known: Any, who: str) -> None:
    answer = client(known[who]).get(PATH)
    page = answer.content.decode()
    told = re.findall(r"(\d+) (?:people|person)\b", page) + re.findall(
        r'<text class="place"[^>]*>(?:(\d+) )?[^<]*?(?: (\d+))?</text>', page
    )
    numbers = [int(n) for one in told for n in ([one] if isinstance(one, str) else one) if n]
    assert numbers
    assert min(numbers) >= LEAST
    assert "people" not in str(answer.headers)
    file = client(known[who]).get(f"/routes/AL:GB/places/flows.csv?source={COALITION}")
    if file.status_code == 200:
        rows = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
        assert all(int(row["people"]) >= LEAST for row in rows)
    else:
        assert file.status_code == 404  # not one stretch is large enough


def test_narrowed_places_are_for_those_alone_who_see_small_counts(known: Any) -> None:
    more = "&gender=Masculine"
    assert client(known["analyst"]).get(PATH + more).status_code == 200
    assert client(known["campaigner"]).get(PATH + more).status_code == 422


# --- routes of four stages ------------------------------------------------------------------------

FOUR = f"?source={WAYS_TABLE}"


def rows_of(known: Any, who: str) -> list[dict[str, str]]:
    answer = client(known[who]).get(f"/routes/AL:GB/places/flows.csv{FOUR}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_analyst_is_sent_whole_routes_the_others_stretches(known: Any) -> None:
    whole, stretches = rows_of(known, "analyst"), rows_of(known, "campaigner")
    assert {"transit_country", "arrival_area"} <= set(whole[0])
    assert min(int(row["people"]) for row in whole) == 1
    assert "next_stage" in stretches[0]
    assert len(stretches) > 20
    assert min(int(row["people"]) for row in stretches) >= LEAST


@pytest.mark.parametrize("who", ["campaigner", "local"])
def test_no_number_below_the_threshold_is_in_what_the_server_sends(known: Any, who: str) -> None:
    page = client(known[who]).get(f"/routes/AL:GB/places/{FOUR}").content.decode()
    told = re.findall(r"(\d[\d,]*) (?:people|person)\b", page)
    told += re.findall(r'<td class="n">(\d[\d,]*)</td>', page)
    for said in re.findall(r'<text class="(?:place|next|sub over|place over)"[^>]*>([^<]*)<', page):
        people_only = re.sub(r"\d+ others", "others", said)  # a number of places
        told += re.findall(r"(?<!\w)\d[\d,]*", people_only)
    assert len(told) > 100
    assert min(int(number.replace(",", "")) for number in told) >= LEAST
    assert "Whole routes" not in page


def test_two_places_of_a_route_are_crossed_on_its_own_page_alone(known: Any) -> None:
    from beforehand.web.desk.narrowing import read_narrowed

    seen = known["campaigner"].asker
    route = understand.narrow(understand.parse_route("AL:GB"), ["origin_area=AL-01"])
    told = read_narrowed(known["home"], seen, route, WAYS_TABLE)
    assert told.profile.people.value > LEAST
    assert not {one.field for one in told.profile.fields} & set(understand.STAGE_FIELDS)
    assert told.route.stretches == told.route.paths == told.route.legs == ()
