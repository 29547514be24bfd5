"""How many are of ages A to B, where ages come in bands: the least and the most it can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from beforehand.charts import percent
from beforehand.records.cases import CaseTable, SourceClass
from beforehand.records.definitions import AgeBounds, Ages
from beforehand.records.figure import Figure, RecipeParameter
from beforehand.records.picture import RouteFilter
from beforehand.refusals import BadAges, TooFewCases
from beforehand.understand.fields import field_label, labelled
from beforehand.understand.figures import Evidence, Part, share
from beforehand.understand.pool import opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import span
from beforehand.vocabulary import AgeBasis
from beforehand.words import Words, words

OLDEST = 150


@dataclass(slots=True)
class _Counted:
    """People of one basis: surely inside, and those whose band lies across a limit."""

    people: int = 0
    surely: int = 0
    maybe: int = 0


def ages(
    cases: CaseTable,
    route: RouteFilter,
    low: int,
    high: int,
    *,
    left_out: tuple[SourceClass, ...] = (),
) -> Ages:
    """Bounds on the share of people aged ``low`` to ``high``, for each basis of age apart.

    Args:
        cases: Cases of one source class; people in several linked rows count once.
        route: Whose ages.
        low: Youngest age in whole years, included.
        high: Oldest age, included.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        For each basis (at registration, at exploitation, when trafficked) the least and the most
        that the share can be among people whose age is known on it. An end that is not recorded
        is open. Each bound has its own 95 % Wilson interval.

    Raises:
        BadAges: If ``low`` is above ``high``, or one is no age.
        EmptyPool: If nobody is on the route.
        TooFewCases: If nobody's age is recorded.
    """
    if not 0 <= low <= high <= OLDEST:
        raise BadAges(low=low, high=high)
    evidence = Evidence(cases=cases, route=route, function="understand.ages")
    counted: dict[str, _Counted] = {}
    straddling: Counter[tuple[str, str]] = Counter()
    unknown = 0
    with opened(cases, route) as pool:
        basis, _, _ = stand_on(pool, left_out)
        for codes, _, people in pool.ask("shares", field="age", where_field="", where_code=""):
            if not codes:
                unknown += int(people)
                continue
            on, first, last = span(codes[0])
            group = counted.setdefault(on, _Counted())
            group.people += int(people)
            a, z = first or 0, OLDEST if last is None else last
            if low <= a and z <= high:
                group.surely += int(people)
            elif a <= high and low <= z:
                group.maybe += int(people)
                straddling[on, _band(first, last)] += int(people)
    known = {on: group for on, group in counted.items() if group.people > 0}
    if not known:
        raise TooFewCases(field=field_label("age"))
    asked = _Asked(evidence=evidence, low=low, high=high, unknown=unknown)
    ranked = sorted(known, key=lambda on: (-known[on].people, on))
    bounds = tuple(_bounds(asked, on, known[on], straddling) for on in ranked)
    return Ages(basis=basis, low=low, high=high, bounds=bounds, unknown=unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    evidence: Evidence
    low: int
    high: int
    unknown: int


def _bounds(
    asked: _Asked, on: str, group: _Counted, straddling: Counter[tuple[str, str]]
) -> AgeBounds:
    label = labelled(AgeBasis, on) if on else words("age, no basis said")
    least = _figure(asked, on, group, "at_least")
    most = _figure(asked, on, group, "at_most")
    across = [(band, people) for (one, band), people in straddling.items() if one == on and people]
    return AgeBounds(
        basis=on,
        label=label,
        at_least=least,
        at_most=most,
        straddling=tuple(sorted(across)),
        says=_says(asked, label, (least, most)),
    )


def _figure(asked: _Asked, on: str, group: _Counted, of: str) -> Figure:
    part = Part(
        numerator=group.surely + group.maybe * (of == "at_most"),
        denominator=group.people,
        unknown=asked.unknown,
    )
    basis = labelled(AgeBasis, on) if on else words("age, no basis said")
    said = (
        words(
            "Surely {low} to {high} ({basis}), of those whose age is known so",
            low=asked.low,
            high=asked.high,
            basis=basis,
        )
        if of == "at_least"
        else words(
            "Surely or perhaps {low} to {high} ({basis}), of those whose age is known so",
            low=asked.low,
            high=asked.high,
            basis=basis,
        )
    )
    recipe: dict[str, RecipeParameter] = {
        "low": asked.low,
        "high": asked.high,
        "basis": on,
        "of": of,
    }
    return share(asked.evidence, part, said, recipe)


def _says(asked: _Asked, label: Words, ends: tuple[Figure, Figure]) -> Words:
    least, most = ends
    given: dict[str, Words | int] = {"low": asked.low, "high": asked.high, "basis": label}
    if least.numerator == most.numerator:
        return words(
            "{share} were {low} to {high} ({basis}): no band lies across a limit.",
            share=percent(least.value),
            **given,
        )
    return words(
        "Between {least} and {most} were {low} to {high} ({basis}). Bands lie across a limit, so "
        "no share in between can be told.",
        least=percent(least.value),
        most=percent(most.value),
        **given,
    )


def _band(first: int | None, last: int | None) -> str:
    if last is None:
        return f"{first or 0}+"
    return f"{first or 0}-{last}"
