"""What people know and believe, in warned and held-out places, before and after."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from beforehand.charts import count, decimal
from beforehand.csv_rows import read_rows
from beforehand.prove.designs import allowed
from beforehand.prove.verdicts import finite, verdict_of
from beforehand.records.codec import from_json
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.records.impact import Lift, LiftRequest, Verdict
from beforehand.records.plan import Plan
from beforehand.records.survey import (
    WORDING,
    Questionnaire,
    SurveyTallies,
    SurveyTally,
    Wave,
)
from beforehand.refusals import BadSurveyRow, OtherWording, PlaceNotInPanel, TooFewAnswers
from beforehand.stats.surveys import (
    SurveyCells,
    SurveyTest,
    clustered_survey_test,
    survey_test,
)
from beforehand.words import Words, words

VERSION = WORDING
COLUMNS = ("place", "wave", "age", "gender", "item", "answers", "right")
LEAST = 11  # answers in each arm, wave, age band and gender
OUTCOME = words("knowing the signs (five questions asked)").template  # spoken where it is shown


@cache
def questionnaire(version: str = VERSION) -> Questionnaire:
    """The items of a version, in every language."""
    name = version.replace("-", "_") + ".json"
    data = (files("beforehand") / "data" / "survey" / name).read_bytes()
    return from_json(Questionnaire, json.dumps(json.loads(data)).encode())


def check_wording(plan: Plan, given: str, file: str | Words) -> None:
    """Answers belong to the wording that the plan was sealed with.

    Raises:
        OtherWording: If they do not.
    """
    if given != plan.survey_wording:
        raise OtherWording(sealed=plan.survey_wording, file=file, given=given)


def read_survey(path: Path, version: str = VERSION, *, made_up: bool = False) -> SurveyTallies:
    """Read tallies of answers: place, wave, age, gender, item, answers, right.

    Args:
        path: CSV, one row for each place, wave (before, after), age band, gender and item. Rows
            that are missing are 0 answers.
        version: Which wording was asked; its items and no others may stand in the file.
        made_up: Whether nobody was asked.

    Raises:
        BadSurveyRow: If a cell cannot be right, or two rows count the same; names the line.
        UnreadableFile, MissingColumn: If it is no such table.
    """
    items = {item.id for item in questionnaire(version).items}
    seen: set[tuple[str, ...]] = set()
    tallies = []
    for line, cells in read_rows(path, COLUMNS):
        place, wave, age, gender, item = cells[:5]
        reason = _wrong(cells, items, seen)
        if reason is not None:
            raise BadSurveyRow(file=path.name, line=line, reason=reason)
        seen.add(cells[:5])
        tallies.append(
            SurveyTally(place=place, wave=Wave(wave), age=age, gender=gender, item=item,
                        answers=int(cells[5]), right=int(cells[6]))
        )  # fmt: skip
    return SurveyTallies(
        version=version,
        tallies=tuple(tallies),
        source=path.name,
        data_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        made_up=made_up,
    )


def _wrong(cells: tuple[str, ...], items: set[str], seen: set[tuple[str, ...]]) -> Words | None:
    if cells[1] not in set(Wave):
        return words("the wave is “before” or “after”")
    if cells[4] not in items:
        return words("“{item}” is no item of this version", item=cells[4])
    if not (cells[5].isdecimal() and cells[6].isdecimal() and len(cells[5]) < 10):
        return words("answers and right answers are whole numbers")
    if int(cells[6]) > int(cells[5]):
        return words("there are more right answers than answers")
    return words("another row counts the same") if cells[:5] in seen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    places: tuple[str, ...]
    strata: tuple[tuple[str, str], ...]
    cells: SurveyCells


def survey_lift(tallies: SurveyTallies, request: LiftRequest, *, rng: Generator) -> Lift:
    """The change in what is known in warned places, less the change in held-out places.

    Args:
        tallies: Answers recruited alike in both groups of places, before and after.
        request: Treated places; with lots, the test draws them again; without, places are left
            out one by one and the answer is exploratory. Its dates and method are not looked at.
        rng: Draws assignments where they are too many to list.

    Returns:
        A ``Lift`` of method "survey": ``ratio`` holds the difference (0.1 is ten points more),
        ``low`` and ``high`` its interval.

    Raises:
        TooFewAnswers: If a group, wave, age band and gender has fewer than 11 answers to an item.
        PlaceNotInPanel: If a place that took part was not asked.
    """
    drawn = request.lots is not None or bool(request.assignments)
    if drawn:
        places, assignments = allowed(request, rng)
    else:
        places = tuple(dict.fromkeys(one.place for one in tallies.tallies))
        assignments = np.zeros((0, len(places)), dtype=np.bool_)
    table = _table(tallies, places)
    treated = np.array([place in request.treated for place in places])
    _check(table, treated, request)
    found = (
        survey_test(table.cells, treated, assignments, request.level)
        if drawn
        else clustered_survey_test(table.cells, treated, request.level)
    )
    return _lift(tallies, request, found, drawn)


def _table(tallies: SurveyTallies, places: tuple[str, ...]) -> _Table:
    items = [item.id for item in questionnaire(tallies.version).items]
    strata = tuple(sorted({(one.age, one.gender) for one in tallies.tallies}))
    shape = (len(places), len(Wave), len(strata), len(items))
    answers, right = np.zeros(shape), np.zeros(shape)
    row = {place: i for i, place in enumerate(places)}
    for one in tallies.tallies:
        if one.place in row:
            at = (row[one.place], list(Wave).index(one.wave), strata.index((one.age, one.gender)),
                  items.index(one.item))  # fmt: skip
            answers[at] += one.answers
            right[at] += one.right
    return _Table(places=places, strata=strata, cells=SurveyCells(answers=answers, right=right))


def _check(table: _Table, treated: NDArray[np.bool_], request: LiftRequest) -> None:
    for place in request.treated:
        if place not in table.places:
            raise PlaceNotInPanel(place=place, nearest=table.places[0] if table.places else "")
    for arm, side in ((words("warned"), treated), (words("held-out"), ~treated)):
        counts = table.cells.answers[side].sum(axis=0)
        for wave, stratum in np.ndindex(counts.shape[:2]):
            fewest = int(counts[wave, stratum].min())
            if fewest < LEAST:
                age, gender = table.strata[stratum]
                raise TooFewAnswers(arm=arm, wave=list(Wave)[wave].value, age=age, gender=gender,
                                    answers=fewest, needed=LEAST)  # fmt: skip


def _lift(tallies: SurveyTallies, request: LiftRequest, found: SurveyTest, drawn: bool) -> Lift:
    low, high = (finite(end) for end in found.interval)
    verdict = verdict_of(found.p_value, request.level, found.difference > 0)
    return Lift(
        method="survey",
        inference="permutation" if drawn else "jackknife over places",
        outcome=OUTCOME,
        exploratory=not drawn,
        treated=request.treated,
        effect_per_unit=found.difference,
        effect_total=found.difference,
        lift=found.difference,
        ratio=_difference(tallies, found, (low, high), request),
        low=low,
        high=high,
        level=request.level,
        p=found.p_value,
        assignments=found.compared,
        minimum_detectable_ratio=None,
        weights={},
        l2_imbalance=None,
        scaled_l2_imbalance=None,
        verdict=verdict,
        sentence=points_sentence(verdict, found.difference, low, high),
        data_hash=tallies.data_hash,
        made_up=tallies.made_up,
        warnings=tuple(_warnings(tallies, found, drawn)),
        started_on=request.start,
        ended_on=request.end,
    )


def _difference(
    tallies: SurveyTallies,
    found: SurveyTest,
    ends: tuple[float | None, float | None],
    request: LiftRequest,
) -> Figure:
    return Figure(
        value=found.difference,
        unit=Unit.DIFFERENCE,
        definition=words(
            "Change in the share of right answers in warned places less the change in held-out "
            "places, weighted by age and gender"
        ),
        source=tallies.source,
        data_hash=tallies.data_hash,
        recipe=Recipe(function="prove.survey", parameters={"version": tallies.version}),
        interval=Interval(
            low=ends[0],
            high=ends[1],
            method="randomisation" if found.compared else "jackknife over places",
            meaning=Meaning.MODEL,
            level=request.level,
        ),
        made_up=tallies.made_up,
    )


def points_sentence(
    verdict: Verdict, difference: float, low: float | None, high: float | None
) -> Words:
    """The effect in percentage points in one sentence."""
    between = _between(low, high)
    if verdict is Verdict.CANNOT_TELL:
        return words("We cannot tell whether people know the signs better: {between} fits what was "
                     "answered.", between=between)  # fmt: skip
    return words(
        "Right answers changed by {points} points more in warned places than in held-out ones "
        "({between}).",
        points=points(difference),
        between=between,
    )


def _between(low: float | None, high: float | None) -> Words:
    if low is None and high is None:
        return words("any number of points")
    if low is None:
        return words("at most {high} points", high=points(high or 0.0))
    if high is None:
        return words("at least {low} points", low=points(low))
    return words("{low} to {high} points", low=points(low), high=points(high))


def points(share: float) -> Words:
    """A difference of shares in points, with its sign."""
    sign = "−" if round(share, 3) < 0 else "+"
    return words("{sign}{points}", sign=sign, points=decimal(abs(100 * share)))


def _warnings(tallies: SurveyTallies, found: SurveyTest, drawn: bool) -> Iterator[Words]:
    total = Counter(one.wave for one in tallies.tallies for _ in range(one.answers))
    before, after = (share * 100 for share in found.scores[:2])
    others = tuple(share * 100 for share in found.scores[2:])
    yield words(
        "Right answers: warned places {a} % before and {b} % after; held-out places {c} % and "
        "{d} %. {n} answers before, {m} after.",
        a=round(before), b=round(after), c=round(others[0]), d=round(others[1]),
        n=count(total[Wave.BEFORE]), m=count(total[Wave.AFTER]),
    )  # fmt: skip
    yield words("It speaks of those who answered, and only if people were invited alike in both.")
    if 0 < tallies.left_out < LEAST:
        yield words(
            "Fewer than {least} people are left out: too few of their age and gender answered to "
            "compare them.",
            least=LEAST,
        )
    elif tallies.left_out:
        yield words(
            "{n} people are left out: too few of their age and gender answered to compare them.",
            n=count(tallies.left_out),
        )
    if not drawn:
        yield words("Exploratory: these places were not drawn by lot.")
    if math.isinf(found.interval[0]) and math.isinf(found.interval[1]):
        yield words("Too few places to say how sure this is.")
