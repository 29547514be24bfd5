"""Does the interval hold what it promises, on tables like yours? And at which level would it?

Tables are simulated from models fitted to the user's own, in which the number of people is known.
In each, the whole analysis is repeated: the search for a model, and the search in every resample.
Where the truth falls among the resamples of each table gives the coverage at all levels at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from beforehand.stats.mse.lists import Lists
from beforehand.stats.mse.resampling import acceleration, levels_of_bca, quantile, replicates
from beforehand.stats.mse.searches import Estimator

Floats = NDArray[np.float64]
Kind = Literal["bca", "percentile"]
FEWEST_TABLES, FEWEST_REPLICATES = 100, 200
MOST_REPLICATES = 20_000  # of the user's own table, where the quantiles lie far out
_STEPS = 100  # of iteratively reweighted least squares


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much to simulate.

    Attributes:
        level: Wanted coverage, such as 0.95.
        kind: Of the interval.
        tables: Simulated tables; the standard error of a coverage of 0.95 is 0.011 at 400.
        replicates: Resamples of each.
        seed: Of all chance in it.
    """

    level: float = 0.95
    kind: Kind = "bca"
    tables: int = 400
    replicates: int = 1000
    seed: int = 1


def affordable(
    lists: Lists,
    estimate: Estimator,
    plan: Plan,
    seconds: float,
    clock: Callable[[], float] = time.perf_counter,
) -> Plan:
    """The plan, with fewer tables and replicates where it would take more than ``seconds``.

    Measured on 64 resamples; both numbers shrink by the same factor, to 100 and 200 at least.
    """
    replicates(lists, estimate, 2, plan.seed)  # compiles
    began = clock()
    replicates(lists, estimate, 64, plan.seed)
    each = max((clock() - began) / 64, 1e-9)
    share = min(1.0, (seconds / (each * plan.tables * plan.replicates)) ** 0.5)
    return replace(
        plan,
        tables=min(plan.tables, max(FEWEST_TABLES, int(share * plan.tables))),
        replicates=min(plan.replicates, max(FEWEST_REPLICATES, int(share * plan.replicates))),
    )


def fitted_means(lists: Lists, terms: Iterable[int]) -> Floats:
    """Expected count of every pattern under a fitted model, people on no list included.

    Args:
        lists: The table.
        terms: Patterns of the dependences, of a model that has one maximum.

    Returns:
        2**K means; 0 where a dependence is minus infinity.
    """
    at = np.arange(lists.counts.size)
    mains = [0, *(1 << i for i in range(lists.many))]
    shared = {t: lists.counts[at & t == t].sum() for t in (*mains, *terms)}
    columns = np.array([term for term, people in shared.items() if people > 0], np.int64)
    empty = [term for term, people in shared.items() if people == 0]
    cells = np.array([a for a in at[1:] if not any(a & term == term for term in empty)], np.int64)
    design = (cells[:, None] & columns == columns).astype(float)
    counts = lists.counts[cells]
    means = counts + 0.1
    effects = np.zeros(columns.size)
    for _ in range(_STEPS):
        root = np.sqrt(means)
        working = np.log(means) + (counts - means) / means
        effects, before = np.linalg.lstsq(design * root[:, None], working * root)[0], effects
        means = np.exp(np.clip(design @ effects, -50, 50))
        if np.abs(effects - before).max() < 1e-10:
            break
    found = np.zeros(lists.counts.size)
    found[0], found[cells] = np.exp(effects[0]), means
    return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """Tables drawn from one truth, each analysed.

    Attributes:
        total: People in all, the same in every table.
        estimates: Of each table, shape (tables,); infinite where there is none.
        drawn: Of its resamples, shape (tables, replicates), sorted along the last.
        accelerations: Of BCa, shape (tables,).
    """

    total: float
    estimates: Floats
    drawn: Floats
    accelerations: Floats

    def positions(self, kind: Kind) -> Floats:
        """At which nominal quantile of each table's interval the truth lies, shape (tables,).

        Uniform on 0 to 1 if the interval kept its promise at every level. An interval from the
        quantile a to the quantile b holds the truth just where its position is within a to b.
        """
        at = np.array([_place(row, self.total) for row in self.drawn])
        if kind == "percentile":
            return at
        bias = ndtri([_place(d, e) for d, e in zip(self.drawn, self.estimates, strict=True)])
        away = ndtri(at) - bias
        left = 1 + self.accelerations * away
        safe = np.where(left > 0, left, 1.0)
        found: Floats = np.where(left > 0, ndtr(away / safe - bias), (away > 0).astype(float))
        return found

    def limits(self, kind: Kind, low: float, high: float) -> Floats:
        """Limits of each table at two nominal quantiles, shape (tables, 2)."""
        rows = zip(self.drawn, self.estimates, self.accelerations, strict=True)
        return np.array([ends(d, e, a, kind, (low, high)) for d, e, a in rows])


def _place(ordered: Floats, value: float) -> float:
    """Share of the replicates below a value, ties by half, never 0 or 1."""
    ends = np.searchsorted(ordered, value, "left"), np.searchsorted(ordered, value, "right")
    edge = 0.5 / ordered.size
    return float(min(max(sum(ends) / 2 / ordered.size, edge), 1 - edge))


def ends(
    drawn: Floats, estimate: float, bent: float, kind: Kind, at: tuple[float, float]
) -> tuple[float, float]:
    """Limits at two nominal quantiles, not necessarily at equal distance from the middle.

    Args:
        drawn: Estimates of the resamples.
        estimate: Of the table itself.
        bent: Acceleration of BCa.
        kind: Of the interval.
        at: The lower and the upper nominal quantile, such as (0.025, 0.975).
    """
    low, high = at
    if kind == "bca":
        low, _ = levels_of_bca(drawn, estimate, bent, 1 - 2 * low)
        _, high = levels_of_bca(drawn, estimate, bent, 2 * high - 1)
    return quantile(drawn, low), quantile(drawn, high)


def drawn_tables(means: Floats, plan: Plan) -> Floats:
    """Tables of a known number of people, people on no list forgotten; shape (tables, 2**K)."""
    rng = np.random.default_rng(np.random.SeedSequence(plan.seed, spawn_key=(2**30,)))
    people = round(float(means.sum()))
    tables = rng.multinomial(people, means / means.sum(), size=plan.tables).astype(float)
    tables[:, 0] = 0
    return tables


def simulate(means: Floats, names: tuple[str, ...], estimate: Estimator, plan: Plan) -> Simulation:
    """Draw tables of a known number of people, and search and resample each.

    Args:
        means: Expected counts by pattern, people on no list first (see ``fitted_means``).
        names: Of the lists.
        estimate: How the user's table was estimated.
        plan: How many tables and replicates; ``level`` and ``kind`` do not matter here.
    """
    tables = drawn_tables(means, plan)
    made = [Lists(names, table) for table in tables]
    return Simulation(
        total=round(float(means.sum())),
        estimates=estimate(tables, len(names)),
        drawn=np.sort(
            [
                replicates(one, estimate, plan.replicates, plan.seed + row)
                for row, one in enumerate(made)
            ]
        ),
        accelerations=np.array([acceleration(one, estimate) for one in made]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often an interval held the truth.

    Attributes:
        total: People in all in the simulated tables.
        covered: Share of tables whose interval held it.
        error: Monte-Carlo standard error of that share.
        below: Share in which the whole interval lay below the truth.
        above: Share in which it lay above.
        ratio: Median of upper over lower limit: how wide.
        unbounded: Share with an infinite upper limit.
        tables: Simulated tables.
        replicates: Resamples of each.
    """

    total: float
    covered: float
    error: float
    below: float
    above: float
    ratio: float
    unbounded: float
    tables: int
    replicates: int


def covered(found: Simulation, kind: Kind, at: tuple[float, float]) -> Coverage:
    """Coverage of the interval between two nominal quantiles, from one simulation."""
    limits = found.limits(kind, *at)
    below = float(np.mean(limits[:, 1] < found.total))
    above = float(np.mean(limits[:, 0] > found.total))
    share = 1 - below - above
    tables, many = found.drawn.shape
    return Coverage(
        total=found.total,
        covered=share,
        error=float(np.sqrt(share * (1 - share) / tables)),
        below=below,
        above=above,
        ratio=float(np.median(limits[:, 1] / limits[:, 0])),
        unbounded=float(np.mean(np.isinf(limits[:, 1]))),
        tables=tables,
        replicates=many,
    )


def coverage(lists: Lists, terms: Iterable[int], estimate: Estimator, plan: Plan) -> Coverage:
    """Coverage of the nominal interval on tables simulated from a model of the user's table.

    Args:
        lists: The user's table.
        terms: Dependences of the model taken as the truth, such as the one chosen.
        estimate: The estimator with its whole search.
        plan: Level, kind of interval and how much to simulate.
    """
    found = simulate(fitted_means(lists, terms), lists.names, estimate, plan)
    return covered(found, plan.kind, nominal(plan.level))


def nominal(level: float) -> tuple[float, float]:
    """The two quantiles of an equal-tailed interval."""
    return (1 - level) / 2, (1 + level) / 2


def quantiles_that_cover(
    found: Sequence[Simulation], kind: Kind, level: float
) -> tuple[float, float]:
    """Nominal quantiles at which the interval covers as wanted under every truth simulated.

    Each side on its own: of n tables the k-th smallest position, k the whole part of
    (n + 1)(1 - level) / 2, is missed with chance k / (n + 1), whatever the shape of things. Of
    several truths the widest counts, and never less than the nominal interval.
    """
    low, high = nominal(level)
    for one in found:
        ordered = np.sort(one.positions(kind))
        k = max(int((ordered.size + 1) * (1 - level) / 2), 1)
        low, high = min(low, float(ordered[k - 1])), max(high, float(ordered[-k]))
    return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibrated:
    """An interval whose nominal level was moved until it covers as wanted.

    Attributes:
        low: Lower limit of people in all.
        high: Upper limit; infinite where nothing bounds it.
        at: The nominal quantiles that it took; (0.025, 0.975) would be no change at 0.95.
        before: Coverage of the interval as it was, under each truth.
        after: Coverage at the new quantiles, on the same tables that chose them.

    Half of what is missed lies on each side, and each side is calibrated on its own.
    """

    low: float
    high: float
    at: tuple[float, float]
    before: tuple[Coverage, ...]
    after: tuple[Coverage, ...]

    @property
    def level(self) -> float:
        """The nominal level of the interval that it became; its sides are not alike."""
        return self.at[1] - self.at[0]


def recalibrated(
    lists: Lists, truths: Sequence[Iterable[int]], estimate: Estimator, plan: Plan
) -> Recalibrated:
    """The interval at the level that reaches the wanted coverage on tables like the user's.

    Args:
        lists: The user's table.
        truths: Models within reach, each as its dependences: the one chosen, and those that
            other rules choose. The interval is calibrated to cover under all of them.
        estimate: The estimator with its whole search.
        plan: Level, kind of interval and how much to simulate.

    Source:
        Loh (1987), JASA 82; Beran (1987), Biometrika 74 (prepivoting); Hall and Martin (1988).
    """
    found = [simulate(fitted_means(lists, terms), lists.names, estimate, plan) for terms in truths]
    at = quantiles_that_cover(found, plan.kind, plan.level)
    many = min(max(plan.replicates, int(20 / min(at[0], 1 - at[1]))), MOST_REPLICATES)
    drawn = replicates(lists, estimate, many, plan.seed)
    bent = acceleration(lists, estimate) if plan.kind == "bca" else 0.0
    low, high = ends(drawn, float(estimate(lists.counts[None, :], lists.many)[0]), bent,
                     plan.kind, at)  # fmt: skip
    return Recalibrated(
        low=low,
        high=high,
        at=at,
        before=tuple(covered(one, plan.kind, nominal(plan.level)) for one in found),
        after=tuple(covered(one, plan.kind, at) for one in found),
    )
