"""How many answered the survey: by wave, over all places, never by who was warned."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext

from beforehand import prove, release
from beforehand.records.plan import Plan
from beforehand.records.survey import AnswerCount, Wave


def survey_lines(plan: Plan, counts: Iterable[AnswerCount]) -> tuple[str, ...]:
    """A sentence a wave; none where no survey is asked. Fewer than the threshold stay unsaid."""
    people = prove.answered(counts)
    names = {Wave.BEFORE: gettext("before"), Wave.AFTER: gettext("after")}
    return tuple(_line(names[one.wave], people[one.wave]) for one in prove.survey_forms(plan))


def _line(wave: str, people: int) -> str:
    if people < release.THRESHOLD:
        said = gettext("Survey, {wave}: fewer than {least} people answered.")
        return said.format(wave=wave, least=release.THRESHOLD)
    said = ngettext(
        "Survey, {wave}: {people} person answered, over all places.",
        "Survey, {wave}: {people} people answered, over all places.",
        people,
    )
    return said.format(wave=wave, people=people)
