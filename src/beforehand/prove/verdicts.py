"""What may be said of an effect, in words: more, fewer, or that we cannot tell."""

from __future__ import annotations

import math

from beforehand.charts import decimal
from beforehand.records.impact import Verdict
from beforehand.stats import OwnWindows
from beforehand.words import Words, words


def verdict_of(p: float, level: float, up: bool) -> Verdict:
    """``up``: whether the estimate is above no effect."""
    if p > 1 - level + 1e-9:
        return Verdict.CANNOT_TELL
    return Verdict.MORE if up else Verdict.FEWER


def finite(end: float) -> float | None:
    """An interval's end, None where nothing bounds it."""
    return end if math.isfinite(end) else None


def ratio_sentence(verdict: Verdict, ratio: float, low: float | None, high: float | None) -> Words:
    """The effect as a ratio in one sentence."""
    span = span_words(low, high)
    if verdict is Verdict.CANNOT_TELL:
        return words(
            "We cannot tell whether the campaign changed anything: with it there were {span} as "
            "many as there would have been without.",
            span=span,
        )
    return words(
        "Where the campaign ran there were {ratio} times as many as there would have been without "
        "it ({span}).",
        ratio=decimal(ratio, 2),
        span=span,
    )


def span_words(low: float | None, high: float | None) -> Words:
    """An interval of ratios, open ends in words."""
    if low is None:
        if high is None:
            return words("any number of times")
        return words("at most {high} times", high=decimal(high, 2))
    if high is None:
        return words("at least {low} times", low=decimal(low, 2))
    return words("between {low} and {high} times", low=decimal(low, 2), high=decimal(high, 2))


def never(assignments: int, level: float) -> tuple[Words, ...]:
    """A warning where the design has too few assignments ever to reach the level."""
    if 1 / assignments <= 1 - level + 1e-9:
        return ()
    return (
        words(
            "This design can never show an effect at {level} %: it allows {assignments} "
            "assignments, so p is at least {least}. Treat more places, and hold out more.",
            level=round(100 * level),
            assignments=assignments,
            least=decimal(1 / assignments, 3),
        ),
    )


def exploratory() -> Words:
    """What hand-picking costs."""
    return words(
        "Exploratory: the places were picked by hand, not drawn by lot. Places chosen because "
        "they stood out fall back by themselves, and no estimate repairs that."
    )


def two_answers(p_any: float, p_average: float) -> Words:
    """Both questions of the block test, since tools that print one of them mislead."""
    return words(
        "Two questions, two answers: did anything change in the window (p = {p_any}), and did the "
        "level shift (p = {p_average})? The interval and the verdict go with the second.",
        p_any=decimal(p_any, 3),
        p_average=decimal(p_average, 3),
    )


def difference_sentence(
    verdict: Verdict, effect: float, low: float | None, high: float | None
) -> Words:
    """The effect a place and day, where what would have been is not above 0 and no ratio exists."""
    ends = {
        "low": words("any number") if low is None else decimal(low, 2),
        "high": words("any number") if high is None else decimal(high, 2),
    }
    if verdict is Verdict.CANNOT_TELL:
        return words(
            "We cannot tell whether the campaign changed anything: the difference lies from {low} "
            "to {high} a place and day.",
            **ends,
        )
    return words(
        "Where the campaign ran the difference was {effect} a place and day (from {low} to "
        "{high}).",
        effect=decimal(effect, 2),
        **ends,
    )


def too_often() -> Words:
    """What shuffling days as if they knew nothing of each other costs."""
    return words(
        "Periods were put in any order, as if none left anything to the next. Where one does, this "
        "test finds an effect that is not there in 6 to 10 of 100 campaigns, instead of 5: use "
        "--inference block."
    )


def extrapolated() -> Words:
    """What weights below 0 mean."""
    return words(
        "Some weights are below 0: the estimate reaches beyond anything that the untreated places "
        "saw."
    )


def never_in_time(orders: int, level: float) -> tuple[Words, ...]:
    """A warning where the series is too short ever to reach the level."""
    if 1 / orders <= 1 - level + 1e-9:
        return ()
    return (
        words(
            "This series can never show an effect at {level} %: it holds {periods} periods, so p "
            "is at least {least}. Bring a longer history.",
            level=round(100 * level),
            periods=orders,
            least=decimal(1 / orders, 3),
        ),
    )


def own_history(own: OwnWindows | None) -> Words:
    """How the test does on earlier windows of the same places, where nothing had happened."""
    if own is None:
        return words(
            "The history is too short to try this test on earlier windows, so the smallest ratio "
            "that it can find is not known."
        )
    tried = words(
        "Tried on {windows} earlier windows of these places, where nothing had happened, this test "
        "claimed an effect in {false}.",
        windows=own.windows,
        false=own.false,
    )
    if math.isfinite(own.smallest):
        return tried
    return words("{tried} It would not find even {ratio} times as many.", tried=tried, ratio=16)
