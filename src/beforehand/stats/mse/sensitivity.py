"""How far dependence that no table can show would move an estimate.

Every method fits the people seen and carries the fit over to those on no list. Nobody is there to
show whether it holds for them. Say that it is off by a factor: the unseen are ``factor`` times as
many as the fit says. Of two lists the factor is their odds ratio; of more it is the interaction of
all lists, which no table can tell (its inverse where their number is odd). What can be told is how
large such factors are where the truth is known, and how strong the dependences are that show.

Source:
    Aleshin-Guendel, Sadinle and Wakefield (2024), Biometrics 80(1), on what is not identified;
    Gerritse, van der Heijden and Bakker (2015), Journal of Official Statistics 31(3), on fixed
    odds ratios.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse import kernels
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.models import Terms, columns_of, existence, overlaps_of, pairs_of
from beforehand.words import Words, words

Floats = NDArray[np.float64]
FACTORS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_STEPS = 60
_FEWEST = (
    5.0  # people in the smallest corner of a pair's table, for its odds ratio to be a yardstick
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDependence:
    """How two lists go together among the people whom some other list saw.

    Attributes:
        pair: Pattern of the two lists.
        odds_ratio: Of their two-by-two table, complete since another list counts those on neither;
            half a person is added to each corner where one is empty.
        least: People in the smallest corner: few make the ratio shaky.
    """

    pair: int
    odds_ratio: float
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFactor:
    """How far off the fit is where the truth is known: among the people on one list.

    Attributes:
        place: Of that list.
        missed: People on it and on no other.
        foretold: How many the same model says there are, from the other lists' overlaps alone.
        factor: ``missed`` over ``foretold``: what the unseen could be off by just as well.
    """

    place: int
    missed: float
    foretold: float
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMoved:
    """People in all if two lists, independent in the model given the others, were not.

    Attributes:
        pair: Pattern of the two lists.
        totals: One for each odds ratio asked for; not a number where there is no fit.
    """

    pair: int
    totals: tuple[float, ...]


def moved(total: float, seen: float, factor: float) -> float:
    """People in all if the unseen are ``factor`` times as many as the fit says."""
    return seen + factor * (total - seen)


def factor_for(total: float, seen: float, other: float) -> float | None:
    """The factor at which an estimate becomes another; None where no factor does.

    Two lists of an estimate are independent at 1. Half the people in all, say, may be fewer than
    were seen: then nothing unseen can bring the estimate there.
    """
    if total <= seen or other <= seen:
        return None
    return (other - seen) / (total - seen)


def seen_dependences(lists: Lists) -> tuple[SeenDependence, ...]:
    """The odds ratio of every two lists among people on a third, strongest either way first.

    Nothing for two lists, whose dependence never shows.
    """
    at = np.arange(lists.counts.size)
    found = []
    for pair in pairs_of(lists.many) if lists.many > 2 else ():
        one, other = int(pair) & -int(pair), int(pair) & (int(pair) - 1)
        known = np.where(at & ~int(pair), lists.counts, 0.0)
        corners = np.array(
            [known[at & pair == corner].sum() for corner in (int(pair), one, other, 0)]
        )
        least = float(corners.min())
        both, first, second, none = corners + (0.5 if least == 0 else 0.0)
        ratio = float(both * none / (first * second))
        found.append(SeenDependence(pair=int(pair), odds_ratio=ratio, least=least))
    return tuple(sorted(found, key=lambda one: -abs(np.log(one.odds_ratio))))


def strongest(found: Iterable[SeenDependence]) -> SeenDependence | None:
    """The strongest dependence, either way, whose table holds five people in every corner."""
    return next((one for one in found if one.least >= _FEWEST), None)


def known_factors(lists: Lists, terms: Terms) -> tuple[KnownFactor, ...]:
    """How far off the model is among the people on each list, where it has an answer.

    Its terms there are those of the model with that list struck out. Nothing for two lists.
    """
    found = []
    for place in range(lists.many if lists.many > 2 else 0):
        inside, missed = _on_list(lists, place)
        struck = {_struck(term, place) for term in terms}
        left = tuple(sorted(term for term in struck if term.bit_count() > 1))
        if not inside.counts.sum() or existence(inside, left).code:
            continue
        foretold = _unseen(inside, left)
        if foretold > 0:
            found.append(
                KnownFactor(place=place, missed=missed, foretold=foretold, factor=missed / foretold)
            )
    return tuple(found)


def pairs_moved(lists: Lists, terms: Terms, ratios: Iterable[float]) -> tuple[PairMoved, ...]:
    """Refit the model with each pair that it leaves out held at each odds ratio.

    Args:
        lists: The table.
        terms: Dependences of a model that has one maximum.
        ratios: Odds ratios, above 0, of the two lists given all others.
    """
    ratios = tuple(ratios)
    held = [int(pair) for pair in pairs_of(lists.many) if int(pair) not in terms]
    return tuple(
        PairMoved(
            pair=pair,
            totals=tuple(lists.seen + _unseen(lists, terms, pair, ratio) for ratio in ratios),
        )
        for pair in held
    )


def in_words(lists: Lists, terms: Terms, total: float) -> tuple[Words, ...]:
    """What dependence it would take to change an estimate, beside dependence that is seen.

    Args:
        lists: The table.
        terms: Dependences of the model behind the estimate, which has one maximum.
        total: The estimate of the people in all.
    """
    said = [_doubled(lists, total)]
    yardstick = strongest(seen_dependences(lists))
    if yardstick is not None:
        said += _by_yardstick(lists, terms, yardstick)
    known = [one for one in known_factors(lists, terms) if min(one.missed, one.foretold) >= _FEWEST]
    if known:
        said.append(_by_known(lists, total, max(known, key=lambda one: abs(np.log(one.factor)))))
    return tuple(said)


def _doubled(lists: Lists, total: float) -> Words:
    more = factor_for(total, lists.seen, 2 * total)
    if lists.many == 2:
        return words(
            "Two lists cannot show whether they find the same people. If they do, with an odds "
            "ratio of {factor}, there are twice as many people in all as estimated.",
            factor=_short(more),
        )
    return words(
        "If {factor} times as many people are on no list as the fit says, there are twice as many "
        "in all as estimated; no table can show whether that is so.",
        factor=_short(more),
    )


def _by_yardstick(lists: Lists, terms: Terms, yardstick: SeenDependence) -> list[Words]:
    ratio = yardstick.odds_ratio
    found = [at for one in pairs_moved(lists, terms, (ratio, 1 / ratio)) for at in one.totals]
    finite = [at for at in found if np.isfinite(at)]
    if not finite:
        return []
    said = words(
        "If any two lists that the model takes to be independent went together, or kept apart, as "
        "strongly as {names} do among people on another list (odds ratio {ratio}), it would say "
        "between {low} and {high} people in all, not {total}.",
        names=lists.told(yardstick.pair),
        ratio=_short(ratio),
        low=f"{min(finite):,.0f}",
        high=f"{max(finite):,.0f}",
        total=f"{lists.seen + _unseen(lists, terms):,.0f}",
    )
    return [said]


def _by_known(lists: Lists, total: float, known: KnownFactor) -> Words:
    return words(
        "Of the people on list {name}, {missed} are on no other list, and the same model foretells "
        "{foretold}. If it is as far off for the people on no list, there are {total} in all.",
        name=lists.names[known.place],
        missed=f"{known.missed:,.0f}",
        foretold=f"{known.foretold:,.0f}",
        total=f"{moved(total, lists.seen, known.factor):,.0f}",
    )


def _short(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2g}" if ratio < 10 else f"{ratio:,.0f}"


def _struck(term: int, place: int) -> int:
    """A pattern over the lists but one."""
    return term & ((1 << place) - 1) | term >> place + 1 << place


def _on_list(lists: Lists, place: int) -> tuple[Lists, float]:
    """The other lists among people on one, and how many of those are on no other."""
    names = (*lists.names[:place], *lists.names[place + 1 :])
    counts = np.zeros(1 << len(names))
    for pattern in np.flatnonzero(lists.counts):
        if int(pattern) >> place & 1:
            counts[_struck(int(pattern), place)] = lists.counts[pattern]
    missed = float(counts[0])
    counts[0] = 0
    return Lists(names, counts), missed


def _unseen(lists: Lists, terms: Terms, held: int = 0, ratio: float = 1.0) -> float:
    """Expected people on no list, with one more term held at the log of ``ratio``.

    Terms with an empty overlap are minus infinity: their patterns leave the fit. By Newton's method
    from the counts themselves; not a number if it finds no maximum.
    """
    shared, columns = overlaps_of(lists), columns_of(lists.many, terms)
    kept = np.ones(shared.size)
    kept[0] = 0.0
    for term in columns[shared[columns] == 0]:
        kept[np.arange(kept.size) & term == term] = 0.0
    columns = columns[shared[columns] > 0]
    fixed = np.zeros(shared.size)
    if held:
        fixed[held] = np.log(ratio)
    weights, logs = kept * (lists.counts + 0.1), np.log(lists.counts + 0.1)
    effects = _newton(columns, weights, weights * (logs - _added_up(fixed)))
    for _ in range(_STEPS):
        logs = fixed.copy()
        logs[columns] = effects
        means = kept * np.exp(np.clip(_added_up(logs), -700, 700))
        step = _newton(columns, means, lists.counts - means)
        effects = effects + step * min(1.0, 5.0 / max(np.abs(step).max(), 1e-300))
        if np.abs(step).max() < 1e-9:
            return float(np.exp(effects[0]))
    return float("nan")


def _added_up(effects: Floats) -> Floats:
    """The log mean of each pattern: the effects of all terms within it."""
    found = effects.copy()
    kernels.add_subsets(found)
    return found


def _newton(columns: NDArray[np.int64], weights: Floats, away: Floats) -> Floats:
    """The step that brings ``away`` to nought: sums over supersets stand for the design."""
    sums, score = weights.copy(), away.copy()
    kernels.add_supersets(sums)
    kernels.add_supersets(score)
    information = sums[columns[:, None] | columns]
    return np.asarray(np.linalg.solve(information, score[columns]), np.float64)
