"""A figure as a page shows it: the number, how sure, of how many, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from beforehand import charts, ledger, understand
from beforehand.records.cases import SourceClass, SourceKind
from beforehand.records.figure import Figure, Interval, Meaning
from beforehand.records.people import Asker
from beforehand.web.desk.said import language, say
from beforehand.web.desk.tokens import token_of
from beforehand.words import words

MEANINGS = {
    Meaning.SAMPLING: words("how far other people like those met could differ"),
    Meaning.PROCESS: words("how far another such period could differ"),
    Meaning.MODEL: words("what the method leaves open"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """What stands behind "how counted"."""

    definition: str
    counted: str  # "4,753 of 7,659"; empty where no count stands above a line
    interval: str
    unknown: int
    recorded: str  # the same share of those recorded alone, if it differs
    source: str
    made_up: bool
    short_hash: str
    data_hash: str
    recipe: str
    pin: str = ""  # the address that pins it as a claim; empty where nothing counts it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One large figure. ``hidden`` figures carry no number at all."""

    label: str
    field: str
    number: str
    sign: str
    span: str
    counted: str
    bar: SafeString
    how: How | None
    hidden: bool = False


def svg(drawing: str) -> SafeString:
    """A drawing of ``beforehand.charts``, which escapes every word in it."""
    return mark_safe(drawing)  # noqa: S308 - made by our own charts from escaped words


def number_and_sign(said: str) -> tuple[str, str]:
    """``46.6%`` as ``46.6`` and ``%``; the sign is drawn smaller."""
    for sign in ("%", "×"):
        if said.endswith(sign):
            return said.removesuffix(sign).rstrip(), sign
    return said, ""


def counted(figure: Figure) -> str:
    """``4,753 of 7,659``, or the count alone, or nothing."""
    if figure.numerator is None:
        return ""
    above = say(charts.count(figure.numerator))
    if figure.denominator is None:
        return above
    return _("%(part)s of %(all)s") % {
        "part": above,
        "all": say(charts.count(figure.denominator)),
    }


def how(figure: Figure, recorded: Figure | None = None, source: SourceClass | None = None) -> How:
    """The definition, source, data and recipe of a figure."""
    return How(
        definition=say(figure.definition),
        counted=counted(figure),
        interval=_interval(figure),
        unknown=figure.unknown,
        recorded=_recorded(figure, recorded),
        source=figure.source,
        made_up=figure.made_up,
        short_hash=figure.data_hash[:8],
        data_hash=figure.data_hash,
        recipe=_recipe(figure, source),
        pin=pin_address(figure),
    )


def how_seen(figure: Figure, source: SourceClass, asker: Asker) -> How:
    """The same, without a pin where the role could pin nothing: see ``desk.pinning``."""
    told = how(figure, source=source)
    may_pin = asker.sees_small_counts or source.kind is SourceKind.AGGREGATE
    return told if may_pin else replace(told, pin="")


def pin_address(figure: Figure) -> str:
    """Where the figure is pinned as a claim; empty if nothing counts it again."""
    if not ledger.counts_again(figure.recipe):
        return ""
    return f"{reverse('desk:claim_pin')}?{urlencode({'figure': token_of(figure.recipe)})}"


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return say(charts.span(figure))
    return _("%(span)s: %(meaning)s (%(method)s, %(level)s)") % {
        "span": say(charts.span(figure)),
        "meaning": meaning(figure.interval),
        "method": figure.interval.method,
        "level": say(charts.percent(figure.interval.level, 0)),
    }


def meaning(interval: Interval) -> str:
    """What an interval speaks about, in the reader's language."""
    return say(MEANINGS[interval.meaning])


def _recorded(figure: Figure, recorded: Figure | None) -> str:
    if recorded is None or recorded.denominator == figure.denominator:
        return ""
    return f"{say(charts.value(recorded))} ({counted(recorded)})"


def _recipe(figure: Figure, source: SourceClass | None) -> str:
    command = understand.command_of(figure.recipe, source) if source else ""
    if command:
        return command
    asked = ", ".join(f"{name}={value}" for name, value in figure.recipe.parameters.items())
    return f"{figure.recipe.function}({asked})"


def shown(
    figure: Figure,
    label: str,
    field: str = "",
    recorded: Figure | None = None,
    source: SourceClass | None = None,
) -> Shown:
    """A large figure with its interval drawn under it."""
    number, sign = number_and_sign(say(charts.value(figure)))
    return Shown(
        label=label,
        field=field,
        number=number,
        sign=sign,
        span=say(charts.span(figure)),
        counted=counted(figure),
        bar=svg(charts.interval_bar(figure, language())),
        how=how(figure, recorded, source),
    )


def withheld(label: str, field: str = "") -> Shown:
    """In the place of a figure that the reader's role may not see."""
    return Shown(
        label=label,
        field=field,
        number="",
        sign="",
        span="",
        counted="",
        bar=svg(""),
        how=None,
        hidden=True,
    )
