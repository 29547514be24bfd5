"""A route narrowed to some of its people, as far as the asker's role may narrow it.

Roles that see small counts narrow as they like. For the others two answers subtracted would tell of
few people, so they narrow by one code of one field, and every count of the narrowed profile is
weighed in the two-way table that it forms with the whole: what sums of both would give back goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from beforehand import release, store, understand
from beforehand.home import Home
from beforehand.records.cases import CaseTable
from beforehand.records.figure import Share
from beforehand.records.people import Asker
from beforehand.records.picture import Basis, Brief, Condition, FieldProfile, Profile, RouteFilter
from beforehand.refusals import NarrowOnce, NarrowTooFar
from beforehand.web.desk.presenters.veil import veiled
from beforehand.web.desk.reading import read_cases

Code = str | None  # None: not recorded, or (beside a code of a field that holds several) the rest
_NEVER = {"age", "period", "partner", "partner_type"}


def read_narrowed(home: Home, asker: Asker, route: RouteFilter, source: str | None) -> Brief:
    """The brief of the narrowed route that this asker may see.

    Raises:
        NarrowOnce: Several conditions, or a partner, age or period, asked by a role without small
            counts.
        NarrowTooFar: One that would leave fewer than eleven people inside or outside.
        Refusal: As ``read_route`` does.
    """
    cases = store.open_cases(home, asker, source)
    if asker.sees_small_counts:
        return read_cases(cases, route)
    if len(route.only) != 1 or route.only[0].field in _NEVER:
        raise NarrowOnce
    whole = read_cases(cases, replace(route, only=()))
    return _safe(cases, whole, veiled(whole, asker), route.only[0])


def offered(shown: Brief, asker: Asker) -> tuple[FieldProfile, ...]:
    """The fields that the asker may narrow by, with the codes of the veiled brief alone."""
    fields = shown.profile.fields
    return fields if asker.sees_small_counts else tuple(f for f in fields if f.field not in _NEVER)


def _safe(cases: CaseTable, whole: Brief, shown: Brief, asked: Condition) -> Brief:
    field = understand.field_of(whole.profile, asked.field)
    seen = understand.field_of(shown.profile, asked.field)
    codes = {one.code for one in seen.of_everyone} if seen else set()
    if field is None or asked.code not in codes:
        raise NarrowTooFar(conditions=understand.says_conditions([asked]), least=release.THRESHOLD)
    route = whole.profile.basis.route
    parts = _parts(cases, route, asked.field, tuple(one.code for one in field.of_everyone))
    part = parts[asked.code]
    tables = _Tables(whole.profile, shown.profile, field, parts)
    kept = (_kept(tables, one, asked.code) for one in part.fields if _is_told(one, asked))
    profile = replace(
        part,
        basis=_basis(whole, part, asked),
        rows=round(part.people.value),
        fields=tuple(one for one in kept if one.of_everyone),
        not_recorded=whole.profile.not_recorded,
    )
    empty = replace(
        whole.route,
        basis=profile.basis,
        legs=(),
        origins=(),
        destinations=(),
        responders=(),
        transits=(),
        arrivals=(),
        paths=(),
        stretches=(),
    )
    return understand.retold(
        replace(
            whole,
            profile=profile,
            by_type=(),
            by_partner=(),
            route=empty,
            trend=replace(whole.trend, basis=profile.basis, points=()),
        )
    )


def _is_told(field: FieldProfile, asked: Condition) -> bool:
    """Whether a field is told of those who have a code.

    People between two places of a route are told on the page of places alone, where all stretches
    are weighed together.
    """
    if {field.field, asked.field} <= set(understand.STAGE_FIELDS):
        return False
    return field.field != asked.field


def _basis(whole: Brief, part: Profile, asked: Condition) -> Basis:
    """What the whole answer rests on: the part's own reading tells sizes within it."""
    before = whole.profile.basis
    return replace(
        before,
        route=part.basis.route,
        reading=understand.says_narrowed([asked], before.reading),
    )


@lru_cache(maxsize=32)
def _parts(
    cases: CaseTable, route: RouteFilter, field: str, codes: tuple[str, ...]
) -> dict[str, Profile]:
    """The profile of the people with each code of a field."""
    return {
        code: understand.profile(cases, understand.narrow(route, [f"{field}={code}"]))
        for code in codes
    }


store.forget_on_recall(_parts.cache_clear)


@lru_cache(maxsize=512)
def _hidden(
    people: tuple[tuple[int, ...], ...], rows: tuple[bool, ...], columns: tuple[bool, ...]
) -> tuple[tuple[bool, ...], ...]:
    """The same table is weighed for each of its codes."""
    return release.hidden_cells(people, rows, columns)


store.forget_on_recall(_hidden.cache_clear)


def _kept(tables: _Tables, field: FieldProfile, code: str) -> FieldProfile:
    """The field's shares without those withheld in any table that they are part of."""
    gone = tables.withheld(field.field, code)
    shares = tuple(_apart(one) for one in field.of_everyone if one.code not in gone)
    whole = not gone
    return replace(
        field,
        of_everyone=shares,
        of_recorded=field.of_recorded if whole else (),
        unknown=0 if None in gone else field.unknown,
        disagree=0,
    )


def _apart(share: Share) -> Share:
    return replace(share, figure=replace(share.figure, unknown=0))


@dataclass(frozen=True, slots=True)
class _Tables:
    """The field narrowed by, crossed with each other field of the profile."""

    whole: Profile
    shown: Profile
    by: FieldProfile
    parts: dict[str, Profile]

    def withheld(self, name: str, code: str) -> set[Code]:
        """The codes of a field whose counts within ``code`` stay out; None is not recorded."""
        field = understand.field_of(self.whole, name)
        if field is None:
            return set()
        rows = self._lines(self.by) if self._parted(self.by) else [code, None]
        gone: set[Code] = set()
        for columns in self._tables(field):
            hidden = _hidden(
                tuple(tuple(self._cell(field, row, column, rows, columns) for column in columns)
                      for row in rows),
                tuple(self._is_shown(self.by, row, rows) for row in rows),
                tuple(self._is_shown(field, column, columns) for column in columns),
            )  # fmt: skip
            marks = hidden[rows.index(code)]
            gone |= {one for one, mark in zip(columns, marks, strict=True) if mark}
        if not self._parted(field):
            gone = (gone - {None}) | self._few_unknown(field, code)
        return gone

    def _tables(self, field: FieldProfile) -> Iterator[list[Code]]:
        """All codes in one table where they part the people; else each against the rest."""
        if self._parted(field):
            yield self._lines(field)
        else:
            yield from ([one.code, None] for one in field.of_everyone)

    def _few_unknown(self, field: FieldProfile, code: str) -> set[Code]:
        """Whether the unknown of a field that holds several can be told: as a code of its own."""
        inside = _field_unknown(self.parts[code], field.field)
        outside = field.unknown - inside
        seen = understand.field_of(self.shown, field.field)
        told = seen is not None and (seen.unknown == field.unknown)
        small = any(0 < one < release.THRESHOLD for one in (inside, outside))
        return {None} if small or not told else set()

    def _parted(self, field: FieldProfile) -> bool:
        """Whether everybody has one code of the field, or none recorded."""
        if field.field == "age":
            return False
        counted = sum(one.figure.numerator or 0 for one in field.of_everyone)
        return counted + field.unknown == round(self.whole.people.value)

    def _lines(self, field: FieldProfile) -> list[Code]:
        return [*(one.code for one in field.of_everyone), None]

    def _is_shown(self, field: FieldProfile, code: Code, lines: list[Code]) -> bool:
        seen = understand.field_of(self.shown, field.field)
        if len(lines) == 2 and not self._parted(field):
            code = lines[0]  # a code and the rest are told, or not, together
        if seen is None:
            return False
        if code is None:
            return seen.unknown == field.unknown
        return any(one.code == code for one in seen.of_everyone)

    def _cell(
        self, field: FieldProfile, row: Code, column: Code, rows: list[Code], columns: list[Code]
    ) -> int:
        if row is None:
            others = (self._cell(field, one, column, rows, columns) for one in rows if one)
            return self._column(field, column, columns) - sum(others)
        part = self.parts[row]
        inner = understand.field_of(part, field.field)
        if column is not None:
            return _people_with(inner, column)
        if self._parted(field):
            return _field_unknown(part, field.field)
        return round(part.people.value) - _people_with(inner, columns[0] or "")

    def _column(self, field: FieldProfile, column: Code, columns: list[Code]) -> int:
        if column is not None:
            return _people_with(field, column)
        if self._parted(field):
            return field.unknown
        return round(self.whole.people.value) - _people_with(field, columns[0] or "")


def _people_with(field: FieldProfile | None, code: str) -> int:
    shares = field.of_everyone if field else ()
    return next((one.figure.numerator or 0 for one in shares if one.code == code), 0)


def _field_unknown(profile: Profile, name: str) -> int:
    found = understand.field_of(profile, name)
    return round(profile.people.value) if found is None else found.unknown
