"""The people on no list: the verdict, the number, what it rests on, what may be said with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, understand
from beforehand.charts import HiddenCharts
from beforehand.records.cases import SourceClass
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenEstimate, HiddenPopulation, HiddenVerdict
from beforehand.web.desk.presenters.deeper import Line, line
from beforehand.web.desk.presenters.figures import How, how, svg
from beforehand.web.desk.said import language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One chart, wide and for a phone, with the sentence over it."""

    title: str
    says: str
    wide: SafeString
    narrow: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRow:
    """One combination of lists."""

    lists: str
    people: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodRow:
    """One method in the table; ``why`` stands where it has no number."""

    name: str
    chosen: bool
    total: str
    span: str
    model: str
    aic: str
    bic: str
    why: str
    warnings: tuple[str, ...]
    how: How | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenPage:
    """Everything of the page."""

    kind: str
    verdict: str
    says: str
    bar: SafeString
    lines: tuple[Line, ...]
    overlaps: Picture
    groups: tuple[OverlapRow, ...]
    methods: Picture
    rows: tuple[MethodRow, ...]
    pictures: dict[str, Picture]  # by what they ask
    may_say: tuple[str, ...]
    may_not_say: tuple[str, ...]
    warnings: tuple[str, ...]
    made_up: bool
    source: str
    data_hash: str


VERDICTS: dict[HiddenVerdict, Callable[[], str]] = {
    HiddenVerdict.ESTIMATE: lambda: _("An estimate"),
    HiddenVerdict.RANGE: lambda: _("A range only"),
    HiddenVerdict.NONE: lambda: _("No estimate warranted"),
}


def hidden_page(told: HiddenPopulation, source: SourceClass) -> HiddenPage:
    """The page of one estimate, for who sees small counts."""
    seen, total = told.seen.value, understand.said_total(told)
    return HiddenPage(
        kind=VERDICTS[told.verdict](),
        verdict=say(understand.verdict_words(told)),
        says=say(understand.says_verdict(told)),
        bar=svg(charts.people_bar(total, seen, language()) if total else ""),
        lines=_lines(told, source),
        overlaps=_picture(
            told, _("Who shares whom"), say(understand.SAYS_OVERLAPS),
            HiddenCharts.overlaps,
        ),
        groups=_groups(told),
        methods=_picture(
            told, _("Every method beside the others"),
            say(understand.says_methods(told)), HiddenCharts.methods,
        ),
        rows=tuple(_method(one, told.chosen, source) for one in told.estimates),
        pictures=_pictures(told),
        may_say=tuple(map(say, told.may_say or understand.may_say(told))),
        may_not_say=tuple(map(say, told.may_not_say or understand.may_not_say(told))),
        warnings=tuple(map(say, told.warnings)),
        made_up=told.made_up,
        source=told.source,
        data_hash=told.data_hash,
    )  # fmt: skip


def _lines(told: HiddenPopulation, source: SourceClass) -> tuple[Line, ...]:
    """The figures of the verdict, each with how it was counted."""
    named: list[tuple[str, Figure | None]] = [
        (_("Seen, on one list or more"), told.seen),
        (_("Seen and unseen"), told.total),
        (_("On no list"), told.hidden),
    ]
    if told.coverage is not None:
        named.append((_("How often such intervals held the truth"), told.coverage.covered))
        named.append((_("With the interval at the level that holds"), told.coverage.total))
    if told.linking is not None:
        named.append((_("With uncertain links drawn anew"), told.linking.total))
    return tuple(line(label, figure, source) for label, figure in named if figure is not None)


def _groups(told: HiddenPopulation) -> tuple[OverlapRow, ...]:
    labels = {one.name: say(one.label) for one in told.lists}
    return tuple(
        OverlapRow(
            lists=" + ".join(labels[name] for name in one.lists),
            people=say(charts.count(one.people.value))
            if one.people
            else f"{one.at_least}–{one.at_most}",
        )
        for one in sorted(
            told.overlaps, key=lambda one: (-(one.people.value if one.people else 0), one.lists)
        )
    )


def _method(one: HiddenEstimate, chosen: str, source: SourceClass) -> MethodRow:
    return MethodRow(
        name=say(one.label),
        chosen=one.method == chosen,
        total=say(charts.count(one.total.value)) if one.total else "",
        span=say(charts.span(one.total)) if one.total else "",
        model=", ".join(" × ".join(term) for term in one.model),
        aic=_decimal(one.aic),
        bic=_decimal(one.bic),
        why=say(one.reason) if one.reason else "",
        warnings=tuple(map(say, one.warnings)),
        how=how(one.total, source=source) if one.total else None,
    )


def _decimal(number: float | None) -> str:
    return "" if number is None else say(charts.decimal(number))


def _pictures(told: HiddenPopulation) -> dict[str, Picture]:
    """Whatever would change the answer, where there is anything to draw."""
    asked: Sequence[tuple[str, object, str, str, Callable[[HiddenCharts], str]]] = (
        ("changed", told.left_out or told.merged, _("Without one list, or with two as one"),
         say(understand.says_changed(told)), HiddenCharts.changed),
        ("consistency", told.consistency, _("Would it have found what is known?"),
         say(understand.says_consistency(told)), HiddenCharts.consistency),
        ("trajectory", told.trajectory, _("As lists are added"),
         say(understand.says_trajectory(told)), HiddenCharts.trajectory),
        ("sensitivity", told.sensitivity and told.total, _("What no list can show"),
         say(understand.says_sensitivity(told)), HiddenCharts.sensitivity),
        ("models", told.models, _("Models that fit nearly as well"),
         _("Each fits these lists nearly as well as the best."), HiddenCharts.models),
        ("strata", told.strata, _("Part by part"),
         _("Each part of the people is estimated by itself."), HiddenCharts.strata),
    )  # fmt: skip
    return {
        name: _picture(told, title, says, drawn)
        for name, there, title, says, drawn in asked
        if there
    }


def _picture(
    told: HiddenPopulation, title: str, says: str, drawn: Callable[[HiddenCharts], str]
) -> Picture:
    wide = HiddenCharts(told=told, language=language())
    return Picture(
        title=title,
        says=says,
        wide=svg(drawn(wide)),
        narrow=svg(drawn(replace(wide, narrow=True))),
    )
