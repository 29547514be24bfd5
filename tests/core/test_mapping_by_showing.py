"""A mapping is proposed from what the sheet shows, confirmed by a person, and read back as kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from beforehand.refusals import BadMapping
from beforehand.share.partner import (
    Answers,
    GivenFile,
    Mapping,
    Proposal,
    check,
    load_mapping,
    mapping_of,
    plain,
    propose,
    read_sheet,
    seal_file,
    to_yaml,
)
from beforehand.share.partner.showing import ColumnGuess, Use
from beforehand.share.partner.showing.writing import written

KEY = bytes(range(40))
WHO = Answers(
    parts={
        "partner": "Made-up Charity Test (example)",
        "partner_type": "NGO",
        "edition": "2026-Q1",
        "provenance": "made-up",
    }
)
ALBANIAN = """Nr;Emri;Mbiemri;Datëlindja;Data e regjistrimit;Gjinia;Mosha atëherë;Shtetësia;Qarku;\
Shfrytëzimi;Kontrolli;Si u rekrutua;Ku në internet;Nga kush;Pranoi ndarjen;Telefoni;Shënime
1;Arben;Hoxha;02.03.2001;05.02.2024;Mashkull;19;Shqiptare;Kukës;Krim;borxh, kërcënime;\
Rrjete sociale;TikTok;Mik;po;+44 7700 900123;U tha se do të paguhej shumë
2;Besa;Krasniqi;02.03.1999;16.05.2024;Femër;s'dihet;Kosovare;Shkodër;Seksual;mashtrim;Familja;;\
Familjar;po;+44 7700 900124;asgjë
3;Agron;Leka;12.11.2000;16.05.2024;Mashkul;21;Shqiptare;Dibër;Punë / Krim;borxh;Miq;fb;Mik;jo;;
"""
ENGLISH = """Ref,First name,Surname,DOB,Referral date,Sex,Age at referral,Nationality,Labour,\
Sexual,Debt bondage,Passport taken,Hair,Remarks
AB-1,Tom,Smith,12/03/2001,05/02/2024,M,23,British,yes,,x,,brown,He was told the job was good
AB-2,Ann,Jones,13/03/2001,15/02/2024,F,n/k,Albanian/Greek,,yes,,x,black,Some text here
AB-3,Joe,Brown,14/03/2001,25/02/2024,male,under 18,NA,yes,yes,x,,brown,
"""


def proposed(text: str, name: str = "cases.csv") -> Proposal:
    return propose(read_sheet(GivenFile(name, text.encode())))


def of(proposal: Proposal, column: str) -> ColumnGuess:
    return next(guess for guess in proposal.columns if guess.column == column)


def codes(proposal: Proposal, column: str) -> dict[str, str | None]:
    return {one.value: one.code for one in of(proposal, column).values}


def targets(proposal: Proposal) -> dict[str, str]:
    return {guess.column: guess.target for guess in proposal.columns}


# --- columns -----------------------------------------------------------------------------------


def test_an_albanian_sheet_is_understood_by_its_column_names() -> None:
    assert targets(proposed(ALBANIAN)) == {
        "Nr": "stays:number",
        "Emri": "who:given",
        "Mbiemri": "who:surname",
        "Datëlindja": "who:birth",
        "Data e regjistrimit": "registered",
        "Gjinia": "gender",
        "Mosha atëherë": "age",
        "Shtetësia": "citizenship",
        "Qarku": "origin_area",
        "Shfrytëzimi": "exploitation",
        "Kontrolli": "control",
        "Si u rekrutua": "recruitment_method",
        "Ku në internet": "recruitment_platform",
        "Nga kush": "recruiter_relation",
        "Pranoi ndarjen": "consent_to_share",
        "Telefoni": "stays:phone",
        "Shënime": "stays:text",
    }


def test_each_guess_says_why_in_words() -> None:
    proposal = proposed(ALBANIAN)
    said = [str(reason) for reason in of(proposal, "Gjinia").reasons]
    assert said == [
        "its name is a usual one for Gender (Albanian)",
        "2 of 3 filled cells hold words that it knows",
    ]
    assert all(guess.reasons for guess in proposal.columns)
    assert all(0 <= guess.confidence <= 1 for guess in proposal.columns)


def test_columns_that_say_yes_to_one_code_become_flags_of_their_field() -> None:
    proposal = proposed(ENGLISH)
    flags = {guess.column: (guess.target, guess.code) for guess in proposal.columns if guess.code}
    assert flags == {
        "Labour": ("exploitation", "ForcedLabour"),
        "Sexual": ("exploitation", "SexualExploitation"),
        "Debt bondage": ("control", "DebtBondage"),
        "Passport taken": ("control", "WithholdsDocuments"),
    }


def test_columns_without_telling_names_are_told_by_their_cells() -> None:
    rows = [
        f"{'male' if n % 3 else 'female'};{'Albanian' if n % 2 else 'Vietnamese'};"
        f"{n % 28 + 1:02d}/03/2024;{n % 28 + 1:02d}/05/{1975 + n};made{n}@example.org;"
        f"{'Labour' if n % 2 else 'Criminal'}"
        for n in range(30)
    ]
    proposal = proposed("\n".join(["A1;A2;A3;A4;A5;A6", *rows]))
    assert targets(proposal) == {
        "A1": "gender",
        "A2": "citizenship",
        "A3": "registered",
        "A4": "who:birth",
        "A5": "stays:mail",
        "A6": "exploitation",
    }
    assert of(proposal, "A1").confidence < of(proposed(ENGLISH), "Age at referral").confidence


def test_of_two_columns_for_one_value_the_surer_fills_it_and_the_other_says_so() -> None:
    proposal = proposed("Gender,Sex of person\nMale,Male\nFemale,Female\n")
    assert targets(proposal) == {"Gender": "gender", "Sex of person": ""}
    assert "Gender fits Gender better" in str(of(proposal, "Sex of person").reasons[-1])
    assert of(proposal, "Sex of person").others == ("gender",)


def test_a_name_that_its_cells_contradict_is_doubted() -> None:
    rows = "\n".join(["Gender,Ref"] + [f"made up phrase {n},{n}" for n in range(20)])
    assert of(proposed(rows), "Gender").confidence < 0.6


# --- what could show a person ------------------------------------------------------------------


def test_no_word_of_a_column_that_may_show_a_person_is_in_the_proposal() -> None:
    for text in (ALBANIAN, ENGLISH):
        shown = json.dumps(plain(proposed(text)), ensure_ascii=False)
        for secret in (
            "Arben",
            "Hoxha",
            "7700",
            "paguhej",
            "Smith",
            "12/03/2001",
            "AB-1",
            "told the",
        ):
            assert secret not in shown


def test_names_under_a_heading_that_says_nothing_stay_and_are_not_shown() -> None:
    names = [f"Person{chr(97 + n)} Madeup{chr(97 + n)}" for n in range(20)]
    proposal = proposed("\n".join(["Q7,Gender", *(f"{name},Male" for name in names)]))
    assert of(proposal, "Q7").use is Use.STAYS
    assert of(proposal, "Q7").examples == ()
    assert "Madeup" not in json.dumps(plain(proposal))


def test_columns_that_say_who_the_person_is_are_kept_for_linkage_by_their_roles() -> None:
    assert proposed(ALBANIAN).linkage == {
        "family_name": "Mbiemri",
        "given_name": "Emri",
        "birth_date": "Datëlindja",
    }
    assert proposed("Full name,Sex\nx y,Male\n").linkage == {"full_name": "Full name"}
    assert proposed("DOB,Sex\n2001-02-03,Male\n").linkage == {}


# --- words -------------------------------------------------------------------------------------


def test_words_become_codes_and_say_how_sure_that_is() -> None:
    proposal = proposed(ALBANIAN)
    assert codes(proposal, "Gjinia") == {
        "Mashkull": "Masculine",
        "Femër": "Feminine",
        "Mashkul": "Masculine",
    }
    likely = next(one for one in of(proposal, "Gjinia").values if one.value == "Mashkul")
    assert likely.confidence < 0.85
    assert 'spelt almost like "mashkull"' in str(likely.reason)
    assert codes(proposal, "Mosha atëherë")["s'dihet"] == ""
    assert codes(proposal, "Shfrytëzimi")["Punë / Krim"] == "ForcedCriminality,ForcedLabour"


def test_na_in_a_column_of_countries_is_namibia_and_doubted_where_countries_are_written_out() -> (
    None
):
    out = next(one for one in of(proposed(ENGLISH), "Nationality").values if one.value == "NA")
    coded = proposed("Citizenship\nNA\nAL\nGB\n")
    assert (out.code, out.alternatives) == ("NA", ("",))
    assert out.confidence < 0.6 < of(coded, "Citizenship").values[2].confidence


def test_a_word_that_nothing_is_like_is_left_open_and_refused_until_it_is_answered() -> None:
    text = "Exploitation\nLabour\nSomething else entirely\n"
    proposal = proposed(text)
    assert codes(proposal, "Exploitation")["Something else entirely"] is None
    file = GivenFile("cases.csv", text.encode())
    assert len(check(file, mapping_of(proposal, WHO)).faults) == 1
    answers = Answers(
        parts=WHO.parts, values={"exploitation": {"Something else entirely": "Other"}}
    )
    assert not check(file, mapping_of(proposal, answers)).faults


# --- from proposal to mapping ------------------------------------------------------------------


def test_a_confirmed_proposal_seals_the_sheet_it_was_made_for() -> None:
    for text, rows in ((ALBANIAN, 2), (ENGLISH, 3)):
        mapping = mapping_of(proposed(text), WHO)
        sealed = seal_file(GivenFile("cases.csv", text.encode()), mapping, KEY)
        assert sealed.report.rows == rows
        assert b"Hoxha" not in sealed.data


def test_what_is_kept_is_what_is_used() -> None:
    proposal = proposed(ALBANIAN)
    text = to_yaml(proposal, WHO)
    assert load_mapping(GivenFile("mapping.yaml", text.encode())) == mapping_of(proposal, WHO)


def test_the_officers_answers_come_before_the_guesses() -> None:
    answers = Answers.from_plain(
        {
            "columns": {"Nga kush": "", "Ku në internet": "who:surname", "Gjinia": "gender"},
            "values": {"gender": {"Mashkul": "Other"}},
            "defaults": {"age_basis": "when_trafficked", "referral_country": "GB"},
            "parts": WHO.parts,
        }
    )
    mapping = mapping_of(proposed(ALBANIAN), answers)
    assert "Nga kush" not in mapping.columns
    assert mapping.linkage["family_name"] == "Ku në internet"
    assert mapping.values["gender"]["mashkul"] == "Other"
    assert mapping.defaults == {"age_basis": "when_trafficked", "referral_country": "GB"}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"parts": {}}, "partner is missing"),
        ({"parts": {**WHO.parts, "edition": "no good"}}, "edition"),
        ({"parts": WHO.parts, "columns": {"Emri": "gender"}}, "both map to gender"),
        ({"parts": WHO.parts, "columns": {"Emri": "nonsense"}}, "nonsense is not"),
        ({"parts": WHO.parts, "values": {"gender": {"Mashkul": "Man of sorts"}}}, "Man of sorts"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_plain_refusal(answers: Any, said: str) -> None:
    with pytest.raises(BadMapping, match=said):
        mapping_of(proposed(ALBANIAN), Answers.from_plain(answers))


def test_answers_of_another_form_are_refused() -> None:
    for wrong in ({"colums": {}}, {"columns": [1]}):
        with pytest.raises(BadMapping):
            Answers.from_plain(wrong)


_SIGNS = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12
)


@settings(deadline=None)
@drawn(column=_SIGNS, word=_SIGNS)
def test_any_name_and_word_survive_being_written_and_read(column: str, word: str) -> None:
    name = " ".join(column.split())
    if not name or not word.strip():
        return
    said = {**WHO.parts, "dataset": "cases", "columns": {name: "gender"}}
    text = written({**said, "values": {"gender": {word: "Masculine"}}})
    mapping = _loaded(text)
    assert list(mapping.columns) == [name]
    assert list(mapping.values["gender"].values()) == ["Masculine"]


def _loaded(text: str) -> Mapping:
    return load_mapping(GivenFile("mapping.yaml", text.encode()))


def test_a_published_table_is_proposed_as_one() -> None:
    table = "Quarter,First responder,Responder group,Gender,Nationality,Exploitation type,People\n"
    table += "2024-Q1,Kent Police,Police,Male,Albanian,Criminal,12\n"
    table += "2024-Q1,Police total,Police,Male,Albanian,Criminal,12\n"
    proposal = proposed(table)
    assert proposal.kind == "aggregate"
    assert proposal.totals == "leave out"
    assert targets(proposal)["First responder"] == "partner"
    assert targets(proposal)["People"] == "people"
    parts = {**WHO.parts, "dataset": "made-up-table"}
    mapping = mapping_of(proposal, Answers(parts=parts))
    found = check(GivenFile("t.csv", table.encode()), mapping)
    assert (found.rows, found.faults) == (1, ())
    assert "1 rows of totals were left out: 3." in [str(said) for said in found.warnings]
