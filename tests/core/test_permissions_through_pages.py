"""The same table through what a person opens: pages, files, the brief, the shell, a notebook.

Each submission is of a county of its own, so that whatever is sent tells by its bytes which of
them it was counted from.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pypdf import PdfReader

import beforehand
import made_commands
from beforehand import gazetteer, store
from beforehand.home import Home
from beforehand.records.agreements import Marking, Tlp
from beforehand.records.people import Asker
from beforehand.records.schema import CASE_SCHEMA
from made_agreements import agreement, party
from made_desk import client, people, undone
from made_grounds import ASKERS, MADE_UP, REAL, Given, may_use
from made_pool import desk_at

TODAY = date.today()
EMBARGOES = {"none": None, "past": TODAY - timedelta(days=1), "later": TODAY + timedelta(days=1)}
ROUTE = "/routes/AL:GB/"

#: What each county's cases are under. Real ones need an agreement; both sources are asked.
OF = {
    MADE_UP: {
        f"AL-{number:02}": Given(mark, group, embargo, "made-up")
        for number, (mark, group, embargo) in enumerate(
            [
                ("RED", "", "none"),
                ("RED", "inner", "none"),
                ("AMBER+STRICT", "", "none"),
                ("AMBER+STRICT", "inner", "none"),
                ("AMBER", "", "none"),
                ("AMBER", "inner", "none"),
                ("GREEN", "", "none"),
                ("GREEN", "inner", "past"),
                ("CLEAR", "", "none"),
                ("CLEAR", "", "later"),
            ],
            1,
        )
    },
    REAL: {
        "AL-01": Given("CLEAR", "", "none", "in force"),
        "AL-02": Given("CLEAR", "", "none", "ended"),
        "AL-03": Given("RED", "", "none", "in force"),
    },
}
#: Whoever may open a route's page, as ``made_grounds`` names them, and their account here.
READERS = {
    "analyst": "analyst",
    "campaigner of the hub": "campaigner",
    "member": "local",
    "guest": "adviser",
    "outsider": "police",
}
SOURCES = pytest.mark.parametrize("source", [MADE_UP, REAL], ids=str)
EVERYBODY = pytest.mark.parametrize("who", READERS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("home"))
    for ground, ends in (("in force", None), ("ended", TODAY - timedelta(days=1))):
        givers = [one.giver for one in OF[REAL].values() if one.ground == ground]
        more = tuple(party(name, gives=False) for name in ("Member", "Guest"))
        said = {"ends": ends} if ends else {}
        whole = agreement(*givers, id=ground, **said)
        whole = agreement(id=ground, parties=(*whole.parties, *more), **said)
        store.record_agreement(made, whole, by="a test", today=date(2026, 2, 1))
    store.set_group(made, "inner", ("Member",), by="a test", today=TODAY)
    for source, counties in OF.items():
        for county, one in counties.items():
            _give(made, source, county, one)
    return made


def _give(home: Home, source: Any, county: str, one: Given) -> None:
    offer = store.Offer(
        giver=one.giver, dataset="cases", edition="1", source_class=source, title=one.giver,
        licence="CC0", partner_type="NGO",
        marking=Marking(group=one.group, tlp=Tlp(one.mark), embargo_until=EMBARGOES[one.embargo]),
    )  # fmt: skip
    rows = [
        {
            "row_id": f"{one.giver} {number}",
            "people": 1,
            "citizenship": ["AL"],
            "referral_country": "GB",
            "origin_country": "AL",
            "origin_area": county,
            "partner": one.giver,
            "partner_type": "NGO",
            "exploitation": ["ForcedCriminality"],
        }
        for number in range(25)
    ]
    coded = pa.Table.from_pylist(rows, schema=CASE_SCHEMA).to_reader()
    store.add(home, offer, coded, today=date(2026, 2, 1))


@pytest.fixture(scope="module")
def desk(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        known = people()
        for name, account in READERS.items():
            known[account].partner = ASKERS[name].partner
            known[account].save()
        yield known


def wanted(who: str | Asker, source: Any, *, hands_on: bool) -> set[str]:
    """The counties of the table."""
    asker = replace(ASKERS[who] if isinstance(who, str) else who, on=TODAY)
    return {county for county, one in OF[source].items() if may_use(asker, one, hands_on=hands_on)}


def handed_on(who: str, source: Any) -> set[str]:
    """The counties of a file: none where it would rest on fewer people than the page.

    Whoever is not sent small counts is then refused, so that nothing is subtracted.
    """
    handed = wanted(who, source, hands_on=True)
    return handed if who == "analyst" or handed == wanted(who, source, hands_on=False) else set()


@cache
def names() -> dict[str, str]:
    return {place.code: place.name for place in gazetteer.places("county", "AL")}


def told(said: str, source: Any) -> set[str]:
    """Every county of the source that the text names, by its code or its name.

    A map has the outline of every county, with its bare name: that tells of no case.
    """
    said = re.sub(r"<title>[^<:]*</title>", "", said)
    return {
        county
        for county in OF[source]
        if re.search(rf"{county}\b|\b{re.escape(names()[county])}\b", said)
    }


def asked(desk: dict[str, Any], who: str, path: str, source: Any) -> bytes:
    answer = client(desk[READERS[who]]).get(f"{ROUTE}{path}", {"source": str(source)})
    assert answer.status_code in {200, 422}, answer.status_code
    return bytes(answer.content)


def workbook(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return repr([[cell.value for cell in row] for page in book.worksheets for row in page])


def paper(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@SOURCES
@EVERYBODY
def test_a_page_is_counted_from_what_its_reader_may_read(
    desk: dict[str, Any], who: str, source: Any
) -> None:
    page = asked(desk, who, "", source).decode()
    assert told(page, source) == wanted(who, source, hands_on=False)


@SOURCES
@EVERYBODY
def test_a_file_is_counted_from_what_may_be_handed_on(
    desk: dict[str, Any], who: str, source: Any
) -> None:
    expected = handed_on(who, source)
    for path, read in {
        "take/profile.csv": bytes.decode,
        "take/profile.xlsx": workbook if expected else bytes.decode,
        "take/field-origin_area.svg": bytes.decode,
        "brief.pdf": paper if expected else bytes.decode,
    }.items():
        data = asked(desk, who, path, source)
        assert told(read(data), source) <= expected, path
        if "profile" in path:
            assert told(read(data), source) == expected, path


def test_a_picture_of_points_is_drawn_from_what_may_be_handed_on(desk: dict[str, Any]) -> None:
    """Nobody reads a PNG's counties back: two readers of the same cases are sent the same one."""
    path = "take/field-origin_area.png"
    assert handed_on("campaigner of the hub", REAL) == handed_on("guest", REAL) != set()
    drawn = asked(desk, "guest", path, REAL)
    assert drawn.startswith(b"\x89PNG")
    assert asked(desk, "campaigner of the hub", path, REAL) == drawn
    for who, source in (("outsider", REAL), ("guest", MADE_UP)):
        assert handed_on(who, source) == set()
        assert not asked(desk, who, path, source).startswith(b"\x89PNG")
    assert asked(desk, "analyst", path, MADE_UP).startswith(b"\x89PNG")


@SOURCES
def test_the_shell_and_a_notebook_are_counted_from_what_the_hubs_analyst_may_use(
    home: Home, tmp_path: Path, source: Any
) -> None:
    expected = wanted("analyst", source, hands_on=False)
    ran = made_commands.run(
        tmp_path, "understand", "profile", "--route", "AL:GB", "--source", str(source),
        "--format", "json", home=home.root,
    )  # fmt: skip
    assert told(ran.stdout, source) == expected, ran.stderr
    pool = beforehand.open_pool(home.root)  # type: ignore[operator]
    shares = pool.profile("AL:GB", source=str(source)).shares("origin_area")
    assert told(repr(shares), source) == expected
