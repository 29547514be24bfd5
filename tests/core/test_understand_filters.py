"""A route narrowed to some of its people equals a plain count of them, whatever is asked of it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from beforehand import understand
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadCondition, EmptyPool, UnknownCode, UnknownField
from made_cases import case, partners_cases, published

AGES = [(15, 15), (20, 20), (30, 38), (40, 40), (None, None)]
ROUTE = understand.parse_route("AL:GB")


def only(*conditions: str) -> RouteFilter:
    return understand.narrow(ROUTE, conditions)


def some_rows(seed: int = 3) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    return [
        case(
            row_id=f"r{at}",
            partner=rng.choice(["North", "South"]),
            partner_type=rng.choice(["NGO", "LawEnforcement", None]),
            gender=rng.choice(["Masculine", "Feminine", None]),
            exploitation=rng.choice([["ForcedLabour"], ["ForcedCriminality"],
                                     ["ForcedLabour", "ForcedCriminality"], [], None]),
            age_basis="at_registration",
            **dict(zip(("age_from", "age_to"), rng.choice(AGES), strict=True)),
            registered_year=rng.choice([2022, 2023]),
            registered_quarter=rng.choice([1, 2, 4]),
        )
        for at in range(300)
    ]  # fmt: skip


def meets(row: dict[str, Any], conditions: tuple[str, ...]) -> bool:
    """The same in plain Python."""
    asked: dict[str, list[str]] = {}
    for text in conditions:
        field, _, code = text.partition("=")
        asked.setdefault(field, []).append(code)
    for field, codes in asked.items():
        if field == "age":
            low, high = row["age_from"], row["age_to"]
            sure = {
                "at_registration:child": high is not None and high <= 17,
                "at_registration:adult": low is not None and low >= 18,
                "at_registration:18-34": low is not None and low >= 18 and high <= 34,
            }
            if not any(sure[code] for code in codes):
                return False
        elif field == "period":
            if not (2022, 2) <= (row["registered_year"], row["registered_quarter"]) <= (2023, 1):
                return False
        elif isinstance(row[field], list):
            if not set(codes) & set(row[field]):
                return False
        elif row[field] not in codes:
            return False
    return True


CHOICES = [
    ("gender=Masculine",),
    ("gender=Masculine", "gender=Feminine"),
    ("gender=Feminine", "exploitation=ForcedLabour"),
    ("exploitation=ForcedLabour", "exploitation=ForcedCriminality", "age=at_registration:18-34"),
    ("period=2022 Q2..2023 Q1", "age=at_registration:adult"),
    ("partner_type=NGO", "gender=Masculine"),
    ("partner=South",),
]


@pytest.mark.parametrize("conditions", CHOICES)
@pytest.mark.parametrize("linked", [False, True])
def test_every_answer_is_of_those_alone_who_meet_the_conditions(
    tmp_path: Path, conditions: tuple[str, ...], linked: bool
) -> None:
    rows = some_rows()
    links = [(row["row_id"], row["row_id"]) for row in rows]
    table = partners_cases(tmp_path, rows, links) if linked else published(tmp_path, rows)
    met = [row for row in rows if meets(row, conditions)]
    route = only(*conditions)
    told = understand.profile(table, route)
    assert told.people.value == len(met)
    genders = Counter(row["gender"] for row in met if row["gender"])
    field = understand.field_of(told, "gender")
    assert field is not None
    assert {one.code: one.figure.numerator for one in field.of_everyone} == dict(genders)
    legs = understand.routes(table, route).legs
    assert sum(leg.people.value for leg in legs) == len(met)
    points = understand.trend(table, route).points
    assert sum(point.people.value for point in points) == len(met)
    seen = understand.compare(table, route, "partner", "gender", "Masculine")
    assert sum(one.figure.denominator or 0 for one in seen.groups) == len(met)


def test_a_person_seen_twice_meets_a_condition_by_what_is_known_of_them_together(
    tmp_path: Path,
) -> None:
    rows = [
        case(row_id="a", gender="Masculine", partner="North"),
        case(row_id="b", exploitation=["ForcedLabour"], partner="South"),
        case(row_id="c", gender="Feminine", partner="South"),
    ]
    table = partners_cases(tmp_path, rows, [("a", "p"), ("b", "p"), ("c", "c")])
    told = understand.profile(table, only("gender=Masculine", "exploitation=ForcedLabour"))
    assert told.people.value == 1
    with pytest.raises(EmptyPool, match="Gender: Male"):
        understand.profile(table, only("gender=Masculine", "partner=South"))


def test_a_figure_of_a_narrowed_route_says_so_and_is_counted_again(tmp_path: Path) -> None:
    table = published(tmp_path, [*some_rows(), case(partner="A & B = C", gender="Masculine")])
    told = understand.profile(table, only("gender=Masculine", "partner=A & B = C"))
    assert told.people.value == 1
    assert "Gender: Male" in str(told.people.definition)
    assert "A & B = C" in str(told.basis.reading)
    for figure in understand.every_figure(told):
        assert understand.recompute(figure, table) == figure


def test_without_conditions_nothing_changes(tmp_path: Path) -> None:
    table = published(tmp_path, some_rows())
    assert understand.narrow(ROUTE, ()) == ROUTE
    told = understand.profile(table, ROUTE)
    assert told.people.value == 300
    assert "only" not in told.people.recipe.parameters


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("gender", BadCondition),
        ("gender=", BadCondition),
        ("period=soon", BadCondition),
        ("period=2023..2022", BadCondition),
        ("gender=Male'; DROP TABLE cases; --", UnknownCode),
        ("age=18-34", UnknownCode),
        ("partner_type=Shop", UnknownCode),
        ("row_id=abc", UnknownField),
        ("only_gender=x", UnknownField),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused(text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        only(text)


def test_two_periods_are_refused_and_one_written_in_other_ways_is_the_same() -> None:
    with pytest.raises(BadCondition):
        only("period=2022", "period=2023")
    assert only("period=2022Q2..2023-Q1") == only("period=2022 Q2..2023 Q1")
