"""Files made on purpose to break the programme: each a plain refusal, and nothing falls over."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from beforehand.cli import programme
from beforehand.home import Home
from beforehand.refusals import (
    BadMapping,
    DamagedSubmission,
    FaultyRows,
    NoPlaceToWrite,
    NotSealed,
    OtherSealing,
    UnreadableFile,
)
from beforehand.share.partner import GivenFile, Mapping, load_mapping, mark_up, seal_file
from made_sealed import members, refused, sealed

TODAY = date(2026, 1, 5)
KEY = bytes(range(40))
MAPPING = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
columns: {Registered: registered, Sex: gender}
date_format: "%d/%m/%Y"
"""
TABLE = "Registered,Sex\n05/02/2024,Male\n"
SHEET = "xl/worksheets/sheet1.xml"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def mapping(text: str = MAPPING) -> Mapping:
    return load_mapping(GivenFile("m.yaml", text.encode()))


TWINS = b'{"case_token":"' + b"0" * 64 + b'"}\n'


def test_no_partner_chooses_which_rows_are_one_person_for_certain(tmp_path: Path) -> None:
    """Version 1 joined rows of equal tokens, whoever had written them."""
    rows = TWINS * 2
    old = json.loads(members(sealed(rows))[0])
    for part in ("declined", "marking", "linkage"):
        del old[part]
    top = gzip.compress(json.dumps(old | {"version": 1}).encode())
    home = Home(tmp_path)
    assert isinstance(refused(home, top + gzip.compress(rows)), OtherSealing)
    assert isinstance(refused(home, sealed(rows, {"version": 3})), OtherSealing)
    assert isinstance(refused(home, sealed(rows)), UnreadableFile)  # nor in version 2


@pytest.mark.parametrize("line", [b"null", b"5", b"[1]", b'"x"', b"", b" {}"])
def test_a_line_that_is_no_object_is_refused_and_does_not_end_the_process(
    tmp_path: Path, line: bytes
) -> None:
    rows = b'{"gender":"Masculine"}\n' + line + b"\n"
    assert isinstance(refused(Home(tmp_path), sealed(rows)), UnreadableFile)


def test_a_row_without_consent_is_refused_even_where_the_partners_programme_let_it_go(
    tmp_path: Path,
) -> None:
    rows = b'{"gender":"Masculine"}\n{"consent_to_share":false}\n'
    assert "consent_to_share" in str(refused(Home(tmp_path), sealed(rows)))


@pytest.mark.parametrize("sign", ["\ud800", "\x1b[31m", "\x00", "\u202e", "\u2066"])
@pytest.mark.parametrize("part", ["partner", "title", "licence"])
def test_a_header_with_signs_that_cannot_be_printed_is_refused(
    tmp_path: Path, part: str, sign: str
) -> None:
    forged = sealed(b'{"gender":"Masculine"}\n', {part: f"Charity {sign}"})
    assert isinstance(refused(Home(tmp_path), forged), DamagedSubmission)


@pytest.mark.parametrize(
    "said",
    [
        {"dataset": "../../etc"},
        {"rows": 10**30},
        {"rows": -1},
        {"sha256": "\u00e9"},
        {"edition": "9" * 41},
        {"kind": "aggregate"},
    ],
)
def test_a_forged_header_is_refused(tmp_path: Path, said: dict[str, object]) -> None:
    forged = refused(Home(tmp_path), sealed(b'{"gender":"Masculine"}\n', said))
    assert isinstance(forged, DamagedSubmission | NotSealed)


def test_a_small_file_that_unpacks_to_millions_of_rows_is_refused(tmp_path: Path) -> None:
    assert isinstance(refused(Home(tmp_path), sealed(b"{}\n" * 4_000_000)), DamagedSubmission)


@pytest.mark.parametrize(
    "said",
    [
        "partner_type: !!bool maybe",
        "partner_type: !!int ''",
        "partner_type: 0x" + "f" * 5000,
        "partner_type: !!timestamp foo",
        "partner_type: !!set {a, b}",
    ],
)
def test_a_tag_of_yaml_that_does_not_fit_is_refused_plainly(said: str) -> None:
    with pytest.raises(BadMapping):
        mapping(MAPPING.replace("partner_type: NGO", said))


def test_aliases_of_aliases_are_refused_before_they_are_written_out() -> None:
    bomb = "a: &a [" + ",".join("x" * 9) + "]\n"
    for before, name in zip("abcdefghijkl", "bcdefghijklm", strict=True):
        bomb += f"{name}: &{name} [" + ",".join([f"*{before}"] * 9) + "]\n"
    with pytest.raises(BadMapping, match="alias"):
        mapping(bomb)


def test_a_form_of_dates_that_names_one_part_twice_is_a_plain_fault() -> None:
    with pytest.raises(FaultyRows):
        seal_file(
            GivenFile("a.csv", TABLE.encode()), mapping(MAPPING.replace("%d/%m/%Y", "%d%d")), KEY
        )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfsep=,\nRegistered,Sex\n\xff\xfe,Male\n",
        ("Registered,Sex" + ",x" * 20_000 + "\n05/02/2024,Wrong\n").encode(),
    ],
    ids=["no text after a mark that says it is", "wider than a spreadsheet"],
)
def test_a_text_file_made_to_break_the_reader_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        seal_file(GivenFile("a.csv", data), mapping(), KEY)


def test_a_wide_faulty_sheet_is_marked_up_without_being_copied_whole() -> None:
    row = "05/02/2024,Wrong" + ",x" * 15_000
    file = GivenFile("a.csv", ("Registered,Sex\n" + f"{row}\n" * 20).encode())
    with pytest.raises(FaultyRows) as caught:
        seal_file(file, mapping(), KEY)
    assert len(mark_up(file, mapping(), caught.value.faults)) < 100_000


def changed_xlsx(old: bytes, new: bytes) -> GivenFile:
    """A workbook whose sheet's XML was changed by hand."""
    made = Workbook()
    page: Any = made.active
    for line in TABLE.splitlines():
        page.append(line.split(","))
    whole, out = io.BytesIO(), io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name in source.namelist():
            data = source.read(name)
            assert name != SHEET or old in data
            into.writestr(name, data.replace(old, new) if name == SHEET else data)
    return GivenFile("a.xlsx", out.getvalue())


def test_a_row_numbered_beyond_every_spreadsheet_is_refused_before_it_is_counted_to() -> None:
    with pytest.raises(UnreadableFile, match="more rows"):
        seal_file(changed_xlsx(b'<row r="2"', b'<row r="900000000"'), mapping(), KEY)


def test_thousands_of_merged_areas_do_not_fill_the_memory() -> None:
    areas = b"".join(
        b'<mergeCell ref="A%d:AF%d"/>' % (top, top + 30) for top in range(9, 90_000, 31)
    )
    merged = b"</sheetData><mergeCells>" + areas + b"</mergeCells>"
    assert seal_file(changed_xlsx(b"</sheetData>", merged), mapping(), KEY).report.rows == 1


def ods(inside: str) -> GivenFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", ODS.format(inside))
    return GivenFile("a.ods", out.getvalue())


def ods_row(line: str, said: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in line.split(",")
    )
    return f"<table:table-row {said}>{cells}</table:table-row>"


def test_a_row_outside_every_table_of_an_ods_is_no_traceback() -> None:
    table = '<table:table table:name="Cases">' + "".join(map(ods_row, TABLE.split())) + "</table:table>"  # fmt: skip # noqa: E501 -- one line of XML
    assert seal_file(ods(ods_row("stray") + table), mapping(), KEY).report.rows == 1


def test_hidden_rows_that_repeat_without_end_do_not_fill_the_memory() -> None:
    hidden = 'table:visibility="collapse" table:number-rows-repeated="10000"'
    rows = "".join(map(ods_row, TABLE.split())) + ods_row("x", hidden) * 2_000
    file = ods(f'<table:table table:name="Cases">{rows}</table:table>')
    said = " ".join(map(str, seal_file(file, mapping(), KEY).report.warnings))
    assert "hidden rows" in said


@pytest.mark.parametrize("over", ["cases.csv", "map.yaml", "key"])
def test_sealing_never_writes_over_what_it_reads(tmp_path: Path, over: str) -> None:
    held = {"cases.csv": TABLE.encode(), "map.yaml": MAPPING.encode(), "key": KEY}
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
    paths = {name: str(tmp_path / name) for name in held}
    asked = ["share", "seal", paths["cases.csv"], "-m", paths["map.yaml"], "-k", paths["key"]]
    ran = CliRunner().invoke(programme, [*asked, "-o", str(tmp_path / "." / over)])
    assert isinstance(ran.exception, NoPlaceToWrite)
    assert {name: (tmp_path / name).read_bytes() for name in held} == held
