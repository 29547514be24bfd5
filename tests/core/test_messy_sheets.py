"""Sheets as they come: each gives the right rows, or one plain sentence for each fault."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from beforehand.refusals import BadMapping, UnreadableFile
from beforehand.share.partner import (
    Answers,
    Checked,
    GivenFile,
    Mapping,
    Proposal,
    check,
    load_mapping,
    mapping_of,
    propose,
    read_sheet,
)
from beforehand.share.partner.checking import coded_rows, lay_out, open_sheet

PARTS = {
    "partner": "Made-up Charity Test (example)",
    "partner_type": "NGO",
    "edition": "2026-Q1",
    "provenance": "made-up",
}
HEAD = ["Registered", "Sex", "Age", "Nationality", "Exploitation"]
ROW = ["05/02/2024", "Male", "23", "Albanian", "Labour"]


def saved(made: Workbook) -> GivenFile:
    out = io.BytesIO()
    made.save(out)
    return GivenFile("cases.xlsx", out.getvalue())


def book(*lines: list[Any], merged: tuple[str, ...] = ()) -> GivenFile:
    made = Workbook()
    page: Any = made.active
    for line in lines:
        page.append(line)
    for area in merged:
        page.merge_cells(area)
    return saved(made)


def csv(text: str, encoding: str = "utf-8") -> GivenFile:
    return GivenFile("cases.csv", text.encode(encoding))


def proposed(file: GivenFile) -> Proposal:
    return propose(read_sheet(file))


def mapped(file: GivenFile, **defaults: str) -> Mapping:
    """The mapping as proposed, with the questions answered."""
    said = {"age_basis": "at_registration", **defaults}
    proposal = proposed(file)
    parts = PARTS if proposal.kind == "case-level" else {**PARTS, "dataset": "made-up-table"}
    return mapping_of(proposal, Answers(parts=parts, defaults=said))


def records(file: GivenFile, mapping: Mapping | None = None) -> list[dict[str, Any]]:
    """What is recorded of each row, without what holds for all."""
    used = mapping or mapped(file)
    sheet = open_sheet(file, used)
    found = []
    for _, record, faults in coded_rows(sheet, lay_out(sheet, used), {}):
        assert not faults, [str(fault.words) for fault in faults]
        found.append({name: value for name, value in record.items() if value is not None})
    return found


def said(found: Checked) -> list[str]:
    return [str(fault.words) for fault in found.faults]


PERSON = {
    "registered_year": 2024,
    "registered_quarter": 1,
    "gender": "Masculine",
    "age_from": 23,
    "age_to": 23,
    "citizenship": ("AL",),
    "exploitation": ("ForcedLabour",),
}


# --- headers -----------------------------------------------------------------------------------


def test_titles_and_notes_above_and_a_note_below_are_no_cases() -> None:
    file = book(
        ["Cases of 2024", None, None, None, None],
        ["Made up for a test; nobody in it exists, and none of it happened anywhere"],
        [],
        HEAD,
        ROW,
        [],
        ["Source: made up by the test, 2026"],
        merged=("A1:E1", "A7:E7"),
    )
    assert proposed(file).header_row == 4
    assert records(file) == [PERSON]
    assert "1 rows hold nothing in the mapped columns and were left out: 7." in [
        str(one) for one in check(file, mapped(file)).warnings
    ]


def test_a_note_in_a_mapped_column_that_is_not_merged_is_one_fault_by_its_place() -> None:
    file = book(HEAD, ROW, ["Source: made up by the test", None, None, None, None])
    (fault,) = said(check(file, mapped(book(HEAD, ROW))))
    assert "row 3, column Registered" in fault
    assert "is not a date" in fault


TWO_ROWS = (
    ["Registered", "Person", None, None, "Exploitation", None, None, "Recruiter", None],
    [None, "Sex", "Age", "Nationality", "Labour", "Sexual", "Other", "Friend", "Other"],
    ["05/02/2024", "Male", 23, "Albanian", "x", None, None, "x", None],
    ["06/02/2024", "Female", 21, "Albanian", None, "x", "x", None, "x"],
)
TWO_ROWS_READ = [
    PERSON | {"recruiter_relation": ("Friend",)},
    {
        **PERSON,
        "gender": "Feminine",
        "age_from": 21,
        "age_to": 21,
        "exploitation": ("Other", "SexualExploitation"),
        "recruiter_relation": ("Other",),
    },
]


def test_a_header_of_two_rows_with_merged_cells_is_read_with_its_groups() -> None:
    file = book(*TWO_ROWS, merged=("A1:A2", "B1:D1", "E1:G1", "H1:I1"))
    sheet = read_sheet(file)
    assert sheet.header == (
        "Registered", "Sex", "Age", "Nationality", "Labour", "Sexual", "Exploitation: Other",
        "Friend", "Recruiter: Other",
    )  # fmt: skip
    assert records(file) == TWO_ROWS_READ


def test_a_header_of_two_rows_without_merged_cells_is_read_the_same() -> None:
    lines = [",".join("" if cell is None else str(cell) for cell in line) for line in TWO_ROWS]
    assert records(csv("\n".join(lines))) == TWO_ROWS_READ


def test_a_second_header_row_under_two_of_many_columns_is_no_case() -> None:
    file = book(
        ["Registered", "Sex", "Age", "Nationality", "Exploitation", None, "Notes"],
        [None, None, None, None, "Labour", "Sexual", None],
        ["05/02/2024", "Male", 23, "Albanian", "yes", None, "made up"],
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:G2"),
    )
    assert records(file) == [PERSON]


def test_ages_under_a_common_heading_are_from_and_to() -> None:
    file = book(
        ["Registered", "Sex", "Age", None, "Nationality"],
        [None, None, "From", "To", None],
        ["05/02/2024", "Male", 18, 20, "Albanian"],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:E2"),
    )
    (record,) = records(file)
    assert (record["age_from"], record["age_to"]) == (18, 20)


def test_line_breaks_and_spaces_in_a_header_are_one_name() -> None:
    file = book(["Registered\n on ", " Sex", "Age", "Nationality", "Type of\nexploitation"], ROW)
    assert read_sheet(file).header[0] == "Registered on"
    assert records(file) == [PERSON]


def test_a_column_that_is_there_twice_is_refused_by_its_name() -> None:
    file = csv("Sex,Nationality,Nationality\nMale,Albanian,Greek\n")
    assert "Nationality" in str(proposed(file).warnings[0])
    with pytest.raises(BadMapping, match="has the column Nationality twice"):
        check(file, mapped(file))


# --- what is mixed with the rows ---------------------------------------------------------------

TABLE = ["Quarter", "First responder", "Gender", "People", "Total"]


def test_totals_among_the_leaves_are_left_out_and_counted() -> None:
    file = book(
        TABLE,
        ["2024-Q1", "Kent Police", "Male", 12, 12],
        ["2024-Q1", "Surrey Police", "Male", 3, 3],
        ["2024-Q1", "Police total", "Male", 15, 15],
        ["2024-Q1", "All responders", "Male", 15, 15],
        ["Total", None, None, 15, 15],
        ["Gjithsej", None, None, 15, 15],
    )
    found = records(file)
    assert sum(record["people"] for record in found) == 15
    assert "4 rows of totals were left out: 4, 5, 6, 7." in [
        str(one) for one in check(file, mapped(file)).warnings
    ]


def test_totals_are_refused_where_nobody_said_that_they_are_left_out() -> None:
    text = "kind: aggregate\npartner: Made-up Office\ndataset: t\nedition: 1\nprovenance: made-up\n"
    text += "columns: {First responder: partner, Gender: gender, People: people}\n"
    mapping = load_mapping(GivenFile("m.yaml", text.encode()))
    (fault,) = said(check(book(TABLE, ["", "Police total", "Male", 15, 15]), mapping))
    assert 'row 2, column First responder: "Police total" says that its row adds up others' in fault


def test_a_total_under_a_list_of_cases_is_no_case() -> None:
    file = book(HEAD, ROW, [None, None, None, None, None], ["Total: 1", None, None, None, None])
    assert records(file) == [PERSON]


def test_rows_that_leave_out_what_stands_above_them_are_refused_in_a_published_table() -> None:
    file = csv("Quarter,First responder,Gender,People\n2024-Q1,Kent Police,Male,12\n,,Female,3\n")
    first = said(check(file, mapped(file)))[0]
    assert "row 3, column Quarter" in first
    assert "is empty" in first


def test_cells_merged_over_several_rows_are_refused_rather_than_read_as_empty() -> None:
    file = book(HEAD, ROW, [None, *ROW[1:]], merged=("A2:A3",))
    (fault,) = said(check(file, mapped(file)))
    assert "row 3, column Registered" in fault
    assert "unmerge it" in fault


@pytest.mark.parametrize(
    "hidden",
    ["1–5", "1-5", "<5", "≤ 5", "under 5", "fewer than 5", "*", "[c]", "c", "..", "1 to 5"],
)
def test_a_count_that_was_hidden_is_never_read_as_a_number(hidden: str) -> None:
    file = csv(f"Quarter,First responder,Gender,People\n2024-Q1,Kent Police,Male,{hidden}\n")
    mapping = mapped(csv("Quarter,First responder,Gender,People\n2024-Q1,Kent Police,Male,5\n"))
    (fault,) = said(check(file, mapping))
    assert "row 2, column People" in fault
    assert "hides a small count" in fault


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("1,234", 1234),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("12,345,678", 12345678),
    ],
)
def test_signs_between_thousands_are_no_part_of_a_number(written: str, people: int) -> None:
    file = csv(f"Quarter;First responder;Gender;People\n2024-Q1;Kent Police;Male;{written}\n")
    assert records(file)[0]["people"] == people


@pytest.mark.parametrize("written", ["12.5", "1,23", "0", "-3", "45%", "1e3"])
def test_what_is_no_whole_number_of_people_is_refused(written: str) -> None:
    mapping = mapped(csv("Quarter;First responder;Gender;People\n2024-Q1;Kent Police;Male;5\n"))
    file = csv(f"Quarter;First responder;Gender;People\n2024-Q1;Kent Police;Male;{written}\n")
    assert "is not a number of people" in said(check(file, mapping))[0]


# --- dates -------------------------------------------------------------------------------------


def test_dates_of_a_spreadsheet_are_read_whatever_their_form() -> None:
    made = Workbook()
    page: Any = made.active
    page.append(HEAD)
    page.append([date(2024, 2, 5), *ROW[1:]])
    page["A2"].number_format = "dd mmm yy"
    assert records(saved(made)) == [PERSON]


def test_days_counted_from_1900_are_told_as_dates() -> None:
    file = book(HEAD, [45327, *ROW[1:]], [45350, *ROW[1:]])
    assert proposed(file).date_format == ("excel",)
    assert records(file) == [PERSON, PERSON]


def test_days_counted_from_1904_are_the_same_days() -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    page: Any = made.active
    page.append(HEAD)
    page.append([date(2024, 2, 5), *ROW[1:]])
    page.append([43865, *ROW[1:]])
    file = saved(made)
    assert records(file, mapped(book(HEAD, [45327, *ROW[1:]]))) == [PERSON, PERSON]
    assert records(file) == [PERSON, PERSON]


def test_a_year_is_a_year_and_no_number_of_days() -> None:
    file = csv("Year,Sex\n2023,Male\n2024,Female\n")
    assert [record["registered_year"] for record in records(file)] == [2023, 2024]


def test_dates_that_could_be_read_month_first_are_pointed_at() -> None:
    doubtful = proposed(csv("Registered,Sex\n05/02/2024,Male\n06/03/2024,Male\n"))
    clear = proposed(csv("Registered,Sex\n05/02/2024,Male\n26/03/2024,Male\n"))
    american = proposed(csv("Registered,Sex\n05/02/2024,Male\n03/26/2024,Male\n"))
    assert any("month first" in str(one) for one in doubtful.warnings)
    assert not clear.warnings
    assert american.date_format == ("%m/%d/%Y",)


# --- words -------------------------------------------------------------------------------------


def test_namibia_and_dual_nationalities_are_countries() -> None:
    file = csv("Registered,Sex,Nationality\n2024,Male,NA\n2024,Male,AL\n2024,Male,AL/GR\n")
    assert [one["citizenship"] for one in records(file)] == [("NA",), ("AL",), ("AL", "GR")]
    words = csv("Sex,Nationality\nMale,Albanian Greek\nMale,Albanian & British\nMale,Namibian\n")
    found = [one["citizenship"] for one in records(words)]
    assert found == [("AL", "GR"), ("AL", "GB"), ("NA",)]


def test_several_words_in_one_cell_are_parted_by_line_breaks_and_signs() -> None:
    file = book(HEAD, [*ROW[:4], "Labour\nSexual"], [*ROW[:4], "Labour; Sexual"])
    assert [one["exploitation"] for one in records(file)] == [
        ("ForcedLabour", "SexualExploitation"),
    ] * 2


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!"])
def test_a_formula_that_failed_is_one_fault_by_its_place(error: str) -> None:
    file = book(HEAD, [ROW[0], error, *ROW[2:]])
    (fault,) = said(check(file, mapped(book(HEAD, ROW))))
    assert "row 2, column Sex" in fault
    assert "is a formula that failed" in fault


def test_ages_in_words_are_understood_or_left_open_and_never_fall_over() -> None:
    file = csv("Registered,Sex,Age\n2024,Male,mid 20s\n2024,Male,under 18\n2024,Male,adult\n")
    (fault,) = said(check(file, mapped(file)))
    assert '"mid 20s" is not an age or a band' in fault
    assert "row 2" in fault


# --- sheets and encodings ----------------------------------------------------------------------


def test_of_several_sheets_the_one_with_the_cases_is_read_and_the_others_are_named() -> None:
    made = Workbook()
    cover: Any = made.active
    cover.title = "Read me"
    cover.append(["Made-up workbook", "of a test"])
    lists = made.create_sheet("Lists")
    for word in ("Male", "Female"):
        lists.append([word])
    page = made.create_sheet("Cases 2024")
    page.append(HEAD)
    page.append(ROW)
    secret = made.create_sheet("Old")
    secret.append(HEAD)
    secret.append(ROW)
    secret.sheet_state = "hidden"
    file = saved(made)
    assert proposed(file).sheet == "Cases 2024"
    warnings = [str(one) for one in read_sheet(file).warnings]
    assert "Hidden sheets were not read: Old." in warnings
    assert "Only the sheet Cases 2024 was read, not: Read me, Lists." in warnings
    assert records(file) == [PERSON]


def test_hidden_rows_are_not_read_and_a_hidden_column_is_told_of() -> None:
    made = Workbook()
    page: Any = made.active
    for line in (HEAD, ROW, ROW):
        page.append(line)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    file = saved(made)
    assert records(file) == [PERSON]
    warnings = " ".join(str(one) for one in check(file, mapped(file)).warnings)
    assert "1 hidden rows were not read: 3." in warnings
    assert "Hidden columns" in warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_separator_gives_the_same_rows(encoding: str, mark: str) -> None:
    lines = ["Gjinia|Shtetësia|Qarku", "Femër|Shqiptare|Dibër", "Mashkull|Shqiptare|Kukës"]
    file = csv("\r\n".join(lines).replace("|", mark), encoding)
    assert [one["origin_area"] for one in records(file)] == ["AL-09", "AL-07"]
    assert [one["gender"] for one in records(file)] == ["Feminine", "Masculine"]


def test_trailing_empty_rows_and_columns_are_nothing() -> None:
    file = csv("Sex,Nationality,,\nMale,Albanian,,\n,,,\n,,,\n\n")
    assert len(records(file)) == 1


def test_a_sheet_of_nothing_is_a_plain_refusal() -> None:
    with pytest.raises(UnreadableFile, match="no header"):
        read_sheet(book([None]))


def test_a_percentage_is_no_count() -> None:
    made = Workbook()
    page: Any = made.active
    page.append(["Quarter", "First responder", "Gender", "People"])
    page.append(["2024-Q1", "Kent Police", "Male", 0.45])
    page["D2"].number_format = "0%"
    mapping = mapped(csv("Quarter,First responder,Gender,People\n2024-Q1,Kent Police,Male,5\n"))
    (fault,) = said(check(saved(made), mapping))
    assert '"0.45" is not a number of people' in fault
