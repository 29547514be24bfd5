"""How a partner's columns were matched is kept for its next file: by nobody else, and no name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beforehand import share, store
from beforehand.home import Home
from beforehand.refusals import BadMapping, TellingMapping, UnknownRecord
from beforehand.share.partner import GivenFile, load_mapping
from beforehand.share.partner.browser import Sitting, answer
from beforehand.share.partner.reading import read_sheet
from beforehand.share.partner.showing import Kept, keepable
from made_contribution import CASES, MAPPING, NORTH
from made_desk import client, people, undone
from made_pool import desk_at

TODAY = date(2026, 11, 27)
OTHER = "Made-up Charity South (example)"
ODD = MAPPING + 'values: {industry: {"Gizmo trade": C}}\n'


def mapping(text: str = MAPPING) -> str:
    return keepable(text).text


def asked(sitting: Sitting, what: str, data: bytes = b"", **said: Any) -> Any:
    told, _ = answer(sitting, what, json.dumps(said), data)
    plain = json.loads(told)
    return plain["ok"] if "ok" in plain else plain["refused"]


def taken(text: str) -> Sitting:
    sitting = Sitting()
    asked(sitting, "take", text.encode(), name="cases.csv")
    return sitting


def test_a_mapping_is_kept_once_and_a_changed_one_is_the_next_version(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = share.keep_mapping(home, NORTH, mapping(), today=TODAY)
    assert share.keep_mapping(home, NORTH, mapping(), today=TODAY) == first
    later = mapping(MAPPING.replace("2026-Q3", "2026-Q4"))
    assert share.keep_mapping(home, NORTH, later, today=TODAY) == first  # the period alone is new
    changed = mapping(MAPPING.replace("Sex: gender, ", ""))
    assert share.keep_mapping(home, NORTH, changed, today=TODAY).version == 2
    assert [one.version for one in store.kept_mappings(home, NORTH)] == [1, 2]
    assert (
        load_mapping(GivenFile("m", store.kept_mappings(home, NORTH)[1].text.encode())).version == 2
    )


def test_nobody_keeps_or_reads_a_mapping_of_another_partner(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(BadMapping, match="not of your organisation"):
        share.keep_mapping(home, OTHER, mapping(), today=TODAY)
    kept = share.keep_mapping(home, NORTH, mapping(), today=TODAY)
    assert store.kept_mappings(home, OTHER) == store.kept_mappings(home, share.HUB) == ()
    with pytest.raises(UnknownRecord):
        store.forget_mapping(home, OTHER, kept.id)
    assert store.kept_mappings(home, NORTH) == (kept,)


def test_a_word_that_may_name_a_person_or_is_rare_is_left_out_and_shown() -> None:
    head, rows = "Sex;Nationality;Sector\n", "Male;Albanian;Gizmo trade\n"
    sheet = head + 3 * rows + "Male;Albanian;Rare word\nMale;Albanian;Agim Prenga\n"
    text = f"""
partner: {NORTH}
partner_type: NGO
dataset: walk-ins
edition: 2026-Q3
provenance: made-up
title: What Agim Prenga gave
columns: {{Sex: gender, Nationality: citizenship, Sector: industry}}
values:
  industry: {{Gizmo trade: C, Rare word: C, Agim Prenga: ""}}
  gender: {{Mashkull: Masculine}}
seen: [Sex, Nationality, Sector, "Agim Prenga 07700 900123"]
"""
    found = keepable(text, read_sheet(GivenFile("c.csv", sheet.encode())))
    assert found.words == (("industry", "Rare word"), ("industry", "Agim Prenga"))
    assert found.columns == ("Agim Prenga 07700 900123",)
    assert "Agim" not in found.text
    assert "Gizmo trade" in found.text
    assert "Mashkull" in found.text  # a usual word, however rare


def test_the_hub_refuses_what_a_page_should_have_left_out_without_repeating_it(
    tmp_path: Path,
) -> None:
    telling = MAPPING + 'values: {industry: {"Agim Prenga": C}}\n'
    with pytest.raises(TellingMapping) as refused:
        share.keep_mapping(Home(tmp_path), NORTH, telling, today=TODAY)
    assert "Agim" not in str(refused.value)
    assert not list(tmp_path.rglob("*.locked"))
    with pytest.raises(TellingMapping, match="Agim Prenga"):  # at the partner it is named
        keepable(MAPPING.replace("Sex:", "Agim Prenga:"))


def test_what_is_deleted_cannot_be_read_from_the_disk_nor_after_a_restore(tmp_path: Path) -> None:
    home, keys = Home(tmp_path / "home"), tmp_path / "keys.json"
    kept = share.keep_mapping(home, NORTH, mapping(), today=TODAY)
    held = b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())
    assert b"Nationality" not in held  # locked at rest
    store.keep_keys(home, keys)
    store.back_up(home, tmp_path / "backup", today=TODAY)
    store.forget_mapping(home, NORTH, kept.id)
    assert store.kept_mappings(home, NORTH) == ()
    back = Home(tmp_path / "back")
    store.restore(back, tmp_path / "backup", keys)
    assert store.kept_mappings(back, NORTH) == ()
    again = share.keep_mapping(back, NORTH, mapping(), today=TODAY)
    store.mend(back)  # takes no key that is in use
    assert store.kept_mappings(back, NORTH) == (again,)


def test_the_command_line_and_the_page_keep_the_same_text(tmp_path: Path) -> None:
    sitting = taken(CASES)
    asked(sitting, "use", name="m.yaml", text=MAPPING)
    kept = share.keep_mapping(
        Home(tmp_path / "home"), NORTH, asked(sitting, "keeping")["text"], today=TODAY
    )
    folder = Kept(tmp_path / "kept")
    folder.keep(kept.text)
    assert folder.texts() == (kept.text,)
    assert asked(taken(CASES), "recognise", kept=[{"id": "1", "text": kept.text}])["exact"]


def test_the_next_file_is_recognised_and_only_what_is_new_is_asked(tmp_path: Path) -> None:
    kept = share.keep_mapping(Home(tmp_path), NORTH, mapping(), today=TODAY)
    known = [{"id": kept.id, "text": kept.text}]
    fitting = asked(taken(CASES), "recognise", kept=known)
    assert (fitting["id"], fitting["exact"], fitting["unknown"]) == (kept.id, True, [])
    sheet = CASES.replace("Notes", "Notes;Floor").replace("Female;Albanian", "Femal;Albanian")
    changed = taken(sheet)
    fitting = asked(changed, "recognise", kept=known)
    assert not fitting["exact"]
    assert fitting["unknown"] == [{"column": "Sex", "value": "Femal", "rows": 2}]
    shown = {one["column"]: one for one in asked(changed, "propose", before=kept.text)["columns"]}
    assert (shown["Agreed"]["target"], shown["Agreed"]["level"]) == ("consent_to_share", "sure")
    assert shown["Surname"]["target"] == "who:surname"
    assert [word["code"] for word in shown["Sex"]["values"]] != []
    assert asked(taken("A;B\n1;2\n"), "recognise", kept=known) == {}
    asked(changed, "settle", answers={
        "columns": {}, "values": {"gender": {"Femal": "Feminine"}}, "defaults": {},
        "parts": {"edition": "2026-Q4"},
    })  # fmt: skip
    assert asked(changed, "check")["count"] == 0
    assert changed.mapping is not None
    assert (changed.mapping.version, changed.mapping.edition) == (2, "2026-Q4")
    assert changed.mapping.defaults["age_basis"] == "at_exploitation"


class Desk:
    """The desk over a home, as its people."""

    def __init__(self, home: Home, known: dict[str, Any]) -> None:
        self.home, self.known = home, known

    def post(self, who: str, path: str, data: str = "") -> Any:
        return client(self.known[who]).post(path, data, content_type="application/yaml")

    def page(self, who: str) -> str:
        return str(client(self.known[who]).get("/contribute/").content.decode())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = Home(tmp_path)
    with undone(), desk_at(home):
        known = people()
        known["local"].partner, known["adviser"].partner = NORTH, OTHER
        for name in ("local", "adviser"):
            known[name].save()
        yield Desk(home, known)


def test_only_the_officers_of_the_same_partner_read_keep_and_delete(desk: Desk) -> None:
    answer_ = desk.post("local", "/contribute/keep/", mapping())
    assert answer_.json() == {"dataset": "walk-ins", "version": 1}
    (kept,) = store.kept_mappings(desk.home, NORTH)
    assert kept.id in desk.page("local")
    for other in ("adviser", "analyst"):
        assert kept.id not in desk.page(other)
        assert "consent_to_share: " not in desk.page(other)
        assert desk.post(other, f"/contribute/kept/{kept.id}/forget/").status_code == 404
    assert desk.post("adviser", "/contribute/keep/", mapping()).status_code == 422
    for other in ("campaigner", "caseworker", "administrator"):
        assert client(desk.known[other]).get("/contribute/").status_code == 403
        assert desk.post(other, "/contribute/keep/", mapping()).status_code == 403
        assert desk.post(other, f"/contribute/kept/{kept.id}/forget/").status_code == 403
    # A partner's officer whose organisation nobody has named keeps nothing.
    assert desk.post("police", "/contribute/keep/", mapping()).status_code == 405
    assert store.kept_mappings(desk.home, NORTH) == (kept,)
    assert desk.post("local", f"/contribute/kept/{kept.id}/forget/").status_code == 302
    assert store.kept_mappings(desk.home, NORTH) == ()


def test_what_is_no_mapping_is_refused_in_words(desk: Desk) -> None:
    for text in ("", "[", "partner: x", "x" * 300_000):
        refused = desk.post("local", "/contribute/keep/", text)
        assert refused.status_code in {413, 422}
        assert refused.json()["refused"]
