"""Each partner's view of a route against everyone's together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from beforehand.records.cases import NOT_NAMED, CaseTable, SourceClass
from beforehand.records.figure import Figure, Interval, Meaning, Unit
from beforehand.records.picture import Comparison, GroupShare, RouteFilter
from beforehand.refusals import TooFewCases, UnknownField
from beforehand.stats import Shrunk, shrink_shares
from beforehand.understand.fields import (
    COMPARE_FIELDS,
    code_label,
    field_label,
    known_code,
    known_field,
    labelled,
)
from beforehand.understand.figures import Evidence, Part, share
from beforehand.understand.pool import Pool, opened
from beforehand.understand.routing import stand_on
from beforehand.understand.tally import Answer, tally
from beforehand.vocabulary import PartnerType
from beforehand.words import Words, words

FALSE_DISCOVERY = 0.05
By = Literal["partner", "partner_type"]

#: With fewer groups the prior is too uncertain for the shrunk interval alone, which then covers
#: about 81 to 88 % (docs/studies/shares.md): it is widened to hold the counted share's own.
ENOUGH_GROUPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    evidence: Evidence
    by: By
    field: str
    code: str

    def recipe(self, of: str, group: str = "") -> dict[str, str | int | float | bool | None]:
        asked = {"by": self.by, "field": self.field, "code": self.code, "of": of, "group": group}
        return dict(asked)


def compare(
    cases: CaseTable,
    route: RouteFilter,
    by: str = "partner_type",
    field: str = "exploitation",
    code: str = "ForcedCriminality",
    *,
    left_out: tuple[SourceClass, ...] = (),
) -> Comparison:
    """The share of one code among the people that each partner saw, against the pool.

    A person counts once in the pool and once for each partner that saw them, with what that
    partner recorded. Small partners are drawn towards the pool; ``differs`` marks those whose
    difference from the others is more than noise, 5 % of the marks being false on average.

    Args:
        cases: Cases of one source class.
        route: Whose comparison.
        by: ``partner`` or ``partner_type``.
        field: Any field of ``COMPARE_FIELDS``.
        code: One code of it.
        left_out: Other source classes that hold this route, to be named in the basis.

    Returns:
        Groups by shrunk share, largest first. Everyone a group saw is below the line, people for
        whom the field is not recorded included and counted. Cases whose partner (or its kind) is
        not recorded are in the pool alone.

    Raises:
        EmptyPool: If nobody is on the route.
        TooFewCases: If the field is recorded for nobody.
        UnknownField: If ``by`` or ``field`` cannot be asked.
        UnknownCode: If the code is not on the field's list.
    """
    if by not in {"partner", "partner_type"}:
        raise UnknownField(field=by, choices="partner, partner_type")
    known_code(known_field(field, COMPARE_FIELDS), code)
    with opened(cases, route) as pool:
        return compare_in(pool, cast(By, by), field, code, left_out)


def compare_in(
    pool: Pool, by: By, field: str, code: str, left_out: tuple[SourceClass, ...] = ()
) -> Comparison:
    """``compare`` of cases that are open already; field and code are known to exist."""
    evidence = Evidence(cases=pool.cases, route=pool.route, function="understand.compare")
    asked = _Asked(evidence=evidence, by=by, field=field, code=code)
    basis, _, _ = stand_on(pool, left_out)
    answers = pool.ask("shares", field=field, where_field="", where_code="")
    seen = pool.ask("compare", by, by=by, field=field, code=code)
    return Comparison(
        basis=basis,
        by=by,
        field=field,
        code=code,
        label=code_label(field, code),
        pool=_pool(asked, cast(list[Answer], answers)),
        groups=_groups(asked, [row for row in seen if row[0] is not None]),
        false_discovery_rate=FALSE_DISCOVERY,
    )


def _pool(asked: _Asked, answers: list[Answer]) -> Figure:
    counted = tally(asked.field, answers)
    if counted.people == counted.unknown:
        raise TooFewCases(field=field_label(asked.field))
    part = Part(
        numerator=counted.by_code.get(asked.code, 0),
        denominator=counted.people,
        unknown=counted.unknown,
    )
    definition = words(
        "{code}, as a share of everyone on the route", code=code_label(asked.field, asked.code)
    )
    return share(asked.evidence, part, definition, asked.recipe("pool"))


def _groups(asked: _Asked, seen: list[tuple[Any, ...]]) -> tuple[GroupShare, ...]:
    ordered = sorted(seen, key=lambda row: str(row[0]))
    if not ordered:
        return ()
    shrunk = shrink_shares(
        [int(row[2] or 0) for row in ordered],
        [int(row[1]) for row in ordered],
        false_discovery=FALSE_DISCOVERY,
    )
    made = [_group(asked, row, shrunk, at) for at, row in enumerate(ordered)]
    # By the shrunk share, so that nobody stands on top for having seen three people.
    return tuple(sorted(made, key=lambda one: (-one.shrunk.value, one.group)))


def _group(asked: _Asked, row: tuple[Any, ...], shrunk: Shrunk, at: int) -> GroupShare:
    group = str(row[0])
    label = _group_label(asked.by, group)
    part = Part(numerator=int(row[2] or 0), denominator=int(row[1]), unknown=int(row[3] or 0))
    definition = words(
        "{code}, as a share of everyone seen by {group}",
        code=code_label(asked.field, asked.code),
        group=label,
    )
    figure = share(asked.evidence, part, definition, asked.recipe("group", group))
    return GroupShare(
        group=group,
        label=label,
        figure=figure,
        shrunk=_shrunk(asked, figure, shrunk, at),
        differs=bool(shrunk.differs[at]),
    )


def _shrunk(asked: _Asked, counted: Figure, shrunk: Shrunk, at: int) -> Figure:
    """The same share drawn towards the pool: no count stands above its line, so none is given."""
    group = counted.recipe.parameters["group"]
    low, high = float(shrunk.low[at]), float(shrunk.high[at])
    if len(shrunk.mean) < ENOUGH_GROUPS and counted.interval is not None:
        low = min(low, counted.interval.low or 0.0)
        high = max(high, 1.0 if counted.interval.high is None else counted.interval.high)
    return Figure(
        value=float(shrunk.mean[at]),
        unit=Unit.SHARE,
        definition=words("{share}, drawn towards the pool", share=counted.definition),
        source=counted.source,
        data_hash=counted.data_hash,
        recipe=asked.evidence.recipe(asked.recipe("shrunk", str(group))),
        denominator=counted.denominator,
        interval=Interval(
            low=low,
            high=high,
            method="beta-binomial",
            meaning=Meaning.MODEL,
        ),
        unknown=counted.unknown,
        made_up=counted.made_up,
    )


def _group_label(by: str, group: str) -> Words:
    if group == NOT_NAMED:
        return words("Partners who are not named")
    return labelled(PartnerType, group) if by == "partner_type" else Words(group)
