"""What a route can be narrowed by, and what it is narrowed to: choices and removable chips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from beforehand import understand
from beforehand.records.people import Asker
from beforehand.records.picture import Brief, Comparison, Condition, FieldProfile
from beforehand.vocabulary import AgeBasis
from beforehand.web.desk.asked import Read, key_of
from beforehand.web.desk.narrowing import offered
from beforehand.web.desk.said import say

MOST_CODES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One condition that holds, and the address without it."""

    label: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One code to choose."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """One field to choose a code of."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Everything to narrow a route by."""

    chips: tuple[Chip, ...]
    fields: tuple[Choose, ...]
    kept: tuple[tuple[str, str], ...]  # what the form carries along: source, citizenship
    none: str  # the address without any condition
    one_at_a_time: bool
    of: str  # "48 of 121 people"; empty where nothing is narrowed


def filters(read: Read, asker: Asker, asked: QueryDict) -> Filters:
    """Choices from the codes that the asker sees, and chips for what the address asks."""
    only = read.shown.profile.basis.route.only
    kept = [(name, str(asked[name])) for name in ("source", "citizenship") if asked.get(name)]
    return Filters(
        chips=tuple(_chip(one, only, kept) for one in only),
        fields=tuple(_choices(read.everybody, asker, only)),
        kept=tuple(kept),
        none=f"?{urlencode(kept, safe=':')}",
        one_at_a_time=not asker.sees_small_counts,
        of=_of(read),
    )


def _of(read: Read) -> str:
    if not read.is_narrowed:
        return ""
    return _("%(part)s of %(all)s people on the route") % {
        "part": round(read.shown.profile.people.value),
        "all": round(read.everybody.profile.people.value),
    }


def _chip(one: Condition, only: tuple[Condition, ...], kept: list[tuple[str, str]]) -> Chip:
    left = kept + [(key_of(other.field), other.code) for other in only if other != one]
    return Chip(label=say(understand.says_condition(one)), without=f"?{urlencode(left, safe=':')}")


def _choices(shown: Brief, asker: Asker, only: tuple[Condition, ...]) -> Iterator[Choose]:
    asked = {str(one) for one in only}
    for field in offered(shown, asker):
        pairs = [(_value(field, one.code), say(one.label)) for one in field.of_everyone]
        yield _choose(field.field, say(field.label), pairs[:MOST_CODES], asked)
    if asker.sees_small_counts:
        yield from _by_whom(shown, asked)
        points = [point.period for point in shown.trend.points]
        for name, label in (("since", _("From period")), ("until", _("Until period"))):
            yield _choose(name, label, [(one, one) for one in points], _ends(name, only))


def _ends(name: str, only: tuple[Condition, ...]) -> set[str]:
    """The chosen end of a period, as an option's own text."""
    codes = [one.code.partition("..") for one in only if one.field == "period"]
    return {f"{name}={first if name == 'since' or not dots else last}"
            for first, dots, last in codes}  # fmt: skip


def _by_whom(shown: Brief, asked: set[str]) -> Iterator[Choose]:
    kinds: tuple[tuple[str, str, tuple[Comparison, ...]], ...] = (
        ("partner_type", _("Seen by this kind of partner"), shown.by_type),
        ("partner", _("Seen by this partner"), shown.by_partner),
    )
    for name, label, compared in kinds:
        groups = {one.group: say(one.label) for each in compared[:1] for one in each.groups}
        if groups:
            yield _choose(name, label, sorted(groups.items(), key=lambda one: one[1]), asked)


def _choose(name: str, label: str, pairs: list[tuple[str, str]], asked: set[str]) -> Choose:
    options = (Option(value=value, label=said, chosen=f"{name}={value}" in asked)
               for value, said in pairs)  # fmt: skip
    return Choose(name=key_of(name), label=label, options=tuple(options))


def _value(field: FieldProfile, code: str) -> str:
    if field.field != "age":
        return code
    basis = str(field.label.params.get("basis", ""))
    found = next((str(one) for one in AgeBasis if str(one.label) == basis), "")
    return f"{found}:{code}"
