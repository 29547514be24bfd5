"""A route is narrowed by its address, taken along as files, and gives no small count away."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

from beforehand import store, understand
from beforehand.cli import programme
from beforehand.home import Home
from beforehand.records.people import SHELL
from made_desk import client, people, undone
from made_pool import COALITION, desk_at, pooled

PATH = f"/routes/AL:GB/?source={COALITION}"
LEAST = 11


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return pooled(tmp_path_factory.mktemp("home"), date.today())


@pytest.fixture(scope="module")
def known(home: Home) -> Iterator[dict[str, Any]]:
    with undone(), desk_at(home):
        yield people()


def ask(known: dict[str, Any], who: str, path: str) -> tuple[int, str]:
    answer = client(known[who]).get(path)
    return answer.status_code, answer.content.decode()


def take(known: dict[str, Any], who: str, what: str, more: str = "") -> Any:
    return client(known[who]).get(f"/routes/AL:GB/take/{what}?source={COALITION}{more}")


def table(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_analyst_narrows_by_several_fields_and_takes_each_back(known: Any) -> None:
    status, page = ask(known, "analyst", f"{PATH}&gender=Masculine&exploitation=ForcedCriminality")
    assert status == 200
    assert "47 of 121 people on the route" in page
    chips = re.findall(r'class="chip" href="([^"]+)"', page)
    assert len(chips) == 2
    less = chips[0].replace("&amp;", "&")
    _, wider = ask(known, "analyst", f"/routes/AL:GB/{less}")
    assert "95 of 121 people" in wider or "50 of 121 people" in wider


def test_a_period_is_chosen_by_its_ends(known: Any) -> None:
    _, page = ask(known, "analyst", f"{PATH}&since=2024 Q1&until=2024 Q2")
    assert "Period: 2024 Q1–2024 Q2" in page


def test_what_cannot_be_asked_is_refused_in_a_sentence(known: Any) -> None:
    status, page = ask(known, "analyst", f"{PATH}&gender=Wolf")
    assert status == 422
    assert "Wolf is not a code of gender" in page


@pytest.mark.parametrize(
    "more",
    [
        "&gender=Masculine&exploitation=ForcedCriminality",
        "&partner=Made-up Charity North (example)",
        "&period=2024 Q1",
        "&age=at_exploitation:child",
    ],
)
def test_a_role_without_small_counts_narrows_by_one_field_alone(known: Any, more: str) -> None:
    status, page = ask(known, "campaigner", PATH + more)
    assert status == 422
    assert "one field at a time" in page


def test_a_code_of_few_people_or_of_nearly_all_is_refused(known: Any) -> None:
    for more in ("&industry=A", "&exploitation=Servitude", "&recruitment_platform=Facebook"):
        status, page = ask(known, "campaigner", PATH + more)
        assert status == 422, more
        assert "subtraction" in page


def test_every_offered_code_answers_and_no_other(known: Any) -> None:
    _, page = ask(known, "campaigner", PATH)
    fields = re.findall(r'<select name="([a-z_]+)".*?</select>', page, re.DOTALL)
    assert "gender" in fields
    assert not {"partner", "partner_type", "since", "age"} & set(fields)


def shown(known: Any, who: str, more: str = "") -> dict[tuple[str, str], int]:
    rows = table(take(known, who, "profile.csv", more))
    return {(row["field"], row["code"]): int(row["people"]) for row in rows}


def counted(home: Home, *conditions: str) -> dict[tuple[str, str], int]:
    """Everybody, few or many, as no page but the analyst's tells."""
    cases = store.open_cases(home, SHELL, COALITION)
    told = understand.profile(cases, understand.narrow(understand.parse_route("AL:GB"), conditions))
    return {
        (one.field, share.code): share.figure.numerator or 0
        for one in told.fields
        for share in one.of_everyone
    }


def test_an_analyst_is_told_every_count(known: Any, home: Home) -> None:
    assert shown(known, "analyst") == counted(home)
    assert shown(known, "analyst", "&gender=Masculine") == counted(home, "gender=Masculine")


@pytest.mark.parametrize("field", ["gender", "exploitation", "origin_area", "recruitment_method"])
def test_no_two_answers_subtracted_give_a_small_count(known: Any, home: Home, field: str) -> None:
    """Every narrowed profile that is sent, against the whole one and against each other."""
    everybody = shown(known, "campaigner")
    truth = counted(home)
    codes = [code for name, code in everybody if name == field]
    inner = {code: shown(known, "campaigner", f"&{field}={code}") for code in codes}
    exact = {code: counted(home, f"{field}={code}") for name, code in truth if name == field}
    assert any(inner.values())
    for code in codes:
        for cell, number in inner[code].items():
            assert number >= LEAST
            if cell in everybody:
                assert everybody[cell] - number == 0 or everybody[cell] - number >= LEAST
    for cell, total in everybody.items():
        told = {code: inner[code][cell] for code in codes if cell in inner[code]}
        hidden = [exact[code].get(cell, 0) for code in exact if code not in told]
        rest = total - sum(told.values())
        several = sum(1 for one in hidden if one)
        assert rest == 0 or rest >= LEAST or several != 1, (field, cell)


def test_a_file_says_itself_how_it_was_counted(known: Any) -> None:
    answer = take(known, "analyst", "field-gender.xlsx", "&exploitation=ForcedLabour")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    data, how = book.worksheets
    assert [cell.value for cell in data[2]][:3] == ["field", "code", "label"]
    assert "Made-up" in str(data["A1"].value)
    told = {str(row[0].value): str(row[1].value) for row in how}
    assert "Forced labour" in told["Whom it is about"]
    assert len(told["Data"]) == 64
    assert told["Count it again"].startswith("beforehand understand profile --route AL:GB")
    for page in book.worksheets:
        assert all(cell.data_type != "f" for row in page for cell in row)


def test_the_command_of_a_figure_counts_it_again(known: Any, home: Home) -> None:
    _, page = ask(known, "analyst", f"{PATH}&exploitation=ForcedLabour")
    commands = {line.replace("&#x27;", "'") for line in
                re.findall(r"(beforehand understand \w+ --route[^<]+)<", page)}  # fmt: skip
    words = {shlex.split(line)[2] for line in commands}
    assert words == {"profile", "compare", "trend", "routes"}
    for line in sorted(commands)[:6]:
        ran = CliRunner().invoke(
            programme, shlex.split(line)[1:], env={"BEFOREHAND_HOME": str(home.root)}
        )
        assert ran.exit_code == 0, (line, ran.output)
    cases = store.open_cases(home, SHELL, COALITION)
    route = understand.narrow(understand.parse_route("AL:GB"), ["exploitation=ForcedLabour"])
    number = understand.profile(cases, route).people.value
    assert f"{number:.0f} of 121 people" in page


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("what", ["trend", "field-exploitation", "places"])
def test_a_picture_stands_alone(known: Any, what: str, kind: str) -> None:
    answer = take(known, "analyst", f"{what}.{kind}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="AL-GB-{what}.{kind}"'
    if kind == "png":
        assert answer.content.startswith(b"\x89PNG")
        from PIL import Image

        pixels = np.asarray(Image.open(io.BytesIO(answer.content)).convert("L"))
        assert pixels.std() > 5, "the picture is empty"
    else:
        drawing = answer.content.decode()
        assert "Made-up data" in drawing
        assert "class=" not in re.sub(r'class="chart"', "", drawing), "a class needs a style sheet"
        assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


def test_files_hold_no_more_than_the_page(known: Any) -> None:
    for what in ("profile.csv", "places.csv", "trend.csv"):
        for row in table(take(known, "campaigner", what)):
            numbers = [int(row[name]) for name in ("people", "of") if row.get(name)]
            assert all(number >= LEAST for number in numbers), (what, row)


def test_what_is_not_there_is_not_found(known: Any) -> None:
    for what in ("field-nothing.csv", "profile.png", "profile.exe", "trend.pdf"):
        assert take(known, "analyst", what).status_code == 404
    assert client(known["caseworker"]).get("/routes/AL:GB/take/profile.csv").status_code == 403


def test_how_citizenship_is_read_is_no_condition_and_citizenship_can_be_one(known: Any) -> None:
    status, page = ask(known, "analyst", f"{PATH}&citizenship=any")
    assert status == 200
    assert 'class="chip"' not in page
    status, page = ask(known, "analyst", f"{PATH}&citizen_of=AL")
    assert status == 200
    assert "Citizenship: Albania" in page
