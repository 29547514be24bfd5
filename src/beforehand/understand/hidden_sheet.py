"""The brief's page on who was not seen: words and drawings, ready for the template."""

from __future__ import annotations

from typing import Any, TypeGuard

from beforehand import charts
from beforehand.records.hidden import HiddenPopulation, HiddenVerdict
from beforehand.understand.hidden_readings import SAYS_OVERLAPS, says_methods
from beforehand.understand.hidden_sentences import (
    may_not_say,
    may_say,
    said_total,
    says_verdict,
    verdict_words,
)
from beforehand.understand.hidden_veil import veiled, withholds
from beforehand.words import Words, speak, words

_KINDS: dict[HiddenVerdict, Words] = {
    HiddenVerdict.ESTIMATE: words("An estimate"),
    HiddenVerdict.RANGE: words("A range only"),
    HiddenVerdict.NONE: words("No estimate warranted"),
}


def is_told(told: HiddenPopulation | None) -> TypeGuard[HiddenPopulation]:
    """Whether the brief has a page of it: not where fewer than 11 people were seen."""
    return told is not None and told.seen.value >= charts.LEAST_PEOPLE


def hidden_content(told: HiddenPopulation, language: str) -> dict[str, Any]:
    """Strings and SVG alone.

    Where a group is of fewer than 11 people no group is drawn: the brief says elsewhere how many
    people each partner saw, and the sizes of the lists would give the small one back.
    """
    shared = charts.HiddenCharts(
        told=told, least=charts.LEAST_PEOPLE, language=language, palette=charts.PAPER
    ).overlaps()
    if withholds(told):
        shared = ""
    told = veiled(told)

    def said(what: Words | str) -> str:
        return speak(what, language)

    methods = charts.HiddenCharts(told=told, language=language, palette=charts.PAPER).methods()
    total = said_total(told) if told.verdict is not HiddenVerdict.NONE else None
    bar = charts.people_bar(total, told.seen.value, language, charts.PAPER) if total else ""
    return {
        "title": said(words("Who was not seen")),
        "kind": said(_KINDS[told.verdict]),
        "verdict": said(verdict_words(told)),
        "says": said(says_verdict(told)),
        "warnings": [said(one) for one in told.warnings if not _tells_few(one)],
        "bar": bar,
        "pictures": [
            {"title": said(title), "say": said(say), "drawing": drawing}
            for title, say, drawing in (
                (words("Who shares whom"), SAYS_OVERLAPS, shared),
                (words("Every method beside the others"), says_methods(told), methods),
            )
            if drawing
        ],
        "may_title": said(words("This may be said")),
        "may": [said(one) for one in may_say(told)],
        "may_not_title": said(words("This may not")),
        "may_not": [said(one) for one in may_not_say(told)],
        "note": said(_SMALL),
    }


def _tells_few(warning: Words) -> bool:
    """Whether a warning may tell a group of fewer than 11 people: any small number in it counts."""
    found = (str(one).replace(",", "") for one in warning.params.values())
    return any(one.isdecimal() and int(one) < charts.LEAST_PEOPLE for one in found)


_SMALL = words(
    "Where a group is of fewer than {least} people, nobody is drawn by who saw them. Answers are "
    "rounded to two digits.",
    least=charts.LEAST_PEOPLE,
)
