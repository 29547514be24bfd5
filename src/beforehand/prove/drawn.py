"""Which message worked on our own page, at the looks that the plan has and at no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import numpy as np

from beforehand.charts import p_value, percent
from beforehand.records.codec import digest
from beforehand.records.creatives import Creatives, VersionPair, VersionShare
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, RecipeParameter, Unit
from beforehand.records.plan import MessageDraw, Plan
from beforehand.records.reach import Event, Visits
from beforehand.refusals import LookNotYet, NoSuchLook, NothingDrawn
from beforehand.stats.looks import draw_is_fair, look_weights, ratio_looks
from beforehand.stats.versions import anytime_share
from beforehand.words import Words, words

SOURCE = "Counts of our own page, by version and day"
MADE_UP = "Made-up counts of a made-up page, by version and day"
SHOWN = {
    Event.HELP: words("Looked up local help, of all who were shown this version"),
    Event.CHECKED: words("Finished the five questions, of all who were shown this version"),
    Event.REPORT: words("Opened the form to tell us, of all who were shown this version"),
}
Cells = np.ndarray[tuple[int, int], np.dtype[np.float64]]  # by look, by version: sums so far


def drawn_creatives(plan: Plan, visits: Visits, today: date, look: int | None = None) -> Creatives:
    """Compare the versions that our own page drew between, as the plan says.

    Only whole looks are told: between two of them the answer is that of the one before, from the
    counts up to its day alone.

    Args:
        plan: A sealed plan.
        visits: What our own page counted of its campaign.
        today: The day; a look is told from the day after its last one.
        look: Which look, from 1; None for the last one that may be told.

    Returns:
        Shares by version and each pair compared, over all looks until then. Where the draw cannot
        have been one with equal chances, or more tapped than were shown, no version is called
        better, and a warning says why.

    Raises:
        NothingDrawn: If the plan draws between no versions.
        LookNotYet: If that look, or the first one, is not over.
        NoSuchLook: If the plan has no such look.
    """
    draw = plan.draw
    if draw is None:
        raise NothingDrawn(plan=plan.id[:12])
    number = _look(draw, today, look)
    shown, worked = (
        _cells(draw, visits, number, Event.SHOWN),
        _cells(draw, visits, number, Event.WORKED),
    )
    against = tuple(_against(shown[-1], worked[-1]))
    read = _Read(plan, draw, digest((visits.campaign, shown.tolist(), worked.tolist())))
    return Creatives(
        drawn="page",
        looks=number,
        level=1 - draw.error,
        versions=tuple(
            VersionShare(
                version=name,
                share=read.share(name, worked[-1, i], shown[-1, i]),
                headlines={m.language: m.headline for m in plan.messages if m.version == name},
            )
            for i, name in enumerate(draw.versions)
            if shown[-1, i]
        ),
        pairs=tuple(
            read.pair(pair, shown[:, list(pair)], worked[:, list(pair)], told=not against)
            for pair in combinations(range(len(draw.versions)), 2)
            if shown[-1, list(pair)].all()
        ),
        made_up=plan.made_up,
        warnings=(*against, *_notes(draw, number)),
        worked=draw.worked,
        planned=draw.looks,
    )


def _look(draw: MessageDraw, today: date, look: int | None) -> int:
    over = sum(day < today for day in draw.looks)
    wanted = over if look is None else look
    if look is not None and not 1 <= look <= len(draw.looks):
        raise NoSuchLook(looks=len(draw.looks), look=look)
    if not 1 <= wanted <= over:
        following = draw.looks[max(wanted, over + 1) - 1]
        raise LookNotYet(
            looks=len(draw.looks),
            days=", ".join(day.isoformat() for day in draw.looks),
            next=following.isoformat(),
        )
    return wanted


def _cells(draw: MessageDraw, visits: Visits, looks: int, event: Event) -> Cells:
    found = np.zeros((looks, len(draw.versions)))
    for one in visits.counts:
        if one.event is event and one.version in draw.versions:
            column = draw.versions.index(one.version)
            for row, day in enumerate(draw.looks[:looks]):
                found[row, column] += one.count if one.day <= day else 0
    return found


def _against(shown: np.ndarray[tuple[int], np.dtype[np.float64]],
             worked: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Iterator[Words]:  # fmt: skip
    if not draw_is_fair(shown):
        yield words(
            "The versions were not shown equally often, as a draw with equal chances would show "
            "them. Something else chose, or somebody forged visits: nothing is compared."
        )
    if (worked > shown).any():
        yield words(
            "More tapped than were shown a version. Somebody tapped again and again, or forged "
            "it: nothing is compared."
        )


def _notes(draw: MessageDraw, number: int) -> Iterator[Words]:
    looks = len(draw.looks)
    yield words(
        "Look {number} of {looks} that the plan has, with the counts to {day}. The chance that any "
        "of the {looks} calls any two versions different that are alike is at most {error}.",
        number=number,
        looks=looks,
        day=draw.looks[number - 1].isoformat(),
        error=percent(draw.error),
    )
    yield words(
        "It counts taps on our page, not people, nor whether they were helped. Who called a number "
        "straight from the page is not in it, and who came twice is in it twice."
    )


class _Read:
    """Figures of one comparison, each with where it comes from."""

    def __init__(self, plan: Plan, draw: MessageDraw, data_hash: str) -> None:
        self._plan, self._draw, self._data_hash = plan, draw, data_hash
        pairs = len(draw.versions) * (len(draw.versions) - 1) // 2
        self._error = draw.error / pairs
        self._weights = look_weights(len(draw.looks))

    def share(self, version: str, worked: float, shown: float) -> Figure:
        kept, of = int(min(worked, shown)), int(shown)
        low, high = anytime_share(kept, of, 1 - self._draw.error)
        interval = Interval(low=low, high=high, method="beta mixture, at every look",
                            meaning=Meaning.SAMPLING, level=1 - self._draw.error)  # fmt: skip
        return self._figure(
            kept / of, Unit.SHARE, SHOWN[self._draw.worked], interval,
            {"version": version}, (kept, of),
        )  # fmt: skip

    def pair(self, pair: tuple[int, int], shown: Cells, worked: Cells, *, told: bool
             ) -> VersionPair:  # fmt: skip
        if worked[-1, 0] / shown[-1, 0] < worked[-1, 1] / shown[-1, 1]:
            pair, shown, worked = pair[::-1], shown[:, ::-1], worked[:, ::-1]
        first, second = (self._draw.versions[i] for i in pair)
        found = ratio_looks(shown, worked, self._weights[: len(shown)], self._error)
        p, low, high = float(found.p), float(found.low), float(found.high)
        shares = worked[-1] / shown[-1]
        over_all = min(1.0, p * self._draw.error / self._error)
        better = ""
        if told and p <= self._error and low <= high:
            better = first if low > 1 else second
        ratio = None
        if told and shares.all() and low <= high:
            interval = Interval(
                low=low, high=high if np.isfinite(high) else None, level=1 - self._draw.error,
                method="exact, at every planned look", meaning=Meaning.SAMPLING,
            )  # fmt: skip
            ratio = self._figure(
                float(shares[0] / shares[1]), Unit.RATIO,
                words("Taps for each visit: “{first}” to “{second}”", first=first, second=second),
                interval, {"first": first, "second": second}, None,
            )  # fmt: skip
        return VersionPair(
            first=first, second=second, p=p, p_adjusted=over_all, better=better,
            sentence=pair_words(first, second, better, over_all if told else None), ratio=ratio,
        )  # fmt: skip

    def _figure(
        self, value: float, unit: Unit, definition: Words, interval: Interval,
        of: dict[str, RecipeParameter], counts: tuple[int, int] | None,
    ) -> Figure:  # fmt: skip
        return Figure(
            value=value, unit=unit, definition=definition, interval=interval,
            source=MADE_UP if self._plan.made_up else SOURCE, data_hash=self._data_hash,
            recipe=Recipe(function="prove.drawn", parameters={"plan": self._plan.id, **of}),
            numerator=counts[0] if counts else None, denominator=counts[1] if counts else None,
            made_up=self._plan.made_up,
        )  # fmt: skip


def pair_words(first: str, second: str, better: str, p: float | None) -> Words:
    """The verdict on two versions; ``p`` is None where it is not told."""
    tail = {} if p is None else {"p": p_value(p)}
    if not better:
        if p is None:
            return words("We cannot tell “{first}” and “{second}” apart.",
                         first=first, second=second)  # fmt: skip
        return words("We cannot tell “{first}” and “{second}” apart (p {p}).",
                     first=first, second=second, **tail)  # fmt: skip
    other = second if better == first else first
    if p is None:
        return words("“{better}” works better than “{other}”.", better=better, other=other)
    return words("“{better}” works better than “{other}” (p {p}).",
                 better=better, other=other, **tail)  # fmt: skip
