"""A partner's officer knows a name and a birth date, and tries to learn whether others know them.

Two hubs are alike but for one row of East: in one it is the victim, in the other a stranger of
whom the same is recorded. North gives records of the victim and reads all that it may read.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beforehand import ledger, recalls, store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import Asker, Role, shell
from beforehand.records.schema import CASE_SCHEMA
from beforehand.refusals import Refusal
from made_desk import client, people, undone
from made_doubles import Recorded, two_partners
from made_doubtful import MADE_UP, keys_of
from made_pool import desk_at

TODAY = date.today()
SOURCE = str(MADE_UP)
ROUTE = understand.parse_route("AL:GB")
OFFICER = Asker(role=Role.PARTNER, partner="North", on=TODAY)
CAMPAIGNER = Asker(role=Role.CAMPAIGNER, partner="North", on=TODAY)
VICTIM = Recorded(
    who=9000, given="Zogushe", family="Kanarinazi", born="1991-03-12",
    sex="m", citizenship="AL", age=25, year=2016,
)  # fmt: skip
STRANGER = replace(VICTIM, who=9001, given="Hamdi", family="Kryeziu", born="1991-08-29")
GENDERS = {"m": "Masculine", "f": "Feminine"}

Steps = list[list[Recorded]]


def row(one: Recorded, giver: str, at: int) -> dict[str, object]:
    crime = "ForcedCriminality" if at % 3 else "ForcedLabour"
    return {
        "row_id": f"{at:032x}", "people": 1, "partner": giver, "partner_type": "NGO",
        "gender": GENDERS.get(one.sex), "citizenship": ["AL"], "referral_country": "GB",
        "registered_year": 2016, "exploitation": [crime],
    }  # fmt: skip


def give(home: Home, giver: str, met: list[Recorded], first: int, edition: str = "1") -> str:
    offer = store.Offer(
        giver=giver, dataset="cases", edition=edition, source_class=MADE_UP,
        title=f"{giver} (made up)", licence="CC0", partner_type="NGO",
    )  # fmt: skip
    coded = [row(one, giver, first + at) for at, one in enumerate(met)]
    table = pa.Table.from_pylist(coded, schema=CASE_SCHEMA)
    side = {store.LINKAGE: iter([store.to_bytes(keys_of(met, first))])}
    return store.add(home, offer, table.to_reader(), today=TODAY, side=side)[0].id


def met() -> tuple[list[Recorded], list[Recorded]]:
    """Whom East and West met, some of them both."""
    return two_partners(60, seed=5)


@pytest.fixture(scope="module")
def hubs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """East knows the victim; East does not. Keys apart, both hubs hold the same bytes."""
    east, west = met()
    base = Home(tmp_path_factory.mktemp("base"))
    give(base, "West", west, 100_000)
    made = []
    for name, whom in (("knows", VICTIM), ("knows not", STRANGER)):
        home = Home(shutil.copytree(base.root, tmp_path_factory.mktemp(name) / "home"))
        give(home, "East", [*east, whom], 0)
        made.append(home.root)
    return made[0], made[1]


@pytest.fixture
def homes(hubs: tuple[Path, Path], tmp_path: Path) -> tuple[Home, Home]:
    one, other = (shutil.copytree(path, tmp_path / str(at)) for at, path in enumerate(hubs))
    return Home(one), Home(other)


def fillers(many: int) -> list[Recorded]:
    """People whom nobody else met."""
    return two_partners(60, seed=77)[0][:many]


def bridge() -> list[Recorded]:
    """One person of East and another of West, under one given name each and one birth date."""
    east, west = met()
    return [east[0], replace(west[-1], given=east[0].given, family=east[0].family)]


ATTACKS: dict[str, Steps] = {
    "one made-up record of the victim": [[VICTIM]],
    "given, recalled and given again": [[VICTIM], [VICTIM], [VICTIM]],
    "several sealings": [
        [VICTIM], [replace(VICTIM, born="1991-12-03")], [replace(VICTIM, given="Zogush")],
    ],
    "filler rows up to a boundary": [fillers(9), [*fillers(9), VICTIM], [*fillers(10), VICTIM]],
    "the victim many times over": [[VICTIM] * 40],
    "a record that joins two of others": [bridge()],
}  # fmt: skip


def others(home: Home, asker: Asker) -> Any:
    return understand.profile(store.open_cases(home, asker, SOURCE), ROUTE)


def all_told(home: Home) -> list[object]:
    """All that answers can be made of: the rows that count, and which of them are one person."""
    tables = [one(home, OFFICER, SOURCE) for one in (store.open_cases, store.open_beside)]
    return [
        (
            one.data_hash,
            {each.id for each in one.submissions},
            one.kept_back,
            one.links and pq.read_table(one.links),
        )
        for one in tables
    ]


def attacked(home: Home, steps: Steps) -> list[object]:
    """What North is told after each step; the step before it is recalled."""
    told: list[object] = []
    last = ""
    for at, whom in enumerate(steps):
        if last:
            recalls.recall(home, last, today=TODAY)
        last = give(home, "North", whom, 500_000 + 1000 * at, str(at))
        told.append(all_told(home))
    return told


def same_in_both(homes: tuple[Home, Home], steps: Steps) -> bool:
    knows, knows_not = (attacked(home, steps) for home in homes)
    return knows == knows_not


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_given_tells_whether_others_know_the_victim(
    homes: tuple[Home, Home], attack: str
) -> None:
    assert same_in_both(homes, ATTACKS[attack])


@pytest.fixture
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """One's own rows answer with the others', linked to theirs, as before there was this rule."""
    monkeypatch.setattr("beforehand.store.marks.is_own", lambda *_: False)
    monkeypatch.setattr("beforehand.store.links._sides", lambda given, _: (given, ()))


@pytest.mark.usefixtures("as_before")
@pytest.mark.parametrize("attack", ["one made-up record of the victim", "several sealings"])
def test_the_attacks_told_it_before(homes: tuple[Home, Home], attack: str) -> None:
    """The positive control: else the test above would show nothing."""
    assert not same_in_both(homes, ATTACKS[attack])


def counted(cases: CaseTable) -> float:
    return understand.profile(cases, ROUTE, ("gender",)).people.value


def test_others_are_counted_as_if_nothing_had_been_given(homes: tuple[Home, Home]) -> None:
    """Learnt weights too: what is given moves nobody else's links for the giver."""
    home, before = homes[0], others(homes[0], OFFICER)
    whole = counted(store.open_cases(home, shell(TODAY), SOURCE))
    give(home, "North", [VICTIM, *bridge(), *fillers(20)], 500_000)
    after = others(home, OFFICER)
    assert (after.people, after.fields) == (before.people, before.fields)
    assert counted(store.open_cases(home, shell(TODAY), SOURCE)) > whole, "the analyst sees it"
    assert {one.giver for one in after.basis.submissions} == {"East", "West"}


def test_a_campaigner_of_the_organisation_is_told_no_more_than_its_officer(
    homes: tuple[Home, Home],
) -> None:
    give(homes[0], "North", [VICTIM], 500_000)
    officers, campaigners = (others(homes[0], one) for one in (OFFICER, CAMPAIGNER))
    assert officers.people == campaigners.people
    hubs = store.open_cases(homes[0], Asker(role=Role.CAMPAIGNER, on=TODAY), SOURCE)
    assert {one.giver for one in hubs.submissions} == {"East", "West", "North"}


def test_ones_own_stand_beside_the_others_and_are_linked_among_themselves(
    homes: tuple[Home, Home],
) -> None:
    give(homes[0], "North", [VICTIM, VICTIM, *fillers(3)], 500_000)
    beside = counted(store.open_beside(homes[0], OFFICER, SOURCE))
    assert beside == counted(store.open_cases(homes[0], OFFICER, SOURCE)) + 4


# --- and through every page --------------------------------------------------------------------

PAGES = (
    "/", "/cases/", "/routes/", f"/routes/AL:GB/?source={SOURCE}", "/claims/",
    f"/routes/AL:GB/?source={SOURCE}&gender=Masculine",
    f"/routes/AL:GB/places/?source={SOURCE}", f"/routes/AL:GB/types/?source={SOURCE}",
    f"/routes/AL:GB/definitions/?source={SOURCE}", f"/routes/AL:GB/hotspots/?source={SOURCE}",
    f"/routes/AL:GB/closely/?source={SOURCE}", f"/your-view/?source={SOURCE}",
    f"/routes/AL:GB/take/profile.csv?source={SOURCE}",
    f"/routes/AL:GB/places/flows.csv?source={SOURCE}", f"/routes/AL:GB/brief.pdf?source={SOURCE}",
    "/cases/links/", "/campaigns/", "/agreements/", "/contribute/", "/publish/",
)  # fmt: skip


OF_A_CAMPAIGNER = ("/", "/claims/", "/campaigns/", f"/routes/AL:GB/?source={SOURCE}")


def pin(home: Home) -> None:
    """The analyst says in the ledger how many people the whole pool holds."""
    cases = store.open_cases(home, shell(TODAY).handing_on(), SOURCE)
    figure = understand.profile(cases, ROUTE).people
    sentence = str(understand.suggested(figure))
    ledger.pin(home, shell(TODAY), figure.recipe, sentence, source=None, today=TODAY)


def pages(home: Home, role: str) -> Iterator[tuple[str, bytes]]:
    """Whatever the account of North is sent, page by page."""
    with undone(), desk_at(home):
        user = people()["local"]
        user.partner, user.role = "North", role
        user.save()
        browser = client(user)
        for path in PAGES if role == "partner" else OF_A_CAMPAIGNER:
            answer = browser.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            yield path, b"%d " % answer.status_code + without_tokens(body)


def without_tokens(body: bytes) -> bytes:
    """Tokens against forged requests, and a form's seed, are drawn afresh for every page."""
    return re.sub(rb'(csrfmiddlewaretoken" |X-CSRFToken": "|name="seed" )[^>]+', b"", body)


def read_pages(homes: tuple[Home, Home], role: str) -> list[dict[str, bytes]]:
    found = []
    for home in homes:
        pin(home)  # before and
        give(home, "North", [*fillers(11), VICTIM], 500_000)
        pin(home)  # after it was given
        found.append(dict(pages(home, role)))
    return found


@pytest.mark.parametrize("role", ["partner", "campaigner"])
def test_every_page_is_the_same_to_the_byte_whether_or_not_others_know_the_victim(
    homes: tuple[Home, Home], role: str
) -> None:
    knows, knows_not = read_pages(homes, role)
    differ = [path for path in knows if knows[path] != knows_not[path]]
    assert differ == []


@pytest.mark.usefixtures("as_before")
@pytest.mark.long
def test_the_pages_told_it_before(
    homes: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "given_by", lambda *_: frozenset())
    knows, knows_not = read_pages(homes, "partner")
    differ = {path for path in knows if knows[path] != knows_not[path]}
    assert f"/routes/AL:GB/?source={SOURCE}" in differ
    assert "/claims/" in differ


def test_a_source_that_holds_ones_own_alone_is_kept_back_with_that_reason(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give(home, "North", fillers(12), 0)
    with pytest.raises(Refusal, match="they are your own"):
        store.open_cases(home, OFFICER, SOURCE)
