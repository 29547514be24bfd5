"""Each partner's own page: what differs beyond noise, what is too few to say, and no leak."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from beforehand import example, share, store, understand
from beforehand.example.coalition import SEED
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import shell
from beforehand.records.views import PartnerView, Seen
from beforehand.refusals import EmptyPool
from made_cases import case, partners_cases, published
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled

ROUTE = understand.parse_route("AL:GB")
NORTH = "Made-up Charity North (example)"
LEAST = 11


def rows_of(partner: str, kind: str, number: int, crime: int, **more: Any) -> list[dict[str, Any]]:
    """People of a partner, the first ``crime`` of them made to commit crimes."""
    return [
        case(
            partner=partner,
            partner_type=kind,
            exploitation=["ForcedCriminality"] if at < crime else ["ForcedLabour"],
            **more,
        )
        for at in range(number)
    ]


def view(tmp_path: Path, rows: list[dict[str, Any]], partner: str = "North") -> PartnerView:
    return understand.own_view(published(tmp_path, rows), ROUTE, partner)


def test_what_a_partner_sees_more_and_less_of_is_told_with_whom_to_ask(tmp_path: Path) -> None:
    rows = rows_of("North", "NGO", 80, 70) + rows_of("Met", "LawEnforcement", 100, 20)
    told = view(tmp_path, rows + rows_of("Council", "LocalGovernmentOrganisation", 60, 30))
    lines = {one.code: one for one in told.lines}
    assert lines["ForcedCriminality"].seen is Seen.MORE
    assert lines["ForcedLabour"].seen is Seen.LESS
    assert all(one.differs for one in told.lines)
    asked = [str(one.label) for one in lines["ForcedLabour"].ask]
    assert asked == ["Police and other law enforcement", "Met"]
    assert (lines["ForcedLabour"].others.numerator, lines["ForcedLabour"].others.denominator) == (
        110, 160,
    )  # type: ignore[union-attr]  # fmt: skip


def test_what_it_never_saw_is_told_apart(tmp_path: Path) -> None:
    rows = rows_of("North", "NGO", 40, 0) + rows_of("Met", "LawEnforcement", 60, 30)
    told = view(tmp_path, rows)
    found = next(one for one in told.lines if one.code == "ForcedCriminality")
    assert found.seen is Seen.NOT_AT_ALL
    assert found.differs


def test_a_partner_of_few_people_is_told_that_they_are_too_few(tmp_path: Path) -> None:
    told = view(tmp_path, rows_of("North", "NGO", 10, 10) + rows_of("Met", "NGO", 200, 0))
    assert told.too_few
    assert not any(one.differs for one in told.lines)


def test_a_field_that_it_does_not_record_is_no_difference(tmp_path: Path) -> None:
    rows = rows_of("North", "NGO", 40, 20) + rows_of("Met", "NGO", 60, 30, control=["DebtBondage"])
    told = view(tmp_path, rows)
    assert "Control" in [str(one) for one in told.not_recorded]
    assert not any(one.field == "control" for one in told.lines)


@pytest.mark.long
def test_all_codes_together_keep_the_false_discoveries_down(tmp_path: Path) -> None:
    """Nobody differs: of 10 made pools few may be told anything, for all their codes."""
    rng = np.random.default_rng(7)
    alarms = 0
    for at in range(10):
        folder = tmp_path / str(at)
        folder.mkdir()
        rows = [
            case(
                partner=str(rng.choice(["North", "Met", "South"])),
                gender=str(rng.choice(["Masculine", "Feminine"])),
                exploitation=[str(rng.choice(["ForcedLabour", "ForcedCriminality", "Servitude"]))],
                control=[str(code) for code in rng.choice(
                    ["DebtBondage", "FalsePromises", "TakesEarnings", "PhysicalThreats"], 2)],
                recruitment_method=[str(rng.choice(["AtWork", "Other"]))],
            )
            for _ in range(150)
        ]  # fmt: skip
        alarms += any(one.differs for one in view(folder, rows).lines)
    assert alarms <= 2  # at most 5 % expected; 3 or more of 10 has a chance near 1 %


def test_people_whom_both_saw_are_one_person_on_each_side(tmp_path: Path) -> None:
    rows = [row | {"row_id": f"r{at}"} for at, row in enumerate(
        rows_of("North", "NGO", 30, 15) + rows_of("Met", "NGO", 30, 15))]  # fmt: skip
    links = [(f"r{at}", f"p{at % 40}") for at in range(60)]  # twenty of North's are Met's too
    told = understand.own_view(partners_cases(tmp_path, rows, links), ROUTE, "North")
    assert told.own.value == 30
    assert told.others is not None
    assert told.others.value == 30


def test_a_figure_of_the_view_is_counted_again(tmp_path: Path) -> None:
    rows = rows_of("North", "NGO", 80, 70) + rows_of("Met", "LawEnforcement", 100, 20)
    table = published(tmp_path, rows)
    told = understand.own_view(table, ROUTE, "North")
    for figure in tuple(understand.every_figure(told))[::4]:  # each is a whole count anew
        assert understand.recompute(figure, table) == figure


def test_a_partner_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyPool):
        view(tmp_path, rows_of("Met", "NGO", 50, 20))


@pytest.fixture(scope="module")
def coalition(tmp_path_factory: pytest.TempPathFactory) -> CaseTable:
    """The made-up coalition as the demo draws it."""
    home = Home(tmp_path_factory.mktemp("coalition"))
    for sealed in example.coalition(np.random.default_rng(SEED)):
        share.add_sealed(home, sealed, today=date.today())
    return store.open_cases(home, shell(date.today()))


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(pooled(tmp_path_factory.mktemp("home"), date.today())):
        found = people()
        for name in ("local", "adviser"):
            found[name].partner = NORTH if name == "local" else ""
            found[name].save()
        yield found


def test_a_partner_reads_its_own_page_and_no_other(known: Any) -> None:
    page = client(known["local"]).get("/your-view/").content.decode()
    assert NORTH in page
    other = client(known["local"]).get("/your-view/?partner=Made-up Charity East (example)")
    assert f"<h1>{NORTH}</h1>" in other.content.decode()
    assert "<h1>Made-up Charity East" not in other.content.decode()
    assert 'value="Made-up Charity East' not in other.content.decode()


def test_a_partner_takes_its_own_page_along(known: Any) -> None:
    browser = client(known["local"])
    page = browser.get("/your-view/").content.decode()
    offered = [html.unescape(one) for one in re.findall(r'href="(\?[^"]*take=[^"]+)"', page)]
    assert offered
    for address in offered:
        assert browser.get(f"/your-view/{address}").status_code == 200, address


def test_an_account_without_an_organisation_is_told_so(known: Any) -> None:
    page = client(known["adviser"]).get("/your-view/").content.decode()
    assert "names no organisation" in page


@pytest.mark.parametrize("who", ["campaigner", "caseworker", "administrator"])
def test_others_have_no_such_page(known: Any, who: str) -> None:
    assert client(known[who]).get("/your-view/").status_code == 403


def test_no_small_count_of_the_others_is_sent(known: Any) -> None:
    told = re.compile(r"the others</span> <b>[^<]+</b> <span class=\"small\">(\d+) of (\d+)")
    path = f"/your-view/?partner={NORTH}&source={COALITION}"
    seen = told.findall(client(known["analyst"]).get(path).content.decode())
    assert any(int(a) < LEAST for a, _ in seen), "else the test shows nothing"
    sent = told.findall(client(known["local"]).get("/your-view/").content.decode())
    for part, whole in sent:
        assert int(part) >= LEAST
        assert int(whole) - int(part) == 0 or int(whole) - int(part) >= LEAST


def test_a_partner_reads_the_others_total_alone_and_never_the_pools(known: Any) -> None:
    """The pool's, beside both others, would tell how many both saw, and whether somebody is one."""
    browser = client(known["local"])
    found = re.search(r"The others saw (\d+) people", browser.get("/your-view/").content.decode())
    assert found
    page = browser.get(f"/routes/AL:GB/?source={COALITION}").content.decode()
    assert f"{found[1]} people on the route" in page
    assert "they are your own" in page
    assert "121 people" not in page


def test_no_count_that_may_not_be_told_changes_anything_of_the_view(tmp_path: Path) -> None:
    """Else a partner could give rows until a difference comes or goes, and so find the count."""

    def lines(few: int, told: frozenset[tuple[str, str]] | None) -> object:
        folder = tmp_path / f"{few}{told is None}"
        folder.mkdir(exist_ok=True)
        both = ["ForcedLabour", "ForcedCriminality"]
        rows = rows_of("North", "NGO", 80, 30) + rows_of("Met", "NGO", 200 - few, 0)
        rows += [one | {"exploitation": both} for one in rows_of("Met", "NGO", few, 0)]
        seen = understand.own_view(published(folder, rows), ROUTE, "North", told)
        return seen.lines, seen.compared

    told = frozenset({("exploitation", "ForcedLabour")})
    assert lines(0, told) == lines(4, told) == lines(10, told)
    assert lines(4, None) != lines(10, None), "the positive control"
    found, _ = lines(4, told)  # type: ignore[misc] # of an object, to compare with
    crime = next(one for one in found if one.code == "ForcedCriminality")
    assert (crime.seen, crime.others, crime.differs) == (Seen.MORE, None, True)


def test_the_made_up_charity_of_the_demo_sees_something_else_than_the_others(
    coalition: CaseTable,
) -> None:
    """So that the demo's page of one's own view has something to show, of 121 people."""
    assert understand.profile(coalition, ROUTE).people.value == 121
    told = understand.own_view(coalition, ROUTE, NORTH)
    seen = {one.code: one for one in told.lines}
    assert not told.too_few
    assert (seen["ForcedCriminality"].seen, seen["ForcedCriminality"].differs) == (Seen.MORE, True)
    labour = seen["ForcedLabour"]
    assert (labour.seen, labour.differs) == (Seen.LESS, True)
    named = [str(one.label) for one in labour.ask if one.named]
    assert named == ["Made-up Charity East (example)"]
    assert seen["SexualExploitation"].seen is Seen.NOT_AT_ALL
    assert all(one.others is not None and one.others.unknown == 0
               for one in told.lines if one.field == "exploitation")  # fmt: skip
