"""Which dependences a model holds: searches over pairs of lists, alone and in every resample.

Many tables are searched in step: each round fits one more model to every table not yet done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from beforehand.stats.mse.kernels import CODE, EXISTS, LIKELIHOOD, P_VALUES, fit_each
from beforehand.stats.mse.lists import Counts
from beforehand.stats.mse.models import columns_of, pairs_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Chosen = NDArray[np.bool_]
Estimator = Callable[[NDArray[np.float64], int], Floats]
_LEAST_GAIN = 1e-7  # of a criterion; R's ``step`` asks for as much


@dataclass(frozen=True, slots=True)
class Rule:
    """How a search chooses.

    Attributes:
        kind: 0 by p-value, 1 by a criterion with ``price`` a parameter, 2 by a criterion with
            the log of the people seen as price.
        price: The threshold for a p-value, or the price of a parameter.
    """

    kind: int
    price: float


def stepwise(threshold: float) -> Rule:
    """Add pairs by their one-sided Poisson p-value, below a threshold from 0 to 1."""
    return Rule(0, threshold)


AIC = Rule(1, 2.0)
BIC = Rule(2, 0.0)
INDEPENDENCE = Rule(0, 0.0)


@dataclass(slots=True)
class _Search:
    """The state of a search of many tables: rows are tables, columns are terms."""

    tables: Floats
    terms: Whole
    mains: int
    chosen: Chosen
    effects: Floats

    @classmethod
    def of(cls, tables: Floats, many: int) -> _Search:
        terms = columns_of(many, pairs_of(many))
        chosen = np.zeros((len(tables), terms.size), np.bool_)
        chosen[:, : 1 + many] = True
        return cls(tables, terms, 1 + many, chosen, np.full(chosen.shape, np.nan))

    def tried(self, rows: Whole, columns: Whole) -> tuple[Chosen, Floats]:
        """Models with one term in or out, and effects to start their fit from."""
        chosen = self.chosen[rows]
        chosen[np.arange(rows.size), columns] ^= True
        return chosen, self.effects[rows]

    def fit(self, rows: Whole, chosen: Chosen, effects: Floats, columns: int) -> Floats:
        found = np.empty((rows.size, columns))
        fit_each(self.tables, self.terms, rows, chosen, effects, found)
        return found

    def keep(self, rows: Whole, chosen: Chosen, effects: Floats) -> None:
        self.chosen[rows], self.effects[rows] = chosen, effects

    def by_p_value(self, threshold: float) -> Chosen:
        """Add the pair with the smallest p-value below the threshold until there is none.

        A pair whose model has no maximum, or not one, is passed over in that round. Pairs are
        tried in the order of their p-values: the same as trying all, with far fewer fits.
        """
        rows, wide = np.arange(len(self.tables)), P_VALUES + self.terms.size
        found = self.fit(rows, self.chosen, self.effects, wide)
        p = found[:, P_VALUES:]
        lost: Chosen = found[:, CODE] != EXISTS
        rows = rows[~lost]
        while rows.size:
            best = p[rows].argmin(axis=1)
            goes = p[rows, best] < threshold
            rows, best = rows[goes], best[goes]
            chosen, effects = self.tried(rows, best)
            found = self.fit(rows, chosen, effects, wide)
            fits = found[:, CODE] == EXISTS
            self.keep(rows[fits], chosen[fits], effects[fits])
            p[rows[fits]] = found[fits, P_VALUES:]
            p[rows[~fits], best[~fits]] = 1.0
        return lost

    def by_criterion(self, price: Floats) -> Chosen:
        """Add or drop the pair that lowers the criterion most, until none does.

        The criterion is minus twice the log-likelihood plus a table's ``price`` for each
        parameter; pairs at minus infinity count as parameters. Models without one maximum are
        passed over.
        """
        rows = np.arange(len(self.tables))
        found = self.fit(rows, self.chosen, self.effects, P_VALUES)
        now = price * self.mains - 2 * found[:, LIKELIHOOD]
        lost: Chosen = np.isnan(now)
        rows = rows[~lost]
        flips = np.arange(self.mains, self.terms.size)
        while rows.size:
            jobs = np.repeat(rows, flips.size)
            chosen, effects = self.tried(jobs, np.tile(flips, rows.size))
            found = self.fit(jobs, chosen, effects, P_VALUES)
            value = price[jobs] * chosen.sum(axis=1) - 2 * found[:, LIKELIHOOD]
            value = np.where(np.isnan(value), np.inf, value).reshape(rows.size, flips.size)
            best = value.argmin(axis=1)
            least = value[np.arange(rows.size), best]
            goes = least < now[rows] - _LEAST_GAIN
            at = (np.arange(rows.size) * flips.size + best)[goes]
            rows = rows[goes]
            self.keep(rows, chosen[at], effects[at])
            now[rows] = least[goes]
        return lost


def _searched(tables: Floats, many: int, rule: Rule) -> tuple[Floats, Chosen]:
    state = _Search.of(tables, many)
    people = tables.sum(axis=1)
    if rule.kind == 0:
        lost = state.by_p_value(rule.price)
    else:
        lost = state.by_criterion(
            np.full(people.shape, rule.price) if rule.kind == 1 else np.log(people)
        )
    found = people + np.exp(state.effects[:, 0])
    return np.where(lost, np.inf, found), state.chosen[:, state.mains :]


def search(counts: Counts, many: int, rule: Rule) -> tuple[float, tuple[int, ...]]:
    """Search one table.

    Args:
        counts: 2**many counts by pattern.
        many: How many lists.
        rule: How to choose.

    Returns:
        (people in all, pairs chosen); infinity where even the model without dependences has no
        maximum, as in a resample in which no two lists share anybody.
    """
    found, chosen = _searched(counts[None, :], many, rule)
    return float(found[0]), tuple(int(pair) for pair in pairs_of(many)[chosen[0]])


def seconds_of(counts: Counts, many: int, rule: Rule, times: int) -> float:
    """About how many seconds of one processor so many searches of such a table take.

    Counted, not clocked: fits by the dependences that a search by p-value finds here, each as
    long as its patterns and terms make it.
    """
    found = len(search(counts, many, stepwise(0.02))[1])
    fits = (1 + found) * (many * (many - 1) // 2 if rule.kind else 1)
    return times * fits * (5e-6 + 5e-9 * many * counts.size + 1e-9 * (1 + many + found) ** 3)


def search_each(tables: Floats, many: int, rule: Rule) -> Floats:
    """People in all by table (rows of 2**many counts), each searched anew."""
    return _searched(tables, many, rule)[0]


def estimator(rule: Rule) -> Estimator:
    """The search as a function of many tables, for resampling."""
    return partial(search_each, rule=rule)
