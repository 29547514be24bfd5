"""Numbers in, numbers out: intervals, shrinkage, randomisation tests, synthetic control.

Knows numbers, not trafficking. No clock, no files, no global randomness.
"""

from beforehand.stats.intervals import (
    jeffreys,
    jeffreys_each,
    newcombe_difference,
    poisson_exact,
    wilson,
    wilson_each,
)
from beforehand.stats.shrinkage import (
    Shrunk,
    against_the_rest,
    benjamini_hochberg,
    beta_prior,
    shrink_shares,
)

__all__ = [
    "Shrunk",
    "against_the_rest",
    "benjamini_hochberg",
    "beta_prior",
    "jeffreys",
    "jeffreys_each",
    "newcombe_difference",
    "poisson_exact",
    "shrink_shares",
    "wilson",
    "wilson_each",
]
