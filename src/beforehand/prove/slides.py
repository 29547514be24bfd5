"""The impact report as pictures for slides: one message each, its interval, the made-up mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typst

from beforehand import charts
from beforehand.prove.presenter import present
from beforehand.prove.sources import in_words
from beforehand.prove.tellings import FIXED, message
from beforehand.prove.view import FactView, ReportView, SlideView
from beforehand.prove.worked import message_slides
from beforehand.records.codec import to_json
from beforehand.records.release import Release, SafeFigure, SafeImpact, SafeStep
from beforehand.words import speak, words

TEMPLATE = Path(__file__).with_name("slides.typ")
PIXELS_PER_INCH = 216  # 640 points wide: 1,920 pixels
MOST_POINTS = 4
TOGETHER = words("Both groups against their own average before launch")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidesView:
    """All pictures of one report in one language."""

    language: str
    title: str
    foot: str
    made_up: bool
    made_up_words: str
    slides: tuple[SlideView, ...]


def render_slides(release: Release[SafeImpact], language: str = "en") -> tuple[bytes, ...]:
    """A released report as PNG pictures of 1,920 by 1,080 pixels.

    Args:
        release: The report as it passed the door.
        language: "en" or "sq".

    Returns:
        The pictures, in the order of a talk. The same release gives the same bytes.
    """
    made = typst.compile(
        TEMPLATE.read_bytes(),
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"view": to_json(slides_view(release, language)).decode()},
    )
    return tuple(made) if isinstance(made, list) else (made,)


def slides_view(release: Release[SafeImpact], language: str) -> SlidesView:
    """The pictures in words and drawings."""
    shown = present(release, language)
    return SlidesView(
        language=language,
        title=shown.title,
        foot=shown.sponsor,
        made_up=shown.made_up,
        made_up_words=shown.said["made_up"],
        slides=tuple(_slides(release.payload, shown)),
    )


def _slides(safe: SafeImpact, shown: ReportView) -> Iterator[SlideView]:
    said, language = shown.said, shown.language
    facts = tuple(f"{fact.label}: {fact.number.text}" for fact in shown.done)
    yield SlideView(kicker=said["kind"], message=shown.title, points=facts)
    for effect, view in zip(safe.effects, shown.verdicts, strict=True):
        yield SlideView(
            kicker=view.label,
            message=speak(message(effect), language),
            large=view.large,
            svg=view.svg_paper,
            small=view.how[0] if view.how else "",
        )
    if shown.trend_paper:
        yield SlideView(
            kicker=said["over_time"], message=speak(TOGETHER, language), svg=shown.trend_paper
        )
    if shown.before_after is not None:
        claim = shown.before_after
        yield SlideView(
            kicker=said["claim"],
            message=claim.sentence,
            large=claim.large,
            quiet=True,
            svg=claim.svg_paper,
        )
    yield from message_slides(safe.messages, said["messages"], language)
    funnel = _funnel(safe.funnel, language)
    if funnel:
        yield SlideView(kicker=said["delivery"], message=_delivered(safe, language), svg=funnel)
    if shown.costs:
        yield SlideView(
            kicker=said["cost"], message=_spent(safe, language), points=_costs(shown.costs)
        )
    yield SlideView(
        kicker=said["unknown"], message=said["unknown_is"], points=shown.unknowns[:MOST_POINTS]
    )
    last = (*shown.learned, *shown.thanks)
    if last:
        heading = said["learned"] if shown.learned else said["thanks"]
        yield SlideView(kicker=said["kind"], message=heading, points=last[:MOST_POINTS])


def _delivered(safe: SafeImpact, language: str) -> str:
    reached = next((step.treated.figure for step in safe.funnel if step.name == "reached"), None)
    if reached is None:
        return speak(FIXED["delivery"], language)
    said = words(
        "{people} people saw a post. That is delivery, not effect.", people=in_words(reached)
    )
    return speak(said, language)


def _spent(safe: SafeImpact, language: str) -> str:
    figure = safe.spent_eur.figure
    if figure is None:
        return speak(FIXED["cost"], language)
    return speak(words("{euros} went into posts", euros=in_words(figure)), language)


def _costs(costs: tuple[FactView, ...]) -> tuple[str, ...]:
    lines = (
        f"{cost.label}: {cost.number.text}" + (f" ({cost.note})" if cost.note else "")
        for cost in costs
    )
    return tuple(lines)


def _funnel(steps: tuple[SafeStep, ...], language: str) -> str:
    def number(shown: SafeFigure | None) -> float | None:
        return shown.figure.value if shown and shown.figure else None

    bars = tuple(
        charts.FunnelBar(
            label=step.label,
            treated=number(step.treated),
            held_out=number(step.held_out),
            held_out_exists=step.held_out is not None,
        )
        for step in steps
        if step.held_out is not None
    )
    return charts.funnel(bars, language=language, palette=charts.PAPER) if bars else ""
