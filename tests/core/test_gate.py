"""The identifier gate: what is found, what a person decides, what others will see."""

from __future__ import annotations

import json
from typing import Any

import pytest

from beforehand.refusals import BadDecisions, UndecidedFindings
from beforehand.share.partner import (
    Decisions,
    GivenFile,
    Mapping,
    Seen,
    decisions_from,
    load_decisions,
    load_mapping,
    look,
    open_sheet,
    preview,
    seal_file,
)
from beforehand.share.partner.gate import Asked, Kind
from beforehand.share.partner.gate.scanning import Hint, scan
from made_gate import HEAD, KEY, MAPPING, ROW
from made_sealed import header_of, rows_of


def mapping(text: str = MAPPING) -> Mapping:
    return load_mapping(GivenFile("m.yaml", text.encode()))


def sheet(*rows: str, head: str = HEAD, text: str = MAPPING) -> Any:
    return open_sheet(GivenFile("c.csv", "\n".join([head, *rows]).encode()), mapping(text))


def kinds(text: str, hint: Hint = Hint.NOTHING) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind.value) for one in scan(text, hint)]


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("he told Arbenit to wait", "Arbenit", "name"),
        ("she met Xhuliko there", "Xhuliko", "capital"),
        ("he fled from Agron Zogu twice", "Agron Zogu", "name"),
        ("rang from 07700 900123", "07700 900123", "phone"),
        ("number +44 (0)7700 900 123", "+44 (0)7700 900 123", "phone"),
        ("tel. 067 12 34 567", "067 12 34 567", "phone"),
        ("٠٧٧٠٠٩٠٠١٢٣", "٠٧٧٠٠٩٠٠١٢٣", "phone"),
        ("write to a.zogu@example.org please", "a.zogu@example.org", "mail"),
        ("a.zogu (at) example (dot) org", "a.zogu (at) example (dot) org", "mail"),
        ("see www.example.org/zogu", "www.example.org/zogu", "web"),
        ("insta: zogu_99", "zogu_99", "web"),
        ("lives at EH99 9ZZ now", "EH99 9ZZ", "postcode"),
        ("at 12 Nowhere Road with", "12 Nowhere Road", "address"),
        ("banon në Rruga e Kurrkundit nr. 5", "Rruga e Kurrkundit nr. 5", "address"),
        ("born 4/3/1999", "4/3/1999", "birth"),
        ("lindur më 4 mars 1999", "4 mars 1999", "birth"),
        ("on 4 March 2024", "4 March 2024", "date"),
        ("NHS 999 000 0018", "999 000 0018", "nhs"),
        ("NINO AA123456A", "AA123456A", "insurance"),
        ("NID J90304001W", "J90304001W", "national"),
        ("passport BA0000001", "BA0000001", "document"),
        ("GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19", "bank"),
        ("ref NRM-24-0193", "NRM-24-0193", "case"),
        ("dosja 2024/118", "2024/118", "case"),
        ("at 41.3275, 19.8187", "41.3275, 19.8187", "coordinates"),
        ("at 41°19'39\"N", "41°19'39\"N", "coordinates"),
        ("at 8FX4+2C", "8FX4+2C", "coordinates"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10",
         "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "mrz"),
        ("plate AB12 CDE", "AB12 CDE", "plate"),
    ],
)  # fmt: skip
def test_each_kind_of_identifier_is_found_in_its_place(text: str, part: str, kind: str) -> None:
    assert (part, kind) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "he was taken from Kukës to Birmingham in the West Midlands",
        "i erdhi nga Shkodra në Tiranë e pastaj në Londër",
        "on Monday in March 2024 she spoke Albanian with the Home Office",
        "earned 15 000 lek a month and paid £45,000",
        "1,200 plants, 2019-2021, aged 23, 12 hours a day",
        "Cannabis cultivation",
        "Masculine",
    ],
)
def test_places_months_codes_and_quantities_are_no_identifiers(text: str) -> None:
    assert kinds(text) == []


def test_what_stays_is_shown_and_what_crosses_waits_for_a_decision() -> None:
    found = look(sheet(ROW), mapping())
    assert {(one.column, one.kind.value, one.crosses) for one in found.findings} >= {
        ("Surname", "name", False),
        ("Born", "birth", False),
        ("Notes", "capital", False),
        ("Area", "area", True),
    }
    waiting = Decisions().undecided(found.findings)
    assert {one.kind for one in waiting} == {Kind.AREA, Kind.RARE}
    json.dumps(found.plain("sq"))


def test_nothing_is_sealed_before_serious_findings_are_decided() -> None:
    with pytest.raises(UndecidedFindings) as refused:
        seal_file(GivenFile("c.csv", f"{HEAD}\n{ROW}".encode()), mapping(), KEY)
    assert "GB-ABE" in str(refused.value)
    assert len(refused.value.findings) == 1


@pytest.mark.parametrize(
    ("decision", "left"),
    [
        ({"column": "Area", "decide": "blank"}, None),
        ({"kind": "area", "decide": "drop column", "column": "Area"}, None),
        ({"row": 2, "column": "Area", "kind": "area", "decide": "not an identifier"}, "GB-ABE"),
    ],
)
def test_a_decision_takes_away_or_lets_the_code_pass(decision: Any, left: str | None) -> None:
    file = GivenFile("c.csv", f"{HEAD}\n{ROW}".encode())
    sealed = seal_file(file, mapping(), KEY, decisions=decisions_from([decision]))
    assert rows(sealed.data)[0].get("exploitation_area") == left


def rows(sealed: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in rows_of(sealed).splitlines()]


def test_a_row_can_be_kept_here_and_rare_fields_left_out() -> None:
    many = [ROW.replace("GB-ABE", "GB-WMD")] * 5
    one = ROW.replace("Albanian", "Bhutanese").replace("GB-ABE", "E23000014")
    said = [
        {"kind": "area", "decide": "not an identifier"},
        {"kind": "rare", "decide": "coarsen", "fields": ["citizenship", "exploitation_area"]},
    ]
    file = GivenFile("c.csv", "\n".join([HEAD, *many, one]).encode())
    sealed = seal_file(file, mapping(), KEY, decisions=decisions_from(said))
    assert [row.get("citizenship") for row in rows(sealed.data)] == [["AL"]] * 5 + [None]
    assert sealed.report.coarsened == 1
    held = decisions_from([{"kind": "area", "decide": "hold row"}])
    other = GivenFile("c.csv", "\n".join([HEAD, ROW, one]).encode())
    assert len(rows(seal_file(other, mapping(), KEY, decisions=held).data)) == 1


def test_consent_cannot_be_left_out() -> None:
    no = ROW.replace(";yes;", ";no;").replace("GB-ABE", "E23000014")
    text = "\n".join([HEAD, no, ROW.replace("GB-ABE", "E23000014")])
    said = [
        {"column": "Consent", "decide": "drop column"},
        {"column": "Consent", "decide": "blank"},
    ]
    sealed = seal_file(
        GivenFile("c.csv", text.encode()), mapping(), KEY, decisions=decisions_from(said)
    )
    assert len(rows(sealed.data)) == sealed.report.rows == 1
    assert sealed.report.without_consent == 1


def test_births_mapped_as_registrations_are_found_by_name_and_by_years() -> None:
    births = [f"a;b;Male;AL;AL-07;E23000014;1/2/{year};yes;" for year in range(2000, 2020)]
    found = look(sheet(*births), mapping())
    assert [one.kind for one in found.findings if one.column == "Registered"] == [Kind.BIRTH]
    text = MAPPING.replace("Registered: registered", "Birth date: registered")
    head = HEAD.replace("Registered", "Birth date")
    named = look(sheet(births[0], head=head, text=text), mapping(text))
    assert "its name says" in str(next(o for o in named.findings if o.row == 0 and not o.typed))


def test_a_number_in_a_title_gives_way_to_the_usual_words_whatever_is_decided() -> None:
    text = MAPPING.replace("title: Made-up cases", "title: call 07700 900123")
    file = GivenFile("c.csv", f"{HEAD}\n{ROW.replace('GB-ABE', 'E23000014')}".encode())
    for decide in ("not an identifier", "blank", "drop column"):
        with pytest.raises(UndecidedFindings):
            seal_file(file, mapping(text), KEY,
                      decisions=decisions_from([{"decide": decide}]))  # fmt: skip
    usual = decisions_from([{"column": "title", "decide": "usual words"}])
    sealed = seal_file(file, mapping(text), KEY, decisions=usual)
    assert header_of(sealed.data).title == "Made-up Charity Test (example), cases 1"


def test_the_preview_says_in_words_and_rows_what_others_will_see() -> None:
    declined = ROW.replace(";yes;", ";no;")
    said = decisions_from([{"column": "Area", "decide": "drop column"}])
    seen = Seen.of({"group": "North", "tlp": "AMBER", "embargo_until": "2027-01-01",
                    "shows_name": False})  # fmt: skip
    shown = preview(sheet(ROW, ROW, ROW, declined), mapping(), seen, said)
    text = " ".join(map(str, shown.sentences))
    assert "Analysts of the group North will see 3 rows." in text
    assert "1 rows stay here because the person did not consent" in text
    assert "TLP:AMBER" in text
    assert "2027-01-01" in text
    assert "is not shown" in text
    assert "Area, Surname, Born" in text
    assert (shown.rows, shown.declined) == (3, 1)
    assert shown.first == tuple(
        {**one, "citizenship": tuple(one["citizenship"])} for one in sealed_rows(ROW, said)
    )
    assert shown.table()[0] == ["2024", "1", "Male", "AL", "AL-07", "yes"]
    json.dumps(shown.plain("sq"))


def sealed_rows(row: str, said: Decisions) -> list[dict[str, Any]]:
    file = GivenFile("c.csv", "\n".join([HEAD, row, row, row]).encode())
    sealed = seal_file(file, mapping(), KEY, decisions=said).data
    return rows(sealed)


def test_rare_rows_name_the_fewest_fields_that_would_hide_them() -> None:
    many = [ROW.replace("GB-ABE", "E23000014")] * 5
    one = ROW.replace("GB-ABE", "E23000014").replace("Albanian", "Bhutanese")
    found = look(sheet(*many, one), mapping(), Asked(k=3))
    rare = [one for one in found.findings if one.kind is Kind.RARE]
    assert [(one.row, one.fields) for one in rare] == [(7, ("citizenship",))]
    assert "fewer than 3" in str(rare[0].reason)


def test_a_decisions_file_is_read_and_a_wrong_one_is_refused_in_words() -> None:
    said = load_decisions(
        GivenFile("d.yaml", b"decisions:\n- {column: Notes, decide: drop column, because: text}\n")
    )
    assert decisions_from(said.plain()["decisions"]) == said  # type: ignore[arg-type]
    for text in (b"- 1", b"a: [", b"- {decide: publish}", b"- {decide: blank, kind: moon}",
                 b"- {decide: blank, row: -1}", b"- {decide: coarsen, fields: [name]}",
                 b"- {decide: blank, rowe: 1}", b"- &a {decide: blank}\n- *a"):  # fmt: skip
        with pytest.raises(BadDecisions):
            load_decisions(GivenFile("d.yaml", text))


def test_what_stays_may_be_sampled_and_what_crosses_never_is() -> None:
    many = [f"x{n};b;Male;AL;AL-07;GB-A{n:02};2/3/2024;yes;Met Zogush {n}" for n in range(20)]
    found = look(sheet(*many), mapping(), Asked(staying=5))
    assert found.unread["Notes"] == 15
    assert sum(one.kind is Kind.AREA for one in found.findings) == 20
    assert look(sheet(*many), mapping(), Asked(staying=0)).unread == {}


def test_who_publishes_and_for_which_group_is_looked_at_too() -> None:
    said = MAPPING + 'sharing: {group: North, published_by: "Zef Xhuliko 07700 900123"}\n'
    found = look(sheet(ROW), mapping(said))
    assert ("published_by", "phone") in {(one.column, one.kind.value) for one in found.findings}
    shown = preview(sheet(ROW), mapping(MAPPING + "sharing: {group: North, tlp: RED}\n"))
    text = " ".join(map(str, shown.sentences))
    assert "the group North" in text
    assert "TLP:RED" in text


def test_what_a_mapping_passes_over_waits_for_nobody() -> None:
    typed = ROW.replace("GB-ABE", "12 Nowhere Road, call 07700 900123")
    text = MAPPING + "unlisted: [exploitation_area]\n"
    found = look(sheet(typed), mapping(text))
    here = [one for one in found.findings if one.column == "Area"]
    assert {one.crosses for one in here} == {False}
    file = GivenFile("c.csv", f"{HEAD}\n{typed}".encode())
    (row,) = rows(seal_file(file, mapping(text), KEY).data)
    assert "exploitation_area" not in row
