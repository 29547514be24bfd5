"""Tables that withhold small counts (<5): neither zeros nor left out, but drawn and bounded."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse import searches
from beforehand.stats.mse.estimates import Estimate, Options, estimate, estimator_of
from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.searches import Estimator
from beforehand.stats.mse.tables import Table, Withheld
from beforehand.stats.mse.verdict import shared_people
from beforehand.words import Words, words

Floats = NDArray[np.float64]
MOST_EXACT = 4096  # fillings tried one by one; of more, so many are drawn
_SLOW = {"bic-average": 256, "bic-all": 1024}  # fewer, where one takes long
_ROUNDS = 10
_BATCH = 256


def estimate_table(table: Table, method: str, *, options: Options | None = None) -> Estimate:
    """Estimate people in all from a table that may withhold counts.

    Without any, the same as ``estimate``. Otherwise the estimate is of the table with each
    withheld count at what the model expects of it, within its bounds; every resample draws the
    withheld counts anew from the model, within their bounds; and a warning says between which
    numbers the estimate lies whatever the withheld counts are.

    Args:
        table: As read.
        method: A key of ``METHODS``.
        options: As for ``estimate``.
    """
    options = options or Options()
    if not table.withheld:
        made = estimate(table.lists, method, options=options)
        return replace(made, warnings=(*table.warnings, *made.warnings))
    lists, means = _expected(table, options)
    least = _with(table.lists, table.withheld, [one.least for one in table.withheld])
    drawn = replace(
        options,
        resample=_Imputed(table.withheld, means).replicates,
        shared=shared_people(least),
    )
    made = estimate(lists, method, options=drawn)
    told = (*table.warnings, *_told(table, method, options, made), *made.warnings)
    return replace(made, warnings=told)


def filled(table: Table, options: Options) -> Lists:
    """The lists with each withheld count at what the model expects of it, a whole number."""
    return _expected(table, options)[0] if table.withheld else table.lists


def _expected(table: Table, options: Options) -> tuple[Lists, Floats]:
    """Filled lists, and the model's mean of every pattern: each found from the other in turn."""
    from beforehand.stats.mse.coverage import fitted_means  # slow to import

    rule = searches.stepwise(options.threshold)
    lists = _with(table.lists, table.withheld, [(w.least + w.most) / 2 for w in table.withheld])
    means = lists.counts
    for _ in range(_ROUNDS):
        total, terms = searches.search(lists.counts, lists.many, rule)
        if not math.isfinite(total):
            break
        means = fitted_means(lists, terms)
        fills = [float(_chances(w, means) @ _values(w)) for w in table.withheld]
        again = _with(table.lists, table.withheld, fills)
        if np.array_equal(again.counts, lists.counts):
            break
        lists = again
    return lists, means


def _with(lists: Lists, withheld: tuple[Withheld, ...], fills: Sequence[float]) -> Lists:
    counts = lists.counts.copy()
    for one, fill in zip(withheld, fills, strict=True):
        counts[one.pattern] = round(fill)
    return Lists(lists.names, counts)


def _values(one: Withheld) -> Floats:
    return np.arange(one.least, one.most + 1, dtype=float)


def _chances(one: Withheld, means: Floats) -> Floats:
    """Of each count within the bounds, if it is Poisson about the model's mean."""
    mean = max(float(means[one.pattern]), 1e-9)
    logs = [k * math.log(mean) - math.lgamma(k + 1) for k in range(one.least, one.most + 1)]
    found: Floats = np.exp(np.array(logs) - max(logs))
    shares: Floats = found / found.sum()
    return shares


@dataclass(frozen=True, slots=True)
class _Imputed:
    """Resamples in each of which the withheld counts are drawn from the model first."""

    withheld: tuple[Withheld, ...]
    means: Floats

    def replicates(self, lists: Lists, each: Estimator, many: int, seed: int) -> Floats:
        """As ``resampling.replicates``; the draws depend on the seed alone."""

        def part(first: int) -> Floats:
            spawned = np.random.SeedSequence(seed, spawn_key=(first,))
            draw = np.random.Generator(np.random.PCG64(spawned))
            rows = min(_BATCH, many - first)
            tables = np.repeat(lists.counts[None, :], rows, axis=0)
            for one in self.withheld:
                chances = _chances(one, self.means)
                tables[:, one.pattern] = draw.choice(_values(one), size=rows, p=chances)
            people = tables.sum(axis=1)
            drawn = draw.multinomial(people.astype(np.int64), tables / people[:, None])
            return each(drawn.astype(float), lists.many)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return np.concatenate(list(pool.map(part, range(0, many, _BATCH))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which numbers the estimate lies whatever the withheld counts are.

    Attributes:
        low: The least estimate of a filling.
        high: The largest; infinite where a filling has none.
        exact: Whether every filling was tried.
    """

    low: float
    high: float
    exact: bool


def bounds(table: Table, each: Estimator, seed: int = 1, most: int = MOST_EXACT) -> Bounds:
    """Estimates of every filling of the withheld counts, or of many where there are too many.

    Of more than ``most`` fillings, those with all counts at their least and at their largest are
    tried and ``most`` drawn ones, then the extreme ones changed one count at a time.
    """
    ranges = [range(one.least, one.most + 1) for one in table.withheld]
    exact = math.prod(map(len, ranges)) <= most
    if exact:
        found = _of_fillings(table, each, np.array(list(product(*ranges)), float))
        return Bounds(low=float(found.min()), high=float(found.max()), exact=True)
    draw = np.random.default_rng(seed)
    fills = np.array([[one.least, one.most] for one in table.withheld], float).T
    tried = draw.integers(fills[0].astype(int), fills[1].astype(int) + 1, (most, len(ranges)))
    found = _of_fillings(table, each, all_fills := np.vstack([fills, tried]))
    ends = [
        _changed_one_by_one(table, each, all_fills[at], sign)
        for at, sign in ((found.argmin(), 1), (found.argmax(), -1))
    ]
    return Bounds(low=ends[0], high=-ends[1], exact=False)


def _changed_one_by_one(table: Table, each: Estimator, fills: Floats, sign: int) -> float:
    """The least of ``sign`` times the estimate that single changes lead to."""
    best = sign * float(_of_fillings(table, each, fills[None, :])[0])
    for at, one in enumerate(table.withheld):
        tried = np.repeat(fills[None, :], one.most - one.least + 1, axis=0)
        tried[:, at] = _values(one)
        found = sign * _of_fillings(table, each, tried)
        if found.min() < best:
            best, fills = float(found.min()), tried[int(found.argmin())]
    return best


def _of_fillings(table: Table, each: Estimator, fills: Floats) -> Floats:
    found = [each(part, table.lists.many) for part in _tables(table, fills)]
    return np.concatenate(found)


def _tables(table: Table, fills: Floats) -> Iterator[Floats]:
    for first in range(0, len(fills), _BATCH):
        part = fills[first : first + _BATCH]
        tables = np.repeat(table.lists.counts[None, :], len(part), axis=0)
        tables[:, [one.pattern for one in table.withheld]] = part
        yield tables


def _told(table: Table, method: str, options: Options, made: Estimate) -> tuple[Words, ...]:
    """What withheld counts mean for this estimate."""
    return _told_of_seen(table), *_told_of_estimate(table, method, options, made)


def _told_of_seen(table: Table) -> Words:
    told = table.lists.seen - sum(int(table.lists.counts[one.pattern]) for one in table.withheld)
    return words(
        "between {low} and {high} people were seen, since counts are withheld; what is given as "
        "seen counts them as the model expects",
        low=f"{told + sum(one.least for one in table.withheld):,}",
        high=f"{told + sum(one.most for one in table.withheld):,}",
    )


def _told_of_estimate(
    table: Table, method: str, options: Options, made: Estimate
) -> tuple[Words, ...]:
    each = estimator_of(method, options)
    if method in _SLOW and made.total is None:  # too many lists, or no maximum
        each = None
    count = len(table.withheld)
    if each is None:
        said = words(
            "{n} counts are withheld; they were taken as what the model expects of them, and the "
            "answer does not show how unsure that is",
            n=count,
        )
        return (said,)
    drawn = words("{n} counts are withheld and were drawn anew in every resample", n=count)
    if not made.replicates:
        drawn = words("{n} counts are withheld and taken as the model expects them", n=count)
    found = bounds(table, each, options.seed, _SLOW.get(method, MOST_EXACT))
    ends = {"low": _round(found.low), "high": _round(found.high)}
    if found.exact:
        return drawn, words("whatever they are, the estimate lies between {low} and {high}", **ends)
    tried = words(
        "of the ways to fill them that were tried, all lie between {low} and {high}; there are too "
        "many to try each",
        **ends,
    )
    return drawn, tried


def _round(value: float) -> Words | str:
    return f"{value:,.0f}" if math.isfinite(value) else words("any number")
