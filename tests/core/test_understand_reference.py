"""The SQL gives what a slow, plain reading of the same rows gives."""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beforehand import understand
from beforehand.records.picture import RouteFilter
from beforehand.refusals import EmptyPool, TooFewCases
from beforehand.vocabulary import FIELD
from made_cases import partners_cases, published

Row = dict[str, Any]
SCALARS = ("gender", "industry", "relationship_to_trafficker", "origin_area", "exploitation_area")
SEVERAL = ("exploitation", "control", "recruiter_relation", "citizenship")


def codes(*choices: str) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(st.sampled_from(choices), max_size=3)


def one(*choices: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *choices])


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "partner": one("North", "South"),
            "partner_type": one("NGO", "LawEnforcement"),
            "gender": one("Masculine", "Feminine", "Masculine", "Feminine", "NonSpecifiedUnknown"),
            "industry": one("F", "A"),
            "relationship_to_trafficker": one("Familial"),
            "citizenship": st.sampled_from(
                [["AL"], ["AL"], ["AL"], ["AL"], ["AL", "GR"], ["GR"], [], None]
            ),
            "origin_area": one(None, None, "AL-01", "AL-02", "GR-A"),
            "exploitation_country": one(None, "GB", "FR"),
            "exploitation_area": one("E23000014"),
            "referral_country": one("GB", "GB", "GB"),
            "exploitation": codes("ForcedLabour", "ForcedCriminality"),
            "control": codes("DebtBondage", "FalsePromises"),
            "recruiter_relation": codes("Unknown", "Friend"),
            "registered_year": one(2022, 2023),
            "registered_quarter": one(1, 2),
            "people": st.integers(1, 4),
            "who": st.integers(0, 2),
        }
    ),
    min_size=4,
    max_size=12,
)

LINKED = st.sampled_from([True, True, False])


def united(rows: list[Row], field: str) -> list[Any]:
    """The distinct values of a field over a person's rows; codes united, nulls left out."""
    recorded = [row[field] for row in rows if row[field] is not None]
    if field in SEVERAL:
        recorded = [code for value in recorded for code in value]
    return sorted(set(recorded))


def on_route(rows: list[Row], route: RouteFilter) -> bool:
    areas, citizenship = united(rows, "origin_area"), united(rows, "citizenship")
    if areas:
        from_there = any(area.startswith(route.origin + "-") for area in areas)
    elif route.citizenship == "sole":
        from_there = citizenship == [route.origin]
    else:
        from_there = route.origin in citizenship
    countries = united(rows, "exploitation_country") or united(rows, "referral_country")
    return from_there and route.destination in countries


def answer(rows: list[Row], field: str) -> list[str] | None:
    """The codes of one person; None if not recorded or contradicted."""
    values = united(rows, field)
    if field in SEVERAL:
        if all(row[field] is None for row in rows) or (
            field == "recruiter_relation" and values == ["Unknown"]
        ):
            return None
        return [code for code in values if (field, code) != ("recruiter_relation", "Unknown")]
    values = [value for value in values if value != "NonSpecifiedUnknown"]
    return values if len(values) == 1 else None


def people_of(rows: list[Row], linked: bool, *by: str) -> list[tuple[int, list[Row]]]:
    """Each unit with its weight: a published cell, or a person (seen by one partner)."""
    if not linked:
        return [(row["people"], [row]) for row in rows]
    units: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        units[(row["who"], *(row[name] for name in by))].append(row)
    return [(1, unit) for unit in units.values()]


def first_seen(rows: list[Row]) -> tuple[int, int | None] | None:
    dated = [
        (row["registered_year"], row["registered_quarter"] or 9)
        for row in rows
        if row["registered_year"] is not None
    ]
    if not dated:
        return None
    year, quarter = min(dated)
    return year, None if quarter == 9 else quarter


def opened(folder: Path, rows: list[Row], linked: bool) -> Any:
    stored = [
        {k: v for k, v in row.items() if k != "who"} | {"row_id": f"r{at}"}
        for at, row in enumerate(rows)
    ]
    if not linked:
        return published(folder, stored)
    links = [(f"r{at}", f"p{row['who']}") for at, row in enumerate(rows)]
    return partners_cases(folder, [row | {"people": 1} for row in stored], links)


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, linked=LINKED, rule=st.sampled_from(["sole", "any"]))
def test_a_profile_equals_the_plain_count(rows: list[Row], linked: bool, rule: str) -> None:
    check_profile(rows, linked, rule)


def check_profile(rows: list[Row], linked: bool, rule: str) -> None:
    route = understand.parse_route("AL:GB", rule)
    units = [unit for unit in people_of(rows, linked) if on_route(unit[1], route)]
    with tempfile.TemporaryDirectory() as folder:
        cases = opened(Path(folder), rows, linked)
        if not units:
            with pytest.raises(EmptyPool):
                understand.profile(cases, route)
            return
        told = understand.profile(cases, route)
    assert told.people.value == sum(weight for weight, _ in units)
    for name in (*SCALARS, *SEVERAL):
        expected: Counter[str] = Counter()
        unknown = contradicted = 0
        for weight, unit in units:
            found = answer(unit, name)
            expected.update(dict.fromkeys(found or (), weight))
            unknown += weight if found is None else 0
            values = set(united(unit, name)) - {"NonSpecifiedUnknown"}
            contradicted += weight if name in SCALARS and len(values) > 1 else 0
        field = understand.field_of(told, name)
        if field is None:
            assert unknown == told.people.value
            assert str(FIELD[name].label) in [str(said) for said in told.not_recorded]
            continue
        assert {s.code: s.figure.numerator for s in field.of_everyone} == dict(expected), name
        assert (field.unknown, field.disagree) == (unknown, contradicted), name


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, linked=LINKED, by=st.sampled_from(["partner", "partner_type"]))
def test_a_comparison_equals_the_plain_count(rows: list[Row], linked: bool, by: str) -> None:
    check_comparison(rows, linked, by)


def check_comparison(rows: list[Row], linked: bool, by: str) -> None:
    route = understand.parse_route("AL:GB")
    units = [unit for unit in people_of(rows, linked) if on_route(unit[1], route)]
    known = any(answer(unit, "exploitation") is not None for _, unit in units)
    with tempfile.TemporaryDirectory() as folder:
        cases = opened(Path(folder), rows, linked)
        if not known:
            with pytest.raises(TooFewCases if units else EmptyPool):
                understand.compare(cases, route, by)
            return
        told = understand.compare(cases, route, by)
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for weight, unit in people_of(rows, linked, by):
        if on_route(unit, route) and unit[0][by] is not None:
            found = answer(unit, "exploitation")
            seen = expected[unit[0][by]]
            seen[0] += weight
            seen[1] += weight if "ForcedCriminality" in (found or ()) else 0
            seen[2] += weight if found is None else 0
    assert {
        g.group: [g.figure.denominator, g.figure.numerator, g.figure.unknown] for g in told.groups
    } == dict(expected)
    everyone = [(weight, answer(unit, "exploitation")) for weight, unit in units]
    assert told.pool.denominator == sum(weight for weight, _ in everyone)
    assert told.pool.numerator == sum(w for w, c in everyone if "ForcedCriminality" in (c or ()))


@settings(max_examples=25, deadline=None)
@given(rows=ROWS, linked=LINKED)
@pytest.mark.long
def test_legs_and_periods_equal_the_plain_count(rows: list[Row], linked: bool) -> None:
    route = understand.parse_route("AL:GB", "any")
    units = [unit for unit in people_of(rows, linked) if on_route(unit[1], route)]
    if not units:
        return
    with tempfile.TemporaryDirectory() as folder:
        cases = opened(Path(folder), rows, linked)
        told, trend = understand.routes(cases, route), understand.trend(cases, route)
    legs: Counter[tuple[str | None, str | None]] = Counter()
    years: Counter[int] = Counter()
    for weight, unit in units:
        origin, area = answer(unit, "origin_area"), answer(unit, "exploitation_area")
        legs[origin[0] if origin else None, area[0] if area else None] += weight
        seen = first_seen(unit)
        if seen is not None:
            years[seen[0]] += weight
    assert {(leg.origin_area, leg.exploitation_area): leg.people.value for leg in told.legs} == legs
    counted: Counter[int] = Counter()
    for point in trend.points:
        counted[int(point.period[:4])] += int(point.people.value)
    assert +counted == years
    assert sum(years.values()) + trend.undated == sum(weight for weight, _ in units)


def many_rows(seed: int) -> list[Row]:
    """Four hundred rows of some 130 people: every rule of uniting meets many cases."""
    rng = random.Random(seed)
    several = [None, [], ["x"], ["x", "y"], ["y", "y"]]

    def codes(x: str, y: str) -> list[str] | None:
        chosen = rng.choice(several)
        return None if chosen is None else [{"x": x, "y": y}[code] for code in chosen]

    return [
        {
            "partner": rng.choice(["North", "South", "East", None]),
            "partner_type": rng.choice(["NGO", "LawEnforcement"]),
            "gender": rng.choice(
                ["Masculine", "Masculine", "Feminine", "NonSpecifiedUnknown", None]
            ),
            "industry": rng.choice(["F", "F", "A", None]),
            "relationship_to_trafficker": rng.choice(["Familial", "Acquainted", None]),
            "citizenship": rng.choice([["AL"], ["AL"], ["AL", "GR"], ["GR"], [], None]),
            "origin_area": rng.choice(["AL-01", "AL-02", "GR-A", None, None, None]),
            "exploitation_country": rng.choice(["GB", "FR", None, None]),
            "exploitation_area": rng.choice(["E23000014", "E23000001", None]),
            "referral_country": rng.choice(["GB", "GB", None]),
            "exploitation": codes("ForcedLabour", "ForcedCriminality"),
            "control": codes("DebtBondage", "FalsePromises"),
            "recruiter_relation": codes("Unknown", "Friend"),
            "registered_year": rng.choice([2022, 2023, None]),
            "registered_quarter": rng.choice([1, 2, None]),
            "people": rng.randint(1, 4),
            "who": rng.randint(0, 130),
        }
        for _ in range(400)
    ]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("linked", [True, False])
def test_a_larger_pool_equals_the_plain_count(seed: int, linked: bool) -> None:
    rows = many_rows(seed)
    check_profile(rows, linked, "sole")
    check_profile(rows, linked, "any")
    check_comparison(rows, linked, "partner")
    check_comparison(rows, linked, "partner_type")
