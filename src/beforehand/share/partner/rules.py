"""What a mapping must say, checked part by part."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, TypeAlias

from beforehand.share.partner.coding import Coded, Problem, age, code, simplified
from beforehand.share.partner.countries import folded
from beforehand.share.partner.faults import nearest
from beforehand.share.partner.linkage import ROLES
from beforehand.vocabulary import FIELD, FieldType, PartnerType
from beforehand.words import Words, words

Plain: TypeAlias = "str | list[str] | dict[str, Plain]"
Said = dict[str, Plain]

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
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_CASE_LEVEL_LICENCE = "Shared under agreement; not to be published"


class Wrong(Exception):
    """A part of the mapping cannot be used."""

    def __init__(self, reason: Words, mend: Words | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.mend = mend or words("Mend that line of the mapping.")


def checked(said: Said) -> dict[str, Any]:
    """The arguments of ``Mapping``.

    Raises:
        Wrong: With the first reason why it cannot be used.
    """
    for name in said:
        _known(name, PARTS, words("a part of a mapping"))
    kind = _one_of(said, "kind", ("case-level", "aggregate"), "case-level")
    columns, flags = _columns(said, kind), _flags(said)
    if not columns and not flags:
        raise Wrong(words("it maps no column"), words("Name at least one under columns."))
    _check_flags(columns, flags)
    found = identity(said, kind) | _reading(said, kind)
    found |= {"kind": kind, "columns": columns, "flags": flags}
    found["defaults"] = _defaults(said, {*columns.values(), *flags})
    found["values"] = _values(said, found["separators"][0])
    _check_age_basis(columns, found["defaults"])
    return found


def identity(said: Said, kind: str) -> dict[str, Any]:
    """Who gives what: the parts that also go into a sealed file's header.

    Raises:
        Wrong: One is missing or malformed.
    """
    partner = _text(said, "partner", r"[^\n\r@]{2,80}", words("a name without line breaks"))
    if re.search(r"[0-9]{6}", partner):
        raise Wrong(words("the partner's name holds a long number"))
    dataset = _text(said, "dataset", r"[a-z0-9-]{1,40}", words("small letters, digits, hyphens"))
    edition = _text(said, "edition", r"[A-Za-z0-9.-]{1,40}", words("such as 2024-Q1"))
    usual = f"{partner}, {dataset} {edition}"
    return {
        "partner": partner,
        "partner_type": _partner_type(said, kind),
        "dataset": dataset,
        "edition": edition,
        "provenance": _one_of(said, "provenance", ("real", "made-up"), None),
        "title": _optional(said, "title", usual, 200),
        "licence": _optional(said, "licence", _CASE_LEVEL_LICENCE, 200),
    }


def _reading(said: Said, kind: str) -> dict[str, Any]:
    row = _whole(said, "header_row", words("header_row is not a row's number"))
    version = _whole(said, "version", words("version is not a whole number from 1 upwards"))
    token = _list(said, "token")
    if token and kind == "aggregate":
        raise Wrong(words("a published table has no persons, so it can have no token"))
    return {
        "date_format": _list(said, "date_format"),
        "separators": _separators(said),
        "missing": frozenset(simplified(word) for word in _list(said, "missing")),
        "linkage": _linkage(said, kind),
        "token": token,
        "sheet": _optional(said, "sheet", "", 100),
        "header_row": row,
        "yes": frozenset(simplified(word) for word in _list(said, "yes")),
        "no": frozenset(simplified(word) for word in _list(said, "no")),
        "totals": _one_of(said, "totals", ("refuse", "leave out"), "refuse"),
        "version": version or 1,
        "seen": _list(said, "seen"),
    }


def _separators(said: Said) -> tuple[str, ...]:
    found = tuple(sign for sign in _list(said, "separator") if sign)
    if any(len(sign) > 3 for sign in found) or len(found) > 10:
        raise Wrong(words("{part} is too long", part="separator"))
    return found or (";",)


def _whole(said: Said, part: str, reason: Words) -> int | None:
    written = _optional(said, part, "", 7)
    if written and not re.fullmatch(r"[1-9][0-9]{0,6}", written):
        raise Wrong(reason)
    return int(written) if written else None


def _linkage(said: Said, kind: str) -> dict[str, str]:
    """Which columns say who a person is: they are read at the partner and never cross."""
    named = _dictionary(said, "linkage")
    if named and kind == "aggregate":
        raise Wrong(words("a published table has no persons, so it can have no linkage"))
    found: dict[str, str] = {}
    for role, column in named.items():
        _known(role, ROLES, words("a part of linkage"))
        found[role] = _word(column, words("{part} is not one column", part=role))
    if named and not {"given_name", "family_name", "full_name"} & set(found):
        raise Wrong(
            words("linkage names no column that holds a name"),
            words("Add given_name and family_name, or full_name, under linkage."),
        )
    return found


def fields_for(kind: str) -> tuple[str, ...]:
    """Fields that a column may fill: never the token, which is made from ``token`` columns."""
    fixed = {"case_token"} if kind == "aggregate" else {"case_token", "partner", "partner_type"}
    more = ("people",) if kind == "aggregate" else ()
    return (*(name for name in FIELD if name not in fixed), *DERIVED, *more)


def _columns(said: Said, kind: str) -> dict[str, str]:
    columns = _dictionary(said, "columns")
    filled: dict[str, str] = {}
    seen: dict[str, str] = {}
    for column, target in columns.items():
        name = _word(target, words("the column {column} maps to several fields", column=column))
        _known(name, fields_for(kind), words("a field of the case record"))
        _once(column, folded(column), seen, words("the column {name} is mapped twice", name=column))
        for part in DERIVED.get(name, (name,)):
            _note_filled(part, column, filled)
    if kind == "aggregate" and "people" not in filled:
        raise Wrong(words("a published table needs a column of people"))
    return {column: str(target) for column, target in columns.items()}


def _flags(said: Said) -> dict[str, dict[str, Coded]]:
    """Columns that say yes or no to one code, by field: ``{field: {column: code}}``."""
    found: dict[str, dict[str, Coded]] = {}
    for name, table in _dictionary(said, "flags").items():
        _known(name, tuple(FIELD), _FIELD)
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
    for name, table in _dictionary(said, "values").items():
        _known(name, (*FIELD, "age"), _FIELD)
        if not isinstance(table, dict):
            raise Wrong(words("values of {field} are not pairs of word and code", field=name))
        found[name] = {
            simplified(word): _age_code(target) if name == "age" else _code(name, target, separator)
            for word, target in table.items()
        }
    return found


def _age_code(target: Plain) -> str:
    """The age or band that a word stands for, as it is written."""
    word = _word(target, words("a code of {field} is not a word", field="age"))
    read = age(word)
    if isinstance(read, Problem):
        raise Wrong(words('"{word}" {problem}', word=word, problem=read.problem))
    return word


def _defaults(said: Said, targets: Collection[str]) -> dict[str, Coded]:
    filled = {part for name in targets for part in DERIVED.get(name, (name,))}
    found: dict[str, Coded] = {}
    for name, target in _dictionary(said, "defaults").items():
        _known(name, tuple(set(FIELD) - {"case_token", "partner", "partner_type"}), _FIELD)
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
    word = _word(target, words("a code of {field} is not a word", field=name))
    coded = code(name, word, separator)
    if isinstance(coded, Problem):
        raise Wrong(
            words('"{word}" {problem}', word=word, problem=coded.problem), _perhaps(coded.nearest)
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


def _known(name: str, choices: Collection[str], what: Words) -> None:
    if name not in choices:
        raise Wrong(
            words("{name} is not {what}", name=name, what=what), _perhaps(nearest(name, choices))
        )


def _perhaps(near: str) -> Words | None:
    return words("Perhaps you meant {near}.", near=near) if near else None


def _dictionary(said: Said, part: str) -> dict[str, Plain]:
    found = said.get(part) or {}
    if not isinstance(found, dict):
        raise Wrong(words("{part} is not a list of pairs", part=part))
    return found


def _list(said: Said, part: str) -> tuple[str, ...]:
    found = said.get(part) or []
    if isinstance(found, dict):
        raise Wrong(words("{part} is not a list", part=part))
    return (found,) if isinstance(found, str) else tuple(found)


def _word(value: Plain, reason: Words) -> str:
    if not isinstance(value, str):
        raise Wrong(reason)
    return value


def _optional(said: Said, part: str, usual: str, longest: int) -> str:
    found = _word(said.get(part, ""), words("{part} is not one value", part=part)) or usual
    if len(found) > longest or "\n" in found:
        raise Wrong(words("{part} is too long", part=part))
    return _printable(found, part)


def _text(said: Said, part: str, pattern: str, like: Words) -> str:
    found = _word(said.get(part, ""), words("{part} is not one value", part=part))
    if not re.fullmatch(pattern, found):
        raise Wrong(words("{part} is missing or is not {like}", part=part, like=like))
    return _printable(found, part)


def _printable(found: str, part: str) -> str:
    """No sign that would steer a terminal, turn a line round or be no text at all."""
    if _UNPRINTABLE.search(found):
        raise Wrong(words("{part} holds a sign that cannot be printed", part=part))
    return found


def _one_of(said: Said, part: str, choices: tuple[str, ...], usual: str | None) -> str:
    found = said.get(part, usual)
    if not isinstance(found, str) or found not in choices:
        raise Wrong(
            words("{part} must be one of: {choices}", part=part, choices=", ".join(choices))
        )
    return found


def _partner_type(said: Said, kind: str) -> str | None:
    if kind == "aggregate" and "partner_type" not in said:
        return None
    return _one_of(said, "partner_type", tuple(code.value for code in PartnerType), None)
