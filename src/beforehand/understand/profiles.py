"""Who is on a route: the shares of every field that its source records."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.definitions import Definition
from beforehand.records.figure import RecipeParameter, Share
from beforehand.records.picture import FieldProfile, Profile, RouteFilter
from beforehand.refusals import EmptyPool, TooFewCases
from beforehand.understand.definitions import concept_of, of_recorded, reread
from beforehand.understand.definitions import definition as find_definition
from beforehand.understand.fields import (
    COMPARE_FIELDS,
    PROFILE_FIELDS,
    code_label,
    field_label,
    holds_several,
    known_code,
    known_field,
    labelled,
)
from beforehand.understand.figures import Evidence, Part, count, share
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import Answer, Tally, main_basis, tally
from beforehand.vocabulary import AgeBasis
from beforehand.words import Words, words

#: A cross filter: only people who have this code of this field.
Where = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked of every field of one profile."""

    pool: Pool
    evidence: Evidence
    where: Where

    @property
    def definition(self) -> Definition | None:
        return self.evidence.definition

    @property
    def asked(self) -> dict[str, RecipeParameter]:
        field, code = self.where
        if not field:
            return {}
        return {"where_field": field, "where_code": code}

    def answers(self, field: str) -> list[Answer]:
        where_field, where_code = self.where
        found = self.pool.ask("shares", field=field, where_field=where_field, where_code=where_code)
        answers = [(codes, disagrees, int(people)) for codes, disagrees, people in found]
        return answers if self.definition is None else reread(self.definition, field, answers)

    def filtered(self) -> int:
        """People who have the code of the cross filter."""
        people = sum(number for _, _, number in self.answers(self.where[0]))
        if people <= 0:
            raise EmptyPool(what=_everyone(self.where))
        return people


def profile(
    cases: CaseTable,
    route: RouteFilter,
    fields: tuple[str, ...] | None = None,
    *,
    where: Where | None = None,
    definition: str = "",
    left_out: tuple[SourceClass, ...] = (),
) -> Profile:
    """Count people by every code of every field.

    Args:
        cases: Cases of one source class; people in several linked rows count once.
        route: Whose profile.
        fields: Names out of ``PROFILE_FIELDS``; None: all, those never recorded told apart.
        where: ``(field, code)``: only people who have that code, as it is recorded.
        definition: Key of the definition that kinds of exploitation are read by; empty: codes
            as they are recorded.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Shares of everyone and of those recorded, with 95 % Wilson intervals, largest first.
        Codes that nobody has are not listed. People whose linked rows disagree on a single
        value are among the unknown, and counted.

    Raises:
        EmptyPool: If nobody is on the route (or has the code of ``where``).
        TooFewCases: If a field asked for by name is recorded for nobody.
        UnknownField: If a field cannot be asked by.
        UnknownCode: If the code of ``where`` is not on its field's list.
        UnknownDefinition: If there is no such definition.
    """
    for name in fields or ():
        known_field(name)
    if where is not None:
        known_code(known_field(where[0], COMPARE_FIELDS), where[1])
    by = find_definition(definition) if definition else None
    with opened(cases, route) as pool:
        return profile_in(pool, fields, where, left_out, by)


def profile_in(
    pool: Pool,
    fields: tuple[str, ...] | None = None,
    where: Where | None = None,
    left_out: tuple[SourceClass, ...] = (),
    by: Definition | None = None,
) -> Profile:
    """``profile`` of cases that are open already; the fields are known to exist."""
    evidence = Evidence(
        cases=pool.cases, route=pool.route, function="understand.profile", definition=by
    )
    basis, people, rows = stand_on(pool, left_out)
    question = _Question(pool=pool, evidence=evidence, where=where or ("", ""))
    if where is not None:
        people = question.filtered()
    told = {name: _field(question, name) for name in fields or PROFILE_FIELDS}
    for name in fields or ():
        if told[name] is None:
            raise TooFewCases(field=field_label(name))
    return Profile(
        basis=basis,
        people=count(evidence, people, _everyone(where), question.asked | {"of": "people"}),
        rows=rows,
        fields=tuple(one for one in told.values() if one is not None),
        not_recorded=tuple(field_label(name) for name, one in told.items() if one is None),
        definition=by.key if by else "",
    )


def _field(question: _Question, field: str) -> FieldProfile | None:
    """The field's shares; None where it is recorded for nobody."""
    answers = question.answers(field)
    counted = tally(field, answers)
    if counted.people == counted.unknown:
        return None
    ranked = sorted(counted.by_code, key=lambda code: (-counted.by_code[code], code))
    return FieldProfile(
        field=field,
        label=_label(field, answers),
        of_everyone=tuple(_share(question, field, code, counted, "everyone") for code in ranked),
        of_recorded=tuple(_share(question, field, code, counted, "recorded") for code in ranked),
        unknown=counted.unknown,
        several=holds_several(field),
        disagree=counted.disagree,
    )


def _share(question: _Question, field: str, code: str, counted: Tally, of: str) -> Share:
    everyone = of == "everyone" and not of_recorded(question.definition, field)
    part = Part(
        numerator=counted.by_code[code],
        denominator=counted.people if everyone else counted.people - counted.unknown,
        unknown=counted.unknown,
        maybe=counted.maybe.get(code, 0) if everyone else 0,
    )
    label = _code_label(question.definition, field, code)
    asked: dict[str, RecipeParameter] = {"field": field, "code": code, "of": of}
    definition = _definition(field_label(field), label, everyone)
    figure = share(question.evidence, part, definition, asked | question.asked)
    return Share(code=code, label=label, figure=figure)


def _code_label(by: Definition | None, field: str, code: str) -> Words:
    concept = concept_of(by, code) if by is not None and field == "exploitation" else None
    return concept.label if concept else code_label(field, code)


def _definition(field: Words, code: Words, everyone: bool) -> Words:
    if everyone:
        return words(
            "{field}: {code}, as a share of everyone on the route, "
            "with those for whom it is not recorded below the line",
            field=field,
            code=code,
        )
    return words(
        "{field}: {code}, as a share of the people for whom it is recorded", field=field, code=code
    )


def _everyone(where: Where | None) -> Words:
    if where is None:
        return words("People on the route")
    field, code = where
    return words(
        "People on the route with {field}: {code}",
        field=field_label(field),
        code=code_label(field, code),
    )


def _label(field: str, answers: list[Answer]) -> Words:
    basis = main_basis(answers) if field == "age" else ""
    if not basis:
        return field_label(field)
    return words("Age · {basis}", basis=labelled(AgeBasis, basis))
