"""The survey on our own page: when and where it is asked, and what its counts come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from beforehand.prove.survey import LEAST, check_wording, questionnaire
from beforehand.records.codec import digest
from beforehand.records.plan import Arm, DesignKind, Plan
from beforehand.records.survey import (
    AnswerCount,
    SurveyForm,
    SurveyTallies,
    SurveyTally,
    Wave,
)
from beforehand.refusals import SurveyOpen
from beforehand.words import words

AFTER_DAYS: Final = 28
"""How long is asked after the campaign; fixed, so that nobody stops when it looks well."""

REST: Final = ("rest", "rest")
Stratum = tuple[str, str]


def survey_forms(plan: Plan) -> tuple[SurveyForm, ...]:
    """The two waves, asked alike in warned and held-out places; none where nobody is held out.

    Both are asked in the wording that the plan was sealed with.

    Before: from the seal to the last day before the first post. After: 28 days from the end. A
    stepped rollout has served everybody by then, so that there is nobody to compare.
    """
    arms = {one.arm for one in plan.places}
    if plan.lots.design is DesignKind.STEPPED or not {Arm.TREATED, Arm.HELD_OUT} <= arms:
        return ()
    asked = questionnaire(plan.survey_wording)
    whole = SurveyForm(
        wording=asked.version,
        wave=Wave.BEFORE,
        opens_on=plan.sealed_on,
        closes_on=plan.window.start - timedelta(days=1),
        places=tuple(sorted(_arms(plan))),
        items=tuple(item.id for item in asked.items),
        answers=tuple(asked.answers),
    )
    first = plan.window.end + timedelta(days=1)
    last = plan.window.end + timedelta(days=AFTER_DAYS)
    return whole, replace(whole, wave=Wave.AFTER, opens_on=first, closes_on=last)


def answered(counts: Iterable[AnswerCount]) -> dict[Wave, int]:
    """How many people answered in each wave, over all places: each answers every item once."""
    found: Counter[tuple[Wave, str, str]] = Counter()
    for one in counts:
        found[one.wave, one.wording, one.item] += one.count
    people: dict[tuple[Wave, str], int] = {}
    for (wave, wording, _), number in found.items():
        people[wave, wording] = max(number, people.get((wave, wording), 0))
    return {wave: sum(n for (w, _), n in people.items() if w is wave) for wave in Wave}


def survey_tallies(plan: Plan, counts: Iterable[AnswerCount], today: date) -> SurveyTallies:
    """What our own page counted, as the analysis reads it, once nobody answers any more.

    Age bands and genders that are too rare to be compared in every group and wave are put
    together; if even together they are too few, they are left out, and how many is said. That
    looks at how many answered, never at what.

    Args:
        plan: A sealed plan; places that did not take part are not looked at.
        counts: Of its campaign, from the drop.
        today: The day.

    Raises:
        SurveyOpen: If the wave after is not over.
        OtherWording: If something was answered in another wording than the plan pins.
    """
    closes = plan.window.end + timedelta(days=AFTER_DAYS)
    if today <= closes:
        raise SurveyOpen(closes=closes.isoformat())
    arms = _arms(plan)
    kept = [one for one in counts if one.place in arms]
    for one in kept:
        check_wording(plan, one.wording, words("our own page"))
    into, left_out = _strata(kept, arms)
    tallies = tuple(_tallies(kept, into))
    return SurveyTallies(
        version=plan.survey_wording,
        tallies=tallies,
        source="the survey on our own page",
        data_hash=digest(tallies),
        made_up=plan.made_up,
        left_out=left_out,
    )


def _arms(plan: Plan) -> dict[str, Arm]:
    tested = {Arm.TREATED, Arm.HELD_OUT}
    return {one.place.code: one.arm for one in plan.places if one.arm in tested}


def _strata(
    kept: Iterable[AnswerCount], arms: Mapping[str, Arm]
) -> tuple[dict[Stratum, Stratum], int]:
    """Where each age band and gender goes, the rare ones together; and how many are left out."""
    people: defaultdict[Stratum, Counter[tuple[Arm, Wave]]] = defaultdict(Counter)
    for one in kept:
        if one.item == questionnaire(one.wording).items[0].id:  # every person answers every item
            people[one.age, one.gender][arms[one.place], one.wave] += one.count
    rare = [stratum for stratum, cells in people.items() if not _enough(cells)]
    rest: Counter[tuple[Arm, Wave]] = sum((people[stratum] for stratum in rare), Counter())
    into = {stratum: stratum for stratum in people if stratum not in rare}
    if into and not _enough(rest):
        return into, rest.total()
    return into | dict.fromkeys(rare, REST), 0


def _enough(cells: Counter[tuple[Arm, Wave]]) -> bool:
    return all(cells[arm, wave] >= LEAST for arm in (Arm.TREATED, Arm.HELD_OUT) for wave in Wave)


def _tallies(kept: list[AnswerCount], into: Mapping[Stratum, Stratum]) -> Iterable[SurveyTally]:
    wordings = {one.wording for one in kept}
    right = {item.id: item.right for w in wordings for item in questionnaire(w).items}
    found: Counter[tuple[str, Wave, Stratum, str]] = Counter()
    knew: Counter[tuple[str, Wave, Stratum, str]] = Counter()
    for one in kept:
        stratum = into.get((one.age, one.gender))
        if stratum is not None and one.item in right:
            cell = (one.place, one.wave, stratum, one.item)
            found[cell] += one.count
            knew[cell] += one.count if one.answer == right[one.item] else 0
    for (place, wave, (age, gender), item), answers in sorted(found.items()):
        yield SurveyTally(
            place=place, wave=wave, age=age, gender=gender, item=item, answers=answers,
            right=knew[place, wave, (age, gender), item],
        )  # fmt: skip
