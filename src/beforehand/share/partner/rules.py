"""What a mapping must say, checked part by part."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from beforehand.share.partner.coding import Coded, Problem, age, code, simplified
from beforehand.share.partner.consent import EVERYONE, NOT_ASKED, STATEMENTS
from beforehand.share.partner.consent import FIELD as CONSENT
from beforehand.share.partner.countries import folded
from beforehand.share.partner.linkage import ROLES
from beforehand.share.partner.said import (
    Plain,
    Said,
    Wrong,
    dictionary,
    known,
    listed,
    one_of,
    optional,
    perhaps,
    text_of,
    word_of,
)
from beforehand.vocabulary import FIELD, FieldType, PartnerType
from beforehand.words import Words, words

#: Fields that a column fills by way of others: a date gives year and quarter, an age two ends.
DERIVED = {
    "registered": ("registered_year", "registered_quarter"),
    "age": ("age_from", "age_to"),
}
PARTS = (
    "partner",
    "partner_type",
    "dataset",
    "edition",
    "kind",
    "provenance",
    "title",
    "licence",
    "columns",
    "values",
    "defaults",
    "date_format",
    "separator",
    "missing",
    "linkage",
    "token",
    "sheet",
    "header_row",
    "flags",
    "yes",
    "no",
    "totals",
    "version",
    "seen",
    "aliases",
    "optional",
    "unlisted",
    "age_bands",
    "events",
    "sharing",
    "consent",
)
#: Fields of places that people may have typed in, where a mapping may pass over what no list has.
AREAS = ("origin_area", "arrival_area", "exploitation_area")
_CASE_LEVEL_LICENCE = "Shared under agreement; not to be published"


def checked(said: Said, *, ready: bool = False) -> dict[str, Any]:
    """The arguments of ``Mapping``.

    Args:
        said: The parts, as they were written.
        ready: Whether it comes with the programme: published records, which enter unsealed, are
            no partner's to declare.

    Raises:
        Wrong: With the first reason why it cannot be used.
    """
    for name in said:
        known(name, PARTS, words("a part of a mapping"))
    kinds = ("case-level", "aggregate", *(("records",) if ready else ()))
    kind = one_of(said, "kind", kinds, "case-level")
    said, consent = _consent(said, kind)
    columns, flags = _columns(said, kind), _flags(said)
    if not columns and not flags:
        raise Wrong(words("it maps no column"), words("Name at least one under columns."))
    _check_flags(columns, flags)
    found = identity(said, kind) | _reading(said, kind)
    found |= {"kind": kind, "columns": columns, "flags": flags, "consent": consent}
    found["defaults"] = _defaults(said, {*columns.values(), *flags})
    found["values"] = _values(said, found["separators"][0])
    _check_age_basis(columns, found["defaults"])
    return found


def _consent(said: Said, kind: str) -> tuple[Said, str]:
    """The parts with the column or the default that ``consent`` stands for, and its statement."""
    told = optional(said, "consent", "", 200)
    if not told:
        return said, ""
    if kind != "case-level":
        raise Wrong(words("a published table has no persons who could agree"))
    part = "defaults" if told in STATEMENTS else "columns"
    columns, table = dictionary(said, "columns"), dictionary(said, part)
    at = [name for name, target in columns.items() if target == CONSENT]
    if any(told in STATEMENTS or folded(name) != folded(told) for name in at):
        raise Wrong(
            words("consent is said by the column {column} and once more", column=at[0]),
            words("Keep one of the two."),
        )
    if told == NOT_ASKED or at:
        return said, told if told == NOT_ASKED else ""
    key, value = (CONSENT, "true") if told == EVERYONE else (told, CONSENT)
    return {**said, part: {**table, key: value}}, told if told == EVERYONE else ""


def identity(said: Said, kind: str) -> dict[str, Any]:
    """Who gives what: the parts that also go into a sealed file's header.

    Raises:
        Wrong: One is missing or malformed.
    """
    partner = text_of(said, "partner", r"[^\n\r@]{2,80}", words("a name without line breaks"))
    if re.search(r"[0-9]{6}", partner):
        raise Wrong(words("the partner's name holds a long number"))
    dataset = text_of(said, "dataset", r"[a-z0-9-]{1,40}", words("small letters, digits, hyphens"))
    edition = text_of(said, "edition", r"[A-Za-z0-9.-]{1,40}", words("such as 2024-Q1"))
    usual = f"{partner}, {dataset} {edition}"
    return {
        "partner": partner,
        "partner_type": _partner_type(said, kind),
        "dataset": dataset,
        "edition": edition,
        "provenance": one_of(said, "provenance", ("real", "made-up"), None),
        "title": optional(said, "title", usual, 200),
        "licence": optional(said, "licence", _CASE_LEVEL_LICENCE, 200),
    }


def _reading(said: Said, kind: str) -> dict[str, Any]:
    row = _whole(said, "header_row", words("header_row is not a row's number"))
    version = _whole(said, "version", words("version is not a whole number from 1 upwards"))
    token = listed(said, "token")
    if token and kind != "case-level":
        raise Wrong(words("a published table has no persons, so it can have no token"))
    return {
        "date_format": listed(said, "date_format"),
        "separators": _separators(said),
        "missing": frozenset(simplified(word) for word in listed(said, "missing")),
        "linkage": _linkage(said, kind),
        "token": token,
        "sheet": optional(said, "sheet", "", 100),
        "header_row": row,
        "yes": frozenset(simplified(word) for word in listed(said, "yes")),
        "no": frozenset(simplified(word) for word in listed(said, "no")),
        "totals": one_of(said, "totals", ("refuse", "leave out"), "refuse"),
        "version": version or 1,
        "seen": listed(said, "seen"),
        "aliases": _aliases(said),
        "optional": frozenset(folded(name) for name in listed(said, "optional")),
        "unlisted": _unlisted(said),
        "age_bands": _age_bands(said),
        "events": optional(said, "events", "", 100),
    }


def _aliases(said: Said) -> dict[str, tuple[str, ...]]:
    table = dictionary(said, "aliases")
    return {column: listed(table, column) for column in table}


def _unlisted(said: Said) -> frozenset[str]:
    found = listed(said, "unlisted")
    for name in found:
        known(name, AREAS, words("a field of places"))
    return frozenset(found)


def _age_bands(said: Said) -> dict[int, tuple[int | None, int | None]]:
    """The sheet's bands by their lower bound."""
    found: dict[int, tuple[int | None, int | None]] = {}
    for band in listed(said, "age_bands"):
        ends = age(band)
        if isinstance(ends, Problem) or ends[0] is None:
            raise Wrong(words("{band} is not a band of ages", band=band))
        found[ends[0]] = ends
    return found


def _separators(said: Said) -> tuple[str, ...]:
    found = tuple(sign for sign in listed(said, "separator") if sign)
    if any(len(sign) > 3 for sign in found) or len(found) > 10:
        raise Wrong(words("{part} is too long", part="separator"))
    return found or (";",)


def _whole(said: Said, part: str, reason: Words) -> int | None:
    written = optional(said, part, "", 7)
    if written and not re.fullmatch(r"[1-9][0-9]{0,6}", written):
        raise Wrong(reason)
    return int(written) if written else None


def _linkage(said: Said, kind: str) -> dict[str, str]:
    """Which columns say who a person is: they are read at the partner and never cross."""
    named = dictionary(said, "linkage")
    if named and kind != "case-level":
        raise Wrong(words("a published table has no persons, so it can have no linkage"))
    found: dict[str, str] = {}
    for role, column in named.items():
        known(role, ROLES, words("a part of linkage"))
        found[role] = word_of(column, words("{part} is not one column", part=role))
    if named and not {"given_name", "family_name", "full_name"} & set(found):
        raise Wrong(
            words("linkage names no column that holds a name"),
            words("Add given_name and family_name, or full_name, under linkage."),
        )
    return found


def fields_for(kind: str) -> tuple[str, ...]:
    """Fields that a column may fill."""
    fixed = () if kind == "aggregate" else ("partner", "partner_type")
    more = ("people",) if kind == "aggregate" else ()
    return (*(name for name in FIELD if name not in fixed), *DERIVED, *more)


def _columns(said: Said, kind: str) -> dict[str, str]:
    columns = dictionary(said, "columns")
    filled: dict[str, str] = {}
    seen: dict[str, str] = {}
    for column, target in columns.items():
        name = word_of(target, words("the column {column} maps to several fields", column=column))
        known(name, fields_for(kind), words("a field of the case record"))
        _once(column, folded(column), seen, words("the column {name} is mapped twice", name=column))
        for part in DERIVED.get(name, (name,)):
            _note_filled(part, column, filled)
    if kind == "aggregate" and "people" not in filled:
        raise Wrong(words("a published table needs a column of people"))
    return {column: str(target) for column, target in columns.items()}


def _flags(said: Said) -> dict[str, dict[str, Coded]]:
    """Columns that say yes or no to one code, by field: ``{field: {column: code}}``."""
    found: dict[str, dict[str, Coded]] = {}
    for name, table in dictionary(said, "flags").items():
        known(name, tuple(FIELD), _FIELD)
        if FIELD[name].kind not in {FieldType.CODE, FieldType.CODES}:
            raise Wrong(words("{field} has no codes that a column could say yes to", field=name))
        if not isinstance(table, dict):
            raise Wrong(words("flags of {field} are not pairs of column and code", field=name))
        seen: dict[str, str] = {}
        for column in table:
            reason = words("the column {name} is mapped twice", name=column)
            _once(column, folded(column), seen, reason)
        found[name] = {column: _code(name, target, ";") for column, target in table.items()}
    return found


def _check_flags(columns: dict[str, str], flags: dict[str, dict[str, Coded]]) -> None:
    """A field that holds one code is filled by one column or by flags, not by both."""
    filled = {part: at for at, to in columns.items() for part in DERIVED.get(to, (to,))}
    for name, table in flags.items():
        if name in filled:
            _note_filled(name, next(iter(table), ""), filled)


def _note_filled(part: str, column: str, filled: dict[str, str]) -> None:
    several = part in FIELD and FIELD[part].kind is FieldType.CODES
    if part in filled and not several:
        raise Wrong(
            words(
                "the columns {one} and {other} both map to {field}, which holds one value",
                one=filled[part],
                other=column,
                field=part,
            ),
            words("Keep one of the two."),
        )
    filled[part] = column


def _once(name: str, key: str, seen: dict[str, str], reason: Words) -> None:
    if key in seen:
        raise Wrong(reason, words("Keep one of the two."))
    seen[key] = name


def _values(said: Said, separator: str) -> dict[str, dict[str, Coded]]:
    found: dict[str, dict[str, Coded]] = {}
    for name, table in dictionary(said, "values").items():
        known(name, (*FIELD, "age"), _FIELD)
        if not isinstance(table, dict):
            raise Wrong(words("values of {field} are not pairs of word and code", field=name))
        found[name] = {
            simplified(word): _age_code(target) if name == "age" else _code(name, target, separator)
            for word, target in table.items()
        }
    return found


def _age_code(target: Plain) -> str:
    """The age or band that a word stands for, as it is written."""
    word = word_of(target, words("a code of {field} is not a word", field="age"))
    read = age(word)
    if isinstance(read, Problem):
        raise Wrong(words('"{word}" {problem}', word=word, problem=read.problem))
    return word


def _defaults(said: Said, targets: Collection[str]) -> dict[str, Coded]:
    filled = {part for name in targets for part in DERIVED.get(name, (name,))}
    found: dict[str, Coded] = {}
    for name, target in dictionary(said, "defaults").items():
        known(name, tuple(set(FIELD) - {"partner", "partner_type"}), _FIELD)
        if name in filled:
            raise Wrong(
                words("{field} has both a column and a default", field=name),
                words('Keep the column, and give an empty cell a code under values: "".'),
            )
        found[name] = _code(name, target, ";")
    return found


_FIELD = words("a field of the case record")


def _code(name: str, target: Plain, separator: str) -> Coded:
    """The code in the mapping's own words; an empty list is "recorded that there was none"."""
    if isinstance(target, list):
        if FIELD[name].kind is not FieldType.CODES:
            raise Wrong(words("{field} holds one code, not several", field=name))
        return () if not target else _code(name, separator.join(target), separator)
    word = word_of(target, words("a code of {field} is not a word", field=name))
    coded = code(name, word, separator)
    if isinstance(coded, Problem):
        raise Wrong(
            words('"{word}" {problem}', word=word, problem=coded.problem), perhaps(coded.nearest)
        )
    return coded


def _check_age_basis(columns: dict[str, str], defaults: dict[str, Coded]) -> None:
    """Ages counted at different times are never pooled, so each says when it was."""
    targets = set(columns.values())
    if targets & {"age", "age_from", "age_to"} and "age_basis" not in targets | set(defaults):
        raise Wrong(
            words("it maps an age and does not say when the person had it"),
            words("Add age_basis: at_registration (or another) under defaults."),
        )


def _partner_type(said: Said, kind: str) -> str | None:
    if kind != "case-level" and "partner_type" not in said:
        return None
    return one_of(said, "partner_type", tuple(code.value for code in PartnerType), None)
