"""Which places could show an effect, where they are to be picked by hand: a search of sets."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from beforehand.records.impact import Panel
from beforehand.records.market import MarketRequest, MarketRow, MarketSearch
from beforehand.refusals import BadPlan
from beforehand.stats import Trial, all_sets, correlated_sets, market_power
from beforehand.words import Words, words

MOST_FITS = 5_000_000  # some ten minutes
FEWEST_PRE, FEWEST_CONTROLS = 2, 2
LARGEST_EFFECT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    """One set and length, with what was found at each effect asked for."""

    places: tuple[str, ...]
    duration: int
    power: tuple[float, ...]
    lift: tuple[float, ...]
    type_1: float
    imbalance: float


def market_search(
    panel: Panel,
    request: MarketRequest,
    *,
    rng: Generator,
    progress: Callable[[int], None] = lambda _done: None,
) -> MarketSearch:
    """Power of sets of places on one history, the most powerful first.

    Args:
        panel: Outcomes measured alike everywhere, in which no campaign ran.
        request: Lengths, sizes and effects to try.
        rng: Draws orders of the periods; not used by block inference.
        progress: Told how many sets were done, now and then.

    Raises:
        BadPlan: If what is asked for cannot be tried on this panel, or would take too long.
    """
    check_search(panel, request)
    sets = _sets(panel, request)
    effects = (0.0, *request.effects)
    designs: list[_Design] = []
    for duration, own in zip(request.durations, rng.spawn(len(request.durations)), strict=True):
        trial = Trial(
            duration=duration, effects=effects, lookback=request.lookback, alpha=request.alpha
        )
        draws = own if request.inference == "permutation" else None
        found = market_power(np.array(panel.values), sets, trial, draws, progress)
        designs.extend(
            _Design(
                places=tuple(sorted(panel.places[place] for place in places)),
                duration=duration,
                power=tuple(found.found[row, 1:].tolist()),
                lift=tuple(found.lift[row, 1:].tolist()),
                type_1=float(found.found[row, 0]),
                imbalance=float(found.imbalance[row]),
            )
            for row, places in enumerate(sets)
        )
    designs.sort(key=lambda design: _order(design, request.effects))
    return MarketSearch(
        rows=tuple(
            row for rank, design in enumerate(designs, 1) for row in _rows(rank, design, request)
        ),
        tried=len(designs),
        false=sum(design.type_1 > 0 for design in designs),
        alpha=request.alpha,
        data_hash=panel.data_hash,
        made_up=panel.made_up,
    )


def sets_to_try(panel: Panel, request: MarketRequest) -> int:
    """How many sets, lengths and windows a search will go through."""
    return len(_sets(panel, request)) * len(request.durations) * request.lookback


def _sets(panel: Panel, request: MarketRequest) -> list[tuple[int, ...]]:
    if request.exhaustive:
        return list(all_sets(len(panel.places), request.sizes))
    return correlated_sets(np.array(panel.values), request.sizes)


def _order(design: _Design, effects: tuple[float, ...]) -> tuple[object, ...]:
    """More power first; among equals fewer false claims, then a closer fit, then by name."""
    powers = [power for power, effect in zip(design.power, effects, strict=True) if effect]
    mean = sum(powers) / len(powers) if powers else 0.0
    close = design.imbalance if math.isfinite(design.imbalance) else math.inf
    return -mean, design.type_1, close, design.duration, design.places


def _rows(rank: int, design: _Design, request: MarketRequest) -> list[MarketRow]:
    return [
        MarketRow(
            rank=rank,
            places=design.places,
            duration=design.duration,
            effect=effect,
            power=power,
            type_1=design.type_1,
            detected_lift=lift if math.isfinite(lift) else None,
            scaled_l2_imbalance=design.imbalance if math.isfinite(design.imbalance) else None,
        )
        for effect, power, lift in zip(request.effects, design.power, design.lift, strict=True)
    ]


def check_search(panel: Panel, request: MarketRequest) -> None:
    """Refuse, in one sentence, what cannot be tried.

    Raises:
        BadPlan: If a size, length, effect or number of windows does not fit the panel.
    """
    places, periods = _changing(panel), len(panel.days)
    longest, most = periods - request.lookback + 1 - FEWEST_PRE, places - FEWEST_CONTROLS
    for wrong, reason, mend in (
        (
            request.lookback < 1 or max(request.durations) > longest or min(request.durations) < 1,
            words("the history of {periods} periods is too short for this", periods=periods),
            words("A campaign may take from 1 to {longest} of them.", longest=longest)
            if longest > 0
            else words("Bring a longer one, or look back less."),
        ),
        (
            min(request.sizes) < 1 or max(request.sizes) > most,
            words("the outcomes hold {places} places that ever change", places=places),
            words("Treat from 1 to {most} together.", most=most)
            if most > 0
            else words("Add outcomes of more places."),
        ),
        (
            not all(-1 < effect <= LARGEST_EFFECT for effect in request.effects),
            words("an effect lies between -1 (nothing is left) and {most}", most=100),
            words("Write 10 % more as 0.1."),
        ),
        (
            any(len(set(many)) < len(many) for many in _lists(request)),
            words("something is listed twice"),
            words("List each length, size and effect once."),
        ),
    ):
        if wrong:
            raise BadPlan(reason=reason, mend=mend)
    _check_amount(len(panel.places), request)


def _changing(panel: Panel) -> int:
    return sum(min(row) < max(row) for row in panel.values)


def _lists(request: MarketRequest) -> tuple[tuple[object, ...], ...]:
    return request.durations, request.sizes, request.effects


def _check_amount(places: int, request: MarketRequest) -> None:
    sets = sum(math.comb(places, size) if request.exhaustive else places for size in request.sizes)
    fits = sets * len(request.durations) * request.lookback * (len(request.effects) + 2)
    if fits > MOST_FITS:
        raise BadPlan(
            reason=words("{fits} fits are asked for and {most} at most are made",
                         fits=f"{fits:,}", most=f"{MOST_FITS:,}"),
            mend=words("Ask for smaller sets, fewer effects or a shorter lookback."),
        )  # fmt: skip


def false_claims(found: MarketSearch) -> Words:
    """What a search claims where there is nothing: why the best set is not to be trusted."""
    return words(
        "Where nothing had been added, {false} of {tried} sets and lengths showed an effect all "
        "the same (p under {alpha}). The set that looks best is partly the luckiest: draw the "
        "places by lot, or test the campaign on later outcomes than these.",
        false=f"{found.false:,}",
        tried=f"{found.tried:,}",
        alpha=f"{found.alpha:g}",
    )
