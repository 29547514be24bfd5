"""What the report says of which message worked, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from beforehand.charts import PAPER, count, decimal, effect_bar, p_value, percent, span
from beforehand.prove.sources import Number, Numbers
from beforehand.prove.view import CheckView, SlideView
from beforehand.records.reach import Event
from beforehand.records.release import SafeMessages, SafePair, SafeVersion
from beforehand.words import Words, speak, words

TAPPED = {
    Event.HELP: words("Of those who were shown this message, looked up local help"),
    Event.CHECKED: words("Of those who were shown this message, finished the five questions"),
    Event.REPORT: words("Of those who were shown this message, opened the form to tell us"),
}


def message_rows(
    found: SafeMessages | None, numbers: Numbers, language: str
) -> Iterator[CheckView]:
    """Each version with its share, then each pair compared; none where no version was drawn."""
    if found is None:
        return
    for one in found.versions:
        figure = one.share.figure
        of = figure and words("{part} of {whole}", part=count(figure.numerator or 0),
                              whole=count(figure.denominator or 0))  # fmt: skip
        yield CheckView(
            label=f"{named(found, one.version, language)} ({one.version})",
            sentence=speak(TAPPED[found.worked], language),
            number=numbers.add(one.share),
            note=speak(of, language) if of else "",
        )
    for pair in found.pairs:
        yield CheckView(
            label=speak(verdict_words(found, pair, language), language),
            sentence=speak(_compared(found, pair, language), language) if pair.ratio else "",
            number=numbers.add(pair.ratio) if pair.ratio else Number(text=""),
            note=speak(_note(pair), language) if pair.p is not None else "",
        )


def named(found: SafeMessages, version: str, language: str) -> str:
    """The headline of a version in this language, else in another, else its own name."""
    said = next((one.headlines for one in found.versions if one.version == version), {})
    headline = said.get(language) or next(iter(said.values()), "") or version
    return f"“{headline.strip('“”')}”"


def verdict_words(found: SafeMessages, pair: SafePair, language: str) -> Words:
    """What may be said of two versions; that we cannot tell is an answer."""
    first, second = (named(found, one, language) for one in (pair.first, pair.second))
    if not pair.better:
        return words("We cannot tell which worked better: {first} or {second}.",
                     first=Words(first), second=Words(second))  # fmt: skip
    better, other = (first, second) if pair.better == pair.first else (second, first)
    return words("{better} worked better than {other}.", better=Words(better), other=Words(other))


def _compared(found: SafeMessages, pair: SafePair, language: str) -> Words:
    first, second = (named(found, one, language) for one in (pair.first, pair.second))
    return words("Times as many taps for each visit to {first} as to {second}, at all looks",
                 first=Words(first), second=Words(second))  # fmt: skip


def _note(pair: SafePair) -> Words:
    figure = pair.ratio.figure if pair.ratio else None
    if figure is None:
        return words("p {p}", p=p_value(pair.p or 0.0))
    return words("{span}, p {p}", span=span(figure), p=p_value(pair.p or 0.0))


def message_slides(found: SafeMessages | None, kicker: str, language: str) -> Iterator[SlideView]:
    """One picture: the pair that most can be said of, its ratio and interval."""
    if found is None or not found.pairs:
        return
    pair = min(found.pairs, key=lambda one: (not one.better, 1.0 if one.p is None else one.p))
    figure = pair.ratio.figure if pair.ratio else None
    sure = bool(pair.better and figure)
    error = words("Drawn by lot at each visit to our page; compared {looks} times, wrong in at "
                  "most {error} of such campaigns.", looks=found.looks,
                  error=percent(found.error))  # fmt: skip
    yield SlideView(
        kicker=kicker,
        message=speak(verdict_words(found, pair, language), language),
        large=speak(decimal(figure.value) if sure and figure else words("We cannot tell"),
                    language) + ("×" if sure else ""),
        svg=effect_bar(figure, language=language, palette=PAPER) if figure else "",
        small=speak(error, language),
    )  # fmt: skip


def plain_messages(found: SafeMessages, language: str) -> Iterator[Words]:
    """The same in plain words."""
    yield words(
        "Everybody who opened our page was shown one of {versions} messages, drawn by lot. We "
        "counted how many then tapped on.",
        versions=len(found.versions),
    )
    for one in found.versions:
        yield from _plain_share(found, one, language)
    for pair in found.pairs:
        yield verdict_words(found, pair, language)
    yield words("A tap on our page does not say that somebody was helped.")


def _plain_share(found: SafeMessages, one: SafeVersion, language: str) -> Iterator[Words]:
    figure = one.share.figure
    if figure is not None:
        yield words("{message}: {part} of {whole}.",
                    message=Words(named(found, one.version, language)),
                    part=count(figure.numerator or 0),
                    whole=count(figure.denominator or 0))  # fmt: skip
