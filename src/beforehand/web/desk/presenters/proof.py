"""What the pages of proof show: what is over, what still runs, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beforehand import charts, prove
from beforehand.records.plan import Plan
from beforehand.records.release import Release, SafeFigure, SafeImpact, SafeStep
from beforehand.web.desk.presenters.figures import svg
from beforehand.web.desk.presenters.routes import title
from beforehand.web.desk.said import language


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
    released_on: date | None
    made_up: bool


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
        funnel=_funnel(release.payload),
        released_on=released_on,
        made_up=release.made_up,
    )


def _funnel(impact: SafeImpact) -> SafeString:
    steps = tuple(_bar(step) for step in impact.funnel)
    return svg(charts.funnel(steps, language=language())) if steps else svg("")


def _bar(step: SafeStep) -> charts.FunnelBar:
    return charts.FunnelBar(
        label=step.label,
        treated=_number(step.treated),
        held_out=_number(step.held_out),
        held_out_exists=step.held_out is not None,
    )


def _number(shown: SafeFigure | None) -> float | None:
    return shown.figure.value if shown and shown.figure else None
