"""What the report says of an effect, of the naive claim beside it, and its fixed words."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.charts import (
    PAPER,
    Palette,
    TrendLines,
    count,
    decimal,
    effect_bar,
    p_value,
    span,
    trend,
)
from beforehand.prove.sources import Numbers
from beforehand.prove.view import VerdictView
from beforehand.records.figure import Unit
from beforehand.records.impact import Verdict
from beforehand.records.release import SafeEffect, SafeFigure, SafeImpact, SafeTrend
from beforehand.words import Words, speak, words

FIXED: dict[str, Words] = {
    "kind": words("Impact report"),
    "made_up": words("made-up campaign"),
    "made_up_long": words(
        "Made up: no such campaign took place, and none of these people or counts exist."
    ),
    "what_changed": words("What it changed"),
    "counted": words("What was counted"),
    "warned": words("Warned"),
    "held_out": words("Held out"),
    "outcome": words("The outcome, measured alike in both"),
    "delivery": words("Delivery: who met the campaign. Shown, never counted as effect"),
    "did": words("What we did"),
    "where": words("Where it ran"),
    "cost": words("What it cost"),
    "claim": words("What before and after alone would have claimed"),
    "checks": words("What could have fooled us, and was looked at"),
    "messages": words("Which message worked"),
    "over_time": words("Over time"),
    "thanks": words("Thanks"),
    "changed": words("The plan was changed"),
    "learned": words("What we learned"),
    "unknown": words("What we do not know"),
    "unknown_is": words("What this report cannot say"),
    "held_back": words("What we hold back"),
    "sources": words("Where each number comes from"),
    "sources_say": words(
        "Each number above leads here: what was counted, in which data (with their "
        "SHA-256), and how to count it again."
    ),
}


def period_words(safe: SafeImpact) -> Words:
    """The length of the campaign, in weeks where it is whole weeks."""
    days = (safe.window[1] - safe.window[0]).days + 1
    if days % 7 == 0:
        return words("{weeks} weeks", weeks=days // 7)
    return words("{days} days", days=days)


def by_lot(safe: SafeImpact) -> bool:
    """Whether lots decided which places were warned: else the first effect is exploratory."""
    return not (safe.effects and safe.effects[0].exploratory)


def lede_words(effects: tuple[SafeEffect, ...]) -> Iterator[Words]:
    """What was found, in a few sentences: what cannot be told is said once for all it holds for."""
    for effect in effects:
        if effect.verdict is not Verdict.CANNOT_TELL:
            yield finding(effect)
    unsure = [effect for effect in effects if effect.verdict is Verdict.CANNOT_TELL]
    if len(unsure) == len(effects):
        yield words("Whether that changed anything, we cannot tell.")
    else:
        for effect in unsure:
            yield words("Whether it changed this, we cannot tell: {outcome}.",
                        outcome=Words(effect.outcome))  # fmt: skip


def sentence_case(text: str) -> str:
    """With a capital first; the rest as it was written."""
    return text[:1].upper() + text[1:]


def finding(effect: SafeEffect) -> Words:
    """The second sentence of the report."""
    figure = effect.estimate.figure
    if effect.verdict is Verdict.CANNOT_TELL:
        return words("Whether that changed anything, we cannot tell.")
    if figure is None:
        return words("It made a difference; the counts are too few to be published.")
    if figure.unit is Unit.DIFFERENCE:
        return effect.sentence
    return words(
        "Where they did, we counted {ratio} times what there would have been without them: "
        "{outcome}.",
        ratio=decimal(figure.value),
        outcome=Words(effect.outcome[:1].lower() + effect.outcome[1:]),
    )


def message(effect: SafeEffect) -> Words:
    """The finding in one sentence that stands alone."""
    figure, outcome = effect.estimate.figure, Words(effect.outcome)
    if effect.verdict is Verdict.CANNOT_TELL:
        return words("We cannot tell whether the campaign changed this: {outcome}.",
                     outcome=outcome)  # fmt: skip
    if figure is None:
        return words("It made a difference; the counts are too few to be published.")
    if figure.unit is Unit.DIFFERENCE:
        return effect.sentence
    return words(
        "With the campaign there were {ratio} times as many {outcome} as there would have been "
        "without it.",
        ratio=decimal(figure.value),
        outcome=Words(effect.outcome[:1].lower() + effect.outcome[1:]),
    )


def verdict(effect: SafeEffect, numbers: Numbers, language: str) -> VerdictView:
    """The effect as a large figure, or as large words where we cannot tell."""
    figure = effect.estimate.figure
    number = numbers.add(effect.estimate)
    in_words = effect.verdict is Verdict.CANNOT_TELL or figure is None
    large = speak(_large(effect.verdict), language) if in_words else number.text
    return VerdictView(
        label=sentence_case(speak(Words(effect.outcome), language)),
        large=large,
        in_words=in_words,
        key=number.key,
        svg_web=effect_bar(figure, language=language) if figure else "",
        svg_paper=effect_bar(figure, language=language, palette=PAPER) if figure else "",
        sentence=speak(_sentence(effect), language),
        how=tuple(speak(said, language) for said in _how(effect)),
    )


def _large(found: Verdict) -> Words:
    large = {
        Verdict.CANNOT_TELL: words("We cannot tell"),
        Verdict.MORE: words("More"),
        Verdict.FEWER: words("Fewer"),
    }
    return large[found]


def _sentence(effect: SafeEffect) -> Words:
    figure = effect.estimate.figure
    if figure is None or figure.unit is Unit.DIFFERENCE:
        return effect.sentence
    if effect.verdict is Verdict.CANNOT_TELL:
        return words(
            "The best guess is {ratio} times as many, but anything from fewer to more fits what "
            "was counted: {span} times.",
            ratio=decimal(figure.value),
            span=span(figure),
        )
    return words(
        "What fits the counts: {span} times as many as there would have been without the campaign "
        "({level}% interval).",
        span=span(figure),
        level=round(100 * effect.level),
    )


def _how(effect: SafeEffect) -> Iterator[Words]:
    if effect.exploratory and effect.assignments:
        yield words("{ways} stretches of time compared; p\u00a0{p}", ways=count(effect.assignments),
                    p=p_value(effect.p))  # fmt: skip
    elif effect.assignments:
        yield words(
            "{ways} ways to draw the lots compared; {as_strong} look as strong; p\u00a0{p}",
            ways=count(effect.assignments),
            as_strong=count(effect.p * effect.assignments),
            p=p_value(effect.p),
        )
    if effect.p_adjusted is not None:
        yield words(
            "p {p} once adjusted for the other outcomes (Holm); the verdict goes with this one",
            p=p_value(effect.p_adjusted),
        )
    if effect.minimum_detectable_ratio is not None:
        yield words(
            "The design finds {ratio} times as many in four of five such campaigns",
            ratio=decimal(effect.minimum_detectable_ratio, 2),
        )
    yield from effect.warnings


def trend_drawing(shown: SafeTrend | None, language: str, palette: Palette | None = None) -> str:
    """Both groups over time; empty where the weeks are withheld."""
    if shown is None:
        return ""
    lines = TrendLines(
        treated=shown.treated,
        held_out=shown.held_out,
        launch=-shown.first_week // shown.weeks,
        weeks=shown.weeks,
    )
    return trend(lines, language=language, palette=palette)


def trend_words(shown: SafeTrend) -> Words:
    """What the drawing over time shows."""
    bins = words("week") if shown.weeks == 1 else words("{weeks} weeks", weeks=shown.weeks)
    return words(
        "Each group against its own average before launch (1×), by {bins}. Where both lines rise "
        "together, something other than the campaign moved them.",
        bins=bins,
    )


def claim(safe: SafeImpact, numbers: Numbers, language: str) -> VerdictView | None:
    """What a comparison without held-out places would have claimed; None where it is withheld."""
    shown = safe.before_after
    if shown is None or shown.figure is None:
        return None
    number = numbers.add(SafeFigure(name=shown.name, figure=shown.figure))
    sentence = words(
        "Comparing the warned places with their own past ({span}). The held-out places changed as "
        "well, without any campaign, so this is not what the campaign did.",
        span=span(shown.figure),
    )
    return VerdictView(
        label=speak(FIXED["claim"], language),
        large=number.text,
        in_words=False,
        key=number.key,
        svg_web=effect_bar(shown.figure, language=language),
        svg_paper=effect_bar(shown.figure, language=language, palette=PAPER),
        sentence=speak(sentence, language),
        how=(),
    )
