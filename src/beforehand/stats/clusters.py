"""From pairs with probabilities to clusters that do not chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pairs:
    """Pairs of items, each once, ``left < right``, with the probability that they are one.

    Attributes:
        left, right: Places of the items.
        probability: In (0, 1).
    """

    left: Whole
    right: Whole
    probability: Floats

    def __len__(self) -> int:
        return len(self.left)


def settled(pairs: Pairs, source: Whole) -> Pairs:
    """Probabilities once it is held that an item is one with at most one person of each source.

    Candidates of one source for one item are rivals and rule each other out, unless they are one
    person themselves: ``f odds / (1 + f (odds + sum of the rivals' odds))``, each rival weighted
    by the probability that it is somebody else. The factor ``f`` is such that as many matches
    are expected as before: the given probabilities are right on the whole, and only do not know
    of each other. Pairs within a source stay as they are.

    Args:
        pairs: All candidate pairs, within a source too.
        source: Shape (items,): which source each item is from.
    """
    across = source[pairs.left] != source[pairs.right]
    if not across.any():
        return pairs
    held = replace(pairs, probability=np.clip(pairs.probability, 1e-15, 1 - 1e-12))
    odds = held.probability / (1 - held.probability)
    sources = int(source.max()) + 1
    rivals = -_not_rivals(held, odds, across)
    here, there = np.r_[pairs.left, pairs.right], np.r_[pairs.right, pairs.left]
    meets = np.unique(here * sources + source[there], return_inverse=True)[1]
    met = np.bincount(meets, np.tile(odds * across, 2))[meets]
    rivals += met[: len(pairs)] + met[len(pairs) :] - 2 * odds
    together = odds + np.maximum(rivals, 0)
    raised = _factor(odds[across], together[across], float(held.probability[across].sum()))
    found = raised * odds / (1 + raised * together)
    return replace(pairs, probability=np.where(across, found, held.probability))


def _factor(odds: Floats, together: Floats, expected: float) -> float:
    """By what all odds are raised so that ``expected`` matches are expected, rivals or not."""
    low, high = 1.0, 100.0
    for _ in range(40):
        middle = (low * high) ** 0.5
        if float((middle * odds / (1 + middle * together)).sum()) < expected:
            low = middle
        else:
            high = middle
    return low if low < 99 else 1.0


def _not_rivals(pairs: Pairs, odds: Floats, across: npt.NDArray[np.bool_]) -> Floats:
    """The rivals' odds that fall away since the two are one person within their source."""
    found = np.zeros(len(pairs))
    inside = np.flatnonzero(~across & (pairs.probability > 0.01))
    edge = np.flatnonzero(across)
    if not len(inside) or not len(edge):
        return found
    here = np.r_[pairs.left[edge], pairs.right[edge]]
    there = np.r_[pairs.right[edge], pairs.left[edge]]
    edges = np.r_[edge, edge]
    order = np.argsort(here, kind="stable")
    here, there, edges = here[order], there[order], edges[order]
    items = int(pairs.right.max()) + 1
    key_order = np.argsort(here * items + there)
    keys = (here * items + there)[key_order]
    for one, other in ((pairs.left, pairs.right), (pairs.right, pairs.left)):
        low, high = np.searchsorted(here, one[inside]), np.searchsorted(here, one[inside], "right")
        times = high - low
        at = np.repeat(low, times) + _counted(times)
        wanted = np.repeat(other[inside], times) * items + there[at]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        hit = keys[place] == wanted
        same = np.repeat(pairs.probability[inside], times)
        lost = same[hit] * odds[edges[key_order[place[hit]]]]
        found += np.bincount(edges[at[hit]], lost, len(pairs))
    return found


def _counted(times: Whole) -> Whole:
    """0, 1, .. for each run of the given lengths."""
    ends = np.cumsum(times)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - times, times))


def clusters(pairs: Pairs, items: int, *, unseen: float, least: float = 0.5) -> Whole:
    """Items that are one person have one number: the least place among them.

    The likeliest link comes first. Two clusters are joined where the log odds of all pairs
    between them speak for it in sum; a pair that is no candidate speaks against it with
    ``unseen``. So a chain of likely links does not join ends that do not agree.

    Args:
        pairs: With the probabilities to decide by.
        items: How many there are.
        unseen: Log odds of a pair that no key brought together; below 0.
        least: Links below it join nobody.

    Source:
        Greedy correlation clustering: Bansal, Blum and Chawla (2004), Machine Learning 56.
    """
    strong = pairs.probability >= least
    graph = coo_array(
        (np.ones(int(strong.sum())), (pairs.left[strong], pairs.right[strong])), (items, items)
    )
    _, group = connected_components(graph, directed=False)
    first = np.full(int(group.max(initial=-1)) + 1, items)
    np.minimum.at(first, group, np.arange(items))
    found = first[group]
    size = np.bincount(group, minlength=len(first))
    large = size[group] > 2
    if large.any():
        _split(pairs, large, group, unseen, least, found)
    return np.asarray(found)


def _split(
    pairs: Pairs,
    large: npt.NDArray[np.bool_],
    group: Whole,
    unseen: float,
    least: float,
    found: Whole,
) -> None:
    """Join again, with care, within each component of more than two."""
    inside = np.flatnonzero(large[pairs.left] & (group[pairs.left] == group[pairs.right]))
    chance = np.clip(pairs.probability[inside], 1e-12, 1 - 1e-12)
    weights = np.log(chance / (1 - chance))
    order = inside[np.argsort(-pairs.probability[inside], kind="stable")]
    weight: dict[tuple[int, int], float] = {
        (int(pairs.left[at]), int(pairs.right[at])): float(one)
        for at, one in zip(inside, weights, strict=True)
    }
    members = {int(item): [int(item)] for item in np.flatnonzero(large)}
    for item in members:
        found[item] = item
    for at in order:
        if pairs.probability[at] < least:
            break
        one, other = sorted((int(found[pairs.left[at]]), int(found[pairs.right[at]])))
        if one != other and _speaks_for(members[one], members[other], weight, unseen):
            members[one] += members.pop(other)
            for item in members[one]:
                found[item] = one


def _speaks_for(
    ones: list[int], others: list[int], weight: dict[tuple[int, int], float], unseen: float
) -> bool:
    total = sum(
        weight.get((min(one, other), max(one, other)), unseen) for one in ones for other in others
    )
    return total > 0


def forest(pairs: Pairs, items: int) -> Pairs:
    """The likeliest links that join without a circle.

    Each of them, if it is true, makes the items one person fewer. Of a pair given twice the
    likelier is taken.
    """
    held = np.clip(pairs.probability, 1e-12, 1 - 1e-12)
    order = np.lexsort((-held, pairs.right, pairs.left))
    place = (pairs.left * items + pairs.right)[order]
    order = order[np.flatnonzero(np.r_[True, place[1:] != place[:-1]])] if len(order) else order
    left, right = pairs.left[order], pairs.right[order]
    graph = coo_array((1 - held[order] + 1e-15, (left, right)), (items, items))
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    one, other = tree.coords
    return Pairs(left=one.astype(np.int64), right=other.astype(np.int64), probability=1 - tree.data)
