"""Ready mappings: CTDC's published records and HTCDS 2.0, on made-up rows in their form."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from beforehand import share, store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable, Receipt
from beforehand.records.people import SHELL
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadMapping, DatasetTaken, FaultyRows, NotSealed, UnreadableFile
from beforehand.share.partner import GivenFile, check, load_mapping, load_ready, seal_file

TODAY = date(2026, 1, 5)
KEY = bytes(range(40))
_CTDC = """
yearOfRegistration gender ageBroad citizenship CountryOfExploitation traffickMonths
meansDebtBondageEarnings meansThreats meansAbusePsyPhySex meansFalsePromises meansDrugsAlcohol
meansDenyBasicNeeds meansExcessiveWorkHours meansWithholdDocs isForcedLabour isSexualExploit
isOtherExploit typeOfLabourAgriculture typeOfLabourConstruction typeOfLabourDomesticWork
typeOfLabourHospitality typeOfSexProstitution typeOfSexPornography
recruiterRelationIntimatePartner recruiterRelationFriend recruiterRelationFamily
recruiterRelationOther
"""
CTDC = _CTDC.split()
MADE_UP = {"provenance": "made-up"}
WHO = {
    "partner": "Made-up Charity Test (example)",
    "partner_type": "NGO",
    "edition": "2026-Q1",
    "provenance": "made-up",
}


def ctdc(*rows: dict[str, str], columns: list[str] = CTDC) -> GivenFile:
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return GivenFile("ctdc.csv", "\n".join(",".join(line) for line in lines).encode())


def added(home: Home, file: GivenFile, name: str = "ctdc") -> Receipt:
    return share.add_table(home, file, name, today=TODAY, parts=MADE_UP)


def cases(home: Home, source: str = "made-up:records:ctdc") -> CaseTable:
    return store.open_cases(home, SHELL, source)


ROUTE = RouteFilter(origin="AL", destination="GB")
PERSON = {"citizenship": "ALB", "CountryOfExploitation": "GBR", "yearOfRegistration": "2019"}


# --- CTDC global synthetic ---------------------------------------------------------------------


def test_the_codebooks_worked_example_gives_its_own_percentages(tmp_path: Path) -> None:
    labour, sexual, other = "isForcedLabour", "isSexualExploit", "isOtherExploit"
    rows = [{labour: "1"}, {sexual: "1"}, {other: "1"}, {}, {labour: "1", sexual: "1"}]
    home = Home(tmp_path)
    added(home, ctdc(*(PERSON | row for row in rows)))
    (field,) = understand.profile(cases(home), ROUTE, ("exploitation",)).fields
    shares = {one.code: one.figure for one in field.of_recorded}
    assert {code: figure.value for code, figure in shares.items()} == {
        "ForcedLabour": 0.5,
        "SexualExploitation": 0.5,
        "Other": 0.25,
    }
    assert all(figure.denominator == 4 and figure.unknown == 1 for figure in shares.values())


def test_all_27_columns_are_read_and_every_flag_becomes_its_code(tmp_path: Path) -> None:
    mapping = load_ready("ctdc")
    assert set(mapping.wanted) == set(CTDC)
    row = PERSON | {
        "gender": "Woman",
        "ageBroad": "30--38",
        "traffickMonths": "0–12",
        **dict.fromkeys([name for name in CTDC if name.startswith(("means", "is", "recr"))], "1"),
        "typeOfLabourConstruction": "1",
        "typeOfSexPornography": "1",
    }
    home = Home(tmp_path)
    added(home, ctdc(row))
    found = {
        field.field: {one.code for one in field.of_recorded}
        for field in understand.profile(cases(home), ROUTE).fields
    }
    assert len(found["control"]) == 8
    assert {"DebtBondageOrEarnings", "AnyThreats", "AnyAbuse", "DeniesBasicNeeds"} < found[
        "control"
    ]
    assert found["recruiter_relation"] == {"IntimatePartner", "Friend", "Family", "Other"}
    assert found["industry"] == {"F"}
    assert found["duration_months"] == {"0-12"}
    assert found["gender"] == {"Feminine"}


@pytest.mark.parametrize("written", ["30-38", "30–38", "30--38", "30 — 38", "30−38"])
def test_an_age_band_is_matched_on_its_lower_bound_whatever_the_dash(written: str) -> None:
    assert not check(ctdc(PERSON | {"ageBroad": written}), load_ready("ctdc")).faults


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ageBroad", "30-39"),
        ("ageBroad", "19-25"),
        ("isForcedLabour", "2"),
        ("gender", "Nonbinary person of note"),
        ("citizenship", "XYZ"),
        ("traffickMonths", "12+"),
        ("yearOfRegistration", "19"),
    ],
)
def test_a_value_that_the_codebook_does_not_have_is_refused(
    tmp_path: Path, column: str, value: str
) -> None:
    with pytest.raises(FaultyRows, match=f"row 2, column {column}"):
        added(Home(tmp_path), ctdc(PERSON | {column: value}))


@pytest.mark.parametrize("missing", ["", "-99", "NULL"])
def test_missing_is_not_recorded_in_every_column(tmp_path: Path, missing: str) -> None:
    home = Home(tmp_path)
    added(home, ctdc(PERSON, dict.fromkeys(CTDC, missing) | {"yearOfRegistration": "2020"}))
    assert cases(home).submissions[0].rows == 2


def test_namibia_is_a_country_and_no_missing_value(tmp_path: Path) -> None:
    home = Home(tmp_path)
    added(home, ctdc(PERSON | {"citizenship": "NAM"}))
    route = RouteFilter(origin="NA", destination="GB")
    assert understand.profile(cases(home), route).people.numerator == 1


def test_the_other_spelling_of_withheld_documents_is_read_too() -> None:
    columns = [name.replace("WithholdDocs", "WithholdDocuments") for name in CTDC]
    file = ctdc(PERSON | {"meansWithholdDocuments": "1"}, columns=columns)
    assert not check(file, load_ready("ctdc")).faults


def test_a_file_that_lacks_a_column_is_refused_by_its_name() -> None:
    with pytest.raises(BadMapping, match="no column isOtherExploit"):
        check(ctdc(PERSON, columns=[c for c in CTDC if c != "isOtherExploit"]), load_ready("ctdc"))


def test_several_sectors_in_one_row_are_told_and_not_guessed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    both = {"typeOfLabourAgriculture": "1", "typeOfLabourConstruction": "1"}
    receipt = added(home, ctdc(PERSON | both, PERSON | {"typeOfLabourHospitality": "1"}))
    (said,) = receipt.notes
    assert "In 1 rows several columns say yes to Industry" in str(said)
    assert str(said).endswith("it is not recorded there: 2.")
    (field,) = understand.profile(cases(home), ROUTE, ("industry",)).fields
    assert [(one.code, one.figure.denominator) for one in field.of_recorded] == [("I", 1)]


# --- how published records stand in the pool ---------------------------------------------------


def test_published_records_stand_beside_every_other_source_and_are_never_added_to_one(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    added(home, ctdc(PERSON))
    added(home, ctdc_k(PERSON | {"citizenship": "AL"}), "ctdc-k")
    kinds = [str(kind) for kind in store.source_classes(home, SHELL)]
    assert kinds == ["made-up:records:ctdc", "made-up:records:ctdc-k"]
    table = cases(home)
    assert (len(table.submissions), table.links) == (1, None)
    assert understand.profile(table, ROUTE).people.numerator == 1


def test_shares_of_published_records_are_no_complete_count(tmp_path: Path) -> None:
    home = Home(tmp_path)
    added(home, ctdc(PERSON | {"gender": "Man"}))
    (field,) = understand.profile(cases(home), ROUTE, ("gender",)).fields
    figure = field.of_recorded[0].figure
    assert not figure.complete_count
    assert figure.interval is not None
    assert figure.interval.meaning == "sampling"
    assert "synthetic" in figure.source


def test_published_records_can_be_recalled(tmp_path: Path) -> None:
    home = Home(tmp_path)
    receipt = added(home, ctdc(PERSON))
    share.recall(home, receipt.submission.id, today=TODAY)
    assert store.submissions(home, SHELL) == ()


def test_made_up_rows_in_the_form_of_ctdc_say_so(tmp_path: Path) -> None:
    receipt = added(Home(tmp_path), ctdc(PERSON))
    assert receipt.submission.title.startswith("Made-up rows in the form of: CTDC")
    real = share.add_table(Home(tmp_path / "b"), ctdc(PERSON), "ctdc", today=TODAY)
    assert str(real.submission.source_class) == "real:records:ctdc"
    assert "may not be redistributed" in real.submission.licence


def test_a_partner_cannot_call_its_own_cases_published_records() -> None:
    text = "partner: A charity\ndataset: x\nedition: 1\nkind: records\nprovenance: real\n"
    with pytest.raises(BadMapping, match="kind must be one of"):
        load_mapping(GivenFile("m.yaml", f"{text}columns: {{Sex: gender}}\n".encode()))


def test_no_other_giver_takes_the_name_of_a_published_dataset(tmp_path: Path) -> None:
    home = Home(tmp_path)
    added(home, ctdc(PERSON))
    with pytest.raises(DatasetTaken):
        parts = {**MADE_UP, "partner": "Somebody else"}
        share.add_table(home, ctdc(PERSON), "ctdc", today=TODAY, parts=parts)


# --- CTDC global k-anonymised ------------------------------------------------------------------


_STAYING = """
Datasource majorityStatus majorityStatusAtExploit majorityEntry meansOfControlNotSpecified
meansOfControlConcatenated typeOfExploitConcatenated typeOfLabourOther typeOfLabourNotSpecified
typeOfLabourConcatenated typeOfSexConcatenated isAbduction RecruiterRelationship
"""


def _columns_k() -> list[str]:
    mapping = load_ready("ctdc-k")
    return [*mapping.wanted, *_STAYING.split()]


def ctdc_k(*rows: dict[str, str]) -> GivenFile:
    return ctdc(*rows, columns=_columns_k())


def test_the_k_anonymised_file_has_63_columns_and_each_is_mapped_or_named_as_staying() -> None:
    assert len(_columns_k()) == 63
    found = check(ctdc_k(PERSON | {"citizenship": "AL"}), load_ready("ctdc-k"))
    assert len(found.dropped) == 13
    assert not found.faults


def test_zero_in_the_k_anonymised_file_is_not_reported_rather_than_none(tmp_path: Path) -> None:
    home = Home(tmp_path)
    none = {"isForcedLabour": "0", "isSexualExploit": "0", "isOtherExploit": "-99"}
    begging = {"isForcedLabour": "1", "typeOfLabourBegging": "1", "meansOfControlUsesChildren": "1"}
    person = PERSON | {"citizenship": "AL"}
    added(home, ctdc_k(person | none, person | begging), "ctdc-k")
    table = cases(home, "made-up:records:ctdc-k")
    (field,) = understand.profile(table, ROUTE, ("exploitation",)).fields
    assert {one.code: one.figure.value for one in field.of_recorded} == {
        "ForcedLabour": 1.0,
        "ForcedBegging": 1.0,
    }
    assert field.unknown == 1


@pytest.mark.parametrize("value", ["yes please", "3", "Sexual"])
def test_a_code_that_was_never_seen_is_refused_in_the_k_anonymised_file(value: str) -> None:
    assert check(ctdc_k({"isForcedLabour": value}), load_ready("ctdc-k")).faults


# --- HTCDS -------------------------------------------------------------------------------------

IDENTIFYING = {
    "prs_FirstName": "Canaryfirst",
    "prs_SecondName": "Canarylast",
    "prs_MiddleName": "Canarymiddle",
    "prs_Salutation": "Canarysir",
    "prs_Birthdate": "2001-02-03",
    "prs_IdentityNumber": "CANARY123",
    "prs_HomePhone": "+447700900123",
    "prs_MobilePhone": "+447700900124",
    "prs_Email": "canary@example.org",
    "prs_MailingStreet": "1 Canary Street",
    "prs_MailingCity": "Canaryville",
    "prs_MailingPostalCode": "CN1 1CN",
    "cas_CaseOwner": "Canaryowner",
    "cco_CaseComment": "Canary comment",
    "vic_DetailsOfVulnerabilities": "Canary details",
    "vic_Vulnerabilities": "Migration",
    "vic_AgreementToManagePersonalData": True,
}
CODED: dict[str, Any] = {
    "prs_Gender": "Masculine",
    "prs_Citizenship": "NA",
    "vic_AgeWhenTrafficked": 19,
    "vic_TraffickingStatus": "PossibleVictimOfTrafficking",
    "vic_TraffickingStatusDecisionMakingOrg": "NGO",
    "vic_TypeOfExploitation": ["ForcedLabour", "Other"],
    "vic_ForcedLabourIndustry": "F_Construction",
    "vic_MethodsOfControl": "DebtBondage ;WithholdsDocuments",
    "vic_RelationshipToTrafficker": "Unaquainted",
    "vic_RecruitmentWebsitesAndApps": ["TikTok", "4Sale"],
    "cas_IncomingReferralDate": "2024-02-05",
    "con_Consent": True,
}
EVENTS = [
    {
        "hte_Type": "Recruitment",
        "hte_Country": "AL",
        "hte_State": "Kukës",
        "hte_City": "Canarytown",
    },
    {"hte_Type": "Exploitation", "hte_Country": "GB", "hte_Latitude": 51.123456},
]
EXPECTED = {
    "age_basis": "when_trafficked",
    "age_from": 19,
    "age_to": 19,
    "citizenship": ["NA"],
    "consent_to_share": True,
    "control": ["DebtBondage", "WithholdsDocuments"],
    "exploitation": ["ForcedLabour", "Other"],
    "exploitation_country": "GB",
    "gender": "Masculine",
    "industry": "F",
    "origin_area": "AL-07",
    "recruitment_platform": ["4Sale", "TikTok"],
    "registered_quarter": 1,
    "registered_year": 2024,
    "relationship_to_trafficker": "Unaquainted",
    "status_decided_by": "NGO",
    "trafficking_status": "PossibleVictimOfTrafficking",
}


def rows_in(sealed: bytes) -> list[dict[str, Any]]:
    """The second gzip member, as JSON lines."""
    first = zlib.decompressobj(wbits=31)
    first.decompress(sealed)
    second = zlib.decompressobj(wbits=31)
    text = second.decompress(first.unused_data)
    return [json.loads(line) for line in text.splitlines()]


def sealed(file: GivenFile) -> bytes:
    return seal_file(file, load_ready("htcds", WHO), KEY).data


def as_json(*records: Any) -> GivenFile:
    return GivenFile("export.json", json.dumps(records).encode())


def test_an_htcds_record_in_json_becomes_codes_and_nothing_else() -> None:
    record = {**IDENTIFYING, **CODED, "HistoricTraffickingEvents": EVENTS}
    data = sealed(as_json(record))
    assert rows_in(data) == [EXPECTED]
    whole = gzip.decompress(data).decode("latin-1").casefold()
    for secret in ("canary", "7700900", "2001-02-03", "51.12", "migration"):
        assert secret not in whole


def test_sections_and_an_object_around_the_list_are_the_same_record() -> None:
    nested = {
        "Person": {**IDENTIFYING, "prs_Gender": CODED["prs_Gender"]},
        "Case": {name: value for name, value in CODED.items() if name != "prs_Gender"},
        "Events": EVENTS,
    }
    around = GivenFile("export.json", json.dumps({"records": [nested]}).encode())
    lines = GivenFile("export.jsonl", (json.dumps(nested) + "\n" + json.dumps(nested)).encode())
    assert rows_in(sealed(around)) == [EXPECTED]
    assert rows_in(sealed(lines)) == [EXPECTED, EXPECTED]


def test_an_htcds_spreadsheet_is_read_by_names_or_by_labels() -> None:
    labels = {
        "Gender": "Masculine",
        "Citizenship": "NA",
        "Age when Trafficked": 19,
        "Trafficking Status": "PossibleVictimOfTrafficking",
        "Trafficking Status Decision Making Organization": "NGO",
        "Type of Exploitation": "ForcedLabour;Other",
        "Forced Labour Industry": "F_Construction",
        "Methods of Control": "DebtBondage ;WithholdsDocuments",
        "Relationship to Trafficker": "Unaquainted",
        "Recruitment Websites and Apps": "TikTok;4Sale",
        "Incoming Referral Date": date(2024, 2, 5),
        "Consent": True,
        "First Name": "Canaryfirst",
        "Case Comment": "Canary comment",
    }
    book = Workbook()
    page: Any = book.active
    page.append(list(labels))
    page.append(list(labels.values()))
    out = io.BytesIO()
    book.save(out)
    without = {
        k: v for k, v in EXPECTED.items() if k not in {"exploitation_country", "origin_area"}
    }
    assert rows_in(sealed(GivenFile("cases.xlsx", out.getvalue()))) == [without]


def test_a_flat_sheet_gives_each_place_to_its_kind_of_event() -> None:
    text = "prs_Gender,hte_Type,hte_Country,hte_State\n"
    text += "Masculine,Exploitation,GB,\nFeminine,Recruitment,AL,Dibër\nFeminine,Transit,IT,Lazio\n"
    found = rows_in(sealed(GivenFile("flat.csv", text.encode())))
    places = [(one.get("exploitation_country"), one.get("origin_area")) for one in found]
    assert places == [("GB", None), (None, "AL-09"), (None, None)]


def test_a_state_that_no_list_has_is_passed_over_and_told() -> None:
    record = {**CODED, "Events": [{"hte_Type": "Recruitment", "hte_State": "Some far province"}]}
    made = seal_file(as_json(record), load_ready("htcds", WHO), KEY)
    assert "origin_area" not in rows_in(made.data)[0]
    assert "Some far province" not in gzip.decompress(made.data).decode("latin-1")
    told = [str(said) for said in made.report.warnings]
    assert any("names a place that no list has" in said and "1" in said for said in told)


def test_exploitation_in_several_countries_is_not_recorded_and_told() -> None:
    events = [{"hte_Type": "Exploitation", "hte_Country": code} for code in ("GB", "BE")]
    made = seal_file(as_json({**CODED, "Events": events}), load_ready("htcds", WHO), KEY)
    assert "exploitation_country" not in rows_in(made.data)[0]
    assert any("several places" in str(said) for said in made.report.warnings)


def test_consent_is_con_consent_alone_and_a_no_stays() -> None:
    no = {**CODED, "con_Consent": False}
    old = {**CODED, "con_Consent": None, "vic_AgreementToManagePersonalData": False}
    made = seal_file(as_json(no, CODED, old), load_ready("htcds", WHO), KEY)
    assert made.report.without_consent == 1
    assert made.report.rows == 2


def test_htcds_cases_in_the_clear_are_refused_at_the_hub(tmp_path: Path) -> None:
    with pytest.raises(NotSealed, match="Seal it at the partner"):
        share.add_table(Home(tmp_path), as_json(CODED), "htcds", today=TODAY, parts=WHO)


@pytest.mark.parametrize(
    "text", ["[", "{}", "[1, 2]", "[]", '{"a": 1}\nnot json', '["' + "x" * 50 + '"]', "[" * 100_000]
)
def test_json_that_is_no_list_of_records_is_a_plain_refusal(text: str) -> None:
    with pytest.raises((UnreadableFile, BadMapping)):
        sealed(GivenFile("export.json", text.encode()))


def test_what_htcds_cannot_say_is_asked_for_by_name() -> None:
    with pytest.raises(BadMapping, match="--set partner=NAME"):
        load_ready("htcds")
