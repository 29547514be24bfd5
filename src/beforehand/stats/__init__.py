"""Numbers in, numbers out: intervals, shrinkage, randomisation tests, synthetic control.

Knows numbers, not trafficking. No clock, no files, no global randomness.
"""

from beforehand.stats.conformal import ConformalTest, block_conformal
from beforehand.stats.intervals import (
    jeffreys,
    jeffreys_each,
    newcombe_difference,
    poisson_exact,
    wilson,
    wilson_each,
)
from beforehand.stats.panels import TreatedPanel, treated_mask, treated_panel
from beforehand.stats.shrinkage import (
    Shrunk,
    against_the_rest,
    benjamini_hochberg,
    beta_prior,
    shrink_shares,
)
from beforehand.stats.simplex import simplex_weights
from beforehand.stats.synthetic_control import SyntheticControl, synthetic_control

__all__ = [
    "ConformalTest",
    "Shrunk",
    "SyntheticControl",
    "TreatedPanel",
    "against_the_rest",
    "benjamini_hochberg",
    "beta_prior",
    "block_conformal",
    "jeffreys",
    "jeffreys_each",
    "newcombe_difference",
    "poisson_exact",
    "shrink_shares",
    "simplex_weights",
    "synthetic_control",
    "treated_mask",
    "treated_panel",
    "wilson",
    "wilson_each",
]
