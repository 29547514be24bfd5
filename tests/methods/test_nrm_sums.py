"""The real table adds up to what was published."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from beforehand import share, store
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.people import SHELL
from beforehand.refusals import FaultyRows, UnreadableFile
from beforehand.share.partner.countries import citizenships, country_codes
from beforehand.unlocking import readable
from made_pool import referrals

TODAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> CaseTable:
    return store.open_cases(referrals(tmp_path_factory.mktemp("home"), TODAY), SHELL)


def ask(cases: CaseTable, sql: str) -> list[tuple[Any, ...]]:
    with readable(cases) as files:
        return duckdb.execute(
            f"WITH cases AS (FROM read_parquet($files)) {sql}", {"files": files}
        ).fetchall()


def test_all_people_are_there(cases: CaseTable) -> None:
    assert ask(cases, "SELECT sum(people), count(*) FROM cases") == [(30_197, 11_277)]
    assert cases.submissions[0].people == 30_197


def test_sole_albanian_citizens_are_those_published_and_any_adds_the_duals(
    cases: CaseTable,
) -> None:
    sole = ask(cases, "SELECT sum(people) FROM cases WHERE citizenship = ['AL']")
    both = ask(cases, "SELECT sum(people) FROM cases WHERE list_contains(citizenship, 'AL')")
    assert (sole, both) == ([(7_659,)], [(7_733,)])


def test_the_albanian_shares_are_those_published(cases: CaseTable) -> None:
    ((quarter, male, labour, criminal, unknown),) = ask(
        cases,
        """SELECT sum(people) FILTER (registered_year = 2023 AND registered_quarter = 1),
                  round(100 * sum(people) FILTER (gender = 'Masculine') / sum(people), 1),
                  round(100 * sum(people) FILTER (list_contains(exploitation, 'ForcedLabour'))
                        / sum(people), 1),
                  sum(people) FILTER (list_contains(exploitation, 'ForcedCriminality')),
                  sum(people) FILTER (exploitation IS NULL)
           FROM cases WHERE citizenship = ['AL']""",
    )
    assert (quarter, male, labour) == (1_452, 87.2, 62.1)
    assert (criminal, unknown) == (3_566, 758)


def test_responders_are_68_partners_in_four_groups(cases: CaseTable) -> None:
    groups = ask(
        cases,
        """SELECT partner_type, count(DISTINCT partner), sum(people) FROM cases
           GROUP BY partner_type ORDER BY partner_type""",
    )
    assert groups == [
        ("CentralGovernmentOrganisation", 5, 14_882),
        ("LawEnforcement", 51, 6_899),
        ("LocalGovernmentOrganisation", 1, 6_777),
        ("NGO", 11, 1_639),
    ]


def test_quarters_add_up_as_published(cases: CaseTable) -> None:
    quarters = ask(
        cases,
        "SELECT sum(people) FROM cases GROUP BY registered_year, registered_quarter ORDER BY ALL",
    )
    assert sorted(people for (people,) in quarters) == [
        3_998, 4_138, 4_141, 4_171, 4_417, 4_586, 4_746,
    ]  # fmt: skip


def test_what_the_source_lacks_stays_unknown(cases: CaseTable) -> None:
    lacking = "row_id, origin_area, exploitation_country, control, industry"
    assert ask(cases, f"SELECT DISTINCT {lacking} FROM cases") == [(None,) * 5]


def test_every_nationality_of_the_source_becomes_codes_of_the_standard(cases: CaseTable) -> None:
    codes = {code for (code,) in ask(cases, "SELECT DISTINCT unnest(citizenship) FROM cases")}
    assert codes <= country_codes() | {"ZZ"}
    assert {"NA", "XK", "HK", "KY", "GW", "ZZ"} <= codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Albanian", ["AL"]),
        ("Albanian Greek", ["AL", "GR"]),
        ("Albanian Unknown", ["AL", "ZZ"]),
        ("Unknown UK", ["GB", "ZZ"]),
        ("Citizen of Guinea-Bissau Sudanese", ["GW", "SD"]),
        ("Citizen of Guinea Bissau Portuguese", ["GW", "PT"]),
        ("Congolese (DRC) UK", ["CD", "GB"]),
        ("Congolese Drc", ["CD"]),
        ("Congolese (Congo) Unknown", ["CG", "ZZ"]),
        ("Congolese Congo Rwandan", ["CG", "RW"]),
        ("Turkish UKrainian", ["TR", "UA"]),
        ("St Lucian UK", ["GB", "LC"]),
        ("South Sudanese Sudanese", ["SD", "SS"]),
        ("Sudanese South Sudanese", ["SD", "SS"]),
        ("Burmese Bangladeshi", ["BD", "MM"]),
        ("British Virgin Islander Citizen of the Dominican Republic", ["DO", "VG"]),
        ("Dominican", ["DM"]),
        ("Albanian Equatorial Guinean", ["AL", "GQ"]),
        ("Nigerien", ["NE"]),
        ("Namibian", ["NA"]),
        ("Chinese Hong Konger", ["CN", "HK"]),
        ("Cayman Islander", ["KY"]),
        ("Unknown", []),
        ("Atlantean", None),
        ("Albanian Atlantean", None),
    ],
)
def test_nationality_words_are_parted_where_they_join(words: str, codes: list[str] | None) -> None:
    assert citizenships(words) == codes


HEAD = (
    "quarter,responder_group,responder,exploitation,age_at_exploitation,gender,nationality,people\n"
)
GOOD = "2022-Q2,Police,Kent Police,Labour & Criminal,Adult (18 or over),Male,Albanian,3\n"


def refused(tmp_path: Path, rows: str) -> FaultyRows:
    table = share.GivenFile("cells.csv", (HEAD + rows).encode())
    with pytest.raises(FaultyRows) as caught:
        share.add_table(Home(tmp_path), table, "nrm", today=TODAY)
    assert store.submissions(Home(tmp_path), SHELL) == ()
    return caught.value


def test_an_unknown_nationality_refuses_and_names_the_row(tmp_path: Path) -> None:
    said = str(refused(tmp_path, GOOD + GOOD.replace("Albanian", "Atlantean")))
    assert "row 3" in said
    assert "Atlantean" in said


def test_all_strange_words_are_named_at_once(tmp_path: Path) -> None:
    rows = GOOD + "2022,Navy,Kent Police total,Piracy,Adult,Man,Albanian,-1\n"
    assert len(refused(tmp_path, rows).faults) == 7


def test_a_cell_twice_refuses_since_it_would_count_double(tmp_path: Path) -> None:
    assert "twice" in str(refused(tmp_path, GOOD + GOOD))


def test_another_table_is_no_referral_table(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="columns"):
        share.add_table(Home(tmp_path), share.GivenFile("x.csv", b"a,b\n1,2\n"), today=TODAY)
