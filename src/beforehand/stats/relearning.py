"""How otherwise weights of agreement could have come out, had chance dealt other pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from beforehand.stats import unlike
from beforehand.stats.agreement import Floats, Patterns, Prior, Weights, learn

#: As how many pairs the learnt levels count when matches are parted into two kinds.
_HELD = 10.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Doubt:
    """What is not known of how many pairs match.

    Attributes:
        coverage: Share of matches that are candidates at all, as learnt; matches may be of two
            kinds, written with care and without (``stats.unlike``).
        coverages: Shape (times,): the same, as it could have come out.
        matches: Shape (times,): matches among the candidates, as a multiple of those learnt.
    """

    coverage: float
    coverages: Floats
    matches: Floats


def doubt(
    patterns: Patterns,
    counts: Floats,
    prior: Prior,
    learnt: Weights,
    rng: np.random.Generator,
    times: int = 20,
) -> Doubt:
    """Learn again from as many pairs drawn anew, each time with the prior's pairs drawn anew too.

    Args:
        patterns: The distinct comparisons.
        counts: Shape (groups, patterns): how many candidate pairs.
        prior: What the weights were learnt with.
        learnt: From the pairs as they are; learning begins there.
        rng: Randomness.
        times: How often.

    Source:
        Newton and Raftery (1994), JRSS B 56: weighted likelihood bootstrap.
    """
    matched = (counts * learnt.probability()).sum(axis=0)
    kinds = unlike.learn(patterns, matched, unlike.alike(learnt.levels), _HELD, steps=200)
    coverages, matches = np.empty(times), np.empty(times)
    for at in range(times):
        held = replace(prior, match=[_drawn(share, prior.pairs, rng) for share in prior.match])
        other = rng.poisson(counts).astype(float)
        found = learn(patterns, other, held, most_steps=60, still=1e-4, begin=learnt)
        chances = found.probability()
        drawn = unlike.learn(patterns, (other * chances).sum(axis=0), kinds, _HELD, steps=60)
        coverages[at] = unlike.coverage(patterns, drawn)
        matches[at] = float((counts * chances).sum() / matched.sum())
    found_now = unlike.coverage(patterns, kinds)
    return Doubt(coverage=found_now, coverages=coverages, matches=matches)


def _drawn(share: Floats, pairs: float, rng: np.random.Generator) -> Floats:
    """Shares that so many pairs could have shown: Dirichlet."""
    found = rng.gamma(pairs * share)
    return np.asarray(found / found.sum())
