"""The same people under several definitions, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from beforehand.charts import LEAST_PEOPLE, percent
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.definitions import Concept, DefinedAnswer, Definition, Definitions
from beforehand.records.figure import RecipeParameter, Share
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadCondition, UnknownConcept
from beforehand.understand.definitions import (
    DEFINITIONS,
    concept_of,
    definition,
    of_recorded,
    reread,
)
from beforehand.understand.fields import COMPARE_FIELDS, code_label, field_label, known_field
from beforehand.understand.figures import Evidence, Part, count, share
from beforehand.understand.narrowing import narrow
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import Answer, Tally, tally
from beforehand.words import Words, words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is asked of every definition."""

    concept: str
    field: str
    people: int  # on the route


def definitions(
    cases: CaseTable,
    route: RouteFilter,
    field: str = "gender",
    concept: str = "labour",
    *,
    keys: tuple[str, ...] = (),
    left_out: tuple[SourceClass, ...] = (),
) -> Definitions:
    """Count kinds of exploitation, and who the people of one kind are, under each definition.

    Args:
        cases: Cases of one source class; people in several linked rows count once.
        route: Whose; it must not be narrowed by ``exploitation`` already.
        field: What is told of the people of the kind asked about, such as ``gender``.
        concept: The kind asked about: ``labour`` is in every definition.
        keys: Which definitions; all of them by default.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        One answer a definition that has the kind, with 95 % Wilson intervals. The answers are
        readings of the same people: their differences are of words, not of people.

    Raises:
        EmptyPool: If nobody is on the route.
        UnknownDefinition: If a key names none.
        UnknownConcept: If no definition asked has the kind.
        UnknownField: If the field cannot be asked by.
        BadCondition: If the route is narrowed by kinds of exploitation.
    """
    known_field(field, COMPARE_FIELDS)
    for one in route.only:
        if one.field == "exploitation":
            raise BadCondition(text=str(one))
    asked = [definition(key) for key in keys] or list(DEFINITIONS)
    having = [(one, found) for one in asked if (found := concept_of(one, concept))]
    if not having:
        known = {each.code for one in asked for each in one.concepts}
        raise UnknownConcept(concept=concept, choices=", ".join(sorted(known)))
    with opened(cases, route) as pool:
        basis, people, _ = stand_on(pool, left_out)
        question = _Question(concept=concept, field=field, people=people)
        answers = tuple(_answer(pool, question, one, found) for one, found in having)
    return Definitions(
        basis=basis, concept=concept, field=field, answers=answers, says=_says(field, answers)
    )


def _answer(pool: Pool, asked: _Question, of: Definition, concept: Concept) -> DefinedAnswer:
    evidence = Evidence(
        cases=pool.cases, route=pool.route, function="understand.definitions", definition=of
    )
    recorded: list[Answer] = [
        (codes, disagrees, int(people))
        for codes, disagrees, people in pool.ask(
            "shares", field="exploitation", where_field="", where_code=""
        )
    ]
    counted = tally("exploitation", reread(of, "exploitation", recorded))
    base: dict[str, RecipeParameter] = {"concept": asked.concept, "field": asked.field}
    people = counted.by_code.get(concept.code, 0)
    return DefinedAnswer(
        definition=of,
        shares=_shares(evidence, of, counted, base),
        people=count(
            evidence,
            people,
            words("People in {concept}, by {definition}", concept=concept.label,
                  definition=of.name),
            base | {"of": "people"},
        ),
        inside=_inside(evidence, of, concept, base) if people else (),
    )  # fmt: skip


def _shares(
    evidence: Evidence, of: Definition, counted: Tally, base: dict[str, RecipeParameter]
) -> tuple[Share, ...]:
    whole = counted.people - counted.unknown * of_recorded(of, "exploitation")
    made = []
    for one in of.concepts:
        if one.code not in counted.by_code:
            continue
        part = Part(numerator=counted.by_code[one.code], denominator=whole, unknown=counted.unknown)
        says = words(
            "{concept}, as a share of {whole}, by {definition}",
            concept=one.label,
            whole=_whole(of),
            definition=of.name,
        )
        figure = share(evidence, part, says, base | {"of": "kind", "code": one.code})
        made.append(Share(code=one.code, label=one.label, figure=figure))
    return tuple(sorted(made, key=lambda one: (-one.figure.value, one.code)))


def _whole(of: Definition) -> Words:
    return {
        "everyone": words("everyone on the route"),
        "recorded": words("the people for whom the kind is recorded"),
        "any of the group": words("the people with any kind recorded"),
    }[of.denominator.value]


def _inside(
    evidence: Evidence, of: Definition, concept: Concept, base: dict[str, RecipeParameter]
) -> tuple[Share, ...]:
    """The shares of one field among the people of the kind."""
    field = str(base["field"])
    only = narrow(evidence.route, [f"exploitation={code}" for code in concept.counts])
    with opened(evidence.cases, only) as pool:
        found = pool.ask("shares", field=field, where_field="", where_code="")
    counted = tally(field, [(codes, differ, int(people)) for codes, differ, people in found])
    made = []
    for code in sorted(counted.by_code, key=lambda one: (-counted.by_code[one], one)):
        part = Part(
            numerator=counted.by_code[code], denominator=counted.people, unknown=counted.unknown
        )
        says = words(
            "{field}: {code}, as a share of the people in {concept}, by {definition}",
            field=field_label(field),
            code=code_label(field, code),
            concept=concept.label,
            definition=of.name,
        )
        figure = share(evidence, part, says, base | {"of": "inside", "code": code})
        made.append(Share(code=code, label=code_label(field, code), figure=figure))
    return tuple(made)


def _says(field: str, answers: tuple[DefinedAnswer, ...]) -> Words:
    """The largest share inside, under the definitions that give the least and the most of it."""
    first = next((one.inside[0].code for one in answers if one.inside), None)
    if first is None:
        return words("{field}: recorded for nobody of this kind.", field=field_label(field))
    found = [
        (share.figure, one)
        for one in answers
        for share in one.inside
        if share.code == first and (share.figure.denominator or 0) >= LEAST_PEOPLE
    ]
    if not found:
        return words("Too few people are in it to say more.")
    low, high = (pick(found, key=lambda pair: pair[0].value) for pick in (min, max))
    label = code_label(field, first)
    if percent(low[0].value) == percent(high[0].value):
        return words(
            "{code}: {share}, by every definition.", code=label, share=percent(low[0].value)
        )
    return words(
        "{code}: {most} by {one}, {least} by {other}. The people are the same; the words are not.",
        code=label,
        most=percent(high[0].value),
        one=high[1].definition.name,
        least=percent(low[0].value),
        other=low[1].definition.name,
    )
