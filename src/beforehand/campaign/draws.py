"""The draw of a message version on our own page, as the plan seals it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beforehand.charts import percent
from beforehand.records.plan import DesignKind, MessageDraw, Window
from beforehand.records.reach import Event
from beforehand.words import Words, words

if TYPE_CHECKING:
    from beforehand.campaign.request import PlanRequest

TAPS = (Event.HELP, Event.CHECKED, Event.REPORT)
LOOKS = 4
MOST_VERSIONS, MOST_LOOKS = 4, 12
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def message_draw(
    versions: tuple[str, ...],
    window: Window,
    *,
    worked: Event = Event.HELP,
    looks: int = LOOKS,
    error: float = 0.05,
) -> MessageDraw:
    """A draw between versions, looked at equally often over the campaign, the last time at its end.

    Args:
        versions: Of the plan's messages; each is drawn with the same chance.
        window: The campaign: versions are drawn on its days alone.
        worked: Which tap on the page counts.
        looks: How often it is looked at, 1 or more.
        error: Chance that any look calls any two versions different that are alike.
    """
    return MessageDraw(
        versions=versions, worked=worked, looks=look_days(window, looks), error=error
    )


TAP_WORDS = {
    Event.HELP: words("looked up local help"),
    Event.CHECKED: words("finished the five questions"),
    Event.REPORT: words("opened the form to tell us"),
}


def draw_words(draw: MessageDraw) -> Words:
    """The draw in a sentence."""
    return words(
        "Draws between {versions} at each visit, with equal chances; what counts: {tap}. Looked at "
        "{looks} times, the last time on {end}; wrong in at most {error} of such campaigns.",
        versions=", ".join(draw.versions),
        tap=TAP_WORDS[draw.worked],
        looks=len(draw.looks),
        end=draw.looks[-1].isoformat(),
        error=percent(draw.error),
    )


def look_days(window: Window, looks: int) -> tuple[date, ...]:
    """The last day that each look counts: the campaign's days in equal parts, whole days."""
    days = (window.end - window.start).days + 1
    return tuple(
        window.start + timedelta(days=days * look // looks - 1) for look in range(1, looks + 1)
    )


def draw_faults(request: PlanRequest) -> Iterator[tuple[bool, Words, Words]]:
    """What no draw could mean: whether it is so, what is wrong, and how to mend it."""
    draw, window = request.draw, request.window
    if draw is None:
        return
    known = {one.version for one in request.messages}
    strange = [one for one in draw.versions if one not in known or not _NAME.fullmatch(one)]
    yield (
        not 2 <= len(set(draw.versions)) == len(draw.versions) <= MOST_VERSIONS,
        words("it draws between fewer than two versions, or more than {most}", most=MOST_VERSIONS),
        words("Name two versions of its messages or more, each once."),
    )
    yield (
        bool(strange),
        words("{version} is no version to draw", version=strange[0] if strange else ""),
        words("Name versions of its messages, in small letters, digits and single hyphens."),
    )
    yield (
        request.design is DesignKind.ARMS,
        words("its places are drawn for a message each, and its page would draw another"),
        words("Choose one of the two."),
    )
    yield (
        draw.worked not in TAPS,
        words("{tap} is no tap of the page", tap=draw.worked),
        words("Choose help, checked or report."),
    )
    yield (
        not 0.001 <= draw.error <= 0.2,
        words("the error rate of its looks is out of range"),
        words("Give 0.05, for instance: 0.001 to 0.2."),
    )
    ordered = sorted(set(draw.looks)) == list(draw.looks) and len(draw.looks) <= MOST_LOOKS
    within = bool(draw.looks) and draw.looks[0] >= window.start and draw.looks[-1] == window.end
    yield (
        not (ordered and within),
        words("its looks are not days of the campaign, one after the other"),
        words("Give at most {most} looks, and a campaign of as many days.", most=MOST_LOOKS),
    )
