"""Plain, slow versions of what ``stats.mse`` does: design matrices, dense fits, linear programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import gammaln
from scipy.stats import poisson

from beforehand.stats.mse.graphs import Graph

Floats = NDArray[np.float64]
Terms = tuple[int, ...]


def people_on(counts: Floats, term: int) -> float:
    """How many are on all lists of a term."""
    return float(sum(n for cell, n in enumerate(counts) if cell and cell & term == term))


def design_of(
    counts: Floats, many: int, terms: Sequence[int]
) -> tuple[list[int], NDArray[np.int64], Floats]:
    """Columns that are not minus infinity, cells with a mean above nought, and their design."""
    columns = [0, *(1 << i for i in range(many)), *terms]
    empty = [term for term in columns if people_on(counts, term) == 0]
    columns = [term for term in columns if term not in empty]
    cells = [cell for cell in range(1, 1 << many) if not any(cell & term == term for term in empty)]
    rows = [[float(cell & term == term) for term in columns] for cell in cells]
    return columns, np.array(cells), np.array(rows)


def existence_code(counts: Floats, many: int, terms: Sequence[int]) -> int:
    """1 if some direction lowers unseen cells for ever, plus 2 if the design lacks rank."""
    columns, cells, design = design_of(counts, many, terms)
    seen = counts[cells] > 0
    code = 2 * int(np.linalg.matrix_rank(design) < len(columns))
    if seen.all():
        return code
    lowers = linprog(
        design[~seen].sum(axis=0),
        A_ub=np.vstack([design[~seen], -design[~seen]]),
        b_ub=np.repeat([0.0, 1.0], (~seen).sum()),
        A_eq=design[seen],
        b_eq=np.zeros(seen.sum()),
        bounds=(None, None),
    )
    return code + int(lowers.fun < -1e-6)


def usable(counts: Floats, many: int, terms: Sequence[int]) -> bool:
    """Whether a model has one maximum; full rank on the seen cells saves the linear program."""
    columns, cells, design = design_of(counts, many, terms)
    if np.linalg.matrix_rank(design[counts[cells] > 0]) == len(columns):
        return True
    return existence_code(counts, many, terms) == 0


def fitted(
    counts: Floats, many: int, terms: Sequence[int]
) -> tuple[float, float, Callable[[int], float]]:
    """(People in all, log-likelihood with factorials, expected overlap of a term) by IRLS."""
    columns, cells, design = design_of(counts, many, terms)
    seen = counts[cells]
    means = seen + 0.1
    effects = np.zeros(len(columns))
    for _ in range(200):
        working = np.log(means) + (seen - means) / means
        weighed = design * means[:, None]
        before, effects = effects, np.linalg.solve(design.T @ weighed, weighed.T @ working)
        means = np.exp(design @ effects)
        if np.abs(effects - before).max() < 1e-11:
            break
    likelihood = float((seen * np.log(means) - means - gammaln(seen + 1)).sum())

    def overlap(term: int) -> float:
        return float(means[cells & term == term].sum())

    return float(counts.sum() + np.exp(effects[0])), likelihood, overlap


def all_pairs(many: int) -> list[int]:
    """Pairs of lists, in the order of their names."""
    return [(1 << i) | (1 << j) for i, j in combinations(range(many), 2)]


def stepwise(counts: Floats, many: int, threshold: float) -> tuple[float, Terms]:
    """Add the usable pair with the smallest one-sided p-value, until none is below."""
    chosen: list[int] = []
    while True:
        total, _, overlap = fitted(counts, many, chosen)
        found = []
        for pair in all_pairs(many):
            seen, mean = people_on(counts, pair), overlap(pair)
            p = min(poisson.cdf(seen, mean), poisson.sf(seen - 1, mean))
            if pair not in chosen and p < threshold and usable(counts, many, [*chosen, pair]):
                found.append((p, pair))
        if not found:
            return total, tuple(sorted(chosen))
        chosen.append(min(found, key=lambda one: one[0])[1])


def by_criterion(counts: Floats, many: int, price: float) -> tuple[float, Terms]:
    """Add or drop the pair that lowers the criterion most, until none does."""

    def valued(terms: Sequence[int]) -> float:
        return price * (1 + many + len(terms)) - 2 * fitted(counts, many, terms)[1]

    chosen: tuple[int, ...] = ()
    now = valued(chosen)
    while True:
        tried = [tuple(sorted({*chosen} ^ {pair})) for pair in all_pairs(many)]
        best = min(
            ((valued(terms), terms) for terms in tried if usable(counts, many, terms)),
            default=(np.inf, ()),
        )
        if best[0] > now - 1e-7:
            return fitted(counts, many, chosen)[0], chosen
        now, chosen = best


def hierarchical(many: int) -> list[Terms]:
    """Every set of terms that holds, with each, all terms within; never all lists in one."""
    terms = sorted(
        (term for term in range((1 << many) - 1) if term.bit_count() > 1), key=int.bit_count
    )
    found = []
    for holds in product([False, True], repeat=len(terms)):
        chosen = {term for term, held in zip(terms, holds, strict=True) if held}
        parts = (term ^ (1 << i) for term in chosen for i in range(many) if term >> i & 1)
        if all(part in chosen for part in parts if part.bit_count() > 1):
            found.append(tuple(sorted(chosen)))
    return found


def acceleration(counts: Floats, estimate: Callable[[Floats], float]) -> float:
    """Of BCa, one person left out at a time."""
    left = []
    for cell in np.flatnonzero(counts):
        without = counts.copy()
        without[cell] -= 1
        left += [estimate(without)] * int(counts[cell])
    away = np.mean(left) - np.array(left)
    return float((away**3).sum() / (6 * (away**2).sum() ** 1.5))


def averaged(counts: Floats, many: int, graphs: Sequence[Graph], longest: int) -> Floats:
    """Posterior over 0 to ``longest`` unseen, by enumeration of graphs and numbers."""
    unseen, seen = np.arange(longest + 1.0), counts.sum()
    logs = []
    for graph in graphs:
        pieces = len(graph.cliques) - len(graph.separators)
        log = (1 - pieces) * gammaln(unseen + seen + 1) - gammaln(unseen + 1)
        log -= np.log(unseen + seen)
        for sign, parts in ((1, graph.cliques), (-1, graph.separators)):
            for part in parts:
                log += sign * _margin(counts, part, unseen)
        logs.append(log)
    shares: Floats = np.exp(logs - np.max(logs)).sum(axis=0)
    return shares / shares.sum()


def _margin(counts: Floats, part: int, unseen: Floats) -> Floats:
    """Log of the Dirichlet-multinomial likelihood of the margin over the lists in ``part``."""
    cells = [cell for cell in range(len(counts)) if cell & part == cell]
    found = np.zeros(unseen.size)
    for cell in cells:
        people = sum(n for at, n in enumerate(counts) if at & part == cell)
        more = unseen if cell == 0 else 0.0
        found += gammaln(people + more + 1 / len(cells)) - gammaln(1 / len(cells))
    return found


def random_table(draw: np.random.Generator, many: int) -> Floats:
    """Counts with many noughts, on all lists at least somebody."""
    while True:
        counts = draw.poisson(draw.gamma(0.4, 8, size=1 << many)).astype(float)
        counts *= draw.random(1 << many) < draw.uniform(0.3, 1)
        counts[0] = 0
        if all(people_on(counts, 1 << i) for i in range(many)):
            return counts
