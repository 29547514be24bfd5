"""What the pages of proof show: what is over, what still runs, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, prove, understand
from beforehand.charts import PAPER, Palette
from beforehand.records.figure import Figure
from beforehand.records.impact import Verdict
from beforehand.records.plan import Plan
from beforehand.records.release import Release, SafeFigure, SafeImpact, SafeStep
from beforehand.takeaway import Sheet
from beforehand.web.desk.presenters.deeper import Line, line
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.offers import DRAWN, Offer, Offers, Row, Told, sheet_of_desk
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.said import language, say
from beforehand.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCard:
    """One campaign of the list, and how far its proof is."""

    id: str
    title: str
    route: str
    start: date
    end: date
    state: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPage:
    """One campaign that is over and was measured."""

    id: str
    title: str
    report: SafeString
    funnel: SafeString
    figures: tuple[Line, ...]  # every one that the report would publish
    released_on: date | None
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """What before and after would have claimed of real counts that no campaign touched."""

    sentence: str
    value: str
    drawing: SafeString
    source: str


def trap() -> Trap:
    """The real referrals, drawn as an effect that nobody caused."""
    figure = prove.untouched()
    return Trap(
        sentence=say(prove.untouched_words()),
        value=say(words("{number}×", number=charts.decimal(figure.value, 2))),
        drawing=svg(charts.effect_bar(figure, language=language())),
        source=figure.source,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One released campaign in the table of finished ones."""

    plan_id: str
    title: str
    weeks: int
    places: int
    effect: str
    span: str
    verdict: str
    cost: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTable:
    """Finished campaigns, the surest gain first, and how to read them."""

    rows: tuple[ComparedRow, ...]
    sentence: str


def compared(releases: Iterable[Release[SafeImpact]]) -> ComparedTable:
    """Released reports side by side."""
    rows = tuple(
        ComparedRow(
            plan_id=one.plan_id,
            title=one.title,
            weeks=round(one.weeks),
            places=one.places,
            effect=say(charts.value(one.effect)) if one.effect else _("withheld"),
            span=say(charts.span(one.effect)) if one.effect else "",
            verdict=_VERDICTS[one.verdict]() if one.verdict else "",
            cost=say(charts.value(one.per_further)) if one.per_further else "",
            made_up=one.made_up,
        )
        for one in prove.compare(releases)
    )
    return ComparedTable(rows=rows, sentence=say(prove.comparison_words()))


_VERDICTS = {
    Verdict.MORE: lambda: _("more"),
    Verdict.FEWER: lambda: _("fewer"),
    Verdict.CANNOT_TELL: lambda: _("we cannot tell"),
}


def cards(plans: Iterable[Plan], measured: frozenset[str], today: date) -> tuple[ProofCard, ...]:
    """Plans with how far their proof is, the latest ended first."""
    ordered = sorted(plans, key=lambda one: one.window.end, reverse=True)
    return tuple(
        ProofCard(
            id=one.id,
            title=one.title,
            route=title(one.route),
            start=one.window.start,
            end=one.window.end,
            state=_state(one, measured, today),
            made_up=one.made_up,
        )
        for one in ordered
    )


def _state(plan: Plan, measured: frozenset[str], today: date) -> str:
    if today <= plan.window.end:
        return _("runs until %(end)s") % {"end": plan.window.end.isoformat()}
    return _("measured") if plan.id in measured else _("no results yet")


def proof_page(plan: Plan, release: Release[SafeImpact], released_on: date | None) -> ProofPage:
    """The report in the reader's language, and delivery drawn beside it.

    Args:
        plan: The sealed plan.
        release: The report as it passes the door: nothing else is shown, even here.
        released_on: When it was released; None if it has not been.
    """
    return ProofPage(
        id=plan.id,
        title=plan.title,
        report=svg(prove.render_html(release, language())),
        funnel=svg(_funnel(release.payload)),
        figures=tuple(line(say(one.definition), one) for one in _figures(release)),
        released_on=released_on,
        made_up=release.made_up,
    )


def proof_files(release: Release[SafeImpact]) -> Offers:
    """Every figure as a table, and delivery with its drawing."""
    impact, figures = release.payload, _figures(release)
    told = Told(
        title=impact.title, definition=_("What a campaign changed, as its report would publish it")
    )
    source = "; ".join(dict.fromkeys(one.source for one in figures))

    def sheet(figures: Sequence[Figure], drawing: str = "") -> Sheet:
        rows = [_row(one) for one in figures]
        return sheet_of_desk(
            told, _COLUMNS, rows, is_made_up=release.made_up, source=source, drawing=drawing
        )

    steps = [part.figure for step in impact.funnel
             for part in (step.treated, step.held_out) if part and part.figure]  # fmt: skip
    return {
        "figures": Offer(sheet=lambda: sheet(figures)),
        "delivery": Offer(kinds=DRAWN, sheet=lambda: sheet(steps, _funnel(impact, PAPER))),
    }


_COLUMNS = ("what", "value", "unit", "low", "high", "data", "recipe")


def _row(figure: Figure) -> Row:
    ends = figure.interval
    asked = ", ".join(f"{name}={value}" for name, value in figure.recipe.parameters.items())
    return (say(figure.definition), figure.value, figure.unit.value, ends.low if ends else None,
            ends.high if ends else None, figure.data_hash,
            f"{figure.recipe.function}({asked})")  # fmt: skip


def _figures(release: Release[SafeImpact]) -> tuple[Figure, ...]:
    return tuple(understand.every_figure(release.payload))


def _funnel(impact: SafeImpact, palette: Palette | None = None) -> str:
    steps = tuple(_bar(step) for step in impact.funnel)
    return charts.funnel(steps, language=language(), palette=palette) if steps else ""


def _bar(step: SafeStep) -> charts.FunnelBar:
    return charts.FunnelBar(
        label=step.label,
        treated=_number(step.treated),
        held_out=_number(step.held_out),
        held_out_exists=step.held_out is not None,
    )


def _number(shown: SafeFigure | None) -> float | None:
    return shown.figure.value if shown and shown.figure else None
