"""The impact report on one page for everybody: short sentences, no statistics to be known first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from beforehand.charts import count, decimal
from beforehand.prove.presenter import present
from beforehand.prove.tellings import by_lot, period_words
from beforehand.prove.view import ReportView
from beforehand.prove.webpage import PAGE, STYLE
from beforehand.prove.worked import plain_messages
from beforehand.records.figure import Unit
from beforehand.records.impact import Verdict
from beforehand.records.release import Release, SafeEffect, SafeImpact
from beforehand.words import Words, speak, words

Told = tuple[tuple[Words | str, ...], str]  # sentences, and the drawing under them
Part = tuple[Words, tuple[Told, ...]]
PLAIN = """\
.plain h2{font-size:1.3rem;margin:2rem 0 .3rem}.plain p,.plain li{font-size:1.15rem;line-height:1.6}
.plain .chart{max-width:26rem}.plain{max-width:38rem}
"""


def render_plain(release: Release[SafeImpact], language: str = "sq") -> str:
    """A released report in plain words, as a document of its own.

    Args:
        release: The report as it passed the door.
        language: "sq" or "en".

    Returns:
        HTML without script or foreign request. The same release gives the same bytes.
    """
    shown = present(release, language)
    made_up = f' <span class="made">{escape(shown.said["made_up"])}</span>' if shown.made_up else ""
    body = "".join(_section(part, language) for part in _parts(release.payload, shown))
    foot = f'<footer class="seal"><p class="small">{escape(shown.sponsor)}</p>'
    foot += f'<p class="small">{escape(shown.seal)}</p>'
    if shown.made_up:
        foot += f'<p class="small warn">{escape(shown.said["made_up_long"])}</p>'
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(shown.title)}</title><style>{PAGE}{STYLE}{PLAIN}</style></head>"
        f'<body><main><article class="impact plain"><p class="kind">'
        f"{escape(speak(words('In plain words'), language))}{made_up}</p>"
        f"<h1>{escape(shown.title)}</h1>{body}{foot}</footer></article></main></body></html>\n"
    )


def _section(part: Part, language: str) -> str:
    heading, told = part
    body = "".join(_paragraphs(sentences, language) + drawing for sentences, drawing in told)
    return f"<section><h2>{escape(speak(heading, language))}</h2>{body}</section>"


def _paragraphs(sentences: Iterable[Words | str], language: str) -> str:
    spoken = (speak(Words(one) if isinstance(one, str) else one, language) for one in sentences)
    return "".join(f"<p>{escape(one)}</p>" for one in spoken)


def _only(*sentences: Words | str) -> tuple[Told, ...]:
    return ((sentences, ""),)


def _parts(safe: SafeImpact, shown: ReportView) -> Iterator[Part]:
    yield (
        words("What did we do?"),
        _only(
            words(
                "For {period} we showed posts on phones in {treated} places. In {held_out} other "
                "places we did not, so that we could compare. Each post led to a page with facts, "
                "local help, and a safe way to tell somebody.",
                period=period_words(safe),
                treated=len(safe.places_treated),
                held_out=safe.held_out,
            ),
        ),
    )
    if safe.for_whom is not None:
        yield words("For whom?"), _only(words("{whom}.", whom=safe.for_whom))
    effects = zip(safe.effects, shown.verdicts, strict=True)
    changed = tuple((tuple(_changed(effect)), view.svg_web) for effect, view in effects)
    yield words("What did it change?"), changed
    if safe.messages is not None:
        told = plain_messages(safe.messages, shown.language)
        yield words("Which message worked?"), _only(*told)
    yield words("How do we know?"), _only(_how(safe))
    yield words("What do we not know?"), _only(*safe.unknowns)
    if safe.spent_eur.figure is not None and safe.funnel:
        euros = count(safe.spent_eur.figure.value)
        yield words("What did it cost?"), _only(words("€{euros} for the posts.", euros=euros))
    if safe.learned:
        yield words("What did we learn?"), _only(*safe.learned)
    thanks = safe.thanks or (safe.local_partner,)
    yield words("Thanks"), _only(words("To {whom}.", whom=", ".join(thanks)))


def _how(safe: SafeImpact) -> Words:
    if not by_lot(safe):
        return words("We picked these places ourselves, so we cannot be sure. Take it as a hint.")
    return words(
        "Lots were drawn: nobody chose which place was warned and which was held out. So what "
        "happened in both is not counted as ours. We wrote down beforehand what we would count."
    )


def _changed(effect: SafeEffect) -> Iterator[Words]:
    figure = effect.estimate.figure
    yield words("We counted this: {outcome}.", outcome=Words(effect.outcome))
    if effect.verdict is Verdict.CANNOT_TELL:
        yield words("We cannot tell whether the posts changed it. That is an answer too.")
        return
    if figure is None:
        yield words("The posts changed it. The counts are too small to be shown.")
        return
    ends = figure.interval
    if figure.unit is Unit.DIFFERENCE:
        yield effect.sentence
    if figure.unit is Unit.RATIO and ends is not None:
        if effect.verdict is Verdict.MORE:
            yield words("With the posts it was {times} times what it would have been without.",
                        times=decimal(figure.value))  # fmt: skip
        else:
            yield words("With the posts it was less: {times} times what it would have been "
                        "without.", times=decimal(figure.value))  # fmt: skip
        if ends.low is not None and ends.high is not None:
            yield words("We are not sure of the exact number. It could be {low}, or {high}.",
                        low=decimal(ends.low), high=decimal(ends.high))  # fmt: skip
