"""The people on no list: who shares whom, and every answer beside the others."""

from __future__ import annotations

import math
from dataclasses import dataclass

from beforehand.charts.curves import Curve, curve
from beforehand.charts.models import Answer, Mark, answers
from beforehand.charts.numbers import count
from beforehand.charts.svg import Palette
from beforehand.charts.upset import Combination, Overlaps, told_apart, upset
from beforehand.records.figure import Figure
from beforehand.records.hidden import HiddenEstimate, HiddenPopulation, HiddenVariant
from beforehand.words import Words, speak, words

MOST_MODELS, MOST_PAIRS = 12, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenCharts:
    """Draws one estimate; empty where there is nothing to draw.

    Attributes:
        told: What to draw.
        least: Overlaps of fewer people are not told, nor, beside one that is not, what other
            lists than all of them say: that would be further equations to solve for it.
        narrow: For 320 px.
        language: Of the words.
        palette: Explicit colours; None: classes.
    """

    told: HiddenPopulation
    least: int = 0
    narrow: bool = False
    language: str = "en"
    palette: Palette | None = None

    def overlaps(self) -> str:
        """Lists, and the people on each combination of them; empty if none may be told."""
        shown = overlaps_of(self.told)
        if self.least:
            shown = told_apart(shown, self.least)
        if not shown.combinations:
            return ""
        return upset(shown, narrow=self.narrow, language=self.language, palette=self.palette)

    @property
    def withholds(self) -> bool:
        """Whether some group of people is too small to be told."""
        return bool(self.least) and told_apart(overlaps_of(self.told), self.least).not_told > 0

    def methods(self) -> str:
        """Every method's answer, refused ones with the reason."""
        return self._answers([self._method(one, self.told.chosen) for one in self.told.estimates])

    def models(self) -> str:
        """Single models within reach of the best."""
        if self.withholds:
            return ""
        return self._answers([self._method(one, "") for one in self.told.models[:MOST_MODELS]])

    def changed(self) -> str:
        """Without each list, and with two lists as one, under the answer from all.

        Of the pairs that could be one, those that move the answer most.
        """
        if self.withholds:
            return ""
        pairs = sorted(self.told.merged, key=self._moves, reverse=True)[:MOST_PAIRS]
        return self._answers([*self._whole(), *map(_variant, (*self.told.left_out, *pairs))])

    def strata(self) -> str:
        """Parts of the people, each estimated by itself."""
        if self.withholds:
            return ""
        return self._answers([*self._whole(), *map(_variant, self.told.strata)])

    def trajectory(self) -> str:
        """The answer as lists are added one by one."""
        if self.withholds:
            return ""
        return self._answers([_variant(one) for one in self.told.trajectory], joined=True)

    def consistency(self) -> str:
        """Lists of known size, each estimated from the others, as times what is known."""
        if self.withholds:
            return ""
        rows = [
            _times(one.name, one.truth, one.estimate, one.reason) for one in self.told.consistency
        ]
        mark = Mark(value=1.0, label=words("as many as there are"), ratio=True)
        return self._answers(rows, mark)

    def sensitivity(self) -> str:
        """The answer under a dependence that no table shows."""
        points = tuple((one.times, one.total.value) for one in self.told.sensitivity if one.total)
        total = self.told.total
        if len(points) < 2 or total is None or self.withholds:
            return ""
        ends = total.interval
        shown = Curve(
            points=tuple(sorted(points)),
            value=total.value,
            low=ends.low if ends else None,
            high=ends.high if ends else None,
            across=words("the unseen, as times what the method says"),
        )
        return curve(shown, narrow=self.narrow, language=self.language, palette=self.palette)

    def _answers(
        self, rows: list[Answer], mark: Mark | None = None, *, joined: bool = False
    ) -> str:
        if not rows:
            return ""
        seen = self.told.seen.value
        return answers(
            rows,
            mark or Mark(value=seen, label=words("seen {number}", number=count(seen))),
            joined=joined,
            narrow=self.narrow,
            language=self.language,
            palette=self.palette,
        )

    def _moves(self, one: HiddenVariant) -> float:
        """How many times the answer moves, as a logarithm; most where none is left."""
        whole, total = self.told.total, one.total
        if total is None or whole is None or not total.value > 0:
            return math.inf
        return abs(math.log(total.value / whole.value))

    def _whole(self) -> list[Answer]:
        if self.told.total is None:
            return []
        return [_answer(words("All lists"), self.told.total, chosen=True)]

    def _method(self, one: HiddenEstimate, chosen: str) -> Answer:
        terms = len(one.model)
        sub = words("1 dependence") if terms == 1 else words("{n} dependences", n=terms)
        return _answer(
            one.label,
            one.total,
            sub=sub if terms else "",
            why=one.reason,
            chosen=one.method == chosen,
        )


def overlaps_of(told: HiddenPopulation) -> Overlaps:
    """The lists and their combinations as ``upset`` draws them."""
    places = {one.name: at for at, one in enumerate(told.lists)}
    return Overlaps(
        names=tuple(speak(one.label) for one in told.lists),
        sizes=tuple(round(one.people.value) for one in told.lists),
        combinations=tuple(
            Combination(
                on=tuple(sorted(places[name] for name in one.lists)),
                people=None if one.people is None else round(one.people.value),
                at_most=one.at_most,
            )
            for one in told.overlaps
        ),
    )


def _variant(one: HiddenVariant) -> Answer:
    return _answer(one.label, one.total, why=one.reason)


def _answer(
    label: Words | str,
    total: Figure | None,
    *,
    sub: Words | str = "",
    why: Words | None = None,
    chosen: bool = False,
) -> Answer:
    ends = total.interval if total else None
    return Answer(
        label=label,
        sub=sub,
        value=total.value if total else None,
        low=ends.low if ends else None,
        high=ends.high if ends else None,
        why=why or words("no answer"),
        chosen=chosen,
    )


def _times(name: str, truth: Figure, estimate: Figure | None, why: Words | None) -> Answer:
    ends = estimate.interval if estimate else None
    known = truth.value
    return Answer(
        label=name,
        sub=words("there are {number}", number=count(known)),
        value=estimate.value / known if estimate else None,
        low=ends.low / known if ends and ends.low else None,
        high=ends.high / known if ends and ends.high else None,
        why=why or words("no answer"),
    )
