"""Every bad or odd file is a plain refusal or a right reading, never a traceback."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from beforehand.refusals import BadMapping, FaultyRows, UnreadableFile
from beforehand.share.partner import (
    Fault,
    GivenFile,
    Mapping,
    check,
    load_mapping,
    mark_up,
    read_sheet,
    seal_file,
)
from beforehand.share.partner.linkage import KEYS

KEY = bytes(range(40))
MAPPING = """
partner: Made-up Charity Test (example)
partner_type: NGO
dataset: cases
edition: 1
provenance: made-up
token: [Name]
columns:
  Registered: registered
  Sex: gender
  Age: age
  Nationality: citizenship
  County: origin_area
  Exploitation: exploitation
defaults:
  age_basis: at_exploitation
date_format: "%d/%m/%Y"
"""
HEAD = ["Name", "Registered", "Sex", "Age", "Nationality", "County", "Exploitation", "Notes"]
ROW = ["Arben", "05/02/2024", "Male", "23", "Albanian", "Kukës", "ForcedLabour", "said, much"]


def mapping(text: str = MAPPING) -> Mapping:
    return load_mapping(GivenFile("mapping.yaml", text.encode()))


def csv_file(*lines: list[str], mark: str = ",", encoding: str = "utf-8") -> GivenFile:
    quoted = [mark.join(f'"{cell}"' for cell in line) for line in (HEAD, *lines)]
    return GivenFile("cases.csv", "\r\n".join(quoted).encode(encoding))


def book(*lines: list[Any], **changes: Any) -> tuple[Workbook, Any]:
    made = Workbook()
    page: Any = made.active
    page.title = "Cases"
    for line in lines:
        page.append(line)
    return made, page


def saved(made: Workbook) -> GivenFile:
    out = io.BytesIO()
    made.save(out)
    return GivenFile("cases.xlsx", out.getvalue())


def cells(file: GivenFile, **options: Any) -> list[list[str]]:
    wanted = mapping().wanted
    return [list(row.cells) for row in read_sheet(file, wanted=wanted, **options).rows()]


def faults(file: GivenFile, text: str = MAPPING) -> list[Fault]:
    return list(check(file, mapping(text)).faults)


# --- files that are no tables -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"\x89PNG\r\n", "picture"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"<html><body>", "web page"),
        (b"Name,Sex\nArb\0en,Male\n", "not text"),
        (bytes(64), "not text"),
        (b'Name,Sex\n"Arben,Male\n' + b"x" * 200_000, "never ends"),
    ],
)
def test_what_is_not_a_table_is_refused_whatever_its_name(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        list(read_sheet(GivenFile("cases.csv", data)).rows())


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile):
        read_sheet(tmp_path)


def test_a_zip_without_a_spreadsheet_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("photo.jpg", b"x")
    with pytest.raises(UnreadableFile, match="no spreadsheet"):
        read_sheet(GivenFile("cases.xlsx", out.getvalue()))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "content.xml"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open(name, "w") as inside,
    ):
        for _ in range(240):
            inside.write(bytes(1 << 20))
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="unpack"):
        read_sheet(GivenFile("bomb", out.getvalue()))
    assert tracemalloc.get_traced_memory()[1] < 20 << 20
    tracemalloc.stop()


def test_a_spreadsheet_cut_short_or_changed_anywhere_is_refused_or_read() -> None:
    whole = saved(book(HEAD, ROW)[0]).data
    assert isinstance(whole, bytes)
    for cut in range(0, len(whole), 97):
        changed = bytearray(whole)
        changed[cut] ^= 0xFF
        for data in (whole[:cut], bytes(changed)):
            try:
                cells(GivenFile("cases.xlsx", data))
            except UnreadableFile as refusal:
                assert "cases.xlsx" in str(refusal)


def test_entities_in_a_spreadsheets_xml_are_never_expanded() -> None:
    out = io.BytesIO()
    bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("content.xml", bomb)
    with pytest.raises(UnreadableFile, match="damaged"):
        read_sheet(GivenFile("cases.ods", out.getvalue()))


# --- text as it comes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter_is_read(encoding: str, mark: str) -> None:
    assert cells(csv_file(ROW, mark=mark, encoding=encoding)) == [ROW]


def test_western_text_is_read_with_a_word_of_caution() -> None:
    sheet = read_sheet(csv_file(ROW, encoding="cp1252"))
    assert ["UTF-8" in str(said) for said in sheet.warnings] == [True]
    assert read_sheet(csv_file(ROW)).warnings == ()


def test_right_to_left_text_is_kept_as_it_is() -> None:
    row = ["آرين", *ROW[1:-1], "قال الكثير"]
    assert cells(csv_file(row)) == [row]
    assert seal_file(csv_file(row), mapping(), KEY).report.rows == 1


def test_a_line_break_inside_quotes_is_one_cell_and_rows_keep_their_numbers() -> None:
    broken = [*ROW[:-1], "one\ntwo"]
    wrong = [*ROW]
    wrong[2] = "Mal"
    found = faults(csv_file(broken, wrong))
    assert [(fault.row, fault.column, fault.nearest) for fault in found] == [
        (3, "Sex", "Masculine")
    ]


def test_excels_own_separator_line_is_understood() -> None:
    file = csv_file(ROW, mark=";")
    assert isinstance(file.data, bytes)
    assert cells(GivenFile("cases.csv", b"sep=;\r\n" + file.data)) == [ROW]


def test_a_row_longer_than_the_header_is_a_fault_since_it_may_have_slipped() -> None:
    assert "slipped" in str(faults(csv_file([*ROW, "x"]))[0].words)


def test_two_hundred_columns_are_read_and_those_unmapped_stay() -> None:
    extra = [f"column {number}" for number in range(192)]
    lines = [[*HEAD, *extra], [*ROW, *["x"] * 192]]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    report = seal_file(GivenFile("wide.csv", text.encode()), mapping(), KEY).report
    assert (report.rows, len(report.dropped)) == (1, 193)


def test_of_a_large_file_the_sealed_part_alone_is_held(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    line = ",".join(f'"{cell}"' for cell in [*ROW[:-1], "x" * 400]) + "\n"
    with path.open("w") as out:
        out.write(",".join(HEAD) + "\n")
        for _ in range(15_000):
            out.write(line)
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    report = seal_file(path, mapping(), KEY).report
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.rows == 15_000
    keys = report.rows * 8 * len(KEYS)  # held once, and once more as the file to hand in
    assert peak < (4 << 20) + 2 * keys
    assert path.stat().st_size > (4 << 20)


# --- spreadsheets -----------------------------------------------------------------------------


def test_hidden_sheets_and_rows_are_named_and_not_read() -> None:
    made, page = book(HEAD, ROW, ["Secret", *ROW[1:]], ROW)
    page.row_dimensions[3].hidden = True
    made.create_sheet("Old").append(HEAD)
    hidden = made.create_sheet("Names")
    hidden.append(HEAD)
    hidden.append(ROW)
    hidden.sheet_state = "veryHidden"
    sheet = read_sheet(saved(made))
    said = " ".join(str(one) for one in sheet.warnings)
    assert [row.number for row in sheet.rows()] == [2, 4]
    assert "Names" in said
    assert "Old" in said
    assert "1 hidden rows were not read: 3" in said
    assert cells(saved(made), sheet="Names") == [ROW]


def test_a_workbook_with_hidden_sheets_alone_is_refused() -> None:
    made, _ = book(HEAD, ROW)
    other = made.create_sheet("Shown")
    file = saved(made)
    assert other
    with pytest.raises(UnreadableFile, match="no sheet"):
        read_sheet(file, sheet="Missing")


def test_formulas_give_the_result_that_the_file_holds_or_are_faults() -> None:
    made, page = book(HEAD, ROW)
    page["D2"] = "=20+3"
    found = faults(saved(made))
    assert [(fault.column, "formula" in str(fault.problem)) for fault in found] == [("Age", True)]


def test_cached_results_of_formulas_are_read(tmp_path: Path) -> None:
    made, page = book(HEAD, ROW)
    page["D2"] = "=20+3"
    file = saved(made)
    assert isinstance(file.data, bytes)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"<f>20+3</f><v></v>", b"<f>20+3</f><v>23</v>")
            data = data.replace(b"<f>20+3</f><v />", b"<f>20+3</f><v>23</v>")
            new.writestr(name, data)
    assert cells(GivenFile("cases.xlsx", out.getvalue()))[0][3] == "23"


def test_failed_formulas_are_faults_in_mapped_columns() -> None:
    row = [*ROW]
    row[0], row[3] = "#REF!", "#N/A"
    assert {fault.column for fault in faults(csv_file(row))} == {"Name", "Age"}


def test_excel_dates_are_dates_and_dates_of_1900_are_faults() -> None:
    made, page = book(HEAD, ROW, ROW, ROW, ROW)
    page["B2"] = datetime(2024, 5, 17)
    page["B3"] = datetime(1900, 1, 7)
    page["B4"] = time(12, 30)
    page["B5"] = 99_999_999_999
    page["B5"].number_format = "yyyy-mm-dd"
    found = faults(saved(made))
    assert [(fault.row, fault.column) for fault in found] == [
        (3, "Registered"),
        (4, "Registered"),
        (5, "Registered"),
    ]
    assert "2000" in str(found[0].problem)


def test_a_title_and_a_merged_header_above_the_header_are_passed_over() -> None:
    made, page = book(["Cases of 2024"], ["", "", "Person"], HEAD, ROW)
    page.merge_cells("A1:H1")
    page.merge_cells("C2:E2")
    sheet = read_sheet(saved(made), wanted=mapping().wanted)
    assert (sheet.header_row, list(sheet.header)) == (3, HEAD)


def test_a_header_cell_merged_downwards_keeps_its_word() -> None:
    made, page = book(["Name", *[""] * 7], ["", *HEAD[1:]], ROW)
    page.merge_cells("A1:A2")
    sheet = read_sheet(saved(made), wanted=mapping().wanted)
    assert list(sheet.header) == HEAD


def test_a_sheet_that_claims_a_million_columns_is_not_padded() -> None:
    file = saved(book(HEAD, ROW)[0])
    assert isinstance(file.data, bytes)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file.data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:H2"', b'ref="A1:XFD1048576"'))
    assert cells(GivenFile("cases.xlsx", out.getvalue())) == [ROW]


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="off"><style:table-properties
 table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
</office:document-content>"""


def ods(*lines: str, hidden: str = "") -> GivenFile:
    tables = f'<table:table table:name="Cases">{"".join(lines)}</table:table>{hidden}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", ODS.replace("{tables}", tables))
    return GivenFile("cases.ods", out.getvalue())


def ods_row(values: list[str], extra: str = "", attributes: str = "") -> str:
    made = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        for value in values
    )
    return f"<table:table-row {attributes}>{made}{extra}</table:table-row>"


BLANK = '<table:table-cell table:number-columns-repeated="16376"/>'


def test_an_ods_sheet_is_read_with_dates_repeats_and_hidden_rows() -> None:
    date_cell = '<table:table-cell office:value-type="date" office:date-value="2024-05-17"/>'
    number = '<table:table-cell office:value-type="float" office:value="23"/>'
    mixed = (
        f"<table:table-row>{ods_row(['Arben'])[17:-18]}{date_cell}"
        f"{ods_row(['Male'])[17:-18]}{number}{ods_row(ROW[4:])[17:-18]}{BLANK}</table:table-row>"
    )
    gone = ods_row(ROW, attributes='table:visibility="collapse"')
    empty = f'<table:table-row table:number-rows-repeated="1048000">{BLANK}</table:table-row>'
    names = f'<table:table table:name="Names" table:style-name="off">{ods_row(HEAD)}</table:table>'
    file = ods(ods_row(HEAD, BLANK), mixed, gone, ods_row(ROW), empty, hidden=names)
    sheet = read_sheet(file, wanted=mapping().wanted)
    assert [list(row.cells) for row in sheet.rows()] == [
        ["Arben", "2024-05-17", "Male", "23", *ROW[4:]],
        ROW,
    ]
    assert [row.number for row in sheet.rows()] == [2, 4]
    assert ["Names" in str(said) or "hidden" in str(said) for said in sheet.warnings] == [True] * 2


def test_an_ods_row_that_repeats_without_end_is_refused() -> None:
    many = ods_row(ROW, attributes='table:number-rows-repeated="1000000000"')
    wide = '<table:table-cell table:number-columns-repeated="900000000" office:value-type="string"><text:p>x</text:p></table:table-cell>'  # fmt: skip  # noqa: E501 - one cell of XML
    for line in (many, ods_row(ROW, wide)):
        with pytest.raises(UnreadableFile, match="repeats"):
            cells(ods(ods_row(HEAD), line))


def test_an_ods_formula_without_result_is_a_fault() -> None:
    row = ods_row(ROW[:3], '<table:table-cell table:formula="of:=20+3"/>')
    found = faults(ods(ods_row(HEAD), row))
    assert [fault.column for fault in found] == ["Age"]


# --- faults -----------------------------------------------------------------------------------


def test_all_faults_are_listed_at_once_with_place_value_and_nearest_code() -> None:
    wrong = ["Arben", "32/01/2024", "Mle", "-4", "Albanien", "Kuks", "ForcedLabor", ""]
    with pytest.raises(FaultyRows) as refused:
        seal_file(csv_file(ROW, wrong, ROW, wrong), mapping(), KEY)
    found = [fault for fault in refused.value.faults if isinstance(fault, Fault)]
    assert [(fault.row, fault.column) for fault in found] == [
        (row, column) for row in (3, 5) for column in HEAD[1:7]
    ]
    assert [fault.nearest for fault in found[:6]] == [
        "", "Masculine", "", "AL", "AL-07", "ForcedLabour",
    ]  # fmt: skip
    said = str(refused.value)
    assert "12 cells" in said
    assert 'cases.csv, row 3, column Registered: "32/01/2024"' in said


def test_the_marked_up_copy_colours_comments_and_runs_no_formula() -> None:
    wrong = [*ROW]
    wrong[2], wrong[7] = "Mle", "=HYPERLINK(1)"
    file = csv_file(ROW, wrong)
    found = faults(file)
    copy = load_workbook(io.BytesIO(mark_up(file, mapping(), found)))
    page = copy["Cases"]
    assert [cell.value for cell in page[1]] == HEAD
    assert page["C3"].fill.start_color.rgb == "FFF4B6A6"
    assert "Masculine" in page["C3"].comment.text
    assert page["C2"].comment is None
    assert (page["H3"].value, page["H3"].data_type) == ("=HYPERLINK(1)", "s")
    assert page["H3"].quotePrefix
    assert copy["Faults"]["C2"].value == "Mle"


def test_rows_without_an_agreement_to_share_stay_at_the_partner() -> None:
    text = MAPPING.replace("  Sex: gender", "  Notes: consent_to_share\n  Sex: gender")
    yes, no = [*ROW[:-1], "yes"], ["Besa", *ROW[1:-1], "no"]
    report = seal_file(csv_file(yes, no), mapping(text), KEY).report
    assert (report.rows, report.without_consent) == (1, 1)
    with pytest.raises(UnreadableFile, match="no case that may be shared"):
        seal_file(csv_file(no), mapping(text), KEY)


# --- mappings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  Sex: gender", "  Sex: gender\n  Sex: industry", "there twice"),
        ("  Sex: gender", "  Sex: gender\n  SEX : industry", "mapped twice"),
        ("  Sex: gender", "  Sex: [gender, industry]", "several fields"),
        ("  Sex: gender", "  Sex: gender\n  Notes: gender", "both map to gender"),
        ("  Age: age", "  Age: age\n  Notes: age_from", "both map to age_from"),
        ("  Sex: gender", "  Sex: gendr", "Perhaps you meant gender"),
        ("  Sex: gender", "  Sex: partner", "not a field"),
        ("at_exploitation", "at_exploitatoin", "Perhaps you meant at_exploitation"),
        ("  age_basis: at_exploitation", "  industry: F", "when the person had it"),
        ("  age_basis", "  gender: Feminine\n  age_basis", "both a column and a default"),
        ("columns:", "colums:", "Perhaps you meant columns"),
        ("partner_type: NGO", "partner_type: Charity", "must be one of"),
        ("provenance: made-up", "", "provenance must be one of"),
        ("edition: 1", "", "edition is missing"),
        ("dataset: cases", "dataset: Übersicht", "dataset is missing or is not"),
        ("partner: Made-up", "partner: call 07700900123", "long number"),
        ("partner: Made-up", "kind: aggregate\npartner: Made-up", "a column of people"),
        ("defaults:", "values:\n  gender: {M: Man, W: Womn}\ndefaults:", "Womn"),
        ("  Age: age", "  Age: people", "not a field"),
        ("defaults:", "header_row: first\ndefaults:", "row's number"),
        (MAPPING, "just words", "not a list of names"),
        (MAPPING, "a: [1, 2", "not YAML near line"),
        (MAPPING, "a: !!python/object:os.system x", "not YAML"),
        (MAPPING, "[" * 1500, "not YAML"),
        (MAPPING, "x" * 300_000, "too long"),
        (MAPPING, "\x00", "not YAML"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    assert old in MAPPING
    with pytest.raises(BadMapping) as refused:
        mapping(MAPPING.replace(old, new, 1))
    assert said in str(refused.value)
    assert "mapping.yaml" in str(refused.value)


def test_a_column_that_the_sheet_lacks_or_has_twice_is_refused() -> None:
    with pytest.raises(BadMapping, match=r"no column Sexx.*nearest column there is Sex"):
        check(csv_file(ROW), mapping(MAPPING.replace("  Sex:", "  Sexx:")))
    twice = "\n".join([",".join([*HEAD, "Sex"]), ",".join([*ROW[:-1], "x", "Male"])])
    with pytest.raises(BadMapping, match="column Sex twice"):
        check(GivenFile("cases.csv", twice.encode()), mapping())


def test_a_mapping_of_a_published_table_cannot_seal() -> None:
    text = MAPPING.replace("token: [Name]", "kind: aggregate").replace("Age: age", "Age: people")
    with pytest.raises(BadMapping, match="published table"):
        seal_file(csv_file(ROW), mapping(text), KEY)
