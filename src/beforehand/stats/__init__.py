"""Numbers in, numbers out: intervals, shrinkage, randomisation tests, synthetic control.

Knows numbers, not trafficking. No clock, no files, no global randomness. Names are loaded
when they are first asked for: whoever needs one of them does not wait for the others.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beforehand.stats.assignments import admissible, check_assignment, draw, imbalance
    from beforehand.stats.augmented import augmented_control, augmented_refit
    from beforehand.stats.conformal import (
        ConformalTest,
        block_conformal,
        conformal_test,
        shuffles,
        stretches,
    )
    from beforehand.stats.designs import Design, complete_design
    from beforehand.stats.did import DifferenceTest, difference_p, difference_test
    from beforehand.stats.intervals import (
        jeffreys,
        jeffreys_each,
        newcombe_difference,
        poisson_exact,
        wilson,
        wilson_each,
    )
    from beforehand.stats.latent import (
        MISSING,
        LatentClasses,
        Stability,
        adjusted_rand,
        fit_classes,
        stability,
    )
    from beforehand.stats.market import (
        MarketPower,
        Trial,
        all_sets,
        correlated_sets,
        market_power,
    )
    from beforehand.stats.own_windows import OwnWindows, try_earlier
    from beforehand.stats.panels import TreatedPanel, treated_mask, treated_panel
    from beforehand.stats.power import (
        Expected,
        Power,
        expected_counts,
        minimum_detectable_ratio,
        rejection_rates,
    )
    from beforehand.stats.randomisation import (
        RandomisationTest,
        log_rate_ratio,
        permutation_p,
        randomisation_test,
    )
    from beforehand.stats.rates import ShrunkRates, shrink_rates
    from beforehand.stats.rerandomisation import rerandomised
    from beforehand.stats.series import Season, Shift, level_shifts, season
    from beforehand.stats.several import holm
    from beforehand.stats.shrinkage import (
        Shrunk,
        against_the_rest,
        benjamini_hochberg,
        beta_prior,
        shrink_shares,
    )
    from beforehand.stats.signals import Signals, early_signals
    from beforehand.stats.simplex import simplex_weights
    from beforehand.stats.spillover import SpilloverTest, spillover_test
    from beforehand.stats.splits import (
        Split,
        admissible_splits,
        balanced_split,
        check_split,
        draw_split,
        split_design,
    )
    from beforehand.stats.stepped import steady_weights, stepped_test
    from beforehand.stats.synthetic import SyntheticControl, synthetic_control, synthetic_refit

__all__ = [
    "MISSING",
    "ConformalTest",
    "Design",
    "DifferenceTest",
    "Expected",
    "LatentClasses",
    "MarketPower",
    "OwnWindows",
    "Power",
    "RandomisationTest",
    "Season",
    "Shift",
    "Shrunk",
    "ShrunkRates",
    "Signals",
    "SpilloverTest",
    "Split",
    "Stability",
    "SyntheticControl",
    "TreatedPanel",
    "Trial",
    "adjusted_rand",
    "admissible",
    "admissible_splits",
    "against_the_rest",
    "all_sets",
    "augmented_control",
    "augmented_refit",
    "balanced_split",
    "benjamini_hochberg",
    "beta_prior",
    "block_conformal",
    "check_assignment",
    "check_split",
    "complete_design",
    "conformal_test",
    "correlated_sets",
    "difference_p",
    "difference_test",
    "draw",
    "draw_split",
    "early_signals",
    "expected_counts",
    "fit_classes",
    "holm",
    "imbalance",
    "jeffreys",
    "jeffreys_each",
    "level_shifts",
    "log_rate_ratio",
    "market_power",
    "minimum_detectable_ratio",
    "newcombe_difference",
    "permutation_p",
    "poisson_exact",
    "randomisation_test",
    "rejection_rates",
    "rerandomised",
    "season",
    "shrink_rates",
    "shrink_shares",
    "shuffles",
    "simplex_weights",
    "spillover_test",
    "split_design",
    "stability",
    "steady_weights",
    "stepped_test",
    "stretches",
    "synthetic_control",
    "synthetic_refit",
    "treated_mask",
    "treated_panel",
    "try_earlier",
    "wilson",
    "wilson_each",
]

#: Which module each name lives in.
_HOMES = {
    name: home
    for home, names in {
        "assignments": "admissible check_assignment draw imbalance",
        "augmented": "augmented_control augmented_refit",
        "conformal": "ConformalTest block_conformal conformal_test shuffles stretches",
        "designs": "Design complete_design",
        "did": "DifferenceTest difference_p difference_test",
        "intervals": "jeffreys jeffreys_each newcombe_difference poisson_exact wilson wilson_each",
        "latent": "MISSING LatentClasses Stability adjusted_rand fit_classes stability",
        "market": "MarketPower Trial all_sets correlated_sets market_power",
        "own_windows": "OwnWindows try_earlier",
        "panels": "TreatedPanel treated_mask treated_panel",
        "power": "Expected Power expected_counts minimum_detectable_ratio rejection_rates",
        "randomisation": "RandomisationTest log_rate_ratio permutation_p randomisation_test",
        "rates": "ShrunkRates shrink_rates",
        "rerandomisation": "rerandomised",
        "series": "Season Shift level_shifts season",
        "several": "holm",
        "shrinkage": "Shrunk against_the_rest benjamini_hochberg beta_prior shrink_shares",
        "signals": "Signals early_signals",
        "simplex": "simplex_weights",
        "spillover": "SpilloverTest spillover_test",
        "splits": "Split admissible_splits balanced_split check_split draw_split split_design",
        "stepped": "steady_weights stepped_test",
        "synthetic": "SyntheticControl synthetic_control synthetic_refit",
    }.items()
    for name in names.split()
}


def __getattr__(name: str) -> object:
    """Load a name from its module."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"beforehand.stats.{_HOMES[name]}"), name)
