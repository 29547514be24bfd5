"""Narrows a route to some of its people: conditions read, checked, bound, and said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from beforehand.records.picture import Condition, RouteFilter
from beforehand.refusals import BadCondition, UnknownCode
from beforehand.understand.fields import (
    COMPARE_FIELDS,
    code_label,
    field_label,
    known_code,
    known_field,
    labelled,
)
from beforehand.vocabulary import AgeBasis, PartnerType
from beforehand.words import Words, words

#: What a route can be narrowed by.
FILTER_FIELDS = (*COMPARE_FIELDS, "age", "period", "partner_type", "partner")
BANDS = ("child", "adult", "18-34")
_PERIOD = re.compile(r"(\d{4})(?:[ -]?Q([1-4]))?")
_FIRST, _LAST = 1, 4  # quarters of a year


def parse_condition(text: str) -> Condition:
    """Read ``FIELD=CODE``.

    Args:
        text: Such as ``gender=Masculine``, ``age=at_registration:18-34``,
            ``period=2022 Q2..2023 Q1`` (or one period), ``partner_type=NGO``.

    Raises:
        BadCondition: If there is no ``=`` in it, or a period is none.
        UnknownField: If the field cannot be asked by.
        UnknownCode: If the code is not on the field's list.
    """
    field, equals, code = text.partition("=")
    if not equals or not code:
        raise BadCondition(text=text)
    known_field(field, FILTER_FIELDS)
    if field == "period":
        return Condition(field=field, code=_tidy_period(code))
    if field == "age":
        _known_age(code)
    elif field == "partner_type":
        _on_list(field, code, PartnerType)
    elif field != "partner":
        known_code(field, code)
    return Condition(field=field, code=code)


def narrow(route: RouteFilter, conditions: Iterable[str]) -> RouteFilter:
    """The route, narrowed to people who meet the conditions.

    Args:
        route: Any; what it is narrowed to already stays.
        conditions: Each ``FIELD=CODE``. Of one field, one has to hold; of several, all.

    Returns:
        The route with its conditions sorted, each once, so that equal questions are equal.

    Raises:
        BadCondition: If one cannot be read, or two periods are named.
        UnknownField: If a field cannot be asked by.
        UnknownCode: If a code is not on its field's list.
    """
    read = {parse_condition(text) for text in conditions}
    only = tuple(sorted({*route.only, *read}))
    periods = [one for one in only if one.field == "period"]
    if len(periods) > 1:
        raise BadCondition(text=", ".join(map(str, periods)))
    return replace(route, only=only)


def says_condition(condition: Condition) -> Words:
    """``Gender: Male``."""
    return words("{field}: {code}", field=_field(condition), code=_code(condition))


def says_conditions(conditions: Iterable[Condition]) -> Words:
    """All of them, those of one field with "or" between, those of several with a semicolon."""
    said: dict[str, Words] = {}
    for one in conditions:
        before = said.get(one.field)
        more = words("{first} or {other}", first=before, other=_code(one)) if before else None
        said[one.field] = more or says_condition(one)
    whole: Words | None = None
    for part in said.values():
        whole = words("{first}; {rest}", first=whole, rest=part) if whole else part
    return whole or Words("")


def says_narrowed(conditions: Iterable[Condition], reading: Words) -> Words:
    """A reading of a route that says first whom it is narrowed to."""
    only = tuple(conditions)
    if not only:
        return reading
    return words(
        "Only people with {conditions}. {reading}",
        conditions=says_conditions(only),
        reading=reading,
    )


def bindings(conditions: Iterable[Condition]) -> dict[str, list[str] | int]:
    """The variables that ``narrowed.sql`` and ``seen_by.sql`` read, by name."""
    bound: dict[str, list[str] | int] = {}
    for one in conditions:
        if one.field == "period":
            bound["only_from"], bound["only_to"] = period_ends(one.code)
            continue
        codes = bound.setdefault(f"only_{known_field(one.field, FILTER_FIELDS)}", [])
        if isinstance(codes, list):
            codes.append(one.code)
    return bound


def period_ends(code: str) -> tuple[int, int]:
    """First and last quarter of a period, each as year * 10 + quarter.

    Raises:
        BadCondition: If it is not ``2023``, ``2023 Q1``, or two of them joined by ``..`` in order.
    """
    asked = f"period={code}"  # as it was written, in nobody's language
    first, dots, last = code.partition("..")
    ends = _PERIOD.fullmatch(first.strip()), _PERIOD.fullmatch((last if dots else first).strip())
    if ends[0] is None or ends[1] is None:
        raise BadCondition(text=asked)
    low = int(ends[0][1]) * 10 + int(ends[0][2] or _FIRST)
    high = int(ends[1][1]) * 10 + int(ends[1][2] or _LAST)
    if low > high:
        raise BadCondition(text=asked)
    return low, high


def _tidy_period(code: str) -> str:
    period_ends(code)
    parts = [_PERIOD.fullmatch(part.strip()) for part in code.split("..")]
    said = [f"{part[1]} Q{part[2]}" if part[2] else part[1] for part in parts if part]
    return "..".join(dict.fromkeys(said))


def _known_age(code: str) -> None:
    basis, _, band = code.partition(":")
    if band not in BANDS or basis not in set(AgeBasis):
        choices = [f"{one}:{name}" for one in AgeBasis for name in BANDS]
        raise UnknownCode(field="age", code=code, choices=", ".join(choices))


def _on_list(field: str, code: str, codes: type[PartnerType]) -> None:
    if code not in set(codes):
        raise UnknownCode(field=field, code=code, choices=", ".join(codes))


def _field(condition: Condition) -> Words:
    if condition.field == "period":
        return words("Period")
    return field_label(condition.field)


def _code(condition: Condition) -> Words:
    field, code = condition.field, condition.code
    if field == "age":
        basis, _, band = code.partition(":")
        return words("{band}, {basis}", band=code_label("age", band),
                     basis=labelled(AgeBasis, basis))  # fmt: skip
    if field == "partner_type":
        return labelled(PartnerType, code)
    if field in {"period", "partner"}:
        return Words(code.replace("..", "–") if field == "period" else code)
    return code_label(field, code)
